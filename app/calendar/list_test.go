package calendar

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/when"
)

// list2027 is an invented list, not the official one.
const list2027 = `date,off|work,name
2026-12-31..2027-01-02,off,元旦
2027-01-10,work,元旦
2027-02-05..2027-02-11,off,春节
2027-02-13,work,春节
2027-04-05,off,清明节
2027-05-01..2027-05-05,off,劳动节
2027-06-09,off,端午节
2027-09-15,off,中秋节
2027-10-01..2027-10-07,off,国庆节
2027-10-09,work,国庆节
`

func TestTheListForDeploymentIsTheBuiltInOne(t *testing.T) {
	text, err := os.ReadFile("../../scripts/deploy/calendar-2026.csv")
	if err != nil {
		t.Fatal(err)
	}
	l := ParseList(text)
	if l.Year != 2026 || len(l.Problems)+len(l.Doubts) != 0 {
		t.Fatalf("%+v", l)
	}
	if d := Compare(when.Official(), l.Days); !d.None() {
		t.Fatalf("%+v", d)
	}
}

func TestParseList(t *testing.T) {
	l := ParseList([]byte("\ufeff# 说明\r\n\r\n日期,类型,名称\r\n2027/1/1..2027/1/3，放假，元旦,,\r\n2027-01-10,上班,\r\n"))
	want := []when.Special{{Date: 20270101, Off: true, Name: "元旦"}, {Date: 20270102, Off: true, Name: "元旦"}, {Date: 20270103, Off: true, Name: "元旦"}, {Date: 20270110}}
	if diff := cmp.Diff(want, l.Days); diff != "" || l.Year != 2027 || len(l.Problems) > 0 {
		t.Fatal(diff, l.Problems)
	}
	if l := ParseList([]byte(list2027)); l.Year != 2027 || len(l.Problems)+len(l.Doubts) != 0 || textOf(l.Days) != list2027 {
		t.Fatalf("%+v\n%s", l, textOf(l.Days))
	}
}

func TestEveryWrongLineIsReported(t *testing.T) {
	l := ParseList([]byte(`date,off|work,name
2027-01-01..2027-01-03,off
2027-02-30,off,春节
2027-02-05..2027-02-01,off,春节
2027-02-05..2027-04-01,off,春节
2027-02-05,closed,春节
2027-02-05,off,
2027-02-05,off,一二三四五六七八九十一二三四五六七八九十一
1999-02-05,off,春节
date,off|work,name
2027-05-01,off,劳动节
`))
	var lines []int
	for _, p := range l.Problems {
		lines = append(lines, p.Line)
	}
	if diff := cmp.Diff([]int{2, 3, 4, 5, 6, 7, 8, 9, 10}, lines); diff != "" {
		t.Fatal(diff, l.Problems)
	}
	for name, text := range map[string]string{
		"empty": "", "only words": "# 2027\n", "not UTF-8": "2027-01-01,off,\xd4\xaa\xb5\xa9\n", "huge": strings.Repeat("#\n", 40_000),
	} {
		if l := ParseList([]byte(text)); len(l.Problems) != 1 || l.Problems[0].Line != 0 {
			t.Errorf("%s: %v", name, l.Problems)
		}
	}
}

