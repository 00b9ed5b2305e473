package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/dispatch"
	"linli/app/pace"
	"linli/app/report"
	"linli/app/when"
)

var dispatchData = data{tables: []Table{
	{Name: "dispatch_limit", Impersonal: "time limits"},
	{Name: "dispatch_route", Impersonal: "rules"},
	{Name: "dispatch_name", Impersonal: "names of categories"},
	{Name: "dispatch_version", Impersonal: "a counter"},
}}

// Dispatch implements dispatch.Store.
type Dispatch struct{ db *DB }

// NewDispatch returns the records of limits and routes.
func NewDispatch(db *DB) *Dispatch { return &Dispatch{db} }

// InTx implements dispatch.Store.
func (s *Dispatch) InTx(ctx context.Context, do func(dispatch.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Version implements dispatch.Store.
func (s *Dispatch) Version(ctx context.Context) (int64, error) {
	var v int64
	err := get(ctx, s.db.pool, &v, report.ErrMissing, `SELECT version FROM dispatch_version WHERE id = 1`)
	return v, err
}

// BumpRules implements dispatch.Tx.
func (t *tx) BumpRules(ctx context.Context) error {
	_, err := t.q.ExecContext(ctx, `UPDATE dispatch_version SET version = version + 1 WHERE id = 1`)
	return err
}

type limitRow struct {
	Community int64           `db:"community_id"`
	Category  report.Category `db:"category"`
	Topic     string          `db:"topic"`
	Urgent    bool            `db:"urgent"`
	Intake    string          `db:"intake"`
	Dispatch  string          `db:"dispatch"`
	Take      string          `db:"take"`
	Whole     string          `db:"whole"`
	Escalate  string          `db:"escalate"`
	Steps     string          `db:"steps"`
}

type routeRow struct {
	ID         int64             `db:"id"`
	Community  int64             `db:"community_id"`
	Name       string            `db:"name"`
	Categories string            `db:"categories"`
	Area       int64             `db:"area_id"`
	Hour       report.Hour       `db:"hour"`
	Kind       report.HolderKind `db:"to_kind"`
	Role       auth.Role         `db:"to_role"`
	ToArea     int64             `db:"to_area"`
	Org        int64             `db:"to_org"`
}

type nameRow struct {
	Community int64           `db:"community_id"`
	Category  report.Category `db:"category"`
	Name      string          `db:"name"`
	Hidden    bool            `db:"hidden"`
}

const (
	limitColumns = `community_id, category, topic, urgent, intake, dispatch, take, whole, escalate, steps`
	routeColumns = `id, community_id, name, categories, area_id, hour, to_kind, to_role, to_area, to_org`
)

// Rulings implements dispatch.Store.
func (s *Dispatch) Rulings(ctx context.Context) (map[int64]report.Ruling, error) {
	var limits []limitRow
	if err := list(ctx, s.db.pool, &limits, `SELECT `+limitColumns+` FROM dispatch_limit ORDER BY community_id, seq LIMIT 20000`); err != nil {
		return nil, fmt.Errorf("limits: %w", err)
	}
	var routes []routeRow
	if err := list(ctx, s.db.pool, &routes, `SELECT `+routeColumns+` FROM dispatch_route ORDER BY community_id, seq LIMIT 20000`); err != nil {
		return nil, fmt.Errorf("routes: %w", err)
	}
	var names []nameRow
	if err := list(ctx, s.db.pool, &names, `SELECT community_id, category, name, hidden FROM dispatch_name ORDER BY community_id, category LIMIT 60000`); err != nil {
		return nil, fmt.Errorf("names of categories: %w", err)
	}
	return rulingsOf(limits, routes, names), nil
}

// Ruling implements dispatch.Tx.
func (t *tx) Ruling(ctx context.Context, community int64) (report.Ruling, error) {
	var limits []limitRow
	if err := list(ctx, t.q, &limits, `SELECT `+limitColumns+` FROM dispatch_limit WHERE community_id = ? ORDER BY seq LIMIT 1000`, community); err != nil {
		return report.Ruling{}, fmt.Errorf("limits: %w", err)
	}
	var routes []routeRow
	if err := list(ctx, t.q, &routes, `SELECT `+routeColumns+` FROM dispatch_route WHERE community_id = ? ORDER BY seq LIMIT 1000`, community); err != nil {
		return report.Ruling{}, fmt.Errorf("routes: %w", err)
	}
	var names []nameRow
	if err := list(ctx, t.q, &names, `
		SELECT community_id, category, name, hidden FROM dispatch_name WHERE community_id = ? ORDER BY category LIMIT 1000`, community); err != nil {
		return report.Ruling{}, fmt.Errorf("names of categories: %w", err)
	}
	return rulingsOf(limits, routes, names)[community], nil
}

func rulingsOf(limits []limitRow, routes []routeRow, names []nameRow) map[int64]report.Ruling {
	all := map[int64]report.Ruling{}
	for _, r := range limits {
		own := all[r.Community]
		own.Limits = append(own.Limits, r.limit())
		all[r.Community] = own
	}
	for _, r := range routes {
		own := all[r.Community]
		own.Routes = append(own.Routes, r.route())
		all[r.Community] = own
	}
	for _, r := range names {
		own := all[r.Community]
		own.Names = append(own.Names, report.Naming{Category: r.Category, Name: r.Name, Hidden: r.Hidden})
		all[r.Community] = own
	}
	return all
}

func (r limitRow) limit() report.Limit {
	l := report.Limit{
		Category: r.Category, Topic: r.Topic, Urgent: r.Urgent, Intake: term(r.Intake), Dispatch: term(r.Dispatch),
		Take: term(r.Take), Whole: term(r.Whole), Escalate: term(r.Escalate),
	}
	for part := range strings.SplitSeq(r.Steps, ";") {
		if name, text, ok := strings.Cut(part, "="); ok {
			l.Steps = append(l.Steps, pace.Step{Name: name, Term: term(text)})
		}
	}
	return l
}

func (r routeRow) route() report.Route {
	o := report.Route{
		ID: r.ID, Name: r.Name, Area: r.Area, Hour: r.Hour,
		To: report.Holder{Kind: r.Kind, Role: r.Role, Area: r.ToArea, Org: r.Org},
	}
	if r.Categories != "" {
		for c := range strings.SplitSeq(r.Categories, ",") {
			o.Categories = append(o.Categories, report.Category(c))
		}
	}
	return o
}

// termText returns the stored form of a term: "4 working_hour", or "" for none.
func termText(t when.Term) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s", t.N, t.Unit)
}

func term(s string) (t when.Term) {
	if _, err := fmt.Sscanf(s, "%d %s", &t.N, &t.Unit); err != nil {
		return when.Term{}
	}
	return t
}

// SaveLimits implements dispatch.Tx.
func (t *tx) SaveLimits(ctx context.Context, community int64, table report.Limits) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM dispatch_limit WHERE community_id = ?`, community); err != nil {
		return fmt.Errorf("save limits: %w", err)
	}
	for i, l := range table {
		steps := make([]string, len(l.Steps))
		for j, s := range l.Steps {
			steps[j] = s.Name + "=" + termText(s.Term)
		}
		if _, err := t.q.ExecContext(ctx, `
			INSERT INTO dispatch_limit (community_id, seq, category, topic, urgent, intake, dispatch, take, whole, escalate, steps)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			community, i, l.Category, l.Topic, l.Urgent, termText(l.Intake), termText(l.Dispatch), termText(l.Take),
			termText(l.Whole), termText(l.Escalate), strings.Join(steps, ";")); err != nil {
			return fmt.Errorf("save limit %d: %w", i+1, err)
		}
	}
	return nil
}

