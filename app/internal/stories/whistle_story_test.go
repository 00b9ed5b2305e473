package stories

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/roster"
)

const whistlesAPI = "/api/v1/staff/whistles"

// staffed fills each post of the county, with a second person of the department, a power company, and staff of the
// property manager.
func (w *world) staffed() {
	w.Helper()
	sheets := staffed()
	sheets[roster.SheetOrgs] = append(sheets[roster.SheetOrgs], []string{"O5", "供电公司", "企事业单位", "C"})
	sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P12", "冯强", "19900000012", "C", "否"},
		[]string{"P13", "褚明", "19900000013", "B", "否"}, []string{"P14", "卫东", "19900000014", "C", "否"})
	sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P12", "部门人员", "C", "O1", "", "", ""},
		[]string{"P13", "部门人员", "B", "O2", "", "", ""}, []string{"P14", "部门人员", "C", "O5", "", "", ""})
	w.imports(sheets)
	w.clock.Add(4000) // longer than the territory is cached
}

func (w *world) orgMan2() *citizen {
	w.Helper()
	return w.someone("冯强").binds("staff", "19900000012")
}

func (w *world) powerMan() *citizen {
	w.Helper()
	return w.someone("卫东").binds("staff", "19900000014")
}

// blows whistles for the department, and the power company as a helper, within an hour.
func (c *citizen) blows(area string) string {
	c.w.Helper()
	id, _ := c.does("staff", "POST", whistlesAPI, fields{
		"area_id": c.w.id(area), "place": "东门外", "words": "夜市占道还私拉电线", "by": c.w.now().Add(time.Hour),
		"lead_org_id": c.w.org("综合执法大队"), "helper_org_ids": []string{c.w.org("供电公司")},
	}, 201)["id"].(string)
	return id
}

// whistle does a step on a whistle and returns it.
func (c *citizen) whistle(id, action string, in any) fields {
	c.w.Helper()
	return c.does("staff", "POST", whistlesAPI+"/"+id+"/"+action, in, 200)
}

func (c *citizen) whistled(id string) fields {
	c.w.Helper()
	return c.does("staff", "GET", whistlesAPI+"/"+id, nil, 200)
}

// whistles returns the ids of a list.
func (c *citizen) whistles(list string) []any {
	c.w.Helper()
	return pluck(items(c.does("staff", "GET", whistlesAPI+"?list="+list, nil, 200)), "id")
}

// whistleNews returns the kinds of a person's notices about whistles, newest first.
func (c *citizen) whistleNews() []string {
	c.w.Helper()
	var kinds []string
	for _, n := range items(c.does("staff", "GET", api+"/notices", nil, 200)) {
		if kind, _ := n["kind"].(string); strings.HasPrefix(kind, "whistle.") {
			kinds = append(kinds, strings.TrimPrefix(kind, "whistle."))
		}
	}
	return kinds
}

// whistleLines returns a whistle's timeline as "kind by/org: text".
func whistleLines(whistle fields) []string {
	var all []string
	for _, e := range objects(whistle["events"]) {
		by, _ := e["by"].(string)
		if org, _ := e["org_name"].(string); org != "" {
			by += "/" + org
		}
		all = append(all, e["kind"].(string)+" "+by+": "+e["text"].(string))
	}
	return all
}

