package stories

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// line returns the newest line of somebody's own work.
func (c *citizen) line(account string) fields {
	c.w.Helper()
	all := items(c.does(account, "GET", workAPI, nil, 200))
	if len(all) == 0 {
		c.w.Fatal("no line of work")
	}
	return all[0]
}

// A note names colleagues: each has a line of their own about the same thing, once, that says who wrote it, and may take it off for
// a day. Only those with a post in the community can be named.
func TestANoteNamesColleagues(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 18:00")
		officer, lead, steward, clerk := w.officer(), w.lead(), w.steward(), w.clerk()
		listed := items(officer.does("staff", "GET", workAPI+"/colleagues", nil, 200))
		names := pluck(listed, "name")
		for _, name := range []string{"郑组长", "赵红", "王芳"} {
			if !slices.Contains(names, any(name)) {
				w.Errorf("%s cannot be named: %v", name, names)
			}
		}
		for _, name := range []string{"李强", "周敏"} { // oneself, and a clerk of another community
			if slices.Contains(names, any(name)) {
				w.Errorf("%s can be named: %v", name, names)
			}
		}
		w.wants(listed[slices.Index(names, any("赵红"))], fields{"person_id": steward.me("mp"), "post": "阳光社区 阳光花园3号楼 楼道红管家"})
		steward.does("mp", "GET", workAPI+"/colleagues", nil, 200)
		w.follower("路人").refused("mp", "GET", workAPI+"/colleagues", nil, "403 auth.denied")

		// Written without a network two days ago, sent three times.
		note := fields{
			"kind": "hazard", "area_id": w.id("阳光花园3号楼"), "words": "清走楼道里的纸箱", "at": w.now().Add(-50 * time.Hour).Format(time.RFC3339),
			"colleague_ids": []string{lead.me("staff"), steward.me("mp"), officer.me("staff")},
		}
		for range 3 {
			same(w, "sent", "204", w.code(officer.login("staff"), "POST", workAPI, note, "Idempotency-Key", "with-colleagues"))
		}
		same(w, "lines", 3, w.count(`SELECT COUNT(*) FROM work_line`))
		same(w, "about one thing", 1, w.count(`SELECT COUNT(DISTINCT about) FROM work_line`))
		w.wants(officer.line("staff"), fields{"by_name": "", "with": []any{"赵红", "郑组长"}, "can": []any{"take_back"}})
		w.wants(steward.line("mp"), fields{
			"by_name": "李强", "with": []any{"李强", "郑组长"}, "words": "清走楼道里的纸箱", "post": "阳光社区 阳光花园3号楼 楼道红管家", "day": "2026-11-23",
		})
		w.wants(lead.line("staff"), fields{"by_name": "李强", "can": []any{"take_back"}})

		// One deed in the tally of the building, one for each post.
		tallies := func(by string) []fields {
			return items(w.secretary().does("staff", "GET", api+"/staff/work/tallies?by="+by+"&area_id="+w.id("阳光社区"), nil, 200))
		}
		w.wants(tallies("building")[0], fields{"name": "阳光社区 阳光花园3号楼", "lines": 1.0})
		same(w, "posts", 3, len(tallies("post")))

		// The steward was not there: the line goes within a day of being written, the others stay.
		off := fmt.Sprint(workAPI, "/", steward.line("mp")["id"])
		clerk.refused("staff", "DELETE", off, nil, "404 work.missing")
		officer.refused("staff", "DELETE", off, nil, "404 work.missing")
		steward.does("mp", "DELETE", off, nil, 204)
		same(w, "the steward has none", 0, len(steward.works("mp")))
		same(w, "the others", []any{"郑组长"}, officer.line("staff")["with"])
		w.forward(25 * time.Hour)
		w.wants(lead.line("staff"), fields{"can": []any{}})
		lead.refused("staff", "DELETE", fmt.Sprint(workAPI, "/", lead.line("staff")["id"]), nil, "409 work.over")

		for _, c := range []struct {
			with    []string
			refusal string
		}{
			{[]string{w.clerkB().me("staff")}, "404 work.colleague"},
			{[]string{w.follower("路人").me("mp")}, "404 work.colleague"},
			{[]string{"999999"}, "404 work.colleague"},
			{[]string{"1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "1009"}, "400 work.colleagues"},
			{[]string{"赵红"}, "400 http.body"},
		} {
			officer.refused("staff", "POST", workAPI, fields{"kind": "hazard", "words": "和别人一起", "colleague_ids": c.with}, c.refusal)
		}
		same(w, "nothing of it is written", 2, w.count(`SELECT COUNT(*) FROM work_line`))
	})
}

