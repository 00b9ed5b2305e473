package stories

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// shares submits a report that neighbours may see.
func (c *citizen) shares(text, area string) string {
	c.w.Helper()
	id, _ := c.does("mp", "POST", api+"/reports", fields{"text": text, "area_id": c.w.id(area), "share": true}, 201)["id"].(string)
	return id
}

func TestANeighbourJoinsAReport(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		li, zhou, wang, clerk := w.someone("老李"), w.someone("老周").lives("阳光花园13号楼"), w.someone("老王").lives("2单元"), w.clerk()
		id := li.shares("路灯不亮", "阳光花园3号楼")
		private := li.submits("路灯不亮了", "阳光花园3号楼")
		li.shares("太吵了", "阳光花园3号楼")
		draft := fields{"text": "路灯坏了", "area_id": w.id("阳光花园3号楼")}
		found := items(zhou.does("mp", "POST", api+"/reports/similar", draft, 200))
		same(w, "similar nearby", []any{id}, pluck(found, "id"))
		zhou.refused("mp", "POST", api+"/reports/similar", fields{"text": "路灯坏了"}, "400 report.place")
		join := api + "/reports/" + id + "/join"
		w.wants(zhou.does("mp", "POST", join, nil, 200), fields{"joins": 1.0, "mine": false})
		zhou.refused("mp", "POST", join, nil, "409 report.joined")
		for range 2 { // the same request twice
			w.request(wang.login("mp"), "POST", join, nil, 200, nil, "Idempotency-Key", "tap")
		}
		li.refused("mp", "POST", join, nil, "409 report.own")
		zhou.refused("mp", "POST", api+"/reports/"+private+"/join", nil, "404 report.missing")
		zhou.refused("mp", "POST", api+"/reports/999999/join", nil, "404 report.missing")

		w.takes(clerk, id)
		clerk.acts(id, "note", fields{"words": "内部情况"})
		clerk.acts(id, "reply", fields{"words": "只对老李说"})
		w.wants(clerk.sees("staff", id), fields{"joins": 2.0})
		zhou.refused("mp", "GET", api+"/reports/"+id, nil, "404 report.missing")
		clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "换了灯"})
		status, answer := w.send(zhou.login("mp"), "GET", api+"/reports/joined", nil)
		for _, secret := range []string{"老李", "内部", "只对", "换了灯", `"events"`, `"reporter"`} {
			if strings.Contains(string(answer), secret) || status != 200 {
				w.Fatalf("%d: %s in %s", status, secret, answer)
			}
		}
		same(w, "joined", []any{id}, pluck(items(zhou.does("mp", "GET", api+"/reports/joined", nil, 200)), "id"))
		same(w, "one notice", []string{"joined_resolved"}, zhou.notices("mp", id))
		same(w, "one notice", []string{"joined_resolved"}, wang.notices("mp", id))
		wang.refused("mp", "POST", join, nil, "404 report.missing") // it is closed
	})
}

