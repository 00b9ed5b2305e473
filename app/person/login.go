package person

import (
	"context"
	"errors"
	"slices"

	"linli/app/auth"
)

// Entry is a login: the token for the client and who it is.
type Entry struct {
	Token   string
	Session auth.Session
	Person  Person
	Actor   auth.Actor
}

// Login exchanges a code of wx.login, or of a web page for the official account, for a session. Everybody may log in to
// the staff mini-program: its routes refuse a person without a posting. Faults: wechat.code, wechat.busy, system.busy.
func (s *Service) Login(ctx context.Context, account auth.Account, code string) (Entry, error) {
	openid, unionid, err := s.platform.Session(ctx, account, code)
	if err != nil {
		return Entry{}, err
	}
	var i Identity
	err = s.store.InTx(ctx, func(tx Tx) error {
		i, err = arrive(ctx, tx, account, openid, unionid, s.now())
		return err
	})
	if err != nil {
		return Entry{}, err
	}
	return s.enter(ctx, i)
}

func (s *Service) enter(ctx context.Context, i Identity) (Entry, error) {
	token, err := auth.NewToken()
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Token: token, Session: auth.Session{
		Person: i.Person, Identity: i.ID, Account: i.Account, OpenID: i.OpenID, Expires: s.now().Add(auth.SessionLife),
	}}
	if e.Person, err = s.store.Person(ctx, i.Person); err != nil {
		return Entry{}, err
	}
	if e.Actor, err = s.Actor(ctx, e.Person.ID); err != nil {
		return Entry{}, err
	}
	return e, s.sessions.PutSession(ctx, token, e.Session)
}

// Who returns the actor behind a token, and their session. Faults: auth.ErrLogin, system.busy.
func (s *Service) Who(ctx context.Context, token string) (auth.Actor, auth.Session, error) {
	if token == "" {
		return auth.Actor{}, auth.Session{}, auth.ErrLogin
	}
	session, err := s.sessions.Session(ctx, token)
	if err != nil {
		return auth.Actor{}, auth.Session{}, err
	}
	// The identity says whose session it is now: it may have been bound to the roster or merged since the login.
	i, err := s.store.Identity(ctx, session.Account, session.OpenID)
	if errors.Is(err, ErrMissing) {
		return auth.Actor{}, auth.Session{}, auth.ErrLogin
	}
	if err != nil {
		return auth.Actor{}, auth.Session{}, err
	}
	if session.Identity != 0 && session.Identity != i.ID { // the account was closed, and the identity belongs to a new person
		return auth.Actor{}, auth.Session{}, auth.ErrLogin
	}
	session.Person, session.Identity = i.Person, i.ID
	a, err := s.Actor(ctx, i.Person)
	return a, session, err
}

// Logout forgets the session.
func (s *Service) Logout(ctx context.Context, token string) error {
	return s.sessions.DeleteSession(ctx, token)
}

// BindPhone exchanges a phone-number code and keeps the number. When the roster has exactly one person with it, the
// session's WeChat belongs to that person from now on. Faults: wechat.phone_code, ErrTaken.
func (s *Service) BindPhone(ctx context.Context, session auth.Session, code string) (Person, error) {
	number, err := s.platform.Phone(ctx, session.Account, code, session.OpenID)
	if err != nil {
		return Person{}, err
	}
	phone, err := ParsePhone(number)
	if err != nil {
		return Person{}, err
	}
	var bound int64
	err = s.store.InTx(ctx, func(tx Tx) error {
		i, err := tx.LockIdentity(ctx, session.Account, session.OpenID)
		if err != nil {
			return err
		}
		bound = i.Person
		if _, err := tx.HoldUnion(ctx, i.UnionID); err != nil {
			return err
		}
		if err := tx.ProvePhone(ctx, i.ID, phone); err != nil {
			return err
		}
		known, err := tx.PersonByPhone(ctx, phone)
		if err == nil && known.ID != i.Person {
			bound, err = merge(ctx, tx, known.ID, i.Person)
			return err
		}
		if err != nil && !errors.Is(err, ErrMissing) {
			return err
		}
		p, err := tx.LockPerson(ctx, i.Person)
		if err != nil {
			return err
		}
		if p.Code == "" || p.Phone == "" { // the roster's number stays what the roster says
			p.Phone = phone
		}
		return tx.SavePerson(ctx, p)
	})
	if err != nil {
		return Person{}, err
	}
	return s.store.Person(ctx, bound)
}

// Accept binds the session's WeChat to the person of an invitation. Faults: ErrInvite, ErrTaken.
func (s *Service) Accept(ctx context.Context, session auth.Session, code string) (Person, error) {
	var bound int64
	err := s.store.InTx(ctx, func(tx Tx) error {
		invited, err := tx.UseInvitation(ctx, hashOf(code), s.now())
		if err != nil {
			return err
		}
		i, err := tx.LockIdentity(ctx, session.Account, session.OpenID)
		if err != nil {
			return err
		}
		if _, err := tx.HoldUnion(ctx, i.UnionID); err != nil {
			return err
		}
		bound, err = merge(ctx, tx, invited, i.Person)
		return err
	})
	if err != nil {
		return Person{}, err
	}
	return s.store.Person(ctx, bound)
}

// IsStaff says whether the actor works here in any role with rights but steward.
func IsStaff(a auth.Actor) bool {
	return slices.ContainsFunc(a.Postings, func(p auth.Posting) bool {
		return !slices.Contains(auth.Stewards, p.Role) && !p.Role.Powerless()
	})
}
