package stories

import (
	"strings"
	"sync"
	"testing"
	"time"
)

const loansAPI = api + "/loans"

// lends adds a thing to the list of 阳光社区 and returns its id.
func (w *world) lends(name string, stock, days int, self bool) string {
	w.Helper()
	id, _ := w.clerk().does("staff", "POST", "/api/v1/staff/communities/"+w.id("阳光社区")+"/things", fields{
		"name": name, "place": "一楼大厅", "stock": stock, "days": days, "self_service": self,
	}, 201)["id"].(string)
	return id
}

// left returns how many pieces of a thing are free.
func (w *world) left(thing string) any {
	w.Helper()
	for _, one := range items(w.clerk().does("staff", "GET", api+"/communities/"+w.id("阳光社区")+"/things", nil, 200)) {
		if one["id"] == thing {
			return one["left"]
		}
	}
	return nil
}

// canTake is what the service says a resident can do with a thing.
func (w *world) canTake(who *citizen, thing string) any {
	w.Helper()
	for _, one := range items(who.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/things", nil, 200)) {
		if one["id"] == thing {
			return one["can"]
		}
	}
	return nil
}

// lent returns one list of 阳光社区.
func (w *world) lent(list string) []fields {
	w.Helper()
	return items(w.clerk().does("staff", "GET", staffLoans+"?community_id="+w.id("阳光社区")+"&list="+list, nil, 200))
}

// An elder borrows an umbrella in the chat, is reminded, and brings it back.
func TestAnUmbrellaIsBorrowedInTheChat(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		umbrella, chair := w.lends("爱心雨伞", 1, 3, true), w.lends("轮椅", 1, 7, false)
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		w.expect(wang.says("借东西"), "1 爱心雨伞 还有 1 件", "2 轮椅 还有 1 件，请到一楼大厅办理", "回复数字")
		w.expect(wang.says("2"), "请到社区前台")
		w.expect(wang.says("1"), "借好了：爱心雨伞", "一楼大厅", "11月26日前", "续借")
		w.expect(li.says("我想借把伞"), "都借出去了", "借东西")
		w.expect(wang.says("借伞"), "还了才能再借")
		w.expect(wang.says("我借的"), "爱心雨伞 11月26日前还到一楼大厅")
		w.expect(wang.says("续借"), "爱心雨伞可以用到 11月29日")
		w.expect(wang.says("续借伞"), "只能续借一次", "我借的")

		w.at("2026-11-29 08:59")
		w.settle()
		same(w, "told before the day", "", wang.lastHeard())
		w.at("2026-11-29 09:00")
		w.settle()
		same(w, "told on the day", "今天该还了", wang.lastHeard())
		same(w, "what waits", []any{"loan"}, pluck(items(wang.does("mp", "GET", api+"/waiting", nil, 200)), "kind")[:1])
		same(w, "late on the last day", 0, len(w.lent("late")))
		w.at("2026-11-30 09:00")
		w.settle()
		same(w, "told after the day", "请您归还", wang.lastHeard())
		same(w, "late", 1, len(w.lent("late")))
		same(w, "the number at home", 1.0, w.clerk().does("staff", "GET", "/api/v1/staff/home", nil, 200)["loans_late"])
		w.at("2026-12-02 09:00")
		w.settle()
		heard := len(wang.heard())
		w.at("2026-12-12 09:00")
		w.settle()
		same(w, "told for ever", heard, len(wang.heard()))

		w.expect(li.says("还伞"), "您是想做什么") // another resident's loan cannot be returned
		w.expect(wang.says("还伞"), "爱心雨伞已还，谢谢")
		w.expect(wang.says("我借的"), "没有借东西")
		same(w, "left", 1.0, w.left(umbrella))
		same(w, "the chair", 1.0, w.left(chair))
		w.expect(li.says("借伞"), "借好了")
	})
}

