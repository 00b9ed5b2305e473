package report

import (
	"linli/app/area"
	"linli/app/auth"
)

// Option is something staff can choose to do to a report: the last word of that deed's address in the API.
type Option string

// The options.
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
	CanWhistle   Option = "whistle"  // of package whistle
	CanAppraise  Option = "appraise" // of package appraisal
)

// EveryOption lists them all.
var EveryOption = []Option{
	CanAccept, CanRefuse, CanAssign, CanLocate, CanMerge, CanUnmerge, CanSplit, CanTake, CanReturn, CanReply, CanAsk,
	CanNote, CanStep, CanResolve, CanEscalate, CanSupervise, CanAccount, CanExtend, CanSuspend, CanApprove, CanDecline,
	CanResume, CanFollowUp, CanWhistle, CanAppraise,
}

// Options returns what the actor can choose to do to the report now, nothing if it is no work of his. Whatever is
// missing would be refused, but for a word to the author of a report that ended without work. Whatever is there may
// still meet what only trying shows: open parts, or that nobody acts above. steps is how many named parts of the work
// are left. The last two have rules of their own (whistle.Fits, appraisal.Fits).
func Options(t *area.Tree, who auth.Actor, r Report, steps int) []Option {
	if !Works(t, who, r) {
		return nil
	}
	desk, above := Dispatches(t, who, r), reach(t, who, r)
	mine := who.Need(auth.Workers...) == nil && holds(who, r.Holder)
	handles, whole := desk || mine, r.Parent == 0
	begun := r.Open() && r.State != Submitted
	var can []Option
	offer := func(ok bool, options ...Option) {
		if ok {
			can = append(can, options...)
		}
	}
	// Intake and dispatch.
	offer(desk && r.State == Submitted, CanAccept, CanRefuse)
	offer(desk && (r.State == Accepted || r.State == Assigned), CanAssign)
	offer(desk && whole && (r.State == Submitted || r.State == Accepted) && r.Category != System, CanLocate)
	offer(desk && whole && r.Open() && r.Parts == 0 && r.Followers == 0, CanMerge)
	offer(desk && r.State == Merged, CanUnmerge)
	offer(desk && whole && begun && r.Parts+2 <= mostParts, CanSplit)
	// The work.
	offer(mine && r.State == Assigned || desk && r.State == Accepted, CanTake)
	offer(handles && r.State == InHand && steps > 0, CanStep)
	offer(handles && r.State == InHand, CanResolve)
	offer(handles && (r.State == Assigned || r.State == InHand), CanReturn)
	offer(handles && whole && (r.State == Accepted || r.State == InHand) && !r.paused(), CanAsk)
	offer(handles && r.paused() && !r.waits(), CanResume)
	offer(whole && (r.Open() || r.State == Resolved || r.State == Closed), CanReply)
	offer(true, CanNote)
	// Between the holder and those above him.
	rung := height(r.Holder)
	offer(handles && begun && max(rung, above) < len(rungs), CanEscalate)
	offer(handles && (r.State == Accepted || r.State == InHand) && r.Postponing.Kind == "" && !r.paused() &&
		max(rung, above) < len(rungs), CanExtend, CanSuspend)
	offer(desk && r.decidedBy(who, above), CanApprove, CanDecline)
	offer(desk && r.Open() && r.Supervision.By == 0 && above > rung, CanSupervise)
	offer(handles && r.Supervision.By != 0, CanAccount)
	// Afterwards.
	offer(KnowsReporter(t, who, r) && r.State == Closed && r.FollowUp == ToFollowUp, CanFollowUp)
	return can
}
