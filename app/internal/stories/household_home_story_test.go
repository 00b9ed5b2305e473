package stories

import (
	"fmt"
	"sync"
	"testing"

	"linli/app/roster"
)

// A tenant without any registration uses every function; the page of the household tells of all of it, and stores nothing.
func TestATenantWithoutRegistrationUsesEveryFunction(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		p := w.parlour(5, 1)
		umbrella := w.lends("爱心雨伞", 1, 3, true)
		li, officer := w.follower("李先生").binds("mp", "19900000055"), w.officer()
		li.does("mp", "PATCH", api+"/me", fields{"name": "李先生"}, 200)
		id := fmt.Sprint(li.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 2, "tenure", "rented", "stay", "permanent"), 201)["id"])
		li.submits("楼道灯不亮", "1单元")
		li.books(p.today, fields{"answers": fields{"well": "好"}, "consent": true})
		li.does("mp", "POST", loansAPI, fields{"thing_id": umbrella}, 201)
		li.inquires("租房的能办借书证吗")
		li.does("mp", "GET", api+"/buildings/"+w.id("1单元")+"/board", nil, 200)
		li.does("mp", "POST", api+"/buildings/"+w.id("1单元")+"/call", fields{"words": "搬不动柜子，想请人帮忙"}, 201)
		shared := w.named("王秀英", "1单元").does("mp", "POST", api+"/reports", fields{"text": "单元门关不上", "area_id": w.id("1单元"), "category": "facility", "share": true}, 201)
		li.does("mp", "POST", api+"/reports/"+word(shared["id"])+"/join", nil, 200)
		li.does("mp", "POST", nominationsAPI, fields{"role": "building_lead", "self": true, "reasons": []string{"warm"}}, 201)
		for _, list := range []string{"/bulletins", "/publicities", "/communities/" + w.id("阳光社区") + "/places", "/nominations", "/waiting", "/me/consents"} {
			li.does("mp", "GET", api+list, nil, 200)
		}
		page := officer.does("staff", "GET", staffHouseholds+"/"+id, nil, 200)
		told := map[string]int{}
		for _, c := range objects(page["contacts"]) {
			told[fmt.Sprint(c["kind_name"], " ", c["name"])]++
		}
		same(w, "the story", map[string]int{"随手拍 李先生": 1, "预约 李先生": 1, "借用 李先生": 1, "咨询 李先生": 1, "求助 李先生": 1}, told)
		w.wants(objects(page["members"])[0], fields{"name": "李先生", "relation": "contact", "stay_name": "常住", "source": "本人或家人"})
		w.wants(page["dwelling"].(fields), fields{"tenure_name": "出租", "room": "101"})
	})
}

// A resident reads and corrects their household, adds a baby, and reports that all have moved out.
func TestAResidentCorrectsTheirHome(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, officer := w.named("王秀英", "1单元"), w.officer()
		id := fmt.Sprint(wang.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 3), 201)["id"])
		officer.does("staff", "POST", staffHouseholds+"/"+id+"/confirm", fields{}, 200)
		own := wang.does("mp", "PATCH", myHouseholds+"/"+id, fields{"size": 2, "tenure": "owned", "stay": "permanent"}, 200)
		w.wants(own, fields{"size": 2.0, "state": "confirmed", "trusted": true})
		w.wants(wang.does("mp", "POST", myHouseholds+"/"+id+"/join", fields{"count": 1, "since": "2026-11-20"}, 200), fields{"size": 3.0})
		w.settle()
		w.expect(officer.lastNotice(), "home.arrived", "1单元 101有人新搬来，1人，11月20日起")
		wang.does("mp", "POST", myHouseholds+"/"+id+"/join", fields{"count": 28}, 409)
		wang.does("mp", "PATCH", myHouseholds+"/"+id, fields{"size": 31}, 400)
		w.someone("老李").does("mp", "PATCH", myHouseholds+"/"+id, fields{"size": 1}, 404)
		wang.does("mp", "POST", myHouseholds+"/"+id+"/leave", fields{"family": true}, 204)
		same(w, "no home", []string(nil), wang.livesWith())
		same(w, "the room is vacant", []string{"101 vacant 0"}, officer.rooms("staff", "阳光花园3号楼"))
		same(w, "the profile follows", "", wang.does("mp", "GET", api+"/me", nil, 200)["home_id"])
		wang.does("mp", "POST", myHouseholds+"/"+id+"/leave", fields{}, 404)
	})
}

