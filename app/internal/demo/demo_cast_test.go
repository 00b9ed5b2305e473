package demo

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// Logins that were refused or failed are retried, and each final failure is reported once.
func TestDemoRetriesFailedLogins(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		broken func(try int) bool
		in     bool
	}{
		{"the connection breaks once", func(try int) bool { return try == 1 }, true},
		{"it stays broken", func(int) bool { return true }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sim := NewPlatform(wxsim.Options{Now: time.Now})
			t.Cleanup(sim.Stop)
			people := newCast(sim)
			var mu sync.Mutex
			tries := map[string]int{}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				if who := r.Header.Get("X-Forwarded-For"); strings.Contains(r.URL.Path, "login") {
					if tries[who]++; c.broken(tries[who]) {
						http.Error(w, "{}", http.StatusBadGateway)
						return
					}
				}
				fmt.Fprint(w, `{"token":"t","person":{"phone":"1"}}`)
			}))
			t.Cleanup(server.Close)

			var failed []error
			people.follow(t.Context(), server.URL, func(err error) { failed = append(failed, err) })
			away, numbers := 0, 0
			for _, p := range people.players {
				if p.number != "" && p.Key != latecomer {
					numbers++
				}
				if !p.in {
					away++
				}
			}
			if c.in && (away != 1 || people.byKey[latecomer].in || len(failed) > 0) {
				t.Errorf("%d players did not enter, reported: %v", away, errors.Join(failed...))
			}
			if !c.in && (away != numbers+1 || len(failed) != numbers) {
				t.Errorf("%d of %d players did not enter, %d reported", away, numbers, len(failed))
			}
		})
	}
}
