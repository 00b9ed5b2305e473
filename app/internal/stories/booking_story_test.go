package stories

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	bookingsAPI = api + "/bookings"
	serviceAPI  = "/api/v1/staff/services/"
)

// offers creates a service with one line of the timetable as the clerk and returns its id.
func (c *citizen) offers(name string, rules, entry fields) string {
	c.w.Helper()
	return c.offersAs(fields{"name": name, "kind": "care", "place": "二楼", "about": "请带身份证", "rules": rules}, entry)
}

func (c *citizen) offersAs(service, entry fields) string {
	c.w.Helper()
	made := c.does("staff", "POST", "/api/v1/staff/communities/"+c.w.id("阳光社区")+"/services", service, 201)
	id, _ := made["id"].(string)
	if entry != nil {
		c.does("staff", "POST", serviceAPI+id+"/entries", line(entry), 201)
	}
	return id
}

// line is a line of the timetable with the usual values.
func line(own fields) fields {
	e := fields{"from": "2026-11-23", "days": []int{1}, "begin": "09:00", "end": "11:00", "places": 3}
	for k, v := range own {
		e[k] = v
	}
	return e
}

// week returns the sessions of a service in the week of a day.
func (w *world) week(day, service string) []fields {
	w.Helper()
	var out fields
	w.request(w.someone("看时间表的人").login("mp"), "GET", api+"/communities/"+w.id("阳光社区")+"/week?day="+day, nil, 200, &out)
	var all []fields
	for _, s := range items(out) {
		if s["service_id"] == service || service == "" {
			all = append(all, s)
		}
	}
	return all
}

// session returns the id of the only session of a service on a day.
func (w *world) session(day, service string) string {
	w.Helper()
	for _, s := range w.week(day, service) {
		if s["day"] == day {
			id, _ := s["id"].(string)
			return id
		}
	}
	w.Fatalf("no session on %s", day)
	return ""
}

// books takes a place and returns the booking.
func (c *citizen) books(session string, more ...fields) fields {
	c.w.Helper()
	in := fields{"session_id": session}
	for _, m := range more {
		for k, v := range m {
			in[k] = v
		}
	}
	return c.does("mp", "POST", bookingsAPI, in, 201)
}

// booked returns a booking as its resident sees it.
func (c *citizen) booked(id any) fields {
	c.w.Helper()
	return c.does("mp", "GET", fmt.Sprint(bookingsAPI, "/", id), nil, 200)
}

// bookingNews returns the kinds of a person's notices about bookings, oldest first.
func (c *citizen) bookingNews() []string {
	c.w.Helper()
	rows, err := c.w.records().QueryContext(c.w.ctx,
		`SELECT kind FROM notify_notice WHERE person_id = ? AND about LIKE 'booking:%' ORDER BY id`, c.me("mp"))
	c.w.must(err)
	defer rows.Close()
	kinds := []string{}
	for rows.Next() {
		var kind string
		c.w.must(rows.Scan(&kind))
		kinds = append(kinds, strings.TrimPrefix(kind, "booking."))
	}
	c.w.must(rows.Err())
	return kinds
}

// balanced fails unless each place is either booked or free.
func (w *world) balanced() {
	w.Helper()
	wrong, err := w.system.Places.Unbalanced(w.ctx)
	w.must(err)
	if len(wrong) > 0 {
		w.Fatalf("places that do not add up: %+v", wrong)
	}
}

// moves sets the clock and runs the due jobs.
func (w *world) moves(to string) {
	w.Helper()
	w.settle()
	w.at(to)
	w.settle()
	w.balanced()
}

