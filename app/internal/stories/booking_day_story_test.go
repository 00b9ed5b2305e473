package stories

import (
	"fmt"
	"strings"
	"testing"
)

const deskAPI = "/api/v1/staff"

// parlour is a day of haircuts in 阳光社区, this afternoon from two to four and again tomorrow.
type parlour struct {
	*world
	clerk, barber   *citizen
	today, tomorrow string // sessions
}

// parlour creates one with so many places, some of them kept for the counter. A booking asks one question.
func (w *world) parlour(places, kept int) *parlour {
	w.Helper()
	p := &parlour{world: w, clerk: w.clerk(), barber: w.someone("剃头匠")}
	p.clerk.offersAs(fields{
		"name": "理发", "kind": "care", "place": "一楼服务厅", "about": "请自带毛巾",
		"questions": []fields{{"key": "well", "text": "最近身体怎样", "health": true}},
	}, fields{"days": []int{1, 2}, "begin": "14:00", "end": "16:00", "places": places, "walk_ins": kept, "provider_ids": []string{p.barber.me("mp")}})
	p.today, p.tomorrow = w.session("2026-11-23", ""), w.session("2026-11-24", "")
	return p
}

// reserves books a place, answers the question, and returns the booking's id.
func (c *citizen) reserves(session string) string {
	c.w.Helper()
	c.does("mp", "PATCH", api+"/me", fields{"name": c.name}, 200)
	return fmt.Sprint(c.books(session, fields{"answers": fields{"well": "腰疼"}, "consent": true})["id"])
}

// serves sends a request of the provider on the day.
func (p *parlour) serves(path string, in any) fields {
	p.Helper()
	return p.barber.does("mp", "POST", deskAPI+path, in, 200)
}

