package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/patrol"
	"linli/app/place"
	"linli/app/policy"
	"linli/app/report"
	"linli/app/roster"
	"linli/app/when"
	"linli/app/work"
)

var patrolData = data{
	tables: []Table{
		{Name: "patrol_plan", Holds: "who planned the rounds of a community", From: ofRecord, Names: map[string]Fate{"by_id": byStaff}},
		{Name: "patrol_raise", Holds: "who made the rounds of a community stricter, and until when", From: ofRecord, Names: map[string]Fate{"by_id": byStaff, "ended_by": byStaff}},
		{
			Name: "patrol", Holds: "who of a community walked a round, and how long", Keep: work.Keep, From: "its begin", Job: DropOldRows, Column: "begin_at",
			Names: map[string]Fate{"person_id": byStaff},
		},
		{Name: "patrol_scan", Holds: "which codes were scanned on a round", Keep: work.Keep, From: "the scan", Job: DropOldRows, Column: "at"},
		{
			Name: "patrol_find", Holds: "who found what a report is about", Keep: work.Keep, From: "the find", Job: DropOldRows, Column: "at",
			Names: map[string]Fate{"person_id": byStaff},
		},
		{
			Name: "patrol_position", Holds: "the way of a round that its walker records", Keep: patrol.MostTrackKeep * 24 * time.Hour,
			From: "the day at most; mostly sooner, as the switch of the community says", Job: "drop_switched_off",
		},
	},
	carry: (*tx).carryPatrols,
}

// Patrols implements patrol.Store.
type Patrols struct {
	*Persons
	db *DB
}

// NewPatrols returns the records of rounds.
func NewPatrols(db *DB) *Patrols { return &Patrols{NewPersons(db), db} }

// InTx implements patrol.Store.
func (s *Patrols) InTx(ctx context.Context, do func(patrol.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Reports implements patrol.Store.
func (s *Patrols) Reports(ctx context.Context, ids []int64) (map[int64]report.Report, error) {
	return reportsByID(ctx, s.db.pool, ids)
}

// Places implements patrol.Store.
func (s *Patrols) Places(ctx context.Context, community int64) ([]place.Place, error) {
	return NewPremises(s.db).Places(ctx, community)
}

// Place implements patrol.Store.
func (s *Patrols) Place(ctx context.Context, id int64) (place.Place, error) {
	return NewPremises(s.db).Place(ctx, id)
}

// Switches implements patrol.Store.
func (s *Patrols) Switches(ctx context.Context) ([]policy.Switch, error) {
	return NewPolicies(s.db).Switches(ctx)
}

type roundRow struct {
	ID        int64  `db:"id"`
	Community int64  `db:"community_id"`
	Plan      int64  `db:"plan_id"`
	Area      int64  `db:"area_id"`
	Person    int64  `db:"person_id"`
	Begin     int64  `db:"begin_at"`
	Last      int64  `db:"last_at"`
	Closed    int64  `db:"closed_at"`
	Quiet     bool   `db:"quiet"`
	Minutes   int    `db:"minutes"`
	Metres    int    `db:"metres"`
	Tracking  bool   `db:"tracking"`
	Words     string `db:"words"`
}

// rounds reads rounds with their scans.
func rounds(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]patrol.Patrol, error) {
	var rows []roundRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, plan_id, area_id, person_id, begin_at, last_at, closed_at, quiet, minutes, metres, tracking, words
		FROM   patrol WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("rounds: %w", err)
	}
	all, nth := make([]patrol.Patrol, len(rows)), map[int64]int{}
	for i, r := range rows {
		all[i] = patrol.Patrol{
			ID: r.ID, Community: r.Community, Plan: r.Plan, Area: r.Area, Person: r.Person, Begin: at(r.Begin), Last: at(r.Last),
			ClosedAt: at(r.Closed), Quiet: r.Quiet, Minutes: r.Minutes, Metres: r.Metres, Tracking: r.Tracking, Words: r.Words,
		}
		nth[r.ID] = i
	}
	if len(all) == 0 {
		return all, nil
	}
	ids := make([]int64, len(all))
	for i, p := range all {
		ids[i] = p.ID
	}
	var scans []struct {
		Round int64  `db:"patrol_id"`
		Area  int64  `db:"area_id"`
		Place int64  `db:"place_id"`
		Name  string `db:"name"`
		At    int64  `db:"at"`
		Floor string `db:"floor"`
	}
	if err := list(ctx, q, &scans, `
		SELECT patrol_id, area_id, place_id, name, at, floor FROM patrol_scan WHERE patrol_id IN (`+marks(len(ids))+`)
		ORDER  BY patrol_id, at, id LIMIT 50000`, anys(ids)...); err != nil {
		return nil, fmt.Errorf("scans: %w", err)
	}
	for _, one := range scans {
		p := &all[nth[one.Round]]
		p.Scans = append(p.Scans, patrol.Scan{Area: one.Area, Place: one.Place, Name: one.Name, At: at(one.At), Floor: one.Floor})
	}
	return all, nil
}

