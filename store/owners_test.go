package store

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var writes = regexp.MustCompile(`(?:INSERT INTO|REPLACE INTO|DELETE FROM|UPDATE)\s+([a-z]+)(?:_[a-z_]+)?\b`)

// declares finds the table that a Table describes.
var declares = regexp.MustCompile(`Name:\s+"([a-z]+)[a-z_]*", (?:Holds|Impersonal)`)

// A table is written, and declared, only by files that share its prefix: report.go and report_timeline.go write report and
// report_*.
func TestTableOwners(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found, declared := 0, 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		owner, _, _ := strings.Cut(strings.TrimSuffix(f, ".go"), "_")
		for _, m := range writes.FindAllStringSubmatch(string(b), -1) {
			found++
			if m[1] != owner {
				t.Errorf("%s writes %s, which is not its table", f, m[0])
			}
		}
		for _, m := range declares.FindAllStringSubmatch(string(b), -1) {
			declared++
			if m[1] != owner {
				t.Errorf("%s declares %s, which is not its table", f, m[0])
			}
		}
	}
	if declared != len(Tables()) {
		t.Fatalf("found %d declarations of %d tables: has the way they are written changed?", declared, len(Tables()))
	}
	if found < 30 {
		t.Fatalf("found only %d statements that write: has the way they are written changed?", found)
	}
}

// SQLite has one writer, and direct queues its statements: a write that goes to the pool by itself would wait in the busy loop
// of the database.
func TestWritesTakeTheirTurn(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if f != "db.go" && !strings.HasSuffix(f, "_test.go") && strings.Contains(string(b), "pool.Exec") {
			t.Errorf("%s writes past the turn: use direct", f)
		}
	}
}