func TestTheDayAtTheDesk(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(5, 1)
		wang, li, zhang, zhao := w.follower("老王"), w.follower("老李"), w.follower("老张"), w.follower("老赵")
		first, second, third, fourth := wang.reserves(p.today), li.reserves(p.today), zhang.reserves(p.today), zhao.reserves(p.today)
		later := w.someone("小周").reserves(p.tomorrow)
		granny := p.clerk.enters("阳光社区", fields{"name": "孙奶奶"})
		w.at("2026-11-23 13:50")
		wang.refused("mp", "POST", deskAPI+"/check-in", fields{"booking_id": first}, "404 booking.missing")
		p.barber.refused("mp", "POST", deskAPI+"/check-in", fields{"booking_id": later}, "409 booking.not_today")
		p.barber.refused("mp", "POST", deskAPI+"/check-in", fields{"code": "LLB"}, "400 booking.code")
		p.barber.refused("mp", "POST", deskAPI+"/check-in", fields{"code": "LLB99999"}, "404 booking.missing")
		p.barber.refused("mp", "POST", deskAPI+"/sessions/"+p.today+"/call", nil, "409 booking.nobody")

		// The third resident checks in first, the first one last.
		w.wants(p.serves("/check-in", fields{"code": "llb " + third}), fields{"state": "arrived", "person_name": "老张"})
		p.clerk.does("staff", "POST", deskAPI+"/check-in", fields{"code": "LLB" + second}, 200)
		p.serves("/check-in", fields{"booking_id": fourth})
		walked := p.clerk.does("staff", "POST", deskAPI+"/sessions/"+p.today+"/walk-in", fields{"person_id": granny["id"]}, 200)
		w.wants(walked, fields{"state": "arrived", "source": "counter", "number": 5.0})
		w.wants(wang.does("mp", "GET", bookingsAPI+"/"+first+"/queue", nil, 200), fields{"number": 1.0, "before": 0.0, "calling": 0.0, "state": "confirmed"})
		p.serves("/check-in", fields{"code": "LLB" + first})
		p.serves("/check-in", fields{"code": "LLB" + first}) // scanned twice
		w.wants(zhao.does("mp", "GET", bookingsAPI+"/"+fourth+"/queue", nil, 200), fields{"number": 4.0, "before": 3.0, "calling": 0.0})

		w.at("2026-11-23 14:00")
		w.wants(p.serves("/sessions/"+p.today+"/call", nil), fields{"id": first, "state": "called"})
		w.settle()
		same(w, "the first is called in", 1, wang.heardOf("请您进来"))
		same(w, "messages to the second", 1, li.heardOf("快轮到您了"))
		same(w, "messages to the fourth", 1, zhao.heardOf("快轮到您了"))
		p.serves("/bookings/"+first+"/recall", nil)
		w.settle()
		same(w, "called again", 2, wang.heardOf("请您进来"))
		p.barber.refused("mp", "POST", deskAPI+"/bookings/"+second+"/recall", nil, "409 booking.state")
		w.wants(p.serves("/bookings/"+first+"/finish", fields{"result": "理短发"}), fields{"state": "done", "result": "理短发"})
		p.barber.refused("mp", "POST", deskAPI+"/bookings/"+second+"/finish", fields{"result": strings.Repeat("长", 201)}, "400 booking.result")
		p.serves("/sessions/"+p.today+"/call", nil)
		w.wants(zhang.does("mp", "GET", bookingsAPI+"/"+third+"/queue", nil, 200), fields{"number": 3.0, "before": 0.0, "calling": 2.0})
		w.settle()
		same(w, "one notice", 1, zhang.heardOf("快轮到您了"))
		w.wants(p.serves("/bookings/"+second+"/miss", nil), fields{"state": "no_show"}) // no longer here
		p.clerk.refused("staff", "POST", deskAPI+"/bookings/"+second+"/finish", nil, "409 booking.state")

		board := p.clerk.does("staff", "GET", deskAPI+"/sessions/"+p.today, nil, 200)
		same(w, "by number", []any{"老王", "老李", "老张", "老赵", "孙奶奶"}, pluck(objects(board["seated"]), "name"))
		same(w, "in the queue", []any{third, fourth, walked["id"]}, board["queue"])
		same(w, "the record", []any{"理短发"}, pluck(items(wang.does("mp", "GET", api+"/service-record", nil, 200)), "result"))
		same(w, "record of the no-show", 0, len(items(li.does("mp", "GET", api+"/service-record", nil, 200))))
		wang.refused("mp", "GET", api+"/service-record?person_id="+li.me("mp"), nil, "404 booking.for")

		for i, left := range []int{5, 1, 0} { // tomorrow's record is erased a day later
			w.at(fmt.Sprintf("2026-12-%d 16:01", 22+i))
			w.must(w.system.Bookings.EraseOldAnswers(w.ctx))
			same(w, "answers left", left, w.count(`SELECT COUNT(*) FROM booking WHERE answers <> ''`))
		}
	})
}

