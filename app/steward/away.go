package steward

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Colleague is a substitute of a steward, or a candidate for it.
type Colleague struct {
	Person int64
	Name   string
	Role   auth.Role
	Area   int64
}

// Away hands the actor's posts to their substitutes for the given days, until eight in the morning, and returns the
// substitutes. Faults: ErrDays; ErrNobody when a post has no substitute, in which case nothing changes.
func (s *Service) Away(ctx context.Context, who auth.Actor, days int) (until time.Time, standIns []Colleague, err error) {
	if err := who.Need(auth.Stewards...); err != nil {
		return until, nil, err
	}
	if days != 1 && days != 3 && days != 7 {
		return until, nil, ErrDays
	}
	now := s.now()
	own, err := s.ownPosts(ctx, who, now)
	if err != nil {
		return until, nil, err
	}
	for _, p := range own {
		if p.Substitute == 0 {
			return until, nil, ErrNobody
		}
	}
	day, _ := when.Day(now)
	until = day.AddDate(0, 0, days).Add(when.Nights.To)
	if err := s.absences.Absent(ctx, who, person.Absence{From: now, To: until}); err != nil {
		return until, nil, err
	}
	for i := range own {
		own[i].Person = own[i].Substitute
	}
	standIns, err = s.colleagues(ctx, own)
	return until, standIns, err
}

// Duty says whether a steward is on duty, with their substitutes and what the boards show.
type Duty struct {
	Until    time.Time   // end of the absence; zero: on duty
	StandIns []Colleague // the substitutes, each once; empty: none named
	Level    Level       // what the boards show of the steward
}

// Duty returns the actor's duty. Fault: person.ErrNoPosting for an actor without a post of their own as steward.
func (s *Service) Duty(ctx context.Context, who auth.Actor) (Duty, error) {
	if err := who.Need(auth.Stewards...); err != nil {
		return Duty{}, err
	}
	now := s.now()
	own, err := s.ownPosts(ctx, who, now)
	if err != nil {
		return Duty{}, err
	}
	var d Duty
	var named []person.Posting
	for _, p := range own {
		if p.Away(now) {
			d.Until = p.AwayTo
		}
		if p.Substitute != 0 {
			p.Person = p.Substitute
			named = append(named, p)
		}
	}
	if d.StandIns, err = s.colleagues(ctx, named); err != nil {
		return d, err
	}
	agreed, err := s.store.Agreed(ctx, []int64{who.Person})
	d.Level = levelOf(agreed[who.Person])
	return d, err
}

// Back ends the absence.
func (s *Service) Back(ctx context.Context, who auth.Actor) error {
	if err := who.Need(auth.Stewards...); err != nil {
		return err
	}
	return s.absences.Absent(ctx, who, person.Absence{})
}

// ownPosts returns the actor's own posts as steward, or person.ErrNoPosting.
func (s *Service) ownPosts(ctx context.Context, who auth.Actor, now time.Time) ([]person.Posting, error) {
	all, err := s.store.PostingsOf(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(all, func(p person.Posting) bool { return !ownPost(p, who, now) })
	if len(own) == 0 {
		return nil, person.ErrNoPosting
	}
	return own, nil
}

func ownPost(p person.Posting, who auth.Actor, now time.Time) bool {
	return p.Person == who.Person && p.Holds(now) && slices.Contains(auth.Stewards, p.Role)
}

// Substitutes returns the possible substitutes of the actor: others who look after buildings of the same communities.
func (s *Service) Substitutes(ctx context.Context, who auth.Actor) ([]Colleague, error) {
	if err := who.Need(auth.Stewards...); err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	now := s.now()
	own, err := s.ownPosts(ctx, who, now)
	if err != nil {
		return nil, err
	}
	around, err := s.store.PostingsAt(ctx, neighbourhood(t, own), auth.Stewards)
	if err != nil {
		return nil, err
	}
	return s.colleagues(ctx, slices.DeleteFunc(around, func(p person.Posting) bool {
		return p.Person == who.Person || !p.Holds(now)
	}))
}

// neighbourhood returns the buildings and units of the communities of the posts.
func neighbourhood(t *area.Tree, posts []person.Posting) []int64 {
	var areas []int64
	seen := map[int64]bool{}
	for _, p := range posts {
		c, ok := t.Up(p.Area, area.Community)
		if !ok || seen[c.ID] {
			continue
		}
		seen[c.ID] = true
		for _, k := range []area.Kind{area.Grid, area.Building, area.Unit} {
			for _, a := range t.Under(c.Path, k) {
				areas = append(areas, a.ID)
			}
		}
	}
	return areas
}

// colleagues returns the holders of the postings with their names, each once.
func (s *Service) colleagues(ctx context.Context, postings []person.Posting) ([]Colleague, error) {
	var ids []int64
	var all []Colleague
	for _, p := range postings {
		if !slices.Contains(ids, p.Person) {
			ids = append(ids, p.Person)
			all = append(all, Colleague{Person: p.Person, Role: p.Role, Area: p.Area})
		}
	}
	people, err := s.people.Persons(ctx, ids)
	for i := range all {
		all[i].Name = people[all[i].Person].Name
	}
	return all, err
}

// Nominate names the substitute for all the actor's posts as steward and tells them. Faults: ErrSubstitute.
func (s *Service) Nominate(ctx context.Context, who auth.Actor, substitute int64) error {
	could, err := s.Substitutes(ctx, who)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(could, func(c Colleague) bool { return c.Person == substitute }) {
		return ErrSubstitute
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		now := s.now()
		posts, err := tx.PostingsOf(ctx, who.Person)
		if err != nil {
			return err
		}
		var at int64
		for _, p := range posts {
			if !ownPost(p, who, now) || p.Substitute == substitute {
				continue
			}
			if err := tx.NameSubstitute(ctx, p.ID, substitute); err != nil {
				return err
			}
			at = p.Area
		}
		a, err := t.Get(at)
		if err != nil { // already the substitute
			return nil //nolint:nilerr // nothing changed, so no notice
		}
		name, err := tx.NameOf(ctx, who.Person)
		if err != nil {
			return err
		}
		return notify.Tell(ctx, tx, noticeSubstitute.To(substitute, a.Community, fmt.Sprintf("person:%d", who.Person), notify.Facts{
			notify.FactTitle: "请您代班", notify.FactBy: name, notify.FactPlace: t.Say(a.ID), notify.FactAt: when.Full(now),
			notify.FactWords: name + "外出时由您代班，不方便请告诉他或社区",
		}), now)
	})
}
