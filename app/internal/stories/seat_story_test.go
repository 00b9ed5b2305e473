package stories

import (
	"testing"

	"linli/app/roster"
)

// squadIn is the staffed county with an officer of the county's squad at each street, and none for the whole.
func squadIn() map[string][][]string {
	sheets := without(staffed(), "P5")
	add := func(sheet string, row ...string) { sheets[sheet] = append(sheets[sheet], row) }
	add(roster.SheetPersons, "P31", "程队员", "19900000031", "S1", "否")
	add(roster.SheetPersons, "P32", "罗队员", "19900000032", "S2", "否")
	add(roster.SheetPostings, "P5", "部门人员", "C", "O1", "", "2026-11-22", "")
	add(roster.SheetPostings, "P31", "部门人员", "S1", "O1", "", "", "")
	add(roster.SheetPostings, "P32", "部门人员", "S2", "O1", "", "", "")
	return sheets
}

// An officer of a county's department who sits at a street has what lies in that street, and nothing else.
func TestAnOfficerOfADepartmentHasTheirStreet(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.imports(squadIn())
		first, second := w.someone("程队员").binds("staff", "19900000031"), w.someone("罗队员").binds("staff", "19900000032")
		wang := w.named("老王", "阳光花园3号楼")
		clerk := w.clerk()
		to := fields{"to": fields{"kind": "org", "org_id": w.org("综合执法大队")}}
		id := wang.submits("占道经营", "阳光花园3号楼")
		clerk.acts(id, "accept", fields{"words": "已受理"})
		clerk.acts(id, "assign", to)
		w.settle()
		told := func(c *citizen) int {
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE person_id = ? AND kind = 'report.assigned'`, c.me("staff"))
		}
		same(w, "told", []int{1, 0}, []int{told(first), told(second)})
		same(w, "in their lists", []int{1, 0}, []int{len(first.all("mine")), len(second.all("mine"))})
		same(w, "in all", []int{1, 0}, []int{len(first.all("all")), len(second.all("all"))})
		second.refused("staff", "GET", api+"/reports/"+id, nil, "404 report.missing")
		second.refused("staff", "POST", api+"/staff/reports/"+id+"/take", nil, "404 report.missing")
		first.acts(id, "take", nil)

		// At noon they change places: each has what lies in the new street, and nothing of the old one.
		day := w.now().Format("2006-01-02")
		centre := w.centre()
		move := func(person, from, to string) {
			centre.edits(fields{"postings": []fields{
				{"id": w.postingIn(person, from), "now": true},
				{"person_id": w.coded(person), "role": "org_staff", "area_id": w.id(to), "org_id": w.org("综合执法大队"), "from": day},
			}})
		}
		move("P31", "城关街道", "新城街道")
		move("P32", "新城街道", "城关街道")
		w.unseats()
		first.refused("staff", "GET", api+"/reports/"+id, nil, "404 report.missing")
		same(w, "the successor's list", 1, len(second.all("mine")))
		w.wants(second.does("staff", "GET", api+"/reports/"+id, nil, 200), fields{"state": "assigned"})
		second.acts(id, "take", nil)

		// The successor leaves too: the report returns to the community, which is told.
		centre.edits(fields{"postings": []fields{{"id": w.postingIn("P32", "城关街道"), "now": true}}})
		for range 2 {
			w.unseats()
		}
		w.settle()
		w.wants(clerk.does("staff", "GET", api+"/reports/"+id, nil, 200), fields{"state": "accepted"})
		same(w, "the clerk is told once", 1, w.count(
			`SELECT COUNT(*) FROM notify_notice WHERE person_id = ? AND kind = 'report.returned'`, clerk.me("staff")))
		clerk.refused("staff", "POST", api+"/staff/reports/"+id+"/assign", to, "400 report.holder")
	})
}

// An org without staff gives its open reports back; a report in the hands of the whole org stays while somebody is there.
func TestAnOrgLeavesWithOpenReports(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, plumber := w.named("老王", "阳光花园3号楼"), w.clerk(), w.plumber()
		var ids []string
		for _, words := range []string{"水管漏水", "楼道灯坏了"} {
			id := wang.submits(words, "阳光花园3号楼")
			clerk.acts(id, "accept", fields{"words": "已受理"})
			clerk.acts(id, "assign", fields{"to": fields{"kind": "org", "org_id": w.org("阳光物业")}})
			ids = append(ids, id)
		}
		plumber.acts(ids[0], "take", nil)
		w.unseats()
		same(w, "still theirs", 2, len(plumber.all("mine")))
		w.secretary().edits(fields{"postings": []fields{{"id": w.posting("P26"), "now": true}}})
		w.unseats()
		for _, id := range ids {
			w.wants(clerk.does("staff", "GET", api+"/reports/"+id, nil, 200), fields{"state": "accepted"})
		}
	})
}

// postingIn returns the id of a person's posting in an area that has not ended.
func (w *world) postingIn(code, area string) string {
	w.Helper()
	return idText(int64(w.count(`SELECT MAX(o.id) FROM person_posting o JOIN person p ON p.id = o.person_id
		WHERE p.code = ? AND o.area_id = ? AND o.to_at = 0`, code, w.id(area))))
}

// unseats runs the job that looks after what orgs hold whose staff have left.
func (w *world) unseats() {
	w.Helper()
	_, err := w.system.Reports.Unseated(w.ctx)
	w.must(err)
}