func TestAProviderSeesTheirSession(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(1, 0)
		wang, li := w.someone("老王").binds("mp", "13800138000"), w.someone("老李")
		first, waits := wang.reserves(p.today), li.reserves(p.today)
		mine := items(p.barber.does("mp", "GET", api+"/provider/sessions", nil, 200))
		same(w, "the provider's sessions", 3, len(mine)) // today, tomorrow and next Monday
		w.wants(mine[0], fields{"service_name": "理发", "place": "阳光社区 一楼服务厅", "taken": 1.0})
		same(w, "a resident's sessions", 0, len(items(wang.does("mp", "GET", api+"/provider/sessions", nil, 200))))

		board := p.barber.does("mp", "GET", deskAPI+"/sessions/"+p.today, nil, 200)
		seated := objects(board["seated"])
		w.wants(seated[0], fields{"name": "老王", "number": 1.0, "phone": "138****8000"})
		same(w, "answers", []fields{{"question": "最近身体怎样", "answer": "腰疼"}}, objects(seated[0]["answers"]))
		same(w, "the waitlist for the provider", []any{}, board["waitlist"])
		board = p.clerk.does("staff", "GET", deskAPI+"/sessions/"+p.today, nil, 200)
		w.wants(objects(board["waitlist"])[0], fields{"name": "老李", "rank": 1.0, "state": "waiting"})

		for _, c := range []struct {
			who     *citizen
			account string
		}{{wang, "mp"}, {li, "mp"}, {w.clerkB(), "staff"}, {w.orgMan(), "staff"}, {w.steward(), "mp"}, {w.officer(), "staff"}} {
			c.who.refused(c.account, "GET", deskAPI+"/sessions/"+p.today, nil, "404 booking.no_session")
			c.who.refused(c.account, "POST", deskAPI+"/sessions/"+p.today+"/call", nil, "404 booking.no_session")
			c.who.refused(c.account, "POST", deskAPI+"/sessions/"+p.today+"/extend", fields{"places": 1}, "404 booking.no_session")
			for _, deed := range []string{"recall", "finish", "miss"} {
				c.who.refused(c.account, "POST", deskAPI+"/bookings/"+first+"/"+deed, nil, "404 booking.missing")
			}
			c.who.refused(c.account, "POST", deskAPI+"/check-in", fields{"code": "LLB" + waits}, "404 booking.missing")
		}
		w.clerkB().refused("staff", "POST", deskAPI+"/sessions/"+p.today+"/walk-in", fields{"person_id": li.me("mp")}, "404 booking.no_session")
		w.clerkB().refused("staff", "POST", deskAPI+"/bookings/"+first+"/confirm", nil, "404 booking.missing")
		p.barber.refused("mp", "POST", deskAPI+"/sessions/"+p.today+"/walk-in", fields{"person_id": li.me("mp")}, "403 auth.denied")
		w.clerkB().refused("staff", "GET", bookingsAPI+"/"+first+"/queue", nil, "404 booking.missing")
		w.balanced()
	})
}

func TestMorePlacesAreOfferedToTheWaitlist(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(1, 0)
		w.someone("老王").reserves(p.today)
		li, zhang := w.follower("老李"), w.follower("老张")
		second, third := li.reserves(p.today), zhang.reserves(p.today)
		for _, n := range []int{0, 21} {
			p.barber.refused("mp", "POST", deskAPI+"/sessions/"+p.today+"/extend", fields{"places": n}, "400 booking.extend")
		}
		board := p.serves("/sessions/"+p.today+"/extend", fields{"places": 1})
		session, _ := board["session"].(fields)
		w.wants(session, fields{"places": 2.0, "free": 0.0})
		w.settle()
		same(w, "calls to the waiting resident", 1, li.heardOf("轮到您了"))
		li.does("mp", "POST", bookingsAPI+"/"+second+"/accept", nil, 200)

		// A waiting resident who comes anyway gets the next free place.
		w.at("2026-11-23 14:10")
		stands := fields{"person_id": zhang.me("mp")}
		p.clerk.refused("staff", "POST", deskAPI+"/sessions/"+p.today+"/walk-in", stands, "409 booking.full")
		p.serves("/sessions/"+p.today+"/extend", fields{"places": 2})
		w.wants(p.clerk.does("staff", "POST", deskAPI+"/sessions/"+p.today+"/walk-in", stands, 200), fields{
			"id": third, "state": "arrived", "number": 3.0, "rank": 2.0,
		})
		p.clerk.refused("staff", "POST", deskAPI+"/sessions/"+p.tomorrow+"/walk-in", stands, "409 booking.not_today")
		w.at("2026-11-23 16:00")
		p.barber.refused("mp", "POST", deskAPI+"/sessions/"+p.today+"/extend", fields{"places": 2}, "409 booking.late")
		w.balanced()
	})
}

