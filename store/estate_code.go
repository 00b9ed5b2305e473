package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/area"
	"linli/app/estate"
)

func gridCodes(ctx context.Context, q sqlx.QueryerContext, grid int64) (area.Codes, error) {
	var rows []struct {
		Line area.Line `db:"line"`
		Code string    `db:"code"`
	}
	if err := list(ctx, q, &rows, `SELECT line, code FROM estate_code WHERE grid_id = ?`, grid); err != nil {
		return nil, fmt.Errorf("codes of grid %d: %w", grid, err)
	}
	codes := area.Codes{}
	for _, r := range rows {
		codes[r.Line] = r.Code
	}
	return codes, nil
}

// GridCodes implements estate.Store.
func (s *Estates) GridCodes(ctx context.Context, grid int64) (area.Codes, error) {
	return gridCodes(ctx, s.db.pool, grid)
}

// GridCodes implements estate.Tx.
func (t *tx) GridCodes(ctx context.Context, grid int64) (area.Codes, error) {
	return gridCodes(ctx, t.q, grid)
}

// RosterCodes implements roster.Tx.
func (t *tx) RosterCodes(ctx context.Context) (map[int64]area.Codes, error) {
	var rows []struct {
		Grid int64     `db:"grid_id"`
		Line area.Line `db:"line"`
		Code string    `db:"code"`
	}
	if err := list(ctx, t.q, &rows, `SELECT grid_id, line, code FROM estate_code ORDER BY grid_id LIMIT 200000`); err != nil {
		return nil, fmt.Errorf("codes of grids: %w", err)
	}
	all := map[int64]area.Codes{}
	for _, r := range rows {
		if all[r.Grid] == nil {
			all[r.Grid] = area.Codes{}
		}
		all[r.Grid][r.Line] = r.Code
	}
	return all, nil
}

// SaveGridCodes implements estate.Tx and roster.Tx. The key of line and code decides which of two grids that take a code at once has it.
func (t *tx) SaveGridCodes(ctx context.Context, grid int64, codes area.Codes) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM estate_code WHERE grid_id = ?`, grid); err != nil {
		return fmt.Errorf("codes of grid %d: %w", grid, err)
	}
	for _, line := range area.Lines {
		if codes[line] == "" {
			continue
		}
		_, err := t.q.ExecContext(ctx, `INSERT INTO estate_code (grid_id, line, code) VALUES (?, ?, ?)`, grid, line, codes[line])
		if duplicate(err) {
			return estate.ErrCodeTaken
		}
		if err != nil {
			return fmt.Errorf("codes of grid %d: %w", grid, err)
		}
	}
	return nil
}
