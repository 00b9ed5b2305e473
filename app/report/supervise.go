package report

import (
	"context"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pace"
	"linli/app/when"
)

// The faults of supervision.
var (
	ErrSupervised    = fault.New(fault.Conflict, "report.supervised", "上一次督办还没有回复，请先等回复")
	ErrNotSupervised = fault.New(fault.Conflict, "report.not_supervised", "现在没有要回复的督办")
	ErrReplyBy       = fault.New(fault.Invalid, "report.reply_by", "回复期限要在今后 30 天以内")
)

// Supervise demands an account from the holder of the report. Only an actor above the holder may. Faults: ErrSupervised
// while an account is due, ErrReplyBy, ErrState, ErrNotYours, ErrWords.
func (s *Service) Supervise(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.dispatcher, d.speaks); err != nil {
			return Event{}, err
		}
		r := d.report
		switch {
		case reach(d.tree, who, *r) <= height(r.Holder):
			return Event{}, ErrNotYours
		case !r.Open():
			return Event{}, ErrState
		case r.Supervision.By != 0:
			return Event{}, ErrSupervised
		}
		wanted, ok := pace.Supervise(d.promise().Times, who.Person, d.Until, d.now)
		if !ok {
			return Event{}, ErrReplyBy
		}
		r.Supervision = wanted
		said := d.Words + "（请在" + when.Full(wanted.DueAt) + "前回复）"
		return internal(DidSupervise, d.Words), d.holder(NoticeSupervised, said)
	})
}

// ReplySupervision gives the demanded account. Faults: ErrNotSupervised, ErrNotYours, ErrWords.
func (s *Service) ReplySupervision(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.handler, d.speaks, d.attach); err != nil {
			return Event{}, err
		}
		by := d.report.Supervision.By
		if by == 0 {
			return Event{}, ErrNotSupervised
		}
		d.report.Supervision = pace.Supervision{}
		return internal(DidReport, d.Words, d.Files...), d.tell(noticeSupervisionReplied, d.Words, []int64{by})
	})
}
