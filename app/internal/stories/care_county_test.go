//go:build county

package stories

import (
	"io"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/internal/fixture/county"
	"linli/app/plan"
	"linli/app/when"
)

// The plan of a county of 90,000 households, 20,000 of them in cohorts: made and made again, while others write; and a surge over its
// 37 communities. It takes minutes, so only the tag county builds it; docs/benchmarks.md has what it printed.
func TestThePlanOfACounty(t *testing.T) {
	eachWorld(t, func(w *world) {
		for _, table := range []string{"area", "area_org", "person", "person_posting"} { // the small county makes room
			w.exec(`DELETE FROM ` + table)
		}
		w.system.Areas.Forget()
		if err := w.system.ImportWorkbook(w.ctx, io.Discard, county.Sheets(), county.Rows); err != nil {
			w.Fatal(err)
		}
		w.exec(`UPDATE person SET born = 1950 + id % 60`)
		w.exec(`INSERT INTO person_tag (person_id, tag, community_id, by_id, at)
			SELECT p.id, CASE p.id % 4 WHEN 0 THEN 'hardship' WHEN 1 THEN 'kinless' WHEN 2 THEN 'disabled' ELSE 'frail' END, p.community_id, 0, 0
			FROM person p JOIN household h ON h.contact_id = p.id WHERE p.id % 9 < 2`)
		quiet := w.writing(3*time.Second, nil)
		var took, again time.Duration
		busy := w.writing(0, func() {
			begin := time.Now()
			w.must(w.system.Cares.Plan(w.ctx))
			took = time.Since(begin)
			begin = time.Now()
			w.must(w.system.Cares.Plan(w.ctx))
			again = time.Since(begin)
		})
		n := w.count(`SELECT COUNT(*) FROM care_cared`)
		w.Logf("%d in the plan: %v, again %v; a small write p95 %v, meanwhile %v", n, took, again, quiet, busy)
		if n < 18_000 || took > 30*time.Second || again > 30*time.Second {
			w.Errorf("%d in the plan, made in %v and %v", n, took, again)
		}
		if busy > 10*quiet+200*time.Millisecond {
			w.Errorf("a small write takes %v, while the plan is made %v", quiet, busy)
		}
		w.surgeOverAll()
		w.officerDay()
	})
}

// writing repeats a small write while do runs, or for a time, and returns the p95.
func (w *world) writing(span time.Duration, do func()) time.Duration {
	w.Helper()
	var stop atomic.Bool
	done := make(chan []time.Duration)
	go func() {
		var all []time.Duration
		for i := 0; !stop.Load() && len(all) < 100_000; i++ {
			begin := time.Now()
			w.exec(`UPDATE person SET shown = shown WHERE id = 1`)
			all = append(all, time.Since(begin))
			time.Sleep(5 * time.Millisecond)
		}
		done <- all
	}()
	if do != nil {
		do()
	}
	time.Sleep(span)
	stop.Store(true)
	all := <-done
	slices.Sort(all)
	return all[len(all)*95/100]
}

// surgeOverAll raises and takes back the county; every date is as before.
func (w *world) surgeOverAll() {
	w.Helper()
	before := w.dates()
	var areas []int64
	tree, err := w.system.Areas.Tree(w.ctx)
	w.must(err)
	root, err := tree.Root()
	w.must(err)
	for _, c := range tree.Under("/", "community") {
		areas = append(areas, c.ID)
	}
	centre := auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Centre, Area: root.ID, Path: root.Path}}}
	begin := time.Now()
	s, err := w.system.Cares.Raise(w.ctx, centre, areas, "暴雨红色预警")
	w.must(err)
	raised := time.Since(begin)
	same(w, "every date while raised", before, w.dates())
	w.later(26 * time.Hour)
	begin = time.Now()
	_, err = w.system.Cares.StandDown(w.ctx, centre, s.ID)
	w.must(err)
	down := time.Since(begin)
	w.must(w.system.Cares.Plan(w.ctx))
	same(w, "every date", before, w.dates())
	w.Logf("a surge over %d communities: raised in %v, taken back in %v", len(areas), raised, down)
}

// officerDay measures the day of an officer.
func (w *world) officerDay() {
	w.Helper()
	tree, err := w.system.Areas.Tree(w.ctx)
	w.must(err)
	grid := tree.Under("/", "grid")[1]
	officer := auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.GridOfficer, Area: grid.ID, Path: grid.Path}}}
	w.later(40 * 24 * time.Hour)
	var days []time.Duration
	var rows int
	for range 50 {
		begin := time.Now()
		found, err := w.system.Cares.Today(w.ctx, officer)
		w.must(err)
		days, rows = append(days, time.Since(begin)), len(found)
	}
	slices.Sort(days)
	w.Logf("the day of an officer, %d visits: p95 %v", rows, days[47])
	var communities []int64
	for _, c := range tree.Under("/", "community") {
		communities = append(communities, c.ID)
	}
	first, last := plan.Month.Period(when.DateOf(w.now()))
	begin := time.Now()
	met, err := w.system.Cares.Met(w.ctx, communities, "", plan.Month, first, last)
	w.must(err)
	w.Logf("who was met in a month, %d places: %v", len(met), time.Since(begin))
}
