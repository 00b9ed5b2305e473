package party

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/person"
	"linli/app/when"
)

// Store is what Party organisations need from the database.
type Store interface {
	// Rules returns the rules that the centre wrote, false while there are none.
	Rules(ctx context.Context) (Rules, bool, error)
	// Branches returns every branch in order of id.
	Branches(ctx context.Context) ([]Branch, error)
	// CountMembers returns how many members each branch has.
	CountMembers(ctx context.Context) (map[int64]int, error)
	// Members returns the members of these branches in order of name and person, with their postings as a steward that have
	// not ended.
	Members(ctx context.Context, branches []int64, now time.Time) ([]Entry, error)
	// Patched returns the members who have a posting as a steward, held now or later, at or below the path.
	Patched(ctx context.Context, path string, now time.Time) ([]Entry, error)
	// Plates counts those of these branches. A member whose household is not known counts as one of their own.
	Plates(ctx context.Context, branches []int64) (Plates, error)
	// MemberOf returns the membership of a person, or ErrMember.
	MemberOf(ctx context.Context, who int64) (Member, error)
	// Seats returns the seats of these branches, those that have not ended first, each in order of id.
	Seats(ctx context.Context, branches []int64) ([]Seat, error)
	// Seat returns one, or ErrSeat.
	Seat(ctx context.Context, id int64) (Seat, error)
	// Persons returns persons by id.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together.
type Tx interface {
	audit.ReadingLog
	// LockPartyRules returns the rules for update, false while there are none.
	LockPartyRules(ctx context.Context) (Rules, bool, error)
	SavePartyRules(ctx context.Context, r Rules) error
	// LockBranch returns one for update, or ErrBranch.
	LockBranch(ctx context.Context, id int64) (Branch, error)
	// BranchUsed says whether a branch has members, branches below it, or seats.
	BranchUsed(ctx context.Context, id int64) (bool, error)
	DeleteBranch(ctx context.Context, id int64) error
	// AddSeat saves a new one and sets its ID. Fault: ErrSeated.
	AddSeat(ctx context.Context, s *Seat) error
	// LockSeat returns one for update, or ErrSeat.
	LockSeat(ctx context.Context, id int64) (Seat, error)
	// EndSeat writes the end.
	EndSeat(ctx context.Context, id int64, to when.Date) error
}
