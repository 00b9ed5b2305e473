package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/booking"
	"linli/app/report"
	"linli/app/wall"
	"linli/app/when"
)

var wallData = data{tables: []Table{{Name: "wall_day", Impersonal: "sums of a day, of the last 400"}}}

// Walls implements wall.Store.
type Walls struct{ db *DB }

// NewWalls returns the figures of walls.
func NewWalls(db *DB) *Walls { return &Walls{db} }

// inScope returns the condition of a scope.
func inScope(in wall.Scope) query {
	if in.Everywhere {
		return query{text: `1 = 1`}
	}
	if in.Grid != 0 {
		return query{`community_id IN (` + marks(len(in.Communities)) + `) AND grid_id = ?`, append(anys(in.Communities), in.Grid)}
	}
	if len(in.Communities) == 0 {
		return query{text: `1 = 0`}
	}
	return query{`community_id IN (` + marks(len(in.Communities)) + `)`, anys(in.Communities)}
}

// Open implements wall.Store. The index report_on_wall has all it reads.
func (s *Walls) Open(ctx context.Context, in wall.Scope, now, until time.Time) ([]wall.Row, error) {
	var rows []struct {
		Community  int64           `db:"community_id"`
		Grid       int64           `db:"grid_id"`
		Category   report.Category `db:"category"`
		Open       int             `db:"n"`
		Late       int             `db:"late"`
		DueToday   int             `db:"due_today"`
		Urgent     int             `db:"pressing"`
		Unaccepted int             `db:"unaccepted"`
	}
	where := inScope(in)
	if err := list(ctx, s.db.pool, &rows, `
		SELECT community_id, grid_id, category, COUNT(*) AS n,
		       SUM(CASE WHEN paused_at = 0 AND due_at < ? THEN 1 ELSE 0 END) AS late,
		       SUM(CASE WHEN paused_at = 0 AND due_at >= ? AND due_at < ? THEN 1 ELSE 0 END) AS due_today,
		       SUM(urgent) AS pressing, SUM(CASE WHEN state = ? THEN 1 ELSE 0 END) AS unaccepted
		FROM   report
		WHERE  is_open = 1 AND `+where.text+`
		GROUP  BY community_id, grid_id, category
		ORDER  BY community_id, grid_id, category
		LIMIT  50000`, append([]any{ms(now), ms(now), ms(until), report.Submitted}, where.args...)...); err != nil {
		return nil, fmt.Errorf("open reports of a wall: %w", err)
	}
	all := make([]wall.Row, len(rows))
	for i, r := range rows {
		all[i] = wall.Row{Community: r.Community, Grid: r.Grid, Category: r.Category, Counts: wall.Counts{
			Open: r.Open, Late: r.Late, DueToday: r.DueToday, Urgent: r.Urgent, Unaccepted: r.Unaccepted,
		}}
	}
	return all, nil
}

// Since implements wall.Store.
func (s *Walls) Since(ctx context.Context, in wall.Scope, from time.Time) ([]wall.Today, error) {
	where := inScope(in)
	return s.sums(ctx, where, from, time.Time{})
}

// sums counts by community and grid what was submitted and what was solved in a span; without an end until now. Each part reads
// one range of an index for open and one for finished reports.
func (s *Walls) sums(ctx context.Context, where query, from, to time.Time) ([]wall.Today, error) {
	until := func(column string) (string, []any) {
		if to.IsZero() {
			return column + ` >= ?`, []any{ms(from)}
		}
		return column + ` >= ? AND ` + column + ` < ?`, []any{ms(from), ms(to)}
	}
	var text string
	var args []any
	for i, part := range []struct{ open, column, sums string }{
		{`1`, `submitted_at`, `1 AS submitted, 0 AS solved`},
		{`0`, `submitted_at`, `1 AS submitted, 0 AS solved`},
		{`0`, `resolved_at`, `0 AS submitted, 1 AS solved`},
	} {
		span, bounds := until(part.column)
		if i > 0 {
			text += ` UNION ALL `
		}
		text += `SELECT community_id, grid_id, ` + part.sums + ` FROM report WHERE is_open = ` + part.open + ` AND ` + where.text + ` AND ` + span
		args = append(append(args, where.args...), bounds...)
	}
	var rows []struct {
		Community int64 `db:"community_id"`
		Grid      int64 `db:"grid_id"`
		Submitted int   `db:"submitted"`
		Solved    int   `db:"solved"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT community_id, grid_id, SUM(submitted) AS submitted, SUM(solved) AS solved FROM (`+text+`) AS one
		GROUP  BY community_id, grid_id ORDER BY community_id, grid_id LIMIT 50000`, args...); err != nil {
		return nil, fmt.Errorf("sums of a wall: %w", err)
	}
	all := make([]wall.Today, len(rows))
	for i, r := range rows {
		all[i] = wall.Today(r)
	}
	return all, nil
}

