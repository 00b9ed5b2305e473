package stories

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	usesAPI   = api + "/uses"
	staffUses = "/api/v1/staff/uses"
)

// hall adds a place of 阳光社区 that is lent from nine to nine, and returns its id. asks: staff agree to each use.
func (w *world) hall(name string, asks bool, more ...fields) string {
	w.Helper()
	lending := fields{"on": true, "asks": asks, "per_week": 2, "ahead_days": 14, "hours": "", "closing": []string{"关灯", "锁门"}}
	for _, m := range more {
		for k, v := range m {
			lending[k] = v
		}
	}
	made := w.clerk().does("staff", "POST", api+"/staff/places", fields{
		"community_id": w.id("阳光社区"), "name": name, "use": "service", "seats": 40, "working": "09:00-12:00,14:00-21:00", "resting": "09:00-17:00", "lending": lending,
	}, 201)
	return word(made["id"])
}

// wish is what somebody asks of a place on a day: "2026-11-25 14:00" for two half-hours.
func wish(place, from string, more ...fields) fields {
	begin := beijing(from)
	f := fields{"place_id": place, "from": begin.Format(time.RFC3339), "to": begin.Add(time.Hour).Format(time.RFC3339), "purpose": "排练舞蹈", "people": 12}
	for _, m := range more {
		for k, v := range m {
			f[k] = v
		}
	}
	return f
}

// busy returns what the calendar of a place shows on a day: "14:00 use".
func (c *citizen) busy(place, day string) []string {
	c.w.Helper()
	found := c.does("mp", "GET", api+"/places/"+place+"/calendar?from="+day+"&days=1", nil, 200)
	said := []string{}
	for _, b := range objects(objects(found["days"])[0]["busy"]) {
		said = append(said, strings.TrimSpace(fmt.Sprintf("%s %s %s", word(b["from"])[11:16], word(b["held"]), word(b["what"]))))
	}
	return said
}

// 舞蹈队 asks for the hall, the clerk agrees, they are reminded and tidy up; 场地安排 and the ledger show it. Another team is declined and an
// hour is free again.
func TestATeamBorrowsTheHall(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hall := w.hall("文化活动室", true)
		clerk, wang, li := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		asked := wang.does("mp", "POST", usesAPI, wish(hall, "2026-11-25 14:00", fields{"team": "舞蹈队"}), 201)
		w.wants(asked, fields{"state": "asked", "state_name": "等答复", "place_name": "文化活动室", "team": "舞蹈队", "name": "", "can": []any{"cancel"}})
		same(w, "the calendar", []string{"14:00 use"}, li.busy(hall, "2026-11-25"))
		same(w, "waits at home", 1.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["uses_asked"])
		list := items(clerk.does("staff", "GET", staffUses, nil, 200))
		w.wants(list[0], fields{"name": "老王", "purpose": "排练舞蹈", "can": []any{"agree", "decline"}})
		li.refused("mp", "POST", usesAPI, wish(hall, "2026-11-25 14:30"), "409 hall.taken")
		second := li.does("mp", "POST", usesAPI, wish(hall, "2026-11-25 15:00"), 201)

		one, two := staffUses+"/"+word(asked["id"]), staffUses+"/"+word(second["id"])
		w.wants(clerk.does("staff", "POST", one+"/agree", nil, 200), fields{"state": "agreed"})
		clerk.refused("staff", "POST", one+"/agree", nil, "409 hall.state")
		clerk.refused("staff", "POST", two+"/decline", fields{"reason": ""}, "400 hall.words")
		w.wants(clerk.does("staff", "POST", two+"/decline", fields{"reason": "那天有培训"}, 200), fields{"state": "declined", "reason": "那天有培训"})
		w.settle()
		same(w, "told", "场地借好了", wang.lastHeard())
		same(w, "told of no", "场地没有借成", li.lastHeard())
		same(w, "the hour of the declined one is free", []string{"14:00 use"}, li.busy(hall, "2026-11-25"))
		plan := clerk.does("staff", "GET", "/api/v1/staff/communities/"+w.id("阳光社区")+"/uses?from=2026-11-25&days=1", nil, 200)
		same(w, "the plan", []any{"老王"}, pluck(objects(plan["uses"]), "name"))

		w.at("2026-11-24 18:00")
		w.settle()
		same(w, "reminded", "别忘了您借的场地", wang.lastHeard())
		same(w, "what waits", []any{"hall"}, pluck(items(wang.does("mp", "GET", api+"/waiting", nil, 200)), "kind")[:1])
		wang.refused("mp", "POST", usesAPI+"/"+word(asked["id"])+"/tidy", fields{"closing": []string{}}, "409 hall.early")
		w.at("2026-11-25 15:00")
		w.settle()
		same(w, "asked to tidy", "用完了，请收拾一下", wang.lastHeard())
		li.refused("mp", "POST", usesAPI+"/"+word(asked["id"])+"/tidy", fields{"closing": []string{}}, "404 hall.missing")
		w.wants(wang.does("mp", "POST", usesAPI+"/"+word(asked["id"])+"/tidy", fields{"closing": []string{"关灯", "拖地"}}, 200), fields{"state": "used", "tidied": []any{"关灯"}})
		wang.refused("mp", "POST", usesAPI+"/"+word(asked["id"])+"/cancel", nil, "409 hall.state")
		same(w, "mine", []any{"used"}, pluck(items(wang.does("mp", "GET", usesAPI, nil, 200)), "state"))
		same(w, "ended", 2, len(items(clerk.does("staff", "GET", staffUses+"?list=ended", nil, 200))))
		clerk.refused("staff", "GET", staffUses+"?list=all", nil, "400 hall.list")
		w.expect(w.exportsLedger(clerk, "uses", "2026-11-25", 3, "文化活动室", "舞蹈队", "已用完", "关灯"), "那天有培训")
	})
}

