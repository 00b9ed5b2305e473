package booking

import (
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
	"linli/app/wordlist"
)

// manages returns the community if the actor arranges its services: staff of the community, the street or the county.
// Faults: area.ErrMissing.
func (d *Desk) manages(ctx context.Context, who auth.Actor, community int64) (area.Area, *area.Tree, error) {
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return area.Area{}, nil, err
	}
	at, err := tree.CommunityOf(who, community, auth.Dispatchers...)
	return at, tree, err
}

// Service returns one that is or was offered. Faults: ErrNoService.
func (d *Desk) Service(ctx context.Context, id int64) (Service, error) {
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return Service{}, err
	}
	s, ok := c.services[id]
	if !ok {
		return Service{}, ErrNoService
	}
	return s, nil
}

// Services returns what a community offers, with its timetable. Faults: area.ErrMissing.
func (d *Desk) Services(ctx context.Context, community int64) ([]Service, map[int64][]Entry, error) {
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return nil, nil, err
	}
	if _, err := tree.Community(community); err != nil {
		return nil, nil, err
	}
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return nil, nil, err
	}
	offered := slices.DeleteFunc(slices.Clone(c.Of(community)), func(s Service) bool { return !s.EndedAt.IsZero() })
	return offered, c.entries, nil
}

// SetService adds a service (ID 0), or changes it. New rules count for later bookings. Faults: area.ErrMissing,
// ErrNoService, ErrService, ErrRoom, place.ErrMissing. With seen, the mark that the actor read, a change of an older one is refused: mark.ErrStale.
func (d *Desk) SetService(ctx context.Context, who auth.Actor, s Service, seen string) (Service, error) {
	s.Name, s.Place, s.About = text.Line(s.Name), text.Line(s.Place), text.Words(s.About)
	if s.ID != 0 {
		was, err := d.Service(ctx, s.ID)
		if err != nil {
			return s, err
		}
		if err := was.needOwn(); err != nil {
			return s, err
		}
		s.Community, s.EndedAt = was.Community, was.EndedAt
	}
	at, tree, err := d.manages(ctx, who, s.Community)
	if err != nil {
		return s, none2(err, area.ErrMissing, missing(s.ID))
	}
	if s.Area == 0 {
		s.Area = s.Community
	}
	if a, err := tree.Get(s.Area); err != nil || a.Community != at.ID {
		return s, ErrService.Say("请选择本社区的地点")
	}
	if err := s.Check(); err != nil {
		return s, err
	}
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return s, err
	}
	err = d.decide(ctx, who, s.Community, "booking.service", func(tx Tx) (int64, error) {
		known, err := tx.Words(ctx, wordlist.Tags)
		if err != nil {
			return 0, err
		}
		if _, err := person.CheckTags(s.Rules.Tags, known); err != nil {
			return 0, ErrService.Say("人群标签不正确")
		}
		places, err := tx.PlacesOf(ctx, s.Community)
		if err != nil {
			return 0, err
		}
		if s, err = s.takesPlace(places); err != nil {
			return 0, err
		}
		if s.ID == 0 {
			err = tx.AddService(ctx, &s)
			return s.ID, err
		}
		was, err := tx.ServiceNow(ctx, s.ID)
		if err != nil {
			return 0, err
		}
		if err := stale(seen, was.Mark); err != nil {
			return 0, err
		}
		if was.PlaceID != s.PlaceID {
			if err := d.needRoom(ctx, tx, s, c.Entries(s.ID), c.exceptions); err != nil {
				return 0, err
			}
		}
		return s.ID, tx.SaveService(ctx, s)
	})
	if err != nil {
		return s, err
	}
	_, err = d.follow(ctx, s.ID)
	return s, err
}

// stale returns mark.ErrStale unless seen is "" or the mark of what is there now.
func stale(seen string, now func() (string, error)) error {
	if seen == "" {
		return nil
	}
	is, err := now()
	if err != nil {
		return err
	}
	if is != seen {
		return mark.ErrStale
	}
	return nil
}

// missing is the fault for a service that does not exist, or for a community when there is no service yet.
func missing(service int64) error {
	if service == 0 {
		return area.ErrMissing
	}
	return ErrNoService
}

// EndService stops offering a service. Sessions without bookings are deleted. Faults: ErrNoService.
func (d *Desk) EndService(ctx context.Context, who auth.Actor, id int64) (Effect, error) {
	s, err := d.Service(ctx, id)
	if err != nil {
		return Effect{}, err
	}
	if _, _, err := d.manages(ctx, who, s.Community); err != nil {
		return Effect{}, none2(err, area.ErrMissing, ErrNoService)
	}
	if err := s.needOwn(); err != nil {
		return Effect{}, err
	}
	if s.EndedAt.IsZero() {
		s.EndedAt = d.now()
	}
	if err := d.decide(ctx, who, s.Community, "booking.end_service", func(tx Tx) (int64, error) {
		return s.ID, tx.SaveService(ctx, s)
	}); err != nil {
		return Effect{}, err
	}
	return d.follow(ctx, id)
}

