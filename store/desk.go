package store

import (
	"context"

	"linli/app/audit"
)

// Desks implements desk.Store. The logins themselves are in Redis only.
type Desks struct{ *Persons }

// NewDesks returns the records about logins on PCs.
func NewDesks(db *DB) Desks { return Desks{NewPersons(db)} }

// InTx implements desk.Store.
func (s Desks) InTx(ctx context.Context, do func(audit.Log) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}
