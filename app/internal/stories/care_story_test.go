package stories

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

const careAPI = api + "/staff/care"

// elder enters a resident with tags who lives alone in a room, and returns the household and the person.
func (w *world) elder(name, room string, born int, tags ...any) (household, who string) {
	w.Helper()
	clerk := w.clerk()
	who = fmt.Sprint(clerk.enters("阳光社区", fields{"name": name, "born": born, "home_id": w.id("1单元")})["id"])
	h := clerk.does("staff", "POST", staffHouseholds, w.moved("1单元", room, 1, "person_id", who, "stay", "permanent"), 201)
	household = fmt.Sprint(h["id"])
	clerk.does("staff", "POST", staffHouseholds+"/"+household+"/confirm", fields{"size": 1}, 200)
	if len(tags) > 0 {
		clerk.does("staff", "PATCH", residents+"/"+who, fields{"tags": tags}, 200)
	}
	w.settle()
	return household, who
}

// careOf returns the page of a household's visits.
func (c *citizen) careOf(household string) fields {
	c.w.Helper()
	return c.does("staff", "GET", staffHouseholds+"/"+household+"/care", nil, 200)
}

// visits records a visit.
func (c *citizen) visits(account string, id any, way, outcome string, more ...any) fields {
	c.w.Helper()
	in := fields{"way": way, "outcome": outcome}
	for i := 0; i+1 < len(more); i += 2 {
		in[fmt.Sprint(more[i])] = more[i+1]
	}
	got := c.does(account, "POST", fmt.Sprint(careAPI, "/", id, "/visits"), in, 201)
	c.w.settle()
	return got
}

// dueToday returns the rooms of the list of today, each with what it says.
func (c *citizen) dueToday(account string) []string {
	c.w.Helper()
	all := []string{}
	for _, r := range items(c.does(account, "GET", careAPI+"/today", nil, 200)) {
		all = append(all, fmt.Sprint(r["room"], " ", r["who"], " ", r["level"], " ", r["say"]))
	}
	return all
}

// One visit, typed once, is in the plan, the story of the household and the officer's work.
func TestAVisitIsTypedOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		household, _ := w.elder("周桂花", "302", 1940)
		w.recurs("plan_visits")
		page := officer.careOf(household)
		w.wants(page, fields{"level": "A", "level_name": "一级", "due": "2026-11-30", "state": "later", "last": ""})
		same(w, "cohorts", []any{"高龄独居", "高龄"}, page["cohorts"])
		same(w, "not due yet", []string{}, officer.dueToday("staff"))
		w.at("2026-11-28 09:00")
		same(w, "due", []string{"302 周桂花 A 11月30日前"}, officer.dueToday("staff"))
		w.at("2026-12-02 09:00")
		same(w, "late", []string{"302 周桂花 A 已过 2 天"}, officer.dueToday("staff"))
		task := items(officer.does("staff", "GET", api+"/today", nil, 200))[0]
		w.wants(task, fields{"kind": "care", "title": "走访 周桂花", "place": "阳光社区 阳光花园3号楼 1单元 302", "late": true, "urgent": false})
		same(w, "its results", []any{"平安", "记走访"}, pluck(objects(task["taps"]), "name"))
		sheet := officer.does("staff", "GET", fmt.Sprint(careAPI, "/", page["id"], "/sheet"), nil, 200)
		if got := pluck(objects(sheet["needs"]), "name"); got[0] != "就学" || len(got) != 12 {
			w.Errorf("needs: %v", got)
		}
		v := officer.visits("staff", page["id"], "door", "needs", "needs", []any{"haircut", "medical"}, "words", "腿脚不好，下不了楼")
		w.wants(v, fields{"outcome_name": "有需要", "late_days": 2.0, "counts": true, "due": "2026-12-09", "say": "12月9日前"})
		same(w, "done", []string{}, officer.dueToday("staff"))
		page = officer.careOf(household)
		w.wants(page, fields{"last": "2026-12-02", "state": "later"})
		seen := objects(page["visits"])
		w.wants(objects(seen[0]["visitors"])[0], fields{"words": "腿脚不好，下不了楼"})
		same(w, "needs", []any{"医疗", "上门理发"}, sortedAny(pluck(objects(page["needs"]), "kind_name"), "医疗"))
		same(w, "the line of work", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE kind = 'visit' AND deed = 'visit' AND household_id = ? AND about = ?`,
			household, fmt.Sprint("visit:", v["id"])))
		for _, secret := range []string{"腿脚"} {
			if n := w.count(`SELECT COUNT(*) FROM work_line WHERE words LIKE ?`, "%"+secret+"%"); n != 0 {
				w.Error("the words of the visit stand in the line of work")
			}
		}
	})
}

// sortedAny puts one value first.
func sortedAny(all []any, head any) []any {
	sorted := []any{}
	for _, one := range all {
		if one == head {
			sorted = append([]any{one}, sorted...)
		} else {
			sorted = append(sorted, one)
		}
	}
	return sorted
}

// Two who visit on the same morning made one visit, and each has their own line; also if both press at once, and twice.
func TestTwoVisitOnTheSameMorning(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, clerk := w.officer(), w.clerk()
		household, _ := w.elder("周桂花", "302", 1940)
		w.recurs("plan_visits")
		id := officer.careOf(household)["id"]
		start := make(chan struct{})
		var all sync.WaitGroup
		for i := range 20 {
			who := officer
			if i%2 == 0 {
				who = clerk
			}
			who.login("staff")
			all.Go(func() {
				<-start
				who.does("staff", "POST", fmt.Sprint(careAPI, "/", id, "/visits"), fields{"way": "door", "outcome": "well", "words": who.name + "去了"}, 201)
			})
		}
		close(start)
		all.Wait()
		same(w, "visits", 1, w.count(`SELECT COUNT(*) FROM care_visit WHERE cared_id = ?`, id))
		same(w, "visitors", 2, w.count(`SELECT COUNT(*) FROM care_visitor`))
		same(w, "lines", 2, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'visit'`))
		w.wants(officer.careOf(household), fields{"last": "2026-11-23", "due": "2026-11-30"})
	})
}

