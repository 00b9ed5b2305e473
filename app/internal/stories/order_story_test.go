package stories

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/order"
)

const (
	ordersAPI   = api + "/orders"
	visitsAPI   = api + "/orders/visits"
	staffOrders = api + "/staff/orders"
)

// barber is what somebody asks for who wants their hair cut.
func barber(more ...any) fields {
	in := fields{"kind": "haircut", "words": "腿脚不便，想理个发", "room": "302"}
	for i := 0; i+1 < len(more); i += 2 {
		in[fmt.Sprint(more[i])] = more[i+1]
	}
	return in
}

func (c *citizen) order(of fields) fields {
	c.w.Helper()
	return c.does("mp", "GET", ordersAPI+"/"+word(of["id"]), nil, 200)
}

// at does something with an order as staff.
func (c *citizen) arranges(of fields, deed string, in any) fields {
	c.w.Helper()
	return c.does("staff", "POST", staffOrders+"/"+word(of["id"])+"/"+deed, in, 200)
}

// goes does something at the door.
func (c *citizen) goes(account string, of fields, deed string, in any) fields {
	c.w.Helper()
	return c.does(account, "POST", visitsAPI+"/"+word(of["id"])+"/"+deed, in, 200)
}

// volunteers gives 老李 the post of a volunteer in 阳光社区.
func (w *world) volunteers() *citizen {
	w.Helper()
	w.secretary().edits(fields{
		"persons":  []fields{{"name": "老李", "phone": "19900000777", "area_id": w.id("阳光社区")}},
		"postings": []fields{{"role": "volunteer", "area_id": w.id("阳光社区")}},
	})
	li := w.someone("老李").binds("mp", "19900000777")
	return li
}

