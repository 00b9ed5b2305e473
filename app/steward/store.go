package steward

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/report"
)

// Store is what stewards need from the database.
type Store interface {
	// AlertsOf returns a steward's alerts, newest first, before the given id (0: from the newest).
	AlertsOf(ctx context.Context, who, before int64, most int) ([]Alert, error)
	// PolicyOf returns the community's own policy, false when it has none.
	PolicyOf(ctx context.Context, community int64, urgent bool) (Policy, bool, error)
	// PhonesOf returns the telephones on the community's boards, empty when nobody entered any.
	PhonesOf(ctx context.Context, community int64) (Phones, error)
	// LevelsOf returns what these persons chose to show, for those who chose.
	LevelsOf(ctx context.Context, ids []int64) (map[int64]Level, error)
	// Calls returns one page of the calls a filter selects, newest first.
	Calls(ctx context.Context, f CallFilter) ([]Call, error)
	// Unanswered returns pagings that nobody answered and whose matter is still open, newest first.
	Unanswered(ctx context.Context, in report.Scope, before int64, most int) ([]Paging, error)
	// Unreached returns the places where nobody can be reached, in order of area, after the given one.
	Unreached(ctx context.Context, in report.Scope, after int64, most int) ([]Reach, error)
	// Counts returns the lengths of Unreached, and of Unanswered, there at most 1,000, in one query.
	Counts(ctx context.Context, in report.Scope) (unreached, unanswered int, err error)
	// Reaches returns every place that was checked.
	Reaches(ctx context.Context) ([]Reach, error)
	// SaveReaches writes what changed and forgets places that are gone.
	SaveReaches(ctx context.Context, changed []Reach, gone []int64) error
	// Keepers returns every posting with one of the roles.
	Keepers(ctx context.Context, roles []auth.Role) ([]person.Posting, error)
	// Contacts returns on which ways these persons can be reached.
	Contacts(ctx context.Context, ids []int64) (map[int64]Contact, error)
	// Digested returns who has the digest of the week.
	Digested(ctx context.Context, week int) (map[int64]bool, error)
	// DropNumbers erases the telephone numbers of calls that ended before the one time, or came before the other.
	DropNumbers(ctx context.Context, ended, came time.Time) error
	// PostingsOf returns postings that the person holds or may step in for.
	PostingsOf(ctx context.Context, who int64) ([]person.Posting, error)
	// PostingsAt returns the postings with one of the roles in one of the areas, in order of id.
	PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error)
	// HomesOf returns the homes of the person and of those they act for.
	HomesOf(ctx context.Context, who int64) ([]person.Home, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with an alert.
type Tx interface {
	report.Tx
	// AddAlert saves a new one. false: this steward was alerted about this report before.
	AddAlert(ctx context.Context, a Alert) (added bool, err error)
	// AcknowledgeAlert marks an alert as seen. false: it was before. ErrMissing when there is none.
	AcknowledgeAlert(ctx context.Context, about, who int64, now time.Time) (first bool, err error)

	// LockAuthor lets the alerts of the author of a report begin one after the other.
	LockAuthor(ctx context.Context, id int64) error
	// StandingOf returns the pagings of the author's other reports since then, newest first, at most 500.
	StandingOf(ctx context.Context, author, but int64, since time.Time) ([]Standing, error)

	// AddPaging saves a new one and sets its ID. false: its subject has one.
	AddPaging(ctx context.Context, p *Paging) (added bool, err error)
	// Paging returns one, or ErrMissing.
	Paging(ctx context.Context, id int64) (Paging, error)
	// LockPaging returns one for update, or ErrMissing.
	LockPaging(ctx context.Context, id int64) (Paging, error)
	// LockPagingOf returns the paging of a subject for update, or ErrMissing.
	LockPagingOf(ctx context.Context, s Subject, id int64) (Paging, error)
	SavePaging(ctx context.Context, p Paging) error
	// AddRing notes that somebody was rung. false: he was, in the same rung.
	AddRing(ctx context.Context, paging int64, rung, step int, who int64, now time.Time) (added bool, err error)
	// CountRung counts the persons who were rung about a subject.
	CountRung(ctx context.Context, s Subject, id int64) (int, error)
	// AddAck notes who acknowledged. false: he did before.
	AddAck(ctx context.Context, paging, who int64, now time.Time) (added bool, err error)
	// Acks returns who acknowledged, in order of time.
	Acks(ctx context.Context, paging int64) ([]Ack, error)
	// MarkReminded notes that those who acknowledged were reminded.
	MarkReminded(ctx context.Context, paging int64, now time.Time) error
	// DropAcks forgets who acknowledged: the matter is somewhere else now.
	DropAcks(ctx context.Context, paging int64) error
	// LookedAtReport says whether somebody was there since.
	LookedAtReport(ctx context.Context, about int64, since time.Time) (bool, error)
	// PolicyOf is Store.PolicyOf inside the transaction.
	PolicyOf(ctx context.Context, community int64, urgent bool) (Policy, bool, error)
	SavePolicy(ctx context.Context, community int64, urgent bool, p Policy) error
	SavePhones(ctx context.Context, community int64, p Phones) error
	SaveLevel(ctx context.Context, who int64, l Level) error

	// LockCaller makes the calls from one telephone take turns until the transaction ends.
	LockCaller(ctx context.Context, phone person.Phone, now time.Time) error
	// CallsFrom returns the calls from a telephone since, newest first.
	CallsFrom(ctx context.Context, phone person.Phone, since time.Time) ([]Call, error)
	// AddCall saves a new one and sets its ID.
	AddCall(ctx context.Context, c *Call) error
	// LockCall returns one for update, or ErrCall.
	LockCall(ctx context.Context, id int64) (Call, error)
	SaveCall(ctx context.Context, c Call) error

	// NameSubstitute says who steps in when the holder of a posting is away.
	NameSubstitute(ctx context.Context, posting, who int64) error
	// AddDigest notes that the week's digest was sent. false: it was before.
	AddDigest(ctx context.Context, who int64, week int, now time.Time) (added bool, err error)
	// Tally counts a steward's week.
	Tally(ctx context.Context, who int64, buildings []int64, from, to time.Time) (Tally, error)
}
