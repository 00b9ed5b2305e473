package stories

import (
	"fmt"
	"testing"
	"time"
)

// A need is referred to a report or a booking that is there and that the keeper may see, in the community of the need: nothing else
// is written down.
func TestANeedIsReferredToWhatIsThere(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, clerk := w.officer(), w.clerk()
		p := w.parlour(5, 1)
		household, _ := w.elder("周桂花", "302", 1940, "frail")
		officer.visits("staff", officer.careOf(household)["id"], "door", "needs", "needs", []any{"haircut", "repair"})
		wang := w.someone("老王")
		here, otherGrid, elsewhere := wang.submits("水管漏水", "阳光花园3号楼"), wang.submits("路灯不亮", "向阳小区3号楼"), wang.submits("路灯不亮", "新园小区1号楼")
		booked := w.someone("孙姐").reserves(p.today)
		needs := objects(officer.careOf(household)["needs"])
		at := func(i int) string { return fmt.Sprint(api, "/staff/needs/", needs[i]["id"], "/refer") }
		written := func() int { return w.count(`SELECT COUNT(*) FROM audit_record WHERE action LIKE 'care.need%'`) }

		before := written()
		for target, refusal := range map[string]string{
			"report:999999": "404 care.target_missing", "booking:999999": "404 care.target_missing",
			"report:" + elsewhere: "404 care.target_missing", "report:" + otherGrid: "404 care.target_missing", "booking:" + booked: "404 care.target_missing",
			"report:0": "400 care.target", "report:x": "400 care.target", "loan:1": "400 care.target", "meal:999999": "404 care.target_missing", "": "400 care.target",
		} {
			officer.refused("staff", "POST", at(0), fields{"target": target}, refusal)
		}
		clerk.refused("staff", "POST", at(0), fields{"target": "report:" + elsewhere}, "404 care.target_missing")
		w.clerkB().refused("staff", "POST", at(0), fields{"target": "report:" + elsewhere}, "404 care.need_missing")
		same(w, "nothing is written", before, written())
		for _, n := range objects(officer.careOf(household)["needs"]) {
			w.wants(n, fields{"state": "open", "target": ""})
		}

		w.wants(officer.does("staff", "POST", at(0), fields{"target": "report:" + here}, 200), fields{"state": "referred", "target": "report:" + here})
		w.wants(clerk.does("staff", "POST", at(0), fields{"target": "report:" + otherGrid}, 200), fields{"target": "report:" + otherGrid})
		_, eats := w.eater(w.kitchen(), "吴奶奶", "1单元", "502")
		w.clerkB().refused("staff", "POST", at(0), fields{"target": "meal:" + eats}, "404 care.need_missing")
		w.wants(clerk.does("staff", "POST", at(0), fields{"target": "meal:" + eats}, 200), fields{"target": "meal:" + eats})
		w.wants(clerk.does("staff", "POST", at(1), fields{"target": "booking:" + booked}, 200), fields{"state": "referred", "target": "booking:" + booked})
		same(w, "four are written", before+4, written())
	})
}

// A building that is unsafe, or an estate that the county names, halves the interval; when the feature is gone, the dates are as
// before.
func TestAFeatureOfTheBuildingHalvesTheInterval(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, secretary, centre := w.officer(), w.secretary(), w.centre()
		household, _ := w.elder("吴奶奶", "402", 1962, "disabled")
		other, _ := w.elder("孙大爷", "401", 1960, "hardship")
		for _, h := range []string{household, other} {
			officer.visits("staff", officer.careOf(h)["id"], "door", "well")
		}
		due := func() string {
			w.later(2 * time.Hour) // the plan is made every hour
			w.recurs("plan_visits")
			return fmt.Sprint(officer.careOf(household)["due"], " ", officer.careOf(other)["due"])
		}
		const whole, half = "2027-02-23 2026-12-23", "2027-01-07 2026-12-08" // a quarter and a month after 2026-11-23, and half of them
		same(w, "a quarter and a month", whole, due())

		e := w.adds(secretary, w.estate("电业小区", "residents", "", "阳光花园3号楼"), 201)
		building := api + "/staff/estate-buildings/" + w.id("阳光花园3号楼")
		describe := func(unsafe bool) {
			b := objects(secretary.does("staff", "GET", estates+"/"+word(e["id"]), nil, 200)["of"])[0]
			secretary.does("staff", "PUT", building, fields{
				"floors": 6, "lift": "no", "built": 1996, "roof": "flat", "low_lying": false, "unsafe": unsafe, "hard_to_reach": false, "version": b["version"],
			}, 200)
		}
		same(w, "an old estate alone", whole, due())
		describe(true)
		same(w, "unsafe", half, due())
		describe(false)
		same(w, "made safe", whole, due())

		halve := func(features ...string) {
			rules := centre.does("staff", "GET", careAPI+"/rules", nil, 200)
			rules["halved"] = append([]string{}, features...)
			centre.does("staff", "PUT", careAPI+"/rules", rules, 200)
		}
		halve("old")
		same(w, "the county names old estates", half, due())
		secretary.does("staff", "DELETE", estates+"/"+word(e["id"]), nil, 204)
		same(w, "the building is in no estate any more", whole, due())
	})
}