// A resident without a known home who scans the code beside a thing is offered it.
func TestAThingIsBorrowedByItsCode(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		umbrella := w.lends("爱心雨伞", 2, 0, true)
		guest := w.follower("过路人")
		reply, err := guest.phone.Scan("t_" + umbrella)
		w.must(err)
		w.expect(reply.Text, "1 爱心雨伞 还有 2 件")
		w.expect(guest.says("1"), "借好了", "11月23日前")
		for _, bad := range []string{"t_999", "t_x"} {
			reply, err := guest.phone.Scan(bad)
			w.must(err)
			w.expect(reply.Text, "您好")
		}
		other := w.follower("另一位")
		w.expect(other.says("借伞"), "住哪个社区", "1 阳光社区")
		w.expect(other.says("1"), "借好了：爱心雨伞")
		w.expect(other.says("借充电器"), "1 爱心雨伞") // nothing like it is on the list, but this is
		w.expect(other.says("楼道灯不亮了"), "什么地方")
		status, image := w.send(w.clerk().login("staff"), "GET", "/api/v1/staff/things/"+umbrella+"/code", nil)
		if status != 200 || len(image) < 100 {
			t.Errorf("the code: %d, %d bytes", status, len(image))
		}
	})
}

// At the counter a name and a number are enough. Any person may bring the piece back.
func TestAWheelchairIsLentAtTheCounter(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		chair := w.lends("轮椅", 2, 7, false)
		clerk, officer, other := w.clerk(), w.officer(), w.clerkB()
		hand := fields{"thing_id": chair, "name": "孙奶奶", "phone": "139 0000 7788", "copy": "2号"}
		first := clerk.does("staff", "POST", staffLoans, hand, 201)
		w.wants(first, fields{"thing": "轮椅", "copy": "2号", "borrower": "孙奶奶", "phone": "139****7788", "state": "out", "due": "2026-11-30", "can": []any{"return", "extend", "lose"}})
		id, _ := first["id"].(string)
		for _, bad := range []struct {
			in   fields
			want string
		}{
			{fields{}, "409 loan.twice"},
			{fields{"phone": "13900007789"}, "409 loan.copy"},
			{fields{"phone": "1"}, "400 person.phone"},
			{fields{"name": ""}, "400 person.name"},
			{fields{"copy": strings.Repeat("号", 11)}, "400 loan.copy_code"},
			{fields{"thing_id": "999"}, "404 loan.thing"},
			{fields{"thing_id": "x"}, "400 http.body"},
		} {
			in := fields{}
			for k, v := range hand {
				in[k] = v
			}
			for k, v := range bad.in {
				in[k] = v
			}
			clerk.refused("staff", "POST", staffLoans, in, bad.want)
		}
		other.refused("staff", "POST", staffLoans, hand, "404 loan.thing")
		for _, deed := range []string{"return", "extend"} {
			other.refused("staff", "POST", staffLoans+"/"+id+"/"+deed, nil, "404 loan.missing")
		}
		other.refused("staff", "POST", staffLoans+"/"+id+"/lose", fields{"words": "搬走了"}, "404 loan.missing")
		other.refused("staff", "POST", staffLoans+"/"+id+"/phone", fields{"reason": "催还"}, "404 loan.missing")
		other.refused("staff", "GET", staffLoans+"?community_id="+w.id("阳光社区"), nil, "404 area.missing")
		clerk.refused("staff", "GET", staffLoans+"?list=all", nil, "400 loan.list")
		other.refused("staff", "PUT", "/api/v1/staff/things/"+chair, fields{"name": "轮椅", "place": "二楼", "stock": 1, "days": 1}, "404 loan.thing")
		other.refused("staff", "DELETE", "/api/v1/staff/things/"+chair, nil, "404 loan.thing")
		other.refused("staff", "GET", "/api/v1/staff/things/"+chair+"/code", nil, "404 loan.thing")

		clerk.refused("staff", "POST", staffLoans+"/"+id+"/phone", fields{"reason": ""}, "400 person.reason")
		same(w, "the number", "13900007788", clerk.does("staff", "POST", staffLoans+"/"+id+"/phone", fields{"reason": "到期催还"}, 200)["phone"])
		same(w, "the reason stands in the log", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'loan.reveal_phone' AND reason = '到期催还'`))
		clerk.refused("staff", "PUT", "/api/v1/staff/things/"+chair, fields{"name": "轮椅", "place": "二楼", "stock": 0, "days": 7}, "400 loan.numbers")
		clerk.refused("staff", "DELETE", "/api/v1/staff/things/"+chair, nil, "409 loan.out")
		w.wants(officer.does("staff", "POST", staffLoans+"/"+id+"/extend", nil, 200), fields{"due": "2026-12-07"}) // a grid officer helps at the counter
		clerk.refused("staff", "POST", staffLoans+"/"+id+"/extend", nil, "409 loan.extended")
		officer.does("staff", "POST", staffLoans+"/"+id+"/return", fields{"words": "儿子送回，完好"}, 200)
		clerk.refused("staff", "POST", staffLoans+"/"+id+"/return", nil, "409 loan.ended")
		same(w, "left", 2.0, w.left(chair))

		gone := clerk.does("staff", "POST", staffLoans, hand, 201)["id"].(string)
		clerk.refused("staff", "POST", staffLoans+"/"+gone+"/lose", fields{"words": ""}, "400 loan.words")
		w.wants(clerk.does("staff", "POST", staffLoans+"/"+gone+"/lose", fields{"words": "借用人搬走，联系不上"}, 200), fields{"state": "lost", "can": []any{}})
		same(w, "left after the loss", 1.0, w.left(chair))
		same(w, "ended", 2, len(w.lent("ended")))
		w.wants(clerk.does("staff", "PUT", "/api/v1/staff/things/"+chair, fields{"name": "轮椅", "place": "二楼", "stock": 4, "days": 7}, 200), fields{"left": 4.0, "place": "二楼"})
		only, _ := clerk.does("staff", "POST", staffLoans, fields{"thing_id": w.lends("拐杖", 1, 7, false), "name": "孙奶奶", "phone": "13900007788"}, 201)["id"].(string)
		clerk.does("staff", "POST", staffLoans+"/"+only+"/lose", fields{"words": "折断了"}, 200)
		items(clerk.does("staff", "GET", api+"/communities/"+w.id("阳光社区")+"/things", nil, 200)) // of one thing no piece is left
		clerk.does("staff", "DELETE", "/api/v1/staff/things/"+chair, nil, 204)
		same(w, "the list", nil, w.left(chair))
		clerk.refused("staff", "POST", staffLoans, hand, "404 loan.thing")
		w.forward(91 * 24 * time.Hour)
		w.recurs("drop_old_rows")
		same(w, "what is remembered", 0, w.count(`SELECT COUNT(*) FROM loan`))
	})
}

const staffLoans = "/api/v1/staff/loans"

// A borrower is found by name and number, sees the loan and gets notices. Closing the account does not hide the loan.
func TestABorrowerClosesTheAccount(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		chair, umbrella := w.lends("轮椅", 3, 7, false), w.lends("爱心雨伞", 3, 3, true)
		wang := w.named("王大爷", "阳光花园3号楼").binds("mp", "13811112222")
		wang.does("mp", "PATCH", "/api/v1/me", fields{"name": "王大爷"}, 200)
		hand := fields{"thing_id": chair, "name": "王大爷", "phone": "13811112222"}
		id, _ := w.clerk().does("staff", "POST", staffLoans, hand, 201)["id"].(string)
		w.settle()
		same(w, "told", "借用登记", wang.lastHeard())
		own := items(wang.does("mp", "GET", loansAPI, nil, 200))
		w.wants(own[0], fields{"id": id, "thing": "轮椅", "borrower": "", "phone": "", "can": []any{"extend"}})
		wang.refused("mp", "POST", loansAPI+"/"+id+"/return", nil, "409 loan.desk")
		w.named("老李", "阳光花园3号楼").refused("mp", "POST", loansAPI+"/"+id+"/extend", nil, "404 loan.missing")
		wang.refused("mp", "POST", loansAPI, fields{"thing_id": chair}, "409 loan.desk")
		same(w, "what I can take", []any{"borrow"}, w.canTake(wang, umbrella))
		same(w, "what I cannot", []any{}, w.canTake(wang, chair))
		back, _ := wang.does("mp", "POST", loansAPI, fields{"thing_id": umbrella}, 201)["id"].(string)
		same(w, "a second one", []any{}, w.canTake(wang, umbrella))
		wang.refused("mp", "POST", loansAPI, fields{"thing_id": umbrella}, "409 loan.twice")
		wang.does("mp", "POST", loansAPI+"/"+back+"/return", nil, 200)
		wang.refused("mp", "POST", loansAPI+"/"+back+"/return", nil, "409 loan.ended")
		same(w, "what I have", []any{id}, pluck(items(wang.does("mp", "GET", loansAPI, nil, 200)), "id"))
		same(w, "what I had", []any{back}, pluck(items(wang.does("mp", "GET", loansAPI+"?list=ended", nil, 200)), "id"))
		wang.refused("mp", "GET", loansAPI+"?list=late", nil, "400 loan.list")
		wang.does("mp", "POST", loansAPI+"/"+id+"/extend", nil, 200)

		other := w.clerk().does("staff", "POST", staffLoans, fields{"thing_id": chair, "name": "王大妈", "phone": "13811112222"}, 201)
		same(w, "another user of the telephone", "王大妈", other["borrower"])
		wang.does("mp", "DELETE", "/api/v1/me", nil, 204)
		w.settle()
		for _, one := range w.lent("out") {
			if one["id"] == id {
				w.wants(one, fields{"borrower": "王大爷", "phone": "138****2222"})
			}
		}
		same(w, "the number", "13811112222", w.clerk().does("staff", "POST", staffLoans+"/"+id+"/phone", fields{"reason": "到期催还"}, 200)["phone"])
		same(w, "named", 0, w.count(`SELECT COUNT(*) FROM loan WHERE person_id <> 0`))
		w.clerk().does("staff", "POST", staffLoans+"/"+id+"/return", nil, 200)
	})
}

// Of twenty residents one gets the last umbrella; nobody borrows more than three pieces.
func TestTheLastUmbrella(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		umbrella := w.lends("爱心雨伞", 1, 3, true)
		var all []*citizen
		for i := range 20 {
			c := w.someone(strings.Repeat("客", i+1))
			c.login("mp")
			all = append(all, c)
		}
		var got sync.Map
		var group sync.WaitGroup
		for _, c := range all {
			group.Add(1)
			go func() {
				defer group.Done()
				status, _ := w.send(c.tokens["mp"], "POST", loansAPI, fields{"thing_id": umbrella})
				got.Store(c, status)
			}()
		}
		group.Wait()
		count := map[any]int{}
		got.Range(func(_, status any) bool { count[status]++; return true })
		same(w, "answers", map[any]int{201: 1, 409: 19}, count)
		same(w, "left", 0.0, w.left(umbrella))
		same(w, "out", 1, w.count(`SELECT COUNT(*) FROM loan WHERE state = 'out'`))

		many := w.someone("贪心")
		for _, name := range []string{"充电器", "血压计", "拐杖", "水桶"} {
			thing := w.lends(name, 1, 3, true)
			if name == "水桶" {
				many.refused("mp", "POST", loansAPI, fields{"thing_id": thing}, "409 loan.many")
				continue
			}
			many.does("mp", "POST", loansAPI, fields{"thing_id": thing}, 201)
		}
	})
}

// What is lent at a place follows its name; when the place ends, its words stay.
func TestAThingIsKeptAtAPlace(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, home := w.clerk(), w.id("阳光社区")
		place := fields{
			"community_id": home, "area_id": home, "name": "服务大厅", "functions": []string{"办事"}, "use": "service", "working": "", "resting": "",
			"state": []fields{}, "class": "",
		}
		hall := word(clerk.does("staff", "POST", api+"/staff/places", place, 201)["id"])
		thing := fields{"name": "轮椅", "place_id": hall, "stock": 2, "days": 7}
		chair := clerk.does("staff", "POST", api+"/staff/communities/"+home+"/things", thing, 201)
		w.wants(chair, fields{"place": "服务大厅", "place_id": hall, "community_id": home})
		// Words that are the name of a place mean it.
		words := fields{"name": "雨伞", "place": "服务大厅", "stock": 5, "days": 3}
		w.wants(clerk.does("staff", "POST", api+"/staff/communities/"+home+"/things", words, 201), fields{"place_id": hall})
		elsewhere := fields{"name": "梯子", "place": "门卫室", "stock": 1, "days": 1}
		w.wants(clerk.does("staff", "POST", api+"/staff/communities/"+home+"/things", elsewhere, 201), fields{"place": "门卫室", "place_id": ""})
		foreign := fields{"name": "气筒", "place_id": "999999", "stock": 1, "days": 1}
		clerk.refused("staff", "POST", api+"/staff/communities/"+home+"/things", foreign, "404 place.missing")
		clerk.refused("staff", "PUT", api+"/staff/things/"+word(chair["id"]), foreign, "404 place.missing")

		kept := func() []any {
			return pluck(items(clerk.does("staff", "GET", api+"/communities/"+home+"/things", nil, 200)), "place")
		}
		place["name"] = "便民大厅"
		clerk.does("staff", "PUT", api+"/staff/places/"+hall, place, 200)
		same(w, "renamed", []any{"门卫室", "便民大厅", "便民大厅"}, kept())
		clerk.does("staff", "DELETE", api+"/staff/places/"+hall, nil, 204)
		same(w, "the words stay", []any{"门卫室", "便民大厅", "便民大厅"}, kept())
	})
}
