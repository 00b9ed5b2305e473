package store

import (
	"context"
	"fmt"
	"strings"

	"linli/app/booking"
	"linli/app/ledger"
	"linli/app/pages"
	"linli/app/report"
)

// CountBookings implements ledger.Store.
func (s *Ledgers) CountBookings(ctx context.Context, p ledger.Part) (int, error) {
	var n int
	if err := get(ctx, s.db.pool, &n, report.ErrMissing, `
		SELECT COUNT(*) FROM booking WHERE community_id = ? AND begin_at >= ? AND begin_at < ?`,
		p.Community, ms(p.From), ms(p.To)); err != nil {
		return 0, fmt.Errorf("count bookings: %w", err)
	}
	return n, nil
}

// openColumns are the columns of a booking without the encrypted answers, which are never in a ledger.
var openColumns = strings.Replace(bookingColumns, "answers", "'' AS answers", 1)

// ReadBookings implements ledger.Store. It finds the page in the index booking_in_time alone, then reads its rows.
func (s *Ledgers) ReadBookings(ctx context.Context, p ledger.Part, after pages.Cursor, most int) (pages.Page[booking.Booking], error) {
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `
		SELECT id FROM booking
		WHERE  community_id = ? AND begin_at >= ? AND begin_at < ? AND (begin_at > ? OR id > ?)
		ORDER  BY begin_at, id LIMIT ?`, p.Community, max(ms(p.From), after.Key), ms(p.To), after.Key, after.ID, most); err != nil {
		return pages.Page[booking.Booking]{}, fmt.Errorf("bookings of a period: %w", err)
	}
	if len(ids) == 0 {
		return pages.Page[booking.Booking]{}, nil
	}
	var rows []bookingRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+openColumns+` FROM booking WHERE id IN (`+marks(len(ids))+`) ORDER BY begin_at, id LIMIT ?`,
		append(anys(ids), most)...); err != nil {
		return pages.Page[booking.Booking]{}, fmt.Errorf("read bookings: %w", err)
	}
	all := make([]booking.Booking, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.booking(s.db.vault); err != nil {
			return pages.Page[booking.Booking]{}, err
		}
	}
	if len(ids) < most {
		return pages.Page[booking.Booking]{Items: all}, nil
	}
	return pages.Full(all, len(all), func(b booking.Booking) pages.Cursor { return pages.Cursor{Key: ms(b.BeginAt), ID: b.ID} }), nil
}

// ServiceNames implements ledger.Store.
func (s *Ledgers) ServiceNames(ctx context.Context, ids []int64) (map[int64]string, error) {
	names := map[int64]string{}
	if len(ids) == 0 {
		return names, nil
	}
	var rows []struct {
		ID   int64  `db:"id"`
		Name string `db:"name"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, name FROM booking_service WHERE id IN (`+marks(len(ids))+`) ORDER BY id LIMIT ?`, append(anys(ids), len(ids))...); err != nil {
		return nil, fmt.Errorf("names of services: %w", err)
	}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, nil
}
