package hall

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/place"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// List names a list of staff.
type List string

// The lists.
const (
	ListAsked List = "asked"
	ListOpen  List = "agreed"
	ListEnded List = "ended"
)

var listed = map[List][]State{ListAsked: {Asked}, ListOpen: {Agreed}, ListEnded: {Declined, Used, Absent, Cancelled}}

// Plan is what is on in the places of a community on some days.
type Plan struct {
	Places   []place.Place
	Uses     []Use
	Events   []place.Event
	Closures []Closure
}

// needCommunity returns area.ErrMissing unless the actor works at the counter of the community.
func (s *Service) needCommunity(ctx context.Context, who auth.Actor, community int64) error {
	if err := who.Need(auth.Keepers...); err != nil {
		return err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	if a, err := t.Community(community); err != nil || !person.WorksIn(who, a.Path) {
		return area.ErrMissing
	}
	return nil
}

// atDesk allows actors who work in the community of a use.
func (s *Service) atDesk(ctx context.Context, who auth.Actor) func(Use) error {
	return func(u Use) error {
		err := s.needCommunity(ctx, who, u.Community)
		if errors.Is(err, area.ErrMissing) {
			return ErrMissing
		}
		return err
	}
}

// placeAt returns a place that exists where the actor works. Fault: place.ErrMissing.
func (s *Service) placeAt(ctx context.Context, who auth.Actor, id int64) (place.Place, error) {
	p, err := s.store.Place(ctx, id)
	if err != nil {
		return p, err
	}
	if err := s.needCommunity(ctx, who, p.Community); errors.Is(err, area.ErrMissing) || !p.EndedAt.IsZero() {
		return place.Place{}, place.ErrMissing
	} else if err != nil {
		return place.Place{}, err
	}
	return p, nil
}

// Plan returns what is on in the places of a community from a day on (场地安排). Faults: area.ErrMissing.
func (s *Service) Plan(ctx context.Context, who auth.Actor, community int64, from when.Date, days int) (all Plan, err error) {
	if err := s.needCommunity(ctx, who, community); err != nil {
		return all, err
	}
	begin := from.Time()
	end := begin.AddDate(0, 0, min(max(days, 1), mostDays))
	if all.Places, err = s.store.Places(ctx, community); err != nil {
		return all, err
	}
	if all.Uses, err = s.store.UsesIn(ctx, community, begin, end); err != nil {
		return all, err
	}
	if all.Events, err = s.store.Events(ctx, community, begin, end); err != nil {
		return all, err
	}
	all.Closures, err = s.store.Closures(ctx, community, from, when.DateOf(end.Add(-time.Minute)))
	return all, err
}

// Uses returns one page of a list of all communities in which the actor works, or of one of them, newest first, before an id (0: from the
// newest). Faults: area.ErrMissing, ErrList.
func (s *Service) Uses(ctx context.Context, who auth.Actor, community int64, of List, before int64) (pages.Page[Shown], error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return pages.Page[Shown]{}, err
	}
	states, ok := listed[of]
	if !ok {
		return pages.Page[Shown]{}, ErrList
	}
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return pages.Page[Shown]{}, err
	}
	if community != 0 {
		if !slices.Contains(communities, community) {
			return pages.Page[Shown]{}, area.ErrMissing
		}
		communities = []int64{community}
	}
	found, err := s.store.Uses(ctx, communities, states, before, pages.Size)
	return s.page(ctx, found, err)
}

// CountAsked returns how many uses wait for an answer where the actor works; 0 for an actor who works at no counter.
func (s *Service) CountAsked(ctx context.Context, who auth.Actor) (int, error) {
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return 0, err
	}
	return s.store.CountAsked(ctx, communities)
}

// Enter lends a place to somebody at the counter, by the same rules and limits. Faults: place.ErrMissing, person.ErrName, person.ErrPhone,
// those of Ask.
func (s *Service) Enter(ctx context.Context, who auth.Actor, w Wish) (Shown, error) {
	p, err := s.placeAt(ctx, who, w.Place)
	if err != nil {
		return Shown{}, err
	}
	name, err := person.ParseName(w.Name)
	if err != nil {
		return Shown{}, err
	}
	if w.Phone == "" {
		return Shown{}, person.ErrPhone
	}
	if w.Org != 0 {
		t, err := s.areas.Tree(ctx)
		if err != nil {
			return Shown{}, err
		}
		if _, err := t.Org(w.Org); err != nil {
			return Shown{}, ErrOrg
		}
	}
	w.Place, w.Name = p.ID, name
	return s.ask(ctx, who, w, Use{EnteredBy: who.Person})
}

