package booking

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/report"
	"linli/app/when"
)

// What can go wrong on the day.
var (
	ErrCode     = fault.New(fault.Invalid, "booking.code", "这不是预约码，请扫预约页面或小票上的二维码")
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

// codePrefix begins what the QR of a booking says.
const codePrefix = "LLB"

// Code is what the QR of the booking says when it is checked in.
func (b Booking) Code() string { return fmt.Sprintf("%s%d", codePrefix, b.ID) }

// ParseCode returns the booking a code stands for, however it was typed: llb 12, ＬＬＢ－１２. Faults: ErrCode.
func ParseCode(s string) (int64, error) {
	plain := strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' { // full width
			r -= '！' - '!'
		}
		switch {
		case r == ' ' || r == '\u3000' || r == '\t' || r == '\r' || r == '\n' || r == '-' || r == ':' || r == '.':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, s)
	digits, ok := strings.CutPrefix(plain, codePrefix)
	if !ok || strings.HasPrefix(digits, "+") {
		return 0, ErrCode
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || id <= 0 {
		return 0, ErrCode
	}
	return id, nil
}

// duty returns in which role the actor works in a session, whatever he has to do with a booking himself: AtCounter,
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

// onDuty is inSession for who works there. Faults: ErrNoSession for everybody else.
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

// serve is act for who works in the session of the booking. Faults: ErrMissing for everybody else.
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

// today returns ErrNotToday on any other day than that of the booking.
func (b Booking) today(now time.Time) error {
	if when.DateOf(b.BeginAt) != when.DateOf(now) {
		return ErrNotToday.Say("这个预约是 %s 的", when.Say(b.BeginAt))
	}
	return nil
}

// Arrive puts somebody who has come into the queue. Who was late needs a place again: seat says whether there is one.
// Arriving twice changes nothing. Faults: ErrNotToday, ErrState, ErrFull.
func (b *Booking) Arrive(seat func() bool, now time.Time) error {
	if err := b.today(now); err != nil {
		return err
	}
	switch b.State {
	case Arrived, Called:
		return nil
	case Released:
		if !seat() {
			return ErrFull.Say("名额已让给别人，这一场现在没有空位了")
		}
		b.Seated = true
	case Confirmed:
	default:
		return ErrState
	}
	b.State, b.ArrivedAt, b.ByPhone = Arrived, now, false
	return nil
}

// CheckIn notes that somebody has come, by staff of the community or a provider of the session. Faults: ErrMissing,
// ErrNotToday, ErrState; ErrFull when he was late and nothing is free any more.
func (d *Desk) CheckIn(ctx context.Context, who auth.Actor, id int64) (Booking, error) {
	return d.serve(ctx, who, id, func(deed *deed, b *Booking) error { return deed.checkIn(b) })
}

// CheckInCode is CheckIn by what the QR says. Faults: ErrCode besides.
func (d *Desk) CheckInCode(ctx context.Context, who auth.Actor, code string) (Booking, error) {
	id, err := ParseCode(code)
	if err != nil {
		return Booking{}, err
	}
	return d.CheckIn(ctx, who, id)
}

func (d *deed) checkIn(b *Booking) error {
	if b.State != Released {
		return b.Arrive(nil, d.now)
	}
	p, err := d.tx.LockPeriod(d.ctx, b.Period)
	if err != nil {
		return err
	}
	if err := b.Arrive(p.retake, d.now); err != nil {
		return err
	}
	return d.tx.SavePeriod(d.ctx, p)
}

// retake takes a free place for somebody who keeps his number. It says whether there was one.
func (p *Period) retake() bool {
	if p.Free == 0 {
		return false
	}
	p.Free, p.Taken = p.Free-1, p.Taken+1
	return true
}

// WalkIn gives somebody who stands at the counter without a booking a place, a kept one first, and puts him into the
// queue. Who waits for a place of this session gets one if there is any; who has one is checked in. Faults:
// ErrNoSession, ErrNotToday, those of Book, ErrLimit.
func (d *Desk) WalkIn(ctx context.Context, who auth.Actor, w Wish) (Booking, error) {
	s, err := d.store.Session(ctx, w.Session)
	if err != nil {
		return Booking{}, err
	}
	if ok, err := d.covers(ctx, who, s.Community); err != nil || !ok {
		return Booking{}, either(err, ErrNoSession)
	}
	if s.Day != when.DateOf(d.now()) {
		return Booking{}, ErrNotToday.Say("这一场是 %s 的", when.Say(s.BeginAt))
	}
	w.NoWait = true
	b, err := d.Book(ctx, who, w)
	if errors.Is(err, ErrTwice) {
		b, err = d.store.Living(ctx, w.Session, w.For)
	}
	if err != nil {
		return Booking{}, err
	}
	return d.serve(ctx, who, b.ID, func(deed *deed, b *Booking) error {
		if b.State == Waiting || b.State == Offered {
			if err := deed.seat(b); err != nil {
				return err
			}
		}
		return deed.checkIn(b)
	})
}

// seat gives somebody of the waitlist who stands at the counter the place that is held for him, or any that is left.
func (d *deed) seat(b *Booking) error {
	if err := b.today(d.now); err != nil {
		return err
	}
	nths, err := d.tx.TakenNths(d.ctx, b.Service, b.Person, b.Week)
	if err != nil {
		return err
	}
	nth := NextNth(d.service.Rules.PerWeek, nths)
	if nth < 0 {
		return ErrLimit
	}
	all, err := d.tx.LockPeriods(d.ctx, d.session.ID)
	if err != nil {
		return err
	}
	for i := range all {
		p := &all[i]
		if !d.now.Before(p.EndAt) || !p.give(b) {
			continue
		}
		b.State, b.Seated, b.Nth, b.Number, b.Period = Confirmed, true, nth, p.First+p.Numbered, p.ID
		b.BeginAt, b.EndAt = p.BeginAt, p.EndAt
		d.session.Waiting--
		return d.tx.SavePeriod(d.ctx, *p)
	}
	return ErrFull.Say("这一场现在没有空位，请稍等，或请服务人员加号")
}

// give takes a place for somebody of the waitlist: the one that is held for him, a kept or a free one. Who is offered one
// of another period takes no second.
func (p *Period) give(b *Booking) bool {
	var from *int
	switch {
	case b.State == Offered && b.Period == p.ID:
		from = &p.Held
	case b.State == Offered:
		return false
	case p.Kept > 0:
		from = &p.Kept
	case p.Free > 0:
		from = &p.Free
	default:
		return false
	}
	*from--
	p.Taken, p.Numbered = p.Taken+1, p.Numbered+1
	return true
}

// Finish notes what was done for somebody whose turn it was. Finishing again changes nothing. Faults: ErrMissing,
// ErrResult, ErrState.
func (d *Desk) Finish(ctx context.Context, who auth.Actor, id int64, result string) (Booking, error) {
	result = strings.TrimSpace(report.Clean(result))
	if !length(result, 0, MaxResult) {
		return Booking{}, ErrResult
	}
	return d.serve(ctx, who, id, func(deed *deed, b *Booking) error { return b.Finish(result, deed.now) })
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

// Miss notes that somebody did not come, or has gone. Once noted it changes nothing. Faults: ErrMissing, ErrState,
// ErrEarly before he is late.
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
		return deed.tell(*b, "booking.missed", nil)
	})
}

// More asks for more places in a session.
type More struct {
	Session int64
	Period  int64 // 0: the one that is under way, or the next
	Places  int
}

// Extend adds places while a session lasts (再加几个号), and offers them to those who wait if it has not begun. A repeated
// request adds them once. Faults: ErrNoSession, ErrExtend, ErrEntry, ErrCancelled, ErrLate.
func (d *Desk) Extend(ctx context.Context, who auth.Actor, more More) error {
	if outside(more.Places, 1, MaxExtend) {
		return ErrExtend
	}
	return d.onDuty(ctx, who, more.Session, func(deed *deed) error {
		_, err := deed.once("extend", func() (int64, error) { return more.Session, deed.extend(more) })
		return err
	})
}

func (d *deed) extend(more More) error {
	if d.session.State == Dropped {
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
	p.Extra += want - p.Want // a change of the timetable does not take them away
	p.Resize(want)
	if err := d.fill(&p); err != nil {
		return err
	}
	return d.tx.SavePeriod(d.ctx, p)
}
