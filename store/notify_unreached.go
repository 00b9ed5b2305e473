package store

import (
	"context"
	"fmt"

	"linli/app/notify"
	"linli/app/person"
)

// unreached returns the condition for undelivered notices among the rows.
func unreached(in notify.Rows) (where string, args []any) {
	work := anys(in.Work)
	kinds := `IN (` + marks(len(work)) + `)`
	args = []any{notify.Undelivered}
	where = `state = ? AND (1 = 0`
	if len(in.Communities) > 0 {
		where += ` OR community_id IN (` + marks(len(in.Communities)) + `) AND kind NOT ` + kinds
		args = append(append(args, anys(in.Communities)...), work...)
		if len(in.Homes) > 0 {
			where += ` AND person_id IN (SELECT id FROM person WHERE home_id IN (` + marks(len(in.Homes)) + `))`
			args = append(args, anys(in.Homes)...)
		}
	}
	if len(in.Colleagues) > 0 {
		where += ` OR person_id IN (` + marks(len(in.Colleagues)) + `) AND kind ` + kinds
		args = append(append(args, anys(in.Colleagues)...), work...)
	}
	return where + `)`, args
}

// Unreached implements notify.Store.
func (s *Notices) Unreached(ctx context.Context, in notify.Rows, before int64, most int) ([]notify.Unreached, error) {
	where, args := unreached(in)
	var rows []struct {
		Person int64 `db:"person_id"`
		Newest int64 `db:"newest"`
		Count  int   `db:"n"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, MAX(id) AS newest, COUNT(*) AS n FROM notify_notice WHERE `+where+`
		GROUP  BY person_id HAVING MAX(id) < ? ORDER BY newest DESC LIMIT ?`, append(args, from(before), most)...); err != nil {
		return nil, fmt.Errorf("unreached: %w", err)
	}
	found := make([]notify.Unreached, len(rows))
	for i, r := range rows {
		found[i] = notify.Unreached{Person: r.Person, Newest: r.Newest, Count: r.Count}
	}
	return found, nil
}

// CountUnreached implements notify.Store.
func (s *Notices) CountUnreached(ctx context.Context, in notify.Rows) (int, error) {
	where, args := unreached(in)
	var n int
	err := get(ctx, s.db.pool, &n, notify.ErrMissing, `SELECT COUNT(DISTINCT person_id) FROM notify_notice WHERE `+where, args...)
	return n, err
}

// UnreachedNotices implements notify.Store.
func (s *Notices) UnreachedNotices(ctx context.Context, in notify.Rows, who int64, most int) ([]notify.Notice, error) {
	where, args := unreached(in)
	return notices(ctx, s.db.pool, where+` AND person_id = ? ORDER BY id DESC LIMIT ?`, append(args, who, most)...)
}

// UnreachedWorkers implements notify.Store.
func (s *Notices) UnreachedWorkers(ctx context.Context, work []string) ([]int64, error) {
	var ids []int64
	err := list(ctx, s.db.pool, &ids, `SELECT DISTINCT person_id FROM notify_notice WHERE state = ? AND kind IN (`+marks(len(work))+`)`,
		append([]any{notify.Undelivered}, anys(work)...)...)
	return ids, err
}

// LockUnreached implements notify.Tx.
func (t *tx) LockUnreached(ctx context.Context, in notify.Rows, who, upTo int64) ([]notify.Notice, error) {
	where, args := unreached(in)
	return notices(ctx, t.q, where+` AND person_id = ? AND id <= ? ORDER BY id LIMIT 1000`+t.e.forUpd, append(args, who, upTo)...)
}

// Persons implements notify.Store.
func (s *Notices) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return NewPersons(s.db).Persons(ctx, ids)
}