// Round implements patrol.Store.
func (s *Patrols) Round(ctx context.Context, id int64) (patrol.Patrol, error) {
	all, err := rounds(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, patrol.ErrMissing)
}

// RoundsOf implements patrol.Store.
func (s *Patrols) RoundsOf(ctx context.Context, who int64, from, to time.Time) ([]patrol.Patrol, error) {
	return rounds(ctx, s.db.pool, `person_id = ? AND begin_at >= ? AND begin_at < ? ORDER BY begin_at, id LIMIT 100`, who, ms(from), ms(to))
}

// RoundsFor implements patrol.Store.
func (s *Patrols) RoundsFor(ctx context.Context, plans []int64, from, to time.Time) ([]patrol.Patrol, error) {
	if len(plans) == 0 {
		return nil, nil
	}
	return rounds(ctx, s.db.pool, `plan_id IN (`+marks(len(plans))+`) AND begin_at >= ? AND begin_at < ? ORDER BY begin_at, id LIMIT 2000`,
		append(anys(plans), ms(from), ms(to))...)
}

// RoundsIn implements patrol.Store.
func (s *Patrols) RoundsIn(ctx context.Context, community int64, from, to time.Time) ([]patrol.Patrol, error) {
	return rounds(ctx, s.db.pool, `community_id = ? AND begin_at >= ? AND begin_at < ? ORDER BY begin_at DESC, id DESC LIMIT 500`, community, ms(from), ms(to))
}

// Unwalked implements patrol.Store.
func (s *Patrols) Unwalked(ctx context.Context, since time.Time, most int) ([]patrol.Patrol, error) {
	return rounds(ctx, s.db.pool, `closed_at = 0 AND last_at <= ? ORDER BY last_at, id LIMIT ?`, ms(since), most)
}

// RoundsAround implements patrol.Tx.
func (t *tx) RoundsAround(ctx context.Context, who int64, near time.Time) ([]patrol.Patrol, error) {
	return rounds(ctx, t.q, `person_id = ? AND begin_at <= ? AND last_at >= ? ORDER BY begin_at, id LIMIT 50`,
		who, ms(near.Add(patrol.Around)), ms(near.Add(-patrol.Around)))
}

// AddRound implements patrol.Tx.
func (t *tx) AddRound(ctx context.Context, p *patrol.Patrol) (err error) {
	p.ID, err = insert(ctx, t.q, `
		INSERT INTO patrol (community_id, plan_id, area_id, person_id, begin_at, last_at) VALUES (?, ?, ?, ?, ?, ?)`,
		p.Community, p.Plan, p.Area, p.Person, ms(p.Begin), ms(p.Last))
	if err != nil {
		return fmt.Errorf("add round: %w", err)
	}
	return nil
}

