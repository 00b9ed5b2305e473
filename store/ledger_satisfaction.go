package store

import (
	"context"

	"linli/app/feedback"
)

// ReadFigures implements ledger.Store.
func (s *Ledgers) ReadFigures(ctx context.Context, community int64, first, last int) ([]feedback.Counted, error) {
	return NewFeedbacks(s.db).Figures(ctx, []int64{community}, first, last)
}
