package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/loan"
)

type thingRow struct {
	ID        int64  `db:"id"`
	Community int64  `db:"community_id"`
	Name      string `db:"name"`
	Place     string `db:"place"`
	PlaceID   int64  `db:"place_id"`
	About     string `db:"about"`
	Stock     int    `db:"stock"`
	Lent      int    `db:"lent"`
	Days      int    `db:"days"`
	Self      bool   `db:"self"`
	EndedAt   int64  `db:"ended_at"`
}

func things(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]loan.Thing, error) {
	var rows []thingRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, name, place, place_id, about, stock, lent, days, self, ended_at FROM loan_thing WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("things: %w", err)
	}
	all := make([]loan.Thing, len(rows))
	for i, r := range rows {
		all[i] = loan.Thing{
			ID: r.ID, Community: r.Community, Name: r.Name, Place: r.Place, PlaceID: r.PlaceID, About: r.About, Stock: r.Stock, Lent: r.Lent,
			Days: r.Days, Self: r.Self, EndedAt: at(r.EndedAt),
		}
	}
	return all, nil
}

// oneThing returns the first row, or loan.ErrThing.
func oneThing(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (loan.Thing, error) {
	all, err := things(ctx, q, where, args...)
	return first(all, err, loan.ErrThing)
}

// Things implements loan.Store.
func (s *Loans) Things(ctx context.Context, communities []int64) ([]loan.Thing, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	return things(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) AND ended_at = 0 ORDER BY name, id`, anys(communities)...)
}

// ThingsByID implements loan.Store.
func (s *Loans) ThingsByID(ctx context.Context, ids []int64) (map[int64]loan.Thing, error) {
	found := map[int64]loan.Thing{}
	if len(ids) == 0 {
		return found, nil
	}
	all, err := things(ctx, s.db.pool, `id IN (`+marks(len(ids))+`)`, anys(ids)...)
	for _, t := range all {
		found[t.ID] = t
	}
	return found, err
}

// Thing implements loan.Store.
func (s *Loans) Thing(ctx context.Context, id int64) (loan.Thing, error) {
	return oneThing(ctx, s.db.pool, `id = ?`, id)
}

// LockThing implements loan.Tx.
func (t *tx) LockThing(ctx context.Context, id int64) (loan.Thing, error) {
	return oneThing(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// CountThings implements loan.Tx.
func (t *tx) CountThings(ctx context.Context, community int64) (n int, err error) {
	err = sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM loan_thing WHERE community_id = ? AND ended_at = 0`, community)
	return n, err
}

// AddThing implements loan.Tx.
func (t *tx) AddThing(ctx context.Context, a *loan.Thing) (err error) {
	a.ID, err = insert(ctx, t.q, `
		INSERT INTO loan_thing (community_id, name, place, place_id, about, stock, lent, days, self, ended_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, 0)`,
		a.Community, a.Name, a.Place, a.PlaceID, a.About, a.Stock, a.Days, a.Self)
	if err != nil {
		return fmt.Errorf("add thing: %w", err)
	}
	return nil
}

// SaveThing implements loan.Tx.
func (t *tx) SaveThing(ctx context.Context, a loan.Thing) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE loan_thing SET name = ?, place = ?, place_id = ?, about = ?, stock = ?, days = ?, self = ?, ended_at = ? WHERE id = ?`,
		a.Name, a.Place, a.PlaceID, a.About, a.Stock, a.Days, a.Self, ms(a.EndedAt), a.ID); err != nil {
		return fmt.Errorf("save thing %d: %w", a.ID, err)
	}
	return nil
}

// TakePiece implements loan.Tx.
func (t *tx) TakePiece(ctx context.Context, thing int64) error {
	n, err := change(ctx, t.q, `UPDATE loan_thing SET lent = lent + 1 WHERE id = ? AND lent < stock AND ended_at = 0`, thing)
	if err == nil && n == 0 {
		return loan.ErrNone
	}
	return err
}

// FreePiece implements loan.Tx.
func (t *tx) FreePiece(ctx context.Context, thing int64, gone bool) error {
	less := 0
	if gone {
		less = 1
	}
	_, err := change(ctx, t.q, `UPDATE loan_thing SET lent = lent - 1, stock = stock - ? WHERE id = ?`, less, thing)
	return err
}
