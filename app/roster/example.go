package roster

import (
	"slices"
	"strings"
)

// ExampleRows returns the rows that are still the examples of the template, as they would import a county that does not
// exist.
func ExampleRows(sheets map[string][][]string) (found []Problem) {
	for _, s := range Sheets() {
		rows := sheets[s.Name]
		if len(rows) == 0 {
			continue
		}
		header := make([]string, len(rows[0]))
		for i, h := range rows[0] {
			header[i] = clean(h)
		}
		for i, row := range rows[1:] {
			if s.example(header, row) {
				found = append(found, Problem{Sheet: s.Name, Row: i + 2})
			}
		}
	}
	return found
}

// example says whether a row is an example: the same cells, or a name that only an example has.
func (s Sheet) example(header, row []string) bool {
	most := 0
	for _, c := range s.Columns {
		most = max(most, len(c.Examples))
	}
	for n := range most {
		same := true
		for _, c := range s.Columns {
			want, got := "", ""
			if n < len(c.Examples) {
				want = c.Examples[n]
			}
			if i := slices.Index(header, c.Header); i >= 0 && i < len(row) {
				got = clean(row[i])
			}
			if (c.Header == colName || c.Header == colFullName) && got == want && strings.Contains(want, "示例") {
				return true
			}
			same = same && got == want
		}
		if same {
			return true
		}
	}
	return false
}
