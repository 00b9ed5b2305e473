package report

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"linli/app/when"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) // a Monday

// usually is the promise for most reports, in working time.
var usually = promiseFor(Report{})

func promiseFor(r Report) Promise {
	return DefaultLimits.Of(r).Promise(when.NewClock(when.NewCalendar(when.Official()), when.OfficeHours))
}

// Every state with every move: a move not listed here is refused with ErrState and changes nothing.
func TestMoves(t *testing.T) {
	allowed := map[string]map[State]State{
		"accept":   {Submitted: Accepted},
		"refuse":   {Submitted: Refused},
		"withdraw": {Submitted: Withdrawn},
		"assign":   {Accepted: Assigned, Assigned: Assigned},
		"take":     {Assigned: InHand},
		"return":   {Assigned: Accepted, InHand: Accepted},
		"raise":    {Accepted: Accepted, Assigned: Accepted, InHand: Accepted},
		"ask":      {Accepted: Accepted, InHand: InHand},
		"resolve":  {InHand: Resolved},
		"review":   {Resolved: Closed, Closed: Closed},
		"reopen":   {Resolved: InHand, Closed: InHand},
		"expire":   {Resolved: Closed},
		"urge":     {Submitted: Submitted, Accepted: Accepted, Assigned: Assigned, InHand: InHand, Merged: Merged},
	}
	moves := map[string]func(*Report) error{
		"accept":   func(r *Report) error { return r.Accept(usually, noon) },
		"refuse":   func(r *Report) error { return r.Refuse(noon) },
		"withdraw": func(r *Report) error { return r.Withdraw(noon) },
		"assign":   func(r *Report) error { return r.Assign(Holder{Kind: ByPerson, Person: 7}, usually, noon) },
		"take":     func(r *Report) error { return r.Take(7, usually, noon) },
		"return":   func(r *Report) error { _, err := r.Return(Holder{Kind: ByPost}, usually, noon); return err },
		"raise":    func(r *Report) error { return r.Raise(Holder{Kind: ByPost, Role: "street"}, usually, noon) },
		"ask":      func(r *Report) error { return r.Ask("哪个单元？", noon) },
		"resolve":  func(r *Report) error { return r.Resolve(Solved, "修好了", 0, noon) },
		"review":   func(r *Report) error { return r.Review(noon) },
		"reopen":   func(r *Report) error { return r.Reopen(usually, noon) },
		"expire":   func(r *Report) error { return r.Expire(noon) },
		"urge":     func(r *Report) error { return r.Urge(noon) },
	}
	for name, move := range moves {
		for _, from := range States {
			t.Run(fmt.Sprintf("%s from %s", name, from), func(t *testing.T) {
				r := Report{State: from, Category: "facility", SubmittedAt: noon.Add(-time.Hour), ResolvedAt: noon.Add(-time.Hour)}
				before := r
				err := move(&r)
				to, ok := allowed[name][from]
				if !ok {
					if !errors.Is(err, ErrState) || r != before {
						t.Fatalf("got %v, changed %v", err, r != before)
					}
					return
				}
				if err != nil || r.State != to {
					t.Fatalf("to %s: %v, want %s", r.State, err, to)
				}
			})
		}
	}
}

func TestResolveNeedsProof(t *testing.T) {
	for _, tt := range []struct {
		name    string
		outcome Outcome
		words   string
		photos  int
		want    error
	}{
		{"solved with a photo", Solved, "", 1, nil},
		{"solved with words", Solved, "修好了", 0, nil},
		{"solved with nothing", Solved, "", 0, ErrResult},
		{"explained needs words", Explained, "", 1, ErrResult},
		{"explained with words", Explained, "不在权限内", 0, nil},
		{"transferred needs words", Transferred, "", 0, ErrResult},
		{"no outcome", "", "好了", 1, ErrOutcome},
		{"an outcome that is not the handler's", Rejected, "好了", 1, ErrOutcome},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := Report{State: InHand}
			if err := r.Resolve(tt.outcome, tt.words, tt.photos, noon); !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if tt.want != nil && r != (Report{State: InHand}) {
				t.Fatal("a refused resolution changed the report")
			}
		})
	}
}

func TestReopenBounds(t *testing.T) {
	solved := Report{State: Closed, ResolvedAt: noon, Holder: Holder{Kind: ByPerson, Person: 7}}
	late := solved
	if err := late.Reopen(usually, noon.Add(ReopenWithin+time.Second)); !errors.Is(err, ErrTooLate) {
		t.Fatalf("after ten days: %v", err)
	}
	r := solved
	for i := range MaxReopens {
		if err := r.Reopen(usually, noon.Add(ReopenWithin)); err != nil || r.Holder != solved.Holder || r.Outcome != "" {
			t.Fatalf("time %d: %v", i+1, err)
		}
		r.State, r.ResolvedAt = Resolved, noon
	}
	if err := r.Reopen(usually, noon); !errors.Is(err, ErrReopened) {
		t.Fatalf("once more: %v", err)
	}
}

func TestUrgeOnceInTenMinutes(t *testing.T) {
	r := Report{State: InHand}
	for _, tt := range []struct {
		after time.Duration
		want  error
		count int
	}{{0, nil, 1}, {UrgeEvery - time.Second, ErrUrged, 1}, {UrgeEvery, nil, 2}} {
		if err := r.Urge(noon.Add(tt.after)); !errors.Is(err, tt.want) || r.Urges != tt.count {
			t.Fatalf("after %s: %v, %d times", tt.after, err, r.Urges)
		}
	}
}

func TestReviewOncePerResolution(t *testing.T) {
	r := Report{State: Resolved, ResolvedAt: noon}
	if err := r.Review(noon); err != nil {
		t.Fatal(err)
	}
	if err := r.Review(noon); !errors.Is(err, ErrReviewed) {
		t.Fatalf("twice: %v", err)
	}
	if err := r.Reopen(usually, noon); err != nil {
		t.Fatal(err)
	}
	if err := r.Resolve(Solved, "这次修好了", 0, noon); err != nil {
		t.Fatal(err)
	}
	if err := r.Review(noon); err != nil {
		t.Fatalf("after it was resolved again: %v", err)
	}
}

func TestReviewMarks(t *testing.T) {
	for _, tt := range []struct {
		v    Review
		want error
	}{
		{Review{Efficiency: 5, Result: 1, Attitude: 3}, nil},
		{Review{}, nil},
		{Review{Efficiency: 6}, ErrMarks},
		{Review{Result: -1}, ErrMarks},
		{Review{Words: string(make([]rune, MaxWords+1))}, ErrWords},
	} {
		if err := tt.v.Check(); !errors.Is(err, tt.want) {
			t.Errorf("%+v: %v", tt.v.Efficiency, err)
		}
	}
}