func TestAWeekOfBookings(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		hair := clerk.offers("理发", fields{"residents_only": true}, fields{"days": []int{1, 3}, "walk_ins": 1})
		wang, li, zhang, zhao := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼"), w.named("老张", "1单元"), w.named("老赵", "1单元")
		w.settle()

		monday := w.session("2026-11-30", hair)
		same(w, "a week", []any{"2026-11-30", "2026-12-02"}, pluck(w.week("2026-12-01", hair), "day"))
		w.wants(w.week("2026-11-30", hair)[0], fields{
			"begin_at": "2026-11-30T09:00:00+08:00", "opens_at": "2026-11-23T08:30:00+08:00", "places": 3.0, "free": 2.0, "state": "open",
		})
		wang.refused("mp", "POST", bookingsAPI, fields{"session_id": w.session("2026-12-02", hair)}, "409 booking.not_yet")
		w.named("外村的", "新园小区1号楼").refused("mp", "POST", bookingsAPI, fields{"session_id": monday}, "409 booking.residents")

		first := wang.books(monday)
		w.wants(first, fields{
			"state": "confirmed", "number": 1.0, "rank": 0.0, "source": "self", "person_name": "老王", "service_name": "理发",
			"place": "阳光社区 二楼", "about": "请带身份证", "code": fmt.Sprint("LLB", first["id"]),
		})
		wang.refused("mp", "POST", bookingsAPI, fields{"session_id": monday}, "409 booking.twice")
		w.wants(li.books(monday), fields{"state": "confirmed", "number": 2.0})
		third, fourth := zhang.books(monday), zhao.books(monday)
		w.wants(third, fields{"state": "waiting", "rank": 1.0, "number": 0.0, "before": 0.0, "period_id": ""})
		w.wants(fourth, fields{"state": "waiting", "rank": 2.0, "before": 1.0})

		// A resident without a telephone comes to the counter: a place was kept there.
		elder := clerk.enters("阳光社区", fields{"name": "孙奶奶", "born": 1940})
		w.wants(clerk.does("staff", "POST", bookingsAPI, fields{"session_id": monday, "person_id": elder["id"]}, 201), fields{
			"state": "confirmed", "number": 3.0, "source": "counter", "person_name": "孙奶奶",
		})
		w.wants(w.week("2026-11-30", hair)[0], fields{"free": 0.0, "waiting": 2.0})
		w.balanced()

		// A booking is cancelled at half past ten in the evening. The place is held, and no message is sent at night.
		w.moves("2026-11-28 22:30")
		wang.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", first["id"], "/cancel"), fields{}, 200)
		w.settle()
		w.wants(zhang.booked(third["id"]), fields{"state": "offered", "offer_at": "2026-11-29T08:00:00+08:00", "offer_until": "2026-11-29T08:30:00+08:00"})
		same(w, "at night", []string{"waiting"}, zhang.bookingNews())
		w.refused(w.named("老钱", "1单元").login("mp"), "POST", bookingsAPI, fields{"session_id": monday, "no_wait": true}, "409 booking.full")
		w.moves("2026-11-29 08:00")
		same(w, "in the morning", []string{"waiting", "offer"}, zhang.bookingNews())
		if title := zhang.lastHeard(); title == "" {
			w.Fatal("the offer did not reach the chat")
		}
		// The answer is a moment too late; the place is offered to the next, and the resident keeps their rank.
		w.settle()
		w.at("2026-11-29 08:30")
		zhang.refused("mp", "POST", fmt.Sprint(bookingsAPI, "/", third["id"], "/accept"), nil, "409 booking.offer_over")
		w.settle()
		w.wants(zhang.booked(third["id"]), fields{"state": "waiting", "rank": 1.0})
		same(w, "after a late answer", []string{"waiting", "offer", "offer_over"}, zhang.bookingNews())
		w.wants(zhao.booked(fourth["id"]), fields{"state": "offered", "offer_until": "2026-11-29T09:00:00+08:00"})
		w.wants(zhao.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", fourth["id"], "/accept"), nil, 200), fields{"state": "confirmed", "number": 4.0})
		w.wants(zhao.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", fourth["id"], "/accept"), nil, 200), fields{"state": "confirmed", "number": 4.0})
		w.balanced()

		// Reminders come the day before at six, and an hour before; each once, although the program was down at six.
		w.settle()
		w.stop()
		w.at("2026-11-29 18:20")
		w.start()
		w.settle()
		same(w, "the day before", []string{"booked", "tomorrow"}, li.bookingNews())
		w.moves("2026-11-29 19:00")
		w.moves("2026-11-30 08:01")
		same(w, "an hour before", []string{"booked", "tomorrow", "soon"}, li.bookingNews())
		same(w, "news of the waiting resident", []string{"waiting", "offer", "offer_over"}, zhang.bookingNews())
		elders := clerk.does("staff", "GET", "/api/v1/staff/undelivered", nil, 200)
		same(w, "door-knock list", []any{"孙奶奶"}, pluck(items(elders), "person_name"))

		grandma := fmt.Sprint("/api/v1/staff/bookings/", w.count(`SELECT id FROM booking WHERE source = 'counter'`), "/phone")
		clerk.refused("staff", "POST", grandma, fields{"reason": "提醒明天理发"}, "404 person.no_phone")
		w.exec(`UPDATE person SET phone_sealed = (SELECT s FROM (SELECT phone_sealed AS s FROM person WHERE code = 'P6') x) WHERE name = '孙奶奶'`)
		same(w, "the number", any("19900000006"), clerk.does("staff", "POST", grandma, fields{"reason": "提醒明天理发"}, 200)["phone"])
		clerk.refused("staff", "POST", grandma, fields{"reason": ""}, "400 person.reason")
		w.clerkB().refused("staff", "POST", grandma, fields{"reason": "看看"}, "404 booking.missing")
		same(w, "audit records", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'person.reveal_phone' AND about LIKE 'booking:%'`))

		// After half past ten the resident can no longer cancel; staff can, with a reason.
		li.refused("mp", "POST", fmt.Sprint(bookingsAPI, "/", w.count(`SELECT id FROM booking WHERE person_id = ?`, li.me("mp")), "/cancel"), fields{}, "409 booking.cutoff")
		clerk.refused("staff", "POST", fmt.Sprint(bookingsAPI, "/", fourth["id"], "/cancel"), fields{}, "400 booking.words")
		clerk.does("staff", "POST", fmt.Sprint(bookingsAPI, "/", fourth["id"], "/cancel"), fields{"reason": "来电说不来了"}, 200)
		w.settle()
		w.wants(zhang.booked(third["id"]), fields{"state": "offered"})
		w.wants(zhang.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", third["id"], "/decline"), nil, 200), fields{"state": "declined"})
		w.wants(w.week("2026-11-30", hair)[0], fields{"free": 1.0, "waiting": 0.0})

		// Nobody comes: a late arrival loses the place and is a no-show in the end. After two no-shows staff call.
		w.moves("2026-11-30 12:00")
		w.wants(li.booked(w.count(`SELECT id FROM booking WHERE person_id = ?`, li.me("mp"))), fields{"state": "no_show"})
		w.wants(w.week("2026-11-30", hair)[0], fields{"state": "over"})
		w.exec(`UPDATE booking SET nth = NULL WHERE person_id = ?`, li.me("mp"))
		li.books(w.session("2026-12-02", hair))
		w.moves("2026-12-02 12:00")
		w.wants(li.books(w.session("2026-12-07", hair)), fields{"state": "confirmed", "by_phone": true})
		past := items(li.does("mp", "GET", bookingsAPI+"?list=past", nil, 200))
		same(w, "the past", []any{"no_show", "no_show"}, pluck(past, "state"))
		same(w, "ahead", []any{"2026-12-07T09:00:00+08:00"}, pluck(items(li.does("mp", "GET", bookingsAPI, nil, 200)), "begin_at"))
	})
}

// entryOf returns the first line of a service's timetable.
func (w *world) entryOf(service string) fields {
	w.Helper()
	for _, one := range items(w.clerk().does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/services", nil, 200)) {
		if one["id"] == service {
			return objects(one["entries"])[0]
		}
	}
	w.Fatalf("no service %s", service)
	return nil
}

// Two who change one thing of a community do not overwrite each other.
func TestAStaleRuleOfACommunityIsNotSaved(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		moxa := clerk.offers("艾灸", fields{}, fields{"days": []int{2}})
		at := "/api/v1/staff/communities/" + w.id("阳光社区")
		service := func() fields {
			all := items(clerk.does("staff", "GET", api+"/communities/"+w.id("阳光社区")+"/services", nil, 200))
			return all[len(all)-1]
		}
		read := func(path string) func() fields {
			return func() fields { return clerk.does("staff", "GET", path, nil, 200) }
		}
		policies := func(idle int) fields {
			one := fields{"steps": []any{fields{"who": []string{"clerk"}, "wait_minutes": 5, "repeat": 0}}, "idle_minutes": idle}
			return fields{"ordinary": one, "emergency": one}
		}
		for _, c := range []struct {
			path          string
			read          func() fields
			first, second fields
		}{
			{at + "/hours", read(hoursPath), fields{"working": "09:00-17:00", "resting": ""}, fields{"working": "10:00-17:00", "resting": ""}},
			{at + "/board", read(at + "/board"), fields{"contact_phone": "0911-1", "supervision_phone": ""}, fields{"contact_phone": "0911-2", "supervision_phone": ""}},
			{at + "/policies", read(at + "/policies"), policies(20), policies(30)},
			{serviceAPI + moxa, service, fields{"name": "艾灸一", "kind": "care", "place": "一楼"}, fields{"name": "艾灸二", "kind": "care", "place": "一楼"}},
		} {
			seen := c.read()["version"]
			c.first["version"], c.second["version"] = seen, seen
			clerk.does("staff", "PUT", c.path, c.first, 200)
			clerk.refused("staff", "PUT", c.path, c.second, "409 mark.stale")
			c.second["version"] = c.read()["version"]
			clerk.does("staff", "PUT", c.path, c.second, 200)
			if now := c.read()["version"]; now == seen || now == c.second["version"] {
				w.Errorf("%s: the version stayed %v", c.path, now)
			}
		}
	})
}

func TestTheTimetableChangesWhilePeopleHaveBooked(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
		moxa := clerk.offers("艾灸", fields{"per_week": 0, "ahead_days": 14}, fields{"days": []int{2}, "step_minutes": 30, "places": 1})
		tuesday := w.week("2026-11-24", moxa)[0]
		periods := objects(tuesday["periods"])
		same(w, "times", 4, len(periods))
		b := wang.books(tuesday["id"].(string), fields{"period_id": periods[1]["id"]})
		w.wants(b, fields{"begin_at": "2026-11-24T09:30:00+08:00", "number": 201.0})
		w.named("老李", "1单元").refused("mp", "POST", bookingsAPI, fields{"session_id": tuesday["id"], "period_id": periods[1]["id"]}, "409 booking.full_time")

		entry := fmt.Sprint("/api/v1/staff/entries/", w.count(`SELECT id FROM booking_entry`))
		later := line(fields{"days": []int{2}, "begin": "14:00", "end": "16:00", "step_minutes": 30, "places": 1})
		rehearsed := clerk.does("staff", "POST", serviceAPI+moxa+"/rehearse", fields{"entry_id": w.entryOf(moxa)["id"], "entry": later}, 200)
		w.wants(rehearsed, fields{"changed": 2.0, "kept": []any{fields{"begin_at": "2026-11-24T09:00:00+08:00", "end_at": "2026-11-24T11:00:00+08:00", "booked": 1.0, "waiting": 0.0}}})
		w.wants(w.week("2026-12-01", moxa)[0], fields{"begin_at": "2026-12-01T09:00:00+08:00"}) // nothing has changed
		for why, c := range map[string]struct {
			who  *citizen
			in   fields
			want string
		}{
			"no such line":      {clerk, fields{"entry_id": "999", "entry": later}, "404 booking.no_entry"},
			"an impossible one": {clerk, fields{"entry_id": w.entryOf(moxa)["id"], "entry": line(fields{"days": []int{2}, "end": "08:00"})}, "400 booking.entry"},
			"another community": {w.clerkB(), fields{}, "404 booking.no_service"},
		} {
			if got := w.code(c.who.login("staff"), "POST", serviceAPI+moxa+"/rehearse", c.in); got != c.want {
				w.Errorf("%s: %s", why, got)
			}
		}
		ended := clerk.does("staff", "POST", serviceAPI+moxa+"/rehearse", fields{}, 200)
		same(w, "the service ends", 1, len(objects(ended["kept"])))
		read := w.entryOf(moxa)["version"]
		stale := line(fields{"days": []int{2}, "begin": "15:00", "end": "16:00", "step_minutes": 30, "places": 1, "version": read})
		effect, _ := clerk.does("staff", "PUT", entry, later, 200)["effect"].(fields)
		clerk.refused("staff", "PUT", entry, stale, "409 mark.stale")
		same(w, "kept", []any{"2026-11-24"}, pluck(objects(effect["kept"]), "day"))
		w.wants(wang.booked(b["id"]), fields{"begin_at": "2026-11-24T09:30:00+08:00", "state": "confirmed"})
		w.wants(w.week("2026-12-01", moxa)[0], fields{"begin_at": "2026-12-01T14:00:00+08:00"})

		// Fewer places than bookings: no booking is cancelled, and a place given back disappears.
		wide := line(fields{"days": []int{2}, "begin": "14:00", "end": "16:00", "places": 3})
		clerk.does("staff", "PUT", entry, wide, 200)
		next := w.session("2026-12-01", moxa)
		for _, name := range []string{"甲", "乙", "丙", "丁"} {
			w.named(name, "1单元").books(next)
		}
		wide["places"] = 2
		clerk.does("staff", "PUT", entry, wide, 200)
		w.wants(w.week("2026-12-01", moxa)[0], fields{"places": 3.0, "free": 0.0, "waiting": 1.0})
		mine := items(w.someone("甲").does("mp", "GET", bookingsAPI, nil, 200))[0]["id"]
		w.someone("甲").does("mp", "POST", fmt.Sprint(bookingsAPI, "/", mine, "/cancel"), fields{}, 200)
		w.wants(w.week("2026-12-01", moxa)[0], fields{"places": 2.0, "free": 0.0, "waiting": 1.0})
		w.balanced()
		wide["places"] = 4 // more places again: the waitlist is offered them first
		clerk.does("staff", "PUT", entry, wide, 200)
		waiting := items(w.someone("丁").does("mp", "GET", bookingsAPI, nil, 200))[0]
		w.wants(waiting, fields{"state": "offered"})
		w.wants(w.week("2026-12-01", moxa)[0], fields{"places": 4.0, "free": 1.0})
		w.balanced()

		// One day closed, one day with other hours, then as usual again.
		w.wants(clerk.does("staff", "PUT", entry+"/days/2026-12-08", fields{"closed": true, "words": "培训"}, 200), fields{"changed": 1.0})
		same(w, "closed", 0, len(w.week("2026-12-08", moxa)))
		clerk.does("staff", "PUT", entry+"/days/2026-12-08", fields{}, 200)
		same(w, "open again", 1, len(w.week("2026-12-08", moxa)))
		clerk.does("staff", "PUT", entry+"/days/2026-12-08", fields{"begin": "08:00", "end": "09:00", "places": 1}, 200)
		w.wants(w.week("2026-12-08", moxa)[0], fields{"begin_at": "2026-12-08T08:00:00+08:00", "places": 1.0})
		effect = clerk.does("staff", "PUT", entry+"/days/2026-12-01", fields{"closed": true}, 200)
		same(w, "other days", []any{"2026-12-01"}, pluck(objects(effect["kept"]), "day"))
		for _, c := range []struct {
			path string
			in   any
			want string
		}{
			{entry + "/days/2026-12-09", fields{"closed": true}, "400 booking.entry"},
			{entry + "/days/2026-11-17", fields{"closed": true}, "400 booking.entry"},
			{entry + "/days/someday", fields{"closed": true}, "404 http.no_route"},
			{entry, line(fields{"end": "08:00"}), "400 booking.entry"},
			{entry, line(fields{"step_minutes": 50}), "400 booking.entry"},
			{"/api/v1/staff/entries/999", later, "404 booking.no_entry"},
		} {
			clerk.refused("staff", "PUT", c.path, c.in, c.want)
		}
		w.clerkB().refused("staff", "PUT", entry, later, "404 booking.no_entry")

		// A line of the timetable ends, and its sessions without bookings are removed.
		saturday := clerk.does("staff", "POST", serviceAPI+moxa+"/entries", line(fields{"days": []int{6}}), 201)["entry"].(fields)
		same(w, "on Saturday", "2026-11-28", w.week("2026-11-28", moxa)[1]["day"])
		extra := fmt.Sprint("/api/v1/staff/entries/", saturday["id"])
		w.clerkB().refused("staff", "DELETE", extra, nil, "404 booking.no_entry")
		w.wants(clerk.does("staff", "DELETE", extra, nil, 200), fields{"kept": []any{}})
		same(w, "no sessions left", 1, len(w.week("2026-11-28", moxa)))
		clerk.refused("staff", "DELETE", extra, nil, "404 booking.no_entry")

		// The whole service ends; its bookings stay until staff cancel them.
		same(w, "sessions left", 2, len(objects(clerk.does("staff", "DELETE", serviceAPI+moxa, nil, 200)["kept"])))
		same(w, "offered", 0, len(items(wang.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/services", nil, 200))))
		same(w, "later", 0, len(w.week("2026-12-15", moxa)))
		w.wants(wang.booked(b["id"]), fields{"state": "confirmed"})
	})
}

func TestHolidaysCloseOrdinaryServices(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.at("2026-09-24 09:00")
		clerk := w.clerk()
		daily := fields{"from": "2026-09-21", "days": []int{1, 2, 3, 4, 5, 6, 7}}
		closed := clerk.offers("理疗", fields{"ahead_days": 30}, daily)
		daily["holidays"] = true
		open := clerk.offers("值班门诊", fields{"ahead_days": 30}, daily)
		same(w, "the Mid-Autumn weekend", []any{"2026-09-24"}, pluck(w.week("2026-09-24", closed), "day"))
		same(w, "a plain weekend", 7, len(w.week("2026-10-12", closed)))
		same(w, "National Day", []any{"2026-10-08", "2026-10-09", "2026-10-10", "2026-10-11"}, pluck(w.week("2026-10-05", closed), "day"))
		same(w, "service that is open on holidays", 7, len(w.week("2026-10-05", open)))
	})
}

func TestACancelledSessionTellsEverybodyAndOffersAnother(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		clinic := clerk.offers("义诊", fields{"per_week": 0}, fields{"days": []int{5}, "places": 2})
		friday := w.session("2026-11-27", clinic)
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("老李", "1单元")
		mine := wang.books(friday)
		w.named("甲", "1单元").books(friday)
		waits := li.books(friday)
		w.wants(waits, fields{"state": "waiting"})
		cancel := "/api/v1/staff/sessions/cancel"
		for _, c := range []struct {
			in   fields
			want string
		}{
			{fields{"session_ids": []string{friday}, "reason": " "}, "400 booking.words"},
			{fields{"session_ids": []string{}, "reason": "医生有事"}, "400 booking.sessions"},
			{fields{"session_ids": []string{friday, "999"}, "reason": "医生有事"}, "404 booking.no_session"},
		} {
			clerk.refused("staff", "POST", cancel, c.in, c.want)
		}
		w.clerkB().refused("staff", "POST", cancel, fields{"session_ids": []string{friday}, "reason": "医生有事"}, "404 booking.no_session")
		w.officer().refused("staff", "POST", cancel, fields{"session_ids": []string{friday}, "reason": "医生有事"}, "403 auth.denied")
		w.moves("2026-11-27 08:30")
		same(w, "cancelled", 1.0, clerk.does("staff", "POST", cancel, fields{"session_ids": []string{friday}, "reason": "医生有事"}, 200)["cancelled"])
		same(w, "once", 0.0, clerk.does("staff", "POST", cancel, fields{"session_ids": []string{friday}, "reason": "医生有事"}, 200)["cancelled"])
		wang.refused("mp", "POST", bookingsAPI, fields{"session_id": friday}, "409 booking.session_cancelled")
		w.settle()
		for _, who := range []*citizen{wang, li} {
			news := who.bookingNews()
			same(w, "notices", "session_cancelled", news[len(news)-1])
		}
		w.wants(wang.booked(mine["id"]), fields{"state": "cancelled", "reason": "医生有事"})
		w.wants(w.week("2026-11-27", clinic)[0], fields{"state": "cancelled", "reason": "医生有事", "free": 0.0, "waiting": 0.0})
		w.balanced()
		again := fmt.Sprint(bookingsAPI, "/", mine["id"], "/rebook")
		w.wants(wang.does("mp", "POST", again, nil, 200), fields{"state": "confirmed", "begin_at": "2026-12-04T09:00:00+08:00"})
		w.wants(li.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", waits["id"], "/rebook"), nil, 200), fields{"begin_at": "2026-12-04T09:00:00+08:00"})
		w.someone("甲").refused("mp", "POST", again, nil, "404 booking.missing")
		jia := w.count(`SELECT id FROM booking WHERE person_id = ?`, w.someone("甲").me("mp"))
		w.someone("甲").refused("mp", "POST", fmt.Sprint(bookingsAPI, "/", jia, "/rebook"), nil, "409 booking.none_free")
	})
}

func TestTwoChildrenBookForOneMother(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		hair := clerk.offers("理发", fields{"min_age": 60}, nil)
		clerk.does("staff", "POST", serviceAPI+hair+"/entries", line(fields{"places": 5}), 201)
		monday := w.session("2026-11-30", hair)
		son, daughter, mother := w.named("儿子", "1单元"), w.named("女儿", "1单元"), clerk.enters("阳光社区", fields{"name": "王秀英", "born": 1950})
		for _, child := range []*citizen{son, daughter} {
			clerk.does("staff", "POST", staffFamilies, fields{"carer_id": fmt.Sprint(child.me("mp")), "person_id": mother["id"], "relation": "parent"}, 201)
		}
		son.refused("mp", "POST", bookingsAPI, fields{"session_id": monday}, "400 booking.born")
		son.does("mp", "PATCH", api+"/me", fields{"born": 1980}, 200)
		son.refused("mp", "POST", bookingsAPI, fields{"session_id": monday}, "409 booking.age")
		w.named("邻居", "1单元").refused("mp", "POST", bookingsAPI, fields{"session_id": monday, "person_id": mother["id"]}, "404 booking.for")
		var group sync.WaitGroup
		codes := make([]string, 2)
		for i, child := range []*citizen{son, daughter} {
			token := child.login("mp")
			group.Go(func() {
				codes[i] = w.code(token, "POST", bookingsAPI, fields{"session_id": monday, "person_id": mother["id"]})
			})
		}
		group.Wait()
		if codes[0]+codes[1] != "201409 booking.twice" && codes[0]+codes[1] != "409 booking.twice201" {
			w.Fatal(codes)
		}
		for _, child := range []*citizen{son, daughter} {
			same(w, "both see it", []any{"王秀英"}, pluck(items(child.does("mp", "GET", bookingsAPI, nil, 200)), "person_name"))
		}
		w.balanced()
		winner := son
		if codes[1] == "201" {
			winner = daughter
		}
		same(w, "notices to the booker", []string{"booked"}, winner.bookingNews())

		// The steward of a building may book for its residents, and for nobody else.
		home := clerk.enters("阳光社区", fields{"name": "刘爷爷", "born": 1941, "home_id": w.id("1单元")})
		other := clerk.enters("阳光社区", fields{"name": "别楼的", "born": 1941, "home_id": w.id("向阳小区3号楼")})
		w.wants(w.steward().does("mp", "POST", bookingsAPI, fields{"session_id": monday, "person_id": home["id"]}, 201), fields{"source": "steward"})
		w.steward().refused("mp", "POST", bookingsAPI, fields{"session_id": monday, "person_id": other["id"]}, "404 booking.for")
		near := clerk.enters("阳光社区", fields{"name": "周奶奶", "born": 1942, "home_id": w.id("阳光花园13号楼")})
		w.wants(w.officer().does("staff", "POST", bookingsAPI, fields{"session_id": monday, "person_id": near["id"]}, 201), fields{"source": "counter"})
		w.officer().refused("staff", "POST", bookingsAPI, fields{"session_id": monday, "person_id": other["id"]}, "404 booking.for")
		w.clerkB().refused("staff", "POST", bookingsAPI, fields{"session_id": monday, "person_id": other["id"]}, "404 booking.for")
	})
}

func TestQuestionsAndAHomeVisit(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
		id := clerk.offersAs(fields{
			"name": "上门理发", "kind": "care", "rules": fields{"door_to_door": true, "tags": []string{"frail"}},
			"questions": []fields{
				{"key": "bed", "text": "能坐起来吗", "choices": []string{"能", "不能"}, "required": true, "health": true},
				{"key": "note", "text": "还有什么要说的"},
			},
		}, fields{})
		session := w.session("2026-11-30", id)
		in := fields{"session_id": session}
		step := func(want string, more fields) {
			w.Helper()
			for k, v := range more {
				in[k] = v
			}
			wang.refused("mp", "POST", bookingsAPI, in, want)
		}
		step("409 booking.tags", nil)
		clerk.does("staff", "PATCH", "/api/v1/staff/residents/"+fmt.Sprint(wang.me("mp")), fields{"tags": []string{"frail"}}, 200)
		step("400 booking.answers", nil)
		step("400 booking.answers", fields{"answers": fields{"bed": "也许"}})
		step("400 booking.consent", fields{"answers": fields{"bed": "不能", "unknown": "x"}})
		step("400 booking.address", fields{"consent": true})
		in["address_area_id"], in["address"] = w.id("1单元"), "501室"
		b := wang.does("mp", "POST", bookingsAPI, in, 201)
		w.wants(b, fields{"answers": fields{"bed": "不能"}, "address": "501室"})
		if n := w.count(`SELECT COUNT(*) FROM booking WHERE answers LIKE '%501室%' OR answers LIKE '%不能%'`); n != 0 {
			w.Fatal("answers are stored unencrypted")
		}
		if n := w.count(`SELECT COUNT(*) FROM notify_notice WHERE facts LIKE '%501%' OR facts LIKE '%不能%'`); n != 0 {
			w.Fatal("a notice contains answers")
		}
		w.someone("邻居").refused("mp", "GET", fmt.Sprint(bookingsAPI, "/", b["id"]), nil, "404 booking.missing")
		w.clerkB().refused("staff", "GET", fmt.Sprint(bookingsAPI, "/", b["id"]), nil, "404 booking.missing")
		w.wants(clerk.does("staff", "GET", fmt.Sprint(bookingsAPI, "/", b["id"]), nil, 200), fields{"address": "501室"})
		bad := "/api/v1/staff/communities/" + w.id("阳光社区") + "/services"
		for _, in := range []fields{
			{"name": "", "kind": "care"},
			{"name": "理发", "kind": "magic"},
			{"name": "理发", "kind": "care", "rules": fields{"open_at": "25:00"}},
			{"name": "理发", "kind": "care", "rules": fields{"tags": []string{"rich"}}},
			{"name": "理发", "kind": "care", "area_id": w.id("新园小区1号楼")},
			{"name": "理发", "kind": "care", "questions": []fields{{"key": "a", "text": "?"}, {"key": "a", "text": "?"}}},
		} {
			clerk.refused("staff", "POST", bad, in, "400 booking.service")
		}
		w.clerkB().refused("staff", "POST", bad, fields{"name": "理发", "kind": "care"}, "404 area.missing")
		w.clerkB().refused("staff", "PUT", serviceAPI+id, fields{"name": "理发", "kind": "care"}, "404 booking.no_service")
		w.wants(clerk.does("staff", "PUT", serviceAPI+id, fields{"name": "上门剪发", "kind": "care"}, 200), fields{"name": "上门剪发"})
	})
}

func TestACourseIsJoinedAsAWhole(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, wang, li := w.clerk(), w.named("老王", "1单元"), w.named("老李", "1单元")
		rules := fields{"series": true, "per_week": 0, "ahead_days": 60}
		course := clerk.offersAs(fields{"name": "亲子绘本", "kind": "course", "rules": rules}, fields{"days": []int{6}, "to": "2026-12-19", "places": 1})
		join := api + "/services/" + course + "/join"
		token := wang.login("mp")
		var all fields
		for range 3 {
			w.request(token, "POST", join, fields{}, 201, &all, "Idempotency-Key", "whole")
			same(w, "dates", []any{"2026-11-28T09:00:00+08:00", "2026-12-05T09:00:00+08:00", "2026-12-12T09:00:00+08:00", "2026-12-19T09:00:00+08:00"},
				pluck(items(all), "begin_at"))
		}
		same(w, "one notice", []string{"series"}, wang.bookingNews())
		li.refused("mp", "POST", join, fields{}, "409 booking.series")
		w.wants(li.books(w.session("2026-12-05", course)), fields{"state": "waiting"})
		same(w, "left", 4.0, wang.does("mp", "POST", api+"/services/"+course+"/leave", fields{}, 200)["cancelled"])
		same(w, "left again", 0.0, wang.does("mp", "POST", api+"/services/"+course+"/leave", fields{}, 200)["cancelled"])
		wang.refused("mp", "POST", api+"/services/"+course+"/leave", fields{"person_id": fmt.Sprint(li.me("mp"))}, "404 booking.for")
		w.balanced()
		same(w, "three sessions joined", 3, len(items(li.does("mp", "POST", join, fields{}, 201))))
		plain := clerk.offers("理发", fields{}, fields{})
		li.refused("mp", "POST", api+"/services/"+plain+"/join", fields{}, "409 booking.series")
		li.refused("mp", "POST", api+"/services/999/join", fields{}, "404 booking.no_service")
		// A leader's weekly reception is a service like any other.
		talk := clerk.offersAs(fields{
			"name": "书记现场办公", "kind": "reception", "questions": []fields{{"key": "about", "text": "想谈什么事", "required": true}},
		}, fields{"days": []int{4}, "step_minutes": 20, "places": 1, "host": "何书记"})
		thursday := w.week("2026-11-26", talk)[0]
		w.wants(thursday, fields{"host": "何书记", "places": 6.0})
		w.wants(li.books(thursday["id"].(string), fields{"answers": fields{"about": "停车"}}), fields{"number": 101.0})
	})
}

// A process dies between the commit of a cancellation and its message: the offer was in the same transaction.
func TestKilledBetweenFreeingAndOffering(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hair := w.clerk().offers("理发", fields{}, fields{"places": 1})
		monday := w.session("2026-11-30", hair)
		wang, li := w.named("老王", "1单元"), w.named("老李", "1单元")
		first := wang.books(monday)
		second := li.books(monday)
		w.settle()
		token := wang.login("mp")
		w.must(w.running.Queue.Stop()) // no worker runs from here on
		w.running.Queue = w.system.NewQueue(w.ctx)
		w.request(token, "POST", fmt.Sprint(bookingsAPI, "/", first["id"], "/cancel"), fields{}, 200, nil)
		w.balanced()
		w.stop()
		w.start()
		w.at("2026-11-23 09:00") // with the embedded Redis the sessions are lost
		w.settle()
		w.wants(li.booked(second["id"]), fields{"state": "offered", "offer_until": "2026-11-23T09:30:00+08:00"})
		same(w, "notices", []string{"waiting", "offer"}, li.bookingNews())
		w.forward(31 * time.Minute) // the clock runs without an answer
		w.wants(li.booked(second["id"]), fields{"state": "waiting"})
		w.wants(w.week("2026-11-30", hair)[0], fields{"free": 1.0})
	})
}
