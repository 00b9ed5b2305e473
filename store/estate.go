package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/estate"
	"linli/app/person"
	"linli/app/report"
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

func estateBuildings(ctx context.Context, q sqlx.QueryerContext, ids []int64) ([]estate.Building, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct {
		Area     int64         `db:"building_id"`
		Estate   int64         `db:"estate_id"`
		Floors   int           `db:"floors"`
		Lift     estate.Answer `db:"lift"`
		Built    int           `db:"built"`
		Roof     estate.Roof   `db:"roof"`
		LowLying bool          `db:"low_lying"`
		Unsafe   bool          `db:"unsafe"`
		Hard     bool          `db:"hard"`
	}
	if err := list(ctx, q, &rows, `
		SELECT building_id, estate_id, floors, lift, built, roof, low_lying, unsafe, hard FROM estate_building
		WHERE  building_id IN (`+marks(len(ids))+`)`, anys(ids)...); err != nil {
		return nil, fmt.Errorf("features of buildings: %w", err)
	}
	known := map[int64]estate.Building{}
	for _, r := range rows {
		known[r.Area] = estate.Building{Area: r.Area, Estate: r.Estate, Features: estate.Features{
			Floors: r.Floors, Lift: r.Lift, Built: r.Built, Roof: r.Roof, LowLying: r.LowLying, Unsafe: r.Unsafe, Hard: r.Hard,
		}}
	}
	all := make([]estate.Building, len(ids))
	for i, id := range ids {
		all[i] = known[id]
		all[i].Area = id
	}
	return all, nil
}

// Buildings implements estate.Store.
func (s *Estates) Buildings(ctx context.Context, ids []int64) ([]estate.Building, error) {
	return estateBuildings(ctx, s.db.pool, ids)
}

// Building implements estate.Tx.
func (t *tx) Building(ctx context.Context, id int64) (estate.Building, error) {
	all, err := estateBuildings(ctx, t.q, []int64{id})
	return first(all, err, estate.ErrBuilding)
}

// SaveFeatures implements estate.Tx.
func (t *tx) SaveFeatures(ctx context.Context, b estate.Building) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO estate_building (building_id, estate_id, floors, lift, built, roof, low_lying, unsafe, hard)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`+t.e.upsert("building_id", "floors", "lift", "built", "roof", "low_lying", "unsafe", "hard"),
		b.Area, b.Estate, b.Floors, b.Lift, b.Built, b.Roof, b.LowLying, b.Unsafe, b.Hard); err != nil {
		return fmt.Errorf("features of building %d: %w", b.Area, err)
	}
	return nil
}

// Shares implements estate.Store.
func (s *Estates) Shares(ctx context.Context, buildings []int64, now time.Time) (map[int64]estate.Share, error) {
	shares := map[int64]estate.Share{}
	if len(buildings) == 0 {
		return shares, nil
	}
	var rows []struct {
		Building  int64 `db:"building_id"`
		Residents int   `db:"residents"`
		Elders    int   `db:"elders"`
	}
	youngest := now.In(when.Beijing).Year() - estate.ElderAge
	args := append([]any{youngest}, anys(estate.ElderTags)...)
	if err := list(ctx, s.db.pool, &rows, `
		SELECT CASE WHEN a.kind = 'unit' THEN a.parent_id ELSE a.id END AS building_id, COUNT(*) AS residents,
		       SUM(CASE WHEN p.born > 0 AND p.born <= ? OR p.id IN (SELECT g.person_id FROM person_tag g WHERE g.tag IN (`+
		marks(len(estate.ElderTags))+`)) THEN 1 ELSE 0 END) AS elders
		FROM   person p JOIN area a ON a.id = p.home_id
		WHERE  a.id IN (`+marks(len(buildings))+`) OR a.kind = 'unit' AND a.parent_id IN (`+marks(len(buildings))+`)
		GROUP  BY CASE WHEN a.kind = 'unit' THEN a.parent_id ELSE a.id END LIMIT 1000`,
		append(append(args, anys(buildings)...), anys(buildings)...)...); err != nil {
		return nil, fmt.Errorf("elders of buildings: %w", err)
	}
	for _, r := range rows {
		shares[r.Building] = estate.Share{Elders: r.Elders, Residents: r.Residents}
	}
	return shares, nil
}

// BranchArea implements estate.Store.
func (s *Estates) BranchArea(ctx context.Context, id int64) (int64, error) {
	all, err := partyBranches(ctx, s.db.pool, `id = ?`, id)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return all[0].Area, nil
}

// BuildingsOfEstate implements report.Store.
func (s *Reports) BuildingsOfEstate(ctx context.Context, id int64) ([]int64, error) {
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `SELECT building_id FROM estate_building WHERE estate_id = ? ORDER BY building_id LIMIT 500`, id); err != nil {
		return nil, fmt.Errorf("buildings of estate %d: %w", id, err)
	}
	return ids, nil
}

// EstateAt implements report.Store.
func (s *Reports) EstateAt(ctx context.Context, building int64) (report.Estate, bool, error) {
	return estateAt(ctx, s.db.pool, building)
}

// EstateAt implements dispatch.Store.
func (s *Dispatch) EstateAt(ctx context.Context, building int64) (report.Estate, bool, error) {
	return estateAt(ctx, s.db.pool, building)
}

// EstateAt implements report.Tx.
func (t *tx) EstateAt(ctx context.Context, building int64) (report.Estate, bool, error) {
	return estateAt(ctx, t.q, building)
}

func estateAt(ctx context.Context, q sqlx.QueryerContext, building int64) (report.Estate, bool, error) {
	all, err := estates(ctx, q, `id = (SELECT estate_id FROM estate_building WHERE building_id = ?)`, building)
	if err != nil || len(all) == 0 {
		return report.Estate{}, false, err
	}
	return report.Estate{Name: all[0].Name, Property: all[0].Property}, true, nil
}

// settledAtOnce is how many areas one query names.
const settledAtOnce = 500

// SettledAt implements steward.Store.
func (s *Stewards) SettledAt(ctx context.Context, areas []int64) (map[int64]steward.Settled, error) {
	all := map[int64]steward.Settled{}
	for part := range slices.Chunk(areas, settledAtOnce) {
		var rows []struct {
			Area    int64  `db:"id"`
			Estate  string `db:"name"`
			Org     int64  `db:"org_id"`
			Contact string `db:"help_line"`
			Watch   string `db:"watch_line"`
		}
		if err := list(ctx, s.db.pool, &rows, `
			SELECT a.id, e.name, e.org_id, e.help_line, e.watch_line
			FROM   area a
			JOIN   estate_building b ON b.building_id = CASE WHEN a.kind = 'unit' THEN a.parent_id ELSE a.id END
			JOIN   estate e ON e.id = b.estate_id
			WHERE  a.id IN (`+marks(len(part))+`)`, anys(part)...); err != nil {
			return nil, fmt.Errorf("estates of boards: %w", err)
		}
		for _, r := range rows {
			all[r.Area] = steward.Settled{
				Estate: r.Estate, Property: r.Org, Phones: steward.Phones{Contact: r.Contact, Supervision: r.Watch},
			}
		}
	}
	return all, nil
}