// A change at 23:00 is visited before the next night, also in the week of a holiday; 90 days later the rhythm is as before.
func TestAChangeAtNight(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, clerk := w.officer(), w.clerk()
		w.at("2026-09-30 23:00")
		h := clerk.does("staff", "POST", staffHouseholds, w.moved("1单元", "501", 3), 201)
		household := fmt.Sprint(h["id"])
		page := clerk.does("staff", "POST", careAPI+"/changes", fields{"household_id": household, "kind": "loss", "day": "2026-09-30", "words": "老伴去世"}, 201)
		w.wants(page, fields{"level": "A", "due": "2026-10-01", "say": "明天 23:00 前", "state": "open", "changed": true})
		w.at("2026-10-01 08:30")
		w.settle()
		same(w, "the officer is told", "care.changed: 阳光社区 阳光花园3号楼 1单元 501有变故，请在2026年10月01日 23:00前走访。", officer.lastNotice())
		w.at("2026-10-01 22:59")
		same(w, "in time", []string{"501  A 今天 23:00 前"}, officer.dueToday("staff"))
		w.at("2026-10-01 23:00")
		same(w, "late", []string{"501  A 已过时限"}, officer.dueToday("staff"))
		v := officer.visits("staff", page["id"], "door", "well", "at", "2026-10-01T21:00:00+08:00")
		w.wants(v, fields{"late_days": 0.0, "due": "2026-10-08"}) // entered late, but made in time
		w.at("2026-12-30 12:00")
		w.recurs("plan_visits")
		clerk.refused("staff", "GET", staffHouseholds+"/"+household+"/care", nil, "404 care.missing") // no rule names them
		officer.refused("staff", "POST", careAPI+"/changes", fields{"household_id": household, "kind": "loss", "day": "2027-09-30"}, "400 care.kind")
		w.clerkB().refused("staff", "POST", careAPI+"/changes", fields{"household_id": household, "kind": "loss", "day": "2026-12-30"}, "404 care.missing")
	})
}

// A change that keepers end takes the household back to its rhythm at once.
func TestAChangeEnds(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		household, _ := w.elder("孙大爷", "401", 1960, "hardship")
		w.wants(officer.careOf(household), fields{"level": "B", "changed": false})
		page := officer.does("staff", "POST", careAPI+"/changes", fields{"household_id": household, "kind": "loss", "day": "2026-11-23"}, 201)
		w.wants(page, fields{"level": "A", "changed": true})
		page = officer.careOf(household)
		changes := objects(page["changes"])
		same(w, "changes", 1, len(changes))
		end := fmt.Sprint(careAPI, "/", page["id"], "/changes/", changes[0]["id"], "/end")
		w.clerkB().refused("staff", "POST", end, nil, "404 care.missing")
		w.wants(officer.does("staff", "POST", end, nil, 200), fields{"level": "B", "changed": false})
		officer.does("staff", "POST", end, nil, 200)
		officer.refused("staff", "POST", fmt.Sprint(careAPI, "/", page["id"], "/changes/999/end"), nil, "404 care.change_missing")
	})
}

