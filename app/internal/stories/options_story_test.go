package stories

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/dispatch"
	"linli/app/report"
	"linli/store"
)

// rehearsal is the real records, but every write is rolled back.
type rehearsal struct{ report.Store }

var errRehearsed = errors.New("rolled back after success")

func (r rehearsal) InTx(ctx context.Context, do func(report.Tx) error) error {
	return r.Store.InTx(ctx, func(tx report.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return errRehearsed
	})
}

// rehearse returns the service of reports on such records.
func (w *world) rehearse() *report.Service {
	db := w.system.DB
	return report.NewService(report.Config{
		Store: rehearsal{store.NewReports(db)}, Areas: w.system.Areas, Roster: store.NewPersons(db), Text: w.system.Wechat,
		Times: w.system.Clocks, Rules: dispatch.NewRules(store.NewDispatch(db), w.now), Now: w.now,
	})
}

// The options of a report are what the service accepts: each actor tries each step in each situation, and it is rolled
// back.
func TestOptionsAreWhatTheServiceAccepts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.imports(staffed())
	wang, li, sun := w.someone("老王"), w.someone("老李"), w.someone("孙伟").binds("mp", "19900000006")
	situations := w.situations(wang, li)
	other := w.numberOf(li.submits("路灯又不亮", "阳光花园3号楼")) // any report can be merged into it
	photo := func(c *citizen) int64 { return w.numberOf(c.uploads("mp", photo(40, 30))) }
	w.settle()
	service := w.rehearse()

	own, duty, work := tryOwn(service), tryDuty(service, photo(w.steward())), tryWork(service, other, w)
	for name, id := range situations {
		for _, c := range []*citizen{wang, li, sun} {
			w.compare(name, c, "mp", id, own, func(r offered) []report.Option { return r.Can })
		}
		for _, c := range []*citizen{w.steward(), sun} {
			w.compare(name, c, "mp", id, duty, func(r offered) []report.Option { return r.Duty.Can })
		}
		for _, c := range []*citizen{
			w.officer(), w.lead(), w.clerk(), w.clerk2(), w.secretary(), w.street(), w.centre(), w.orgMan(), w.plumber(), w.clerkB(),
		} {
			w.compare(name, c, "staff", id, work, func(r offered) []report.Option { return r.Work.Can })
		}
	}
	for _, all := range []map[report.Option]*trial{own, duty, work} {
		for option, trial := range all {
			if trial.done == 0 {
				t.Errorf("no actor could %s in any situation", option)
			}
		}
	}
	if len(own) != len(report.EveryOwnOption) || len(duty) != len(report.EveryDutyOption) || len(work) != len(report.EveryWorkOption)-2 {
		t.Errorf("%d, %d and %d steps were tried", len(own), len(duty), len(work)) // but whistle and appraise
	}
}

// trial is one step with valid values, and how often it was accepted.
type trial struct {
	try  func(context.Context, auth.Actor, int64) error
	done int
}

// offered returns the options in a report as its reader gets it.
type offered struct {
	Can        []report.Option
	Duty, Work struct{ Can []report.Option }
}

// compare tries each step as this person: it must be accepted if, and only if, it is an option.
func (w *world) compare(situation string, c *citizen, account, id string, trials map[report.Option]*trial, list func(offered) []report.Option) {
	w.Helper()
	var seen offered
	if status, answer := w.send(c.login(account), "GET", api+"/reports/"+id, nil); status == 200 {
		w.must(json.Unmarshal(answer, &seen))
	}
	actor := w.actor(c, account)
	for option, trial := range trials {
		err := trial.try(w.ctx, actor, w.numberOf(id))
		done := errors.Is(err, errRehearsed)
		if done {
			trial.done++
		}
		// These are always accepted, but an option only while they are useful.
		late := slices.Contains([]report.Option{report.CanReply, report.CanAcknowledge, report.CanLook}, option)
		switch can := slices.Contains(list(seen), option); {
		case errors.Is(err, report.ErrParts):
		case done && !can && !late:
			w.Errorf("%s: %s may do %s, but it is no option", situation, c.name, option)
		case !done && can:
			w.Errorf("%s: %s may not do %s, but it is an option: %v", situation, c.name, option, err)
		}
	}
}

