package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/estate"
)

func gridCodes(ctx context.Context, q sqlx.QueryerContext, grid int64) (estate.Codes, error) {
	var rows []struct {
		Line estate.Line `db:"line"`
		Code string      `db:"code"`
	}
	if err := list(ctx, q, &rows, `SELECT line, code FROM estate_code WHERE grid_id = ?`, grid); err != nil {
		return nil, fmt.Errorf("codes of grid %d: %w", grid, err)
	}
	codes := estate.Codes{}
	for _, r := range rows {
		codes[r.Line] = r.Code
	}
	return codes, nil
}

// GridCodes implements estate.Store.
func (s *Estates) GridCodes(ctx context.Context, grid int64) (estate.Codes, error) {
	return gridCodes(ctx, s.db.pool, grid)
}

// GridCodes implements estate.Tx.
func (t *tx) GridCodes(ctx context.Context, grid int64) (estate.Codes, error) {
	return gridCodes(ctx, t.q, grid)
}

// SaveGridCodes implements estate.Tx. The key of line and code decides which of two grids that take a code at once has it.
func (t *tx) SaveGridCodes(ctx context.Context, grid int64, codes estate.Codes) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM estate_code WHERE grid_id = ?`, grid); err != nil {
		return fmt.Errorf("codes of grid %d: %w", grid, err)
	}
	for _, line := range estate.Lines {
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
