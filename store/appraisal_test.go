package store

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/appraisal"
	"linli/app/area"
	"linli/app/auth"
	"linli/app/ledger"
	"linli/app/report"
	"linli/app/when"
)

func TestAnOrgIsAppraisedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		n := wins(t, db, 20, func(tx *tx) (bool, error) {
			err := tx.AddMark(t.Context(), &appraisal.Mark{Report: 1, Org: 2, Efficiency: 3})
			if errors.Is(err, appraisal.ErrTwice) {
				return false, nil
			}
			return true, err
		})
		if n != 1 {
			t.Fatalf("%d marks", n)
		}
	})
}

func TestANightIsDoneWhenItEnded(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := NewAppraisals(db)
		if done, err := s.DayDone(t.Context(), 261124); done || err != nil {
			t.Fatal(done, err)
		}
		for range 2 { // two processes may finish the month
			if err := s.EndDay(t.Context(), 261124, db.now()); err != nil {
				t.Fatal(err)
			}
		}
		if done, err := s.DayDone(t.Context(), 261124); !done || err != nil {
			t.Fatal(done, err)
		}
	})
}

// manyReports adds reports of one community and month, each accepted, handed to a department and resolved by it.
func manyReports(t testing.TB, db *DB, n int, first time.Time) {
	t.Helper()
	if _, err := db.pool.Exec(`INSERT INTO area (id, parent_id, community_id, kind, code, name, aliases, path, households, lat,
		lng, boundary, board) VALUES (2, 1, 2, 'community', 'A', '阳光社区', '', '/1/2/', 0, 0, 0, '', 'b')`); err != nil {
		t.Fatal(err)
	}
	const atOnce = 50
	step := 27 * 24 * time.Hour / time.Duration(n)
	for from := 0; from < n; from += atOnce {
		size := min(atOnce, n-from)
		err := db.inTx(t.Context(), func(tx *tx) error {
			var reports, events []any
			for i := from; i < from+size; i++ {
				at := ms(first.Add(time.Duration(i) * step))
				reports = append(reports, i+1, i+1, 3, "facility", strings.Repeat("路灯不亮", 10), "closed", at, at+3_600_000, at+100*3_600_000)
				for j, kind := range []string{"submit", "accept", "assign", "take", "resolve", "review"} {
					holder := []any{"post", 0, "clerk", 2, 0}
					if j >= 2 {
						holder = []any{"org", 0, "", 0, 5}
					}
					events = append(append(events, i+1, at+int64(j)*600_000, kind, kind), holder...)
				}
			}
			if _, err := tx.q.ExecContext(t.Context(), `
				INSERT INTO report (id, number, community_id, author_id, source, external_no, category, urgent, text, shared, place,
					area_id, building_id, grid_id, lat, lng, state, is_open, holder_kind, holder_person, holder_role, holder_area,
					holder_org, outcome, result, submitted_at, accepted_at, taken_at, resolved_at, closed_at, due_at, whole_due_at, question,
					asked_at, urges, urged_at, reopens, reviewed)
				VALUES `+many(size, `(?, ?, 2, ?, 'app', '', ?, 0, ?, 0, '东门', 2, 0, 0, 0, 0, ?, 0, 'org', 0, '', 0, 5, 'solved', '好了',
					?, 0, 0, ?, 0, 0, ?, '', 0, 0, 0, 0, 1)`), reports...); err != nil {
				return err
			}
			_, err := tx.q.ExecContext(t.Context(), `
				INSERT INTO report_event (report_id, at, kind, public, text, state, files, person_id, request, holder_kind, holder_person,
					holder_role, holder_area, holder_org)
				VALUES `+many(size*6, `(?, ?, ?, 1, '', 'closed', '', 3, ?, ?, ?, ?, ?, ?)`), events...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.pool.Exec(`INSERT INTO report_review (report_id, round, satisfied, efficiency, result, attitude, words, at)
		SELECT id, 0, 1, 5, 5, 5, '', submitted_at FROM report`); err != nil {
		t.Fatal(err)
	}
}

// countingBook is a workbook that only counts its rows.
type countingBook struct{ rows int }

func (b *countingBook) Row([]any) error { b.rows++; return nil }

// Guide implements ledger.Book.
func (*countingBook) Guide([][2]string) error { return nil }

func inMonth(day int) time.Time { return time.Date(2026, 11, day, 0, 0, 0, 0, when.Beijing) }

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// A month of reports is computed and exported page by page. With LINLI_BENCH there are 100,000, and the time and memory
// are logged.
func TestAMonthOfManyReports(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		n := 3000
		if os.Getenv("LINLI_BENCH") != "" {
			n = 100_000
		}
		manyReports(t, db, n, inMonth(1))
		areas := fixedAreas{area.NewTree([]area.Area{
			{ID: 1, Community: 1, Kind: area.County, Path: "/1/"}, {ID: 2, Parent: 1, Community: 2, Kind: area.Community, Path: "/1/2/"},
		}, []area.Org{{ID: 5, Name: "城管", Area: 1}})}
		clock := inMonth(29).Add(3 * time.Hour)
		s := appraisal.NewService(NewAppraisals(db), areas, func() time.Time { return clock })
		var before []appraisal.Row
		for night := range 2 {
			began := time.Now()
			if err := s.Nightly(t.Context()); err != nil {
				t.Fatal(err)
			}
			t.Logf("night %d: %d reports in %v, %d MB in use", night, n, time.Since(began).Round(time.Millisecond), heap()>>20)
			rows, err := NewAppraisals(db).FiguresOf(t.Context(), 202611, 2)
			if err != nil || len(rows) != 2 {
				t.Fatalf("%+v %v", rows, err)
			}
			if diff := cmp.Diff(before, rows); night > 0 && diff != "" {
				t.Fatal(diff)
			}
			before, clock = rows, clock.Add(24*time.Hour)
		}
		squad := before[1].Figure
		want := appraisal.Figure{
			Subject: appraisal.Subject{Org: 5}, Cases: n, Resolved: n, Timed: n, Satisfied: n,
			Response: appraisal.Span{Count: n, Median: 10 * time.Minute, Mean: 10 * time.Minute},
			Verify:   appraisal.Span{Count: n, Median: 10 * time.Minute, Mean: 10 * time.Minute},
			Handle:   appraisal.Span{Count: n, Median: 20 * time.Minute, Mean: 20 * time.Minute},
		}
		if diff := cmp.Diff(want, squad); diff != "" {
			t.Fatal(diff)
		}

		book, began := &countingBook{}, time.Now()
		clerk := auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Clerk, Area: 2, Path: "/1/2/"}}}
		_, err := ledger.NewService(ledger.Config{Store: NewLedgers(db), Names: NewPersons(db), Matters: shipped{}, Areas: areas, Now: db.now}).Export(t.Context(), clerk,
			ledger.Request{From: "2026-11-01", To: "2026-11-30", Reason: "月报"}, book)
		if err != nil || book.rows != n {
			t.Fatalf("%d rows, %v", book.rows, err)
		}
		t.Logf("ledger: %d rows read in %v", n, time.Since(began).Round(time.Millisecond))
	})
}

// shipped is the catalogue of a county without its own.
type shipped struct{}

func (shipped) Catalogue(context.Context) (report.Catalogue, error) { return report.Shipped, nil }