// The rules of a place: half-hours, opening hours, days ahead, a holiday, the limit of a week for one team, the number of people.
func TestWhenAPlaceCanBeBorrowed(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.at("2026-09-24 09:00")
		hall, wang := w.hall("文化活动室", false), w.named("老王", "阳光花园3号楼")
		office := word(w.clerk().does("staff", "POST", api+"/staff/places", fields{"community_id": w.id("阳光社区"), "name": "办公室", "use": "office"}, 201)["id"])
		for name, c := range map[string]struct {
			in   fields
			want string
		}{
			"a quarter":        {wish(hall, "2026-09-28 14:15"), "400 hall.time"},
			"backwards":        {wish(hall, "2026-09-28 14:00", fields{"to": "2026-09-28T13:00:00+08:00"}), "400 hall.time"},
			"over midnight":    {wish(hall, "2026-09-28 23:30", fields{"to": "2026-09-29T00:30:00+08:00"}), "400 hall.time"},
			"at noon":          {wish(hall, "2026-09-28 11:30"), "409 hall.closed"},
			"at night":         {wish(hall, "2026-09-28 22:00"), "409 hall.closed"},
			"in the past":      {wish(hall, "2026-09-24 09:00"), "409 hall.past"},
			"too far ahead":    {wish(hall, "2026-10-12 14:00"), "409 hall.ahead"},
			"on a holiday":     {wish(hall, "2026-10-01 14:00"), "409 hall.closed"},
			"too many people":  {wish(hall, "2026-09-28 14:00", fields{"people": 41}), "400 hall.people"},
			"no purpose":       {wish(hall, "2026-09-28 14:00", fields{"purpose": ""}), "400 hall.written"},
			"an org of others": {wish(hall, "2026-09-28 14:00", fields{"org_id": w.org("综合执法大队")}), "400 hall.org"},
			"not lent":         {wish(office, "2026-09-28 14:00"), "409 hall.not_lent"},
			"no such place":    {wish("999999", "2026-09-28 14:00"), "404 place.missing"},
		} {
			status := w.code(wang.login("mp"), "POST", usesAPI, c.in)
			if status != c.want {
				w.Errorf("%s: %s, want %s", name, status, c.want)
			}
		}
		wang.refused("mp", "GET", api+"/places/"+office+"/calendar", nil, "409 hall.not_lent")
		days := objects(wang.does("mp", "GET", api+"/places/"+hall+"/calendar?from=2026-10-01&days=1", nil, 200)["days"])
		same(w, "the holiday in the calendar", "国庆节", days[0]["holiday"])
		same(w, "open on it", 0, len(objects(days[0]["open"])))

		for _, day := range []string{"2026-09-28 14:00", "2026-09-29 14:00"} {
			w.wants(wang.does("mp", "POST", usesAPI, wish(hall, day), 201), fields{"state": "agreed"})
		}
		wang.refused("mp", "POST", usesAPI, wish(hall, "2026-09-30 14:00"), "409 hall.limit")
		choir := wang.does("mp", "POST", usesAPI, wish(hall, "2026-09-30 14:00", fields{"team": "合唱队"}), 201)
		first := items(wang.does("mp", "GET", usesAPI, nil, 200))[2]
		wang.does("mp", "POST", usesAPI+"/"+word(first["id"])+"/cancel", nil, 200)
		wang.does("mp", "POST", usesAPI, wish(hall, "2026-09-28 15:00"), 201) // the cancelled one no longer counts
		w.at("2026-09-30 16:00")
		w.settle()
		done := w.clerk().does("staff", "POST", staffUses+"/"+word(choir["id"])+"/tidy", fields{"closing": []string{"锁门"}}, 200)
		w.wants(done, fields{"state": "used", "tidied": []any{"锁门"}})
		w.at("2026-10-01 15:00")
		w.settle()
		same(w, "a day after the end they are used", 0, w.count(`SELECT COUNT(*) FROM hall_use WHERE state = 'agreed'`))
		w.at("2027-10-05 15:00")
		w.recurs("drop_old_rows")
		same(w, "what is remembered", 0, w.count(`SELECT COUNT(*) FROM hall_use`)+w.count(`SELECT COUNT(*) FROM place_hour`))
	})
}

