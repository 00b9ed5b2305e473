package steward

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/when"
)

// Policy says who is alerted about a matter, in which order, and how long each step waits.
type Policy struct {
	Steps []Step
	Idle  time.Duration // wait after an acknowledgement before a reminder
}

// Step alerts all persons in one of the roles for the place, waits, and repeats this Repeat times.
type Step struct {
	Who    []auth.Role
	Wait   time.Duration
	Repeat int
}

// The policies of a community that has not set its own.
var (
	Ordinary = Policy{Idle: 4 * time.Hour, Steps: []Step{
		{[]auth.Role{auth.Steward}, 30 * time.Minute, 1},
		{[]auth.Role{auth.BuildingLead, auth.UnitLead, auth.GridOfficer}, time.Hour, 0},
		{[]auth.Role{auth.GridLead, auth.Clerk}, 2 * time.Hour, 0},
	}}
	Emergency = Policy{Idle: 15 * time.Minute, Steps: []Step{
		{auth.Stewards, 2 * time.Minute, 2},
		{[]auth.Role{auth.GridOfficer, auth.GridLead}, 2 * time.Minute, 1},
		{[]auth.Role{auth.Clerk, auth.Secretary}, 2 * time.Minute, 1},
		{[]auth.Role{auth.Street, auth.Centre}, 5 * time.Minute, 0},
	}}
)

// Standard returns the policy of a community that has not set its own.
func Standard(urgent bool) Policy {
	if urgent {
		return Emergency
	}
	return Ordinary
}

// Needed returns how many persons must acknowledge: two for an emergency (两人确认).
func Needed(urgent bool) int {
	if urgent {
		return 2
	}
	return 1
}

// Check returns ErrPolicy for an invalid policy.
func (p Policy) Check() error {
	bearable := func(d time.Duration) bool { return d >= time.Minute && d <= 24*time.Hour }
	if len(p.Steps) < 1 || len(p.Steps) > 6 || !bearable(p.Idle) {
		return ErrPolicy
	}
	for _, s := range p.Steps {
		if len(s.Who) == 0 || len(s.Who) > len(auth.Helpers) || !bearable(s.Wait) || s.Repeat < 0 || s.Repeat > 5 {
			return ErrPolicy
		}
		for i, r := range s.Who {
			if !slices.Contains(auth.Helpers, r) || slices.Contains(s.Who[:i], r) {
				return ErrPolicy
			}
		}
	}
	return nil
}

// Stage is the stage of a paging.
//
//	ringing ─enough acks→ acknowledged ─idle, reminded, idle→ ringing (the next step)
//	   └─no step left→ unanswered ─ack→ acknowledged           any ─the matter is in hand→ over
type Stage string

// The stages.
const (
	Ringing      Stage = "ringing"
	Acknowledged Stage = "acknowledged"
	Unanswered   Stage = "unanswered" // on the list of the community's desk
	Over         Stage = "over"
)

// Progress is the position of a paging in its policy.
type Progress struct {
	Stage    Stage
	Step     int // the current one; -1 before the first
	Turns    int // how often this step has alerted
	Rung     int // how often all steps have alerted
	Acks     int // how many persons acknowledged
	Need     int
	Reminded bool // those who acknowledged were reminded
	NextAt   time.Time
}

// Deed is the next action of a paging.
type Deed int

// The deeds.
const (
	Rest Deed = iota
	Ring
	Remind
	GiveUp
)

// Move is a deed, with its step for Ring.
type Move struct {
	Do   Deed
	Step int
}

// Next returns the move due at now: at most one, even after a long delay.
func (p Policy) Next(g Progress, now time.Time) Move {
	switch {
	case g.Stage == Over || g.Stage == Unanswered || now.Before(g.NextAt):
		return Move{}
	case g.Stage == Acknowledged && !g.Reminded:
		return Move{Do: Remind}
	case g.Stage == Ringing && g.Step >= 0 && g.Step < len(p.Steps) && g.Turns <= p.Steps[g.Step].Repeat:
		return Move{Do: Ring, Step: g.Step}
	}
	return p.from(g.Step + 1)
}

// from returns the move that begins a step.
func (p Policy) from(step int) Move {
	if step >= len(p.Steps) {
		return Move{Do: GiveUp}
	}
	return Move{Do: Ring, Step: step}
}

