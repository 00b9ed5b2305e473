package store

import (
	"context"
	"fmt"

	"linli/app/errand"
	"linli/app/ledger"
)

const errandsIn = `community_id = ? AND asked_at >= ? AND asked_at < ?`

// CountErrands implements ledger.Store.
func (s *Ledgers) CountErrands(ctx context.Context, p ledger.Part) (n int, err error) {
	if err := get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM errand WHERE `+errandsIn, p.Community, ms(p.From), ms(p.To)); err != nil {
		return 0, fmt.Errorf("count errands: %w", err)
	}
	return n, nil
}

// ReadErrands implements ledger.Store.
func (s *Ledgers) ReadErrands(ctx context.Context, p ledger.Part, after int64, most int) ([]errand.Errand, error) {
	return errands(ctx, s.db.pool, errandsIn+` AND id > ? ORDER BY id LIMIT ?`, p.Community, ms(p.From), ms(p.To), after, most)
}
