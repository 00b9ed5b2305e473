package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/media"
	"linli/app/report"
	"linli/store"
)

func (p *past) submit(ctx context.Context, d demoReport, m moment) (report.Report, error) {
	code := d.By
	if d.Desk != "" {
		code = d.Desk
	}
	who, err := p.actor(ctx, code, m)
	if err != nil {
		return report.Report{}, err
	}
	draft := report.Draft{
		Source: d.Via, Partner: d.Partner, External: d.External, Text: d.Text, Place: d.Spot, Area: p.areas[d.Place], Share: d.Share,
	}
	if d.Via == report.App {
		draft.Category = d.Category
	}
	if d.Share {
		draft.Account, draft.OpenID = auth.MP, d.By // unchecked ignores them
	}
	if draft.Files, err = p.photos(ctx, who, d, d.Photos, false); err != nil {
		return report.Report{}, err
	}
	if d.Voice != "" {
		draft.Text = ""
		if draft.Files, err = p.voice(ctx, who, d.Voice); err != nil {
			return report.Report{}, err
		}
	}
	if d.Desk == "" {
		return p.s.Reports.Submit(ctx, who, draft)
	}
	by := p.persons[d.By]
	return p.s.Reports.Enter(ctx, who, draft, report.Behalf{Name: by.Name, Phone: by.Phone})
}

// step runs the use case of a step of the past.
func (p *past) step(ctx context.Context, d demoReport, m moment) (report.Report, error) {
	step, r := d.Steps[m.step], p.reports[m.report]
	if step.Do == report.DidClose { // the system closes it after the time for a review
		if _, err := p.s.Reports.CloseExpired(ctx); err != nil {
			return r, err
		}
		return store.NewReports(p.s.DB).Report(ctx, r.ID)
	}
	code := step.Who
	if code == "" {
		code = d.By
	}
	who, err := p.actor(ctx, code, m)
	if err != nil {
		return r, err
	}
	h := report.Handling{
		Words: step.Words, Urgent: urgent(step.Urgent), Outcome: step.Outcome, Area: p.areas[step.Area], Into: p.known(step.Into),
	}
	if step.Until > 0 {
		h.Until = p.now.Add(time.Duration(step.Until * 24 * float64(time.Hour)))
	}
	if step.Do == report.DidAccept {
		h.Category = d.Category
	}
	if step.Do == report.DidAssign {
		h.To = p.holder(step.To)
	}
	solved := step.Do == report.DidResolve || step.Do == demoSelfResolve
	if h.Files, err = p.photos(ctx, who, d, step.Photos, solved); err != nil {
		return r, err
	}
	if step.Do == report.DidTranscribe {
		if h.Files, err = p.filesOf(ctx, r.ID); err != nil {
			return r, err
		}
	}
	if step.Do == report.DidReview {
		return p.s.Reports.Review(ctx, who, r.ID, report.Review{
			Satisfied: !step.Unhappy, Efficiency: step.Marks[0], Result: step.Marks[1], Attitude: step.Marks[2], Words: step.Words,
		})
	}
	return p.deed(ctx, who, r.ID, step.Do, h)
}

