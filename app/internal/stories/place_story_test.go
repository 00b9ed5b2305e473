package stories

import "testing"

// A place is entered once: residents read when it is open and what is on there; a service follows its new name.
func TestPlacesOfACommunity(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, wang := w.clerk(), w.someone("老王")
		home := w.id("阳光社区")
		list := func() []fields { return items(wang.does("mp", "GET", api+"/communities/"+home+"/places", nil, 200)) }
		hall := fields{
			"community_id": home, "area_id": w.id("阳光花园3号楼"), "floor": "一楼", "name": "活动室", "functions": []string{"文化活动", "议事"}, "metres": 120,
			"use": "service", "seats": 40, "working": "08:30-12:00,14:00-18:00", "noon": false, "resting": "09:00-17:00", "bookable": true,
			"keeper_id": w.coded("P6"), "state": []fields{{"held": "yes", "words": ""}, {"held": "no", "words": "走廊太窄"}}, "class": "improve",
		}
		made := clerk.does("staff", "POST", api+"/staff/places", hall, 201)
		w.wants(made, fields{"keeper_name": "孙伟", "use_name": "服务", "class_name": "优化改建", "area_name": "阳光社区 阳光花园3号楼"})
		place := api + "/staff/places/" + word(made["id"])
		clerk.refused("staff", "POST", api+"/staff/places", hall, "409 place.taken")
		for want, more := range map[string]fields{
			"400 place.hours": {"name": "棋牌室", "working": "全天"}, "400 place.state": {"name": "棋牌室", "use": "shop"},
			"400 place.numbers": {"name": "棋牌室", "metres": -1}, "400 place.written": {"name": "棋"},
			"404 area.missing": {"name": "棋牌室", "area_id": w.id("新园小区1号楼")}, "404 person.missing": {"name": "棋牌室", "keeper_id": "999999"},
		} {
			in := fields{}
			for k, v := range hall {
				in[k] = v
			}
			for k, v := range more {
				in[k] = v
			}
			clerk.refused("staff", "POST", api+"/staff/places", in, want)
		}
		w.clerkB().refused("staff", "PUT", place, hall, "404 place.missing")
		w.clerkB().refused("staff", "GET", api+"/staff/communities/"+home+"/places", nil, "404 area.missing")
		w.clerkB().refused("staff", "DELETE", place, nil, "404 place.missing")

		// A service that takes place there is on there.
		clerk.offersAs(fields{"name": "书法课", "kind": "course", "area_id": home, "place": "活动室"}, fields{"days": []int{1, 2, 3}})
		if on := objects(list()[0]["on"]); len(on) == 0 || on[0]["name"] != "书法课" {
			w.Fatalf("%v", list())
		}
		hall["name"] = "文化活动室"
		clerk.does("staff", "PUT", place, hall, 200)
		got := list()[0]
		w.wants(got, fields{"name": "文化活动室", "working": "08:30-12:00,14:00-18:00", "seats": 40.0})
		if len(objects(got["on"])) == 0 {
			w.Fatal("the service stayed behind")
		}
		if n := w.count(`SELECT COUNT(*) FROM booking_service WHERE place = '文化活动室'`); n != 1 {
			w.Fatalf("%d services there", n)
		}
		one := items(wang.does("mp", "GET", api+"/places/"+word(made["id"]), nil, 200))
		w.wants(one[0], fields{"name": "文化活动室"})

		status, data := w.send(w.clerk().login("staff"), "POST", ledgersAPI+"/places", fields{"from": "2026-11-23", "to": "2026-11-23", "reason": "阵地检查"})
		if status != 200 {
			w.Fatalf("%d %s", status, data)
		}
		text, rows := readLedger(w, data)
		w.expect(text, "场所台账", "文化活动室", "走廊太窄", "优化改建", "孙伟", "199****0006")
		same(w, "rows with the heading", 2, len(rows))
		status, image := w.send(clerk.login("staff"), "GET", place+"/code", nil)
		if status != 200 || len(image) == 0 {
			w.Fatalf("the code of the door: %d", status)
		}
		clerk.does("staff", "POST", api+"/staff/places", fields{"community_id": home, "name": "办公室", "use": "office", "metres": 40}, 201)
		desk := clerk.does("staff", "GET", api+"/staff/communities/"+home+"/places", nil, 200)
		w.wants(desk["area"].(map[string]any), fields{"office": 40.0, "total": 160.0})
		clerk.does("staff", "DELETE", place, nil, 204)
		clerk.refused("staff", "DELETE", place, nil, "404 place.missing")
		wang.refused("mp", "GET", api+"/places/"+word(made["id"]), nil, "404 place.missing")
		clerk.does("staff", "POST", api+"/staff/places", hall, 201) // the name is free again
	})
}
