package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/publicity"
)

type objectionRow struct {
	ID         int64  `db:"id"`
	Publicity  int64  `db:"publicity_id"`
	Line       int64  `db:"line_id"`
	Area       int64  `db:"area_id"`
	Person     int64  `db:"person_id"`
	Name       string `db:"name"`
	By         int64  `db:"by_id"`
	Words      string `db:"words"`
	At         int64  `db:"at"`
	Due        int64  `db:"due_at"`
	Late       bool   `db:"late"`
	Answer     string `db:"answer"`
	Upheld     bool   `db:"upheld"`
	Answered   int64  `db:"answered_at"`
	AnsweredBy int64  `db:"answered_by"`
}

func objections(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]publicity.Objection, error) {
	var rows []objectionRow
	if err := list(ctx, q, &rows, `
		SELECT id, publicity_id, line_id, area_id, person_id, name, by_id, words, at, due_at, late, answer, upheld, answered_at, answered_by
		FROM   publicity_objection WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("objections: %w", err)
	}
	all := make([]publicity.Objection, len(rows))
	for i, r := range rows {
		all[i] = publicity.Objection{
			ID: r.ID, Publicity: r.Publicity, Line: r.Line, Area: r.Area, Person: r.Person, Name: r.Name, By: r.By, Words: r.Words,
			At: at(r.At), Due: at(r.Due), Late: r.Late, Answer: r.Answer, Upheld: r.Upheld, AnsweredAt: at(r.Answered), AnsweredBy: r.AnsweredBy,
		}
	}
	return all, nil
}

// Objections implements publicity.Store.
func (s *Publicities) Objections(ctx context.Context, f publicity.Filter) ([]publicity.Objection, error) {
	if len(f.Areas) == 0 {
		return nil, nil
	}
	in, args := `area_id IN (`+marks(len(f.Areas))+`)`, anys(f.Areas)
	if f.List == publicity.Answered {
		return objections(ctx, s.db.pool, in+` AND answered_at > 0 AND id < ? ORDER BY id DESC LIMIT ?`, append(args, from(f.Beyond), f.Most)...)
	}
	return objections(ctx, s.db.pool, in+` AND answered_at = 0 AND id > ? ORDER BY id LIMIT ?`, append(args, f.Beyond, f.Most)...)
}

// ObjectionsOf implements publicity.Store.
func (s *Publicities) ObjectionsOf(ctx context.Context, of, who int64) ([]publicity.Objection, error) {
	if who == 0 {
		return objections(ctx, s.db.pool, `publicity_id = ? ORDER BY id LIMIT 500`, of)
	}
	return objections(ctx, s.db.pool, `publicity_id = ? AND person_id = ? ORDER BY id LIMIT 500`, of, who)
}

// CountObjections implements publicity.Store.
func (s *Publicities) CountObjections(ctx context.Context, areas []int64) (n int, err error) {
	if len(areas) == 0 {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, nil,
		`SELECT COUNT(*) FROM publicity_objection WHERE area_id IN (`+marks(len(areas))+`) AND answered_at = 0`, anys(areas)...)
	return n, err
}

// Objection implements publicity.Store.
func (s *Publicities) Objection(ctx context.Context, id int64) (publicity.Objection, error) {
	all, err := objections(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, publicity.ErrObjection)
}

// OpenObjections implements publicity.Tx.
func (t *tx) OpenObjections(ctx context.Context, line int64) ([]publicity.Objection, error) {
	return objections(ctx, t.q, `line_id = ? AND answered_at = 0 ORDER BY id LIMIT 500`, line)
}

// LockObjection implements publicity.Tx.
func (t *tx) LockObjection(ctx context.Context, id int64) (publicity.Objection, error) {
	all, err := objections(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, publicity.ErrObjection)
}

// AddObjection implements publicity.Tx.
func (t *tx) AddObjection(ctx context.Context, o *publicity.Objection) (err error) {
	o.ID, err = insert(ctx, t.q, `
		INSERT INTO publicity_objection (publicity_id, line_id, area_id, person_id, name, by_id, words, at, due_at, late, answer, upheld,
			answered_at, answered_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0)`,
		o.Publicity, o.Line, o.Area, o.Person, o.Name, o.By, o.Words, ms(o.At), ms(o.Due), o.Late)
	if err != nil {
		return fmt.Errorf("add objection: %w", err)
	}
	return nil
}

// SaveObjection implements publicity.Tx.
func (t *tx) SaveObjection(ctx context.Context, o publicity.Objection) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE publicity_objection SET answer = ?, upheld = ?, answered_at = ?, answered_by = ? WHERE id = ?`,
		o.Answer, o.Upheld, ms(o.AnsweredAt), o.AnsweredBy, o.ID); err != nil {
		return fmt.Errorf("save objection %d: %w", o.ID, err)
	}
	return nil
}
