package store

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/dispatch"
	"linli/app/person"
	"linli/app/report"
	"linli/app/steward"
)

type oneTree struct{ tree *area.Tree }

func (o oneTree) Tree(context.Context) (*area.Tree, error) { return o.tree, nil }

// house is one building with stewards and a board.
type house struct {
	db       *DB
	areas    oneTree
	stewards []auth.Actor
}

const housePath = "/1/2/3/"

func newHouse(t *testing.T, db *DB, stewards int) house {
	t.Helper()
	h := house{db: db, areas: oneTree{area.NewTree([]area.Area{
		{ID: 1, Community: 1, Kind: area.County, Name: "县", Path: "/1/"},
		{ID: 2, Parent: 1, Community: 2, Kind: area.Community, Name: "社区", Path: "/1/2/"},
		{ID: 3, Parent: 2, Community: 2, Kind: area.Building, Name: "楼", Path: housePath, Board: "token"},
	}, nil)}}
	for n := range int64(stewards) {
		if err := db.inTx(t.Context(), func(tx *tx) error {
			p := person.Person{Name: fmt.Sprint("红管家", n)}
			if err := tx.AddPerson(t.Context(), &p); err != nil {
				return err
			}
			h.stewards = append(h.stewards, auth.Actor{
				Person: p.ID, Postings: []auth.Posting{{Role: auth.Steward, Area: 3, Path: housePath}},
			})
			return tx.AddPosting(t.Context(), &person.Posting{Person: p.ID, Role: auth.Steward, Area: 3})
		}); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// service is the house's service with a clock ahead of the database's by the duration.
func (h house) service(later time.Duration) *steward.Service {
	now := func() time.Time { return h.db.now().Add(later) }
	reports := report.NewService(report.Config{Rules: dispatch.NewRules(NewDispatch(h.db), now), Now: now})
	return steward.NewService(steward.Config{Store: NewStewards(h.db), Areas: h.areas, Reports: reports, People: NewPersons(h.db), Now: now})
}

// number returns the number that a query selects.
func number(t *testing.T, db *DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.pool.Get(&n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestThoseOfAStepAreRungOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		h := newHouse(t, db, 5)
		if _, err := h.service(0).Call(t.Context(), "token", steward.Plea{Words: "着火了", Phone: "13812345678"}); err != nil {
			t.Fatal(err)
		}
		const jump = 10 * time.Hour
		late := h.service(jump)
		together(20, func(int) {
			if again, err := late.Page(t.Context(), 1); err != nil || !again.Equal(db.now().Add(jump+2*time.Minute)) {
				t.Errorf("again %s, %v", again, err)
			}
		})
		for _, query := range []string{`SELECT COUNT(*) FROM steward_ring`, `SELECT COUNT(*) FROM notify_notice`} {
			if n := number(t, db, query); n != 10 {
				t.Errorf("five stewards, two turns, and %d: %s", n, query)
			}
		}
		if n := number(t, db, `SELECT rung FROM steward_paging`); n != 2 {
			t.Errorf("%d rungs", n)
		}
	})
}

func TestEveryAcknowledgementCountsOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		h := newHouse(t, db, 20)
		s := h.service(0)
		if _, err := s.Call(t.Context(), "token", steward.Plea{Words: "着火了", Phone: "13812345678"}); err != nil {
			t.Fatal(err)
		}
		together(20, func(i int) { // ten persons, each twice
			if _, err := s.AcknowledgeCall(t.Context(), h.stewards[i/2], 1); err != nil {
				t.Error(err)
			}
		})
		if n := number(t, db, `SELECT acks FROM steward_paging WHERE stage = 'acknowledged' AND need = 2`); n != 10 {
			t.Fatalf("%d acknowledgements of ten persons", n)
		}
	})
}

func TestTheSameReportIsPagedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		h := newHouse(t, db, 3)
		r := report.Report{Community: 2, Area: 3, Building: 3, Author: h.stewards[0].Person, State: report.Submitted}
		if err := db.inTx(t.Context(), func(tx *tx) error { _, err := tx.AddReport(t.Context(), &r); return err }); err != nil {
			t.Fatal(err)
		}
		s := h.service(0)
		together(20, func(int) {
			if _, err := s.Alert(t.Context(), r.ID); err != nil {
				t.Error(err)
			}
		})
		if n := number(t, db, `SELECT COUNT(*) FROM steward_alert`); n != 2 { // its author is a steward too
			t.Fatalf("%d alerts", n)
		}
		if n := number(t, db, `SELECT COUNT(*) FROM notify_notice`); n != 2 {
			t.Fatalf("%d notices", n)
		}
	})
}

