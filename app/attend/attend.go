// Package attend lets staff check in (签到) where their community has switched it on: the day, the first time and the last. It
// knows no position, and only the person reads it.
package attend

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/policy"
	"linli/app/when"
)

// Switch is the key of the switch.
const Switch policy.Key = "attendance"

// The limits of the switch.
const (
	mostDays = 366
	// MostKeep is the most days for which check-ins are kept.
	MostKeep = 400
	// shown is how many days a person reads.
	shown = 62
)

// Day is a person's check-ins of one day in one community.
type Day struct {
	Person, Community int64
	Day               when.Date
	First, Last       time.Time
}

// Store keeps check-ins.
type Store interface {
	// DaysOf returns a person's days from one on, newest first.
	DaysOf(ctx context.Context, person int64, from when.Date) ([]Day, error)
	// DropDays deletes a community's days before one, and returns how many.
	DropDays(ctx context.Context, community int64, before when.Date) (int, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is the transaction of a check-in.
type Tx interface {
	policy.Asked
	// CheckIn adds the day, or moves its last check-in.
	CheckIn(ctx context.Context, d Day) error
}

// Rule declares the switch.
func Rule(store Store) policy.Rule {
	return policy.Rule{
		Key: Switch, Title: "签到", MostDays: mostDays, MostKeep: MostKeep, Concerns: auth.Keepers, Drop: store.DropDays,
		Words: "社区书记、工作人员、网格长和网格员在手机上签到，记下当天最早和最晚一次的时间。不记位置，只有本人看得到；不签到不影响任何办理。",
	}
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	now   func() time.Time
}

// NewService returns the service.
func NewService(store Store, areas area.Source, now func() time.Time) *Service {
	return &Service{store, areas, now}
}

// CheckIn records that the actor is at work in a community where they hold a post, and returns their days. Pressing again moves
// the last time. Faults: area.ErrMissing, policy.ErrOff.
func (s *Service) CheckIn(ctx context.Context, who auth.Actor, community int64) ([]Day, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	here := false
	for _, c := range policy.Communities(tree, who, auth.Keepers) {
		here = here || c.ID == community
	}
	if !here {
		return nil, area.ErrMissing
	}
	now := s.now()
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := policy.Need(ctx, tx, community, Switch, now); err != nil {
			return err
		}
		return tx.CheckIn(ctx, Day{Person: who.Person, Community: community, Day: when.DateOf(now), First: now, Last: now})
	})
	if err != nil {
		return nil, err
	}
	return s.Days(ctx, who)
}

// Days returns the actor's own days of the last two months, newest first.
func (s *Service) Days(ctx context.Context, who auth.Actor) ([]Day, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	return s.store.DaysOf(ctx, who.Person, when.DateOf(s.now().AddDate(0, 0, -shown)))
}
