package report

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/notify"
	"linli/app/when"
)

// What can go wrong with a postponement.
var (
	ErrPostponing    = fault.New(fault.Conflict, "report.postponing", "已有一个申请在等批复")
	ErrNotPostponing = fault.New(fault.Conflict, "report.not_postponing", "没有待批复的申请")
	ErrUntil         = fault.New(fault.Invalid, "report.until", "请填写期限：延期须晚于原期限且不超过 60 天，挂账不超过一年")
)

// Postponement is what the holder asks the level above him for: more time, or that the clocks stand still.
type Postponement struct {
	Kind  PostponeKind // "" nothing is asked
	Until time.Time
	By    int64
	To    Holder // the post that decides
}

// PostponeKind says what is asked for.
type PostponeKind string

// The kinds.
const (
	Extend  PostponeKind = "extend"  // 延期: a later deadline
	Suspend PostponeKind = "suspend" // 挂账: nothing can be done before a date
)

// postponeAsked are the notices to the post that decides.
var postponeAsked = map[PostponeKind]notify.Kind{Extend: noticeExtendAsked, Suspend: noticeSuspendAsked}

const (
	longestExtension  = 60 * 24 * time.Hour
	longestSuspension = 366 * 24 * time.Hour
)

// Check returns ErrUntil for a time that cannot be granted.
func (p Postponement) Check(r Report, now time.Time) error {
	late := now.Add(longestSuspension)
	after := now
	if p.Kind == Extend {
		late, after = when.Later(r.WholeDue, now).Add(longestExtension), when.Later(r.WholeDue, now)
	}
	if !p.Until.After(after) || p.Until.After(late) {
		return ErrUntil
	}
	return nil
}

// AskToExtend asks the level above for a later deadline; the words say why. Faults: ErrPostponing, ErrUntil, ErrTop,
// ErrState, ErrNotYours, ErrWords.
func (s *Service) AskToExtend(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.postpone(ctx, who, id, h, Extend, DidExtend)
}

// AskToSuspend asks the level above to let the clocks stand still until a date. Faults as for AskToExtend.
func (s *Service) AskToSuspend(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.postpone(ctx, who, id, h, Suspend, DidSuspend)
}

func (s *Service) postpone(ctx context.Context, who auth.Actor, id int64, h Handling, kind PostponeKind, did EventKind) (Report, error) {
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
		case r.paused():
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
		r.Postponing = Postponement{Kind: kind, Until: d.Until, By: who.Person, To: post}
		if err := r.Postponing.Check(*r, d.now); err != nil {
			return Event{}, err
		}
		to, err := d.holders(post)
		if err != nil {
			return Event{}, err
		}
		said := "到" + when.Full(d.Until) + "：" + d.Words
		return Event{Kind: did, Text: said}, d.tell(postponeAsked[kind], said, to)
	})
}

// Approve grants what the holder asked for. Who stands on the level that was asked, or above it, may; never he who
// asked. Faults: ErrNotPostponing, ErrNotYours, ErrUntil when the time has passed meanwhile.
func (s *Service) Approve(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		asked, err := d.decides()
		if err != nil {
			return Event{}, err
		}
		r := d.report
		if err := asked.Check(*r, d.now); err != nil {
			return Event{}, err
		}
		r.Postponing = Postponement{}
		until := when.Full(asked.Until)
		if asked.Kind == Suspend {
			r.pause(d.now, asked.Until)
			err = d.author(noticeSuspended, "暂时无法办理，"+until+"恢复办理。")
		} else {
			r.extend(d.promise(), asked.Until, d.now)
			err = d.author(noticeExtended, "办理期限延长到"+until+"。")
		}
		if err != nil {
			return Event{}, err
		}
		event := Event{Kind: DidApprove, Public: true, Text: postponeNames[asked.Kind] + "到" + until + colon(d.Words)}
		return event, d.tell(noticePostponeApproved, event.Text, []int64{asked.By})
	})
}

// Decline refuses what the holder asked for; the words say why.
func (s *Service) Decline(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		asked, err := d.decides()
		if err != nil {
			return Event{}, err
		}
		if err := d.speaks(); err != nil {
			return Event{}, err
		}
		d.report.Postponing = Postponement{}
		return Event{Kind: DidDecline, Text: d.Words}, d.tell(noticePostponeDeclined, d.Words, []int64{asked.By})
	})
}

// Resume ends a suspension before its time.
func (s *Service) Resume(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.handler, d.mayspeak); err != nil {
			return Event{}, err
		}
		if !d.report.paused() || d.report.waits() {
			return Event{}, ErrNotPaused
		}
		d.report.resume(d.promise(), d.now)
		return Event{Kind: DidResume, Public: true, Text: d.Words}, nil
	})
}

var postponeNames = map[PostponeKind]string{Extend: "延期", Suspend: "挂账"}

// decides returns what is asked for, if the actor may decide it.
func (d deed) decides() (Postponement, error) {
	if err := d.dispatcher(); err != nil {
		return Postponement{}, err
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

// decidedBy says whether something is asked for that an actor on a rung may decide: not he who asked, nor below the post
// that was asked.
func (r Report) decidedBy(who auth.Actor, rung int) bool {
	p := r.Postponing
	return p.Kind != "" && r.Open() && p.By != who.Person && rung >= height(p.To)
}

// extend moves the end of the whole case.
func (r *Report) extend(p Promise, until, now time.Time) {
	r.resume(p, now)
	r.WholeDue = until
	r.calm()
	if r.State == InHand {
		r.work(p, now)
		return
	}
	r.begin(p, p.Dispatch, now)
}
