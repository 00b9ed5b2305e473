package care

import (
	"context"
	"errors"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/household"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/when"
)

// Told is a change as a keeper tells it: of a household, or of a person, whose household is looked up.
type Told struct {
	Household int64
	Person    int64
	Kind      Kind
	Day       when.Date
	Words     string
}

// AddChange records that something bad has happened to a household: it is visited within a day and at the highest level for a time.
// Faults: ErrMissing, ErrKind, ErrWords.
func (s *Service) AddChange(ctx context.Context, who auth.Actor, t Told) (Cared, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Cared{}, err
	}
	today := when.DateOf(s.now())
	switch t.Words = text.Words(t.Words); {
	case t.Kind.Name() == "" || t.Day > today || t.Day < plan.Add(today, -366):
		return Cared{}, ErrKind
	case !text.Within(t.Words, 0, MaxReason):
		return Cared{}, ErrWords
	}
	start, err := s.spot(ctx, who, t)
	if err != nil {
		return Cared{}, err
	}
	var c Cared
	err = s.act(ctx, who, func(d deed) error {
		if c, err = d.enter(start); err != nil {
			return err
		}
		return d.change(&c, t)
	})
	return c, err
}

// enter returns the cared-for of a place for update; one who was not in the plan comes into it.
func (d deed) enter(start Cared) (Cared, error) {
	c, err := d.tx.LockKey(d.ctx, start.Key())
	if !errors.Is(err, ErrMissing) {
		return c, err
	}
	start.Since = d.today
	if err := d.tx.AddCared(d.ctx, &start); err != nil {
		return c, err
	}
	return d.tx.LockKey(d.ctx, start.Key())
}

func (d deed) change(c *Cared, t Told) error {
	was := *c
	ch := Change{
		Community: c.Community, Cared: c.ID, Kind: t.Kind, Day: t.Day, Until: plan.Add(t.Day, d.rules.ChangeDays), Words: t.Words,
		By: d.who.Person, At: d.now,
	}
	if err := d.tx.AddChange(d.ctx, &ch); err != nil {
		return err
	}
	if ch.Until >= d.today {
		c.ChangeAt, c.ChangeUntil = ch.At, max(c.ChangeUntil, ch.Until)
	}
	if err := d.save(c, was); err != nil {
		return err
	}
	if err := d.audit(*c, "change", ""); err != nil {
		return err
	}
	officers, err := person.OfficersOf(d.ctx, d.tx, d.now, c.Grid, c.Community)
	if err != nil {
		return err
	}
	for _, who := range officers {
		if who == d.who.Person {
			continue
		}
		if err := d.tell(noticeChanged, who, *c, notify.Facts{notify.FactDue: when.Full(c.Due.By), notify.FactWords: t.Kind.Name()}); err != nil {
			return err
		}
	}
	return nil
}

// spot returns the cared-for that a change is about, new or not, with the dwelling. Fault: ErrMissing outside the actor's care.
func (s *Service) spot(ctx context.Context, who auth.Actor, t Told) (Cared, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Cared{}, err
	}
	c, err := s.livesAt(ctx, tree, t)
	if err != nil {
		return Cared{}, err
	}
	if !keeps(tree, who, c) {
		return Cared{}, ErrMissing
	}
	return c, nil
}

// livesAt returns the cared-for of a household or a person, new or not, with the dwelling. Fault: ErrMissing.
func (s *Service) livesAt(ctx context.Context, tree *area.Tree, t Told) (c Cared, err error) {
	p := Candidate{Household: t.Household}
	if t.Household == 0 {
		if p, err = s.store.CandidateOf(ctx, t.Person); err != nil {
			return c, err
		}
	}
	if p.Household != 0 {
		h, err := s.store.Household(ctx, p.Household)
		if err != nil || h.State == household.Ended {
			return c, ErrMissing
		}
		homes, err := s.store.DwellingsByID(ctx, []int64{h.Dwelling})
		if err != nil {
			return c, err
		}
		p.Community, p.Area = h.Community, homes[h.Dwelling].Area
	}
	return spotOf(tree, p), nil
}

// EndChange ends a change before its time. A second time it changes nothing. Faults: ErrMissing, ErrChange.
func (s *Service) EndChange(ctx context.Context, who auth.Actor, id, change int64) (Cared, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Cared{}, err
	}
	return s.on(ctx, who, id, kept, func(d deed, c *Cared) error {
		ch, err := d.tx.LockChange(ctx, change)
		if err != nil || ch.Cared != c.ID {
			return errors.Join(ErrChange, err)
		}
		if !ch.EndedAt.IsZero() {
			return nil
		}
		ch.EndedAt, ch.EndedBy = d.now, who.Person
		if err := d.tx.SaveChange(ctx, ch); err != nil {
			return err
		}
		all, err := d.tx.ChangesOf(ctx, c.ID)
		if err != nil {
			return err
		}
		c.changes(all, d.today)
		return d.audit(*c, "end_change", "")
	})
}

