package stories

import "testing"

// A booking moves to another time of its service: the old place goes to the next of the waitlist, the new one is listed for
// those who serve. A refusal leaves everything as it is.
func TestABookingMovesToAnotherTime(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		cut := clerk.offers("理发", fields{"cutoff_minutes": 120, "waitlist_most": 5}, fields{"days": []int{2, 3, 4}, "places": 1})
		massage := clerk.offers("艾灸", fields{"cutoff_minutes": 120}, fields{"days": []int{4}, "places": 1})
		first, second, other := w.session("2026-11-25", cut), w.session("2026-11-26", cut), w.session("2026-11-26", massage)
		today := w.session("2026-11-24", cut)
		wang, li, zhao := w.someone("老王"), w.someone("老李"), w.someone("老赵")
		mine := wang.books(first)
		theirs := li.books(first)
		same(w, "li", "waiting", theirs["state"])
		move := func(c *citizen, id any, session, want string) {
			w.Helper()
			c.refused("mp", "POST", bookingsAPI+"/"+id.(string)+"/move", fields{"session_id": session}, want)
		}
		move(wang, mine["id"], first, "409 booking.same")
		move(wang, mine["id"], other, "404 booking.no_session")
		move(wang, mine["id"], "99", "404 booking.no_session")
		move(li, mine["id"], second, "404 booking.missing")
		taken := zhao.books(second)
		move(wang, mine["id"], second, "409 booking.full")
		same(w, "wang keeps the place", "confirmed", wang.booked(mine["id"])["state"])
		zhao.does("mp", "POST", bookingsAPI+"/"+taken["id"].(string)+"/cancel", nil, 200)

		moved := wang.does("mp", "POST", bookingsAPI+"/"+mine["id"].(string)+"/move", fields{"session_id": second}, 200)
		w.wants(moved, fields{"state": "confirmed", "session_id": second, "begin_at": "2026-11-26T09:00:00+08:00"})
		same(w, "the old booking", "cancelled", wang.booked(mine["id"])["state"])
		w.settle()
		same(w, "li is next", "offered", li.booked(theirs["id"])["state"])
		same(w, "wang is told", []string{"booked", "booked"}, wang.bookingNews())
		w.balanced()

		soon := zhao.books(today)
		w.at("2026-11-24 07:30")
		move(zhao, soon["id"], second, "409 booking.cutoff")
		move(zhao, taken["id"], first, "409 booking.state")
		w.balanced()
	})
}
