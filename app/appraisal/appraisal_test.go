package appraisal

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/auth"
	"linli/app/report"
	"linli/app/timeline"
)

var (
	nine    = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	clerk   = Subject{Role: auth.Clerk, Area: 4}
	officer = Subject{Role: auth.GridOfficer, Area: 5}
	squad   = Subject{Org: 7}

	byClerk   = report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: 4}
	byOfficer = report.Holder{Kind: report.ByPost, Role: auth.GridOfficer, Area: 5}
	officerLi = report.Holder{Kind: report.ByPerson, Person: 2, Role: auth.GridOfficer, Area: 5}
	clerkWang = report.Holder{Kind: report.ByPerson, Person: 1}
	bySquad   = report.Holder{Kind: report.ByOrg, Org: 7}
	steward   = report.Holder{Kind: report.ByPerson, Person: 3, Role: auth.Steward, Area: 9}
)

// hours returns a timeline with one line an hour, the first at nine.
func hours(lines ...report.Event) []report.Event {
	for i := range lines {
		lines[i].At = nine.Add(time.Duration(i) * time.Hour)
	}
	return lines
}

func did(k report.EventKind, h report.Holder) report.Event { return became("", k, h) }

func became(s report.State, k report.EventKind, h report.Holder) report.Event {
	return report.Event{Line: timeline.Line[report.EventKind]{Kind: k}, State: s, Holder: h}
}

