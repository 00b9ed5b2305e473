package store

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/ledger"
)

// homesIn is the condition for the households of a part that live there today.
func homesIn(p ledger.Part) (where string, args []any) {
	where, args = `community_id = ? AND slot IS NOT NULL`, []any{p.Community}
	switch p.Area.Kind {
	case area.Grid:
		return where + ` AND grid_id = ?`, append(args, p.Area.ID)
	case area.Building:
		return where + ` AND building_id = ?`, append(args, p.Area.ID)
	case area.Unit:
		return where + ` AND dwelling_id IN (SELECT id FROM household_dwelling WHERE area_id = ?)`, append(args, p.Area.ID)
	}
	return where, args
}

// CountHomes implements ledger.Store.
func (s *Ledgers) CountHomes(ctx context.Context, p ledger.Part) (n int, err error) {
	where, args := homesIn(p)
	if err := get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM household WHERE `+where, args...); err != nil {
		return 0, fmt.Errorf("count households: %w", err)
	}
	return n, nil
}

// ReadHomes implements ledger.Store.
func (s *Ledgers) ReadHomes(ctx context.Context, p ledger.Part, after int64, most int) ([]ledger.Housed, error) {
	where, args := homesIn(p)
	found, err := households(ctx, s.db.pool, where+` AND id > ? ORDER BY id LIMIT ?`, append(args, after, most)...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]int64, len(found))
	for i, h := range found {
		ids[i] = h.Dwelling
	}
	homes, err := NewHouseholds(s.db).DwellingsByID(ctx, ids)
	rows := make([]ledger.Housed, len(found))
	for i, h := range found {
		rows[i] = ledger.Housed{Household: h, Home: homes[h.Dwelling]}
	}
	return rows, err
}
