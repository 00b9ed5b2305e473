package booking

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/feedback"
	"linli/app/text"
	"linli/app/work"
)

// What can go wrong on the day.
var (
	ErrNotToday = fault.New(fault.Conflict, "booking.not_today", "这个预约不是今天的")
	ErrEarly    = fault.New(fault.Conflict, "booking.early", "还没到迟到时间，请再等一等")
	ErrResult   = fault.New(fault.Invalid, "booking.result", "服务记录最多 200 字")
	ErrExtend   = fault.New(fault.Invalid, "booking.extend", "一次请加 1 至 20 个号")
)

// The limits of the day.
const (
	MaxResult = 200
	MaxExtend = 20
)

// duty returns the role in which the actor works in a session, apart from any booking of their own: AtCounter,
// Provider, or Outside.
func (d *Desk) duty(ctx context.Context, who auth.Actor, s Session) (Standpoint, error) {
	if who.Person == 0 {
		return Outside, nil
	}
	if ok, err := d.covers(ctx, who, s.Community); ok || err != nil {
		return AtCounter, err
	}
	if slices.Contains(s.Providers, who.Person) {
		return Provider, nil
	}
	return Outside, nil
}

// onDuty is inSession for an actor who works there. Faults: ErrNoSession for everybody else.
func (d *Desk) onDuty(ctx context.Context, who auth.Actor, session int64, do func(*deed) error) error {
	s, err := d.store.Session(ctx, session)
	if err != nil {
		return err
	}
	if from, err := d.duty(ctx, who, s); err != nil || from == Outside {
		return either(err, ErrNoSession)
	}
	return d.inSession(ctx, who, session, do)
}

// serve is act for an actor who works in the session of the booking. Faults: ErrMissing for everybody else.
func (d *Desk) serve(ctx context.Context, who auth.Actor, id int64, do func(*deed, *Booking) error) (Booking, error) {
	b, err := d.store.Booking(ctx, id)
	if err != nil {
		return Booking{}, err
	}
	s, err := d.store.Session(ctx, b.Session)
	if err != nil {
		return Booking{}, err
	}
	if from, err := d.duty(ctx, who, s); err != nil || from == Outside {
		return Booking{}, either(err, ErrMissing)
	}
	return d.act(ctx, who, id, do)
}

func either(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// Finish notes what was done for a called person. Finishing again changes nothing. Faults: ErrMissing, ErrResult,
// ErrState.
func (d *Desk) Finish(ctx context.Context, who auth.Actor, id int64, result string) (Booking, error) {
	result = text.Words(result)
	if !text.Within(result, 0, MaxResult) {
		return Booking{}, ErrResult
	}
	return d.serve(ctx, who, id, func(deed *deed, b *Booking) error {
		if b.State == Done {
			return nil
		}
		return deed.finish(b, result)
	})
}

// finish ends a visit, writes the line of work and asks whether it was good. At a counter one word says what it was. Faults: ErrState,
// ErrResult.
func (d *deed) finish(b *Booking, result string) error {
	line := work.Line{
		Community: b.Community, At: d.now, About: fmt.Sprintf("booking:%d", b.ID), Deed: work.Served, Area: b.Community,
		Served: b.Person, Place: d.service.Name,
	}
	if d.service.Rules.Counter {
		if line.Words = result; result == "" {
			return ErrResult.Say("请先登记办了什么：咨询、当场办好或转代办")
		}
	}
	if err := b.Finish(result, d.now); err != nil {
		return err
	}
	if err := work.Write(d.ctx, d.tx, d.tree, d.who, line); err != nil {
		return err
	}
	if b.Person == 0 || b.Errand != 0 { // of an errand people are asked when it ends
		return nil
	}
	return d.ask(*b)
}

// ask asks once whether the service was good: the person served, or the relative who booked for them.
func (d *deed) ask(b Booking) error {
	a := feedback.Asking{
		Kind: feedback.Booking, About: b.ID, Community: b.Community, Service: b.Service, Title: d.service.Name, Person: b.Person,
	}
	if d.service.Rules.Counter {
		a.Kind = feedback.Counter
	}
	if b.Source == Family {
		a.Relative = b.By
	}
	return feedback.Ask(d.ctx, d.tx, a, d.now)
}

// Finish ends a visit. Faults: ErrState.
func (b *Booking) Finish(result string, now time.Time) error {
	switch b.State {
	case Done:
		return nil
	case Arrived, Called:
		b.State, b.Result, b.EndedAt = Done, result, now
		return nil
	}
	return ErrState
}

// Miss notes that a person did not come, or has gone. Once noted it changes nothing. Faults: ErrMissing, ErrState;
// ErrEarly before the person counts as late.
func (d *Desk) Miss(ctx context.Context, who auth.Actor, id int64) (Booking, error) {
	return d.serve(ctx, who, id, func(deed *deed, b *Booking) error {
		switch b.State {
		case NoShow:
			return nil
		case Confirmed:
			p, err := deed.tx.LockPeriod(deed.ctx, b.Period)
			if err != nil {
				return err
			}
			if deed.now.Before(p.Expected(b.Number).Add(deed.service.Rules.late())) {
				return ErrEarly
			}
		case Arrived, Called:
		default:
			return ErrState
		}
		b.Miss(deed.now)
		return deed.tell(*b, noticeMissed, nil)
	})
}

// More asks for more places in a session.
type More struct {
	Session int64
	Period  int64 // 0: the current one, or the next
	Places  int
}

// Extend adds places while a session lasts (再加几个号), and offers them to the waitlist if it has not begun. A repeated
// request adds them once. Faults: ErrNoSession, ErrExtend, ErrEntry, ErrCancelled, ErrLate.
func (d *Desk) Extend(ctx context.Context, who auth.Actor, more More) error {
	if outside(more.Places, 1, MaxExtend) {
		return ErrExtend
	}
	return d.onDuty(ctx, who, more.Session, func(deed *deed) error {
		_, err := deed.idempotently("extend", func() (int64, error) { return more.Session, deed.extend(more) })
		return err
	})
}

func (d *deed) extend(more More) error {
	if d.session.State == CalledOff {
		return ErrCancelled
	}
	all, err := d.tx.LockPeriods(d.ctx, more.Session)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(p Period) bool { return (more.Period == 0 || p.ID == more.Period) && d.now.Before(p.EndAt) })
	if i < 0 || d.session.State != Open {
		return ErrLate.Say("这一场已经结束，不能再加号")
	}
	p := all[i]
	want := p.Places + more.Places
	if want > MaxPlaces {
		return ErrEntry.Say("一场最多 %d 个号", MaxPlaces)
	}
	p.Extra += want - p.Want // kept when the timetable changes
	p.Resize(want)
	if err := d.fill(&p); err != nil {
		return err
	}
	return d.tx.SavePeriod(d.ctx, p)
}
