package meal

import (
	"cmp"
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
)

// Programmes returns those of the actor's communities.
func (s *Service) Programmes(ctx context.Context, who auth.Actor) ([]Programme, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return nil, err
	}
	return s.store.Programmes(ctx, communities)
}

// AddProgramme begins a programme. Faults: area.ErrMissing, ErrKitchen, ErrWritten, ErrNumbers, ErrMany, place.ErrMissing.
func (s *Service) AddProgramme(ctx context.Context, who auth.Actor, p Programme) (Programme, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return p, err
	}
	if ok, err := s.worksIn(ctx, who, p.Community); err != nil {
		return p, err
	} else if !ok {
		return p, area.ErrMissing
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return p, err
	}
	if err := cmp.Or(p.cookedBy(t), p.check()); err != nil {
		return p, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		n, err := tx.CountProgrammes(ctx, p.Community)
		if err != nil {
			return err
		}
		if n >= mostProgramme {
			return ErrMany
		}
		all, err := tx.PlacesOf(ctx, p.Community)
		if err != nil {
			return err
		}
		if err := p.keptAt(all); err != nil {
			return err
		}
		if err := tx.AddProgramme(ctx, &p); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.ofProgramme(who, p, "add_programme"))
	})
	return p, err
}

// ChangeProgramme changes a programme; who takes part stays. Faults: ErrProgramme, ErrKitchen, ErrWritten, ErrNumbers, place.ErrMissing.
func (s *Service) ChangeProgramme(ctx context.Context, who auth.Actor, id int64, p Programme) (Programme, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return p, err
	}
	return s.onProgramme(ctx, who, id, "change_programme", func(tx Tx, now *Programme) error {
		if p.KitchenID == now.KitchenID && p.KitchenID != 0 && t.OrgName(p.KitchenID) == "" {
			p.KitchenID, p.Kitchen = 0, now.Kitchen // an org that is gone leaves its name
		}
		if err := cmp.Or(p.cookedBy(t), p.check()); err != nil {
			return err
		}
		all, err := tx.PlacesOf(ctx, now.Community)
		if err != nil {
			return err
		}
		if err := p.keptAt(all); err != nil {
			return err
		}
		p.ID, p.Community, p.EndedAt = now.ID, now.Community, now.EndedAt
		*now = p
		return nil
	})
}

// EndProgramme ends a programme in which nobody takes part any more. A second time it changes nothing. Faults: ErrProgramme, ErrEating.
func (s *Service) EndProgramme(ctx context.Context, who auth.Actor, id int64) error {
	_, err := s.onProgramme(ctx, who, id, "end_programme", func(tx Tx, p *Programme) error {
		n, err := tx.CountEaters(ctx, p.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrEating
		}
		if p.EndedAt.IsZero() {
			p.EndedAt = s.now()
		}
		return nil
	})
	return err
}

func (s *Service) onProgramme(ctx context.Context, who auth.Actor, id int64, action string, do func(Tx, *Programme) error) (Programme, error) {
	p, err := s.programme(ctx, who, id)
	if err != nil {
		return p, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		if p, err = tx.LockProgramme(ctx, id); err != nil {
			return err
		}
		if err := do(tx, &p); err != nil {
			return err
		}
		if err := tx.SaveProgramme(ctx, p); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.ofProgramme(who, p, action))
	})
	return p, err
}

// mostMenu is how many days ahead a menu is written.
const mostMenu = 31

// Menu returns the menu of a programme from today on. Fault: ErrProgramme.
func (s *Service) Menu(ctx context.Context, who auth.Actor, id int64) ([]Dish, error) {
	if _, err := s.programme(ctx, who, id); err != nil {
		return nil, err
	}
	today := when.DateOf(s.now())
	return s.store.Menu(ctx, id, today, plan.Add(today, mostMenu))
}

// SetMenu replaces the menu from today on. Faults: ErrProgramme, ErrMenu.
func (s *Service) SetMenu(ctx context.Context, who auth.Actor, id int64, all []Dish) ([]Dish, error) {
	today := when.DateOf(s.now())
	last := plan.Add(today, mostMenu)
	seen := map[when.Date]bool{}
	for _, d := range all {
		if n := len([]rune(d.Words)); d.Day < today || d.Day > last || seen[d.Day] || n < 1 || n > MaxDish {
			return nil, ErrMenu
		}
		seen[d.Day] = true
	}
	_, err := s.onProgramme(ctx, who, id, "set_menu", func(tx Tx, p *Programme) error { return tx.SetMenu(ctx, p.ID, today, last, all) })
	if err != nil {
		return nil, err
	}
	return s.store.Menu(ctx, id, today, last)
}

// Carriers returns who brings the meals of which building. Fault: ErrProgramme.
func (s *Service) Carriers(ctx context.Context, who auth.Actor, id int64) ([]Carrier, error) {
	if _, err := s.programme(ctx, who, id); err != nil {
		return nil, err
	}
	return s.store.Carriers(ctx, id)
}

// SetCarriers replaces who brings the meals; lists that are fixed stay. Faults: ErrProgramme, ErrRoom, ErrCarrier.
func (s *Service) SetCarriers(ctx context.Context, who auth.Actor, id int64, all []Carrier) ([]Carrier, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	_, err = s.onProgramme(ctx, who, id, "set_carriers", func(tx Tx, p *Programme) error {
		seen := map[int64]bool{}
		for _, c := range all {
			if at, err := t.Get(c.Building); err != nil || at.Kind != area.Building || at.Community != p.Community || seen[at.ID] {
				return ErrRoom
			}
			seen[c.Building] = true
			if err := s.needCarrier(ctx, tx, t, p.Community, c.Person); err != nil {
				return err
			}
		}
		return tx.SetCarriers(ctx, p.ID, all)
	})
	if err != nil {
		return nil, err
	}
	return s.store.Carriers(ctx, id)
}

// needCarrier returns ErrCarrier unless the person holds a post in the community: a volunteer's, a steward's or another.
func (s *Service) needCarrier(ctx context.Context, tx Tx, t *area.Tree, community, who int64) error {
	held, err := tx.PostingsOf(ctx, who)
	if err != nil {
		return err
	}
	now := s.now()
	for _, p := range held {
		if c, ok := t.Up(p.Area, area.Community); ok && c.ID == community && p.Person == who && p.Holds(now) {
			return nil
		}
	}
	return ErrCarrier
}

// Month is what became of the portions of one month.
type Month struct {
	Programme Programme
	Counts    []Count
}

// Month counts the portions of a month of the actor's communities, by programme: what subsidies are asked for. Fault: ErrDates.
func (s *Service) Month(ctx context.Context, who auth.Actor, month string) ([]Month, error) {
	first, err := time.ParseInLocation("2006-01", month, when.Beijing)
	if err != nil {
		return nil, ErrDates
	}
	all, err := s.Programmes(ctx, who)
	if err != nil {
		return nil, err
	}
	found := make([]Month, 0, len(all))
	counts := map[int64][]Count{}
	for _, p := range all {
		if _, known := counts[p.Community]; !known {
			if counts[p.Community], err = s.store.Counts(ctx, p.Community, when.DateOf(first), when.DateOf(first.AddDate(0, 1, -1))); err != nil {
				return nil, err
			}
		}
		m := Month{Programme: p}
		for _, c := range counts[p.Community] {
			if c.Programme == p.ID {
				m.Counts = append(m.Counts, c)
			}
		}
		found = append(found, m)
	}
	return found, nil
}
