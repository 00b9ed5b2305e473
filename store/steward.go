package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/pages"
	"linli/app/steward"
)

var stewardData = data{
	tables: []Table{
		{Name: "steward_ack", Holds: "the steward who confirmed a paging", From: ofDuty, Names: map[string]Fate{"person_id": byStaff}},
		{Name: "steward_alert", Holds: "the steward alerted to a report", From: ofDuty, Names: map[string]Fate{"person_id": byStaff}},
		{Name: "steward_board", Holds: "the telephone numbers on a community's board", From: "as long as the board shows them"},
		{
			Name: "steward_call", Holds: "words of a call for help, encrypted number of the caller", Keep: steward.KeepNumber,
			From: "the end of the call, or " + days(steward.KeepUnused) + " from a call that nobody ends, for the number; the rest is " + ofRecord,
			Job:  "drop_call_numbers", Names: map[string]Fate{"acked_by": byStaff, "done_by": byStaff},
		},
		{
			Name: "steward_caller", Holds: "keyed hash of a caller's number", Keep: steward.KeepNumber, From: "their last call",
			Job: "drop_call_numbers",
		},
		{
			Name: "steward_digest", Holds: "the receiver of a weekly digest", Keep: steward.KeepDigest, From: "the digest",
			Job: DropOldRows, Column: "at", Names: map[string]Fate{"person_id": byStaff},
		},
		{Name: "steward_paging", Impersonal: "how far a paging is"},
		{Name: "steward_policy", Impersonal: "rules"},
		{
			Name: "steward_reach", Holds: "whether a building's steward can be reached now", From: againFromRoster,
			Names: map[string]Fate{"person_id": always(againFromRoster)},
		},
		{Name: "steward_ring", Holds: "the steward who was rung", From: ofDuty, Names: map[string]Fate{"person_id": byStaff}},
		{
			Name: "steward_shown", Holds: "what a steward showed on the board, as 0.11.0 kept it", From: "until the version after 0.12.0 drops it",
			Names: map[string]Fate{"person_id": byStaff},
		},
	},
	carry: (*tx).carryCalls,
}

const againFromRoster = "computed again from the roster"

// Stewards implements steward.Store.
type Stewards struct{ db *DB }

// NewStewards returns the records of alerts.
func NewStewards(db *DB) *Stewards { return &Stewards{db} }

// InTx implements steward.Store.
func (s *Stewards) InTx(ctx context.Context, do func(steward.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// AlertsOf implements steward.Store.
func (s *Stewards) AlertsOf(ctx context.Context, person int64, after pages.Cursor, most int) ([]steward.Alert, error) {
	return pinnedFirst(after, most, func(pinned bool, after pages.Cursor, most int) ([]steward.Alert, error) {
		about := ` AND report_id NOT IN ` + urgentOpen
		if pinned {
			about = ` AND report_id IN ` + urgentOpen
		}
		return s.alerts(ctx, pinned, `person_id = ?`+about+` AND id < ? ORDER BY id DESC LIMIT ?`, person, from(after.ID), most)
	})
}

func (s *Stewards) alerts(ctx context.Context, pinned bool, where string, args ...any) ([]steward.Alert, error) {
	var rows []struct {
		ID        int64 `db:"id"`
		Report    int64 `db:"report_id"`
		Person    int64 `db:"person_id"`
		Community int64 `db:"community_id"`
		At        int64 `db:"at"`
		Acked     int64 `db:"acked_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, report_id, person_id, community_id, at, acked_at
		FROM   steward_alert WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("alerts: %w", err)
	}
	alerts := make([]steward.Alert, len(rows))
	for i, r := range rows {
		alerts[i] = steward.Alert{
			ID: r.ID, Report: r.Report, Person: r.Person, Community: r.Community, At: at(r.At), AcknowledgedAt: at(r.Acked),
			Pinned: pinned,
		}
	}
	return alerts, nil
}

// AddAlert implements steward.Tx.
func (t *tx) AddAlert(ctx context.Context, a steward.Alert) (bool, error) {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO steward_alert (report_id, person_id, community_id, at, acked_at) VALUES (?, ?, ?, ?, 0)`,
		a.Report, a.Person, a.Community, ms(a.At))
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add alert: %w", err)
	}
	return true, nil
}

// AcknowledgeAlert implements steward.Tx.
func (t *tx) AcknowledgeAlert(ctx context.Context, id, person int64, now time.Time) (bool, error) {
	n, err := change(ctx, t.q, `
		UPDATE steward_alert SET acked_at = ? WHERE report_id = ? AND person_id = ? AND acked_at = 0`, ms(now), id, person)
	if err != nil || n > 0 {
		return n > 0, err
	}
	var acked int64
	err = get(ctx, t.q, &acked, steward.ErrMissing, `
		SELECT acked_at FROM steward_alert WHERE report_id = ? AND person_id = ?`, id, person)
	return false, err
}
