package stories

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// bookingTraces counts all rows that a booking could leave behind.
func (w *world) bookingTraces() map[string]int {
	w.Helper()
	return map[string]int{
		"bookings": w.count(`SELECT COUNT(*) FROM booking`), "taken": w.count(`SELECT SUM(taken + held) FROM booking_period`),
		"free": w.count(`SELECT SUM(free + kept) FROM booking_period`), "waiting": w.count(`SELECT SUM(waiting) FROM booking_session`),
		"notices": w.count(`SELECT COUNT(*) FROM notify_notice`), "jobs": w.count(`SELECT COUNT(*) FROM job_open WHERE kind LIKE 'booking.%' AND kind <> 'booking.tend'`),
	}
}

// Bookings of other people, and bodies that are too big or malformed, are refused and leave nothing behind.
func TestBookingRefusesHostileRequests(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(2, 0)
		wang, li, clerkB := w.named("老王", "1单元"), w.named("老李", "1单元"), w.clerkB()
		mine := wang.reserves(p.today)
		periods := objects(w.week("2026-11-24", "")[1]["periods"])
		w.orgMan()
		w.settle()
		before := w.bookingTraces()
		long := strings.Repeat("疼", 201)
		for _, c := range []struct {
			in   any
			want string
		}{
			{fields{}, "404 booking.no_session"},
			{[]byte(`null`), "404 booking.no_session"},
			{[]byte(`[]`), "400 http.body"},
			{[]byte(`{"session_id": 1`), "400 http.body"},
			{[]byte(strings.Repeat("[", 100_000)), "400 http.body"},
			{[]byte("{\"session_id\": \"\xff\xfe\"}"), "400 http.body"},
			{fields{"session_id": 1}, "400 http.body"},
			{fields{"session_id": "x"}, "400 http.body"},
			{fields{"session_id": "-1"}, "400 http.body"},
			{fields{"session_id": "1 OR 1=1"}, "400 http.body"},
			{fields{"session_id": "99999999999999999999"}, "400 http.body"},
			{fields{"session_id": "9223372036854775807"}, "404 booking.no_session"},
			{fields{"session_id": p.today, "period_id": periods[0]["id"]}, "404 booking.no_session"}, // of another day
			{fields{"session_id": p.today, "period_id": "9223372036854775807"}, "404 booking.no_session"},
			{fields{"session_id": p.today, "begin_at": "明天"}, "400 http.body"},
			{fields{"session_id": p.today, "begin_at": "2026-11-23T15:00:00+08:00"}, "409 booking.changed"},
			{fields{"session_id": p.today, "begin_at": "9999-12-31T23:59:59Z"}, "409 booking.changed"},
			{fields{"session_id": p.today, "person_id": wang.me("mp")}, "404 booking.for"},
			{fields{"session_id": p.today, "person_id": p.barber.me("mp")}, "404 booking.for"},
			{fields{"session_id": p.today, "person_id": p.clerk.me("staff")}, "404 booking.for"},
			{fields{"session_id": p.today, "person_id": "9223372036854775807"}, "404 booking.for"},
			{fields{"session_id": p.today, "answers": fields{"well": 7}}, "400 http.body"},
			{fields{"session_id": p.today, "answers": []string{"x"}}, "400 http.body"},
			{fields{"session_id": p.today, "answers": fields{"well": long}, "consent": true}, "400 booking.answers"},
			{fields{"session_id": p.today, "answers": fields{"well": strings.Repeat(long, 100)}, "consent": true}, "400 booking.answers"},
			{fields{"session_id": p.today, "answers": fields{"well": "腰疼"}}, "400 booking.consent"},
			{fields{"session_id": p.today, "no_wait": "yes"}, "400 http.body"},
		} {
			if got := w.code(li.login("mp"), "POST", bookingsAPI, c.in); got != c.want {
				w.Errorf("%.120v = %s, want %s", c.in, got, c.want)
			}
		}
		w.refused(li.login("mp"), "POST", bookingsAPI, fields{"session_id": p.today}, "400 http.idempotency_key", "Idempotency-Key", strings.Repeat("k", 65))
		for _, path := range []string{"", "/cancel", "/accept", "/decline", "/rebook", "/queue"} {
			method := map[bool]string{true: "GET", false: "POST"}[path == "" || path == "/queue"]
			for _, c := range []struct {
				who     *citizen
				account string
			}{{li, "mp"}, {clerkB, "staff"}, {w.orgMan(), "staff"}, {w.steward(), "mp"}} {
				c.who.refused(c.account, method, bookingsAPI+"/"+mine+path, fields{"reason": "好玩"}, "404 booking.missing")
			}
			w.refused("", method, bookingsAPI+"/"+mine+path, fields{}, "401 auth.login")
			li.refused("mp", method, bookingsAPI+"/0"+path, fields{}, "404 http.no_route")
			li.refused("mp", method, bookingsAPI+"/-"+mine+path, fields{}, "404 http.no_route")
			li.refused("mp", method, bookingsAPI+"/9223372036854775807"+path, fields{}, "404 booking.missing")
		}
		for _, path := range []string{"/cancel", "/accept", "/decline", "/rebook"} { // a provider gives away no resident's place
			p.barber.refused("mp", "POST", bookingsAPI+"/"+mine+path, fields{"reason": "不想做"}, "404 booking.missing")
		}
		li.refused("mp", "POST", "/api/v1/staff/sessions/cancel", fields{"session_ids": []string{p.today}, "reason": "好玩"}, "403 auth.denied")
		p.barber.refused("mp", "POST", "/api/v1/staff/sessions/cancel", fields{"session_ids": []string{p.today}, "reason": "好玩"}, "403 auth.denied")
		w.settle()
		same(w, "traces", before, w.bookingTraces())
		w.wants(wang.booked(mine), fields{"state": "confirmed"})

		// Fields that the server decides cannot be set by the request.
		said := li.does("mp", "POST", bookingsAPI, fields{
			"session_id": p.today, "state": "done", "number": 99, "source": "counter", "by_id": "1", "seated": false, "rank": 7, "unknown": fields{"a": 1},
		}, 201)
		w.wants(said, fields{"state": "confirmed", "number": 2.0, "source": "self", "person_id": li.me("mp"), "rank": 0.0})
		w.balanced()
	})
}

