package stories

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// all follows the cursors of a staff list and returns its ids in order.
func (c *citizen) all(list string) []string {
	c.w.Helper()
	var ids []string
	for cursor := ""; ; {
		page := c.does("staff", "GET", "/api/v1/staff/reports?list="+list+"&cursor="+cursor, nil, 200)
		for _, id := range pluck(items(page), "id") {
			ids = append(ids, id.(string))
		}
		if cursor, _ = page["next"].(string); cursor == "" {
			return ids
		}
	}
}

func TestTheNumbersAtHomeAreTheLengthsOfTheLists(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, clerkB, officer, orgMan, centre := w.someone("老王"), w.clerk(), w.clerkB(), w.officer(), w.orgMan(), w.centre()
		grid := fields{"to": fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第一网格")}}
		org := fields{"to": fields{"kind": "org", "org_id": "1"}}
		late := wang.submits("路灯不亮", "阳光花园3号楼") // never accepted in time
		accept := func(text, area string) string {
			w.Helper()
			id := wang.submits(text, area)
			clerk.acts(id, "accept", nil)
			return id
		}
		today := accept("停水了", "阳光花园13号楼") // a deadline of a day
		clerk.acts(today, "take", nil)
		toGrid, toOrg := accept("垃圾没人收", "阳光花园3号楼"), accept("有人违建", "向阳小区3号楼")
		clerk.acts(toGrid, "assign", grid)
		officer.acts(toGrid, "take", nil)
		clerk.acts(toOrg, "assign", org) // must be stopped within four working hours
		done := accept("车位被占", "阳光社区")
		clerk.acts(done, "take", nil)
		clerk.acts(done, "resolve", fields{"outcome": "solved", "words": "挪走了"})
		elsewhere := wang.submits("树要倒了", "新园小区1号楼")
		nowhere := wang.submits("井盖没了", "")
		w.later(22*time.Hour + 30*time.Minute) // the next morning: the deadline of a day is due today, the unaccepted report is late
		fresh := wang.submits("门禁坏了", "阳光花园3号楼")
		w.alerted()

		for _, c := range []struct {
			who                                        *citizen
			mine, unaccepted, today, overdue, finished []string
		}{
			{clerk, []string{late, today, fresh}, []string{late, fresh}, []string{today, fresh}, []string{late, toOrg}, []string{done}},
			{officer, []string{toGrid}, []string{late, fresh}, []string{today, fresh}, []string{late}, nil},
			{orgMan, []string{toOrg}, nil, nil, []string{toOrg}, nil},
			{clerkB, []string{elsewhere}, []string{elsewhere}, nil, []string{elsewhere}, nil},
			{
				centre,
				[]string{nowhere},
				[]string{late, elsewhere, nowhere, fresh},
				[]string{today, fresh},
				[]string{late, elsewhere, nowhere, toOrg},
				[]string{done},
			},
		} {
			home := c.who.does("staff", "GET", "/api/v1/staff/home", nil, 200)
			for list, want := range map[string][]string{
				"mine": c.mine, "unaccepted": c.unaccepted, "due_today": c.today, "overdue": c.overdue, "finished": c.finished,
			} {
				got := c.who.all(list)
				slices.Sort(got)
				slices.Sort(want)
				same(w, c.who.name+" "+list, want, got)
				if n, counted := home[list]; counted && n != float64(len(got)) {
					w.Errorf("%s: %v at home, %d in the list %s", c.who.name, n, len(got), list)
				}
			}
		}
		for _, who := range []*citizen{clerk, officer, orgMan, clerkB, centre} {
			who.numbersAreRows(10)
		}
		if n := len(centre.all("all")); n != 8 {
			w.Errorf("the centre lists %d of 8", n)
		}
		clerk.refused("staff", "GET", "/api/v1/staff/reports?list=own", nil, "400 report.list")
		clerk.refused("staff", "GET", "/api/v1/staff/reports?cursor=x", nil, "400 report.cursor")
		wang.refused("mp", "GET", "/api/v1/staff/home", nil, "403 auth.denied")
	})
}

// numbersAreRows checks each number at home that counts a list of reports.
func (c *citizen) numbersAreRows(lists int) {
	c.w.Helper()
	tried := 0
	for list, n := range c.does("staff", "GET", "/api/v1/staff/home", nil, 200) {
		if c.w.code(c.login("staff"), "GET", "/api/v1/staff/reports?list="+list, nil) == "400 report.list" {
			continue // of whistles, loans, …
		}
		tried++
		if rows := len(c.all(list)); n != float64(rows) {
			c.w.Errorf("%s: %v at home, %d in the list %s", c.name, n, rows, list)
		}
	}
	if tried != lists {
		c.w.Errorf("%d lists have a number, want %d", tried, lists)
	}
}

func TestLongListsHaveNoGapsAndNoDoubles(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer := w.someone("老王"), w.clerk(), w.officer()
		var want []string
		for i := range 25 { // many with the same deadline
			if i%10 == 0 {
				w.later(time.Second)
			}
			want = append(want, wang.submits("路灯不亮", "阳光第一网格"))
		}
		same(w, "by deadline", want, clerk.all("unaccepted"))
		same(w, "by deadline, of a grid", want, officer.all("due_today"))
		slices.Reverse(want)
		same(w, "newest first", want, clerk.all("all"))
		if n := clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["mine"]; n != 25.0 {
			w.Fatalf("%v at home", n)
		}
	})
}

