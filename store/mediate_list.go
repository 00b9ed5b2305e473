package store

import (
	"context"
	"time"

	"linli/app/mediate"
	"linli/app/when"
)

// casesWhere says in SQL which cases a filter means.
func casesWhere(f mediate.Filter) (where string, args []any) {
	switch {
	case len(f.Mediators) > 0:
		where, args = `id IN (SELECT case_id FROM mediate_mediator WHERE person_id IN (`+marks(len(f.Mediators))+`))`, anys(f.Mediators)
	case len(f.Communities) > 0:
		where, args = `community_id IN (`+marks(len(f.Communities))+`)`, anys(f.Communities)
	default:
		where = `1 = 0`
	}
	return where + ` AND state IN (` + marks(len(f.States)) + `)`, append(args, anys(f.States)...)
}

// Cases implements mediate.Store.
func (s *Mediations) Cases(ctx context.Context, f mediate.Filter) ([]mediate.Case, error) {
	where, args := casesWhere(f)
	return cases(ctx, s.db.pool, s.db.vault, where+` AND id < ? ORDER BY id DESC LIMIT ?`, append(args, from(f.Before), f.Most)...)
}

// CasesOf implements mediate.Store.
func (s *Mediations) CasesOf(ctx context.Context, who, before int64, most int) ([]mediate.Case, error) {
	return cases(ctx, s.db.pool, s.db.vault, `id IN (SELECT case_id FROM mediate_party WHERE person_id = ?) AND id < ? ORDER BY id DESC LIMIT ?`,
		who, from(before), most)
}

// OpenOf implements mediate.Store.
func (s *Mediations) OpenOf(ctx context.Context, who int64) ([]mediate.Case, error) {
	all, err := cases(ctx, s.db.pool, s.db.vault, `id IN (SELECT case_id FROM mediate_party WHERE person_id = ? AND ended_at = 0) ORDER BY id DESC LIMIT 20`, who)
	for i := range all {
		if err == nil {
			err = readParts(ctx, s.db.pool, s.db.vault, &all[i])
		}
	}
	return all, err
}

// PromisesDue implements mediate.Store.
func (s *Mediations) PromisesDue(ctx context.Context, until, today when.Date, most int) (ids []int64, err error) {
	err = list(ctx, s.db.pool, &ids, `
		SELECT id FROM mediate_case
		WHERE  state IN (?, ?) AND id IN (
			SELECT case_id FROM mediate_promise WHERE state = ? AND (due_on <= ? AND told = 0 OR due_on < ? AND told < 2))
		ORDER BY id LIMIT ?`, mediate.Settled, mediate.Followed, mediate.Open, until, today, most)
	return ids, err
}

// Quiet implements mediate.Store.
func (s *Mediations) Quiet(ctx context.Context, since, old time.Time, most int) (ids []int64, err error) {
	err = list(ctx, s.db.pool, &ids, `
		SELECT id FROM mediate_case
		WHERE  state <> ? AND (changed_at < ? OR changed_at < ? AND result <> '' AND id NOT IN (
			SELECT case_id FROM mediate_promise WHERE state <> ?))
		ORDER BY id LIMIT ?`, mediate.Closed, ms(old), ms(since), mediate.Done, most)
	return ids, err
}
