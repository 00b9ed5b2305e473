package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
	"linli/app/roster"
)

// rosterBook returns the examples of the sheets that a workbook must have.
func rosterBook() map[string][][]string {
	b := map[string][][]string{}
	for _, s := range roster.Sheets() {
		if s.Optional {
			continue
		}
		rows := 0
		for _, c := range s.Columns {
			rows = max(rows, len(c.Examples))
		}
		table := make([][]string, rows+1)
		for _, c := range s.Columns {
			table[0] = append(table[0], c.Header)
			for i := range rows {
				table[i+1] = append(table[i+1], append(append([]string(nil), c.Examples...), make([]string, rows)...)[i])
			}
		}
		b[s.Name] = table
	}
	return b
}

func parsed(t *testing.T, b map[string][][]string) roster.Plan {
	t.Helper()
	plan, problems := roster.Parse(b)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return plan
}

// registry is a roster service with its database.
type registry struct {
	*roster.Service
	t  *testing.T
	db *DB
}

func newRegistry(t *testing.T, db *DB) *registry {
	return &registry{roster.NewService(roster.Config{Store: NewRoster(db), Now: db.now}), t, db}
}

func (r *registry) load(plan roster.Plan) roster.Summary {
	r.t.Helper()
	s, err := r.Load(r.t.Context(), plan)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

func (r *registry) areas() map[string]area.Area {
	r.t.Helper()
	all, err := NewAreas(r.db).Areas(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	byCode := map[string]area.Area{}
	for _, a := range all {
		byCode[a.Code] = a
	}
	return byCode
}

func (r *registry) number(query string, args ...any) int {
	r.t.Helper()
	var n int
	if err := r.db.pool.Get(&n, query, args...); err != nil {
		r.t.Fatal(err)
	}
	return n
}

func (r *registry) personID(code string) int64 {
	r.t.Helper()
	return int64(r.number(`SELECT id FROM person WHERE code = ?`, code))
}

func (r *registry) postings(code string) []person.Posting {
	r.t.Helper()
	p, err := NewPersons(r.db).PostingsOf(r.t.Context(), r.personID(code))
	if err != nil {
		r.t.Fatal(err)
	}
	return p
}

func TestRosterTwiceChangesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		plan := parsed(t, rosterBook())
		counts := map[string]int{"区划": 6, "部门": 1, "人员": 2, "任职": 3}
		none := map[string]int{}
		if diff := cmp.Diff(roster.Summary{Added: counts, Changed: none, Same: none}, r.load(plan)); diff != "" {
			t.Error(diff)
		}
		before, version := r.areas(), r.number(`SELECT version FROM area_version`)
		if diff := cmp.Diff(roster.Summary{Added: none, Changed: none, Same: counts}, r.load(plan)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(before, r.areas()); diff != "" {
			t.Error(diff)
		}
		if v := r.number(`SELECT version FROM area_version`); version != 1 || v != 1 {
			t.Errorf("caches reload for nothing: version %d, then %d", version, v)
		}
		if n := r.number(`SELECT COUNT(*) FROM audit_record WHERE action = 'roster.load'`); n != 1 {
			t.Errorf("%d lines of audit", n)
		}

		county, street, community := before["SL"], before["SL-01"], before["SL-01-01"]
		building, unit := before["SL-01-01-G1-03"], before["SL-01-01-G1-03-2"]
		if county.Community != county.ID || street.Community != county.ID || community.Community != community.ID || unit.Community != community.ID {
			t.Errorf("communities: %+v", before)
		}
		want := fmt.Sprintf("/%d/%d/%d/%d/%d/%d/", county.ID, street.ID, community.ID, before["SL-01-01-G1"].ID, building.ID, unit.ID)
		if unit.Path != want || len(unit.Board) != 20 || unit.Board == building.Board {
			t.Errorf("unit %+v, want path %s", unit, want)
		}
		p, err := NewPersons(db).Person(t.Context(), r.personID("R001"))
		if err != nil || p.Phone != "13800000001" || p.Home != unit.ID || p.Community != community.ID || !p.Shown {
			t.Errorf("person %d: home %d, community %d, %v", p.ID, p.Home, p.Community, err)
		}
		got := r.postings("R001")
		if len(got) != 1 || got[0].Role != auth.Steward || got[0].Area != building.ID || got[0].Substitute != r.personID("R002") {
			t.Errorf("%+v", got)
		}
		last := time.Date(2027, 12, 31, 23, 59, 0, 0, time.FixedZone("CST", 8*3600))
		if !got[0].Holds(last) || got[0].Holds(last.Add(time.Minute)) {
			t.Error("a posting ends with its last day")
		}
		if o := r.postings("R002"); len(o) != 3 || o[2].Org == 0 || o[2].Area != county.ID {
			t.Errorf("%+v", o)
		}
	})
}

