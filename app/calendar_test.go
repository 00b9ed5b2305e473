package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/app/internal/fixture"

	"linli/app/when"
)

func TestCalendarCommand(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	has := func(out string, parts ...string) {
		s.Helper()
		for _, part := range parts {
			if !strings.Contains(out, part) {
				s.Errorf("no %q in\n%s", part, out)
			}
		}
	}
	file := func(text string) string {
		s.Helper()
		path := filepath.Join(s.TempDir(), "2027.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			s.Fatal(err)
		}
		return path
	}
	has(s.ok("calendar"), "2026  33 days off, 6 make-up days  (shipped)", "off   2026-02-15..2026-02-23  春节", "work  2026-01-04  元旦", "2027  missing")

	out, err := s.run("calendar", "load", file(fixture.Holidays2027+"2027-06-31,off,端午节\n2027-13-01,work,中秋节\n"))
	if err == nil || !strings.Contains(err.Error(), "2 wrong lines; nothing was loaded") {
		t.Error(err)
	}
	has(out, "line 6: 日期“2027-06-31”看不懂", "line 7")
	odd := strings.Replace(fixture.Holidays2027, "2027-02-13,work", "2027-02-15,work", 1)
	out, err = s.run("calendar", "load", file(odd))
	if err == nil || !strings.Contains(err.Error(), "--force") {
		t.Error(err)
	}
	has(out, "line 3: 2027-02-15 是周一至周五")
	has(s.ok("calendar"), "2027  missing")

	has(s.ok("calendar", "load", "--force", file(odd)), "line 3", "2027  22 days off, 1 make-up days", "added 23, gone 0, changed 0")
	has(s.ok("calendar", "load", file(fixture.Holidays2027)), "added 1, gone 1, changed 0", "+ work  2027-02-13", "- work  2027-02-15", "deadlines promised before stay")
	has(s.ok("calendar", "load", file(fixture.Holidays2027)), "nothing changed")
	has(s.ok("calendar", "load", "../scripts/deploy/calendar-2026.csv"), "nothing changed")
	if out := s.ok("calendar"); strings.Contains(out, "missing") {
		t.Error(out)
	}

	s.ok("import", s.workbook(nil))
	s.now = func() time.Time { return time.Date(2027, 12, 1, 9, 0, 0, 0, when.Beijing) }
	if out, err := s.run("doctor"); err == nil || !strings.Contains(out, "FAIL  calendar: missing 2028") {
		t.Errorf("%v\n%s", err, out)
	}
}
