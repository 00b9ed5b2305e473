package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// Specialties implements roster.Tx.
func (t *tx) Specialties(ctx context.Context) ([]string, error) { return specialties(ctx, t.q) }

func specialties(ctx context.Context, q sqlx.QueryerContext) ([]string, error) {
	all := []string{}
	if err := list(ctx, q, &all, `SELECT name FROM person_specialty ORDER BY place, id LIMIT 1000`); err != nil {
		return nil, fmt.Errorf("specialties: %w", err)
	}
	return all, nil
}

// SetSpecialties implements roster.Tx.
func (t *tx) SetSpecialties(ctx context.Context, all []string) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM person_specialty`); err != nil {
		return fmt.Errorf("clear specialties: %w", err)
	}
	for i, name := range all {
		if _, err := insert(ctx, t.q, `INSERT INTO person_specialty (place, name) VALUES (?, ?)`, i, name); err != nil {
			return fmt.Errorf("add specialty: %w", err)
		}
	}
	return nil
}
