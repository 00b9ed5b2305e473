package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/roster"
)

// turns switches a policy of 阳光社区 on for 20 days.
func (c *citizen) turns(key string, keep int) {
	c.w.Helper()
	c.does("staff", "PUT", c.w.switchesOf("阳光社区")+"/"+key, fields{
		"purpose": "核对夜间巡查", "basis": "安网办〔2026〕7号", "last_day": c.w.now().AddDate(0, 0, 20).Format(time.DateOnly), "keep_days": keep,
	}, 200)
}

// step is a position some metres north of a corner.
func (w *world) step(metres float64) fields {
	return fields{"at": w.now().Format(time.RFC3339), "lat": 34.2010 + metres/111_320, "lng": 108.0010, "accuracy": 8}
}

// A track is recorded where the switch is on and the walker started it. It goes off in the middle: nothing more is taken, the distance
// stays, the way is gone after its days, and neither a ledger nor a list, a notice or the log ever had a coordinate.
func TestASwitchGoesOffInTheMiddleOfATrack(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 19:00")
		secretary, officer, lead, clerk := w.secretary(), w.officer(), w.lead(), w.clerk()
		here := fields{"community_id": w.id("阳光社区")}
		secretary.plans(nil)
		officer.scans("阳光花园3号楼", "")
		officer.refused("staff", "POST", patrolAPI+"/track", here, "403 policy.off")
		same(w, "not offered", 0, len(objects(officer.patrolDay()["track"])))

		secretary.turns("patrol_track", 10)
		walk := func(status int, steps ...fields) {
			officer.does("staff", "POST", patrolAPI+"/positions", fields{"community_id": w.id("阳光社区"), "positions": steps}, status)
		}
		officer.refused("staff", "POST", patrolAPI+"/positions", fields{"community_id": w.id("阳光社区"), "positions": []fields{w.step(0)}}, "409 patrol.track")
		same(w, "offered", 1, len(objects(officer.patrolDay()["track"])))
		officer.does("staff", "POST", patrolAPI+"/track", here, 204)
		for i := range 4 { // 20 m in 20 s
			walk(204, w.step(float64(i)*20))
			w.later(20 * time.Second)
		}
		walk(204, w.step(900)) // in a car
		bad := w.step(80)
		bad["accuracy"] = 60
		walk(204, bad)
		same(w, "positions", 4, w.count(`SELECT COUNT(*) FROM patrol_position`))
		officer.refused("staff", "POST", patrolAPI+"/positions", fields{"community_id": w.id("阳光社区"), "positions": []fields{{"at": "x"}}}, "400 patrol.positions")

		round := word(objects(officer.patrolDay()["rounds"])[0]["id"])
		same(w, "the walker sees it", 4, len(items(officer.does("staff", "GET", patrolAPI+"/"+round+"/track", nil, 200))))
		same(w, "and the grid lead", 4, len(items(lead.does("staff", "GET", patrolAPI+"/"+round+"/track", nil, 200))))
		for _, other := range []*citizen{secretary, clerk, w.clerkB()} {
			other.refused("staff", "GET", patrolAPI+"/"+round+"/track", nil, "404 patrol.missing")
		}

		secretary.does("staff", "POST", w.switchesOf("阳光社区")+"/patrol_track/end", nil, 200)
		officer.refused("staff", "POST", patrolAPI+"/positions", fields{"community_id": w.id("阳光社区"), "positions": []fields{w.step(100)}}, "403 policy.off")
		officer.refused("staff", "GET", patrolAPI+"/"+round+"/track", nil, "403 policy.off")
		w.later(5 * time.Minute)
		officer.scans("阳光花园13号楼", "")
		w.wants(officer.does("staff", "POST", patrolAPI+"/close", fields{}, 200), fields{"metres": 60.0})
		officer.does("staff", "POST", patrolAPI+"/finds", fields{"code": w.board("阳光花园3号楼"), "words": "裸露电线垂下来", "topic": "public"}, 201)
		w.settle()

		for who, path := range map[*citizen]string{
			officer: patrolAPI, lead: staffPatrolAPI + "?area_id=" + w.id("阳光第一网格"), clerk: staffPatrolAPI + "/plans?community_id=" + w.id("阳光社区"),
			secretary: staffPatrolAPI + "?area_id=" + w.id("阳光社区"),
		} {
			w.noPlace(fmt.Sprint(who.does("staff", "GET", path, nil, 200)))
		}
		w.noPlace(fmt.Sprint(items(officer.does("staff", "GET", workAPI, nil, 200)), items(lead.does("staff", "GET", api+"/notices", nil, 200))))
		w.noPlace(w.exportsLedger(clerk, "patrols", "2026-11-25", 2, "夜间巡查", "李强"))

		w.forward(10 * 24 * time.Hour)
		w.recurs("drop_switched_off")
		same(w, "on the last day", 4, w.count(`SELECT COUNT(*) FROM patrol_position`))
		w.forward(24 * time.Hour)
		w.recurs("drop_switched_off")
		same(w, "the day after", 0, w.count(`SELECT COUNT(*) FROM patrol_position`))
		same(w, "the distance stays", 60, w.count(`SELECT metres FROM patrol`))
	})
}

