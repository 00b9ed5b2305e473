package store

import (
	"context"

	"linli/app/closing"
)

// Accounts implements closing.Store.
type Accounts struct{ db *DB }

// NewAccounts returns the records that closing an account changes.
func NewAccounts(db *DB) *Accounts { return &Accounts{db} }

// InTx implements closing.Store.
func (s *Accounts) InTx(ctx context.Context, do func(closing.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}
