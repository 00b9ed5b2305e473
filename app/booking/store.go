package booking

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/family"
	"linli/app/feedback"
	"linli/app/person"
	"linli/app/place"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// Standing is a person's record with a service before they book.
type Standing struct {
	Taken  []int // which of the person's places in the week count already
	Missed int   // recent no-shows, in any service of the community
}

// Store is what bookings need from the database.
type Store interface {
	family.Links
	// CatalogueVersion grows with every change of services and timetable.
	CatalogueVersion(ctx context.Context) (int64, error)
	// Services returns every service that is offered, in order of id.
	Services(ctx context.Context) ([]Service, error)
	// Entries returns every line of the timetables in force, in order of id.
	Entries(ctx context.Context) ([]Entry, error)
	// Exceptions returns those from a day on, in order.
	Exceptions(ctx context.Context, from when.Date) ([]Exception, error)
	// Session returns one with its periods, or ErrNoSession.
	Session(ctx context.Context, id int64) (Session, error)
	// Sessions returns those of a community that begin within the time, with their periods, in order of beginning.
	Sessions(ctx context.Context, community int64, from, to time.Time) ([]Session, error)
	// Coming returns the sessions of a service that begin after the time, with their periods, in order.
	Coming(ctx context.Context, service int64, after time.Time) ([]Session, error)
	// NextFree returns the first open session of a service that begins after the time and has a free place, or ErrNoSession.
	NextFree(ctx context.Context, service int64, after time.Time) (Session, error)
	// CommunitiesOf returns the communities of some sessions, each once; ErrNoSession when one of the sessions does not exist.
	CommunitiesOf(ctx context.Context, sessions []int64) ([]int64, error)
	// Ahead returns the bookings of people and orgs that count and whose time is not over, in order of time; at most 200.
	Ahead(ctx context.Context, people, orgs []int64, now time.Time) ([]Booking, error)
	// Past returns one page of ended bookings that are for a person or in the name of one of the orgs, or that the person made and
	// not at the counter, newest first.
	Past(ctx context.Context, who int64, orgs []int64, before int64, most int) ([]Booking, error)
	// CaredFor returns the confirmed links in which the person acts for another.
	CaredFor(ctx context.Context, carer int64) ([]family.Link, error)
	// Booking returns one, or ErrMissing.
	Booking(ctx context.Context, id int64) (Booking, error)
	// Requested returns the booking that this person made with the idempotency key, or ErrMissing.
	Requested(ctx context.Context, by int64, request string) (Booking, error)
	// Living returns the person's booking in a session that still counts, or ErrMissing.
	Living(ctx context.Context, session, who int64) (Booking, error)
	// Standing returns a person's record with a service in a week (its Monday), and their no-shows since the time.
	Standing(ctx context.Context, service Service, who int64, week int, since time.Time) (Standing, error)
	// Before returns how many wait before a booking in its waitlist.
	Before(ctx context.Context, b Booking) (int, error)
	// Present returns the arrived and called bookings of a session.
	Present(ctx context.Context, session int64) ([]Booking, error)
	// HeardIn returns the numbers of the reports that were written down in a session, by booking.
	HeardIn(ctx context.Context, session int64) (map[int64][]int64, error)
	// Everybody returns all bookings of a session, at most 5,000, by rank and id.
	Everybody(ctx context.Context, session int64) ([]Booking, error)
	// Serving returns the sessions of a provider that begin within the time, with their periods, in order of beginning.
	Serving(ctx context.Context, provider int64, from, to time.Time) ([]Session, error)
	// ToCall returns the bookings of the communities that wait for a telephone call and have not begun, at most 100, in
	// order of beginning.
	ToCall(ctx context.Context, communities []int64, now time.Time) ([]Booking, error)
	// CountToCall returns how many there are.
	CountToCall(ctx context.Context, communities []int64, now time.Time) (int, error)
	// Record returns the bookings of a person that are done, newest first, before the id (0: from the newest).
	Record(ctx context.Context, who, before int64, most int) ([]Booking, error)
	// LeftArrived returns the arrived bookings that were never called, in sessions that began and ended within the
	// time; at most 1,000.
	LeftArrived(ctx context.Context, begun, ended time.Time) ([]int64, error)
	// DeletePresses deletes idempotency keys from before the time.
	DeletePresses(ctx context.Context, before time.Time) error
	// Usage returns how the services of a community were used, by service, in sessions that begin within the time.
	Usage(ctx context.Context, community int64, from, to, now time.Time) (map[int64]Usage, error)
	// EraseOldAnswers erases the answers of bookings that ended before the time.
	EraseOldAnswers(ctx context.Context, before time.Time) error
	// Place returns one, also one that was given up, or place.ErrMissing.
	Place(ctx context.Context, id int64) (place.Place, error)
	// Person returns one, or person.ErrMissing.
	Person(ctx context.Context, id int64) (person.Person, error)
	// TagsOf returns a person's tags.
	TagsOf(ctx context.Context, who int64) ([]person.Tag, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with a booking. Locks are taken in the order session, booking, period.
type Tx interface {
	feedback.Asks
	audit.Log
	work.Log
	family.Links
	wordlist.Source
	place.Hours
	// Try runs do, and undoes what do wrote when it fails; the rest of the transaction stays.
	Try(ctx context.Context, do func() error) error
	// BumpTimetable increases the version of the catalogue.
	BumpTimetable(ctx context.Context) error
	// PlacesOf returns the places of a community that exist, by name.
	PlacesOf(ctx context.Context, community int64) ([]place.Place, error)
	AddService(ctx context.Context, s *Service) error
	SaveService(ctx context.Context, s Service) error
	// ServiceNow returns a service as it is in the transaction, or ErrNoService.
	ServiceNow(ctx context.Context, id int64) (Service, error)
	AddEntry(ctx context.Context, e *Entry) error
	SaveEntry(ctx context.Context, e Entry) error
	// EntriesOf returns the lines of a service that have not ended, in order of id.
	EntriesOf(ctx context.Context, service int64) ([]Entry, error)
	// EntryNow returns a line that has not ended as it is in the transaction, or ErrNoLine.
	EntryNow(ctx context.Context, id int64) (Entry, error)
	SaveException(ctx context.Context, x Exception) error
	// DeleteException deletes the exception of an entry on a day, if there is one.
	DeleteException(ctx context.Context, entry int64, day when.Date) error

	// AddSession saves a new one with its periods and sets the IDs. false: this entry has a session on the day already.
	AddSession(ctx context.Context, s *Session) (bool, error)
	// LockSession returns one for update, without its periods, or ErrNoSession.
	LockSession(ctx context.Context, id int64) (Session, error)
	SaveSession(ctx context.Context, s Session) error
	// CancelSessions cancels the open ones of the sessions, removes their free places, and returns their ids.
	CancelSessions(ctx context.Context, ids []int64, reason string) ([]int64, error)
	// LockPeriods returns the periods of a session for update, in order.
	LockPeriods(ctx context.Context, session int64) ([]Period, error)
	LockPeriod(ctx context.Context, id int64) (Period, error)
	SavePeriod(ctx context.Context, p Period) error
	// DeleteSession deletes a session that never had a booking.
	DeleteSession(ctx context.Context, id int64) error
	// ReplacePeriods exchanges the periods of a session without bookings.
	ReplacePeriods(ctx context.Context, session int64, all []Period) error

	// TakePlace takes a free place of a period, or one of those kept for the counter, in one statement, and returns its
	// number in the queue. false: there is none.
	TakePlace(ctx context.Context, period int64, kept bool) (number int, ok bool, err error)
	// JoinWaitlist takes the next rank of a session in one statement and locks the session. false: the list is full or the
	// session is not open.
	JoinWaitlist(ctx context.Context, session int64) (rank int, ok bool, err error)
	// LeaveWaitlist gives back what JoinWaitlist took; the rank is lost.
	LeaveWaitlist(ctx context.Context, session int64) error
	// NextWaiting returns the first of the waitlist for update: the fewest expired offers first, then by rank. fresh:
	// only bookings without an expired offer. ErrMissing when there is none.
	NextWaiting(ctx context.Context, session int64, fresh bool) (Booking, error)

	// AddBooking saves a new one and sets its ID. false: a unique key has it already (request; person and session;
	// person, service, week and nth).
	AddBooking(ctx context.Context, b *Booking) (bool, error)
	// LockPerson returns one for update, or person.ErrMissing.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	LockBooking(ctx context.Context, id int64) (Booking, error)
	// AheadOf returns the bookings of a person that count and whose time is not over, in order of their sessions; at most 200.
	AheadOf(ctx context.Context, who int64, now time.Time) ([]Booking, error)
	// EraseAnswers erases the answers of a person's bookings.
	EraseAnswers(ctx context.Context, who int64) error
	// SaveBooking writes what may change. ErrLimit when its Nth is taken.
	SaveBooking(ctx context.Context, b Booking) error
	// TakeTurn calls an arrived booking in one statement. false: it is called already.
	TakeTurn(ctx context.Context, b Booking) (bool, error)
	// InHand returns how many persons of a service somebody has called since a time and not ended.
	InHand(ctx context.Context, service, server int64, since time.Time) (int, error)
	// BookingsIn returns the bookings of a session in these states for update, by period, number and rank.
	BookingsIn(ctx context.Context, session int64, states ...State) ([]Booking, error)
	// TakenNths returns which of the person's places in a week of a service count.
	TakenNths(ctx context.Context, service int64, who int64, week int) ([]int, error)
	// FindBookingPress returns what a finished request of the person was about, or ErrMissing.
	FindBookingPress(ctx context.Context, who int64, request string) (about int64, err error)
	// AddBookingPress notes that a request is done.
	AddBookingPress(ctx context.Context, who int64, request string, about int64) error
	// Addresses returns where a person can be reached now.
}

// Weeks is a cache of weeks. Losing it at any moment is harmless.
type Weeks interface {
	// Week returns the cached result of load; Changed drops it.
	Week(ctx context.Context, community int64, monday when.Date, load func(context.Context) ([]Session, error)) ([]Session, error)
	// Changed drops the cached weeks of a community.
	Changed(ctx context.Context, community int64)
}
