package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/person"
)

type identityRow struct {
	ID        int64        `db:"id"`
	Account   auth.Account `db:"account"`
	OpenID    string       `db:"openid"`
	UnionID   string       `db:"unionid"`
	Person    int64        `db:"person_id"`
	Follows   bool         `db:"follows"`
	ChangedAt int64        `db:"changed_at"`
	SpokeAt   int64        `db:"spoke_at"`
}

const identityColumns = `id, account, openid, unionid, person_id, follows, changed_at, spoke_at`

func (r identityRow) identity() person.Identity {
	return person.Identity{
		ID: r.ID, Account: r.Account, OpenID: r.OpenID, UnionID: r.UnionID, Person: r.Person, Follows: r.Follows,
		ChangedAt: at(r.ChangedAt), SpokeAt: at(r.SpokeAt),
	}
}

func identity(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (person.Identity, error) {
	var r identityRow
	err := get(ctx, q, &r, person.ErrMissing, `SELECT `+identityColumns+` FROM person_identity WHERE `+where, args...)
	return r.identity(), err
}

func identities(ctx context.Context, q sqlx.QueryerContext, who int64) ([]person.Identity, error) {
	var rows []identityRow
	if err := list(ctx, q, &rows, `
		SELECT `+identityColumns+` FROM person_identity WHERE person_id = ? ORDER BY id LIMIT 20`, who); err != nil {
		return nil, fmt.Errorf("identities: %w", err)
	}
	found := make([]person.Identity, len(rows))
	for i, r := range rows {
		found[i] = r.identity()
	}
	return found, nil
}

// Identity implements person.Store.
func (s *Persons) Identity(ctx context.Context, account auth.Account, openid string) (person.Identity, error) {
	return identity(ctx, s.db.hot(), `account = ? AND openid = ?`, account, openid)
}

// Identities implements person.Store.
func (s *Persons) Identities(ctx context.Context, who int64) ([]person.Identity, error) {
	return identities(ctx, s.db.pool, who)
}

// IdentitiesOf implements person.Tx.
func (t *tx) IdentitiesOf(ctx context.Context, who int64) ([]person.Identity, error) {
	return identities(ctx, t.q, who)
}

// LockIdentity implements person.Tx.
func (t *tx) LockIdentity(ctx context.Context, account auth.Account, openid string) (person.Identity, error) {
	return identity(ctx, t.q, `account = ? AND openid = ?`+t.e.forUpd, account, openid)
}

// LockIdentityByID implements person.Tx.
func (t *tx) LockIdentityByID(ctx context.Context, id int64) (person.Identity, error) {
	return identity(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// AddIdentity implements person.Tx.
func (t *tx) AddIdentity(ctx context.Context, i *person.Identity) error {
	id, err := insert(ctx, t.q, `
		INSERT INTO person_identity (account, openid, unionid, person_id, follows, changed_at) VALUES (?, ?, ?, ?, ?, ?)`,
		i.Account, i.OpenID, i.UnionID, i.Person, i.Follows, ms(i.ChangedAt))
	if duplicate(err) {
		return person.ErrTaken.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add identity: %w", err)
	}
	i.ID = id
	return nil
}

// SaveIdentity implements person.Tx.
func (t *tx) SaveIdentity(ctx context.Context, i person.Identity) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE person_identity SET unionid = ?, person_id = ?, follows = ?, changed_at = ?, spoke_at = ? WHERE id = ?`,
		i.UnionID, i.Person, i.Follows, ms(i.ChangedAt), ms(i.SpokeAt), i.ID); err != nil {
		return fmt.Errorf("save identity %d: %w", i.ID, err)
	}
	return nil
}

// DeleteIdentity implements person.Tx. With the last identity of a unionid it deletes the unionid's row.
func (t *tx) DeleteIdentity(ctx context.Context, id int64) error {
	i, err := identity(ctx, t.q, `id = ?`, id)
	if errors.Is(err, person.ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := t.HoldUnion(ctx, i.UnionID); err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM person_identity WHERE id = ?`, id); err != nil {
		return fmt.Errorf("delete identity %d: %w", id, err)
	}
	if _, err := t.q.ExecContext(ctx, `
		DELETE FROM person_union WHERE unionid = ? AND NOT EXISTS (SELECT 1 FROM person_identity WHERE unionid = ?)`,
		i.UnionID, i.UnionID); err != nil {
		return fmt.Errorf("delete unionid of identity %d: %w", id, err)
	}
	return nil
}

// MarkUnfollowed implements notify.Tx.
func (t *tx) MarkUnfollowed(ctx context.Context, openid string) error {
	_, err := t.q.ExecContext(ctx, `
		UPDATE person_identity SET follows = 0 WHERE account = ? AND openid = ?`, auth.OA, openid)
	if err != nil {
		return fmt.Errorf("mark unfollowed: %w", err)
	}
	return nil
}