// Three come, one is ill and another takes their place: one record, a line of work each, none for who was away. The resident checks the
// badge and says the word.
func TestATeamComesToTheDoor(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, officer, steward, plumber, wang := w.clerk(), w.officer(), w.steward(), w.plumber(), w.named("王奶奶", "1单元")
		volunteer := w.volunteers()
		kinds := items(wang.does("mp", "GET", ordersAPI+"/kinds", nil, 200))
		same(w, "kinds", []any{"代办", "理发", "维修", "陪诊", "代取", "代购", "其他帮忙"}, pluck(kinds, "name"))
		for _, bad := range []struct {
			in   fields
			want string
		}{
			{barber("kind", "dance"), "400 order.kind"},
			{barber("words", ""), "400 order.words"},
			{barber("room", ""), "400 order.place"},
			{barber("area_id", w.id("新园小区1号楼")), "400 order.elsewhere"},
			{barber("area_id", w.id("阳光社区")), "400 order.place"},
			{barber("day", "2026-11-22"), "400 order.day"},
			{barber("day", "2026"), "400 order.day"},
			{barber("part", "night"), "400 order.day"},
			{barber("person_id", clerk.me("staff")), "404 order.for"},
			{barber("from", "report:1"), "404 order.from"},
			{barber("lines", []fields{{"what": "米"}}), "400 order.no_buy"},
		} {
			wang.refused("mp", "POST", ordersAPI, bad.in, bad.want)
		}
		o := wang.does("mp", "POST", ordersAPI, barber("day", "2026-11-25", "part", "morning"), 201)
		w.wants(o, fields{"state": "asked", "title": "理发", "door": "阳光社区 阳光花园3号楼 1单元 302", "wish": "11月25日上午", "word": "", "due_at": "2026-11-24T17:30:00+08:00", "can": []any{"cancel"}})
		wang.refused("mp", "POST", ordersAPI, barber(), "409 order.twice")
		w.settle()
		same(w, "told", 1, clerk.told("staff", "order.asked"))
		same(w, "at home", 1.0, clerk.does("staff", "GET", api+"/staff/home", nil, 200)["orders_new"])
		same(w, "the list", []any{o["id"]}, pluck(items(clerk.does("staff", "GET", staffOrders, nil, 200)), "id"))
		clerk.refused("staff", "GET", staffOrders+"?list=all", nil, "400 order.list")
		wang.refused("mp", "GET", ordersAPI+"?list=new", nil, "400 order.list")

		who := func() []any {
			return pluck(items(clerk.does("staff", "GET", staffOrders+"/"+word(o["id"])+"/people", nil, 200)), "name")
		}
		same(w, "a worker of an org without a contract", false, slices.Contains(who(), any("丁师傅")))
		team := []string{officer.me("staff"), steward.me("mp"), plumber.me("staff")}
		path := staffOrders + "/" + word(o["id"])
		clerk.refused("staff", "POST", path+"/agree", fields{"at": "2026-11-25T09:30:00+08:00", "team": team}, "400 order.member")
		e := w.adds(clerk, w.estate("阳光花园", "company", "阳光物业", "阳光花园3号楼"), 201)
		signs := func(from, to string) {
			w.wants(w.secretary().does("staff", "POST", contracts, fields{
				"estate_id": e["id"], "payer_org_id": w.org("综合执法大队"), "operator_org_id": w.org("阳光物业"), "what": "社工服务", "hours": 1200, "from": from, "to": to,
			}, 201), fields{"hours": 1200.0, "used_minutes": 0.0})
		}
		signs("2026-01-01", "2026-11-25")
		signs("2026-11-26", "2026-12-31")
		used := func() []any { return pluck(items(plumber.does("staff", "GET", contracts, nil, 200)), "used_minutes") }
		same(w, "with one", true, slices.Contains(who(), any("丁师傅")))
		clerk.refused("staff", "POST", path+"/agree", fields{"at": "2026-11-22T09:30:00+08:00", "team": team}, "400 order.day")
		clerk.refused("staff", "POST", path+"/agree", fields{"at": "2026-11-25T09:30:00+08:00", "team": []string{}}, "400 order.team")
		got := clerk.arranges(o, "agree", fields{"at": "2026-11-25T09:30:00+08:00", "team": team})
		w.wants(got, fields{"state": "agreed", "word": "", "light": "", "can": []any{"vouch", "replace", "move", "slip", "fail"}})
		w.settle()
		same(w, "told", 1, wang.told("mp", "order.agreed"))
		same(w, "told", 1, officer.told("staff", "order.given"))
		same(w, "told", 1, steward.told("mp", "order.visit"))
		clerk.does("staff", "POST", api+"/staff/badges", fields{"person_id": steward.me("mp"), "kind": "badge", "number": "YG-031"}, 201)

		// The officer is ill.
		clerk.refused("staff", "POST", path+"/team", fields{"team": team, "reason": "没有变"}, "400 order.team")
		clerk.refused("staff", "POST", path+"/team", fields{"team": team, "reason": ""}, "400 order.words")
		got = clerk.arranges(o, "team", fields{"team": []string{volunteer.me("mp"), steward.me("mp"), plumber.me("staff")}, "reason": "孙网格员病了"})
		same(w, "comes", 3, len(got["names"].([]any)))
		last := objects(got["team"])[3]
		w.wants(last, fields{"away": true, "why": "孙网格员病了"})
		officer.refused("mp", "GET", visitsAPI+"/"+word(o["id"]), nil, "404 order.missing")
		w.settle()
		same(w, "told that it is off", 2, officer.told("staff", "order.given"))
		same(w, "told", 1, volunteer.told("mp", "order.visit"))
		clerk.arranges(o, "move", fields{"at": "2026-11-25T10:00:00+08:00"})

		w.at("2026-11-25 09:40")
		day := items(clerk.does("staff", "GET", staffOrders+"/days/2026-11-25", nil, 200))
		same(w, "of the day", []any{o["id"]}, pluck(day, "id"))
		clerk.refused("staff", "GET", staffOrders+"/days/x", nil, "400 order.day")
		same(w, "my visits", []any{o["id"]}, pluck(items(volunteer.does("mp", "GET", visitsAPI, nil, 200)), "id"))
		same(w, "to do", true, slices.Contains(pluck(items(steward.does("mp", "GET", api+"/today", nil, 200)), "kind"), any("going")))
		volunteer.goes("mp", o, "come", nil)
		mine := wang.order(o)
		says := word(mine["word"])
		same(w, "four figures", 4, len(says))
		same(w, "a badge to check", true, slices.ContainsFunc(objects(mine["team"]), func(m fields) bool { return strings.HasPrefix(word(m["page"]), "/badge/") && m["badge"] == "YG-031" }))
		same(w, "before it is done", []any{0.0, 0.0}, used())
		volunteer.refused("mp", "POST", visitsAPI+"/"+word(o["id"])+"/finish", fields{"minutes": 30}, "409 order.door")
		w.wants(volunteer.goes("mp", o, "open", fields{"word": " " + says}), fields{"opened_by": "老李", "word": "", "can": []any{"finish", "fail"}})
		w.wants(wang.order(o), fields{"word": "", "opened_by": "老李"})
		volunteer.refused("mp", "POST", visitsAPI+"/"+word(o["id"])+"/finish", fields{"minutes": 0}, "400 order.minutes")
		w.wants(volunteer.goes("mp", o, "finish", fields{"minutes": 30, "words": "头发理好了"}), fields{"state": "done", "minutes": 30.0})
		w.settle()
		same(w, "told", 1, wang.told("mp", "order.done"))
		same(w, "lines of work", 3, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'order.finish' AND minutes = 30`))
		same(w, "none for who was away", 0, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'order.finish' AND person_id = `+officer.me("staff")))
		same(w, "the worker's hours count for the contract of the day, nobody else's", []any{30.0, 0.0}, used())
		page := w.secretary().does("staff", "GET", estates+"/"+word(e["id"]), nil, 200)
		same(w, "and the community reads them", []any{0.0, 30.0}, pluck(objects(page["contracts"]), "used_minutes"))
		same(w, "the word is gone", 0, w.count(`SELECT COUNT(*) FROM order_visit WHERE door_word <> ''`))
		same(w, "in no notice", 0, w.count(`SELECT COUNT(*) FROM notify_notice WHERE facts LIKE '%`+says+`%'`))
		same(w, "ended", []any{o["id"]}, pluck(items(wang.does("mp", "GET", ordersAPI+"?list=ended", nil, 200)), "id"))
		w.exportsLedger(w.secretary(), "orders", "2026-11-23", 2, "上门台账", "王奶奶", "阳光花园3号楼", "头发理好了")
		w.exportsLedger(w.clerkB(), "orders", "2026-11-23", 1)
	})
}

