package errand

import "linli/app/timeline"

// EventKind is what was done to an errand.
type EventKind string

// The kinds.
const (
	DidAsk      EventKind = "ask"
	DidTake     EventKind = "take"
	DidHand     EventKind = "hand"
	DidSee      EventKind = "see"
	DidWant     EventKind = "want"
	DidTell     EventKind = "tell"
	DidBring    EventKind = "bring"
	DidResume   EventKind = "resume"
	DidPropose  EventKind = "propose"
	DidMandate  EventKind = "mandate"
	DidRevoke   EventKind = "revoke"
	DidHandIn   EventKind = "hand_in"
	DidReturn   EventKind = "return"
	DidFinish   EventKind = "finish"
	DidDeliver  EventKind = "deliver"
	DidReject   EventKind = "reject"
	DidClose    EventKind = "close"
	DidFail     EventKind = "fail"
	DidTurn     EventKind = "turn"
	DidWithdraw EventKind = "withdraw"
	DidTrip     EventKind = "trip"
	DidName     EventKind = "name"
	DidBreach   EventKind = "breach"
)

// EventKinds lists them all.
var EventKinds = []EventKind{
	DidAsk, DidTake, DidHand, DidSee, DidWant, DidTell, DidBring, DidResume, DidPropose, DidMandate, DidRevoke, DidHandIn, DidReturn, DidFinish,
	DidDeliver, DidReject, DidClose, DidFail, DidTurn, DidWithdraw, DidTrip, DidName, DidBreach,
}

var eventNames = map[EventKind]string{
	DidAsk: "提交代办", DidTake: "接办", DidHand: "转交代办人", DidSee: "看材料", DidWant: "加一项材料", DidTell: "一次告知所缺", DidBring: "补来材料",
	DidResume: "继续办理", DidPropose: "请居民委托", DidMandate: "居民委托", DidRevoke: "委托结束", DidHandIn: "递交", DidReturn: "部门退回", DidFinish: "办成",
	DidDeliver: "送达", DidReject: "居民说没收到", DidClose: "办结", DidFail: "不能办理", DidTurn: "转为事件", DidWithdraw: "撤回", DidTrip: "居民跑了一趟", DidName: "确定事项", DidBreach: "超时",
}

// Name returns the kind in Chinese.
func (k EventKind) Name() string { return eventNames[k] }

// Event is one line of an errand's timeline. Public lines are read by the resident.
type Event struct {
	timeline.Line[EventKind]
	Public bool
}

// hidden are the kinds that only staff read.
var hidden = map[EventKind]bool{DidTrip: true, DidSee: true}
