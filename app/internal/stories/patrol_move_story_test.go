package stories

import (
	"slices"
	"testing"
	"time"

	"linli/app/roster"
)

// under returns the sheets of the staffed county with an area below another one, and a lead of the second grid.
func under(code, parent string) map[string][][]string {
	sheets := staffed()
	i := slices.IndexFunc(sheets[roster.SheetAreas], func(row []string) bool { return row[0] == code })
	sheets[roster.SheetAreas][i][1] = parent
	sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P31", "贺组长", "19900000031", "A2", "是"})
	sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P31", "网格长", "A2", "", "", "", ""})
	return sheets
}

// What was found in a building goes with it: the lead of its new grid is told in the evening, and the old one is not.
func TestFindsMoveWithTheirBuilding(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 10:00")
		officer, lead := w.officer(), w.lead()
		in := fields{"code": w.board("阳光花园13号楼"), "words": "楼道里堆了纸箱", "topic": "sanitation"}
		officer.does("staff", "POST", patrolAPI+"/finds", in, 201)
		w.settle()
		w.imports(under("A-13", "A2"))
		heir := w.someone("贺组长").binds("staff", "19900000031")
		w.at("2026-11-25 17:31")
		w.recurs("tell_finds")
		same(w, "the new lead", 1, w.told(heir, "patrol.found"))
		same(w, "the old one", 0, w.told(lead, "patrol.found"))
		finds := func(c *citizen, grid string) int {
			return len(objects(c.does("staff", "GET", staffPatrolAPI+"?area_id="+w.id(grid), nil, 200)["finds"]))
		}
		same(w, "the new lead reads it", 1, finds(heir, "阳光第二网格"))
		same(w, "the old one does not", 0, finds(lead, "阳光第一网格"))
	})
}

// A grid that joins another community takes its plan, rounds, scans and finds along; the old secretary reads none of them.
func TestRoundsMoveWithTheirGrid(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 09:00")
		secretary, officer, lead := w.secretary(), w.officer(), w.lead()
		plan := secretary.plans(nil)
		w.at("2026-11-25 10:00")
		officer.scans("阳光花园3号楼", "")
		officer.scans("阳光花园13号楼", "2026-11-25 09:40")
		officer.does("staff", "POST", patrolAPI+"/finds", fields{"code": w.board("阳光花园3号楼"), "words": "宣传栏松了", "topic": "facility"}, 201)
		officer.does("staff", "POST", patrolAPI+"/close", fields{}, 200)
		w.settle()
		look := func(c *citizen) []int {
			seen := c.does("staff", "GET", staffPatrolAPI+"?area_id="+w.id("阳光第一网格")+"&days=1", nil, 200)
			return []int{len(objects(seen["rounds"])), len(objects(seen["finds"])), len(objects(seen["gaps"])), len(objects(seen["days"]))}
		}
		w.later(time.Hour)
		before := look(lead)
		same(w, "rounds and finds, and no point is missed", []int{1, 1, 0}, before[:3])
		w.imports(under("A1", "B"))
		same(w, "as before", before, look(lead))
		w.clerkB().does("staff", "GET", staffPatrolAPI+"?area_id="+w.id("阳光第一网格"), nil, 200)
		secretary.refused("staff", "GET", staffPatrolAPI+"?area_id="+w.id("阳光第一网格"), nil, "404 area.missing")
		secretary.refused("staff", "DELETE", staffPatrolAPI+"/plans/"+plan, nil, "404 patrol.plan")
		same(w, "none is left behind", 0, w.count(`
			SELECT COUNT(*) FROM (SELECT community_id FROM patrol UNION ALL SELECT community_id FROM patrol_plan
			UNION ALL SELECT community_id FROM patrol_scan UNION ALL SELECT community_id FROM patrol_find) x WHERE community_id = ?`, w.id("阳光社区")))
	})
}