// noPlace fails when a text has a coordinate of the test county.
func (w *world) noPlace(said string) {
	w.Helper()
	for _, mark := range []string{"34.20", "108.00", "lat:", "lng:", `"lat"`, `"lng"`} {
		if strings.Contains(said, mark) {
			w.Errorf("%q is in %s", mark, said)
		}
	}
}

// The three numbers are shown where the switch is on, to the walker alone, and nothing is made of them.
func TestTheThreeNumbersStandApart(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 19:00")
		officer := w.officer()
		officer.refused("staff", "GET", patrolAPI+"/minimum", nil, "403 policy.off")
		w.secretary().turns("patrol_minimum", 0)
		officer.scans("阳光花园3号楼", "")
		w.later(25 * time.Minute)
		officer.scans("阳光花园13号楼", "")
		got := officer.does("staff", "GET", patrolAPI+"/minimum", nil, 200)
		w.wants(got, fields{"rounds": 1.0, "minutes": 30.0, "metres": 0.0})
		w.wants(got["asked"].(fields), fields{"rounds": 2.0, "minutes": 60.0, "metres": 1000.0})
		same(w, "the lead's own", 0.0, w.lead().does("staff", "GET", patrolAPI+"/minimum", nil, 200)["rounds"])
	})
}

// A storm makes every plan stricter for two days, and each returns exactly; the officers are told of both.
func TestAStormRaisesThePlans(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 17:00") // a Tuesday
		secretary, officer := w.secretary(), w.officer()
		secretary.plans(fields{"weekdays": []int{3}, "need": 1})
		before := fmt.Sprint(secretary.does("staff", "GET", staffPatrolAPI+"/plans?community_id="+w.id("阳光社区"), nil, 200))
		same(w, "not today", 0, len(objects(officer.patrolDay()["planned"])))
		in := fields{"area_id": w.id("阳光社区"), "reason": "暴雨橙色预警", "windows": "07:00-09:00,13:00-15:00,19:00-21:00", "until": beijing("2026-11-26 20:00").Format(time.RFC3339)}
		raise := word(secretary.does("staff", "POST", staffPatrolAPI+"/raises", in, 201)["id"])
		today := objects(officer.patrolDay()["planned"])
		w.wants(today[0], fields{"need": 2.0, "say": "每天 07:00-09:00,13:00-15:00,19:00-21:00，2个点看2个"})
		same(w, "told of plan and storm", 2, w.told(officer, "patrol.plan_changed"))
		w.clerkB().refused("staff", "POST", staffPatrolAPI+"/raises/"+raise+"/end", nil, "404 patrol.raise")
		w.clerkB().refused("staff", "POST", staffPatrolAPI+"/raises", in, "404 area.missing")
		in["until"] = beijing("2026-12-26 20:00").Format(time.RFC3339)
		secretary.refused("staff", "POST", staffPatrolAPI+"/raises", in, "400 patrol.until")
		w.at("2026-11-25 08:00")
		w.wants(objects(officer.patrolDay()["planned"])[0]["count"].(fields), fields{"wanted": 3.0})
		w.at("2026-11-25 12:00")
		for range 2 {
			secretary.does("staff", "POST", staffPatrolAPI+"/raises/"+raise+"/end", nil, 204)
		}
		same(w, "told that it is over, once", 3, w.told(officer, "patrol.plan_changed"))
		same(w, "every plan as before", before, fmt.Sprint(secretary.does("staff", "GET", staffPatrolAPI+"/plans?community_id="+w.id("阳光社区"), nil, 200)))
		w.at("2026-11-26 09:00")
		same(w, "Thursday is free again", 0, len(objects(officer.patrolDay()["planned"])))
		w.at("2026-12-02 09:00")
		w.wants(objects(officer.patrolDay()["planned"])[0], fields{"need": 1.0, "say": "周三，2个点看1个"})
	})
}

