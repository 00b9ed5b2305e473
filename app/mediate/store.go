package mediate

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/notify"
	"linli/app/paper"
	"linli/app/person"
	"linli/app/place"
	"linli/app/report"
	"linli/app/timeline"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// Line is one line of a file. Its text is sealed.
type Line = timeline.Line[Deed]

// List names a list of cases for mediators.
type List string

// The lists.
const (
	New   List = "new"  // nobody has taken them
	Mine  List = "mine" // the actor mediates, without a result yet
	After List = "after"
	Ended List = "ended"
)

// Lists lists them all.
var Lists = []List{New, Mine, After, Ended}

// statesOf has the states of a list.
var statesOf = map[List][]State{New: {Asked}, Mine: {Accepted, Agreed, Talking}, After: {Settled, Failed, Withdrawn, Followed}, Ended: {Closed}}

// Filter says which cases are meant: those in some states that these persons mediate, or, without persons, those of some communities.
type Filter struct {
	Communities []int64
	Mediators   []int64
	States      []State
	Before      int64 // an id; 0: from the newest
	Most        int
}

// Store is what mediation needs from the database.
type Store interface {
	wordlist.Source
	person.Roster
	// Case returns one with all its parts, or ErrMissing.
	Case(ctx context.Context, id int64) (Case, error)
	// Cases returns those of a filter without their parts, newest first.
	Cases(ctx context.Context, f Filter) ([]Case, error)
	// CasesOf returns those in which a person is a party, newest first, before an id (0: from the newest), without their parts.
	CasesOf(ctx context.Context, who, before int64, most int) ([]Case, error)
	// OpenOf returns those that are not closed, with all their parts, in which a person is a party, newest first.
	OpenOf(ctx context.Context, who int64) ([]Case, error)
	// Lines returns the timeline, oldest first.
	Lines(ctx context.Context, id int64) ([]Line, error)
	// Person returns the person, or person.ErrMissing.
	Person(ctx context.Context, id int64) (person.Person, error)
	// Place returns one, also one that was given up, or place.ErrMissing.
	Place(ctx context.Context, id int64) (place.Place, error)
	// Places returns those of a community that exist, by name.
	Places(ctx context.Context, community int64) ([]place.Place, error)
	// PromisesDue returns the cases with an open promise of which somebody is to be told: its party until the day, the mediators after it.
	PromisesDue(ctx context.Context, until, today when.Date, most int) ([]int64, error)
	// Quiet returns the open cases with a result and no promise left in which nothing happened since the first time, and all in which
	// nothing happened since the second.
	Quiet(ctx context.Context, since, old time.Time, most int) ([]int64, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together with a case.
type Tx interface {
	wordlist.Source
	report.Tx
	paper.Tx
	work.Log
	notify.Outbox
	audit.Log
	person.Roster
	place.Hours
	// Try runs do inside a savepoint and undoes it when do fails.
	Try(ctx context.Context, do func() error) error
	// LockCase returns one with all its parts for update, or ErrMissing.
	LockCase(ctx context.Context, id int64) (Case, error)
	// LockPerson returns the person for update, or person.ErrMissing: their cases are counted under this lock.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// LockPersonByPhone returns the person with this number, first of all in the community, or person.ErrMissing.
	LockPersonByPhone(ctx context.Context, phone person.Phone, community int64) (person.Person, error)
	// CountAskedBy returns how many cases without a result a person asked for.
	CountAskedBy(ctx context.Context, who int64) (int, error)
	// RequestedCase returns the case that a request of a person made, or ErrMissing.
	RequestedCase(ctx context.Context, by int64, request string) (Case, error)
	// AddCase saves a new one with its parties and sets the ids.
	AddCase(ctx context.Context, c *Case) error
	// SaveCase writes a case and its parts; parts without an id are added and get one, promises that are gone are deleted.
	SaveCase(ctx context.Context, c *Case) error
	AddCaseLine(ctx context.Context, id int64, l Line) error
	// CaseLineOf says whether a line with this person's request stands in the timeline.
	CaseLineOf(ctx context.Context, id, who int64, request string) (bool, error)
}
