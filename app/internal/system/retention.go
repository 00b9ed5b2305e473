package system

import (
	"context"
	"errors"

	"linli/store"
)

// dropOldRows deletes what only its age ends.
func (s *System) dropOldRows(ctx context.Context) error {
	var errs []error
	for _, t := range store.Tables() {
		if t.Job == store.DropOldRows {
			errs = append(errs, s.DB.DropOld(ctx, t, s.now().Add(-t.Keep)))
		}
	}
	return errors.Join(errs...)
}
