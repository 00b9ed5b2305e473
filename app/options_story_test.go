package main

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/report"
)

// rehearsal is the records as they are; whatever is done to them is undone.
type rehearsal struct{ report.Store }

var errRehearsed = errors.New("it would have been done")

func (r rehearsal) InTx(ctx context.Context, do func(report.Tx) error) error {
	return r.Store.InTx(ctx, func(tx report.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return errRehearsed
	})
}

// What staff are offered is what the service does: each deed is tried by everybody in every situation, and undone.
func TestStaffAreOfferedWhatTheyCanDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.imports(staffed())
	staff := map[string]*citizen{
		"网格员": w.officer(), "网格长": w.lead(), "社区": w.clerk(), "同事": w.clerk2(), "书记": w.secretary(), "街道": w.street(),
		"中心": w.centre(), "部门": w.orgMan(), "物业": w.plumber(), "外社区": w.clerkB(),
	}
	situations := w.situations()
	other := w.numberOf(w.someone("老李").submits("路灯又不亮", "阳光花园3号楼")) // into which any can be merged
	w.settle()
	service := *w.system.reports
	service.Store = rehearsal{service.Store}
	seen := map[report.Option]bool{}
	for name, id := range situations {
		for who, c := range staff {
			actor := w.actor(c)
			actor.Request = ""
			can := c.offered(id)
			for option, try := range tries(&service, other, w) {
				err := try(w.ctx, actor, w.numberOf(id))
				done := errors.Is(err, errRehearsed)
				seen[option] = seen[option] || done
				late := option == report.CanReply && slices.Contains([]string{"不予受理", "已撤回", "已并案"}, name)
				switch {
				case errors.Is(err, report.ErrParts):
				case done && !slices.Contains(can, option) && !late:
					t.Errorf("%s: %s is not offered %s", name, who, option)
				case !done && slices.Contains(can, option):
					t.Errorf("%s: %s is offered %s: %v", name, who, option, err)
				}
			}
		}
	}
	for _, o := range report.EveryOption {
		if own := o != report.CanWhistle && o != report.CanAppraise; own && !seen[o] {
			t.Errorf("nobody could %s in any situation", o)
		}
	}
}

// offered is what the API says that this person can do, nothing where he sees no work.
func (c *citizen) offered(id string) (can []report.Option) {
	c.w.Helper()
	status, answer := c.w.send(c.login("staff"), "GET", api+"/reports/"+id, nil)
	if status == 404 {
		return nil
	}
	var r struct {
		Work struct{ Can []report.Option }
	}
	c.w.must(json.Unmarshal(answer, &r))
	return r.Work.Can
}

func (w *world) numberOf(id string) int64 {
	w.Helper()
	n, err := strconv.ParseInt(id, 10, 64)
	w.must(err)
	return n
}

// tries says how each deed is done rightly.
func tries(s *report.Service, other int64, w *world) map[report.Option]func(context.Context, auth.Actor, int64) error {
	type deed = func(context.Context, auth.Actor, int64, report.Handling) (report.Report, error)
	post := report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: w.areaOf("阳光社区").ID}
	said := report.Handling{Words: "说明情况"}
	soon := w.now().Add(10 * 24 * time.Hour)
	how := func(do deed, h report.Handling) func(context.Context, auth.Actor, int64) error {
		return func(ctx context.Context, who auth.Actor, id int64) error {
			_, err := do(ctx, who, id, h)
			return err
		}
	}
	return map[report.Option]func(context.Context, auth.Actor, int64) error{
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
		report.CanSplit: func(ctx context.Context, who auth.Actor, id int64) error {
			_, err := s.Split(ctx, who, id, []report.Part{{Words: "先修", To: post}, {Words: "再刷", To: post}})
			return err
		},
	}
}

// situations are the ids of reports of all kinds, by what stands in their way.
func (w *world) situations() map[string]string {
	w.Helper()
	wang, li, officer, secretary := w.someone("老王"), w.someone("老李"), w.officer(), w.secretary()
	clerk, orgMan := w.clerk(), w.orgMan()
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
