package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/booking"
)

type usageRow struct {
	Service   int64 `db:"service_id"`
	Held      int   `db:"held"`
	Dropped   int   `db:"dropped"`
	Places    int   `db:"places"`
	Taken     int   `db:"taken"`
	Served    int   `db:"served"`
	Missed    int   `db:"missed"`
	Waited    int   `db:"waited"`
	Promoted  int   `db:"promoted"`
	Cancelled int   `db:"cancelled"`
}

// Usage implements booking.Store: it reads three index ranges, each once.
func (s *Bookings) Usage(ctx context.Context, community int64, from, to, now time.Time) (map[int64]booking.Usage, error) {
	var sessions, places, people []usageRow
	if err := list(ctx, s.db.pool, &sessions, `
		SELECT service_id, SUM(CASE WHEN state <> ? AND end_at <= ? THEN 1 ELSE 0 END) AS held,
		       SUM(CASE WHEN state = ? THEN 1 ELSE 0 END) AS dropped
		FROM   booking_session WHERE community_id = ? AND begin_at >= ? AND begin_at < ? GROUP BY service_id ORDER BY service_id`,
		booking.CalledOff, ms(now), booking.CalledOff, community, ms(from), ms(to)); err != nil {
		return nil, fmt.Errorf("usage of sessions: %w", err)
	}
	if err := list(ctx, s.db.pool, &places, `
		SELECT s.service_id, SUM(p.places) AS places
		FROM   booking_session s JOIN booking_period p ON p.session_id = s.id
		WHERE  s.community_id = ? AND s.begin_at >= ? AND s.begin_at < ? AND s.state <> ? GROUP BY s.service_id ORDER BY s.service_id`,
		community, ms(from), ms(to), booking.CalledOff); err != nil {
		return nil, fmt.Errorf("usage of places: %w", err)
	}
	if err := list(ctx, s.db.pool, &people, `
		SELECT service_id, SUM(seated) AS taken, SUM(CASE WHEN state = ? THEN 1 ELSE 0 END) AS served,
		       SUM(CASE WHEN state = ? THEN 1 ELSE 0 END) AS missed, SUM(CASE WHEN position > 0 THEN 1 ELSE 0 END) AS waited,
		       SUM(CASE WHEN position > 0 AND number > 0 THEN 1 ELSE 0 END) AS promoted,
		       SUM(CASE WHEN state = ? THEN 1 ELSE 0 END) AS cancelled
		FROM   booking WHERE community_id = ? AND begin_at >= ? AND begin_at < ? GROUP BY service_id ORDER BY service_id`,
		booking.Done, booking.NoShow, booking.Cancelled, community, ms(from), ms(to)); err != nil {
		return nil, fmt.Errorf("usage by people: %w", err)
	}
	all := map[int64]booking.Usage{}
	for _, rows := range [][]usageRow{sessions, places, people} {
		for _, r := range rows {
			u := all[r.Service]
			u.Over, u.Dropped, u.Places = u.Over+r.Held, u.Dropped+r.Dropped, u.Places+r.Places
			u.Taken, u.Served, u.Missed = u.Taken+r.Taken, u.Served+r.Served, u.Missed+r.Missed
			u.Waited, u.Promoted, u.Cancelled = u.Waited+r.Waited, u.Promoted+r.Promoted, u.Cancelled+r.Cancelled
			all[r.Service] = u
		}
	}
	return all, nil
}
