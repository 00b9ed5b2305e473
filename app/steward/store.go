package steward

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/consent"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
)

// Store is what stewards need from the database.
type Store interface {
	// AlertsOf returns a steward's alerts: those to urgent open reports first, then the newest first.
	AlertsOf(ctx context.Context, who int64, after pages.Cursor, most int) ([]Alert, error)
	// PolicyOf returns the community's own policy, false if there is none.
	PolicyOf(ctx context.Context, community int64, urgent bool) (Policy, bool, error)
	// PhonesOf returns the telephones on the community's boards, empty if none are set.
	PhonesOf(ctx context.Context, community int64) (Phones, error)
	// Agreed returns which kinds of consent each of these persons gave.
	Agreed(ctx context.Context, ids []int64) (map[int64][]consent.Kind, error)
	// Neighbours returns the Party members with one of these homes who agreed to be named on the board or to the plate, in order
	// of name.
	Neighbours(ctx context.Context, homes []int64) ([]Neighbour, error)
	// SettledAt returns the estates of those buildings and units that are in one, by area.
	SettledAt(ctx context.Context, areas []int64) (map[int64]Settled, error)
	// Calls returns one page of the calls a filter selects: urgent open ones first, then the newest first.
	Calls(ctx context.Context, f CallFilter) ([]Call, error)
	// Unanswered returns pagings without an answer whose matter is still open: urgent ones first, then the newest first.
	Unanswered(ctx context.Context, in report.Scope, after pages.Cursor, most int) ([]Paging, error)
	// Unreached returns the places without a reachable steward, in order of area, after the given one.
	Unreached(ctx context.Context, in report.Scope, after int64, most int) ([]Reach, error)
	// Counts returns the lengths of Unreached, of Unanswered and of the list of urgent calls, the last two at most 1,000, in one
	// query.
	Counts(ctx context.Context, in report.Scope) (Counts, error)
	// Reaches returns every place that was checked.
	Reaches(ctx context.Context) ([]Reach, error)
	// SaveReaches writes changes and deletes places that no longer exist.
	SaveReaches(ctx context.Context, changed []Reach, gone []int64) error
	// Keepers returns every posting with one of the roles.
	Keepers(ctx context.Context, roles []auth.Role) ([]person.Posting, error)
	// Contacts returns on which channels these persons can be reached.
	Contacts(ctx context.Context, ids []int64) (map[int64]Contact, error)
	// Digested returns the persons who already have the digest of the week.
	Digested(ctx context.Context, week int) (map[int64]bool, error)
	// EraseNumbers erases the telephone numbers of calls that ended or came before the given times.
	EraseNumbers(ctx context.Context, ended, came time.Time) error
	// PostingsOf returns the postings that the person holds or may substitute for.
	PostingsOf(ctx context.Context, who int64) ([]person.Posting, error)
	// PostingsAt returns the postings with one of the roles in one of the areas, in order of id.
	PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error)
	// HomesOf returns the homes of the person and of those they act for.
	HomesOf(ctx context.Context, who int64) ([]person.Home, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with an alert.
type Tx interface {
	consent.Tx
	report.Tx
	// AddAlert saves a new alert. false: this steward was alerted about this report before.
	AddAlert(ctx context.Context, a Alert) (added bool, err error)
	// AcknowledgeAlert marks an alert as seen. false: it already was. ErrMissing when there is none.
	AcknowledgeAlert(ctx context.Context, about, who int64, now time.Time) (first bool, err error)

	// LockAuthor serialises the alerts about reports of the same author.
	LockAuthor(ctx context.Context, id int64) error
	// StandingOf returns the pagings of the author's other reports since then, newest first, at most 500.
	StandingOf(ctx context.Context, author, but int64, since time.Time) ([]Standing, error)

	// AddPaging saves a new paging and sets its ID. false: its subject already has one.
	AddPaging(ctx context.Context, p *Paging) (added bool, err error)
	// Paging returns a paging, or ErrMissing.
	Paging(ctx context.Context, id int64) (Paging, error)
	// LockPaging returns a paging for update, or ErrMissing.
	LockPaging(ctx context.Context, id int64) (Paging, error)
	// LockPagingOf returns the paging of a subject for update, or ErrMissing.
	LockPagingOf(ctx context.Context, s Subject, id int64) (Paging, error)
	SavePaging(ctx context.Context, p Paging) error
	// AddRing records that a person was alerted. false: they already were, in this rung.
	AddRing(ctx context.Context, paging int64, rung, step int, who int64, now time.Time) (added bool, err error)
	// RungFor returns the persons who were alerted about a subject.
	RungFor(ctx context.Context, s Subject, id int64) ([]int64, error)
	// AddAck records an acknowledgement. false: the person had acknowledged before.
	AddAck(ctx context.Context, paging, who int64, now time.Time) (added bool, err error)
	// Acks returns the acknowledgements in order of time.
	Acks(ctx context.Context, paging int64) ([]Ack, error)
	// MarkReminded records that those who acknowledged were reminded.
	MarkReminded(ctx context.Context, paging int64, now time.Time) error
	// DeleteAcks deletes the acknowledgements, because the matter has moved.
	DeleteAcks(ctx context.Context, paging int64) error
	// LookedAtReport says whether a steward has been on the spot since.
	LookedAtReport(ctx context.Context, about int64, since time.Time) (bool, error)
	// PolicyOf is Store.PolicyOf inside the transaction.
	PolicyOf(ctx context.Context, community int64, urgent bool) (Policy, bool, error)
	// LockCommunity serialises the changes of a community's rules until the transaction ends.
	LockCommunity(ctx context.Context, id int64) error
	SavePolicy(ctx context.Context, community int64, urgent bool, p Policy) error
	// PhonesOf is Store.PhonesOf inside the transaction.
	PhonesOf(ctx context.Context, community int64) (Phones, error)
	SavePhones(ctx context.Context, community int64, p Phones) error

	// LockCaller serialises the calls from one telephone until the transaction ends.
	LockCaller(ctx context.Context, phone person.Phone, now time.Time) error
	// CallsFrom returns the calls from a telephone since a time, newest first.
	CallsFrom(ctx context.Context, phone person.Phone, since time.Time) ([]Call, error)
	// AddCall saves a new call and sets its ID.
	AddCall(ctx context.Context, c *Call) error
	// LockCall returns a call for update, or ErrCall.
	LockCall(ctx context.Context, id int64) (Call, error)
	SaveCall(ctx context.Context, c Call) error

	// NameSubstitute sets the substitute for a posting.
	NameSubstitute(ctx context.Context, posting, who int64) error
	// AddDigest records that the week's digest was sent. false: it already was.
	AddDigest(ctx context.Context, who int64, week int, now time.Time) (added bool, err error)
	// Tally counts a steward's week.
	Tally(ctx context.Context, who int64, buildings []int64, from, to time.Time) (Tally, error)
}
