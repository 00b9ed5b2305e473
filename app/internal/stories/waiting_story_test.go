package stories

import (
	"testing"
	"time"
)

// waiting returns the kinds of a person's open tasks, in order.
func (c *citizen) waiting(account string) []any {
	c.w.Helper()
	return pluck(items(c.does(account, "GET", api+"/waiting", nil, 200)), "kind")
}

// waits returns the person's first open task of the kind.
func (c *citizen) waits(account, kind string) fields {
	c.w.Helper()
	for _, i := range items(c.does(account, "GET", api+"/waiting", nil, 200)) {
		if i["kind"] == kind {
			return i
		}
	}
	c.w.Fatalf("no task %s for %s", kind, c.name)
	return nil
}

func TestWhatWaitsForAResident(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, li, clerk := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼"), w.clerk()
		same(w, "at first", []any{}, w.someone("新来的").waiting("mp"))

		asked, done := wang.submits("路灯不亮", "阳光花园3号楼"), wang.submits("井盖坏了", "阳光花园3号楼")
		for _, id := range []string{asked, done} {
			clerk.acts(id, "accept", nil)
			clerk.acts(id, "assign", fields{"way": "self"})
		}
		clerk.acts(asked, "ask", fields{"words": "哪一盏？"})
		clerk.acts(done, "resolve", fields{"outcome": "solved", "words": "已换新"})

		hair := clerk.offers("理发", fields{}, fields{"places": 1, "days": []int{2}})
		moxa := clerk.offers("艾灸", fields{"ahead_days": 14}, fields{"days": []int{3}})
		w.settle()
		tuesday, wednesday := w.session("2026-11-24", hair), w.session("2026-11-25", moxa)
		other := li.books(tuesday)
		offered := wang.books(tuesday)
		lost := wang.books(wednesday)
		li.does("mp", "POST", bookingsAPI+"/"+other["id"].(string)+"/cancel", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/sessions/cancel", fields{"session_ids": []string{wednesday}, "reason": "师傅生病"}, 200)
		w.settle()

		same(w, "tasks", []any{"offer", "question", "rebook", "review", "notice"}, wang.waiting("mp"))
		w.wants(wang.waits("mp", "question"), fields{"id": asked, "say": "哪一盏？", "title": "请您补充：公共设施：路灯不亮", "at": "2026-11-23T09:00:00+08:00", "count": 1.0})
		w.wants(wang.waits("mp", "review"), fields{"id": done})
		w.wants(wang.waits("mp", "offer"), fields{
			"id": offered["id"], "title": "理发", "at": "2026-11-23T09:30:00+08:00", "say": "11月24日 09:00有名额了，请在11月23日 09:30前确认。",
		})
		w.wants(wang.waits("mp", "rebook"), fields{"id": lost["id"], "title": "艾灸"})
		unread := wang.does("mp", "GET", api+"/notices", nil, 200)
		w.wants(wang.waits("mp", "notice"), fields{"count": unread["unread"], "id": items(unread)[0]["id"]})

		// A finished task is gone from the list.
		wang.asks(asked, "answer", fields{"words": "3号楼前那盏"})
		wang.asks(done, "review", fields{"satisfied": true})
		wang.does("mp", "POST", bookingsAPI+"/"+offered["id"].(string)+"/accept", nil, 200)
		wang.does("mp", "POST", bookingsAPI+"/"+lost["id"].(string)+"/rebook", nil, 200)
		w.settle()
		for _, n := range items(wang.does("mp", "GET", api+"/notices", nil, 200)) {
			wang.does("mp", "POST", api+"/notices/"+n["id"].(string)+"/read", nil, 204)
		}
		same(w, "tasks left", []any{"visit"}, wang.waiting("mp"))
		w.wants(wang.waits("mp", "visit"), fields{"id": offered["id"], "at": "2026-11-24T09:00:00+08:00", "say": "11月24日 09:00，阳光社区 二楼，2号。"})
	})
}

func TestWhatWaitsForAStewardAndForStaff(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao, officer := w.steward(), w.officer()
		wang := w.named("老王", "阳光花园3号楼")
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		w.alerted()
		w.pleads("阳光花园3号楼", "想买药", "13812345678")
		w.settle()
		same(w, "for the steward", []any{"call", "alert", "notice"}, zhao.waiting("mp"))
		w.wants(zhao.waits("mp", "alert"), fields{"id": id, "title": "公共设施：路灯不亮"})
		call := zhao.waits("mp", "call")["id"].(string)
		zhao.does("mp", "POST", api+"/steward/reports/"+id+"/acknowledge", nil, 200)
		zhao.does("mp", "POST", api+"/calls/"+call+"/acknowledge", nil, 200)
		same(w, "acknowledged", []any{"call", "notice"}, zhao.waiting("mp"))
		zhao.does("mp", "POST", api+"/calls/"+call+"/finish", fields{"words": "买好了"}, 200)
		same(w, "done", []any{"notice"}, zhao.waiting("mp"))

		wang.does("mp", "POST", families, fields{"name": "王奶奶", "born": 1940, "relation": "child", "home_id": w.id("阳光花园3号楼")}, 201)
		w.forward(time.Minute)
		w.wants(officer.waits("staff", "family"), fields{"count": 1.0, "id": "", "at": "", "say": "有1个家人申请等您确认。"})
	})
}
