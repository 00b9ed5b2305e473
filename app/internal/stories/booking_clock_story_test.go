package stories

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// A place is freed in the evening: it is offered in the morning, and nobody loses their rank during quiet hours.
func TestAnOfferInTheEveningContinuesInTheMorning(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hair := w.clerk().offers("理发", fields{}, fields{"places": 1})
		monday := w.session("2026-11-30", hair)
		wang, li := w.named("老王", "1单元"), w.named("老李", "1单元")
		first, second := wang.books(monday), li.books(monday)
		w.moves("2026-11-28 21:50")
		wang.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", first["id"], "/cancel"), fields{}, 200)
		w.settle()
		w.wants(li.booked(second["id"]), fields{"state": "offered", "offer_at": "2026-11-28T21:50:00+08:00", "offer_until": "2026-11-29T08:20:00+08:00"})
		same(w, "news in the evening", []string{"waiting", "offer"}, li.bookingNews())
		w.moves("2026-11-29 08:19")
		w.wants(li.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", second["id"], "/accept"), nil, 200), fields{"state": "confirmed"})
		w.balanced()
	})
}

// A place at ten past eight is freed at eleven at night: it is offered for the ten minutes that remain, then to all.
func TestAPlaceFreedAtNightForTheEarlyMorning(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		moxa := w.clerk().offers("艾灸", fields{"ahead_days": 14}, fields{"places": 1, "begin": "08:10", "end": "09:10"})
		monday := w.session("2026-11-30", moxa)
		wang, li, zhang := w.named("老王", "1单元"), w.named("老李", "1单元"), w.named("老张", "1单元")
		first, second := wang.books(monday), li.books(monday)
		zhang.books(monday)
		w.moves("2026-11-29 23:00")
		wang.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", first["id"], "/cancel"), fields{}, 200)
		w.settle()
		w.wants(li.booked(second["id"]), fields{"state": "offered", "offer_at": "2026-11-30T08:00:00+08:00", "offer_until": "2026-11-30T08:10:00+08:00"})
		same(w, "news at night", []string{"waiting"}, li.bookingNews())
		w.moves("2026-11-30 08:00")
		same(w, "in the morning", []string{"waiting", "offer"}, li.bookingNews())
		w.moves("2026-11-30 08:10")
		w.wants(li.booked(second["id"]), fields{"state": "waiting"})
		same(w, "news of the next resident", []string{"waiting"}, zhang.bookingNews())
		same(w, "place at the counter", 1, w.count(`SELECT free FROM booking_period WHERE session_id = ?`, monday))
	})
}

// The computer's clock is set back an hour, and later three days forward: nothing happens twice and nothing is lost.
func TestTheClockIsPutBackAndForward(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hair := w.clerk().offers("理发", fields{}, fields{"places": 2})
		monday := w.session("2026-11-30", hair)
		wang, li, zhang := w.named("老王", "1单元"), w.named("老李", "1单元"), w.named("老张", "1单元")
		first := wang.books(monday)
		li.books(monday)
		third := zhang.books(monday)
		w.moves("2026-11-29 10:00")
		wang.does("mp", "POST", fmt.Sprint(bookingsAPI, "/", first["id"], "/cancel"), fields{}, 200)
		for _, at := range []string{"10:01", "09:01", "09:30", "10:29"} {
			w.moves("2026-11-29 " + at)
			w.wants(zhang.booked(third["id"]), fields{"state": "offered", "offer_until": "2026-11-29T10:30:00+08:00"})
			same(w, "offered once", []string{"waiting", "offer"}, zhang.bookingNews())
		}
		for _, at := range []string{"10:31", "09:31", "10:32"} {
			w.moves("2026-11-29 " + at)
			w.wants(zhang.booked(third["id"]), fields{"state": "waiting"})
			same(w, "over once", []string{"waiting", "offer", "offer_over"}, zhang.bookingNews())
		}
		for _, at := range []string{"18:00", "17:00", "18:01"} {
			w.moves("2026-11-29 " + at)
			same(w, "reminded once", []string{"booked", "tomorrow"}, li.bookingNews())
		}
		for _, at := range []string{"2026-12-02 18:01", "2026-12-02 17:01", "2026-12-03 09:00"} {
			w.moves(at)
			same(w, "missed once", []string{"booked", "tomorrow", "missed"}, li.bookingNews())
			w.wants(zhang.booked(third["id"]), fields{"state": "expired"})
			w.wants(w.week("2026-11-30", hair)[0], fields{"state": "over", "waiting": 0.0})
		}
	})
}

