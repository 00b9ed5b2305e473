package booking

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/notify"
	"linli/app/when"
)

// ErrSeries says why a whole course cannot be joined.
var ErrSeries = fault.New(fault.Conflict, "booking.series", "不能整期报名，请一次一次地约")

// mostInSeries bounds how many sessions are joined at once.
const mostInSeries = 60

// JoinSeries takes a place in every coming session of a course, or in none. The same who.Request returns what it booked
// before. Faults: ErrNoService, ErrSeries naming the full days, those of Book.
func (d *Desk) JoinSeries(ctx context.Context, who auth.Actor, service int64, w Wish) ([]Booking, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	s, err := d.Service(ctx, service)
	switch {
	case err != nil:
		return nil, err
	case !s.Rules.Series || !s.EndedAt.IsZero():
		return nil, ErrSeries
	}
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	for range 3 {
		attempts, earlier, err := d.series(ctx, who, s, w)
		if err != nil || len(earlier) > 0 {
			return earlier, err
		}
		if len(attempts) == 0 {
			return nil, ErrSeries.Say("这个课程没有还可以报名的场次")
		}
		var all []Booking
		err = d.inTx(ctx, func(tx Tx) (err error) {
			all, err = seatAll(&deed{ctx: ctx, tx: tx, who: who, now: d.now(), tree: tree, service: s}, attempts)
			return err
		})
		if errors.Is(err, errAgain) { // a parallel booking of this person, or the same request, took the number
			continue
		}
		if err == nil {
			d.changed(ctx, s.Community)
		}
		return all, err
	}
	return nil, ErrTwice
}

// series returns an attempt for each coming session in which the person has no place yet, and what this request booked
// before.
func (d *Desk) series(ctx context.Context, who auth.Actor, s Service, w Wish) (attempts []*attempt, earlier []Booking, err error) {
	sessions, err := d.store.Coming(ctx, s.ID, d.now())
	if err != nil {
		return nil, nil, err
	}
	var full []string
	for _, one := range sessions {
		if one.State != Open || len(attempts) == mostInSeries {
			continue
		}
		w.Session, w.Period, w.NoWait = one.ID, 0, true
		a, err := d.attempt(ctx, who, w)
		if errors.Is(err, ErrNotYet) || errors.Is(err, ErrLate) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if who.Request != "" {
			a.draft.Request = fmt.Sprintf("%s#%d", who.Request, one.ID)
		}
		has, err := d.store.Living(ctx, one.ID, a.draft.Person)
		switch {
		case err == nil && has.Request != "" && has.Request == a.draft.Request:
			earlier = append(earlier, has)
		case err == nil: // the person has a place there already
		case !errors.Is(err, ErrMissing):
			return nil, nil, err
		case a.full(d.now()) != nil:
			full = append(full, when.Say(one.BeginAt))
		default:
			attempts = append(attempts, a)
		}
	}
	if len(full) > 0 && len(earlier) == 0 {
		return nil, nil, ErrSeries.Say("这几次已满：%s。可以一次一次地约", strings.Join(full, "、"))
	}
	return attempts, earlier, nil
}

// seatAll takes a place for each attempt and writes one notice.
func seatAll(d *deed, attempts []*attempt) ([]Booking, error) {
	var all []Booking
	for _, a := range attempts {
		b, err := a.inSeries(d)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, d.tell(all[0], noticeSeries, facts{notify.FactCount: fmt.Sprint(len(all))})
}

// inSeries takes a place of one session. errAgain: the person has one.
func (a *attempt) inSeries(d *deed) (Booking, error) {
	b := a.draft
	taken, err := d.tx.TakenNths(d.ctx, b.Service, b.Person, b.Week)
	if err != nil {
		return b, err
	}
	if b.Nth = NextNth(a.service.Rules.PerWeek, taken); b.Nth < 0 {
		return b, ErrLimit
	}
	if err := a.take(d, &b); err != nil {
		return b, none2(err, errNoPlace, ErrSeries.Say("%s 刚刚满了，可以一次一次地约", when.Say(a.session.BeginAt)))
	}
	added, err := d.tx.AddBooking(d.ctx, &b)
	if err == nil && !added {
		err = errAgain
	}
	return b, err
}

// LeaveSeries gives back the person's places in coming sessions of a service that can still be cancelled, and returns
// their number. Faults: ErrFor.
func (d *Desk) LeaveSeries(ctx context.Context, who auth.Actor, service, whom int64) (int, error) {
	if whom == 0 {
		whom = who.Person
	}
	all, err := d.store.Ahead(ctx, []int64{whom}, nil, d.now())
	if err != nil {
		return 0, err
	}
	left := 0
	for _, b := range all {
		if b.Service != service {
			continue
		}
		_, err := d.Cancel(ctx, who, b.ID, "退出课程")
		switch {
		case errors.Is(err, ErrMissing):
			return left, ErrFor
		case errors.Is(err, ErrCutoff), errors.Is(err, ErrState):
			continue
		case err != nil:
			return left, err
		}
		left++
	}
	return left, nil
}
