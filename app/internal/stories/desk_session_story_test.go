package stories

import (
	"fmt"
	"testing"
	"time"
)

func TestADeskIsEndedFromTheTelephone(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, officer := w.clerk(), w.officer()
		first := clerk.desk("staff")
		w.later(time.Minute)
		second, foreign := clerk.desk("staff"), officer.desk("staff")
		listed := items(second.gets("GET", desksAPI, nil, 200))
		same(w, "which one asks", []any{true, false}, pluck(listed, "current"))
		same(w, "since when", []any{"2026-11-23T09:01:00+08:00", "2026-11-23T09:00:00+08:00"}, pluck(listed, "since"))
		id := fmt.Sprint(listed[1]["id"])
		for _, path := range []string{"/1", "/999999999999", "/x", "/" + fmt.Sprint(items(officer.does("staff", "GET", desksAPI, nil, 200))[0]["id"])} {
			got := w.code(clerk.login("staff"), "DELETE", desksAPI+path, nil)
			if got != "404 desk.missing" && got != "404 http.no_route" {
				t.Errorf("%s: %s", path, got)
			}
		}
		clerk.does("staff", "DELETE", desksAPI+"/"+id, nil, 204)
		same(w, "the ended one", "401 auth.login", first.says("GET", api+"/me", nil))
		same(w, "the other one", "200", second.says("GET", api+"/me", nil))

		third := clerk.desk("staff")
		third.gets("POST", api+"/logout", fields{}, 204)
		if third.cookies["linli_desk"] != nil {
			t.Error("the cookie stays after a logout")
		}
		same(w, "who is left", []any{false}, pluck(items(clerk.does("staff", "GET", desksAPI, nil, 200)), "current"))
		clerk.desk("staff")
		clerk.does("staff", "DELETE", desksAPI, nil, 204)
		same(w, "after ending all", "401 auth.login", second.says("GET", api+"/me", nil))
		same(w, "somebody else's", "200", foreign.says("GET", api+"/me", nil))
		same(w, "none is listed", 0, len(items(clerk.does("staff", "GET", desksAPI, nil, 200))))
		clerk.does("staff", "DELETE", desksAPI, nil, 204)
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'desk.end'`); n != 3 {
			t.Errorf("%d records in the audit log", n)
		}
	})
}

func TestADeskEndsWithTheAccount(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		b := clerk.desk("staff")
		w.exec(`UPDATE person_posting SET to_at = 1 WHERE person_id = ?`, clerk.me("staff"))
		same(w, "without the post", "403 auth.denied", b.says("GET", api+"/staff/reports?list=all", nil))
		clerk.does("staff", "DELETE", api+"/me", nil, 204)
		same(w, "without the account", "401 auth.login", b.says("GET", api+"/me", nil))
	})
}

func TestARedisThatForgetsLogsDesksOut(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		b, waiting := clerk.desk("staff"), w.browser()
		code := waiting.shows()
		w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
		same(w, "the desk", "401 auth.login", b.says("GET", api+"/me", nil))
		w.wants(waiting.hears("waiting"), fields{"state": "expired"})
		clerk.tokens = map[string]string{}
		clerk.refused("staff", "POST", codesAPI+"/scan", code, "404 desk.code")
		same(w, "logged in again", "200", clerk.desk("staff").says("GET", api+"/me", nil))
	})
}

// Another site can make a browser send a form, but neither JSON nor a header of ours.
func TestAnotherSiteWritesNothingWithTheCookie(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		b := w.clerk().desk("staff")
		for _, kind := range []string{"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "", "application/jsonp"} {
			for _, path := range []string{"/logout", "/desk/codes", "/desk/login"} {
				if got := b.says("POST", api+path, nil, "Content-Type", kind); got != "400 http.foreign" {
					t.Errorf("%s as %q: %s", path, kind, got)
				}
			}
		}
		same(w, "reading", "200", b.says("GET", api+"/me", nil, "Content-Type", "text/plain"))
		same(w, "JSON with a charset", "200", b.says("PATCH", api+"/me", fields{}, "Content-Type", "application/json; charset=utf-8"))
		same(w, "a header of ours", "200", b.says("PATCH", api+"/me", fields{}, "Content-Type", "", "Idempotency-Key", "k1"))
		same(w, "a token of another login goes first", "401 auth.login", b.says("GET", api+"/me", nil, "Authorization", "Bearer x"))
	})
}

// A server that stops answers the browsers that wait for a telephone at once; their codes are still good after the start.
func TestAServerStopsUnderWaitingBrowsers(t *testing.T) {
	t.Parallel()
	play := func(w *world) {
		clerk := w.clerk()
		clerk.login("staff")
		browsers, heard := []*browser{w.browser(), w.browser(), w.browser()}, make(chan fields)
		var codes []fields
		for _, b := range browsers {
			codes = append(codes, b.shows())
			go func() { heard <- b.hears("waiting") }()
		}
		time.Sleep(300 * time.Millisecond) // they wait
		begin := time.Now()
		w.stop()
		if took := time.Since(begin); took > 5*time.Second {
			w.Errorf("the stop took %s", took)
		}
		for range browsers {
			w.wants(<-heard, fields{"state": "waiting"})
		}
		w.start()
		for i, b := range browsers {
			clerk.does("staff", "POST", codesAPI+"/scan", codes[i], 200)
			clerk.does("staff", "POST", codesAPI+"/confirm", codes[i], 204)
			w.wants(b.hears("waiting"), fields{"state": "confirmed"})
		}
	}
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); play(newWorld(t, sharedRedis(t))) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); play(newWorld(t, serverEnv(t))) })
}
