package store

import (
	"context"

	"linli/app/account"
)

// Accounts implements account.Store.
type Accounts struct{ db *DB }

// NewAccounts returns what closing an account changes.
func NewAccounts(db *DB) *Accounts { return &Accounts{db} }

// InTx implements account.Store.
func (s *Accounts) InTx(ctx context.Context, do func(account.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}
