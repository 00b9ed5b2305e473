package stories

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"
)

const cadencesAPI = api + "/staff/cadences"

// cadence returns how one of a person's own cadences stands.
func (c *citizen) cadence(key string) fields {
	c.w.Helper()
	for _, one := range items(c.does("staff", "GET", workAPI+"/cadences", nil, 200)) {
		if one["key"] == key {
			return one
		}
	}
	return nil
}

// What somebody does regularly is computed from what they did: nobody ticks. One reminder comes at two thirds of the week and none
// after it; a reason stands for what was not done; the secretary reads words.
func TestRegularWorkIsComputed(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 09:00") // a Tuesday
		clerk, secretary := w.clerk(), w.secretary()
		w.wants(clerk.cadence("patrol"), fields{"name": "网格巡查", "period": "今天", "wanted": 1.0, "done": 0.0, "state": "open", "state_name": "还没有"})
		clerk.does("staff", "POST", workAPI, fields{"kind": "patrol", "words": "巡查第一网格"}, 204)
		clerk.does("staff", "POST", workAPI, fields{"kind": "patrol", "words": "巡查车棚"}, 204)
		w.wants(clerk.cadence("patrol"), fields{"done": 2.0, "state": "done"})
		w.wants(clerk.cadence("week"), fields{"period": "本周", "wanted": 1.0, "done": 0.0, "state": "open"})
		same(w, "a deed stands once", 2, w.count(`SELECT COUNT(*) FROM work_line WHERE kind = 'patrol'`))

		told := func() int {
			w.must(w.system.Cadences.Remind(w.ctx))
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'cadence.remind' AND about = 'cadence:week' AND person_id = ` + clerk.me("staff"))
		}
		same(w, "on Thursday", 0, func() int { w.at("2026-11-26 10:00"); return told() }())
		same(w, "on Friday before nine", 0, func() int { w.at("2026-11-27 08:00"); return told() }())
		same(w, "on Friday", 1, func() int { w.at("2026-11-27 09:10"); return told() }())
		same(w, "on Saturday", 1, func() int { w.at("2026-11-28 09:10"); return told() }())

		reason := workAPI + "/cadences/week/reason"
		for refusal, in := range map[string]fields{
			"400 plan.reason": {"reason": "lazy"}, "400 cadence.day": {"reason": "sick", "day": "2026-11-01"},
		} {
			clerk.refused("staff", "POST", reason, in, refusal)
		}
		clerk.refused("staff", "POST", workAPI+"/cadences/dance/reason", fields{"reason": "sick"}, "404 cadence.missing")
		clerk.does("staff", "POST", reason, fields{"reason": "other", "words": "陪居民就医"}, 204)
		w.wants(clerk.cadence("week"), fields{"state": "explained", "reason": "其他：陪居民就医"})

		under := items(secretary.does("staff", "GET", cadencesAPI+"?area_id="+w.id("阳光社区"), nil, 200))
		i := slices.IndexFunc(under, func(f fields) bool { return f["key"] == "week" && f["person_name"] == "王芳" })
		if i < 0 {
			w.Fatalf("%v", under)
		}
		w.wants(under[i], fields{"state_name": "有说明", "area_name": "阳光社区"})
		w.clerkB().refused("staff", "GET", cadencesAPI+"?area_id="+w.id("阳光社区"), nil, "403 auth.denied")
		w.street2().refused("staff", "GET", cadencesAPI+"?area_id="+w.id("阳光社区"), nil, "404 area.missing")

		// The week after: the day begins anew, the weekend wants no patrol.
		w.at("2026-11-29 10:00")
		w.wants(clerk.cadence("patrol"), fields{"wanted": 0.0, "state": "none", "state_name": "本期不用"})
		w.at("2026-11-30 10:00")
		w.wants(clerk.cadence("week"), fields{"state": "open", "done": 0.0})
	})
}

// A leader who is tied to a community in the middle of a month begins with the next; a visit is one line and counts.
func TestALeaderVisitsTheirCommunity(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 09:00")
		secretary, leader := w.secretary(), w.orgMan()
		tie := secretary.does("staff", "POST", linkagesAPI, fields{
			"kind": "leader", "person_id": leader.me("staff"), "area_id": w.id("阳光社区"), "from": "2026-11-24",
		}, 201)
		w.wants(leader.cadence("research"), fields{"period": "本月", "wanted": 0.0, "state": "none"})
		w.at("2026-12-02 09:00")
		w.wants(leader.cadence("research"), fields{"wanted": 1.0, "state": "open"})
		visits := api + "/linkages/" + fmt.Sprint(tie["id"]) + "/visits"
		for refusal, in := range map[string]fields{
			"400 linkage.brought": {"words": "看了看", "brought": []string{"money"}}, "400 linkage.on": {"words": "看了看", "on": "2026-12-03"},
			"404 linkage.missing": {"words": "包联以前", "on": "2026-11-20"},
		} {
			leader.refused("staff", "POST", visits, in, refusal)
		}
		w.street2().refused("staff", "POST", visits, fields{"words": "别人的"}, "404 linkage.missing")
		token := leader.login("staff")
		for range 3 {
			same(w, "recorded", "200", w.code(token, "POST", visits, fields{"words": "看了老旧小区，协调两万元", "brought": []string{"fund", "policy", "fund"}}, "Idempotency-Key", "visit-1"))
		}
		seen := items(secretary.does("staff", "GET", visits, nil, 200))
		if len(seen) != 1 {
			w.Fatalf("%v", seen)
		}
		w.wants(seen[0], fields{"on": "2026-12-02", "person_name": "陈刚", "brought": []any{"资金", "政策"}})
		w.wants(leader.cadence("research"), fields{"done": 1.0, "state": "done"})
		same(w, "one line", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'linkage.visit'`))
		leader.does("staff", "POST", visits, fields{"words": "前一天也去了", "on": "2026-12-01"}, 200)
		same(w, "both", []any{"2026-12-02", "2026-12-01"}, pluck(items(secretary.does("staff", "GET", visits, nil, 200)), "on"))
		w.forward(24 * time.Hour)
		w.wants(leader.cadence("research"), fields{"state": "done"})
	})
}

