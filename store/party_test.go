package store

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/fault"
	"linli/app/party"
	"linli/app/roster"
)

// Of twenty branches that take the same person at once, one has them.
func TestAPersonJoinsOneBranch(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		var won atomic.Int64
		together(20, func(i int) {
			err := db.inTx(t.Context(), func(tx *tx) error {
				return tx.AddMember(t.Context(), party.Member{Person: 7, Branch: int64(i + 1), Kind: party.Local, Since: time.Now()})
			})
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, party.ErrTwice):
				t.Error(err)
			}
		})
		var rows int
		if err := db.pool.Get(&rows, `SELECT COUNT(*) FROM party_member WHERE person_id = 7`); err != nil || rows != 1 || won.Load() != 1 {
			t.Errorf("%d branches, %d rows, %v", won.Load(), rows, err)
		}
	})
}

// Of twenty who seat the same person at once, one does; a seat that ended is free again.
func TestASeatIsGivenOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		seat := func(from int) (int64, error) {
			s := party.Seat{Branch: 3, Person: 7, Source: party.Property, From: 20261123, To: 20271123}
			if from > 0 {
				s.From, s.To = 20271124, 0
			}
			err := db.inTx(t.Context(), func(tx *tx) error { return tx.AddSeat(t.Context(), &s) })
			return s.ID, err
		}
		var won atomic.Int64
		together(20, func(int) {
			if _, err := seat(0); err == nil {
				won.Add(1)
			} else if f, ok := fault.As(err); !ok || f.Code != party.ErrSeated.Code {
				t.Error(err)
			}
		})
		if won.Load() != 1 {
			t.Errorf("%d seats", won.Load())
		}
		if _, err := seat(1); err != nil {
			t.Errorf("the next term: %v", err)
		}
	})
}

// The members of a county (S126) are imported in one go; doing it again changes nothing.
func TestTheMembersOfACountyAreImported(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		b := rosterBook()
		b[roster.SheetBranches] = [][]string{
			{"党组织编码", "上级党组织编码", "层级", "名称", "所属区划编码", "部门编码"}, {"Z", "", "党总支", "某总支", "SL-01-01", ""},
		}
		b[roster.SheetMembers] = [][]string{{"人员编号", "党组织编码", "类别", "设岗", "定责", "挂牌"}}
		for i := range 2564 {
			code := fmt.Sprintf("M%d", i)
			b[roster.SheetPersons] = append(b[roster.SheetPersons], []string{code, "党员", "", "SL-01-01", ""})
			b[roster.SheetMembers] = append(b[roster.SheetMembers], []string{code, "Z", "社区党员", "政策宣传", "", "是"})
		}
		plan := parsed(t, b)
		began := time.Now()
		if s := r.load(plan); s.Added["党员"] != 2564 || s.Added["党组织"] != 1 {
			t.Errorf("%s", s)
		}
		t.Logf("imported in %s", time.Since(began).Round(time.Millisecond))
		if s := r.load(plan); s.Any() {
			t.Errorf("%s", s)
		}
	})
}
