package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"linli/app/linkage"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

var linkageData = data{
	tables: []Table{
		{
			Name: "linkage", Holds: "who is tied to which area; names of heads and contacts of a stationed unit", From: ofDuty,
			Names: map[string]Fate{"person_id": byStaff},
		},
		{
			Name: "linkage_visit", Holds: "who visited which area that they are tied to, and what they brought", Keep: work.Keep, From: "the visit",
			Job: DropOldRows, Column: "at", Names: map[string]Fate{"person_id": byStaff},
		},
	},
}

// Linkages implements linkage.Store.
type Linkages struct{ db *DB }

// NewLinkages returns the records of linkages.
func NewLinkages(db *DB) *Linkages { return &Linkages{db} }

// InTx implements linkage.Store.
func (s *Linkages) InTx(ctx context.Context, do func(linkage.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

func linkages(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]linkage.Linkage, error) {
	var rows []struct {
		ID      int64        `db:"id"`
		Kind    linkage.Kind `db:"kind"`
		Org     int64        `db:"org_id"`
		Person  int64        `db:"person_id"`
		Branch  int64        `db:"branch_id"`
		Area    int64        `db:"area_id"`
		From    when.Date    `db:"from_day"`
		To      when.Date    `db:"to_day"`
		Head    string       `db:"head"`
		Deputy  string       `db:"deputy"`
		Contact string       `db:"contact"`
		Team    string       `db:"team"`
	}
	if err := list(ctx, q, &rows, `
		SELECT id, kind, org_id, person_id, branch_id, area_id, from_day, to_day, head, deputy, contact, team FROM linkage WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("linkages: %w", err)
	}
	all := make([]linkage.Linkage, len(rows))
	for i, r := range rows {
		all[i] = linkage.Linkage(r)
	}
	return all, nil
}

// Linkages implements linkage.Store.
func (s *Linkages) Linkages(ctx context.Context, path string, since when.Date) ([]linkage.Linkage, error) {
	return linkages(ctx, s.db.pool, `
		area_id IN (SELECT id FROM area WHERE path LIKE ?) AND (to_day = 0 OR to_day >= ?) ORDER BY area_id, kind, id LIMIT 10000`,
		path+"%", int(since))
}

// Linkage implements linkage.Store.
func (s *Linkages) Linkage(ctx context.Context, id int64) (linkage.Linkage, error) {
	all, err := linkages(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, linkage.ErrMissing)
}

// Persons implements linkage.Store.
func (s *Linkages) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return NewPersons(s.db).Persons(ctx, ids)
}

var errNoBranch = errors.New("no branch")

// BranchExists implements linkage.Store.
func (s *Linkages) BranchExists(ctx context.Context, id int64) (bool, error) {
	var found int64
	err := get(ctx, s.db.pool, &found, errNoBranch, `SELECT id FROM party_branch WHERE id = ?`, id)
	if errors.Is(err, errNoBranch) {
		return false, nil
	}
	return err == nil, err
}

// AddLinkage implements linkage.Tx. The key of held decides which of two that come at once is kept; one that ended before the new
// one begins holds it no longer.
func (t *tx) AddLinkage(ctx context.Context, l *linkage.Linkage) error {
	held := fmt.Sprintf("%s:%d:%d", l.Kind, max(l.Org, l.Person, l.Branch), l.Area)
	if _, err := t.q.ExecContext(ctx, `UPDATE linkage SET held = NULL WHERE held = ? AND to_day <> 0 AND to_day < ?`, held, l.From); err != nil {
		return fmt.Errorf("free linkage: %w", err)
	}
	id, err := insert(ctx, t.q, `
		INSERT INTO linkage (kind, org_id, person_id, branch_id, area_id, from_day, to_day, head, deputy, contact, team, held)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.Kind, l.Org, l.Person, l.Branch, l.Area, int(l.From), int(l.To), l.Head, l.Deputy, l.Contact, l.Team, held)
	if duplicate(err) {
		return linkage.ErrLinked.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add linkage: %w", err)
	}
	l.ID = id
	return nil
}

// EndLinkage implements linkage.Tx.
func (t *tx) EndLinkage(ctx context.Context, id int64, last when.Date) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE linkage SET to_day = ?, held = NULL WHERE id = ?`, int(last), id); err != nil {
		return fmt.Errorf("end linkage %d: %w", id, err)
	}
	return nil
}

// AddVisit implements linkage.Tx.
func (t *tx) AddVisit(ctx context.Context, v *linkage.Visit) (bool, error) {
	id, err := insert(ctx, t.q, `
		INSERT INTO linkage_visit (linkage_id, person_id, area_id, day, brought, words, request, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		v.Linkage, v.Person, v.Area, int(v.On), joinWords(v.Brought), v.Words, sql.NullString{String: v.Request, Valid: v.Request != ""}, ms(v.At))
	v.ID = id
	return ignoreDuplicate(err, "add visit")
}

func joinWords[T ~string](all []T) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = string(one)
	}
	return strings.Join(words, ",")
}

// Visits implements linkage.Store.
func (s *Linkages) Visits(ctx context.Context, id int64, most int) ([]linkage.Visit, error) {
	var rows []struct {
		ID      int64     `db:"id"`
		Linkage int64     `db:"linkage_id"`
		Person  int64     `db:"person_id"`
		Area    int64     `db:"area_id"`
		Day     when.Date `db:"day"`
		Brought string    `db:"brought"`
		Words   string    `db:"words"`
		At      int64     `db:"at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, linkage_id, person_id, area_id, day, brought, words, at FROM linkage_visit WHERE linkage_id = ? ORDER BY day DESC, id DESC LIMIT ?`,
		id, most); err != nil {
		return nil, fmt.Errorf("visits: %w", err)
	}
	found := make([]linkage.Visit, len(rows))
	for i, r := range rows {
		v := linkage.Visit{ID: r.ID, Linkage: r.Linkage, Person: r.Person, Area: r.Area, On: r.Day, Words: r.Words, At: at(r.At)}
		for one := range strings.SplitSeq(r.Brought, ",") {
			if one != "" {
				v.Brought = append(v.Brought, linkage.Support(one))
			}
		}
		found[i] = v
	}
	return found, nil
}
