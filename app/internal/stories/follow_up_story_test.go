package stories

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// calls returns the reports whose authors somebody calls back.
func (c *citizen) calls() []string {
	c.w.Helper()
	ids := []string{}
	for _, one := range items(c.does("staff", "GET", "/api/v1/staff/follow-ups", nil, 200)) {
		if one["source"] == "report" {
			ids = append(ids, word(one["about_id"]))
		}
	}
	return ids
}

// A dissatisfied or silent author is called by staff (回访).
func TestFollowUp(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary := w.someone("老王"), w.clerk(), w.secretary()
		resolved := func() string {
			w.Helper()
			id := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼"))
			clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"})
			return id
		}
		happy, angry, silent, unhappyOften := resolved(), resolved(), resolved(), resolved()
		wang.asks(happy, "review", fields{"satisfied": true})
		wang.asks(angry, "review", fields{"satisfied": false, "words": "慢"})
		for range 2 {
			wang.asks(unhappyOften, "reopen", nil)
			clerk.acts(unhappyOften, "resolve", fields{"outcome": "solved", "words": "好了"})
		}
		wang.refused("mp", "POST", api+"/reports/"+unhappyOften+"/reopen", nil, "409 report.reopened_often")
		same(w, "so far", []string{angry}, clerk.calls())
		w.at("2026-12-01 09:00") // no other review came within a week
		n, err := w.system.Reports.CloseExpired(w.ctx)
		w.must(err)
		w.until(func() bool { return w.count(`SELECT COUNT(*) FROM report WHERE state = 'closed'`) == 4 }) // the recurring job may have run first
		if n > 2 {
			w.Fatalf("%d were closed", n)
		}
		same(w, "the list", []string{angry, silent, unhappyOften}, clerk.calls())
		same(w, "number of the first page", 3.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["follow_ups"])
		same(w, "not of the other community", 0, len(w.clerkB().calls()))
		path := staffAPI + angry + "/follow-up"
		clerk.refused("staff", "POST", path, nil, "400 report.words")
		w.clerkB().refused("staff", "POST", path, fields{"words": "问过"}, "404 report.missing")
		w.orgMan().refused("staff", "POST", path, fields{"words": "问过"}, "403 auth.denied")
		clerk.refused("staff", "POST", staffAPI+happy+"/follow-up", fields{"words": "问过"}, "409 report.no_follow_up")
		w.wants(clerk.acts(angry, "follow-up", fields{"words": "解释清楚了"}), fields{"state": "closed"})
		clerk.refused("staff", "POST", path, fields{"words": "再问"}, "409 report.no_follow_up")
		same(w, "done", []string{silent, unhappyOften}, clerk.calls())
		if got := strings.Join(lines(wang.sees("mp", angry)), "\n"); strings.Contains(got, "解释清楚") {
			w.Fatalf("the author sees %s", got)
		}
		// After ten days, or two reopenings, a follow-up returns it to the same holder with a new clock.
		w.at("2026-12-21 09:00")
		w.wants(secretary.acts(unhappyOften, "follow-up", fields{"words": "真没修好", "again": true}), fields{
			"state": "in_hand", "holder": "阳光社区工作人员 王芳", "reopens": 3.0, "light": "green", "whole_due_at": "2026-12-28T09:00:00+08:00",
		})
		same(w, "the holder", "reopened", last(clerk.notices("staff", unhappyOften)))
		same(w, "the author", "taken", last(wang.notices("mp", unhappyOften)))
		wang.asks(silent, "review", fields{"satisfied": true}) // a late review still counts
		same(w, "list at the end", 0, len(clerk.calls()))
	})
}

func TestReplyTemplatesForAState(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk := w.clerk()
		const path = "/api/v1/staff/templates"
		add := func(name, state string) string {
			w.Helper()
			in := fields{"community_id": w.id("阳光社区"), "name": name, "text": "您好", "state": state}
			id, _ := clerk.does("staff", "POST", path, in, 201)["id"].(string)
			return id
		}
		always, accepting, resolving := add("通用", ""), add("受理", "submitted"), add("办结", "in_hand")
		clerk.refused("staff", "POST", path, fields{"community_id": w.id("阳光社区"), "name": "甲", "text": "好", "state": "asleep"}, "400 report.template")
		for state, want := range map[string][]any{
			"": {always, accepting, resolving}, "submitted": {always, accepting}, "in_hand": {always, resolving}, "closed": {always},
		} {
			same(w, "for "+state, want, pluck(items(clerk.does("staff", "GET", path+"?state="+state, nil, 200)), "id"))
		}
	})
}

