package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/person"
)

type postingRow struct {
	ID         int64     `db:"id"`
	Person     int64     `db:"person_id"`
	Role       auth.Role `db:"role"`
	Area       int64     `db:"area_id"`
	Org        int64     `db:"org_id"`
	From       int64     `db:"from_at"`
	To         int64     `db:"to_at"`
	Substitute int64     `db:"substitute_id"`
	AwayFrom   int64     `db:"away_from"`
	AwayTo     int64     `db:"away_to"`

	Class       person.Class      `db:"class"`
	Employed    person.Employment `db:"employed"`
	Specialties string            `db:"specialties"`
	Duties      string            `db:"duties"`
}

const postingColumns = `id, person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to, class, employed,
	specialties, duties`

func postings(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]person.Posting, error) {
	var rows []postingRow
	if err := list(ctx, q, &rows, `
		SELECT `+postingColumns+` FROM person_posting WHERE `+where+` ORDER BY id LIMIT 200000`, args...); err != nil {
		return nil, fmt.Errorf("postings: %w", err)
	}
	found := make([]person.Posting, len(rows))
	for i, r := range rows {
		found[i] = person.Posting{
			ID: r.ID, Person: r.Person, Role: r.Role, Area: r.Area, Org: r.Org, From: at(r.From), To: at(r.To),
			Substitute: r.Substitute, AwayFrom: at(r.AwayFrom), AwayTo: at(r.AwayTo),
			Work: person.Work{Class: r.Class, Employed: r.Employed, Specialties: r.Specialties, Duties: r.Duties},
		}
	}
	return found, nil
}

// PostingsOf implements person.Store.
func (s *Persons) PostingsOf(ctx context.Context, who int64) ([]person.Posting, error) {
	return postings(ctx, s.db.hot(), `person_id = ? OR substitute_id = ?`, who, who)
}

// PostsOf implements person.Store.
func (s *Persons) PostsOf(ctx context.Context, persons []int64) ([]person.Posting, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	return postings(ctx, s.db.pool, `person_id IN (`+marks(len(persons))+`)`, anys(persons)...)
}

// PostingsOf implements person.Tx.
func (t *tx) PostingsOf(ctx context.Context, who int64) ([]person.Posting, error) {
	return postings(ctx, t.q, `person_id = ? OR substitute_id = ?`, who, who)
}

// PostingsAt implements person.Store.
func (s *Persons) PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error) {
	return postingsAt(ctx, s.db.pool, areas, roles)
}

func postingsAt(ctx context.Context, q sqlx.QueryerContext, areas []int64, roles []auth.Role) ([]person.Posting, error) {
	if len(areas) == 0 || len(roles) == 0 {
		return nil, nil
	}
	return postings(ctx, q, `area_id IN (`+marks(len(areas))+`) AND role IN (`+marks(len(roles))+`)`,
		append(anys(areas), anys(roles)...)...)
}

// PostingsIn implements person.Store.
func (s *Persons) PostingsIn(ctx context.Context, org int64) ([]person.Posting, error) {
	return postings(ctx, s.db.pool, `org_id = ?`, org)
}

// SetAbsence implements person.Tx.
func (t *tx) SetAbsence(ctx context.Context, posting int64, from, to time.Time) error {
	_, err := t.q.ExecContext(ctx, `
		UPDATE person_posting SET away_from = ?, away_to = ? WHERE id = ?`, ms(from), ms(to), posting)
	if err != nil {
		return fmt.Errorf("set absence: %w", err)
	}
	return nil
}

// NameSubstitute implements person.Tx.
func (t *tx) NameSubstitute(ctx context.Context, posting, who int64) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE person_posting SET substitute_id = ? WHERE id = ?`, who, posting); err != nil {
		return fmt.Errorf("name substitute: %w", err)
	}
	return nil
}

// PostingsAt implements person.Roster.
func (t *tx) PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error) {
	return postingsAt(ctx, t.q, areas, roles)
}

// PostingsIn implements person.Roster.
func (t *tx) PostingsIn(ctx context.Context, org int64) ([]person.Posting, error) {
	return postings(ctx, t.q, `org_id = ?`, org)
}

// NameOf implements person.Roster.
func (t *tx) NameOf(ctx context.Context, who int64) (string, error) { return nameOf(ctx, t.q, who) }

// NameOf implements person.Roster.
func (s *Persons) NameOf(ctx context.Context, who int64) (string, error) {
	return nameOf(ctx, s.db.pool, who)
}

func nameOf(ctx context.Context, q sqlx.QueryerContext, who int64) (string, error) {
	var name string
	err := get(ctx, q, &name, person.ErrMissing, `SELECT name FROM person WHERE id = ?`, who)
	return name, err
}
