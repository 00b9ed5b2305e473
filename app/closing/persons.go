package closing

import (
	"context"
	"errors"
	"time"

	"linli/app/booking"
	"linli/app/person"
)

// Persons is the store of persons whose mergers also give back, in the same transaction, the places that one person may
// have only once.
type Persons struct {
	person.Store
	accounts Store
	desk     *booking.Desk
	now      func() time.Time
}

// NewPersons returns the store; the use cases of persons work on it.
func NewPersons(s person.Store, accounts Store, d *booking.Desk, now func() time.Time) *Persons {
	return &Persons{Store: s, accounts: accounts, desk: d, now: now}
}

// InTx implements person.Store.
func (p *Persons) InTx(ctx context.Context, do func(person.Tx) error) error {
	var committed []func(context.Context)
	err := p.accounts.InTx(ctx, func(tx Tx) error {
		committed = nil // it may run again from the start
		return do(uniting{Tx: tx, desk: p.desk, now: p.now, committed: &committed})
	})
	if err != nil {
		return err
	}
	for _, done := range committed {
		done(ctx)
	}
	return nil
}

// uniting is a transaction whose mergers also unite the bookings.
type uniting struct {
	Tx
	desk      *booking.Desk
	now       func() time.Time
	committed *[]func(context.Context)
}

// MergePerson implements person.Tx. A parallel request may still write for the merged person afterwards, so LeftJob
// cleans up once more.
func (u uniting) MergePerson(ctx context.Context, from, to int64) error {
	done, err := join(ctx, u.Tx, u.desk, from, to)
	if err != nil {
		return err
	}
	*u.committed = append(*u.committed, done)
	return u.AddJob(ctx, LeftJob, from, u.now().Add(leftAfter))
}

// tries bounds the retries when parallel bookings of both persons collide with the merger.
const tries = 5

// join moves everything of one person to another and gives back double bookings.
func join(ctx context.Context, tx Tx, d *booking.Desk, from, to int64) (committed func(context.Context), err error) {
	var all []func(context.Context)
	committed = func(ctx context.Context) {
		for _, done := range all {
			done(ctx)
		}
	}
	for range tries {
		done, err := d.Unite(ctx, tx, from, to)
		if err != nil {
			return nil, err
		}
		all = append(all, done)
		if err = tx.MergePerson(ctx, from, to); !errors.Is(err, booking.ErrTwice) {
			return committed, err
		}
	}
	return nil, booking.ErrTwice
}
