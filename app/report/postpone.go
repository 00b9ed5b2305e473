package report

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/notify"
	"linli/app/pace"
	"linli/app/when"
)

// The faults of a postponement.
var (
	ErrPostponing    = fault.New(fault.Conflict, "report.postponing", "已有一个申请在等批复")
	ErrNotPostponing = fault.New(fault.Conflict, "report.not_postponing", "没有待批复的申请")
	ErrUntil         = fault.New(fault.Invalid, "report.until", "请填写期限：延期须晚于原期限且不超过 60 天，挂账不超过一年")
)

// postponeAsked are the notices to the post that decides, by kind.
var postponeAsked = map[pace.PostponeKind]notify.Kind{pace.Extend: noticeExtendAsked, pace.Suspend: noticeSuspendAsked}

// AskToExtend asks the level above for a later deadline; the words give the reason. Faults: ErrPostponing, ErrUntil, ErrTop,
// ErrState, ErrNotYours, ErrWords.
func (s *Service) AskToExtend(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.postpone(ctx, who, id, h, pace.Extend, DidExtend)
}

// AskToSuspend asks the level above to pause the clocks until a date. Faults as for AskToExtend.
func (s *Service) AskToSuspend(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.postpone(ctx, who, id, h, pace.Suspend, DidSuspend)
}

func (s *Service) postpone(ctx context.Context, who auth.Actor, id int64, h Handling, kind pace.PostponeKind, did EventKind) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.handler, d.speaks); err != nil {
			return Event{}, err
		}
		r := d.report
		switch {
		case r.State != Accepted && r.State != InHand:
			return Event{}, ErrState
		case r.Postponing.Kind != "":
			return Event{}, ErrPostponing
		case r.Paused():
			return Event{}, ErrPaused
		}
		own := max(height(r.Holder), reach(d.tree, who, *r))
		post, n, err := d.climb(own)
		if err != nil {
			return Event{}, err
		}
		if n == 0 {
			return Event{}, ErrTop
		}
		r.Postponing = pace.Postponement{Kind: kind, Until: d.Until, By: who.Person, To: post}
		if !r.Postponing.Within(r.Clocks, d.now) {
			return Event{}, ErrUntil
		}
		to, err := d.holders(InPost(post))
		if err != nil {
			return Event{}, err
		}
		said := "到" + when.Full(d.Until) + "：" + d.Words
		return internal(did, said), d.tell(postponeAsked[kind], said, to)
	})
}

// Approve grants the postponement. Only an actor at or above the asked level may, never the person who asked. Faults:
// ErrNotPostponing, ErrNotYours, ErrUntil when the time has passed meanwhile.
func (s *Service) Approve(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		asked, err := d.decides()
		if err != nil {
			return Event{}, err
		}
		r := d.report
		if !asked.Within(r.Clocks, d.now) {
			return Event{}, ErrUntil
		}
		r.Postponing = pace.Postponement{}
		until := when.Full(asked.Until)
		if asked.Kind == pace.Suspend {
			r.Pause(d.now, asked.Until)
			err = d.author(noticeSuspended, "暂时无法办理，"+until+"恢复办理。")
		} else {
			r.extend(d.promise(), asked.Until, d.now)
			err = d.author(noticeExtended, "办理期限延长到"+until+"。")
		}
		if err != nil {
			return Event{}, err
		}
		event := public(DidApprove, postponeNames[asked.Kind]+"到"+until+colon(d.Words))
		return event, d.tell(noticePostponeApproved, event.Text, []int64{asked.By})
	})
}

// Decline refuses the postponement; the words give the reason.
func (s *Service) Decline(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		asked, err := d.decides()
		if err != nil {
			return Event{}, err
		}
		if err := d.speaks(); err != nil {
			return Event{}, err
		}
		d.report.Postponing = pace.Postponement{}
		return internal(DidDecline, d.Words), d.tell(noticePostponeDeclined, d.Words, []int64{asked.By})
	})
}

// Resume ends a suspension before its time.
func (s *Service) Resume(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.handler, d.mayspeak); err != nil {
			return Event{}, err
		}
		if !d.report.Paused() || d.report.waits() {
			return Event{}, ErrNotPaused
		}
		d.report.Resume(d.promise().Promise, d.now)
		return public(DidResume, d.Words), nil
	})
}

var postponeNames = map[pace.PostponeKind]string{pace.Extend: "延期", pace.Suspend: "挂账"}

// decides returns the open postponement, if the actor may decide it.
func (d deed) decides() (pace.Postponement, error) {
	if err := d.dispatcher(); err != nil {
		return pace.Postponement{}, err
	}
	asked := d.report.Postponing
	switch {
	case asked.Kind == "" || !d.report.Open():
		return asked, ErrNotPostponing
	case !d.report.decidedBy(d.who, reach(d.tree, d.who, *d.report)):
		return asked, ErrNotYours
	}
	return asked, nil
}

// decidedBy says whether an actor on the rung may decide the open postponement: not the person who asked, nor a post below
// the asked one.
func (r Report) decidedBy(who auth.Actor, rung int) bool {
	return r.Open() && r.Postponing.DecidedBy(who.Person, rung)
}

// extend moves the end of the whole; the current step restarts.
func (r *Report) extend(p Promise, until, now time.Time) {
	r.Extend(p.Promise, until, now)
	if r.State == InHand {
		r.work(p, now)
		return
	}
	r.Begin(p.Promise, p.Dispatch, now)
}
