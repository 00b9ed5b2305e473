package linkage

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// The faults of a visit.
var (
	ErrBrought = fault.New(fault.Invalid, "linkage.brought", "请写明走访做了什么（2 至 400 字），带来的支持只有政策、资金、项目、场所")
	ErrOn      = fault.New(fault.Invalid, "linkage.on", "只能登记最近 31 天的走访")
)

// Support is what a visit brought (M15).
type Support string

// The four kinds of support.
const (
	Policy  Support = "policy"
	Fund    Support = "fund"
	Project Support = "project"
	Venue   Support = "venue"
)

// Supports lists them all, in the order shown.
var Supports = []Support{Policy, Fund, Project, Venue}

var supportNames = map[Support]string{Policy: "政策", Fund: "资金", Project: "项目", Venue: "场所"}

// Name returns the support in Chinese.
func (s Support) Name() string { return supportNames[s] }

// visitedWithin is how long afterwards a visit is recorded.
const visitedWithin = 31

// Visit is a visit of somebody to an area that they are tied to (走访调研).
type Visit struct {
	ID      int64
	Linkage int64
	Person  int64
	Area    int64
	On      when.Date
	Brought []Support
	Words   string
	At      time.Time
	Request string
}

func (v *Visit) check(today when.Date) error {
	if v.On == 0 {
		v.On = today
	}
	if v.On > today || plan.Between(v.On, today) > visitedWithin {
		return ErrOn
	}
	slices.Sort(v.Brought)
	v.Brought = slices.Compact(v.Brought)
	if v.Words = text.Words(v.Words); !text.Within(v.Words, 2, work.MaxWords) ||
		slices.ContainsFunc(v.Brought, func(s Support) bool { return s.Name() == "" }) {
		return ErrBrought
	}
	return nil
}

// RecordVisit records that the actor visited an area that they, or their org, are tied to, with the line of work. Repeating
// who.Request records it once. Faults: ErrMissing, ErrOn, ErrBrought.
func (s *Service) RecordVisit(ctx context.Context, who auth.Actor, id int64, v Visit) (Visit, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return v, err
	}
	now := s.now()
	if err := v.check(when.DateOf(now)); err != nil {
		return v, err
	}
	l, err := s.store.Linkage(ctx, id)
	if err != nil {
		return v, err
	}
	if !tiedTo(who, l) || !l.Holds(v.On) {
		return v, ErrMissing
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return v, err
	}
	at, err := t.Get(l.Area)
	if err != nil {
		return v, ErrMissing
	}
	v.Linkage, v.Person, v.Area, v.At, v.Request = l.ID, who.Person, l.Area, now, who.Request
	return v, s.store.InTx(ctx, func(tx Tx) error {
		added, err := tx.AddVisit(ctx, &v)
		if err != nil || !added {
			return err
		}
		post, ok := work.PostAt(t, who, l.Area)
		if !ok {
			post = work.Post{Role: who.Postings[0].Role, Area: who.Postings[0].Area, Org: who.Postings[0].Org}
		}
		return tx.AddWork(ctx, work.Line{
			Community: at.Community, Person: who.Person, Post: post, At: onDay(v.On, now), Kind: work.Linked.Kind(), Deed: work.Linked,
			About: fmt.Sprintf("linkage:%d", v.ID), Area: l.Area, Words: v.Words,
		})
	})
}

// onDay returns now, or noon of an earlier day.
func onDay(d when.Date, now time.Time) time.Time {
	if d == when.DateOf(now) {
		return now
	}
	return d.Time().Add(12 * time.Hour)
}

// tiedTo says whether the linkage is the actor's own or that of their org.
func tiedTo(who auth.Actor, l Linkage) bool {
	return l.Person == who.Person && l.Person != 0 || l.Org != 0 && (slices.Contains(who.Orgs(), l.Org) || who.SpeaksFor(l.Org))
}

// Visits returns the visits to an area and those below it that the actor manages or is tied to, newest first, at most 100. Fault:
// ErrMissing.
func (s *Service) Visits(ctx context.Context, who auth.Actor, id int64) ([]Visit, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return nil, err
	}
	l, err := s.store.Linkage(ctx, id)
	if err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if !tiedTo(who, l) && !who.Covers(t.Path(l.Area), auth.Managers...) {
		return nil, ErrMissing
	}
	return s.store.Visits(ctx, l.ID, mostVisits)
}

const mostVisits = 100
