package meal

import (
	"cmp"
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
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

// Members returns one page of a list of the actor's communities, newest first, before an id (0: from the newest). Fault: ErrList.
func (s *Service) Members(ctx context.Context, who auth.Actor, of List, before int64) (pages.Page[Member], error) {
	none := pages.Page[Member]{}
	if err := who.Need(auth.Keepers...); err != nil {
		return none, err
	}
	if !slices.Contains([]List{ToDecide, TakePart, TookPart}, of) {
		return none, ErrList
	}
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return none, err
	}
	found, err := s.store.Members(ctx, communities, of, before, pages.Size)
	if err != nil {
		return none, err
	}
	for _, c := range communities {
		if !slices.ContainsFunc(found, func(m Member) bool { return m.Community == c }) {
			continue
		}
		if err := s.read(ctx, who, audit.ReadMeals, c, string(of)); err != nil {
			return none, err
		}
	}
	return pages.Full(found, pages.Size, func(m Member) pages.Cursor { return pages.Cursor{ID: m.ID} }), nil
}

// read notes once a day that the actor read a list of residents.
func (s *Service) read(ctx context.Context, who auth.Actor, what audit.Reading, community int64, list string) error {
	return s.inTx(ctx, func(tx Tx) error {
		return audit.AddReading(ctx, tx, audit.Record{Community: community, At: s.now(), Person: who.Person, Action: string(what), About: "meals:" + list})
	})
}

// CountAsked returns how many wait for an answer where the actor works.
func (s *Service) CountAsked(ctx context.Context, who auth.Actor) (int, error) {
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return 0, err
	}
	return s.store.CountAsked(ctx, communities)
}

// States returns how some members stand today.
func (s *Service) States(ctx context.Context, found []Member) (map[int64]State, error) {
	ids := make([]int64, len(found))
	for i, m := range found {
		ids[i] = m.ID
	}
	today := when.DateOf(s.now())
	exceptions, err := s.store.ExceptionsOf(ctx, ids, today)
	states := map[int64]State{}
	for _, m := range found {
		states[m.ID] = m.At(today, exceptions[m.ID])
	}
	return states, err
}

// Agree lets somebody take part from the first day whose list is open, on the days they asked for or on others. Faults: ErrMissing,
// ErrWeek, ErrState, ErrFull.
func (s *Service) Agree(ctx context.Context, who auth.Actor, id int64, week Week) (Member, error) {
	return s.decide(ctx, who, id, func(tx Tx, p Programme, m *Member) error {
		if week != 0 {
			m.Week = week
		}
		if m.Week == 0 || m.Week&^p.Week != 0 {
			return ErrWeek
		}
		now := s.now()
		m.State, m.From, m.DecidedAt, m.DecidedBy = Agreed, p.Open(now), now, who.Person
		if err := s.needRoom(ctx, tx, p, *m); err != nil {
			return err
		}
		if err := tx.AddAudit(ctx, s.record(who, *m, "agree", "")); err != nil {
			return err
		}
		return s.tellBoth(ctx, tx, noticeAgreed, *m, notify.Facts{notify.FactTitle: p.Name, notify.FactWords: m.From.Say() + "起，" + m.Week.Say() + m.Way.Name()})
	})
}

// needRoom returns ErrFull if a day of the member has no portion left for them.
func (s *Service) needRoom(ctx context.Context, tx Tx, p Programme, m Member) error {
	n, err := tx.Busiest(ctx, m, m.From)
	if err == nil && n >= p.Most {
		err = ErrFull.Say("%s每天 %d 份，选的日子里有一天已经满了", p.Name, p.Most)
	}
	return err
}

// tellBoth tells the member, and the carer who asked for them.
func (s *Service) tellBoth(ctx context.Context, tx Tx, kind notify.Kind, m Member, facts notify.Facts) error {
	if err := tell(ctx, tx, kind, m.Person, m, facts, s.now()); err != nil || m.AskedBy == m.Person || m.Source == ByCounter {
		return err
	}
	return tell(ctx, tx, kind, m.AskedBy, m, facts, s.now())
}

// CommunityOf returns the community of a membership at whose counter the actor works. Fault: ErrMissing.
func (s *Service) CommunityOf(ctx context.Context, who auth.Actor, id int64) (int64, error) {
	m, err := s.store.Member(ctx, id)
	if err != nil {
		return 0, err
	}
	if ok, err := s.worksIn(ctx, who, m.Community); err != nil || ok {
		return m.Community, err
	}
	return 0, ErrMissing
}

// Refuse says why somebody cannot take part. Faults: ErrMissing, ErrReason, ErrState.
func (s *Service) Refuse(ctx context.Context, who auth.Actor, id int64, why string) (Member, error) {
	why, err := reason(why)
	if err != nil {
		return Member{}, err
	}
	return s.decide(ctx, who, id, func(tx Tx, p Programme, m *Member) error {
		m.State, m.DecidedAt, m.DecidedBy, m.Why, m.EndedAt = Refused, s.now(), who.Person, why, s.now()
		m.Diet, m.Contact, m.Phone = "", "", ""
		if err := tx.AddAudit(ctx, s.record(who, *m, "refuse", why)); err != nil {
			return err
		}
		return s.tellBoth(ctx, tx, noticeRefused, *m, notify.Facts{notify.FactTitle: p.Name, notify.FactWords: why})
	})
}

func (s *Service) decide(ctx context.Context, who auth.Actor, id int64, do func(Tx, Programme, *Member) error) (Member, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Member{}, err
	}
	m, err := s.store.Member(ctx, id)
	if err != nil {
		return m, err
	}
	if ok, err := s.worksIn(ctx, who, m.Community); err != nil {
		return m, err
	} else if !ok {
		return Member{}, ErrMissing
	}
	return s.change(ctx, m, func(tx Tx, p Programme, m *Member) error {
		if m.State != Asked {
			return ErrState
		}
		return do(tx, p, m)
	})
}

// Dismiss ends a membership with the reason. Faults: ErrMissing, ErrReason.
func (s *Service) Dismiss(ctx context.Context, who auth.Actor, id int64, why string) (Member, error) {
	why, err := reason(why)
	if err != nil {
		return Member{}, err
	}
	if err := who.Need(auth.Keepers...); err != nil {
		return Member{}, err
	}
	m, err := s.store.Member(ctx, id)
	if err != nil {
		return m, err
	}
	if ok, err := s.worksIn(ctx, who, m.Community); err != nil {
		return m, err
	} else if !ok {
		return Member{}, ErrMissing
	}
	return s.end(ctx, who, m, why)
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
