package stories

import (
	"sync"
	"testing"
	"time"
)

// becomes binds the number of a person of the roster.
func (c *citizen) becomes(number string) { c.w.Helper(); c.binds("mp", number) }

func TestAUnitedPersonHasOnePlace(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		hair := clerk.offers("理发", fields{"per_week": 2}, fields{"places": 2, "days": []int{1, 3, 5}})
		monday, friday := w.session("2026-11-25", hair), w.session("2026-11-27", hair)
		zhao, other, next := w.steward(), w.someone("也是赵红"), w.someone("老周")
		first, second, waits := zhao.books(monday), other.books(monday), next.books(monday)
		later := other.books(friday)
		w.wants(waits, fields{"state": "waiting"})
		other.becomes("19900000003")
		w.wants(zhao.booked(first["id"]), fields{"state": "confirmed"})
		w.wants(zhao.booked(second["id"]), fields{"state": "cancelled"})
		w.wants(zhao.booked(later["id"]), fields{"state": "confirmed"})
		w.wants(next.booked(waits["id"]), fields{"state": "offered"})
		w.settle()
		if n := w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'booking.cancelled' AND person_id = ?`, zhao.me("mp")); n != 1 {
			t.Errorf("%d notices", n)
		}
		w.balanced()
	})
}

func TestAUnitedPersonKeepsTheWeeklyLimit(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		hair := clerk.offers("理发", fields{"per_week": 1}, fields{"places": 1, "days": []int{1, 3, 5}})
		monday, friday := w.session("2026-11-25", hair), w.session("2026-11-27", hair)
		zhao, other, next := w.steward(), w.someone("也是赵红"), w.someone("老周")
		keeps, gives, waits := zhao.books(monday), other.books(friday), next.books(friday)
		other.becomes("19900000003")
		w.wants(zhao.booked(keeps["id"]), fields{"state": "confirmed"})
		w.wants(zhao.booked(gives["id"]), fields{"state": "cancelled"})
		w.wants(next.booked(waits["id"]), fields{"state": "offered"})
		w.balanced()
	})
}

// Two unions of persons, new bookings and cancellations of the same places at the same moment.
func TestUnionsAndBookingsAtOnceKeepThePlacesRight(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hair := w.clerk().offers("理发", fields{}, fields{"places": 3, "days": []int{1}})
		monday := w.session("2026-11-30", hair)
		zhao := w.steward()
		taken := zhao.books(monday)
		var others []*citizen
		for _, name := range []string{"甲", "乙", "丙"} {
			c := w.someone(name)
			c.books(monday)
			others = append(others, c)
		}
		late := w.someone("丁")
		late.login("mp")
		start := make(chan struct{})
		var all sync.WaitGroup
		for _, c := range others {
			all.Go(func() { <-start; c.becomes("19900000003") })
		}
		all.Go(func() { <-start; late.books(monday) })
		close(start)
		all.Wait()
		w.wants(zhao.booked(taken["id"]), fields{"state": "confirmed"})
		if n := w.count(`SELECT COUNT(*) FROM booking WHERE person_id = ? AND alive = 1`, zhao.me("mp")); n != 1 {
			t.Errorf("%d places", n)
		}
		w.balanced()
		w.forward(time.Hour)
		w.balanced()
	})
}

// A request that started before the union wrote to the old person.
func TestRowsOfTheOldPersonAreMovedLater(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hair := w.clerk().offers("理发", fields{}, fields{"places": 3, "days": []int{1}})
		monday := w.session("2026-11-30", hair)
		zhao, other := w.steward(), w.someone("也是赵红")
		old := other.me("mp")
		first := zhao.books(monday)
		other.becomes("19900000003")
		stranger := w.someone("路人")
		late := stranger.books(monday)
		_, err := w.records().Exec(`UPDATE booking SET person_id = ?, by_id = ? WHERE id = ?`, old, old, late["id"])
		w.must(err)
		w.forward(2 * time.Minute)
		w.wants(zhao.booked(first["id"]), fields{"state": "confirmed"})
		w.wants(zhao.booked(late["id"]), fields{"state": "cancelled"})
		w.balanced()
	})
}