// Twenty rooms claim the same person at once: one permanent residence is open, and the profile says the same.
func TestAPersonHasOnePermanentResidence(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		granny := w.clerk().enters("阳光社区", fields{"name": "王奶奶", "phone": "13800138000", "born": 1940})
		clerk, other := w.clerk(), w.clerk2()
		for _, c := range []*citizen{clerk, other} {
			c.login("staff")
		}
		var all sync.WaitGroup
		for i := range 20 {
			who := []*citizen{clerk, other}[i%2]
			all.Go(func() {
				who.does("staff", "POST", staffHouseholds, w.moved("1单元", fmt.Sprint(101+i), 1, "person_id", granny["id"], "relation", "contact"), 201)
			})
		}
		all.Wait()
		same(w, "open permanent residences", 1, w.count(`SELECT COUNT(*) FROM household_residence WHERE bound_id IS NOT NULL`))
		same(w, "open households", 1, w.count(`SELECT COUNT(*) FROM household WHERE slot IS NOT NULL`))
		same(w, "all are kept", 20, w.count(`SELECT COUNT(*) FROM household_residence`))
	})
}

// A keeper names the members; one of them leaves, then the last, and the household has ended.
func TestMembersComeAndGo(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer := w.officer()
		h := officer.does("staff", "POST", staffHouseholds, w.moved("1单元", "302", 1), 201)
		w.wants(h, fields{"state": "confirmed", "source": "工作人员"})
		path := staffHouseholds + "/" + fmt.Sprint(h["id"]) + "/members"
		widow := w.clerk().enters("阳光社区", fields{"name": "林桂珍", "born": 1946})
		son := w.clerk().enters("阳光社区", fields{"name": "高志强", "born": 1972})
		officer.does("staff", "POST", path, fields{"person_id": widow["id"], "relation": "contact"}, 404) // known to the community, not yet to the grid
		clerk := w.clerk()
		w.wants(clerk.does("staff", "POST", path, fields{"person_id": widow["id"], "relation": "contact"}, 200), fields{"size": 1.0})
		w.wants(clerk.does("staff", "POST", path, fields{"person_id": son["id"], "relation": "child"}, 200), fields{"size": 2.0})
		w.wants(clerk.does("staff", "POST", path, fields{"person_id": son["id"], "relation": "child"}, 200), fields{"size": 2.0})
		clerk.does("staff", "POST", path, fields{"person_id": son["id"], "relation": "uncle"}, 400)
		var names []string
		for _, m := range objects(officer.does("staff", "GET", staffHouseholds+"/"+fmt.Sprint(h["id"]), nil, 200)["members"]) {
			names = append(names, fmt.Sprint(m["name"], " ", m["relation_name"], " ", m["state_name"]))
		}
		same(w, "a widow and a son", []string{"林桂珍 本人 已确认", "高志强 子女 已确认"}, names)
		w.wants(officer.does("staff", "DELETE", path+"/"+fmt.Sprint(widow["id"]), nil, 200), fields{"size": 1.0, "state": "confirmed"})
		officer.does("staff", "DELETE", path+"/"+fmt.Sprint(widow["id"]), nil, 404)
		w.wants(officer.does("staff", "DELETE", path+"/"+fmt.Sprint(son["id"]), nil, 200), fields{"state": "ended"})
	})
}

// A room that nobody has looked at for a year is on the list, and stays when somebody has.
func TestARoomIsCheckedAfterAYear(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		_, err := w.importsHomes(homesOf([][]string{{"A-3-1", "101", "", "", "", "2025-11-20"}, {"A-3-1", "102", "", "", "", "2025-11-30"}, {"B-9", "101"}}, nil))
		w.must(err)
		officer := w.officer()
		list := func() (rooms []string) {
			for _, d := range items(officer.does("staff", "GET", "/api/v1/staff/dwellings", nil, 200)) {
				rooms = append(rooms, fmt.Sprint(d["room"]))
			}
			return rooms
		}
		same(w, "to check", []string{"101"}, list())
		id := fmt.Sprint(items(officer.does("staff", "GET", "/api/v1/staff/dwellings", nil, 200))[0]["id"])
		w.wants(officer.does("staff", "POST", "/api/v1/staff/dwellings/"+id+"/check", fields{"tenure": "vacant"}, 200), fields{"unchecked": false, "tenure": "vacant"})
		same(w, "checked", []string(nil), list())
		same(w, "both are there", []string{"101 vacant 0", "102 empty 0"}, officer.rooms("staff", "阳光花园3号楼"))
		w.clerkB().does("staff", "POST", "/api/v1/staff/dwellings/"+id+"/check", fields{"tenure": "owned"}, 404)
	})
}

