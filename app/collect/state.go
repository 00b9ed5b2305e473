package collect

import (
	"linli/app/when"
)

// State is the life of a campaign:
//
//	drafted ─start (the secretary's yes)→ agreed ─its first day→ open ─its last day is over, or end→ ended ─its drop day→ dropped
//	   └──── deleted
//
// Without a decision behind it a campaign cannot start. Dropped has counts and no answers.
type State string

// The states.
const (
	Drafted State = "drafted"
	Agreed  State = "agreed"
	Open    State = "open"
	Ended   State = "ended"
	Dropped State = "dropped"
)

var stateNames = map[State]string{Drafted: "未开始", Agreed: "书记已同意", Open: "进行中", Ended: "已结束", Dropped: "已结束，答复已删除"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// start notes the secretary's yes. Faults: ErrState, ErrUndecided, ErrDays when its last day is over.
func (c *Campaign) start(by deedBy) (reason string, err error) {
	if c.State != Drafted {
		return "", ErrState
	}
	if reason, err = c.admitted(); err != nil {
		return "", err
	}
	today := when.DateOf(by.at)
	if c.Until < today {
		return "", ErrDays
	}
	c.State, c.AgreedBy, c.AgreedAt = Agreed, by.person, by.at
	c.open(today)
	return reason, nil
}

// open opens an agreed campaign on its first day.
func (c *Campaign) open(today when.Date) bool {
	if c.State != Agreed || today < c.From {
		return false
	}
	c.State = Open
	return true
}

// end ends it. Fault: ErrState.
func (c *Campaign) end(counts Counts, by deedBy) error {
	if c.State != Open && c.State != Agreed {
		return ErrState
	}
	c.State, c.Counts, c.EndedBy, c.EndedAt = Ended, counts, by.person, by.at
	return nil
}

// over says whether its last day is over.
func (c Campaign) over(today when.Date) bool { return c.State == Open && c.Until < today }

// droppable says whether its answers are to be deleted.
func (c Campaign) droppable(today when.Date) bool { return c.State == Ended && c.Drop <= today }

// Answered is where a household stands.
type Answered string

// The states of an answer. Todo and Absent can still be answered; the first answer counts.
const (
	Todo      Answered = "todo"
	Confirmed Answered = "confirmed"
	Changed   Answered = "changed"
	Absent    Answered = "absent"
	Refused   Answered = "refused"
)

// AnswerStates lists them in the order shown.
var AnswerStates = []Answered{Todo, Absent, Confirmed, Changed, Refused}

var answerNames = map[Answered]string{Todo: "还没问", Confirmed: "没有变化", Changed: "有变化", Absent: "没人在家", Refused: "不愿意"}

// Name returns the state in Chinese.
func (a Answered) Name() string { return answerNames[a] }

// How says who answered.
type How string

// The ways.
const (
	Themselves How = "self"
	AtDoor     How = "door"
)

var howNames = map[How]string{Themselves: "自己答的", AtDoor: "上门问的"}

// Name returns the way in Chinese.
func (h How) Name() string { return howNames[h] }
