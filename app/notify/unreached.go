package notify

import (
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
	"linli/app/work"
)

// Unreached is a person with undelivered notices (没通知到的人): one row, independent of their number.
type Unreached struct {
	Person  int64
	Newest  int64 // id of the newest undelivered notice
	Count   int
	Notices []Notice         // the newest MostShown, newest first
	Posts   []person.Posting // of a colleague: their posts
}

// MostShown is how many notices of one person a row shows.
const MostShown = 5

// Rows selects undelivered notices: those of residents of Communities, or only of Homes if these are given, and those of
// Colleagues.
type Rows struct {
	Communities []int64
	Homes       []int64
	Colleagues  []int64  // only the notices about their work
	Work        []string // names of the kinds about work
}

// Empty says that the rows select nothing.
func (r Rows) Empty() bool { return len(r.Communities)+len(r.Colleagues) == 0 }

// has says whether the rows include the notice, apart from Homes.
func (r Rows) has(n Notice) bool {
	if n.Kind.ForStaff {
		return slices.Contains(r.Colleagues, n.Person)
	}
	return slices.Contains(r.Communities, n.Community)
}

// Unreached returns one page of the persons that the actor answers for, by their newest undelivered notice.
func (s *Service) Unreached(ctx context.Context, who auth.Actor, before int64) (pages.Page[Unreached], error) {
	rows, posts, err := s.rows(ctx, who)
	if err != nil {
		return pages.Page[Unreached]{}, err
	}
	found, err := s.unreached(ctx, rows, before)
	for i, u := range found.Items {
		found.Items[i].Posts = posts[u.Person]
	}
	return found, err
}

// CountUnreached returns the number of rows of Unreached.
func (s *Service) CountUnreached(ctx context.Context, who auth.Actor) (int, error) {
	rows, _, err := s.rows(ctx, who)
	if err != nil || rows.Empty() {
		return 0, err
	}
	return s.store.CountUnreached(ctx, rows)
}

// Doors returns the residents of a steward's buildings and units with undelivered notices, by their newest one (敲门告知).
func (s *Service) Doors(ctx context.Context, who auth.Actor, before int64) (pages.Page[Unreached], error) {
	rows, err := s.homes(ctx, who)
	if err != nil {
		return pages.Page[Unreached]{}, err
	}
	return s.unreached(ctx, rows, before)
}

func (s *Service) unreached(ctx context.Context, rows Rows, before int64) (pages.Page[Unreached], error) {
	if rows.Empty() {
		return pages.Page[Unreached]{}, nil
	}
	found, err := s.store.Unreached(ctx, rows, before, pages.Size)
	if err != nil {
		return pages.Page[Unreached]{}, err
	}
	for i, u := range found {
		if found[i].Notices, err = s.store.UnreachedNotices(ctx, rows, u.Person, MostShown); err != nil {
			return pages.Page[Unreached]{}, err
		}
	}
	return pages.Full(found, pages.Size, func(u Unreached) pages.Cursor { return pages.Cursor{ID: u.Newest} }), nil
}

// Told records that staff told the person by word of mouth, and how. It covers this notice and the person's older ones that
// the actor answers for. Faults: ErrWords, ErrMissing outside scope.
func (s *Service) Told(ctx context.Context, who auth.Actor, id int64, how string) error {
	rows, _, err := s.rows(ctx, who)
	if err != nil {
		return err
	}
	return s.told(ctx, who, id, how, rows)
}

// ToldAtDoor is Told for a steward.
func (s *Service) ToldAtDoor(ctx context.Context, who auth.Actor, id int64, how string) error {
	rows, err := s.homes(ctx, who)
	if err != nil {
		return err
	}
	return s.told(ctx, who, id, how, rows)
}

func (s *Service) told(ctx context.Context, who auth.Actor, id int64, how string, rows Rows) error {
	if !text.Within(how, 1, 200) {
		return ErrWords
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockInbox(ctx, id); err != nil {
			return err
		}
		n, err := tx.LockNotice(ctx, id)
		if err != nil {
			return err
		}
		if n.State != Undelivered || rows.Empty() || !rows.has(n) {
			return ErrMissing
		}
		all, err := tx.LockUnreached(ctx, rows, n.Person, id)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(one Notice) bool { return one.ID == id }) { // not in one of the steward's homes
			return ErrMissing
		}
		for _, one := range all {
			if err := s.noteTold(ctx, tx, who, one, how); err != nil {
				return err
			}
		}
		return s.work(ctx, tx, who, n)
	})
}

// work writes the line of work of somebody who told a resident by word of mouth: one for a person and a day.
func (s *Service) work(ctx context.Context, tx Tx, who auth.Actor, n Notice) error {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	told, err := tx.PersonsOf(ctx, []int64{n.Person})
	if err != nil {
		return err
	}
	at := n.Community
	if p := told[n.Person]; p.Home != 0 && p.Community == n.Community {
		at = p.Home
	}
	return work.Write(ctx, tx, t, who, work.Line{
		Community: n.Community, At: s.now(), About: fmt.Sprintf("person:%d", n.Person), Deed: work.Told, Area: at,
		Served: n.Person,
	})
}

func (s *Service) noteTold(ctx context.Context, tx Tx, who auth.Actor, n Notice, how string) error {
	n.State = Told
	if err := tx.AddAudit(ctx, audit.Record{
		Community: n.Community, At: s.now(), Person: who.Person, Action: "notify.told",
		About: fmt.Sprintf("notice:%d", n.ID), Reason: how,
	}); err != nil {
		return err
	}
	return tx.SaveNotice(ctx, n)
}

// homes returns the rows of a steward.
func (s *Service) homes(ctx context.Context, who auth.Actor) (Rows, error) {
	if err := who.Need(auth.Stewards...); err != nil {
		return Rows{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Rows{}, err
	}
	rows := Rows{Work: s.kinds.work()}
	for _, path := range who.Paths(auth.Stewards...) {
		for _, a := range append(t.Under(path, area.Building), t.Under(path, area.Unit)...) {
			rows.Homes, rows.Communities = append(rows.Homes, a.ID), append(rows.Communities, a.Community)
		}
	}
	rows.Homes, rows.Communities = distinct(rows.Homes), distinct(rows.Communities)
	return rows, nil
}

func distinct(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.Compact(ids)
}
