package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/person"
	"linli/app/publicity"
)

var publicityData = data{
	tables: []Table{
		{Name: "publicity", Holds: "the staff who published it", From: ofDuty, Names: map[string]Fate{"by_id": byStaff}},
		{
			Name: "publicity_line", Holds: "the masked name of who is shown", Keep: publicity.Keep, From: "the end of the line", Job: DropOldRows,
			Column: "ended_at", Unless: `ended_at = 0`, Also: "closing takes the name off", Names: map[string]Fate{"person_id": {}},
		},
		{
			Name: "publicity_objection", Holds: "who objected, or for whom staff entered it, and the words", Keep: publicity.Keep,
			From: "the answer", Job: DropOldRows, Column: "answered_at", Unless: `answered_at = 0`, Also: "closing takes the person off",
			Names: map[string]Fate{"person_id": {}, "by_id": byStaff, "answered_by": byStaff},
		},
	},
	move:  (*tx).movePublicities,
	leave: (*tx).leavePublicities,
}

// Publicities implements publicity.Store.
type Publicities struct{ db *DB }

// NewPublicities returns the records of public terms.
func NewPublicities(db *DB) *Publicities { return &Publicities{db} }

// InTx implements publicity.Store.
func (s *Publicities) InTx(ctx context.Context, do func(publicity.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type publicityRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Area      int64          `db:"area_id"`
	Kind      publicity.Kind `db:"kind"`
	About     string         `db:"about"`
	Title     string         `db:"title"`
	Words     string         `db:"words"`
	By        int64          `db:"by_id"`
	From      int64          `db:"from_at"`
	Until     int64          `db:"until_at"`
	Ended     int64          `db:"ended_at"`
	Withdrawn bool           `db:"withdrawn"`
}

type publicityLineRow struct {
	ID        int64           `db:"id"`
	Publicity int64           `db:"publicity_id"`
	Person    int64           `db:"person_id"`
	Name      string          `db:"name"`
	Hidden    bool            `db:"hidden"`
	Words     string          `db:"words"`
	State     publicity.State `db:"state"`
	Ended     int64           `db:"ended_at"`
}

// publicities reads publicities, and their lines.
func publicities(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]publicity.Publicity, error) {
	var rows []publicityRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, area_id, kind, about, title, words, by_id, from_at, until_at, ended_at, withdrawn
		FROM   publicity WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("publicities: %w", err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	lines, err := publicityLines(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	all := make([]publicity.Publicity, len(rows))
	for i, r := range rows {
		all[i] = publicity.Publicity{
			ID: r.ID, Community: r.Community, Area: r.Area, Kind: r.Kind, About: r.About, Title: r.Title, Words: r.Words, By: r.By,
			From: at(r.From), Until: at(r.Until), EndedAt: at(r.Ended), Withdrawn: r.Withdrawn, Lines: lines[r.ID],
		}
	}
	return all, nil
}

func publicityLines(ctx context.Context, q sqlx.QueryerContext, of []int64) (map[int64][]publicity.Line, error) {
	found := map[int64][]publicity.Line{}
	if len(of) == 0 {
		return found, nil
	}
	var rows []publicityLineRow
	if err := list(ctx, q, &rows, `
		SELECT id, publicity_id, person_id, name, hidden, words, state, ended_at
		FROM   publicity_line WHERE publicity_id IN (`+marks(len(of))+`) ORDER BY id LIMIT 20000`, anys(of)...); err != nil {
		return nil, fmt.Errorf("lines of publicities: %w", err)
	}
	for _, r := range rows {
		found[r.Publicity] = append(found[r.Publicity], publicity.Line{
			ID: r.ID, Publicity: r.Publicity, Person: r.Person, Name: r.Name, Hidden: r.Hidden, Words: r.Words, State: r.State, EndedAt: at(r.Ended),
		})
	}
	return found, nil
}

func onePublicity(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (publicity.Publicity, error) {
	all, err := publicities(ctx, q, where, args...)
	return first(all, err, publicity.ErrMissing)
}

// Publicity implements publicity.Store.
func (s *Publicities) Publicity(ctx context.Context, id int64) (publicity.Publicity, error) {
	return onePublicity(ctx, s.db.pool, `id = ?`, id)
}

// Publicities implements publicity.Store.
func (s *Publicities) Publicities(ctx context.Context, ids []int64) (map[int64]publicity.Publicity, error) {
	found := map[int64]publicity.Publicity{}
	if len(ids) == 0 {
		return found, nil
	}
	all, err := publicities(ctx, s.db.pool, `id IN (`+marks(len(ids))+`) ORDER BY id LIMIT ?`, append(anys(ids), len(ids))...)
	for _, p := range all {
		found[p.ID] = p
	}
	return found, err
}

// Hanging implements publicity.Store.
func (s *Publicities) Hanging(ctx context.Context, areas []int64, after time.Time, most int) ([]publicity.Publicity, error) {
	if len(areas) == 0 {
		return nil, nil
	}
	return publicities(ctx, s.db.pool, `area_id IN (`+marks(len(areas))+`) AND withdrawn = 0 AND (ended_at = 0 OR ended_at > ?)
		ORDER BY id DESC LIMIT ?`, append(anys(areas), ms(after), most)...)
}

// Published implements publicity.Store.
func (s *Publicities) Published(ctx context.Context, areas []int64, before int64, most int) ([]publicity.Publicity, error) {
	if len(areas) == 0 {
		return nil, nil
	}
	return publicities(ctx, s.db.pool, `area_id IN (`+marks(len(areas))+`) AND id < ? ORDER BY id DESC LIMIT ?`,
		append(anys(areas), from(before), most)...)
}

// DuePublicities implements publicity.Store.
func (s *Publicities) DuePublicities(ctx context.Context, before time.Time, most int) (ids []int64, err error) {
	err = list(ctx, s.db.pool, &ids, `SELECT id FROM publicity WHERE ended_at = 0 AND until_at <= ? ORDER BY until_at, id LIMIT ?`,
		ms(before), most)
	return ids, err
}

// LineOf implements publicity.Store.
func (s *Publicities) LineOf(ctx context.Context, line int64) (of int64, err error) {
	err = get(ctx, s.db.pool, &of, publicity.ErrLine, `SELECT publicity_id FROM publicity_line WHERE id = ?`, line)
	return of, err
}

// LockPublicity implements publicity.Tx.
func (t *tx) LockPublicity(ctx context.Context, id int64) (publicity.Publicity, error) {
	var locked int64
	if err := get(ctx, t.q, &locked, publicity.ErrMissing, `SELECT id FROM publicity WHERE id = ?`+t.e.forUpd, id); err != nil {
		return publicity.Publicity{}, err
	}
	return onePublicity(ctx, t.q, `id = ?`, id)
}

// AddPublicity implements publicity.Tx.
func (t *tx) AddPublicity(ctx context.Context, p *publicity.Publicity) (err error) {
	p.ID, err = insert(ctx, t.q, `
		INSERT INTO publicity (community_id, area_id, kind, about, title, words, by_id, from_at, until_at, ended_at, withdrawn)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`,
		p.Community, p.Area, p.Kind, p.About, p.Title, p.Words, p.By, ms(p.From), ms(p.Until))
	if err != nil {
		return fmt.Errorf("add publicity: %w", err)
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		l.Publicity = p.ID
		l.ID, err = insert(ctx, t.q, `
			INSERT INTO publicity_line (publicity_id, person_id, name, hidden, words, state, ended_at) VALUES (?, ?, ?, ?, ?, ?, 0)`,
			p.ID, l.Person, l.Name, l.Hidden, l.Words, l.State)
		if err != nil {
			return fmt.Errorf("add line of publicity %d: %w", p.ID, err)
		}
	}
	return nil
}

// SavePublicity implements publicity.Tx.
func (t *tx) SavePublicity(ctx context.Context, p publicity.Publicity) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE publicity SET ended_at = ?, withdrawn = ? WHERE id = ?`, ms(p.EndedAt), p.Withdrawn, p.ID); err != nil {
		return fmt.Errorf("save publicity %d: %w", p.ID, err)
	}
	return nil
}

// SaveLine implements publicity.Tx.
func (t *tx) SaveLine(ctx context.Context, l publicity.Line) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE publicity_line SET name = ?, hidden = ?, state = ?, ended_at = ? WHERE id = ?`,
		l.Name, l.Hidden, l.State, ms(l.EndedAt), l.ID); err != nil {
		return fmt.Errorf("save line %d: %w", l.ID, err)
	}
	return nil
}

// movePublicities moves what names one person to another.
func (t *tx) movePublicities(ctx context.Context, from, to int64) error {
	for _, table := range []string{"publicity_line", "publicity_objection"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
			return fmt.Errorf("move %s: %w", table, err)
		}
	}
	return nil
}

// leavePublicities takes a person who leaves off the lines and objections that name them. A person in the roster stays.
func (t *tx) leavePublicities(ctx context.Context, p person.Person, _ time.Time) error {
	if p.Code != "" {
		return nil
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE publicity_line SET person_id = 0, hidden = 1, name = '' WHERE person_id = ?`, p.ID); err != nil {
		return fmt.Errorf("leave lines: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE publicity_objection SET person_id = 0 WHERE person_id = ?`, p.ID); err != nil {
		return fmt.Errorf("leave objections: %w", err)
	}
	return nil
}
