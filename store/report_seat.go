package store

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/pace"
	"linli/app/report"
)

// OrgSeats implements report.Store.
func (s *Reports) OrgSeats(ctx context.Context) ([]report.Seat, error) {
	var rows []struct {
		Org  int64 `db:"holder_org"`
		Area int64 `db:"holder_area"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT DISTINCT holder_org, holder_area FROM report
		WHERE  holder_org IN (SELECT id FROM area_org) AND is_open = 1 AND holder_kind = 'org'
		ORDER  BY holder_org, holder_area LIMIT 10000`); err != nil {
		return nil, fmt.Errorf("seats of orgs: %w", err)
	}
	seats := make([]report.Seat, len(rows))
	for i, r := range rows {
		seats[i] = report.Seat{Org: r.Org, Area: r.Area}
	}
	return seats, nil
}

// HeldAway implements report.Store.
func (s *Reports) HeldAway(ctx context.Context, seat report.Seat, acting []int64, most int) ([]int64, error) {
	where, args := `holder_org = ? AND is_open = 1 AND holder_kind = 'org' AND holder_area = ?`, []any{seat.Org, seat.Area}
	if len(acting) > 0 {
		where, args = where+` AND holder_person <> 0 AND holder_person NOT IN (`+marks(len(acting))+`)`, append(args, anys(acting)...)
	}
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `SELECT id FROM report WHERE `+where+` ORDER BY id LIMIT ?`, append(args, most)...); err != nil {
		return nil, fmt.Errorf("reports of a seat: %w", err)
	}
	return ids, nil
}

// UrgentPosts implements report.Store.
func (s *Reports) UrgentPosts(ctx context.Context) ([]pace.Post, error) {
	var rows []struct {
		Role auth.Role `db:"holder_role"`
		Area int64     `db:"holder_area"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT DISTINCT holder_role, holder_area FROM report WHERE urgent = 1 AND is_open = 1 AND holder_kind = 'post'
		ORDER  BY holder_area, holder_role LIMIT 1000`); err != nil {
		return nil, fmt.Errorf("posts with urgent reports: %w", err)
	}
	posts := make([]pace.Post, len(rows))
	for i, r := range rows {
		posts[i] = pace.Post(r)
	}
	return posts, nil
}

// UrgentAt implements report.Store.
func (s *Reports) UrgentAt(ctx context.Context, p pace.Post, most int) ([]int64, error) {
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `
		SELECT id FROM report WHERE holder_area = ? AND holder_role = ? AND is_open = 1 AND holder_kind = 'post' AND urgent = 1
		ORDER  BY id LIMIT ?`, p.Area, p.Role, most); err != nil {
		return nil, fmt.Errorf("urgent reports of a post: %w", err)
	}
	return ids, nil
}
