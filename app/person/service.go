package person

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/job"
)

// LinkJob asks the platform for the unionid of the identity it refers to, so that a follower of the official account
// and a user of the mini-program become one person.
const LinkJob job.Kind = "person.link"

// InviteLife is how long a one-time invitation can be used.
const InviteLife = 7 * 24 * time.Hour

// Service runs the use cases.
type Service struct {
	store    Store
	platform Platform
	sessions auth.Sessions
	paths    func(ctx context.Context) (func(area int64) string, error)
	now      func() time.Time
}

// NewService returns the service. paths gives the path of an area, "" for one that does not exist.
func NewService(s Store, p Platform, sessions auth.Sessions,
	paths func(ctx context.Context) (func(area int64) string, error), now func() time.Time,
) *Service {
	return &Service{store: s, platform: p, sessions: sessions, paths: paths, now: now}
}

// Meet returns the identity of whom the platform names, inside the caller's transaction: the one we know, or a new one
// with a new person, or a new one of the person who has this unionid already.
func Meet(ctx context.Context, tx Tx, account auth.Account, openid, unionid string, now time.Time) (Identity, error) {
	i, err := tx.LockIdentity(ctx, account, openid)
	if err == nil {
		return learn(ctx, tx, i, unionid)
	}
	if !errors.Is(err, ErrMissing) {
		return Identity{}, err
	}
	i = Identity{Account: account, OpenID: openid, UnionID: unionid}
	known, err := tx.IdentityOfUnion(ctx, unionid)
	switch {
	case err == nil:
		i.Person = known.Person
	case errors.Is(err, ErrMissing):
		p := Person{CreatedAt: now}
		if err := tx.AddPerson(ctx, &p); err != nil {
			return Identity{}, err
		}
		i.Person = p.ID
	default:
		return Identity{}, err
	}
	if err := tx.AddIdentity(ctx, &i); err != nil {
		if errors.Is(err, ErrTaken) { // somebody was faster
			return tx.LockIdentity(ctx, account, openid)
		}
		return Identity{}, err
	}
	if unionid == "" && account == auth.OA {
		return i, tx.AddJob(ctx, LinkJob, i.ID, now)
	}
	return i, nil
}

// learn notes a unionid that came later, and merges the person with the one who has it already. Whoever is in the
// roster stays; two roster persons are never merged by a machine.
func learn(ctx context.Context, tx Tx, i Identity, unionid string) (Identity, error) {
	if unionid == "" || i.UnionID == unionid {
		return i, nil
	}
	known, err := tx.IdentityOfUnion(ctx, unionid)
	if err != nil && !errors.Is(err, ErrMissing) {
		return i, err
	}
	i.UnionID = unionid
	if err := tx.SaveIdentity(ctx, i); err != nil {
		return i, err
	}
	if known.Person == 0 || known.Person == i.Person {
		return i, nil
	}
	i.Person, err = merge(ctx, tx, known.Person, i.Person)
	return i, err
}

// merge makes one person of two and returns the one who remains.
func merge(ctx context.Context, tx Tx, a, b int64) (int64, error) {
	if a == b {
		return a, nil
	}
	first, err := tx.LockPerson(ctx, min(a, b))
	if err != nil {
		return 0, err
	}
	second, err := tx.LockPerson(ctx, max(a, b))
	if err != nil {
		return 0, err
	}
	if first.ID == second.ID {
		return first.ID, nil
	}
	if first.Code != "" && second.Code != "" {
		return 0, ErrTaken
	}
	if second.Code != "" {
		first, second = second, first
	}
	first.Fill(second)
	if err := tx.SavePerson(ctx, first); err != nil {
		return 0, err
	}
	return first.ID, tx.MergePerson(ctx, second.ID, first.ID)
}

