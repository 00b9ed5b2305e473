package booking

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/place"
	"linli/app/when"
)

// What can go wrong at the door of a place.
var (
	ErrElsewhere = fault.New(fault.Conflict, "booking.elsewhere", "这个预约不在这里")
	ErrTooSoon   = fault.New(fault.Conflict, "booking.too_soon", "来早了，开始前一小时内再签到")
	ErrOver      = fault.New(fault.Conflict, "booking.over", "这一场已经结束，有事请找工作人员")
)

// DoorBefore is how long before a booked time a resident can check in at the door.
const DoorBefore = time.Hour

// AtDoor returns nil when a resident may check in with the code on the door of a place. Faults: ErrElsewhere, ErrNotToday,
// ErrState, ErrTooSoon, ErrOver; nil also when they have checked in.
func (b Booking) AtDoor(s Service, at int64, end, now time.Time) error {
	if s.PlaceID != at {
		return elsewhere(s)
	}
	if err := b.today(now); err != nil {
		return err
	}
	switch b.State {
	case Arrived, Called:
		return nil
	case Waiting, Offered:
		return ErrState.Say("这个预约%s，还没有约上", b.State.Name())
	case Confirmed, Released:
	default:
		return ErrState
	}
	switch {
	case now.Before(b.BeginAt.Add(-DoorBefore)):
		return ErrTooSoon.Say("来早了，%s 的预约从 %s 起可以签到", clockOf(b.BeginAt), clockOf(b.BeginAt.Add(-DoorBefore)))
	case !now.Before(end):
		return ErrOver
	}
	return nil
}

func clockOf(t time.Time) string { return t.In(when.Beijing).Format("15:04") }

func elsewhere(s Service) error {
	if s.Place == "" {
		return ErrElsewhere
	}
	return ErrElsewhere.Say("您约的%s在%s，不在这里", s.Name, s.Place)
}

// DoorCode is what a resident sends from the door: the mark of its code, and which of their bookings.
type DoorCode struct {
	Mark    string
	Booking int64
}

// AtHand is a booking of the actor or their family as the door of a place sees it.
type AtHand struct {
	Mine
	Why error // why they cannot check in here now; nil when they can, or have
}

// door returns a place whose code the sender has seen. Faults: place.ErrMissing, place.ErrDoor.
func (d *Desk) door(ctx context.Context, at int64, mark string) (place.Place, error) {
	p, err := d.store.Place(ctx, at)
	if err != nil {
		return p, err
	}
	return p, p.AtDoor(mark)
}

// AtDoor returns the bookings of the actor and their family that are here, and those of today that are elsewhere. Faults:
// place.ErrMissing, place.ErrDoor.
func (d *Desk) AtDoor(ctx context.Context, who auth.Actor, at int64, mark string) ([]AtHand, error) {
	ahead, err := d.Ahead(ctx, who)
	if err != nil {
		return nil, err
	}
	if _, err := d.door(ctx, at, mark); err != nil {
		return nil, err
	}
	now, all := d.now(), []AtHand{}
	for _, m := range ahead {
		if m.Service.PlaceID != at && m.Booking.today(now) != nil {
			continue
		}
		s, err := d.store.Session(ctx, m.Booking.Session)
		if err != nil {
			return nil, err
		}
		all = append(all, AtHand{m, m.Booking.AtDoor(m.Service, at, s.EndAt, now)})
	}
	return all, nil
}

// ArriveAtDoor checks in a booking of the actor or of their family with the code on the door (我到了), as CheckIn does at the
// counter. Faults: those of Booking.AtDoor and CheckIn, place.ErrMissing, place.ErrDoor.
func (d *Desk) ArriveAtDoor(ctx context.Context, who auth.Actor, at int64, code DoorCode) (Booking, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Booking{}, err
	}
	if _, err := d.door(ctx, at, code.Mark); err != nil {
		return Booking{}, err
	}
	return d.as(ctx, who, code.Booking, []Standpoint{Owner, Provider, AtCounter}, func(deed *deed, b *Booking, _ Standpoint) error {
		if err := b.AtDoor(deed.service, at, deed.session.EndAt, deed.now); err != nil {
			return err
		}
		return deed.checkIn(b)
	})
}
