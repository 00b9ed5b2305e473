package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/errand"
	"linli/app/family"
	"linli/app/person"
)

var errandData = data{
	tables: []Table{
		{
			Name: "errand", Holds: "for whom the community does what, in their words, who does it, the result", Keep: errand.Keep,
			From: "the end of the errand", Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Also: "closing; leaving",
			Names: map[string]Fate{"person_id": {}, "asked_by": {}, "first_id": byStaff, "holder_id": byStaff},
		},
		{
			Name: "errand_event", Holds: "actor, action, words", Keep: errand.Keep, From: "the end of the errand", Job: DropOldRows,
			Column: "ended_at", Unless: `ended_at = 0`, Also: "closing; leaving", Names: map[string]Fate{"person_id": {}},
		},
		{
			Name: "errand_mandate", Holds: "what a resident lets whom do, how they said so", Keep: errand.Keep, From: "the end of the errand",
			Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Also: "closing; leaving",
			Names: map[string]Fate{"proxy_id": byStaff, "witness_id": byStaff, "asked_by": byStaff, "given_by": {}},
		},
	},
	move:  (*tx).moveErrands,
	leave: (*tx).leaveErrands,
}

// Errands implements errand.Store.
type Errands struct {
	*Persons
	families *Families
	db       *DB
}

// NewErrands returns the records of errands.
func NewErrands(db *DB) *Errands { return &Errands{NewPersons(db), NewFamilies(db), db} }

