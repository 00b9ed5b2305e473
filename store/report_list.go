package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/app/report"
)

// branch is one contiguous range of one index. A list over several communities, posts or orgs is the merger of as many
// branches, each limited, so its cost does not grow with the table.
type branch struct {
	where string
	args  []any
}

// List implements report.Store.
func (s *Reports) List(ctx context.Context, f report.Filter) ([]report.Report, error) {
	var found []reportRow
	for _, b := range branches(f) {
		var rows []reportRow
		query, args := page(b, f)
		if err := list(ctx, s.db.pool, &rows, `SELECT id, `+reportColumns+` FROM report WHERE `+query, args...); err != nil {
			return nil, fmt.Errorf("list %s: %w", f.View, err)
		}
		found = append(found, rows...)
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

// Count implements report.Store.
func (s *Reports) Count(ctx context.Context, f report.Filter) (int, error) {
	const most = 1000
	f.Most, f.After = most, report.Cursor{}
	seen := map[int64]bool{}
	for _, b := range branches(f) {
		var ids []int64
		query, args := page(b, f)
		if err := list(ctx, s.db.pool, &ids, `SELECT id FROM report WHERE `+query, args...); err != nil {
			return 0, fmt.Errorf("count %s: %w", f.View, err)
		}
		for _, id := range ids {
			seen[id] = true
		}
	}
	return min(len(seen), most), nil
}

// page narrows a branch to what comes after the cursor, in the order of the view.
func page(b branch, f report.Filter) (string, []any) {
	where, args := b.where, slices.Clone(b.args)
	if f.Category != "" {
		where += ` AND category = ?`
		args = append(args, f.Category)
	}
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
		return []branch{{`author_id = ? AND parent_id = 0`, []any{f.Author}}}
	case report.Joined:
		return []branch{{`id IN (SELECT report_id FROM report_join WHERE person_id = ?)`, []any{f.Author}}}
	case report.Nearby:
		return []branch{{`building_id = ? AND is_open = 1 AND shared = 1`, []any{f.Building}}}
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
	case report.Unaccepted:
		f.Scope.Orgs = nil // what an org holds was accepted long ago
		return territory(f.Scope, `is_open = 1 AND state = ?`, report.Submitted)
	case report.DueToday:
		return territory(f.Scope, `is_open = 1 AND paused_at = 0 AND due_at >= ? AND due_at < ?`, ms(f.From), ms(f.To))
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

// held returns the branches of what a person holds: alone, by a post, or by an org.
func held(s report.Scope, and string) []branch {
	var all []branch
	for _, p := range s.Persons {
		all = append(all, branch{`holder_person = ? AND holder_kind = 'person'` + and, []any{p}})
	}
	for _, p := range s.Posts {
		all = append(all, branch{`holder_area = ? AND holder_role = ? AND holder_kind = 'post'` + and, []any{p.Area, p.Role}})
	}
	for _, o := range s.Orgs {
		all = append(all, branch{`holder_org = ? AND holder_kind = 'org'` + and, []any{o}})
	}
	return all
}

// atPosts returns the branches of open reports in which a pair of columns names one of the person's posts.
func atPosts(s report.Scope, columns string) []branch {
	var all []branch
	for _, p := range s.Posts {
		all = append(all, branch{columns + `_area = ? AND ` + columns + `_role = ? AND is_open = 1`, []any{p.Area, p.Role}})
	}
	return all
}

// territory returns the branches of what lies in the scope's areas or is held by its orgs.
func territory(s report.Scope, where string, args ...any) []branch {
	if s.Everywhere {
		return []branch{{where, args}}
	}
	var all []branch
	add := func(column string, id int64) {
		all = append(all, branch{column + ` = ? AND ` + where, append([]any{id}, args...)})
	}
	for _, c := range s.Communities {
		add("community_id", c)
	}
	for _, g := range s.Grids {
		add("grid_id", g)
	}
	for _, o := range s.Orgs {
		add("holder_kind = 'org' AND holder_org", o)
	}
	return all
}
