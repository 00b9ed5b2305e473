package stories

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	patrolAPI      = api + "/patrols"
	staffPatrolAPI = api + "/staff/patrols"
)

// board is the token on the board of an area.
func (w *world) board(name string) string { w.Helper(); return w.areaOf(name).Board }

// scans scans the board of an area on a round, at a time of the telephone, "" now.
func (c *citizen) scans(name, at string) fields {
	c.w.Helper()
	in := fields{"code": c.w.board(name)}
	if at != "" {
		in["at"] = beijing(at).Format(time.RFC3339)
	}
	return c.does("staff", "POST", patrolAPI+"/scans", in, 200)
}

// plans plans rounds of the first grid by its officers.
func (c *citizen) plans(more fields) string {
	c.w.Helper()
	in := fields{
		"area_id": c.w.id("阳光第一网格"), "name": "夜间巡查", "kind": "night", "need": 2, "roles": []string{"grid_officer"}, "topics": []string{"fire"},
		"points": []fields{{"area_id": c.w.id("阳光花园3号楼")}, {"area_id": c.w.id("阳光花园13号楼")}},
	}
	for k, v := range more {
		in[k] = v
	}
	return word(c.does("staff", "POST", staffPatrolAPI+"/plans", in, 201)["id"])
}

func (c *citizen) patrolDay() fields {
	c.w.Helper()
	return c.does("staff", "GET", patrolAPI, nil, 200)
}

// told counts the notices of a kind to somebody.
func (w *world) told(who *citizen, kind string) int {
	w.Helper()
	w.settle()
	return w.count(`SELECT COUNT(*) FROM notify_notice WHERE person_id = ? AND kind = ?`, who.me("staff"), kind)
}

// Boards scanned in stairwells without a signal are a round: they arrive in any order, twice, with their own times; the log writes
// itself, and the round stands in the officer's work.
func TestARoundIsProvenByCodes(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 18:00")
		secretary, officer, lead := w.secretary(), w.officer(), w.lead()
		plan := secretary.plans(fields{"windows": "19:00-21:00"})
		same(w, "the officer is told of the plan", 1, w.told(officer, "patrol.plan_changed"))
		row := officer.row("staff", "patrol")
		w.wants(row, fields{"title": "夜间巡查", "say": "0 完成 1 还没有", "late": false, "due": "2026-11-25T21:00:00+08:00"})

		w.at("2026-11-25 21:30")
		officer.scans("阳光花园13号楼", "2026-11-25 19:40")
		officer.scans("阳光花园3号楼", "2026-11-25 19:05")
		officer.scans("阳光花园3号楼", "2026-11-25 19:05") // twice within a minute
		day := officer.patrolDay()
		round := objects(day["rounds"])[0]
		w.wants(round, fields{"plan_id": plan, "seen": 2.0, "open": true})
		same(w, "scans", 2, len(objects(round["scans"])))
		closed := officer.does("staff", "POST", patrolAPI+"/close", fields{"words": "13号楼门禁坏了", "at": beijing("2026-11-25 19:45").Format(time.RFC3339)}, 200)
		w.wants(closed, fields{"minutes": 40.0, "open": false})
		officer.scans("阳光花园3号楼", "2026-11-25 19:00") // late, of its time

		day = officer.patrolDay()
		w.wants(objects(day["planned"])[0]["count"].(fields), fields{"say": "1 完成"})
		w.expect(word(day["log"]), "19:00至19:40，阳光第一网格，夜间巡查，用时45分钟，查看消防安全", "看了2个点", "没有发现问题", "补充：13号楼门禁坏了")
		same(w, "nothing is left", 0, len(officer.today("staff")))
		same(w, "the officer's work", []string{"巡查 巡查 阳光社区 阳光第一网格"}, officer.works("staff"))
		same(w, "corrected", 45, w.count(`SELECT minutes FROM work_line WHERE deed = 'patrol.close'`))
		seen := lead.does("staff", "GET", staffPatrolAPI+"?area_id="+w.id("阳光第一网格")+"&days=1", nil, 200)
		same(w, "gaps", 0, len(objects(seen["gaps"])))
		w.wants(objects(seen["rounds"])[0], fields{"person_name": "李强", "seen": 2.0})

		// Another community, a code that is none, a clock that is wrong, and somebody without a post.
		for refusal, in := range map[string]fields{
			"404 patrol.code":  {"code": w.board("新园小区1号楼")},
			"400 patrol.time":  {"code": w.board("阳光花园3号楼"), "at": w.now().Add(-8 * 24 * time.Hour).Format(time.RFC3339)},
			"400 patrol.floor": {"code": w.board("阳光花园3号楼"), "floor": strings.Repeat("高", 11)},
		} {
			officer.refused("staff", "POST", patrolAPI+"/scans", in, refusal)
		}
		officer.refused("staff", "POST", patrolAPI+"/scans", fields{"code": "p_1_000000"}, "404 patrol.code")
		officer.refused("staff", "POST", patrolAPI+"/scans", fields{"code": w.board("阳光花园3号楼"), "at": w.now().Add(time.Hour).Format(time.RFC3339)}, "400 patrol.time")
		w.someone("路人").refused("mp", "POST", patrolAPI+"/scans", fields{"code": w.board("阳光花园3号楼")}, "404 patrol.code")
		w.someone("路人").refused("mp", "POST", patrolAPI+"/close", fields{}, "409 patrol.none")
		w.clerkB().refused("staff", "GET", staffPatrolAPI+"?area_id="+w.id("阳光第一网格"), nil, "404 area.missing")
		w.clerkB().refused("staff", "GET", staffPatrolAPI+"/plans?community_id="+w.id("阳光社区"), nil, "404 area.missing")
		w.clerkB().refused("staff", "DELETE", staffPatrolAPI+"/plans/"+plan, nil, "404 patrol.plan")
	})
}

