package patrol

import (
	"context"
	"time"

	"linli/app/person"
	"linli/app/place"
	"linli/app/policy"
	"linli/app/report"
	"linli/app/when"
)

// Store reads plans and rounds.
type Store interface {
	person.Roster
	// Plan returns one, also one that has ended, or ErrPlan.
	Plan(ctx context.Context, id int64) (Plan, error)
	// Plans returns those of communities that have not ended before a day, by name.
	Plans(ctx context.Context, communities []int64, since when.Date) ([]Plan, error)
	// Raise returns one, or ErrRaise.
	Raise(ctx context.Context, id int64) (Raise, error)
	// Raises returns those of communities that end after a time, in order.
	Raises(ctx context.Context, communities []int64, after time.Time) ([]Raise, error)
	// Round returns one with its scans, or ErrMissing.
	Round(ctx context.Context, id int64) (Patrol, error)
	// RoundsOf returns a person's rounds that began between two times with their scans, oldest first.
	RoundsOf(ctx context.Context, who int64, from, to time.Time) ([]Patrol, error)
	// RoundsFor returns the rounds of plans that began between two times with their scans, oldest first.
	RoundsFor(ctx context.Context, plans []int64, from, to time.Time) ([]Patrol, error)
	// RoundsIn returns the rounds of a community that began between two times, newest first, at most 500, with their scans.
	RoundsIn(ctx context.Context, community int64, from, to time.Time) ([]Patrol, error)
	// Unwalked returns open rounds without a scan since a time.
	Unwalked(ctx context.Context, since time.Time, most int) ([]Patrol, error)
	// FindsOf returns what a person found between two times, oldest first; FindsIn what was found in a community, newest first.
	FindsOf(ctx context.Context, who int64, from, to time.Time) ([]Find, error)
	FindsIn(ctx context.Context, community int64, from, to time.Time) ([]Find, error)
	// Untold returns the finds of which no grid lead was told, before a time.
	Untold(ctx context.Context, before time.Time, most int) ([]Find, error)
	// SeenLast returns when each point of a community was scanned last, since a time.
	SeenLast(ctx context.Context, community int64, since time.Time) (map[Point]time.Time, error)
	// Positions returns the track of a round in order of time.
	Positions(ctx context.Context, round int64) ([]Position, error)
	// DropPositions deletes the tracks of a community from days before one, and returns how many positions. DropNothing is for a switch
	// that keeps no data.
	DropPositions(ctx context.Context, community int64, before when.Date) (int, error)
	DropNothing(ctx context.Context, community int64, before when.Date) (int, error)
	// Reports returns reports by id.
	Reports(ctx context.Context, ids []int64) (map[int64]report.Report, error)
	// Places returns the places of a community that exist; Place one, also one that was given up.
	Places(ctx context.Context, community int64) ([]place.Place, error)
	Place(ctx context.Context, id int64) (place.Place, error)
	// Switches returns every decision about switches.
	Switches(ctx context.Context) ([]policy.Switch, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together with a round, a plan or a find.
type Tx interface {
	report.Tx
	policy.Asked
	planLog
	// LockPerson serialises what one walker sends.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// RoundsAround returns a person's rounds that may take a scan of a time, with their scans, oldest first.
	RoundsAround(ctx context.Context, who int64, at time.Time) ([]Patrol, error)
	AddRound(ctx context.Context, p *Patrol) error
	SaveRound(ctx context.Context, p Patrol) error
	AddScan(ctx context.Context, round, community int64, s Scan) error
	// FindBy returns the find of a person's request, or ErrMissing.
	FindBy(ctx context.Context, who int64, request string) (Find, error)
	AddFind(ctx context.Context, f Find) error
	// TellFind marks a find as told. false: it was.
	TellFind(ctx context.Context, id int64, now time.Time) (bool, error)
	// TrackOf returns the positions of a round in order; AddPositions adds some, each time once.
	TrackOf(ctx context.Context, round int64) ([]Position, error)
	AddPositions(ctx context.Context, p Patrol, all []Position) error
	// CorrectWork writes the minutes and words of the lines of work about a round that stand already.
	CorrectWork(ctx context.Context, about string, minutes int, words string) error
	AddPlan(ctx context.Context, p *Plan) error
	SavePlan(ctx context.Context, p Plan) error
	// LockPlan returns one for update, or ErrPlan.
	LockPlan(ctx context.Context, id int64) (Plan, error)
	AddRaise(ctx context.Context, r *Raise) error
	// LockRaise returns one for update, or ErrRaise.
	LockRaise(ctx context.Context, id int64) (Raise, error)
	SaveRaise(ctx context.Context, r Raise) error
}
