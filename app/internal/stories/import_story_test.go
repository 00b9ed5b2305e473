package stories

import (
	"fmt"
	"strings"
	"testing"

	"linli/app/internal/fixture"

	"linli/app/roster"
)

// loads imports a workbook and returns the output of the command.
func (w *world) loads(sheets map[string][][]string) (said string, err error) {
	w.Helper()
	var out strings.Builder
	err = w.system.ImportSheets(w.ctx, &out, sheets)
	w.settle()
	return out.String(), err
}

func TestANumberBoundBeforeTheImportIsFound(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zheng := w.follower("郑新").binds("mp", "19900000091")
		before := zheng.me("mp")
		sheets := fixture.County()
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P91", "郑新", "1.9900000091E10", "A", "否"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P91", "楼道红管家", "A-13", "", "46023.375", "", ""})
		said, err := w.loads(sheets)
		w.must(err)
		w.wants(zheng.does("mp", "GET", api+"/me", nil, 200), fields{"name": "郑新", "steward": true})
		if zheng.me("mp") == before || !strings.Contains(said, "人员: 1 added") {
			t.Error(said)
		}
		if n := w.count(`SELECT COUNT(DISTINCT person_id) FROM person_identity WHERE unionid = (SELECT unionid FROM person_identity WHERE person_id = ? AND account = 'mp')`, zheng.me("mp")); n != 1 {
			t.Errorf("%d persons", n)
		}
	})
}

func TestANumberBelongsToOneCode(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := fixture.County()
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P91", "郑新", "199-0000-0003", "A", "否"})
		said, err := w.loads(sheets)
		if err == nil || !strings.Contains(said, "人员, row 10, 手机号: 与第 4 行的手机号相同") {
			t.Errorf("%v: %s", err, said)
		}
		// The other person exists in the records only.
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons][:1:1], sheets[roster.SheetPersons][9])
		sheets[roster.SheetPostings] = sheets[roster.SheetPostings][:1]
		said, err = w.loads(sheets)
		if err == nil || !strings.Contains(said, "人员, row 2, 手机号: 这个手机号已登记在编号 P3 名下") || strings.Contains(said, "199") {
			t.Errorf("%v: %s", err, said)
		}
		if n := w.count(`SELECT COUNT(*) FROM person WHERE code = 'P91'`); n != 0 {
			t.Error("the workbook was imported")
		}
	})
}

func TestACodeGivenToAnotherPersonIsReleased(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.steward()
		id := zhao.me("mp")
		mine := zhao.submits("路灯不亮", "阳光花园3号楼")
		sheets := fixture.County()
		sheets[roster.SheetPersons][3] = []string{"P3", "郑新", "19900000091", "A", "是"}
		said, err := w.loads(sheets)
		w.must(err)
		if !strings.Contains(said, "人员, row 4, 编号: 编号 P3 换了人") {
			t.Error(said)
		}
		w.wants(zhao.does("mp", "GET", api+"/me", nil, 200), fields{"id": id, "name": "赵红", "steward": false})
		w.wants(zhao.sees("mp", mine), fields{"text": "路灯不亮"})
		zheng := w.someone("郑新").binds("mp", "19900000091")
		w.wants(zheng.does("mp", "GET", api+"/me", nil, 200), fields{"name": "郑新", "steward": true})
		if said, err = w.loads(sheets); err != nil || !strings.Contains(said, "人员: 0 added, 0 changed, 8 as before") {
			t.Errorf("again: %v: %s", err, said)
		}
		// A new number, or a corrected name, is the same person.
		sheets[roster.SheetPersons][3] = []string{"P3", "郑欣", "19900000091", "A", "是"}
		_, err = w.loads(sheets)
		w.must(err)
		sheets[roster.SheetPersons][3] = []string{"P3", "郑欣", "19900000092", "A", "是"}
		_, err = w.loads(sheets)
		w.must(err)
		w.wants(zheng.does("mp", "GET", api+"/me", nil, 200), fields{"name": "郑欣", "steward": true})
	})
}

func TestInvisibleCharactersInNamesAndTexts(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		for _, name := range []string{"\u200b\u202e", "\u3164\u3164", "\n", "…", "\u0301"} {
			wang.refused("mp", "PATCH", api+"/me", fields{"name": name}, "400 person.name")
		}
		w.wants(wang.does("mp", "PATCH", api+"/me", fields{"name": "\u202e\u0301王\n小\u200b明 "}, 200), fields{"name": "王 小明"})
		draft := fields{"text": "\u202e\u2066", "area_id": w.id("阳光花园3号楼")}
		wang.refused("mp", "POST", api+"/reports", draft, "400 report.text")
		draft["text"] = "\u202e灯\u200b坏了\r\n\r\n\r\n很黑\u2029"
		made := wang.does("mp", "POST", api+"/reports", draft, 201)
		id, _ := made["id"].(string)
		w.wants(wang.sees("mp", id), fields{"text": "灯坏了\n\n很黑"})
	})
}

