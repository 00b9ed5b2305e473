// Package audit keeps the append-only record of accesses and changes that need a reason (审计).
package audit

import (
	"context"
	"time"
)

// Record is one line of the log. It names things by id and holds no phone number, name or address.
type Record struct {
	ID        int64
	Community int64
	At        time.Time
	Person    int64  // the actor; 0 is the system
	Action    string // "person.reveal_phone"
	About     string // "report:42"
	Reason    string // in the actor's words
}

// Log appends to the audit log inside an open transaction.
type Log interface {
	AddAudit(ctx context.Context, r Record) error
}
