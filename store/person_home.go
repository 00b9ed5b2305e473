package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/family"
	"linli/app/person"
)

var homeData = data{
	tables: []Table{{
		Name: "person_move", Holds: "keyed hash of a WeChat account that changed its home, and the time", Keep: person.MovesWithin,
		From: "the move; closing does not delete it, or the limit of moves could be bypassed", Job: DropOldRows, Column: "at",
	}},
	carry: (*tx).carryHomes,
}

func homesOf(ctx context.Context, q sqlx.QueryerContext, who int64) ([]person.Home, error) {
	var rows []struct {
		Community int64 `db:"community_id"`
		Home      int64 `db:"home_id"`
	}
	if err := list(ctx, q, &rows, `
		SELECT community_id, home_id FROM person
		WHERE  id = ? OR id IN (SELECT cared_id FROM family_link WHERE carer_id = ? AND state = ?)
		ORDER  BY id LIMIT 100`, who, who, family.Confirmed); err != nil {
		return nil, fmt.Errorf("homes: %w", err)
	}
	homes := make([]person.Home, len(rows))
	for i, r := range rows {
		homes[i] = person.Home{Community: r.Community, Area: r.Home}
	}
	return homes, nil
}

// HomesOf implements report.Store.
func (s *Reports) HomesOf(ctx context.Context, who int64) ([]person.Home, error) {
	return homesOf(ctx, s.db.pool, who)
}

// HomesOf implements report.Tx.
func (t *tx) HomesOf(ctx context.Context, who int64) ([]person.Home, error) {
	return homesOf(ctx, t.q, who)
}

// HomesOf implements steward.Store.
func (s *Stewards) HomesOf(ctx context.Context, who int64) ([]person.Home, error) {
	return homesOf(ctx, s.db.pool, who)
}

// moveMarks returns the keys by which moves are counted: a keyed hash of each openid, so that the count outlives a closed
// account.
func (t *tx) moveMarks(ctx context.Context, who int64) ([]string, error) {
	all, err := t.IdentitiesOf(ctx, who)
	if err != nil {
		return nil, err
	}
	marks := make([]string, len(all))
	for i, one := range all {
		if marks[i], err = t.vault.keyed("move", string(one.Account)+":"+one.OpenID); err != nil {
			return nil, err
		}
	}
	return marks, nil
}

// MovesOf implements person.Tx.
func (t *tx) MovesOf(ctx context.Context, who int64, since time.Time) (int, error) {
	marks, err := t.moveMarks(ctx, who)
	if err != nil {
		return 0, err
	}
	most := 0
	for _, mark := range marks {
		var n int
		if err := sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM person_move WHERE mark = ? AND at > ?`, mark, ms(since)); err != nil {
			return 0, fmt.Errorf("count moves: %w", err)
		}
		most = max(most, n)
	}
	return most, nil
}

// AddMove implements person.Tx.
func (t *tx) AddMove(ctx context.Context, who int64, now time.Time) error {
	marks, err := t.moveMarks(ctx, who)
	if err != nil {
		return err
	}
	for _, mark := range marks {
		if _, err := t.q.ExecContext(ctx, `INSERT INTO person_move (mark, at) VALUES (?, ?)`, mark, ms(now)); err != nil {
			return fmt.Errorf("add move: %w", err)
		}
	}
	return nil
}
