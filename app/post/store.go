package post

import (
	"context"
	"time"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/publicity"
	"linli/app/roster"
	"linli/app/when"
)

// Store is what posts need from the database.
type Store interface {
	// Nominations returns those of some communities, open ones oldest first, decided ones newest first, beyond an id.
	Nominations(ctx context.Context, communities []int64, open bool, beyond int64, most int) ([]Nomination, error)
	// NominationsOf returns those that a person made or that propose them, newest first.
	NominationsOf(ctx context.Context, who int64, most int) ([]Nomination, error)
	// Nomination returns one, or ErrMissing.
	Nomination(ctx context.Context, id int64) (Nomination, error)
	CountNominations(ctx context.Context, communities []int64) (int, error)
	// Holding returns the postings in one of the seats of the roster that hold at the time.
	Holding(ctx context.Context, at time.Time) ([]person.Posting, error)
	// Ending returns the postings that end after one time and until another.
	Ending(ctx context.Context, after, until time.Time) ([]person.Posting, error)
	// Badges returns the equipment of a person, newest first.
	Badges(ctx context.Context, who int64) ([]Badge, error)
	// Badge returns one, or ErrNoBadge; BadgeOf the one with a token.
	Badge(ctx context.Context, id int64) (Badge, error)
	BadgeOf(ctx context.Context, token string) (Badge, error)
	// PostingsOf returns the postings of a person.
	PostingsOf(ctx context.Context, who int64) ([]person.Posting, error)
	// Person returns a person, or person.ErrMissing.
	Person(ctx context.Context, id int64) (person.Person, error)
	// Bodies returns those of a community, the newest term first.
	Bodies(ctx context.Context, community int64) ([]Body, error)
	// Body returns one, or ErrNoBody.
	Body(ctx context.Context, id int64) (Body, error)
	// BodiesUntil returns the bodies whose last day lies between two days.
	BodiesUntil(ctx context.Context, from, to when.Date) ([]Body, error)
	// Sitters returns the members of a body with their names, years of birth and whether they are in the Party.
	Sitters(ctx context.Context, body int64) ([]Sitter, error)
	// StaffOf returns who holds one of the roles in a community or below it, each once in order of id, with what they told of their
	// schooling in the newest body.
	StaffOf(ctx context.Context, community int64, roles []auth.Role, at time.Time) ([]Sitter, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a nomination.
type Tx interface {
	roster.Tx
	publicity.Tx
	// LockPerson returns the person for update, or person.ErrMissing.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// LockPersonByPhone returns the person with this number, first of all in the community, or person.ErrMissing.
	LockPersonByPhone(ctx context.Context, phone person.Phone, community int64) (person.Person, error)
	// AddNomination saves a new one and sets its ID. Fault: ErrTwice.
	AddNomination(ctx context.Context, n *Nomination) error
	// FindNomination returns one without a lock, or ErrMissing.
	FindNomination(ctx context.Context, id int64) (Nomination, error)
	// LockNomination returns one for update, or ErrMissing.
	LockNomination(ctx context.Context, id int64) (Nomination, error)
	// SaveNomination writes what changes. Fault: ErrTwice.
	SaveNomination(ctx context.Context, n Nomination) error
	// CountOpenNominations counts those that a person made and that are not decided.
	CountOpenNominations(ctx context.Context, by int64) (int, error)
	// TellOnce says whether nothing was told under this key before.
	TellOnce(ctx context.Context, key string, at time.Time) (bool, error)
	// AddBadge saves new equipment and sets its ID. Fault: ErrHasBadge.
	AddBadge(ctx context.Context, b *Badge) error
	// LockBadge returns one for update, or ErrNoBadge.
	LockBadge(ctx context.Context, id int64) (Badge, error)
	// AddBody saves a new one and sets its ID; SaveBody writes name, kind and days.
	AddBody(ctx context.Context, b *Body) error
	SaveBody(ctx context.Context, b Body) error
	// LockBody returns one for update, or ErrNoBody.
	LockBody(ctx context.Context, id int64) (Body, error)
	// AddSitter adds a member. Fault: ErrSits.
	AddSitter(ctx context.Context, m Sitter) error
	DeleteSitter(ctx context.Context, body, who int64) error
	// SaveBadge writes the return.
	SaveBadge(ctx context.Context, b Badge) error
}
