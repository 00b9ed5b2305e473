package report

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/feedback"
	"linli/app/job"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/pace"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/work"
)

// SubmittedJob is the job that runs after a report is submitted: it alerts stewards.
const SubmittedJob job.Kind = "report.submitted"

// Store is what reports need from the database.
type Store interface {
	Estates
	// BuildingsOfEstate returns the buildings of an estate, none when there is no such estate.
	BuildingsOfEstate(ctx context.Context, estate int64) ([]int64, error)
	// Report returns one report, or ErrMissing.
	Report(ctx context.Context, id int64) (Report, error)
	// Events returns a report's timeline in order.
	Events(ctx context.Context, report int64) ([]Event, error)
	// Reviews returns a report's reviews in order.
	Reviews(ctx context.Context, report int64) ([]Review, error)
	// List returns one page of the reports a filter selects. A page of a narrow filter may have few rows or none although more
	// follow, because few of the many rows that were read pass it.
	List(ctx context.Context, f Filter) (pages.Page[Report], error)
	// Piles counts the reports that a filter selects by grid, of very many a part; more says that there are others.
	Piles(ctx context.Context, f Filter) (piles []Pile, more bool, err error)
	// OrgSeats returns the seats of orgs that hold open reports.
	OrgSeats(ctx context.Context) ([]Seat, error)
	// HeldAway returns open reports of a seat that were taken by none of these persons; without persons all of the seat.
	HeldAway(ctx context.Context, s Seat, acting []int64, most int) ([]int64, error)
	// UrgentPosts returns the posts that hold open urgent reports, UrgentAt those of one of them.
	UrgentPosts(ctx context.Context) ([]pace.Post, error)
	UrgentAt(ctx context.Context, p pace.Post, most int) ([]int64, error)
	// Counts returns how many reports each filter selects, at most 1,000, in one query.
	Counts(ctx context.Context, filters ...Filter) ([]int, error)
	// Expired returns resolved reports whose time for a review is over.
	Expired(ctx context.Context, now time.Time, most int) ([]int64, error)
	// Lapsed returns open reports that the sweep has to look at, the longest overdue first.
	Lapsed(ctx context.Context, now time.Time, most int) ([]int64, error)
	// Numbered returns the reports with one of the numbers, or with this number of a partner, newest first, at most 20.
	Numbered(ctx context.Context, numbers []int64, external string) ([]Report, error)
	// ReportFrom returns the report with this ExternalKey, or ErrMissing.
	ReportFrom(ctx context.Context, key string) (Report, error)
	// PartsOf returns the reports into which one was split, in order.
	PartsOf(ctx context.Context, report int64) ([]Report, error)
	// Candidates returns the newest open reports of a community submitted between two times.
	Candidates(ctx context.Context, community int64, from, to time.Time) ([]Report, error)
	// Templates returns the reply templates of a community in order.
	Templates(ctx context.Context, community int64) ([]Template, error)
	Homes
	InTx(ctx context.Context, do func(Tx) error) error
}

// Homes returns where a person belongs, inside or outside a transaction.
type Homes interface {
	// HomesOf returns the homes of the person and of those they act for.
	HomesOf(ctx context.Context, who int64) ([]person.Home, error)
}

// Tx lists everything that can change together with a report.
type Tx interface {
	feedback.FollowUps
	notify.Outbox
	audit.Log
	work.Log
	media.Claims
	person.Roster
	Homes
	Estates
	// LatestOf returns the newest reports of an author and of those who reported for one of the orgs, newest first.
	LatestOf(ctx context.Context, author int64, orgs []int64, most int) ([]Report, error)
	// LatestReport returns the newest of these reports that the number may mean, or ErrMissing.
	LatestReport(ctx context.Context, author int64, orgs []int64, n Said) (Report, error)
	// LockReport returns a report for update, or ErrMissing.
	LockReport(ctx context.Context, id int64) (Report, error)
	// AddReport saves a new report and sets its ID. false: the author sent the same Request before, and r is now the report
	// of that first request. ErrEntered: another report has its ExternalKey.
	AddReport(ctx context.Context, r *Report) (added bool, err error)
	SaveReport(ctx context.Context, r Report) error
	// NextNumber returns the next running number of the day, from 1. It holds the counter until the transaction ends, so
	// numbers have no gaps.
	NextNumber(ctx context.Context, day int) (int, error)
	// AddEvent appends to the timeline and sets the ID.
	AddEvent(ctx context.Context, e *Event) error
	// EventOf says whether an event with this person's request stands in the report's timeline.
	EventOf(ctx context.Context, report, who int64, request string) (bool, error)
	// FilesOf returns the photos that came with any event of the report.
	FilesOf(ctx context.Context, report int64) ([]int64, error)
	// Transcribe saves what is said in a voice message, and returns what was written down before; media.ErrMissing if the file is
	// no voice message.
	Transcribe(ctx context.Context, file int64, said media.Said) (before string, err error)
	// CountUnheard returns how many of the files are voice messages of which nobody knows what is said.
	CountUnheard(ctx context.Context, files []int64) (int, error)
	AddReview(ctx context.Context, v Review) error
	// EventBefore returns the line before the newest one of the kind.
	EventBefore(ctx context.Context, report int64, kind EventKind) (Event, error)
	// FollowersOf returns the reports that are merged into this one, in order of id.
	FollowersOf(ctx context.Context, report int64) ([]int64, error)
	// OpenParts returns how many of a report's parts are not done.
	OpenParts(ctx context.Context, report int64) (int, error)
	// AddJoin records a "me too". false: the resident had joined before.
	AddJoin(ctx context.Context, report, who int64, now time.Time) (added bool, err error)
	// JoinersOf returns the residents who joined, in order.
	JoinersOf(ctx context.Context, report int64) ([]int64, error)
	// FindOrAddCaller returns the person with this number, added if necessary, for whom staff enter a report.
	FindOrAddCaller(ctx context.Context, name string, phone person.Phone, community int64, now time.Time) (int64, error)
	AddTemplate(ctx context.Context, t *Template) error
	DeleteTemplate(ctx context.Context, community, id int64) error
}

// TextCheck asks the platform whether other people may see a text.
type TextCheck interface {
	// CheckText returns false for text that may not be shown; an error means that the check failed.
	CheckText(ctx context.Context, account auth.Account, openid, text string, scene int) (bool, error)
}

// Template is a prepared reply of a community.
type Template struct {
	ID        int64
	Community int64
	State     State // in which it is offered; "" any
	Name      string
	Text      string
}