func TestAWhistleBringsTheDepartments(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, secretary, lead, helper := w.clerk(), w.secretary(), w.orgMan(), w.powerMan()
		id := clerk.blows("阳光花园3号楼")
		w.wants(clerk.whistled(id), fields{
			"state": "open", "number": "CS" + id, "recurrence": 1.0, "late": false, "unfinished": 2.0, "report_id": "",
			"community_id": w.id("阳光社区"), "by": "2026-11-23T10:00:04+08:00", "caller": "王芳",
		})
		for _, org := range []*citizen{lead, helper, w.orgMan2()} {
			same(w, "notices at once", []string{"called"}, org.whistleNews())
			same(w, "waits for the org", []any{id}, org.whistles("mine"))
		}
		same(w, "waits for the community", []any{}, clerk.whistles("mine"))
		w.wants(items(lead.does("staff", "GET", api+"/notices", nil, 200))[0], fields{
			"title": "吹哨请到场", "about": "whistle:" + id,
			"text": "阳光社区请您单位在2026年11月23日 10:00前到东门外报到（该处90天内第1次吹哨）：夜市占道还私拉电线",
		})

		lead.whistle(id, "answer", fields{"coming": true, "who": "张队等3人", "arrival": w.now().Add(30 * time.Minute)})
		helper.whistle(id, "answer", fields{"coming": false, "words": "抢修出不来"})
		w.later(30 * time.Minute)
		shot := lead.uploads("staff", photo(20, 20))
		lead.whistle(id, "muster", fields{"file_ids": []string{shot}})
		w.orgMan2().refused("staff", "POST", whistlesAPI+"/"+id+"/muster", nil, "409 whistle.state")
		lead.whistle(id, "result", fields{"words": "已清走摊位", "file_ids": []string{lead.uploads("staff", photo(20, 20))}})
		same(w, "nothing waits for the org", []any{}, lead.whistles("mine"))
		same(w, "the community may close", []any{id}, clerk.whistles("mine"))
		same(w, "notices", []string{"finished", "mustered", "answered", "answered"}, clerk.whistleNews())
		w.wants(clerk.whistle(id, "close", nil), fields{"state": "closed", "late": false, "unfinished": 0.0, "ended": ""})
		seen := helper.whistled(id)
		same(w, "timeline", []string{
			"call 王芳: 夜市占道还私拉电线", "answer 陈刚/综合执法大队: 将到场：张队等3人，11月23日 09:30", "answer 卫东/供电公司: 不能到场：抢修出不来",
			"muster 陈刚/综合执法大队: 按时报到", "result 陈刚/综合执法大队: 已清走摊位", "close 王芳: 各单位已反馈结果",
		}, whistleLines(seen))
		w.wants(objects(seen["musters"])[0], fields{
			"org_name": "综合执法大队", "lead": true, "state": "done", "late": false, "mustered_by": "陈刚", "mine": false,
			"mustered_at": "2026-11-23T09:30:04+08:00", "result": "已清走摊位",
		})
		w.wants(objects(seen["musters"])[1], fields{"lead": false, "state": "declined", "reason": "抢修出不来", "late": false, "mine": true})
		if shown := objects(objects(seen["events"])[3]["files"]); len(shown) != 1 || shown[0]["id"] != shot {
			w.Fatalf("photos of the muster: %v", shown)
		}
		for _, action := range []string{"answer", "muster", "result"} {
			lead.refused("staff", "POST", whistlesAPI+"/"+id+"/"+action, fields{"coming": false, "words": "好"}, "409 whistle.state")
		}
		for _, action := range []string{"close", "cancel"} {
			clerk.refused("staff", "POST", whistlesAPI+"/"+id+"/"+action, fields{"words": "好"}, "409 whistle.state")
		}
		same(w, "notices of the end", "ended", helper.whistleNews()[0])
		w.forward(time.Hour)
		same(w, "missed after the end", []string(nil), secretary.whistleNews())
	})
}

