package store

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/whistle"
)

// fixedAreas is a territory that does not change.
type fixedAreas struct{ tree *area.Tree }

func (f fixedAreas) Tree(context.Context) (*area.Tree, error) { return f.tree, nil }

// blown returns an open whistle to an org with persons 11 to 30, and the clerk who blew it.
func blown(t *testing.T, db *DB) (*whistle.Service, whistle.Whistle, auth.Actor) {
	t.Helper()
	if err := db.inTx(t.Context(), func(tx *tx) error {
		for p := range 20 {
			if _, err := tx.q.ExecContext(t.Context(), `
				INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
				VALUES (?, ?, 1, 5, 0, 0, 0, 0, 0)`, 11+p, auth.OrgStaff); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	tree := area.NewTree([]area.Area{
		{ID: 1, Community: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Community: 2, Kind: area.Community, Path: "/1/2/"},
	}, []area.Org{{ID: 5, Name: "城管", Area: 1}})
	s := whistle.NewService(whistle.Config{Store: NewWhistles(db), Areas: fixedAreas{tree}, Roster: NewPersons(db), Now: db.now})
	clerk := auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Clerk, Area: 2, Path: "/1/2/"}}}
	w, err := s.Blow(t.Context(), clerk, whistle.Draft{Area: 2, Words: "占道经营", By: db.now().Add(time.Hour), Lead: 5})
	if err != nil {
		t.Fatal(err)
	}
	return s, w, clerk
}

func ofOrg(i int) auth.Actor {
	return auth.Actor{Person: int64(11 + i), Postings: []auth.Posting{{Role: auth.OrgStaff, Area: 1, Path: "/1/", Org: 5}}}
}

func TestAnOrgMustersOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, w, clerk := blown(t, db)
		var won atomic.Int64
		together(20, func(i int) {
			_, err := s.Muster(t.Context(), ofOrg(i), w.ID, whistle.Saying{})
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, whistle.ErrState):
				t.Error(err)
			}
		})
		d, err := s.Get(t.Context(), clerk, w.ID)
		if err != nil || won.Load() != 1 || len(d.Events) != 2 {
			t.Fatalf("mustered %d times, %+v, %v", won.Load(), d.Events, err)
		}
	})
}

// A muster concurrent with the end of the whistle is either recorded before the end or refused. A whistle with a muster can
// be closed but not cancelled.
func TestTheEndMeetsAMuster(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, w, clerk := blown(t, db)
		for round := range 20 {
			var musterErr, endErr error
			cancels := round%2 == 0
			together(2, func(i int) {
				switch {
				case i == 0:
					_, musterErr = s.Muster(t.Context(), ofOrg(0), w.ID, whistle.Saying{})
				case cancels:
					_, endErr = s.Cancel(t.Context(), clerk, w.ID, whistle.Saying{Words: "解决了"})
				default:
					_, endErr = s.Close(t.Context(), clerk, w.ID, whistle.Saying{Words: "解决了"})
				}
			})
			d, err := s.Get(t.Context(), clerk, w.ID)
			if err != nil {
				t.Fatal(err)
			}
			var kinds []whistle.EventKind
			for _, e := range d.Events {
				kinds = append(kinds, e.Kind)
			}
			switch {
			case musterErr != nil && !errors.Is(musterErr, whistle.ErrState) || endErr != nil && !errors.Is(endErr, whistle.ErrState):
				t.Fatalf("muster %v, end %v", musterErr, endErr)
			case cancels && (musterErr == nil) == (endErr == nil), !cancels && endErr != nil:
				t.Fatalf("muster %v, end %v", musterErr, endErr)
			case musterErr == nil && kinds[1] != whistle.DidMuster, musterErr != nil && len(kinds) != 2:
				t.Fatalf("muster %v, end %v, timeline %v", musterErr, endErr, kinds)
			}
			if w, err = s.Blow(t.Context(), clerk, whistle.Draft{Area: 2, Words: "又来了", By: db.now().Add(time.Hour), Lead: 5}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestTheSameRequestBlowsOneWhistle(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, _, clerk := blown(t, db)
		clerk.Request = "k"
		var different atomic.Int64
		together(20, func(int) {
			w, err := s.Blow(t.Context(), clerk, whistle.Draft{Area: 2, Words: "占道", By: db.now().Add(time.Hour), Lead: 5})
			if err != nil {
				t.Error(err)
			} else if different.CompareAndSwap(0, w.ID); different.Load() != w.ID {
				t.Errorf("whistle %d and whistle %d", w.ID, different.Load())
			}
		})
		waiting, err := s.CountWaiting(t.Context(), ofOrg(0))
		if err != nil || waiting != 2 {
			t.Fatalf("%d wait, %v", waiting, err)
		}
	})
}
