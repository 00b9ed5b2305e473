package household

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/consent"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Place is a community, or one of its grids.
type Place struct {
	Community int64
	Grid      int64 // 0: all of the community
}

// Store is what households need from the database.
type Store interface {
	// Dwellings returns the rooms of a building in order of area and room.
	Dwellings(ctx context.Context, building int64) ([]Dwelling, error)
	// DwellingsByID returns those of the ids that exist.
	DwellingsByID(ctx context.Context, ids []int64) (map[int64]Dwelling, error)
	// Unchecked returns one page of the rooms that nobody has looked at since a time, in order of id.
	Unchecked(ctx context.Context, places []Place, since time.Time, after int64, most int) ([]Dwelling, error)
	// Living returns the households of a building that have not ended, in order of id.
	Living(ctx context.Context, building int64) ([]Household, error)
	// Household returns one, or ErrMissing.
	Household(ctx context.Context, id int64) (Household, error)
	// Reported returns one page of the households to confirm, oldest first.
	Reported(ctx context.Context, places []Place, after int64, most int) ([]Household, error)
	// CountReported counts the households to confirm, and those of them that were due before now; at most 1,000 each.
	CountReported(ctx context.Context, places []Place, now time.Time) (open, late int, err error)
	// Members returns the residences of a household, the open ones first.
	Members(ctx context.Context, household int64) ([]Residence, error)
	// ResidencesOf returns a person's open residences.
	ResidencesOf(ctx context.Context, who int64) ([]Residence, error)
	// HouseholdsByID returns those of the ids that exist.
	HouseholdsByID(ctx context.Context, ids []int64) (map[int64]Household, error)
	// Moves counts the open residences of a building by stay, and who came and went since a day.
	Moves(ctx context.Context, building int64, since when.Date) (Counts, error)
	// NeighboursMayKnow returns those of the persons who agreed that stewards know how to address them.
	NeighboursMayKnow(ctx context.Context, persons []int64) (map[int64]bool, error)
	// Events returns the newest contacts of persons with the communities, newest first.
	Events(ctx context.Context, persons, communities []int64, most int) ([]Event, error)
	// Persons returns the persons of the ids that exist, TagsOf a person's tags.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	TagsOf(ctx context.Context, who int64) ([]person.Tag, error)
	// ConsentsOf returns everything that a person agreed to, also what they have withdrawn.
	ConsentsOf(ctx context.Context, who int64) ([]consent.Consent, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a household.
type Tx interface {
	audit.ReadingLog
	work.Log
	notify.Outbox
	person.Roster
	// LockPerson returns the person for update, or person.ErrMissing. Persons are locked before dwellings.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	SavePerson(ctx context.Context, p person.Person) error
	person.Mover
	// Try runs do; an error undoes what do wrote.
	Try(ctx context.Context, do func() error) error

	// LockRoom returns the dwelling with this area and room for update, and adds it if it is not known.
	LockRoom(ctx context.Context, d *Dwelling) (added bool, err error)
	// LockDwelling returns one for update, or ErrDwelling.
	LockDwelling(ctx context.Context, id int64) (Dwelling, error)
	SaveDwelling(ctx context.Context, d Dwelling) error
	// GrowAreasVersion tells every cache that the number of dwellings changed.
	GrowAreasVersion(ctx context.Context) error

	// HouseholdsIn returns the open households of a locked dwelling.
	HouseholdsIn(ctx context.Context, dwelling int64) ([]Household, error)
	// FindHousehold returns one as it was, without a lock, or ErrMissing.
	FindHousehold(ctx context.Context, id int64) (Household, error)
	// AddHousehold saves a new one and sets its ID. Fault: ErrState.
	AddHousehold(ctx context.Context, h *Household) error
	SaveHousehold(ctx context.Context, h Household) error

	// MembersOf returns the open residences of a household, OpenResidences those of a person.
	MembersOf(ctx context.Context, household int64) ([]Residence, error)
	OpenResidences(ctx context.Context, who int64) ([]Residence, error)
	// AddResidence saves a new one and sets its ID. Fault: ErrState when the person has one that it contradicts.
	AddResidence(ctx context.Context, r *Residence) error
	SaveResidence(ctx context.Context, r Residence) error
}