// Nobody opens at 23:00: again, steward, family, everybody, 110; it ends at once when somebody has seen the widow.
func TestNobodyOpensAtNight(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, steward, secretary := w.officer(), w.steward(), w.secretary()
		household, who := w.elder("周桂花", "302", 1940)
		son := w.named("周强", "2单元")
		link := son.does("mp", "POST", families, fields{"name": "周桂花", "relation": "parent", "home_id": w.id("1单元")}, 201)
		w.clerk().does("staff", "POST", fmt.Sprint(staffFamilies, "/", link["id"], "/confirm"), fields{"person_id": who}, 200)
		w.recurs("plan_visits")
		id := officer.careOf(household)["id"]
		w.at("2026-11-29 19:00")
		officer.visits("staff", id, "door", "no_answer")
		same(w, "again", "care.again: 阳光社区 阳光花园3号楼 1单元 302走访没有人应，请在2026年11月29日 23:00前再上门、再打电话。", officer.lastNotice())
		step := func(at, want string) {
			w.Helper()
			w.at(at)
			w.recurs("care_no_answer")
			w.settle()
			row := items(officer.does("staff", "GET", careAPI+"/today", nil, 200))[0]
			same(w, at, want, row["chase"].(map[string]any)["say"])
		}
		step("2026-11-29 22:59", "再上门、再打电话")
		same(w, "the steward sleeps", 0, steward.told("mp", "steward.call_urgent"))
		step("2026-11-29 23:00", "请红管家或楼栋长去看")
		same(w, "the steward is rung at night", 1, steward.told("mp", "steward.call_urgent"))
		w.wants(items(steward.does("mp", "GET", api+"/today", nil, 200))[0], fields{"kind": "call"})
		w.wants(items(steward.does("mp", "GET", api+"/today", nil, 200))[1], fields{"kind": "care", "title": "没人应 周家", "urgent": true})
		same(w, "the steward's list", []string{"302 周家 A 11月30日前"}, steward.dueToday("mp"))
		w.at("2026-11-29 23:30")
		w.stop()
		w.start() // and what Redis knew is lost
		w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
		step("2026-11-30 00:00", "告诉家人")
		same(w, "no consent", 0, son.told("mp", "care.unseen"))
		step("2026-11-30 00:30", "紧急呼叫，两人确认")
		step("2026-11-30 00:45", "拨打 110")
		same(w, "the secretary", 1, secretary.told("staff", "care.police"))
		w.at("2026-11-30 03:00")
		w.recurs("care_no_answer")
		same(w, "it waits", 1, len(steward.dueToday("mp")))
		steward.visits("mp", id, "door", "well", "words", "睡着了没听见")
		same(w, "seen", 0, w.count(`SELECT COUNT(*) FROM care_chase WHERE ended_at = 0`))
		same(w, "no call is open", 0, w.count(`SELECT COUNT(*) FROM steward_call WHERE state <> 'done'`))
		same(w, "nothing is left to do", []string{}, steward.dueToday("mp"))
		steward.refused("mp", "POST", fmt.Sprint(careAPI, "/", id, "/visits"), fields{"way": "door", "outcome": "well"}, "404 care.missing")
		w.at("2026-11-30 09:00")
		w.recurs("care_no_answer")
		w.settle()
		same(w, "no more", 1, secretary.told("staff", "care.police"))
		w.wants(officer.careOf(household), fields{"last": "2026-11-30", "chase": nil})
	})
}

// With consent the family has one sentence, and none the moment it is withdrawn.
func TestTheFamilyHasOneSentence(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, mother, son := w.officer(), w.named("周桂花", "1单元"), w.named("周强", "2单元")
		me := mother.me("mp")
		h := w.clerk().does("staff", "POST", staffHouseholds, w.moved("1单元", "302", 1, "person_id", me, "stay", "permanent"), 201)
		household := fmt.Sprint(h["id"])
		w.clerk().does("staff", "POST", staffHouseholds+"/"+household+"/confirm", fields{"size": 1}, 200)
		w.clerk().does("staff", "PATCH", residents+"/"+me, fields{"tags": []any{"alone"}}, 200)
		w.settle()
		id := officer.careOf(household)["id"]
		mother.refused("mp", "PUT", api+"/me/consents/care_family", nil, "404 consent.missing") // nobody to tell
		code := son.invites("parent")
		mother.does("mp", "POST", families+"/accept", fields{"code": code}, 200)
		officer.visits("staff", id, "door", "well")
		same(w, "not agreed", 0, son.told("mp", "care.family"))
		same(w, "not agreed", 0, len(items(son.does("mp", "GET", api+"/me/care/family", nil, 200))))
		mother.does("mp", "PUT", api+"/me/consents/care_family", nil, 200)
		w.at("2026-11-24 09:00")
		officer.visits("staff", id, "phone", "needs", "needs", []any{"medical"}, "words", "血压高")
		w.settle()
		same(w, "one sentence", "care.family: 您的家人：有需要，社区正在联系。", son.lastNotice())
		got := items(son.does("mp", "GET", api+"/me/care/family", nil, 200))[0]
		w.wants(got, fields{"name": "周桂花", "day": "2026-11-24", "say": "有需要，社区正在联系", "chase_id": ""})
		own := items(mother.does("mp", "GET", api+"/me/care", nil, 200))
		same(w, "the mother's own page", 2, len(objects(own[0]["visits"])))
		same(w, "not the son's", 0, len(items(son.does("mp", "GET", api+"/me/care", nil, 200))))
		mother.does("mp", "DELETE", api+"/me/consents/care_family", nil, 200)
		w.at("2026-11-25 09:00")
		officer.visits("staff", id, "door", "well")
		same(w, "withdrawn", 1, son.told("mp", "care.family"))
		same(w, "withdrawn", 0, len(items(son.does("mp", "GET", api+"/me/care/family", nil, 200))))
	})
}