// A weekly course over an agreed use is refused with the dates; a course holds its hours, and gives them back when a session is cancelled, moved
// or goes to another room.
func TestServicesAndUsesDoNotCollide(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hall, clerk, wang := w.hall("文化活动室", false), w.clerk(), w.named("老王", "阳光花园3号楼")
		other := w.hall("会议室", false)
		wang.does("mp", "POST", usesAPI, wish(hall, "2026-11-30 10:00"), 201)
		course := clerk.offersAs(fields{"name": "书法课", "kind": "course", "place_id": hall}, nil)
		entries := serviceAPI + course + "/entries"
		monday := line(fields{"days": []int{1, 2}, "begin": "09:00", "end": "10:30"})
		status, answer := w.send(clerk.login("staff"), "POST", entries, monday)
		same(w, "status", 409, status)
		w.expect(string(answer), "booking.room", "文化活动室", "11月30日 10:00")
		monday["end"] = "10:00"
		made := clerk.does("staff", "POST", entries, monday, 201)
		entry, _ := made["entry"].(map[string]any)
		id := word(entry["id"])
		same(w, "the sessions are in the calendar", []string{"09:00 session 书法课", "10:00 use"}, wang.busy(hall, "2026-11-30"))
		wang.refused("mp", "POST", usesAPI, wish(hall, "2026-12-01 09:30"), "409 hall.taken")

		// Two courses share a room as the community arranges it.
		clerk.offersAs(fields{"name": "绘画课", "kind": "course", "place_id": hall}, fields{"days": []int{2}, "begin": "09:30", "end": "11:00"})
		same(w, "both", []string{"09:00 session 书法课", "09:30 session 绘画课"}, wang.busy(hall, "2026-12-01"))

		// One day has other hours: onto the use they are refused.
		status, answer = w.send(clerk.login("staff"), "PUT", "/api/v1/staff/entries/"+id+"/days/2026-11-30", fields{"begin": "09:30", "end": "11:00"})
		same(w, "status of the day", 409, status)
		w.expect(string(answer), "booking.room")
		// A cancelled session frees its hours, except where the other course still is.
		clerk.does("staff", "POST", "/api/v1/staff/sessions/cancel", fields{"session_ids": []string{w.session("2026-12-01", course)}, "reason": "老师请假"}, 200)
		wang.refused("mp", "POST", usesAPI, wish(hall, "2026-12-01 09:30"), "409 hall.taken")
		wang.does("mp", "POST", usesAPI, wish(hall, "2026-12-01 09:00", fields{"to": "2026-12-01T09:30:00+08:00"}), 201)
		// Into another room with a use at that time: refused; later the sessions move and the hours with them.
		wang.does("mp", "POST", usesAPI, wish(other, "2026-11-30 09:00"), 201)
		service := fields{"name": "书法课", "kind": "course", "place_id": other}
		clerk.refused("staff", "PUT", serviceAPI+course, service, "409 booking.room")
		third := items(wang.does("mp", "GET", usesAPI, nil, 200))[0]
		wang.does("mp", "POST", usesAPI+"/"+word(third["id"])+"/cancel", nil, 200)
		clerk.does("staff", "PUT", serviceAPI+course, service, 200)
		same(w, "in the other room", []string{"09:00 session 书法课"}, wang.busy(other, "2026-11-30"))
		li := w.named("老李", "阳光花园3号楼")
		li.does("mp", "POST", usesAPI, wish(hall, "2026-11-30 09:00"), 201) // and out of the first
		clerk.does("staff", "DELETE", "/api/v1/staff/entries/"+id, nil, 200)
		li.does("mp", "POST", usesAPI, wish(other, "2026-11-30 09:00"), 201)

		// A place with uses cannot be given up.
		clerk.refused("staff", "DELETE", api+"/staff/places/"+other, nil, "409 place.lent")
	})
}

