package main

import (
	"strings"
	"testing"

	"linli/app/notify"
)

// copyNotice makes n more of the one notice of a kind, to fill pages.
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
		w.copyNotice("report.reply", notify.PageSize+2)
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

func TestWhatReachedNobodyIsSomebodysWork(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer, clerkB, orgMan, centre := w.someone("老王"), w.clerk(), w.officer(), w.clerkB(), w.orgMan(), w.centre()
		const path = "/api/v1/staff/undelivered"
		wang.binds("mp", "13900139000") // he neither follows nor subscribes
		wang.does("mp", "PATCH", api+"/me", fields{"name": "王大爷", "home_id": w.id("2单元")}, 200)
		clerk.acts(wang.submits("路灯不亮", "阳光花园3号楼"), "accept", nil)                    // that can wait in the inbox
		clerk.acts(wang.submits("路灯不亮", "阳光花园3号楼"), "refuse", fields{"words": "报过了"}) // he must know
		w.settle()
		w.copyNotice("report.refused", notify.PageSize)
		page := clerk.does("staff", "GET", path, nil, 200)
		list := items(page)
		rest := clerk.does("staff", "GET", path+"?cursor="+page["next"].(string), nil, 200)
		if len(list) != 20 || len(items(rest)) != 1 || rest["next"] != "" {
			w.Fatalf("pages of %d and %d", len(list), len(items(rest)))
		}
		w.wants(list[0], fields{
			"kind": "report.refused", "state": "undelivered", "person_id": wang.me("mp"), "person_name": "王大爷",
			"person_phone": "139****9000", "home": "阳光社区 阳光花园3号楼 2单元", "community_id": w.id("阳光社区"),
		})
		for _, c := range []struct {
			who  *citizen
			seen int
		}{{officer, 20}, {centre, 20}, {clerkB, 0}, {orgMan, 0}} {
			if n := len(items(c.who.does("staff", "GET", path, nil, 200))); n != c.seen {
				w.Errorf("%s sees %d", c.who.name, n)
			}
		}
		clerk.refused("staff", "GET", path+"?cursor=x", nil, "400 http.body")
		told := path + "/" + list[0]["id"].(string) + "/told"
		clerk.refused("staff", "POST", told, nil, "400 notify.words")
		clerk.refused("staff", "POST", told, fields{"how": strings.Repeat("门", 201)}, "400 notify.words")
		clerkB.refused("staff", "POST", told, fields{"how": "上门"}, "404 notify.missing")
		orgMan.refused("staff", "POST", told, fields{"how": "上门"}, "404 notify.missing")
		officer.does("staff", "POST", told, fields{"how": "上门告知"}, 204)
		clerk.refused("staff", "POST", told, fields{"how": "上门"}, "404 notify.missing")
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'notify.told' AND reason = '上门告知'`); n != 1 {
			w.Fatalf("%d lines on the record", n)
		}
	})
}
