package stories

import (
	"slices"
	"strings"
	"testing"

	"linli/app/notify"
	"linli/app/pages"
	"linli/app/roster"
)

// copyNotice makes n more copies of the only notice of a kind, to fill pages.
func (w *world) copyNotice(kind string, n int) {
	w.Helper()
	for range n {
		w.exec(`INSERT INTO notify_notice (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at,
			read_at, folded) SELECT person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at,
			folded FROM notify_notice WHERE kind = ? ORDER BY id LIMIT 1`, kind)
	}
}

func TestTheInboxHasEverythingAndCountsTheUnread(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, li, clerk := w.someone("老王"), w.someone("老李"), w.clerk()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(id, "reply", fields{"words": "还在等零件"})
		w.settle()
		w.copyNotice("report.reply", pages.Size+2)
		page := wang.does("mp", "GET", api+"/notices", nil, 200)
		w.wants(page, fields{"unread": 23.0})
		list := items(page)
		w.wants(list[0], fields{
			"kind": "report.reply", "title": "工作人员回复", "about": "report:" + id, "read": false,
			"text": "关于“公共设施：路灯不亮”（261123-001）：还在等零件", "created_at": "2026-11-23T09:00:00+08:00",
		})
		rest := wang.does("mp", "GET", api+"/notices?cursor="+page["next"].(string), nil, 200)
		if len(list) != 20 || len(items(rest)) != 3 || rest["next"] != "" {
			w.Fatalf("pages of %d and %d", len(list), len(items(rest)))
		}
		read := api + "/notices/" + list[0]["id"].(string) + "/read"
		for range 2 {
			wang.does("mp", "POST", read, nil, 204)
		}
		page = wang.does("mp", "GET", api+"/notices", nil, 200)
		w.wants(page, fields{"unread": 22.0})
		w.wants(items(page)[0], fields{"read": true})
		li.refused("mp", "POST", read, nil, "404 notify.missing")
		wang.refused("mp", "POST", api+"/notices/999999/read", nil, "404 notify.missing")
		wang.refused("mp", "GET", api+"/notices?cursor=-1", nil, "400 http.body")
		w.wants(li.does("mp", "GET", api+"/notices", nil, 200), fields{"items": []any{}, "unread": 0.0, "next": ""})
	})
}

