package store

import (
	"context"

	"linli/app/ledger"
	"linli/app/place"
)

// ReadPlaces implements ledger.Store.
func (s *Ledgers) ReadPlaces(ctx context.Context, p ledger.Part) ([]place.Place, error) {
	return premises(ctx, s.db.pool, `
		community_id = ? AND area_id IN (SELECT id FROM area WHERE path LIKE ?) AND live IS NOT NULL ORDER BY name, id LIMIT 10000`,
		p.Community, p.Area.Path+"%")
}
