package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/family"
	"linli/app/person"
	"linli/app/roster"
)

var familyData = data{
	tables: []Table{
		{
			Name: "family_invite", Holds: "hash of a code, its maker and user", Keep: family.KeepInvites,
			From: "when it could last be used", Job: DropOldRows, Column: "expires_at", Also: "closing; leaving",
			Names: map[string]Fate{"carer_id": {}, "used_by": always("only recognises the same request")},
		},
		{
			Name: "family_link", Holds: "carer and cared-for person; name and year of birth of a cared-for person without an account",
			From: "until the link ends; its existence is " + ofRecord, Also: "closing and leaving end it and erase name and year",
			Names: map[string]Fate{
				"carer_id": onRecord, "cared_id": onRecord, "bound_id": {}, "decided_by": byStaff, "ended_by": onRecord,
			},
		},
	},
	move:  (*tx).moveFamilies,
	leave: (*tx).leaveFamilies,
	carry: (*tx).carryFamilies,
}

// Families implements family.Store.
type Families struct{ db *DB }

// NewFamilies returns the records of family links.
func NewFamilies(db *DB) *Families { return &Families{db} }

// InTx implements family.Store.
func (s *Families) InTx(ctx context.Context, do func(family.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type linkRow struct {
	ID        int64           `db:"id"`
	Community int64           `db:"community_id"`
	Grid      int64           `db:"grid_id"`
	Carer     int64           `db:"carer_id"`
	Cared     int64           `db:"cared_id"`
	Relation  family.Relation `db:"relation"`
	State     family.State    `db:"state"`
	Name      string          `db:"name"`
	Born      int             `db:"born"`
	Home      int64           `db:"home_id"`
	Request   sql.NullString  `db:"request"`
	MadeAt    int64           `db:"made_at"`
	DecidedBy int64           `db:"decided_by"`
	DecidedAt int64           `db:"decided_at"`
	Decision  string          `db:"decision"`
	Reason    string          `db:"reason"`
	EndedBy   int64           `db:"ended_by"`
	EndedAt   int64           `db:"ended_at"`
}

const linkColumns = `id, community_id, grid_id, carer_id, cared_id, relation, state, name, born, home_id, request, made_at,
	decided_by, decided_at, decision, reason, ended_by, ended_at`

func (r linkRow) link() family.Link {
	return family.Link{
		ID: r.ID, Community: r.Community, Grid: r.Grid, Carer: r.Carer, Cared: r.Cared, Relation: r.Relation, State: r.State,
		Name: r.Name, Born: r.Born, Home: r.Home, Request: r.Request.String, MadeAt: at(r.MadeAt), DecidedBy: r.DecidedBy,
		DecidedAt: at(r.DecidedAt), Decision: r.Decision, Reason: r.Reason, EndedBy: r.EndedBy, EndedAt: at(r.EndedAt),
	}
}

func link(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (family.Link, error) {
	var r linkRow
	err := get(ctx, q, &r, family.ErrMissing, `SELECT `+linkColumns+` FROM family_link WHERE `+where, args...)
	return r.link(), err
}

func links(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]family.Link, error) {
	var rows []linkRow
	if err := list(ctx, q, &rows, `SELECT `+linkColumns+` FROM family_link WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("family links: %w", err)
	}
	found := make([]family.Link, len(rows))
	for i, r := range rows {
		found[i] = r.link()
	}
	return found, nil
}

// bound is the cared-for person of an active link, else NULL: the unique key allows a carer one active link to each.
func bound(l family.Link) sql.NullInt64 {
	return sql.NullInt64{Int64: l.Cared, Valid: l.State == family.Confirmed}
}

// ConfirmedLink implements family.Links.
func (s *Families) ConfirmedLink(ctx context.Context, carer, cared int64) (family.Link, error) {
	return link(ctx, s.db.pool, `carer_id = ? AND bound_id = ?`, carer, cared)
}

// ConfirmedLink implements family.Links.
func (t *tx) ConfirmedLink(ctx context.Context, carer, cared int64) (family.Link, error) {
	return link(ctx, t.q, `carer_id = ? AND bound_id = ?`, carer, cared)
}

// CaredFor implements family.Store.
func (s *Families) CaredFor(ctx context.Context, carer int64) ([]family.Link, error) {
	return links(ctx, s.db.pool, `carer_id = ? AND bound_id > 0 ORDER BY id LIMIT 100`, carer)
}

// Link implements family.Store.
func (s *Families) Link(ctx context.Context, id int64) (family.Link, error) {
	return link(ctx, s.db.pool, `id = ?`, id)
}

// LinkOf implements family.Tx.
func (t *tx) LinkOf(ctx context.Context, id int64) (family.Link, error) {
	return link(ctx, t.q, `id = ?`, id)
}

// LockLink implements family.Tx.
func (t *tx) LockLink(ctx context.Context, id int64) (family.Link, error) {
	return link(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// OpenLinks implements family.Tx.
func (t *tx) OpenLinks(ctx context.Context, carer int64) (asked, confirmed int, err error) {
	var n struct {
		Asked     int `db:"asked"`
		Confirmed int `db:"confirmed"`
	}
	err = sqlx.GetContext(ctx, t.q, &n, `
		SELECT COALESCE(SUM(CASE WHEN state = ? THEN 1 ELSE 0 END), 0) AS asked, COUNT(bound_id) AS confirmed
		FROM   family_link WHERE carer_id = ?`, family.Asked, carer)
	return n.Asked, n.Confirmed, err
}

// AddLink implements family.Tx.
func (t *tx) AddLink(ctx context.Context, l *family.Link) (bool, error) {
	id, err := insert(ctx, t.q, `
		INSERT INTO family_link (community_id, grid_id, carer_id, cared_id, bound_id, relation, state, name, born, home_id,
			request, made_at, decided_by, decided_at, decision, reason, ended_by, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0)`,
		l.Community, l.Grid, l.Carer, l.Cared, bound(*l), l.Relation, l.State, l.Name, l.Born, l.Home, nullText(l.Request),
		ms(l.MadeAt), l.DecidedBy, ms(l.DecidedAt), l.Decision)
	if duplicate(err) {
		if first, err := t.linkOfRequest(ctx, l.Carer, l.Request); !errors.Is(err, family.ErrMissing) {
			*l = first
			return false, err
		}
		return false, family.ErrLinked.Because(err)
	}
	if err != nil {
		return false, fmt.Errorf("add family link: %w", err)
	}
	l.ID = id
	return true, nil
}

func (t *tx) linkOfRequest(ctx context.Context, carer int64, request string) (family.Link, error) {
	if request == "" {
		return family.Link{}, family.ErrMissing
	}
	return link(ctx, t.q, `carer_id = ? AND request = ?`, carer, request)
}

// SaveLink implements family.Tx.
func (t *tx) SaveLink(ctx context.Context, l family.Link) error {
	_, err := t.q.ExecContext(ctx, `
		UPDATE family_link SET community_id = ?, grid_id = ?, cared_id = ?, bound_id = ?, state = ?, name = ?, born = ?,
			home_id = ?, decided_by = ?, decided_at = ?, decision = ?, reason = ?, ended_by = ?, ended_at = ?
		WHERE  id = ?`, l.Community, l.Grid, l.Cared, bound(l), l.State, l.Name, l.Born, l.Home, l.DecidedBy, ms(l.DecidedAt),
		l.Decision, l.Reason, l.EndedBy, ms(l.EndedAt), l.ID)
	if duplicate(err) {
		return family.ErrLinked.Because(err)
	}
	if err != nil {
		return fmt.Errorf("save family link %d: %w", l.ID, err)
	}
	return nil
}

// leaveFamilies ends every family link of a person who leaves, with the names it holds, and deletes their invitations.
func (t *tx) leaveFamilies(ctx context.Context, p person.Person, now time.Time) error {
	for _, side := range []string{"carer_id", "cared_id"} {
		if _, err := t.q.ExecContext(ctx, `
			UPDATE family_link SET bound_id = NULL, state = ?, name = '', born = 0, home_id = 0, ended_at = ?
			WHERE  `+side+` = ? AND state IN (?, ?)`, family.Ended, ms(now), p.ID, family.Asked, family.Confirmed); err != nil {
			return fmt.Errorf("leave families: %w", err)
		}
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM family_invite WHERE carer_id = ?`, p.ID); err != nil {
		return fmt.Errorf("delete family invites: %w", err)
	}
	return nil
}

// moveFamilies moves one person's links to another. A link that is now a duplicate, or from a person to themselves, ends.
func (t *tx) moveFamilies(ctx context.Context, from, to int64) error {
	own, err := links(ctx, t.q, `(carer_id = ? OR cared_id = ?) ORDER BY id LIMIT 1000`, from, from)
	if err != nil {
		return err
	}
	for _, l := range own {
		if err := t.moveLink(ctx, l, from, to); err != nil {
			return err
		}
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE family_invite SET carer_id = ? WHERE carer_id = ?`, to, from); err != nil {
		return fmt.Errorf("move family invites: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE family_link SET ended_by = ? WHERE ended_by = ? AND (carer_id = ? OR cared_id = ?)`, to, from, to, to); err != nil {
		return fmt.Errorf("move who ended: %w", err)
	}
	return nil
}

func (t *tx) moveLink(ctx context.Context, l family.Link, from, to int64) error {
	if l.Carer == from {
		l.Carer = to
	}
	if l.Cared == from {
		l.Cared = to
	}
	if l.State == family.Confirmed {
		_, err := t.ConfirmedLink(ctx, l.Carer, l.Cared)
		if err != nil && !errors.Is(err, family.ErrMissing) {
			return err
		}
		if err == nil || l.Carer == l.Cared {
			l.State, l.EndedAt = family.Ended, t.now()
		}
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE family_link SET carer_id = ?, cared_id = ?, bound_id = ?, state = ?, request = NULL, ended_at = ? WHERE id = ?`,
		l.Carer, l.Cared, bound(l), l.State, ms(l.EndedAt), l.ID); err != nil {
		return fmt.Errorf("move family link %d: %w", l.ID, err)
	}
	return nil
}

// carryFamilies moves the links of the residents of an area to its new community.
func (t *tx) carryFamilies(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE family_link SET community_id = ?, grid_id = ?
		WHERE  community_id = ? AND (home_id = ?
		       OR cared_id IN (SELECT id FROM person WHERE community_id = ? AND home_id = ? AND code IS NULL))`,
		m.To.Community, m.To.Grid, m.From.Community, m.Area, m.From.Community, m.Area); err != nil {
		return fmt.Errorf("carry family links: %w", err)
	}
	return nil
}