func TestAnOrgThatMustersLateStaysLate(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, secretary, lead, helper := w.clerk(), w.secretary(), w.orgMan(), w.powerMan()
		id := clerk.blows("阳光花园3号楼")
		helper.whistle(id, "muster", fields{"words": "2 人"})
		w.forward(time.Hour)
		same(w, "late on the minute", []any{}, clerk.whistles("late"))
		w.forward(time.Second)
		same(w, "notice to the secretary", []string{"missed"}, secretary.whistleNews())
		same(w, "notice to the clerk", "missed", clerk.whistleNews()[0])
		w.wants(items(secretary.does("staff", "GET", api+"/notices", nil, 200))[0], fields{
			"text": "吹哨“夜市占道还私拉电线”（东门外）到时间未报到的单位：综合执法大队",
		})
		for _, who := range []*citizen{clerk, secretary, lead} {
			same(w, "listed", []any{id}, who.whistles("late"))
		}
		w.later(20 * time.Minute)
		lead.whistle(id, "muster", nil)
		lead.whistle(id, "result", fields{"words": "清走了"})
		w.forward(24 * time.Hour)
		seen := clerk.whistled(id)
		w.wants(seen, fields{"late": true, "state": "open"})
		w.wants(objects(seen["musters"])[0], fields{"state": "done", "late": true, "mustered_at": "2026-11-23T10:20:05+08:00"})
		w.wants(objects(seen["musters"])[1], fields{"state": "mustered", "late": false})
		same(w, "timeline", []string{
			"call 王芳: 夜市占道还私拉电线", "muster 卫东/供电公司: 按时报到：2 人", "miss 系统/综合执法大队: ", "muster 陈刚/综合执法大队: 迟到报到",
			"result 陈刚/综合执法大队: 清走了",
		}, whistleLines(seen))
		same(w, "notices of lateness", []string{"missed"}, secretary.whistleNews())
		clerk.refused("staff", "POST", whistlesAPI+"/"+id+"/close", nil, "400 whistle.words")
		clerk.refused("staff", "POST", whistlesAPI+"/"+id+"/cancel", fields{"words": "算了"}, "409 whistle.state")
		secretary.whistle(id, "close", fields{"words": "电线改日再改"})
		same(w, "late list", []any{id}, clerk.whistles("late"))
	})
}

func TestWhistlesOnOnePlaceAreCounted(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, lead := w.clerk(), w.orgMan()
		first := clerk.blows("1单元")
		taken := clerk.blows("阳光花园3号楼")
		w.wants(clerk.whistle(taken, "cancel", fields{"words": "吹重了"}), fields{"state": "cancelled", "recurrence": 2.0, "ended": "吹重了"})
		w.later(89 * 24 * time.Hour)
		clear(clerk.tokens) // a session does not last that long
		clear(lead.tokens)
		second, other := clerk.blows("2单元"), clerk.blows("阳光花园13号楼")
		w.later(3 * 24 * time.Hour) // the first is more than 90 days old
		third := clerk.blows("阳光花园3号楼")
		for id, n := range map[string]float64{first: 1, second: 2, other: 1, third: 2} {
			w.wants(lead.whistled(id), fields{"recurrence": n})
		}
		listed := pluck(items(lead.does("staff", "GET", whistlesAPI+"?list=all", nil, 200)), "recurrence")
		same(w, "in the list", []any{2.0, 1.0, 2.0, 2.0, 1.0}, listed)
	})
}

func TestAWhistleAboutAReport(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		wang, clerk, lead := w.someone("老王"), w.clerk(), w.orgMan()
		wang.binds("mp", "19900000099").does("mp", "PATCH", api+"/me", fields{"name": "王建国"}, 200)
		about := wang.submits("夜市占道", "阳光花园3号楼")
		in := fields{"report_id": about, "words": "夜市占道", "by": w.now().Add(time.Hour), "lead_org_id": w.org("综合执法大队")}
		w.clerkB().refused("staff", "POST", whistlesAPI, in, "404 report.missing")
		elsewhere := w.clerkB().submits("路灯不亮", "阳光花园3号楼") // the clerk's own report, but in another community
		in["report_id"] = elsewhere
		w.clerkB().refused("staff", "POST", whistlesAPI, in, "403 report.not_yours")
		in["report_id"] = about
		made := clerk.does("staff", "POST", whistlesAPI, in, 201)
		id, _ := made["id"].(string)
		w.wants(made, fields{"report_id": about, "area_id": w.id("阳光花园3号楼"), "place": "小区里"})
		lead.whistle(id, "muster", nil)
		lead.whistle(id, "result", fields{"words": "已劝离"})
		clerk.whistle(id, "close", nil)
		same(w, "the report's timeline", []string{
			"submit 王建国: 夜市占道", "note 我: 吹哨（CS" + id + "）请综合执法大队（牵头）到场：夜市占道",
			"note 我: 吹哨（CS" + id + "）办结：各单位已反馈结果；综合执法大队 已反馈结果，已劝离",
		}, lines(clerk.sees("staff", about)))
		same(w, "the author's timeline", []string{"submit 我: 夜市占道"}, lines(wang.sees("mp", about)))
		clerk.blows("阳光花园3号楼")
		for _, who := range []*citizen{clerk, lead} {
			listed := items(who.does("staff", "GET", whistlesAPI+"?list=all&report_id="+about, nil, 200))
			same(w, "of the report", []any{id}, pluck(listed, "id"))
		}
		_, text := w.send(lead.login("staff"), "GET", whistlesAPI+"/"+id, nil)
		if strings.Contains(string(text), "王建国") || strings.Contains(string(text), "reporter") {
			w.Fatalf("the department sees the author: %s", text)
		}
		lead.refused("staff", "GET", api+"/reports/"+about, nil, "404 report.missing")
	})
}

