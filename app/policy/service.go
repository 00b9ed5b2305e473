package policy

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

// Config is what the service needs.
type Config struct {
	Store Store
	Areas area.Source
	Rules []Rule // one of each capability that is bound to a switch
	Now   func() time.Time
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	rules []Rule
	now   func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, rules: slices.Clone(c.Rules), now: c.Now}
}

// State is a switch as its decider reads it.
type State struct {
	Rule
	Switch      // the decision that counts; zero when nobody decided
	InForce     bool
	Mark        string // for Set and End
	MayDecide   bool
	OfTheCounty bool // the county decided, not the community itself
}

// place is where a decision counts.
type place struct {
	community int64 // 0 for the county
	area      area.Area
	may       bool
}

// place returns a community, or with 0 the county, if the actor decides for it or above it; else area.ErrMissing. A secretary
// decides for the community, the centre for the county; a street reads.
func (s *Service) place(ctx context.Context, who auth.Actor, community int64) (place, error) {
	if err := who.Need(auth.Deciders...); err != nil {
		return place{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return place{}, err
	}
	if community == 0 {
		root, err := tree.Root()
		if err != nil || !who.Covers(root.Path, auth.Centre) {
			return place{}, area.ErrMissing
		}
		return place{0, root, true}, nil
	}
	a, err := tree.CommunityOf(who, community, auth.Deciders...)
	if err != nil {
		return place{}, err
	}
	return place{community, a, who.Covers(a.Path, auth.Secretary)}, nil
}

func (s *Service) rule(key Key) (Rule, error) {
	for _, r := range s.rules {
		if r.Key == key {
			return r, nil
		}
	}
	return Rule{}, ErrKey
}

// List returns every switch of a community, or with 0 of the county. Fault: area.ErrMissing.
func (s *Service) List(ctx context.Context, who auth.Actor, community int64) ([]State, error) {
	at, err := s.place(ctx, who, community)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Switches(ctx)
	if err != nil {
		return nil, err
	}
	states := make([]State, len(s.rules))
	for i, r := range s.rules {
		own, county := find(all, community, r.Key), find(all, 0, r.Key)
		counts := Decides(own, county)
		state := State{
			Rule: r, Switch: counts, InForce: counts.InForce(s.now()), MayDecide: at.may,
			OfTheCounty: community != 0 && own.Key == "" && county.Key != "",
		}
		if state.Mark, err = mark.Of(own); err != nil {
			return nil, err
		}
		states[i] = state
	}
	return states, nil
}

func find(all []Switch, community int64, key Key) Switch {
	for _, s := range all {
		if s.Community == community && s.Key == key {
			return s
		}
	}
	return Switch{}
}

// Set switches on, or changes what is on, and tells whom it concerns. With seen, the mark that the actor read, a decision made
// from an older state is refused. Faults: ErrKey, ErrPurpose, ErrBasis, ErrUntil, ErrKeep, mark.ErrStale, area.ErrMissing, and
// auth.ErrDenied for who only reads.
func (s *Service) Set(ctx context.Context, who auth.Actor, community int64, key Key, in Setting, seen string) error {
	r, err := s.rule(key)
	if err != nil {
		return err
	}
	now := s.now()
	in, err = in.check(r, now)
	if err != nil {
		return err
	}
	return s.decide(ctx, who, community, r, seen, func(own, _ Switch) (Switch, bool) {
		next := Switch{
			Community: community, Key: key, On: true, Purpose: in.Purpose, Basis: in.Basis, From: now, Until: in.Last.Next().Time(),
			Keep: in.Keep, By: who.Person, At: now,
		}
		if own.InForce(now) {
			next.From = own.From
		}
		return next, true
	})
}

// End switches off at once, in a community also what the county has switched on, and tells whom it concerns. Data go when their
// days are over. What is off stays as it is. Faults as those of Set.
func (s *Service) End(ctx context.Context, who auth.Actor, community int64, key Key, seen string) error {
	r, err := s.rule(key)
	if err != nil {
		return err
	}
	now := s.now()
	return s.decide(ctx, who, community, r, seen, func(own, county Switch) (Switch, bool) {
		next := Decides(own, county)
		if !next.InForce(now) {
			return Switch{}, false
		}
		next.Community, next.On, next.Until, next.By, next.At, next.Told = community, false, now, who.Person, now, ToldEnded
		return next, true
	})
}

// decide saves the decision that change returns, or none, in one transaction with its audit line and its notices.
func (s *Service) decide(
	ctx context.Context, who auth.Actor, community int64, r Rule, seen string, change func(own, county Switch) (Switch, bool),
) error {
	at, err := s.place(ctx, who, community)
	if err != nil {
		return err
	}
	if !at.may {
		return auth.ErrDenied
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, at.area.ID); err != nil {
			return err
		}
		own, county, err := tx.SwitchesOf(ctx, community, r.Key)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, own); err != nil {
			return err
		}
		next, changes := change(own, county)
		if !changes {
			return nil
		}
		if err := tx.SaveSwitch(ctx, next); err != nil {
			return err
		}
		if err := tx.AddAudit(ctx, audit.Record{
			Community: at.area.Community, At: next.At, Person: who.Person, Action: action(next), About: fmt.Sprintf("area:%d", at.area.ID),
			Reason: r.Title + " " + sayLine(next),
		}); err != nil {
			return err
		}
		return s.tellAll(ctx, tx, next, r)
	})
}

func action(s Switch) string {
	if s.On {
		return "policy.on"
	}
	return "policy.off"
}

// sayLine says a decision in the audit log.
func sayLine(s Switch) string {
	if !s.On {
		return "关闭"
	}
	return fmt.Sprintf("开启到 %s，依据 %s，为了 %s", when.DateOf(s.Until.Add(-time.Second)), s.Basis, s.Purpose)
}
