package store

import (
	"context"
	"fmt"

	"linli/app/ledger"
	"linli/app/order"
)

// orderedIn is the condition for the orders of a part.
func orderedIn(p ledger.Part) (where string, args []any) {
	where, args = `community_id = ? AND asked_at >= ? AND asked_at < ?`, []any{p.Community, ms(p.From), ms(p.To)}
	if p.Area.ID != p.Community {
		where, args = where+` AND area_id IN (SELECT id FROM area WHERE path LIKE ?)`, append(args, p.Area.Path+"%")
	}
	return where, args
}

// CountOrdered implements ledger.Store.
func (s *Ledgers) CountOrdered(ctx context.Context, p ledger.Part) (n int, err error) {
	where, args := orderedIn(p)
	if err := get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM order_visit WHERE `+where, args...); err != nil {
		return 0, fmt.Errorf("count orders: %w", err)
	}
	return n, nil
}

// ReadOrdered implements ledger.Store.
func (s *Ledgers) ReadOrdered(ctx context.Context, p ledger.Part, after int64, most int) ([]order.Order, error) {
	where, args := orderedIn(p)
	return orders(ctx, s.db.pool, where+` AND id > ? ORDER BY id LIMIT ?`, append(args, after, most)...)
}
