package stories

import (
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	countersAPI   = api + "/counters/"
	staffCounters = api + "/staff/counters/"
)

// counter opens a counter of 阳光社区 with the clerk as A and the secretary as B, and returns its id and the mark at the door of its hall.
func (w *world) counter(more fields) (id, mark string) {
	w.Helper()
	clerk, secretary := w.clerk(), w.secretary()
	hall := word(clerk.does("staff", "POST", api+"/staff/places", fields{
		"community_id": w.id("阳光社区"), "name": "服务大厅", "use": "service", "working": "08:30-12:00,14:00-18:00",
	}, 201)["id"])
	in := fields{
		"place_id": hall, "name": "综合窗口", "kind": "general", "a_id": clerk.me("staff"), "b_id": secretary.me("staff"),
		"working": "08:30-12:00,14:00-18:00", "noon": true, "noon_b": true, "resting": "09:00-12:00", "places": 2,
	}
	for k, v := range more {
		in[k] = v
	}
	id = word(clerk.does("staff", "POST", api+"/staff/communities/"+w.id("阳光社区")+"/counters", in, 201)["id"])
	return id, w.doorMark(hall)
}

// inHall returns the only counter as a resident sees it.
func (c *citizen) inHall() fields {
	c.w.Helper()
	return items(c.does("mp", "GET", api+"/communities/"+c.w.id("阳光社区")+"/counters", nil, 200))[0]
}

func (c *citizen) isAway(from, to string) {
	c.w.Helper()
	c.does("staff", "PUT", api+"/me/absence", fields{"from": beijing(from).Format(time.RFC3339), "to": beijing(to).Format(time.RFC3339)}, 204)
}

