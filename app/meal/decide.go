package meal

import (
	"context"
	"slices"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/when"
)

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

// kept returns a membership to a keeper of its community. Fault: ErrMissing.
func (s *Service) kept(ctx context.Context, who auth.Actor, id int64) (Member, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Member{}, err
	}
	m, err := s.store.Member(ctx, id)
	if err != nil {
		return Member{}, err
	}
	if ok, err := s.worksIn(ctx, who, m.Community); err != nil {
		return Member{}, err
	} else if !ok {
		return Member{}, ErrMissing
	}
	return m, nil
}

func (s *Service) decide(ctx context.Context, who auth.Actor, id int64, do func(Tx, Programme, *Member) error) (Member, error) {
	m, err := s.kept(ctx, who, id)
	if err != nil {
		return Member{}, err
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
	m, err := s.kept(ctx, who, id)
	if err != nil {
		return Member{}, err
	}
	return s.end(ctx, who, m, why)
}