// Agree lends the place to the group. Faults: ErrMissing, ErrState, ErrPast.
func (s *Service) Agree(ctx context.Context, who auth.Actor, id int64) (Shown, error) {
	return s.atCounter(ctx, who, id, "hall.agree", func(tx Tx, u *Use, p place.Place, by deed) error {
		if err := u.decide(Agreed, "", by); err != nil {
			return err
		}
		if err := tell(ctx, tx, noticeAgreed, *u, p, "", by.at); err != nil {
			return err
		}
		return tx.AddJob(ctx, TendJob, u.ID, u.next())
	})
}

// Decline gives the hours back and tells the group why. Faults: ErrMissing, ErrWords, ErrState.
func (s *Service) Decline(ctx context.Context, who auth.Actor, id int64, reason string) (Shown, error) {
	return s.refuse(ctx, who, id, reason, "hall.decline", func(u *Use, reason string, by deed) error { return u.decide(Declined, reason, by) }, noticeDeclined)
}

// CallOff cancels a use for a reason. Faults: ErrMissing, ErrWords, ErrState, ErrPast.
func (s *Service) CallOff(ctx context.Context, who auth.Actor, id int64, reason string) (Shown, error) {
	return s.refuse(ctx, who, id, reason, "hall.cancel", func(u *Use, reason string, by deed) error { return u.cancel(reason, true, by) }, noticeCancelled)
}

// Finish notes at the counter what of the closing list is done. Faults: ErrMissing, ErrState, ErrEarly.
func (s *Service) Finish(ctx context.Context, who auth.Actor, id int64, ticked []string) (Shown, error) {
	return s.atCounter(ctx, who, id, "hall.tidy", func(tx Tx, u *Use, p place.Place, by deed) error {
		return used(ctx, tx, u, p, tidied(p, ticked), by)
	})
}

// NotCome notes that nobody came. Faults: ErrMissing, ErrState, ErrEarly.
func (s *Service) NotCome(ctx context.Context, who auth.Actor, id int64) (Shown, error) {
	return s.atCounter(ctx, who, id, "hall.absent", func(_ Tx, u *Use, _ place.Place, by deed) error {
		return u.finish(Absent, nil, by)
	})
}

// Phone returns the number of the person who asked and writes the reason to the audit log. Faults: ErrMissing, person.ErrReason,
// person.ErrNoPhone.
func (s *Service) Phone(ctx context.Context, who auth.Actor, id int64, reason string) (person.Phone, error) {
	u, err := s.store.Use(ctx, id)
	if err != nil {
		return "", err
	}
	if err := s.atDesk(ctx, who)(u); err != nil {
		return "", err
	}
	if u.Person != 0 {
		asker := func(context.Context, auth.Actor, int64) (whom, community int64, err error) {
			return u.Person, u.Community, nil
		}
		return s.numbers.Reveal(ctx, who, asker, "hall", u.ID, reason)
	}
	if reason = text.Words(reason); !text.Within(reason, 2, MaxWords) {
		return "", person.ErrReason
	}
	if u.Phone == "" {
		return "", person.ErrNoPhone
	}
	return u.Phone, s.store.InTx(ctx, func(tx Tx) error {
		return tx.AddAudit(ctx, audit.Record{
			Community: u.Community, At: s.now(), Person: who.Person, Action: "hall.reveal_phone", About: fmt.Sprintf("hall:%d", u.ID), Reason: reason,
		})
	})
}

func (s *Service) refuse(
	ctx context.Context, who auth.Actor, id int64, reason, action string, end func(*Use, string, deed) error, kind notify.Kind,
) (Shown, error) {
	reason, err := reasoned(reason)
	if err != nil {
		return Shown{}, err
	}
	return s.atCounter(ctx, who, id, action, func(tx Tx, u *Use, p place.Place, by deed) error {
		if err := end(u, reason, by); err != nil {
			return err
		}
		return give(ctx, tx, kind, *u, p, by.at)
	})
}

// give gives the hours of an ended use back and tells the group why.
func give(ctx context.Context, tx Tx, kind notify.Kind, u Use, p place.Place, now time.Time) error {
	if err := tx.FreeHours(ctx, u.Place, u.From, u.To, u.holder()); err != nil {
		return err
	}
	return tell(ctx, tx, kind, u, p, u.Reason, now)
}

// atCounter changes a use where the actor works, and writes down who did it.
func (s *Service) atCounter(ctx context.Context, who auth.Actor, id int64, action string, do func(Tx, *Use, place.Place, deed) error) (Shown, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Shown{}, err
	}
	return s.change(ctx, who, id, s.atDesk(ctx, who), func(tx Tx, u *Use, p place.Place, by deed) error {
		if err := do(tx, u, p, by); err != nil {
			return err
		}
		return s.wrote(ctx, tx, who, *u, action, work.Let)
	})
}