// InTx implements errand.Store.
func (s *Errands) InTx(ctx context.Context, do func(errand.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// CaredFor implements errand.Store.
func (s *Errands) CaredFor(ctx context.Context, carer int64) ([]family.Link, error) {
	return s.families.CaredFor(ctx, carer)
}

type errandRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Item      int64          `db:"item_id"`
	Version   int            `db:"version"`
	Title     string         `db:"title"`
	Person    int64          `db:"person_id"`
	By        int64          `db:"asked_by"`
	Source    errand.Source  `db:"source"`
	Request   sql.NullString `db:"request"`
	Words     string         `db:"words"`
	State     errand.State   `db:"state"`
	First     int64          `db:"first_id"`
	Holder    int64          `db:"holder_id"`
	Materials string         `db:"materials"`
	Tells     int            `db:"tells"`
	ToldAt    int64          `db:"told_at"`
	Trips     int            `db:"trips"`
	Outside   string         `db:"outside"`
	Result    string         `db:"result"`
	Door      string         `db:"next_door"`
	AskedAt   int64          `db:"asked_at"`
	TakenAt   int64          `db:"taken_at"`
	HandedAt  int64          `db:"handed_in_at"`
	DoneAt    int64          `db:"done_at"`
	EndedAt   int64          `db:"ended_at"`
	Report    int64          `db:"report_id"`
	paceRow
}

const errandColumns = `community_id, item_id, version, title, person_id, asked_by, source, request, words, state, first_id, holder_id,
	materials, tells, told_at, trips, outside, result, next_door, asked_at, taken_at, handed_in_at, done_at, ended_at, report_id, ` + paceColumns

func errandValues(e errand.Errand) ([]any, error) {
	materials, err := json.Marshal(e.Materials)
	if err != nil {
		return nil, fmt.Errorf("materials of an errand: %w", err)
	}
	return append([]any{
		e.Community, e.Item, e.Version, e.Title, e.Person, e.By, e.Source, nullText(e.Request), e.Words, e.State, e.First, e.Holder,
		string(materials), e.Tells, ms(e.ToldAt), e.Trips, e.Outside, e.Result, e.Door, ms(e.AskedAt), ms(e.TakenAt), ms(e.HandedAt),
		ms(e.DoneAt), ms(e.EndedAt), e.Report,
	}, paceValues(e.Clocks)...), nil
}

func (r errandRow) errand() (errand.Errand, error) {
	e := errand.Errand{
		ID: r.ID, Community: r.Community, Item: r.Item, Version: r.Version, Title: r.Title, Person: r.Person, By: r.By, Source: r.Source,
		Request: r.Request.String, Words: r.Words, State: r.State, First: r.First, Holder: r.Holder, Tells: r.Tells, ToldAt: at(r.ToldAt),
		Trips: r.Trips, Outside: r.Outside, Result: r.Result, Door: r.Door, AskedAt: at(r.AskedAt), TakenAt: at(r.TakenAt),
		HandedAt: at(r.HandedAt), DoneAt: at(r.DoneAt), EndedAt: at(r.EndedAt), Report: r.Report, Clocks: r.clocks(),
	}
	if err := json.Unmarshal([]byte(r.Materials), &e.Materials); err != nil {
		return e, fmt.Errorf("materials of errand %d: %w", r.ID, err)
	}
	return e, nil
}

func errands(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]errand.Errand, error) {
	var rows []errandRow
	if err := list(ctx, q, &rows, `SELECT id, `+errandColumns+` FROM errand WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("errands: %w", err)
	}
	all := make([]errand.Errand, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.errand(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func oneErrand(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (errand.Errand, error) {
	all, err := errands(ctx, q, where, args...)
	return first(all, err, errand.ErrMissing)
}

// Errand implements errand.Store.
func (s *Errands) Errand(ctx context.Context, id int64) (errand.Errand, error) {
	return oneErrand(ctx, s.db.pool, `id = ?`, id)
}

// ErrandsOf implements errand.Store.
func (s *Errands) ErrandsOf(ctx context.Context, who int64, open bool, before int64, most int) ([]errand.Errand, error) {
	not := `NOT `
	if open {
		not = ``
	}
	states := errand.OpenStates()
	if open {
		states = append(states, errand.Delivered) // until the resident has said yes
	}
	return errands(ctx, s.db.pool, `(person_id = ? OR asked_by = ? AND source = ?) AND state `+not+`IN (`+marks(len(states))+`) AND id < ? ORDER BY id DESC LIMIT ?`,
		append(append([]any{who, who, errand.Family}, anys(states)...), from(before), most)...)
}

// errandsWhere says in SQL which errands a filter means.
func errandsWhere(f errand.Filter) (where string, args []any) {
	place := `community_id IN (` + marks(len(f.Communities)) + `)`
	args = anys(f.Communities)
	if len(f.Communities) == 0 {
		place = `1 = 0`
	}
	if len(f.Holders) > 0 {
		own, mine := marks(len(f.Holders)), anys(f.Holders)
		if f.List == errand.Mine {
			place, args = `(holder_id IN (`+own+`) OR first_id IN (`+own+`))`, slices.Concat(mine, mine)
		} else {
			place, args = `(`+place+` OR holder_id IN (`+own+`))`, append(args, mine...)
		}
	}
	states, more := errand.OpenStates(), ``
	switch f.List {
	case errand.New:
		states = []errand.State{errand.Asked}
	case errand.Missing:
		states = []errand.State{errand.Waiting}
	case errand.Outside:
		states = []errand.State{errand.HandedIn}
	case errand.Ended:
		states = []errand.State{errand.Delivered, errand.Closed, errand.Cannot, errand.Withdrawn, errand.Turned}
	case errand.Late:
		more = ` AND paused_at = 0 AND due_at > 0 AND due_at < ?`
	case errand.Mine, errand.Open:
	}
	where, args = place+` AND state IN (`+marks(len(states))+`)`+more, append(args, anys(states)...)
	if more != `` {
		args = append(args, ms(f.Now))
	}
	return where, args
}

// Errands implements errand.Store.
func (s *Errands) Errands(ctx context.Context, f errand.Filter) ([]errand.Errand, error) {
	where, args := errandsWhere(f)
	return errands(ctx, s.db.pool, where+` AND id < ? ORDER BY id DESC LIMIT ?`, append(args, from(f.Before), f.Most)...)
}

// CountErrands implements errand.Store.
func (s *Errands) CountErrands(ctx context.Context, f errand.Filter) (n int, err error) {
	where, args := errandsWhere(f)
	err = get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM errand WHERE `+where, args...)
	return n, err
}

// Lapsed implements errand.Store.
func (s *Errands) Lapsed(ctx context.Context, now time.Time, most int) ([]int64, error) {
	return lapsed(ctx, s.db.pool, "errand", now, most)
}

