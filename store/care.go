package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/care"
	"linli/app/person"
	"linli/app/roster"
	"linli/app/when"
)

var careData = data{
	tables: []Table{
		{
			Name: "care_cared", Holds: "household or person that is visited, at which level, when last and next", Keep: care.KeepEnded,
			From: "when they left the plan", Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`,
			Also:  "closing and leaving take the person off, and what is written of a person without a household is deleted",
			Names: map[string]Fate{"person_id": {}, "set_by": byStaff},
		},
		{
			Name: "care_visit", Holds: "when a household or person was visited, how, and whether they are well", Keep: care.Keep, From: "the day it was written down",
			Job: DropOldRows, Column: "noted_at", Also: "see care_cared",
		},
		{
			Name: "care_visitor", Holds: "who visited, with their words", Keep: care.Keep, From: "the day it was written down",
			Job: DropOldRows, Column: "noted_at", Also: "see care_cared", Names: map[string]Fate{"person_id": byStaff},
		},
		{
			Name: "care_change", Holds: "what happened to a household: illness, loss, …", Keep: care.Keep, From: "the day it became known",
			Job: DropOldRows, Column: "at", Also: "see care_cared", Names: map[string]Fate{"by_id": byStaff, "ended_by": byStaff},
		},
		{
			Name: "care_need", Holds: "what somebody needs, and what became of it", Keep: care.KeepEnded, From: "the end", Job: DropOldRows, Column: "ended_at",
			Unless: `ended_at = 0`, Also: "see care_cared", Names: map[string]Fate{"by_id": byStaff, "changed_by": byStaff},
		},
		{
			Name: "care_helper", Holds: "which stewards and leads visit", From: "until a keeper changes it", Also: "see care_cared",
			Names: map[string]Fate{"person_id": byStaff, "by_id": byStaff},
		},
		{
			Name: "care_chase", Holds: "that nobody answered, and who saw the person at last", Keep: care.Keep, From: "the visit", Job: DropOldRows,
			Column: "began_at", Unless: `ended_at = 0`, Also: "see care_cared", Names: map[string]Fate{"began_by": byStaff, "ended_by": {}},
		},
		{
			Name: "care_surge", Holds: "who asked for daily visits", From: ofRecord, Names: map[string]Fate{"by_id": byStaff, "ended_by": byStaff},
		},
		{
			Name: "care_proposal", Holds: "what may be a reason for a visit", Keep: care.KeepEnded, From: "the day it was proposed", Job: DropOldRows,
			Column: "at", Also: "see care_cared", Names: map[string]Fate{"by_id": byStaff},
		},
		{Name: "care_rules", Impersonal: "who is visited how often"},
	},
	move:  (*tx).moveCare,
	leave: (*tx).leaveCare,
	carry: (*tx).carryCare,
}

// Cares implements care.Store.
type Cares struct {
	*Households
	db *DB
}

// NewCares returns the records of care.
func NewCares(db *DB) *Cares { return &Cares{NewHouseholds(db), db} }

// InTx implements care.Store.
func (s *Cares) InTx(ctx context.Context, do func(care.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type caredRow struct {
	ID          int64      `db:"id"`
	Community   int64      `db:"community_id"`
	Grid        int64      `db:"grid_id"`
	Building    int64      `db:"building_id"`
	Area        int64      `db:"area_id"`
	Household   int64      `db:"household_id"`
	Person      int64      `db:"person_id"`
	Level       care.Level `db:"level"`
	Cohorts     string     `db:"cohorts"`
	Must        bool       `db:"must"`
	Half        bool       `db:"half"`
	SetLevel    care.Level `db:"set_level"`
	SetUntil    when.Date  `db:"set_until"`
	SetWhy      string     `db:"set_why"`
	SetBy       int64      `db:"set_by"`
	Declined    string     `db:"declined"`
	ChangeAt    int64      `db:"change_at"`
	ChangeUntil when.Date  `db:"change_until"`
	Since       when.Date  `db:"since_on"`
	Last        when.Date  `db:"last_on"`
	LastAt      int64      `db:"last_at"`
	Remote      int        `db:"remote"`
	Asked       when.Date  `db:"asked_on"`
	Opens       when.Date  `db:"opens_on"`
	DueOn       when.Date  `db:"due_on"`
	DueAt       int64      `db:"due_at"`
	ToldAt      int64      `db:"told_at"`
	EndedAt     int64      `db:"ended_at"`
	Chase       int64      `db:"chase_id"`
	Home        string     `db:"home"` // the floor and the room
}

const caredWritten = `community_id, grid_id, building_id, area_id, household_id, person_id, level, cohorts, must, half, set_level, set_until,
	set_why, set_by, declined, change_at, change_until, since_on, last_on, last_at, remote, asked_on, opens_on, due_on, due_at, told_at,
	ended_at`

func caredValues(c care.Cared) []any {
	return []any{
		c.Community, c.Grid, c.Building, c.Area, c.Household, c.Person, c.Level, c.Cohorts, c.Must, c.Half, c.Set.Level, int(c.Set.Until),
		c.Set.Why, c.Set.By, c.Declined, ms(c.ChangeAt), int(c.ChangeUntil), int(c.Since), int(c.Last), ms(c.LastAt), c.Remote, int(c.Asked),
		int(c.Due.Opens), int(c.Due.Last), ms(c.Due.By), ms(c.ToldAt), ms(c.EndedAt),
	}
}

func cared(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]care.Cared, error) {
	return caredFrom(ctx, q, `SELECT id, `+caredWritten+` FROM care_cared WHERE `+where, args...)
}

func caredFrom(ctx context.Context, q sqlx.QueryerContext, query string, args ...any) ([]care.Cared, error) {
	var rows []caredRow
	if err := list(ctx, q, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("cared: %w", err)
	}
	found := make([]care.Cared, len(rows))
	for i, r := range rows {
		c := care.Cared{
			ID: r.ID, Community: r.Community, Grid: r.Grid, Building: r.Building, Area: r.Area, Household: r.Household, Person: r.Person,
			Standing: care.Standing{Level: r.Level, Cohorts: r.Cohorts, Must: r.Must, Half: r.Half},
			Set:      care.Override{Level: r.SetLevel, Until: r.SetUntil, Why: r.SetWhy, By: r.SetBy}, Declined: r.Declined,
			ChangeAt: at(r.ChangeAt), ChangeUntil: r.ChangeUntil, Since: r.Since, EndedAt: at(r.EndedAt), Locked: care.Locked{Chase: r.Chase},
			Dates: care.Dates{Last: r.Last, LastAt: at(r.LastAt), Remote: r.Remote, Asked: r.Asked, ToldAt: at(r.ToldAt)},
		}
		if floor, room, known := strings.Cut(r.Home, " "); known {
			c.Floor, _ = strconv.Atoi(floor) //nolint:errcheck // the column's own number
			c.Room = room
		}
		c.Due.Opens, c.Due.Last, c.Due.By = r.Opens, r.DueOn, at(r.DueAt)
		found[i] = c
	}
	return found, nil
}

func oneCared(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (care.Cared, error) {
	all, err := cared(ctx, q, where, args...)
	return first(all, err, care.ErrMissing)
}

// caredSpot is the unique key of those in the plan.
func caredSpot(c care.Cared) sql.NullString {
	return sql.NullString{String: c.Key(), Valid: c.EndedAt.IsZero()}
}

// Cared implements care.Store.
func (s *Cares) Cared(ctx context.Context, id int64) (care.Cared, error) {
	return oneCared(ctx, s.db.pool, `id = ?`, id)
}

// LockCared implements care.Tx.
func (t *tx) LockCared(ctx context.Context, id int64) (care.Cared, error) {
	return t.lockCared(ctx, `c.id = ?`, id)
}

// lockCared locks one, and the open chase with it. The home is read and not locked.
func (t *tx) lockCared(ctx context.Context, where string, args ...any) (care.Cared, error) {
	all, err := caredFrom(ctx, t.q, `
		SELECT c.id, c.`+strings.Join(strings.Fields(caredWritten), ` c.`)+`, COALESCE(o.id, 0) chase_id,
			COALESCE((SELECT CONCAT(d.floor, ' ', d.room) FROM household h JOIN household_dwelling d ON d.id = h.dwelling_id
				WHERE h.id = c.household_id), '') home
		FROM   care_cared c LEFT JOIN care_chase o ON o.spot = c.id WHERE `+where+t.e.forUpd,
		args...)
	return first(all, err, care.ErrMissing)
}

// LockKey implements care.Tx.
func (t *tx) LockKey(ctx context.Context, key string) (care.Cared, error) {
	return t.lockCared(ctx, `c.spot = ?`, key)
}

// AddCared implements care.Tx. Two who add the same at once keep the first.
func (t *tx) AddCared(ctx context.Context, c *care.Cared) (err error) {
	old, err := oneCared(ctx, t.q, `household_id = ? AND person_id = ? AND spot IS NULL ORDER BY id DESC LIMIT 1`+t.e.forUpd, c.Household, c.Person)
	if err == nil {
		c.ID, c.Last, c.LastAt, c.Remote, c.Declined = old.ID, old.Last, old.LastAt, old.Remote, old.Declined
		if err = t.SaveCared(ctx, *c); !duplicate(err) {
			return err
		}
	}
	if err != nil && !errors.Is(err, care.ErrMissing) && !duplicate(err) {
		return err
	}
	id, err := insert(ctx, t.q, `INSERT INTO care_cared (spot, `+caredWritten+`) VALUES (`+marks(28)+`)`,
		append([]any{caredSpot(*c)}, caredValues(*c)...)...)
	if duplicate(err) {
		*c, err = t.LockKey(ctx, c.Key())
		return err
	}
	if err != nil {
		return fmt.Errorf("add cared: %w", err)
	}
	c.ID = id
	return nil
}

// AddAllCared implements care.Tx.
func (t *tx) AddAllCared(ctx context.Context, all []care.Cared) error {
	if len(all) == 0 {
		return nil
	}
	rows, args := make([]string, len(all)), make([]any, 0, 28*len(all))
	for i, c := range all {
		rows[i] = `(` + marks(28) + `)`
		args = append(append(args, caredSpot(c)), caredValues(c)...)
	}
	if _, err := t.q.ExecContext(ctx, `INSERT INTO care_cared (spot, `+caredWritten+`) VALUES `+strings.Join(rows, ", ")+t.e.upsert("spot", "spot"),
		args...); err != nil {
		return fmt.Errorf("add cared: %w", err)
	}
	return nil
}

// SaveCared implements care.Tx.
func (t *tx) SaveCared(ctx context.Context, c care.Cared) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE care_cared SET spot = ?, community_id = ?, grid_id = ?, building_id = ?, area_id = ?, household_id = ?, person_id = ?, level = ?,
			cohorts = ?, must = ?, half = ?, set_level = ?, set_until = ?, set_why = ?, set_by = ?, declined = ?, change_at = ?,
			change_until = ?, since_on = ?, last_on = ?, last_at = ?, remote = ?, asked_on = ?, opens_on = ?, due_on = ?, due_at = ?,
			told_at = ?, ended_at = ? WHERE id = ?`,
		append(append([]any{caredSpot(c)}, caredValues(c)...), c.ID)...); err != nil {
		return fmt.Errorf("save cared %d: %w", c.ID, err)
	}
	return nil
}

// SaveDates implements care.Tx.
func (t *tx) SaveDates(ctx context.Context, id int64, d care.Dates) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE care_cared SET last_on = ?, last_at = ?, remote = ?, asked_on = ?, opens_on = ?, due_on = ?, due_at = ?, told_at = ? WHERE id = ?`,
		int(d.Last), ms(d.LastAt), d.Remote, int(d.Asked), int(d.Due.Opens), int(d.Due.Last), ms(d.Due.By), ms(d.ToldAt), id); err != nil {
		return fmt.Errorf("save dates of cared %d: %w", id, err)
	}
	return nil
}

// Told implements care.Tx.
func (t *tx) Told(ctx context.Context, ids []int64, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE care_cared SET told_at = ? WHERE id IN (`+marks(len(ids))+`)`,
		append([]any{ms(now)}, anys(ids)...)...); err != nil {
		return fmt.Errorf("told cared: %w", err)
	}
	return nil
}

