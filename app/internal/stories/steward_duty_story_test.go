package stories

import (
	"io"
	"testing"
	"time"

	"linli/app/internal/fixture"

	"linli/app/steward"
	"linli/wxmsg/wxsim"
)

func TestOneTapHandsAlertsToTheSubstitute(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.follower("赵红").binds("mp", "19900000003")
		sun := w.follower("孙伟").binds("mp", "19900000006")
		wang := w.someone("老王")
		const away = api + "/steward/away"
		for _, days := range []int{0, 2, -1, 30} {
			zhao.refused("mp", "POST", away, fields{"days": days}, "400 steward.days")
		}
		for days, until := range map[int]string{3: "2026-11-26T08:00:00+08:00", 7: "2026-11-30T08:00:00+08:00", 1: "2026-11-24T08:00:00+08:00"} {
			got := zhao.does("mp", "POST", away, fields{"days": days}, 200)
			w.wants(got, fields{"until": until})
			w.wants(objects(got["substitutes"])[0], fields{"name": "孙伟", "role": "steward", "area_name": "阳光社区 阳光花园3号楼"})
		}
		zhao.does("mp", "POST", away, nil, 200) // until tomorrow
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		w.settle()
		if a, b := zhao.told("mp", "steward.alert"), sun.told("mp", "steward.alert"); a != 0 || b != 1 {
			w.Fatalf("the absent steward was alerted %d times, the substitute %d", a, b)
		}
		sun.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		sun.refused("mp", "POST", away, nil, "404 person.no_posting")
		w.forward(23*time.Hour - time.Second)
		wang.submits("门禁坏了", "阳光花园3号楼")
		w.settle()
		w.forward(time.Second) // eight o'clock: back automatically
		wang.submits("垃圾没人收", "阳光花园3号楼")
		w.settle()
		if n := zhao.told("mp", "steward.alert"); n != 1 || sun.told("mp", "steward.alert") != 2 {
			w.Fatalf("after the return: %d and %d alerts", n, sun.told("mp", "steward.alert"))
		}
		zhao.does("mp", "POST", away, fields{"days": 7}, 200)
		zhao.does("mp", "DELETE", away, nil, 204)
		wang.submits("电梯坏了", "阳光花园3号楼")
		w.settle()
		if n := zhao.told("mp", "steward.alert"); n < 2 {
			w.Fatalf("back early and alerted %d times", n)
		}
	})
}

func TestAStewardWithoutSubstituteNamesOne(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.steward()
		sun := w.posted("孙伟", "19900000006", "mp", "building_lead", "向阳小区3号楼")
		qian := w.someone("钱进").binds("mp", "19900000007")
		w.exec(`UPDATE person_posting SET substitute_id = 0`)
		zhao.refused("mp", "POST", api+"/steward/away", nil, "409 steward.no_substitute")
		if w.count(`SELECT COUNT(*) FROM person_posting WHERE away_to <> 0`) != 0 {
			w.Fatal("the refused absence was recorded")
		}
		could := items(zhao.does("mp", "GET", api+"/steward/substitutes", nil, 200))
		if len(could) != 1 {
			w.Fatalf("possible substitutes: %v", could)
		}
		w.wants(could[0], fields{"name": "孙伟", "role_name": "楼栋长", "area_name": "阳光社区 向阳小区3号楼"})
		for _, bad := range []any{nil, fields{"person_id": zhao.me("mp")}, fields{"person_id": qian.me("mp")}, fields{"person_id": "999999"}} {
			zhao.refused("mp", "PUT", api+"/steward/substitute", bad, "400 steward.substitute")
		}
		zhao.refused("mp", "PUT", api+"/steward/substitute", fields{"person_id": "x"}, "400 http.body")
		for range 2 {
			zhao.does("mp", "PUT", api+"/steward/substitute", fields{"person_id": could[0]["id"]}, 204)
		}
		w.settle()
		if sun.heardOf("请您代班") != 1 {
			w.Fatalf("the substitute was asked %d times", sun.heardOf("请您代班"))
		}
		got := zhao.does("mp", "POST", api+"/steward/away", nil, 200)
		w.wants(objects(got["substitutes"])[0], fields{"name": "孙伟"})
		stands := zhao.does("mp", "GET", api+"/steward/duty", nil, 200) // as the page shows it when opened again
		w.wants(stands, fields{"until": got["until"], "level": 1.0})
		w.wants(objects(stands["substitutes"])[0], fields{"name": "孙伟"})
		zhao.does("mp", "DELETE", api+"/steward/away", nil, 204)
		zhao.does("mp", "PUT", api+"/steward/shown", fields{"level": 2}, 204)
		w.wants(zhao.does("mp", "GET", api+"/steward/duty", nil, 200), fields{"until": "", "level": 2.0})
		w.follower("老王").refused("mp", "GET", api+"/steward/duty", nil, "403 auth.denied")
		w.must(w.system.ImportSheets(w.ctx, io.Discard, fixture.County())) // the roster names another substitute: it wins
		w.exec(`UPDATE person_posting SET substitute_id = ? WHERE role = 'steward'`, sun.me("mp"))
		sheets := fixture.County()
		sheets["任职"][3][6] = "" // the roster names no substitute: the steward's choice stays
		w.must(w.system.ImportSheets(w.ctx, io.Discard, sheets))
		if w.count(`SELECT COUNT(*) FROM person_posting WHERE person_id = ? AND substitute_id = ?`, zhao.me("mp"), sun.me("mp")) != 1 {
			w.Fatal("the import removed the chosen substitute")
		}
	})
}

