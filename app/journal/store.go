package journal

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Store reads lines and weeks.
type Store interface {
	// LinesOf returns a person's lines, the newest day first, at most so many after a cursor.
	LinesOf(ctx context.Context, who int64, d Days, after pages.Cursor, most int) ([]work.Line, error)
	// LinesIn returns lines of a community in the same order.
	LinesIn(ctx context.Context, f Filter, after pages.Cursor, most int) ([]work.Line, error)
	// TalliesIn returns those lines counted by area, post and kind. Solved counts matters.
	TalliesIn(ctx context.Context, f Filter) ([]Piece, error)
	// ServedIn returns which persons were served where and in which post, each once.
	ServedIn(ctx context.Context, f Filter) ([]Served, error)
	// WeekOf returns a person's week, or ErrMissing.
	WeekOf(ctx context.Context, who int64, monday when.Date) (Week, error)
	// WeeksIn returns the sent weeks of a community in the order in which they were sent.
	WeeksIn(ctx context.Context, community int64, monday when.Date) ([]Week, error)
	// TogetherWith returns who has a line about the same thing, by about, deed and day, in the order in which they were written.
	TogetherWith(ctx context.Context, about []string) (map[Shared][]int64, error)
	// PostingsAt returns the postings with one of the roles in one of the areas.
	PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error)
	// Posted returns every posting with one of the roles.
	Posted(ctx context.Context, roles []auth.Role) ([]person.Posting, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Filter selects lines of a community.
type Filter struct {
	Community int64
	Areas     []int64 // none: everywhere
	Kind      work.Kind
	Once      bool // what several did together is one line
	Days
}

// Piece is a part of a tally.
type Piece struct {
	Area          int64
	Post          work.Post
	Kind          work.Kind
	Lines, Solved int
}

// Served is a person who was served.
type Served struct {
	Area   int64
	Post   work.Post
	Person int64
}

// Tx is what changes together with a note or a week.
type Tx interface {
	work.Team
	audit.Log
	notify.Outbox
	media.Claims
	// LockLine returns a line for update, or ErrMissing.
	LockLine(ctx context.Context, id int64) (work.Line, error)
	DropLine(ctx context.Context, id int64) error
	// LeaveVisit takes a person off the visit that a line is about.
	LeaveVisit(ctx context.Context, about string, who int64) error
	// BeginWeek adds a person's week that was not sent. false: it exists.
	BeginWeek(ctx context.Context, w Week, now time.Time) (bool, error)
	// SendWeek saves what a person sends, and replaces what they sent for that week before.
	SendWeek(ctx context.Context, w Week) error
}
