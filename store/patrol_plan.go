package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/patrol"
	"linli/app/person"
	"linli/app/when"
)

type patrolPlanRow struct {
	ID        int64        `db:"id"`
	Community int64        `db:"community_id"`
	Area      int64        `db:"area_id"`
	Name      string       `db:"name"`
	Kind      patrol.Kind  `db:"kind"`
	Points    string       `db:"points"`
	Need      int          `db:"need"`
	Weekdays  string       `db:"weekdays"`
	Spans     string       `db:"spans"`
	Roles     string       `db:"roles"`
	Class     person.Class `db:"class"`
	Topics    string       `db:"topics"`
	Since     when.Date    `db:"since"`
	By        int64        `db:"by_id"`
	EndedAt   int64        `db:"ended_at"`
}

func patrolPlans(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]patrol.Plan, error) {
	var rows []patrolPlanRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, area_id, name, kind, points, need, weekdays, spans, roles, class, topics, since, by_id, ended_at
		FROM   patrol_plan WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("plans of patrols: %w", err)
	}
	all := make([]patrol.Plan, len(rows))
	for i, r := range rows {
		p := patrol.Plan{
			ID: r.ID, Community: r.Community, Area: r.Area, Name: r.Name, Kind: r.Kind, Need: r.Need, Class: r.Class, Since: r.Since, By: r.By, EndedAt: at(r.EndedAt),
		}
		if err := json.Unmarshal([]byte(r.Points), &p.Points); err != nil {
			return nil, fmt.Errorf("points of plan %d: %w", r.ID, err)
		}
		var err error
		if p.Windows, err = when.ParseSpans(r.Spans); err != nil {
			return nil, fmt.Errorf("windows of plan %d: %w", r.ID, err)
		}
		for _, d := range splitIDs(r.Weekdays) {
			p.Weekdays = append(p.Weekdays, time.Weekday(d))
		}
		for _, role := range splitWords(r.Roles) {
			p.Roles = append(p.Roles, auth.Role(role))
		}
		p.Topics = splitWords(r.Topics)
		all[i] = p
	}
	return all, nil
}

func splitWords(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// Plan implements patrol.Store.
func (s *Patrols) Plan(ctx context.Context, id int64) (patrol.Plan, error) {
	all, err := patrolPlans(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, patrol.ErrPlan)
}

// Plans implements patrol.Store.
func (s *Patrols) Plans(ctx context.Context, communities []int64, since when.Date) ([]patrol.Plan, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	return patrolPlans(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) AND (ended_at = 0 OR ended_at >= ?) ORDER BY name, id LIMIT 500`,
		append(anys(communities), ms(since.Time()))...)
}

// LockPlan implements patrol.Tx.
func (t *tx) LockPlan(ctx context.Context, id int64) (patrol.Plan, error) {
	all, err := patrolPlans(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, patrol.ErrPlan)
}

// AddPlan implements patrol.Tx.
func (t *tx) AddPlan(ctx context.Context, p *patrol.Plan) (err error) {
	p.ID, err = insert(ctx, t.q, `
		INSERT INTO patrol_plan (community_id, area_id, name, kind, points, need, weekdays, spans, roles, class, topics, since, by_id)
		VALUES (?, 0, '', '', '[]', 0, '', '', '', '', '', 0, 0)`, p.Community)
	if err != nil {
		return fmt.Errorf("add plan of patrols: %w", err)
	}
	return t.SavePlan(ctx, *p)
}

// SavePlan implements patrol.Tx.
func (t *tx) SavePlan(ctx context.Context, p patrol.Plan) error {
	points, err := json.Marshal(p.Points)
	if err != nil {
		return err
	}
	days, roles := make([]string, len(p.Weekdays)), make([]string, len(p.Roles))
	for i, d := range p.Weekdays {
		days[i] = strconv.Itoa(int(d))
	}
	for i, r := range p.Roles {
		roles[i] = string(r)
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE patrol_plan SET area_id = ?, name = ?, kind = ?, points = ?, need = ?, weekdays = ?, spans = ?, roles = ?, class = ?, topics = ?, since = ?,
			by_id = ?, ended_at = ?
		WHERE  id = ?`,
		p.Area, p.Name, p.Kind, string(points), p.Need, strings.Join(days, ","), p.Windows.String(), strings.Join(roles, ","), p.Class,
		strings.Join(p.Topics, ","), int(p.Since), p.By, ms(p.EndedAt), p.ID); err != nil {
		return fmt.Errorf("save plan of patrols %d: %w", p.ID, err)
	}
	return nil
}

type raiseRow struct {
	ID        int64  `db:"id"`
	Community int64  `db:"community_id"`
	Area      int64  `db:"area_id"`
	Spans     string `db:"spans"`
	Reason    string `db:"reason"`
	By        int64  `db:"by_id"`
	From      int64  `db:"from_at"`
	Until     int64  `db:"until_at"`
	EndedAt   int64  `db:"ended_at"`
	EndedBy   int64  `db:"ended_by"`
}

