package whistle

import (
	"time"

	"linli/app/report"
	"linli/app/text"
)

// MusterState is the state of one called org.
//
//	called ─come→ coming ⇄ declined
//	   │            │         │
//	   └──arrive────┴─arrive──┴→ mustered ─finish→ done
type MusterState string

// The states.
const (
	Called   MusterState = "called"   // 待答复
	Coming   MusterState = "coming"   // 将到场
	Declined MusterState = "declined" // 不能到场
	Mustered MusterState = "mustered" // 已报到
	Done     MusterState = "done"     // 已反馈结果
)

// MusterStates lists them all.
var MusterStates = []MusterState{Called, Coming, Declined, Mustered, Done}

var musterNames = map[MusterState]string{
	Called: "待答复", Coming: "将到场", Declined: "不能到场", Mustered: "已报到", Done: "已反馈结果",
}

// Name returns the state in Chinese.
func (s MusterState) Name() string { return musterNames[s] }

// Muster is the part of one org in a whistle.
type Muster struct {
	ID         int64
	Org        int64
	Seat       int64 // area of the org's seat that answers for the place (report.Seated); 0: the whole org
	Lead       bool  // 牵头; the others assist (协办)
	State      MusterState
	Late       bool   // mustered after the time or not at all, without having declined before; permanent
	Who        string // the persons who come, in the org's words
	Arrival    time.Time
	Reason     string // the reason for declining
	AnsweredAt time.Time
	MusteredBy int64
	MusteredAt time.Time
	Result     string
	DoneAt     time.Time
}

// Held returns the seat that was called as a holder.
func (m Muster) Held() report.Holder {
	return report.Holder{Kind: report.ByOrg, Org: m.Org, Area: m.Seat}
}

// Waits says whether the org has work left.
func (m Muster) Waits() bool { return m.State != Declined && m.State != Done }

func (m Muster) came() bool { return m.State == Mustered || m.State == Done }

// pass marks an org as late if it has not mustered in time.
func (m *Muster) pass(by, now time.Time) {
	if (m.State == Called || m.State == Coming) && now.After(by) {
		m.Late = true
	}
}

// Come records who comes and when.
func (m *Muster) Come(who string, arrival, by, now time.Time) error {
	if m.came() {
		return ErrState
	}
	if !text.Within(who, 1, MaxWho) {
		return ErrAnswer
	}
	if arrival.Before(now) || arrival.After(now.Add(Ahead)) {
		return ErrBy
	}
	m.pass(by, now)
	m.State, m.Who, m.Arrival, m.Reason, m.AnsweredAt = Coming, who, arrival, "", now
	return nil
}

// Decline records why the org does not come.
func (m *Muster) Decline(reason string, by, now time.Time) error {
	if m.came() {
		return ErrState
	}
	if err := words(reason); err != nil {
		return err
	}
	m.pass(by, now)
	m.State, m.Who, m.Arrival, m.Reason, m.AnsweredAt = Declined, "", time.Time{}, reason, now
	return nil
}

// Arrive is 报到: the org is on the spot, with or without an answer before.
func (m *Muster) Arrive(person int64, by, now time.Time) error {
	if m.came() {
		return ErrState
	}
	m.Late = m.Late || now.After(by)
	m.State, m.MusteredBy, m.MusteredAt = Mustered, person, now
	return nil
}

// Finish records the org's result.
func (m *Muster) Finish(result string, now time.Time) error {
	if m.State != Mustered {
		return ErrState
	}
	if err := words(result); err != nil {
		return err
	}
	m.State, m.Result, m.DoneAt = Done, result, now
	return nil
}
