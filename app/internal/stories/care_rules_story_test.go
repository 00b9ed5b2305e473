package stories

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/care"
	"linli/app/work"
	"linli/store"
)

// dates returns the due dates of everybody in the plan, by id.
func (w *world) dates() map[string]string {
	w.Helper()
	rows, err := w.records().QueryContext(w.ctx, `SELECT id, opens_on, due_on, due_at, last_on FROM care_cared WHERE ended_at = 0`)
	w.must(err)
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var id, opens, due, by, last string
		w.must(rows.Scan(&id, &opens, &due, &by, &last))
		all[id] = strings.Join([]string{opens, due, by, last}, " ")
	}
	w.must(rows.Err())
	return all
}

// A surge over the end of a month makes every visit daily and gives every date back.
func TestASurgeGivesEveryDateBack(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, secretary := w.officer(), w.secretary()
		w.elder("周桂花", "302", 1940)
		w.elder("孙大爷", "401", 1960, "hardship")
		w.elder("吴奶奶", "402", 1962, "disabled")
		w.recurs("plan_visits")
		w.at("2026-11-28 18:00")
		before := w.dates()
		same(w, "of three", 3, len(before))
		same(w, "today", 1, len(officer.dueToday("staff")))
		surge := secretary.does("staff", "POST", careAPI+"/surges", fields{"area_ids": []any{w.id("阳光社区")}, "reason": "寒潮蓝色预警"}, 201)
		same(w, "the same dates", before, w.dates())
		same(w, "everybody today", []string{"302 周桂花 S 今天", "401 孙大爷 S 今天", "402 吴奶奶 S 今天"}, officer.dueToday("staff"))
		w.at("2026-11-30 09:00")
		same(w, "two days late", "302 周桂花 S 已过 2 天", officer.dueToday("staff")[0])
		w.recurs("plan_visits")
		w.at("2026-12-01 12:00")
		w.recurs("plan_visits")
		w.street2().refused("staff", "POST", fmt.Sprint(careAPI, "/surges/", surge["id"], "/end"), nil, "404 care.surge_missing")
		for range 2 {
			w.wants(secretary.does("staff", "POST", fmt.Sprint(careAPI, "/surges/", surge["id"], "/end"), nil, 200), fields{"until": "2026-11-30"})
		}
		same(w, "every date as before", before, w.dates())
		same(w, "the plan as it was", []string{"302 周桂花 A 已过 1 天"}, officer.dueToday("staff"))
		same(w, "no surge goes on", 0, len(items(secretary.does("staff", "GET", careAPI+"/surges", nil, 200))))
		secretary.refused("staff", "POST", careAPI+"/surges", fields{"area_ids": []any{w.id("新园社区")}, "reason": "寒潮"}, "404 area.missing")
	})
}

// The rate of a cohort in a month counts each household once, however often it was visited, and none that nobody met.
func TestTheRateOfAMonthIsExact(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, lead := w.officer(), w.lead()
		var ids []any
		for i, room := range []string{"301", "302", "303", "304"} {
			h, _ := w.elder(fmt.Sprint("老人", i), room, 1960, "hardship")
			ids = append(ids, officer.careOf(h)["id"])
		}
		w.at("2026-11-30 23:30")
		officer.visits("staff", ids[0], "door", "well")
		officer.visits("staff", ids[1], "phone", "needs", "needs", []any{"meal"})
		w.at("2026-12-01 00:10")
		officer.visits("staff", ids[0], "door", "well")
		officer.visits("staff", ids[2], "door", "well", "at", "2026-11-30T22:00:00+08:00")
		officer.visits("staff", ids[3], "door", "no_answer")
		rate := func(day string) string {
			w.Helper()
			for _, r := range items(lead.does("staff", "GET", careAPI+"/rates?day="+day, nil, 200)) {
				if r["code"] == "hardship" {
					return fmt.Sprint(r["seen"], "/", r["cared"])
				}
			}
			return ""
		}
		same(w, "November", "3/4", rate("2026-11-15"))
		same(w, "December", "1/4", rate("2026-12-31"))
		gaps := items(lead.does("staff", "GET", careAPI+"/gaps", nil, 200))
		w.wants(gaps[0], fields{"place": "阳光社区 阳光花园3号楼", "cared": 4.0, "due": 0.0, "late": 0.0})
		w.clerkB().refused("staff", "GET", careAPI+"/rates?area_id="+w.id("阳光社区"), nil, "404 area.missing")
	})
}