func TestRosterChanges(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		plan := parsed(t, rosterBook())
		r.load(plan)
		before := r.areas()
		if err := NewPersons(db).InTx(t.Context(), func(tx person.Tx) error {
			return tx.SetAbsence(t.Context(), r.postings("R001")[0].ID, db.now(), db.now().Add(time.Hour))
		}); err != nil {
			t.Fatal(err)
		}

		plan.Areas[4].Name, plan.Areas[4].Aliases = "示例花园三号楼", nil
		plan.Orgs[0].Name = "城管局"
		plan.Persons[0].Phone, plan.Persons[0].Area = "", "SL-01"
		plan.Persons[1].Phone = "13800000002"
		plan.Postings[0].Substitute, plan.Postings[0].To = "", time.Time{}
		plan.Postings = plan.Postings[:2] // one row is missing
		sum := r.load(plan)
		want := roster.Summary{
			Added: map[string]int{}, Changed: map[string]int{"区划": 1, "部门": 1, "人员": 2, "任职": 1},
			Same: map[string]int{"区划": 5, "任职": 1},
		}
		if diff := cmp.Diff(want, sum); diff != "" {
			t.Error(diff)
		}
		after := r.areas()
		a := after["SL-01-01-G1-03"]
		if a.Name != "示例花园三号楼" || len(a.Aliases) != 0 || a.Board != before[a.Code].Board || a.ID != before[a.Code].ID {
			t.Errorf("%+v", a)
		}
		one, err := NewPersons(db).Person(t.Context(), r.personID("R001"))
		if err != nil || one.Phone != "13800000001" || one.Home != 0 || one.Community != before["SL"].ID {
			t.Errorf("a blank number erased the known one, or home: %d %d %v", one.Home, one.Community, err)
		}
		p := r.postings("R001")[0]
		if p.Substitute != r.personID("R002") || !p.To.IsZero() || p.AwayTo.IsZero() {
			t.Errorf("a blank substitute erased the person's own substitute, or other fields: %+v", p)
		}
		if n := r.number(`SELECT COUNT(*) FROM person_posting`); n != 3 {
			t.Errorf("%d postings: a row that vanished from the workbook stays", n)
		}
		if v := r.number(`SELECT version FROM area_version`); v != 2 {
			t.Errorf("version %d", v)
		}
	})
}

// A grid moves to another community; a unit missing from the workbook moves with its building.
func TestRosterMovesAreas(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		b := rosterBook()
		r.load(parsed(t, b))
		b["区划"] = append(b["区划"][:6:6], []string{"SL-01-02", "SL-01", "社区", "第二社区"})
		b["区划"][4] = append([]string(nil), b["区划"][4]...)
		b["区划"][4][1] = "SL-01-02"
		b["人员"][1][3] = "SL-01-01-G1-03"
		r.load(parsed(t, b))
		after := r.areas()
		second, unit := after["SL-01-02"], after["SL-01-01-G1-03-2"]
		if unit.Community != second.ID || unit.Path != fmt.Sprintf("%s%d/%d/%d/", second.Path, after["SL-01-01-G1"].ID, after["SL-01-01-G1-03"].ID, unit.ID) {
			t.Errorf("unit %+v, community %+v", unit, second)
		}
		if p, err := NewPersons(db).Person(t.Context(), r.personID("R001")); err != nil || p.Community != second.ID {
			t.Errorf("community of the person: %d, %v", p.Community, err)
		}
	})
}

