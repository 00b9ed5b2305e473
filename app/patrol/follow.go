package patrol

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/policy"
	"linli/app/when"
)

// switchedOn returns the communities of the actor in which a switch is on.
func (s *Service) switchedOn(ctx context.Context, t *area.Tree, who auth.Actor, key policy.Key) (on []area.Area, err error) {
	all, err := s.with.Store.Switches(ctx)
	if err != nil {
		return nil, err
	}
	of := func(community int64) (found policy.Switch) {
		for _, one := range all {
			if one.Community == community && one.Key == key {
				found = one
			}
		}
		return found
	}
	for _, c := range policy.Communities(t, who, auth.Keepers) {
		if policy.Decides(of(c.ID), of(0)).InForce(s.with.Now()) {
			on = append(on, c)
		}
	}
	return on, nil
}

// mayTrack does something with the open round of the actor in a community where tracks are on.
func (s *Service) mayTrack(ctx context.Context, who auth.Actor, community int64, do func(Tx, Patrol) error) error {
	if err := who.Need(auth.Keepers...); err != nil {
		return err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(policy.Communities(tree, who, auth.Keepers), func(c area.Area) bool { return c.ID == community }) {
		return area.ErrMissing
	}
	now := s.with.Now()
	return s.with.Store.InTx(ctx, func(tx Tx) error {
		if err := policy.Need(ctx, tx, community, SwitchTrack, now); err != nil {
			return err
		}
		if _, err := tx.LockPerson(ctx, who.Person); err != nil {
			return err
		}
		around, err := tx.RoundsAround(ctx, who.Person, now)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(around, func(p Patrol) bool { return p.Open() && p.Community == community && p.takes(now, 0) })
		if i < 0 {
			return ErrTrack
		}
		return do(tx, around[i])
	})
}

// StartTrack begins the track of the actor's open round. Faults: area.ErrMissing, policy.ErrOff, ErrTrack.
func (s *Service) StartTrack(ctx context.Context, who auth.Actor, community int64) error {
	return s.mayTrack(ctx, who, community, func(tx Tx, p Patrol) error {
		p.Tracking = true
		return tx.SaveRound(ctx, p)
	})
}

// AddPositions adds positions to the track of the actor's open round; those that do not count are dropped. Faults: area.ErrMissing,
// policy.ErrOff, ErrTrack when there is no round or its walker has not started a track.
func (s *Service) AddPositions(ctx context.Context, who auth.Actor, community int64, sent []Position) error {
	return s.mayTrack(ctx, who, community, func(tx Tx, p Patrol) error {
		if !p.Tracking {
			return ErrTrack
		}
		known, err := tx.TrackOf(ctx, p.ID)
		if err != nil {
			return err
		}
		return tx.AddPositions(ctx, p, filter(known, within(p, sent)))
	})
}

// Track returns the way of a round, for its walker and their grid lead, while the switch is on and it is kept. Faults: ErrMissing,
// policy.ErrOff.
func (s *Service) Track(ctx context.Context, who auth.Actor, id int64) ([]Position, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.with.Store.Round(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.Person != who.Person && !who.Covers(tree.Path(p.Area), auth.GridLead) {
		return nil, ErrMissing
	}
	if err := s.with.Store.InTx(ctx, func(tx Tx) error {
		return policy.Need(ctx, tx, p.Community, SwitchTrack, s.with.Now())
	}); err != nil {
		return nil, err
	}
	return s.with.Store.Positions(ctx, id)
}

// Minimum are three numbers of the actor's day (S081). They stand apart; nothing is made of them.
type Minimum struct {
	Rounds, Minutes, Metres int
}

// Asked is what 北票 asks of a day (S081).
var Asked = Minimum{Rounds: 2, Minutes: 60, Metres: 1000}

// Minimum returns the numbers of the actor's day where their community shows them. Fault: policy.ErrOff.
func (s *Service) Minimum(ctx context.Context, who auth.Actor) (Minimum, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Minimum{}, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return Minimum{}, err
	}
	on, err := s.switchedOn(ctx, tree, who, SwitchMinimum)
	if err != nil {
		return Minimum{}, err
	}
	if len(on) == 0 {
		return Minimum{}, policy.ErrOff
	}
	from, to := dayRange(when.DateOf(s.with.Now()))
	rounds, err := s.with.Store.RoundsOf(ctx, who.Person, from, to)
	if err != nil {
		return Minimum{}, err
	}
	return sum(rounds, on), nil
}

func sum(rounds []Patrol, on []area.Area) (m Minimum) {
	for _, p := range rounds {
		if slices.ContainsFunc(on, func(c area.Area) bool { return c.ID == p.Community }) {
			m.Rounds++
			m.Minutes += p.minutes()
			m.Metres += p.Metres
		}
	}
	return m
}
