package store

import (
	"context"
	"fmt"
	"slices"

	"linli/app/report"
)

// branch selects reports by ranges of one index: one range for each id, or a single one without ids. A list merges limited
// ranges, so its cost does not grow with the table; a filter reads a limited window of each (see window).
type branch struct {
	column string // of the ids
	ids    []int64
	where  string
	args   []any
	seats  query // of an org, when the scope has a part of it
	rest   query // that no index knows
	ended  bool  // it has finished reports only
}

// ranges returns a branch for each of the ids.
func (b branch) ranges() []branch {
	if len(b.ids) < 2 {
		return []branch{b}
	}
	all := make([]branch, len(b.ids))
	for i := range b.ids {
		all[i] = b
		all[i].ids = b.ids[i : i+1]
	}
	return all
}

// condition returns the branch's WHERE clause.
func (b branch) condition() (where string, args []any) {
	where, args = b.where+b.seats.text, append(slices.Clone(b.args), b.seats.args...)
	if len(b.ids) > 0 {
		where, args = b.column+` IN (`+marks(len(b.ids))+`) AND `+where, append(anys(b.ids), args...)
	}
	return where, args
}

// Counts implements report.Store. It counts whole lists, never narrowed ones.
func (s *Reports) Counts(ctx context.Context, filters ...report.Filter) ([]int, error) {
	sets := make([][]query, len(filters))
	for i, f := range filters {
		for _, b := range branches(f, true, true) {
			where, args := b.condition()
			sets[i] = append(sets[i], query{`SELECT id FROM report WHERE ` + where, args})
		}
	}
	found, err := counts(ctx, s.db.pool, sets...)
	if err != nil {
		return nil, fmt.Errorf("count reports: %w", err)
	}
	return found, nil
}

// branches returns where the open and the finished reports of a view are.
func branches(f report.Filter, open, finished bool) []branch {
	if !open && !finished {
		return nil
	}
	switch f.View {
	case report.Own:
		// The sum keeps the index of parts away: nearly every report has no parent.
		return append(among("for_org", f.For, `author_id <> ? AND parent_id + 0 = 0`, f.Author),
			branch{where: `author_id = ? AND parent_id + 0 = 0`, args: []any{f.Author}})
	case report.Joined:
		return []branch{{where: `id IN (SELECT report_id FROM report_join WHERE person_id = ?)`, args: []any{f.Author}}}
	case report.Nearby:
		return []branch{{where: `building_id = ? AND is_open = 1 AND shared = 1`, args: []any{f.Building}}}
	case report.Mine:
		return held(f.Scope, ` AND is_open = 1`)
	case report.Supervised:
		return held(f.Scope, ` AND is_open = 1 AND supervise_by > 0`)
	case report.Approvals:
		return atPosts(f.Scope, `postpone`)
	case report.Waiting:
		return slices.Concat(held(f.Scope, ` AND is_open = 1`), atPosts(f.Scope, `asked`), atPosts(f.Scope, `postpone`))
	case report.Unlocated:
		return territory(f, f.Scope, `is_open = 1 AND grid_id = 0`)
	case report.Unheard:
		return slices.Concat(territory(f, f.Scope, `unheard > 0 AND is_open = 1`), held(f.Scope, ` AND unheard > 0 AND is_open = 1`))
	case report.Unaccepted:
		// A report held by an org is past the state "submitted". Only communities have an index by state, which has no order by age.
		wide := report.Scope{Everywhere: f.Scope.Everywhere, Communities: f.Scope.Communities}
		byState := `state = ?`
		if f.Sort == report.Newest || f.Sort == report.Oldest {
			byState = `is_open = 1 AND state = ?`
		}
		return slices.Concat(territory(f, wide, byState, report.Submitted),
			among("grid_id", f.Scope.Grids, `is_open = 1 AND state = ?`, report.Submitted),
			among("building_id", f.Scope.Buildings, `is_open = 1 AND state = ?`, report.Submitted))
	case report.DueToday:
		return territory(f, f.Scope, `is_open = 1 AND paused_at = 0 AND due_at >= ? AND due_at < ?`, ms(f.From), ms(f.To))
	case report.Urgent:
		return slices.Concat(territory(f, f.Scope, `urgent = 1 AND is_open = 1`), held(f.Scope, ` AND urgent = 1 AND is_open = 1`))
	case report.Overdue:
		return territory(f, f.Scope, `is_open = 1 AND paused_at = 0 AND due_at < ?`, ms(f.To))
	case report.Unfinished:
		return territory(f, f.Scope, `is_open = 1`)
	case report.SolvedToday:
		return ended(territory(f, f.Scope, `is_open = 0 AND resolved_at >= ?`, ms(f.From)))
	case report.Finished:
		return ended(territory(f, f.Scope, `is_open = 0`))
	case report.All:
		var all []branch
		if open {
			all = territory(f, f.Scope, `is_open = 1`)
		}
		if finished {
			all = append(all, ended(territory(f, f.Scope, `is_open = 0`))...)
		}
		return all
	}
	return nil
}