func (w *world) numberOf(id string) int64 {
	w.Helper()
	n, err := strconv.ParseInt(id, 10, 64)
	w.must(err)
	return n
}

type deedOf = func(context.Context, auth.Actor, int64, report.Handling) (report.Report, error)

// how does a step of a report in this way.
func how(do deedOf, h report.Handling) *trial {
	return &trial{try: func(ctx context.Context, who auth.Actor, id int64) error {
		_, err := do(ctx, who, id, h)
		return err
	}}
}

var said = report.Handling{Words: "说明情况"}

func tryOwn(s *report.Service) map[report.Option]*trial {
	return map[report.Option]*trial{
		report.CanAdd:      how(s.Add, said),
		report.CanUrge:     how(s.Urge, report.Handling{}),
		report.CanAnswer:   how(s.Answer, said),
		report.CanWithdraw: how(s.Withdraw, report.Handling{}),
		report.CanReopen:   how(s.Reopen, said),
		report.CanReview: {try: func(ctx context.Context, who auth.Actor, id int64) error {
			_, err := s.Review(ctx, who, id, report.Review{Satisfied: true, Efficiency: 5, Result: 5, Attitude: 5})
			return err
		}},
	}
}

// tryDuty needs a photo of the steward.
func tryDuty(s *report.Service, photo int64) map[report.Option]*trial {
	return map[report.Option]*trial{
		report.CanAcknowledge: how(s.Acknowledge, report.Handling{}),
		report.CanLook:        how(s.Look, said),
		report.CanResolve:     how(s.SelfResolve, report.Handling{Words: "修好了", Files: []int64{photo}}),
	}
}

// tryWork needs another report to merge into.
func tryWork(s *report.Service, other int64, w *world) map[report.Option]*trial {
	post := report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: w.areaOf("阳光社区").ID}
	soon := w.now().Add(10 * 24 * time.Hour)
	return map[report.Option]*trial{
		report.CanAccept:    how(s.Accept, report.Handling{}),
		report.CanRefuse:    how(s.Refuse, said),
		report.CanAssign:    how(s.Assign, report.Handling{To: post}),
		report.CanLocate:    how(s.Locate, report.Handling{Area: w.areaOf("阳光花园13号楼").ID}),
		report.CanMerge:     how(s.Merge, report.Handling{Into: other}),
		report.CanUnmerge:   how(s.Unmerge, said),
		report.CanTake:      how(s.Take, report.Handling{}),
		report.CanReturn:    how(s.Return, said),
		report.CanReply:     how(s.Reply, said),
		report.CanAsk:       how(s.Ask, said),
		report.CanNote:      how(s.Note, said),
		report.CanStep:      how(s.FinishStep, said),
		report.CanResolve:   how(s.Resolve, report.Handling{Words: "修好了", Outcome: report.Solved}),
		report.CanEscalate:  how(s.Escalate, said),
		report.CanSupervise: how(s.Supervise, said),
		report.CanAccount:   how(s.ReplySupervision, said),
		report.CanExtend:    how(s.AskToExtend, report.Handling{Words: "等配件", Until: w.now().Add(40 * 24 * time.Hour)}),
		report.CanSuspend:   how(s.AskToSuspend, report.Handling{Words: "等开春", Until: soon}),
		report.CanApprove:   how(s.Approve, report.Handling{}),
		report.CanDecline:   how(s.Decline, said),
		report.CanResume:    how(s.Resume, report.Handling{}),
		report.CanFollowUp:  how(s.FollowUp, said),
		report.CanSplit: {try: func(ctx context.Context, who auth.Actor, id int64) error {
			_, err := s.Split(ctx, who, id, []report.Part{{Words: "先修", To: post}, {Words: "再刷", To: post}})
			return err
		}},
	}
}

