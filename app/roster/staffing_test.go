package roster

import (
	"strings"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

func work(class person.Class, employed person.Employment, specialties, duties string) Work {
	return Work{&class, &employed, &specialties, &duties}
}

// without takes the columns off the sheet of postings.
func without(b book, columns ...string) book {
	rows := b[SheetPostings]
	for _, column := range columns {
		for at, header := range rows[0] {
			if header != column {
				continue
			}
			for i := range rows {
				if at < len(rows[i]) {
					rows[i] = append(append([]string{}, rows[i][:at]...), rows[i][at+1:]...)
				}
			}
			break
		}
	}
	return b
}

func TestColumnsOfTheWorkMayBeMissing(t *testing.T) {
	t.Parallel()
	plan, problems := Parse(without(example(), colClass, colEmployed, colSpecialty, colTasks))
	if len(problems) > 0 {
		t.Fatal(said(problems))
	}
	old := person.Work{Class: person.FullTime, Duties: "巡查"}
	if got := plan.Postings[0].Work.over(old); got != old {
		t.Errorf("a workbook of before changes %+v", got)
	}
	plan, _ = Parse(example())
	if got := plan.Postings[2].Work.over(old); got != (person.Work{}) {
		t.Errorf("a blank cell keeps %+v", got)
	}
}

func TestWorkThatCannotBe(t *testing.T) {
	t.Parallel()
	for want, cells := range map[string][4]string{
		"类别":   {"临时", "", "", ""},
		"用工方式": {"", "派遣", "", ""},
		"专长":   {"", "", "一、二、三、四、五、六", ""},
		"职责":   {"", "", "", strings.Repeat("长", person.MaxDuties+1)},
	} {
		b := example()
		row := b[SheetPostings][1]
		copy(row[len(row)-4:], cells[:])
		_, problems := Parse(b)
		if len(problems) != 1 || problems[0].Column != want {
			t.Errorf("%s: %s", want, said(problems))
		}
	}
}

func TestPostsForOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		p    person.Posting
		want bool
	}{
		{person.Posting{Role: auth.Secretary}, true},
		{person.Posting{Role: auth.GridLead}, true},
		{person.Posting{Role: auth.GridOfficer}, false}, // of no told class
		{person.Posting{Role: auth.GridOfficer, Work: person.Work{Class: person.FullTime}}, true},
		{person.Posting{Role: auth.GridOfficer, Work: person.Work{Class: person.PartTime}}, false},
		{person.Posting{Role: auth.BuildingLead}, false},
		{person.Posting{Role: auth.Clerk}, false},
		{person.Posting{Role: auth.Volunteer}, false},
	} {
		if _, got := sole(c.p); got != c.want {
			t.Errorf("%s %s: %t", c.p.Class, c.p.Role, got)
		}
	}
	for _, s := range Staffing {
		if s.Name() == "" || s.In == "" || s.In == area.County {
			t.Errorf("%+v", s)
		}
	}
}

func TestHoldingAtTheSameTime(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	now := day(20)
	for name, c := range map[string]struct {
		a, b person.Posting
		want bool
	}{
		"both open":              {person.Posting{}, person.Posting{}, true},
		"one after the other":    {person.Posting{To: day(25)}, person.Posting{From: day(25)}, false},
		"one day too early":      {person.Posting{To: day(25)}, person.Posting{From: day(24)}, true},
		"long ago":               {person.Posting{From: day(1), To: day(10)}, person.Posting{From: day(5), To: day(8)}, false},
		"ended now, begun today": {person.Posting{To: now}, person.Posting{From: day(19)}, false},
		"a successor later":      {person.Posting{}, person.Posting{From: day(28)}, true},
	} {
		if got := together(c.a, c.b, now); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
		if got := together(c.b, c.a, now); got != c.want {
			t.Errorf("%s, the other way round: %t", name, got)
		}
	}
}
