package stories

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

const (
	myHouseholds    = api + "/me/households"
	staffHouseholds = "/api/v1/staff/households"
)

// rooms returns the rooms of a building as "room state size".
func (c *citizen) rooms(account, building string) []string {
	c.w.Helper()
	all := []string{}
	for _, r := range items(c.does(account, "GET", "/api/v1/staff/buildings/"+c.w.id(building)+"/rooms", nil, 200)) {
		all = append(all, fmt.Sprint(r["room"], " ", r["state"], " ", r["size"]))
	}
	return all
}

// newcomers returns the ids of the households that wait for the officer.
func (c *citizen) newcomers() []string {
	c.w.Helper()
	var ids []string
	for _, h := range items(c.does("staff", "GET", staffHouseholds, nil, 200)) {
		ids = append(ids, fmt.Sprint(h["id"]))
	}
	return ids
}

// moved is what a resident or a lead says about newcomers.
func (w *world) moved(area, room string, size int, more ...any) fields {
	f := fields{"area_id": w.id(area), "room": room, "size": size}
	for i := 0; i+1 < len(more); i += 2 {
		f[fmt.Sprint(more[i])] = more[i+1]
	}
	return f
}

// Somebody moves in on a Saturday evening; the unit's steward says so in twenty seconds; the officer knows the same evening and
// confirms on Tuesday.
func TestANewcomerIsKnownTheSameDay(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-28 19:30")
		steward, officer := w.steward(), w.officer()
		h := steward.does("mp", "POST", staffHouseholds, w.moved("1单元", "302 室", 3, "tenure", "rented", "since", "2026-11-27"), 201)
		w.wants(h, fields{"state": "reported", "size": 3.0, "since": "2026-11-27", "source": "红管家", "overdue": false})
		w.settle()
		same(w, "the officer is told", "home.arrived: 阳光社区 阳光花园3号楼 1单元 302有人新搬来，3人，11月27日起。请在2026年12月02日 17:30前上门看看并确认。", officer.lastNotice())
		same(w, "the steward sees", []string{"302 waiting 3"}, steward.rooms("mp", "阳光花园3号楼"))
		w.at("2026-11-30 09:00")
		waits := officer.does("staff", "GET", api+"/waiting", nil, 200)
		w.expect(fmt.Sprint(waits), "新搬来待确认", "有1户新搬来的等您上门确认。")
		late := func(who *citizen) int {
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'home.to_confirm' AND person_id = ?`, who.me("staff"))
		}
		w.at("2026-12-02 17:29")
		w.settle()
		same(w, "told in time", 0, late(officer))
		w.at("2026-12-03 09:00")
		w.settle()
		same(w, "told when the time is over", []int{1, 1}, []int{late(officer), late(w.lead())})
		w.expect(officer.lastNotice(), "home.to_confirm: 阳光社区 阳光花园3号楼 1单元 302有人新搬来，3人，11月27日起，过了2026年12月02日 17:30还没有确认")
		w.expect(fmt.Sprint(officer.does("staff", "GET", api+"/waiting", nil, 200)), "其中1户已过3个工作日")
		id := officer.newcomers()[0]
		w.wants(officer.does("staff", "POST", staffHouseholds+"/"+id+"/confirm", fields{"size": 2}, 200), fields{"state": "confirmed", "size": 2.0})
		same(w, "nobody waits", 0, len(officer.newcomers()))
		steward.does("mp", "POST", staffHouseholds, w.moved("1单元", "303", 1), 201)
		officer.does("staff", "POST", staffHouseholds+"/"+officer.newcomers()[0]+"/confirm", fields{}, 200)
		w.forward(10 * 24 * time.Hour)
		w.settle()
		same(w, "told of one that was confirmed", 1, late(officer))
		same(w, "the officer sees", []string{"302 lived_in 2", "303 lived_in 1"}, officer.rooms("staff", "阳光花园3号楼"))
		officer.does("staff", "POST", staffHouseholds+"/"+id+"/confirm", fields{"size": 3}, 409)
	})
}

// Two leads tell of the same newcomer in the same second: one household, and the officer is told once.
func TestTwoLeadsRegisterTheSameNewcomer(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		steward, clerk, officer := w.steward(), w.clerk(), w.officer()
		var all sync.WaitGroup
		for i := range 20 {
			who, account := steward, "mp"
			if i%2 == 0 {
				who, account = clerk, "staff"
			}
			who.login(account)
			all.Go(func() { who.does(account, "POST", staffHouseholds, w.moved("1单元", "302", 3), 201) })
		}
		all.Wait()
		w.settle()
		same(w, "households", 1, w.count(`SELECT COUNT(*) FROM household`))
		same(w, "rooms", 1, w.count(`SELECT COUNT(*) FROM household_dwelling`))
		same(w, "notices", 1, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'home.arrived'`))
		same(w, "the officer has", 1, len(officer.newcomers()))
	})
}

