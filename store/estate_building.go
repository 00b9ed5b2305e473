package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/estate"
	"linli/app/report"
	"linli/app/steward"
	"linli/app/when"
)

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