func TestAMergedReportFollowsItsMainReport(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		li, wang, zhou, clerk := w.someone("老李"), w.someone("老王"), w.someone("老周").lives("阳光花园13号楼"), w.clerk()
		main, other := li.submits("路灯不亮", "阳光花园3号楼"), wang.shares("路灯又不亮", "阳光花园3号楼")
		zhou.does("mp", "POST", api+"/reports/"+other+"/join", nil, 200)
		far := wang.submits("路灯不亮", "新园小区1号楼")
		same(w, "suggested", []any{other}, pluck(items(clerk.does("staff", "GET", staffAPI+main+"/similar", nil, 200)), "id"))
		w.clerkB().refused("staff", "GET", staffAPI+main+"/similar", nil, "404 report.missing")
		merge := staffAPI + other + "/merge"
		for into, want := range map[string]string{
			other: "409 report.merge", far: "404 report.missing", "999999": "404 report.missing", "0": "404 report.missing", "x": "400 http.body",
		} {
			clerk.refused("staff", "POST", merge, fields{"into_id": into}, want)
		}
		w.centre().refused("staff", "POST", merge, fields{"into_id": far}, "409 report.merge") // another community
		for range 2 {
			w.request(clerk.login("staff"), "POST", merge, fields{"into_id": main, "words": "同一盏"}, 200, nil, "Idempotency-Key", "merge")
		}
		work := func(id string) fields { w.Helper(); v, _ := clerk.sees("staff", id)["work"].(fields); return v }
		w.wants(work(main), fields{"followers": 1.0, "merged_into_id": ""})
		w.wants(work(other), fields{"followers": 0.0, "merged_into_id": main})
		clerk.refused("staff", "POST", merge, fields{"into_id": main}, "409 report.merged")
		clerk.refused("staff", "POST", staffAPI+far+"/unmerge", nil, "404 report.missing")
		clerk.refused("staff", "POST", staffAPI+main+"/unmerge", nil, "409 report.not_merged")

		w.takes(clerk, main)
		clerk.acts(main, "note", fields{"words": "内部"})
		clerk.acts(main, "reply", fields{"words": "明天来修"})
		li.asks(main, "add", fields{"words": "我住301"})
		li.asks(main, "urge", nil)
		clerk.acts(main, "ask", fields{"words": "您家几口人？"})
		li.asks(main, "answer", fields{"words": "三口"})
		wang.asks(other, "add", fields{"words": "我也看到了"})
		w.wants(wang.sees("mp", other), fields{"state": "merged", "holder": "阳光社区工作人员 王芳", "next": "和邻居反映的是同一件事，阳光社区工作人员 王芳正在合并办理，结果会告诉您"})
		clerk.acts(main, "resolve", fields{"outcome": "solved", "words": "换了灯"})
		same(w, "the thread of the other", []string{
			"submit 我: 路灯又不亮", "merge 王芳: 与 261123-001 是同一件事，合并办理：同一盏", "accept 王芳: ", "take 王芳: ", "reply 王芳: 明天来修",
			"add 我: 我也看到了", "resolve 王芳: 换了灯",
		}, lines(wang.sees("mp", other)))
		same(w, "notices to its author", []string{"merged", "accepted", "taken", "reply", "resolved"}, wang.notices("mp", other))
		same(w, "notice to the main author", []string{"accepted", "taken", "reply", "asked", "resolved"}, li.notices("mp", main))
		same(w, "followers of the other", []string{"joined_resolved"}, zhou.notices("mp", other))

		// Each author reviews for themselves.
		w.wants(li.asks(main, "review", fields{"satisfied": true}), fields{"state": "closed"})
		w.wants(wang.asks(other, "reopen", fields{"words": "还是不亮"}), fields{"state": "in_hand", "holder": "阳光社区工作人员 王芳"})
		w.wants(clerk.sees("staff", main), fields{"state": "closed"})
		clerk.refused("staff", "POST", staffAPI+other+"/unmerge", nil, "409 report.not_merged")
		w.wants(clerk.acts(other, "resolve", fields{"outcome": "solved", "words": "这次好了"}), fields{"state": "resolved"})
		wang.asks(other, "review", fields{"satisfied": true})

		// A reopened main report has no merged reports.
		w.wants(li.asks(main, "reopen", nil), fields{"state": "in_hand"})
		w.wants(work(main), fields{"followers": 0.0})
	})
}

func TestAMergedReportIsUnmerged(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		li, wang, clerk, clerk2 := w.someone("老李"), w.someone("老王"), w.clerk(), w.clerk2()
		merge := func(other, main string) { w.Helper(); clerk.acts(other, "merge", fields{"into_id": main}) }
		// Unmerged by hand: the other report is as before, and its clock has run on.
		main, other := li.submits("路灯不亮", "阳光花园3号楼"), w.takes(clerk2, wang.submits("路灯不亮", "阳光花园3号楼"))
		before := clerk.sees("staff", other)
		clerk2.acts(other, "ask", fields{"words": "几楼？"})
		merge(other, main)
		w.later(2 * time.Hour)
		clerk.acts(main, "accept", nil)
		after := clerk.acts(other, "unmerge", fields{"words": "不是一盏"})
		for _, same := range []string{"state", "holder", "whole_due_at", "light"} {
			w.wants(after, fields{same: before[same]})
		}
		same(w, "the holder", "unmerged", last(clerk2.notices("staff", other)))
		clerk.acts(main, "take", nil)
		clerk.acts(main, "resolve", fields{"outcome": "solved", "words": "好了"})
		w.wants(clerk.sees("staff", other), fields{"state": "in_hand"})

		// The main report is withdrawn: the other continues.
		main, other = li.submits("门禁坏了", "阳光花园3号楼"), w.takes(clerk2, wang.submits("门禁坏了", "阳光花园3号楼"))
		merge(other, main)
		li.asks(main, "withdraw", nil)
		w.wants(wang.sees("mp", other), fields{"state": "in_hand", "holder": "阳光社区工作人员 唐丽"})
		same(w, "actor of the unmerge", "unmerge 系统: ", last(lines(wang.sees("mp", other))))
		same(w, "its holder", "unmerged", last(clerk2.notices("staff", other)))

		// The main report is refused: so is the other, in its own thread.
		main, other = li.submits("井盖没了", "阳光花园3号楼"), wang.submits("井盖没了", "阳光花园3号楼")
		merge(other, main)
		clerk.acts(main, "refuse", fields{"words": "不在辖区"})
		w.wants(wang.sees("mp", other), fields{"state": "refused", "outcome": "refused", "next": "已结束"})
		same(w, "notices", []string{"merged", "refused"}, wang.notices("mp", other))
	})
}

