package store

import (
	"context"
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/roster"
)

// Roster implements roster.Store. The methods of its transaction for persons and postings are in person_roster.go.
type Roster struct{ db *DB }

// NewRoster returns the records that a roster import changes.
func NewRoster(db *DB) *Roster { return &Roster{db} }

// InTx implements roster.Store.
func (s *Roster) InTx(ctx context.Context, do func(roster.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// LockRoster implements roster.Tx.
func (t *tx) LockRoster(ctx context.Context) error {
	var version int64
	return get(ctx, t.q, &version, area.ErrMissing, `SELECT version FROM area_version WHERE id = 1`+t.e.forUpd)
}

// GrowAreasVersion implements roster.Tx.
func (t *tx) GrowAreasVersion(ctx context.Context) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE area_version SET version = version + 1 WHERE id = 1`); err != nil {
		return fmt.Errorf("areas version: %w", err)
	}
	return nil
}

// RosterAreas implements roster.Tx.
func (t *tx) RosterAreas(ctx context.Context) ([]area.Area, error) { return allAreas(ctx, t.q) }

// RosterOrgs implements roster.Tx.
func (t *tx) RosterOrgs(ctx context.Context) ([]area.Org, error) { return allOrgs(ctx, t.q) }

// AddArea implements roster.Tx.
func (t *tx) AddArea(ctx context.Context, a *area.Area) error {
	id, err := insert(ctx, t.q, `
		INSERT INTO area (parent_id, community_id, kind, code, name, aliases, path, households, lat, lng, boundary, board)
		VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)`,
		a.Parent, a.Community, a.Kind, a.Code, a.Name, strings.Join(a.Aliases, "、"), a.Households, a.Lat, a.Lng,
		a.Boundary, a.Board)
	if err != nil {
		return fmt.Errorf("add area %s: %w", a.Code, err)
	}
	a.ID = id
	return nil
}

// SaveArea implements roster.Tx.
func (t *tx) SaveArea(ctx context.Context, a area.Area) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE area SET parent_id = ?, community_id = ?, name = ?, aliases = ?, path = ?, households = ?, lat = ?, lng = ?,
			boundary = ?
		WHERE  id = ?`,
		a.Parent, a.Community, a.Name, strings.Join(a.Aliases, "、"), a.Path, a.Households, a.Lat, a.Lng, a.Boundary,
		a.ID); err != nil {
		return fmt.Errorf("save area %s: %w", a.Code, err)
	}
	return nil
}

// AddOrg implements roster.Tx.
func (t *tx) AddOrg(ctx context.Context, o *area.Org) error {
	id, err := insert(ctx, t.q, `
		INSERT INTO area_org (code, name, kind, area_id, parent_id) VALUES (?, ?, ?, ?, ?)`, o.Code, o.Name, o.Kind, o.Area, o.Parent)
	if err != nil {
		return fmt.Errorf("add org %s: %w", o.Code, err)
	}
	o.ID = id
	return nil
}

// SaveOrg implements roster.Tx.
func (t *tx) SaveOrg(ctx context.Context, o area.Org) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE area_org SET name = ?, kind = ?, area_id = ?, parent_id = ? WHERE id = ?`, o.Name, o.Kind, o.Area, o.Parent, o.ID); err != nil {
		return fmt.Errorf("save org %s: %w", o.Code, err)
	}
	return nil
}
