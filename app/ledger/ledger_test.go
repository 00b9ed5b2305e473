package ledger

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/audit"
	"linli/app/booking"
	"linli/app/report"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, from, to string
		hours          float64
		err            error
	}{
		{"a day", "2026-11-01", "2026-11-01", 24, nil},
		{"a month", "2026-11-01", "2026-11-30", 30 * 24, nil},
		{"366 days", "2026-01-01", "2027-01-01", 366 * 24, nil},
		{"367 days", "2026-01-01", "2027-01-02", 0, ErrPeriod},
		{"backwards", "2026-11-02", "2026-11-01", 0, ErrPeriod},
		{"no such day", "2026-02-30", "2026-03-01", 0, ErrPeriod},
		{"no end", "2026-11-01", "", 0, ErrPeriod},
		{"words", "昨天", "今天", 0, ErrPeriod},
		{"too long ago", "0001-01-01", "0001-01-02", 0, ErrPeriod},
	} {
		from, to, err := Request{From: c.from, To: c.to}.Period()
		if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) || err == nil && to.Sub(from).Hours() != c.hours {
			t.Errorf("%s: %v to %v, %v", c.name, from, to, err)
		}
	}
	from, _, _ := Request{From: "2026-11-01", To: "2026-11-01"}.Period()
	if want := time.Date(2026, 10, 31, 16, 0, 0, 0, time.UTC); !from.Equal(want) {
		t.Errorf("the day begins at %v", from)
	}
}

func TestRequestsAreChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*Request)
		want   error
	}{
		{"valid", func(*Request) {}, nil},
		{"no reason", func(r *Request) { r.Reason = "报" }, ErrReason},
		{"no such category", func(r *Request) { r.Category = "x" }, report.ErrCategory},
		{"no period", func(r *Request) { r.From = "" }, ErrPeriod},
	} {
		r := Request{From: "2026-11-01", To: "2026-11-30", Reason: "报表", Category: "noise"}
		c.change(&r)
		if err := r.Check(report.Shipped); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestNothingBecomesAFormula(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "路灯": "路灯", "=1+1": "'=1+1", "+86": "'+86", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "1=1": "1=1",
		"'=1": "'=1", "＝1": "＝1",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	row := Entry{Report: report.Report{Text: "=cmd", Place: "-3号楼", Result: "+1"}, Reporter: "@老王", Phone: "138****5678"}.Cells()
	for i, c := range row {
		if s, ok := c.(string); ok && Plain(s) != s {
			t.Errorf("%s: %q", Columns[i].Title, s)
		}
	}
}

func TestParseAboutReadsString(t *testing.T) {
	t.Parallel()
	for _, want := range []About{
		{Area: 5, From: "2026-11-01", To: "2026-11-30", Rows: 4}, {Area: 1, From: "2026-11-01", To: "2026-11-01", Category: "noise"},
	} {
		got, ok := ParseAbout(want.String())
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s", diff)
		}
	}
	longest := About{Area: 99_999_999, From: "2026-11-01", To: "2026-11-30", Category: "sanitation", Rows: MaxRows}
	if n := len(longest.String()); n > 60 { // the size of the audit log's column
		t.Errorf("%d characters", n)
	}
	for _, s := range []string{"", "report:5", "area:5 x all rows:1", "area:x 1~2 all rows:1", "area:5 1~2 all rows:x"} {
		if _, ok := ParseAbout(s); ok {
			t.Errorf("read %q", s)
		}
	}
}

func FuzzParseAbout(f *testing.F) {
	f.Add("area:5 2026-11-01~2026-11-30 all rows:4")
	f.Fuzz(func(t *testing.T, s string) {
		a, ok := ParseAbout(s)
		if !ok {
			return
		}
		if again, ok := ParseAbout(a.String()); ok && again != a {
			t.Fatalf("%q: %+v, then %+v", s, a, again)
		}
	})
}

func TestSourcesKindsAndOutcomesHaveNames(t *testing.T) {
	t.Parallel()
	for _, s := range booking.Sources {
		if bookingSources[s] == "" {
			t.Errorf("source %s", s)
		}
	}
	for _, k := range Kinds {
		for _, reveal := range []bool{false, true} {
			e := Export{Record: audit.Record{Action: k.action(reveal)}}
			if e.Kind() != k || e.Revealed() != reveal || !slices.Contains(exports, audit.Reading(e.Action)) {
				t.Errorf("%s, %v: %s", k, reveal, e.Action)
			}
		}
	}
	for _, s := range report.Sources {
		if sourceNames[s] == "" {
			t.Errorf("source %s", s)
		}
	}
	for _, o := range []report.Outcome{report.Solved, report.Explained, report.Transferred, report.TakenBack, report.Rejected} {
		if outcomeNames[o] == "" {
			t.Errorf("outcome %s", o)
		}
	}
}
