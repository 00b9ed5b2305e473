package booking

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/mark"
)

// Mark returns the mark of what staff may change of a line, for SetEntry.
func (e Entry) Mark() (string, error) {
	e.Providers = append([]int64{}, e.Providers...)
	return mark.Of(e)
}

// Mark returns the mark of what staff may change of a service, for SetService.
func (s Service) Mark() (string, error) {
	if len(s.Rules.Tags) == 0 {
		s.Rules.Tags = nil
	}
	s.Questions = append([]Question{}, s.Questions...)
	for i := range s.Questions {
		s.Questions[i].Choices = append([]string{}, s.Questions[i].Choices...)
	}
	return mark.Of(s)
}

// Change is a change of a timetable that is not made.
type Change struct {
	Service int64
	Entry   int64  // the line; 0: the whole service ends
	To      *Entry // nil: the line ends
}

// Rehearse returns what a change would do to the coming sessions, and changes nothing. Faults: ErrNoService, ErrNoLine,
// ErrEntry.
func (d *Desk) Rehearse(ctx context.Context, who auth.Actor, ch Change) (Effect, error) {
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return Effect{}, err
	}
	s, ok := c.services[ch.Service]
	if !ok {
		return Effect{}, ErrNoService
	}
	if _, _, err := d.manages(ctx, who, s.Community); err != nil {
		return Effect{}, none2(err, area.ErrMissing, ErrNoService)
	}
	then, err := c.with(s, ch)
	if err != nil {
		return Effect{}, err
	}
	times, err := d.times.Get(ctx)
	if err != nil {
		return Effect{}, err
	}
	sessions, err := d.store.Coming(ctx, s.ID, d.now())
	if err != nil {
		return Effect{}, err
	}
	var effect Effect
	for _, one := range sessions {
		if one.State != Open || ch.Entry != 0 && one.Entry != ch.Entry {
			continue
		}
		plan, planned := then.plan(s, one.Entry, one.Day, times.Calendar())
		switch {
		case planned && plan.same(one):
		case planned && plan.shape(one), one.Empty():
			effect.Changed++
		default:
			effect.Kept = append(effect.Kept, one)
		}
	}
	return effect, nil
}

// with returns the catalogue after the change, for this service alone.
func (c *Catalogue) with(s Service, ch Change) (*Catalogue, error) {
	lines := slices.Clone(c.entries[s.ID])
	switch at := slices.IndexFunc(lines, func(e Entry) bool { return e.ID == ch.Entry }); {
	case ch.Entry == 0:
		lines = nil
	case at < 0:
		return nil, ErrNoLine
	case ch.To == nil:
		lines = slices.Delete(lines, at, at+1)
	default:
		was, to := lines[at], *ch.To
		to.ID, to.Service, to.Community, to.Every = was.ID, was.Service, was.Community, max(to.Every, 1)
		if err := to.Check(); err != nil {
			return nil, err
		}
		lines[at] = to
	}
	return &Catalogue{entries: map[int64][]Entry{s.ID: lines}, exceptions: c.exceptions}, nil
}