func TestUnreachableStewardsAreListed(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, clerkB, centre := w.clerk(), w.clerkB(), w.centre()
		rows := func(c *citizen) map[string]string {
			w.Helper()
			w.must(w.system.Stewards.CheckReach(w.ctx))
			found := map[string]string{}
			for _, r := range items(c.does("staff", "GET", api+"/staff/unreachable", nil, 200)) {
				name, _ := r["area_name"].(string)
				found[name], _ = r["reason"].(string)
			}
			return found
		}
		three, thirteen, xiang := "阳光社区 阳光花园3号楼", "阳光社区 阳光花园13号楼", "阳光社区 向阳小区3号楼"
		one, nine := "新园社区 新园小区1号楼", "新园社区 新园小区9号楼"
		same(w, "after the import", map[string]string{three: "never_logged_in", thirteen: "nobody", xiang: "nobody"}, rows(clerk))
		same(w, "the officer's grid", map[string]string{three: "never_logged_in", thirteen: "nobody"}, rows(w.officer()))
		same(w, "the other community", map[string]string{one: "nobody", nine: "never_logged_in"}, rows(clerkB))
		same(w, "a department", map[string]string{}, rows(w.orgMan()))
		for who, want := range map[*citizen]int{clerk: 3, w.officer(): 2, clerkB: 2, w.orgMan(): 0, centre: 5} {
			if n := who.does("staff", "GET", api+"/staff/home", nil, 200)["unreachable"]; n != float64(want) || want != len(rows(who)) {
				w.Fatalf("%s: %v are counted, %v are listed", who.name, n, rows(who))
			}
		}
		clerk.refused("staff", "GET", api+"/staff/unreachable?cursor=x", nil, "400 http.body")

		// A login removes the steward from the list; unfollowed and never in the mini-program, the steward is on it
		// again.
		zhao := w.follower("赵红")
		zhao.binds("staff", "19900000003")
		w.settle()
		same(w, "after following", map[string]string{thirteen: "nobody", xiang: "nobody"}, rows(clerk))
		_, err := zhao.phone.Unfollow()
		w.must(err)
		w.settle()
		same(w, "after unfollowing", map[string]string{three: "not_following", thirteen: "nobody", xiang: "nobody"}, rows(clerk))
		zhao.binds("mp", "19900000003")
		same(w, "after the login", map[string]string{thirteen: "nobody", xiang: "nobody"}, rows(clerk))

		// No channel delivers the emergency: the mini-program has no consent.
		w.someone("老王").submits("楼道里着火了", "阳光花园3号楼")
		w.settle()
		lost := rows(clerk)
		same(w, "after a failed message", map[string]string{three: "undelivered", thirteen: "nobody", xiang: "nobody"}, lost)
		since := items(clerk.does("staff", "GET", api+"/staff/unreachable", nil, 200))[0]
		w.wants(since, fields{"person_name": "赵红", "person_phone": "199****0003", "reason_name": "最近一次紧急通知没有送达红管家"})
		w.later(time.Second) // two pushes of one second would be one event
		_, err = zhao.phone.Follow("")
		w.must(err)
		w.forward(2 * time.Minute)
		same(w, "after a delivered message", map[string]string{thirteen: "nobody", xiang: "nobody"}, rows(clerk))

		// A unit with its own steward, who has never entered.
		w.exec(`INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
			SELECT id, 'unit_lead', ?, 0, 0, 0, 0, 0, 0 FROM person WHERE code = 'P6'`, w.areaOf("2单元").ID)
		same(w, "the building's steward answers for the unit", map[string]string{thirteen: "nobody", xiang: "nobody"}, rows(clerk))
	})
}

func TestTheWeeklyDigestIsSentOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.follower("赵红").binds("mp", "19900000003")
		qian := w.follower("钱进").binds("mp", "19900000007") // a building without news
		wang := w.someone("老王")
		digest := func() {
			w.Helper()
			for range 3 {
				w.must(w.system.Stewards.Digest(w.ctx))
			}
			w.settle()
		}
		digest() // of a week without news
		id := wang.submits("楼道堆了杂物", "1单元")
		wang.submits("路灯不亮", "阳光花园3号楼")
		w.settle()
		zhao.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
		zhao.does("mp", "POST", tend+id+"/resolve", fields{"words": "清走了", "file_ids": []string{zhao.uploads("mp", photo(20, 20))}}, 200)
		w.pleads("1单元", "想买药", "13812345678")
		zhao.does("mp", "POST", api+"/calls/1/finish", fields{"words": "买好了"}, 200)
		digest()
		if zhao.heardOf("楼里一周") != 0 {
			w.Fatal("the digest came before the end of the week")
		}
		w.forward(7*24*time.Hour - time.Minute) // Monday, 08:59
		delete(zhao.tokens, "mp")
		digest()
		if zhao.heardOf("楼里一周") != 0 {
			w.Fatal("the digest came before nine")
		}
		w.later(14 * time.Hour) // Monday, 22:59: the run is late, and quiet hours have begun
		digest()
		if zhao.told("mp", "steward.weekly") != 0 {
			w.Fatal("the digest came at night")
		}
		w.stop()
		w.later(24 * time.Hour)
		w.later(-12 * time.Hour) // Tuesday, 10:59
		w.start()
		delete(zhao.tokens, "mp") // the embedded Redis loses the session
		digest()
		if zhao.heardOf("楼里一周") != 1 || qian.heardOf("楼里一周") != 0 {
			w.Fatalf("digests: %d and %d", zhao.heardOf("楼里一周"), qian.heardOf("楼里一周"))
		}
		told := items(zhao.does("mp", "GET", api+"/notices", nil, 200))
		for _, n := range told {
			if n["kind"] == "steward.weekly" {
				w.wants(n, fields{"text": "上周您负责的楼里：新增2件，您确认1件，您办结1件，您帮助求助1件，还有1件在办。谢谢您。"})
			}
		}
		for range 5 {
			w.later(24 * time.Hour)
			digest()
		}
		if zhao.heardOf("楼里一周") != 1 { // Sunday
			w.Fatalf("%d digests in one week", zhao.heardOf("楼里一周"))
		}
		w.later(24 * time.Hour)
		digest()
		if zhao.heardOf("楼里一周") != 2 {
			w.Fatal("the next week had no digest")
		}
	})
}

// Two hundred emergencies at once, and each is escalated in steps.
func TestManyEmergenciesAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	w := newWorld(t, nil)
	const reports = 200
	zhao := w.follower("赵红").binds("mp", "19900000003")
	clerk, caller := w.clerk(), fields{
		"source": "call", "text": "楼道里着火了", "area_id": w.id("阳光花园3号楼"), "name": "孙奶奶", "phone": "13800138000",
	}
	for range reports { // the alerts of one author would be limited
		clerk.does("staff", "POST", api+"/staff/reports", caller, 201)
	}
	w.settle()
	w.forward(2 * time.Minute)
	if n := w.count(`SELECT COUNT(*) FROM steward_ring`); n != 2*reports {
		w.Fatalf("%d alerts", n)
	}
	w.once(zhao)
	if n := w.count(`SELECT COUNT(*) FROM steward_paging WHERE stage <> ?`, steward.Ringing); n != 0 {
		w.Fatalf("%d pagings ended", n)
	}
	if n := len(w.sim.Delivered(wxsim.OA, zhao.phone.OpenID(wxsim.OA))); n < 2*reports {
		w.Fatalf("%d messages", n)
	}
}
