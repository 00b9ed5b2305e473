package report

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/media"
	"linli/app/pace"
	"linli/app/text"
	"linli/app/when"
)

// The faults of parts.
var (
	ErrSplit = fault.New(fault.Invalid, "report.split", "请分成 2 至 10 项，每项写明做什么、交给谁")
	ErrParts = fault.New(fault.Conflict, "report.parts", "还有分办的事项没有完成")
	ErrPart  = fault.New(fault.Conflict, "report.part", "这是分办的事项，请在主件上这样办理")
	ErrMoved = fault.New(fault.Conflict, "report.moved", "这件事有并案或分办，不能移到别的社区")
)

// mostParts is the maximum number of parts of one report, over its whole life.
const mostParts = 20

// Part is the task and the holder of one part of a report.
type Part struct {
	Words string
	To    Holder
}

// Split divides a report into parts, each a report with its own holder and clocks. The actor becomes the holder of the whole
// and resolves it when all parts are done. The author is told about the whole only. Faults: ErrSplit, ErrHolder, ErrState,
// ErrNotYours.
func (s *Service) Split(ctx context.Context, who auth.Actor, id int64, parts []Part) (Report, error) {
	return s.act(ctx, who, id, Handling{}, func(d deed) (Event, error) {
		if err := d.dispatcher(); err != nil {
			return Event{}, err
		}
		if len(parts) < 2 || len(parts) > 10 {
			return Event{}, ErrSplit
		}
		r := d.report
		if err := d.whole(); err != nil {
			return Event{}, err
		}
		if r.Parts+len(parts) > mostParts {
			return Event{}, ErrSplit
		}
		if err := r.move(InHand, Accepted, Assigned, InHand); err != nil {
			return Event{}, err
		}
		r.Holder, r.TakenAt = d.actor(), d.now
		r.Begin(d.promise().Promise, when.Term{}, d.now)
		files, err := d.tx.FilesOf(d.ctx, r.ID)
		if err != nil {
			return Event{}, err
		}
		files = files[:min(len(files), media.MostPerReport)]
		for _, p := range parts {
			if err := d.part(p, files); err != nil {
				return Event{}, err
			}
		}
		return public(DidSplit, fmt.Sprintf("分成 %d 项同时办理", len(parts))), nil
	})
}

// part adds one part of a report that is being split.
func (d deed) part(p Part, files []int64) error {
	p.Words = text.Words(p.Words)
	if err := words(p.Words, MaxWords); err != nil {
		return ErrSplit
	}
	to, err := d.needHolder(p.To)
	if err != nil {
		return err
	}
	whole := d.report
	running, err := d.number()
	if err != nil {
		return err
	}
	child := *whole
	child.ID, child.Number, child.Parent, child.Request, child.EnteredBy = 0, running, whole.ID, "", 0
	child.Text, child.Shared, child.State, child.Parts, child.Followers, child.Joins = p.Words, false, Accepted, 0, 0, 0
	child.Supervision, child.Postponing, child.SubmittedAt, child.AcceptedAt = pace.Supervision{}, pace.Postponement{}, d.now, d.now
	child.Began = d.now
	child.Returns, child.Urges, child.Reopens, child.StepsDone = 0, 0, 0, 0
	child.unask()
	o := d
	o.report = &child
	if err := child.Assign(to, d.promise(), d.now); err != nil {
		return err
	}
	child.schedule()
	if _, err := d.tx.AddReport(d.ctx, &child); err != nil {
		return err
	}
	whole.Parts++
	if err := d.note(&child, internal(DidSplit, p.Words, files...)); err != nil {
		return err
	}
	return o.holder(NoticeAssigned, p.Words)
}

// whole returns ErrPart for a part, whose author is told about the whole only.
func (d deed) whole() error {
	if d.report.Parent != 0 {
		return ErrPart
	}
	return nil
}

// partDone tells the holder of the whole that a part is done.
func (d deed) partDone(result string) error {
	whole, err := d.tx.LockReport(d.ctx, d.report.Parent)
	if err != nil {
		return err
	}
	o := d
	o.report = &whole
	open, err := d.tx.OpenParts(d.ctx, whole.ID)
	if err != nil {
		return err
	}
	said := d.report.Say() + " 已完成"
	if open > 1 { // this part still counts as open
		said += fmt.Sprintf("，还有 %d 项", open-1)
	}
	if err := d.note(&whole, internal(DidPart, said+colon(result), d.Files...)); err != nil {
		return err
	}
	return o.holder(noticePartDone, said+colon(result))
}
