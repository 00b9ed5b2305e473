package stories

import (
	"fmt"
	"testing"
)

// What somebody says at a reception is written down at their line of the board: by the clerk or by the delegate who receives, one report a press,
// of the person or of nobody; the line shows the numbers of the first kind and nothing of the second.
func TestAMatterIsWrittenDownAtTheReception(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.delegated()
		clerk, wang, li := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		ma := w.someone("马代表").binds("mp", "19900000041")
		host := idText(int64(w.count(`SELECT id FROM person WHERE code = 'P41'`)))
		service := clerk.offersAs(fields{"name": "代表接待日", "kind": "reception"}, fields{"days": []int{1}, "begin": "14:00", "end": "16:00", "places": 5, "provider_ids": []any{host}})
		session := word(w.week("2026-11-23", service)[0]["id"])
		matters := func(id string) string { return "/api/v1/staff/bookings/" + id + "/matters" }
		board := func(c *citizen, account string) fields {
			return c.does(account, "GET", "/api/v1/staff/sessions/"+session, nil, 200)
		}
		booked := word(clerk.does("staff", "POST", deskAPI+"/sessions/"+session+"/walk-in", fields{"person_id": wang.me("mp")}, 200)["id"])
		said := fields{"words": "电梯该换了"}
		first := clerk.does("staff", "POST", matters(booked), said, 201)["number"]
		second := ma.does("mp", "POST", matters(booked), fields{"words": "充电桩不够"}, 201)["number"]
		hidden := clerk.does("staff", "POST", matters(booked), fields{"words": "物业收费要公开", "nameless": true}, 201)["number"]
		if first == second || hidden == "" {
			w.Errorf("numbers: %v %v %v", first, second, hidden)
		}
		same(w, "one report a press", 3, w.count(`SELECT COUNT(*) FROM report WHERE source = 'reception'`))
		same(w, "with the delegate", 3, w.count(`SELECT COUNT(*) FROM report WHERE source = 'reception' AND category = 'advice' AND host_id = `+host))
		same(w, "nobody said the third", 1, w.count(`SELECT COUNT(*) FROM report WHERE author_id = 0 AND booking_id = 0 AND text = '物业收费要公开'`))
		for account, c := range map[string]*citizen{"staff": clerk, "mp": ma} {
			b := board(c, account)
			w.wants(b, fields{"reception": true})
			same(w, "at the line", []any{first, second}, objects(b["seated"])[0]["matters"])
		}
		same(w, "the delegate reads them", []any{"物业收费要公开", "充电桩不够", "电梯该换了"}, ma.heardBy())
		same(w, "the person has them", 2, len(items(wang.does("mp", "GET", api+"/reports", nil, 200))))

		later := li.books(session)["id"]
		clerk.refused("staff", "POST", matters(fmt.Sprint(later)), said, "409 booking.state")
		clerk.refused("staff", "POST", matters(booked), fields{"words": ""}, "400 report.text")
		clerk.refused("staff", "POST", matters(booked), "x", "400 http.body")
		w.clerkB().refused("staff", "POST", matters(booked), said, "404 booking.missing")
		wang.refused("mp", "POST", matters(booked), said, "404 booking.missing")
		care := clerk.offersAs(fields{"name": "理发", "kind": "care"}, fields{"days": []int{1}, "begin": "14:00", "end": "16:00", "places": 5})
		hair := word(clerk.does("staff", "POST", deskAPI+"/sessions/"+word(w.week("2026-11-23", care)[0]["id"])+"/walk-in", fields{"person_id": li.me("mp")}, 200)["id"])
		clerk.refused("staff", "POST", matters(hair), said, "409 booking.state")
	})
}
