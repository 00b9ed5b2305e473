package booking

import (
	"context"
	"errors"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fresh"
	"linli/app/when"
)

// Desk is where bookings are made (服务台): it runs the use cases.
type Desk struct {
	store     Store
	areas     area.Source
	times     *when.Clocks
	weeks     Weeks
	catalogue *fresh.Value[*Catalogue]
	full      *fullSessions
	doors     *doors
	now       func() time.Time
	within    Tx     // not nil: the desk works in this transaction, which the caller commits
	touched   *int64 // with within: the community whose weeks have changed
}

// Config is what a Desk needs.
type Config struct {
	Store Store
	Areas area.Source
	Times *when.Clocks
	Weeks Weeks
	Now   func() time.Time
}

// NewDesk returns the desk.
func NewDesk(c Config) *Desk {
	return &Desk{
		store: c.Store, areas: c.Areas, times: c.Times, weeks: c.Weeks, now: c.Now,
		full: &fullSessions{seen: map[int64]time.Time{}}, doors: newDoors(),
		catalogue: fresh.New(fresh.Source[*Catalogue]{
			Version: c.Store.CatalogueVersion,
			Load:    func(ctx context.Context) (*Catalogue, error) { return loadCatalogue(ctx, c.Store, c.Now()) },
		}, c.Now),
	}
}

// Within returns the desk working inside the caller's transaction, and what the caller runs after the commit.
func (d *Desk) Within(tx Tx) (inner *Desk, committed func(context.Context)) {
	within := *d
	within.within, within.touched = tx, new(int64)
	return &within, func(ctx context.Context) {
		if *within.touched != 0 {
			d.changed(ctx, *within.touched)
		}
	}
}

// changed drops the cached weeks of a community after a commit.
func (d *Desk) changed(ctx context.Context, community int64) {
	if d.within != nil {
		*d.touched = community
		return
	}
	d.full.forget()
	d.weeks.Changed(context.WithoutCancel(ctx), community)
}

// inTx runs do in a transaction of its own, or as a savepoint of the one the desk works in; an error undoes what do
// wrote.
func (d *Desk) inTx(ctx context.Context, do func(Tx) error) error {
	if d.within != nil {
		return d.within.Try(ctx, func() error { return do(d.within) })
	}
	return d.store.InTx(ctx, do)
}

// deed is one change of a session, its periods and bookings, inside the transaction that holds the session's lock.
type deed struct {
	ctx     context.Context
	tx      Tx
	who     auth.Actor // the zero Actor is a job
	now     time.Time
	tree    *area.Tree
	service Service
	session Session
}

// act locks the session and then the booking, lets do change both, and saves what changed. It returns the booking as it
// is then. Faults: ErrMissing.
func (d *Desk) act(ctx context.Context, who auth.Actor, id int64, do func(*deed, *Booking) error) (Booking, error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return Booking{}, err
	}
	err = d.inSession(ctx, who, b.Session, func(deed *deed) error {
		var err error
		if b, err = deed.tx.LockBooking(ctx, id); err != nil {
			return err
		}
		if err := do(deed, &b); err != nil {
			return err
		}
		return deed.tx.SaveBooking(ctx, b)
	})
	return b, err
}

// inSession locks a session and lets do change it; the cached week is dropped. Faults: ErrNoSession.
func (d *Desk) inSession(ctx context.Context, who auth.Actor, session int64, do func(*deed) error) error {
	tree, err := d.areas.Tree(ctx)
	if err != nil {
		return err
	}
	c, err := d.catalogue.Get(ctx)
	if err != nil {
		return err
	}
	community := int64(0)
	err = d.inTx(ctx, func(tx Tx) error {
		deed := &deed{ctx: ctx, tx: tx, who: who, now: d.now(), tree: tree}
		if deed.session, err = tx.LockSession(ctx, session); err != nil {
			return err
		}
		community, deed.service = deed.session.Community, c.Service(deed.session.Service)
		if err := do(deed); err != nil {
			return err
		}
		return tx.SaveSession(ctx, deed.session)
	})
	if err == nil {
		d.changed(ctx, community)
	}
	return err
}

// give locks the period of a booking that holds or has a place, and gives the place back.
func (d *deed) give(period int64, from func(*Period) *int) error {
	p, err := d.tx.LockPeriod(d.ctx, period)
	if err != nil {
		return err
	}
	if err := d.vacate(&p, from(&p), false); err != nil {
		return err
	}
	return d.tx.SavePeriod(d.ctx, p)
}

func taken(p *Period) *int { return &p.Taken }
func held(p *Period) *int  { return &p.Held }

// none turns one expected fault into nil.
func none(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}
