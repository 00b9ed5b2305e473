package store

import (
	"errors"
	"sync/atomic"
	"testing"

	"linli/app/area"
	"linli/app/estate"
)

// Of twenty estates that take one building at once, the last has it and no other; of twenty with one name, one is written down.
func TestABuildingIsInOneEstate(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx := t.Context()
		var won atomic.Int64
		together(20, func(i int) {
			e := estate.Estate{Community: 3, Facts: estate.Facts{Name: "欣悦家园", Housing: estate.Garden, Management: estate.Nobody, Buildings: []int64{71}}}
			if i%2 == 0 {
				e.Name = "电业小区"
			}
			err := db.inTx(ctx, func(tx *tx) error { return tx.AddEstate(ctx, &e) })
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, estate.ErrTwice):
				t.Error(err)
			}
		})
		var rows int
		if err := db.pool.Get(&rows, `SELECT COUNT(*) FROM estate_building WHERE building_id = 71 AND estate_id > 0`); err != nil || rows != 1 || won.Load() != 2 {
			t.Errorf("%d estates, in %d of them, %v", won.Load(), rows, err)
		}
	})
}

// Of twenty who seat one person at a table at once, one does.
func TestAPersonHasOneSeatAtATable(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		var won atomic.Int64
		together(20, func(int) {
			err := db.inTx(t.Context(), func(tx *tx) error {
				return tx.SeatAtTable(t.Context(), &estate.Seat{Estate: 4, Party: estate.OfOwners, Person: 7})
			})
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, estate.ErrSeated):
				t.Error(err)
			}
		})
		if won.Load() != 1 {
			t.Errorf("%d seats", won.Load())
		}
	})
}

// Of twenty grids that take one code of a line at once, one has it.
func TestACodeOfALineNamesOneGrid(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		var won atomic.Int64
		together(20, func(i int) {
			err := db.inTx(t.Context(), func(tx *tx) error {
				return tx.SaveGridCodes(t.Context(), int64(i+1), area.Codes{"party": "DJ-01"})
			})
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, estate.ErrCodeTaken):
				t.Error(err)
			}
		})
		if won.Load() != 1 {
			t.Errorf("%d grids have it", won.Load())
		}
	})
}
