package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"linli/app/care"
	"linli/app/when"
)

type visitRow struct {
	ID        int64        `db:"id"`
	Community int64        `db:"community_id"`
	Cared     int64        `db:"cared_id"`
	Day       when.Date    `db:"day"`
	At        int64        `db:"at"`
	NotedAt   int64        `db:"noted_at"`
	Way       care.Way     `db:"way"`
	Outcome   care.Outcome `db:"outcome"`
	Level     care.Level   `db:"level"`
	Counts    bool         `db:"counts"`
	LateDays  int          `db:"late_days"`
	DueOn     when.Date    `db:"due_on"`
}

const visitColumns = `id, community_id, cared_id, day, at, noted_at, way, outcome, level, counts, late_days, due_on`

func careVisits(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]care.Visit, error) {
	var rows []visitRow
	if err := list(ctx, q, &rows, `SELECT `+visitColumns+` FROM care_visit WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	found := make([]care.Visit, len(rows))
	for i, r := range rows {
		found[i] = care.Visit{
			ID: r.ID, Community: r.Community, Cared: r.Cared, Day: r.Day, At: at(r.At), NotedAt: at(r.NotedAt), Way: r.Way, Outcome: r.Outcome,
			Level: r.Level, Counts: r.Counts, LateDays: r.LateDays, DueOn: r.DueOn,
		}
	}
	return found, nil
}

func careVisitors(ctx context.Context, q sqlx.QueryerContext, visits []care.Visit) ([]care.Visitor, error) {
	if len(visits) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(visits))
	for i, v := range visits {
		ids[i] = v.ID
	}
	var rows []struct {
		Visit   int64  `db:"visit_id"`
		Person  int64  `db:"person_id"`
		NotedAt int64  `db:"noted_at"`
		Words   string `db:"words"`
		Files   string `db:"files"`
	}
	if err := list(ctx, q, &rows, `SELECT visit_id, person_id, noted_at, words, files FROM care_visitor WHERE visit_id IN (`+marks(len(ids))+`)
		ORDER BY visit_id, noted_at, person_id`, anys(ids)...); err != nil {
		return nil, fmt.Errorf("visitors: %w", err)
	}
	found := make([]care.Visitor, len(rows))
	for i, r := range rows {
		found[i] = care.Visitor{Visit: r.Visit, Person: r.Person, NotedAt: at(r.NotedAt), Words: r.Words, Files: splitIDs(r.Files)}
	}
	return found, nil
}

// Visits implements care.Store.
func (s *Cares) Visits(ctx context.Context, id int64, most int) ([]care.Visit, []care.Visitor, error) {
	visits, err := careVisits(ctx, s.db.pool, `cared_id = ? ORDER BY day DESC, id DESC LIMIT ?`, id, most)
	if err != nil {
		return nil, nil, err
	}
	visitors, err := careVisitors(ctx, s.db.pool, visits)
	return visits, visitors, err
}

// VisitsOn implements care.Store.
func (s *Cares) VisitsOn(ctx context.Context, ids []int64, begin, end when.Date) (map[int64]bool, error) {
	seen := map[int64]bool{}
	for len(ids) > 0 {
		part := ids[:min(len(ids), 1000)]
		ids = ids[len(part):]
		var found []int64
		if err := list(ctx, s.db.pool, &found, `
			SELECT DISTINCT cared_id FROM care_visit WHERE cared_id IN (`+marks(len(part))+`) AND day BETWEEN ? AND ? AND counts = 1 ORDER BY cared_id`,
			append(anys(part), int(begin), int(end))...); err != nil {
			return nil, fmt.Errorf("visits of a period: %w", err)
		}
		for _, id := range found {
			seen[id] = true
		}
	}
	return seen, nil
}

// SeenOn implements care.Tx.
func (t *tx) SeenOn(ctx context.Context, id int64, day when.Date) (care.Visit, error) {
	all, err := careVisits(ctx, t.q, `cared_id = ? AND seen = ?`, id, int(day))
	return first(all, err, care.ErrMissing)
}

// AddCareVisit implements care.Tx.
func (t *tx) AddCareVisit(ctx context.Context, v *care.Visit) (added bool, err error) {
	seen := sql.NullInt64{Int64: int64(v.Day), Valid: v.Outcome.Seen()}
	id, err := insert(ctx, t.q, `
		INSERT INTO care_visit (community_id, cared_id, day, seen, at, noted_at, way, outcome, level, counts, late_days, due_on)
		VALUES (`+marks(12)+`)`,
		v.Community, v.Cared, int(v.Day), seen, ms(v.At), ms(v.NotedAt), v.Way, v.Outcome, v.Level, v.Counts, v.LateDays, int(v.DueOn))
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add visit: %w", err)
	}
	v.ID = id
	return true, nil
}

// SaveOutcome implements care.Tx.
func (t *tx) SaveOutcome(ctx context.Context, visit int64, o care.Outcome) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE care_visit SET outcome = ? WHERE id = ?`, o, visit); err != nil {
		return fmt.Errorf("save visit %d: %w", visit, err)
	}
	return nil
}

