package store

import (
	"slices"
	"testing"
	"time"

	"linli/app/errand"
)

// Ways are counted for what residents received in the period, by community and item: not for what is open, was given up, or is another
// community's.
func TestTripsOfErrands(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx, s := t.Context(), NewErrands(db)
		month := time.Date(2026, 11, 1, 0, 0, 0, 0, time.FixedZone("", 8*3600))
		end := month.AddDate(0, 1, 0)
		err := db.inTx(ctx, func(tx *tx) error {
			for _, e := range []errand.Errand{
				{Community: 1, Item: 7, Title: "低保", State: errand.Delivered, Trips: 2, EndedAt: month},
				{Community: 1, Item: 7, Title: "低保", State: errand.Closed, Trips: 1, EndedAt: end.Add(-time.Millisecond)},
				{Community: 1, Item: 7, Title: "低保", State: errand.Closed, Trips: 0, EndedAt: month},
				{Community: 1, Item: 7, Title: "低保", State: errand.Closed, Trips: 9, EndedAt: end},
				{Community: 1, Item: 7, Title: "低保", State: errand.Cannot, Trips: 9, EndedAt: month},
				{Community: 1, Item: 7, Title: "低保", State: errand.Gathering, Trips: 9},
				{Community: 1, Item: 8, Title: "医保", State: errand.Closed, Trips: 3, EndedAt: month},
				{Community: 2, Item: 7, Title: "低保", State: errand.Closed, Trips: 9, EndedAt: month},
			} {
				if err := tx.AddErrand(ctx, &e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := []errand.Counted{
			errand.CountTrips(errand.Trips{Community: 1, Item: 7, Title: "低保", Errands: 3, Trips: 3, Once: 2}),
			errand.CountTrips(errand.Trips{Community: 1, Item: 8, Title: "医保", Errands: 1, Trips: 3}),
		}
		if got, err := s.Trips(ctx, []int64{1}, month, end); err != nil || !slices.Equal(got, want) {
			t.Errorf("%+v %v", got, err)
		}
	})
}