// coded returns the id of the person with a code of the roster.
func (w *world) coded(code string) string {
	w.Helper()
	return fmt.Sprint(w.count(`SELECT id FROM person WHERE code = ?`, code))
}

func TestAnInvitationIsAcceptedInAnySpelling(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		made := w.clerk().does("staff", "POST", "/api/v1/staff/persons/"+w.coded("P6")+"/invitation", nil, 201)
		code, _ := made["code"].(string)
		wide := strings.Map(func(r rune) rune { return r - '!' + '！' }, strings.ToLower(code[4:]))
		sun := w.someone("孙伟")
		w.wants(sun.does("staff", "POST", "/api/v1/me/invitation", fields{"code": " " + code[:4] + "－ " + wide}, 200), fields{"name": "孙伟"})
	})
}

// Reports of a building move with it to another community, and within the community to another grid.
func TestReportsMoveWithTheirBuilding(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer := w.named("老王", "阳光花园13号楼"), w.clerk(), w.officer()
		fresh := wang.submits("路灯不亮", "阳光花园13号楼")
		held := wang.submits("门禁坏了", "阳光花园13号楼")
		clerk.acts(held, "accept", nil)
		officer.me("staff")
		clerk.acts(held, "assign", fields{"to": fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第一网格")}})
		inHand := w.takes(clerk, wang.submits("井盖松了", "阳光花园13号楼"))
		stays := wang.submits("路灯不亮", "阳光花园3号楼")
		sheets := fixture.County()
		for _, row := range sheets[roster.SheetAreas] {
			if row[0] == "A-13" {
				row[1] = "A2"
			}
		}
		_, err := w.loads(sheets)
		w.must(err)
		w.wants(clerk.sees("staff", inHand), fields{"state": "in_hand"})
		if n := w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_kind = 'post' AND holder_area = ?`, held, w.id("阳光第二网格")); n != 1 {
			t.Error("the report stayed with the old grid")
		}
		for _, row := range sheets[roster.SheetAreas] {
			if row[0] == "A-13" {
				row[1] = "B1"
			}
		}
		_, err = w.loads(sheets)
		w.must(err)
		clerkB := w.clerkB()
		for id, state := range map[string]string{fresh: "submitted", held: "assigned", inHand: "accepted"} {
			w.wants(clerkB.sees("staff", id), fields{"state": state})
			clerk.refused("staff", "GET", api+"/reports/"+id, nil, "404 report.missing")
		}
		w.wants(clerk.sees("staff", stays), fields{"state": "submitted"})
		clerkB.acts(fresh, "accept", nil)
		clerkB.acts(inHand, "assign", fields{"to": fields{"kind": "post", "role": "clerk", "area_id": w.id("新园社区")}})
		home := w.count(`SELECT community_id FROM person WHERE id = ?`, wang.me("mp"))
		if got := w.id("新园社区"); fmt.Sprint(home) != got {
			t.Errorf("the home is in area %d, not in %s", home, got)
		}
		w.wants(wang.sees("mp", held), fields{"state": "assigned"})
	})
}

// A unit that the roster gives to another building takes its reports, calls and rooms along, also within one grid.
func TestAUnitMovesToAnotherBuilding(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.named("老王", "1单元")
		id := wang.submits("楼道灯坏了", "1单元")
		wang.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 2), 201)
		w.pleads("1单元", "老人摔倒了", "13812345678")
		sheets := fixture.County()
		for _, row := range sheets[roster.SheetAreas] {
			if row[0] == "A-3-1" {
				row[1] = "A-13"
			}
		}
		_, err := w.loads(sheets)
		w.must(err)
		building := w.id("阳光花园13号楼")
		for what, query := range map[string]string{
			"the report": `SELECT building_id FROM report WHERE id = ` + id, "the room": `SELECT building_id FROM household_dwelling WHERE room = '101'`,
			"the household": `SELECT building_id FROM household`, "the call": `SELECT building_id FROM steward_call`,
		} {
			if got := fmt.Sprint(w.count(query)); got != building {
				t.Errorf("%s is in area %s, not in building %s", what, got, building)
			}
		}
	})
}
