package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/estate"
	"linli/app/person"
	"linli/app/roster"
	"linli/app/steward"
	"linli/app/when"
)

var estateData = data{
	tables: []Table{
		{Name: "estate", Impersonal: "estates and who manages them"},
		{Name: "estate_building", Impersonal: "in which estate a building is, and its features"},
		{Name: "estate_contract", Impersonal: "contracts of orgs for services in an estate"},
		{Name: "estate_code", Impersonal: "codes of grids in other lines of work"},
		{
			Name: "estate_seat", Holds: "who sits at the table of an estate, for which side", From: "until staff end it", Also: "deleting the estate",
			Names: map[string]Fate{"person_id": byStaff},
		},
	},
	carry: (*tx).carryEstates,
}

// Estates implements estate.Store.
type Estates struct {
	known *Persons
	db    *DB
}

// NewEstates returns the records of estates.
func NewEstates(db *DB) *Estates { return &Estates{NewPersons(db), db} }

// Persons implements estate.Store.
func (s *Estates) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return s.known.Persons(ctx, ids)
}

// InTx implements estate.Store.
func (s *Estates) InTx(ctx context.Context, do func(estate.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// carryEstates takes a building out of its estate when it moves to another community. Its features stay.
func (t *tx) carryEstates(ctx context.Context, m roster.Move) error {
	if m.From.Community == m.To.Community {
		return nil
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE estate_building SET estate_id = 0 WHERE building_id = ?`, m.Area); err != nil {
		return fmt.Errorf("carry estates: %w", err)
	}
	return nil
}

type estateRow struct {
	ID          int64             `db:"id"`
	Community   int64             `db:"community_id"`
	Name        string            `db:"name"`
	Housing     estate.Housing    `db:"housing"`
	Built       int               `db:"built"`
	Management  estate.Management `db:"management"`
	Property    int64             `db:"org_id"`
	Committee   estate.Committee  `db:"committee"`
	Until       when.Date         `db:"until_day"`
	Branch      int64             `db:"branch_id"`
	Closed      bool              `db:"closed"`
	Parking     int               `db:"parking"`
	Gates       bool              `db:"gates"`
	Parcels     bool              `db:"parcels"`
	Contact     string            `db:"help_line"`
	Supervision string            `db:"watch_line"`
}

func (r estateRow) estate(buildings []int64) estate.Estate {
	return estate.Estate{ID: r.ID, Community: r.Community, Facts: estate.Facts{
		Name: r.Name, Housing: r.Housing, Built: r.Built, Management: r.Management, Property: r.Property, Committee: r.Committee,
		Until: r.Until, Branch: r.Branch, Closed: r.Closed, Parking: r.Parking, Gates: r.Gates, Parcels: r.Parcels,
		Phones: steward.Phones{Contact: r.Contact, Supervision: r.Supervision}, Buildings: buildings,
	}}
}

func estates(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]estate.Estate, error) {
	var rows []estateRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, name, housing, built, management, org_id, committee, until_day, branch_id, closed, parking, gates,
		       parcels, help_line, watch_line
		FROM   estate WHERE `+where+` ORDER BY name, id LIMIT 20000`, args...); err != nil {
		return nil, fmt.Errorf("estates: %w", err)
	}
	var in []struct {
		Building int64 `db:"building_id"`
		Estate   int64 `db:"estate_id"`
	}
	if err := list(ctx, q, &in, `
		SELECT building_id, estate_id FROM estate_building WHERE estate_id IN (SELECT id FROM estate WHERE `+where+`)
		ORDER BY estate_id, building_id LIMIT 200000`, args...); err != nil {
		return nil, fmt.Errorf("buildings of estates: %w", err)
	}
	of := map[int64][]int64{}
	for _, b := range in {
		of[b.Estate] = append(of[b.Estate], b.Building)
	}
	all := make([]estate.Estate, len(rows))
	for i, r := range rows {
		all[i] = r.estate(of[r.ID])
	}
	return all, nil
}

// Estates implements estate.Store.
func (s *Estates) Estates(ctx context.Context, communities []int64) ([]estate.Estate, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	return estates(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`)`, anys(communities)...)
}

// EstatesByID implements estate.Store.
func (s *Estates) EstatesByID(ctx context.Context, ids []int64) (map[int64]estate.Estate, error) {
	byID := map[int64]estate.Estate{}
	if len(ids) == 0 {
		return byID, nil
	}
	all, err := estates(ctx, s.db.pool, `id IN (`+marks(len(ids))+`)`, anys(ids)...)
	for _, e := range all {
		byID[e.ID] = e
	}
	return byID, err
}

func oneEstate(ctx context.Context, q sqlx.QueryerContext, id int64) (estate.Estate, error) {
	all, err := estates(ctx, q, `id = ?`, id)
	return first(all, err, estate.ErrMissing)
}

// Estate implements estate.Store.
func (s *Estates) Estate(ctx context.Context, id int64) (estate.Estate, error) {
	return oneEstate(ctx, s.db.pool, id)
}

// Estate implements estate.Tx.
func (t *tx) Estate(ctx context.Context, id int64) (estate.Estate, error) {
	return oneEstate(ctx, t.q, id)
}

// AddEstate implements estate.Tx.
func (t *tx) AddEstate(ctx context.Context, e *estate.Estate) error {
	id, err := insert(ctx, t.q, `
		INSERT INTO estate (community_id, name, housing, built, management, org_id, committee, until_day, branch_id, closed, parking,
		                    gates, parcels, help_line, watch_line)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append([]any{e.Community}, estateValues(*e)...)...)
	if duplicate(err) {
		return estate.ErrTwice
	}
	if err != nil {
		return fmt.Errorf("add estate: %w", err)
	}
	e.ID = id
	return t.gather(ctx, *e)
}

func estateValues(e estate.Estate) []any {
	return []any{
		e.Name, e.Housing, e.Built, e.Management, e.Property, e.Committee, e.Until, e.Branch, e.Closed, e.Parking, e.Gates, e.Parcels,
		e.Phones.Contact, e.Phones.Supervision,
	}
}

// SaveEstate implements estate.Tx.
func (t *tx) SaveEstate(ctx context.Context, e estate.Estate) error {
	_, err := t.q.ExecContext(ctx, `
		UPDATE estate
		SET    name = ?, housing = ?, built = ?, management = ?, org_id = ?, committee = ?, until_day = ?, branch_id = ?, closed = ?,
		       parking = ?, gates = ?, parcels = ?, help_line = ?, watch_line = ?
		WHERE  id = ?`, append(estateValues(e), e.ID)...)
	if duplicate(err) {
		return estate.ErrTwice
	}
	if err != nil {
		return fmt.Errorf("save estate %d: %w", e.ID, err)
	}
	return t.gather(ctx, e)
}

// gather puts the buildings of an estate into it, and no others.
func (t *tx) gather(ctx context.Context, e estate.Estate) error {
	if err := t.disperse(ctx, e.ID); err != nil {
		return err
	}
	for _, b := range e.Buildings {
		if _, err := t.q.ExecContext(ctx, `
			INSERT INTO estate_building (building_id, estate_id, floors, lift, built, roof, low_lying, unsafe, hard)
			VALUES (?, ?, 0, '', 0, '', 0, 0, 0)`+t.e.upsert("building_id", "estate_id"), b, e.ID); err != nil {
			return fmt.Errorf("buildings of estate %d: %w", e.ID, err)
		}
	}
	return nil
}

func (t *tx) disperse(ctx context.Context, id int64) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE estate_building SET estate_id = 0 WHERE estate_id = ?`, id); err != nil {
		return fmt.Errorf("buildings of estate %d: %w", id, err)
	}
	return nil
}

// DeleteEstate implements estate.Tx.
func (t *tx) DeleteEstate(ctx context.Context, id int64) error {
	if err := t.disperse(ctx, id); err != nil {
		return err
	}
	for _, from := range []string{`estate_seat WHERE estate_id`, `estate WHERE id`} {
		if _, err := t.q.ExecContext(ctx, `DELETE FROM `+from+` = ?`, id); err != nil {
			return fmt.Errorf("delete estate %d: %w", id, err)
		}
	}
	return nil
}
