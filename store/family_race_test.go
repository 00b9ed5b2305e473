package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/family"
	"linli/app/person"
)

// county is a community with one building, for services that look up where a person lives.
type county struct{}

func (county) Tree(context.Context) (*area.Tree, error) {
	return area.NewTree([]area.Area{
		{ID: 4, Kind: area.County, Path: "/4/", Community: 4},
		{ID: 5, Parent: 4, Kind: area.Community, Path: "/4/5/", Community: 5},
		{ID: 6, Parent: 5, Kind: area.Building, Path: "/4/5/6/", Community: 5},
	}, nil), nil
}

var keeper = []auth.Posting{{Role: auth.Clerk, Area: 5, Path: "/4/5/"}}

// outcomes runs a use case n times concurrently and counts its faults; "" is success.
func outcomes(t *testing.T, n int, do func(i int) error) map[error]int {
	t.Helper()
	var mu sync.Mutex
	counted := map[error]int{}
	known := []error{nil, family.ErrCode, family.ErrState, family.ErrLinked, family.ErrFull, family.ErrInvites}
	together(n, func(i int) {
		err := do(i)
		mu.Lock()
		defer mu.Unlock()
		at := slices.IndexFunc(known, func(k error) bool { return errors.Is(err, k) })
		if at < 0 {
			t.Error(err)
			return
		}
		counted[known[at]]++
	})
	return counted
}

func TestAFamilyCodeIsAcceptedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		who := people(t, db, 21)
		s := family.NewService(family.Config{Store: NewFamilies(db), Areas: county{}, Now: db.now})
		for _, back := range []bool{false, true} {
			code, _, err := s.Invite(t.Context(), auth.Actor{Person: who[0]}, family.Parent)
			if err != nil {
				t.Fatal(err)
			}
			got := outcomes(t, 20, func(i int) error {
				_, err := s.Accept(t.Context(), auth.Actor{Person: who[i+1]}, code, back)
				return err
			})
			if got[nil] != 1 || got[family.ErrCode]+got[family.ErrLinked] != 19 {
				t.Fatalf("%v", got)
			}
		}
		code, _, err := s.Invite(t.Context(), auth.Actor{Person: who[1]}, family.Parent)
		if err != nil {
			t.Fatal(err)
		}
		same := outcomes(t, 20, func(int) error { // one person, many taps
			_, err := s.Accept(t.Context(), auth.Actor{Person: who[20]}, code, true)
			return err
		})
		if same[nil] != 20 {
			t.Fatalf("%v", same)
		}
		var links int
		if err := db.pool.Get(&links, `SELECT COUNT(*) FROM family_link WHERE carer_id IN (?, ?) AND cared_id IN (?, ?)`,
			who[1], who[20], who[1], who[20]); err != nil || links != 2 {
			t.Fatalf("%d links, %v", links, err)
		}
	})
}

// Two people invite one another and accept concurrently, both with back: their transactions lock the same rows.
func TestTwoWhoAcceptEachOtherHaveOneLinkEach(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		who := people(t, db, 2)
		s := family.NewService(family.Config{Store: NewFamilies(db), Areas: county{}, Now: db.now})
		codes := make([]string, 2)
		for i := range codes {
			var err error
			if codes[i], _, err = s.Invite(t.Context(), auth.Actor{Person: who[i]}, family.Spouse); err != nil {
				t.Fatal(err)
			}
		}
		got := outcomes(t, 20, func(i int) error {
			_, err := s.Accept(t.Context(), auth.Actor{Person: who[i%2]}, codes[1-i%2], true)
			return err
		})
		if got[nil] == 0 || got[nil]+got[family.ErrLinked] != 20 {
			t.Fatalf("%v", got)
		}
		var links int
		if err := db.pool.Get(&links, `SELECT COUNT(*) FROM family_link WHERE bound_id > 0`); err != nil || links != 2 {
			t.Fatalf("%d links, %v", links, err)
		}
	})
}

func TestAQuestionIsConfirmedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		son := people(t, db, 1)[0]
		s := family.NewService(family.Config{Store: NewFamilies(db), Areas: county{}, Now: db.now})
		l, err := s.Ask(t.Context(), auth.Actor{Person: son}, family.Asking{Name: "赵桂兰", Relation: family.Parent, Home: 6})
		if err != nil {
			t.Fatal(err)
		}
		got := outcomes(t, 20, func(i int) error {
			_, err := s.Confirm(t.Context(), auth.Actor{Person: int64(100 + i), Postings: keeper}, l.ID, 0)
			return err
		})
		if got[nil] != 1 || got[family.ErrState] != 19 {
			t.Fatalf("%v", got)
		}
		var mothers int
		if err := db.pool.Get(&mothers, `SELECT COUNT(*) FROM person WHERE name = '赵桂兰'`); err != nil || mothers != 1 {
			t.Fatalf("%d mothers, %v", mothers, err)
		}
	})
}

func TestTheSameTwoAreLinkedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		who := people(t, db, 2)
		s := family.NewService(family.Config{Store: NewFamilies(db), Areas: county{}, Now: db.now})
		got := outcomes(t, 20, func(i int) error {
			_, err := s.Connect(t.Context(), auth.Actor{Person: int64(100 + i), Postings: keeper}, who[0], who[1], family.Parent)
			return err
		})
		if got[nil] != 1 || got[family.ErrLinked] != 19 {
			t.Fatalf("%v", got)
		}
	})
}

func TestACarerHasAtMostEight(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		who := people(t, db, 21)
		s := family.NewService(family.Config{Store: NewFamilies(db), Areas: county{}, Now: db.now})
		got := outcomes(t, 20, func(i int) error {
			_, err := s.Connect(t.Context(), auth.Actor{Person: 100, Postings: keeper}, who[0], who[i+1], family.Relative)
			return err
		})
		if got[nil] != family.MaxLinks || got[family.ErrFull] != 20-family.MaxLinks {
			t.Fatalf("linked: %v", got)
		}
		got = outcomes(t, 20, func(int) error {
			_, err := s.Ask(t.Context(), auth.Actor{Person: who[1]}, family.Asking{Name: "赵桂兰", Relation: family.Parent})
			return err
		})
		if got[nil] != family.MaxLinks || got[family.ErrFull] != 20-family.MaxLinks {
			t.Fatalf("asked: %v", got)
		}
		got = outcomes(t, 20, func(int) error {
			_, _, err := s.Invite(t.Context(), auth.Actor{Person: who[2]}, family.Parent)
			return err
		})
		if got[nil] != family.MaxInvites || got[family.ErrInvites] != 20-family.MaxInvites {
			t.Fatalf("invited: %v", got)
		}
	})
}

func TestANumberIsEnteredOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		if _, err := db.pool.Exec(`
			INSERT INTO area (id, parent_id, community_id, kind, code, name, aliases, path, households, lat, lng, boundary, board)
			VALUES (5, 4, 5, 'community', 'A', '阳光社区', '', '/4/5/', 0, 0, 0, '', 'b5')`); err != nil {
			t.Fatal(err)
		}
		paths := func(context.Context) (func(int64) string, error) {
			return func(id int64) string { return map[int64]string{5: "/4/5/"}[id] }, nil
		}
		s := person.NewService(person.Config{Store: NewPersons(db), Paths: paths, Now: db.now})
		ids := make([]int64, 40)
		together(40, func(i int) {
			who, n := auth.Actor{Person: int64(100 + i), Postings: keeper}, person.Newcomer{Name: "孙奶奶", Community: 5}
			if i%2 == 0 {
				n.Phone = "13800138000"
			} else { // the same request, without a number
				who.Person, who.Request = 99, "r"
			}
			p, err := s.Enter(t.Context(), who, n)
			if err != nil {
				t.Error(err)
			}
			ids[i] = p.ID
		})
		for i, id := range ids {
			if id == 0 || id != ids[i%2] {
				t.Fatalf("%v", ids)
			}
		}
		if ids[0] == ids[1] {
			t.Fatal("two are one")
		}
	})
}