func TestTheSameWordsAreOneCall(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		h := newHouse(t, db, 1)
		var late atomic.Int64
		together(20, func(i int) { // before and after the minute changes
			_, err := h.service(time.Duration(i)*time.Second).Call(t.Context(), "token", steward.Plea{Words: "想买药", Phone: "13812345678"})
			if err != nil {
				t.Error(err)
			}
		})
		if n := number(t, db, `SELECT COUNT(*) FROM steward_call`); n != 1 {
			t.Fatalf("%d calls", n)
		}
		together(20, func(i int) {
			_, err := h.service(time.Minute).Call(t.Context(), "token", steward.Plea{Words: fmt.Sprint("想买药", i), Phone: "13812345678"})
			if errors.Is(err, steward.ErrOften) {
				late.Add(1)
			} else if err != nil {
				t.Error(err)
			}
		})
		if n := number(t, db, `SELECT COUNT(*) FROM steward_call`); n != 5 || late.Load() != 16 {
			t.Fatalf("%d calls from one telephone, %d refused", n, late.Load())
		}
	})
}

func TestAWeekIsDigestedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		if n := wins(t, db, 20, func(tx *tx) (bool, error) { return tx.AddDigest(t.Context(), 1, 202648, db.now()) }); n != 1 {
			t.Fatalf("%d digests", n)
		}
	})
}

func TestAPagingIsKeptAsItIs(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		want := steward.Paging{
			Subject: steward.AboutCall, SubjectID: 7, Community: 2, Area: 3, Grid: 4, Urgent: true, Policy: steward.Emergency,
			StartedAt: db.now(), Progress: steward.Progress{
				Stage: steward.Acknowledged, Step: 2, Turns: 1, Rung: 5, Acks: 2, Need: 3, Reminded: true, NextAt: db.now().Add(time.Minute),
			},
		}
		var got steward.Paging
		if err := db.inTx(t.Context(), func(tx *tx) error {
			first := steward.Paging{Subject: steward.AboutCall, SubjectID: 7}
			if _, err := tx.AddPaging(t.Context(), &first); err != nil {
				return err
			}
			want.ID = first.ID
			if err := tx.SavePaging(t.Context(), want); err != nil {
				return err
			}
			var err error
			got, err = tx.LockPagingOf(t.Context(), steward.AboutCall, 7)
			return err
		}); err != nil || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Fatalf("%+v, %v", got, err)
		}
	})
}

// The reach check and the weekly digest of forty communities with fifty stewards each stay within seconds.
func TestAWholeCountyOfStewards(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	eachEngine(t, func(t *testing.T, db *DB) {
		const communities, buildings = 40, 50
		areas := []area.Area{{ID: 1, Community: 1, Kind: area.County, Path: "/1/"}}
		if err := db.inTx(t.Context(), func(tx *tx) error {
			for c := range int64(communities) {
				id := 10 + c
				areas = append(areas, area.Area{ID: id, Parent: 1, Community: id, Kind: area.Community, Path: area.PathOf("/1/", id)})
				for b := range int64(buildings) {
					at := 1000 + c*buildings + b
					areas = append(areas, area.Area{ID: at, Parent: id, Community: id, Kind: area.Building, Path: area.PathOf(area.PathOf("/1/", id), at)})
					if err := tx.AddPosting(t.Context(), &person.Posting{Person: at, Role: auth.Steward, Area: at}); err != nil {
						return err
					}
					if b%2 == 0 {
						i := person.Identity{Account: auth.MP, OpenID: fmt.Sprint(at), Person: at}
						if err := tx.AddIdentity(t.Context(), &i); err != nil {
							return err
						}
					}
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		s := steward.NewService(steward.Config{
			Store: NewStewards(db), Areas: oneTree{area.NewTree(areas, nil)}, People: NewPersons(db), Now: db.now,
		})
		for _, work := range []struct {
			name string
			do   func(context.Context) error
		}{{"check", s.CheckReach}, {"check again", s.CheckReach}, {"digest", s.Digest}, {"digest again", s.Digest}} {
			begin := time.Now() //nolint:forbidigo // measures
			if err := work.do(t.Context()); err != nil {
				t.Fatal(err)
			}
			took := time.Since(begin) //nolint:forbidigo // measures
			if t.Logf("%s: %s", work.name, took); took > time.Minute {
				t.Errorf("%s took %s", work.name, took)
			}
		}
		if n := number(t, db, `SELECT COUNT(*) FROM steward_digest`); n != communities*buildings {
			t.Errorf("%d of all were looked at for the digest", n)
		}
		n, err := NewStewards(db).Counts(t.Context(), report.Scope{Everywhere: true})
		if err != nil || n.Unreached != communities*buildings/2 {
			t.Fatalf("%+v, %v", n, err)
		}
	})
}
