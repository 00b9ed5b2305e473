package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"linli/app/counter"
	"linli/app/place"
)

var counterData = data{tables: []Table{
	{
		Name: "counter", Holds: "which staff sit at a counter", From: "as long as the counter is shown",
		Names: map[string]Fate{"a_id": byStaff, "b_id": byStaff},
	},
	{
		Name: "counter_told", Holds: "which staff were asked to step in on a day", Keep: counter.Keep, From: "the day they were asked", Job: DropOldRows,
		Column: "told_at", Names: map[string]Fate{"asked_id": byStaff},
	},
}}

// Counters implements counter.Store.
type Counters struct {
	*Persons
	places *Premises
	db     *DB
}

// NewCounters returns the records of counters.
func NewCounters(db *DB) *Counters { return &Counters{NewPersons(db), NewPremises(db), db} }

var _ counter.Store = (*Counters)(nil)

// InTx implements counter.Store.
func (s *Counters) InTx(ctx context.Context, do func(counter.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Place implements counter.Store.
func (s *Counters) Place(ctx context.Context, id int64) (place.Place, error) {
	return s.places.Place(ctx, id)
}

type counterRow struct {
	ID        int64        `db:"id"`
	Community int64        `db:"community_id"`
	Service   int64        `db:"service_id"`
	Place     int64        `db:"place_id"`
	Name      string       `db:"name"`
	Kind      counter.Kind `db:"kind"`
	Headings  string       `db:"headings"`
	A         int64        `db:"a_id"`
	B         int64        `db:"b_id"`
	Working   string       `db:"working"`
	Noon      bool         `db:"noon"`
	NoonB     bool         `db:"noon_b"`
	Resting   string       `db:"resting"`
	Holidays  bool         `db:"holidays"`
	Places    int          `db:"places"`
	About     string       `db:"about"`
	EndedAt   int64        `db:"ended_at"`
}

const counterColumns = `id, community_id, service_id, place_id, name, kind, headings, a_id, b_id, working, noon, noon_b, resting, holidays, places,
	about, ended_at`

func counters(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]counter.Counter, error) {
	var rows []counterRow
	if err := list(ctx, q, &rows, `SELECT `+counterColumns+` FROM counter WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("counters: %w", err)
	}
	all := make([]counter.Counter, len(rows))
	for i, r := range rows {
		all[i] = counter.Counter{
			ID: r.ID, Community: r.Community, Service: r.Service, Place: r.Place, Name: r.Name, Kind: r.Kind, A: r.A, B: r.B, Working: r.Working,
			Noon: r.Noon, NoonB: r.NoonB, Resting: r.Resting, Holidays: r.Holidays, Places: r.Places, About: r.About, EndedAt: at(r.EndedAt),
		}
		if r.Headings != "" {
			all[i].Headings = strings.Split(r.Headings, dutyMark)
		}
	}
	return all, nil
}

// Counter implements counter.Store.
func (s *Counters) Counter(ctx context.Context, id int64) (counter.Counter, error) {
	all, err := counters(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, counter.ErrMissing)
}

// Counters implements counter.Store.
func (s *Counters) Counters(ctx context.Context, community int64) ([]counter.Counter, error) {
	if community == 0 {
		return counters(ctx, s.db.pool, `ended_at = 0 ORDER BY id LIMIT 20000`)
	}
	return counters(ctx, s.db.pool, `community_id = ? AND ended_at = 0 ORDER BY id LIMIT 100`, community)
}

// LockCounter implements counter.Tx.
func (t *tx) LockCounter(ctx context.Context, id int64) (counter.Counter, error) {
	all, err := counters(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, counter.ErrMissing)
}

// AddCounter implements counter.Tx.
func (t *tx) AddCounter(ctx context.Context, c *counter.Counter) (err error) {
	c.ID, err = insert(ctx, t.q, `
		INSERT INTO counter (community_id, service_id, place_id, name, kind, headings, a_id, b_id, working, noon, noon_b, resting, holidays, places,
			about, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Community, c.Service, c.Place, c.Name, c.Kind, strings.Join(c.Headings, dutyMark), c.A, c.B, c.Working, c.Noon, c.NoonB, c.Resting,
		c.Holidays, c.Places, c.About, ms(c.EndedAt))
	if err != nil {
		return fmt.Errorf("add counter: %w", err)
	}
	return nil
}

// SaveCounter implements counter.Tx.
func (t *tx) SaveCounter(ctx context.Context, c counter.Counter) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE counter SET place_id = ?, name = ?, kind = ?, headings = ?, a_id = ?, b_id = ?, working = ?, noon = ?, noon_b = ?, resting = ?,
		       holidays = ?, places = ?, about = ?, ended_at = ?
		WHERE  id = ?`,
		c.Place, c.Name, c.Kind, strings.Join(c.Headings, dutyMark), c.A, c.B, c.Working, c.Noon, c.NoonB, c.Resting, c.Holidays, c.Places,
		c.About, ms(c.EndedAt), c.ID); err != nil {
		return fmt.Errorf("save counter %d: %w", c.ID, err)
	}
	return nil
}

// AddTold implements counter.Tx.
func (t *tx) AddTold(ctx context.Context, told counter.Told) (bool, error) {
	_, err := insert(ctx, t.q, `INSERT INTO counter_told (counter_id, day, from_min, asked_id, told_at) VALUES (?, ?, ?, ?, ?)`,
		told.Counter, told.Day, told.From, told.Asked, ms(told.At))
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("note who steps in: %w", err)
	}
	return true, nil
}

var _ counter.Tx = (*tx)(nil)
