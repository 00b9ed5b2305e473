package booking

import (
	"cmp"
	"context"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/notify"
)

// Unite gives back double bookings once two persons turn out to be one, inside the caller's transaction, in which the
// bookings still name both: of two bookings in one session the weaker, and the places beyond the week's limit of a
// service. Places go to the waitlist. The caller holds both persons' locks and calls committed after the commit.
func (d *Desk) Unite(ctx context.Context, tx Tx, from, to int64) (committed func(context.Context), err error) {
	var both []Booking
	for _, who := range []int64{from, to} {
		own, err := tx.AheadOf(ctx, who, time.Time{})
		if err != nil {
			return nil, err
		}
		both = append(both, own...)
	}
	slices.SortFunc(both, func(a, b Booking) int { return cmp.Or(cmp.Compare(a.Session, b.Session), cmp.Compare(a.ID, b.ID)) })
	spare, kept := twice(both)
	u := &uniting{desk: d, tx: tx}
	if err := u.giveBack(ctx, spare); err != nil {
		return nil, err
	}
	more, err := d.tooMany(ctx, tx, kept, from, to)
	if err != nil {
		return nil, err
	}
	return u.committed, u.giveBack(ctx, more)
}

// uniting collects what is to be called once the merger is committed.
type uniting struct {
	desk  *Desk
	tx    Tx
	after []func(context.Context)
}

func (u *uniting) committed(ctx context.Context) {
	for _, done := range u.after {
		done(ctx)
	}
}

func (u *uniting) giveBack(ctx context.Context, all []Booking) error {
	for _, b := range all {
		inner, done := u.desk.Within(u.tx)
		u.after = append(u.after, done)
		if _, err := inner.act(ctx, auth.Actor{}, b.ID, func(deed *deed, b *Booking) error {
			if !b.State.Alive() {
				return nil
			}
			if err := deed.cancel(b, "同一人只留一个号"); err != nil {
				return err
			}
			return deed.tell(*b, noticeCancelled, facts{notify.FactWords: "您的两个账号已合并为一人，多出的号已退还"})
		}); err != nil {
			return err
		}
	}
	return nil
}

// twice splits bookings in order of session into surplus ones of their session and those that stay.
func twice(all []Booking) (spare, kept []Booking) {
	for _, b := range all {
		last := len(kept) - 1
		switch {
		case last < 0 || kept[last].Session != b.Session:
			kept = append(kept, b)
		case stronger(b, kept[last]):
			spare, kept[last] = append(spare, kept[last]), b
		default:
			spare = append(spare, b)
		}
	}
	return spare, kept
}

// strength orders the states by how near the person is to being served.
var strength = map[State]int{Called: 6, Arrived: 5, Confirmed: 4, Released: 3, Offered: 2, Waiting: 1}

// stronger says whether a stays rather than b, which was made earlier.
func stronger(a, b Booking) bool {
	if a.State == Waiting && b.State == Waiting {
		return cmp.Or(cmp.Compare(a.Passed, b.Passed), cmp.Compare(a.Rank, b.Rank)) < 0
	}
	return strength[a.State] > strength[b.State]
}

// tooMany returns the places beyond the week's limit of a service, the latest made first; sessions that have begun
// stay.
func (d *Desk) tooMany(ctx context.Context, tx Tx, kept []Booking, from, to int64) ([]Booking, error) {
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return nil, err
	}
	type week struct {
		service int64
		monday  int
	}
	over := map[week]int{}
	for _, b := range kept {
		s := c.Service(b.Service)
		w, most := week{b.Service, b.Week}, s.Rules.PerWeek
		if _, counted := over[w]; counted || most == 0 || !s.EndedAt.IsZero() {
			continue
		}
		over[w] = -most
		for _, who := range []int64{from, to} {
			taken, err := tx.TakenNths(ctx, b.Service, who, b.Week)
			if err != nil {
				return nil, err
			}
			over[w] += len(taken)
		}
	}
	var more []Booking
	latest := slices.Clone(kept)
	slices.SortFunc(latest, func(a, b Booking) int { return cmp.Compare(b.ID, a.ID) })
	for _, b := range latest {
		w := week{b.Service, b.Week}
		if b.Nth != 0 && over[w] > 0 && b.BeginAt.After(d.now()) && strength[b.State] <= strength[Confirmed] {
			over[w]--
			more = append(more, b)
		}
	}
	return more, nil
}
