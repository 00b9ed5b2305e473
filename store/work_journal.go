package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/auth"
	"linli/app/journal"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Journals implements journal.Store.
type Journals struct{ db *DB }

// NewJournals returns the lines of work to read.
func NewJournals(db *DB) *Journals { return &Journals{db} }

// InTx implements journal.Store.
func (s *Journals) InTx(ctx context.Context, do func(journal.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// newestDay selects the rows after a cursor in a list with the newest day first.
func newestDay(where string, after pages.Cursor, most int, args ...any) (string, []any) {
	if after != (pages.Cursor{}) {
		where, args = where+` AND day <= ? AND (day < ? OR id < ?)`, append(args, after.Key, after.Key, after.ID)
	}
	return where + ` ORDER BY day DESC, id DESC LIMIT ?`, append(args, most)
}

// LinesOf implements journal.Store.
func (s *Journals) LinesOf(ctx context.Context, who int64, d journal.Days, after pages.Cursor, most int) ([]work.Line, error) {
	where, args := newestDay(`person_id = ? AND day BETWEEN ? AND ?`, after, most, who, int(d.Begin), int(d.End))
	return workLines(ctx, s.db.pool, where, args...)
}

// LinesIn implements journal.Store.
func (s *Journals) LinesIn(ctx context.Context, f journal.Filter, after pages.Cursor, most int) ([]work.Line, error) {
	where, args := filtered(f)
	if f.Kind != "" {
		where, args = where+` AND kind = ?`, append(args, f.Kind)
	}
	where, args = newestDay(where, after, most, args...)
	return workLines(ctx, s.db.pool, where, args...)
}

// filtered returns the condition for the lines of a community or of some of its areas.
func filtered(f journal.Filter) (string, []any) {
	where, args := `community_id = ? AND day BETWEEN ? AND ?`, []any{f.Community, int(f.Begin), int(f.End)}
	if len(f.Areas) > 0 {
		where, args = where+` AND area_id IN (`+marks(len(f.Areas))+`)`, append(args, anys(f.Areas)...)
	}
	if f.Once {
		where += ` AND by_id = 0`
	}
	return where, args
}

// TalliesIn implements journal.Store.
func (s *Journals) TalliesIn(ctx context.Context, f journal.Filter) ([]journal.Piece, error) {
	where, args := filtered(f)
	solving := work.Solving()
	var rows []struct {
		Area   int64     `db:"area_id"`
		Role   auth.Role `db:"role"`
		Post   int64     `db:"post_area_id"`
		Org    int64     `db:"org_id"`
		Kind   work.Kind `db:"kind"`
		Lines  int       `db:"n"`
		Solved int       `db:"solved"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT area_id, role, post_area_id, org_id, kind, COUNT(*) AS n,
		       COUNT(DISTINCT CASE WHEN deed IN (`+marks(len(solving))+`) THEN about END) AS solved
		FROM   work_line WHERE `+where+` GROUP BY area_id, role, post_area_id, org_id, kind`, append(anys(solving), args...)...); err != nil {
		return nil, fmt.Errorf("tallies: %w", err)
	}
	pieces := make([]journal.Piece, len(rows))
	for i, r := range rows {
		pieces[i] = journal.Piece{Area: r.Area, Post: work.Post{Role: r.Role, Area: r.Post, Org: r.Org}, Kind: r.Kind, Lines: r.Lines, Solved: r.Solved}
	}
	return pieces, nil
}

// ServedIn implements journal.Store.
func (s *Journals) ServedIn(ctx context.Context, f journal.Filter) ([]journal.Served, error) {
	where, args := filtered(f)
	var rows []struct {
		Area   int64     `db:"area_id"`
		Role   auth.Role `db:"role"`
		Post   int64     `db:"post_area_id"`
		Org    int64     `db:"org_id"`
		Person int64     `db:"served_id"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT DISTINCT area_id, role, post_area_id, org_id, served_id FROM work_line WHERE `+where+` AND served_id <> 0`, args...); err != nil {
		return nil, fmt.Errorf("served: %w", err)
	}
	served := make([]journal.Served, len(rows))
	for i, r := range rows {
		served[i] = journal.Served{Area: r.Area, Post: work.Post{Role: r.Role, Area: r.Post, Org: r.Org}, Person: r.Person}
	}
	return served, nil
}

// LockLine implements journal.Tx.
func (t *tx) LockLine(ctx context.Context, id int64) (work.Line, error) {
	lines, err := workLines(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(lines, err, journal.ErrMissing)
}

// DropLine implements journal.Tx.
func (t *tx) DropLine(ctx context.Context, id int64) error {
	if _, err := change(ctx, t.q, `DELETE FROM work_line WHERE id = ?`, id); err != nil {
		return fmt.Errorf("drop work line: %w", err)
	}
	return nil
}

// TogetherWith implements journal.Store.
func (s *Journals) TogetherWith(ctx context.Context, about []string) (map[journal.Shared][]int64, error) {
	if len(about) == 0 {
		return nil, nil
	}
	var rows []struct {
		About  string    `db:"about"`
		Deed   work.Deed `db:"deed"`
		Day    when.Date `db:"day"`
		Person int64     `db:"person_id"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT about, deed, day, person_id FROM work_line
		WHERE  about IN (`+marks(len(about))+`) AND deed IN (`+marks(len(work.Together))+`) ORDER BY id LIMIT 2000`,
		append(anys(about), anys(work.Together)...)...); err != nil {
		return nil, fmt.Errorf("work done together: %w", err)
	}
	with := map[journal.Shared][]int64{}
	for _, r := range rows {
		key := journal.Shared{About: r.About, Deed: r.Deed, Day: r.Day}
		with[key] = append(with[key], r.Person)
	}
	return with, nil
}

// PostingsAt implements journal.Store.
func (s *Journals) PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error) {
	return postingsAt(ctx, s.db.pool, areas, roles)
}

// Posted implements journal.Store.
func (s *Journals) Posted(ctx context.Context, roles []auth.Role) ([]person.Posting, error) {
	return NewStewards(s.db).Keepers(ctx, roles)
}

type weekRow struct {
	Person    int64     `db:"person_id"`
	Community int64     `db:"community_id"`
	Monday    when.Date `db:"monday"`
	Draft     string    `db:"draft"`
	Added     string    `db:"added"`
	SentAt    int64     `db:"sent_at"`
}

func (s *Journals) weeks(ctx context.Context, where string, args ...any) ([]journal.Week, error) {
	var rows []weekRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, community_id, monday, draft, added, sent_at FROM work_week WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("weeks: %w", err)
	}
	found := make([]journal.Week, len(rows))
	for i, r := range rows {
		found[i] = journal.Week{Person: r.Person, Community: r.Community, Monday: r.Monday, Draft: r.Draft, Added: r.Added, SentAt: at(r.SentAt)}
	}
	return found, nil
}

// WeekOf implements journal.Store.
func (s *Journals) WeekOf(ctx context.Context, who int64, monday when.Date) (journal.Week, error) {
	found, err := s.weeks(ctx, `person_id = ? AND monday = ?`, who, int(monday))
	return first(found, err, journal.ErrMissing)
}

// WeeksIn implements journal.Store.
func (s *Journals) WeeksIn(ctx context.Context, community int64, monday when.Date) ([]journal.Week, error) {
	return s.weeks(ctx, `community_id = ? AND monday = ? AND sent_at > 0 ORDER BY sent_at, id LIMIT 500`, community, int(monday))
}

// BeginWeek implements journal.Tx.
func (t *tx) BeginWeek(ctx context.Context, w journal.Week, now time.Time) (bool, error) {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO work_week (person_id, community_id, monday, draft, added, sent_at, made_at) VALUES (?, ?, ?, '', '', 0, ?)`,
		w.Person, w.Community, int(w.Monday), ms(now))
	return ignoreDuplicate(err, "begin week")
}

// SendWeek implements journal.Tx.
func (t *tx) SendWeek(ctx context.Context, w journal.Week) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO work_week (person_id, community_id, monday, draft, added, sent_at, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)`+
		t.e.upsert("person_id, monday", "community_id", "draft", "added", "sent_at"),
		w.Person, w.Community, int(w.Monday), w.Draft, w.Added, ms(w.SentAt), ms(w.SentAt)); err != nil {
		return fmt.Errorf("send week: %w", err)
	}
	return nil
}
