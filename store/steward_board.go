package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
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

// LevelsOf implements steward.Store.
func (s *Stewards) LevelsOf(ctx context.Context, ids []int64) (map[int64]steward.Level, error) {
	found := map[int64]steward.Level{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		Person int64         `db:"person_id"`
		Level  steward.Level `db:"level"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, level FROM steward_shown WHERE person_id IN (`+marks(len(ids))+`) ORDER BY person_id LIMIT 10000`,
		anys(ids)...); err != nil {
		return nil, fmt.Errorf("shown: %w", err)
	}
	for _, r := range rows {
		found[r.Person] = r.Level
	}
	return found, nil
}

// SaveLevel implements steward.Tx.
func (t *tx) SaveLevel(ctx context.Context, who int64, l steward.Level) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO steward_shown (person_id, level) VALUES (?, ?)`+t.e.upsert("person_id", "level"), who, l); err != nil {
		return fmt.Errorf("save shown: %w", err)
	}
	return nil
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
