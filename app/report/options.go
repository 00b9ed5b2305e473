package report

import (
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pace"
)

// Option is an action that a client may offer for a report: the last word of its path in the API.
type Option string

// The options of the author, at /reports/:id/…
const (
	CanAdd      Option = "add"
	CanUrge     Option = "urge"
	CanAnswer   Option = "answer"
	CanWithdraw Option = "withdraw"
	CanReview   Option = "review"
	CanReopen   Option = "reopen"
)

// The options of a steward, at /steward/reports/:id/…; a steward also resolves.
const (
	CanAcknowledge Option = "acknowledge"
	CanLook        Option = "look"
)

// The options of staff, at /staff/reports/:id/…
const (
	CanAccept    Option = "accept"
	CanRefuse    Option = "refuse"
	CanAssign    Option = "assign"
	CanLocate    Option = "locate"
	CanMerge     Option = "merge"
	CanUnmerge   Option = "unmerge"
	CanSplit     Option = "split"
	CanTake      Option = "take"
	CanReturn    Option = "return"
	CanReply     Option = "reply"
	CanAsk       Option = "ask"
	CanNote      Option = "note"
	CanStep      Option = "step"
	CanResolve   Option = "resolve"
	CanEscalate  Option = "escalate"
	CanSupervise Option = "supervise"
	CanAccount   Option = "account"
	CanExtend    Option = "extend"
	CanSuspend   Option = "suspend"
	CanApprove   Option = "approve"
	CanDecline   Option = "decline"
	CanResume    Option = "resume"
	CanFollowUp  Option = "follow-up"
	CanWhistle   Option = "whistle"  // whistle.Fits
	CanAppraise  Option = "appraise" // appraisal.Fits
)

// All options, by audience.
var (
	EveryOwnOption  = []Option{CanAdd, CanUrge, CanAnswer, CanWithdraw, CanReview, CanReopen}
	EveryDutyOption = []Option{CanAcknowledge, CanLook, CanResolve}
	EveryWorkOption = []Option{
		CanAccept, CanRefuse, CanAssign, CanLocate, CanMerge, CanUnmerge, CanSplit, CanTake, CanReturn, CanReply, CanAsk,
		CanNote, CanStep, CanResolve, CanEscalate, CanSupervise, CanAccount, CanExtend, CanSuspend, CanApprove, CanDecline,
		CanResume, CanFollowUp, CanWhistle, CanAppraise,
	}
)

// OwnOptions returns the actor's options as the author, none for another actor. An offered reminder may still be too early.
func OwnOptions(who auth.Actor, r Report, now time.Time) []Option {
	can := offers{}
	if !Speaks(who, r) {
		return can
	}
	ended := r.State == Resolved || r.State == Closed
	can.offer(r.Question != "", CanAnswer)
	can.offer(r.Open() || r.State == Merged, CanUrge, CanAdd)
	can.offer(r.mayWithdraw(now), CanWithdraw)
	can.offer(ended && !r.Reviewed, CanReview)
	can.offer(ended && r.Reopens < MaxReopens && !now.After(r.ResolvedAt.Add(ReopenWithin)), CanReopen)
	return can
}

// DutyOptions returns the actor's options as a steward, none for another actor.
func DutyOptions(t *area.Tree, who auth.Actor, r Report) []Option {
	can := offers{}
	if !Tends(t, who, r) || !r.Open() {
		return can
	}
	can.offer(true, CanAcknowledge, CanLook)
	can.offer(!r.Urgent && r.Parent == 0 && (r.State != InHand || holds(t, who, r.Holder)), CanResolve)
	return can
}

// WorkOptions returns the actor's options as staff, none if they do not handle the report. An option that is not offered
// would be refused, except a reply to the author of a report that ended without work. An offered one may still fail: on open
// parts, or with no staffed post above. steps is how many named parts of the work are left.
func WorkOptions(t *area.Tree, who auth.Actor, r Report, steps int) []Option {
	can := offers{}
	if !Works(t, who, r) {
		return can
	}
	desk, above := Dispatches(t, who, r), reach(t, who, r)
	mine := who.Need(auth.Workers...) == nil && holds(t, who, r.Holder)
	handles, whole := desk || mine, r.Parent == 0
	begun := r.Open() && r.State != Submitted
	// Intake and dispatch.
	can.offer(desk && r.State == Submitted, CanAccept, CanRefuse)
	can.offer(desk && (r.State == Accepted || r.State == Assigned), CanAssign)
	can.offer(desk && whole && (r.State == Submitted || r.State == Accepted) && r.Category != System, CanLocate)
	can.offer(desk && whole && r.Open() && r.Parts == 0 && r.Followers == 0, CanMerge)
	can.offer(desk && r.State == Merged, CanUnmerge)
	can.offer(desk && whole && begun && r.Parts+2 <= mostParts, CanSplit)
	// The work.
	can.offer(mine && r.State == Assigned || desk && r.State == Accepted, CanTake)
	can.offer(handles && r.State == InHand && steps > 0, CanStep)
	can.offer(handles && r.State == InHand, CanResolve)
	can.offer(handles && (r.State == Assigned || r.State == InHand), CanReturn)
	can.offer(handles && whole && (r.State == Accepted || r.State == InHand) && !r.Paused(), CanAsk)
	can.offer(handles && r.Paused() && !r.waits(), CanResume)
	can.offer(whole && (r.Open() || r.State == Resolved || r.State == Closed), CanReply)
	can.offer(true, CanNote)
	// Between the holder and the levels above.
	rung := height(r.Holder)
	can.offer(handles && begun && max(rung, above) < pace.Top, CanEscalate)
	can.offer(handles && (r.State == Accepted || r.State == InHand) && r.Postponing.Kind == "" && !r.Paused() &&
		max(rung, above) < pace.Top, CanExtend, CanSuspend)
	can.offer(desk && r.decidedBy(who, above), CanApprove, CanDecline)
	can.offer(desk && r.Open() && r.Supervision.By == 0 && above > rung, CanSupervise)
	can.offer(handles && r.Supervision.By != 0, CanAccount)
	// Afterwards.
	can.offer(KnowsReporter(t, who, r) && r.State == Closed && r.FollowUp == ToFollowUp, CanFollowUp)
	return can
}

type offers []Option

func (o *offers) offer(ok bool, more ...Option) {
	if ok {
		*o = append(*o, more...)
	}
}
