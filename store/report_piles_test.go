package store

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"linli/app/pace"
	"linli/app/report"
)

func TestPilesCountAListByGrid(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, db *DB) {
		reports, now := addVaried(t, db), db.now()
		for name, f := range map[string]report.Filter{
			"the county":       {View: report.All, Scope: report.Scope{Everywhere: true}},
			"one community":    {View: report.All, Scope: report.Scope{Communities: []int64{100}}},
			"overlapping":      {View: report.All, Scope: report.Scope{Communities: []int64{100}, Grids: []int64{101, 202}}},
			"late":             {View: report.Overdue, Scope: report.Scope{Everywhere: true}, To: now},
			"green ones":       {View: report.All, Scope: report.Scope{Everywhere: true}, Narrow: report.Narrow{Light: pace.Green}},
			"of one source":    {View: report.All, Scope: report.Scope{Everywhere: true}, Narrow: report.Narrow{Source: report.Counter}},
			"assigned, a grid": {View: report.All, Scope: report.Scope{Communities: []int64{200}}, Narrow: report.Narrow{State: report.Assigned, Place: report.Place{Grid: 201}}},
		} {
			f.Now = now
			count := map[[2]int64]int{}
			for _, r := range reports {
				if leaves(f, r, now) {
					count[[2]int64{r.Community, r.Grid}]++
				}
			}
			var want []report.Pile
			for at, n := range count {
				want = append(want, report.Pile{Community: at[0], Grid: at[1], Count: n})
			}
			slices.SortFunc(want, func(a, b report.Pile) int {
				return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Grid, b.Grid))
			})
			got, more, err := NewReports(db).Piles(t.Context(), f)
			if err != nil || more {
				t.Fatal(name, more, err)
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got)\n%s", name, diff)
			}
		}
	})
}
