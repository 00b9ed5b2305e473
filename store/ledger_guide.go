package store

import (
	"context"

	"linli/app/guide"
)

// ReadGuide implements ledger.Store.
func (s *Ledgers) ReadGuide(ctx context.Context, community int64) ([]guide.Shown, error) {
	items := NewGuides(s.db)
	all, err := items.Items(ctx)
	if err != nil {
		return nil, err
	}
	locals, err := items.Locals(ctx)
	if err != nil {
		return nil, err
	}
	return guide.NewIndex(all, locals).All(community), nil
}