// Each number of the first page is the length of its list, for each role, and each listed report can be opened.
func TestEveryNumberAtHomeHasItsList(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang := w.someone("老王")
		clerk, clerk2, officer, lead, secretary, street, centre := w.clerk(), w.clerk2(), w.officer(), w.lead(), w.secretary(), w.street(), w.centre()
		orgMan, plumber, clerkB, street2 := w.orgMan(), w.plumber(), w.clerkB(), w.street2()
		late := wang.submits("路灯不亮", "阳光花园3号楼")
		extended := w.officers(wang)
		officer.acts(extended, "extend", fields{"words": "等配件", "until": "2026-12-10T09:00:00+08:00"})
		suspended := w.takes(clerk, wang.submits("路灯不亮", "向阳小区3号楼"))
		clerk.acts(suspended, "suspend", fields{"words": "等吊车", "until": "2026-12-10T09:00:00+08:00"})
		watched := w.takes(clerk2, wang.submits("太吵了", "阳光社区"))
		secretary.acts(watched, "supervise", fields{"words": "抓紧", "until": "2026-12-01T09:00:00+08:00"})
		split := w.takes(clerk, wang.submits("水管爆了", "阳光花园3号楼"))
		clerk.acts(split, "split", fields{"parts": []any{
			fields{"words": "修水管", "to": toOrg(w.org("阳光物业"))}, fields{"words": "执法", "to": toOrg(w.org("综合执法大队"))},
		}})
		other := wang.submits("路灯不亮", "新园小区1号楼")
		unhappy := w.takes(clerk, wang.submits("车位被占", "阳光花园3号楼"))
		clerk.acts(unhappy, "resolve", fields{"outcome": "solved", "words": "好了"})
		wang.asks(unhappy, "review", fields{"satisfied": false})
		wang.submits("井盖没了", "")
		danger := wang.submits("家里煤气漏了，快来人", "阳光花园3号楼")
		w.pleads("阳光花园3号楼", "煤气漏了，头晕", "13812345678")
		w.clerk().does("staff", "POST", staffLoans, fields{"thing_id": w.lends("轮椅", 1, 0, false), "name": "孙奶奶", "phone": "13900007788"}, 201)
		eater := w.named("王奶奶", "1单元")
		eater.does("mp", "PATCH", api+"/me", fields{"born": 1940}, 200)
		eater.does("mp", "POST", mealsAPI, fields{"programme_id": w.kitchen(), "way": "eat_in", "weekdays": []any{1}}, 201)
		w.later(150 * time.Minute)
		w.exec(`UPDATE loan SET due = 20261122`)
		w.sweeps()
		w.settle() // or a message fails between a number and its list

		mine := func(c *citizen, list string) []string { got := c.all(list); slices.Sort(got); return got }
		for _, c := range []*citizen{clerk, clerk2, officer, lead, secretary, street, centre, orgMan, plumber, clerkB, street2} {
			home := c.does("staff", "GET", "/api/v1/staff/home", nil, 200)
			if len(home) != 32 {
				w.Fatalf("%d numbers", len(home))
			}
			for list, n := range home {
				if path := map[string]string{
					"unreachable": "unreachable", "unanswered": "unanswered", "whistles": "whistles?list=mine",
					"families": "families?state=asked", "bookings_by_phone": "bookings/by-phone",
					"undelivered": "undelivered", "loans_late": "loans?list=late", "uses_asked": "uses?list=asked", "urgent_calls": "calls?list=urgent", "inquiries": "inquiries",
					"guide_to_review": "guide?state=to_review", "nominations": "nominations?list=open", "vacancies": "vacancies", "objections": "objections", "arrivals": "households", "meals_asked": "meals?list=asked", "errands_new": "errands?list=new", "errands_late": "errands?list=late", "orders_new": "orders?list=new", "orders_late": "orders?list=late", "follow_ups": "follow-ups", "to_ask": "feedback",
				}[list]; path != "" { // not lists of reports
					if status, answer := w.send(c.login("staff"), "GET", "/api/v1/staff/"+path, nil); n != float64(w.length(status, answer)) {
						w.Errorf("%s: %v at home, %s in the list %s", c.name, n, answer, list)
					}
					continue
				}
				got := mine(c, list)
				if n != float64(len(got)) || len(slices.Compact(got)) != len(got) {
					w.Errorf("%s: %v at home, %d in the list %s", c.name, n, len(got), list)
				}
				for _, id := range got {
					if code := w.code(c.login("staff"), "GET", api+"/reports/"+id, nil); code != "200" {
						w.Errorf("%s lists %s in %s and gets %s", c.name, id, list, code)
					}
				}
			}
		}
		parts := clerk.parts(split)
		sorted := func(ids ...string) []string { slices.Sort(ids); return ids }
		for name, c := range map[string]struct{ want, got []string }{
			"asked of the secretary":         {sorted(late, suspended, danger), mine(secretary, "waiting")},
			"to be decided by the lead":      {[]string{extended}, mine(lead, "approvals")},
			"waits for the lead":             {[]string{extended}, mine(lead, "waiting")},
			"to be decided by the secretary": {[]string{suspended}, mine(secretary, "approvals")},
			"an account of the second":       {[]string{watched}, mine(clerk2, "supervised")},
			"no account of the first":        {nil, mine(clerk, "supervised")},
			"where is it":                    {[]string{watched}, mine(clerk, "unlocated")},
			"of the department":              {[]string{fmt.Sprint(parts[1]["id"])}, mine(orgMan, "all")},
			"of the plumber":                 {[]string{fmt.Sprint(parts[0]["id"])}, mine(plumber, "waiting")},
			"danger":                         {[]string{danger}, mine(clerk, "urgent")},
			"danger in the county":           {[]string{danger}, mine(centre, "urgent")},
			"no danger at the department":    {nil, mine(orgMan, "urgent")},
			"of the other community":         {[]string{other}, mine(clerkB, "all")},
			"of the other street":            {[]string{other}, mine(street2, "all")},
			"late in the other community":    {[]string{other}, mine(clerkB, "overdue")},
			"to ask about":                   {[]string{unhappy}, street.calls()},
			"the second clerk has no more":   {sorted(late, watched, danger), mine(clerk2, "mine")},
		} {
			same(w, name, append([]string{}, c.want...), append([]string{}, c.got...))
		}
	})
}

// length counts the items of an answer; a refused list has none.
func (w *world) length(status int, answer []byte) int {
	w.Helper()
	if status == 403 {
		return 0
	}
	var list struct {
		Items []any `json:"items"`
		Total int   `json:"total"` // of all pages, where the list says it
	}
	w.must(json.Unmarshal(answer, &list))
	return max(len(list.Items), list.Total)
}
