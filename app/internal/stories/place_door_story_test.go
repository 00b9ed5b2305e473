package stories

import (
	"fmt"
	"testing"
)

// doorMark is the mark in the code on the door of a place.
func (w *world) doorMark(place string) (mark string) {
	w.Helper()
	w.must(w.records().QueryRowContext(w.ctx, `SELECT door FROM place WHERE id = `+place).Scan(&mark))
	return mark
}

// A resident who booked scans the code on the door and presses 我到了: the booking is checked in as by staff. A wrong place, a wrong
// day, nothing booked, too soon and twice have their words.
func TestAResidentChecksInWithTheCodeOnTheDoor(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, home := w.clerk(), w.id("阳光社区")
		add := func(name string) string {
			return word(clerk.does("staff", "POST", api+"/staff/places", fields{"community_id": home, "name": name, "use": "service"}, 201)["id"])
		}
		hall, garden := add("便民厅"), add("小花园")
		service := clerk.offersAs(fields{"name": "理发", "kind": "care", "place_id": hall}, fields{"days": []int{1, 2}, "begin": "14:00", "end": "16:00", "places": 5})
		clerk.refused("staff", "PUT", serviceAPI+service, fields{"name": "理发", "kind": "care", "place_id": "999999"}, "404 place.missing")
		today, tomorrow := w.session("2026-11-23", ""), w.session("2026-11-24", "")
		wang, li := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		first, later := word(wang.books(today)["id"]), word(li.books(tomorrow)["id"])
		mark := w.doorMark(hall)
		look := func(c *citizen, place string) []fields {
			return items(c.does("mp", "GET", api+"/places/"+place+"/bookings?mark="+w.doorMark(place), nil, 200))
		}
		arrive, there := api+"/places/"+hall+"/arrive", api+"/places/"+garden+"/arrive"

		w.at("2026-11-23 12:30")
		wang.refused("mp", "POST", arrive, fields{"mark": mark, "booking_id": first}, "409 booking.too_soon")
		w.wants(look(wang, hall)[0], fields{"can_arrive": false, "words": "来早了，14:00 的预约从 13:00 起可以签到"})
		w.at("2026-11-23 13:40")
		w.wants(look(wang, hall)[0], fields{"can_arrive": true, "words": ""})
		w.wants(look(wang, garden)[0], fields{"can_arrive": false, "words": "您约的理发在便民厅，不在这里"})
		same(w, "bookings of somebody else", 0, len(look(w.someone("老周"), hall)))
		same(w, "a booking of another day in the garden", 0, len(look(li, garden)))
		w.expect(fmt.Sprint(look(li, hall)[0]["words"]), "11月24日")

		wang.refused("mp", "POST", arrive, fields{"mark": "000000000000", "booking_id": first}, "400 place.door")
		wang.refused("mp", "GET", api+"/places/"+hall+"/bookings?mark=", nil, "400 place.door")
		wang.refused("mp", "POST", there, fields{"mark": w.doorMark(garden), "booking_id": first}, "409 booking.elsewhere")
		li.refused("mp", "POST", arrive, fields{"mark": mark, "booking_id": later}, "409 booking.not_today")
		li.refused("mp", "POST", arrive, fields{"mark": mark, "booking_id": first}, "404 booking.missing")
		w.wants(wang.does("mp", "POST", arrive, fields{"mark": mark, "booking_id": first}, 200), fields{"state": "arrived"})
		w.wants(wang.does("mp", "POST", arrive, fields{"mark": mark, "booking_id": first}, 200), fields{"state": "arrived"})
		seen := look(wang, hall)[0]
		w.wants(seen, fields{"can_arrive": false, "words": ""})
		w.wants(seen["booking"].(fields), fields{"state_name": "已到场", "place": "阳光社区 便民厅"})
		w.wants(clerk.does("staff", "POST", deskAPI+"/sessions/"+today+"/call", nil, 200), fields{"id": first, "state": "called"})

		w.at("2026-11-24 16:00")
		li.refused("mp", "POST", arrive, fields{"mark": mark, "booking_id": later}, "409 booking.over")
		clerk.does("staff", "DELETE", api+"/staff/places/"+hall, nil, 204)
		li.refused("mp", "POST", arrive, fields{"mark": mark, "booking_id": later}, "404 place.missing")
		same(w, "services that point to it", 0, w.count(`SELECT COUNT(*) FROM booking_service WHERE place_id = ?`, hall))
		same(w, "services that keep its words", 1, w.count(`SELECT COUNT(*) FROM booking_service WHERE place = '便民厅'`))
	})
}

// The photo of a place is checked like every other before residents see it; a new one replaces it.
func TestThePhotoOfAPlace(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		clerk, wang, home := w.clerk(), w.someone("老王"), w.id("阳光社区")
		w.sim.HoldEvents() // no verdict yet
		id := clerk.uploads("staff", photo(64, 48))
		hall := fields{"community_id": home, "name": "便民厅", "use": "service", "photo_id": id}
		made := clerk.does("staff", "POST", api+"/staff/places", hall, 201)
		w.wants(objects(made["photo"])[0], fields{"id": id, "width": 64.0})
		seen := func() []fields {
			return objects(items(wang.does("mp", "GET", api+"/communities/"+home+"/places", nil, 200))[0]["photo"])
		}
		same(w, "photos that residents see before the check", 0, len(seen()))
		w.sim.ReleaseEvents()
		w.settle()
		if got := seen(); len(got) != 1 || w.open(got[0]["thumb"]) != "200" {
			w.Fatalf("%v", got)
		}
		path := api + "/staff/places/" + word(made["id"])
		w.wants(clerk.does("staff", "PUT", path, hall, 200), fields{"photo_id": id}) // the same is no new one
		other := fields{"community_id": home, "name": "小花园", "use": "service", "photo_id": id}
		clerk.refused("staff", "POST", api+"/staff/places", other, "404 media.missing")
		hall["photo_id"] = wang.uploads("mp", photo(10, 10))
		clerk.refused("staff", "PUT", path, hall, "404 media.missing")
		hall["photo_id"] = clerk.uploads("staff", photo(32, 24))
		clerk.does("staff", "PUT", path, hall, 200)
		w.settle()
		w.wants(seen()[0], fields{"id": hall["photo_id"], "width": 32.0})
		same(w, "old photos that wait for the sweep", 2, w.count(`SELECT COUNT(*) FROM media_file WHERE community_id = 0`))
		hall["photo_id"] = ""
		w.wants(clerk.does("staff", "PUT", path, hall, 200), fields{"photo_id": "", "photo": []any{}})
	})
}
