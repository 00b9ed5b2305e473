package store

import (
	"context"
	"fmt"

	"linli/app/place"
)

// PlaceThings implements place.Tx.
func (t *tx) PlaceThings(ctx context.Context, p place.Place) error {
	var err error
	if !p.EndedAt.IsZero() {
		_, err = t.q.ExecContext(ctx, `UPDATE loan_thing SET place_id = 0 WHERE place_id = ?`, p.ID)
	} else {
		_, err = t.q.ExecContext(ctx, `
			UPDATE loan_thing SET place_id = ?, place = ? WHERE place_id = ? OR community_id = ? AND place_id = 0 AND place = ? AND ended_at = 0`,
			p.ID, p.Name, p.ID, p.Community, p.Name)
	}
	if err != nil {
		return fmt.Errorf("things of place %d: %w", p.ID, err)
	}
	return nil
}