func TestRosterContradictions(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		good := parsed(t, rosterBook())
		r.load(good)
		before := r.areas()

		other := parsed(t, rosterBook())
		other.Areas[0].Code, other.Areas[1].Parent = "XX", "XX"
		if _, err := r.Load(t.Context(), other); !errors.Is(err, roster.ErrCounty) {
			t.Errorf("another county: %v", err)
		}
		b := rosterBook()
		b["区划"] = append(b["区划"], []string{"NEW", "SL-01-01", "网格", "第二网格"})
		b["区划"][6][1], b["区划"][6][2] = "SL-01-01-G1", "楼栋" // was a unit
		_, err := r.Load(t.Context(), parsed(t, b))
		if f, ok := fault.As(err); !errors.Is(err, roster.ErrKind) || !ok || f.Text != "区划 SL-01-01-G1-03-2 的类型定好后不能更改，请改用新的编码" {
			t.Errorf("another kind: %v", err)
		}
		if _, err := r.Load(t.Context(), roster.Plan{}); !errors.Is(err, roster.ErrEmpty) {
			t.Errorf("nothing: %v", err)
		}
		if diff := cmp.Diff(before, r.areas()); diff != "" {
			t.Errorf("half a workbook was imported: %s", diff)
		}
	})
}

func TestHalfWrongWorkbookImportsNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		b := rosterBook()
		b["任职"][3][3] = "XX"
		plan, problems := roster.Parse(b)
		if len(problems) != 1 {
			t.Fatal(problems)
		}
		if _, err := r.Load(t.Context(), plan); !errors.Is(err, roster.ErrEmpty) {
			t.Errorf("a caller who ignores the problems: %v", err)
		}
		if n := r.number(`SELECT COUNT(*) FROM area`); n != 0 {
			t.Errorf("%d areas", n)
		}
	})
}

// A failure in the last sheet rolls back the first.
func TestRosterIsOneTransaction(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		plan := parsed(t, rosterBook())
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		_, err := roster.NewService(roster.Config{Store: failing{NewRoster(db), cancel}, Now: db.now}).Load(ctx, plan)
		if err == nil {
			t.Fatal("nothing failed")
		}
		for _, table := range []string{"area", "area_org", "person", "person_posting", "audit_record"} {
			if n := r.number(`SELECT COUNT(*) FROM ` + table); n != 0 {
				t.Errorf("%s has %d rows", table, n)
			}
		}
	})
}

// failing cancels the caller's context before the postings are written.
type failing struct {
	*Roster
	leave func()
}

func (f failing) InTx(ctx context.Context, do func(roster.Tx) error) error {
	return f.Roster.InTx(ctx, func(tx roster.Tx) error { return do(leaving{tx, f.leave}) })
}

type leaving struct {
	roster.Tx
	leave func()
}

func (l leaving) RosterPostings(ctx context.Context) ([]person.Posting, error) {
	l.leave()
	return l.Tx.RosterPostings(ctx)
}

func TestImportsTakeTurns(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		plan := parsed(t, rosterBook())
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := r.Load(context.Background(), plan); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := r.number(`SELECT COUNT(*) FROM person_posting`); n != 3 {
			t.Errorf("%d postings", n)
		}
	})
}

func TestRosterOfACounty(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	r := newRegistry(t, openTest(t))
	b := rosterBook()
	for c := range 37 {
		community := fmt.Sprintf("C%d", c)
		b["区划"] = append(b["区划"], []string{community, "SL-01", "社区", community})
		for g := range 8 {
			grid := fmt.Sprintf("%s-%d", community, g)
			b["区划"] = append(b["区划"], []string{grid, community, "网格", grid})
			b["人员"] = append(b["人员"], []string{grid, "某某", fmt.Sprintf("139%04d%04d", c, g), grid})
			b["任职"] = append(b["任职"], []string{grid, "网格员", grid})
			for h := range 10 {
				building := fmt.Sprintf("%s-%d", grid, h)
				b["区划"] = append(b["区划"], []string{building, grid, "楼栋", building})
			}
		}
	}
	plan := parsed(t, b)
	if s := r.load(plan); s.Added["区划"] != 6+37+37*8+37*80 || s.Added["任职"] != 3+37*8 {
		t.Errorf("%s", s)
	}
	if s := r.load(plan); s.Any() {
		t.Errorf("%s", s)
	}
}