func TestUndeliveredNoticesAreListed(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer, clerkB, orgMan, centre := w.someone("老王"), w.clerk(), w.officer(), w.clerkB(), w.orgMan(), w.centre()
		const path = "/api/v1/staff/undelivered"
		wang.binds("mp", "13900139000") // no channel reaches the resident
		wang.does("mp", "PATCH", api+"/me", fields{"name": "王大爷", "home_id": w.id("2单元")}, 200)
		clerk.acts(wang.submits("路灯不亮", "阳光花园3号楼"), "accept", nil)                    // not a notice that must be known
		clerk.acts(wang.submits("路灯不亮", "阳光花园3号楼"), "refuse", fields{"words": "报过了"}) // a notice that must be known
		w.settle()
		w.copyNotice("report.refused", pages.Size)
		page := clerk.does("staff", "GET", path, nil, 200)
		list := items(page)
		if len(list) != 1 || page["next"] != "" {
			w.Fatalf("the inbox has %d rows", len(list))
		}
		w.wants(list[0], fields{
			"person_id": wang.me("mp"), "person_name": "王大爷", "posts": []any{}, "count": 21.0,
			"person_phone": "139****9000", "home": "阳光社区 阳光花园3号楼 2单元",
		})
		shown, _ := list[0]["notices"].([]any)
		if newest, _ := shown[0].(map[string]any); len(shown) != notify.MostShown || newest["id"] != list[0]["id"] || newest["kind"] != "report.refused" {
			w.Fatalf("shown: %v", shown)
		}
		for _, c := range []struct {
			who  *citizen
			seen int
		}{{officer, 1}, {centre, 0}, {clerkB, 0}, {orgMan, 0}} { // the community has a clerk, so the centre does not list it
			same(w, "rows for "+c.who.name, c.seen, len(items(c.who.does("staff", "GET", path, nil, 200))))
			w.wants(c.who.does("staff", "GET", "/api/v1/staff/home", nil, 200), fields{"undelivered": float64(c.seen)})
		}
		clerk.refused("staff", "GET", path+"?cursor=x", nil, "400 http.body")
		told := path + "/" + list[0]["id"].(string) + "/told"
		clerk.refused("staff", "POST", told, nil, "400 notify.words")
		clerk.refused("staff", "POST", told, fields{"how": strings.Repeat("门", 201)}, "400 notify.words")
		clerkB.refused("staff", "POST", told, fields{"how": "上门"}, "404 notify.missing")
		orgMan.refused("staff", "POST", told, fields{"how": "上门"}, "404 notify.missing")
		w.copyNotice("report.refused", 1) // one more that is undelivered
		officer.does("staff", "POST", told, fields{"how": "上门告知"}, 204)
		clerk.refused("staff", "POST", told, fields{"how": "上门"}, "404 notify.missing")
		same(w, "on record", 21, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'notify.told' AND reason = '上门告知'`))
		w.wants(items(clerk.does("staff", "GET", path, nil, 200))[0], fields{"count": 1.0})
	})
}

// lose writes an undelivered notice for a person of the roster.
func (w *world) lose(code, kind, community string) {
	w.Helper()
	w.exec(`INSERT INTO notify_notice (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at,
		folded) SELECT id, ?, ?, 'report:1', ?, 0, 'undelivered', 1, 1, 0, 0, 0 FROM person WHERE code = ?`, w.areaOf(community).ID, kind,
		`{"title":"路灯不亮","number":"261123-001","category":"公共设施","state":"办理中","place":"阳光社区","by":"王芳","words":"请尽快办理","at":"2026-11-23 09:00","due":"2026-11-24 09:00","step_due":"2026-11-24 09:00","asked_due":"2026-11-24 09:00"}`, code)
}

// A community lists its residents; a member of staff is listed for their chief.
func TestUndeliveredNoticesOfStaffAreListedForTheirChief(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := staffed()
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P27", "严工", "19900000027", "C", "否"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P27", "运维", "C", "", "", "", ""})
		w.imports(sheets)
		w.clock.Add(4000) // longer than the territory is cached
		operator := w.someone("严工").binds("staff", "19900000027")
		for _, code := range []string{"P2", "P1", "P22", "P5", "P26", "P4", "P23", "P8"} {
			w.lose(code, "report.overdue", "阳光社区")
			w.lose(code, "report.breached", "新园社区")
		}
		w.lose("P1", "report.resolved", "阳光社区") // the clerk as a resident
		w.lose("P7", "steward.alert", "新园社区")
		w.lose("P7", "steward.alert", "安平县")
		const path = "/api/v1/staff/undelivered"
		for _, c := range []struct {
			who   *citizen
			names []any
		}{
			{w.officer(), []any{"王芳"}},
			{w.clerk(), []any{"王芳"}},
			{w.lead(), []any{"王芳", "李强"}},
			{w.secretary(), []any{"王芳"}},
			{w.street(), []any{"丁师傅", "何书记"}},
			{w.street2(), []any{"周敏"}},
			{w.clerkB(), []any{"钱进"}},
			{w.centre(), []any{"钱进", "冯科长", "陈刚"}},
			{operator, []any{"吴主任"}},
			{w.orgMan(), []any{}},
		} {
			page := c.who.does("staff", "GET", path, nil, 200)
			same(w, "rows for "+c.who.name, c.names, pluck(items(page), "person_name"))
			if c.who != operator {
				w.wants(c.who.does("staff", "GET", "/api/v1/staff/home", nil, 200), fields{"undelivered": float64(len(c.names))})
			}
		}
		row := items(w.street().does("staff", "GET", path, nil, 200))[0]
		w.wants(row, fields{"posts": []any{"阳光物业 部门人员"}, "count": 2.0})
		told := path + "/" + row["id"].(string) + "/told"
		w.secretary().refused("staff", "POST", told, fields{"how": "当面"}, "404 notify.missing")
		w.street().does("staff", "POST", told, fields{"how": "打了电话"}, 204)
		same(w, "left", []any{"何书记"}, pluck(items(w.street().does("staff", "GET", path, nil, 200)), "person_name"))

		w.exec(`UPDATE person_posting SET to_at = 1 WHERE role = 'street'`) // nobody is posted between the clerk and the centre
		same(w, "empty posts are skipped", true, slices.Contains(pluck(items(w.centre().does("staff", "GET", path, nil, 200)), "person_name"), any("周敏")))
	})
}

func TestTheOperatorSeesHowTheProgramIs(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := staffed()
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P27", "严工", "19900000027", "C", "否"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P27", "运维", "C", "", "", "", ""})
		w.imports(sheets)
		w.clock.Add(4000)
		operator := w.someone("严工").binds("staff", "19900000027")
		w.wants(operator.does("staff", "GET", api+"/me", nil, 200), fields{"can": []any{"manage", "posted", "operate"}})
		got := operator.does("staff", "GET", api+"/staff/system", nil, 200)
		w.wants(got, fields{"calendar_days": 39.0, "undelivered": 0.0})
		parts := map[string]any{}
		for _, p := range got["parts"].([]any) {
			one := p.(map[string]any)
			parts[one["name"].(string)] = one["state"]
		}
		same(w, "database", any("ok"), parts["database"])
		for _, a := range got["accounts"].([]any) {
			w.wants(a.(map[string]any), fields{"configured": true, "rests": []any{}})
		}
		w.lose("P8", "report.overdue", "安平县")
		w.wants(operator.does("staff", "GET", api+"/staff/system", nil, 200), fields{"undelivered": 1.0})
		w.exec(`UPDATE person_posting SET to_at = 1 WHERE role = 'operator'`)
		operator.refused("staff", "GET", api+"/staff/system", nil, "403 auth.denied")
		w.centre().refused("staff", "GET", api+"/staff/system", nil, "403 auth.denied")
	})
}