// A tag that is removed while the visit is overdue ends the plan at once; the visits stay.
func TestATagIsRemovedWhileOverdue(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, lead, clerk := w.officer(), w.lead(), w.clerk()
		household, who := w.elder("孙大爷", "401", 1960, "hardship")
		w.at("2027-01-04 09:00")
		same(w, "late", []string{"401 孙大爷 B 已过 12 天"}, officer.dueToday("staff"))
		w.recurs("plan_visits")
		w.settle()
		same(w, "the lead is told once", 1, lead.told("staff", "care.overdue"))
		w.later(time.Hour)
		w.recurs("plan_visits")
		same(w, "and not again", 1, lead.told("staff", "care.overdue"))
		clerk.does("staff", "PATCH", residents+"/"+who, fields{"tags": []any{}}, 200)
		w.settle()
		same(w, "nothing is due", []string{}, officer.dueToday("staff"))
		officer.refused("staff", "GET", staffHouseholds+"/"+household+"/care", nil, "404 care.missing")
		clerk.does("staff", "PATCH", residents+"/"+who, fields{"tags": []any{"hardship"}}, 200)
		w.settle()
		w.wants(officer.careOf(household), fields{"level": "B", "due": "2027-02-04", "state": "later"})
	})
}

// A son who was told, because the widow agreed, reaches the widow on the telephone: the search ends, and nobody rings 110.
func TestTheFamilyReachesHer(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, mother, son := w.officer(), w.named("周桂花", "1单元"), w.named("周强", "2单元")
		household, me := "", mother.me("mp")
		h := w.clerk().does("staff", "POST", staffHouseholds, w.moved("1单元", "302", 1, "person_id", me, "stay", "permanent"), 201)
		household = fmt.Sprint(h["id"])
		w.clerk().does("staff", "POST", staffHouseholds+"/"+household+"/confirm", fields{"size": 1}, 200)
		w.clerk().does("staff", "PATCH", residents+"/"+me, fields{"tags": []any{"frail"}}, 200)
		w.settle()
		mother.does("mp", "POST", families+"/accept", fields{"code": son.invites("parent")}, 200)
		mother.does("mp", "PUT", api+"/me/consents/care_family", nil, 200)
		id := officer.careOf(household)["id"]
		w.at("2026-11-24 10:00")
		officer.visits("staff", id, "door", "no_answer")
		same(w, "not told yet", "", items(son.does("mp", "GET", api+"/me/care/family", nil, 200))[0]["chase_id"])
		officer.visits("staff", id, "phone", "no_answer") // the second try: the stewards are asked at once
		w.at("2026-11-24 11:00")
		w.recurs("care_no_answer")
		w.settle()
		same(w, "told", 1, son.told("mp", "care.unseen"))
		chase := fmt.Sprint(items(son.does("mp", "GET", api+"/me/care/family", nil, 200))[0]["chase_id"])
		w.steward().refused("mp", "POST", api+"/me/care/chases/"+chase+"/seen", nil, "404 care.chase_missing")
		son.does("mp", "POST", api+"/me/care/chases/"+chase+"/seen", nil, 204)
		w.settle()
		same(w, "the officer is told", 1, officer.told("staff", "care.seen"))
		son.refused("mp", "POST", api+"/me/care/chases/"+chase+"/seen", nil, "404 care.chase_missing")
		w.at("2026-11-24 15:00")
		w.recurs("care_no_answer")
		same(w, "nobody rings 110", 0, w.secretary().told("staff", "care.police"))
		same(w, "no visit was made", 0, w.count(`SELECT COUNT(*) FROM care_visit WHERE seen IS NOT NULL`))
	})
}
