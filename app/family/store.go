package family

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/notify"
	"linli/app/person"
)

// Store is what families need from the database.
type Store interface {
	Links
	// Resident returns one person, or person.ErrMissing.
	Resident(ctx context.Context, id int64) (person.Person, error)
	// Link returns one, or ErrMissing.
	Link(ctx context.Context, id int64) (Link, error)
	// CaredFor returns the confirmed links in which a person is the carer, in order of id.
	CaredFor(ctx context.Context, carer int64) ([]Link, error)
	// LinksOf returns the open and confirmed links of a person, on either side, in order of id.
	LinksOf(ctx context.Context, who int64) ([]Link, error)
	// List returns one page of the links in a state, oldest first.
	List(ctx context.Context, f Filter) ([]Link, error)
	// Count returns how many a filter selects, at most 1,000.
	Count(ctx context.Context, f Filter) (int, error)
	// Namesakes returns the persons with this name in a community, in order of id; at most 20.
	Namesakes(ctx context.Context, community int64, name string) ([]person.Person, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with a link.
type Tx interface {
	Links
	audit.Log
	notify.Outbox
	// Try runs do inside a savepoint and undoes it when do fails.
	Try(ctx context.Context, do func() error) error
	// LockPerson returns the person for update, or person.ErrMissing.
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// AddResident saves a person entered by staff and sets the ID.
	AddResident(ctx context.Context, p *person.Person, by int64, request string) (added bool, err error)
	SavePerson(ctx context.Context, p person.Person) error

	// LinkOf returns one, or ErrMissing; LockLink is the same for update.
	LinkOf(ctx context.Context, id int64) (Link, error)
	LockLink(ctx context.Context, id int64) (Link, error)
	// OpenLinks counts the carer's open questions and confirmed links.
	OpenLinks(ctx context.Context, carer int64) (asked, confirmed int, err error)
	// AddLink saves a new one and sets its ID. false: the carer sent the same Request before; l is then the link that it
	// made. ErrLinked when the two have a confirmed one.
	AddLink(ctx context.Context, l *Link) (added bool, err error)
	// SaveLink writes what changes later, or ErrLinked.
	SaveLink(ctx context.Context, l Link) error

	// OpenInvites counts the carer's invitations that can still be accepted.
	OpenInvites(ctx context.Context, carer int64, now time.Time) (int, error)
	AddInvite(ctx context.Context, i Invite) error
	// InviteOf returns the invitation with this hash, or ErrCode.
	InviteOf(ctx context.Context, hash string) (Invite, error)
	// UseInvite marks it accepted, or returns ErrCode when it cannot be accepted any more.
	UseInvite(ctx context.Context, hash string, by int64, now time.Time) error
}

// Invite is a carer's invitation; its code makes one person the cared-for.
type Invite struct {
	Hash     string // of the code; the code is not stored
	Carer    int64
	Relation Relation
	MadeAt   time.Time
	Expires  time.Time
	UsedBy   int64 // the person who accepted it; 0: none yet
}

// Filter selects links in a state within the places of a member of staff.
type Filter struct {
	State  State
	Places []Place
	After  int64 // 0: from the oldest
	Most   int
}

// Place is a community, or one of its grids.
type Place struct {
	Community int64
	Grid      int64 // 0: all of the community
}
