package booking

import (
	"context"
	"errors"

	"linli/app/fault"
	"linli/app/place"
	"linli/app/when"
)

// ErrRoom says that a session would be where and when a group has the place.
var ErrRoom = fault.New(fault.Conflict, "booking.room", "这个时间场所已经借出")

// inRoom is the holder of the half-hours of all sessions: they share a place as the community arranges it.
var inRoom = place.Holder{Held: place.BySession}

// takeHours gives the session the half-hours of a place (0: none). Fault: place.ErrHeld.
func (d *deed) takeHours(where int64) error {
	d.session.Place = where
	if where == 0 {
		return nil
	}
	return d.tx.TakeHours(d.ctx, where, d.session.BeginAt, d.session.EndAt, inRoom)
}

// leaveHours gives the half-hours of the session back.
func (d *deed) leaveHours() error { return leaveHours(d.ctx, d.tx, d.session) }

func leaveHours(ctx context.Context, tx Tx, s Session) error {
	if s.Place == 0 {
		return nil
	}
	return tx.FreeHours(ctx, s.Place, s.BeginAt, s.EndAt, inRoom)
}

// needRoom refuses lines of a timetable whose sessions would meet what others have agreed at the place, with the dates. Fault: ErrRoom.
func (d *Desk) needRoom(ctx context.Context, tx Tx, s Service, lines []Entry, except []Exception) error {
	if s.PlaceID == 0 {
		return nil
	}
	times, err := d.times.Get(ctx)
	if err != nil {
		return err
	}
	now := d.now()
	taken, err := tx.TakenHours(ctx, s.PlaceID, now, now.AddDate(0, 0, MaxAhead))
	if err != nil {
		return err
	}
	var met []place.Taken
	for _, one := range taken {
		if one.Held == place.BySession {
			continue
		}
		for _, e := range lines {
			day := when.DateOf(one.At)
			held, on := e.On(day, times.Calendar(), except)
			if !on {
				continue
			}
			planned := Plan(s, held, day)
			if one.At.Before(planned.EndAt) && one.At.Add(place.Grid).After(planned.BeginAt) {
				met = append(met, one)
				break
			}
		}
	}
	if len(met) > 0 {
		return ErrRoom.Say("%s 这个时间已经借出或不开放：%s。请换个时间，或先和借用人商量", s.Place, place.SayTimes(met))
	}
	return nil
}

// Ready makes the sessions of the week of a day, so that their hours are held before others ask for them. Faults: area.ErrMissing.
func (d *Desk) Ready(ctx context.Context, community int64, day when.Date) error {
	_, err := d.Week(ctx, community, day)
	return err
}

// free says whether a session that was to be made did not meet others.
func free(err error) error {
	if errors.Is(err, place.ErrHeld) {
		return nil
	}
	return err
}
