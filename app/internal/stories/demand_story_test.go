package stories

import (
	"strings"
	"testing"
	"time"
)

// Two departments return a report: the centre decides who is responsible, and the secretary is notified (S035).
func TestTheSecondReturnGoesToTheCentre(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, orgMan, plumber, secretary, centre := w.someone("老王"), w.clerk(), w.orgMan(), w.plumber(), w.secretary(), w.centre()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(id, "accept", nil)
		to := func(org string) { w.Helper(); clerk.acts(id, "assign", fields{"to": toOrg(w.org(org))}) }
		to("综合执法大队")
		w.wants(orgMan.acts(id, "return", fields{"words": "不归我们"}), fields{"holder": "阳光社区工作人员"})
		to("综合执法大队")
		w.wants(clerk.acts(id, "return", fields{"words": "交错了"}), fields{"holder": "阳光社区工作人员"}) // taking it back is not a return
		same(w, "notices before", []string{}, secretary.notices("staff", id))
		to("阳光物业")
		plumber.acts(id, "take", nil)
		plumber.refused("staff", "POST", staffAPI+id+"/return", nil, "400 report.words")
		plumber.acts(id, "return", fields{"words": "也不归我们"})
		w.wants(centre.sees("staff", id), fields{"state": "accepted", "holder": "网格中心"})
		same(w, "the secretary", []string{"disputed"}, secretary.notices("staff", id))
		same(w, "the centre", []string{"returned"}, centre.notices("staff", id))
		w.wants(centre.acts(id, "assign", fields{"to": toOrg(w.org("综合执法大队"))}), fields{"holder": "综合执法大队"})
		w.wants(orgMan.acts(id, "return", fields{"words": "还是不归我们"}), fields{"holder": "网格中心"})
		same(w, "once", []string{"disputed"}, secretary.notices("staff", id))
	})
}

func TestASuperiorDemandsAnAccount(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, clerk2, secretary, street := w.someone("老王"), w.clerk(), w.clerk2(), w.secretary(), w.street()
		id := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼"))
		supervise, account := staffAPI+id+"/supervise", staffAPI+id+"/account"
		in := func(until string) fields { return fields{"words": "抓紧办", "until": until} }
		clerk2.refused("staff", "POST", supervise, in(""), "400 http.body")
		clerk2.refused("staff", "POST", supervise, fields{"words": "抓紧"}, "403 report.not_yours")
		w.officer().refused("staff", "POST", supervise, fields{"words": "抓紧"}, "403 auth.denied")
		w.street2().refused("staff", "POST", supervise, fields{"words": "抓紧"}, "404 report.missing")
		secretary.refused("staff", "POST", supervise, nil, "400 report.words")
		secretary.refused("staff", "POST", supervise, in("2026-11-23T09:00:00+08:00"), "400 report.reply_by")
		secretary.refused("staff", "POST", supervise, in("2027-11-23T09:00:00+08:00"), "400 report.reply_by")
		clerk.refused("staff", "POST", account, fields{"words": "好的"}, "409 report.not_supervised")
		secretary.acts(id, "supervise", fields{"words": "抓紧办"})
		same(w, "the holder", []string{"new", "supervised"}, clerk.notices("staff", id))
		same(w, "list", []string{id}, clerk.all("supervised"))
		street.refused("staff", "POST", supervise, in("2026-11-24T09:00:00+08:00"), "409 report.supervised")
		w.orgMan().refused("staff", "POST", account, fields{"words": "好的"}, "404 report.missing")
		clerk.refused("staff", "POST", account, nil, "400 report.words")
		clerk.acts(id, "account", fields{"words": "灯杆已订"})
		clerk.refused("staff", "POST", account, fields{"words": "好的"}, "409 report.not_supervised")
		same(w, "the superior", []string{"supervision_replied"}, secretary.notices("staff", id))
		if got := strings.Join(lines(wang.sees("mp", id)), "\n"); strings.Contains(got, "抓紧") || strings.Contains(got, "灯杆") {
			w.Fatalf("the author sees %s", got)
		}
		// Without a reply, the superior is notified once.
		street.acts(id, "supervise", in("2026-11-24T09:00:00+08:00"))
		w.at("2026-11-24 09:00")
		w.sweeps()
		w.on(1)
		w.sweeps()
		same(w, "late", []string{"supervision_late"}, street.notices("staff", id))
		work, _ := clerk.sees("staff", id)["work"].(fields)
		same(w, "shown", any(fields{"due_at": "2026-11-24T09:00:00+08:00", "late": true}), work["supervision"])
		clerk.acts(id, "account", fields{"words": "明天装"})
		secretary.acts(id, "supervise", fields{"words": "再催"})
		clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"})
		same(w, "after the reply", 0, len(clerk.all("supervised")))
		secretary.refused("staff", "POST", supervise, fields{"words": "抓紧"}, "409 report.state")
	})
}

