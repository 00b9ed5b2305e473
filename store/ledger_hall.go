package store

import (
	"context"
	"fmt"

	"linli/app/hall"
	"linli/app/ledger"
	"linli/app/pages"
)

const usePart = `community_id = ? AND begin_at >= ? AND begin_at < ? AND place_id IN (
	SELECT id FROM place WHERE community_id = ? AND area_id IN (SELECT id FROM area WHERE path LIKE ?))`

func usePartArgs(p ledger.Part) []any {
	return []any{p.Community, ms(p.From), ms(p.To), p.Community, p.Area.Path + "%"}
}

// CountUses implements ledger.Store.
func (s *Ledgers) CountUses(ctx context.Context, p ledger.Part) (n int, err error) {
	if err := get(ctx, s.db.pool, &n, hall.ErrMissing, `SELECT COUNT(*) FROM hall_use WHERE `+usePart, usePartArgs(p)...); err != nil {
		return 0, fmt.Errorf("count uses of places: %w", err)
	}
	return n, nil
}

// ReadUses implements ledger.Store.
func (s *Ledgers) ReadUses(ctx context.Context, p ledger.Part, after pages.Cursor, most int) (pages.Page[ledger.Borrowed], error) {
	found, err := uses(ctx, s.db.pool, s.db.vault, usePart+` AND begin_at >= ? AND (begin_at > ? OR id > ?) ORDER BY begin_at, id LIMIT ?`,
		append(usePartArgs(p), after.Key, after.Key, after.ID, most)...)
	if err != nil || len(found) == 0 {
		return pages.Page[ledger.Borrowed]{}, err
	}
	ids := make([]int64, len(found))
	for i, u := range found {
		ids[i] = u.Place
	}
	names := map[int64]string{}
	ids = distinctIDs(ids)
	places, err := premises(ctx, s.db.pool, `id IN (`+marks(len(ids))+`) ORDER BY id LIMIT ?`, append(anys(ids), len(ids))...)
	if err != nil {
		return pages.Page[ledger.Borrowed]{}, err
	}
	for _, one := range places {
		names[one.ID] = one.Name
	}
	rows := make([]ledger.Borrowed, len(found))
	for i, u := range found {
		rows[i] = ledger.Borrowed{Use: u, Where: names[u.Place]}
	}
	return pages.Full(rows, most, func(b ledger.Borrowed) pages.Cursor { return pages.Cursor{Key: ms(b.From), ID: b.ID} }), nil
}