// deed runs the use cases that need no more than words, photos and a target.
func (p *past) deed(ctx context.Context, who auth.Actor, id int64, do report.EventKind, h report.Handling) (report.Report, error) {
	reports := p.s.Reports
	switch do {
	case report.DidAccept:
		return reports.Accept(ctx, who, id, h)
	case report.DidRefuse:
		return reports.Refuse(ctx, who, id, h)
	case report.DidAssign:
		return reports.Assign(ctx, who, id, h)
	case report.DidLocate:
		return reports.Locate(ctx, who, id, h)
	case report.DidMerge:
		return reports.Merge(ctx, who, id, h)
	case report.DidEscalate:
		return reports.Escalate(ctx, who, id, h)
	case report.DidSupervise:
		return reports.Supervise(ctx, who, id, h)
	case report.DidReport:
		return reports.ReplySupervision(ctx, who, id, h)
	case report.DidExtend:
		return reports.AskToExtend(ctx, who, id, h)
	case report.DidSuspend:
		return reports.AskToSuspend(ctx, who, id, h)
	case report.DidApprove:
		return reports.Approve(ctx, who, id, h)
	case report.DidFollowUp:
		return reports.FollowUp(ctx, who, id, h)
	case report.DidTake:
		return reports.Take(ctx, who, id, h)
	case report.DidReturn:
		return reports.Return(ctx, who, id, h)
	case report.DidReply:
		return reports.Reply(ctx, who, id, h)
	case report.DidNote:
		return reports.Note(ctx, who, id, h)
	case report.DidTranscribe:
		return reports.Transcribe(ctx, who, id, h)
	case report.DidAsk:
		return reports.Ask(ctx, who, id, h)
	case report.DidResolve:
		return reports.Resolve(ctx, who, id, h)
	case report.DidAcknowledge:
		return p.s.Stewards.Acknowledge(ctx, who, id, h)
	case report.DidLook:
		return reports.Look(ctx, who, id, h)
	case demoSelfResolve:
		return reports.SelfResolve(ctx, who, id, h)
	case report.DidAnswer:
		return reports.Answer(ctx, who, id, h)
	case report.DidAdd:
		return reports.Add(ctx, who, id, h)
	case report.DidUrge:
		return reports.Urge(ctx, who, id, h)
	case report.DidWithdraw:
		return reports.Withdraw(ctx, who, id, h)
	case report.DidReopen:
		return reports.Reopen(ctx, who, id, h)
	}
	return report.Report{}, fmt.Errorf("no use case writes %q", do)
}

// known returns the id of the report with this text, or 0.
func (p *past) known(words string) int64 {
	for i, d := range p.plays {
		if words != "" && d.Text == words {
			return p.reports[i].ID
		}
	}
	return 0
}

func (p *past) holder(to demoHolder) report.Holder {
	h := report.Holder{Kind: report.ByPost, Role: to.Role, Area: p.areas[to.Area]}
	switch {
	case to.Org != "":
		return report.Holder{Kind: report.ByOrg, Org: p.orgs[to.Org]}
	case to.Person != "":
		h.Kind, h.Person = report.ByPerson, p.persons[to.Person].ID
	}
	return h
}

// release lets the community's clerk approve the photos that wait: their authors have no WeChat identity, so the
// platform cannot check them.
func (p *past) release(ctx context.Context, r report.Report) error {
	home, err := p.tree.Get(r.Community)
	if err != nil || r.State == report.Submitted {
		return err
	}
	code := home.Code + "-02"
	if !strings.Contains(demoStaff, "\n"+code+" ") {
		code = "ZX-01"
	}
	who, err := p.actor(ctx, code, moment{})
	if err != nil {
		return err
	}
	held, err := p.s.Media.Withheld(ctx, who, r.Community, media.Withheld, 0)
	if err != nil {
		return err
	}
	for _, f := range held.Items {
		if err := p.s.Media.Decide(ctx, who, f.ID, true, "已人工查看"); err != nil {
			return err
		}
	}
	return nil
}

// demoReplies are the reply templates of each community.
var demoReplies = []report.Template{
	{Name: "已安排", Text: "您好，已经安排师傅，今天内到现场处理，请留意消息。"},
	{Name: "上门查看", Text: "您好，我们马上到现场看一看，看完给您答复。"},
	{Name: "已派部门", Text: "您好，这件事已经交给负责的部门，办理情况会及时告诉您。"},
	{Name: "感谢反映", Text: "谢谢您的反映，以后遇到问题随时拍照发给我们。"},
}

// replies gives each community its reply templates, unless it has some.
func (p *past) replies(ctx context.Context) error {
	for _, c := range demoCommunities {
		who, err := p.actor(ctx, c.code+"-02", moment{})
		if err != nil {
			return err
		}
		known, err := p.s.Reports.Templates(ctx, who, "")
		if err != nil || len(known) > 0 {
			return err
		}
		for _, t := range demoReplies {
			t.Community = p.areas[c.code]
			if _, err := p.s.Reports.AddTemplate(ctx, who, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// urgent returns what staff say about the danger, nil for nothing.
func urgent(said bool) *bool {
	if !said {
		return nil
	}
	return &said
}
