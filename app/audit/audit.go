// Package audit keeps the append-only record of who saw or changed what needs a reason (审计).
package audit

import (
	"context"
	"time"
)

// Record is one line of the log. It names things by id and never holds a phone number, a name or an address.
type Record struct {
	ID        int64
	Community int64
	At        time.Time
	Person    int64  // who did it; 0 is the system
	Action    string // "person.reveal_phone"
	About     string // "report:42"
	Reason    string // in the words of the person
}

// Log is what recording needs from an open transaction.
type Log interface {
	AddAudit(ctx context.Context, r Record) error
}
