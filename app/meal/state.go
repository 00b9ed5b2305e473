package meal

import (
	"time"

	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
)

// State is where a member stands.
//
//	asked ─agree→ agreed ─first day→ on ⇄ paused ─┐
//	  └─refuse→ refused    └────────────end───────┴→ ended
//
// The days say what is on and what is paused; the row keeps asked, agreed, refused and ended.
type State string

// The states.
const (
	Asked   State = "asked"
	Agreed  State = "agreed"
	On      State = "on"
	Paused  State = "paused"
	Refused State = "refused"
	Ended   State = "ended"
)

var stateNames = map[State]string{Asked: "待答复", Agreed: "已同意", On: "用餐中", Paused: "已停餐", Refused: "未同意", Ended: "已结束"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Way is how a member eats.
type Way string

// The ways.
const (
	EatIn   Way = "eat_in"
	Deliver Way = "deliver"
)

var wayNames = map[Way]string{EatIn: "到点用餐", Deliver: "送餐上门"}

// Name returns the way in Chinese.
func (w Way) Name() string { return wayNames[w] }

// Source says how a member became known.
type Source string

// The sources.
const (
	ByClient  Source = "client"
	ByCounter Source = "counter"
)

// Member is a person who takes part in a programme.
type Member struct {
	ID        int64
	Programme int64
	Community int64
	Person    int64
	Way       Way
	Building  int64 // 0: none is known
	Area      int64 // the building or unit; 0 none
	Room      string
	Week      Week
	Reason    string
	Diet      string // sealed
	Contact   string // who is rung in an emergency; sealed
	Phone     person.Phone
	State     State
	Source    Source
	AskedAt   time.Time
	AskedBy   int64
	DueAt     time.Time // the community decides until then
	From      when.Date // the first day; 0 while it is not agreed
	DecidedAt time.Time
	DecidedBy int64
	EndedAt   time.Time
	EndedBy   int64
	Why       string // why it was refused, or ended
}

// open says whether the membership goes on.
func (m Member) open() bool { return m.State == Asked || m.State == Agreed }

// At returns the state on a day with its exceptions.
func (m Member) At(today when.Date, x Exceptions) State {
	switch {
	case m.State != Agreed:
		return m.State
	case m.From > today:
		return Agreed
	case m.Week.Has(today) && !x.eats(m, today), !m.Week.Has(today) && x.paused(m, today):
		return Paused
	}
	return On
}

// Exceptions says for single days whether a member eats.
type Exceptions map[when.Date]bool

// eats says whether the member eats on a day.
func (x Exceptions) eats(m Member, d when.Date) bool {
	if m.State != Agreed || d < m.From {
		return false
	}
	if eats, ok := x[d]; ok {
		return eats
	}
	return m.Week.Has(d)
}

// paused says whether the next day of the pattern is paused.
func (x Exceptions) paused(m Member, d when.Date) bool {
	for range 7 {
		if d = d.Next(); m.Week.Has(d) {
			return !x.eats(m, d)
		}
	}
	return false
}

// Outcome is what became of a meal.
//
//	to_do ─┬→ delivered | neighbour | not_wanted
//	       └→ no_answer ─→ delivered | not_wanted | reached
type Outcome string

// The outcomes.
const (
	ToDo      Outcome = "to_do"
	Delivered Outcome = "delivered"  // to themselves; or eaten at the place
	Neighbour Outcome = "neighbour"  // taken in by a neighbour
	NoAnswer  Outcome = "no_answer"  // nobody opened
	NotWanted Outcome = "not_wanted" // they said so, or did not come to eat
	Reached   Outcome = "reached"    // nobody opened, but they answered the telephone
)

// Outcomes lists them in the order shown.
var Outcomes = []Outcome{ToDo, Delivered, Neighbour, NoAnswer, NotWanted, Reached}

var outcomeNames = map[Outcome]string{
	ToDo: "待送", Delivered: "已送到", Neighbour: "邻居代收", NoAnswer: "没人应", NotWanted: "今天不要", Reached: "电话里平安",
}

// Name returns the outcome in Chinese.
func (o Outcome) Name() string { return outcomeNames[o] }

// Seen says whether somebody saw the person, or spoke with them.
func (o Outcome) Seen() bool { return o == Delivered || o == NotWanted || o == Reached }

// Stop is one portion of a day: at a door, or at the place.
type Stop struct {
	ID        int64
	Day       int64 // the list
	Programme int64
	Community int64
	On        when.Date
	Member    int64
	Person    int64
	Way       Way
	Building  int64
	Area      int64
	Room      string
	Round     int64 // 0: eaten at the place, or nobody carries it yet
	Outcome   Outcome
	At        time.Time
	NotedAt   time.Time
	By        int64
}

// Name returns the outcome as it is said of this portion.
func (s Stop) Name() string {
	if s.Way == EatIn {
		switch s.Outcome {
		case ToDo:
			return "还没来"
		case Delivered:
			return "来用餐了"
		case NotWanted:
			return "没有来"
		case Neighbour, NoAnswer, Reached:
		}
	}
	return s.Outcome.Name()
}

// Can lists the outcomes that can be recorded now.
func (s Stop) Can() []string {
	can := []string{}
	for _, o := range Outcomes {
		if s.may(o) {
			can = append(can, string(o))
		}
	}
	return can
}

func (s Stop) may(o Outcome) bool {
	switch s.Outcome {
	case ToDo:
		return o == Delivered || o == NotWanted || s.Way == Deliver && (o == Neighbour || o == NoAnswer)
	case NoAnswer:
		return o.Seen()
	case Delivered, Neighbour, NotWanted, Reached:
	}
	return false
}

// record notes an outcome. The same one again changes nothing. Faults: ErrResult, ErrDone.
func (s *Stop) record(o Outcome, by int64, at, now time.Time) (changed bool, err error) {
	switch {
	case o == ToDo || o.Name() == "" || o == Reached && s.Outcome == ToDo || s.Way == EatIn && (o == Neighbour || o == NoAnswer):
		return false, ErrResult
	case s.Outcome == o:
		return false, nil
	case !s.may(o):
		return false, ErrDone
	}
	s.Outcome, s.By, s.At, s.NotedAt = o, by, at, now
	return true, nil
}

// Call follows a door at which nobody opened: the carrier rings at once; after half an hour the steward is paged.
type Call struct {
	Stop      int64
	Community int64
	Person    int64
	Carrier   int64
	BegunAt   time.Time
	NextAt    time.Time // the steward is paged; zero: that has been done, or is not needed
	Chase     int64     // of care
	How       Outcome   // how it ended; "" not yet
	EndedAt   time.Time
	EndedBy   int64
}

// ringFor is how long the carrier tries the telephone before the steward is paged.
const ringFor = 30 * time.Minute

// reason cleans a reason. Fault: ErrReason.
func reason(s string) (string, error) {
	if s = text.Words(s); !text.Within(s, 2, MaxReason) {
		return "", ErrReason
	}
	return s, nil
}
