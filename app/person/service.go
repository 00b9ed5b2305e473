package person

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
	"unicode/utf8"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/job"
	"linli/app/text"
)

// LinkJob asks the platform for the unionid of the identity it refers to, so that a follower of the official account
// and a user of the mini-program become one person.
const LinkJob job.Kind = "person.link"

// TaggedJob follows when the tags of the person it refers to have changed.
const TaggedJob job.Kind = "person.tagged"

// InviteLife is how long a one-time invitation can be used.
const InviteLife = 7 * 24 * time.Hour

// KeepLeft is how long the time of an unfollow is kept: it tells a late event from a new one.
const KeepLeft = 72 * time.Hour

// KeepInvitations is for how long an invitation is kept after it could last be used.
const KeepInvitations = 30 * 24 * time.Hour

// Config is what the service needs.
type Config struct {
	Store    Store
	Platform Platform
	Sessions auth.Sessions
	Paths    func(ctx context.Context) (func(area int64) string, error) // the path of an area, "" for one that does not exist
	Now      func() time.Time
}

// Service runs the use cases.
type Service struct {
	store    Store
	platform Platform
	sessions auth.Sessions
	paths    func(ctx context.Context) (func(area int64) string, error)
	now      func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, platform: c.Platform, sessions: c.Sessions, paths: c.Paths, now: c.Now}
}

// Follow notes that a person follows the official account, unless something newer is known. The platform tells the
// unionid of followers only, so a person who first came by a web page is asked for again now.
func Follow(ctx context.Context, tx Tx, i Identity, at time.Time) (Identity, error) {
	if at.Before(i.ChangedAt) || i.Follows && at.Equal(i.ChangedAt) {
		return i, nil
	}
	already := i.Follows
	i.Follows, i.ChangedAt = true, at // also for a known follower: an older unfollow event may still arrive
	if err := tx.SaveIdentity(ctx, i); err != nil || already || i.UnionID != "" {
		return i, err
	}
	return i, tx.AddJob(ctx, LinkJob, i.ID, at)
}

// Spoke notes when a person last said something in the chat, to the minute: for two days the account may speak there.
func Spoke(ctx context.Context, tx Tx, i Identity, at time.Time) (Identity, error) {
	if at.Before(i.SpokeAt.Add(time.Minute)) {
		return i, nil
	}
	i.SpokeAt = at
	return i, tx.SaveIdentity(ctx, i)
}

// Forget deletes the data of a follower who left, as the platform demands for everybody (wechat.md §2.7): the identity,
// and unless they are in the roster or use a mini-program also name, number, year of birth, home, tags, family links
// and privacy agreement. Their reports stay as records without an author.
func Forget(ctx context.Context, tx Tx, i Identity, at time.Time) error {
	if at.Before(i.ChangedAt) {
		return nil
	}
	if err := tx.DeleteIdentity(ctx, i.ID); err != nil {
		return err
	}
	p, err := tx.LockPerson(ctx, i.Person)
	if err != nil {
		return err
	}
	others, err := tx.IdentitiesOf(ctx, p.ID)
	if err != nil || len(others) > 0 || p.Code != "" {
		return err
	}
	return erase(ctx, tx, &p, at)
}

// Actor returns the person as an actor now, with the powers of their postings.
func (s *Service) Actor(ctx context.Context, person int64) (auth.Actor, error) {
	postings, err := s.store.PostingsOf(ctx, person)
	if err != nil {
		return auth.Actor{}, err
	}
	a := auth.Actor{Person: person}
	if len(postings) == 0 {
		return a, nil
	}
	path, err := s.paths(ctx)
	if err != nil {
		return auth.Actor{}, err
	}
	a.Postings, a.For = Powers(postings, person, s.now(), path), AbsentFor(postings, person, s.now())
	return a, nil
}

// ParseName returns a name without invisible characters, or ErrName for an impossible one.
func ParseName(typed string) (string, error) {
	name := text.Line(typed)
	if n := utf8.RuneCountInString(name); n > 20 || !text.Says(name) {
		return "", ErrName
	}
	return name, nil
}

// Get returns one person.
func (s *Service) Get(ctx context.Context, id int64) (Person, error) { return s.store.Person(ctx, id) }

// Owner is a use case that returns whose number an object has, and in which community; to an actor outside its scope it
// returns a fault.
type Owner func(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error)

// Reveal returns the number of the owner of an object and writes the reason to the community's audit log. kind and id name
// the object: "report", 42. Faults: those of the owner, ErrReason, ErrNoPhone.
func (s *Service) Reveal(ctx context.Context, who auth.Actor, of Owner, kind string, id int64, reason string) (Phone, error) {
	whom, community, err := of(ctx, who, id)
	if err != nil {
		return "", err
	}
	reason = text.Words(reason)
	if !text.Within(reason, 2, 100) {
		return "", ErrReason
	}
	var p Person
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		if p, err = tx.LockPerson(ctx, whom); err != nil {
			return err
		}
		if p.Dial() == "" {
			return ErrNoPhone
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: community, At: s.now(), Person: who.Person, Action: string(audit.RevealedPhone),
			About: fmt.Sprintf("%s:%d", kind, id), Reason: reason,
		})
	})
	return p.Dial(), err
}

// needManaged returns ErrMissing for a person whom the actor does not manage: they do not exist for the actor.
func (s *Service) needManaged(ctx context.Context, who auth.Actor, id int64) error {
	p, err := s.store.Person(ctx, id)
	if err != nil {
		return err
	}
	path, err := s.paths(ctx)
	if err != nil {
		return err
	}
	if !who.Covers(path(p.Community), auth.Managers...) {
		return ErrMissing
	}
	return nil
}

func hashOf(code string) string {
	sum := sha256.Sum256([]byte(text.Code(code)))
	return hex.EncodeToString(sum[:])
}
