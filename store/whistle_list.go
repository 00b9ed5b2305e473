package store

import (
	"context"
	"fmt"
	"slices"

	"linli/app/pages"
	"linli/app/whistle"
)

// List implements whistle.Store: it merges one index range for each community and each org.
func (s *Whistles) List(ctx context.Context, f whistle.Filter) ([]whistle.Whistle, error) {
	return pinnedFirst(f.After, f.Most, func(pinned bool, after pages.Cursor, most int) ([]whistle.Whistle, error) {
		part, which := f, `id NOT IN `+urgentWhistles
		if pinned {
			which = `id IN ` + urgentWhistles
		}
		part.After, part.Most = after, most
		return s.part(ctx, part, which)
	})
}

// urgentWhistle is true for the whistles that are pinned to the beginning of every list.
const (
	urgentWhistle  = `(is_open = 1 AND report_id IN ` + urgentOpen + `)`
	urgentWhistles = `(SELECT id FROM whistle WHERE ` + urgentWhistle + `)`
)

// part returns the whistles of a filter that meet a condition on their id.
func (s *Whistles) part(ctx context.Context, f whistle.Filter, which string) ([]whistle.Whistle, error) {
	ids, err := s.ids(ctx, f, which)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var rows []whistleRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+whistleColumns+` FROM whistle WHERE id IN (`+marks(len(ids))+`) ORDER BY id DESC LIMIT ?`,
		append(anys(ids), len(ids))...); err != nil {
		return nil, fmt.Errorf("list whistles: %w", err)
	}
	return withMusters(ctx, s.db.pool, rows)
}

// Count implements whistle.Store.
func (s *Whistles) Count(ctx context.Context, f whistle.Filter) (int, error) {
	f.After = pages.Cursor{}
	n, err := counts(ctx, s.db.pool, whistleQueries(f))
	if err != nil {
		return 0, fmt.Errorf("count whistles: %w", err)
	}
	return n[0], nil
}

func (s *Whistles) ids(ctx context.Context, f whistle.Filter, which string) ([]int64, error) {
	var all []int64
	for _, b := range whistleQueries(f) {
		var ids []int64
		text := `SELECT id FROM (` + b.text + `) AS one WHERE ` + which
		if err := list(ctx, s.db.pool, &ids, text+` ORDER BY id DESC LIMIT ?`, append(b.args, f.Most)...); err != nil {
			return nil, fmt.Errorf("list whistles %s: %w", f.View, err)
		}
		all = append(all, ids...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	slices.Reverse(all)
	return all[:min(len(all), f.Most)], nil
}

// whistleQueries returns the queries for ids, each one range of an index.
func whistleQueries(f whistle.Filter) []query {
	territory := map[whistle.View]string{
		whistle.Mine: ` AND is_open = 1 AND unfinished = 0`, whistle.Ongoing: ` AND is_open = 1`,
		whistle.Missed: ` AND is_late = 1`,
	}[f.View]
	called := map[whistle.View]string{
		whistle.Mine: ` AND waits = 1`, whistle.Ongoing: ` AND is_open = 1`, whistle.Missed: ` AND is_late = 1`,
	}[f.View]
	var all []query
	of := func(where string, args ...any) {
		if f.Report != 0 {
			where, args = `report_id = ? AND `+where, append([]any{f.Report}, args...)
		}
		all = append(all, query{`SELECT id FROM whistle WHERE ` + where + territory + ` AND id < ?`, append(args, from(f.After.ID))})
	}
	if f.Everywhere {
		of(`id > 0`)
	} else {
		for _, c := range f.Communities {
			of(`community_id = ?`, c)
		}
	}
	to := func(where string, args ...any) {
		if f.Report != 0 {
			where += ` AND whistle_id IN (SELECT id FROM whistle WHERE report_id = ?)`
			args = append(args, f.Report)
		}
		all = append(all, query{
			`SELECT whistle_id AS id FROM whistle_muster WHERE ` + where + called + ` AND whistle_id < ?`, append(args, from(f.After.ID)),
		})
	}
	for _, o := range f.Orgs {
		to(`org_id = ?`, o)
	}
	for _, o := range f.Seats {
		at := seatedAt("area_id", o)
		to(`org_id = ?`+at.text, append([]any{o.Org}, at.args...)...)
	}
	return all
}
