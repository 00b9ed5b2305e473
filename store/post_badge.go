package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/order"
	"linli/app/person"
	"linli/app/post"
	"linli/app/roster"
)

type badgeRow struct {
	ID         int64     `db:"id"`
	Community  int64     `db:"community_id"`
	Person     int64     `db:"person_id"`
	Kind       post.Gear `db:"kind"`
	Number     string    `db:"number_text"`
	Token      string    `db:"token"`
	Given      int64     `db:"given_at"`
	GivenBy    int64     `db:"given_by"`
	Returned   int64     `db:"returned_at"`
	ReturnedBy int64     `db:"returned_by"`
}

func badges(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]post.Badge, error) {
	var rows []badgeRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, person_id, kind, number_text, COALESCE(token, '') AS token, given_at, given_by, returned_at, returned_by
		FROM   post_badge WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("badges: %w", err)
	}
	all := make([]post.Badge, len(rows))
	for i, r := range rows {
		all[i] = post.Badge{
			ID: r.ID, Community: r.Community, Person: r.Person, Kind: r.Kind, Number: r.Number, Token: r.Token, GivenAt: at(r.Given),
			GivenBy: r.GivenBy, ReturnedAt: at(r.Returned), ReturnedBy: r.ReturnedBy,
		}
	}
	return all, nil
}

// Badges implements post.Store.
func (s *Posts) Badges(ctx context.Context, who int64) ([]post.Badge, error) {
	return badges(ctx, s.db.pool, `person_id = ? ORDER BY id DESC LIMIT 100`, who)
}

// Badge implements post.Store.
func (s *Posts) Badge(ctx context.Context, id int64) (post.Badge, error) {
	all, err := badges(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, post.ErrNoBadge)
}

// BadgeOf implements post.Store.
func (s *Posts) BadgeOf(ctx context.Context, token string) (post.Badge, error) {
	all, err := badges(ctx, s.db.pool, `token = ?`, token)
	return first(all, err, post.ErrNoBadge)
}

// WornBadges implements order.Store.
func (s *Orders) WornBadges(ctx context.Context, persons []int64) (map[int64]order.Badge, error) {
	worn := map[int64]order.Badge{}
	if len(persons) == 0 {
		return worn, nil
	}
	all, err := badges(ctx, s.db.pool, `worn IN (`+marks(len(persons))+`) ORDER BY id`, anys(persons)...)
	for _, b := range all {
		worn[b.Person] = order.Badge{Number: b.Number, Token: b.Token}
	}
	return worn, err
}

// AddBadge implements post.Tx. A person wears one badge at a time.
func (t *tx) AddBadge(ctx context.Context, b *post.Badge) (err error) {
	var worn any
	if b.Kind == post.BadgeGear {
		worn = b.Person
	}
	b.ID, err = insert(ctx, t.q, `
		INSERT INTO post_badge (community_id, person_id, kind, number_text, token, worn, given_at, given_by, returned_at, returned_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`,
		b.Community, b.Person, b.Kind, b.Number, nullText(b.Token), worn, ms(b.GivenAt), b.GivenBy)
	if duplicate(err) {
		return post.ErrHasBadge.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add badge: %w", err)
	}
	return nil
}

// LockBadge implements post.Tx.
func (t *tx) LockBadge(ctx context.Context, id int64) (post.Badge, error) {
	all, err := badges(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, post.ErrNoBadge)
}

// SaveBadge implements post.Tx.
func (t *tx) SaveBadge(ctx context.Context, b post.Badge) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE post_badge SET returned_at = ?, returned_by = ?, worn = NULL WHERE id = ?`,
		ms(b.ReturnedAt), b.ReturnedBy, b.ID); err != nil {
		return fmt.Errorf("save badge %d: %w", b.ID, err)
	}
	return nil
}

// moveNominations moves what names one person to another. Two open nominations for one post both stay.
func (t *tx) moveNominations(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE post_nomination SET open_key = NULL WHERE nominee_id = ?`, from); err != nil {
		return fmt.Errorf("move nominations: %w", err)
	}
	for _, column := range []string{"nominee_id", "by_id", "decided_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE post_nomination SET `+column+` = ? WHERE `+column+` = ?`, to, from); err != nil {
			return fmt.Errorf("move nominations: %w", err)
		}
	}
	return nil
}

// leaveNominations ends the open nominations of a person who leaves, and takes the person off all. One in the roster stays.
func (t *tx) leaveNominations(ctx context.Context, p person.Person, now time.Time) error {
	if p.Code != "" {
		return nil
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE post_nomination SET state = ?, is_open = 0, open_key = NULL, ended_at = ? WHERE nominee_id = ? AND is_open = 1`,
		post.Declined, ms(now), p.ID); err != nil {
		return fmt.Errorf("leave nominations: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE post_nomination SET nominee_id = 0, name = '', phone_sealed = '' WHERE nominee_id = ?`, p.ID); err != nil {
		return fmt.Errorf("leave nominations: %w", err)
	}
	for _, column := range []string{"by_id", "decided_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE post_nomination SET `+column+` = 0 WHERE `+column+` = ?`, p.ID); err != nil {
			return fmt.Errorf("leave nominations: %w", err)
		}
	}
	return nil
}

// carryNominations moves the nominations for an area to its new community.
func (t *tx) carryNominations(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE post_nomination SET community_id = ? WHERE area_id = ?`, m.To.Community, m.Area); err != nil {
		return fmt.Errorf("carry nominations: %w", err)
	}
	return nil
}