func TestMoreTimeIsAskedForAndGranted(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, clerk2, secretary, street := w.someone("老王"), w.clerk(), w.clerk2(), w.secretary(), w.street()
		id := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼"))
		extend, approve, decline := staffAPI+id+"/extend", staffAPI+id+"/approve", staffAPI+id+"/decline"
		until := func(s string) fields { return fields{"words": "等配件", "until": s + "T09:00:00+08:00"} }
		secretary.refused("staff", "POST", approve, nil, "409 report.not_postponing")
		clerk.refused("staff", "POST", extend, fields{"until": "2026-12-10T09:00:00+08:00"}, "400 report.words")
		clerk.refused("staff", "POST", extend, fields{"words": "等"}, "400 report.until")
		clerk.refused("staff", "POST", extend, until("2026-11-29"), "400 report.until")
		clerk.refused("staff", "POST", extend, until("2027-11-29"), "400 report.until")
		w.officer().refused("staff", "POST", extend, until("2026-12-10"), "403 report.not_yours")
		w.wants(clerk.acts(id, "extend", until("2026-12-10")), fields{"whole_due_at": "2026-11-30T09:00:00+08:00"})
		clerk.refused("staff", "POST", extend, until("2026-12-11"), "409 report.postponing")
		clerk.refused("staff", "POST", staffAPI+id+"/suspend", until("2026-12-11"), "409 report.postponing")
		same(w, "asked", []string{"extend_asked"}, secretary.notices("staff", id))
		same(w, "to decide", []string{id}, secretary.all("approvals"))
		for _, who := range []*citizen{clerk, clerk2} { // neither the one who asked nor a colleague of the same role
			who.refused("staff", "POST", approve, nil, "403 report.not_yours")
			who.refused("staff", "POST", decline, fields{"words": "不"}, "403 report.not_yours")
		}
		secretary.refused("staff", "POST", decline, nil, "400 report.words")
		secretary.acts(id, "decline", fields{"words": "配件就在仓库"})
		same(w, "declined", "postpone_declined", last(clerk.notices("staff", id)))
		w.wants(clerk.sees("staff", id), fields{"whole_due_at": "2026-11-30T09:00:00+08:00"})

		clerk.acts(id, "extend", until("2026-12-10"))
		w.wants(street.acts(id, "approve", fields{"words": "同意"}), fields{"whole_due_at": "2026-12-10T09:00:00+08:00", "due_at": "2026-12-10T09:00:00+08:00"})
		same(w, "approved", "postpone_approved", last(clerk.notices("staff", id)))
		same(w, "the author", []string{"accepted", "taken", "extended"}, wang.notices("mp", id))
		if got := lines(wang.sees("mp", id)); !strings.HasPrefix(last(got), "approve 冯科长: 延期到2026年12月10日 09:00") {
			w.Fatalf("%v", got)
		}
		w.at("2026-12-01 09:00")
		w.sweeps()
		w.wants(clerk.sees("staff", id), fields{"light": "green", "asked": ""})

		// The secretary's request goes to the street, not to themselves; nobody is above the centre.
		own := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(own, "accept", nil)
		secretary.acts(own, "take", nil)
		secretary.acts(own, "extend", until("2026-12-20"))
		secretary.refused("staff", "POST", staffAPI+own+"/approve", nil, "403 report.not_yours")
		w.at("2026-12-20 10:00")
		street.refused("staff", "POST", staffAPI+own+"/approve", nil, "400 report.until") // too late
		w.centre().refused("staff", "POST", staffAPI+wang.submits("路灯不亮", "")+"/extend", until("2026-12-29"), "409 report.state")
		lost := wang.submits("路灯不亮", "")
		w.centre().acts(lost, "accept", nil)
		w.centre().refused("staff", "POST", staffAPI+lost+"/extend", until("2026-12-29"), "409 report.top")
	})
}

