package report

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linli/app/pace"
	"linli/app/when"
)

func TestTheSecondReturnByDepartmentsIsDisputed(t *testing.T) {
	org, desk := Holder{Kind: ByOrg, Org: 1}, post("clerk", 4)
	r := Report{State: Accepted, SubmittedAt: noon}
	for i, tt := range []struct {
		to       Holder
		returns  int
		disputed bool
	}{
		{Holder{Kind: ByPerson, Person: 7}, 0, false},
		{org, 1, false},
		{post("grid_officer", 5), 1, false},
		{org, 2, true},
		{org, 3, false}, // the centre has it already
	} {
		if err := r.Assign(tt.to, usually, noon); err != nil {
			t.Fatal(err)
		}
		disputed, err := r.Return(desk, usually, noon)
		if err != nil || disputed != tt.disputed || r.Returns != tt.returns || r.Holder != desk {
			t.Fatalf("%d: %v, disputed %v, %d returns", i, err, disputed, r.Returns)
		}
	}
}

func TestAdvance(t *testing.T) {
	illegal := promiseFor(Report{Category: "illegal"})
	for _, tt := range []struct {
		name string
		r    Report
		p    Promise
		want string
		err  error
	}{
		{"the first", Report{State: InHand}, illegal, "停工", nil},
		{"the last", Report{State: InHand, Clocks: pace.Clocks{StepsDone: 2}}, illegal, "拆除", nil},
		{"none is left", Report{State: InHand, Clocks: pace.Clocks{StepsDone: 3}}, illegal, "", ErrStep},
		{"no named parts", Report{State: InHand}, usually, "", ErrStep},
		{"not in hand", Report{State: Accepted}, illegal, "", ErrState},
	} {
		t.Run(tt.name, func(t *testing.T) {
			done := tt.r.StepsDone
			got, err := tt.r.Advance(tt.p, noon)
			if got != tt.want || !errors.Is(err, tt.err) || err == nil && tt.r.StepsDone != done+1 {
				t.Fatalf("%q %v", got, err)
			}
		})
	}
}

// A question and a suspension may overlap: each ends on its own, and no minute counts twice.
func TestAQuestionWithinASuspension(t *testing.T) {
	r := Report{State: InHand, SubmittedAt: noon}
	r.Start(usually.Promise, noon)
	r.Begin(usually.Promise, when.Term{}, noon)
	whole := r.WholeDue
	if err := r.Ask("几楼？", noon); err != nil {
		t.Fatal(err)
	}
	r.Pause(noon.Add(time.Hour), noon.Add(10*24*time.Hour))
	if r.waits() {
		t.Fatal("a suspended report counts as waiting for an answer")
	}
	if err := r.Answer(usually, noon.Add(2*time.Hour)); err != nil || !r.Paused() || r.Question != "" {
		t.Fatalf("%v: the answer ended the suspension", err)
	}
	r.Resume(usually.Promise, noon.Add(3*time.Hour))
	if got := r.WholeDue.Sub(whole); got != 3*time.Hour {
		t.Fatalf("the pause lasted %s", got)
	}
}

func TestAlike(t *testing.T) {
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	a := Report{ID: 1, Category: "facility", Building: 7, Lat: 34.2010, Lng: 108.0010, SubmittedAt: noon}
	street := Report{ID: 2, Category: "facility", Lat: 34.2015, Lng: 108.0010, SubmittedAt: noon} // 56 m away
	with := func(r Report, change func(*Report)) Report { r.ID = 3; change(&r); return r }
	for _, tt := range []struct {
		name string
		a, b Report
		want bool
	}{
		{"itself", a, a, false},
		{"the same building", a, with(a, func(r *Report) { r.SubmittedAt = at(72) }), true},
		{"earlier", a, with(a, func(r *Report) { r.SubmittedAt = at(-72) }), true},
		{"four days later", a, with(a, func(r *Report) { r.SubmittedAt = at(73) }), false},
		{"another matter", a, with(a, func(r *Report) { r.Category = "noise" }), false},
		{"the building next door, a few metres away", a, with(a, func(r *Report) { r.Building = 8 }), false},
		{"in the street before it", a, street, true},
		{"in the street further on", a, with(street, func(r *Report) { r.Lat = 34.2025 }), false},
		{"somewhere", a, with(street, func(r *Report) { r.Lat, r.Lng = 0, 0 }), false},
		{"two points in the street", street, with(street, func(r *Report) { r.Lng = 108.0012 }), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.a.Alike(tt.b) != tt.want || tt.b.Alike(tt.a) != tt.want {
				t.Fatalf("%v and %v, want %v", tt.a.Alike(tt.b), tt.b.Alike(tt.a), tt.want)
			}
		})
	}
}

