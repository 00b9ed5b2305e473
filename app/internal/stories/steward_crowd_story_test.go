package stories

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// Repeated alarms of one person are limited, and no report of danger is lost by the limit.
func TestManyReportsOfOneDangerAlertOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao, clerk := w.follower("赵红").binds("mp", "19900000003"), w.clerk()
		wang, li := w.someone("老王"), w.someone("老李")
		alerts := func() int { return w.count(`SELECT COUNT(*) FROM steward_alert`) }
		const many = 60
		var group sync.WaitGroup
		ids, token := make([]string, many), wang.login("mp")
		for i := range ids {
			group.Go(func() {
				var r fields
				w.request(token, "POST", api+"/reports", fields{"text": fmt.Sprint("家里燃气泄漏了，快来人", i), "area_id": w.id("阳光花园3号楼")}, 201, &r)
				ids[i], _ = r["id"].(string)
			})
		}
		group.Wait()
		w.until(func() bool { return alerts() > 0 })
		w.later(time.Second)
		w.settle()
		same(w, "alerts", 1, alerts())
		same(w, "messages to the steward", 1, zhao.told("mp", "steward.alert_urgent"))
		same(w, "reports on the desk", many, w.count(`SELECT COUNT(*) FROM report WHERE state = 'submitted' AND urgent = 1`))

		// Another author, place or danger alerts at once.
		li.submits("家里燃气泄漏了，快来人", "阳光花园3号楼")
		w.settle()
		same(w, "a neighbour's alert", 2, alerts())
		wang.submits("有人受伤了，流了很多血", "阳光花园3号楼")
		w.settle()
		same(w, "another danger", 3, alerts())

		// When the alerting report is withdrawn or taken, the next one alerts: the danger may still exist.
		var rung int64
		w.must(w.records().QueryRowContext(w.ctx, `SELECT MIN(report_id) FROM steward_alert`).Scan(&rung))
		clerk.acts(idText(rung), "accept", nil)
		w.forward(5 * time.Minute)
		w.until(func() bool { return alerts() == 4 })
		w.forward(time.Minute)
		same(w, "one at a time", 4, alerts())
	})
}
