package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/report"
)

// Lapsed implements report.Store.
func (s *Reports) Lapsed(ctx context.Context, now time.Time, most int) ([]int64, error) {
	var ids []int64
	err := list(ctx, s.db.pool, &ids, `
		SELECT id FROM report WHERE is_open = 1 AND check_at <= ? ORDER BY check_at, id LIMIT ?`, ms(now), most)
	return ids, err
}

// Candidates implements report.Store.
func (s *Reports) Candidates(ctx context.Context, community int64, from, to time.Time) ([]report.Report, error) {
	var rows []reportRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+reportRead+` FROM report
		WHERE  community_id = ? AND is_open = 1 AND submitted_at >= ? AND submitted_at <= ?
		ORDER  BY id DESC LIMIT 300`, community, ms(from), ms(to)); err != nil {
		return nil, fmt.Errorf("candidates: %w", err)
	}
	return reportsOf(rows), nil
}

// FollowersOf implements report.Tx.
func (t *tx) FollowersOf(ctx context.Context, id int64) ([]int64, error) {
	var ids []int64
	err := list(ctx, t.q, &ids, `
		SELECT id FROM report WHERE merged_into = ? AND state = ? ORDER BY id LIMIT 1000`, id, report.Merged)
	return ids, err
}

// OpenParts implements report.Tx.
func (t *tx) OpenParts(ctx context.Context, id int64) (int, error) {
	var n int
	err := sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM report WHERE parent_id = ? AND is_open = 1`, id)
	return n, err
}

// Numbered implements report.Store.
func (s *Reports) Numbered(ctx context.Context, numbers []int64, external string) ([]report.Report, error) {
	const most = 20
	var found []reportRow
	read := func(where string, args ...any) error {
		var rows []reportRow
		if err := list(ctx, s.db.pool, &rows, `
			SELECT `+reportRead+` FROM report WHERE `+where+` ORDER BY id DESC LIMIT ?`, append(args, most)...); err != nil {
			return fmt.Errorf("find a number: %w", err)
		}
		found = append(found, rows...)
		return nil
	}
	if len(numbers) > 0 {
		if err := read(`number IN (`+marks(len(numbers))+`)`, anys(numbers)...); err != nil {
			return nil, err
		}
	}
	if err := read(`external_no = ?`, external); err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b reportRow) int { return cmp.Compare(b.ID, a.ID) })
	found = slices.CompactFunc(found, func(a, b reportRow) bool { return a.ID == b.ID })
	return reportsOf(found[:min(len(found), most)]), nil
}

// PartsOf implements report.Store.
func (s *Reports) PartsOf(ctx context.Context, id int64) ([]report.Report, error) {
	var rows []reportRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+reportRead+` FROM report WHERE parent_id = ? ORDER BY id LIMIT 20`, id); err != nil {
		return nil, fmt.Errorf("parts of %d: %w", id, err)
	}
	return reportsOf(rows), nil
}

// AddJoin implements report.Tx.
func (t *tx) AddJoin(ctx context.Context, id, who int64, now time.Time) (bool, error) {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO report_join (report_id, person_id, at) VALUES (?, ?, ?)`, id, who, ms(now))
	if duplicate(err) {
		return false, nil
	}
	return err == nil, err
}

// JoinersOf implements report.Tx.
func (t *tx) JoinersOf(ctx context.Context, id int64) ([]int64, error) {
	var who []int64
	err := list(ctx, t.q, &who, `
		SELECT person_id FROM report_join WHERE report_id = ? ORDER BY at, person_id LIMIT 5000`, id)
	return who, err
}
