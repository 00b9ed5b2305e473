package person

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/app/audit"
	"linli/app/auth"
)

// Invitation is a one-time code for a person of the roster.
type Invitation struct {
	Person  Person
	Code    string
	Expires time.Time
}

// Invite returns a one-time code; the first person to enter it is bound to a roster person whom the actor manages. The
// code carries the posts of that person, so the actor must be able to give them. Faults: ErrMissing, ErrAbove.
func (s *Service) Invite(ctx context.Context, who auth.Actor, id int64) (code string, expires time.Time, err error) {
	made, err := s.InviteAll(ctx, who, []int64{id})
	if err != nil {
		return "", time.Time{}, err
	}
	return made[0].Code, made[0].Expires, nil
}

// InviteAll is Invite for several persons, all or none.
func (s *Service) InviteAll(ctx context.Context, who auth.Actor, ids []int64) ([]Invitation, error) {
	made := make([]Invitation, len(ids))
	for i, id := range ids {
		if err := s.needManaged(ctx, who, id); err != nil {
			return nil, err
		}
		code, err := auth.NewToken()
		if err != nil {
			return nil, err
		}
		made[i] = Invitation{
			Code:    strings.ToUpper(strings.NewReplacer("-", "", "_", "").Replace(code))[:16],
			Expires: s.now().Add(InviteLife),
		}
	}
	path, err := s.paths(ctx)
	if err != nil {
		return nil, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		for i, id := range ids {
			if err := s.invite(ctx, tx, who, id, &made[i], path); err != nil {
				return err
			}
		}
		return nil
	})
	return made, err
}

func (s *Service) invite(
	ctx context.Context, tx Tx, who auth.Actor, id int64, made *Invitation, path func(int64) string,
) (err error) {
	if made.Person, err = tx.LockPerson(ctx, id); err != nil {
		return err
	}
	p := made.Person
	if p.Code == "" {
		return ErrMissing
	}
	posts, err := tx.PostingsOf(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, o := range posts { // of others too, for whom they are the substitute
		if (o.To.IsZero() || o.To.After(s.now())) && !who.MayAppoint(o.Role, path(o.Area)) {
			return ErrAbove
		}
	}
	if err := tx.AddInvitation(ctx, hashOf(made.Code), p.ID, who.Person, made.Expires); err != nil {
		return err
	}
	return tx.AddAudit(ctx, audit.Record{
		Community: p.Community, At: s.now(), Person: who.Person, Action: "person.invite", About: fmt.Sprintf("person:%d", p.ID),
	})
}
