package booking

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/job"
	"linli/app/notify"
	"linli/app/text"
	"linli/app/when"
)

// ErrSessions says that no session, or too many, were chosen to be cancelled.
var ErrSessions = fault.New(fault.Invalid, "booking.sessions", "请选择 1 至 1000 个场次")

// ErrNoneFree says that there is nothing to book instead.
var ErrNoneFree = fault.New(fault.Conflict, "booking.none_free", "近期没有空位，请过几天再看")

// CalledOffJob is the job that tells everybody booked in the cancelled session it refers to.
const CalledOffJob job.Kind = "booking.drop"

// mostDropped bounds the sessions cancelled at once; tellAtOnce the bookings told in one transaction.
const (
	mostDropped = 1000
	tellAtOnce  = 50
)

// CancelSessions cancels sessions for a reason: all of them, or none with an error. No place can be taken in them any
// more; everybody who had one, or waited, is told the reason and what to book instead. It returns their number. Faults:
// ErrSessions, ErrWords, ErrNoSession outside the actor's scope.
func (d *Desk) CancelSessions(ctx context.Context, who auth.Actor, ids []int64, reason string) (int, error) {
	reason = text.Words(reason)
	if !text.Within(reason, 1, 100) {
		return 0, ErrWords
	}
	if len(ids) == 0 || len(ids) > mostDropped {
		return 0, ErrSessions
	}
	communities, err := d.store.CommunitiesOf(ctx, ids)
	if err != nil {
		return 0, err
	}
	for _, c := range communities {
		if _, _, err := d.manages(ctx, who, c); err != nil {
			return 0, none2(err, area.ErrMissing, ErrNoSession)
		}
	}
	if len(communities) == 0 {
		return 0, ErrNoSession
	}
	dropped := 0
	err = d.inTx(ctx, func(tx Tx) error {
		open, err := tx.CancelSessions(ctx, ids, reason)
		if err != nil {
			return err
		}
		dropped = len(open)
		for _, id := range open {
			s, err := tx.LockSession(ctx, id)
			if err != nil {
				return err
			}
			if err := leaveHours(ctx, tx, s); err != nil {
				return err
			}
			if err := tx.AddJob(ctx, CalledOffJob, id, d.now()); err != nil {
				return err
			}
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: communities[0], At: d.now(), Person: who.Person, Action: "booking.cancel_sessions",
			About: fmt.Sprintf("sessions:%d", dropped), Reason: reason,
		})
	})
	for _, c := range communities {
		d.changed(ctx, c)
	}
	return dropped, err
}

// TellCalledOff is the work of CalledOffJob: fifty bookings at a time, to keep locks short.
func (d *Desk) TellCalledOff(ctx context.Context, session int64) error {
	s, err := d.store.Session(ctx, session)
	if err != nil {
		return none(err, ErrNoSession)
	}
	instead := ""
	if next, err := d.store.NextFree(ctx, s.Service, d.now()); err == nil {
		instead = "回复“改约”，可改到 " + when.Say(next.BeginAt) + "。"
	} else if !errors.Is(err, ErrNoSession) {
		return err
	}
	for more := true; more; {
		if err := d.inSession(ctx, auth.Actor{}, session, func(deed *deed) error {
			all, err := deed.tx.BookingsIn(ctx, session, Waiting, Offered, Confirmed, Released, Arrived, Called)
			if err != nil {
				return err
			}
			if more = len(all) > tellAtOnce; more {
				all = all[:tellAtOnce]
			}
			for _, b := range all {
				if err := deed.cancel(&b, s.Reason); err != nil {
					return err
				}
				if err := deed.tell(b, noticeSessionCancelled, facts{notify.FactWords: s.Reason, factNext: instead}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// Rebook books the next session with a free place instead of one that was cancelled, with the same answers. Faults:
// ErrMissing, ErrState while the booking counts, ErrNoneFree, those of Book.
func (d *Desk) Rebook(ctx context.Context, who auth.Actor, id int64) (Booking, error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return b, err
	}
	from, err := d.stand(ctx, who, b)
	switch {
	case err != nil:
		return Booking{}, err
	case from != Owner && from != AtCounter:
		return Booking{}, ErrMissing
	case b.State.Alive():
		return Booking{}, ErrState
	}
	after := d.now()
	for range 5 { // a parallel request may take the place
		next, err := d.store.NextFree(ctx, b.Service, after)
		if err != nil {
			return Booking{}, none2(err, ErrNoSession, ErrNoneFree)
		}
		booked, err := d.Book(ctx, who, Wish{Session: next.ID, For: b.Person, Answers: b.Answers, NoWait: true})
		switch {
		case errors.Is(err, ErrFull), errors.Is(err, ErrNotYet), errors.Is(err, ErrLate), errors.Is(err, ErrLimit), errors.Is(err, ErrTwice):
			after = next.BeginAt.Add(time.Millisecond)
			continue
		}
		return booked, err
	}
	return Booking{}, ErrNoneFree
}
