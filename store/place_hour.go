package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/place"
)

// TakeHours implements place.Hours. A session counts itself into the half-hours of other sessions; the unique key refuses the rest.
func (t *tx) TakeHours(ctx context.Context, where int64, from, to time.Time, by place.Holder) error {
	slots := place.Slots(from, to)
	if len(slots) == 0 {
		return nil
	}
	rows, args := hourRows(where, slots, by)
	query := `INSERT INTO place_hour (place_id, begin_at, held, held_id, sharers) VALUES ` + rows
	if by.Held == place.BySession {
		query += t.e.count("place_id, begin_at", "sharers")
	}
	if _, err := t.q.ExecContext(ctx, query, args...); duplicate(err) {
		return place.ErrHeld.Because(err)
	} else if err != nil {
		return fmt.Errorf("take hours of place %d: %w", where, err)
	}
	if by.Held != place.BySession {
		return nil
	}
	var others int
	if err := get(ctx, t.q, &others, place.ErrMissing, `
		SELECT COUNT(*) FROM place_hour WHERE place_id = ? AND begin_at >= ? AND begin_at < ? AND held <> ?`,
		where, ms(slots[0]), ms(to), by.Held); err != nil {
		return fmt.Errorf("others in place %d: %w", where, err)
	}
	if others > 0 {
		return place.ErrHeld
	}
	return nil
}

func hourRows(where int64, slots []time.Time, by place.Holder) (rows string, args []any) {
	for _, slot := range slots {
		args = append(args, where, ms(slot), by.Held, by.ID)
	}
	return many(len(slots), `(?, ?, ?, ?, 1)`), args
}

// TakeFree implements place.Hours.
func (t *tx) TakeFree(ctx context.Context, where int64, from, to time.Time, by place.Holder) error {
	taken, err := t.TakenHours(ctx, where, from, to)
	if err != nil {
		return err
	}
	has := map[int64]bool{}
	for _, one := range taken {
		has[ms(one.At)] = true
	}
	var free []time.Time
	for _, slot := range place.Slots(from, to) {
		if !has[ms(slot)] {
			free = append(free, slot)
		}
	}
	if len(free) == 0 {
		return nil
	}
	rows, args := hourRows(where, free, by)
	if _, err := t.q.ExecContext(ctx, `INSERT INTO place_hour (place_id, begin_at, held, held_id, sharers) VALUES `+rows, args...); duplicate(err) {
		return place.ErrHeld.Because(err)
	} else if err != nil {
		return fmt.Errorf("take free hours of place %d: %w", where, err)
	}
	return nil
}

// FreeHours implements place.Hours.
func (t *tx) FreeHours(ctx context.Context, where int64, from, to time.Time, by place.Holder) error {
	within := ` WHERE place_id = ? AND begin_at >= ? AND begin_at < ? AND held = ? AND held_id = ?`
	args := []any{where, ms(from.Truncate(place.Grid)), ms(to), by.Held, by.ID}
	if by.Held == place.BySession {
		if _, err := t.q.ExecContext(ctx, `UPDATE place_hour SET sharers = sharers - 1`+within, args...); err != nil {
			return fmt.Errorf("leave hours of place %d: %w", where, err)
		}
		within += ` AND sharers <= 0`
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM place_hour`+within, args...); err != nil {
		return fmt.Errorf("free hours of place %d: %w", where, err)
	}
	return nil
}

// TakenHours implements place.Hours.
func (t *tx) TakenHours(ctx context.Context, where int64, from, to time.Time) ([]place.Taken, error) {
	return takenHours(ctx, t.q, where, from, to)
}

// UsesOfPlace implements place.Tx.
func (t *tx) UsesOfPlace(ctx context.Context, where int64, from time.Time) (n int, err error) {
	err = get(ctx, t.q, &n, place.ErrMissing, `SELECT COUNT(*) FROM place_hour WHERE place_id = ? AND begin_at >= ? AND held IN (?, ?)`,
		where, ms(from), place.ByUse, place.ByTalk)
	return n, err
}

func takenHours(ctx context.Context, q sqlx.QueryerContext, where int64, from, to time.Time) ([]place.Taken, error) {
	var rows []struct {
		Begin int64         `db:"begin_at"`
		Held  place.Holding `db:"held"`
		ID    int64         `db:"held_id"`
	}
	if err := list(ctx, q, &rows, `
		SELECT begin_at, held, held_id FROM place_hour WHERE place_id = ? AND begin_at >= ? AND begin_at < ? ORDER BY begin_at LIMIT 5000`,
		where, ms(from.Truncate(place.Grid)), ms(to)); err != nil {
		return nil, fmt.Errorf("hours of place %d: %w", where, err)
	}
	all := make([]place.Taken, len(rows))
	for i, r := range rows {
		all[i] = place.Taken{Place: where, At: at(r.Begin), Holder: place.Holder{Held: r.Held, ID: r.ID}}
	}
	return all, nil
}

// TakenHours implements hall.Store.
func (s *Premises) TakenHours(ctx context.Context, where int64, from, to time.Time) ([]place.Taken, error) {
	return takenHours(ctx, s.db.hot(), where, from, to)
}