// A tenant without any registration moves in, is confirmed, reports, and moves twice in a day with the family.
func TestAFamilyMovesTwiceInADay(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		li, wife, officer := w.follower("李先生"), w.follower("李太太"), w.officer()
		for c, name := range map[*citizen]string{li: "李先生", wife: "李太太"} {
			c.does("mp", "PATCH", api+"/me", fields{"name": name}, 200)
		}
		first := li.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 2, "tenure", "rented"), 201)
		wife.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 2, "relation", "spouse"), 201)
		same(w, "one household", 1, len(officer.newcomers()))
		w.wants(li.does("mp", "GET", api+"/me", nil, 200), fields{"home_id": w.id("1单元")})
		officer.does("staff", "POST", staffHouseholds+"/"+fmt.Sprint(first["id"])+"/confirm", fields{}, 200)
		same(w, "both live there", []string{"李先生 本人 已确认", "李太太 配偶 已确认"}, li.livesWith())

		li.does("mp", "POST", myHouseholds, w.moved("2单元", "202", 2, "family", true), 201)
		li.does("mp", "POST", myHouseholds, w.moved("新园小区9号楼", "303", 2, "family", true), 201)
		same(w, "the family has one home", []string{"李先生 本人 待确认", "李太太 配偶 待确认"}, li.livesWith())
		same(w, "and so has the wife", w.id("新园小区9号楼"), wife.does("mp", "GET", api+"/me", nil, 200)["home_id"])
		same(w, "open residences", 2, w.count(`SELECT COUNT(*) FROM household_residence WHERE state <> 'ended'`))
		same(w, "open households", 1, w.count(`SELECT COUNT(*) FROM household WHERE slot IS NOT NULL`))
		same(w, "closed ones are kept", 2, w.count(`SELECT COUNT(*) FROM household WHERE state = 'ended'`))

		// The community learns that they have left: their household ends, and nobody lives there.
		last := w.count(`SELECT MAX(id) FROM household WHERE slot IS NOT NULL`)
		ended := w.clerkB().does("staff", "POST", staffHouseholds+"/"+fmt.Sprint(last)+"/end", nil, 200)
		w.wants(ended, fields{"state": "ended"})
		officer.refused("staff", "POST", staffHouseholds+"/"+fmt.Sprint(last)+"/end", nil, "404 household.missing")
		same(w, "no open residence", 0, w.count(`SELECT COUNT(*) FROM household_residence WHERE state <> 'ended'`))
	})
}

// livesWith returns the members of the person's only household as "name relation state".
func (c *citizen) livesWith() []string {
	c.w.Helper()
	var all []string
	for _, h := range items(c.does("mp", "GET", myHouseholds, nil, 200)) {
		for _, m := range objects(h["members"]) {
			all = append(all, fmt.Sprint(m["name"], " ", m["relation_name"], " ", m["state_name"]))
		}
	}
	return all
}

// A stranger says that they live in somebody's flat: nobody is moved out, and the stranger reads no name.
func TestAClaimOpensNobodysDoor(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, stranger, officer := w.named("王秀英", "1单元"), w.follower("生人"), w.officer()
		id := fmt.Sprint(wang.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 1), 201)["id"])
		officer.does("staff", "POST", staffHouseholds+"/"+id+"/confirm", fields{}, 200)
		said := stranger.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 1), 409)
		w.expect(fmt.Sprint(said), "household.lived_in")
		stranger.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 1, "how", "with"), 201)
		same(w, "the stranger reads", []string{" 未填 待确认"}, stranger.livesWith())
		stranger.does("mp", "PATCH", myHouseholds+"/"+id, fields{"size": 9}, 404)
		stranger.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 1, "how", "instead"), 201)
		same(w, "nobody moved", []string{"王秀英 本人 已确认"}, wang.livesWith()[:1])
		other := w.clerk2()
		page := other.does("staff", "GET", staffHouseholds+"/"+id, nil, 200)
		w.expect(fmt.Sprint(page["members"]), "王秀英")
	})
}

// What each reads of a building: the keeper everything, each look a line; the steward rooms and numbers; others nothing.
func TestWhoSeesTheRoomsOfABuilding(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, officer, steward := w.named("王秀英", "1单元"), w.officer(), w.steward()
		id := fmt.Sprint(wang.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 1), 201)["id"])
		officer.does("staff", "POST", staffHouseholds+"/"+id+"/confirm", fields{}, 200)
		path := "/api/v1/staff/buildings/" + w.id("阳光花园3号楼") + "/rooms"
		room := items(officer.does("staff", "GET", path, nil, 200))[0]
		w.wants(room, fields{"contact": "王秀英", "household_id": id})
		room = items(steward.does("mp", "GET", path, nil, 200))[0]
		w.wants(room, fields{"contact": "", "household_id": "", "size": 1.0, "state": "lived_in"})
		wang.does("mp", "PUT", api+"/me/consents/neighbours", nil, 200)
		room = items(steward.does("mp", "GET", path, nil, 200))[0]
		w.wants(room, fields{"contact": "王家"})
		w.clerkB().does("staff", "GET", path, nil, 404)
		w.clerkB().does("staff", "GET", staffHouseholds+"/"+id, nil, 404)
		w.plumber().does("staff", "GET", path, nil, 403)
		wang.does("mp", "GET", path, nil, 403)
		officer.does("staff", "GET", staffHouseholds+"/"+id, nil, 200)
		var lines []string
		for _, r := range items(w.secretary().does("staff", "GET", "/api/v1/staff/readings", nil, 200)) {
			lines = append(lines, fmt.Sprint(r["person_name"], " ", r["kind_name"]))
		}
		same(w, "the secretary reads", []string{"李强 看一户", "李强 看楼栋住户"}, lines)
	})
}
