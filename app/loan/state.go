package loan

import (
	"time"

	"linli/app/when"
)

// State is where a piece is.
//
//	out ──return──▶ back
//	 └────lose────▶ lost
type State string

// The states.
const (
	Out  State = "out"
	Back State = "back"
	Lost State = "lost"
)

var stateNames = map[State]string{Out: "借用中", Back: "已归还", Lost: "找不回"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// dueOn is the last day of a loan of so many days.
func dueOn(from when.Date, days int) when.Date {
	return when.DateOf(from.Time().AddDate(0, 0, days))
}

// Late says whether the last day is over and the piece is not back.
func (l Loan) Late(today when.Date) bool { return l.State == Out && today > l.Due }

// end notes that the piece came back, or is lost. Faults: ErrEnded.
func (l *Loan) end(to State, words string, by deed) error {
	if l.State != Out {
		return ErrEnded
	}
	l.State, l.Words, l.EndedAt, l.EndedBy, l.Deed = to, words, by.at, by.person, by.request
	return nil
}

// extend moves the last day by the days of a loan, at least one. It works once, and not after the last day. Faults:
// ErrEnded, ErrLate, ErrExtended.
func (l *Loan) extend(days int, by deed) error {
	switch {
	case l.State != Out:
		return ErrEnded
	case l.Late(when.DateOf(by.at)):
		return ErrLate
	case l.Extended:
		return ErrExtended
	}
	l.Extended, l.Reminded, l.Due, l.Deed = true, 0, dueOn(l.Due, max(days, 1)), by.request
	return nil
}

// deed is the actor who changes a loan, the time, and the idempotency key.
type deed struct {
	person  int64
	at      time.Time
	request string
}

// done says whether the loan was last changed by the same request.
func (l Loan) done(request string) bool { return request != "" && l.Deed == request }

// remindOn are the days after the last one on which a borrower is reminded; afterwards the loan is only on the staff's
// list.
var remindOn = []int{0, 1, 3}

const (
	remindHour  = 9 * time.Hour
	remindAfter = 2 * time.Hour // at least so long after lending
)

// nextReminder returns when the borrower is reminded next, zero for never.
func (l Loan) nextReminder() time.Time {
	if l.State != Out || l.Reminded >= len(remindOn) {
		return time.Time{}
	}
	at := l.Due.Time().AddDate(0, 0, remindOn[l.Reminded]).Add(remindHour)
	return when.Later(at, l.LentAt.Add(remindAfter))
}

// Can names what may be done with the loan today: by staff at the counter, or by the borrower.
func (l Loan) Can(t Thing, today when.Date, desk bool) []string {
	can := []string{}
	if l.State != Out {
		return can
	}
	if desk || t.Self {
		can = append(can, "return")
	}
	if !l.Extended && !l.Late(today) {
		can = append(can, "extend")
	}
	if desk {
		can = append(can, "lose")
	}
	return can
}
