package store

import (
	"context"
	"fmt"
	"slices"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/report"
	"linli/app/steward"
)

type reachRow struct {
	Area      int64          `db:"area_id"`
	Community int64          `db:"community_id"`
	Grid      int64          `db:"grid_id"`
	Reason    steward.Reason `db:"reason"`
	Person    int64          `db:"person_id"`
	Since     int64          `db:"since"`
}

const reachColumns = `area_id, community_id, grid_id, reason, person_id, since`

func (s *Stewards) reaches(ctx context.Context, where string, args ...any) ([]steward.Reach, error) {
	var rows []reachRow
	if err := list(ctx, s.db.pool, &rows, `SELECT `+reachColumns+` FROM steward_reach WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("reach: %w", err)
	}
	found := make([]steward.Reach, len(rows))
	for i, r := range rows {
		found[i] = steward.Reach{
			Area: r.Area, Community: r.Community, Grid: r.Grid, Reason: r.Reason, Person: r.Person, Since: at(r.Since),
		}
	}
	return found, nil
}

// Reaches implements steward.Store.
func (s *Stewards) Reaches(ctx context.Context) ([]steward.Reach, error) {
	return s.reaches(ctx, `area_id > 0 ORDER BY area_id LIMIT 200000`)
}

// Unreached implements steward.Store.
func (s *Stewards) Unreached(ctx context.Context, in report.Scope, after int64, most int) ([]steward.Reach, error) {
	where, args := within(in)
	return s.reaches(ctx, `reachable = 0 AND `+where+` AND area_id > ? ORDER BY area_id LIMIT ?`, append(args, after, most)...)
}

// Counts implements steward.Store.
func (s *Stewards) Counts(ctx context.Context, in report.Scope) (steward.Counts, error) {
	where, args := within(in)
	var row struct {
		Unreached   int `db:"unreached"`
		Unanswered  int `db:"unanswered"`
		UrgentCalls int `db:"urgent_calls"`
	}
	err := get(ctx, s.db.pool, &row, steward.ErrMissing, `SELECT
		(SELECT COUNT(*) FROM steward_reach WHERE reachable = 0 AND `+where+`) AS unreached,
		(SELECT COUNT(*) FROM (SELECT id FROM steward_paging WHERE stage = 'unanswered' AND `+where+stillOpen+` LIMIT 1000) AS u) AS unanswered,
		(SELECT COUNT(*) FROM (SELECT id FROM steward_call WHERE `+urgentCall+` AND `+where+` LIMIT 1000) AS c) AS urgent_calls`,
		slices.Concat(args, args, args)...)
	return steward.Counts(row), err
}

// SaveReaches implements steward.Store, in portions, so that other writers do not wait long.
func (s *Stewards) SaveReaches(ctx context.Context, changed []steward.Reach, gone []int64) error {
	for portion := range slices.Chunk(changed, 200) {
		if err := s.db.inTx(ctx, func(t *tx) error { return t.saveReaches(ctx, portion) }); err != nil {
			return fmt.Errorf("save reach: %w", err)
		}
	}
	for portion := range slices.Chunk(gone, 200) {
		if _, err := change(ctx, direct{s.db}, `
			DELETE FROM steward_reach WHERE area_id IN (`+marks(len(portion))+`)`, anys(portion)...); err != nil {
			return outage(fmt.Errorf("delete reach: %w", err))
		}
	}
	return nil
}

func (t *tx) saveReaches(ctx context.Context, portion []steward.Reach) error {
	for _, r := range portion {
		if _, err := t.q.ExecContext(ctx, `
			INSERT INTO steward_reach (area_id, community_id, grid_id, reachable, reason, person_id, since)
			VALUES (?, ?, ?, ?, ?, ?, ?)`+
			t.e.upsert("area_id", "community_id", "grid_id", "reachable", "reason", "person_id", "since"),
			r.Area, r.Community, r.Grid, r.Reason == steward.Reached, r.Reason, r.Person, ms(r.Since)); err != nil {
			return err
		}
	}
	return nil
}

// Contacts implements steward.Store.
func (s *Stewards) Contacts(ctx context.Context, ids []int64) (map[int64]steward.Contact, error) {
	ways := make(map[int64]steward.Contact, len(ids))
	for portion := range slices.Chunk(ids, 500) {
		var rows []struct {
			Person  int64        `db:"person_id"`
			Account auth.Account `db:"account"`
			Follows bool         `db:"follows"`
		}
		if err := list(ctx, s.db.pool, &rows, `
			SELECT person_id, account, follows FROM person_identity WHERE person_id IN (`+marks(len(portion))+`)
			ORDER  BY id LIMIT 10000`, anys(portion)...); err != nil {
			return nil, fmt.Errorf("contacts: %w", err)
		}
		for _, r := range rows {
			c := ways[r.Person]
			c.Bound, c.Open = true, c.Open || r.Follows || r.Account == auth.MP
			ways[r.Person] = c
		}
		lost, err := s.lost(ctx, portion)
		if err != nil {
			return nil, err
		}
		for _, who := range lost {
			c := ways[who]
			c.Undelivered = true
			ways[who] = c
		}
	}
	return ways, nil
}

// lost returns the stewards whose newest settled urgent notice was not delivered.
func (s *Stewards) lost(ctx context.Context, ids []int64) ([]int64, error) {
	var lost []int64
	err := list(ctx, s.db.pool, &lost, `
		SELECT DISTINCT n.person_id FROM notify_notice n
		WHERE  n.person_id IN (`+marks(len(ids))+`) AND n.state = ? AND n.urgent = 1 AND NOT EXISTS (
			SELECT 1 FROM notify_notice later
			WHERE  later.person_id = n.person_id AND later.id > n.id AND later.urgent = 1 AND later.state IN (?, ?, ?))
		ORDER  BY n.person_id LIMIT 1000`,
		append(anys(ids), notify.Undelivered, notify.SentOut, notify.Delivered, notify.Told)...)
	return lost, outage(err)
}
