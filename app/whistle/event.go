package whistle

import "time"

// EventKind is one kind of line in a whistle's timeline.
type EventKind string

// The kinds.
const (
	DidCall   EventKind = "call"
	DidAnswer EventKind = "answer"
	DidMuster EventKind = "muster"
	DidResult EventKind = "result"
	DidMiss   EventKind = "miss" // the time is over and an org is not there
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

// Event is one line of the timeline. Lines are only ever added.
type Event struct {
	Whistle int64
	At      time.Time
	Kind    EventKind
	Person  int64 // 0 is the system
	Org     int64 // for which he did it; 0 for the community
	Request string
	Text    string
	Files   []int64
}
