package errand

import (
	"context"
	"time"

	"linli/app/family"
	"linli/app/feedback"
	"linli/app/paper"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
	"linli/app/work"
)

// List names a list of errands for staff.
type List string

// The lists.
const (
	New     List = "new"     // nobody has taken them
	Mine    List = "mine"    // the actor does them or answers for them
	Late    List = "late"    // past their limit
	Missing List = "waiting" // the resident brings something
	Outside List = "outside" // an office decides
	Open    List = "open"
	Ended   List = "ended"
)

// Lists lists them all.
var Lists = []List{New, Mine, Late, Missing, Outside, Open, Ended}

// Filter says which errands are meant: those of some communities, and those that some persons do.
type Filter struct {
	Communities []int64
	Holders     []int64 // with Mine: also of those who answer for them
	List        List
	Now         time.Time
	Before      int64 // an id; 0: from the newest
	Most        int
}

// Store is what errands need from the database.
type Store interface {
	// Errand returns one, or ErrMissing.
	Errand(ctx context.Context, id int64) (Errand, error)
	// ErrandsOf returns those for a person and those they asked for, newest first.
	ErrandsOf(ctx context.Context, who int64, open bool, before int64, most int) ([]Errand, error)
	// Errands returns those of a list, newest first.
	Errands(ctx context.Context, f Filter) ([]Errand, error)
	CountErrands(ctx context.Context, f Filter) (int, error)
	// Events returns the timeline.
	Events(ctx context.Context, errand int64) ([]Event, error)
	// Mandate returns the mandate of an errand that was asked for last; without one it is zero.
	Mandate(ctx context.Context, errand int64) (Mandate, error)
	// Lapsed returns the errands whose CheckAt has passed, the earliest first.
	Lapsed(ctx context.Context, now time.Time, most int) ([]int64, error)
	// Trips counts the ways for the errands of some communities whose results residents received between two times, by community and item.
	Trips(ctx context.Context, communities []int64, from, to time.Time) ([]Counted, error)
	person.Roster
	// Person returns the person, or person.ErrMissing.
	Person(ctx context.Context, id int64) (person.Person, error)
	// CaredFor returns the confirmed links in which the person acts for another.
	CaredFor(ctx context.Context, carer int64) ([]family.Link, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together with an errand.
type Tx interface {
	paper.Tx
	paper.Waits
	report.Tx
	work.Log
	feedback.Asks
	person.Roster
	// Try runs do inside a savepoint and undoes it when do fails.
	Try(ctx context.Context, do func() error) error
	// LockErrand returns one for update, or ErrMissing.
	LockErrand(ctx context.Context, id int64) (Errand, error)
	// LockPerson returns the person for update, or person.ErrMissing: their errands are counted under this lock.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// OpenErrands returns the open errands of a person.
	OpenErrands(ctx context.Context, who int64) ([]Errand, error)
	// ErrandOf returns the errand that a request of a person made, or ErrMissing.
	ErrandOf(ctx context.Context, by int64, request string) (Errand, error)
	AddErrand(ctx context.Context, e *Errand) error
	SaveErrand(ctx context.Context, e Errand) error
	AddErrandEvent(ctx context.Context, id int64, e Event) error
	// ErrandEventOf says whether a line with this person's request stands in the timeline.
	ErrandEventOf(ctx context.Context, id, who int64, request string) (bool, error)
	// MandateOf is Mandate inside the transaction.
	MandateOf(ctx context.Context, errand int64) (Mandate, error)
	AddMandate(ctx context.Context, m *Mandate) error
	SaveMandate(ctx context.Context, m Mandate) error
}

// Times provides the working time of every community.
type Times interface {
	Get(ctx context.Context) (*when.Times, error)
}
