package store

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	orderBy = regexp.MustCompile(`(?s)ORDER\s+BY\s+([^` + "`" + `"]+?)(?:LIMIT|` + "`" + `|"|$)`)
	comment = regexp.MustCompile(`(?m)^\s*//.*$`)
	// plainOrder are columns of identity, time, place, name and life. A number that measures what somebody did is none of them.
	plainOrder = regexp.MustCompile(`^(\w+\.)?(id|cid|\w*_id|\w*_at|at|day|year|month|round|to_day|seq|nth|position|number|passed|due|name|kind|tag|code|ref|holder_org|holder_area|holder_role|` +
		`category|account|channel|api|newest|pinned|is_lead|level|place|floor|room|title|role|state|sort|word|path)$`)
	// otherOrder are expressions with a reason.
	otherOrder = map[string]string{
		"LENGTH(path) - LENGTH(REPLACE(path": "parents before children",
		"'/'":                                "the same", "''))": "the same",
		"CASE community_id WHEN ? THEN 0 WHEN 0 THEN 1 ELSE 2 END": "the own rule before the county's",
		"CASE state WHEN 'ended' THEN 1 ELSE 0 END":                "those who live there before those who moved out",
		"CASE WHEN held IS NULL THEN 1 ELSE 0 END":                 "those who sit there before those who did",
		"LENGTH(d.room)": "the same as of LENGTH(room)",
		"LENGTH(room)":   "2 before 10 among the numbers of rooms",
		"line":           "a line of work, 党建 or 民政",
		"1":              "one column, a time",
	}
)

// No query orders its rows by a measure of what somebody did (国办函〔2026〕12号).
func TestNoQueryRanksPeople(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range orderBy.FindAllStringSubmatch(comment.ReplaceAllString(string(text), ""), -1) {
			for column := range strings.SplitSeq(m[1], ",") {
				column = strings.TrimSpace(column)
				column = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(column, "DESC"), "ASC"))
				seen++
				if !plainOrder.MatchString(column) && otherOrder[column] == "" && column != "" {
					t.Errorf("%s orders by %q: if that is no measure of people, add it with the reason", file, column)
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d orders were found", seen)
	}
}
