package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jmoiron/sqlx"

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
	if f.View == report.Urgent { // it has no others
		return []part{first}
	}
	return []part{first, rest}
}

// livesOf says whether the filter leaves open reports, and finished ones.
func livesOf(f report.Filter) (open, finished bool) {
	switch f.View {
	case report.All, report.Own, report.Joined:
		open, finished = true, true
	case report.Finished, report.SolvedToday:
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

// List implements report.Store. It reads the whole rows of the page only, when their order is known.
func (s *Reports) List(ctx context.Context, f report.Filter) (pages.Page[report.Report], error) {
	found, err := s.positions(ctx, f)
	if err != nil {
		return pages.Page[report.Report]{}, fmt.Errorf("list %s: %w", f.View, err)
	}
	cut := pages.Cut(found.rows, f.Most, func(at pages.Cursor) pages.Cursor { return at })
	if !cut.More() {
		cut.Next = found.stopped
	}
	reports, err := s.inOrder(ctx, cut.Items)
	return pages.Page[report.Report]{Items: reports, Next: cut.Next}, err
}

// found are the positions of rows in order. Without as many as were wanted, stopped says where the reading ended although more
// can follow.
type found struct {
	rows    []pages.Cursor
	stopped pages.Cursor
}

// positions returns those of the page and of one more row.
func (s *Reports) positions(ctx context.Context, f report.Filter) (all found, err error) {
	most := f.Most + 1
	for _, p := range partsOf(f) {
		after := f.After
		if p.pinned != after.Pinned {
			if after.ID > 0 && p.pinned {
				continue
			}
			after = pages.Cursor{}
		}
		more, err := s.part(ctx, f, p, after, most-len(all.rows))
		if err != nil {
			return found{}, err
		}
		all.rows, all.stopped = append(all.rows, more.rows...), more.stopped
		if len(all.rows) == most || all.stopped.ID > 0 {
			break
		}
	}
	return all, nil
}

// inOrder reads reports in the order of their positions.
func (s *Reports) inOrder(ctx context.Context, at []pages.Cursor) ([]report.Report, error) {
	if len(at) == 0 {
		return nil, nil
	}
	place := make(map[int64]int, len(at))
	for i, c := range at {
		place[c.ID] = i
	}
	var rows []reportRow
	ids := padded(slices.Collect(maps.Keys(place)))
	err := list(ctx, s.db.hot(), &rows, `SELECT `+reportRead+` FROM report WHERE id IN (`+marks(len(ids))+`)`, anys(ids)...)
	slices.SortFunc(rows, func(a, b reportRow) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return reportsOf(rows), err
}

// part merges the ranges of one part. What lies behind the end of the shortest window may be incomplete and is left out.
func (s *Reports) part(ctx context.Context, f report.Filter, p part, after pages.Cursor, most int) (all found, err error) {
	var ranges []branch
	for _, b := range branches(f, p.open, p.finished) {
		ranges = append(ranges, b.ranges()...)
	}
	for _, b := range ranges {
		one, err := s.window(ctx, f, p, b, after, most, max(1, s.read/len(ranges)))
		if err != nil {
			return found{}, err
		}
		all.rows = append(all.rows, one.rows...)
		if end := one.stopped; end.ID > 0 && (all.stopped.ID == 0 || p.compare(end, all.stopped) < 0) {
			all.stopped = end
		}
	}
	slices.SortFunc(all.rows, p.compare)
	all.rows = slices.Compact(all.rows)
	if end := all.stopped; end.ID > 0 {
		all.rows = slices.DeleteFunc(all.rows, func(at pages.Cursor) bool { return p.compare(at, end) > 0 })
	}
	if len(all.rows) >= most {
		all = found{rows: all.rows[:most]}
	}
	return all, nil
}

// window reads the rows of one range that a filter leaves among the next reach rows of the range.
func (s *Reports) window(
	ctx context.Context, f report.Filter, p part, b branch, after pages.Cursor, most, reach int,
) (all found, err error) {
	where, args := b.condition()
	if !b.ended { // none of these is pinned, so that the index alone knows where the window ends
		where += p.where
	}
	where, args = join(where, args, p.bounds(f))
	if after.ID > 0 {
		where, args = join(where, args, p.beyond(after, false))
	}
	reads := s.db.hot() // a whole list is read again and again, narrowed ones have many texts
	if rest := p.residue(f, b); rest.text != "" {
		reads = s.db.pool
		if !p.few {
			end, err := s.seek(ctx, reads, p, query{where, args}, 1, reach-1)
			if err != nil {
				return found{}, err
			}
			if len(end) > 0 {
				all.stopped = end[0]
				where, args = join(where, args, p.beyond(end[0], true))
			}
		}
		where, args = join(where, args, rest)
	}
	if all.rows, err = s.seek(ctx, reads, p, query{where, args}, most, 0); len(all.rows) == most {
		all.stopped = pages.Cursor{} // what follows is read by the next page
	}
	return all, err
}

// seek returns the positions of rows of a range, from the skipped ones on.
func (s *Reports) seek(ctx context.Context, reads sqlx.QueryerContext, p part, of query, most, skip int) ([]pages.Cursor, error) {
	var rows []struct {
		Key int64 `db:"place"`
		ID  int64 `db:"id"`
	}
	by := ``
	if p.few {
		by = s.db.e.urgent
	}
	err := list(ctx, reads, &rows, `SELECT `+cmp.Or(p.column, `0`)+` AS place, id FROM report`+by+` WHERE `+of.text+p.order()+` LIMIT ? OFFSET ?`,
		append(slices.Clone(of.args), most, skip)...)
	all := make([]pages.Cursor, len(rows))
	for i, r := range rows {
		all[i] = pages.Cursor{Pinned: p.pinned, Key: r.Key, ID: r.ID}
	}
	return all, err
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
	column := p.column
	if p.few { // sorted by a sum, so that the index of the few is read and not one in this order
		column = cmp.Or(column, `id`) + ` + 0`
	}
	if column == "" {
		return ` ORDER BY id` + way
	}
	return ` ORDER BY ` + column + way + `, id` + way
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
	if p.column == `due_at` {
		all.due(`due_at`, f)
	}
	if p.column == `submitted_at` {
		all.span(`submitted_at`, f.Submitted)
	}
	return all
}

// residue are the other conditions of a filter and of a branch, which each row has to pass.
func (p part) residue(f report.Filter, b branch) (all query) {
	if b.rest.text != "" {
		all.and(b.rest.text, b.rest.args...)
	}
	for _, c := range []struct{ column, value string }{
		{`category`, string(f.Category)}, {`state`, string(f.State)}, {`source`, string(f.Source)},
	} {
		if c.value != "" {
			all.and(c.column+` = ?`, c.value)
		}
	}
	if f.Family != "" {
		in := make([]any, len(f.Among))
		for i, c := range f.Among {
			in[i] = string(c)
		}
		all.and(`category IN (`+marks(max(len(in), 1))+`)`, append(in, make([]any, max(1-len(in), 0))...)...)
	}
	if p.column != `due_at` {
		all.due(`due_at + 0`, f) // the sum keeps the index of deadlines away, whose rows would have to be sorted
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
	if in := f.Place.Buildings; len(in) > 0 {
		all.and(`building_id IN (`+marks(len(in))+`)`, anys(in)...)
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

// due is the condition of a light on the deadline.
func (q *query) due(column string, f report.Filter) {
	switch f.Light {
	case pace.Red:
		q.and(`is_open = 1 AND `+column+` > 0 AND `+column+` < ?`, ms(f.Now))
	case pace.Yellow, pace.Green:
		q.and(`is_open = 1 AND `+column+` >= ?`, ms(f.Now))
	case pace.NoLight:
	}
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