// A wrong word at the door is refused and counted. After three the community and the resident are told, and no further one is taken until
// the resident has another, or a colleague has spoken with them.
func TestAWrongWordAtTheDoor(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, second, officer, wang := w.clerk(), w.clerk2(), w.officer(), w.named("王奶奶", "1单元")
		o := wang.does("mp", "POST", ordersAPI, barber(), 201)
		path := visitsAPI + "/" + word(o["id"])
		officer.refused("mp", "POST", path+"/open", fields{"word": "0000"}, "404 order.missing")
		second.arranges(o, "agree", fields{"at": w.now().Add(time.Hour), "team": []string{officer.me("staff"), second.me("staff")}})
		says := word(wang.order(o)["word"])
		wrong := "0000"
		if says == wrong {
			wrong = "1111"
		}
		for range 3 {
			officer.refused("staff", "POST", path+"/open", fields{"word": wrong}, "400 order.word")
		}
		officer.refused("staff", "POST", path+"/open", fields{"word": says}, "409 order.tries")
		w.wants(wang.order(o), fields{"wrong": 3.0, "opened_at": ""})
		w.settle()
		same(w, "the community", 1, clerk.told("staff", "order.wrong_word"))
		same(w, "the resident", 1, wang.told("mp", "order.careful"))
		officer.refused("staff", "POST", staffOrders+"/"+word(o["id"])+"/vouch", fields{"reason": "我认识她"}, "403 order.involved")
		next := word(wang.does("mp", "POST", ordersAPI+"/"+word(o["id"])+"/renew", nil, 200)["word"])
		officer.goes("staff", o, "open", fields{"word": next})
		wang.refused("mp", "POST", ordersAPI+"/"+word(o["id"])+"/renew", nil, "409 order.state")
		officer.goes("staff", o, "fail", fields{"reason": "要去医院看"})
		w.wants(wang.order(o), fields{"state": "cannot", "result": "要去医院看", "word": ""})
		officer.refused("staff", "POST", path+"/come", nil, "404 order.missing")

		// Somebody without a telephone: a slip that those who come cannot print, or a colleague who rings.
		old := clerk.does("staff", "POST", api+"/staff/residents", fields{"name": "陈爷爷", "community_id": w.id("阳光社区"), "home_id": w.id("1单元")}, 201)
		p := clerk.does("staff", "POST", staffOrders, barber("person_id", old["id"]), 201)
		clerk.refused("staff", "POST", staffOrders, barber("person_id", old["id"]), "409 order.twice")
		clerk.arranges(p, "agree", fields{"at": w.now().Add(time.Hour), "team": []string{officer.me("staff")}})
		officer.refused("staff", "GET", staffOrders+"/"+word(p["id"])+"/slip", nil, "403 order.involved")
		w.request(clerk.login("staff"), "GET", staffOrders+"/"+word(p["id"])+"/slip", nil, 200, nil)
		same(w, "who printed", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'order.slip'`))
		w.wants(clerk.arranges(p, "vouch", fields{"reason": "打陈爷爷邻居电话问过"}), fields{"opened_by": "王芳"})
		w.wants(clerk.arranges(p, "finish", fields{"minutes": 20}), fields{"state": "done"})
		clerk.does("staff", "POST", staffOrders+"/"+word(p["id"])+"/phone", fields{"reason": "问候"}, 404)

		// Nobody can come: the resident has a telephone, and is told before the order ends with the reason.
		neighbour := w.named("张大爷", "1单元").binds("mp", "13900001235")
		none := neighbour.does("mp", "POST", ordersAPI, barber(), 201)
		w.wants(clerk.does("staff", "POST", staffOrders+"/"+word(none["id"])+"/phone", fields{"reason": "告诉他师傅病了"}, 200), fields{"phone": "13900001235"})
		w.wants(clerk.arranges(none, "fail", fields{"reason": "师傅病了，下周再约"}), fields{"state": "cannot", "result": "师傅病了，下周再约"})
	})
}

// What is bought for somebody: a list, a limit and who lays out the money; medicine only by the own prescription or by its name; closed by
// the receipt and the resident's yes, or by a paper.
func TestWhatIsBoughtClosesWithAYes(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, officer, wang := w.clerk(), w.officer(), w.named("王奶奶", "1单元")
		buys := func(lines ...fields) fields {
			return fields{"kind": "buy", "room": "302", "lines": lines, "limit": 5000, "payer": "网格员先垫，见面给现金"}
		}
		rice := fields{"what": "大米一袋"}
		for _, bad := range []struct {
			in   fields
			want string
		}{
			{buys(), "400 order.buy"},
			{buys(fields{"what": "感冒药"}), "400 order.medicine"},
			{buys(fields{"what": "感冒药", "basis": "named"}), "400 order.medicine"},
			{buys(fields{"what": "米", "basis": "x"}), "400 order.buy"},
			{fields{"kind": "buy", "room": "302", "lines": []fields{rice}, "limit": 0, "payer": "网格员先垫"}, "400 order.limit"},
			{fields{"kind": "buy", "room": "302", "lines": []fields{rice}, "limit": 5000}, "400 order.payer"},
		} {
			wang.refused("mp", "POST", ordersAPI, bad.in, bad.want)
		}
		o := wang.does("mp", "POST", ordersAPI, buys(rice, fields{"what": "布洛芬缓释胶囊一盒", "basis": "named"}, fields{"what": "降压药", "basis": "prescription"}), 201)
		clerk.arranges(o, "agree", fields{"at": w.now().Add(time.Hour), "team": []string{officer.me("staff")}})
		officer.goes("staff", o, "open", fields{"word": wang.order(o)["word"]})
		path := visitsAPI + "/" + word(o["id"]) + "/finish"
		officer.refused("staff", "POST", path, fields{"minutes": 40, "spent": 6000, "words": "阳光药房"}, "400 order.spent")
		officer.refused("staff", "POST", path, fields{"minutes": 40, "spent": 4000}, "400 order.receipt")
		clerk.refused("staff", "POST", staffOrders+"/"+word(o["id"])+"/limit", fields{"limit": 10, "reason": "电话说的"}, "400 order.limit")
		clerk.arranges(o, "limit", fields{"limit": 6000, "reason": "王奶奶电话里说可以"})
		w.settle()
		same(w, "told of the limit", 1, wang.told("mp", "order.raised"))
		photo := officer.uploads("staff", photo(64, 48))
		got := officer.goes("staff", o, "finish", fields{"minutes": 40, "spent": 5850, "file_ids": []string{photo}})
		w.wants(got, fields{"state": "handed", "state_name": "已送到，待确认收到"})
		w.settle()
		same(w, "told", "order.handed: “代购”买好送到了，花了58.50 元。收到了请回复“东西收到了”。", wang.lastNotice())
		same(w, "the receipt", 1, len(objects(wang.order(o)["purchase"].(map[string]any)["receipt"])))
		same(w, "waits", []any{o["id"]}, pluck(items(clerk.does("staff", "GET", staffOrders+"?list=handed", nil, 200)), "id"))

		answer := ordersAPI + "/" + word(o["id"]) + "/answer"
		wang.refused("mp", "POST", answer, fields{"yes": false}, "400 order.words")
		w.wants(wang.does("mp", "POST", answer, fields{"yes": false, "words": "少了药"}, 200), fields{"state": "agreed"})
		w.settle()
		same(w, "told", 1, clerk.told("staff", "order.answered"))
		officer.goes("staff", o, "open", fields{"word": wang.order(o)["word"]})
		officer.goes("staff", o, "finish", fields{"minutes": 10, "spent": 5850, "words": "补送了药，阳光药房"})
		same(w, "one line a day", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'order.finish'`))
		w.expect(wang.says("东西收到了"), "谢谢")
		w.wants(wang.order(o), fields{"state": "done"})
		wang.refused("mp", "POST", answer, fields{"yes": true}, "409 order.state")

		// On paper, by somebody who did not come; and cancelled in time.
		next := wang.does("mp", "POST", ordersAPI, buys(rice), 201)
		clerk.arranges(next, "agree", fields{"at": w.now().Add(time.Hour), "team": []string{officer.me("staff")}})
		officer.goes("staff", next, "open", fields{"word": wang.order(next)["word"]})
		officer.goes("staff", next, "finish", fields{"minutes": 10, "spent": 2000, "words": "阳光超市"})
		officer.refused("staff", "POST", staffOrders+"/"+word(next["id"])+"/paper", fields{"reason": "签了"}, "403 order.involved")
		clerk.refused("staff", "POST", staffOrders+"/"+word(next["id"])+"/paper", fields{"reason": ""}, "400 order.paper")
		w.wants(clerk.arranges(next, "paper", fields{"reason": "在社区服务台签了收条"}), fields{"state": "done"})
		last := wang.does("mp", "POST", ordersAPI, barber(), 201)
		w.wants(wang.does("mp", "POST", ordersAPI+"/"+word(last["id"])+"/cancel", fields{}, 200), fields{"state": "cancelled"})
		wang.refused("mp", "POST", ordersAPI+"/"+word(last["id"])+"/cancel", fields{}, "409 order.state")
	})
}

