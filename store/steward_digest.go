package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/report"
	"linli/app/steward"
)

// Digested implements steward.Store.
func (s *Stewards) Digested(ctx context.Context, week int) (map[int64]bool, error) {
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `
		SELECT person_id FROM steward_digest WHERE week = ? ORDER BY person_id LIMIT 200000`, week); err != nil {
		return nil, fmt.Errorf("digests: %w", err)
	}
	done := make(map[int64]bool, len(ids))
	for _, id := range ids {
		done[id] = true
	}
	return done, nil
}

// AddDigest implements steward.Tx.
func (t *tx) AddDigest(ctx context.Context, who int64, week int, now time.Time) (bool, error) {
	_, err := t.q.ExecContext(ctx, `INSERT INTO steward_digest (person_id, week, at) VALUES (?, ?, ?)`, who, week, ms(now))
	return ignoreDuplicate(err, "add digest")
}

// Tally implements steward.Tx.
func (t *tx) Tally(ctx context.Context, who int64, buildings []int64, from, to time.Time) (steward.Tally, error) {
	var tally steward.Tally
	count := func(n *int, query string, args ...any) error {
		if err := get(ctx, t.q, n, steward.ErrMissing, query, args...); err != nil {
			return fmt.Errorf("tally: %w", err)
		}
		return nil
	}
	if len(buildings) > 0 {
		here := append(anys(buildings), ms(from), ms(to))
		if err := count(&tally.New, `
			SELECT COUNT(*) FROM report WHERE building_id IN (`+marks(len(buildings))+`) AND is_open IN (0, 1)
				AND submitted_at >= ? AND submitted_at < ?`, here...); err != nil {
			return tally, err
		}
		if err := count(&tally.Open, `
			SELECT COUNT(*) FROM report WHERE building_id IN (`+marks(len(buildings))+`) AND is_open = 1`,
			anys(buildings)...); err != nil {
			return tally, err
		}
	}
	if err := count(&tally.Acknowledged, `
		SELECT COUNT(*) FROM steward_alert WHERE person_id = ? AND acked_at >= ? AND acked_at < ?`, who, ms(from), ms(to)); err != nil {
		return tally, err
	}
	if err := count(&tally.Solved, `
		SELECT COUNT(*) FROM steward_alert a JOIN report_event e ON e.report_id = a.report_id
		WHERE  a.person_id = ? AND e.person_id = ? AND e.kind = ? AND e.at >= ? AND e.at < ?`,
		who, who, report.DidResolve, ms(from), ms(to)); err != nil {
		return tally, err
	}
	err := count(&tally.Calls, `
		SELECT COUNT(*) FROM steward_call WHERE state = 'done' AND done_at >= ? AND done_at < ? AND done_by = ?`,
		ms(from), ms(to), who)
	return tally, err
}
