package store

import (
	"fmt"
	"testing"

	"linli/app/area"
	"linli/app/report"
)

// Somebody who sits at a street of thousands of buildings has one list of counts: the areas are no values of the query.
func TestASeatAtALargeStreet(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		street := area.Area{ID: 2, Parent: 1, Kind: area.Street, Code: "S", Name: "大街", Path: "/1/2/"}
		for i := range 3 {
			if _, err := db.pool.ExecContext(t.Context(), `INSERT INTO area (id, parent_id, community_id, kind, code, name, aliases, path, households, lat, lng, boundary, board)
				VALUES (?, 2, 0, 'community', ?, '社区', '', ?, 0, 0, 0, '', ?)`, 10+i, fmt.Sprint("C", i), fmt.Sprintf("%s%d/", street.Path, 10+i), fmt.Sprint("b", i)); err != nil {
				t.Fatal(err)
			}
		}
		reports := NewReports(db)
		for i, seat := range []int64{0, 10, 12, 99} {
			r := report.Report{
				Number: 261129001 + int64(i), SubmittedAt: db.now(), Community: 10, Area: 10, Category: report.Other, State: report.Assigned,
				Text: "灯", Source: report.Chat, Holder: report.Holder{Kind: report.ByOrg, Org: 9, Area: seat},
			}
			if err := db.inTx(t.Context(), func(tx *tx) error { _, err := tx.AddReport(t.Context(), &r); return err }); err != nil {
				t.Fatal(err)
			}
		}
		all := report.Filter{View: report.Unfinished, Scope: report.Scope{Seats: []report.Seats{{Org: 9, Path: street.Path}}}}
		gone := all
		gone.Scope.Seats = []report.Seats{{Org: 9}}
		var many []report.Filter
		for range 20 {
			many = append(many, all)
		}
		got, err := reports.Counts(t.Context(), append(many, gone)...)
		if err != nil || got[0] != 3 || got[19] != 3 || got[20] != 1 {
			t.Fatalf("%v, %v", got, err)
		}
	})
}
