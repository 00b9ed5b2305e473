// Package attend lets staff check in (签到) and sums up their months (月报) where their community has switched it on. It knows no
// position and no score: the days and counts of a month come from the lines of work.
package attend

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/policy"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// Switch is the key of the switch of check-ins.
const Switch policy.Key = "attendance"

// The limits of the switches.
const (
	mostDays = 366
	// MostKeep is the most days for which check-ins and monthly summaries are kept.
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

// Store keeps check-ins and confirmed months.
type Store interface {
	// DaysOf returns a person's days from one on, newest first.
	DaysOf(ctx context.Context, who int64, from when.Date) ([]Day, error)
	// DropDays deletes a community's days before one, and returns how many.
	DropDays(ctx context.Context, community int64, before when.Date) (int, error)

	// Posted returns the postings with one of the roles in the areas that hold at some time from one day to another.
	Posted(ctx context.Context, areas []int64, roles []auth.Role, begin, end when.Date) ([]person.Posting, error)
	// CheckedIn returns the check-ins of persons in a community from one day to another.
	CheckedIn(ctx context.Context, community int64, persons []int64, begin, end when.Date) ([]Day, error)
	// Worked returns how many lines of work persons have in a community, by day and kind.
	Worked(ctx context.Context, community int64, persons []int64, begin, end when.Date) ([]Worked, error)
	// Confirmed and Disputed return what persons confirmed and disputed of a month in a community.
	Confirmed(ctx context.Context, community int64, persons []int64, m Month) ([]Confirmation, error)
	Disputed(ctx context.Context, community int64, persons []int64, m Month) ([]Dispute, error)
	// DropMonths deletes a community's confirmations, disputes and reasons of months that ended before a day.
	DropMonths(ctx context.Context, community int64, before when.Date) (int, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Worked is how many lines of work of a kind a person has on a day.
type Worked struct {
	Person int64
	Day    when.Date
	Kind   work.Kind
	Lines  int
}

// Tx is the transaction of a check-in, and of what is said about a month.
type Tx interface {
	policy.Asked
	plan.Log
	notify.Outbox
	person.Roster
	// CheckIn adds the day, or moves its last check-in.
	CheckIn(ctx context.Context, d Day) error
	// Confirm saves a confirmation, or replaces it.
	Confirm(ctx context.Context, c Confirmation) error
	// See notes that somebody saw a confirmed month. Fault: ErrMissing.
	See(ctx context.Context, c Confirmation) error
	// Dispute saves a dispute without an answer, or replaces it.
	Dispute(ctx context.Context, d Dispute) error
	// Answer saves the answer to a dispute. Fault: ErrMissing.
	Answer(ctx context.Context, d Dispute) error
}

// Rules declares the switches.
func Rules(store Store) []policy.Rule { return []policy.Rule{rule(store), summaryRule(store)} }

func rule(store Store) policy.Rule {
	return policy.Rule{
		Key: Switch, Title: "签到", MostDays: mostDays, MostKeep: MostKeep, Concerns: auth.Keepers, Drop: store.DropDays,
		Words: "社区书记、工作人员、网格长和网格员在手机上签到，记下当天最早和最晚一次的时间。不记位置，时间只有本人看得到，开了月报时当天算到岗；不签到不影响任何办理。",
	}
}

func summaryRule(store Store) policy.Rule {
	return policy.Rule{
		Key: Summary, Title: "月报", MostDays: mostDays, MostKeep: MostKeep, Concerns: auth.Keepers, Drop: store.DropMonths,
		Words: "按工作记录汇总每人每月的天数和件数，本人用自己的话确认，有不对的可以提出，由网格长或社区书记答复。只有本人、直接上级和街道看得到，不打分、不比较、不排名。",
	}
}

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Reasons plan.Reasons
	Times   Times
	On      Switches
	Words   wordlist.Source // the county's kinds of work
	Now     func() time.Time
}

// Times provides the calendar.
type Times interface {
	Get(ctx context.Context) (*when.Times, error)
}

// Switches says whether a switch is on, for those who only read. Fault: policy.ErrOff.
type Switches interface {
	Need(ctx context.Context, community int64, key policy.Key) error
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	reasons plan.Reasons
	times   Times
	on      Switches
	list    wordlist.Source
	now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, reasons: c.Reasons, times: c.Times, on: c.On, list: c.Words, now: c.Now}
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