// A fallen notice board is settled in five minutes and counts as solved by the officer's post, in one transaction; what goes to the
// desk waits there; danger tells the grid lead at once, the rest at 17:30 together; the same find sent twice is one report.
func TestAFindIsSettledOrHandedIn(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 10:00")
		officer, lead, clerk := w.officer(), w.lead(), w.clerk()
		officer.scans("阳光花园3号楼", "")
		find := func(c *citizen, account, key string, more fields) (string, string) {
			in := fields{"code": w.board("阳光花园3号楼"), "at": w.now().Format(time.RFC3339)}
			for k, v := range more {
				in[k] = v
			}
			got := w.code(c.login(account), "POST", patrolAPI+"/finds", in, "Idempotency-Key", key)
			w.settle()
			return got, fmt.Sprint(w.count(`SELECT COALESCE(MAX(id), 0) FROM report`))
		}
		status, spot := find(officer, "staff", "spot-1", fields{"words": "宣传栏倒了", "topic": "facility", "spot": true, "did": "扶正加固"})
		same(w, "settled", "201", status)
		w.wants(clerk.sees("staff", spot), fields{"source": "patrol", "state": "closed", "outcome": "solved", "category": "facility"})
		same(w, "nobody at the desk is bothered", 0, w.told(clerk, "report.new"))
		for range 3 {
			status, _ = find(officer, "staff", "spot-1", fields{"words": "宣传栏倒了", "topic": "facility", "spot": true, "did": "扶正加固"})
			same(w, "again", "201", status)
		}
		same(w, "one report", 1, w.count(`SELECT COUNT(*) FROM report`))
		same(w, "one find", 1, w.count(`SELECT COUNT(*) FROM patrol_find WHERE patrol_id <> 0 AND spot = 1`))
		same(w, "solved by the post", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'report.resolve' AND role = 'grid_officer' AND about = 'report:`+spot+`'`))
		grid := items(w.secretary().does("staff", "GET", api+"/staff/work/tallies?area_id="+w.id("阳光社区"), nil, 200))[0]
		w.wants(grid, fields{"solved": 1.0})

		// Refused: no word of what was done, and then nothing at all is written.
		status, _ = find(officer, "staff", "spot-2", fields{"words": "灯坏了", "spot": true})
		same(w, "not said how", "400 report.result", status)
		same(w, "still one report", 1, w.count(`SELECT COUNT(*) FROM report`))

		_, boxes := find(officer, "staff", "desk-1", fields{"words": "楼道里堆了纸箱", "topic": "sanitation"})
		w.wants(clerk.sees("staff", boxes), fields{"state": "submitted"})
		same(w, "the desk is told", 1, w.told(clerk, "report.new"))
		same(w, "the lead not yet", 0, w.told(lead, "patrol.found"))
		find(officer, "staff", "desk-2", fields{"words": "裸露电线垂下来", "topic": "public"})
		same(w, "of danger at once", 1, w.told(lead, "patrol.found"))
		w.at("2026-11-25 17:20")
		w.recurs("tell_finds")
		same(w, "before 17:30", 1, w.told(lead, "patrol.found"))
		w.at("2026-11-25 17:31")
		for range 3 {
			w.recurs("tell_finds")
		}
		same(w, "the rest together, once", 2, w.told(lead, "patrol.found"))
		words := word(items(lead.does("staff", "GET", api+"/notices", nil, 200))[0]["text"])
		w.expect(words, "今天发现2处，当场处理1处", "宣传栏倒了", "楼道里堆了纸箱")

		day := officer.patrolDay()
		w.expect(word(day["log"]), "发现3处：", "宣传栏倒了，当场处理：扶正加固", "已上报（", "待受理")
		seen := lead.does("staff", "GET", staffPatrolAPI+"?area_id="+w.id("阳光第一网格"), nil, 200)
		same(w, "finds", 3, len(objects(seen["finds"])))

		// A steward sees something in their building, without a round; a danger is not theirs to settle.
		zhao := w.steward()
		status, own := find(zhao, "mp", "zhao-1", fields{"words": "地毯卷边绊人", "code": "", "area_id": w.id("阳光花园3号楼"), "spot": true, "did": "压平了"})
		same(w, "the steward's", "201", status)
		w.wants(clerk.sees("staff", own), fields{"source": "steward", "state": "closed"})
		status, _ = find(zhao, "mp", "zhao-2", fields{"words": "煤气味很大", "spot": true, "did": "开了窗"})
		same(w, "danger", "403 report.small_only", status)
		status, _ = find(zhao, "mp", "zhao-3", fields{"words": "新园的灯坏了", "code": w.board("新园小区1号楼")})
		same(w, "not their building", "404 patrol.code", status)
		status, _ = find(w.someone("路人"), "mp", "lu-1", fields{"words": "灯坏了"})
		same(w, "no post", "404 patrol.code", status)
		status, _ = find(officer, "staff", "t-1", fields{"words": "灯坏了", "topic": "weather"})
		same(w, "no topic", "400 patrol.topic", status)
	})
}

// A planned day without a round is explained, never an absence; it stands in the weekly draft and before the lead.
func TestADayIsExplained(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 08:00")
		secretary, officer := w.secretary(), w.officer()
		plan := secretary.plans(fields{"windows": "08:30-11:30,14:00-17:00"})
		officer.scans("阳光花园3号楼", "")
		w.at("2026-11-24 09:00")
		officer.scans("阳光花园13号楼", "")
		officer.does("staff", "POST", patrolAPI+"/close", fields{}, 200)
		w.at("2026-11-25 09:00")
		rows := officer.today("staff")
		w.wants(rows[slices.IndexFunc(rows, func(r fields) bool { return r["title"] == "没有巡查的日子" })], fields{"say": "1次没有巡查，说明原因就行"})
		missed := objects(officer.patrolDay()["unexplained"])[0]
		w.wants(missed, fields{"day": "2026-11-24"})
		reason := fields{"plan_id": plan, "day": "2026-11-24", "reason": "drill"}
		officer.does("staff", "POST", patrolAPI+"/reasons", reason, 204)
		same(w, "explained", 0, len(objects(officer.patrolDay()["unexplained"])))
		days := objects(w.lead().does("staff", "GET", staffPatrolAPI+"?area_id="+w.id("阳光第一网格"), nil, 200)["days"])
		w.wants(days[1]["count"].(fields), fields{"say": "1 完成 1 有说明"})
		w.expect(word(officer.does("staff", "GET", workAPI+"/week", nil, 200)["draft"]), "11月24日没有做，原因：消防演练", "巡查：巡查1次")
		for refusal, in := range map[string]fields{
			"400 plan.reason": {"plan_id": plan, "day": "2026-11-24", "reason": "lazy"},
			"400 patrol.day":  {"plan_id": plan, "day": "2026-11-23", "reason": "drill"},
			"404 patrol.plan": {"plan_id": "999999", "day": "2026-11-24", "reason": "drill"},
		} {
			officer.refused("staff", "POST", patrolAPI+"/reasons", in, refusal)
		}
		w.clerkB().refused("staff", "POST", patrolAPI+"/reasons", reason, "404 patrol.plan")
		w.lead().refused("staff", "POST", patrolAPI+"/reasons", reason, "400 patrol.day")
	})
}

// Two telephones end one round at once: it is closed once, with one line of work.
func TestARoundIsClosedOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		officer.scans("阳光花园3号楼", "")
		w.later(10 * time.Minute)
		token, other := officer.login("staff"), officer.login("staff")
		start := make(chan struct{})
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				<-start
				phone := []string{token, other}[i%2]
				path, in := patrolAPI+"/close", fields{}
				if i%4 == 3 {
					path, in = patrolAPI+"/scans", fields{"code": w.board("阳光花园3号楼"), "at": w.now().Add(-5 * time.Minute).Format(time.RFC3339)}
				}
				if got := w.code(phone, "POST", path, in); got != "200" && !strings.HasPrefix(got, "503") && !strings.HasPrefix(got, "429") {
					w.Error(got)
				}
			})
		}
		close(start)
		all.Wait()
		same(w, "rounds", 1, w.count(`SELECT COUNT(*) FROM patrol`))
		same(w, "closed", 1, w.count(`SELECT COUNT(*) FROM patrol WHERE closed_at > 0`))
		same(w, "lines", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'patrol.close'`))
		same(w, "scans", 2, w.count(`SELECT COUNT(*) FROM patrol_scan`))
	})
}

