package stories

import (
	"strings"
	"testing"
	"time"

	"linli/app/internal/system"
)

// A matter of danger has kinds of notice of its own, from the first alert to the reopening; their titles and words begin
// with 紧急.
func TestDangerHasNoticesOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.staffed()
	wang, zhao := w.follower("老王"), w.steward()
	clerk, officer := w.clerk(), w.officer()
	for _, c := range []*citizen{w.clerk2(), w.lead(), w.secretary(), w.street(), w.centre(), w.orgMan()} {
		c.login("staff")
	}
	const place = "阳光花园3号楼"
	minutes := func(n int) {
		for range n / 2 {
			w.later(2 * time.Minute)
			w.sweeps()
			w.settle()
		}
	}

	// Nobody answers; then two acknowledge and do nothing.
	id := wang.submits("家里煤气漏了，快来人", place)
	w.pleads(place, "我妈妈摔倒了，头上流血", "13812345678")
	w.settle()
	minutes(20)
	left := items(clerk.does("staff", "GET", api+"/staff/unanswered", nil, 200))
	same(w, "unanswered", 2, len(left))
	for _, p := range left {
		same(w, "urgent", any(true), p["urgent"])
		clerk.does("staff", "POST", api+"/staff/pagings/"+p["id"].(string)+"/acknowledge", nil, 200)
	}
	zhao.does("mp", "POST", tend+id+"/acknowledge", nil, 200)
	zhao.does("mp", "POST", api+"/calls/1/acknowledge", nil, 200)
	minutes(20)

	// The report is late, urged, handled, and not solved.
	wang.asks(id, "urge", nil)
	clerk.acts(id, "accept", nil)
	clerk.acts(id, "assign", fields{"way": "grid_officer"})
	officer.acts(id, "take", nil)
	officer.acts(id, "escalate", fields{"words": "要关总阀"})
	clerk.does("staff", "POST", whistlesAPI, fields{
		"report_id": id, "words": "请关总阀", "by": w.now().Add(time.Hour), "lead_org_id": w.org("综合执法大队"), "helper_org_ids": []string{},
	}, 201)
	w.settle()
	w.lead().acts(id, "take", nil)
	w.lead().acts(id, "resolve", fields{"outcome": "solved", "words": "换了阀门"})
	wang.asks(id, "reopen", fields{"words": "还有味道"})
	w.settle()

	for _, k := range system.NoticeKinds() {
		if !strings.HasSuffix(k.Name, "_urgent") {
			continue
		}
		if w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = ?`, k.Name) == 0 {
			w.Errorf("nobody was told %s", k.Name)
		}
		if n := w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = ?`, k.Instead); n > 0 {
			w.Errorf("%d times %s", n, k.Instead)
		}
	}
	same(w, "in the steward's inbox", true, strings.HasPrefix(items(zhao.does("mp", "GET", api+"/notices", nil, 200))[0]["text"].(string), "紧急"))
}
