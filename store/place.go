package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/person"
	"linli/app/place"
)

var placeData = data{tables: []Table{{
	Name: "place", Holds: "which person of the roster looks after a place", From: ofRoster, Names: map[string]Fate{"keeper_id": byStaff},
}, {
	Name: "place_hour", Holds: "half-hours in which a place is not free, and which use of it has them", Keep: keepHours, From: "the half-hour", Job: DropOldRows,
	Column: "begin_at",
}}}

// keepHours is how long the hours of a place are kept after they are over.
const keepHours = 30 * 24 * time.Hour

// Premises implements place.Store.
type Premises struct {
	known *Persons
	db    *DB
}

// Persons implements place.Store.
func (s *Premises) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return s.known.Persons(ctx, ids)
}

// NewPremises returns the records of places.
func NewPremises(db *DB) *Premises { return &Premises{NewPersons(db), db} }

// InTx implements place.Store.
func (s *Premises) InTx(ctx context.Context, do func(place.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type placeRow struct {
	ID        int64       `db:"id"`
	Community int64       `db:"community_id"`
	Area      int64       `db:"area_id"`
	Floor     string      `db:"floor"`
	Room      string      `db:"room"`
	Name      string      `db:"name"`
	Functions string      `db:"functions"`
	Metres    int         `db:"metres"`
	Use       place.Use   `db:"used"`
	Open      bool        `db:"open_plan"`
	Seats     int         `db:"seats"`
	Equipment string      `db:"equipment"`
	Working   string      `db:"working"`
	Noon      bool        `db:"noon"`
	Resting   string      `db:"resting"`
	Keeper    int64       `db:"keeper_id"`
	Bookable  bool        `db:"bookable"`
	Lent      bool        `db:"lent"`
	Asks      bool        `db:"lend_asks"`
	PerWeek   int         `db:"lend_week"`
	Ahead     int         `db:"lend_ahead"`
	LendHours string      `db:"lend_hours"`
	Closing   string      `db:"lend_closing"`
	State     string      `db:"state"`
	Class     place.Class `db:"class"`
	Photo     int64       `db:"file_id"`
	Mark      string      `db:"door"`
	EndedAt   int64       `db:"ended_at"`
}

func premises(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]place.Place, error) {
	var rows []placeRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, area_id, floor, room, name, functions, metres, used, open_plan, seats, equipment, working, noon, resting,
			keeper_id, bookable, lent, lend_asks, lend_week, lend_ahead, lend_hours, lend_closing, state, class, file_id, door, ended_at
		FROM   place WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("places: %w", err)
	}
	all := make([]place.Place, len(rows))
	for i, r := range rows {
		p := place.Place{
			ID: r.ID, Community: r.Community, Area: r.Area, Floor: r.Floor, Room: r.Room, Name: r.Name, Metres: r.Metres, Use: r.Use, Open: r.Open,
			Seats: r.Seats, Equipment: r.Equipment, Working: r.Working, Noon: r.Noon, Resting: r.Resting, Keeper: r.Keeper, Bookable: r.Bookable,
			Lending: place.Lending{On: r.Lent, Asks: r.Asks, PerWeek: r.PerWeek, Ahead: r.Ahead, Hours: r.LendHours}, Class: r.Class, Photo: r.Photo,
			Mark: r.Mark, EndedAt: at(r.EndedAt),
		}
		if r.Closing != "" {
			p.Lending.Closing = strings.Split(r.Closing, dutyMark)
		}
		if r.Functions != "" {
			p.Functions = strings.Split(r.Functions, dutyMark)
		}
		var state []place.Finding
		if err := json.Unmarshal([]byte(r.State), &state); err != nil {
			return nil, fmt.Errorf("state of place %d: %w", r.ID, err)
		}
		copy(p.State[:], state)
		all[i] = p
	}
	return all, nil
}

