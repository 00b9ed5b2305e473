package estate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
)

// tidy puts the facts into the form in which they are kept.
func (f Facts) tidy() Facts {
	f.Name = strings.TrimSpace(f.Name)
	slices.Sort(f.Buildings)
	f.Buildings = slices.Compact(f.Buildings)
	return f
}

// Add writes an estate down. A building of another estate of the community changes to this one. Faults: area.ErrMissing, ErrTwice
// and those of the facts.
func (s *Service) Add(ctx context.Context, who auth.Actor, e Estate) (Page, error) {
	if err := who.Need(auth.Judges...); err != nil {
		return Page{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Page{}, err
	}
	if c, err := t.Community(e.Community); err != nil || !Keeps(t, who, c.ID) {
		return Page{}, area.ErrMissing
	}
	e.Facts = e.tidy()
	if err := s.need(ctx, t, e); err != nil {
		return Page{}, err
	}
	if err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, e.Community); err != nil {
			return err
		}
		if err := tx.AddEstate(ctx, &e); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: e.Community, At: s.now(), Person: who.Person, Action: "estate.add", About: fmt.Sprintf("estate:%d", e.ID),
		})
	}); err != nil {
		return Page{}, err
	}
	return s.Get(ctx, who, e.ID)
}

// Change is new facts of an estate, with the mark of those that the actor read.
type Change struct {
	Facts
	Seen string
}

// Change writes all facts of an estate. Faults: ErrMissing, ErrTwice, mark.ErrStale and those of the facts.
func (s *Service) Change(ctx context.Context, who auth.Actor, id int64, c Change) (Page, error) {
	e, t, err := s.kept(ctx, who, id)
	if err != nil {
		return Page{}, err
	}
	e.Facts = c.tidy()
	if err := s.need(ctx, t, e); err != nil {
		return Page{}, err
	}
	if err := s.change(ctx, who, e, "estate.change", func(tx Tx) error {
		was, err := tx.Estate(ctx, id)
		if err != nil {
			return err
		}
		if err := mark.Need(c.Seen, was); err != nil {
			return err
		}
		return tx.SaveEstate(ctx, e)
	}); err != nil {
		return Page{}, err
	}
	return s.Get(ctx, who, id)
}

// Delete deletes an estate without contracts, with its table. Faults: ErrMissing, ErrUsed.
func (s *Service) Delete(ctx context.Context, who auth.Actor, id int64) error {
	e, _, err := s.kept(ctx, who, id)
	if err != nil {
		return err
	}
	return s.change(ctx, who, e, "estate.delete", func(tx Tx) error {
		used, err := tx.HasContracts(ctx, id)
		if err == nil && used {
			err = ErrUsed
		}
		if err != nil {
			return err
		}
		return tx.DeleteEstate(ctx, id)
	})
}

// Described is new features of a building, with the mark of those that the actor read.
type Described struct {
	Features
	Seen string
}

// Describe writes the features of a building, whether it is in an estate or not. Faults: area.ErrMissing, ErrFeatures,
// mark.ErrStale.
func (s *Service) Describe(ctx context.Context, who auth.Actor, building int64, d Described) (Building, error) {
	if err := who.Need(auth.Judges...); err != nil {
		return Building{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Building{}, err
	}
	a, err := t.Get(building)
	if err != nil || a.Kind != area.Building || !Keeps(t, who, a.Community) {
		return Building{}, area.ErrMissing
	}
	if err := d.check(s.year()); err != nil {
		return Building{}, err
	}
	var b Building
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, a.Community); err != nil {
			return err
		}
		if b, err = tx.Building(ctx, building); err != nil {
			return err
		}
		if err := mark.Need(d.Seen, b.Features); err != nil {
			return err
		}
		b.Features = d.Features
		if err := tx.SaveFeatures(ctx, b); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: a.Community, At: s.now(), Person: who.Person, Action: "estate.building", About: fmt.Sprintf("area:%d", building),
		})
	})
	return b, err
}
