package whistle

import "linli/app/timeline"

// EventKind is one kind of line in a whistle's timeline.
type EventKind string

// The kinds.
const (
	DidCall   EventKind = "call"
	DidAnswer EventKind = "answer"
	DidMuster EventKind = "muster"
	DidResult EventKind = "result"
	DidMiss   EventKind = "miss" // the time is over and an org has not mustered
	DidClose  EventKind = "close"
	DidCancel EventKind = "cancel"
)

// EventKinds lists them all.
var EventKinds = []EventKind{DidCall, DidAnswer, DidMuster, DidResult, DidMiss, DidClose, DidCancel}

var titles = map[EventKind]string{
	DidCall: "吹哨", DidAnswer: "答复", DidMuster: "报到", DidResult: "反馈结果", DidMiss: "超时未报到", DidClose: "办结", DidCancel: "取消",
}

// Title returns the kind in Chinese.
func (k EventKind) Title() string { return titles[k] }

// Event is one line of a whistle's timeline.
type Event struct {
	timeline.Line[EventKind]
	Whistle int64
	Org     int64 // the org that did it; 0 is the community
}

func did(k EventKind, words string, files ...int64) Event {
	return Event{Line: timeline.Line[EventKind]{Kind: k, Text: words, Files: files}}
}

// missedBy is the line for an org that has not mustered in time.
func missedBy(org int64) Event {
	e := did(DidMiss, "")
	e.Org = org
	return e
}