// Nobody agrees within one working day: the secretary is asked. A visit that is over and not closed is asked about.
func TestNobodyAgreesInADay(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, secretary, officer, wang := w.clerk(), w.secretary(), w.officer(), w.named("王奶奶", "1单元")
		o := wang.does("mp", "POST", ordersAPI, barber(), 201)
		w.at("2026-11-24 17:00")
		w.recurs("sweep_orders")
		w.settle()
		same(w, "soon", 1, clerk.told("staff", "order.due_soon"))
		w.at("2026-11-24 17:31")
		w.recurs("sweep_orders")
		w.recurs("sweep_orders")
		w.settle()
		same(w, "asked once", 1, secretary.told("staff", "order.overdue"))
		same(w, "late", 1.0, clerk.does("staff", "GET", api+"/staff/home", nil, 200)["orders_late"])
		clerk.arranges(o, "agree", fields{"at": w.now().Add(time.Hour), "team": []string{officer.me("staff")}})
		same(w, "no longer late", 0.0, clerk.does("staff", "GET", api+"/staff/home", nil, 200)["orders_late"])
		w.later(5 * time.Hour)
		w.recurs("sweep_orders")
		w.recurs("sweep_orders")
		w.settle()
		same(w, "asked about", 1, clerk.told("staff", "order.passed"))
	})
}

