package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/app/pages"
	"linli/app/report"
)

// branch selects reports by ranges of one index: one range for each id, or a single one without ids. A list merges limited
// ranges, so its cost does not grow with the table.
type branch struct {
	column string // of the ids
	ids    []int64
	where  string
	args   []any
}

// ranges returns a branch for each of the ids.
func (b branch) ranges() []branch {
	if len(b.ids) < 2 {
		return []branch{b}
	}
	all := make([]branch, len(b.ids))
	for i := range b.ids {
		all[i] = branch{b.column, b.ids[i : i+1], b.where, b.args}
	}
	return all
}

// urgent narrows the branch to urgent reports that are open, or to all others.
func (b branch) urgent(pinned bool) branch {
	if pinned {
		b.where += ` AND urgent = 1 AND is_open = 1`
		return b
	}
	b.where += ` AND NOT (urgent = 1 AND is_open = 1)`
	return b
}

// condition returns the branch's WHERE clause for one category, or for all with "".
func (b branch) condition(only report.Category) (where string, args []any) {
	where, args = b.where, slices.Clone(b.args)
	if len(b.ids) > 0 {
		where, args = b.column+` IN (`+marks(len(b.ids))+`) AND `+where, append(anys(b.ids), args...)
	}
	if only != "" {
		where, args = where+` AND category = ?`, append(args, only)
	}
	return where, args
}

// List implements report.Store.
func (s *Reports) List(ctx context.Context, f report.Filter) ([]report.Report, error) {
	return pinnedFirst(f.After, f.Most, func(pinned bool, after pages.Cursor, most int) ([]report.Report, error) {
		part := f
		part.After, part.Most = after, most
		return s.part(ctx, part, pinned)
	})
}

// part returns the pinned reports of a filter, or the others.
func (s *Reports) part(ctx context.Context, f report.Filter, pinned bool) ([]report.Report, error) {
	var found []reportRow
	for _, b := range branches(f) {
		for _, one := range b.ranges() {
			var rows []reportRow
			query, args := page(one.urgent(pinned), f)
			if err := list(ctx, s.db.pool, &rows, `SELECT id, `+reportColumns+` FROM report WHERE `+query, args...); err != nil {
				return nil, fmt.Errorf("list %s: %w", f.View, err)
			}
			found = append(found, rows...)
		}
	}
	slices.SortFunc(found, func(a, b reportRow) int {
		if f.View.ByDeadline() {
			return cmp.Or(cmp.Compare(a.DueAt, b.DueAt), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Compare(b.ID, a.ID)
	})
	found = slices.CompactFunc(found, func(a, b reportRow) bool { return a.ID == b.ID })
	return reportsOf(found[:min(len(found), f.Most)]), nil
}

// Counts implements report.Store.
func (s *Reports) Counts(ctx context.Context, filters ...report.Filter) ([]int, error) {
	sets := make([][]query, len(filters))
	for i, f := range filters {
		for _, b := range branches(f) {
			where, args := b.condition(f.Category)
			sets[i] = append(sets[i], query{`SELECT id FROM report WHERE ` + where, args})
		}
	}
	found, err := counts(ctx, s.db.pool, sets...)
	if err != nil {
		return nil, fmt.Errorf("count reports: %w", err)
	}
	return found, nil
}

// page narrows a branch to the reports after the cursor, in the order of the view.
func page(b branch, f report.Filter) (string, []any) {
	where, args := b.condition(f.Category)
	if !f.View.ByDeadline() {
		if f.After.ID > 0 {
			where += ` AND id < ?`
			args = append(args, f.After.ID)
		}
		return where + ` ORDER BY id DESC LIMIT ?`, append(args, f.Most)
	}
	if f.After.ID > 0 {
		where += ` AND due_at >= ? AND (due_at > ? OR id > ?)`
		args = append(args, f.After.Key, f.After.Key, f.After.ID)
	}
	return where + ` ORDER BY due_at, id LIMIT ?`, append(args, f.Most)
}

func branches(f report.Filter) []branch {
	switch f.View {
	case report.Own:
		return []branch{{where: `author_id = ? AND parent_id = 0`, args: []any{f.Author}}}
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
	case report.FollowUps:
		return territory(f.Scope, `follow_up = ?`, report.ToFollowUp)
	case report.Unlocated:
		return territory(f.Scope, `is_open = 1 AND grid_id = 0`)
	case report.Unheard:
		return slices.Concat(territory(f.Scope, `unheard > 0 AND is_open = 1`), held(f.Scope, ` AND unheard > 0 AND is_open = 1`))
	case report.Unaccepted:
		// A report held by an org is past the state "submitted". Only communities have an index by state.
		wide := report.Scope{Everywhere: f.Scope.Everywhere, Communities: f.Scope.Communities}
		return append(territory(wide, `state = ?`, report.Submitted),
			among("grid_id", f.Scope.Grids, `is_open = 1 AND state = ?`, report.Submitted)...)
	case report.DueToday:
		return territory(f.Scope, `is_open = 1 AND paused_at = 0 AND due_at >= ? AND due_at < ?`, ms(f.From), ms(f.To))
	case report.Urgent:
		return slices.Concat(territory(f.Scope, `urgent = 1 AND is_open = 1`), held(f.Scope, ` AND urgent = 1 AND is_open = 1`))
	case report.Overdue:
		return territory(f.Scope, `is_open = 1 AND paused_at = 0 AND due_at < ?`, ms(f.To))
	case report.Finished:
		return territory(f.Scope, `is_open = 0`)
	case report.All:
		open := territory(f.Scope, `is_open = 1`)
		return append(open, territory(f.Scope, `is_open = 0`)...)
	}
	return nil
}

// held returns the branches of the reports that a person holds: alone, by a post, or by an org.
func held(s report.Scope, and string) []branch {
	all := among("holder_person", s.Persons, `holder_kind = 'person'`+and)
	for _, p := range s.Posts {
		all = append(all, branch{where: `holder_area = ? AND holder_role = ? AND holder_kind = 'post'` + and, args: []any{p.Area, p.Role}})
	}
	return append(all, among("holder_org", s.Orgs, `holder_kind = 'org'`+and)...)
}

// atPosts returns the branches of open reports in which a pair of columns names one of the person's posts.
func atPosts(s report.Scope, columns string) []branch {
	var all []branch
	for _, p := range s.Posts {
		all = append(all, branch{where: columns + `_area = ? AND ` + columns + `_role = ? AND is_open = 1`, args: []any{p.Area, p.Role}})
	}
	return all
}

// territory returns the branches of the reports in the scope's areas or held by its orgs.
func territory(s report.Scope, where string, args ...any) []branch {
	if s.Everywhere {
		return []branch{{where: where, args: args}}
	}
	return slices.Concat(among("community_id", s.Communities, where, args...), among("grid_id", s.Grids, where, args...),
		among("holder_org", s.Orgs, `holder_kind = 'org' AND `+where, args...))
}

// among returns the branch for ids in a column, or none without ids.
func among(column string, ids []int64, where string, args ...any) []branch {
	if len(ids) == 0 {
		return nil
	}
	return []branch{{column, ids, where, args}}
}