// Two made one round: it is one round, and a line for each that follows a scan that came late.
func TestARoundWithAColleague(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-25 21:30")
		officer, lead := w.officer(), w.lead()
		officer.scans("阳光花园3号楼", "2026-11-25 19:05")
		officer.scans("阳光花园13号楼", "2026-11-25 19:40")
		over := fields{"at": beijing("2026-11-25 19:45").Format(time.RFC3339)}
		officer.does("staff", "POST", patrolAPI+"/close", over, 200)
		over["colleague_ids"] = []string{w.clerkB().me("staff")}
		officer.refused("staff", "POST", patrolAPI+"/close", over, "404 work.colleague")
		over["colleague_ids"] = []string{lead.me("staff")}
		for range 2 {
			officer.does("staff", "POST", patrolAPI+"/close", over, 200)
		}
		same(w, "a line each", 2, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'patrol.close'`))
		same(w, "one round", 1, w.count(`SELECT COUNT(*) FROM patrol`))
		w.wants(lead.line("staff"), fields{"deed": "巡查", "by_name": "李强", "minutes": 40.0, "with": []any{"李强"}})
		officer.scans("阳光花园3号楼", "2026-11-25 18:55") // late, of its time
		same(w, "both are corrected", 50.0, lead.line("staff")["minutes"])
		lead.does("staff", "DELETE", fmt.Sprint(workAPI, "/", lead.line("staff")["id"]), nil, 204)
		own := officer.line("staff")
		w.wants(own, fields{"can": []any{}, "with": []any{}})
		officer.refused("staff", "DELETE", fmt.Sprint(workAPI, "/", own["id"]), nil, "409 work.derived")
	})
}

// Two who visited: the household has one visit with both names, each a line. One who was not there takes themselves off the visit.
func TestAVisitWithAColleague(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, lead, clerk := w.officer(), w.lead(), w.clerk()
		household, _ := w.elder("周桂花", "302", 1940)
		w.recurs("plan_visits")
		id := officer.careOf(household)["id"]
		path := fmt.Sprint(careAPI, "/", id, "/visits")
		officer.refused("staff", "POST", path, fields{"way": "door", "outcome": "well", "colleague_ids": []string{w.clerkB().me("staff")}}, "404 work.colleague")
		same(w, "no visit", 0, w.count(`SELECT COUNT(*) FROM care_visit`))
		officer.visits("staff", id, "door", "well", "colleague_ids", []string{lead.me("staff"), clerk.me("staff"), officer.me("staff")})
		visitors := func() []any {
			all := objects(officer.careOf(household)["visits"])
			same(w, "visits", 1, len(all))
			found := pluck(objects(all[0]["visitors"]), "name")
			slices.SortFunc(found, func(a, b any) int { return len(fmt.Sprint(a)) - len(fmt.Sprint(b)) })
			return found
		}
		same(w, "three visitors", 3, len(visitors()))
		same(w, "a line each", 3, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'visit'`))
		clerk.does("staff", "DELETE", fmt.Sprint(workAPI, "/", clerk.line("staff")["id"]), nil, 204)
		same(w, "the clerk was not there", []any{"李强", "郑组长"}, visitors())

		// The lead writes it down too: it is their own now, and stays.
		lead.visits("staff", id, "door", "well", "words", "说想吃饺子")
		w.wants(lead.line("staff"), fields{"by_name": "", "can": []any{}})
		same(w, "still two", []any{"李强", "郑组长"}, visitors())
	})
}