// SaveRoutes implements dispatch.Tx.
func (t *tx) SaveRoutes(ctx context.Context, community int64, rules report.Routes) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM dispatch_route WHERE community_id = ?`, community); err != nil {
		return fmt.Errorf("save routes: %w", err)
	}
	for i, o := range rules {
		categories := make([]string, len(o.Categories))
		for j, c := range o.Categories {
			categories[j] = string(c)
		}
		if _, err := t.q.ExecContext(ctx, `
			INSERT INTO dispatch_route (community_id, seq, name, categories, area_id, hour, to_kind, to_role, to_area, to_org)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			community, i, o.Name, strings.Join(categories, ","), o.Area, o.Hour, o.To.Kind, o.To.Role, o.To.Area, o.To.Org); err != nil {
			return fmt.Errorf("save route %d: %w", i+1, err)
		}
	}
	return nil
}

// SaveNames implements dispatch.Tx.
func (t *tx) SaveNames(ctx context.Context, community int64, names []report.Naming) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM dispatch_name WHERE community_id = ?`, community); err != nil {
		return fmt.Errorf("save names of categories: %w", err)
	}
	for _, n := range names {
		if _, err := t.q.ExecContext(ctx, `
			INSERT INTO dispatch_name (community_id, category, name, hidden) VALUES (?, ?, ?, ?)`, community, n.Category, n.Name, n.Hidden); err != nil {
			return fmt.Errorf("save the name of a category: %w", err)
		}
	}
	return nil
}

// Past implements dispatch.Store.
func (s *Dispatch) Past(ctx context.Context, community int64, from, to time.Time, after int64, most int) ([]report.Report, error) {
	var rows []reportRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+reportRead+` FROM report
		WHERE  community_id = ? AND submitted_at >= ? AND submitted_at < ? AND id > ? AND parent_id = 0
		ORDER  BY id LIMIT ?`, community, ms(from), ms(to), after, most); err != nil {
		return nil, fmt.Errorf("past reports: %w", err)
	}
	return reportsOf(rows), nil
}