func TestNextNamesHolderDeadlineAndNextPost(t *testing.T) {
	due := bj("2026-11-30 09:00")
	clocks := pace.Clocks{DueAt: bj("2026-11-23 11:00"), WholeDue: due}
	asked := clocks
	asked.Level, asked.AskedDue = 4, bj("2026-11-24 10:00")
	rest := clocks
	rest.PausedAt, rest.PausedUntil = bj("2026-11-23 09:00"), bj("2026-11-28 09:00")
	for _, tt := range []struct {
		name            string
		r               Report
		by, asked, then string
		want            string
		others          string // what staff and stewards read; "" for the same
	}{
		{"new", Report{State: Submitted, Clocks: clocks}, "甲", "", "", "等甲受理，最晚 11月23日 11:00", ""},
		{"new, with a rung above", Report{State: Submitted, Clocks: clocks}, "甲", "", "乙", "等甲受理，最晚 11月23日 11:00；超时将请乙督促", ""},
		{"accepted", Report{State: Accepted, Clocks: clocks}, "甲", "", "", "甲正在安排人办理，预计 11月30日 09:00 前办好", ""},
		{"assigned", Report{State: Assigned, Clocks: clocks}, "甲", "", "", "已交给甲，预计 11月30日 09:00 前办好", ""},
		{"in hand", Report{State: InHand, Clocks: clocks}, "甲", "", "", "甲正在办理，预计 11月30日 09:00 前办好", ""},
		{
			"late",
			Report{State: InHand, Clocks: asked},
			"甲", "乙", "丙",
			"甲正在办理，预计 11月30日 09:00 前办好；已超时，正请乙督促，11月24日 10:00 前落实，再超时将请丙督促", "",
		},
		{"late, at the top", Report{State: InHand, Clocks: asked}, "甲", "乙", "", "甲正在办理，预计 11月30日 09:00 前办好；已超时，正请乙督促，11月24日 10:00 前落实", ""},
		{"asked", Report{State: InHand, Clocks: rest, Question: "几楼？", AskedAt: bj("2026-11-23 09:00")}, "甲", "", "", "甲正在等您回答问题；11月28日 09:00 前没有回答会继续办理", "甲正在等反映人回答问题；11月28日 09:00 前没有回答会继续办理"},
		{"suspended", Report{State: InHand, Clocks: rest}, "甲", "", "", "现在无法办理，11月28日 09:00 恢复办理", ""},
		{"merged", Report{State: Merged, Clocks: clocks}, "甲", "", "", "和邻居反映的是同一件事，甲正在合并办理，结果会告诉您", "已并入同一件事，甲正在合并办理，结果会告诉反映人"},
		{"resolved", Report{State: Resolved, Clocks: pace.Clocks{DueAt: due}}, "甲", "", "", "请您评价；11月30日 09:00 前没有评价将自动关闭，办结 10 天内没解决可以要求重办", "已办结，等反映人评价；11月30日 09:00 前没有评价将自动关闭，办结 10 天内可以要求重办"},
		{"closed", Report{State: Closed}, "甲", "", "", "已结束", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.r.Next(ToAuthor, tt.by, tt.asked, tt.then); got != tt.want {
				t.Errorf("the author reads %s", got)
			}
			if tt.others == "" {
				tt.others = tt.want
			}
			if got := tt.r.Next(ToOthers, tt.by, tt.asked, tt.then); got != tt.others || strings.Contains(got, "您") {
				t.Errorf("others read %s", got)
			}
		})
	}
}
