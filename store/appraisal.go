package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/appraisal"
	"linli/app/auth"
	"linli/app/report"
)

var appraisalData = data{tables: []Table{
	{Name: "appraisal_figure", Impersonal: "sums"},
	{Name: "appraisal_mark", Holds: "the person who marked an org, with words", From: ofDuty, Names: map[string]Fate{"person_id": byStaff}},
	{Name: "appraisal_run", Impersonal: "days computed"},
}}

// Appraisals implements appraisal.Store.
type Appraisals struct{ db *DB }

// NewAppraisals returns the figures and the records they are computed from.
func NewAppraisals(db *DB) *Appraisals { return &Appraisals{db} }

// InTx implements appraisal.Store.
func (s *Appraisals) InTx(ctx context.Context, do func(appraisal.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// figureColumns are the columns of appraisal_figure without id, month and community, in the order of figureRow.
const figureColumns = `org_id, role, area_id, cases, resolved, timed, late, returns, reopens, satisfied, unsatisfied,
	unanswered, response_n, response_median, response_mean, verify_n, verify_median, verify_mean, handle_n, handle_median,
	handle_mean, marked, efficiency, result, attitude`

type figureRow struct {
	Community      int64     `db:"community_id"`
	Org            int64     `db:"org_id"`
	Role           auth.Role `db:"role"`
	Area           int64     `db:"area_id"`
	Cases          int       `db:"cases"`
	Resolved       int       `db:"resolved"`
	Timed          int       `db:"timed"`
	Late           int       `db:"late"`
	Returns        int       `db:"returns"`
	Reopens        int       `db:"reopens"`
	Satisfied      int       `db:"satisfied"`
	Unsatisfied    int       `db:"unsatisfied"`
	Unanswered     int       `db:"unanswered"`
	ResponseN      int       `db:"response_n"`
	ResponseMedian int64     `db:"response_median"`
	ResponseMean   int64     `db:"response_mean"`
	VerifyN        int       `db:"verify_n"`
	VerifyMedian   int64     `db:"verify_median"`
	VerifyMean     int64     `db:"verify_mean"`
	HandleN        int       `db:"handle_n"`
	HandleMedian   int64     `db:"handle_median"`
	HandleMean     int64     `db:"handle_mean"`
	Marked         int       `db:"marked"`
	Efficiency     int       `db:"efficiency"`
	Result         int       `db:"result"`
	Attitude       int       `db:"attitude"`
}

func (r figureRow) row() appraisal.Row {
	span := func(n int, median, mean int64) appraisal.Span {
		return appraisal.Span{Count: n, Median: time.Duration(median) * time.Second, Mean: time.Duration(mean) * time.Second}
	}
	return appraisal.Row{Community: r.Community, Figure: appraisal.Figure{
		Subject: appraisal.Subject{Org: r.Org, Role: r.Role, Area: r.Area}, Cases: r.Cases, Resolved: r.Resolved,
		Timed: r.Timed, Late: r.Late, Returns: r.Returns, Reopens: r.Reopens, Satisfied: r.Satisfied,
		Unsatisfied: r.Unsatisfied, Unanswered: r.Unanswered, Response: span(r.ResponseN, r.ResponseMedian, r.ResponseMean),
		Verify: span(r.VerifyN, r.VerifyMedian, r.VerifyMean), Handle: span(r.HandleN, r.HandleMedian, r.HandleMean),
		Marked: r.Marked, Efficiency: r.Efficiency, Result: r.Result, Attitude: r.Attitude,
	}}
}

func (s *Appraisals) figures(ctx context.Context, where string, args ...any) ([]appraisal.Row, error) {
	var rows []figureRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT community_id, `+figureColumns+` FROM appraisal_figure WHERE `+where+` ORDER BY id LIMIT 5000`, args...); err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	found := make([]appraisal.Row, len(rows))
	for i, r := range rows {
		found[i] = r.row()
	}
	return found, nil
}

// FiguresOf implements appraisal.Store.
func (s *Appraisals) FiguresOf(ctx context.Context, month int, community int64) ([]appraisal.Row, error) {
	return s.figures(ctx, `month = ? AND community_id = ?`, month, community)
}

// FiguresOfOrgs implements appraisal.Store.
func (s *Appraisals) FiguresOfOrgs(ctx context.Context, month int, orgs []int64) ([]appraisal.Row, error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	return s.figures(ctx, `org_id IN (`+marks(len(orgs))+`) AND month = ?`, append(anys(orgs), month)...)
}

// ReplaceFigures implements appraisal.Store.
func (s *Appraisals) ReplaceFigures(ctx context.Context, month int, community int64, figures []appraisal.Figure) error {
	return s.db.inTx(ctx, func(t *tx) error {
		if _, err := t.q.ExecContext(ctx, `
			DELETE FROM appraisal_figure WHERE month = ? AND community_id = ?`, month, community); err != nil {
			return fmt.Errorf("replace figures: %w", err)
		}
		for _, f := range figures {
			args := []any{
				month, community, f.Org, f.Role, f.Area, f.Cases, f.Resolved, f.Timed, f.Late, f.Returns, f.Reopens, f.Satisfied,
				f.Unsatisfied, f.Unanswered, f.Response.Count, seconds(f.Response.Median), seconds(f.Response.Mean), f.Verify.Count,
				seconds(f.Verify.Median), seconds(f.Verify.Mean), f.Handle.Count, seconds(f.Handle.Median), seconds(f.Handle.Mean),
				f.Marked, f.Efficiency, f.Result, f.Attitude,
			}
			if _, err := t.q.ExecContext(ctx, `
				INSERT INTO appraisal_figure (month, community_id, `+figureColumns+`) VALUES (`+marks(len(args))+`)`, args...); err != nil {
				return fmt.Errorf("add figure: %w", err)
			}
		}
		return nil
	})
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// DayDone implements appraisal.Store.
func (s *Appraisals) DayDone(ctx context.Context, day int) (bool, error) {
	var n int
	err := get(ctx, s.db.pool, &n, report.ErrMissing, `SELECT COUNT(*) FROM appraisal_run WHERE day = ? AND done_at > 0`, day)
	return n > 0, err
}

// EndDay implements appraisal.Store.
func (s *Appraisals) EndDay(ctx context.Context, day int, now time.Time) error {
	_, err := change(ctx, direct{s.db}, `INSERT INTO appraisal_run (day, started_at, done_at) VALUES (?, ?, ?)`+
		s.db.e.upsert("day", "done_at"), day, ms(now), ms(now))
	return outage(err)
}

// OrgDealtWith implements appraisal.Tx.
func (t *tx) OrgDealtWith(ctx context.Context, about, org int64) (bool, error) {
	var n int
	err := get(ctx, t.q, &n, report.ErrMissing, `
		SELECT (SELECT COUNT(*) FROM report_event WHERE report_id = ? AND holder_kind = 'org' AND holder_org = ?) +
		       (SELECT COUNT(*) FROM whistle w JOIN whistle_muster m ON m.whistle_id = w.id
		        WHERE w.report_id = ? AND m.org_id = ?)`, about, org, about, org)
	return n > 0, err
}

type markRow struct {
	Report     int64  `db:"report_id"`
	Org        int64  `db:"org_id"`
	Community  int64  `db:"community_id"`
	Person     int64  `db:"person_id"`
	Request    string `db:"request"`
	Efficiency int    `db:"efficiency"`
	Result     int    `db:"result"`
	Attitude   int    `db:"attitude"`
	Words      string `db:"words"`
	At         int64  `db:"at"`
}

const markColumns = `report_id, org_id, community_id, person_id, request, efficiency, result, attitude, words, at`

func (r markRow) mark() appraisal.Mark {
	return appraisal.Mark{
		Report: r.Report, Org: r.Org, Community: r.Community, Person: r.Person, Request: r.Request, Efficiency: r.Efficiency,
		Result: r.Result, Attitude: r.Attitude, Words: r.Words, At: at(r.At),
	}
}

// AddMark implements appraisal.Tx.
func (t *tx) AddMark(ctx context.Context, m *appraisal.Mark) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO appraisal_mark (`+markColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, m.Report, m.Org, m.Community,
		m.Person, m.Request, m.Efficiency, m.Result, m.Attitude, m.Words, ms(m.At))
	if !duplicate(err) {
		return err
	}
	var first markRow
	if err := get(ctx, t.q, &first, appraisal.ErrTwice, `
		SELECT `+markColumns+` FROM appraisal_mark WHERE report_id = ? AND org_id = ?`, m.Report, m.Org); err != nil {
		return err
	}
	if m.Request == "" || first.Request != m.Request || first.Person != m.Person {
		return appraisal.ErrTwice.Because(err)
	}
	*m = first.mark()
	return nil
}