// A late arrival loses the place unless it is still free; after two no-shows the clerk calls before the next session
// counts.
func TestLateArrivalsAndNoShows(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(2, 0)
		wang, li := w.someone("老王"), w.someone("老李")
		first, second := wang.reserves(p.today), li.reserves(p.today)
		w.at("2026-11-23 14:05")
		p.barber.refused("mp", "POST", deskAPI+"/bookings/"+first+"/miss", nil, "409 booking.early")
		w.at("2026-11-23 14:15")
		w.settle()
		w.wants(wang.does("mp", "GET", bookingsAPI+"/"+first, nil, 200), fields{"state": "released"})
		w.wants(p.serves("/check-in", fields{"code": "LLB" + first}), fields{"state": "arrived", "number": 1.0})
		w.at("2026-11-23 15:30") // the second was expected at three
		w.settle()
		zhang := p.clerk.enters("阳光社区", fields{"name": "张大爷"})
		p.clerk.does("staff", "POST", deskAPI+"/sessions/"+p.today+"/walk-in", fields{"person_id": zhang["id"]}, 200)
		p.barber.refused("mp", "POST", deskAPI+"/check-in", fields{"code": "LLB" + second}, "409 booking.full")

		w.exec(`UPDATE booking SET by_phone = 1 WHERE id = ?`, w.someone("小周").reserves(p.tomorrow))
		same(w, "one to call", 1.0, p.clerk.does("staff", "GET", deskAPI+"/home", nil, 200)["bookings_by_phone"])
		same(w, "not theirs", 0.0, w.clerkB().does("staff", "GET", deskAPI+"/home", nil, 200)["bookings_by_phone"])
		waits := items(p.clerk.does("staff", "GET", deskAPI+"/bookings/by-phone", nil, 200))
		b, _ := waits[0]["booking"].(fields)
		w.wants(waits[0], fields{"service_name": "理发", "session_id": p.tomorrow})
		w.wants(b, fields{"name": "小周", "by_phone": true})
		p.clerk.does("staff", "POST", fmt.Sprint(deskAPI, "/bookings/", b["id"], "/confirm"), nil, 200)
		same(w, "none to call", 0, len(items(p.clerk.does("staff", "GET", deskAPI+"/bookings/by-phone", nil, 200))))
		w.balanced()
	})
}

func TestTheUsageOfAMonthAndItsLedger(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		p := w.parlour(2, 0)
		wang := w.someone("=老王").binds("mp", "19900000099")
		first, second := wang.reserves(p.today), w.someone("老李").reserves(p.today)
		third := w.someone("老张").reserves(p.today) // is on the waitlist
		w.someone("老李").does("mp", "POST", bookingsAPI+"/"+second+"/cancel", nil, 200)
		w.someone("老张").does("mp", "POST", bookingsAPI+"/"+third+"/accept", nil, 200)
		w.someone("小周").reserves(p.tomorrow)
		w.moves("2026-11-23 14:00")
		p.serves("/check-in", fields{"code": "LLB" + first})
		p.serves("/sessions/"+p.today+"/call", nil)
		p.serves("/bookings/"+first+"/finish", fields{"result": "-理短发"})
		w.moves("2026-11-23 17:00") // 老张 is a no-show

		usage := deskAPI + "/communities/" + w.id("阳光社区") + "/usage"
		found := items(p.clerk.does("staff", "GET", usage+"?from=2026-11-23&to=2026-11-23", nil, 200))
		delete(found[0], "service_id")
		same(w, "of the day", []fields{{
			"service_name": "理发", "sessions_held": 1.0, "sessions_cancelled": 0.0, "places": 2.0, "taken": 1.0, "served": 1.0, "no_shows": 1.0,
			"waitlisted": 1.0, "from_waitlist": 1.0, "cancelled": 1.0,
		}}, found)
		for query, want := range map[string]string{
			"": "400 booking.usage_period", "?from=2026-11-24&to=2026-11-23": "400 booking.usage_period",
			"?from=2025-11-01&to=2026-11-30": "400 booking.usage_period", "?from=x&to=2026-11-30": "400 booking.usage_period",
		} {
			p.clerk.refused("staff", "GET", usage+query, nil, want)
		}
		w.clerkB().refused("staff", "GET", usage+"?from=2026-11-23&to=2026-11-23", nil, "404 area.missing")
		w.officer().refused("staff", "GET", usage+"?from=2026-11-23&to=2026-11-23", nil, "403 auth.denied")
		same(w, "of the county", 1, len(items(w.centre().does("staff", "GET", usage+"?from=2026-11-01&to=2026-11-30", nil, 200))))

		month := fields{"from": "2026-11-01", "to": "2026-11-30", "reason": "月报"}
		text, rows := p.clerk.exportsBookings(month)
		same(w, "a row", []string{
			"LLB" + first, "阳光社区", "理发", "2026-11-23", "2026-11-23 14:00", "1", "0", "已服务", "本人", "'=老王", "199****0099", "2026-11-23 09:00",
			"2026-11-23 14:00", "2026-11-23 14:00", "2026-11-23 14:00", "'-理短发",
		}, rows[0])
		same(w, "rows", 4, len(rows))
		if strings.Contains(text, "腰疼") || !strings.Contains(text, "B5: 2026-11-01 至 2026-11-30\n") {
			w.Fatal(text)
		}
		_, rows = p.clerk.exportsBookings(fields{"from": "2026-11-24", "to": "2026-11-24", "reason": "核对", "reveal": true})
		same(w, "of tomorrow", 1, len(rows))
		_, rows = w.centre().exportsBookings(month)
		same(w, "of the county", 4, len(rows))
		path := ledgersAPI + "/bookings"
		p.clerk.refused("staff", "POST", path, fields{"from": "2026-11-01", "to": "2026-11-30", "reason": "月报", "area_id": w.id("阳光花园3号楼")}, "400 ledger.area")
		w.clerkB().refused("staff", "POST", path, fields{"from": "2026-11-01", "to": "2026-11-30", "reason": "月报", "area_id": w.id("阳光社区")}, "404 area.missing")
		w.officer().refused("staff", "POST", path, month, "403 auth.denied")
		past := items(w.centre().does("staff", "GET", ledgersAPI, nil, 200))
		same(w, "audited exports", []any{"bookings", "bookings", "bookings"}, pluck(past, "kind"))
		w.wants(past[1], fields{"reveal": true, "rows": 1.0, "reason": "核对", "by": "王芳", "category": ""})
	})
}

