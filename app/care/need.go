package care

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// NeedState is where a need stands.
type NeedState string

// The states.
//
//	open ─refer→ referred ─┬─→ met
//	  └────────────────────┴─→ cannot, with the reason
const (
	OpenNeed     NeedState = "open"
	ReferredNeed NeedState = "referred"
	MetNeed      NeedState = "met"
	CannotNeed   NeedState = "cannot"
)

// NeedStates lists them all.
var NeedStates = []NeedState{OpenNeed, ReferredNeed, MetNeed, CannotNeed}

var needNames = map[NeedState]string{OpenNeed: "待办", ReferredNeed: "已转办", MetNeed: "已解决", CannotNeed: "办不了"}

// Name returns the state in Chinese.
func (s NeedState) Name() string { return needNames[s] }

// Need is something that somebody needs, as found on a visit.
type Need struct {
	ID        int64
	Community int64
	Building  int64
	Cared     int64
	Visit     int64
	Kind      string // a word of the county's list
	State     NeedState
	Target    string // "report:42"; "" not referred
	Reason    string // why it cannot be met, or what was done
	By        int64
	At        time.Time
	ChangedBy int64
	ChangedAt time.Time
	EndedAt   time.Time
}

func (n Need) ended() bool { return n.State == MetNeed || n.State == CannotNeed }

// Can lists what a keeper can do with the need now.
func (n Need) Can() []string {
	if n.ended() {
		return []string{}
	}
	return []string{"refer", "meet", "cannot"}
}

// Lookup returns the community of something that the actor may see, or a missing fault.
type Lookup func(ctx context.Context, who auth.Actor, id int64) (community int64, err error)

// target returns in which community something lies that a need is referred to: "report:42". Faults: ErrTarget for what takes no needs,
// ErrNoTarget for what is not there or not for the actor.
func (s *Service) target(ctx context.Context, who auth.Actor, to string) (int64, error) {
	word, number, _ := strings.Cut(to, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	look, known := s.targets[word]
	if !known || err != nil || id < 1 || to != fmt.Sprintf("%s:%d", word, id) {
		return 0, ErrTarget
	}
	community, err := look(ctx, who, id)
	if f, ok := fault.As(err); ok && f.Kind == fault.Missing {
		return 0, ErrNoTarget.Because(err)
	}
	return community, err
}

// refer refers the need to something in a community, the need's own.
func (n *Need) refer(to string, community, by int64, now time.Time) error {
	switch {
	case n.ended():
		return ErrOver
	case community != n.Community:
		return ErrNoTarget
	}
	n.State, n.Target, n.ChangedBy, n.ChangedAt = ReferredNeed, to, by, now
	return nil
}

// end ends the need; one that cannot be met has a reason.
func (n *Need) end(to NeedState, why string, by int64, now time.Time) error {
	if n.ended() {
		return ErrOver
	}
	why = text.Words(why)
	if to == CannotNeed && !text.Within(why, 2, MaxReason) || !text.Within(why, 0, MaxReason) {
		return ErrReason
	}
	n.State, n.Reason, n.ChangedBy, n.ChangedAt, n.EndedAt = to, why, by, now, now
	return nil
}

// Proposal is a record that may be a reason for a visit. Nobody is visited for it until a keeper says so.
type Proposal struct {
	ID        int64
	Community int64
	Cared     int64
	About     string // "booking:7"
	At        time.Time
	State     string // open, taken, dropped
	By        int64
}

// Say returns in Chinese what happened: "11月23日预约没有来".
func (p Proposal) Say() string {
	kind, _, _ := strings.Cut(p.About, ":")
	return when.DateOf(p.At).Say() + signs[kind]
}

// signs are the records that may be a reason for a visit, by what they are about.
var signs = map[string]string{"booking": "预约没有来", "call": "找过红管家", "meal": "没有来用餐"}