// SetEntry adds a line to the timetable of a service (ID 0), or changes it. Sessions without bookings follow at once;
// in the others only the number of places, the providers and the host change. Faults: ErrNoService, ErrNoLine,
// ErrEntry, ErrRoom with the dates. With seen, the mark that the actor read, a change of an older line is refused: mark.ErrStale.
func (d *Desk) SetEntry(ctx context.Context, who auth.Actor, e Entry, seen string) (Entry, Effect, error) {
	if e.ID != 0 {
		was, err := d.entry(ctx, who, e.ID)
		if err != nil {
			return e, Effect{}, err
		}
		e.Service = was.Service
	}
	s, err := d.Service(ctx, e.Service)
	if err != nil || !s.EndedAt.IsZero() {
		return e, Effect{}, ErrNoService
	}
	if _, _, err := d.manages(ctx, who, s.Community); err != nil {
		return e, Effect{}, none2(err, area.ErrMissing, ErrNoService)
	}
	if err := s.needOwn(); err != nil {
		return e, Effect{}, err
	}
	e.Community, e.Host, e.Every = s.Community, text.Line(e.Host), max(e.Every, 1)
	if err := e.Check(); err != nil {
		return e, Effect{}, err
	}
	for _, p := range e.Providers {
		if _, err := d.store.Person(ctx, p); err != nil {
			return e, Effect{}, ErrEntry.Say("服务人员不存在")
		}
	}
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return e, Effect{}, err
	}
	if err := d.decide(ctx, who, s.Community, "booking.timetable", func(tx Tx) (int64, error) {
		if err := d.needRoom(ctx, tx, s, []Entry{e}, c.exceptions); err != nil {
			return 0, err
		}
		if e.ID == 0 {
			err := tx.AddEntry(ctx, &e)
			return e.ID, err
		}
		was, err := tx.EntryNow(ctx, e.ID)
		if err != nil {
			return 0, err
		}
		if err := stale(seen, was.Mark); err != nil {
			return 0, err
		}
		return e.ID, tx.SaveEntry(ctx, e)
	}); err != nil {
		return e, Effect{}, err
	}
	effect, err := d.follow(ctx, s.ID)
	return e, effect.of(func(one Session) bool { return one.Entry == e.ID }), err
}

// EndEntry ends a line of the timetable. Faults: ErrNoLine.
func (d *Desk) EndEntry(ctx context.Context, who auth.Actor, id int64) (Effect, error) {
	e, err := d.entry(ctx, who, id)
	if err != nil {
		return Effect{}, err
	}
	if s, err := d.Service(ctx, e.Service); err == nil && s.Rules.Counter {
		return Effect{}, ErrCounter
	}
	e.EndedAt = d.now()
	if err := d.decide(ctx, who, e.Community, "booking.timetable", func(tx Tx) (int64, error) { return e.ID, tx.SaveEntry(ctx, e) }); err != nil {
		return Effect{}, err
	}
	effect, err := d.follow(ctx, e.Service)
	return effect.of(func(one Session) bool { return one.Entry == id }), err
}

// Except changes a line on one day: closed, other hours, more or fewer places; or as usual again, when x is empty.
// Faults: ErrNoLine, ErrEntry, ErrRoom.
func (d *Desk) Except(ctx context.Context, who auth.Actor, x Exception) (Effect, error) {
	e, err := d.entry(ctx, who, x.Entry)
	if err != nil {
		return Effect{}, err
	}
	s, err := d.Service(ctx, e.Service)
	if err != nil {
		return Effect{}, err
	}
	x.Words = text.Words(x.Words)
	held, open := x.apply(e)
	switch {
	case x.Day < when.DateOf(d.now()) || !e.Falls(x.Day):
		return Effect{}, ErrEntry.Say("这一天本来没有安排，或已经过去")
	case !text.Within(x.Words, 0, 100):
		return Effect{}, ErrWords
	case open:
		if err := held.Check(); err != nil {
			return Effect{}, err
		}
	}
	if err := d.decide(ctx, who, e.Community, "booking.exception", func(tx Tx) (int64, error) {
		if x == (Exception{Entry: x.Entry, Day: x.Day, Words: x.Words}) {
			return e.ID, tx.DeleteException(ctx, x.Entry, x.Day)
		}
		if err := d.needRoom(ctx, tx, s, []Entry{e}, []Exception{x}); err != nil {
			return 0, err
		}
		return e.ID, tx.SaveException(ctx, x)
	}); err != nil {
		return Effect{}, err
	}
	effect, err := d.follow(ctx, e.Service)
	return effect.of(func(one Session) bool { return one.Entry == x.Entry && one.Day == x.Day }), err
}

// entry returns a line of a timetable that the actor arranges, or ErrNoLine.
func (d *Desk) entry(ctx context.Context, who auth.Actor, id int64) (Entry, error) {
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return Entry{}, err
	}
	for _, all := range c.entries {
		for _, e := range all {
			if e.ID != id {
				continue
			}
			_, _, err := d.manages(ctx, who, e.Community)
			return e, none2(err, area.ErrMissing, ErrNoLine)
		}
	}
	return Entry{}, ErrNoLine
}

// decide writes a change of the services, notes the actor in the audit, and drops the catalogue in every process.
func (d *Desk) decide(ctx context.Context, who auth.Actor, community int64, action string, do func(Tx) (int64, error)) error {
	err := d.inTx(ctx, func(tx Tx) error {
		if err := tx.BumpTimetable(ctx); err != nil { // first, because its row lock serialises changes made at the same time
			return err
		}
		id, err := do(tx)
		if err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: community, At: d.now(), Person: who.Person, Action: action, About: fmt.Sprintf("%s:%d", action, id),
		})
	})
	d.catalogue.Forget()
	return err
}