// SetHelpers implements care.Tx.
func (t *tx) SetHelpers(ctx context.Context, id int64, all []int64, by int64, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM care_helper WHERE cared_id = ?`, id); err != nil {
		return fmt.Errorf("set helpers: %w", err)
	}
	for _, who := range all {
		if _, err := t.q.ExecContext(ctx, `INSERT INTO care_helper (cared_id, person_id, by_id, at) VALUES (?, ?, ?, ?)`+
			t.e.upsert("cared_id, person_id", "by_id"), id, who, by, ms(now)); err != nil {
			return fmt.Errorf("set helpers: %w", err)
		}
	}
	return nil
}

// IsHelper implements care.Tx.
func (t *tx) IsHelper(ctx context.Context, id, who int64) (bool, error) {
	var n int
	err := sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM care_helper WHERE cared_id = ? AND person_id = ?`, id, who)
	return n > 0, err
}

// LockRules implements care.Tx.
func (t *tx) LockRules(ctx context.Context) (care.Rules, bool, error) {
	return careRules(ctx, t.q, t.e.forUpd)
}

// Rules implements care.Store.
func (s *Cares) Rules(ctx context.Context) (care.Rules, bool, error) {
	return careRules(ctx, s.db.pool, "")
}

// RulesVersion implements care.Store.
func (s *Cares) RulesVersion(ctx context.Context) (n int64, err error) {
	err = get(ctx, s.db.pool, &n, care.ErrRules, `SELECT version FROM care_rules WHERE id = 1`)
	return n, err
}