// Follow notes that somebody follows the official account, unless something newer is known. Only of followers the
// platform tells the unionid: whoever came by a web page before is asked for now.
func Follow(ctx context.Context, tx Tx, i Identity, at time.Time) (Identity, error) {
	if i.Follows || at.Before(i.ChangedAt) {
		return i, nil
	}
	i.Follows, i.ChangedAt = true, at
	if err := tx.SaveIdentity(ctx, i); err != nil || i.UnionID != "" {
		return i, err
	}
	return i, tx.AddJob(ctx, LinkJob, i.ID, at)
}

// Forget deletes what we know about a follower who left, as the platform demands of everybody (wechat.md §2.7): the
// identity, and unless he is in the roster or uses a mini-program also his name, number, year of birth, home, tags,
// family links and privacy agreement. His reports stay as records of the community without an author who could be named.
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

// Link is the work of LinkJob. Of somebody who does not follow the platform tells nothing, and nothing changes.
func (s *Service) Link(ctx context.Context, identity int64) error {
	var openid string
	err := s.store.InTx(ctx, func(tx Tx) error {
		i, err := tx.LockIdentityByID(ctx, identity)
		openid = i.OpenID
		return err
	})
	if errors.Is(err, ErrMissing) { // left meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	unionid, follows, err := s.platform.UserInfo(ctx, openid)
	if err != nil || unionid == "" && !follows {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		i, err := tx.LockIdentityByID(ctx, identity)
		if errors.Is(err, ErrMissing) {
			return nil
		}
		if err != nil {
			return err
		}
		if follows && i.ChangedAt.IsZero() && !i.Follows { // he did before we were told of it; every event is newer
			i.Follows = true
			if err := tx.SaveIdentity(ctx, i); err != nil {
				return err
			}
		}
		if _, err = learn(ctx, tx, i, unionid); errors.Is(err, ErrTaken) {
			return nil // two people of the roster: a human must look, the roster's words stay
		}
		return err
	})
}

// Actor returns who the person is now, with the powers of his postings.
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

// CheckName returns ErrName for what nobody can be called.
func CheckName(name string) error {
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n == 0 || n > 20 {
		return ErrName
	}
	return nil
}

// Get returns one person.
func (s *Service) Get(ctx context.Context, id int64) (Person, error) { return s.store.Person(ctx, id) }

// Reveal returns a person's number to somebody who gives a reason, and writes that down for the community. The caller has checked that
// the person is within the actor's scope. Faults: ErrReason, ErrNoPhone.
func (s *Service) Reveal(ctx context.Context, who auth.Actor, id, community int64, about, reason string) (Phone, error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n < 2 || n > 100 {
		return "", ErrReason
	}
	var p Person
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		if p, err = tx.LockPerson(ctx, id); err != nil {
			return err
		}
		if p.Phone == "" {
			return ErrNoPhone
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: community, At: s.now(), Person: who.Person, Action: "person.reveal_phone", About: about, Reason: reason,
		})
	})
	return p.Phone, err
}

// Invite returns a one-time code that binds whoever enters it to a roster person. The caller has checked the scope.
func (s *Service) Invite(ctx context.Context, who auth.Actor, id int64) (code string, expires time.Time, err error) {
	if code, err = auth.NewToken(); err != nil {
		return "", time.Time{}, err
	}
	code = strings.ToUpper(strings.NewReplacer("-", "", "_", "").Replace(code))[:16]
	expires = s.now().Add(InviteLife)
	err = s.store.InTx(ctx, func(tx Tx) error {
		p, err := tx.LockPerson(ctx, id)
		if err != nil {
			return err
		}
		if p.Code == "" {
			return ErrMissing
		}
		if err := tx.AddInvitation(ctx, hashOf(code), p.ID, who.Person, expires); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: p.Community, At: s.now(), Person: who.Person, Action: "person.invite",
			About: fmt.Sprintf("person:%d", p.ID),
		})
	})
	return code, expires, err
}

func hashOf(code string) string {
	sum := sha256.Sum256([]byte(strings.ToUpper(strings.TrimSpace(code))))
	return hex.EncodeToString(sum[:])
}