// situations are the ids of reports in all kinds of situations, by name.
func (w *world) situations(wang, li *citizen) map[string]string {
	w.Helper()
	officer, secretary, clerk, orgMan := w.officer(), w.secretary(), w.clerk(), w.orgMan()
	all := map[string]string{}
	add := func(name string, who *citizen, what string, do ...func(id string)) string {
		w.Helper()
		id := who.submits(what, "阳光花园3号楼")
		for _, step := range do {
			step(id)
		}
		all[name] = id
		return id
	}
	acts := func(c *citizen, action string, in any) func(string) {
		return func(id string) { w.Helper(); c.acts(id, action, in) }
	}
	accept, take := acts(clerk, "accept", nil), acts(clerk, "take", nil)
	toOfficer, toBureau := acts(clerk, "assign", fields{"way": "grid_officer"}), acts(clerk, "assign", fields{"to": toOrg(w.org("综合执法大队"))})
	officerTakes, words := acts(officer, "take", nil), fields{"words": "说明情况"}
	until := func(days int) fields {
		return fields{"words": "等配件", "until": w.now().Add(time.Duration(days) * 24 * time.Hour).Format(time.RFC3339)}
	}
	add("待受理", wang, "路灯不亮")
	add("已受理", wang, "路灯不亮", accept)
	add("已交办", wang, "路灯不亮", accept, toOfficer)
	add("办理中", wang, "路灯不亮", accept, toOfficer, officerTakes)
	add("社区在办", wang, "路灯不亮", accept, take)
	add("交给部门", wang, "路灯不亮", accept, toBureau)
	add("部门在办", wang, "路灯不亮", accept, toBureau, acts(orgMan, "take", nil))
	add("上报书记", wang, "路灯不亮", accept, toOfficer, officerTakes, acts(officer, "escalate", words), acts(w.lead(), "escalate", words))
	add("等居民回答", wang, "路灯不亮", accept, take, acts(clerk, "ask", words))
	add("等批延期", wang, "路灯不亮", accept, toOfficer, officerTakes, acts(officer, "extend", until(20)))
	add("已挂账", wang, "路灯不亮", accept, toOfficer, officerTakes, acts(officer, "suspend", until(30)), acts(secretary, "approve", nil))
	add("督办中", wang, "路灯不亮", accept, take, acts(secretary, "supervise", words))
	add("紧急", wang, "路灯不亮", acts(clerk, "accept", fields{"urgent": true}))
	add("有分步", wang, "有人违建", accept, take)
	done := acts(clerk, "resolve", fields{"outcome": "solved", "words": "修好了"})
	add("已办结", wang, "路灯不亮", accept, take, done)
	add("待回访", wang, "路灯不亮", accept, take, done, func(id string) {
		wang.does("mp", "POST", api+"/reports/"+id+"/review", fields{"satisfied": false, "efficiency": 1, "result": 1, "attitude": 1}, 200)
	})
	add("不予受理", wang, "路灯不亮", acts(clerk, "refuse", words))
	add("已撤回", wang, "路灯不亮", func(id string) { wang.does("mp", "POST", api+"/reports/"+id+"/withdraw", nil, 200) })
	main := add("并案主件", wang, "路灯不亮", accept, take)
	add("已并案", li, "路灯不亮", acts(clerk, "merge", fields{"into_id": main}))
	whole := add("分办主件", wang, "路灯不亮", accept, func(id string) {
		part := func(words string) fields { return fields{"words": words, "to": toOrg(w.org("综合执法大队"))} }
		clerk.does("staff", "POST", staffAPI+id+"/split", fields{"parts": []fields{part("先修"), part("再刷")}}, 200)
	})
	all["分办"], _ = clerk.parts(whole)[0]["id"].(string)
	return all
}
