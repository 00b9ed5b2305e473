package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/app/pace"
	"linli/app/pages"
	"linli/app/report"
)

// A filter that no index serves reads at most this many rows of all ranges together for one page. The page then ends where the
// reading ended, with few rows or none, and its cursor goes on from there.
const mostRead = 4000

// part is a part of a list that has one order.
type part struct {
	pinned         bool   // the first part
	open, finished bool   // which reports it has
	where          string // what else makes a report belong to it
	column         string // that orders it before the id; "" the id alone
	falling        bool
	few            bool // so few rows that a filter may read them all
}

// partsOf returns the parts of a list: urgent ones and the others in the view's own order, open and finished ones by
// deadline, else one part.
func partsOf(f report.Filter) []part {
	open, finished := livesOf(f)
	switch f.Sort {
	case report.Newest, report.Oldest:
		return []part{{open: open, finished: finished, column: `submitted_at`, falling: f.Sort == report.Newest}}
	case report.ByDue:
		return []part{
			{pinned: true, open: open, column: `due_at`}, {finished: finished, column: `submitted_at`, falling: true},
		}
	case report.ByView:
	}
	first := part{pinned: true, open: open, where: ` AND urgent = 1 AND is_open = 1`, falling: true, few: true}
	rest := part{open: open, finished: finished, where: ` AND NOT (urgent = 1 AND is_open = 1)`, falling: true}
	if f.View.ByDeadline() {
		first.column, first.falling, rest.column, rest.falling = `due_at`, false, `due_at`, false
	}
	return []part{first, rest}
}

// livesOf says whether the filter leaves open reports, and finished ones.
func livesOf(f report.Filter) (open, finished bool) {
	switch f.View {
	case report.All, report.Own, report.Joined:
		open, finished = true, true
	case report.Finished, report.FollowUps, report.SolvedToday:
		finished = true
	default:
		open = true
	}
	if f.State != "" {
		is := report.Report{State: f.State}.Open()
		open, finished = open && is, finished && !is
	}
	return open, finished && f.Light == pace.NoLight
}

// List implements report.Store.
func (s *Reports) List(ctx context.Context, f report.Filter) (all report.Found, err error) {
	for _, p := range partsOf(f) {
		after := f.After
		if p.pinned != after.Pinned {
			if after.ID > 0 && p.pinned {
				continue
			}
			after = pages.Cursor{}
		}
		found, err := s.part(ctx, f, p, after, f.Most-len(all.Reports))
		if err != nil {
			return report.Found{}, fmt.Errorf("list %s: %w", f.View, err)
		}
		all.Reports, all.Stopped = append(all.Reports, found.Reports...), found.Stopped
		if len(all.Reports) == f.Most || all.Stopped.ID > 0 {
			break
		}
	}
	return all, nil
}

// part merges the ranges of one part. What lies behind the end of the shortest window may be incomplete and is left out.
func (s *Reports) part(ctx context.Context, f report.Filter, p part, after pages.Cursor, most int) (all report.Found, err error) {
	var ranges []branch
	for _, b := range branches(f, p.open, p.finished) {
		ranges = append(ranges, b.ranges()...)
	}
	for _, b := range ranges {
		found, err := s.window(ctx, f, p, b, after, most, max(1, s.read/len(ranges)))
		if err != nil {
			return report.Found{}, err
		}
		all.Reports = append(all.Reports, found.Reports...)
		if end := found.Stopped; end.ID > 0 && (all.Stopped.ID == 0 || p.compare(end, all.Stopped) < 0) {
			all.Stopped = end
		}
	}
	place := f.Position
	slices.SortFunc(all.Reports, func(a, b report.Report) int { return p.compare(place(a), place(b)) })
	all.Reports = slices.CompactFunc(all.Reports, func(a, b report.Report) bool { return a.ID == b.ID })
	if end := all.Stopped; end.ID > 0 {
		all.Reports = slices.DeleteFunc(all.Reports, func(r report.Report) bool { return p.compare(place(r), end) > 0 })
	}
	if len(all.Reports) >= most {
		all = report.Found{Reports: all.Reports[:most]}
	}
	return all, nil
}

// window reads the rows of one range that a filter leaves among the next reach rows of the range.
func (s *Reports) window(
	ctx context.Context, f report.Filter, p part, b branch, after pages.Cursor, most, reach int,
) (found report.Found, err error) {
	where, args := b.condition()
	where, args = join(where+p.where, args, p.bounds(f))
	if after.ID > 0 {
		where, args = join(where, args, p.beyond(after, false))
	}
	if rest := p.residue(f); rest.text != "" {
		if !p.few {
			if found.Stopped, err = s.endOf(ctx, p, query{where, args}, reach); err != nil {
				return found, err
			}
			if found.Stopped.ID > 0 {
				where, args = join(where, args, p.beyond(found.Stopped, true))
			}
		}
		where, args = join(where, args, rest)
	}
	var rows []reportRow
	err = list(ctx, s.db.pool, &rows, `SELECT id, `+reportColumns+` FROM report WHERE `+where+p.order()+` LIMIT ?`, append(args, most)...)
	if found.Reports = reportsOf(rows); len(rows) == most {
		found.Stopped = pages.Cursor{} // what follows is read by the next page
	}
	return found, err
}