func ended(all []branch) []branch {
	for i := range all {
		all[i].ended = true
	}
	return all
}

// held returns the branches of the reports that a person holds: alone, by a post, or by an org.
func held(s report.Scope, and string) []branch {
	all := among("holder_person", s.Persons, `holder_kind = 'person'`+and)
	for _, p := range s.Posts {
		all = append(all, branch{where: `holder_area = ? AND holder_role = ? AND holder_kind = 'post'` + and, args: []any{p.Area, p.Role}})
	}
	return append(all, atSeats(s, `holder_kind = 'org'`+and)...)
}

// atPosts returns the branches of open reports in which a pair of columns names one of the person's posts.
func atPosts(s report.Scope, columns string) []branch {
	var all []branch
	for _, p := range s.Posts {
		all = append(all, branch{where: columns + `_area = ? AND ` + columns + `_role = ? AND is_open = 1`, args: []any{p.Area, p.Role}})
	}
	return all
}

// territory returns the branches of the reports in the scope's areas or held by its orgs. With a holder in the filter these are
// the holder's.
func territory(f report.Filter, s report.Scope, where string, args ...any) []branch {
	if s.Everywhere && f.Holder.Kind == "" {
		return []branch{{where: where, args: args}}
	}
	all := slices.Concat(among("community_id", s.Communities, where, args...), among("grid_id", s.Grids, where, args...),
		among("building_id", s.Buildings, where, args...), atSeats(s, `holder_kind = 'org' AND `+where, args...))
	if f.Holder.Kind == "" || len(all) == 0 && !s.Everywhere {
		return all
	}
	one := branch{}
	one.where, one.args = join(where, args, holding(f.Holder))
	if s.Everywhere {
		return []branch{one}
	}
	for i, b := range all {
		if i > 0 {
			one.rest.text += ` OR `
		}
		one.rest.text, one.rest.args = one.rest.text+`(`+b.column+` IN (`+marks(len(b.ids))+`)`+b.seats.text+`)`, append(append(one.rest.args, anys(b.ids)...), b.seats.args...)
	}
	one.rest.text = `(` + one.rest.text + `)`
	return []branch{one}
}

// atSeats returns the branches of what the scope's orgs hold, of some orgs at some seats only.
func atSeats(s report.Scope, where string, args ...any) []branch {
	all := among("holder_org", s.Orgs, where, args...)
	for _, o := range s.Seats {
		one := branch{column: "holder_org", ids: []int64{o.Org}, where: where, args: args}
		one.seats = seatedAt("holder_area", o)
		all = append(all, one)
	}
	return all
}

// seatedAt returns the condition for the seats in a column. The areas are read by path: a street has thousands.
func seatedAt(column string, s report.Seats) query {
	if s.Path == "" {
		return query{` AND ` + column + ` = 0`, nil}
	}
	return query{` AND (` + column + ` = 0 OR ` + column + ` IN (SELECT id FROM area WHERE path LIKE ?))`, []any{s.Path + "%"}}
}

// among returns the branch for ids in a column, or none without ids.
func among(column string, ids []int64, where string, args ...any) []branch {
	if len(ids) == 0 {
		return nil
	}
	return []branch{{column: column, ids: ids, where: where, args: args}}
}
