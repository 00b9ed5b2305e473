package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

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

// LastAudit implements audit.ReadingLog.
func (t *tx) LastAudit(ctx context.Context, person int64, action, about string) (time.Time, error) {
	var last int64
	err := get(ctx, t.q, &last, sql.ErrNoRows, `
		SELECT at FROM audit_record WHERE person_id = ? AND action = ? AND about = ? ORDER BY id DESC LIMIT 1`, person, action, about)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("last audit: %w", err)
	}
	return at(last), nil
}

// Audits reads the audit log.
type Audits struct{ db *DB }

// NewAudits returns the audit log to read.
func NewAudits(db *DB) *Audits { return &Audits{db} }

// Readings implements reading.Store. It reads an index range for each kind: of one person, of one area, or of all areas. "+ 0"
// keeps the optimizer from sorting years of lines of many areas.
func (s *Audits) Readings(ctx context.Context, areas []int64, kinds []audit.Reading, person, before int64, most int) ([]audit.Record, error) {
	if len(areas) == 0 {
		return nil, nil
	}
	where, args := `community_id + 0 IN (`+marks(len(areas))+`)`, anys(areas)
	switch {
	case person != 0:
		where, args = where+` AND person_id = ?`, append(args, person)
	case len(areas) == 1:
		where = `community_id = ?`
	}
	var found []audit.Record
	for _, kind := range kinds {
		some, err := auditRecords(ctx, s.db, where+` AND action = ? AND id < ? ORDER BY id DESC LIMIT ?`,
			append(slices.Clone(args), kind, from(before), most)...)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	slices.SortFunc(found, func(a, b audit.Record) int { return int(b.ID - a.ID) })
	return found[:min(len(found), most)], nil
}

func auditRecords(ctx context.Context, db *DB, where string, args ...any) ([]audit.Record, error) {
	var rows []struct {
		ID        int64  `db:"id"`
		Community int64  `db:"community_id"`
		At        int64  `db:"at"`
		Person    int64  `db:"person_id"`
		Action    string `db:"action"`
		About     string `db:"about"`
		Reason    string `db:"reason"`
	}
	if err := list(ctx, db.pool, &rows, `SELECT id, community_id, at, person_id, action, about, reason FROM audit_record WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("audit records: %w", err)
	}
	found := make([]audit.Record, len(rows))
	for i, r := range rows {
		found[i] = audit.Record{ID: r.ID, Community: r.Community, At: at(r.At), Person: r.Person, Action: r.Action, About: r.About, Reason: r.Reason}
	}
	return found, nil
}