func TestWhatIsPrintedAtTheCounter(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		p := w.parlour(1, 1)
		first := w.someone("老王").reserves(p.tomorrow) // is on the waitlist: the only place is kept
		prints := func(c *citizen, path string) (status int, length int) {
			status, data := c.w.send(c.login("staff"), "GET", deskAPI+path, nil)
			if status == 200 && !strings.HasPrefix(string(data), "%PDF-1.5") {
				w.Fatalf("%.40s", data)
			}
			return status, len(data)
		}
		slip, wall := "/bookings/"+first+"/slip.pdf", "/communities/"+w.id("阳光社区")+"/timetable.pdf"
		if status, _ := prints(p.clerk, slip); status != 200 {
			w.Fatal(status)
		}
		w.clerkB().refused("staff", "GET", deskAPI+slip, nil, "404 booking.missing")
		p.barber.refused("mp", "GET", deskAPI+slip, nil, "403 auth.denied")

		status, with := prints(p.clerk, wall+"?day=2026-11-29")
		same(w, "with the code", 200, status)
		w.sim.Down(true)
		status, without := prints(p.clerk, wall)
		w.sim.Down(false)
		if status != 200 || without >= with {
			w.Fatalf("status %d, %d bytes without the code, %d with it", status, without, with)
		}
		if status, _ := prints(w.centre(), wall); status != 200 {
			w.Fatal(status)
		}
		p.clerk.refused("staff", "GET", deskAPI+wall+"?day=2026-11-01", nil, "404 booking.no_week")
		p.clerk.refused("staff", "GET", deskAPI+wall+"?day=x", nil, "400 http.body")
		w.clerkB().refused("staff", "GET", deskAPI+wall, nil, "404 area.missing")
		w.officer().refused("staff", "GET", deskAPI+wall, nil, "403 auth.denied")
	})
}

// exportsBookings exports a ledger of bookings and returns its sheets as text and its rows without the header.
func (c *citizen) exportsBookings(in fields) (text string, rows [][]string) {
	c.w.Helper()
	status, data := c.w.send(c.login("staff"), "POST", ledgersAPI+"/bookings", in)
	if status != 200 {
		c.w.Fatalf("%d %s", status, data)
	}
	text, rows = readLedger(c.w, data)
	return text, rows[1:]
}
