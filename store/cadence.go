package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/cadence"
	"linli/app/linkage"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

var cadenceData = data{tables: []Table{
	{Name: "cadence_rules", Impersonal: "how often who does what"},
	{
		Name: "cadence_reminded", Holds: "who was reminded of which period", Keep: 400 * 24 * time.Hour, From: "the reminder", Job: DropOldRows,
		Column: "at", Names: map[string]Fate{"person_id": byStaff},
	},
}}

// Cadences implements cadence.Store.
type Cadences struct{ db *DB }

// NewCadences returns the rules of cadences and what they are computed from.
func NewCadences(db *DB) *Cadences { return &Cadences{db} }

// InTx implements cadence.Store.
func (s *Cadences) InTx(ctx context.Context, do func(cadence.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

func cadences(ctx context.Context, q sqlx.QueryerContext, lock string) (all []cadence.Cadence, decided bool, err error) {
	var body string
	err = get(ctx, q, &body, errNoRules, `SELECT body FROM cadence_rules WHERE id = 1`+lock)
	if errors.Is(err, errNoRules) {
		return nil, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &all)
	}
	if err != nil {
		return nil, false, fmt.Errorf("cadences: %w", err)
	}
	return all, true, nil
}

// Cadences implements cadence.Store.
func (s *Cadences) Cadences(ctx context.Context) ([]cadence.Cadence, bool, error) {
	return cadences(ctx, s.db.pool, "")
}

// LockCadences implements cadence.Tx.
func (t *tx) LockCadences(ctx context.Context) ([]cadence.Cadence, bool, error) {
	return cadences(ctx, t.q, t.e.forUpd)
}

// SaveCadences implements cadence.Tx.
func (t *tx) SaveCadences(ctx context.Context, all []cadence.Cadence) error {
	body, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("cadences: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `INSERT INTO cadence_rules (id, body) VALUES (1, ?)`+t.e.upsert("id", "body"), string(body)); err != nil {
		return fmt.Errorf("save cadences: %w", err)
	}
	return nil
}

// Posted implements cadence.Store.
func (s *Cadences) Posted(ctx context.Context, roles []auth.Role) ([]person.Posting, error) {
	return NewStewards(s.db).Keepers(ctx, roles)
}

// PostingsOf implements cadence.Store.
func (s *Cadences) PostingsOf(ctx context.Context, who int64) ([]person.Posting, error) {
	return NewPersons(s.db).PostingsOf(ctx, who)
}

// Linkages implements cadence.Store.
func (s *Cadences) Linkages(ctx context.Context, path string, since when.Date) ([]linkage.Linkage, error) {
	return NewLinkages(s.db).Linkages(ctx, path, since)
}

// DeedsOf implements cadence.Store.
func (s *Cadences) DeedsOf(ctx context.Context, persons []int64, begin, end when.Date) (all []cadence.Deed, err error) {
	for start := 0; start < len(persons); start += 500 {
		part := persons[start:min(start+500, len(persons))]
		var rows []struct {
			Person  int64     `db:"person_id"`
			Kind    work.Kind `db:"kind"`
			Deed    work.Deed `db:"deed"`
			About   string    `db:"about"`
			Day     when.Date `db:"day"`
			Area    int64     `db:"area_id"`
			Minutes int       `db:"minutes"`
		}
		if err := list(ctx, s.db.pool, &rows, `
			SELECT person_id, kind, deed, about, MIN(day) AS day, MAX(area_id) AS area_id, MAX(minutes) AS minutes FROM work_line
			WHERE  person_id IN (`+marks(len(part))+`) AND day BETWEEN ? AND ? GROUP BY person_id, kind, deed, about`,
			append(anys(part), int(begin), int(end))...); err != nil {
			return nil, fmt.Errorf("deeds: %w", err)
		}
		for _, r := range rows {
			all = append(all, cadence.Deed(r))
		}
	}
	return all, nil
}

// RemindCadence implements cadence.Tx.
func (t *tx) RemindCadence(ctx context.Context, who int64, key string, first when.Date) (bool, error) {
	_, err := t.q.ExecContext(ctx, `INSERT INTO cadence_reminded (person_id, cadence, first_day, at) VALUES (?, ?, ?, ?)`,
		who, key, int(first), ms(first.Time()))
	return ignoreDuplicate(err, "remind")
}