// AddVisitor implements care.Tx.
func (t *tx) AddVisitor(ctx context.Context, v care.Visitor) error {
	if _, err := t.q.ExecContext(ctx, `INSERT INTO care_visitor (visit_id, person_id, noted_at, words, files) VALUES (?, ?, ?, ?, ?)`+
		t.e.upsert("visit_id, person_id", "words", "files"), v.Visit, v.Person, ms(v.NotedAt), v.Words, joinIDs(v.Files)); err != nil {
		return fmt.Errorf("add visitor: %w", err)
	}
	return nil
}

// JoinVisit implements care.Tx.
func (t *tx) JoinVisit(ctx context.Context, v care.Visitor) error {
	_, err := t.q.ExecContext(ctx, `INSERT INTO care_visitor (visit_id, person_id, noted_at, words, files) VALUES (?, ?, ?, '', '')`,
		v.Visit, v.Person, ms(v.NotedAt))
	_, err = ignoreDuplicate(err, "join visit")
	return err
}

// LeaveVisit implements journal.Tx.
func (t *tx) LeaveVisit(ctx context.Context, about string, who int64) error {
	if _, err := change(ctx, t.q, `DELETE FROM care_visitor WHERE visit_id = ? AND person_id = ?`, strings.TrimPrefix(about, "visit:"), who); err != nil {
		return fmt.Errorf("leave visit: %w", err)
	}
	return nil
}

type careChangeRow struct {
	ID        int64     `db:"id"`
	Community int64     `db:"community_id"`
	Cared     int64     `db:"cared_id"`
	Kind      care.Kind `db:"kind"`
	Day       when.Date `db:"day"`
	Until     when.Date `db:"until_day"`
	Words     string    `db:"words"`
	By        int64     `db:"by_id"`
	At        int64     `db:"at"`
	EndedBy   int64     `db:"ended_by"`
	EndedAt   int64     `db:"ended_at"`
}

func careChanges(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]care.Change, error) {
	var rows []careChangeRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, cared_id, kind, day, until_day, words, by_id, at, ended_by, ended_at FROM care_change WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("changes: %w", err)
	}
	found := make([]care.Change, len(rows))
	for i, r := range rows {
		found[i] = care.Change{
			ID: r.ID, Community: r.Community, Cared: r.Cared, Kind: r.Kind, Day: r.Day, Until: r.Until, Words: r.Words, By: r.By, At: at(r.At),
			EndedBy: r.EndedBy, EndedAt: at(r.EndedAt),
		}
	}
	return found, nil
}

// Changes implements care.Store.
func (s *Cares) Changes(ctx context.Context, id int64) ([]care.Change, error) {
	return careChanges(ctx, s.db.pool, `cared_id = ? ORDER BY id DESC LIMIT 50`, id)
}

// ChangesOf implements care.Tx.
func (t *tx) ChangesOf(ctx context.Context, id int64) ([]care.Change, error) {
	return careChanges(ctx, t.q, `cared_id = ? ORDER BY id DESC LIMIT 50`, id)
}

// LockChange implements care.Tx.
func (t *tx) LockChange(ctx context.Context, id int64) (care.Change, error) {
	all, err := careChanges(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, care.ErrChange)
}

// AddChange implements care.Tx.
func (t *tx) AddChange(ctx context.Context, c *care.Change) (err error) {
	c.ID, err = insert(ctx, t.q, `
		INSERT INTO care_change (community_id, cared_id, kind, day, until_day, words, by_id, at, ended_by, ended_at) VALUES (`+marks(10)+`)`,
		c.Community, c.Cared, c.Kind, int(c.Day), int(c.Until), c.Words, c.By, ms(c.At), c.EndedBy, ms(c.EndedAt))
	if err != nil {
		return fmt.Errorf("add change: %w", err)
	}
	return nil
}

// SaveChange implements care.Tx.
func (t *tx) SaveChange(ctx context.Context, c care.Change) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE care_change SET ended_by = ?, ended_at = ? WHERE id = ?`, c.EndedBy, ms(c.EndedAt), c.ID); err != nil {
		return fmt.Errorf("save change %d: %w", c.ID, err)
	}
	return nil
}