func TestAWhistleOutsideScopeIsMissing(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, clerkB, street := w.clerk(), w.clerkB(), w.street()
		property := w.someone("褚明").binds("staff", "19900000013")
		id := clerk.blows("阳光花园3号楼")
		for _, who := range []*citizen{clerkB, property} {
			who.refused("staff", "GET", whistlesAPI+"/"+id, nil, "404 whistle.missing")
			for _, list := range []string{"mine", "open", "late", "all"} {
				same(w, "listed", []any{}, who.whistles(list))
			}
		}
		for _, action := range []string{"close", "cancel"} {
			clerkB.refused("staff", "POST", whistlesAPI+"/"+id+"/"+action, fields{"words": "好"}, "404 whistle.missing")
		}
		for _, action := range []string{"answer", "muster", "result"} {
			property.refused("staff", "POST", whistlesAPI+"/"+id+"/"+action, fields{"coming": false, "words": "好"}, "404 whistle.missing")
		}
		w.orgMan().refused("staff", "POST", whistlesAPI+"/"+id+"/muster", fields{"org_id": w.org("供电公司")}, "404 whistle.missing")
		for _, who := range []*citizen{street, w.centre(), w.secretary()} {
			same(w, "above", []any{id}, who.whistles("open"))
			who.whistled(id)
		}
		officer := w.officer()
		officer.refused("staff", "GET", whistlesAPI, nil, "403 auth.denied")
		officer.refused("staff", "POST", whistlesAPI, nil, "403 auth.denied")
	})
}