func TestUnlikelyListsHaveDoubts(t *testing.T) {
	change := func(old, now string) string {
		if !strings.Contains(list2027, old) {
			t.Fatalf("no %q", old)
		}
		return strings.Replace(list2027, old, now, 1)
	}
	for _, tt := range []struct {
		name, text string
		line       int
		says       string
	}{
		{"few days off", "2027-01-01,off,元旦\n2027-05-01,off,劳动节\n2027-10-01,off,国庆节\n", 0, "放假共3天"},
		{"a month of holidays", list2027 + "2027-07-01..2027-07-31,off,高温\n2027-08-01..2027-08-10,off,高温\n", 0, "放假共"},
		{"many make-up days", list2027 + "2027-03-06..2027-03-31,work,补班\n", 0, "调休上班共29天"},
		{"a make-up day that is a Monday", change("2027-01-10,work", "2027-01-11,work"), 3, "2027-01-11 是周一至周五"},
		{"two years", change("2027-06-09", "2028-06-09"), 8, "2028-06-09 不在2027年"},
		{"the year before, too early", change("2026-12-31..2027-01-02", "2026-12-20..2027-01-02"), 2, "2026-12-20 不在2027年"},
		{"a day listed twice", list2027 + "2027-05-03,off,劳动节\n", 12, "与第7行重复"},
		{"both a day off and a working day", list2027 + "2027-10-09,off,国庆节\n", 12, "矛盾"},
		{"no New Year", change("2026-12-31..2027-01-02,off,元旦\n", ""), 0, "缺少 2027-01-01 元旦"},
		{"National Day is not off", change("2027-10-01..2027-10-07,off", "2027-10-02..2027-10-07,off"), 0, "缺少 2027-10-01 国庆节"},
		{"a gap in a holiday", change("2027-02-05..2027-02-11,off,春节\n", "2027-02-05..2027-02-07,off,春节\n2027-02-09..2027-02-11,off,春节\n"), 5, "春节不连续"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := ParseList([]byte(tt.text))
			if len(l.Problems) > 0 {
				t.Fatal(l.Problems)
			}
			for _, d := range l.Doubts {
				if d.Line == tt.line && strings.Contains(d.Reason, tt.says) {
					return
				}
			}
			t.Fatalf("no doubt about line %d with %q in %v", tt.line, tt.says, l.Doubts)
		})
	}
}

func TestCompare(t *testing.T) {
	day := func(d when.Date, off bool, name string) when.Special {
		return when.Special{Date: d, Off: off, Name: name}
	}
	before := []when.Special{day(20270101, true, "元旦"), day(20270102, true, "元旦"), day(20270103, false, "元旦")}
	after := []when.Special{day(20270101, true, "元旦"), day(20270103, true, "元旦"), day(20270104, true, "元旦")}
	want := Difference{Added: after[2:], Gone: before[1:2], Changed: after[1:2]}
	if diff := cmp.Diff(want, Compare(before, after)); diff != "" {
		t.Fatal(diff)
	}
	if !Compare(before, before).None() || Compare(nil, before).None() {
		t.Fatal("none")
	}
}

// textOf returns the list in the form of ParseList, one line for consecutive days.
func textOf(days []when.Special) string {
	var b strings.Builder
	b.WriteString("date,off|work,name\n")
	for _, r := range Runs(days) {
		kind, span := "work", r.From.String()
		if r.Off {
			kind = "off"
		}
		if r.To != r.From {
			span += ".." + r.To.String()
		}
		fmt.Fprintf(&b, "%s,%s,%s\n", span, kind, r.Name)
	}
	return b.String()
}

func FuzzParseList(f *testing.F) {
	f.Add([]byte(list2027))
	f.Add([]byte("日期,类型,名称\r\n2027/1/1..2027/1/3，放假，元旦,,\r\n"))
	f.Add([]byte("2027-01-01,off,元旦\n2027-01-01,work,元旦\n2045-12-31..2046-01-01,off,x\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		l := ParseList(text)
		if len(l.Days) == 0 && len(l.Problems) == 0 {
			t.Fatal("a list without days has no problem")
		}
		for i, d := range l.Days {
			if i > 0 && l.Days[i-1].Date >= d.Date || d.Date.Year() < minYear || d.Date.Year() > maxYear {
				t.Fatalf("day %d of %v", i, l.Days)
			}
		}
		if len(l.Problems) > 0 {
			return
		}
		again := ParseList([]byte(textOf(l.Days)))
		if again.Year != l.Year || len(again.Problems) > 0 || !Compare(l.Days, again.Days).None() {
			t.Fatalf("%+v\nafter writing and parsing: %+v", l, again)
		}
	})
}
