package stories

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"linli/app/internal/fixture"
	"linli/app/internal/fixture/county"
	"linli/app/roster"
)

var (
	dwellingHead = []string{"区划编码", "房号", "楼层", "用途", "性质", "核对日期"}
	residentHead = []string{"区划编码", "房号", "姓名", "编号", "手机号", "出生年", "与联系人关系", "居住类型", "入住日期", "本户人数"}
)

// homesOf makes the long sheets of a workbook.
func homesOf(dwellings, residents [][]string) roster.Rows {
	return func(sheet string) iter.Seq2[[]string, error] {
		all := slices.Concat([][]string{dwellingHead}, dwellings)
		if sheet == roster.SheetResidents {
			all = slices.Concat([][]string{residentHead}, residents)
		}
		return func(yield func([]string, error) bool) {
			for _, row := range all {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// importsHomes loads the county with its homes and returns what the operator reads.
func (w *world) importsHomes(homes roster.Rows) (string, error) {
	var said strings.Builder
	err := w.system.ImportWorkbook(w.ctx, &said, fixture.County(), homes)
	return said.String(), err
}

// householdTables counts every row that an import of homes may add.
func (w *world) householdTables() string {
	w.Helper()
	return fmt.Sprint(w.count(`SELECT COUNT(*) FROM household_dwelling`), w.count(`SELECT COUNT(*) FROM household`),
		w.count(`SELECT COUNT(*) FROM household_residence`), w.count(`SELECT COUNT(*) FROM person`))
}

// A workbook with rooms and residents is loaded; loading it again changes nothing; a correction changes its rows only.
func TestHomesAreImportedFromAWorkbook(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		rooms := [][]string{{"A-3-1", "101", "", "", "自住", "2026-10-01"}, {"A-3-1", "102 室", "", "商铺", "出租"}, {"A-3-2", "1203"}, {"B-9", "301"}}
		people := [][]string{
			{"A-3-1", "101", "王秀英", "", "13800000031", "1948", "本人", "", "1999-05-01", "2"},
			{"A-3-1", "101", "王建国", "", "", "1972", "子女"},
			{"B-9", "301", "赵红", "P3", "", "", "本人"},
		}
		said, err := w.importsHomes(homesOf(rooms, people))
		w.must(err)
		w.expect(said, "房屋: 4 added", "住户: 3 added")
		same(w, "rooms, households, residences, persons", "4 2 3 10", w.householdTables())
		officer := w.officer()
		same(w, "rooms", []string{"101 lived_in 2", "102 empty 0", "1203 empty 0"}, officer.rooms("staff", "阳光花园3号楼"))
		before := w.householdTables()
		said, err = w.importsHomes(homesOf(rooms, people))
		w.must(err)
		w.expect(said, "房屋: 0 added, 0 changed, 4 as before", "住户: 0 added, 0 changed, 3 as before")
		same(w, "after the second time", before, w.householdTables())
		rooms[2] = []string{"A-3-2", "1203", "", "", "空置"}
		people[1][5], people[0][9] = "1973", "3"
		people = append(people, []string{"A-3-2", "1203", "王秀英", "", "13800000031", "1948", "本人"})
		said, err = w.importsHomes(homesOf(rooms, people[1:]))
		w.must(err)
		w.expect(said, "房屋: 0 added, 1 changed", "住户: 1 added, 1 changed, 1 as before")
		same(w, "one place", 1, w.count(`SELECT COUNT(*) FROM household_residence WHERE state <> 'ended' AND relation = 'contact' AND household_id IN (
			SELECT id FROM household WHERE community_id = ?)`, w.areaOf("阳光社区").ID))
	})
}

// Every wrong row is named, and nothing is loaded; an import that stops half-way leaves nothing.
func TestAWrongWorkbookOfHomesLoadsNothing(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		before := w.householdTables()
		said, err := w.importsHomes(homesOf(
			[][]string{
				{"A-3-1", "101"}, {"A-3", "102"}, {"X", "103"}, {"A-3-1", "101室"}, {"", ""}, {"A-3-1", "104", "", "别墅", "", "2030-01-01"}, {"A-3-1", ""},
			},
			[][]string{
				{"A-3-1", "101", "王秀英"},
				{"A-3-1", "101", "王秀英"},
				{"A-3-1", "999", "王秀英"},
				{"A-3-1", "101", "李强", "P99"},
				{"A-3-1", "101", "钱进", "", "123", "18", "外甥"},
			}))
		if err == nil {
			t.Fatal("loaded")
		}
		w.expect(said,
			"房屋, row 3, 区划编码", "房屋, row 4, 区划编码", "房屋, row 5, 房号", "房屋, row 7, 用途", "房屋, row 7, 核对日期", "房屋, row 8, 房号",
			"住户, row 3, 姓名", "住户, row 5, 编号", "住户, row 6, 手机号", "住户, row 6, 出生年", "住户, row 6, 与联系人关系")
		same(w, "nothing is loaded", before, w.householdTables())
		said, err = w.importsHomes(homesOf([][]string{{"A-3-1", "101"}}, [][]string{{"A-3-1", "999", "王秀英"}}))
		if err == nil {
			t.Fatal("loaded")
		}
		w.expect(said, "住户, row 2, 房号")
		same(w, "nothing is loaded", before, w.householdTables())

		torn := errors.New("torn")
		var many [][]string
		for n := range 2000 {
			many = append(many, []string{"A-3-1", fmt.Sprint(n + 1)})
		}
		whole := homesOf(many, nil)
		_, err = w.importsHomes(func(sheet string) iter.Seq2[[]string, error] {
			return func(yield func([]string, error) bool) {
				n := 0
				for row := range whole(sheet) {
					if n++; n > 1800 {
						yield(nil, torn)
						return
					}
					if !yield(row, nil) {
						return
					}
				}
			}
		})
		if !errors.Is(err, torn) {
			t.Error(err)
		}
		same(w, "nothing is left", before, w.householdTables())
	})
}

// The county for measurements is not loaded beside another one.
func TestTheFixtureRefusesAnotherCounty(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		before := w.householdTables()
		var said strings.Builder
		if err := w.system.ImportWorkbook(w.ctx, &said, county.Sheets(), county.Rows); !errors.Is(err, roster.ErrCounty) {
			t.Error(err)
		}
		same(w, "nothing is loaded", before, w.householdTables())
	})
}

// A grid with more than 300 homes that somebody lives in is too large, whatever its number of households says; without dwellings
// the number counts.
func TestAGridIsCountedFromItsDwellings(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		tooLarge := func() bool {
			tree, err := w.system.Areas.Tree(w.ctx)
			w.must(err)
			return tree.TooLarge(w.areaOf("阳光第一网格"))
		}
		rooms := func(n int) (all [][]string) {
			for i := range n {
				all = append(all, []string{"A-3-1", fmt.Sprint(i + 1), "", "", "自住"})
			}
			return append(all, []string{"A-3-2", "1", "", "", "空置"}, []string{"A-3-2", "2", "", "商铺"})
		}
		_, err := w.importsHomes(homesOf(rooms(300), nil))
		w.must(err)
		same(w, "300 homes", false, tooLarge())
		_, err = w.importsHomes(homesOf(rooms(301), nil))
		w.must(err)
		same(w, "301 homes", true, tooLarge())
	})
}
