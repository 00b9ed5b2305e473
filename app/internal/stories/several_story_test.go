package stories

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// A desk does one deed to 200 reports, four at a time, each with a key of its own: each is done or refused by itself, no rate limit
// stops them, and the same keys sent again change nothing.
func TestABulkDeedOf200With7Refused(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, clerkB := w.someone("老王"), w.clerk(), w.clerkB()
		want := map[string]string{}
		var all []string
		for i := range 200 {
			if i%20 == 0 {
				w.forgetTries(wang)
				w.later(time.Hour)
			}
			place := "阳光第一网格"
			if i == 30 {
				place = "新园小区1号楼"
			}
			id := wang.submits("路灯不亮", place)
			all = append(all, id)
			switch want[id] = "200"; {
			case i == 30:
				want[id] = "404 report.missing"
			case i == 60:
				wang.asks(id, "withdraw", nil)
				want[id] = "409 report.state"
			case i%40 == 7:
				clerk.acts(id, "accept", nil) // somebody else was earlier
				want[id] = "409 report.state"
			}
		}
		token := clerk.login("staff")
		deed := func() map[string]string {
			var mu sync.Mutex
			got, queue := map[string]string{}, make(chan string, len(all))
			for _, id := range all {
				queue <- id
			}
			close(queue)
			var group sync.WaitGroup
			for range 4 {
				group.Go(func() {
					for id := range queue {
						said := w.code(token, "POST", staffAPI+id+"/accept", fields{"words": "已受理"}, "Idempotency-Key", "bulk-"+id)
						mu.Lock()
						got[id] = said
						mu.Unlock()
					}
				})
			}
			group.Wait()
			return got
		}
		refused := 0
		for round := range 2 {
			refused = 0
			for id, said := range deed() {
				if said != want[id] {
					w.Errorf("round %d, %s: %s, want %s", round, id, said, want[id])
				}
				if said != "200" {
					refused++
				}
			}
		}
		if refused != 7 {
			w.Errorf("%d refused", refused)
		}
		if n := w.count(`SELECT COUNT(*) FROM report_event WHERE kind = 'accept' AND text = '已受理'`); n != 193 {
			w.Errorf("%d accepted", n)
		}
		clerkB.acts(all[30], "accept", nil)
		if n := clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["unaccepted"]; fmt.Sprint(n) != "0" {
			w.Errorf("%v are left", n)
		}
	})
}