// A plan that has ended wants no rounds; the rounds made for it stay.
func TestAPlanEnds(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, officer := w.secretary(), w.officer()
		plan := secretary.plans(nil)
		officer.scans("阳光花园3号楼", "")
		same(w, "planned", 1, len(objects(officer.patrolDay()["planned"])))
		rounds := w.count(`SELECT COUNT(*) FROM patrol_scan`)
		secretary.does("staff", "DELETE", staffPatrolAPI+"/plans/"+plan, nil, 204)
		secretary.refused("staff", "DELETE", staffPatrolAPI+"/plans/"+plan, nil, "404 patrol.plan")
		same(w, "planned afterwards", 0, len(objects(officer.patrolDay()["planned"])))
		same(w, "what was seen stays", rounds, w.count(`SELECT COUNT(*) FROM patrol_scan`))
	})
}

// What rounds look for is a list of the county: a new topic leads to its category, one that is hidden is no longer offered, and a plan
// keeps it.
func TestTheCountyDecidesWhatRoundsLookFor(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, officer, centre := w.secretary(), w.officer(), w.centre()
		plan := secretary.plans(nil)
		list := api + "/staff/words/patrol"
		words := centre.does("staff", "GET", list, nil, 200)
		all := objects(words["items"])
		same(w, "shipped", 8, len(all))
		all[1]["name"], all[1]["hidden"] = "消防通道", true // of the plan
		all = append(all, fields{"code": "", "name": "井盖", "hints": []string{}, "under": "facility", "hidden": false, "say": "", "questions": []fields{}})
		send := make([]fields, len(all))
		for i, one := range all {
			send[i] = fields{}
			for _, key := range []string{"code", "name", "hints", "under", "hidden", "say", "questions"} {
				send[i][key] = one[key]
			}
		}
		centre.does("staff", "PUT", list, fields{"items": send, "version": words["version"]}, 200)
		offered := objects(officer.patrolDay()["topics"])
		same(w, "offered", 8, len(offered))
		code := offered[7]["code"]
		same(w, "the new one", any("井盖"), offered[7]["name"])
		made := officer.does("staff", "POST", patrolAPI+"/finds", fields{"code": w.board("阳光花园3号楼"), "words": "松动了", "topic": code}, 201)
		w.wants(w.clerk().sees("staff", word(made["report_id"])), fields{"category": "facility"})
		secretary.does("staff", "PUT", staffPatrolAPI+"/plans/"+plan, fields{
			"area_id": w.id("阳光第一网格"), "name": "夜间巡查", "kind": "night", "need": 1, "roles": []string{"grid_officer"}, "topics": []string{"fire"},
			"points": []fields{{"area_id": w.id("阳光花园3号楼")}, {"area_id": w.id("阳光花园3号楼"), "name": "地下充电棚"}},
		}, 200)
		named := objects(secretary.does("staff", "GET", staffPatrolAPI+"/plans?community_id="+w.id("阳光社区"), nil, 200)["topics"])
		same(w, "offered, and the one of the plan", []any{"fire", "消防通道"}, []any{named[1]["code"], named[1]["name"]})
		officer.scans("阳光花园3号楼", "") // the hazard is seen with its board
		w.expect(word(officer.patrolDay()["log"]), "查看消防通道")
		for _, p := range objects(objects(officer.patrolDay()["planned"])[0]["points"]) {
			if p["seen_at"] == "" {
				w.Errorf("not seen: %v", p)
			}
		}
	})
}