// A visit comes from a report, an errand or a need, is for its person, and the need knows it.
func TestAVisitComesFromSomething(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, officer, wang := w.clerk(), w.officer(), w.named("老王", "1单元")
		id := wang.submits("厨房水龙头漏水", "1单元")
		o := clerk.does("staff", "POST", staffOrders, barber("kind", "repair", "from", "report:"+id), 201)
		w.wants(o, fields{"from": "report:" + id, "resident": "老王", "source": "counter", "title": "维修"})
		for _, from := range []string{"report:999999", "report:x", "house:1", "errand:77", "need:77"} {
			clerk.refused("staff", "POST", staffOrders, barber("from", from), "404 order.from")
		}
		w.clerkB().refused("staff", "POST", staffOrders, barber("person_id", wang.me("mp")), "404 person.missing")
		w.clerkB().refused("staff", "GET", staffOrders+"/"+word(o["id"]), nil, "404 order.missing")
		e := wang.does("mp", "POST", errandsAPI, fields{"words": "想办老年证，走不动"}, 201)
		w.wants(clerk.does("staff", "POST", staffOrders, barber("kind", "errand", "from", "errand:"+word(e["id"])), 201), fields{"resident": "老王"})
		household, old := w.elder("陈奶奶", "202", 1940, "alone")
		officer.visits("staff", officer.careOf(household)["id"], "door", "needs", "needs", []any{"haircut"})
		need := items(clerk.does("staff", "GET", api+"/staff/needs?state=open", nil, 200))[0]
		v := clerk.does("staff", "POST", staffOrders, barber("from", "need:"+word(need["id"]), "person_id", old), 201)
		w.wants(v, fields{"resident": "陈奶奶"})
		w.wants(clerk.does("staff", "POST", api+"/staff/needs/"+word(need["id"])+"/refer", fields{"target": "order:" + word(v["id"])}, 200), fields{"state": "referred"})
	})
}