// Places implements place.Store.
func (s *Premises) Places(ctx context.Context, community int64) ([]place.Place, error) {
	return premises(ctx, s.db.pool, `community_id = ? AND live IS NOT NULL ORDER BY name, id LIMIT 500`, community)
}

// Place implements place.Store.
func (s *Premises) Place(ctx context.Context, id int64) (place.Place, error) {
	all, err := premises(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, place.ErrMissing)
}

// Events implements place.Store.
func (s *Premises) Events(ctx context.Context, community int64, from, to time.Time) ([]place.Event, error) {
	var rows []struct {
		Place   int64  `db:"place_id"`
		Service int64  `db:"service_id"`
		Session int64  `db:"id"`
		Name    string `db:"name"`
		From    int64  `db:"begin_at"`
		To      int64  `db:"end_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT o.id, v.place_id, v.name, o.service_id, o.begin_at, o.end_at
		FROM   booking_session o JOIN booking_service v ON v.id = o.service_id
		WHERE  o.community_id = ? AND o.begin_at >= ? AND o.begin_at < ? AND o.state <> 'cancelled' AND v.place_id <> 0
		ORDER  BY o.begin_at, o.id LIMIT 1000`, community, ms(from), ms(to)); err != nil {
		return nil, fmt.Errorf("what is on: %w", err)
	}
	all := make([]place.Event, len(rows))
	for i, r := range rows {
		all[i] = place.Event{Place: r.Place, Service: r.Service, Session: r.Session, Name: r.Name, From: at(r.From), To: at(r.To)}
	}
	return all, nil
}

// LockPlace implements place.Tx.
func (t *tx) LockPlace(ctx context.Context, id int64) (place.Place, error) {
	all, err := premises(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, place.ErrMissing)
}

// AddPlace implements place.Tx.
func (t *tx) AddPlace(ctx context.Context, p *place.Place) error {
	id, err := insert(ctx, t.q, `INSERT INTO place (community_id, area_id, floor, room, name, live, functions, metres, used, open_plan, seats,
			equipment, working, noon, resting, keeper_id, bookable, state, class, ended_at)
		VALUES (?, 0, '', '', '', ?, '', 0, '', 0, 0, '', '', 0, '', 0, 0, '[]', '', 0)`, p.Community, p.Name)
	if duplicate(err) {
		return place.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("add place: %w", err)
	}
	p.ID = id
	return t.SavePlace(ctx, *p)
}

// SavePlace implements place.Tx.
func (t *tx) SavePlace(ctx context.Context, p place.Place) error {
	state, err := json.Marshal(p.State)
	if err != nil {
		return fmt.Errorf("state of place %d: %w", p.ID, err)
	}
	_, err = t.q.ExecContext(ctx, `
		UPDATE place SET area_id = ?, floor = ?, room = ?, name = ?, live = ?, functions = ?, metres = ?, used = ?, open_plan = ?, seats = ?,
			equipment = ?, working = ?, noon = ?, resting = ?, keeper_id = ?, bookable = ?, lent = ?, lend_asks = ?, lend_week = ?,
			lend_ahead = ?, lend_hours = ?, lend_closing = ?, state = ?, class = ?, file_id = ?, door = ?, ended_at = ?
		WHERE  id = ?`,
		p.Area, p.Floor, p.Room, p.Name, sql.NullString{String: p.Name, Valid: p.EndedAt.IsZero()}, strings.Join(p.Functions, dutyMark), p.Metres,
		p.Use, p.Open, p.Seats, p.Equipment, p.Working, p.Noon, p.Resting, p.Keeper, p.Bookable, p.Lending.On, p.Lending.Asks, p.Lending.PerWeek,
		p.Lending.Ahead, p.Lending.Hours, strings.Join(p.Lending.Closing, dutyMark), string(state), p.Class, p.Photo, p.Mark,
		ms(p.EndedAt), p.ID)
	if duplicate(err) {
		return place.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("save place %d: %w", p.ID, err)
	}
	return nil
}