// The program is down from five in the afternoon until half past nine the next morning. There is no reminder of a
// session that has begun, and one of a session within the hour.
func TestRemindersAfterALongStop(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		wang, li, zhang := w.named("老王", "1单元"), w.named("老李", "1单元"), w.named("老张", "1单元")
		for who, begin := range map[*citizen]string{wang: "09:00", li: "10:30", zhang: "16:00"} {
			service := clerk.offers("服务"+begin[:2], fields{}, fields{"begin": begin, "end": begin[:2] + ":55"})
			who.books(w.session("2026-11-30", service))
		}
		w.moves("2026-11-29 17:00")
		w.stop()
		w.at("2026-11-30 09:30")
		w.start()
		w.settle()
		same(w, "after the beginning", []string{"booked"}, wang.bookingNews()[:1])
		for _, kind := range wang.bookingNews() {
			if kind == "tomorrow" || kind == "soon" {
				w.Errorf("reminded of a session that has begun: %v", wang.bookingNews())
			}
		}
		same(w, "within the hour", []string{"booked", "soon"}, li.bookingNews())
		same(w, "later in the day", []string{"booked", "tomorrow"}, zhang.bookingNews())
		same(w, "no reminder for tomorrow", 1, zhang.heardOf("预约提醒"))
		w.moves("2026-11-30 15:00")
		same(w, "an hour before", []string{"booked", "tomorrow", "soon"}, zhang.bookingNews())
	})
}

// Daylight saving elsewhere begins on 8 and 29 March; here each day of the week has twenty-four hours.
func TestDaylightSavingElsewhereChangesNothing(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.at("2026-03-02 09:00")
		daily := w.clerk().offers("理疗", fields{"ahead_days": 30, "per_week": 0}, fields{"from": "2026-03-02", "days": []int{1, 2, 3, 4, 5, 6, 7}, "begin": "00:30", "end": "23:30"})
		for _, week := range []struct {
			day   string
			first int
		}{{"2026-03-08", 2}, {"2026-03-29", 23}} {
			begins := pluck(w.week(week.day, daily), "begin_at")
			for i, at := range begins {
				same(w, week.day, fmt.Sprintf("2026-03-%02dT00:30:00+08:00", week.first+i), at)
			}
			same(w, week.day, 7, len(begins))
		}
		wang := w.named("老王", "1单元")
		wang.books(w.session("2026-03-08", daily))
		w.moves("2026-03-07 17:59")
		same(w, "not yet", []string{"booked"}, wang.bookingNews())
		w.moves("2026-03-07 18:00")
		same(w, "at six in the evening", []string{"booked", "tomorrow"}, wang.bookingNews())
		w.at("2026-04-04 12:00") // the first day of a holiday
		same(w, "until the holiday", []any{"2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-03"}, pluck(w.week("2026-04-05", daily), "day"))
	})
}

// On a computer in the time zone of New York the results are the same.
func TestAComputerInAnotherTimeZone(t *testing.T) {
	if testing.Short() || os.Getenv("LINLI_TEST_ZONE") != "" {
		t.Skip("takes some seconds")
	}
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.count=1",
		"-test.run=^(TestDaylightSavingElsewhereChangesNothing|TestAnOfferInTheEvening.*|TestHolidaysClose.*|TestTheDayAtTheDesk)$/sqlite")
	cmd.Env = append(os.Environ(), "TZ=America/New_York", "LINLI_TEST_ZONE=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
