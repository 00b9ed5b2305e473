package order

import "linli/app/timeline"

// EventKind is what was done to an order.
type EventKind string

// The kinds.
const (
	DidAsk    EventKind = "ask"
	DidAgree  EventKind = "agree"
	DidMove   EventKind = "move"
	DidTeam   EventKind = "team"
	DidCome   EventKind = "come"
	DidOpen   EventKind = "open"
	DidWrong  EventKind = "wrong"
	DidRenew  EventKind = "renew"
	DidVouch  EventKind = "vouch"
	DidRaise  EventKind = "raise"
	DidFinish EventKind = "finish"
	DidAccept EventKind = "accept"
	DidReject EventKind = "reject"
	DidPaper  EventKind = "paper"
	DidFail   EventKind = "fail"
	DidCancel EventKind = "cancel"
	DidBreach EventKind = "breach"
	DidPass   EventKind = "pass"
)

// EventKinds lists them all.
var EventKinds = []EventKind{
	DidAsk, DidAgree, DidMove, DidTeam, DidCome, DidOpen, DidWrong, DidRenew, DidVouch, DidRaise, DidFinish, DidAccept, DidReject, DidPaper, DidFail, DidCancel,
	DidBreach, DidPass,
}

var eventNames = map[EventKind]string{
	DidAsk: "请人上门", DidAgree: "约好上门", DidMove: "改时间", DidTeam: "换人", DidCome: "出发", DidOpen: "口令核对无误", DidWrong: "口令不对", DidRenew: "换口令",
	DidVouch: "电话核对来人", DidRaise: "改上限", DidFinish: "做完了", DidAccept: "居民确认收到", DidReject: "居民说没收到", DidPaper: "纸上签收", DidFail: "不能上门",
	DidCancel: "取消", DidBreach: "没有按时安排", DidPass: "过了时间还没完成",
}

// Name returns the kind in Chinese.
func (k EventKind) Name() string { return eventNames[k] }

// Event is one line of an order's timeline. Public lines are read by the resident.
type Event struct {
	timeline.Line[EventKind]
	Public bool
}

// hidden are the kinds that only staff read.
var hidden = map[EventKind]bool{DidBreach: true, DidPass: true}

func did(kind EventKind, words string) Event {
	e := Event{Public: !hidden[kind]}
	e.Kind, e.Text = kind, words
	return e
}