// A resident books a time for an item, another takes a number at the door, a third says no name; each is called, and one word says what it
// was. An errand is the clerk's from then on.
func TestAMorningAtTheCounter(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.orgMan().guides(minimum(nil))
		w.at("2026-11-24 08:40")
		id, mark := w.counter(nil)
		clerk, wang, li := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		w.wants(wang.inHall(), fields{"kind_name": "统一窗口", "place": "服务大厅", "open": true, "duty": "a", "post": "社区工作人员", "waiting": 0.0})

		item := word(items(wang.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/guide?q=低保", nil, 200))[0]["id"])
		day := objects(wang.does("mp", "GET", countersAPI+id+"/times", nil, 200)["sessions"])[0]
		nine := objects(day["periods"])[1]
		same(w, "nine", "2026-11-24T09:00:00+08:00", nine["begin_at"])
		wish := fields{"session_id": day["id"], "period_id": nine["id"], "item_id": item}
		b := wang.does("mp", "POST", countersAPI+id+"/bookings", wish, 201)
		w.wants(b, fields{"number": 901.0, "service_name": "综合窗口", "place": "阳光社区 服务大厅"})
		wang.refused("mp", "POST", countersAPI+id+"/bookings", wish, "409 booking.twice")

		li.refused("mp", "POST", countersAPI+id+"/tickets", fields{"mark": "wrong"}, "400 place.door")
		first := li.does("mp", "POST", countersAPI+id+"/tickets", fields{"mark": mark}, 201)
		w.wants(first, fields{"number": 851.0, "state": "arrived"})
		same(w, "one number a person", first["id"], li.does("mp", "POST", countersAPI+id+"/tickets", fields{"mark": mark}, 201)["id"])
		nameless := clerk.does("staff", "POST", staffCounters+id+"/tickets", fields{}, 201)
		w.wants(nameless, fields{"number": 852.0, "person_id": "", "person_name": ""})
		w.later(15 * time.Minute)
		w.wants(wang.does("mp", "POST", countersAPI+id+"/tickets", fields{"mark": mark}, 201), fields{"id": b["id"], "state": "arrived", "number": 901.0})
		w.wants(wang.inHall(), fields{"waiting": 3.0, "calling": 0.0})

		end := func(ticket any, in fields) fields {
			return clerk.does("staff", "POST", api+"/staff/bookings/"+word(ticket)+"/end", in, 200)
		}
		same(w, "first", first["id"], clerk.does("staff", "POST", staffCounters+id+"/next", nil, 200)["id"])
		w.settle()
		same(w, "your turn", 1, li.told("mp", "booking.called"))
		clerk.refused("staff", "POST", staffCounters+id+"/next", nil, "409 booking.unended")
		clerk.refused("staff", "POST", api+"/staff/bookings/"+word(first["id"])+"/finish", fields{}, "400 booking.result")
		clerk.refused("staff", "POST", api+"/staff/bookings/"+word(first["id"])+"/end", fields{"result": ""}, "400 counter.result")
		w.wants(end(first["id"], fields{"result": "advice"}), fields{"state": "done", "result": "咨询"})
		same(w, "second", nameless["id"], clerk.does("staff", "POST", staffCounters+id+"/next", nil, 200)["id"])
		clerk.refused("staff", "POST", api+"/staff/bookings/"+word(nameless["id"])+"/end", fields{"result": "errand", "item_id": item}, "400 counter.name")
		got := end(nameless["id"], fields{"result": "errand", "item_id": item, "person_id": li.me("mp")})
		w.wants(got, fields{"result": "转代办 最低生活保障", "person_id": li.me("mp")})
		same(w, "said again", got, end(nameless["id"], fields{"result": "errand", "item_id": item, "person_id": li.me("mp")}))
		e := items(li.does("mp", "GET", errandsAPI, nil, 200))
		same(w, "one errand", 1, len(e))
		w.wants(e[0], fields{"id": got["errand_id"], "state": "gathering", "first": "王芳", "source": "counter"})
		same(w, "third", b["id"], clerk.does("staff", "POST", staffCounters+id+"/next", nil, 200)["id"])
		w.wants(end(b["id"], fields{"result": "handled"}), fields{"result": "当场办好 最低生活保障", "item_name": "最低生活保障", "booked": true})
		clerk.refused("staff", "POST", staffCounters+id+"/next", nil, "409 booking.nobody")
		same(w, "work lines", []any{"服务居民", "服务居民", "接办代办", "服务居民"}, pluck(items(clerk.does("staff", "GET", api+"/work", nil, 200)), "deed"))
		w.wants(clerk.does("staff", "GET", staffCounters+id, nil, 200), fields{"calling": 901.0, "booked": 0.0, "who_name": "王芳"})
		w.orgMan().refused("staff", "GET", staffCounters+id, nil, "403 auth.denied")
		w.clerkB().refused("staff", "GET", staffCounters+id, nil, "404 counter.missing")
		w.clerkB().refused("staff", "POST", staffCounters+id+"/next", nil, "404 counter.missing")
		if all, err := w.system.Places.Unbalanced(w.ctx); err != nil || len(all) > 0 {
			w.Error(all, err)
		}
		status, data := w.send(clerk.login("staff"), "POST", ledgersAPI+"/counters", fields{"from": "2026-11-23", "to": "2026-11-24", "reason": "月报"})
		same(w, "the ledger", 200, status)
		text, rows := readLedger(w, data)
		w.expect(text, "窗口台账", "阳光社区")
		same(w, "a day of a counter", [][]string{
			{"日期", "社区", "窗口", "预约（人）", "取号（人）", "咨询", "当场办好", "转代办", "没有来", "取消", "还没登记结果"},
			{"2026-11-24", "阳光社区", "综合窗口", "1", "2", "1", "1", "1", "0", "0", "0"},
		}, rows)
		for _, name := range []string{"老王", "老李"} {
			if strings.Contains(text, name) {
				w.Errorf("a person is in the ledger: %s", name)
			}
		}
	})
}

