package store

import (
	"context"
	"fmt"

	"linli/app/booking"
	"linli/app/ledger"
	"linli/app/when"
)

const servedIn = `
	FROM   counter c JOIN booking b ON b.service_id = c.service_id
	WHERE  c.community_id = ? AND b.community_id = c.community_id AND b.begin_at >= ? AND b.begin_at < ?`

// CountServed implements ledger.Store.
func (s *Ledgers) CountServed(ctx context.Context, p ledger.Part) (n int, err error) {
	if err := get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*)`+servedIn, p.Community, ms(p.From), ms(p.To)); err != nil {
		return 0, fmt.Errorf("count visits to counters: %w", err)
	}
	return n, nil
}

// ReadServed implements ledger.Store.
func (s *Ledgers) ReadServed(ctx context.Context, p ledger.Part) ([]ledger.Visiting, error) {
	var rows []struct {
		ID      int64         `db:"id"`
		Counter string        `db:"name"`
		State   booking.State `db:"state"`
		Errand  int64         `db:"errand_id"`
		Result  string        `db:"result"`
		Begin   int64         `db:"begin_at"`
		Created int64         `db:"created_at"`
		Arrived int64         `db:"arrived_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT c.id, c.name, b.state, b.errand_id, b.result, b.begin_at, b.created_at, b.arrived_at`+servedIn+`
		ORDER  BY c.id, b.begin_at, b.id LIMIT ?`, p.Community, ms(p.From), ms(p.To), ledger.MaxRows); err != nil {
		return nil, fmt.Errorf("visits to counters: %w", err)
	}
	all := make([]ledger.Visiting, len(rows))
	for i, r := range rows {
		all[i] = ledger.Visiting{
			ID: r.ID, Counter: r.Counter, Day: when.DateOf(at(r.Begin)), Booked: r.Arrived != r.Created, State: r.State, Errand: r.Errand != 0, Result: r.Result,
		}
	}
	return all, nil
}