func raises(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]patrol.Raise, error) {
	var rows []raiseRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, area_id, spans, reason, by_id, from_at, until_at, ended_at, ended_by FROM patrol_raise WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("raises: %w", err)
	}
	all := make([]patrol.Raise, len(rows))
	for i, r := range rows {
		windows, err := when.ParseSpans(r.Spans)
		if err != nil {
			return nil, fmt.Errorf("windows of raise %d: %w", r.ID, err)
		}
		all[i] = patrol.Raise{
			ID: r.ID, Community: r.Community, Area: r.Area, Windows: windows, Reason: r.Reason, By: r.By, From: at(r.From), Until: at(r.Until),
			EndedAt: at(r.EndedAt), EndedBy: r.EndedBy,
		}
	}
	return all, nil
}

// Raise implements patrol.Store.
func (s *Patrols) Raise(ctx context.Context, id int64) (patrol.Raise, error) {
	all, err := raises(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, patrol.ErrRaise)
}

// Raises implements patrol.Store.
func (s *Patrols) Raises(ctx context.Context, communities []int64, after time.Time) ([]patrol.Raise, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	return raises(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) AND until_at > ? ORDER BY until_at, id LIMIT 100`,
		append(anys(communities), ms(after))...)
}

// LockRaise implements patrol.Tx.
func (t *tx) LockRaise(ctx context.Context, id int64) (patrol.Raise, error) {
	all, err := raises(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, patrol.ErrRaise)
}

// AddRaise implements patrol.Tx.
func (t *tx) AddRaise(ctx context.Context, r *patrol.Raise) (err error) {
	r.ID, err = insert(ctx, t.q, `
		INSERT INTO patrol_raise (community_id, area_id, spans, reason, by_id, from_at, until_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		r.Community, r.Area, r.Windows.String(), r.Reason, r.By, ms(r.From), ms(r.Until))
	if err != nil {
		return fmt.Errorf("add raise: %w", err)
	}
	return nil
}

// SaveRaise implements patrol.Tx.
func (t *tx) SaveRaise(ctx context.Context, r patrol.Raise) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE patrol_raise SET ended_at = ?, ended_by = ? WHERE id = ?`, ms(r.EndedAt), r.EndedBy, r.ID); err != nil {
		return fmt.Errorf("save raise %d: %w", r.ID, err)
	}
	return nil
}

type findRow struct {
	Community int64          `db:"community_id"`
	Patrol    int64          `db:"patrol_id"`
	Report    int64          `db:"report_id"`
	Person    int64          `db:"person_id"`
	Area      int64          `db:"area_id"`
	Grid      int64          `db:"grid_id"`
	At        int64          `db:"at"`
	Topic     string         `db:"topic"`
	Spot      bool           `db:"spot"`
	Request   sql.NullString `db:"request"`
	ToldAt    int64          `db:"told_at"`
}

func finds(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]patrol.Find, error) {
	var rows []findRow
	if err := list(ctx, q, &rows, `
		SELECT community_id, patrol_id, report_id, person_id, area_id, grid_id, at, topic, spot, request, told_at FROM patrol_find WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("finds: %w", err)
	}
	all := make([]patrol.Find, len(rows))
	for i, r := range rows {
		all[i] = patrol.Find{
			Community: r.Community, Patrol: r.Patrol, Report: r.Report, Person: r.Person, Area: r.Area, Grid: r.Grid, At: at(r.At), Topic: r.Topic,
			Spot: r.Spot, Request: r.Request.String, ToldAt: at(r.ToldAt),
		}
	}
	return all, nil
}

// FindsOf implements patrol.Store.
func (s *Patrols) FindsOf(ctx context.Context, who int64, from, to time.Time) ([]patrol.Find, error) {
	return finds(ctx, s.db.pool, `person_id = ? AND at >= ? AND at < ? ORDER BY at, id LIMIT 200`, who, ms(from), ms(to))
}

// FindsIn implements patrol.Store.
func (s *Patrols) FindsIn(ctx context.Context, community int64, from, to time.Time) ([]patrol.Find, error) {
	return finds(ctx, s.db.pool, `community_id = ? AND at >= ? AND at < ? ORDER BY at DESC, id DESC LIMIT 500`, community, ms(from), ms(to))
}

// Untold implements patrol.Store.
func (s *Patrols) Untold(ctx context.Context, before time.Time, most int) ([]patrol.Find, error) {
	return finds(ctx, s.db.pool, `told_at = 0 AND at < ? ORDER BY at, id LIMIT ?`, ms(before), most)
}

// FindBy implements patrol.Tx.
func (t *tx) FindBy(ctx context.Context, who int64, request string) (patrol.Find, error) {
	all, err := finds(ctx, t.q, `person_id = ? AND request = ? ORDER BY id LIMIT 1`, who, request)
	return first(all, err, patrol.ErrMissing)
}

// AddFind implements patrol.Tx.
func (t *tx) AddFind(ctx context.Context, f patrol.Find) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO patrol_find (community_id, patrol_id, report_id, person_id, area_id, grid_id, at, topic, spot, request, told_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.Community, f.Patrol, f.Report, f.Person, f.Area, f.Grid, ms(f.At), f.Topic, f.Spot, nullText(f.Request), ms(f.ToldAt)); err != nil {
		return fmt.Errorf("add find: %w", err)
	}
	return nil
}

// TellFind implements patrol.Tx.
func (t *tx) TellFind(ctx context.Context, id int64, now time.Time) (bool, error) {
	n, err := change(ctx, t.q, `UPDATE patrol_find SET told_at = ? WHERE report_id = ? AND told_at = 0`, ms(now), id)
	return n == 1, err
}
