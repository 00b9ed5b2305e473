// Package home is the first page (首页): what waits for a resident or a steward, and how much waits for staff. Each
// capability answers by the actor's roles; this package sorts the answers.
package home

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
)

// Kind says what waits.
type Kind string

// The kinds.
const (
	Call      Kind = "call"      // a call for help to a steward
	Alert     Kind = "alert"     // a report that a steward has not acknowledged
	Offer     Kind = "offer"     // a held place to confirm
	Question  Kind = "question"  // a question of staff to the author of a report
	Visit     Kind = "visit"     // a booking of today or tomorrow
	Loan      Kind = "loan"      // a loan that ends today or is overdue
	Order     Kind = "order"     // a visit that the actor asked for, today or tomorrow, or a purchase to confirm
	Going     Kind = "going"     // a door to which the actor goes
	Hall      Kind = "hall"      // a borrowed place of today or tomorrow, or one to tidy up
	Mediation Kind = "mediation" // a mediation: an answer, a talk, a promise, or a case to take
	Rebook    Kind = "rebook"    // a booking in a cancelled session
	Family    Kind = "family"    // questions about families
	Care      Kind = "care"      // a visit to somebody who needs care
	Arrival   Kind = "arrival"   // newcomers that a grid officer has not confirmed
	Review    Kind = "review"    // a result that its author has not reviewed
	Mark      Kind = "mark"      // a service about which somebody is asked whether it was good
	Notice    Kind = "notice"    // unread notices

	Nomination Kind = "nomination" // somebody proposes the actor for a post

	Report  Kind = "report"  // a report in the actor's hands
	Door    Kind = "door"    // a resident whom no message reached
	Collect Kind = "collect" // a household that a campaign asks
	Suggest Kind = "suggest" // a record that may be a reason for a visit
	Round   Kind = "round"   // meals to bring to their doors
	Patrol  Kind = "patrol"  // a round to walk, or days without one that nobody has explained
)

// urgency is the order of the kinds: calls for help first, unread notices last.
var urgency = []Kind{Call, Alert, Report, Care, Offer, Question, Visit, Order, Going, Loan, Hall, Mediation, Rebook, Family, Arrival, Door, Collect, Suggest, Round, Patrol, Nomination, Review, Mark, Notice}

// Item is one thing that waits for the actor.
type Item struct {
	Kind       Kind
	Title, Say string
	ID         int64 // of the report, booking, call or notice; 0 for a list
	Urgent     bool  // about danger: it comes before everything else
	At         time.Time
	Count      int // how many it stands for, at least 1
}

// Asked is a capability that can have items for an actor.
type Asked interface {
	// Waiting returns what waits for the actor; nothing for roles without such items.
	Waiting(ctx context.Context, who auth.Actor) ([]Item, error)
}

// Numbers returns the length of each list of one capability for the actor, by the name of the list.
type Numbers func(ctx context.Context, who auth.Actor) (map[string]int, error)

// Number returns the Numbers of a capability with one list.
func Number(list string, count func(context.Context, auth.Actor) (int, error)) Numbers {
	return func(ctx context.Context, who auth.Actor) (map[string]int, error) {
		n, err := count(ctx, who)
		return map[string]int{list: n}, err
	}
}

// Service runs the use cases.
type Service struct {
	asked   []Asked
	numbers []Numbers
	days    []Dayed
	areas   area.Source
}

// Config is what the service needs.
type Config struct {
	Asked   []Asked
	Numbers []Numbers
	Days    []Dayed
	Areas   area.Source
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{asked: c.Asked, numbers: c.Numbers, days: c.Days, areas: c.Areas}
}

const most = 10

// Waiting returns what waits for the actor, most urgent first, at most 10.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]Item, error) {
	var all []Item
	for _, a := range s.asked {
		found, err := a.Waiting(ctx, who)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return first(all), nil
}

// first returns the most urgent items: those about danger, then by kind and then the oldest.
func first(all []Item) []Item {
	slices.SortStableFunc(all, func(a, b Item) int {
		return cmp.Or(one(b.Urgent)-one(a.Urgent), cmp.Compare(slices.Index(urgency, a.Kind), slices.Index(urgency, b.Kind)), a.At.Compare(b.At))
	})
	all = all[:min(len(all), most)]
	for i := range all {
		all[i].Count = max(all[i].Count, 1)
	}
	return all
}

// Numbers returns how much waits for a member of staff; each number is the length of the list of that name.
func (s *Service) Numbers(ctx context.Context, who auth.Actor) (map[string]int, error) {
	if err := who.Need(auth.Workers...); err != nil {
		return nil, err
	}
	all := map[string]int{}
	for _, count := range s.numbers {
		found, err := count(ctx, who)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, found)
	}
	return all, nil
}

// Kinds returns every kind, the most urgent first.
func Kinds() []Kind { return slices.Clone(urgency) }
