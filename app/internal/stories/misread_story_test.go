package stories

import (
	"testing"
	"time"

	"linli/store"
)

// Staff correct the danger when they accept a report: the stewards are alerted, or told that they need not go, and the operator
// can list what was misread.
func TestStaffCorrectTheDanger(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang, li := w.follower("老王"), w.follower("小李")
		wang.says("阳光花园3号楼着火了，电话 0913-5820000")
		w.settle()
		calm := wang.own()["id"].(string)
		w.wants(w.clerk().acts(calm, "accept", fields{"urgent": false}), fields{"urgent": false, "state": "accepted"})
		w.settle()
		same(w, "the steward", "不用去了", steward.lastHeard())

		raised := li.handIn("楼道里有个东西一直滴滴响", "阳光花园3号楼")
		before := len(steward.heard())
		w.wants(w.clerk().acts(raised, "accept", fields{"urgent": true}), fields{"urgent": true})
		w.settle()
		same(w, "alerts", before+1, len(steward.heard()))

		kept := w.follower("老张").handIn("楼道灯坏了好几天", "阳光花园3号楼")
		w.wants(w.clerk().acts(kept, "accept", nil), fields{"urgent": false})
		found, err := store.NewReports(w.system.DB).Misreads(w.ctx, w.now().Add(-time.Hour), 10)
		w.must(err)
		if len(found) != 2 {
			w.Fatalf("%v", found)
		}
		same(w, "missed", "help\t楼道里有个东西一直滴滴响", found[0].Line())
		same(w, "false alarm", "none\t阳光花园3号楼着火了，电话 #", found[1].Line())
	})
}
