package order

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/family"
	"linli/app/feedback"
	"linli/app/household"
	"linli/app/media"
	"linli/app/person"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// List names a list of orders for staff.
type List string

// The lists.
const (
	New    List = "new"  // nobody has agreed on them
	Late   List = "late" // and they are past their limit
	Ahead  List = "open"
	Unsaid List = "handed" // the resident has not said that a purchase arrived
	Ended  List = "ended"
)

// Lists lists them all.
var Lists = []List{New, Late, Ahead, Unsaid, Ended}

// Filter says which orders are meant.
type Filter struct {
	Communities []int64
	List        List
	Now         time.Time
	Before      int64 // an id; 0: from the newest
	Most        int
}

// Store is what orders need from the database.
type Store interface {
	family.Links
	household.Doors
	wordlist.Source
	person.Roster
	// Order returns one with its team, or ErrMissing.
	Order(ctx context.Context, id int64) (Order, error)
	// OrdersOf returns those for a person and those they asked for, newest first.
	OrdersOf(ctx context.Context, who int64, open bool, before int64, most int) ([]Order, error)
	// Orders returns those of a list, newest first.
	Orders(ctx context.Context, f Filter) ([]Order, error)
	CountOrders(ctx context.Context, f Filter) (int, error)
	// OrdersOn returns those that are agreed for a time from one to another, by time.
	OrdersOn(ctx context.Context, communities []int64, from, to time.Time) ([]Order, error)
	// OrdersBy returns the open ones on whose team a person is, by time.
	OrdersBy(ctx context.Context, who int64) ([]Order, error)
	// Events returns the timeline.
	OrderEvents(ctx context.Context, order int64) ([]Event, error)
	// LapsedOrders returns the orders whose CheckAt has passed, the earliest first.
	LapsedOrders(ctx context.Context, now time.Time, most int) ([]int64, error)
	// Operators returns the orgs that serve an estate of the community by contract on a day, by id.
	Operators(ctx context.Context, community int64, day when.Date) ([]int64, error)

	// WornBadges returns the badge that each of the persons wears now, by person.
	WornBadges(ctx context.Context, persons []int64) (map[int64]Badge, error)
	Person(ctx context.Context, id int64) (person.Person, error)
	Identities(ctx context.Context, who int64) ([]person.Identity, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together with an order.
type Tx interface {
	work.Log
	media.Claims
	feedback.Asks
	person.Roster
	audit.Log
	// Try runs do inside a savepoint and undoes it when do fails.
	Try(ctx context.Context, do func() error) error
	// LockOrder returns one with its team for update, or ErrMissing.
	LockOrder(ctx context.Context, id int64) (Order, error)
	// LockPerson returns the person for update, or person.ErrMissing: their orders are counted under this lock.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// OpenOrders returns the open orders of a person.
	OpenOrders(ctx context.Context, who int64) ([]Order, error)
	// OrderOf returns the order that a request of a person made, or ErrMissing.
	OrderOf(ctx context.Context, by int64, request string) (Order, error)
	AddOrder(ctx context.Context, o *Order) error
	// SaveOrder saves an order with its team.
	SaveOrder(ctx context.Context, o Order) error
	AddOrderEvent(ctx context.Context, id int64, e Event) error
	// OrderEventOf says whether a line with this person's request stands in the timeline.
	OrderEventOf(ctx context.Context, id, who int64, request string) (bool, error)
}

// Times provides the working time of every community.
type Times interface {
	Get(ctx context.Context) (*when.Times, error)
}

// Lookup returns for whom and in which community something is that the actor may see, or a missing fault.
type Lookup func(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error)