// Two agree on the same order at the same moment, and two record it as done: one does.
func TestTwoAgreeAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, officer, wang := w.clerk(), w.officer(), w.named("王奶奶", "1单元")
		made := wang.does("mp", "POST", ordersAPI, barber(), 201)
		id := int64(w.count(`SELECT MAX(id) FROM order_visit`))
		who, err := w.system.Persons.Actor(w.ctx, int64(w.count(`SELECT `+clerk.me("staff"))))
		w.must(err)
		comes := int64(w.count(`SELECT ` + officer.me("staff")))
		race := func(do func(context.Context) error) (won int) {
			var wait sync.WaitGroup
			var mu sync.Mutex
			start := make(chan struct{})
			for range 20 {
				wait.Go(func() {
					<-start
					if do(w.ctx) == nil {
						mu.Lock()
						won++
						mu.Unlock()
					}
				})
			}
			close(start)
			wait.Wait()
			return won
		}
		plan := order.Plan{At: w.now().Add(time.Hour), Team: []int64{comes}}
		same(w, "agreed", 1, race(func(ctx context.Context) error {
			_, err := w.system.Orders.Agree(ctx, who, id, plan)
			return err
		}))
		officer.goes("staff", made, "open", fields{"word": wang.order(made)["word"]})
		same(w, "done", 1, race(func(ctx context.Context) error {
			_, err := w.system.Orders.Finish(ctx, who, id, order.Finish{Minutes: 10})
			return err
		}))
		same(w, "one line of work", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'order.finish'`))
		w.settle()
		same(w, "told once", 1, wang.told("mp", "order.done"))
	})
}

// How satisfied people are with visits is counted for each kind of visit, under its name of today's list, from ten answers on.
func TestSatisfactionWithVisitsIsCountedByKind(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, officer := w.clerk(), w.officer()
		visits := func(kind string, times int) {
			for i := range times {
				at := fmt.Sprintf("2026-11-%02d 09:00", 23+i/6)
				w.at(at)
				who := w.someone(fmt.Sprintf("%s%d", kind, i)).binds("mp", fmt.Sprintf("1380000%04d", len(kind)*100+i))
				who.does("mp", "PATCH", api+"/me", fields{"home_id": w.id("阳光花园3号楼")}, 200)
				o := who.does("mp", "POST", ordersAPI, barber("kind", kind), 201)
				clerk.arranges(o, "agree", fields{"at": w.now().Add(time.Minute), "team": []string{officer.me("staff")}})
				officer.goes("staff", o, "open", fields{"word": who.order(o)["word"]})
				officer.goes("staff", o, "finish", fields{"minutes": 20})
				who.does("mp", "POST", feedbackAPI+"/"+word(who.asked()[0]["id"]), fields{"mark": 1}, 200)
			}
		}
		visits("haircut", 10)
		visits("repair", 2)
		found := items(clerk.does("staff", "GET", "/api/v1/staff/communities/"+w.id("阳光社区")+"/satisfaction", nil, 200))
		same(w, "the kinds of visit", []any{"理发", "维修"}, pluck(found, "title"))
		w.wants(found[0], fields{"kind": "order", "sort": "haircut", "answered": 10.0, "good": 10.0, "few": false})
		w.wants(found[1], fields{"kind": "order", "sort": "repair", "asked": 2.0, "answered": 0.0, "few": true})
	})
}
