package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/hall"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
)

var hallData = data{
	tables: []Table{
		{
			Name: "hall_use", Holds: "who borrowed which place for what; name and encrypted number of somebody without an account", Keep: hall.Keep,
			From: "the end of its time", Job: DropOldRows, Column: "end_at",
			Names: map[string]Fate{"person_id": {}, "entered_by": byStaff, "decided_by": byStaff, "ended_by": {}},
		},
		{
			Name: "hall_closure", Holds: "which staff closed a place for a day", Keep: hall.Keep, From: "the day it was decided", Job: DropOldRows, Column: "closed_at",
			Names: map[string]Fate{"closed_by": byStaff},
		},
	},
	move:  (*tx).moveUses,
	leave: (*tx).leaveUses,
}

// Halls implements hall.Store.
type Halls struct {
	*Premises
	db *DB
}

// NewHalls returns the records of borrowed places.
func NewHalls(db *DB) *Halls { return &Halls{NewPremises(db), db} }

// InTx implements hall.Store.
func (s *Halls) InTx(ctx context.Context, do func(hall.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// PhoneIndex implements hall.Store.
func (s *Halls) PhoneIndex(phone person.Phone) (string, error) { return s.db.vault.phoneIndex(phone) }

type useRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Place     int64          `db:"place_id"`
	BeginAt   int64          `db:"begin_at"`
	EndAt     int64          `db:"end_at"`
	Person    int64          `db:"person_id"`
	Name      string         `db:"name"`
	Sealed    string         `db:"phone_sealed"`
	Org       int64          `db:"org_id"`
	Team      string         `db:"team"`
	Purpose   string         `db:"purpose"`
	People    int            `db:"people"`
	State     hall.State     `db:"state"`
	Reason    string         `db:"reason"`
	Tidied    string         `db:"tidied"`
	Party     string         `db:"party"`
	Week      int            `db:"week"`
	Nth       sql.NullInt64  `db:"nth"`
	Told      hall.Told      `db:"told"`
	AskedAt   int64          `db:"asked_at"`
	EnteredBy int64          `db:"entered_by"`
	DecidedAt int64          `db:"decided_at"`
	DecidedBy int64          `db:"decided_by"`
	EndedAt   int64          `db:"ended_at"`
	EndedBy   int64          `db:"ended_by"`
	Request   sql.NullString `db:"request"`
	Deed      string         `db:"deed"`
}

const useColumns = `id, community_id, place_id, begin_at, end_at, person_id, name, phone_sealed, org_id, team, purpose, people, state, reason,
	tidied, party, week, nth, told, asked_at, entered_by, decided_at, decided_by, ended_at, ended_by, request, deed`

func uses(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) ([]hall.Use, error) {
	var rows []useRow
	if err := list(ctx, q, &rows, `SELECT `+useColumns+` FROM hall_use WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("uses of places: %w", err)
	}
	all := make([]hall.Use, len(rows))
	for i, r := range rows {
		phone, err := v.openPhone(r.Sealed)
		if err != nil {
			return nil, fmt.Errorf("use %d: %w", r.ID, err)
		}
		all[i] = hall.Use{
			ID: r.ID, Community: r.Community, Place: r.Place, From: at(r.BeginAt), To: at(r.EndAt), Person: r.Person, Name: r.Name, Phone: phone,
			Org: r.Org, Team: r.Team, Purpose: r.Purpose, People: r.People, State: r.State, Reason: r.Reason, Party: r.Party, Week: r.Week,
			Nth: int(r.Nth.Int64), Told: r.Told, AskedAt: at(r.AskedAt), EnteredBy: r.EnteredBy, DecidedAt: at(r.DecidedAt), DecidedBy: r.DecidedBy,
			EndedAt: at(r.EndedAt), EndedBy: r.EndedBy, Request: r.Request.String, Deed: r.Deed,
		}
		if r.Tidied != "" {
			all[i].Tidied = strings.Split(r.Tidied, dutyMark)
		}
	}
	return all, nil
}

// Use implements hall.Store.
func (s *Halls) Use(ctx context.Context, id int64) (hall.Use, error) {
	all, err := uses(ctx, s.db.pool, s.db.vault, `id = ?`, id)
	return first(all, err, hall.ErrMissing)
}

// Requested implements hall.Store.
func (s *Halls) Requested(ctx context.Context, request string) (hall.Use, error) {
	if request == "" {
		return hall.Use{}, hall.ErrMissing
	}
	all, err := uses(ctx, s.db.pool, s.db.vault, `request = ?`, request)
	return first(all, err, hall.ErrMissing)
}

// UsesOf implements hall.Store.
func (s *Halls) UsesOf(ctx context.Context, who, before int64, most int) ([]hall.Use, error) {
	return uses(ctx, s.db.pool, s.db.vault, `person_id = ? AND id < ? ORDER BY id DESC LIMIT ?`, who, from(before), most)
}

// OpenOf implements hall.Store.
func (s *Halls) OpenOf(ctx context.Context, who int64) ([]hall.Use, error) {
	return uses(ctx, s.db.pool, s.db.vault, `person_id = ? AND state IN (?, ?) ORDER BY begin_at, id LIMIT 50`, who, hall.Asked, hall.Agreed)
}

// UsesIn implements hall.Store.
func (s *Halls) UsesIn(ctx context.Context, community int64, begin, end time.Time) ([]hall.Use, error) {
	return uses(ctx, s.db.pool, s.db.vault, `community_id = ? AND begin_at >= ? AND begin_at < ? AND state NOT IN (?, ?) ORDER BY begin_at, id LIMIT 1000`,
		community, ms(begin), ms(end), hall.Declined, hall.Cancelled)
}

// Uses implements hall.Store.
func (s *Halls) Uses(ctx context.Context, communities []int64, states []hall.State, before int64, most int) ([]hall.Use, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	args := append(anys(communities), anys(states)...)
	return uses(ctx, s.db.pool, s.db.vault, `community_id IN (`+marks(len(communities))+`) AND state IN (`+marks(len(states))+`) AND id < ?
		ORDER BY id DESC LIMIT ?`, append(args, from(before), most)...)
}

// CountAsked implements hall.Store.
func (s *Halls) CountAsked(ctx context.Context, communities []int64) (n int, err error) {
	if len(communities) == 0 {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, hall.ErrMissing, `SELECT COUNT(*) FROM hall_use WHERE community_id IN (`+marks(len(communities))+`) AND state = ?`,
		append(anys(communities), hall.Asked)...)
	return n, err
}

// UseOf implements hall.Tx.
func (t *tx) UseOf(ctx context.Context, request string) (hall.Use, error) {
	all, err := uses(ctx, t.q, t.vault, `request = ?`, request)
	return first(all, err, hall.ErrMissing)
}

// LockHallUse implements hall.Tx.
func (t *tx) LockHallUse(ctx context.Context, id int64) (hall.Use, error) {
	all, err := uses(ctx, t.q, t.vault, `id = ?`+t.e.forUpd, id)
	return first(all, err, hall.ErrMissing)
}

// OpenIn implements hall.Tx.
func (t *tx) OpenIn(ctx context.Context, where int64, begin, end time.Time) ([]hall.Use, error) {
	return uses(ctx, t.q, t.vault, `place_id = ? AND begin_at >= ? AND begin_at < ? AND state IN (?, ?) ORDER BY id LIMIT 500`+t.e.forUpd,
		where, ms(begin), ms(end), hall.Asked, hall.Agreed)
}

// NthsOf implements hall.Tx.
func (t *tx) NthsOf(ctx context.Context, where int64, party string, week int) (nths []int, err error) {
	err = list(ctx, t.q, &nths, `SELECT nth FROM hall_use WHERE place_id = ? AND party = ? AND week = ? AND nth IS NOT NULL ORDER BY nth LIMIT 100`,
		where, party, week)
	return nths, err
}

// AddHallUse implements hall.Tx.
func (t *tx) AddHallUse(ctx context.Context, u *hall.Use) (bool, error) {
	sealed, _, err := t.vault.sealPhone(u.Phone)
	if err != nil {
		return false, err
	}
	u.ID, err = insert(ctx, t.q, `
		INSERT INTO hall_use (community_id, place_id, begin_at, end_at, person_id, name, phone_sealed, org_id, team, purpose, people, state, reason,
			tidied, party, week, nth, told, asked_at, entered_by, decided_at, decided_by, ended_at, ended_by, request, deed)
		VALUES (`+marks(26)+`)`,
		u.Community, u.Place, ms(u.From), ms(u.To), u.Person, u.Name, sealed, u.Org, u.Team, u.Purpose, u.People, u.State, u.Reason,
		strings.Join(u.Tidied, dutyMark), u.Party, u.Week, nullNumber(u.Nth), u.Told, ms(u.AskedAt), u.EnteredBy, ms(u.DecidedAt), u.DecidedBy,
		ms(u.EndedAt), u.EndedBy, nullText(u.Request), u.Deed)
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add use of a place: %w", err)
	}
	return true, nil
}

// SaveHallUse implements hall.Tx.
func (t *tx) SaveHallUse(ctx context.Context, u hall.Use) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE hall_use SET state = ?, reason = ?, tidied = ?, nth = ?, told = ?, decided_at = ?, decided_by = ?, ended_at = ?, ended_by = ?, deed = ?
		WHERE  id = ?`,
		u.State, u.Reason, strings.Join(u.Tidied, dutyMark), nullNumber(u.Nth), u.Told, ms(u.DecidedAt), u.DecidedBy, ms(u.EndedAt), u.EndedBy,
		u.Deed, u.ID); err != nil {
		return fmt.Errorf("save use %d: %w", u.ID, err)
	}
	return nil
}

type closureRow struct {
	ID    int64     `db:"id"`
	Place int64     `db:"place_id"`
	Day   when.Date `db:"day"`
	Words string    `db:"words"`
	By    int64     `db:"closed_by"`
	At    int64     `db:"closed_at"`
}

func closures(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]hall.Closure, error) {
	var rows []closureRow
	if err := list(ctx, q, &rows, `SELECT id, place_id, day, words, closed_by, closed_at FROM hall_closure WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("closed places: %w", err)
	}
	all := make([]hall.Closure, len(rows))
	for i, r := range rows {
		all[i] = hall.Closure{ID: r.ID, Place: r.Place, Day: r.Day, Words: r.Words, By: r.By, At: at(r.At)}
	}
	return all, nil
}

// Closures implements hall.Store.
func (s *Halls) Closures(ctx context.Context, community int64, from, to when.Date) ([]hall.Closure, error) {
	return closures(ctx, s.db.pool, `place_id IN (SELECT id FROM place WHERE community_id = ?) AND day >= ? AND day <= ? ORDER BY day, place_id, id LIMIT 1000`,
		community, from, to)
}

// ClosureOn implements hall.Tx.
func (t *tx) ClosureOn(ctx context.Context, where int64, day when.Date) (hall.Closure, error) {
	all, err := closures(ctx, t.q, `place_id = ? AND day = ?`+t.e.forUpd, where, day)
	return first(all, err, hall.ErrMissing)
}

// AddClosure implements hall.Tx.
func (t *tx) AddClosure(ctx context.Context, c *hall.Closure) error {
	id, err := insert(ctx, t.q, `INSERT INTO hall_closure (place_id, day, words, closed_by, closed_at) VALUES (?, ?, ?, ?, ?)`,
		c.Place, c.Day, c.Words, c.By, ms(c.At))
	if duplicate(err) {
		return hall.ErrState.Because(err)
	}
	if err != nil {
		return fmt.Errorf("close place %d: %w", c.Place, err)
	}
	c.ID = id
	return nil
}

// DropClosure implements hall.Tx.
func (t *tx) DropClosure(ctx context.Context, id int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM hall_closure WHERE id = ?`, id); err != nil {
		return fmt.Errorf("open a closed day: %w", err)
	}
	return nil
}