// Trips implements errand.Store.
func (s *Errands) Trips(ctx context.Context, communities []int64, from, to time.Time) ([]errand.Counted, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	var rows []struct {
		Community int64  `db:"community_id"`
		Item      int64  `db:"item_id"`
		Title     string `db:"title"`
		Errands   int    `db:"errands"`
		Trips     int    `db:"trips"`
		Once      int    `db:"once"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT community_id, item_id, MAX(title) AS title, COUNT(*) AS errands, SUM(trips) AS trips, SUM(CASE WHEN trips <= 1 THEN 1 ELSE 0 END) AS once
		FROM   errand WHERE community_id IN (`+marks(len(communities))+`) AND ended_at >= ? AND ended_at < ? AND state IN (?, ?)
		GROUP  BY community_id, item_id
		ORDER  BY community_id, item_id LIMIT 20000`, append(anys(communities), ms(from), ms(to), errand.Delivered, errand.Closed)...); err != nil {
		return nil, fmt.Errorf("trips for errands: %w", err)
	}
	all := make([]errand.Counted, len(rows))
	for i, r := range rows {
		all[i] = errand.CountTrips(errand.Trips{
			Community: r.Community, Item: r.Item, Title: r.Title, Errands: r.Errands, Trips: r.Trips, Once: r.Once,
		})
	}
	return all, nil
}

// LockErrand implements errand.Tx.
func (t *tx) LockErrand(ctx context.Context, id int64) (errand.Errand, error) {
	return oneErrand(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// OpenErrands implements errand.Tx.
func (t *tx) OpenErrands(ctx context.Context, who int64) ([]errand.Errand, error) {
	states := errand.OpenStates()
	return errands(ctx, t.q, `person_id = ? AND state IN (`+marks(len(states))+`) ORDER BY id LIMIT 100`, append([]any{who}, anys(states)...)...)
}

// ErrandOf implements errand.Tx.
func (t *tx) ErrandOf(ctx context.Context, by int64, request string) (errand.Errand, error) {
	return oneErrand(ctx, t.q, `asked_by = ? AND request = ?`, by, request)
}

// AddErrand implements errand.Tx.
func (t *tx) AddErrand(ctx context.Context, e *errand.Errand) error {
	values, err := errandValues(*e)
	if err != nil {
		return err
	}
	if e.ID, err = insert(ctx, t.q, `INSERT INTO errand (`+errandColumns+`) VALUES (`+marks(len(values))+`)`, values...); err != nil {
		return fmt.Errorf("add errand: %w", err)
	}
	return nil
}

var errandSet = setOf(errandColumns)

// SaveErrand implements errand.Tx. Its lines and mandates end with it.
func (t *tx) SaveErrand(ctx context.Context, e errand.Errand) error {
	values, err := errandValues(e)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE errand SET `+errandSet+` WHERE id = ?`, append(values, e.ID)...); err != nil {
		return fmt.Errorf("save errand %d: %w", e.ID, err)
	}
	for _, table := range []string{"errand_event", "errand_mandate"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET ended_at = ? WHERE errand_id = ? AND ended_at <> ?`, ms(e.EndedAt), e.ID, ms(e.EndedAt)); err != nil {
			return fmt.Errorf("save errand %d: %w", e.ID, err)
		}
	}
	return nil
}

// moveErrands moves one person's errands to another.
func (t *tx) moveErrands(ctx context.Context, from, to int64) error {
	for _, statement := range []string{
		`UPDATE errand SET person_id = ? WHERE person_id = ?`,
		`UPDATE errand SET asked_by = ?, request = NULL WHERE asked_by = ?`,
		`UPDATE errand_event SET person_id = ?, request = NULL WHERE person_id = ?`,
		`UPDATE errand_mandate SET given_by = ? WHERE given_by = ?`,
	} {
		if _, err := t.q.ExecContext(ctx, statement, to, from); err != nil {
			return fmt.Errorf("move errands: %w", err)
		}
	}
	return nil
}

// leaveErrands deletes the errands of a person who leaves. Those of a person in the roster stay.
func (t *tx) leaveErrands(ctx context.Context, p person.Person, _ time.Time) error {
	if p.Code != "" {
		return nil
	}
	for _, statement := range []string{
		`DELETE FROM errand_event WHERE errand_id IN (SELECT id FROM errand WHERE person_id = ?)`,
		`DELETE FROM errand_mandate WHERE errand_id IN (SELECT id FROM errand WHERE person_id = ?)`,
		`DELETE FROM errand WHERE person_id = ?`,
		`UPDATE errand SET asked_by = 0, request = NULL WHERE asked_by = ?`,
		`UPDATE errand_event SET person_id = 0, request = NULL WHERE person_id = ?`,
		`UPDATE errand_mandate SET given_by = 0 WHERE given_by = ?`,
	} {
		if _, err := t.q.ExecContext(ctx, statement, p.ID); err != nil {
			return fmt.Errorf("leave errands: %w", err)
		}
	}
	return nil
}
