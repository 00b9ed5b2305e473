package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/booking"
)

// Present implements booking.Store.
func (s *Bookings) Present(ctx context.Context, session int64) ([]booking.Booking, error) {
	return bookings(ctx, s.db.pool, s.db.vault, `session_id = ? AND state IN (?, ?) ORDER BY number, id LIMIT 5000`,
		session, booking.Arrived, booking.Called)
}

// Everybody implements booking.Store.
func (s *Bookings) Everybody(ctx context.Context, session int64) ([]booking.Booking, error) {
	return bookings(ctx, s.db.pool, s.db.vault, `session_id = ? ORDER BY position, id LIMIT 5000`, session)
}

// Serving implements booking.Store. A provider has few days, so the id lists in the text column are compared row by row.
func (s *Bookings) Serving(ctx context.Context, provider int64, from, to time.Time) ([]booking.Session, error) {
	var rows []sessionRow
	id := fmt.Sprint(provider)
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+sessionColumns+` FROM booking_session
		WHERE  begin_at >= ? AND begin_at < ? AND (providers = ? OR providers LIKE ? OR providers LIKE ? OR providers LIKE ?)
		ORDER  BY begin_at, id LIMIT 200`, ms(from), ms(to), id, id+",%", "%,"+id, "%,"+id+",%"); err != nil {
		return nil, fmt.Errorf("sessions of a provider: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	ids, index := make([]int64, len(rows)), make(map[int64]int, len(rows))
	all := make([]booking.Session, len(rows))
	for i, r := range rows {
		all[i], ids[i], index[r.ID] = r.session(), r.ID, i
	}
	found, err := periods(ctx, s.db.pool, `session_id IN (`+marks(len(ids))+`) ORDER BY session_id, id LIMIT 60000`, anys(ids)...)
	for _, p := range found {
		i := index[p.Session]
		all[i].Periods = append(all[i].Periods, p)
	}
	return all, err
}

// waitsForCall is the condition of booking.Store's ToCall.
func waitsForCall(communities []int64, now time.Time) (where string, args []any) {
	return `community_id IN (` + marks(len(communities)) + `) AND by_phone = 1 AND state IN (?, ?, ?) AND begin_at >= ?`,
		append(anys(communities), booking.Confirmed, booking.Waiting, booking.Offered, ms(now))
}

// ToCall implements booking.Store.
func (s *Bookings) ToCall(ctx context.Context, communities []int64, now time.Time) ([]booking.Booking, error) {
	where, args := waitsForCall(communities, now)
	return bookings(ctx, s.db.pool, s.db.vault, where+` ORDER BY begin_at, id LIMIT 100`, args...)
}

// CountToCall implements booking.Store.
func (s *Bookings) CountToCall(ctx context.Context, communities []int64, now time.Time) (int, error) {
	var n int
	where, args := waitsForCall(communities, now)
	err := get(ctx, s.db.pool, &n, booking.ErrMissing, `SELECT COUNT(*) FROM booking WHERE `+where, args...)
	return n, err
}

// Record implements booking.Store.
func (s *Bookings) Record(ctx context.Context, who, before int64, most int) ([]booking.Booking, error) {
	return bookings(ctx, s.db.pool, s.db.vault, `person_id = ? AND state = ? AND id < ? ORDER BY id DESC LIMIT ?`,
		who, booking.Done, from(before), most)
}

// EraseOldAnswers implements booking.Store.
func (s *Bookings) EraseOldAnswers(ctx context.Context, before time.Time) error {
	if _, err := change(ctx, direct{s.db}, `
		UPDATE booking SET answers = '', answered = 0 WHERE answered = 1 AND end_at < ?`, ms(before)); err != nil {
		return outage(fmt.Errorf("erase answers: %w", err))
	}
	return nil
}

// LeftArrived implements booking.Store.
func (s *Bookings) LeftArrived(ctx context.Context, begun, ended time.Time) ([]int64, error) {
	var ids []int64
	err := list(ctx, s.db.pool, &ids, `
		SELECT b.id FROM booking_session s JOIN booking b ON b.session_id = s.id
		WHERE  s.begin_at >= ? AND s.begin_at < ? AND s.end_at < ? AND b.state = ? ORDER BY b.id LIMIT 1000`,
		ms(begun), ms(ended), ms(ended), booking.Arrived)
	return ids, err
}

// FindBookingPress implements booking.Tx.
func (t *tx) FindBookingPress(ctx context.Context, who int64, request string) (about int64, err error) {
	err = get(ctx, t.q, &about, booking.ErrMissing, `SELECT about_id FROM booking_press WHERE person_id = ? AND request = ?`, who, request)
	return about, err
}

// AddBookingPress implements booking.Tx.
func (t *tx) AddBookingPress(ctx context.Context, who int64, request string, about int64) error {
	if _, err := t.q.ExecContext(ctx, `INSERT INTO booking_press (person_id, request, about_id, at) VALUES (?, ?, ?, ?)`,
		who, request, about, ms(t.now())); err != nil {
		return fmt.Errorf("press: %w", err)
	}
	return nil
}

// DeletePresses implements booking.Store.
func (s *Bookings) DeletePresses(ctx context.Context, before time.Time) error {
	if _, err := change(ctx, direct{s.db}, `DELETE FROM booking_press WHERE at < ?`, ms(before)); err != nil {
		return outage(fmt.Errorf("delete presses: %w", err))
	}
	return nil
}