func TestTrace(t *testing.T) {
	t.Parallel()
	const h = time.Hour
	submit, accept := did(report.DidSubmit, byClerk), did(report.DidAccept, byClerk)
	for _, c := range []struct {
		name   string
		record Record
		want   []Case
	}{
		{
			"no action yet",
			Record{Events: hours(submit, did(report.DidUrge, byClerk))},
			[]Case{{Subject: clerk, Held: true, Response: Never, Verify: Never}},
		},
		{
			"refused",
			Record{Events: hours(submit, did(report.DidRefuse, byClerk))},
			[]Case{{Subject: clerk, Held: true, Response: h, Verify: Never}},
		},
		{
			"a clerk takes and resolves it in time, and the author is satisfied",
			Record{
				DueAt:   nine.Add(5 * h),
				Events:  hours(submit, accept, did(report.DidTake, clerkWang), did(report.DidResolve, clerkWang), did(report.DidReview, clerkWang)),
				Reviews: []report.Review{{Satisfied: true}},
			},
			[]Case{{Subject: clerk, Held: true, Response: h, Verify: 2 * h, Handles: []time.Duration{h}, Timed: 1, Satisfied: 1}},
		},
		{
			"a department is late and marked, without a review",
			Record{
				DueAt: nine.Add(3 * h),
				Events: hours(submit, accept, did(report.DidAssign, bySquad), did(report.DidTake, bySquad), did(report.DidResolve, bySquad),
					did(report.DidClose, bySquad)),
				Marks: []Mark{{Org: 7, Efficiency: 4}},
			},
			[]Case{
				{Subject: clerk, Held: true, Response: h, Verify: 3 * h},
				{
					Subject: squad, Held: true, Response: h, Verify: h, Handles: []time.Duration{2 * h}, Timed: 1, Late: 1, Unanswered: 1,
					Marks: []Mark{{Org: 7, Efficiency: 4}},
				},
			},
		},
		{
			"assigned, returned, and resolved by the next holder",
			Record{Events: hours(submit, accept, did(report.DidAssign, byOfficer), did(report.DidTake, officerLi),
				did(report.DidReturn, byClerk), did(report.DidAssign, bySquad), did(report.DidReply, bySquad), did(report.DidTake, bySquad),
				did(report.DidResolve, bySquad))},
			[]Case{
				{Subject: clerk, Held: true, Response: h, Verify: 3 * h},
				{Subject: officer, Held: true, Response: h, Verify: h, Returns: 1},
				{Subject: squad, Held: true, Response: h, Verify: 2 * h, Handles: []time.Duration{3 * h}},
			},
		},
		{
			"reopened: both times count, the deadline only the second time",
			Record{
				DueAt: nine.Add(20 * h),
				Events: hours(submit, accept, did(report.DidAssign, bySquad), did(report.DidTake, bySquad), did(report.DidResolve, bySquad),
					did(report.DidReview, bySquad), did(report.DidReopen, bySquad), did(report.DidResolve, bySquad), did(report.DidReview, bySquad)),
				Reviews: []report.Review{{Round: 0}, {Round: 1, Satisfied: true}},
			},
			[]Case{
				{Subject: clerk, Held: true, Response: h, Verify: 3 * h},
				{
					Subject: squad, Held: true, Response: h, Verify: h, Handles: []time.Duration{2 * h, h}, Timed: 1, Reopens: 1,
					Satisfied: 1, Unsatisfied: 1,
				},
			},
		},
		{
			"reopened and still in hand",
			Record{
				DueAt:  nine.Add(20 * h),
				Events: hours(submit, accept, did(report.DidTake, clerkWang), did(report.DidResolve, clerkWang), did(report.DidReopen, clerkWang)),
			},
			[]Case{{Subject: clerk, Held: true, Response: h, Verify: 2 * h, Handles: []time.Duration{h}, Reopens: 1}},
		},
		{
			"reopened by one follow-up, not by another",
			Record{Events: hours(submit, did(report.DidAssign, bySquad), did(report.DidResolve, bySquad), did(report.DidClose, bySquad),
				became(report.InHand, report.DidFollowUp, bySquad), did(report.DidResolve, bySquad),
				did(report.DidClose, bySquad), became(report.Closed, report.DidFollowUp, bySquad))},
			[]Case{
				{Subject: clerk, Held: true, Response: 2 * h, Verify: 2 * h},
				{Subject: squad, Held: true, Response: h, Verify: h, Handles: []time.Duration{h, h}, Reopens: 1, Unanswered: 2},
			},
		},
		{
			"a part of a report has no review",
			Record{DueAt: nine.Add(h), Events: hours(did(report.DidSplit, bySquad), did(report.DidTake, bySquad), did(report.DidResolve, bySquad),
				did(report.DidClose, bySquad))},
			[]Case{{Subject: squad, Held: true, Response: h, Verify: h, Handles: []time.Duration{2 * h}, Timed: 1, Late: 1}},
		},
		{
			"a steward looks and resolves it: no appraisal, the community's clock stops",
			Record{DueAt: nine.Add(h), Events: hours(submit, did(report.DidLook, byClerk), did(report.DidResolve, steward), did(report.DidClose, steward))},
			[]Case{{Subject: clerk, Held: true, Response: 2 * h, Verify: h}},
		},
		{
			"a department that only mustered",
			Record{Events: hours(submit), Marks: []Mark{{Org: 7, Attitude: 5}}},
			[]Case{
				{Subject: clerk, Held: true, Response: Never, Verify: Never},
				{Subject: squad, Response: Never, Verify: Never, Marks: []Mark{{Org: 7, Attitude: 5}}},
			},
		},
		{"a review of an unknown round", Record{Events: hours(submit), Reviews: []report.Review{{Round: 3}}}, []Case{
			{Subject: clerk, Held: true, Response: Never, Verify: Never},
		}},
		{"no events", Record{}, []Case{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, Trace(c.record)); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	const m = time.Minute
	got := Figures([]Case{
		{Subject: squad, Held: true, Response: 10 * m, Verify: Never, Handles: []time.Duration{60 * m}, Timed: 1, Late: 1, Returns: 1, Satisfied: 1},
		{Subject: clerk, Held: true, Response: Never, Verify: Never},
		{Subject: squad, Held: true, Response: 20 * m, Verify: 5 * m, Handles: []time.Duration{20 * m, 40 * m}, Timed: 1, Reopens: 1, Unsatisfied: 1, Unanswered: 1},
		{Subject: squad, Held: true, Response: 90 * m, Verify: Never},
		{Subject: squad, Response: Never, Verify: Never, Marks: []Mark{{Efficiency: 4, Result: 3, Attitude: 5}, {Efficiency: 1, Result: 2, Attitude: 3}}},
	})
	want := []Figure{
		{Subject: clerk, Cases: 1},
		{
			Subject: squad, Cases: 3, Resolved: 3, Timed: 2, Late: 1, Returns: 1, Reopens: 1, Satisfied: 1, Unsatisfied: 1, Unanswered: 1,
			Response: Span{3, 20 * m, 40 * m}, Verify: Span{1, 5 * m, 5 * m}, Handle: Span{3, 40 * m, 40 * m},
			Marked: 2, Efficiency: 5, Result: 5, Attitude: 8,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	if got := Figures(nil); len(got) != 0 {
		t.Fatal(got)
	}
	if got := spanOf([]time.Duration{3 * time.Second, 0, time.Second, 2 * time.Second}); got != (Span{4, time.Second, time.Second}) {
		t.Fatal("the median of an even number, to the second:", got)
	}
}

func TestTheOrderOfCasesDoesNotMatter(t *testing.T) {
	t.Parallel()
	var cases []Case
	for i := range 200 {
		cases = append(cases, Case{
			Subject: []Subject{clerk, officer, squad}[i%3], Held: true, Response: time.Duration(i) * time.Second, Verify: Never,
			Handles: []time.Duration{time.Duration(i*i) * time.Second},
		})
	}
	want := Figures(cases)
	rand.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	if diff := cmp.Diff(want, Figures(cases)); diff != "" {
		t.Fatal(diff)
	}
}

func TestFewCasesAreSuppressed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		over int
		want Shown
	}{
		{0, Shown{Count: "<10", Suppressed: true}},
		{9, Shown{Count: "<10", Suppressed: true}},
		{10, Shown{Value: 3.5, Count: "10"}},
		{123, Shown{Value: 3.5, Count: "123"}},
	} {
		if diff := cmp.Diff(c.want, suppress(3.5, c.over)); diff != "" {
			t.Errorf("%d: %s", c.over, diff)
		}
	}
	f := Figure{
		Cases: 30, Resolved: 12, Timed: 12, Late: 3, Returns: 2, Reopens: 1, Satisfied: 8, Unsatisfied: 1, Unanswered: 1,
		Response: Span{12, 90 * time.Second, 100 * time.Second}, Verify: Span{9, time.Hour, time.Hour}, Marked: 10, Efficiency: 41,
		Result: 38, Attitude: 50,
	}
	got := map[string]float64{}
	for _, s := range f.Shown() {
		if !s.Suppressed {
			got[s.Name] = s.Value
		}
	}
	want := map[string]float64{
		"cases": 30, "resolved": 12, "response_median": 1.5, "response_mean": 1.7, "returns": 2, "reopens": 1, "late": 25,
		"satisfied": 80, "unsatisfied": 10, "unanswered": 10, "efficiency": 4.1, "result": 3.8, "attitude": 5,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
}

func TestMarksAreChecked(t *testing.T) {
	t.Parallel()
	if err := (Mark{Efficiency: 1, Result: 5, Attitude: 3}).Check(); err != nil {
		t.Error(err)
	}
	for _, m := range []Mark{{}, {Efficiency: 1, Result: 6, Attitude: 3}, {Efficiency: 1, Result: 5, Attitude: -1}} {
		if m.Check() == nil {
			t.Errorf("%+v", m)
		}
	}
}
