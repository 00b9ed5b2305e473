package hall

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/feedback"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
	"linli/app/work"
)

// Store is what uses need from the database.
type Store interface {
	// Place returns one, also one that was given up, or place.ErrMissing.
	Place(ctx context.Context, id int64) (place.Place, error)
	// Places returns those of a community that exist, by name.
	Places(ctx context.Context, community int64) ([]place.Place, error)
	// PlacesByID returns those of the ids that ever existed.
	PlacesByID(ctx context.Context, ids []int64) (map[int64]place.Place, error)
	// TakenHours returns the half-hours of a place within the time that somebody has, in order.
	TakenHours(ctx context.Context, placeID int64, from, to time.Time) ([]place.Taken, error)
	// Events returns the sessions of a community's services that begin between two times and were not cancelled, in order of time.
	Events(ctx context.Context, community int64, from, to time.Time) ([]place.Event, error)
	// Use returns one, or ErrMissing.
	Use(ctx context.Context, id int64) (Use, error)
	// Requested returns the use that a request made, or ErrMissing; also for "".
	Requested(ctx context.Context, request string) (Use, error)
	// UsesOf returns one page of a person's uses, newest first, before an id (0: from the newest).
	UsesOf(ctx context.Context, who, before int64, most int) ([]Use, error)
	// OpenOf returns a person's uses that are asked or agreed, in order of time.
	OpenOf(ctx context.Context, who int64) ([]Use, error)
	// UsesIn returns the uses of a community that begin within the time, without declined and cancelled ones, in order of time.
	UsesIn(ctx context.Context, community int64, from, to time.Time) ([]Use, error)
	// Uses returns one page of some communities' uses in these states, newest first, before an id (0: from the newest).
	Uses(ctx context.Context, communities []int64, states []State, before int64, most int) ([]Use, error)
	// CountAsked counts those that wait for an answer.
	CountAsked(ctx context.Context, communities []int64) (int, error)
	// Closures returns those of a community's places on some days, in order.
	Closures(ctx context.Context, community int64, from, to when.Date) ([]Closure, error)
	// PhoneIndex returns a keyed hash of a number.
	PhoneIndex(phone person.Phone) (string, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a use. A use is locked before its hours.
type Tx interface {
	audit.Log
	work.Log
	feedback.Asks
	place.Hours
	// LockPersonByPhone returns the person with this number, first of all in the community, or person.ErrMissing.
	LockPersonByPhone(ctx context.Context, phone person.Phone, community int64) (person.Person, error)
	// UseOf returns the use that a request made, or ErrMissing.
	UseOf(ctx context.Context, request string) (Use, error)
	// NthsOf returns which of a group's uses of a place in a week count.
	NthsOf(ctx context.Context, placeID int64, party string, week int) ([]int, error)
	// AddHallUse saves a new one and sets its ID. false: its request or its number of the week is taken.
	AddHallUse(ctx context.Context, u *Use) (bool, error)
	// LockHallUse returns one for update, or ErrMissing.
	LockHallUse(ctx context.Context, id int64) (Use, error)
	SaveHallUse(ctx context.Context, u Use) error
	// OpenIn returns the asked and agreed uses of a place that begin within the time, for update, in order of id.
	OpenIn(ctx context.Context, placeID int64, from, to time.Time) ([]Use, error)
	// AddClosure saves a day on which a place is closed and sets its ID; ErrState when it is closed already.
	AddClosure(ctx context.Context, c *Closure) error
	// ClosureOn returns that of a day, or ErrMissing. DropClosure deletes it.
	ClosureOn(ctx context.Context, placeID int64, day when.Date) (Closure, error)
	DropClosure(ctx context.Context, id int64) error
}
