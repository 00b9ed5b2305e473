package meal

import (
	"context"
	"time"

	"linli/app/care"
	"linli/app/family"
	"linli/app/feedback"
	"linli/app/household"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
)

// List names a list of members.
type List string

// The lists.
const (
	ToDecide List = "asked"
	TakePart List = "on"
	TookPart List = "ended"
)

// Day is the fixed list of a day.
type Day struct {
	ID        int64
	Programme int64
	Community int64
	On        when.Date
	FixedAt   time.Time
	PrintedAt time.Time
	Portions  int
}

// Round is the stops of one carrier on a day.
type Round struct {
	ID        int64
	Day       int64
	Programme int64
	Community int64
	On        when.Date
	Person    int64
}

// Loaded is a round with how many stops it has.
type Loaded struct {
	Round
	Stops int
}

// Count is how many portions of a programme had an outcome.
type Count struct {
	Programme int64
	Way       Way
	Outcome   Outcome
	N         int
}

// Store is what meals need from the database.
type Store interface {
	family.Links
	household.Doors
	// Programmes returns those of communities that have not ended, by name.
	Programmes(ctx context.Context, communities []int64) ([]Programme, error)
	// Programme returns one, also one that has ended, or ErrProgramme.
	Programme(ctx context.Context, id int64) (Programme, error)
	// CookedBy returns the programmes that have not ended for which orgs cook, by name.
	CookedBy(ctx context.Context, orgs []int64) ([]Programme, error)
	// ProgrammesDue returns all that have not ended.
	ProgrammesDue(ctx context.Context) ([]Programme, error)
	// Menu returns the menu from one day to another, by day.
	Menu(ctx context.Context, programme int64, first, last when.Date) ([]Dish, error)
	// Carriers returns who brings the meals of which building, by building.
	Carriers(ctx context.Context, programme int64) ([]Carrier, error)
	// Member returns one, or ErrMissing.
	Member(ctx context.Context, id int64) (Member, error)
	// MembersOf returns the open memberships of persons, by id.
	MembersOf(ctx context.Context, persons []int64) ([]Member, error)
	// Members returns a list of communities, newest first, before an id (0: from the newest).
	Members(ctx context.Context, communities []int64, of List, before int64, most int) ([]Member, error)
	// CountAsked counts those who wait for an answer.
	CountAsked(ctx context.Context, communities []int64) (int, error)
	// ExceptionsOf returns the single days of members from a day on, by member.
	ExceptionsOf(ctx context.Context, members []int64, first when.Date) (map[int64]Exceptions, error)
	// CountEating counts the portions of a day that is not fixed.
	CountEating(ctx context.Context, programme int64, day when.Date) (map[Way]int, error)
	// DayOf returns the list of a day, or ErrDay.
	DayOf(ctx context.Context, programme int64, day when.Date) (Day, error)
	// Stops returns the stops of a list, by id.
	Stops(ctx context.Context, day int64) ([]Stop, error)
	// Stop returns one, or ErrStop.
	Stop(ctx context.Context, id int64) (Stop, error)
	// Diets returns what members may not eat, by id of the member.
	Diets(ctx context.Context, members []int64) (map[int64]string, error)
	// Rounds returns the rounds of a list, RoundsOf those of a person on a day with their stops, by id.
	Rounds(ctx context.Context, day int64) ([]Round, error)
	RoundsOf(ctx context.Context, who int64, day when.Date) ([]Round, []Stop, error)
	// Calls returns the calls of a list that go on, by stop.
	Calls(ctx context.Context, day int64) (map[int64]Call, error)
	// CallsDue returns the calls for which the steward is to be paged.
	CallsDue(ctx context.Context, now time.Time, most int) ([]Call, error)
	// Counts counts the portions of programmes from one day to another.
	Counts(ctx context.Context, community int64, first, last when.Date) ([]Count, error)

	// EatersToAsk returns who got a portion of a programme from one day to another and was not asked about that week, at most 1,000.
	EatersToAsk(ctx context.Context, programme int64, first, last when.Date) ([]Eater, error)

	// EatsWithCarer says whether a person takes part and somebody is a carer of theirs.
	EatsWithCarer(ctx context.Context, who int64) (bool, error)

	CaredFor(ctx context.Context, carer int64) ([]family.Link, error)
	TagsOf(ctx context.Context, who int64) ([]person.Tag, error)
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a meal.
type Tx interface {
	care.Tx
	feedback.Asks
	// Try runs do inside a savepoint and undoes it when do fails.
	Try(ctx context.Context, do func() error) error
	// LockPerson returns the person for update, or person.ErrMissing.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// PlacesOf returns the places of a community that exist, by name.
	PlacesOf(ctx context.Context, community int64) ([]place.Place, error)

	// LockProgramme returns one for update, or ErrProgramme. Every change of what a day holds locks its programme first.
	LockProgramme(ctx context.Context, id int64) (Programme, error)
	// CountProgrammes counts those of a community that have not ended.
	CountProgrammes(ctx context.Context, community int64) (int, error)
	// CountEaters counts the members of a programme who have not ended.
	CountEaters(ctx context.Context, programme int64) (int, error)
	AddProgramme(ctx context.Context, p *Programme) error
	SaveProgramme(ctx context.Context, p Programme) error
	// SetMenu replaces the menu from one day to another.
	SetMenu(ctx context.Context, programme int64, first, last when.Date, all []Dish) error
	// SetCarriers replaces who brings the meals.
	SetCarriers(ctx context.Context, programme int64, all []Carrier) error

	// AddMealMember saves a new one and sets its ID. Fault: ErrTwice.
	AddMealMember(ctx context.Context, m *Member) error
	LockMealMember(ctx context.Context, id int64) (Member, error)
	SaveMealMember(ctx context.Context, m Member) error
	// Busiest returns the largest number of portions that others than the member take on a day of the week, and on a single day
	// with an additional portion from a day on.
	Busiest(ctx context.Context, m Member, first when.Date) (int, error)
	// SkipDay notes that a member does not eat on a day.
	SkipDay(ctx context.Context, m Member, day when.Date, now time.Time) error
	// TakeDay notes that a member eats on a day, if a portion is left: one statement decides. Fault: ErrFull.
	TakeDay(ctx context.Context, m Member, day when.Date, now time.Time) error
	// ExceptionsFrom is Store.ExceptionsOf for one member inside the transaction.
	ExceptionsFrom(ctx context.Context, member int64, first when.Date) (Exceptions, error)

	// HasDay says whether the list of a day is fixed.
	HasDay(ctx context.Context, programme int64, day when.Date) (bool, error)
	// FixDay saves the list of a day with a stop for everybody who eats and a round for each carrier, and sets its ID and portions.
	FixDay(ctx context.Context, d *Day) ([]Loaded, error)
	// Printed notes when a list was printed first.
	Printed(ctx context.Context, day int64, at time.Time) error
	// LockDay returns the list of a day for update, or ErrDay.
	LockDay(ctx context.Context, programme int64, day when.Date) (Day, error)
	// HandStops gives the stops of buildings that are not done to a person; no buildings: all. It returns how many.
	HandStops(ctx context.Context, d Day, buildings []int64, to int64) (int, error)
	// BuildingsToDo returns the buildings of a list with stops that are not done.
	BuildingsToDo(ctx context.Context, day int64) ([]int64, error)
	LockStop(ctx context.Context, id int64) (Stop, error)
	SaveStop(ctx context.Context, s Stop) error
	// RoundOf returns a round, or ErrStop.
	RoundOf(ctx context.Context, id int64) (Round, error)

	AddMealCall(ctx context.Context, c Call) error
	// LockMealCall returns the call of a stop for update, or ErrStop.
	LockMealCall(ctx context.Context, stop int64) (Call, error)
	SaveMealCall(ctx context.Context, c Call) error
}
