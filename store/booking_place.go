package store

import (
	"context"
	"fmt"
)

// RenamePlace implements place.Tx.
func (t *tx) RenamePlace(ctx context.Context, community int64, old, now string) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE booking_service SET place = ? WHERE community_id = ? AND place = ?`, now, community, old); err != nil {
		return fmt.Errorf("rename place: %w", err)
	}
	return t.BumpTimetable(ctx)
}
