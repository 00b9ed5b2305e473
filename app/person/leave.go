package person

import (
	"context"
	"fmt"
	"time"

	"linli/app/audit"
	"linli/app/auth"
)

// Leave deletes the data of a person who closes their account (注销), inside the caller's transaction: their WeChat
// identities in all three accounts, so that every session ends, and name, number, year of birth, home, tags, family
// links and the privacy agreement, also in rows of persons merged into them. Their reports stay as records without an
// author. A roster person keeps what the roster says (name, number, postings): it is the community's record of its
// staff, and only an import changes it. Leave returns the person and the identities they had; ErrMissing when the
// account is closed already.
func Leave(ctx context.Context, tx Tx, session auth.Session, now time.Time) (Person, []Identity, error) {
	i, err := tx.LockIdentity(ctx, session.Account, session.OpenID)
	if err != nil {
		return Person{}, nil, err
	}
	if _, err := tx.HoldUnion(ctx, i.UnionID); err != nil { // a parallel login waits for this lock, and becomes a new person
		return Person{}, nil, err
	}
	p, err := tx.LockPerson(ctx, i.Person)
	if err != nil {
		return Person{}, nil, err
	}
	all, err := tx.IdentitiesOf(ctx, p.ID)
	if err != nil {
		return Person{}, nil, err
	}
	for _, i := range all {
		if err := tx.DeleteIdentity(ctx, i.ID); err != nil {
			return Person{}, nil, err
		}
	}
	if err := erase(ctx, tx, &p, now); err != nil {
		return Person{}, nil, err
	}
	return p, all, tx.AddAudit(ctx, audit.Record{
		Community: p.Community, At: now, Person: p.ID, Action: "person.leave", About: fmt.Sprintf("person:%d", p.ID),
	})
}

// erase deletes private data, but of a roster person not what the roster says.
func erase(ctx context.Context, tx Tx, p *Person, now time.Time) error {
	before := *p
	p.Born, p.Home, p.Privacy, p.PrivacyAt, p.Callback = 0, 0, "", time.Time{}, ""
	if p.Code == "" {
		p.Name, p.Phone = "", ""
	}
	if err := tx.SavePerson(ctx, *p); err != nil {
		return err
	}
	if err := tx.EraseMerged(ctx, p.ID); err != nil {
		return err
	}
	return tx.LeaveRecords(ctx, before, now)
}