// Each household that the plan wants to see in a month is counted once for whom the place is, by whomever it was seen; who is due once a
// quarter, or does not want a visit, is not.
func TestEachHouseholdOfThePlanIsMet(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 09:00")
		officer, clerk, centre := w.officer(), w.clerk(), w.centre()
		w.wants(clerk.cadence("visit"), fields{"wanted": 1.0, "state": "open", "counted": "户"}) // nobody is in the plan: one visit is enough
		one, _ := w.elder("周桂花", "302", 1940)
		two, _ := w.elder("孙大爷", "401", 1960, "hardship")
		w.elder("吴奶奶", "402", 1962, "disabled") // once a quarter
		shy, _ := w.elder("郑爷爷", "403", 1960, "kinless")
		w.wants(officer.cadence("visit"), fields{"wanted": 3.0, "done": 0.0})
		officer.visits("staff", officer.careOf(shy)["id"], "phone", "declined", "words", "不愿意")
		officer.visits("staff", officer.careOf(one)["id"], "door", "well")
		officer.visits("staff", officer.careOf(one)["id"], "phone", "well")
		for _, c := range []*citizen{officer, clerk} {
			w.wants(c.cadence("visit"), fields{"wanted": 2.0, "done": 1.0, "state": "open"})
		}
		w.at("2026-11-27 09:10")
		w.must(w.system.Cadences.Remind(w.ctx))
		w.settle()
		w.expect(fmt.Sprint(officer.does("staff", "GET", api+"/notices", nil, 200)), "本月的重点人群走访（还差 1 户）")
		clerk.visits("staff", clerk.careOf(two)["id"], "door", "well")
		w.wants(officer.cadence("visit"), fields{"done": 2.0, "state": "done"})
		w.wants(w.clerkB().cadence("visit"), fields{"wanted": 1.0, "done": 0.0})

		rules := centre.does("staff", "GET", cadencesAPI+"/rules", nil, 200)
		w.expect(fmt.Sprint(rules["choices"]), "困难，每户都要走到", "在本职务或包联的地方做的")
		all := items(rules)
		for _, one := range all {
			if one["key"] == "visit" {
				one["target"] = "each:hardship"
			}
		}
		centre.does("staff", "PUT", cadencesAPI+"/rules", fields{"items": all, "mark": rules["mark"]}, 200)
		w.wants(officer.cadence("visit"), fields{"wanted": 1.0, "done": 1.0})
		w.at("2026-12-01 09:00")
		w.wants(officer.cadence("visit"), fields{"wanted": 1.0, "done": 0.0, "state": "open"})
	})
}

// The centre decides the cadences of the county; a change from an older list is refused.
func TestACountyDecidesItsCadences(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 09:00")
		centre, clerk := w.centre(), w.clerk()
		rules := centre.does("staff", "GET", cadencesAPI+"/rules", nil, 200)
		all := items(rules)
		all[0]["name"] = "讲党课"
		all = append(all, fields{
			"key": "talk", "name": "矛盾排查", "roles": []string{"clerk"}, "ties": []string{}, "kind": "dispute", "deed": "", "unit": "week", "times": 2, "basis": "县里定的",
		})
		centre.does("staff", "PUT", cadencesAPI+"/rules", fields{"items": all, "mark": rules["mark"]}, 200)
		w.wants(clerk.cadence("talk"), fields{"name": "矛盾排查", "period": "本周", "wanted": 2.0})
		centre.refused("staff", "PUT", cadencesAPI+"/rules", fields{"items": all, "mark": rules["mark"]}, "409 mark.stale")
		fresh := centre.does("staff", "GET", cadencesAPI+"/rules", nil, 200)
		all = items(fresh)
		own := fields{"name": "调解回访", "roles": []string{"clerk"}, "kind": "visit", "deed": "visit", "unit": "month", "times": 1}
		made := items(centre.does("staff", "PUT", cadencesAPI+"/rules", fields{"items": append(all, own), "mark": fresh["mark"]}, 200))
		key, _ := made[len(made)-1]["key"].(string)
		w.wants(clerk.cadence(key), fields{"name": "调解回访", "period": "本月"})
		w.wants(made[len(made)-1], fields{"who": "社区工作人员", "what": "走访（走访）", "say": "每月 1 次"})
		for _, never := range []fields{{"deed": "patrol.close"}, {"roles": []string{}, "ties": []string{"stationed"}}, {"kind": "sleep"}} {
			bad := fields{"name": "回访", "roles": []string{"clerk"}, "kind": "visit", "unit": "month", "times": 1}
			maps.Copy(bad, never)
			centre.refused("staff", "PUT", cadencesAPI+"/rules", fields{"items": []fields{bad}}, "400 cadence.rules")
		}
		same(w, "what others may do", 0, len(w.secretary().does("staff", "GET", cadencesAPI+"/rules", nil, 200)["can"].([]any)))
		all[0]["times"] = 0
		centre.refused("staff", "PUT", cadencesAPI+"/rules", fields{"items": all}, "400 cadence.rules")
		clerk.refused("staff", "PUT", cadencesAPI+"/rules", fields{"items": all}, "403 auth.denied")
	})
}