func last(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

func TestClocksArePausedAndResumed(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary := w.someone("老王"), w.clerk(), w.secretary()
		w.at("2026-11-27 15:30") // a Friday
		byClock := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼"))
		byWork := wang.submits("垃圾没人收", "阳光花园3号楼")
		clerk.acts(byWork, "accept", fields{"topic": "exposed_rubbish"})
		w.wants(clerk.acts(byWork, "take", nil), fields{"whole_due_at": "2026-11-30T10:30:00+08:00"}) // four working hours
		w.at("2026-11-27 16:30")
		until := fields{"words": "等吊车", "until": "2026-12-05T12:00:00+08:00"} // a Saturday
		for _, id := range []string{byClock, byWork} {
			secretary.refused("staff", "POST", staffAPI+id+"/resume", nil, "409 report.not_paused")
			clerk.acts(id, "suspend", until)
			w.wants(secretary.acts(id, "approve", nil), fields{"light": "", "paused_until": "2026-12-05T12:00:00+08:00", "next": "现在无法办理，12月5日 12:00 恢复办理"})
			same(w, "the author", "suspended", last(wang.notices("mp", id)))
			clerk.refused("staff", "POST", staffAPI+id+"/extend", until, "409 report.paused")
			clerk.refused("staff", "POST", staffAPI+id+"/ask", fields{"words": "几楼？"}, "409 report.paused")
		}
		w.at("2026-12-02 09:00")
		w.sweeps()
		same(w, "late reports while paused", map[string]int{}, w.breaches())
		same(w, "overdue list while paused", 0, len(clerk.all("overdue")))
		// Resumed early by hand: six days and 23 hours are left.
		w.wants(clerk.acts(byClock, "resume", fields{"words": "吊车来了"}), fields{"light": "green", "whole_due_at": "2026-12-09T08:00:00+08:00", "paused_until": ""})
		clerk.refused("staff", "POST", staffAPI+byClock+"/resume", nil, "409 report.not_paused")
		// Resumed automatically: three working hours are left on Monday.
		w.at("2026-12-05 12:00")
		w.sweeps()
		w.wants(clerk.sees("staff", byWork), fields{"light": "green", "whole_due_at": "2026-12-07T11:30:00+08:00"})
		same(w, "the holder", "resumed", last(clerk.notices("staff", byWork)))
		w.at("2026-12-07 11:30")
		w.sweeps()
		same(w, "late after the pause", 1, w.breaches()["breach"])
	})
}

func TestAQuestionThatNobodyAnswers(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		id := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼"))
		w.at("2026-11-23 10:00")
		clerk.acts(id, "ask", fields{"words": "几楼？"})
		w.wants(wang.sees("mp", id), fields{"light": "", "next": "阳光社区工作人员 王芳正在等您回答问题；11月28日 10:00 前没有回答会继续办理"})
		clerk.refused("staff", "POST", staffAPI+id+"/ask", fields{"words": "几楼？"}, "409 report.paused")
		clerk.refused("staff", "POST", staffAPI+id+"/resume", nil, "409 report.not_paused")
		w.at("2026-11-28 10:00")
		w.sweeps()
		w.sweeps()
		w.wants(wang.sees("mp", id), fields{"question": "", "light": "green", "whole_due_at": "2026-12-05T09:00:00+08:00"})
		same(w, "the holder", []string{"new", "unanswered"}, clerk.notices("staff", id))
		same(w, "the line", "resume 系统: 反映人没有回答，继续办理", last(lines(wang.sees("mp", id))))
		wang.refused("mp", "POST", api+"/reports/"+id+"/answer", fields{"words": "三楼"}, "409 report.not_asked")
		// An answer in time.
		clerk.acts(id, "ask", fields{"words": "几单元？"})
		w.later(24 * time.Hour)
		w.wants(wang.asks(id, "answer", fields{"words": "一单元"}), fields{"whole_due_at": "2026-12-06T09:00:00+08:00", "light": "green"})
	})
}

// 违建: stop, penalty and demolition each have their own deadline.
func TestNamedStepsAreFinishedInTurn(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		id := w.takes(clerk, wang.submits("有人违建", "阳光花园3号楼"))
		step := staffAPI + id + "/step"
		left := func() any { w.Helper(); return clerk.sees("staff", id)["work"].(fields)["steps"] }
		same(w, "left", any([]any{"停工", "处罚", "拆除"}), left())
		clerk.refused("staff", "POST", step, nil, "400 report.result")
		w.officer().refused("staff", "POST", step, fields{"words": "好"}, "403 report.not_yours")
		w.wants(clerk.acts(id, "step", fields{"words": "已停"}), fields{"due_at": "2026-12-02T17:30:00+08:00", "whole_due_at": "2026-12-21T17:30:00+08:00"})
		clerk.acts(id, "step", fields{"file_ids": []string{clerk.uploads("staff", photo(20, 20))}})
		same(w, "left", any([]any{"拆除"}), left())
		clerk.acts(id, "step", fields{"words": "已拆"})
		clerk.refused("staff", "POST", step, fields{"words": "好"}, "409 report.step")
		same(w, "the author", []string{"accepted", "taken", "step", "step", "step"}, wang.notices("mp", id))
		same(w, "the author sees", "step 王芳: 停工完成：已停", lines(wang.sees("mp", id))[3])
		clerk.refused("staff", "POST", staffAPI+wang.submits("有人违建", "阳光花园3号楼")+"/step", fields{"words": "好"}, "409 report.state")
	})
}
