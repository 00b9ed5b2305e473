package store

import (
	"context"
	"fmt"
	"strings"

	"linli/app/report"
)

type eventRow struct {
	ID     int64        `db:"id"`
	Report int64        `db:"report_id"`
	Public bool         `db:"public"`
	State  report.State `db:"state"`
	holderRow
	lineRow[report.EventKind]
}

const eventColumns = `id, report_id, public, state, holder_kind, holder_person, holder_role, holder_area, holder_org, ` + lineColumns

// Events implements report.Store. It returns at most the first 500 lines.
func (s *Reports) Events(ctx context.Context, id int64) ([]report.Event, error) {
	var rows []eventRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+eventColumns+` FROM report_event WHERE report_id = ? ORDER BY id LIMIT 500`, id); err != nil {
		return nil, fmt.Errorf("events of %d: %w", id, err)
	}
	events := make([]report.Event, len(rows))
	for i, r := range rows {
		events[i] = r.event()
	}
	return events, nil
}

func (r eventRow) event() report.Event {
	return report.Event{Line: r.line(), ID: r.ID, Report: r.Report, Public: r.Public, State: r.State, Holder: r.holder()}
}

// EventBefore implements report.Tx.
func (t *tx) EventBefore(ctx context.Context, id int64, kind report.EventKind) (report.Event, error) {
	var r eventRow
	err := get(ctx, t.q, &r, report.ErrMissing, `
		SELECT `+eventColumns+` FROM report_event
		WHERE  report_id = ? AND id < (SELECT MAX(id) FROM report_event WHERE report_id = ? AND kind = ?)
		ORDER  BY id DESC LIMIT 1`, id, id, kind)
	return r.event(), err
}

// AddEvent implements report.Tx.
func (t *tx) AddEvent(ctx context.Context, e *report.Event) error {
	h := e.Holder
	id, err := insert(ctx, t.q, `
		INSERT INTO report_event (report_id, public, state, holder_kind, holder_person, holder_role, holder_area, holder_org, `+lineWritten+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		append([]any{e.Report, e.Public, e.State, h.Kind, h.Person, h.Role, h.Area, h.Org}, lineValues(e.Line)...)...)
	if err != nil {
		return fmt.Errorf("add event: %w", err)
	}
	if e.ID = id; e.Kind == report.DidLocate {
		return t.reindex(ctx, `id = ?`, e.Report)
	}
	return nil
}

// FilesOf implements report.Tx.
func (t *tx) FilesOf(ctx context.Context, id int64) ([]int64, error) {
	var lists []string
	if err := list(ctx, t.q, &lists, `
		SELECT files FROM report_event WHERE report_id = ? AND files <> '' ORDER BY id LIMIT 500`, id); err != nil {
		return nil, fmt.Errorf("files of report %d: %w", id, err)
	}
	return splitIDs(strings.Join(lists, ",")), nil
}

// EventOf implements report.Tx.
func (t *tx) EventOf(ctx context.Context, id, person int64, request string) (bool, error) {
	return t.hasLine(ctx, "report_event", "report_id", id, person, request)
}

// Reviews implements report.Store.
func (s *Reports) Reviews(ctx context.Context, id int64) ([]report.Review, error) {
	return reviewsOf(ctx, s.db, []int64{id})
}

// reviewsOf returns the reviews of the reports, those of one report in order.
func reviewsOf(ctx context.Context, db *DB, ids []int64) ([]report.Review, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct {
		Report     int64  `db:"report_id"`
		Round      int    `db:"round"`
		Satisfied  bool   `db:"satisfied"`
		Efficiency int    `db:"efficiency"`
		Result     int    `db:"result"`
		Attitude   int    `db:"attitude"`
		Words      string `db:"words"`
		At         int64  `db:"at"`
	}
	if err := list(ctx, db.pool, &rows, `
		SELECT report_id, round, satisfied, efficiency, result, attitude, words, at
		FROM   report_review WHERE report_id IN (`+marks(len(ids))+`) ORDER BY report_id, round LIMIT ?`,
		append(anys(ids), 10*len(ids))...); err != nil {
		return nil, fmt.Errorf("reviews: %w", err)
	}
	reviews := make([]report.Review, len(rows))
	for i, r := range rows {
		reviews[i] = report.Review{
			Report: r.Report, Round: r.Round, Satisfied: r.Satisfied, Efficiency: r.Efficiency, Result: r.Result,
			Attitude: r.Attitude, Words: r.Words, At: at(r.At),
		}
	}
	return reviews, nil
}

// AddReview implements report.Tx: a report has one review for each time it was resolved.
func (t *tx) AddReview(ctx context.Context, v report.Review) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO report_review (report_id, round, satisfied, efficiency, result, attitude, words, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		v.Report, v.Round, v.Satisfied, v.Efficiency, v.Result, v.Attitude, v.Words, ms(v.At))
	if duplicate(err) {
		return report.ErrReviewed.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add review: %w", err)
	}
	return nil
}

// Templates implements report.Store.
func (s *Reports) Templates(ctx context.Context, community int64) ([]report.Template, error) {
	var rows []struct {
		ID        int64        `db:"id"`
		Community int64        `db:"community_id"`
		State     report.State `db:"state"`
		Name      string       `db:"name"`
		Text      string       `db:"text"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, community_id, state, name, text FROM report_template WHERE community_id = ? ORDER BY id LIMIT 200`, community); err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	found := make([]report.Template, len(rows))
	for i, r := range rows {
		found[i] = report.Template(r)
	}
	return found, nil
}

// AddTemplate implements report.Tx.
func (t *tx) AddTemplate(ctx context.Context, m *report.Template) (err error) {
	m.ID, err = insert(ctx, t.q, `
		INSERT INTO report_template (community_id, state, name, text) VALUES (?, ?, ?, ?)`, m.Community, m.State, m.Name, m.Text)
	return err
}

// DeleteTemplate implements report.Tx.
func (t *tx) DeleteTemplate(ctx context.Context, community, id int64) error {
	n, err := change(ctx, t.q, `DELETE FROM report_template WHERE community_id = ? AND id = ?`, community, id)
	if err == nil && n == 0 {
		return report.ErrMissing
	}
	return err
}
