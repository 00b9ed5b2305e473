package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/consent"
	"linli/app/person"
	"linli/app/steward"
)

// PhonesOf implements steward.Store.
func (s *Stewards) PhonesOf(ctx context.Context, community int64) (steward.Phones, error) {
	return boardPhones(ctx, s.db.pool, community)
}

// PhonesOf implements steward.Tx.
func (t *tx) PhonesOf(ctx context.Context, community int64) (steward.Phones, error) {
	return boardPhones(ctx, t.q, community)
}

func boardPhones(ctx context.Context, q sqlx.QueryerContext, community int64) (steward.Phones, error) {
	var rows []struct {
		Contact     string `db:"contact"`
		Supervision string `db:"supervision"`
	}
	if err := list(ctx, q, &rows, `
		SELECT contact, supervision FROM steward_board WHERE community_id = ? LIMIT 1`, community); err != nil || len(rows) == 0 {
		return steward.Phones{}, err
	}
	return steward.Phones(rows[0]), nil
}

// SavePhones implements steward.Tx.
func (t *tx) SavePhones(ctx context.Context, community int64, p steward.Phones) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO steward_board (community_id, contact, supervision) VALUES (?, ?, ?)`+
		t.e.upsert("community_id", "contact", "supervision"), community, p.Contact, p.Supervision); err != nil {
		return fmt.Errorf("save board: %w", err)
	}
	return nil
}

// Agreed implements steward.Store.
func (s *Stewards) Agreed(ctx context.Context, ids []int64) (map[int64][]consent.Kind, error) {
	return NewConsents(s.db).Agreed(ctx, ids)
}

// PostingsOf implements steward.Store.
func (s *Stewards) PostingsOf(ctx context.Context, who int64) ([]person.Posting, error) {
	return NewPersons(s.db).PostingsOf(ctx, who)
}

// PostingsAt implements steward.Store.
func (s *Stewards) PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error) {
	return postingsAt(ctx, s.db.pool, areas, roles)
}

// Keepers implements steward.Store.
func (s *Stewards) Keepers(ctx context.Context, roles []auth.Role) ([]person.Posting, error) {
	return postings(ctx, s.db.pool, `role IN (`+marks(len(roles))+`)`, anys(roles)...)
}