// Sessions from before there were hours get theirs from the hourly job.
func TestOldSessionsGetTheirHours(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hall, clerk := w.hall("文化活动室", false), w.clerk()
		clerk.offersAs(fields{"name": "书法课", "kind": "course", "place_id": hall}, fields{"days": []int{2}})
		taken := w.count(`SELECT COUNT(*) FROM place_hour`)
		w.exec(`DELETE FROM place_hour`)
		w.exec(`UPDATE booking_session SET place_id = 0`)
		w.recurs("make_sessions")
		same(w, "hours", taken, w.count(`SELECT COUNT(*) FROM place_hour`))
		w.recurs("make_sessions")
		same(w, "hours after a second run", taken, w.count(`SELECT COUNT(*) FROM place_hour`))
		same(w, "sharers", taken, w.count(`SELECT SUM(sharers) FROM place_hour`))
	})
}

// At the counter a name and a number are enough; a place is closed for a day and everybody is told; staff of another community find nothing.
func TestAPlaceAtTheCounter(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hall, clerk, other, officer := w.hall("文化活动室", true), w.clerk(), w.clerkB(), w.officer()
		wang := w.named("老王", "阳光花园3号楼").binds("mp", "13811112222")
		wang.does("mp", "PATCH", "/api/v1/me", fields{"name": "老王"}, 200)
		enter := func(from, name, phone string) fields { return wish(hall, from, fields{"name": name, "phone": phone}) }
		first := officer.does("staff", "POST", staffUses, enter("2026-11-25 14:00", "孙奶奶", "139 0000 7788"), 201)
		w.wants(first, fields{"state": "agreed", "name": "孙奶奶", "phone": "139****7788"})
		clerk.does("staff", "POST", staffUses, enter("2026-11-25 15:00", "老王", "13811112222"), 201)
		w.settle()
		same(w, "a known person is told", "场地借好了", wang.lastHeard())
		same(w, "and sees it", 1, len(items(wang.does("mp", "GET", usesAPI, nil, 200))))
		clerk.refused("staff", "POST", staffUses, enter("2026-11-25 16:00", "", "13900007788"), "400 person.name")
		clerk.refused("staff", "POST", staffUses, enter("2026-11-25 16:00", "孙奶奶", ""), "400 person.phone")
		one := staffUses + "/" + word(first["id"])
		for _, deed := range []string{"agree", "absent"} {
			other.refused("staff", "POST", one+"/"+deed, nil, "404 hall.missing")
		}
		for _, deed := range []string{"decline", "cancel", "phone"} {
			other.refused("staff", "POST", one+"/"+deed, fields{"reason": "看一看"}, "404 hall.missing")
		}
		other.refused("staff", "POST", one+"/tidy", fields{"closing": []string{}}, "404 hall.missing")
		other.refused("staff", "POST", staffUses, enter("2026-11-25 16:00", "孙奶奶", "13900007788"), "404 place.missing")
		other.refused("staff", "GET", staffUses+"?community_id="+w.id("阳光社区"), nil, "404 area.missing")
		other.refused("staff", "GET", "/api/v1/staff/communities/"+w.id("阳光社区")+"/uses", nil, "404 area.missing")
		day := fields{"day": "2026-11-25", "words": "检修电路"}
		close, reopen := api+"/staff/places/"+hall+"/close", api+"/staff/places/"+hall+"/reopen"
		other.refused("staff", "POST", close, day, "404 place.missing")
		other.refused("staff", "POST", reopen, day, "404 place.missing")
		same(w, "the number", "13900007788", clerk.does("staff", "POST", one+"/phone", fields{"reason": "确认时间"}, 200)["phone"])
		clerk.refused("staff", "POST", one+"/phone", fields{"reason": ""}, "400 person.reason")

		clerk.refused("staff", "POST", close, fields{"day": "2026-11-25", "words": ""}, "400 hall.words")
		clerk.refused("staff", "POST", close, fields{"day": "2026-11-20", "words": "检修电路"}, "400 hall.day")
		same(w, "cancelled", 2.0, clerk.does("staff", "POST", close, day, 200)["told"])
		clerk.refused("staff", "POST", close, day, "409 hall.state")
		w.settle()
		same(w, "told that it is closed", "那天场地不开放", wang.lastHeard())
		wang.refused("mp", "POST", usesAPI, wish(hall, "2026-11-25 14:00"), "409 hall.taken")
		status, answer := w.send(clerk.login("staff"), "POST", serviceAPI+clerk.offersAs(fields{"name": "书法课", "kind": "course", "place_id": hall}, nil)+"/entries", line(fields{"days": []int{3}}))
		same(w, "a course on the closed day", 409, status)
		w.expect(string(answer), "11月25日 09:00")
		clerk.does("staff", "POST", reopen, fields{"day": "2026-11-25"}, 204)
		clerk.refused("staff", "POST", reopen, fields{"day": "2026-11-25"}, "404 hall.missing")
		asked := word(wang.does("mp", "POST", usesAPI, wish(hall, "2026-11-25 14:00"), 201)["id"])
		w.at("2026-11-25 14:00")
		w.settle()
		same(w, "nobody answered", "场地没有借成", wang.lastHeard())
		clerk.refused("staff", "POST", staffUses+"/"+asked+"/cancel", fields{"reason": "太晚了"}, "409 hall.state")

		late := word(clerk.does("staff", "POST", staffUses, enter("2026-11-25 16:00", "孙奶奶", "13900007788"), 201)["id"])
		clerk.refused("staff", "POST", staffUses+"/"+late+"/absent", nil, "409 hall.early")
		w.at("2026-11-25 16:40")
		w.wants(clerk.does("staff", "POST", staffUses+"/"+late+"/absent", nil, 200), fields{"state": "absent"})
		clerk.refused("staff", "POST", staffUses+"/"+late+"/tidy", fields{"closing": []string{}}, "409 hall.state")
		gone := word(clerk.does("staff", "POST", staffUses, enter("2026-11-26 16:00", "老王", "13811112222"), 201)["id"])
		clerk.does("staff", "POST", staffUses+"/"+gone+"/cancel", fields{"reason": "临时开会"}, 200)
		w.settle()
		same(w, "told that staff cancelled", 1, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'hall.cancelled'`))
	})
}

// Of twenty groups at the same second one gets the last hour.
func TestTheLastHourOfTheHall(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hall := w.hall("文化活动室", false)
		var all []*citizen
		for i := range 20 {
			c := w.someone(strings.Repeat("客", i+1))
			c.login("mp")
			all = append(all, c)
		}
		start := make(chan struct{})
		var got sync.Map
		var group sync.WaitGroup
		for i, c := range all {
			group.Go(func() {
				<-start
				from := "2026-11-25 20:00"
				if i%2 == 1 {
					from = "2026-11-25 19:30" // half of it
				}
				status, _ := w.send(c.tokens["mp"], "POST", usesAPI, wish(hall, from))
				got.Store(c, status)
			})
		}
		close(start)
		group.Wait()
		count := map[any]int{}
		got.Range(func(_, status any) bool { count[status]++; return true })
		same(w, "answers", map[any]int{201: 1, 409: 19}, count)
		same(w, "uses", 1, w.count(`SELECT COUNT(*) FROM hall_use`))
		same(w, "half-hours", 2, w.count(`SELECT COUNT(*) FROM place_hour`))

		// The same key gets its use again, also after the hour is taken.
		winner := all[0]
		got.Range(func(c, status any) bool {
			if status == 201 {
				winner = c.(*citizen)
			}
			return true
		})
		token, key := winner.tokens["mp"], []string{"Idempotency-Key", "hall-again"}
		free := wish(hall, "2026-11-26 20:00")
		_, first := w.send(token, "POST", usesAPI, free, key...)
		_, again := w.send(token, "POST", usesAPI, free, key...)
		same(w, "the same use", string(first), string(again))

		// One group with many telephones gets two uses of the week, whatever they press at once.
		boss := all[0]
		before := w.count(`SELECT COUNT(*) FROM hall_use`)
		start = make(chan struct{})
		for hour := range 6 {
			group.Go(func() {
				<-start
				w.send(boss.tokens["mp"], "POST", usesAPI, wish(hall, fmt.Sprintf("2026-12-01 %d:00", 14+hour)))
			})
		}
		close(start)
		group.Wait()
		same(w, "uses of the group", 2, w.count(`SELECT COUNT(*) FROM hall_use`)-before)
	})
}
