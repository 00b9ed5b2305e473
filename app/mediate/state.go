package mediate

import "slices"

// State is where a case is.
//
//	asked ─accept→ accepted ─all agree→ agreed ─talk→ talking ⇄ talk, minutes, draft
//	                                                    │ sign
//	                                                agreement ──broken promise: talk again──→ talking
//	asked, accepted, agreed, talking ─→ failed | withdrawn (a side stops)
//	agreement | failed | withdrawn ─follow up→ followed ─close→ closed
//	all but closed ─nothing happens→ closed
type State string

// The states.
const (
	Asked     State = "asked"
	Accepted  State = "accepted"
	Agreed    State = "agreed"
	Talking   State = "talking"
	Settled   State = "agreement"
	Failed    State = "failed"
	Withdrawn State = "withdrawn"
	Followed  State = "followed"
	Closed    State = "closed"
)

// States lists them all.
var States = []State{Asked, Accepted, Agreed, Talking, Settled, Failed, Withdrawn, Followed, Closed}

// Results lists how a mediation can end.
var Results = []State{Settled, Failed, Withdrawn}

var stateNames = map[State]string{
	Asked: "等待受理", Accepted: "征求双方同意", Agreed: "双方同意，待约时间", Talking: "正在调解", Settled: "已达成协议", Failed: "没有调解成",
	Withdrawn: "当事人不再调解", Followed: "已回访", Closed: "已结案",
}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Deed is what somebody does with a case.
type Deed string

// The deeds.
const (
	DidAsk     Deed = "ask"
	DidAccept  Deed = "accept"
	DidName    Deed = "name"    // another mediator
	DidJoin    Deed = "join"    // another party
	DidAgree   Deed = "agree"   // one party agrees
	DidAll     Deed = "all"     // the last one does
	DidPlan    Deed = "plan"    // a talk
	DidCancel  Deed = "cancel"  // a talk
	DidMinute  Deed = "minute"  // what was said in a talk
	DidDraft   Deed = "draft"   // an agreement
	DidSign    Deed = "sign"    // it
	DidFail    Deed = "fail"    // no agreement, or not a matter for mediation
	DidStop    Deed = "stop"    // a side stops
	DidDo      Deed = "do"      // what was promised
	DidBreak   Deed = "break"   // a promise
	DidAgain   Deed = "again"   // talk once more, after a broken promise
	DidFollow  Deed = "follow"  // ask afterwards how it is
	DidClose   Deed = "close"   // the file
	DidLapse   Deed = "lapse"   // the file closes by itself
	DidConvert Deed = "convert" // a report into a case
)

var deedNames = map[Deed]string{
	DidAsk: "申请调解", DidAccept: "受理", DidName: "安排调解员", DidJoin: "登记当事人", DidAgree: "同意调解", DidAll: "各方都同意调解", DidPlan: "约定时间",
	DidCancel: "取消约定的时间", DidMinute: "记录调解", DidDraft: "拟协议", DidSign: "达成协议", DidFail: "没有调解成", DidStop: "当事人不再调解", DidDo: "做到一项约定",
	DidBreak: "一项约定没有做到", DidAgain: "再次约谈", DidFollow: "回访", DidClose: "结案", DidLapse: "很久没有新情况，自动结案", DidConvert: "由事件转来",
}

// Name returns the deed in Chinese.
func (d Deed) Name() string { return deedNames[d] }

// moves has for each state what can be done in it, and where it leads.
var moves = map[State]map[Deed]State{
	Asked:     {DidAccept: Accepted, DidFail: Failed, DidStop: Withdrawn, DidLapse: Closed},
	Accepted:  {DidName: Accepted, DidJoin: Accepted, DidAgree: Accepted, DidAll: Agreed, DidFail: Failed, DidStop: Withdrawn, DidLapse: Closed},
	Agreed:    {DidName: Agreed, DidJoin: Accepted, DidPlan: Talking, DidMinute: Talking, DidFail: Failed, DidStop: Withdrawn, DidLapse: Closed},
	Talking:   {DidName: Talking, DidPlan: Talking, DidCancel: Talking, DidMinute: Talking, DidDraft: Talking, DidSign: Settled, DidFail: Failed, DidStop: Withdrawn, DidLapse: Closed},
	Settled:   {DidDo: Settled, DidBreak: Settled, DidAgain: Talking, DidFollow: Followed, DidLapse: Closed},
	Failed:    {DidFollow: Followed, DidLapse: Closed},
	Withdrawn: {DidFollow: Followed, DidLapse: Closed},
	Followed:  {DidDo: Followed, DidBreak: Followed, DidAgain: Talking, DidFollow: Followed, DidClose: Closed, DidLapse: Closed},
}

// Next returns the state after a deed, or ErrState when the deed is not possible.
func Next(s State, d Deed) (State, error) {
	to, ok := moves[s][d]
	if !ok {
		return s, ErrState
	}
	return to, nil
}

// Live says whether the case has no result yet.
func (s State) Live() bool { return slices.Contains(live, s) }

// live are the states without a result.
var live = []State{Asked, Accepted, Agreed, Talking}

// do takes a case on by one deed.
func (c *Case) do(d Deed) error {
	to, err := Next(c.State, d)
	if err != nil {
		return err
	}
	c.State = to
	return nil
}

// deskDeeds are those of mediators, in the order of their buttons.
var deskDeeds = []Deed{DidAccept, DidJoin, DidAgree, DidPlan, DidMinute, DidDraft, DidSign, DidDo, DidBreak, DidAgain, DidFollow, DidClose, DidName, DidCancel, DidStop, DidFail}

// Can names what its mediators may do with a case.
func (c Case) Can() []string {
	can := []string{}
	planned := slices.ContainsFunc(c.Talks, func(t Talk) bool { return t.State == Planned })
	open := slices.ContainsFunc(c.Promises, func(p Promise) bool { return p.State != Done })
	for _, d := range deskDeeds {
		if _, err := Next(c.State, d); err != nil {
			continue
		}
		switch d {
		case DidCancel:
			if !planned {
				continue
			}
		case DidSign:
			if c.Agreement.Text == "" {
				continue
			}
		case DidDo, DidBreak:
			if !open {
				continue
			}
		case DidAgain:
			if c.Result != Settled || !c.broken() {
				continue
			}
		case DidName:
			if len(c.Mediators) >= MaxMediators {
				continue
			}
		case DidJoin:
			if len(c.Parties) >= MaxParties {
				continue
			}
		}
		can = append(can, string(d))
	}
	return can
}

// CanOwn names what a party may do.
func (c Case) CanOwn(p Party) []string {
	can := []string{}
	if c.State == Accepted && p.Answer != Yes {
		can = append(can, string(DidAgree))
	}
	if _, err := Next(c.State, DidStop); err == nil {
		can = append(can, string(DidStop))
	}
	if _, err := Next(c.State, DidDo); err == nil && slices.ContainsFunc(c.Promises, func(one Promise) bool { return one.Party == p.ID && one.State != Done }) {
		can = append(can, string(DidDo))
	}
	return can
}
