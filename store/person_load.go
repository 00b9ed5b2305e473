package store

import (
	"context"
	"fmt"

	"linli/app/person"
)

// AddPersons implements household.LoadTx. No engine says which ids a long INSERT gave, so each row has a request of its own.
func (t *tx) AddPersons(ctx context.Context, all []*person.Person, mark string) error {
	if len(all) == 0 {
		return nil
	}
	rows, byRequest := make([][]any, len(all)), make(map[string]*person.Person, len(all))
	for i, p := range all {
		sealed, index, err := t.vault.sealPhone(p.Phone)
		if err != nil {
			return err
		}
		request := fmt.Sprintf("%s:%d", mark, i)
		byRequest[request] = p
		rows[i] = []any{nil, p.Community, p.Home, p.Name, sealed, index, 0, p.Born, ms(p.CreatedAt), 0, 0, request}
	}
	if err := t.addAll(ctx, `INSERT INTO person (code, community_id, home_id, name, phone_sealed, phone_index, shown, born, created_at,
		merged_into, entered_by, request)`, rows); err != nil {
		return fmt.Errorf("add persons: %w", err)
	}
	var found []struct {
		ID      int64  `db:"id"`
		Request string `db:"request"`
	}
	if err := list(ctx, t.bulk(), &found, `SELECT id, request FROM person WHERE entered_by = 0 AND request > ? AND request < ?`, mark+":", mark+";"); err != nil {
		return fmt.Errorf("ids of persons: %w", err)
	}
	for _, r := range found {
		byRequest[r.Request].ID = r.ID
	}
	return nil
}