// A plan follows the substitute: while the officer is away, it stands on the list of who steps in, and their round counts.
func TestAPlanFollowsTheSubstitute(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 08:00")
		secretary, officer, lead := w.secretary(), w.officer(), w.lead()
		secretary.plans(nil)
		has := func(c *citizen) bool {
			return slices.ContainsFunc(c.today("staff"), func(r fields) bool { return r["title"] == "夜间巡查" })
		}
		same(w, "the officer", true, has(officer))
		same(w, "the lead", false, has(lead))
		officer.does("staff", "PUT", api+"/me/absence", fields{
			"from": "2026-11-24T09:00:00+08:00", "to": "2026-11-26T08:00:00+08:00", "substitute_id": lead.me("staff"),
		}, 204)
		w.at("2026-11-24 10:00")
		same(w, "the officer is away", false, has(officer))
		same(w, "the lead steps in", true, has(lead))
		lead.scans("阳光花园3号楼", "")
		w.later(2 * time.Minute)
		lead.scans("阳光花园13号楼", "")
		same(w, "walked", false, has(lead))
		w.at("2026-11-26 09:00")
		same(w, "the officer is back", true, has(officer))
		same(w, "yesterday was not theirs", 0, len(objects(officer.patrolDay()["unexplained"])))
		same(w, "it was the lead's", 1, len(objects(lead.patrolDay()["unexplained"])))
	})
}

// The roster changes while an officer is offline: what they scanned and saw before counts, what came after does not.
func TestTheRosterChangesWhileAnOfficerIsOffline(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 12:00")
		officer := w.officer()
		token := officer.login("staff")
		sheets := staffed()
		for i, row := range sheets[roster.SheetPostings] {
			if row[0] == "P2" {
				sheets[roster.SheetPostings][i][5] = "2026-11-25" // the last day before midnight
			}
		}
		w.imports(sheets)
		ends := w.count(`SELECT to_at FROM person_posting WHERE person_id = ` + officer.me("staff"))
		if ends == 0 {
			w.Fatal("the posting has no end")
		}
		w.clock.Store(int64(ends) + time.Hour.Milliseconds())
		send := func(path string, in fields, ago time.Duration) string {
			in["code"], in["at"] = w.board("阳光花园3号楼"), w.now().Add(-ago).Format(time.RFC3339)
			return w.code(token, "POST", patrolAPI+path, in)
		}
		same(w, "scanned while in post", "200", send("/scans", fields{}, 2*time.Hour))
		same(w, "seen while in post", "201", send("/finds", fields{"words": "灯坏了", "spot": true, "did": "换了灯泡"}, 2*time.Hour))
		same(w, "scanned afterwards", "404 patrol.code", send("/scans", fields{}, 30*time.Minute))
		same(w, "seen afterwards", "404 patrol.code", send("/finds", fields{"words": "灯坏了"}, 30*time.Minute))
	})
}

// A round without an end closes by itself after four hours; a scan of its time that comes later still counts.
func TestARoundClosesByItself(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 22:30")
		officer := w.officer()
		officer.scans("阳光花园3号楼", "")
		w.at("2026-11-26 02:00")
		w.recurs("close_patrols")
		same(w, "on", 1, w.count(`SELECT COUNT(*) FROM patrol WHERE closed_at = 0`))
		w.at("2026-11-26 02:31")
		for range 2 {
			w.recurs("close_patrols")
		}
		same(w, "over", 1, w.count(`SELECT COUNT(*) FROM patrol WHERE quiet = 1 AND minutes = 5`))
		officer.scans("阳光花园13号楼", "2026-11-26 00:10") // over midnight
		same(w, "one round", 1, w.count(`SELECT COUNT(*) FROM patrol WHERE minutes = 105`))
		same(w, "one line, on the day it began", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'patrol.close' AND minutes = 105 AND day = 20261125`))
		w.at("2026-11-26 04:30")
		officer.scans("阳光花园3号楼", "") // a new one
		same(w, "rounds", 2, w.count(`SELECT COUNT(*) FROM patrol`))
	})
}

// A find that is settled on the spot is one transaction: when its last row cannot be written, there is no report, no number and no
// line of work; sent again, it is there once.
func TestAFindIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		token := officer.login("staff")
		find := func() string {
			return w.code(token, "POST", patrolAPI+"/finds", fields{
				"code": w.board("阳光花园3号楼"), "words": "宣传栏倒了", "spot": true, "did": "扶正加固", "at": "2026-11-23T09:00:00+08:00",
			}, "Idempotency-Key", "whole-1")
		}
		w.exec(`ALTER TABLE patrol_find RENAME TO patrol_lost`)
		if got := find(); !strings.HasPrefix(got, "500") {
			w.Fatal(got)
		}
		for _, table := range []string{"report", "report_event", "work_line", "patrol"} {
			same(w, table, 0, w.count(`SELECT COUNT(*) FROM `+table))
		}
		w.exec(`ALTER TABLE patrol_lost RENAME TO patrol_find`)
		same(w, "sent again", "201", find())
		same(w, "and again", "201", find())
		same(w, "one report", 1, w.count(`SELECT COUNT(*) FROM report WHERE state = 'closed'`))
		same(w, "two lines: found and settled", 2, w.count(`SELECT COUNT(*) FROM work_line`))
	})
}