func careRules(ctx context.Context, q sqlx.QueryerContext, lock string) (r care.Rules, own bool, err error) {
	var body string
	if err := get(ctx, q, &body, care.ErrRules, `SELECT body FROM care_rules WHERE id = 1`+lock); err != nil || body == "" {
		return r, false, err
	}
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		return r, false, fmt.Errorf("care rules: %w", err)
	}
	return r, true, nil
}

// SaveRules implements care.Tx.
func (t *tx) SaveRules(ctx context.Context, r care.Rules) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("care rules: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE care_rules SET body = ?, version = version + 1 WHERE id = 1`, string(body)); err != nil {
		return fmt.Errorf("save care rules: %w", err)
	}
	return nil
}

// moveCare lets the plan name the person who remains after a merge. If both are in it, what was written of one stays with them, and
// they leave the plan.
func (t *tx) moveCare(ctx context.Context, from, to int64) error {
	all, err := cared(ctx, t.q, `person_id = ? ORDER BY id`, from)
	if err != nil {
		return err
	}
	for _, c := range all {
		c.Person = to
		if c.EndedAt.IsZero() {
			switch _, err := t.LockKey(ctx, c.Key()); {
			case err == nil:
				c.EndedAt = t.now()
			case !errors.Is(err, care.ErrMissing):
				return err
			}
		}
		if err := t.SaveCared(ctx, c); err != nil {
			return err
		}
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE care_chase SET ended_by = ? WHERE ended_by = ?`, to, from); err != nil {
		return fmt.Errorf("move chases: %w", err)
	}
	return nil
}

// leaveCare takes a person who leaves out of the plan and deletes what was written of them. What was written of a household stays.
func (t *tx) leaveCare(ctx context.Context, p person.Person, _ time.Time) error {
	if p.Code == "" {
		if _, err := t.q.ExecContext(ctx, `
			DELETE FROM care_visitor WHERE visit_id IN (SELECT id FROM care_visit WHERE cared_id IN (SELECT id FROM care_cared WHERE person_id = ?))`,
			p.ID); err != nil {
			return fmt.Errorf("leave care: %w", err)
		}
		for _, table := range []string{"care_visit", "care_change", "care_need", "care_helper", "care_chase", "care_proposal"} {
			if _, err := t.q.ExecContext(ctx, `DELETE FROM `+table+` WHERE cared_id IN (SELECT id FROM care_cared WHERE person_id = ?)`, p.ID); err != nil {
				return fmt.Errorf("leave care: %w", err)
			}
		}
		if _, err := t.q.ExecContext(ctx, `DELETE FROM care_cared WHERE person_id = ?`, p.ID); err != nil {
			return fmt.Errorf("leave care: %w", err)
		}
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE care_chase SET ended_by = 0 WHERE ended_by = ?`, p.ID); err != nil {
		return fmt.Errorf("leave chases: %w", err)
	}
	return nil
}

// carryCare moves the plan of an area to its new grid and community; what is listed by community follows.
func (t *tx) carryCare(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE care_cared SET community_id = ?, grid_id = ?, building_id = ? WHERE area_id = ?`,
		m.To.Community, m.To.Grid, m.To.Building, m.Area); err != nil {
		return fmt.Errorf("carry care: %w", err)
	}
	for _, table := range []string{"care_visit", "care_change", "care_need", "care_chase", "care_proposal"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET community_id = ? WHERE cared_id IN (SELECT id FROM care_cared WHERE area_id = ?)`,
			m.To.Community, m.Area); err != nil {
			return fmt.Errorf("carry care: %w", err)
		}
	}
	return nil
}
