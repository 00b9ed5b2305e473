package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/ledger"
	"linli/app/pages"
	"linli/app/report"
	"linli/app/when"
	"linli/app/work"
)

// workPart returns the condition for the lines of a part.
func workPart(p ledger.Part) (string, []any) {
	where := `community_id = ? AND day BETWEEN ? AND ?`
	args := []any{p.Community, int(when.DateOf(p.From)), int(when.DateOf(p.To.Add(-time.Millisecond)))}
	if p.Area.Kind != area.Community {
		where, args = where+` AND area_id IN (SELECT id FROM area WHERE path LIKE ?)`, append(args, p.Area.Path+"%")
	}
	return where, args
}

// CountWorks implements ledger.Store.
func (s *Ledgers) CountWorks(ctx context.Context, p ledger.Part) (int, error) {
	where, args := workPart(p)
	var n int
	if err := get(ctx, s.db.pool, &n, report.ErrMissing, `SELECT COUNT(*) FROM work_line WHERE `+where, args...); err != nil {
		return 0, fmt.Errorf("count work: %w", err)
	}
	return n, nil
}

// ReadWorks implements ledger.Store.
func (s *Ledgers) ReadWorks(ctx context.Context, p ledger.Part, after pages.Cursor, most int) (pages.Page[work.Line], error) {
	where, args := workPart(p)
	found, err := workLines(ctx, s.db.pool, where+` AND day >= ? AND (day > ? OR id > ?) ORDER BY day, id LIMIT ?`,
		append(args, after.Key, after.Key, after.ID, most)...)
	return pages.Full(found, most, func(l work.Line) pages.Cursor { return pages.Cursor{Key: int64(l.Day()), ID: l.ID} }), err
}