// changes says which of the changes count now.
func (c *Cared) changes(all []Change, today when.Date) {
	c.ChangeAt, c.ChangeUntil = c.ChangeAt.AddDate(-10000, 0, 0), 0
	found := false
	for _, ch := range all {
		if ch.EndedAt.IsZero() && ch.Until >= today {
			if c.ChangeUntil = max(c.ChangeUntil, ch.Until); ch.At.After(c.ChangeAt) {
				c.ChangeAt = ch.At
			}
			found = true
		}
	}
	if !found {
		c.ChangeAt = Cared{}.ChangeAt
	}
}

// SetLevel raises or lowers the level for a time, with a reason. Keepers raise, the secretary lowers. Faults: ErrMissing, ErrLevel,
// ErrReason, ErrLower, ErrMust.
func (s *Service) SetLevel(ctx context.Context, who auth.Actor, id int64, o Override) (Cared, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Cared{}, err
	}
	today := when.DateOf(s.now())
	if !slices.Contains(Levels, o.Level) || o.Until < today || o.Until > plan.Add(today, 366) {
		return Cared{}, ErrLevel
	}
	why, err := reason(o.Why)
	if err != nil {
		return Cared{}, err
	}
	return s.on(ctx, who, id, kept, func(d deed, c *Cared) error {
		switch {
		case c.Level.above(o.Level) && !who.Covers(d.tree.Path(c.Community), auth.Secretary):
			return ErrLower
		case c.Must && B.above(o.Level):
			return ErrMust
		}
		c.Set = Override{o.Level, o.Until, why, who.Person}
		return d.audit(*c, "set_level", why)
	})
}

// UnsetLevel takes a decision about the level back. What was raised by somebody is lowered by the secretary. Faults: ErrMissing,
// ErrLower.
func (s *Service) UnsetLevel(ctx context.Context, who auth.Actor, id int64) (Cared, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Cared{}, err
	}
	return s.on(ctx, who, id, kept, func(d deed, c *Cared) error {
		if c.Set.Level == "" {
			return nil
		}
		if c.Set.Level.above(c.Level) && !who.Covers(d.tree.Path(c.Community), auth.Secretary) {
			return ErrLower
		}
		c.Set = Override{}
		return d.audit(*c, "unset_level", "")
	})
}

// Accept notes that somebody who did not want to be visited does so again. Fault: ErrMissing.
func (s *Service) Accept(ctx context.Context, who auth.Actor, id int64) (Cared, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Cared{}, err
	}
	return s.on(ctx, who, id, kept, func(d deed, c *Cared) error {
		c.Declined = ""
		return d.audit(*c, "accept", "")
	})
}

// Assign says which stewards and leads of the building visit. Faults: ErrMissing, ErrHelper.
func (s *Service) Assign(ctx context.Context, who auth.Actor, id int64, helpers []int64) (Cared, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Cared{}, err
	}
	return s.on(ctx, who, id, kept, func(d deed, c *Cared) error {
		posted, err := d.stewardsOf(*c)
		if err != nil {
			return err
		}
		for _, h := range helpers {
			if !slices.Contains(posted, h) {
				return ErrHelper
			}
		}
		if err := d.tx.SetHelpers(ctx, c.ID, helpers, who.Person, d.now); err != nil {
			return err
		}
		return d.audit(*c, "assign", "")
	})
}

// stewardsOf returns the stewards and leads of a place.
func (d deed) stewardsOf(c Cared) ([]int64, error) {
	at := d.tree.Above(c.Area)
	if a, err := d.tree.Get(c.Area); err == nil && a.Kind == area.Building {
		for _, u := range d.tree.Children(a.ID) {
			at = append(at, u.ID)
		}
	}
	return person.Acting(d.ctx, d.tx, d.now, at, auth.Stewards...)
}

// Helpers returns who may be assigned to one of the plan, for its keepers. Fault: ErrMissing.
func (s *Service) Helpers(ctx context.Context, who auth.Actor, id int64) (all []person.Person, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	var ids []int64
	if err := s.act(ctx, who, func(d deed) error {
		c, err := d.tx.LockCared(ctx, id)
		if err != nil {
			return err
		}
		if !d.keeps(c) {
			return ErrMissing
		}
		ids, err = d.stewardsOf(c)
		return err
	}); err != nil {
		return nil, err
	}
	known, err := s.store.Persons(ctx, ids)
	for _, id := range ids {
		all = append(all, known[id])
	}
	return all, err
}
