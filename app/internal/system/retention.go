package system

import (
	"context"
	"errors"

	"linli/store"
)

// deleteOldRows deletes rows that are older than the period of their table.
func (s *System) deleteOldRows(ctx context.Context) error {
	var errs []error
	for _, t := range store.Tables() {
		if t.Job == store.DropOldRows {
			errs = append(errs, s.DB.DeleteOld(ctx, t, s.now().Add(-t.Keep)))
		}
	}
	return errors.Join(errs...)
}
