package store

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/ledger"
	"linli/app/pages"
	"linli/app/patrol"
)

// roundPart returns the condition for the closed rounds of a part.
func roundPart(p ledger.Part) (string, []any) {
	where := `community_id = ? AND closed_at > 0 AND begin_at >= ? AND begin_at < ?`
	args := []any{p.Community, ms(p.From), ms(p.To)}
	if p.Area.Kind != area.Community {
		where, args = where+` AND area_id IN (SELECT id FROM area WHERE path LIKE ?)`, append(args, p.Area.Path+"%")
	}
	return where, args
}

// CountRounds implements ledger.Store.
func (s *Ledgers) CountRounds(ctx context.Context, p ledger.Part) (n int, err error) {
	where, args := roundPart(p)
	if err := get(ctx, s.db.pool, &n, patrol.ErrMissing, `SELECT COUNT(*) FROM patrol WHERE `+where, args...); err != nil {
		return 0, fmt.Errorf("count rounds: %w", err)
	}
	return n, nil
}

// ReadRounds implements ledger.Store.
func (s *Ledgers) ReadRounds(ctx context.Context, p ledger.Part, after pages.Cursor, most int) (pages.Page[ledger.Round], error) {
	where, args := roundPart(p)
	found, err := rounds(ctx, s.db.pool, where+` AND begin_at >= ? AND (begin_at > ? OR id > ?) ORDER BY begin_at, id LIMIT ?`,
		append(args, after.Key, after.Key, after.ID, most)...)
	if err != nil || len(found) == 0 {
		return pages.Page[ledger.Round]{}, err
	}
	ids, plans := make([]int64, len(found)), make([]int64, len(found))
	for i, r := range found {
		ids[i], plans[i] = r.ID, r.Plan
	}
	var counted []struct {
		Round int64 `db:"patrol_id"`
		Finds int   `db:"finds"`
		Spot  int   `db:"spots"`
	}
	if err := list(ctx, s.db.pool, &counted, `
		SELECT patrol_id, COUNT(*) AS finds, SUM(spot) AS spots FROM patrol_find WHERE patrol_id IN (`+marks(len(ids))+`)
		GROUP  BY patrol_id ORDER BY patrol_id LIMIT 10000`, anys(ids)...); err != nil {
		return pages.Page[ledger.Round]{}, fmt.Errorf("finds of rounds: %w", err)
	}
	named, err := patrolPlans(ctx, s.db.pool, `id IN (`+marks(len(plans))+`) ORDER BY id LIMIT 10000`, anys(plans)...)
	if err != nil {
		return pages.Page[ledger.Round]{}, err
	}
	rows := make([]ledger.Round, len(found))
	for i, r := range found {
		rows[i].Patrol = r
		for _, n := range counted {
			if n.Round == r.ID {
				rows[i].Finds, rows[i].Spot = n.Finds, n.Spot
			}
		}
		for _, one := range named {
			if one.ID == r.Plan {
				rows[i].Plan = one.Name
			}
		}
	}
	return pages.Full(rows, most, func(r ledger.Round) pages.Cursor { return pages.Cursor{Key: r.Begin.UnixMilli(), ID: r.ID} }), nil
}
