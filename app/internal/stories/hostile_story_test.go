package stories

import (
	"strings"
	"testing"
)

// Each step, sent twice with one key, is done once.
func TestAStepSentTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary, officer := w.someone("老王"), w.clerk(), w.secretary(), w.officer()
		id := wang.submits("有人违建", "阳光花园3号楼")
		main := wang.submits("有人违建", "阳光花园3号楼")
		n := 0
		twice := func(who *citizen, action string, in any) {
			w.Helper()
			n++
			var first, second fields
			count := func() int { w.Helper(); return w.count(`SELECT COUNT(*) FROM report_event WHERE report_id = ?`, id) }
			before := count()
			for i, out := range []*fields{&first, &second} {
				w.request(who.login("staff"), "POST", staffAPI+id+"/"+action, in, 200, out, "Idempotency-Key", "deed-"+action+idText(int64(n)))
				if got := count(); got != before+1 {
					w.Fatalf("%s, request %d: %d new rows", action, i+1, got-before)
				}
			}
			if first["state"] != second["state"] || first["whole_due_at"] != second["whole_due_at"] {
				w.Fatalf("%s: %v then %v", action, first, second)
			}
		}
		until := fields{"words": "等配件", "until": "2027-01-10T09:00:00+08:00"}
		twice(clerk, "accept", fields{"topic": "complex"})
		twice(clerk, "merge", fields{"into_id": main})
		twice(clerk, "unmerge", nil)
		twice(clerk, "assign", fields{"way": "self"})
		twice(secretary, "supervise", fields{"words": "抓紧"})
		twice(clerk, "account", fields{"words": "在办"})
		twice(clerk, "extend", until)
		twice(secretary, "decline", fields{"words": "不行"})
		twice(clerk, "suspend", until)
		twice(secretary, "approve", nil)
		twice(clerk, "resume", nil)
		twice(clerk, "escalate", fields{"words": "难"})
		twice(secretary, "assign", fields{"way": "grid_officer"})
		twice(officer, "take", nil)
		twice(officer, "resolve", fields{"outcome": "solved", "words": "好了"})
		wang.asks(id, "review", fields{"satisfied": false})
		twice(clerk, "follow-up", fields{"words": "再办", "again": true})
		w.wants(clerk.sees("staff", id), fields{"reopens": 1.0, "state": "in_hand"})
		work, _ := clerk.sees("staff", main)["work"].(fields)
		w.wants(work, fields{"followers": 0.0})
	})
}

// Actors without a power, and bodies that are too big or malformed, are refused.
func TestTheDeskRefusesHostileRequests(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary := w.someone("老王"), w.clerk(), w.secretary()
		id := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼"))
		w.alerted()
		before, traces := clerk.sees("staff", id), w.traces()
		long := strings.Repeat("字", 401)
		huge := make([]any, 2_000)
		for i := range huge {
			huge[i] = fields{"words": "修", "to": toOrg("1")}
		}
		for _, c := range []struct {
			who          *citizen
			action, want string
			in           any
		}{
			{clerk, "escalate", "400 report.words", fields{"words": long}},
			{clerk, "escalate", "400 report.words", fields{"words": "\u0000\u200b\u200d\n"}},
			{secretary, "supervise", "400 report.words", fields{"words": long}},
			{secretary, "supervise", "400 report.reply_by", fields{"words": "抓紧", "until": "9999-12-31T23:59:59+08:00"}},
			{clerk, "suspend", "400 report.until", fields{"words": "等", "until": "9999-12-31T23:59:59+08:00"}},
			{clerk, "suspend", "400 report.until", fields{"words": "等", "until": "0001-01-02T00:00:00Z"}},
			{clerk, "extend", "400 http.body", fields{"words": "等", "until": "明天"}},
			{clerk, "split", "400 report.split", fields{"parts": huge}},
			{clerk, "split", "400 http.body", fields{"parts": "x"}},
			{clerk, "merge", "400 http.body", fields{"into_id": "-1"}},
			{clerk, "merge", "400 http.body", fields{"into_id": "99999999999999999999"}},
			{clerk, "merge", "404 report.missing", fields{"into_id": "9223372036854775807"}},
			{clerk, "step", "409 report.step", fields{"words": "好"}},
			{clerk, "step", "400 report.words", fields{"words": long}},
			{clerk, "assign", "400 report.holder", fields{"way": strings.Repeat("w", 10_000)}},
			{w.lead(), "approve", "409 report.not_postponing", nil},
			{w.clerkB(), "escalate", "404 report.missing", fields{"words": "难"}},
			{w.street2(), "approve", "404 report.missing", nil},
			{w.orgMan(), "step", "404 report.missing", fields{"words": "好"}},
			{w.orgMan(), "approve", "403 auth.denied", nil},
			{w.officer(), "merge", "403 auth.denied", fields{"into_id": id}},
			{w.someone("路人"), "escalate", "403 auth.denied", fields{"words": "难"}},
		} {
			if got := w.code(c.who.login("staff"), "POST", staffAPI+id+"/"+c.action, c.in); got != c.want {
				w.Errorf("%s: %s = %s, want %s", c.who.name, c.action, got, c.want)
			}
		}
		for _, list := range []string{"approvals", "supervised", "unlocated", "waiting"} {
			w.someone("路人").refused("staff", "GET", "/api/v1/staff/reports?list="+list, nil, "403 auth.denied")
		}
		same(w, "the report afterwards", before, clerk.sees("staff", id))
		same(w, "traces", traces, w.traces())
	})
}

// An author in a merged report learns from their own thread neither the other authors nor their words.
func TestAMergedAuthorSeesNoNeighbour(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		li, wang, clerk := w.someone("老李"), w.someone("老王"), w.clerk()
		li.binds("mp", "19900000098").does("mp", "PATCH", api+"/me", fields{"name": "李建军"}, 200)
		main, other := li.submits("路灯不亮", "阳光花园3号楼"), wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(other, "merge", fields{"into_id": main})
		li.asks(main, "urge", nil)
		li.asks(main, "add", fields{"words": "我腿脚不好", "file_ids": []string{li.uploads("mp", photo(20, 20))}})
		w.takes(clerk, main)
		clerk.acts(main, "ask", fields{"words": "您的轮椅在哪？"})
		li.asks(main, "answer", fields{"words": "楼下"})
		clerk.acts(main, "resolve", fields{"outcome": "solved", "words": "好了"})
		li.asks(main, "review", fields{"satisfied": false, "words": "太慢"})
		li.asks(main, "reopen", fields{"words": "又坏了"})
		_, seen := w.send(wang.login("mp"), "GET", api+"/reports/"+other, nil)
		for _, secret := range []string{"李建军", "腿脚", "轮椅", "楼下", "太慢", "又坏", "/media/", "催办"} {
			if strings.Contains(string(seen), secret) {
				w.Errorf("%s is visible in %s", secret, seen)
			}
		}
	})
}
