package steward

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/auth"
	"linli/app/when"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestNextMove(t *testing.T) {
	p := Policy{Idle: time.Hour, Steps: []Step{
		{[]auth.Role{auth.Steward}, time.Hour, 1}, {[]auth.Role{auth.Clerk}, time.Hour, 0},
	}}
	now := at("2026-11-23 09:00")
	for name, c := range map[string]struct {
		g    Progress
		want Move
	}{
		"the first step":                     {Progress{Stage: Ringing, Step: -1, NextAt: now}, Move{Ring, 0}},
		"not yet":                            {Progress{Stage: Ringing, Step: 0, Turns: 1, NextAt: now.Add(time.Millisecond)}, Move{}},
		"once more":                          {Progress{Stage: Ringing, Step: 0, Turns: 1, NextAt: now}, Move{Ring, 0}},
		"the next step":                      {Progress{Stage: Ringing, Step: 0, Turns: 2, NextAt: now}, Move{Ring, 1}},
		"hours late, still a single step":    {Progress{Stage: Ringing, Step: 0, Turns: 2, NextAt: now.Add(-24 * time.Hour)}, Move{Ring, 1}},
		"no step is left":                    {Progress{Stage: Ringing, Step: 1, Turns: 1, NextAt: now}, Move{Do: GiveUp}},
		"acknowledged and idle":              {Progress{Stage: Acknowledged, Step: 0, Turns: 1, NextAt: now}, Move{Do: Remind}},
		"acknowledged a moment ago":          {Progress{Stage: Acknowledged, Step: 0, Turns: 1, NextAt: now.Add(time.Minute)}, Move{}},
		"reminded without effect":            {Progress{Stage: Acknowledged, Step: 0, Turns: 1, Reminded: true, NextAt: now}, Move{Ring, 1}},
		"reminded without effect at the end": {Progress{Stage: Acknowledged, Step: 1, Turns: 1, Reminded: true, NextAt: now}, Move{Do: GiveUp}},
		"unanswered":                         {Progress{Stage: Unanswered, Step: 1, Turns: 1}, Move{}},
		"over":                               {Progress{Stage: Over, Step: 0, Turns: 1}, Move{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, p.Next(c.g, now)); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

// A paging without any answer, run at any time: every step alerts as often as the policy says, no two moves happen at the
// same moment, and the paging ends.
func TestAPagingFollowsItsPolicy(t *testing.T) {
	for name, late := range map[string]time.Duration{"in time": 0, "always ten hours late": 10 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			now := at("2026-11-23 23:11")
			g := Progress{Stage: Ringing, Step: -1, Need: 2, NextAt: now}
			rung := make([]int, len(Emergency.Steps))
			for range 100 {
				m := Emergency.Next(g, now)
				if m.Do == Ring {
					rung[m.Step]++
				}
				g = Emergency.made(g, m, true, now)
				if again := Emergency.Next(g, now); again.Do != Rest {
					t.Fatalf("%v follows %v at the same moment", again, m)
				}
				if g.Stage == Unanswered {
					break
				}
				now = g.NextAt.Add(late)
			}
			if diff := cmp.Diff([]int{3, 2, 2, 1}, rung); diff != "" || g.Stage != Unanswered {
				t.Fatalf("%s %s", g.Stage, diff)
			}
			if took := now.Sub(at("2026-11-23 23:11")); late == 0 && took != (3*2+2*2+2*2+5)*time.Minute {
				t.Fatalf("the paging took %s", took)
			}
		})
	}
}

func TestAcknowledging(t *testing.T) {
	now := at("2026-11-23 09:00")
	g := Progress{Stage: Ringing, Step: 0, Turns: 1, Need: 2, NextAt: now.Add(time.Minute)}
	if g = Emergency.acked(g, true, now); g.Stage != Ringing || !g.NextAt.Equal(now.Add(time.Minute)) {
		t.Fatalf("one of two persons: %+v", g)
	}
	if g = Emergency.acked(g, true, now); g.Stage != Acknowledged || !g.NextAt.Equal(now.Add(15*time.Minute)) {
		t.Fatalf("both persons: %+v", g)
	}
	g = Emergency.made(g, Move{Do: Remind}, true, g.NextAt)
	g = Emergency.made(g, Emergency.Next(g, g.NextAt), true, g.NextAt)
	if g.Stage != Ringing || g.Step != 1 || g.Need != 3 || g.Reminded {
		t.Fatalf("reminded without effect: %+v", g)
	}
	if g = Emergency.acked(g, true, now); g.Stage != Acknowledged {
		t.Fatalf("a third person: %+v", g)
	}
	lost := Ordinary.acked(Progress{Stage: Unanswered, Step: 2, Need: 1}, false, now)
	if lost.Stage != Acknowledged || lost.NextAt.IsZero() {
		t.Fatalf("a late answer of the desk: %+v", lost)
	}
}

func TestOnlyWakingHoursCount(t *testing.T) {
	for _, c := range []struct {
		name   string
		from   string
		wait   time.Duration
		urgent bool
		want   string
	}{
		{"by day", "2026-11-23 09:00", 30 * time.Minute, false, "2026-11-23 09:30"},
		{"over the evening", "2026-11-23 21:50", 30 * time.Minute, false, "2026-11-24 08:20"},
		{"up to the evening", "2026-11-23 21:30", 30 * time.Minute, false, "2026-11-23 22:00"},
		{"from the night", "2026-11-23 23:10", 30 * time.Minute, false, "2026-11-24 08:30"},
		{"from after midnight", "2026-11-24 03:00", time.Hour, false, "2026-11-24 09:00"},
		{"longer than a day", "2026-11-23 21:00", 24 * time.Hour, false, "2026-11-25 17:00"},
		{"an emergency", "2026-11-23 23:10", 2 * time.Minute, true, "2026-11-23 23:12"},
	} {
		if got := later(at(c.from), c.wait, c.urgent); !got.Equal(at(c.want)) {
			t.Errorf("%s: %s", c.name, got.In(when.Beijing))
		}
	}
}

func TestInvalidPolicies(t *testing.T) {
	for _, p := range []Policy{Ordinary, Emergency} {
		if err := p.Check(); err != nil {
			t.Errorf("a standard policy: %v", err)
		}
	}
	one := func(change func(*Policy)) Policy {
		p := Policy{Idle: time.Hour, Steps: []Step{{[]auth.Role{auth.Steward}, time.Minute, 5}}}
		change(&p)
		return p
	}
	for name, p := range map[string]Policy{
		"no step":           one(func(p *Policy) { p.Steps = nil }),
		"seven steps":       one(func(p *Policy) { p.Steps = slices.Repeat(p.Steps, 7) }),
		"nobody":            one(func(p *Policy) { p.Steps[0].Who = nil }),
		"a department":      one(func(p *Policy) { p.Steps[0].Who = []auth.Role{auth.OrgStaff} }),
		"a made-up role":    one(func(p *Policy) { p.Steps[0].Who = []auth.Role{"king"} }),
		"a role twice":      one(func(p *Policy) { p.Steps[0].Who = []auth.Role{auth.Clerk, auth.Clerk} }),
		"no time":           one(func(p *Policy) { p.Steps[0].Wait = 59 * time.Second }),
		"more than a day":   one(func(p *Policy) { p.Steps[0].Wait = 24*time.Hour + 1 }),
		"too many repeats":  one(func(p *Policy) { p.Steps[0].Repeat = 6 }),
		"negative repeats":  one(func(p *Policy) { p.Steps[0].Repeat = -1 }),
		"idle for no time":  one(func(p *Policy) { p.Idle = 0 }),
		"idle for two days": one(func(p *Policy) { p.Idle = 48 * time.Hour }),
	} {
		if err := p.Check(); !errors.Is(err, ErrPolicy) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCleanWords(t *testing.T) {
	for in, want := range map[string]string{
		" 老人\u202e摔倒\x00了\u200b ":              "老人摔倒了",
		"看 https://evil.example/a?b=1 ，快来":     "看 （链接已去掉） ，快来",
		"点www.evil.example领奖":                  "点（链接已去掉）领奖",
		"一\n二\t三":                              "一 二 三",
		strings.Repeat(" ", 3):                 "",
		"<script>alert(1)</script> 水管 爆了 &lt;": "<script>alert(1)</script> 水管 爆了 &lt;", // clients show it as text
	} {
		if got := clean(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestCallersNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"138 1234 5678": "13812345678", "+86 13812345678": "13812345678", "029-8701 0000": "02987010000", "09328701000": "09328701000",
		"12345": "", "": "", "8701 0000": "", "0000000000000000": "", "1381234567a": "",
	} {
		got, err := ParsePhone(in)
		if string(got) != want || (want == "") != errors.Is(err, ErrPhone) {
			t.Errorf("%q: %q, %v", in, string(got), err)
		}
	}
}

func TestBoardPhones(t *testing.T) {
	for in, ok := range map[string]bool{
		"": true, "12345": true, "029-8701-0000": true, "110": true, "1": false, "12": false, "1-": false, "-110": false, "110a": false,
		"123456789012345678901": false, "110--2": false,
	} {
		if err := (Phones{Supervision: in}).Check(); (err == nil) != ok {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestWeeksBeginOnMondayInBeijing(t *testing.T) {
	for in, want := range map[string]int{
		"2026-11-23 00:00": 202648, "2026-11-29 23:59": 202648, "2026-11-30 00:00": 202649, "2027-01-01 12:00": 202653, "2027-01-04 00:00": 202701,
	} {
		n, monday := week(at(in).UTC())
		if n != want || monday.Weekday() != time.Monday || at(in).Before(monday) || at(in).Sub(monday) >= 7*24*time.Hour {
			t.Errorf("%s: week %d from %s", in, n, monday)
		}
	}
}

func FuzzCleanWords(f *testing.F) {
	f.Add("看 https://evil.example/a ，快来")
	f.Fuzz(func(t *testing.T, s string) {
		if got := clean(s); clean(got) != got || link.MatchString(got) {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
}