// The page of a widow is read by the keepers of the place, each of whom leaves a line, and is missing for everybody else.
func TestThePageOfAWidow(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, steward, secretary := w.officer(), w.steward(), w.secretary()
		household, who := w.elder("周桂花", "302", 1940, "kinless")
		page := officer.careOf(household)
		id := fmt.Sprint(page["id"])
		same(w, "by the person too", page["id"], officer.does("staff", "GET", residents+"/"+who+"/care", nil, 200)["id"])
		secretary.does("staff", "GET", careAPI+"/"+id, nil, 200)
		secretary.does("staff", "GET", careAPI, nil, 200)
		same(w, "who read it", 2, w.count(`SELECT COUNT(DISTINCT person_id) FROM audit_record WHERE action = 'care.read' AND about = ?`, "cared:"+id))
		same(w, "who read the list", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'care.list'`))
		for _, other := range []*citizen{w.clerkB(), w.street2()} {
			for _, path := range []string{careAPI + "/" + id, staffHouseholds + "/" + household + "/care"} {
				if got := w.code(other.login("staff"), "GET", path, nil); got != "404 care.missing" && got != "403 auth.denied" {
					w.Errorf("%s reads %s: %s", other.name, path, got)
				}
			}
			if got := w.code(other.login("staff"), "POST", careAPI+"/"+id+"/visits", fields{"way": "door", "outcome": "well"}); got != "404 care.missing" {
				w.Errorf("%s visits: %s", other.name, got)
			}
		}
		steward.refused("mp", "GET", careAPI+"/"+id, nil, "403 auth.denied")
		steward.refused("mp", "GET", careAPI+"/"+id+"/sheet", nil, "404 care.missing")
		steward.refused("mp", "POST", careAPI+"/"+id+"/visits", fields{"way": "door", "outcome": "well"}, "404 care.missing")

		// Assigned, the steward has the room and how to address them, and no page.
		helpers := items(officer.does("staff", "GET", careAPI+"/"+id+"/helpers", nil, 200))
		same(w, "stewards of the place", []any{"赵红"}, pluck(helpers, "name"))
		officer.refused("staff", "PUT", careAPI+"/"+id+"/helpers", fields{"person_ids": []any{w.clerkB().me("staff")}}, "400 care.helper")
		officer.does("staff", "PUT", careAPI+"/"+id+"/helpers", fields{"person_ids": []any{helpers[0]["id"]}}, 200)
		w.at("2026-11-29 09:00")
		same(w, "the steward's day", []string{"302 周家 A 11月30日前"}, steward.dueToday("mp"))
		sheet := steward.does("mp", "GET", careAPI+"/"+id+"/sheet", nil, 200)
		w.wants(sheet, fields{"who": "周家", "room": "302"})
		steward.refused("mp", "GET", careAPI+"/"+id, nil, "403 auth.denied")
		steward.visits("mp", id, "door", "well")
		seen := objects(officer.careOf(household)["visits"])
		same(w, "who visited", []any{"赵红"}, pluck(objects(seen[0]["visitors"]), "name"))
	})
}

// The centre decides the rules of the county: an interval and a cohort count from then on, an older list and one without those who must
// be visited are refused.
func TestTheCountyDecidesItsVisits(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, centre, rulesAPI := w.officer(), w.centre(), careAPI+"/rules"
		household, _ := w.elder("孙大爷", "401", 1960, "disabled")
		w.wants(officer.careOf(household), fields{"level": "C"})
		rules := centre.does("staff", "GET", rulesAPI, nil, 200)
		cohorts := objects(rules["cohorts"])
		for _, c := range cohorts {
			if c["code"] == "disabled" {
				c["level"] = "B"
			}
		}
		rules["cohorts"] = cohorts
		officer.refused("staff", "PUT", rulesAPI, rules, "403 auth.denied")
		now := centre.does("staff", "PUT", rulesAPI, rules, 200)
		w.recurs("plan_visits")
		w.wants(officer.careOf(household), fields{"level": "B"})
		centre.refused("staff", "PUT", rulesAPI, rules, "409 mark.stale")
		own := append(slices.Clone(cohorts), fields{"name": "高龄以外的老人", "tags": []string{"honoured"}, "age": 70, "alone": false, "level": "C"})
		now["cohorts"] = own
		now = centre.does("staff", "PUT", rulesAPI, now, 200)
		if made := objects(now["cohorts"]); made[len(made)-1]["code"] == "" {
			w.Errorf("a new cohort has no code: %v", made)
		}
		same(w, "the centre", []any{"set"}, now["can"])
		same(w, "the officer", []any{}, officer.does("staff", "GET", rulesAPI, nil, 200)["can"])
		for want, spoil := range map[string]fields{
			"400 care.tag":    {"cohorts": append(cohorts, fields{"name": "看不见的", "tags": []string{"ghost"}, "age": 0, "alone": false, "level": "C"})},
			"400 care.cohort": {"cohorts": append(cohorts, fields{"name": "", "tags": []string{"aged"}, "age": 0, "alone": false, "level": "C"})},
			"400 care.steps":  {"steps": []fields{{"do": "police", "minutes": 0, "level": "A"}, {"do": "again", "minutes": 60, "level": "B"}}},
		} {
			bad := maps.Clone(now)
			maps.Copy(bad, spoil)
			centre.refused("staff", "PUT", rulesAPI, bad, want)
		}
		now["cohorts"] = cohorts[2:]
		centre.refused("staff", "PUT", rulesAPI, now, "409 care.must")
		now["change_days"] = 0
		centre.refused("staff", "PUT", rulesAPI, now, "400 care.rules")
	})
}

// The ledger of visits has who visited whom, when and how it went, and nothing of what was said.
func TestTheVisitsOfACommunityAreExported(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, secretary := w.officer(), w.secretary()
		household, _ := w.elder("孙大爷", "401", 1960, "hardship")
		officer.visits("staff", officer.careOf(household)["id"], "door", "needs", "needs", []any{"meal"}, "words", "腿脚不好")
		in := fields{"from": "2026-11-01", "to": "2026-11-30", "area_id": w.id("阳光社区"), "reason": "走访核对"}
		status, book := w.send(secretary.login("staff"), "POST", ledgersAPI+"/visits", in)
		same(w, "the ledger", 200, status)
		text, rows := readLedger(w, book)
		w.expect(text, "走访核对", "401", "孙大爷", "李强", "助餐")
		if strings.Contains(text, "腿脚不好") {
			w.Error("what was said")
		}
		same(w, "with the heading", 2, len(rows))
		w.clerkB().refused("staff", "POST", ledgersAPI+"/visits", in, "404 area.missing")
		in["reason"] = ""
		secretary.refused("staff", "POST", ledgersAPI+"/visits", in, "400 ledger.reason")
	})
}

// Levels are raised by keepers and lowered by the secretary; what is no longer wanted becomes a call a quarter.
func TestLevelsAreDecided(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, secretary := w.officer(), w.secretary()
		household, _ := w.elder("孙大爷", "401", 1960, "frail")
		page := officer.careOf(household)
		w.wants(page, fields{"level": "A", "due": "2026-11-30"}) // frail and alone
		level := careAPI + "/" + fmt.Sprint(page["id"]) + "/level"
		officer.refused("staff", "PUT", level, fields{"level": "B", "until": "2027-01-31", "reason": "儿子回来同住"}, "403 care.lower")
		w.wants(secretary.does("staff", "PUT", level, fields{"level": "B", "until": "2027-01-31", "reason": "儿子回来同住"}, 200), fields{"level": "B", "due": "2026-12-23"})
		w.wants(officer.does("staff", "DELETE", level, nil, 200), fields{"level": "A", "due": "2026-11-30"})
		officer.refused("staff", "PUT", level, fields{"level": "A", "until": "2027-01-31", "reason": ""}, "400 care.reason")
		officer.refused("staff", "PUT", level, fields{"level": "A", "until": "2020-01-31", "reason": "出院"}, "400 care.level")
		officer.refused("staff", "POST", careAPI+"/"+fmt.Sprint(page["id"])+"/visits", fields{"way": "door", "outcome": "declined"}, "400 care.reason")
		officer.visits("staff", page["id"], "door", "declined", "words", "不想被打扰")
		page = officer.careOf(household)
		w.wants(page, fields{"declined": true, "declined_why": "不想被打扰", "due": "2027-02-23"})
		w.wants(officer.does("staff", "POST", careAPI+"/"+fmt.Sprint(page["id"])+"/accept", nil, 200), fields{"declined": false, "due": "2026-11-30"})

		must, _ := w.elder("钱奶奶", "402", 1960, "kinless", "disabled")
		id := fmt.Sprint(officer.careOf(must)["id"])
		secretary.refused("staff", "PUT", careAPI+"/"+id+"/level", fields{"level": "C", "until": "2027-01-31", "reason": "身体很好"}, "409 care.must")
		w.wants(officer.does("staff", "PUT", careAPI+"/"+id+"/level", fields{"level": "A", "until": "2026-12-10", "reason": "刚出院"}, 200), fields{"level": "A", "due": "2026-11-30"})
		w.at("2026-12-11 09:00")
		w.recurs("plan_visits")
		w.wants(officer.careOf(must), fields{"level": "B", "set": nil, "due": "2026-12-23"})
	})
}

// Needs of eleven households become the question of a new service; each is referred, met, or ended with a reason.
func TestNeedsBecomeAService(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, clerk := w.officer(), w.clerk()
		wanted := func() string {
			w.Helper()
			said := ""
			for _, n := range items(clerk.does("staff", "GET", api+"/staff/needs/wanted", nil, 200)) {
				said += fmt.Sprintf("%v%v%v;", n["name"], n["households"], n["offer"])
			}
			return said
		}
		for i := range 11 {
			h, _ := w.elder(fmt.Sprint("老人", i), fmt.Sprint(101+i), 1940, "frail")
			page := officer.careOf(h)
			officer.visits("staff", page["id"], "door", "well", "needs", []any{"haircut"})
			officer.visits("staff", page["id"], "door", "well", "needs", []any{"haircut", "meal"}, "words", "再说一遍")
			if i == 9 {
				same(w, "ten", "助餐10false;上门理发10false;", wanted())
			}
		}
		same(w, "eleven", "助餐11true;上门理发11true;", wanted())
		needs := items(clerk.does("staff", "GET", api+"/staff/needs?kind=haircut", nil, 200))
		same(w, "each once", 11, len(needs))
		at := api + "/staff/needs/" + fmt.Sprint(needs[0]["id"])
		lamp := "report:" + w.someone("老王").submits("路灯不亮", "阳光花园3号楼")
		w.wants(clerk.does("staff", "POST", at+"/refer", fields{"target": lamp}, 200), fields{"state_name": "已转办", "target": lamp})
		clerk.refused("staff", "POST", at+"/end", fields{"met": false}, "400 care.reason")
		w.wants(clerk.does("staff", "POST", at+"/end", fields{"met": true}, 200), fields{"state_name": "已解决"})
		clerk.refused("staff", "POST", at+"/end", fields{"met": true}, "409 care.over")
		same(w, "ten are left", "助餐11true;上门理发10false;", wanted())
		w.clerkB().refused("staff", "POST", at+"/refer", fields{"target": "report:1"}, "404 care.need_missing")
		same(w, "of another community", 0, len(items(w.clerkB().does("staff", "GET", api+"/staff/needs", nil, 200))))
	})
}

// A missed appointment proposes a visit; nobody is visited for it until an officer says so.
func TestAMissedAppointmentProposesAVisit(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		p := w.parlour(5, 1)
		household, who := w.elder("孙大爷", "401", 1960, "disabled")
		due := officer.careOf(household)["due"]
		w.clerk().does("staff", "POST", deskAPI+"/sessions/"+p.today+"/walk-in", fields{"person_id": who}, 200)
		w.exec(`UPDATE booking SET state = 'no_show' WHERE person_id = ?`, who)
		w.at("2026-11-23 18:00")
		w.recurs("plan_visits")
		w.later(2 * time.Hour)
		w.recurs("plan_visits")
		found := items(officer.does("staff", "GET", careAPI+"/proposals", nil, 200))
		same(w, "once", 1, len(found))
		same(w, "nothing was planned", due, officer.careOf(household)["due"])
		w.clerkB().refused("staff", "POST", fmt.Sprint(careAPI, "/proposals/", found[0]["id"]), fields{"visit": true}, "404 care.missing")
		same(w, "in the officer's day", []string{"要不要去看看 孙大爷: 11月23日预约没有来"}, officer.suggested())
		officer.does("staff", "POST", fmt.Sprint(careAPI, "/proposals/", found[0]["id"]), fields{"visit": true}, 204)
		officer.refused("staff", "POST", fmt.Sprint(careAPI, "/proposals/", found[0]["id"]), fields{"visit": true}, "404 care.proposal_missing")
		w.wants(officer.careOf(household), fields{"due": "2026-11-24"})
		same(w, "decided", []string{}, officer.suggested())
	})
}

// suggested returns the rows of 今天 that ask whether somebody is visited.
func (c *citizen) suggested() []string {
	c.w.Helper()
	all := []string{}
	for _, r := range c.today("staff") {
		if r["kind"] == "suggest" {
			all = append(all, fmt.Sprint(r["title"], ": ", r["say"]))
		}
	}
	return all
}

// Somebody of the plan calls the stewards: the officer is asked whether to visit, and with a no nobody goes.
func TestACallProposesAVisit(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		household, who := w.elder("孙大爷", "401", 1960, "disabled")
		due := officer.careOf(household)["due"]
		for words, phone := range map[string]string{"水管漏了": "13900139000", "想找人说说话": "13800138000"} {
			same(w, words, "201", w.code("", "POST", api+"/boards/"+w.token("阳光花园3号楼")+"/call", fields{"words": words, "phone": phone}))
		}
		w.exec(`UPDATE person SET phone_index = (SELECT phone_index FROM steward_call WHERE words = '想找人说说话') WHERE id = ?`, who)
		w.later(time.Hour)
		w.recurs("plan_visits")
		same(w, "asked once", []string{"要不要去看看 孙大爷: 11月23日找过红管家"}, officer.suggested())
		for _, r := range officer.today("staff") {
			if r["kind"] == "suggest" {
				taps := objects(r["taps"])
				same(w, "taps", []any{"安排走访", "不用去"}, pluck(taps, "name"))
				officer.does("staff", "POST", api+word(taps[1]["path"]), taps[1]["body"], 204)
			}
		}
		w.recurs("plan_visits")
		same(w, "not asked again", []string{}, officer.suggested())
		same(w, "nobody goes", due, officer.careOf(household)["due"])
	})
}

// noLine is the records of care in which the line of work cannot be written.
type noLine struct{ care.Store }

func (s noLine) InTx(ctx context.Context, do func(care.Tx) error) error {
	return s.Store.InTx(ctx, func(tx care.Tx) error { return do(lineLost{tx}) })
}

type lineLost struct{ care.Tx }

var errKilled = errors.New("killed")

func (lineLost) AddWork(context.Context, work.Line) error { return errKilled }

// There is no between: a visit without its line is no visit.
func TestAVisitWithoutItsLineIsNoVisit(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		household, _ := w.elder("周桂花", "302", 1940, "kinless")
		page := officer.careOf(household)
		before := w.dates()
		s := care.NewService(care.Config{
			Store: noLine{store.NewCares(w.system.DB)}, Areas: w.system.Areas, Times: w.system.Clocks, Stewards: w.system.Stewards,
			Words: store.NewWordlists(w.system.DB), Now: w.now,
		})
		grid := w.areaOf("阳光花园3号楼")
		who := auth.Actor{Person: 7, Postings: []auth.Posting{{Role: auth.GridOfficer, Area: grid.ID, Path: grid.Path}}}
		var id int64
		_, err := fmt.Sscan(fmt.Sprint(page["id"]), &id)
		w.must(err)
		for _, o := range []care.Outcome{care.Well, care.NoAnswer} {
			e := care.Entry{Way: care.Door, Outcome: o}
			if o == care.Well {
				e.Needs = []string{"meal"}
			}
			if _, _, err := s.Visit(w.ctx, who, id, e); !errors.Is(err, errKilled) {
				w.Fatal(err)
			}
		}
		same(w, "no date has moved", before, w.dates())
		for _, table := range []string{"care_visit", "care_visitor", "care_need", "care_chase"} {
			same(w, table, 0, w.count(`SELECT COUNT(*) FROM `+table))
		}
	})
}
