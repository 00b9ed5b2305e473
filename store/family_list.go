package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/family"
	"linli/app/person"
)

// LinksOf implements family.Store.
func (s *Families) LinksOf(ctx context.Context, who int64) ([]family.Link, error) {
	acts, err := links(ctx, s.db.pool, `carer_id = ? AND state IN (?, ?) ORDER BY id LIMIT 100`, who, family.Asked, family.Confirmed)
	if err != nil {
		return nil, err
	}
	acted, err := links(ctx, s.db.pool, `cared_id = ? AND state = ? ORDER BY id LIMIT 100`, who, family.Confirmed)
	return append(acts, acted...), err
}

// List implements family.Store: it merges one index range for each place.
func (s *Families) List(ctx context.Context, f family.Filter) ([]family.Link, error) {
	ids, err := s.ids(ctx, f)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return links(ctx, s.db.pool, `id IN (`+marks(len(ids))+`) ORDER BY id LIMIT ?`, append(anys(ids), len(ids))...)
}

// Count implements family.Store.
func (s *Families) Count(ctx context.Context, f family.Filter) (int, error) {
	f.After = 0
	n, err := counts(ctx, s.db.pool, linkQueries(f))
	if err != nil {
		return 0, fmt.Errorf("count family links: %w", err)
	}
	return n[0], nil
}

func (s *Families) ids(ctx context.Context, f family.Filter) ([]int64, error) {
	var all []int64
	for _, q := range linkQueries(f) {
		var ids []int64
		if err := list(ctx, s.db.pool, &ids, q.text+` ORDER BY id LIMIT ?`, append(q.args, f.Most)...); err != nil {
			return nil, fmt.Errorf("list family links: %w", err)
		}
		all = append(all, ids...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), f.Most)], nil
}

// linkQueries returns the queries for ids, one range of an index for each place.
func linkQueries(f family.Filter) []query {
	all := make([]query, len(f.Places))
	for i, p := range f.Places {
		where, args := `community_id = ?`, []any{p.Community}
		if p.Grid != 0 {
			where, args = where+` AND grid_id = ?`, append(args, p.Grid)
		}
		all[i] = query{`SELECT id FROM family_link WHERE ` + where + ` AND state = ? AND id > ?`, append(args, f.State, f.After)}
	}
	return all
}

// Resident implements family.Store.
func (s *Families) Resident(ctx context.Context, id int64) (person.Person, error) {
	return getPerson(ctx, s.db.pool, s.db.vault, id, "")
}

// Namesakes implements family.Store.
func (s *Families) Namesakes(ctx context.Context, community int64, name string) ([]person.Person, error) {
	var rows []personRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+personColumns+` FROM person WHERE community_id = ? AND name = ? AND merged_into = 0 ORDER BY id LIMIT 20`,
		community, name); err != nil {
		return nil, fmt.Errorf("namesakes: %w", err)
	}
	return persons(rows, s.db.vault)
}

// OpenInvites implements family.Tx.
func (t *tx) OpenInvites(ctx context.Context, carer int64, now time.Time) (int, error) {
	var n int
	err := sqlx.GetContext(ctx, t.q, &n, `
		SELECT COUNT(*) FROM family_invite WHERE carer_id = ? AND used_at = 0 AND expires_at > ?`, carer, ms(now))
	return n, err
}

// AddInvite implements family.Tx.
func (t *tx) AddInvite(ctx context.Context, i family.Invite) error {
	if _, err := insert(ctx, t.q, `
		INSERT INTO family_invite (hash, carer_id, relation, made_at, expires_at, used_at, used_by) VALUES (?, ?, ?, ?, ?, 0, 0)`,
		i.Hash, i.Carer, i.Relation, ms(i.MadeAt), ms(i.Expires)); err != nil {
		return fmt.Errorf("add family invite: %w", err)
	}
	return nil
}

// InviteOf implements family.Tx.
func (t *tx) InviteOf(ctx context.Context, hash string) (family.Invite, error) {
	var r struct {
		Carer    int64           `db:"carer_id"`
		Relation family.Relation `db:"relation"`
		MadeAt   int64           `db:"made_at"`
		Expires  int64           `db:"expires_at"`
		UsedBy   int64           `db:"used_by"`
	}
	err := get(ctx, t.q, &r, family.ErrCode, `
		SELECT carer_id, relation, made_at, expires_at, used_by FROM family_invite WHERE hash = ?`, hash)
	return family.Invite{
		Hash: hash, Carer: r.Carer, Relation: r.Relation, MadeAt: at(r.MadeAt), Expires: at(r.Expires), UsedBy: r.UsedBy,
	}, err
}

// UseInvite returns true for one caller only.
func (t *tx) UseInvite(ctx context.Context, hash string, by int64, now time.Time) error {
	n, err := change(ctx, t.q, `
		UPDATE family_invite SET used_at = ?, used_by = ? WHERE hash = ? AND used_at = 0 AND expires_at > ?`,
		ms(now), by, hash, ms(now))
	if err != nil {
		return fmt.Errorf("use family invite: %w", err)
	}
	if n == 0 {
		return family.ErrCode
	}
	return nil
}
