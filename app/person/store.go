package person

import (
	"context"
	"slices"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/job"
	"linli/app/wordlist"
)

// Roster answers which person has which posting, in or outside a transaction.
type Roster interface {
	// PostingsAt returns the postings with one of the roles in one of the areas, in order of id.
	PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]Posting, error)
	// PostingsIn returns the postings in an org, in order of id.
	PostingsIn(ctx context.Context, org int64) ([]Posting, error)
	// PostingsOf returns postings that the person holds or may step in for, in order of id.
	PostingsOf(ctx context.Context, person int64) ([]Posting, error)
	// NameOf returns a person's name, "" when it is not known.
	NameOf(ctx context.Context, person int64) (string, error)
}

// Acting returns the persons acting in one of the roles in the areas at the time: holders, and substitutes in place of
// absent ones. Each person once, in order of posting.
func Acting(ctx context.Context, r Roster, at time.Time, areas []int64, roles ...auth.Role) ([]int64, error) {
	found, err := r.PostingsAt(ctx, areas, roles)
	return actors(found, at), err
}

// OfficersOf returns who acts for a grid: its officer, else its lead, else the clerks of the community.
func OfficersOf(ctx context.Context, r Roster, at time.Time, grid, community int64) ([]int64, error) {
	for _, post := range []struct {
		area int64
		role auth.Role
	}{{grid, auth.GridOfficer}, {grid, auth.GridLead}, {community, auth.Clerk}} {
		if post.area == 0 {
			continue
		}
		found, err := Acting(ctx, r, at, []int64{post.area}, post.role)
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}

// StandIn returns the person asked instead at the time: the substitute of an absent person, else the person.
func StandIn(ctx context.Context, r Roster, at time.Time, person int64) (int64, error) {
	postings, err := r.PostingsOf(ctx, person)
	if err != nil {
		return 0, err
	}
	for _, p := range postings {
		if p.Person == person && p.Holds(at) && p.ActsFor(at) != person {
			return p.ActsFor(at), nil
		}
	}
	return person, nil
}

func actors(postings []Posting, at time.Time) []int64 {
	var who []int64
	for _, p := range postings {
		if id := p.ActsFor(at); id != 0 && !slices.Contains(who, id) {
			who = append(who, id)
		}
	}
	return who
}

// Store is what persons need from the database.
type Store interface {
	Roster
	TagReader
	wordlist.Source
	// Person returns one person, following a merge to the one who remains, or ErrMissing.
	Person(ctx context.Context, id int64) (Person, error)
	// Persons returns those of the ids that exist, by id.
	Persons(ctx context.Context, ids []int64) (map[int64]Person, error)
	// InPost returns the persons who, at the time, hold a post or step in for one in a community, or are posted in one
	// of the orgs, by name; at most 300.
	InPost(ctx context.Context, community int64, orgs []int64, at time.Time) ([]Person, error)
	// PostsOf returns the postings of which these persons are the holders, in order of id.
	PostsOf(ctx context.Context, persons []int64) ([]Posting, error)
	// ResidentsNamed returns persons who live or work in a community and have the words in their name, by name;
	// ResidentsWith those with the number.
	ResidentsNamed(ctx context.Context, community int64, words string, most int) ([]Person, error)
	ResidentsWith(ctx context.Context, community int64, phone Phone, most int) ([]Person, error)
	// Tagged returns those of a list with an id above one, in order of id, and how many stand on the list.
	Tagged(ctx context.Context, in TaggedIn, after int64, most int) (found []Person, all int, err error)
	// Identities returns a person's identities in order of id.
	Identities(ctx context.Context, person int64) ([]Identity, error)
	// Identity returns one by account and openid, or ErrMissing.
	Identity(ctx context.Context, account auth.Account, openid string) (Identity, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with a person.
type Tx interface {
	Roster
	TagReader
	Mover
	audit.ReadingLog
	job.Queue
	// LockIdentity returns the identity for update, or ErrMissing.
	LockIdentity(ctx context.Context, account auth.Account, openid string) (Identity, error)
	// LockIdentityByID is LockIdentity by id.
	LockIdentityByID(ctx context.Context, id int64) (Identity, error)
	// HoldUnion locks a unionid until the transaction ends and returns its person; 0: none yet.
	HoldUnion(ctx context.Context, unionid string) (int64, error)
	// GiveUnion sets the person of a held unionid.
	GiveUnion(ctx context.Context, unionid string, person int64) error
	// UnionOf returns the person of a unionid, without a lock; 0: none.
	UnionOf(ctx context.Context, unionid string) (int64, error)
	// ProvePhone notes that WeChat proved a number to be that of an identity; "" forgets it.
	ProvePhone(ctx context.Context, identity int64, phone Phone) error
	// ProvedPerson returns the one roster person whose number WeChat proved for an identity outside the roster; 0:
	// none.
	ProvedPerson(ctx context.Context, identity int64) (int64, error)
	// IdentitiesOf returns a person's identities in order of id.
	IdentitiesOf(ctx context.Context, person int64) ([]Identity, error)
	// AddIdentity saves a new one and sets its ID; ErrTaken when account and openid exist.
	AddIdentity(ctx context.Context, i *Identity) error
	SaveIdentity(ctx context.Context, i Identity) error
	// DeleteIdentity deletes one; it takes the lock of its unionid.
	DeleteIdentity(ctx context.Context, id int64) error

	// MarkLeft notes that a follower left at a time, under a hash that does not identify them.
	MarkLeft(ctx context.Context, account auth.Account, openid string, at time.Time) error
	// LeftAt returns when a follower left last, zero for never. It waits for a transaction that is noting it.
	LeftAt(ctx context.Context, account auth.Account, openid string) (time.Time, error)

	// LockPerson returns the person for update, or ErrMissing.
	LockPerson(ctx context.Context, id int64) (Person, error)
	// PersonByPhone returns the one roster person with this number, or ErrMissing.
	PersonByPhone(ctx context.Context, phone Phone) (Person, error)
	AddPerson(ctx context.Context, p *Person) error
	// LockPersonByPhone returns the person with this number, first of all in the community, or ErrMissing. It holds a
	// lock for that community until the transaction ends, so a missing person can be added once.
	LockPersonByPhone(ctx context.Context, phone Phone, community int64) (Person, error)
	// AddResident saves a person entered by staff and sets the ID. false: the same member of staff sent the same
	// request before; p is then the person of that request.
	AddResident(ctx context.Context, p *Person, by int64, request string) (added bool, err error)
	SavePerson(ctx context.Context, p Person) error
	// EraseMerged deletes private data of the persons merged into a person.
	EraseMerged(ctx context.Context, person int64) error
	// AddTag gives a person a tag; the second time it changes nothing.
	AddTag(ctx context.Context, t Tagging) error
	// DeleteTag takes one away.
	DeleteTag(ctx context.Context, person int64, t Tag) error
	// LeaveRecords erases, for a leaving person, the data that each capability's table declares: tags are deleted,
	// family links end, and open loans get the name and number of p, the person as they were.
	LeaveRecords(ctx context.Context, p Person, now time.Time) error
	// MergePerson moves everything of one person to another and marks the first as merged.
	MergePerson(ctx context.Context, from, to int64) error

	SetAbsence(ctx context.Context, posting int64, from, to time.Time) error
	// NameSubstitute sets the substitute of a posting.
	NameSubstitute(ctx context.Context, posting, who int64) error

	// AddInvitation saves the hash of a one-time code for a person.
	AddInvitation(ctx context.Context, hash string, person, by int64, expires time.Time) error
	// UseInvitation marks the code used and returns the person, or ErrInvite when it is unknown, used or expired.
	UseInvitation(ctx context.Context, hash string, now time.Time) (int64, error)
}

// Platform is what persons need from WeChat.
type Platform interface {
	// Session exchanges a code of wx.login, or of a web page for the official account. Faults: wechat.code, wechat.busy.
	Session(ctx context.Context, account auth.Account, code string) (openid, unionid string, err error)
	// Phone exchanges a phone-number code. Faults: wechat.phone_code, wechat.busy.
	Phone(ctx context.Context, account auth.Account, code, openid string) (string, error)
	// UserInfo returns a follower's unionid.
	UserInfo(ctx context.Context, openid string) (unionid string, subscribed bool, err error)
}