func TestInvalidWhistlesAreRefused(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, lead := w.clerk(), w.orgMan()
		o1, o2, o3 := w.org("综合执法大队"), w.org("新园物业"), w.org("供电公司")
		place := api + "/staff/orgs?area_id=" + w.id("阳光花园3号楼")
		same(w, "orgs that can be called", []any{"综合执法大队", "阳光物业", "供电公司"}, pluck(items(clerk.does("staff", "GET", place, nil, 200)), "name"))
		clerk.refused("staff", "GET", api+"/staff/orgs?area_id="+w.id("新园小区9号楼"), nil, "404 area.missing")
		before := w.count("SELECT COUNT(*) FROM whistle") + w.count("SELECT COUNT(*) FROM notify_notice")
		for _, c := range []struct {
			change fields
			want   string
		}{
			{fields{"words": " "}, "400 whistle.words"},
			{fields{"words": strings.Repeat("字", 401)}, "400 whistle.words"},
			{fields{"place": strings.Repeat("字", 101)}, "400 whistle.place"},
			{fields{"by": w.now()}, "400 whistle.by"},
			{fields{"by": w.now().Add(31 * 24 * time.Hour)}, "400 whistle.by"},
			{fields{"by": "soon"}, "400 http.body"},
			{fields{"area_id": ""}, "404 area.missing"},
			{fields{"area_id": w.id("新园小区9号楼")}, "404 area.missing"},
			{fields{"area_id": "x"}, "400 http.body"},
			{fields{"helper_org_ids": []string{"x"}}, "400 http.body"},
			{fields{"report_id": "999999"}, "404 report.missing"},
			{fields{"lead_org_id": ""}, "400 whistle.orgs"},
			{fields{"lead_org_id": "999999"}, "400 whistle.orgs"},
			{fields{"lead_org_id": o2}, "400 whistle.orgs"}, // works in another community
			{fields{"helper_org_ids": []string{o1}}, "400 whistle.orgs"},
			{fields{"helper_org_ids": []string{o3, o3}}, "400 whistle.orgs"},
			{fields{"helper_org_ids": slices.Repeat([]string{o3}, 10)}, "400 whistle.orgs"},
		} {
			in := fields{"area_id": w.id("阳光社区"), "words": "占道", "by": w.now().Add(time.Hour), "lead_org_id": o1}
			for k, v := range c.change {
				in[k] = v
			}
			clerk.refused("staff", "POST", whistlesAPI, in, c.want)
		}
		in := fields{"area_id": w.id("城关街道"), "words": "占道", "by": w.now().Add(time.Hour), "lead_org_id": o1}
		w.street().refused("staff", "POST", whistlesAPI, in, "400 whistle.place")
		same(w, "traces", before, w.count("SELECT COUNT(*) FROM whistle")+w.count("SELECT COUNT(*) FROM notify_notice"))

		clerk.refused("staff", "GET", whistlesAPI+"?list=x", nil, "400 whistle.list")
		clerk.refused("staff", "GET", whistlesAPI+"?cursor=x", nil, "400 http.body")
		id := clerk.blows("阳光社区")
		for _, c := range []struct {
			action string
			in     fields
			want   string
		}{
			{"answer", nil, "400 http.body"},
			{"answer", fields{"coming": true, "arrival": w.now().Add(time.Hour)}, "400 whistle.answer"},
			{"answer", fields{"coming": true, "who": strings.Repeat("人", 21), "arrival": w.now()}, "400 whistle.answer"},
			{"answer", fields{"coming": true, "who": "张队"}, "400 whistle.by"},
			{"answer", fields{"coming": false}, "400 whistle.words"},
			{"muster", fields{"words": strings.Repeat("字", 401)}, "400 whistle.words"},
			{"muster", fields{"file_ids": []string{"999999"}}, "404 media.missing"},
			{"muster", fields{"file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many"},
			{"muster", fields{"org_id": "x"}, "400 http.body"},
			{"result", fields{"words": "早了"}, "409 whistle.state"},
		} {
			lead.refused("staff", "POST", whistlesAPI+"/"+id+"/"+c.action, c.in, c.want)
		}
		clerk.refused("staff", "POST", whistlesAPI+"/"+id+"/cancel", nil, "400 whistle.words")
		clerk.refused("staff", "POST", whistlesAPI+"/"+id+"/close", fields{"words": strings.Repeat("字", 401)}, "400 whistle.words")
		for range 2 { // the same key twice counts once
			w.request(lead.login("staff"), "POST", whistlesAPI+"/"+id+"/muster", fields{"org_id": o1}, 200, nil, "Idempotency-Key", "m1")
		}
		lead.refused("staff", "POST", whistlesAPI+"/"+id+"/result", nil, "400 whistle.words")
		lead.refused("staff", "POST", whistlesAPI+"/"+id+"/result", fields{"words": "好", "file_ids": []string{"999999"}}, "404 media.missing")
		same(w, "mustered once", 1, w.count("SELECT COUNT(*) FROM whistle_event WHERE kind = 'muster'"))
	})
}

func TestWhistlesArePaged(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, lead := w.clerk(), w.orgMan()
		var blown []any
		for range 21 {
			blown = append([]any{clerk.blows("阳光社区")}, blown...)
		}
		for _, who := range []*citizen{clerk, w.centre(), lead} {
			page := who.does("staff", "GET", whistlesAPI, nil, 200)
			next, _ := page["next"].(string)
			rest := who.does("staff", "GET", whistlesAPI+"?cursor="+next, nil, 200)
			same(w, "both pages", blown, append(pluck(items(page), "id"), pluck(items(rest), "id")...))
			same(w, "third page", "", rest["next"])
		}
		waiting, err := w.system.Whistles.CountWaiting(w.ctx, w.actor(lead, "staff"))
		w.must(err)
		same(w, "waiting", 21, waiting)
	})
}

// actor returns the actor behind a person's session in a mini-program.
func (w *world) actor(c *citizen, account string) auth.Actor {
	w.Helper()
	who, _, err := w.system.Persons.Who(w.ctx, c.login(account))
	w.must(err)
	return who
}
