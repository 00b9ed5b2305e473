package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/post"
	"linli/app/when"
)

func bodies(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]post.Body, error) {
	var rows []struct {
		ID        int64         `db:"id"`
		Community int64         `db:"community_id"`
		Kind      post.BodyKind `db:"kind"`
		Name      string        `db:"name"`
		From      when.Date     `db:"from_day"`
		To        when.Date     `db:"to_day"`
	}
	if err := list(ctx, q, &rows, `SELECT id, community_id, kind, name, from_day, to_day FROM post_body WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("bodies: %w", err)
	}
	all := make([]post.Body, len(rows))
	for i, r := range rows {
		all[i] = post.Body(r)
	}
	return all, nil
}

// Bodies implements post.Store.
func (s *Posts) Bodies(ctx context.Context, community int64) ([]post.Body, error) {
	return bodies(ctx, s.db.pool, `community_id = ? ORDER BY to_day DESC, id LIMIT 500`, community)
}

// Body implements post.Store.
func (s *Posts) Body(ctx context.Context, id int64) (post.Body, error) {
	all, err := bodies(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, post.ErrNoBody)
}

// BodiesUntil implements post.Store.
func (s *Posts) BodiesUntil(ctx context.Context, from, to when.Date) ([]post.Body, error) {
	return bodies(ctx, s.db.pool, `to_day >= ? AND to_day <= ? ORDER BY id LIMIT 100000`, int(from), int(to))
}

// Sitters implements post.Store.
func (s *Posts) Sitters(ctx context.Context, body int64) ([]post.Sitter, error) {
	var rows []struct {
		Person    int64          `db:"person_id"`
		Title     string         `db:"title"`
		Education post.Education `db:"education"`
		Name      string         `db:"name"`
		Born      int            `db:"born"`
		Party     bool           `db:"party"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT m.person_id, m.title, m.education, p.name, p.born, EXISTS (SELECT 1 FROM party_member y WHERE y.person_id = m.person_id) AS party
		FROM   post_sitter m JOIN person p ON p.id = m.person_id WHERE m.body_id = ? ORDER BY m.person_id LIMIT 500`, body); err != nil {
		return nil, fmt.Errorf("members of a body: %w", err)
	}
	all := make([]post.Sitter, len(rows))
	for i, r := range rows {
		all[i] = post.Sitter{Body: body, Person: r.Person, Title: r.Title, Education: r.Education, Name: r.Name, Born: r.Born, Party: r.Party}
	}
	return all, nil
}

// StaffOf implements post.Store.
func (s *Posts) StaffOf(ctx context.Context, community int64, roles []auth.Role, now time.Time) ([]post.Sitter, error) {
	var rows []struct {
		Person    int64          `db:"person_id"`
		Education post.Education `db:"education"`
		Born      int            `db:"born"`
		Party     bool           `db:"party"`
	}
	args := slices.Concat([]any{community, community}, anys(roles), []any{ms(now), ms(now)})
	if err := list(ctx, s.db.pool, &rows, `
		SELECT p.id AS person_id, p.born, EXISTS (SELECT 1 FROM party_member y WHERE y.person_id = p.id) AS party,
		       COALESCE((SELECT m.education FROM post_sitter m WHERE m.person_id = p.id ORDER BY m.body_id DESC LIMIT 1), '') AS education
		FROM   person p
		WHERE  p.id IN (SELECT o.person_id FROM person_posting o JOIN area a ON a.id = o.area_id WHERE (a.id = ? OR a.community_id = ?)
		       AND o.role IN (`+marks(len(roles))+`) AND o.from_at <= ? AND (o.to_at = 0 OR o.to_at > ?))
		ORDER  BY p.id LIMIT 1000`, args...); err != nil {
		return nil, fmt.Errorf("staff of a community: %w", err)
	}
	all := make([]post.Sitter, len(rows))
	for i, r := range rows {
		all[i] = post.Sitter{Person: r.Person, Education: r.Education, Born: r.Born, Party: r.Party}
	}
	return all, nil
}

// AddBody implements post.Tx.
func (t *tx) AddBody(ctx context.Context, b *post.Body) error {
	id, err := insert(ctx, t.q, `INSERT INTO post_body (community_id, kind, name, from_day, to_day) VALUES (?, ?, ?, ?, ?)`,
		b.Community, b.Kind, b.Name, int(b.From), int(b.To))
	if err != nil {
		return fmt.Errorf("add body: %w", err)
	}
	b.ID = id
	return nil
}

// LockBody implements post.Tx.
func (t *tx) LockBody(ctx context.Context, id int64) (post.Body, error) {
	all, err := bodies(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, post.ErrNoBody)
}

// SaveBody implements post.Tx.
func (t *tx) SaveBody(ctx context.Context, b post.Body) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE post_body SET kind = ?, name = ?, from_day = ?, to_day = ? WHERE id = ?`,
		b.Kind, b.Name, int(b.From), int(b.To), b.ID); err != nil {
		return fmt.Errorf("save body %d: %w", b.ID, err)
	}
	return nil
}

// AddSitter implements post.Tx.
func (t *tx) AddSitter(ctx context.Context, m post.Sitter) error {
	_, err := t.q.ExecContext(ctx, `INSERT INTO post_sitter (body_id, person_id, title, education) VALUES (?, ?, ?, ?)`,
		m.Body, m.Person, m.Title, m.Education)
	if duplicate(err) {
		return post.ErrSits.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add member of body %d: %w", m.Body, err)
	}
	return nil
}

// DeleteSitter implements post.Tx.
func (t *tx) DeleteSitter(ctx context.Context, body, who int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM post_sitter WHERE body_id = ? AND person_id = ?`, body, who); err != nil {
		return fmt.Errorf("delete member of body %d: %w", body, err)
	}
	return nil
}
