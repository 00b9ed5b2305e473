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

// bureaued is the staffed county with a squad of its own at the street, below the county's bureau.
func bureaued() map[string][][]string {
	sheets := staffed()
	sheets[roster.SheetOrgs][0] = append(sheets[roster.SheetOrgs][0], "上级部门编码")
	sheets[roster.SheetOrgs] = append(sheets[roster.SheetOrgs], []string{"O7", "城关中队", "部门", "S1", "O1"})
	sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P34", "梁中队", "19900000034", "S1", "否"})
	sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P34", "部门人员", "S1", "O7", "", "", ""})
	return sheets
}

// A bureau has what its squad holds, in its count and its list, and may take it; the squad has only its own.
func TestABureauHasWhatItsSquadHolds(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.imports(bureaued())
		wang, clerk, bureau := w.named("老王", "阳光花园3号楼"), w.clerk(), w.orgMan()
		squad := w.someone("梁中队").binds("staff", "19900000034")
		give := func(org string) string {
			w.Helper()
			id := wang.submits("占道经营", "阳光花园3号楼")
			clerk.acts(id, "accept", fields{"words": "已受理"})
			clerk.acts(id, "assign", fields{"to": fields{"kind": "org", "org_id": w.org(org)}})
			return id
		}
		id, own := give("城关中队"), give("综合执法大队")
		w.settle()
		same(w, "told", []string{"assigned"}, squad.notices("staff", id))
		same(w, "the bureau is not told", []string{}, bureau.notices("staff", id))
		same(w, "in their lists", []int{1, 2}, []int{len(squad.all("mine")), len(bureau.all("mine"))})
		same(w, "in their counts", []any{1.0, 2.0}, []any{squad.does("staff", "GET", api+"/staff/home", nil, 200)["mine"], bureau.does("staff", "GET", api+"/staff/home", nil, 200)["mine"]})
		squad.refused("staff", "GET", api+"/reports/"+own, nil, "404 report.missing")
		w.wants(bureau.acts(id, "take", nil), fields{"state": "in_hand", "holder": "城关中队"})
		w.unseats()
		w.wants(clerk.sees("staff", id), fields{"state": "in_hand"})

		centre := w.centre()
		above := func(org, parent string) []string {
			return centre.previews(fields{"orgs": []fields{{"id": w.org(org), "parent_id": w.org(parent)}}}).wrong()
		}
		w.lines("a circle", above("综合执法大队", "城关中队"), []string{"部门 2 上级部门编码 上级关系绕成了圈", "部门 2 上级部门编码 上级部门负责的区划要包含这个部门的区划"})
		w.lines("itself", above("综合执法大队", "综合执法大队"), []string{"部门 2 上级部门编码 上级关系绕成了圈"})
		w.lines("an org elsewhere", above("城关中队", "新园物业"), []string{"部门 2 上级部门编码 上级部门负责的区划要包含这个部门的区划"})
		w.street().refused("staff", "POST", desk+"/preview", fields{"orgs": []fields{{"id": w.org("城关中队"), "parent_id": w.org("自来水公司")}}}, "404 area.missing")
		orgs := items(w.street().does("staff", "GET", desk+"/orgs", nil, 200))
		w.wants(orgs[len(orgs)-1], fields{"name": "城关中队", "parent_name": "综合执法大队"})
		var p preview
		status, file := w.send(w.street().login("staff"), "GET", desk+"/workbook", nil)
		if code := w.street().upload(desk+"/workbook/preview", file, "", &p); status != 200 || code != "" || p.Token != "" {
			w.Fatalf("what was downloaded changes something: %d %s %+v", status, code, p)
		}
		centre.edits(fields{"orgs": []fields{{"id": w.org("城关中队"), "parent_id": ""}}})
		w.clock.Add(4000)
		bureau.refused("staff", "GET", api+"/reports/"+id, nil, "404 report.missing")
		w.unseats()
		w.wants(clerk.sees("staff", id), fields{"state": "assigned", "holder": "城关中队"})
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
