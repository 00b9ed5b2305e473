package roster

import (
	"testing"
	"time"

	"linli/app/person"
	"linli/app/when"
)

func TestDaysAsProgramsAndPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"2026-01-01", "2026-1-1", "2026/1/1", "2026.1.1", "2026．01．01", "2026。1。1", "20260101", "20260101.0", "2.0260101E7",
		"46023", "46023.0", "46023.375", "4.6023E4", "4.6023375E4", "2026/1/1 0:00", "2026/1/1 00:00:00", "2026-01-01T00:00:00",
		"2026-01-01T00:00:00.000", "2025-12-31T16:00:00Z", "2026-01-01T00:00:00+08:00", "２０２６-０１-０１", "２０２６／１／１",
		"2026年1月1日", "2026 年 1 月 1 日", "2026年01月01日 0:00", "2026 年1月1 日", "2026年1月1", "2026–01–01", "2026—1—1", "2026−01−01",
		"2026－０１－０１", "2026 - 1 - 1", "\u202a2026-01-01\u202c", "2026/1/1 上午 0:00", "2026/1/1 星期四", "2026-01-01 8:30:00 AM",
	} {
		if got, ok := readDay(clean(s)); !ok || !got.Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, when.Beijing)) {
			t.Errorf("%+q is %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{
		"2026-02-30", "2026-13-01", "0026-02-03", "26-1-1", "1/2/2026", "2026", "2026-01", "2026年1月", "1", "8", "99999999", "二〇二六年一月一日",
		"2026-01-01 开会", "2026-01-01-02", "-46023", "4.6E99", "NaN", "0x1p4", "2101-01-01", "长期", "20260231",
	} {
		if got, ok := readDay(clean(s)); ok {
			t.Errorf("%q is %v", s, got)
		}
	}
}

func TestNumbersAsProgramsAndPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"19900000091", "1.9900000091E10", "1.9900000091e+10", "19900000091.0", "19900000091.", "１９９００００００９１", "199 0000 0091", "199-0000-0091",
		"199\u00a00000\u00a00091", "\u202a19900000091\u202c", "\u202e19900000091\u2069", "+86 199 0000 0091", "0086 19900000091", "008619900000091",
		"(+86)199-0000-0091", "（+86）19900000091", "（86）19900000091", "＋８６－１９９００００００９１", "8619900000091", "199–0000–0091", "199—0000—0091",
		"199‐0000‑0091", "199−0000−0091", "199－0000－0091", "199.0000.0091", "\t19900000091\n", "199\u30000000\u30000091", "86-199-0000-0091", "199·0000·0091",
	} {
		var out []Problem
		if got := (line{cells: map[string]string{colPhone: clean(s)}, out: &out}).phone(colPhone); got != person.Phone("19900000091") || out != nil {
			t.Errorf("%+q is %q", s, string(got))
		}
	}
	for _, s := range []string{"1.99E10", "19900000091.5", "1990000009", "199000000911", "1.9900000091E11", "19900000091/19900000092", "无", "029-87654321"} {
		var out []Problem
		if got := (line{cells: map[string]string{colPhone: clean(s)}, out: &out}).phone(colPhone); got != "" && s != "1.99E10" || out == nil && s != "1.99E10" {
			t.Errorf("%q is %q", s, string(got))
		}
	}
	for _, s := range []string{"1965-10-01", "1965年10月1日", "19651001", "24016"} { // a villager's house
		if d, ok := readDay(s); !ok || when.DateOf(d) != 19651001 {
			t.Errorf("%q is %v, %v", s, d, ok)
		}
	}
	for s, want := range map[string]string{
		"610326.0": "610326", "6.10326E5": "610326", "610326": "610326", "SL-01": "SL-01", "ＳＬ－０１": "SL-01", "SL–01": "SL-01", "1.10.2": "1.10.2", "3.5": "3.5",
		"1E3": "1E3", "6.1E+20": "6.1E+20", "\u0020SL 01\u0020": "SL01", "A.1": "A.1", "0012": "0012",
	} {
		if got := plainCode(clean(s)); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]float64{"48": 48, "48.0": 48, "4.8E1": 48, "４８": 48, "1,200": 1200, "１，２００": 1200, "\u002048\u0020": 48} {
		if got, ok := number(s); !ok || got != want {
			t.Errorf("%q is %v, %v", s, got, ok)
		}
	}
}

func TestAWorkbookThatCountsFrom1904(t *testing.T) {
	t.Parallel()
	b := example().set(SheetPostings, 2, colFrom, "44561").set(SheetPostings, 2, colTo, "2027-12-31").set(SheetAreas, 6, colHouseholds, "44561")
	From1904(b)
	plan, problems := Parse(b)
	if len(problems) > 0 {
		t.Fatal(said(problems))
	}
	if p := plan.Postings[0]; !p.From.Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, when.Beijing)) || p.To.Year() != 2028 || plan.Areas[4].Households != 44561 {
		t.Errorf("%+v, %d households", p, plan.Areas[4].Households)
	}
}

// For any cell, a day is within the years and a code has no blanks; reading never panics.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"46023.375", "1.9900000091E10", "2026 年 1 月 1 日", "2026-01-01T00:00:00Z", "1e999", "(+86)199", "\u202e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = clean(s)
		if d, ok := readDay(s); ok && (d.Year() < 1930 || d.Year() > 2100 || d.Hour() != 0) {
			t.Fatalf("%+q is %v", s, d)
		}
		if n, ok := number(s); ok && n != n {
			t.Fatalf("%+q is no number", s)
		}
		if c := plainCode(s); plainCode(c) != c {
			t.Fatalf("%+q is %q and then %q", s, c, plainCode(c))
		}
		if p, err := person.ParsePhone(plainDigits(s)); err == nil && len(p) != 11 {
			t.Fatalf("%+q is a number of %d digits", s, len(p))
		}
	})
}
