package store

import (
	"context"
	"fmt"

	"linli/app/audit"
)

var auditData = data{tables: []Table{{
	Name: "audit_record", Holds: "actor, action, object and reason", From: "the audit only grows: it must outlast its objects",
	Names: map[string]Fate{"person_id": always("a log is never rewritten; the merged person refers to the remaining one")},
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
