package counter

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/person"
	"linli/app/when"
)

// Add adds a counter, with its hours in the timetable. Faults: area.ErrMissing, place.ErrMissing, ErrFull, those of check, ErrPosts,
// booking.ErrRoom.
func (s *Service) Add(ctx context.Context, who auth.Actor, c Counter) (Counter, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return c, err
	}
	if _, err := t.CommunityOf(who, c.Community, auth.Dispatchers...); err != nil {
		return Counter{}, err
	}
	c.ID, c.Service = 0, 0
	all, err := s.store.Counters(ctx, c.Community)
	if err != nil {
		return c, err
	}
	if len(all) >= MaxCounters {
		return Counter{}, ErrFull
	}
	c, _, err = s.save(ctx, who, c, "counter.add", func(tx Tx, c *Counter) error { return tx.AddCounter(ctx, c) })
	return c, err
}

// Change changes a counter. A day on which somebody has booked keeps its hours: it is returned. Faults: ErrMissing, those of Add.
func (s *Service) Change(ctx context.Context, who auth.Actor, id int64, c Counter) (Counter, booking.Effect, error) {
	was, err := s.of(ctx, who, id, auth.Dispatchers)
	if err != nil {
		return c, booking.Effect{}, err
	}
	c.ID, c.Community, c.Service = id, was.Community, was.Service
	return s.save(ctx, who, c, "counter.change", func(tx Tx, c *Counter) error {
		if _, err := tx.LockCounter(ctx, id); err != nil {
			return err
		}
		return tx.SaveCounter(ctx, *c)
	})
}

// End gives a counter up. Days on which somebody has booked stay until staff cancel them: they are returned. Faults: ErrMissing.
func (s *Service) End(ctx context.Context, who auth.Actor, id int64) (booking.Effect, error) {
	c, err := s.of(ctx, who, id, auth.Dispatchers)
	if err != nil {
		return booking.Effect{}, err
	}
	c.EndedAt = s.now()
	where, err := s.store.Place(ctx, c.Place)
	if err != nil {
		return booking.Effect{}, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.LockCounter(ctx, id); err != nil {
			return err
		}
		service := c.service(where.Name)
		if err := s.desk.Arrange(ctx, tx, &service, nil); err != nil {
			return err
		}
		if err := tx.SaveCounter(ctx, c); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, c, "counter.end"))
	})
	if err != nil {
		return booking.Effect{}, err
	}
	return s.desk.Arranged(ctx, c.Service)
}

// save checks a counter and writes it with its service.
func (s *Service) save(ctx context.Context, who auth.Actor, c Counter, action string, write func(Tx, *Counter) error) (Counter, booking.Effect, error) {
	where, err := s.needCounter(ctx, &c)
	if err != nil {
		return Counter{}, booking.Effect{}, err
	}
	var saved Counter
	err = s.store.InTx(ctx, func(tx Tx) error {
		service := c.service(where)
		if err := s.desk.Arrange(ctx, tx, &service, c.lines(when.DateOf(s.now()))); err != nil {
			return err
		}
		saved = c
		saved.Service = service.ID
		if err := write(tx, &saved); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, saved, action))
	})
	if err != nil {
		return Counter{}, booking.Effect{}, err
	}
	effect, err := s.desk.Arranged(ctx, saved.Service)
	return saved, effect, err
}

// needCounter refuses what is wrong, a place of another community, and people without a post there. It returns the name of the place.
func (s *Service) needCounter(ctx context.Context, c *Counter) (where string, err error) {
	if err := c.check(); err != nil {
		return "", err
	}
	p, err := s.store.Place(ctx, c.Place)
	if err != nil {
		return "", err
	}
	if p.Community != c.Community || !p.EndedAt.IsZero() {
		return "", ErrPlace
	}
	can, err := s.sitters(ctx, c.Community)
	if err != nil {
		return "", err
	}
	for _, one := range []int64{c.A, c.B} {
		if one != 0 && can[one] == "" {
			return "", ErrPosts
		}
	}
	return p.Name, nil
}

// sitters returns who can sit at a counter of a community, each with their post.
func (s *Service) sitters(ctx context.Context, community int64) (map[int64]auth.Role, error) {
	posts, err := s.store.PostingsAt(ctx, []int64{community}, auth.Keepers)
	if err != nil {
		return nil, err
	}
	all, now := map[int64]auth.Role{}, s.now()
	for _, p := range posts {
		if p.Holds(now) && all[p.Person] == "" {
			all[p.Person] = p.Role
		}
	}
	return all, nil
}

// Sitters returns who can sit at the counters of a community in which the actor keeps them. Faults: area.ErrMissing.
func (s *Service) Sitters(ctx context.Context, who auth.Actor, community int64) (map[int64]auth.Role, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := t.CommunityOf(who, community, auth.Dispatchers...); err != nil {
		return nil, err
	}
	return s.sitters(ctx, community)
}

// AtWork returns the counters of a community as they are now, for those who work at its counter. Faults: area.ErrMissing.
func (s *Service) AtWork(ctx context.Context, who auth.Actor, community int64) ([]Open, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if c, err := t.Community(community); err != nil || !person.WorksIn(who, c.Path) {
		return nil, area.ErrMissing
	}
	return s.Hall(ctx, community)
}

func (s *Service) line(who auth.Actor, c Counter, action string) audit.Record {
	return audit.Record{Community: c.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("counter:%d", c.ID)}
}