// SaveRound implements patrol.Tx.
func (t *tx) SaveRound(ctx context.Context, p patrol.Patrol) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE patrol SET plan_id = ?, area_id = ?, begin_at = ?, last_at = ?, closed_at = ?, quiet = ?, minutes = ?, metres = ?, tracking = ?, words = ?
		WHERE  id = ?`,
		p.Plan, p.Area, ms(p.Begin), ms(p.Last), ms(p.ClosedAt), p.Quiet, p.Minutes, p.Metres, p.Tracking, p.Words, p.ID); err != nil {
		return fmt.Errorf("save round %d: %w", p.ID, err)
	}
	return nil
}

// AddScan implements patrol.Tx.
func (t *tx) AddScan(ctx context.Context, round, community int64, s patrol.Scan) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO patrol_scan (patrol_id, community_id, area_id, place_id, name, at, floor) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		round, community, s.Area, s.Place, s.Name, ms(s.At), s.Floor); err != nil {
		return fmt.Errorf("add scan: %w", err)
	}
	return nil
}

// SeenLast implements patrol.Store.
func (s *Patrols) SeenLast(ctx context.Context, community int64, since time.Time) (map[patrol.Point]time.Time, error) {
	var rows []struct {
		Area  int64 `db:"area_id"`
		Place int64 `db:"place_id"`
		At    int64 `db:"at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT CASE WHEN place_id = 0 THEN area_id ELSE 0 END AS area_id, place_id, MAX(at) AS at
		FROM   patrol_scan WHERE community_id = ? AND at >= ?
		GROUP  BY CASE WHEN place_id = 0 THEN area_id ELSE 0 END, place_id ORDER BY area_id, place_id LIMIT 10000`, community, ms(since)); err != nil {
		return nil, fmt.Errorf("points seen: %w", err)
	}
	seen := map[patrol.Point]time.Time{}
	for _, r := range rows {
		seen[patrol.Point{Area: r.Area, Place: r.Place}] = at(r.At)
	}
	return seen, nil
}

// Positions implements patrol.Store.
func (s *Patrols) Positions(ctx context.Context, round int64) ([]patrol.Position, error) {
	return positions(ctx, s.db.pool, round)
}

// TrackOf implements patrol.Tx.
func (t *tx) TrackOf(ctx context.Context, round int64) ([]patrol.Position, error) {
	return positions(ctx, t.q, round)
}

func positions(ctx context.Context, q sqlx.QueryerContext, round int64) ([]patrol.Position, error) {
	var rows []struct {
		At       int64   `db:"at"`
		Lat      float64 `db:"lat"`
		Lng      float64 `db:"lng"`
		Accuracy float64 `db:"accuracy"`
	}
	if err := list(ctx, q, &rows, `SELECT at, lat, lng, accuracy FROM patrol_position WHERE patrol_id = ? ORDER BY at, id LIMIT 20000`, round); err != nil {
		return nil, fmt.Errorf("positions: %w", err)
	}
	all := make([]patrol.Position, len(rows))
	for i, r := range rows {
		all[i] = patrol.Position{At: at(r.At), Lat: r.Lat, Lng: r.Lng, Accuracy: r.Accuracy}
	}
	return all, nil
}

// AddPositions implements patrol.Tx.
func (t *tx) AddPositions(ctx context.Context, p patrol.Patrol, all []patrol.Position) error {
	for _, one := range all {
		_, err := t.q.ExecContext(ctx, `
			INSERT INTO patrol_position (patrol_id, community_id, day, at, lat, lng, accuracy) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			p.ID, p.Community, int(when.DateOf(one.At)), ms(one.At), one.Lat, one.Lng, one.Accuracy)
		if _, err := ignoreDuplicate(err, "add position"); err != nil {
			return err
		}
	}
	return nil
}

// DropPositions implements patrol.Store.
func (s *Patrols) DropPositions(ctx context.Context, community int64, before when.Date) (int, error) {
	n, err := change(ctx, direct{s.db}, `DELETE FROM patrol_position WHERE community_id = ? AND day < ?`, community, int(before))
	return int(n), err
}

// DropNothing implements patrol.Store.
func (s *Patrols) DropNothing(context.Context, int64, when.Date) (int, error) { return 0, nil }

// carryPatrols moves the plans and rounds of an area, and what was seen in it, to its new community, and finds to its new grid. A track
// stays with the community whose switch says how long it is kept.
func (t *tx) carryPatrols(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE patrol_find SET grid_id = ? WHERE area_id = ?`, m.To.Grid, m.Area); err != nil {
		return fmt.Errorf("carry finds: %w", err)
	}
	for _, table := range []string{"patrol", "patrol_plan", "patrol_scan", "patrol_find"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET community_id = ? WHERE area_id = ?`, m.To.Community, m.Area); err != nil {
			return fmt.Errorf("carry patrols: %w", err)
		}
	}
	return nil
}