// The same request, sent five times, is one booking; its key is refused for another day; the same key of another
// resident is independent.
func TestTheSameKeyIsTheSameBooking(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hair := w.clerk().offers("理发", fields{"per_week": 0}, fields{"days": []int{1, 2}, "places": 1})
		monday, tuesday := w.session("2026-11-30", hair), w.session("2026-11-24", hair)
		wang, li := w.named("老王", "1单元"), w.named("老李", "1单元")
		books := func(who *citizen, session string) fields {
			w.Helper()
			var b fields
			w.request(who.login("mp"), "POST", bookingsAPI, fields{"session_id": session}, 201, &b, "Idempotency-Key", "k")
			return b
		}
		first := books(wang, monday)
		for range 4 {
			same(w, "repeated", first["id"], books(wang, monday)["id"])
		}
		w.refused(wang.login("mp"), "POST", bookingsAPI, fields{"session_id": tuesday}, "409 http.idempotency_key", "Idempotency-Key", "k")
		w.wants(books(li, monday), fields{"state": "waiting", "rank": 1.0})
		wang.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", first["id"], "/cancel"), fields{}, 200)
		same(w, "bookings", 2, w.count(`SELECT COUNT(*) FROM booking`))
		w.settle()
		same(w, "one notice", []string{"booked"}, wang.bookingNews())
		w.balanced()
	})
}

// A former clerk no longer sees the answers of residents.
func TestAFormerClerkSeesNothing(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(2, 1)
		granny := p.clerk.enters("阳光社区", fields{"name": "孙奶奶"})
		b := p.clerk.does("staff", "POST", bookingsAPI, fields{
			"session_id": p.today, "person_id": granny["id"], "answers": fields{"well": "腰疼"}, "consent": true,
		}, 201)
		path := fmt.Sprint(bookingsAPI, "/", b["id"])
		p.clerk.does("staff", "GET", path, nil, 200)
		w.moves("2026-11-23 17:00")
		past := items(p.clerk.does("staff", "GET", bookingsAPI+"?list=past", nil, 200))
		same(w, "past bookings of the clerk's own", 0, len(past))
		w.exec(`DELETE FROM person_posting WHERE person_id = ?`, p.clerk.me("staff"))
		w.later(time.Minute)
		p.clerk.refused("mp", "GET", path, nil, "404 booking.missing")
		p.clerk.refused("mp", "POST", path+"/cancel", fields{"reason": "好玩"}, "404 booking.missing")
	})
}

