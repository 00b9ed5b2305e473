package store

import (
	"context"
	"fmt"

	"linli/app/ledger"
	"linli/app/mediate"
	"linli/app/when"
)

// CountMediations implements ledger.Store.
func (s *Ledgers) CountMediations(ctx context.Context, p ledger.Part) (n int, err error) {
	if err := get(ctx, s.db.pool, &n, mediate.ErrMissing, `SELECT COUNT(*) FROM mediate_case WHERE community_id = ? AND asked_at >= ? AND asked_at < ?`,
		p.Community, ms(p.From), ms(p.To)); err != nil {
		return 0, fmt.Errorf("count mediations: %w", err)
	}
	return n, nil
}

// ReadMediations implements ledger.Store.
func (s *Ledgers) ReadMediations(ctx context.Context, p ledger.Part) ([]ledger.Mediated, error) {
	var rows []struct {
		Kind    string        `db:"kind"`
		Result  mediate.State `db:"result"`
		AskedAt int64         `db:"asked_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT kind, result, asked_at FROM mediate_case WHERE community_id = ? AND asked_at >= ? AND asked_at < ? ORDER BY id LIMIT 100000`,
		p.Community, ms(p.From), ms(p.To)); err != nil {
		return nil, fmt.Errorf("mediations: %w", err)
	}
	all := make([]ledger.Mediated, len(rows))
	for i, r := range rows {
		all[i] = ledger.Mediated{Month: at(r.AskedAt).In(when.Beijing).Format("2006-01"), Kind: r.Kind, Result: r.Result}
	}
	return all, nil
}
