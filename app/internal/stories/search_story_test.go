package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const searchAPI = "/api/v1/staff/search"

// looksUp returns what one person finds, by kind: the ids, or of staff the codes and of places the names.
func (c *citizen) looksUp(words string) map[string][]string {
	c.w.Helper()
	got := c.does("staff", "POST", searchAPI, fields{"q": words}, 200)
	found := map[string][]string{}
	for kind, key := range map[string]string{"reports": "id", "residents": "name", "bookings": "service", "staff": "code", "bulletins": "title", "places": "name"} {
		for _, one := range objects(got[kind]) {
			found[kind] = append(found[kind], fmt.Sprint(one[key]))
		}
	}
	return found
}

// One field finds everything in the territory, and nothing outside.
func TestOneFieldFindsEverything(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, zhou := w.named("王建国", "阳光花园3号楼"), w.named("周建国", "新园小区1号楼")
		wang.binds("mp", "13800138001")
		clerk, clerkB, officer, orgMan, centre := w.clerk(), w.clerkB(), w.officer(), w.orgMan(), w.centre()
		lamp := wang.submits("楼道的路 灯不亮，ＬＥＤ坏了", "阳光花园3号楼")
		w.later(time.Minute)
		tree := zhou.submits("大树挡住了路灯", "新园小区1号楼")
		w.later(time.Minute)
		built := wang.submits("有人违建", "向阳小区3号楼")
		w.alerted()
		clerk.acts(built, "accept", nil)
		clerk.acts(built, "assign", fields{"to": fields{"kind": "org", "org_id": "1"}})
		hair := clerk.offers("理发", fields{}, fields{"days": []int{2}})
		w.settle()
		wang.books(w.session("2026-11-24", hair))
		clerk.publishes("阳光社区", "路灯检修")
		clerkB.publishes("新园社区", "路灯更换")

		for round := range 2 { // not indexed yet, and indexed
			for _, c := range []struct {
				who   *citizen
				words string
				want  map[string][]string
			}{
				{clerk, "路灯", map[string][]string{"reports": {lamp}, "bulletins": {"路灯检修"}}},
				{clerkB, "路灯", map[string][]string{"reports": {tree}, "bulletins": {"路灯更换"}}},
				{officer, "led 不亮", map[string][]string{"reports": {lamp}}},
				{officer, "违建", map[string][]string{}},
				{orgMan, "违建", map[string][]string{"reports": {built}}},
				{orgMan, "路灯", map[string][]string{}},
				{clerk, "路灯 违建", map[string][]string{}},
				{clerk, "王建国", map[string][]string{"reports": {built, lamp}, "residents": {"王建国"}, "bookings": {"理发"}}},
				{clerk, "周建国", map[string][]string{}},
				{clerkB, "建国", map[string][]string{"reports": {tree}, "residents": {"周建国"}}},
				{orgMan, "王建国", map[string][]string{}},
				{clerk, "13800138001", map[string][]string{"reports": {built, lamp}, "residents": {"王建国"}, "bookings": {"理发"}}},
				{clerk, "1380013800", map[string][]string{}},
				{clerkB, "13800138001", map[string][]string{}},
				{clerk, "王芳", map[string][]string{"staff": {"P1"}, "residents": {"王芳"}}},
			} {
				got := c.who.looksUp(c.words)
				delete(got, "places")
				same(w, fmt.Sprintf("%s finds %s, round %d", c.who.name, c.words, round), c.want, got)
			}
			same(w, "the centre finds", []string{tree, lamp}, centre.looksUp("路灯")["reports"])
			w.reindexes()
		}
		for _, b := range objects(clerk.does("staff", "POST", searchAPI, fields{"q": "王建国"}, 200)["bookings"]) {
			same(w, "the state of a booking", []any{"confirmed", "已约好"}, []any{b["state"], b["state_name"]})
		}
		number, _ := clerk.sees("staff", lamp)["number"].(string)
		same(w, "by number", []string{lamp}, clerk.looksUp(number)["reports"])
		same(w, "by number elsewhere", []string(nil), clerkB.looksUp(number)["reports"])
		places := officer.looksUp("花园3号楼")["places"]
		if len(places) == 0 || slices.ContainsFunc(places, func(p string) bool { return !strings.HasPrefix(p, "阳光社区 阳光花园") }) {
			w.Errorf("places %v", places)
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'search.phone' AND about = ? AND person_id = ?`, "person:"+wang.me("mp"), clerk.me("staff")); n != 2 {
			w.Errorf("%d records of a search by number", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE about LIKE '%13800138001%' OR reason LIKE '%13800138001%'`); n != 0 {
			w.Error("the number is in the audit")
		}
		clerk.refused("staff", "POST", searchAPI, fields{"q": "灯"}, "400 search.query")
		clerk.refused("staff", "POST", searchAPI, fields{"q": strings.Repeat("灯", 41)}, "400 search.query")
		wang.refused("mp", "POST", searchAPI, fields{"q": "路灯"}, "403 auth.denied")
	})
}

// reindexes does what the recurring job does.
func (w *world) reindexes() {
	w.Helper()
	w.must(w.system.Searches.Index(w.ctx))
}

// The index is made of what was there before an upgrade, and follows reports that come to another community.
func TestTheIndexFollowsTheReports(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, clerkB, centre := w.someone("老王"), w.clerk(), w.clerkB(), w.centre()
		var all []string
		for range 25 {
			w.forgetTries(wang)
			all = append(all, wang.submits("充电桩坏了", "阳光花园3号楼"))
		}
		nowhere := wang.submits("井盖没了，充电桩旁边", "")
		w.later(2 * time.Minute)
		w.reindexes()
		if done, last := w.count(`SELECT report_id FROM search_mark`), w.count(`SELECT MAX(id) FROM report`); done != last {
			w.Fatalf("indexed up to %d of %d", done, last)
		}
		slices.Reverse(all)
		var found []string
		for after := ""; ; {
			got := clerk.does("staff", "POST", searchAPI, fields{"q": "充电桩", "after": after}, 200)
			found = append(found, texts(objects(got["reports"]), "id")...)
			if after, _ = got["next"].(string); after == "" {
				break
			}
		}
		same(w, "all pages", all, found)
		if f := clerkB.looksUp("井盖"); len(f["reports"]) > 0 {
			w.Errorf("before it is located: %v", f)
		}
		centre.acts(nowhere, "locate", fields{"area_id": w.id("新园小区1号楼")})
		w.reindexes()
		same(w, "located", []string{nowhere}, clerkB.looksUp("井盖")["reports"])
		if n := w.count(`SELECT COUNT(*) FROM search_again`); n != 0 {
			w.Errorf("%d wait to be indexed again", n)
		}
	})
}

func texts(all []fields, key string) (found []string) {
	for _, one := range all {
		found = append(found, fmt.Sprint(one[key]))
	}
	return found
}
