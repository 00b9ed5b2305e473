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

// Neighbours implements steward.Store.
func (s *Stewards) Neighbours(ctx context.Context, homes []int64) ([]steward.Neighbour, error) {
	if len(homes) == 0 {
		return nil, nil
	}
	var rows []struct {
		Person    int64 `db:"person_id"`
		Home      int64 `db:"home_id"`
		Household int64 `db:"household_id"`
		Named     bool  `db:"named"`
		Plate     bool  `db:"plate"`
	}
	named, plate := inForce(consent.BoardName, "m.person_id"), inForce(consent.Plate, "m.person_id")
	if err := list(ctx, s.db.pool, &rows, `
		SELECT m.person_id, p.home_id, `+householdOf("m.person_id")+` AS household_id, CASE WHEN `+named+` THEN 1 ELSE 0 END AS named,
		       CASE WHEN `+plate+` THEN 1 ELSE 0 END AS plate
		FROM   person p JOIN party_member m ON m.person_id = p.id
		WHERE  p.home_id IN (`+marks(len(homes))+`) AND (`+named+` OR `+plate+`) ORDER BY p.name, p.id LIMIT 5000`, anys(homes)...); err != nil {
		return nil, fmt.Errorf("party members of a building: %w", err)
	}
	all := make([]steward.Neighbour, len(rows))
	for i, r := range rows {
		all[i] = steward.Neighbour(r)
	}
	return all, nil
}

// householdOf is the household of a person, 0 for none.
func householdOf(who string) string {
	return `COALESCE((SELECT MIN(r.household_id) FROM household_residence r WHERE r.person_id = ` + who + ` AND r.ended_at = 0), 0)`
}
