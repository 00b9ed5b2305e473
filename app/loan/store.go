package loan

import (
	"context"

	"linli/app/audit"
	"linli/app/feedback"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
	"linli/app/work"
)

// List names a list of loans.
type List string

// The lists.
const (
	Open  List = "out"
	Late  List = "late"
	Ended List = "ended"
)

// Filter says which loans staff want to see: those of some communities, before an id (0: from the newest).
type Filter struct {
	Communities []int64
	List        List
	Today       when.Date
	Before      int64
	Most        int
}

// Store is what loans need from the database.
type Store interface {
	// Things returns what the communities lend, by name.
	Things(ctx context.Context, communities []int64) ([]Thing, error)
	// ThingsByID returns those of the ids that were ever lent.
	ThingsByID(ctx context.Context, ids []int64) (map[int64]Thing, error)
	// Thing returns one, also one that is not lent any more, or ErrThing.
	Thing(ctx context.Context, id int64) (Thing, error)
	// Loan returns one, or ErrMissing.
	Loan(ctx context.Context, id int64) (Loan, error)
	// LoansOf returns a person's open (Open) or ended (Ended) loans, newest first, before an id (0: from the newest).
	LoansOf(ctx context.Context, who int64, of List, before int64, most int) ([]Loan, error)
	// OutOf returns a person's open loans, the earliest last day first.
	OutOf(ctx context.Context, who int64) ([]Loan, error)
	// Loans returns the loans of a list, newest first.
	Loans(ctx context.Context, f Filter) ([]Loan, error)
	// CountLate counts the late loans of the communities.
	CountLate(ctx context.Context, communities []int64, today when.Date) (int, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a loan.
type Tx interface {
	audit.Log
	work.Log
	feedback.Asks
	// Try runs do inside a savepoint and undoes it when do fails.
	Try(ctx context.Context, do func() error) error
	// LockPerson returns the person for update, or person.ErrMissing.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// LockPersonByPhone returns the person with this number, first of all in the community, or person.ErrMissing.
	LockPersonByPhone(ctx context.Context, phone person.Phone, community int64) (person.Person, error)
	// LockThing returns one for update, or ErrThing. Every change of a loan locks its thing first.
	LockThing(ctx context.Context, id int64) (Thing, error)
	// PlacesOf returns the places of a community that exist, by name.
	PlacesOf(ctx context.Context, community int64) ([]place.Place, error)
	// AddThing saves a new one and sets its ID.
	AddThing(ctx context.Context, t *Thing) error
	// SaveThing writes everything but the number of lent pieces.
	SaveThing(ctx context.Context, t Thing) error
	// TakePiece lends one piece, in one statement. Faults: ErrNone.
	TakePiece(ctx context.Context, thing int64) error
	// FreePiece takes one piece back; gone: the stock is one less.
	FreePiece(ctx context.Context, thing int64, gone bool) error
	// CountThings counts what a community lends. CountOut counts a person's open loans.
	CountThings(ctx context.Context, community int64) (int, error)
	CountOut(ctx context.Context, who int64) (int, error)
	// AddLoan saves a new one and sets its ID. Faults: ErrTwice, ErrCopy.
	AddLoan(ctx context.Context, l *Loan) error
	// LoanOf returns the loan that a request made, or ErrMissing.
	LoanOf(ctx context.Context, request string) (Loan, error)
	// FindLoan returns one as it was, without a lock, or ErrMissing.
	FindLoan(ctx context.Context, id int64) (Loan, error)
	// LockLoan returns one for update, or ErrMissing.
	LockLoan(ctx context.Context, id int64) (Loan, error)
	SaveLoan(ctx context.Context, l Loan) error
}