// made returns the progress after a move at now.
func (p Policy) made(g Progress, m Move, urgent bool, now time.Time) Progress {
	switch m.Do {
	case Ring:
		if g.Stage == Acknowledged { // no deed followed the acknowledgement: one more person must acknowledge
			g.Need = g.Acks + 1
		}
		if g.Step != m.Step {
			g.Turns = 0
		}
		g.Stage, g.Step, g.Reminded = Ringing, m.Step, false
		g.Turns, g.Rung = g.Turns+1, g.Rung+1
		g.NextAt = later(now, p.Steps[m.Step].Wait, urgent)
	case Remind:
		g.Reminded, g.NextAt = true, later(now, p.Idle, urgent)
	case GiveUp:
		if g.Stage == Acknowledged {
			g.Need = g.Acks + 1
		}
		g.Stage, g.NextAt = Unanswered, time.Time{}
	}
	return g
}

// acked returns the progress after one more person acknowledged at now.
func (p Policy) acked(g Progress, urgent bool, now time.Time) Progress {
	g.Acks++
	if g.Acks >= g.Need && (g.Stage == Ringing || g.Stage == Unanswered) {
		g.Stage, g.Reminded, g.NextAt = Acknowledged, false, later(now, p.Idle, urgent)
	}
	return g
}

// later returns the end of a wait. An ordinary wait counts waking hours only: nobody answers at night.
func later(from time.Time, wait time.Duration, urgent bool) time.Time {
	if urgent {
		return from.Add(wait)
	}
	return when.Nights.Wait(from, wait)
}

// Policies returns the effective policies of a community for ordinary matters and for emergencies. Faults: area.ErrMissing.
func (s *Service) Policies(ctx context.Context, who auth.Actor, community int64) (ordinary, emergency Policy, err error) {
	if _, err := s.needCommunity(ctx, who, community); err != nil {
		return ordinary, emergency, err
	}
	both, err := bothPolicies(ctx, s.store, community)
	if err != nil {
		return ordinary, emergency, err
	}
	return both[0], both[1], nil
}

// SetsPolicies says whether a community has decided about its policies. Fault: area.ErrMissing.
func (s *Service) SetsPolicies(ctx context.Context, who auth.Actor, community int64) (bool, error) {
	if _, err := s.needCommunity(ctx, who, community); err != nil {
		return false, err
	}
	_, own, err := s.store.PolicyOf(ctx, community, false)
	return own, err
}

// bothPolicies returns the effective policies for ordinary matters and for emergencies.
func bothPolicies(ctx context.Context, from policies, community int64) ([]Policy, error) {
	ordinary, err := policyOf(ctx, from, community, false)
	if err != nil {
		return nil, err
	}
	emergency, err := policyOf(ctx, from, community, true)
	return []Policy{ordinary, emergency}, err
}

type policies interface {
	PolicyOf(ctx context.Context, community int64, urgent bool) (Policy, bool, error)
}

func policyOf(ctx context.Context, from policies, community int64, urgent bool) (Policy, error) {
	p, own, err := from.PolicyOf(ctx, community, urgent)
	if err != nil || own {
		return p, err
	}
	return Standard(urgent), nil
}

// MarkOf returns the mark of two policies, for SetPolicies.
func MarkOf(ordinary, emergency Policy) (string, error) {
	return mark.Of([]Policy{ordinary, emergency})
}

// SetPolicies replaces both. A running paging keeps its policy. With seen, the mark that the actor read, a change from older
// policies is refused. Faults: ErrPolicy, mark.ErrStale, area.ErrMissing.
func (s *Service) SetPolicies(ctx context.Context, who auth.Actor, community int64, ordinary, emergency Policy, seen string) error {
	if _, err := s.needCommunity(ctx, who, community); err != nil {
		return err
	}
	if ordinary.Check() != nil || emergency.Check() != nil {
		return ErrPolicy
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, community); err != nil {
			return err
		}
		was, err := bothPolicies(ctx, tx, community)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, was); err != nil {
			return err
		}
		if err := tx.SavePolicy(ctx, community, false, ordinary); err != nil {
			return err
		}
		if err := tx.SavePolicy(ctx, community, true, emergency); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: community, At: s.now(), Person: who.Person, Action: "steward.policies",
			About: fmt.Sprintf("community:%d", community),
		})
	})
}

// needCommunity returns the community if the actor manages its desk, else area.ErrMissing.
func (s *Service) needCommunity(ctx context.Context, who auth.Actor, community int64) (area.Area, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return area.Area{}, err
	}
	return t.CommunityOf(who, community, auth.Dispatchers...)
}
