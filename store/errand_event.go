package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"linli/app/errand"
	"linli/app/when"
)

// Events implements errand.Store. It returns at most the first 300 lines.
func (s *Errands) Events(ctx context.Context, id int64) ([]errand.Event, error) {
	var rows []struct {
		Public bool `db:"public"`
		lineRow[errand.EventKind]
	}
	if err := list(ctx, s.db.pool, &rows, `SELECT public, `+lineColumns+` FROM errand_event WHERE errand_id = ? ORDER BY id LIMIT 300`, id); err != nil {
		return nil, fmt.Errorf("events of errand %d: %w", id, err)
	}
	all := make([]errand.Event, len(rows))
	for i, r := range rows {
		all[i] = errand.Event{Line: r.line(), Public: r.Public}
	}
	return all, nil
}

// AddErrandEvent implements errand.Tx.
func (t *tx) AddErrandEvent(ctx context.Context, id int64, e errand.Event) error {
	if _, err := insert(ctx, t.q, `INSERT INTO errand_event (errand_id, public, ended_at, `+lineWritten+`) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?)`,
		append([]any{id, e.Public}, lineValues(e.Line)...)...); err != nil {
		return fmt.Errorf("add line of errand %d: %w", id, err)
	}
	return nil
}

// ErrandEventOf implements errand.Tx.
func (t *tx) ErrandEventOf(ctx context.Context, id, who int64, request string) (bool, error) {
	return t.hasLine(ctx, "errand_event", "errand_id", id, who, request)
}

type mandateRow struct {
	ID      int64      `db:"id"`
	Errand  int64      `db:"errand_id"`
	Proxy   int64      `db:"proxy_id"`
	Powers  string     `db:"powers"`
	Until   int        `db:"till"`
	Way     errand.Way `db:"way"`
	Paper   int64      `db:"paper_id"`
	Witness int64      `db:"witness_id"`
	AskedBy int64      `db:"asked_by"`
	AskedAt int64      `db:"asked_at"`
	GivenBy int64      `db:"given_by"`
	GivenAt int64      `db:"given_at"`
	OverAt  int64      `db:"over_at"`
}

// mandateOf returns the last mandate of an errand; zero without one.
func mandateOf(ctx context.Context, q sqlx.QueryerContext, id int64) (errand.Mandate, error) {
	var rows []mandateRow
	if err := list(ctx, q, &rows, `
		SELECT id, errand_id, proxy_id, powers, till, way, paper_id, witness_id, asked_by, asked_at, given_by, given_at, over_at
		FROM   errand_mandate WHERE errand_id = ? ORDER BY id DESC LIMIT 1`, id); err != nil || len(rows) == 0 {
		return errand.Mandate{}, err
	}
	r := rows[0]
	m := errand.Mandate{
		ID: r.ID, Errand: r.Errand, Proxy: r.Proxy, Until: when.Date(r.Until), Way: r.Way, Paper: r.Paper, Witness: r.Witness,
		AskedBy: r.AskedBy, AskedAt: at(r.AskedAt), GivenBy: r.GivenBy, GivenAt: at(r.GivenAt), EndedAt: at(r.OverAt),
	}
	for _, p := range strings.Split(r.Powers, ",") {
		m.Powers = append(m.Powers, errand.Power(p))
	}
	return m, nil
}

// Mandate implements errand.Store.
func (s *Errands) Mandate(ctx context.Context, id int64) (errand.Mandate, error) {
	return mandateOf(ctx, s.db.pool, id)
}

// MandateOf implements errand.Tx.
func (t *tx) MandateOf(ctx context.Context, id int64) (errand.Mandate, error) {
	return mandateOf(ctx, t.q, id)
}

// AddMandate implements errand.Tx.
func (t *tx) AddMandate(ctx context.Context, m *errand.Mandate) (err error) {
	powers := make([]string, len(m.Powers))
	for i, p := range m.Powers {
		powers[i] = string(p)
	}
	if m.ID, err = insert(ctx, t.q, `
		INSERT INTO errand_mandate (errand_id, proxy_id, powers, till, way, paper_id, witness_id, asked_by, asked_at, given_by, given_at, over_at, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		m.Errand, m.Proxy, strings.Join(powers, ","), int(m.Until), m.Way, m.Paper, m.Witness, m.AskedBy, ms(m.AskedAt), m.GivenBy,
		ms(m.GivenAt), ms(m.EndedAt)); err != nil {
		return fmt.Errorf("add mandate: %w", err)
	}
	return nil
}

// SaveMandate implements errand.Tx.
func (t *tx) SaveMandate(ctx context.Context, m errand.Mandate) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE errand_mandate SET way = ?, given_by = ?, given_at = ?, over_at = ? WHERE id = ?`,
		m.Way, m.GivenBy, ms(m.GivenAt), ms(m.EndedAt), m.ID); err != nil {
		return fmt.Errorf("save mandate %d: %w", m.ID, err)
	}
	return nil
}
