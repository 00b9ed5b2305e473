package attend

import (
	"strings"
	"testing"
	"time"

	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

// february is the month of a clerk with 春节 in it, seen on the 26th: the holidays of 2026 are 15 to 23 February, and 14 and 28 are
// worked.
func february() Facts {
	calendar := when.NewCalendar(when.Official())
	day := func(s string) time.Time { d, _ := when.ParseDate(s); return d.Time() }
	return Facts{
		Posts: []person.Posting{
			{From: day("2026-02-03").Add(14 * time.Hour), AwayFrom: day("2026-02-24"), AwayTo: day("2026-02-26")},
		},
		CheckedIn: map[when.Date]bool{20260204: true, 20260217: true, 20260205: true},
		Worked:    map[when.Date]bool{20260205: true, 20260206: true, 20260207: true, 20260216: true, 20260224: true},
		Reasons: map[when.Date]plan.Reason{
			20260209: {Key: "training"}, 20260210: {Key: "sick"}, 20260208: {Key: "training"}, 20260206: {Key: "meeting"}, 20260226: {Key: "meeting"},
		},
		Works: func(d when.Date) bool { return calendar.Works(d.Time()) },
		Today: 20260226,
	}
}

func TestWhatADayWas(t *testing.T) {
	t.Parallel()
	f := february()
	for day, want := range map[when.Date]State{
		20260202: None,        // before the post
		20260203: Unexplained, // its first afternoon
		20260204: Here,
		20260205: Here,    // work as well
		20260206: Outside, // with a reason as well
		20260207: Outside, // a Saturday
		20260208: Rest,    // a Sunday with a reason
		20260209: Explained,
		20260210: Away,        // ill
		20260214: Unexplained, // a Saturday that is worked
		20260215: Rest,
		20260216: Outside, // 除夕 with work
		20260217: Here,    // 春节
		20260223: Rest,
		20260224: Outside, // away, yet worked
		20260225: Away,
		20260226: Explained, // today
		20260227: None,
		20260228: None, // a Saturday that is worked, to come
	} {
		if got := f.State(day); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	f.Posts[0].To = when.Date(20260211).Time()
	if f.State(20260211) != None || f.State(20260210) != Away {
		t.Error("a post that ended at midnight holds on the day after, or not on the day before")
	}
}

func TestAMonthInASentence(t *testing.T) {
	t.Parallel()
	f, r := february(), Report{Month: 202602, Kinds: []Kind{{work.Visit, "走访", 3}, {work.Patrol, "巡查", 2}}}
	first, last := r.Month.Days()
	for d := first; d <= last; d = d.Next() {
		r.Days = append(r.Days, Standing{Day: d, State: f.State(d)})
	}
	if got, want := r.Say(), "2026年2月：到岗 3 天，外勤 4 天，请假 2 天，公休 8 天，有说明 2 天，未说明 5 天。工作记录：走访 3，巡查 2。"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestMonthsAreRead(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]Month{"2026-11": 202611, "2026": 2026, "2026-02": 202602} {
		m, ok := ParseMonth(said)
		if !ok || m != want || m.String() != said {
			t.Errorf("%s: %d, %v, %s", said, m, ok, m)
		}
	}
	for _, bad := range []string{"", "2026-13", "2026-1", "26", "2026-11-01", "-2026"} {
		if _, ok := ParseMonth(bad); ok {
			t.Errorf("%q is read", bad)
		}
	}
	if first, last := Month(2026).Days(); first != 20260101 || last != 20261231 {
		t.Errorf("2026 is %d to %d", first, last)
	}
	for line, want := range map[string]string{
		"day:2026-11-03": "11月3日", "day:2026-12-01": "", "day:": "", "kind:patrol": "巡查", "kind:dance": "", "kind": "", "": "", "day:2026-11-03x": "",
	} {
		if got := Month(202611).SayLine(line, work.Book{}); got != want {
			t.Errorf("%q: %q", line, got)
		}
	}
	if _, err := words(strings.Repeat("字", 201)); err == nil {
		t.Error("201 characters pass")
	}
}
