package store

import (
	"context"
	"fmt"

	"linli/app/audit"
)

var auditData = data{tables: []Table{{
	Name: "audit_record", Holds: "who saw or changed what, and why", From: "a log only grows: it must outlast what it is about",
	Names: map[string]Fate{"person_id": always("a log is never rewritten; the merged person leads on to the one who remains")},
}}}

// AddAudit appends one line to the audit, which nothing changes or deletes.
func (t *tx) AddAudit(ctx context.Context, r audit.Record) error {
	if _, err := insert(ctx, t.q, `
		INSERT INTO audit_record (community_id, at, person_id, action, about, reason) VALUES (?, ?, ?, ?, ?, ?)`,
		r.Community, ms(r.At), r.Person, r.Action, r.About, r.Reason); err != nil {
		return fmt.Errorf("add audit: %w", err)
	}
	return nil
}
