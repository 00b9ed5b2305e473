package store

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/estate"
	"linli/app/ledger"
)

// ReadEstates implements ledger.Store.
func (s *Ledgers) ReadEstates(ctx context.Context, p ledger.Part) ([]estate.Estate, error) {
	all, err := estates(ctx, s.db.pool, `community_id = ?`, p.Community)
	if err != nil || p.Area.ID == p.Community {
		return all, err
	}
	within, err := s.buildingsOf(ctx, p.Area)
	return slices.DeleteFunc(all, func(e estate.Estate) bool {
		return !slices.ContainsFunc(e.Buildings, func(b int64) bool { return slices.Contains(within, b) })
	}), err
}

// buildingsOf returns the buildings at, below or, for a unit, above an area.
func (s *Ledgers) buildingsOf(ctx context.Context, a area.Area) ([]int64, error) {
	if a.Kind == area.Unit {
		return []int64{a.Parent}, nil
	}
	var ids []int64
	err := list(ctx, s.db.pool, &ids, `SELECT id FROM area WHERE kind = 'building' AND path LIKE ? ORDER BY id LIMIT 20000`, a.Path+"%")
	return ids, err
}

// Contracts implements ledger.Store.
func (s *Ledgers) Contracts(ctx context.Context, of int64) ([]estate.Contract, error) {
	return NewEstates(s.db).Contracts(ctx, of)
}

// TableSeats implements ledger.Store.
func (s *Ledgers) TableSeats(ctx context.Context, of int64) ([]estate.Seat, error) {
	return NewEstates(s.db).TableSeats(ctx, of)
}
