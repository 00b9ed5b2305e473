package store

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/pace"
	"linli/app/pages"
	"linli/app/report"
)

// The reports of these tests lie in two communities with two grids each, and are held by a post, a person or an org.
func addVaried(t *testing.T, db *DB) []report.Report {
	t.Helper()
	now := db.now()
	all := make([]report.Report, 0, 90)
	for i := range cap(all) {
		community := int64(100 * (1 + i%2))
		r := report.Report{
			Number: 261129000 + int64(i), Community: community, Author: 7, Source: report.Sources[i%len(report.Sources)],
			Category: report.Shipped.Kinds[i%4].Category, Urgent: i%11 == 0, Text: "灯", Area: community + 10 + int64(i%3), Building: community + 10 + int64(i%3),
			Grid: community + 1 + int64(i%2), State: report.States[(i*5)%len(report.States)], Outcome: report.Solved,
			Holder:      report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: community},
			SubmittedAt: now.Add(-time.Duration(i*37%90) * time.Hour), // in another order than the ids, some at the same time
		}
		switch i % 5 {
		case 1:
			r.Holder = report.Holder{Kind: report.ByPerson, Person: 9}
		case 2:
			r.Holder = report.Holder{Kind: report.ByOrg, Org: 3}
		}
		if r.Open() {
			r.DueAt = now.Add(time.Duration(i*7%20-10) * time.Hour)
			r.YellowAt, r.Outcome = r.DueAt.Add(-5*time.Hour), ""
			if i%13 == 0 {
				r.PausedAt = now
			}
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { _, err := tx.AddReport(t.Context(), &r); return err }); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// leaves is what a narrowed list promises, said once more without SQL.
func leaves(f report.Filter, r report.Report, now time.Time) bool {
	n, inView := f.Narrow, true
	switch f.View {
	case report.Mine:
		inView = r.Open() && (r.Holder.Kind == report.ByPerson && r.Holder.Person == 9 || r.Holder.Kind == report.ByPost && r.Holder.Area == 100)
	case report.Unaccepted:
		inView = r.State == report.Submitted
	case report.Overdue:
		inView = r.Open() && !r.Paused() && r.DueAt.Before(now)
	case report.Finished:
		inView = !r.Open()
	}
	s := f.Scope
	return inView && (f.View == report.Mine || s.Everywhere || slices.Contains(s.Communities, r.Community) || slices.Contains(s.Grids, r.Grid) || slices.Contains(s.Buildings, r.Building)) &&
		(n.State == "" || n.State == r.State) && (n.Category == "" || n.Category == r.Category) &&
		(n.Source == "" || n.Source == r.Source) && (n.Light == "" || n.Light == r.Light(now)) &&
		(n.Holder.Kind == "" || n.Holder == r.Holder) && (n.Submitted.From.IsZero() || !r.SubmittedAt.Before(n.Submitted.From)) &&
		(n.Submitted.To.IsZero() || r.SubmittedAt.Before(n.Submitted.To)) &&
		(len(n.Place.Communities) == 0 || slices.Contains(n.Place.Communities, r.Community)) &&
		(n.Place.Grid == 0 || n.Place.Grid == r.Grid) && (n.Place.Building == 0 || n.Place.Building == r.Building)
}

// position returns where a report stands in a list.
func position(f report.Filter, r report.Report) pages.Cursor {
	at := pages.Cursor{ID: r.ID}
	switch f.Sort {
	case report.ByDue:
		if at.Pinned, at.Key = r.Open(), ms(r.DueAt); !at.Pinned {
			at.Key = ms(r.SubmittedAt)
		}
	case report.Newest, report.Oldest:
		at.Key = ms(r.SubmittedAt)
	default:
		if at.Pinned = r.Pinned(); f.View.ByDeadline() {
			at.Key = ms(r.DueAt)
		}
	}
	return at
}

func inOrder(f report.Filter, a, b report.Report) int {
	x, y := position(f, a), position(f, b)
	newer, sooner := cmp.Or(cmp.Compare(y.Key, x.Key), cmp.Compare(y.ID, x.ID)), cmp.Or(cmp.Compare(x.Key, y.Key), cmp.Compare(x.ID, y.ID))
	first := number01(y.Pinned) - number01(x.Pinned)
	switch f.Sort {
	case report.Newest:
		return newer
	case report.Oldest:
		return sooner
	case report.ByDue:
		if x.Pinned && y.Pinned {
			return sooner
		}
		return cmp.Or(first, newer)
	}
	if f.View.ByDeadline() {
		return cmp.Or(first, sooner)
	}
	return cmp.Or(first, newer)
}

// Whatever the list, its filter, its order and its pages: it has exactly its rows in order, without gaps and doubles, however
// little of the table is read for one page.
func TestNarrowedListsAreWhole(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		reports, now := addVaried(t, db), db.now()
		narrows := []report.Narrow{
			{},
			{Category: report.Shipped.Kinds[1].Category},
			{State: report.Assigned},
			{State: report.Closed},
			{Source: report.Hotline},
			{Light: pace.Red},
			{Light: pace.Yellow},
			{Light: pace.Green},
			{Holder: report.Holder{Kind: report.ByPerson, Person: 9}},
			{Holder: report.Holder{Kind: report.ByOrg, Org: 3}, Category: report.Shipped.Kinds[0].Category},
			{Holder: report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: 200}},
			{Submitted: report.Span{From: now.Add(-40 * time.Hour), To: now.Add(-3 * time.Hour)}},
			{Place: report.Place{Communities: []int64{200}}},
			{Place: report.Place{Grid: 101}, State: report.Submitted},
			{Place: report.Place{Building: 211}},
			{Category: report.Shipped.Kinds[2].Category, State: report.Refused, Source: report.Chat},
		}
		scopes := []report.Scope{
			{Everywhere: true, Persons: []int64{9}},
			{Communities: []int64{100, 200}, Persons: []int64{9}},
			{Communities: []int64{100}, Grids: []int64{201}, Persons: []int64{9}, Posts: []report.Holder{{Kind: report.ByPost, Role: auth.Clerk, Area: 100}}},
			{Buildings: []int64{111, 211}},
		}
		some := 0
		for _, read := range []int{3, 20, mostRead} {
			s := &Reports{db, read}
			for _, view := range []report.View{report.All, report.Mine, report.Unaccepted, report.Overdue, report.Finished} {
				for i, narrow := range narrows {
					for k, sort := range []report.Sort{report.ByView, report.ByDue, report.Newest, report.Oldest} {
						scope := scopes[(i+k+read)%len(scopes)]
						if view == report.Mine && len(scope.Posts) == 0 {
							scope = scopes[2]
						}
						f := report.Filter{View: view, Scope: scope, Narrow: narrow, Sort: sort, Now: now, To: now}
						some += checkWhole(t, s, f, reports, now, 4+(i+k)%5)
					}
				}
			}
		}
		if some < 1000 {
			t.Errorf("only %d rows were tried", some)
		}
	})
}

func checkWhole(t *testing.T, s *Reports, f report.Filter, reports []report.Report, now time.Time, size int) int {
	t.Helper()
	var want, got []int64
	all := slices.Clone(reports)
	slices.SortFunc(all, func(a, b report.Report) int { return inOrder(f, a, b) })
	for _, r := range all {
		if leaves(f, r, now) {
			want = append(want, r.ID)
		}
	}
	f.Most = size
	for tries := 0; ; tries++ {
		found, err := s.List(t.Context(), f)
		if err != nil || len(found.Items) > size || tries > 300 {
			t.Fatalf("%s %v: %d rows at the %d. page, %v", f.View, f.Narrow, len(found.Items), tries, err)
		}
		for _, r := range found.Items {
			got = append(got, r.ID)
		}
		if !found.More() {
			break
		}
		f.After = found.Next
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s %s of %s, reading %d:\n got %v\nwant %v", f.View, f.Sort, fmt.Sprintf("%+v %+v", f.Scope, f.Narrow), s.read, got, want)
	}
	return len(got)
}