// endOf returns the position of the last of the next rows of a range; zero when the range has fewer.
func (s *Reports) endOf(ctx context.Context, p part, of query, rows int) (pages.Cursor, error) {
	var last []struct {
		Key int64 `db:"place"`
		ID  int64 `db:"id"`
	}
	err := list(ctx, s.db.pool, &last, `SELECT `+cmp.Or(p.column, `0`)+` AS place, id FROM report WHERE `+of.text+p.order()+` LIMIT 1 OFFSET ?`,
		append(slices.Clone(of.args), rows-1)...)
	if err != nil || len(last) == 0 {
		return pages.Cursor{}, err
	}
	return pages.Cursor{Pinned: p.pinned, Key: last[0].Key, ID: last[0].ID}, nil
}

func (p part) compare(a, b pages.Cursor) int {
	up := cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.ID, b.ID))
	if p.falling {
		return -up
	}
	return up
}

func (p part) order() string {
	way := ``
	if p.falling {
		way = ` DESC`
	}
	if p.column == "" {
		return ` ORDER BY id` + way
	}
	return ` ORDER BY ` + p.column + way + `, id` + way
}

// beyond is the condition of the rows after a position, or of those up to it.
func (p part) beyond(c pages.Cursor, before bool) query {
	sign := ` > `
	if p.falling != before {
		sign = ` < `
	}
	last := sign
	if before {
		last = sign[:2] + `= `
	}
	if p.column == "" {
		return query{`id` + last + `?`, []any{c.ID}}
	}
	return query{p.column + sign[:2] + `= ? AND (` + p.column + sign + `? OR id` + last + `?)`, []any{c.Key, c.Key, c.ID}}
}

// bounds are the conditions of a filter that the index of the order serves.
func (p part) bounds(f report.Filter) (all query) {
	switch f.Light {
	case pace.Red:
		all.and(`is_open = 1 AND due_at > 0 AND due_at < ?`, ms(f.Now))
	case pace.Yellow, pace.Green:
		all.and(`is_open = 1 AND due_at >= ?`, ms(f.Now))
	case pace.NoLight:
	}
	if p.column == `submitted_at` {
		all.span(`submitted_at`, f.Submitted)
	}
	return all
}

// residue are the other conditions of a filter, which each row has to pass.
func (p part) residue(f report.Filter) (all query) {
	for _, c := range []struct{ column, value string }{
		{`category`, string(f.Category)}, {`state`, string(f.State)}, {`source`, string(f.Source)},
	} {
		if c.value != "" {
			all.and(c.column+` = ?`, c.value)
		}
	}
	switch f.Light {
	case pace.Red:
		all.and(`paused_at = 0`)
	case pace.Yellow:
		all.and(`paused_at = 0 AND yellow_at < ?`, ms(f.Now))
	case pace.Green:
		all.and(`paused_at = 0 AND yellow_at >= ?`, ms(f.Now))
	case pace.NoLight:
	}
	if p.column != `submitted_at` {
		all.span(`submitted_at`, f.Submitted)
	}
	if of := holding(f.Holder); of.text != "" {
		all.and(of.text, of.args...)
	}
	if in := f.Place.Communities; len(in) > 0 {
		all.and(`community_id IN (`+marks(len(in))+`)`, anys(in)...)
	}
	for _, c := range []struct {
		column string
		id     int64
	}{{`grid_id`, f.Place.Grid}, {`building_id`, f.Place.Building}, {`area_id`, f.Place.Unit}} {
		if c.id != 0 {
			all.and(c.column+` = ?`, c.id)
		}
	}
	return all
}

// holding is the condition of the reports that a holder has.
func holding(h report.Holder) query {
	switch h.Kind {
	case report.ByPerson:
		return query{`holder_kind = 'person' AND holder_person = ?`, []any{h.Person}}
	case report.ByPost:
		return query{`holder_kind = 'post' AND holder_area = ? AND holder_role = ?`, []any{h.Area, h.Role}}
	case report.ByOrg:
		return query{`holder_kind = 'org' AND holder_org = ?`, []any{h.Org}}
	}
	return query{}
}

// and adds a condition.
func (q *query) and(text string, args ...any) {
	if q.text != "" {
		q.text += ` AND `
	}
	q.text, q.args = q.text+text, append(q.args, args...)
}

func (q *query) span(column string, s report.Span) {
	if !s.From.IsZero() {
		q.and(column+` >= ?`, ms(s.From))
	}
	if !s.To.IsZero() {
		q.and(column+` < ?`, ms(s.To))
	}
}

// join adds the conditions to a WHERE clause.
func join(where string, args []any, more query) (string, []any) {
	if more.text == "" {
		return where, args
	}
	return where + ` AND ` + more.text, append(slices.Clone(args), more.args...)
}