// Twenty presses of 下一位 at the same moment, ten by each of two: each has one person, another than the other's, and the third waits.
func TestTwoWindowsCallTwoPersons(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 08:40")
		id, _ := w.counter(nil)
		clerk, secretary := w.clerk(), w.secretary()
		for range 3 {
			clerk.does("staff", "POST", staffCounters+id+"/tickets", fields{}, 201)
		}
		tokens := map[*citizen]string{clerk: clerk.login("staff"), secretary: secretary.login("staff")}
		got := map[*citizen]int{}
		var all sync.WaitGroup
		var mine sync.Mutex
		start := make(chan struct{})
		for i := range 20 {
			who := []*citizen{clerk, secretary}[i%2]
			all.Go(func() {
				<-start
				status, _ := w.send(tokens[who], "POST", staffCounters+id+"/next", nil)
				mine.Lock()
				defer mine.Unlock()
				if status == 200 {
					got[who]++
				}
			})
		}
		close(start)
		all.Wait()
		same(w, "calls that were answered", map[*citizen]int{clerk: 1, secretary: 1}, got)
		same(w, "called", 2, w.count(`SELECT COUNT(*) FROM booking WHERE state = 'called'`))
		same(w, "by two", 2, w.count(`SELECT COUNT(DISTINCT served_by) FROM booking WHERE state = 'called'`))
		same(w, "who waits", 1, w.count(`SELECT COUNT(*) FROM booking WHERE state = 'arrived'`))
	})
}

// 错时: at noon B sits there, so that A can eat; on Saturday the counter is open for those who work, and on Sunday evening it is closed.
func TestTheCounterAtNoonAndOnSaturday(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.imports(staffed())
	w.at("2026-11-24 12:30")
	id, mark := w.counter(nil)
	wang := w.named("老王", "阳光花园3号楼")
	w.wants(wang.inHall(), fields{"open": true, "duty": "b", "post": "社区书记"})
	w.wants(wang.does("mp", "POST", countersAPI+id+"/tickets", fields{"mark": mark}, 201), fields{"number": 1251.0})
	w.expect(wang.says("取号"), "综合窗口：社区书记在，1 个人等", "您的号 1251，前面 0 位", "扫门口的码")
	w.at("2026-11-24 19:00")
	w.expect(wang.says("服务大厅"), "综合窗口：今天不开了")
	w.wants(wang.inHall(), fields{"open": false, "duty": "", "post": ""})
	wang.refused("mp", "POST", countersAPI+id+"/tickets", fields{"mark": mark}, "409 booking.closed")
	w.at("2026-11-28 10:10")
	w.wants(wang.inHall(), fields{"open": true, "duty": "a"})
	w.at("2026-11-28 13:00")
	w.wants(wang.inHall(), fields{"open": false})
}

// A is ill: B is asked once and shown. Then B is away too: the hall says so, the secretary and those who booked are told, once.
func TestAAndBAreAway(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 08:40")
		id, _ := w.counter(fields{"noon": false, "noon_b": false})
		clerk, secretary, wang := w.clerk(), w.secretary(), w.named("老王", "阳光花园3号楼")
		all := objects(wang.does("mp", "GET", countersAPI+id+"/times", nil, 200)["sessions"])
		tomorrow := all[2]
		same(w, "tomorrow", "2026-11-25", tomorrow["day"])
		wang.does("mp", "POST", countersAPI+id+"/bookings", fields{"session_id": tomorrow["id"]}, 201)
		watch := func() {
			for range 2 {
				w.must(w.system.Counters.Watch(w.ctx))
			}
			w.settle()
		}
		watch()
		same(w, "nobody is asked", 0, secretary.told("staff", "counter.stand_in"))

		clerk.isAway("2026-11-25 08:00", "2026-11-26 08:00")
		watch()
		same(w, "asked for both halves of the day", 2, secretary.told("staff", "counter.stand_in"))
		same(w, "told nobody else", 0, wang.told("mp", "counter.unmanned"))
		w.at("2026-11-25 08:45")
		w.wants(wang.inHall(), fields{"open": true, "duty": "b", "post": "社区书记"})

		secretary.isAway("2026-11-25 08:45", "2026-11-26 08:00")
		w.later(time.Minute)
		wang.does("mp", "POST", countersAPI+id+"/bookings", fields{"session_id": all[3]["id"]}, 201)
		watch()
		w.wants(wang.inHall(), fields{"open": true, "duty": "", "post": ""})
		same(w, "the secretary", 2, secretary.told("staff", "counter.nobody"))
		same(w, "who booked the afternoon", 1, wang.told("mp", "counter.unmanned"))
	})
}

