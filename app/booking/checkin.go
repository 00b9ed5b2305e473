package booking

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// ErrCode says that the text is not the code of a booking.
var ErrCode = fault.New(fault.Invalid, "booking.code", "这不是预约码，请扫预约页面或小票上的二维码")

// codePrefix begins the text of a booking's QR code.
const codePrefix = "LLB"

// Code is the text of the booking's QR code.
func (b Booking) Code() string { return fmt.Sprintf("%s%d", codePrefix, b.ID) }

// ParseCode returns the id in a code, in any spelling: llb 12, ＬＬＢ－１２. Faults: ErrCode.
func ParseCode(s string) (int64, error) {
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -:.", r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, text.Narrow(s))
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

// today returns ErrNotToday on any other day than that of the booking.
func (b Booking) today(now time.Time) error {
	if when.DateOf(b.BeginAt) != when.DateOf(now) {
		return ErrNotToday.Say("这个预约是 %s 的", when.Say(b.BeginAt))
	}
	return nil
}

// Arrive puts the person into the queue. A late arrival needs a place again: seat says whether there is one. Arriving
// twice changes nothing. Faults: ErrNotToday, ErrState, ErrFull.
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

// CheckIn notes an arrival, by staff of the community or a provider of the session. Faults: ErrMissing, ErrNotToday,
// ErrState; ErrFull when the person was late and nothing is free any more.
func (d *Desk) CheckIn(ctx context.Context, who auth.Actor, id int64) (Booking, error) {
	return d.serve(ctx, who, id, func(deed *deed, b *Booking) error { return deed.checkIn(b) })
}

// CheckInCode is CheckIn by the text of the QR code. Faults: ErrCode besides.
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

// retake takes a free place for a released booking, which keeps its number. It says whether there was one.
func (p *Period) retake() bool {
	if p.Free == 0 {
		return false
	}
	p.Free, p.Taken = p.Free-1, p.Taken+1
	return true
}