// A unit lead reads the rooms of the unit, and tells of newcomers there only.
func TestAUnitLeadReadsTheUnit(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		sheets := staffed()
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P31", "王建安", "19900000031", "A-3-2", "否"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P31", "单元长", "A-3-2", "", "", "", ""})
		w.imports(sheets)
		_, err := w.importsHomes(homesOf([][]string{{"A-3-1", "101"}, {"A-3-2", "201"}}, nil))
		w.must(err)
		lead := w.someone("王建安").binds("mp", "19900000031")
		same(w, "the unit", []string{"201 empty 0"}, lead.rooms("mp", "阳光花园3号楼"))
		lead.does("mp", "POST", staffHouseholds, w.moved("2单元", "201", 2), 201)
		lead.does("mp", "POST", staffHouseholds, w.moved("1单元", "101", 2), 404)
		lead.does("mp", "POST", staffHouseholds, w.moved("阳光花园3号楼", "101", 2), 404)
		w.steward().does("mp", "POST", staffHouseholds, w.moved("阳光花园3号楼", "101", 2), 400)
		same(w, "told", []string{"201 waiting 2"}, lead.rooms("mp", "阳光花园3号楼"))
	})
}

// A closed account leaves no name in the household; the number of persons stays.
func TestWhoClosesTheAccountLeavesNoName(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, officer := w.named("王秀英", "1单元"), w.officer()
		id := fmt.Sprint(wang.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 3), 201)["id"])
		officer.does("staff", "POST", staffHouseholds+"/"+id+"/confirm", fields{}, 200)
		wang.does("mp", "DELETE", api+"/me", nil, 204)
		w.settle()
		page := officer.does("staff", "GET", staffHouseholds+"/"+id, nil, 200)
		w.wants(page, fields{"size": 3.0, "state": "confirmed"})
		same(w, "members", 0, len(objects(page["members"])))
	})
}

// Another home in the profile ends the residence.
func TestAnotherHomeInTheProfileEndsTheResidence(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang := w.named("王秀英", "1单元")
		wang.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 1), 201)
		wang.does("mp", "PATCH", api+"/me", fields{"home_id": w.id("阳光花园3号楼")}, 200)
		same(w, "the same building", 1, len(wang.livesWith()))
		wang.does("mp", "PATCH", api+"/me", fields{"home_id": w.id("新园小区9号楼")}, 200)
		same(w, "another building", 0, len(wang.livesWith()))
	})
}

// The ledger of households has masked numbers for the keepers of the residents, and no row for a street or another community.
func TestTheLedgerOfHouseholds(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		_, err := w.importsHomes(homesOf([][]string{{"A-3-1", "101", "", "", "自住", "2026-10-01"}, {"B-9", "301"}}, [][]string{
			{"A-3-1", "101", "王秀英", "", "13800000031", "1948", "本人", "", "1999-05-01", "2"}, {"B-9", "301", "李桂兰"},
		}))
		w.must(err)
		rows := func(c *citizen, in fields) [][]string {
			status, data := w.send(c.login("staff"), "POST", ledgersAPI+"/homes", in)
			if status != 200 {
				w.Fatalf("%d %s", status, data)
			}
			_, found := readLedger(w, data)
			return found[1:]
		}
		in := fields{"from": "2026-11-23", "to": "2026-11-23", "reason": "核对住户"}
		found := rows(w.secretary(), in)
		same(w, "households of the community", 1, len(found))
		same(w, "the row", []string{"阳光社区 阳光花园3号楼 1单元", "101", "住宅", "自住", "王秀英", "138****0031", "2", "1999-05-01", "已确认", "花名册"}, found[0][:10])
		in["reveal"] = true
		same(w, "in the clear", "13800000031", rows(w.secretary(), in)[0][5])
		delete(in, "reveal")
		same(w, "of the street", 0, len(rows(w.street(), in)))
		w.officer().refused("staff", "POST", ledgersAPI+"/homes", in, "403 auth.denied")
		in["area_id"] = w.id("新园社区")
		w.secretary().refused("staff", "POST", ledgersAPI+"/homes", in, "404 area.missing")
	})
}

// Two accounts that turn out to be one person: the residences become one person's, and one permanent residence stays open.
func TestTwoAccountsOfOnePersonBecomeOneResidence(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		_, err := w.importsHomes(homesOf([][]string{{"A-3-1", "101"}}, [][]string{{"A-3-1", "101", "赵红", "P3", "", "", "本人"}}))
		w.must(err)
		zhao := w.follower("赵红")
		zhao.does("mp", "POST", myHouseholds, w.moved("2单元", "202", 1), 201)
		same(w, "two persons", 2, w.count(`SELECT COUNT(*) FROM household_residence WHERE bound_id IS NOT NULL`))
		zhao.binds("mp", "19900000003")
		w.settle()
		same(w, "one permanent residence", 1, w.count(`SELECT COUNT(*) FROM household_residence WHERE bound_id IS NOT NULL`))
		same(w, "of one person", 1, w.count(`SELECT COUNT(DISTINCT person_id) FROM household_residence`))
	})
}