// The database stops while twelve residents book: the others are asked to retry, nothing is half written, and a retry
// with the same key is one booking.
func TestTheDatabaseStopsWhilePeopleBook(t *testing.T) {
	t.Parallel()
	db, _, env := behindProxies(t, serverEnv(t))
	w := newWorld(t, env)
	hair := w.clerk().offers("理发", fields{}, fields{"places": 9})
	monday := w.session("2026-11-30", hair)
	var tokens []string
	for i := range 12 {
		tokens = append(tokens, w.named(fmt.Sprint("居民", i), "1单元").login("mp"))
	}
	all := func() []string {
		codes := make([]string, len(tokens))
		var group sync.WaitGroup
		for i, token := range tokens {
			group.Go(func() {
				codes[i] = w.code(token, "POST", bookingsAPI, fields{"session_id": monday}, "Idempotency-Key", fmt.Sprint("key-", i))
			})
		}
		group.Wait()
		return codes
	}
	refused := 0
	for range 5 {
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			time.Sleep(time.Duration(rand.IntN(90)) * time.Millisecond) // the moment varies
			db.set("down")
		}()
		for _, code := range all() {
			switch code {
			case "201":
			case "503 system.busy":
				refused++
			default:
				w.Errorf("while it stops: %s", code)
			}
		}
		<-stopped
		db.set("")
		w.until(func() bool { return w.system.DB.Ping(w.ctx) == nil })
		w.balanced()
	}
	for i, code := range all() {
		if code != "201" {
			w.Errorf("%d afterwards: %s", i, code)
		}
	}
	w.until(func() bool { // a job that was running is repeated after its lease
		w.later(time.Second)
		w.running.Queue.Sweep(w.ctx)
		due, _, err := w.system.Jobs.Backlog(w.ctx)
		return err == nil && due == 0
	})
	same(w, "bookings", 12, w.count(`SELECT COUNT(*) FROM booking`))
	same(w, "with a place", 9, w.count(`SELECT COUNT(*) FROM booking WHERE state = 'confirmed'`))
	same(w, "in the waitlist", 3, w.count(`SELECT COUNT(*) FROM booking WHERE state = 'waiting'`))
	same(w, "length of the waitlist", 3, w.count(`SELECT waiting FROM booking_session WHERE id = ?`, monday))
	same(w, "notices", 12, w.count(`SELECT COUNT(*) FROM notify_notice WHERE about LIKE 'booking:%'`))
	w.balanced()
	w.Logf("%d requests were refused", refused)
}

// WeChat answers garbage during reminders: each is still delivered once.
func TestRemindersWhileWeChatAnswersGarbage(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hair := w.clerk().offers("理发", fields{}, fields{"places": 3})
		monday := w.session("2026-11-30", hair)
		var people []*citizen
		for i := range 3 {
			c := w.named(fmt.Sprint("居民", i), "1单元")
			c.books(monday)
			people = append(people, c)
		}
		w.moves("2026-11-29 17:59")
		w.sim.Fail("/cgi-bin/message/template/send", wxsim.Fault{Body: "<html>busy</html>", Times: 4})
		w.at("2026-11-29 18:00")
		for range 60 {
			w.settle()
			if w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'booking.tomorrow' AND state IN ('sent', 'delivered')`) == len(people) {
				break
			}
			w.later(time.Minute)
		}
		for _, c := range people {
			same(w, c.name, 1, c.heardOf("预约提醒"))
			same(w, "one notice", []string{"booked", "tomorrow"}, c.bookingNews())
			w.once(c)
		}
		w.balanced()
	})
}