// pair sends two requests at the same moment and returns both answers in the given order.
func (w *world) pair(a, b func() string) [2]string {
	var got [2]string
	var group sync.WaitGroup
	start := make(chan struct{})
	for i, do := range []func() string{a, b} {
		group.Go(func() { <-start; got[i] = do() })
	}
	close(start)
	group.Wait()
	return got
}

func TestTwoOppositeMergesAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, clerk2 := w.someone("老王"), w.clerk(), w.clerk2()
		for range 8 {
			a, b := wang.submits("路灯不亮", "阳光花园3号楼"), wang.submits("路灯不亮", "阳光花园3号楼")
			merge := func(who *citizen, other, main string) func() string {
				token := who.login("staff")
				return func() string { return w.code(token, "POST", staffAPI+other+"/merge", fields{"into_id": main}) }
			}
			got := w.pair(merge(clerk, a, b), merge(clerk2, b, a))
			if got != [2]string{"200", "409 report.merged"} && got != [2]string{"409 report.merged", "200"} {
				w.Fatalf("%v", got)
			}
			states := fmt.Sprint(clerk.sees("staff", a)["state"], clerk.sees("staff", b)["state"])
			if states != "mergedsubmitted" && states != "submittedmerged" {
				w.Fatal(states)
			}
		}
	})
}

// Either the other report is resolved too, or it stays unmerged: no merged report stays open below a resolved one.
func TestAMergeAndAResolutionAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, clerk2 := w.someone("老王"), w.clerk(), w.clerk2()
		for range 8 {
			main, other := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼")), wang.submits("路灯不亮", "阳光花园3号楼")
			one, two := clerk.login("staff"), clerk2.login("staff")
			got := w.pair(
				func() string {
					return w.code(one, "POST", staffAPI+main+"/resolve", fields{"outcome": "solved", "words": "好了"})
				},
				func() string { return w.code(two, "POST", staffAPI+other+"/merge", fields{"into_id": main}) },
			)
			want := map[string]string{"200": "resolved", "409 report.state": "submitted"}[got[1]]
			if got[0] != "200" || want == "" {
				w.Fatalf("%v", got)
			}
			w.wants(clerk.sees("staff", main), fields{"state": "resolved"})
			w.wants(clerk.sees("staff", other), fields{"state": want})
		}
	})
}

// Two clerks act on one report at the same moment: one wins, and the timeline shows which.
func TestTwoClerksActAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, clerk2, officer := w.someone("老王"), w.clerk(), w.clerk2(), w.officer()
		one, two := clerk.login("staff"), clerk2.login("staff")
		press := func(token, id, action string, in any) func() string {
			return func() string { return w.code(token, "POST", staffAPI+id+"/"+action, in) }
		}
		words := fields{"words": "不归我们"}
		for range 5 {
			id := wang.submits("路灯不亮", "阳光花园3号楼")
			got := w.pair(press(one, id, "accept", nil), press(two, id, "refuse", words))
			state := map[[2]string]string{{"200", "409 report.state"}: "accepted", {"409 report.state", "200"}: "refused"}[got]
			r := clerk.sees("staff", id)
			if state == "" || r["state"] != state || len(lines(r)) != 2 {
				w.Fatalf("%v: %v %v", got, r["state"], lines(r))
			}
			id = wang.submits("路灯不亮", "阳光花园3号楼")
			clerk.acts(id, "accept", nil)
			got = w.pair(press(one, id, "assign", fields{"way": "grid_officer"}), press(two, id, "take", nil))
			r = clerk.sees("staff", id)
			switch {
			case got == [2]string{"200", "403 report.not_yours"} && r["state"] == "assigned" && len(lines(r)) == 3:
			case got == [2]string{"409 report.state", "200"} && r["state"] == "in_hand" && len(lines(r)) == 3:
			default:
				w.Fatalf("%v: %v %v", got, r["state"], lines(r))
			}
			id = w.officers(wang)
			three := officer.login("staff")
			got = w.pair(press(three, id, "resolve", fields{"outcome": "solved", "words": "好了"}), press(one, id, "split", fields{"parts": []any{
				fields{"words": "换灯", "to": toOrg(w.org("阳光物业"))}, fields{"words": "修路", "to": toOrg(w.org("综合执法大队"))},
			}}))
			r = clerk.sees("staff", id)
			switch {
			case got == [2]string{"200", "409 report.state"} && r["state"] == "resolved" && len(lines(r)) == 5:
			case got == [2]string{"403 report.not_yours", "200"} && r["state"] == "in_hand" && len(lines(r)) == 5:
			default:
				w.Fatalf("%v: %v %v", got, r["state"], lines(r))
			}
		}
	})
}
