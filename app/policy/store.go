package policy

import (
	"context"

	"linli/app/audit"
	"linli/app/notify"
	"linli/app/person"
)

// Store keeps switches.
type Store interface {
	// Switches returns every decision, by community and key; community 0 is the county.
	Switches(ctx context.Context) ([]Switch, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together with a decision.
type Tx interface {
	Asked
	audit.Log
	notify.Outbox
	person.Roster
	// LockCommunity serialises the decisions of a community or of the county, by the id of its area.
	LockCommunity(ctx context.Context, id int64) error
	SaveSwitch(ctx context.Context, s Switch) error
}
