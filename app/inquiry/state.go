package inquiry

import "time"

// State is whose turn it is.
//
//	open ──answer──▶ answered ──a week without a word──▶ closed
//	 │ ▲─the resident says more─┘                          ▲
//	 └──────────────────────staff close it─────────────────┘
type State string

// The states. What the resident says after the end begins a new inquiry.
const (
	Open     State = "open"     // 待回复
	Answered State = "answered" // 已回复
	Closed   State = "closed"   // 已结束
)

// States lists them all.
var States = []State{Open, Answered, Closed}

var stateNames = map[State]string{Open: "待回复", Answered: "已回复", Closed: "已结束"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// asked notes words of the resident. It says whether staff did not wait for the inquiry before. Faults: ErrMany.
func (i *Inquiry) asked(q Question, urgent bool, now time.Time) (news bool, err error) {
	if i.Messages >= MaxMessages {
		return false, ErrMany
	}
	if i.Messages == 0 {
		i.Title = title(q.Words)
	}
	news = i.State != Open || i.Messages == 0 || urgent && !i.Urgent
	if i.State != Open || i.Messages == 0 {
		i.State, i.AskedAt = Open, now
	}
	i.Messages, i.SaidAt, i.Urgent = i.Messages+1, now, i.Urgent || urgent
	return news, nil
}

// answered notes an answer of staff. Faults: ErrClosed.
func (i *Inquiry) answered(by int64, now time.Time) error {
	if i.State == Closed {
		return ErrClosed
	}
	i.State, i.Urgent, i.Messages = Answered, false, i.Messages+1
	i.AnsweredAt, i.AnsweredBy, i.SaidAt = now, by, now
	return nil
}

// close ends it; by is 0 for a week without a word. Closing again changes nothing.
func (i *Inquiry) close(by int64, now time.Time) (done bool) {
	if i.State == Closed {
		return false
	}
	i.State, i.EndedAt, i.EndedBy = Closed, now, by
	return true
}

// quiet says whether nobody has said anything for so long that it ends by itself. One that waits for staff never does.
func (i Inquiry) quiet(now time.Time) bool {
	return i.State == Answered && !now.Before(i.SaidAt.Add(QuietFor))
}

// Can names what staff may do with it.
func (i Inquiry) Can() []string {
	if i.State == Closed {
		return []string{}
	}
	if i.Report != 0 {
		return []string{"answer", "close"}
	}
	return []string{"answer", "convert", "close"}
}
