package store

import (
	"context"

	"linli/app/ledger"
	"linli/app/person"
)

// ReadPostings implements ledger.Store.
func (s *Ledgers) ReadPostings(ctx context.Context, p ledger.Part) ([]person.Posting, error) {
	return postings(ctx, s.db.pool, `area_id IN (SELECT id FROM area WHERE community_id = ? AND path LIKE ?)
		AND from_at < ? AND (to_at = 0 OR to_at > ?)`, p.Community, p.Area.Path+"%", ms(p.To), ms(p.From))
}