// Hours are kept with the counter; a day on which somebody has booked keeps them. A special counter takes its headings only.
func TestKeepingACounter(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.imports(staffed())
	w.orgMan().guides(minimum(nil))
	w.at("2026-11-24 08:40")
	clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
	w.secretary()
	of := api + "/staff/communities/" + w.id("阳光社区") + "/"
	clerk.refused("staff", "GET", of+"counters.pdf", nil, "404 counter.none")
	id, mark := w.counter(fields{"noon": false, "noon_b": false})
	w.request(clerk.login("staff"), "GET", of+"counters.pdf", nil, 200, nil)
	choices := clerk.does("staff", "GET", of+"counter-choices", nil, 200)
	w.wants(objects(choices["people"])[0], fields{"name": "王芳", "post": "社区工作人员"})
	same(w, "headings", []any{"救助"}, choices["headings"])
	one := items(clerk.does("staff", "GET", of+"counters", nil, 200))[0]
	w.wants(one, fields{"a_name": "王芳", "noon_b": false, "places": 2.0})

	all := objects(wang.does("mp", "GET", countersAPI+id+"/times", nil, 200)["sessions"])
	wang.does("mp", "POST", countersAPI+id+"/bookings", fields{"session_id": all[2]["id"]}, 201)
	in := fields{
		"place_id": one["place_id"], "name": "养老窗口", "kind": "special", "headings": []string{"养老"}, "a_id": one["a_id"], "b_id": one["b_id"],
		"working": "09:00-12:00,14:00-17:00", "places": 1,
	}
	got := clerk.does("staff", "PUT", staffCounters+id, in, 200)
	same(w, "kept", []any{all[2]["id"]}, pluck(objects(got["kept"]), "id"))
	now := objects(wang.does("mp", "GET", countersAPI+id+"/times", nil, 200)["sessions"])
	same(w, "the day that was booked", all[2]["begin_at"], now[2]["begin_at"])
	same(w, "the day after", "2026-11-26T09:00:00+08:00", now[4]["begin_at"])
	item := word(items(wang.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/guide?q=低保", nil, 200))[0]["id"])
	wang.refused("mp", "POST", countersAPI+id+"/tickets", fields{"mark": mark, "item_id": item}, "409 counter.item")

	for _, wrong := range []struct{ key, value, want string }{
		{"working", "09:10-12:00", "400 counter.hours"},
		{"kind", "both", "400 counter.kind"},
		{"name", "", "400 counter.written"},
		{"b_id", wang.me("mp"), "400 counter.posts"},
		{"a_id", w.officer().me("staff"), "400 counter.posts"},
		{"place_id", "999", "404 place.missing"},
	} {
		bad := fields{}
		for k, v := range in {
			bad[k] = v
		}
		bad[wrong.key] = wrong.value
		clerk.refused("staff", "PUT", staffCounters+id, bad, wrong.want)
	}
	service := w.count(`SELECT service_id FROM counter`)
	clerk.refused("staff", "DELETE", api+"/staff/services/"+idText(int64(service)), nil, "409 booking.counter")
	ended := clerk.does("staff", "DELETE", staffCounters+id, nil, 200)
	same(w, "somebody comes", 1, len(objects(ended["kept"])))
	clerk.refused("staff", "GET", staffCounters+id, nil, "404 counter.missing")
	wang.refused("mp", "POST", countersAPI+id+"/tickets", fields{"mark": mark}, "404 counter.missing")
}