func TestAListOfOneCategory(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		var lights, all []string
		for i := range 45 {
			text := "路灯不亮"
			if i%2 == 1 {
				text = "垃圾没人清"
			}
			if i%20 == 0 {
				w.forgetTries(wang)
				w.later(time.Hour)
			}
			w.later(time.Second)
			id := wang.submits(text, "阳光第一网格")
			all = append(all, id)
			if i%2 == 0 {
				lights = append(lights, id)
			}
		}
		same(w, "of one category, by deadline", lights, clerk.all("unaccepted&category=facility"))
		same(w, "of all", all, clerk.all("unaccepted"))
		slices.Reverse(lights)
		same(w, "of one category, newest first", lights, clerk.all("all&category=facility"))
		if n := len(clerk.all("all&category=noise")); n != 0 {
			w.Errorf("%d of a category without reports", n)
		}
		clerk.refused("staff", "GET", api+"/staff/reports?category=lamps", nil, "400 report.category")
	})
}

func TestStaffEnterForCallersAndVisitors(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, orgMan, clerkB := w.clerk(), w.orgMan(), w.clerkB()
		const enter = "/api/v1/staff/reports"
		call := func(change fields) fields {
			in := fields{"source": "call", "text": "下水道堵了", "area_id": w.id("阳光花园3号楼"), "name": "孙奶奶", "phone": "138-0013 8000"}
			for k, v := range change {
				in[k] = v
			}
			return in
		}
		first := clerk.does("staff", "POST", enter, call(nil), 201)
		w.wants(first, fields{"source": "call", "state": "submitted", "mine": false, "shared": false, "external_no": ""})
		reporter, _ := first["reporter"].(fields)
		w.wants(reporter, fields{"name": "孙奶奶", "phone": "138****8000"})
		id, _ := first["id"].(string)
		same(w, "timeline", []string{"submit 我: 下水道堵了"}, lines(clerk.sees("staff", id)))
		second := clerk.does("staff", "POST", enter, call(fields{
			"source": "hotline", "external_no": " 12345-9 ", "urgent": true, "phone": "+86 13800138000",
			"file_ids": []string{clerk.uploads("staff", photo(20, 20))},
		}), 201)
		w.wants(second, fields{"source": "hotline", "urgent": true, "external_no": "12345-9", "partner": "hotline", "partner_name": "12345"})
		if r, _ := second["reporter"].(fields); r["id"] != reporter["id"] {
			w.Fatal("the same number gave another person")
		}
		// A resident without a telephone is a new person, created once for a repeated request.
		var unknown [2]fields
		for i := range unknown {
			w.request(clerk.login("staff"), "POST", enter, call(fields{"name": "孙婆婆", "phone": ""}), 201, &unknown[i],
				"Idempotency-Key", "counter-1")
		}
		if unknown[0]["id"] != unknown[1]["id"] || w.count(`SELECT COUNT(*) FROM person WHERE name = '孙婆婆'`) != 1 {
			w.Fatalf("entered twice: %v and %v", unknown[0]["number"], unknown[1]["number"])
		}
		w.alerted()
		before := w.traces()
		for _, c := range []struct {
			change fields
			want   string
		}{
			{fields{"source": "app"}, "400 report.source"},
			{fields{"source": ""}, "400 report.source"},
			{fields{"source": "hotline"}, "400 report.external"},
			{fields{"source": "hotline", "external_no": strings.Repeat("9", 41)}, "400 report.external"},
			{fields{"source": "partner", "external_no": "1"}, "400 report.partner"},
			{fields{"source": "partner", "partner": "x", "external_no": "1"}, "400 report.partner"},
			{fields{"source": "hotline", "external_no": "12345- 9"}, "409 report.entered"},
			{fields{"phone": "12345"}, "400 person.phone"},
			{fields{"name": ""}, "400 person.name"},
			{fields{"name": strings.Repeat("孙", 21)}, "400 person.name"},
			{fields{"text": ""}, "400 report.text"},
			{fields{"category": "x"}, "400 report.category"},
			{fields{"area_id": ""}, "400 report.place"},
			{fields{"area_id": "", "lat": 1.0}, "400 area.position"},
			{fields{"area_id": w.id("新园社区")}, "404 area.missing"},
			{fields{"file_ids": []string{"999999"}}, "404 media.missing"},
			{fields{"file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many"},
		} {
			if got := w.code(clerk.login("staff"), "POST", enter, call(c.change)); got != c.want {
				w.Errorf("with %v = %s, want %s", c.change, got, c.want)
			}
		}
		orgMan.refused("staff", "POST", enter, call(nil), "403 auth.denied")
		same(w, "after the refused requests", before, w.traces())

		// Staff of the territory see the number when they give a reason, and each view is audited.
		phone := staffAPI + id + "/phone"
		clerk.refused("staff", "POST", phone, nil, "400 person.reason")
		clerk.refused("staff", "POST", phone, fields{"reason": strings.Repeat("因", 101)}, "400 person.reason")
		clerkB.refused("staff", "POST", phone, fields{"reason": "要打电话"}, "404 report.missing")
		shown := clerk.does("staff", "POST", phone, fields{"reason": "要打电话"}, 200)
		w.wants(shown, fields{"phone": "13800138000"})
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'person.reveal_phone' AND reason = '要打电话'
			AND about = ? AND person_id = ?`, "report:"+id, clerk.me("staff")); n != 1 {
			w.Fatalf("%d records in the audit log", n)
		}
		silent := w.someone("老王").submits("路灯不亮", "阳光花园3号楼")
		clerk.refused("staff", "POST", staffAPI+silent+"/phone", fields{"reason": "要打电话"}, "404 person.no_phone")
	})
}

func TestReplyTemplatesBelongToACommunity(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, clerkB, officer, centre := w.clerk(), w.clerkB(), w.officer(), w.centre()
		const path = "/api/v1/staff/templates"
		a, b := w.id("阳光社区"), w.id("新园社区")
		add := func(c *citizen, community, name string) string {
			w.Helper()
			made := c.does("staff", "POST", path, fields{"community_id": community, "name": name, "text": "您好，已安排师傅上门"}, 201)
			return made["id"].(string)
		}
		first, second, other := add(clerk, a, "上门"), add(clerk, a, strings.Repeat("名", 20)), add(clerkB, b, "乙")
		names := func(c *citizen) string {
			w.Helper()
			return fmt.Sprint(pluck(items(c.does("staff", "GET", path, nil, 200)), "id"))
		}
		same(w, "of A", fmt.Sprint([]string{first, second}), names(clerk))
		same(w, "of B", fmt.Sprint([]string{other}), names(clerkB))
		same(w, "of the county", fmt.Sprint([]string{first, second, other}), names(centre))
		for _, c := range []struct {
			in   fields
			want string
		}{
			{fields{"community_id": b, "name": "甲", "text": "好"}, "404 area.missing"},
			{fields{"name": "甲", "text": "好"}, "404 area.missing"},
			{fields{"community_id": "x", "name": "甲", "text": "好"}, "400 http.body"},
			{fields{"community_id": a, "name": " ", "text": "好"}, "400 report.template"},
			{fields{"community_id": a, "name": strings.Repeat("名", 21), "text": "好"}, "400 report.template"},
			{fields{"community_id": a, "name": "甲"}, "400 report.template"},
			{fields{"community_id": a, "name": "甲", "text": strings.Repeat("好", 401)}, "400 report.template"},
		} {
			clerk.refused("staff", "POST", path, c.in, c.want)
		}
		same(w, "of the officer in A", fmt.Sprint([]string{first, second}), names(officer))
		officer.refused("staff", "POST", path, fields{"community_id": a, "name": "甲", "text": "好"}, "403 auth.denied")
		clerk.refused("staff", "DELETE", path+"/"+other, nil, "404 report.missing")
		clerk.does("staff", "DELETE", path+"/"+first, nil, 204)
		clerk.refused("staff", "DELETE", path+"/"+first, nil, "404 report.missing")
		same(w, "of A", fmt.Sprint([]string{second}), names(clerk))
	})
}

func TestAMatterIsFoundByItsNumber(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, clerkB, officer, orgMan := w.clerk(), w.clerkB(), w.officer(), w.orgMan()
		id := w.someone("老王").submits("路灯不亮", "阳光花园3号楼")
		number, _ := clerk.sees("staff", id)["number"].(string)
		hotline := clerk.does("staff", "POST", api+"/staff/reports", fields{
			"source": "hotline", "external_no": "HL-7781", "text": "井盖翻了", "area_id": w.id("阳光花园3号楼"), "name": "周文斌",
		}, 201)["id"]
		find := api + "/staff/reports/find?number="
		found := func(c *citizen, said string) []any {
			return pluck(items(c.does("staff", "GET", find+url.QueryEscape(said), nil, 200)), "id")
		}
		for _, said := range []string{number, strings.ReplaceAll(number, "-", ""), number[2:], " " + number[2:6] + " " + number[7:] + " "} {
			same(w, "found by "+said, []any{id}, found(clerk, said))
		}
		same(w, "found by the officer of its grid", []any{id}, found(officer, number))
		same(w, "found by the number of 12345", []any{hotline}, found(clerk, "HL-7781"))
		for name, none := range map[string][]any{
			"of another community": found(clerkB, number), "of an org that has nothing to do with it": found(orgMan, number),
			"never given": found(clerk, "261123-999"), "no number of anybody": found(clerk, "%%%"),
		} {
			if len(none) > 0 {
				w.Errorf("%s: the search found %v", name, none)
			}
		}
		for _, said := range []string{"", "12", strings.Repeat("9", 41)} {
			clerk.refused("staff", "GET", find+said, nil, "400 report.number")
		}
		w.someone("老王").refused("mp", "GET", find+number, nil, "403 auth.denied")
	})
}
