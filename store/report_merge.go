package store

import (
	"context"
	"fmt"
)

var reportData = data{
	tables: []Table{
		{
			Name: "report", Holds: "words, place, position, author, holder", From: ofRecord,
			Also: "closing erases the author's name, not the words",
			Names: map[string]Fate{
				"author_id": onRecord, "entered_by": byStaff, "host_id": byStaff, "holder_person": byStaff, "postpone_by": byStaff, "supervise_by": byStaff,
			},
		},
		{Name: "report_counter", Impersonal: "a counter"},
		{
			Name: "report_event", Holds: "actor, action, words", From: ofRecord,
			Names: map[string]Fate{"person_id": onRecord, "holder_person": byStaff},
		},
		{
			Name: "report_join", Holds: "neighbours who joined the report", From: ofRecord,
			Names: map[string]Fate{"person_id": {Leave: "only counted", Close: "only counted"}},
		},
		{Name: "report_review", Holds: "the author's opinion", From: ofRecord},
		{Name: "report_template", Impersonal: "words of a community"},
	},
	move:  (*tx).moveReports,
	carry: (*tx).carryReports,
}

// moveReports moves one person's reports to another. If both used the same request id, the first person's is cleared.
func (t *tx) moveReports(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE report SET request = NULL
		WHERE  author_id = ? AND request IN (SELECT request FROM (SELECT request FROM report WHERE author_id = ? AND request IS NOT NULL) own)`,
		from, to); err != nil {
		return fmt.Errorf("requests of reports: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE report SET author_id = ? WHERE author_id = ?`, to, from); err != nil {
		return fmt.Errorf("move reports: %w", err)
	}
	var twice []int64
	if err := list(ctx, t.q, &twice, `
		SELECT a.id FROM report r JOIN report_event a ON a.report_id = r.id JOIN report_event b ON b.report_id = r.id AND b.request = a.request
		WHERE  r.author_id = ? AND a.person_id = ? AND b.person_id = ? ORDER BY a.id LIMIT 1000`, to, from, to); err != nil {
		return fmt.Errorf("requests of events: %w", err)
	}
	for _, id := range twice {
		if _, err := t.q.ExecContext(ctx, `UPDATE report_event SET request = NULL WHERE id = ?`, id); err != nil {
			return fmt.Errorf("request of event %d: %w", id, err)
		}
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE report_event SET person_id = ? WHERE person_id = ?
		AND report_id IN (SELECT id FROM report WHERE author_id = ?)`, to, from, to); err != nil {
		return fmt.Errorf("move events: %w", err)
	}
	return t.moveJoins(ctx, from, to)
}

// moveJoins moves one person's "me too" to another. Duplicates, and those on the person's own reports, are deleted and no
// longer counted.
func (t *tx) moveJoins(ctx context.Context, from, to int64) error {
	var twice []int64
	if err := list(ctx, t.q, &twice, `
		SELECT a.report_id FROM report_join a JOIN report_join b ON b.report_id = a.report_id
		WHERE  a.person_id = ? AND b.person_id = ? ORDER BY a.report_id LIMIT 1000`, from, to); err != nil {
		return fmt.Errorf("joined twice: %w", err)
	}
	if err := t.deleteJoins(ctx, from, twice); err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE report_join SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
		return fmt.Errorf("move joins: %w", err)
	}
	var own []int64
	if err := list(ctx, t.q, &own, `
		SELECT j.report_id FROM report_join j JOIN report r ON r.id = j.report_id
		WHERE  j.person_id = ? AND r.author_id = ? ORDER BY j.report_id LIMIT 1000`, to, to); err != nil {
		return fmt.Errorf("joined one's own: %w", err)
	}
	return t.deleteJoins(ctx, to, own)
}

func (t *tx) deleteJoins(ctx context.Context, who int64, reports []int64) error {
	for _, id := range reports {
		if _, err := t.q.ExecContext(ctx, `DELETE FROM report_join WHERE report_id = ? AND person_id = ?`, id, who); err != nil {
			return fmt.Errorf("delete join of report %d: %w", id, err)
		}
		if _, err := t.q.ExecContext(ctx, `UPDATE report SET joins = joins - 1 WHERE id = ? AND joins > 0`, id); err != nil {
			return fmt.Errorf("count joins of report %d: %w", id, err)
		}
	}
	return nil
}
