package store

import (
	"context"
	"fmt"
	"slices"

	"linli/app/booking"
)

var bookingData = data{
	tables: []Table{
		{
			Name: "booking", Holds: "the person of a booking, its times and result; encrypted answers to the questions", Keep: booking.KeepAnswers,
			From: "the end of the booking, for the answers; the rest is " + ofRecord, Job: "drop_booking_answers",
			Also:  "closing erases the answers and cancels what is ahead",
			Names: map[string]Fate{"person_id": {Leave: "the place is still theirs", Close: byRecord}, "by_id": onRecord, "served_by": byStaff},
		},
		{Name: "booking_entry", Holds: "the providers of each day", From: "as long as the timetable is shown"},
		{Name: "booking_exception", Impersonal: "days off"},
		{Name: "booking_period", Impersonal: "places left"},
		{
			Name: "booking_press", Holds: "the person and booking of a request", Keep: booking.KeepPresses, From: "the request",
			Job: "end_booking_days", Names: map[string]Fate{"person_id": {Leave: "deleted after two days", Close: "deleted after two days"}},
		},
		{Name: "booking_service", Impersonal: "services"},
		{Name: "booking_session", Holds: "the providers of a session", From: ofRecord},
		{Name: "booking_version", Impersonal: "a counter"},
	},
	move: (*tx).moveBookings,
}

// moveBookings moves one person's bookings to another. Clashing numbers within a week are replaced by free ones. It returns
// booking.ErrTwice when both have a place in one session.
func (t *tx) moveBookings(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking SET request = NULL
		WHERE  by_id = ? AND request IN (SELECT request FROM (SELECT request FROM booking WHERE by_id = ? AND request IS NOT NULL) own)`,
		from, to); err != nil {
		return fmt.Errorf("requests of bookings: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE booking SET by_id = ? WHERE by_id = ?`, to, from); err != nil {
		return fmt.Errorf("move who booked: %w", err)
	}
	all, err := bookings(ctx, t.q, t.vault, `person_id = ? AND nth IS NOT NULL ORDER BY id LIMIT 10000`, from)
	if err != nil {
		return fmt.Errorf("bookings to move: %w", err)
	}
	for _, b := range all {
		if err := t.moveNumbered(ctx, b, to); err != nil {
			return err
		}
	}
	_, err = t.q.ExecContext(ctx, `UPDATE booking SET person_id = ? WHERE person_id = ?`, to, from)
	if duplicate(err) {
		return booking.ErrTwice.Because(err)
	}
	if err != nil {
		return fmt.Errorf("move bookings: %w", err)
	}
	return t.movePresses(ctx, from, to)
}

func (t *tx) moveNumbered(ctx context.Context, b booking.Booking, to int64) error {
	taken, err := t.TakenNths(ctx, b.Service, to, b.Week)
	if err != nil {
		return err
	}
	nth := b.Nth
	for n := 1; slices.Contains(taken, nth); n++ {
		nth = n
	}
	_, err = t.q.ExecContext(ctx, `UPDATE booking SET person_id = ?, nth = ? WHERE id = ?`, to, nth, b.ID)
	if duplicate(err) {
		return booking.ErrTwice.Because(err)
	}
	if err != nil {
		return fmt.Errorf("move booking %d: %w", b.ID, err)
	}
	return nil
}

// movePresses moves one person's idempotency keys to another.
func (t *tx) movePresses(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `
		DELETE FROM booking_press
		WHERE  person_id = ? AND request IN (SELECT request FROM (SELECT request FROM booking_press WHERE person_id = ?) own)`,
		from, to); err != nil {
		return fmt.Errorf("delete presses: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE booking_press SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
		return fmt.Errorf("move presses: %w", err)
	}
	return nil
}
