package person

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
)

// Meet returns the identity of a person in the chat, inside the caller's transaction: a known one, or a new one with a
// new person. It adds LinkJob unless the identity has found its person.
func Meet(ctx context.Context, tx Tx, account auth.Account, openid string, now time.Time) (Identity, error) {
	i, added, err := appear(ctx, tx, account, openid, "", now)
	if err != nil {
		return Identity{}, err
	}
	if added {
		return i, tx.AddJob(ctx, LinkJob, i.ID, now)
	}
	apart, err := apart(ctx, tx, i)
	if err == nil && apart {
		err = tx.AddJob(ctx, LinkJob, i.ID, now)
	}
	return i, err
}

// arrive is Meet for a login. The platform may tell the unionid; an identity whose person turns out to be another one
// moves to that person.
func arrive(ctx context.Context, tx Tx, account auth.Account, openid, unionid string, now time.Time) (Identity, error) {
	i, added, err := appear(ctx, tx, account, openid, unionid, now)
	if err != nil {
		return Identity{}, err
	}
	if added {
		if unionid == "" && account == auth.OA {
			err = tx.AddJob(ctx, LinkJob, i.ID, now)
		}
		return i, err
	}
	if i, err = learn(ctx, tx, i, unionid); err != nil {
		return i, err
	}
	return unite(ctx, tx, i)
}

// appear returns the known identity, or adds one for the person of the unionid, or else for a new person. The identity
// is added before the person, so that a parallel request leaves no person without an identity.
func appear(ctx context.Context, tx Tx, account auth.Account, openid, unionid string, now time.Time) (i Identity, added bool, err error) {
	if i, err = tx.LockIdentity(ctx, account, openid); !errors.Is(err, ErrMissing) {
		return i, false, err
	}
	i = Identity{Account: account, OpenID: openid, UnionID: unionid}
	if err := tx.AddIdentity(ctx, &i); err != nil {
		if errors.Is(err, ErrTaken) { // a parallel request added it
			i, err = tx.LockIdentity(ctx, account, openid)
		}
		return i, false, err
	}
	if i.Person, err = tx.HoldUnion(ctx, unionid); err != nil {
		return i, false, err
	}
	if i.Person == 0 {
		p := Person{CreatedAt: now}
		if err := tx.AddPerson(ctx, &p); err != nil {
			return i, false, err
		}
		i.Person = p.ID
	}
	if err := tx.GiveUnion(ctx, unionid, i.Person); err != nil {
		return i, false, err
	}
	return i, true, tx.SaveIdentity(ctx, i)
}

// learn notes a unionid that came later, and merges the person with the one it belongs to. Faults: ErrTaken.
func learn(ctx context.Context, tx Tx, i Identity, unionid string) (Identity, error) {
	if unionid == "" || i.UnionID == unionid {
		return i, nil
	}
	owner, err := tx.HoldUnion(ctx, unionid)
	if err != nil {
		return i, err
	}
	if owner == 0 {
		owner = i.Person
		if err := tx.GiveUnion(ctx, unionid, owner); err != nil {
			return i, err
		}
	}
	i.UnionID = unionid
	if err := tx.SaveIdentity(ctx, i); err != nil {
		return i, err
	}
	i.Person, err = merge(ctx, tx, owner, i.Person)
	return i, err
}

// apart says whether an identity belongs to another person than its unionid, or than the number that WeChat proved for
// it.
func apart(ctx context.Context, tx Tx, i Identity) (bool, error) {
	if i.UnionID != "" {
		owner, err := tx.UnionOf(ctx, i.UnionID)
		if err != nil || owner != i.Person {
			return true, err
		}
	}
	r, err := tx.ProvedPerson(ctx, i.ID)
	return r != 0 && r != i.Person, err
}

// unite merges persons who turn out to be one: after two transactions that could not see each other, or a roster
// imported after the number was proved. Two roster persons stay two: staff must decide.
func unite(ctx context.Context, tx Tx, i Identity) (Identity, error) {
	apart, err := apart(ctx, tx, i)
	if err != nil || !apart {
		return i, err
	}
	owner, err := tx.HoldUnion(ctx, i.UnionID)
	if err != nil {
		return i, err
	}
	proved, err := tx.ProvedPerson(ctx, i.ID)
	if err != nil {
		return i, err
	}
	for _, other := range []int64{owner, proved} {
		if other == 0 {
			continue
		}
		one, err := merge(ctx, tx, other, i.Person)
		if errors.Is(err, ErrTaken) {
			continue
		}
		if err != nil {
			return i, err
		}
		i.Person = one
	}
	if owner == 0 || owner == i.Person {
		return i, tx.GiveUnion(ctx, i.UnionID, i.Person)
	}
	return i, nil
}

// merge makes one person of two and returns the remaining one.
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

// Link is the work of LinkJob. For a person who does not follow, the platform tells nothing, and nothing changes.
func (s *Service) Link(ctx context.Context, identity int64) error {
	var i Identity
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		if i, err = tx.LockIdentityByID(ctx, identity); err != nil || i.UnionID == "" && i.Account == auth.OA {
			return err
		}
		i, err = unite(ctx, tx, i)
		return err
	})
	if errors.Is(err, ErrMissing) { // left meanwhile
		return nil
	}
	if err != nil || i.UnionID != "" || i.Account != auth.OA {
		return err
	}
	unionid, follows, err := s.platform.UserInfo(ctx, i.OpenID)
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
		if follows && i.ChangedAt.IsZero() && !i.Follows { // followed before the first event arrived; every event is newer
			i.Follows = true
			if err := tx.SaveIdentity(ctx, i); err != nil {
				return err
			}
		}
		if i, err = learn(ctx, tx, i, unionid); errors.Is(err, ErrTaken) {
			return nil // both are roster persons: staff must decide, the roster stays as it is
		}
		if err == nil {
			_, err = unite(ctx, tx, i)
		}
		return err
	})
}