// Of twenty who confirm the same preview at once, one applies it.
func TestOneOfManyAppliesAPreview(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		b := rosterBook()
		b[roster.SheetPersons] = append(b[roster.SheetPersons][:1:1], []string{"A1", "王芳", "19900000001", "SL", "是"})
		b[roster.SheetAreas] = [][]string{b[roster.SheetAreas][0], {"SL", "", "县", "实县", "", "", "", "", ""}}
		b[roster.SheetOrgs], b[roster.SheetPostings] = b[roster.SheetOrgs][:1], b[roster.SheetPostings][:1]
		r.load(parsed(t, b))
		who := auth.Actor{Person: r.personID("A1"), Postings: []auth.Posting{{Role: auth.Operator, Area: r.areas()["SL"].ID, Path: r.areas()["SL"].Path}}}
		b[roster.SheetPersons] = append(b[roster.SheetPersons], []string{"A2", "李强", "19900000002", "SL", "否"})
		p, err := r.PreviewSheets(t.Context(), who, b)
		if err != nil || p.Token == "" {
			t.Fatalf("%v %+v", err, p.Problems)
		}
		var all sync.WaitGroup
		errs := make([]error, 20)
		for i := range errs {
			all.Go(func() { _, errs[i] = r.ApplySheets(t.Context(), who, b, p.Token) })
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, roster.ErrStale):
				t.Error(err)
			}
		}
		if n := r.number(`SELECT COUNT(*) FROM person WHERE code = 'A2'`); won != 1 || n != 1 {
			t.Errorf("%d won, %d persons", won, n)
		}
	})
}

// Two secretaries of one community at the same moment: one is appointed, the other is refused with words. The holder of the post
// may be written again.
func TestOneSecretaryAtATime(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		r.load(parsed(t, rosterBook()))
		var won, refused atomic.Int64
		together(20, func(i int) {
			b := rosterBook()
			row := make([]string, len(b[roster.SheetPostings][0]))
			copy(row, []string{[]string{"R001", "R002"}[i%2], "社区书记", "SL-01-01"})
			b[roster.SheetPostings] = append(b[roster.SheetPostings], row)
			_, err := r.Load(t.Context(), parsed(t, b))
			var wrong roster.Problems
			switch {
			case err == nil:
				won.Add(1)
			case errors.As(err, &wrong) && strings.Contains(wrong[0].Reason, "已有社区书记"):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
		if n := r.number(`SELECT COUNT(*) FROM person_posting WHERE role = 'secretary'`); n != 1 || won.Load() != 10 || refused.Load() != 10 {
			t.Errorf("%d secretaries, %d times written, %d times refused", n, won.Load(), refused.Load())
		}
	})
}

// What a workbook says about the work is kept, and a workbook of before leaves it.
func TestTheWorkOfAPostIsKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := newRegistry(t, db)
		r.load(parsed(t, rosterBook()))
		want := person.Work{
			Class: person.PartTime, Employed: person.Voluntary, Specialties: "矛盾调解、助老服务", Duties: "每周走访楼内独居老人。",
		}
		if got := r.postings("R001")[0].Work; got != want {
			t.Errorf("%+v", got)
		}
		b := rosterBook()
		for i, row := range b[roster.SheetPostings] {
			b[roster.SheetPostings][i] = row[:len(row)-4]
		}
		if s := r.load(parsed(t, b)); s.Any() || r.postings("R001")[0].Work != want {
			t.Errorf("a workbook of before: %s", s)
		}
		b = rosterBook()
		b[roster.SheetPostings][1][len(b[roster.SheetPostings][0])-2] = "杂技"
		_, err := r.Load(t.Context(), parsed(t, b))
		var wrong roster.Problems
		if !errors.As(err, &wrong) || !strings.Contains(wrong[0].Reason, "专长词表") {
			t.Errorf("an unknown specialty: %v", err)
		}
	})
}