// PlacesByID implements hall.Store.
func (s *Halls) PlacesByID(ctx context.Context, ids []int64) (map[int64]place.Place, error) {
	found := map[int64]place.Place{}
	if len(ids) == 0 {
		return found, nil
	}
	ids = distinctIDs(ids)
	all, err := premises(ctx, s.db.pool, `id IN (`+marks(len(ids))+`) ORDER BY id LIMIT ?`, append(anys(ids), len(ids))...)
	for _, p := range all {
		found[p.ID] = p
	}
	return found, err
}

// moveUses moves one person's uses to another. Both keep what they have of a week.
func (t *tx) moveUses(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE hall_use SET party = ?, nth = NULL WHERE party = ?`, fmt.Sprintf("person:%d", to),
		fmt.Sprintf("person:%d", from)); err != nil {
		return fmt.Errorf("move uses: %w", err)
	}
	for _, column := range []string{"person_id", "ended_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE hall_use SET `+column+` = ? WHERE `+column+` = ?`, to, from); err != nil {
			return fmt.Errorf("move uses: %w", err)
		}
	}
	return nil
}

// leaveUses gives back the hours of a person who leaves and takes them out of what is over.
func (t *tx) leaveUses(ctx context.Context, p person.Person, now time.Time) error {
	if p.Code != "" {
		return nil
	}
	open, err := uses(ctx, t.q, t.vault, `person_id = ? AND state IN (?, ?) AND begin_at > ? ORDER BY id LIMIT 500`, p.ID, hall.Asked, hall.Agreed, ms(now))
	if err != nil {
		return err
	}
	for _, u := range open {
		if err := t.FreeHours(ctx, u.Place, u.From, u.To, place.Holder{Held: place.ByUse, ID: u.ID}); err != nil {
			return err
		}
		u.State, u.Nth, u.EndedAt = hall.Cancelled, 0, now
		if err := t.SaveHallUse(ctx, u); err != nil {
			return err
		}
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE hall_use SET party = '', nth = NULL WHERE party = ?`, fmt.Sprintf("person:%d", p.ID)); err != nil {
		return fmt.Errorf("leave uses: %w", err)
	}
	for _, column := range []string{"person_id", "ended_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE hall_use SET `+column+` = 0 WHERE `+column+` = ?`, p.ID); err != nil {
			return fmt.Errorf("leave uses: %w", err)
		}
	}
	return nil
}