// Sessions implements wall.Store.
func (s *Walls) Sessions(ctx context.Context, communities []int64, from, to time.Time) ([]wall.Session, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID        int64  `db:"id"`
		Community int64  `db:"community_id"`
		Service   string `db:"name"`
		BeginAt   int64  `db:"begin_at"`
		EndAt     int64  `db:"end_at"`
		Places    int    `db:"places"`
		Taken     int    `db:"taken"`
		Arrived   int    `db:"arrived"`
	}
	args := append([]any{booking.Arrived, booking.Called, booking.Done}, anys(communities)...)
	if err := list(ctx, s.db.pool, &rows, `
		SELECT s.id, s.community_id, v.name, s.begin_at, s.end_at,
		       COALESCE((SELECT SUM(p.places) FROM booking_period p WHERE p.session_id = s.id), 0) AS places,
		       COALESCE((SELECT SUM(p.taken) FROM booking_period p WHERE p.session_id = s.id), 0) AS taken,
		       (SELECT COUNT(*) FROM booking b WHERE b.session_id = s.id AND b.state IN (?, ?, ?)) AS arrived
		FROM   booking_session s JOIN booking_service v ON v.id = s.service_id
		WHERE  s.community_id IN (`+marks(len(communities))+`) AND s.begin_at >= ? AND s.begin_at < ? AND s.state <> ?
		ORDER  BY s.begin_at, s.id LIMIT 500`, append(args, ms(from), ms(to), booking.CalledOff)...); err != nil {
		return nil, fmt.Errorf("sessions of a wall: %w", err)
	}
	all := make([]wall.Session, len(rows))
	for i, r := range rows {
		all[i] = wall.Session{
			Community: r.Community, Service: r.Service, BeginAt: at(r.BeginAt), EndAt: at(r.EndAt), Places: r.Places, Taken: r.Taken, Arrived: r.Arrived,
		}
	}
	return all, nil
}

type wallDay struct {
	Day       when.Date `db:"day"`
	Community int64     `db:"community_id"`
	Submitted int       `db:"submitted"`
	Solved    int       `db:"solved"`
}

// Days implements wall.Store.
func (s *Walls) Days(ctx context.Context, in wall.Scope, from when.Date) ([]wall.Day, error) {
	var rows []wallDay
	where := inScope(wall.Scope{Everywhere: in.Everywhere, Communities: in.Communities})
	if err := list(ctx, s.db.pool, &rows, `
		SELECT day, community_id, submitted, solved FROM wall_day WHERE day >= ? AND `+where.text+`
		ORDER  BY day, community_id LIMIT 50000`, append([]any{from}, where.args...)...); err != nil {
		return nil, fmt.Errorf("days of a wall: %w", err)
	}
	all := make([]wall.Day, len(rows))
	for i, r := range rows {
		all[i] = wall.Day(r)
	}
	return all, nil
}

// Counted implements wall.Store. A day that was counted has the row of community 0.
func (s *Walls) Counted(ctx context.Context, from when.Date) ([]when.Date, error) {
	var days []when.Date
	err := list(ctx, s.db.pool, &days, `SELECT day FROM wall_day WHERE day >= ? AND community_id = 0 ORDER BY day LIMIT 1000`, from)
	return days, err
}

// CountDay implements wall.Store.
func (s *Walls) CountDay(ctx context.Context, day when.Date, from, to time.Time) error {
	found, err := s.sums(ctx, query{text: `1 = 1`}, from, to)
	if err != nil {
		return err
	}
	sum := map[int64]wallDay{0: {Day: day}}
	for _, f := range found {
		d := sum[f.Community]
		sum[f.Community] = wallDay{Day: day, Community: f.Community, Submitted: d.Submitted + f.Submitted, Solved: d.Solved + f.Solved}
	}
	return s.db.inTx(ctx, func(t *tx) error {
		for _, d := range sum {
			if _, err := t.q.ExecContext(ctx, `
				INSERT INTO wall_day (day, community_id, submitted, solved) VALUES (?, ?, ?, ?)`+
				t.e.upsert("day, community_id", "submitted", "solved"), d.Day, d.Community, d.Submitted, d.Solved); err != nil {
				return fmt.Errorf("keep day: %w", err)
			}
		}
		return nil
	})
}

// DropDays implements wall.Store.
func (s *Walls) DropDays(ctx context.Context, before when.Date) error {
	_, err := change(ctx, direct{s.db}, `DELETE FROM wall_day WHERE day < ?`, before)
	return outage(err)
}
