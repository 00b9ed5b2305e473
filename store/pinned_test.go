package store

import (
	"cmp"
	"context"
	"slices"
	"testing"

	"linli/app/auth"
	"linli/app/pages"
	"linli/app/report"
	"linli/app/steward"
	"linli/app/whistle"
)

// listing is one list of which urgent rows are pinned.
type listing struct {
	name  string
	order func(a, b row) int
	all   []row
	read  func(ctx context.Context, after pages.Cursor, most int) ([]row, error)
}

// row is one row of any list.
type row struct {
	id, key int64
	pinned  bool
}

func (r row) cursor() pages.Cursor { return pages.Cursor{Pinned: r.pinned, Key: r.key, ID: r.id} }

func newest(a, b row) int   { return cmp.Compare(b.id, a.id) }
func deadline(a, b row) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) }

// Urgent rows come first in every list, page by page, without gaps and without doubles; closed ones are not pinned.
func TestUrgentRowsArePinned(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		reports := addMixed(t, db)
		lists := slices.Concat(reportLists(db, reports), []listing{
			alertList(t, db, reports), callList(t, db), pagingList(t, db, reports), whistleList(t, db, reports),
		})
		for _, l := range lists {
			want := slices.Clone(l.all)
			slices.SortFunc(want, func(a, b row) int { return cmp.Or(number01(b.pinned)-number01(a.pinned), l.order(a, b)) })
			for _, most := range []int{1, 2, 3, 5, 100} {
				var got []row
				for after := (pages.Cursor{}); ; {
					found, err := l.read(t.Context(), after, most)
					if err != nil || len(found) > most {
						t.Fatalf("%s by %d: %d rows, %v", l.name, most, len(found), err)
					}
					got = append(got, found...)
					if len(found) < most {
						break
					}
					after = found[len(found)-1].cursor()
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s by %d:\n got %v\nwant %v", l.name, most, got, want)
				}
			}
			if !slices.ContainsFunc(want, func(r row) bool { return r.pinned }) {
				t.Errorf("%s tries no pinned row", l.name)
			}
		}
	})
}

func number01(b bool) int {
	if b {
		return 1
	}
	return 0
}

// mixed is where the reports of these tests are: an author, a building, and a clerk's post as their holder.
const (
	mixedCommunity = 2
	mixedAuthor    = 7
)

// addMixed adds open and closed reports, every third of them urgent, with deadlines in another order than their ids.
func addMixed(t *testing.T, db *DB) []report.Report {
	t.Helper()
	all := make([]report.Report, 24)
	for i := range all {
		r := report.Report{
			Number: 261129000 + int64(i), Community: mixedCommunity, Author: mixedAuthor, Source: report.Chat, Category: "utility",
			Urgent: i%3 == 0, Text: "煤气味", Shared: true, Area: 3, Building: 3, State: report.Submitted,
			Holder: report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: mixedCommunity}, SubmittedAt: db.now(),
		}
		if r.DueAt = at(ms(db.now()) + int64(i*7%5)*1000); i%4 == 3 {
			r.State, r.Outcome = report.Closed, report.Solved
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { _, err := tx.AddReport(t.Context(), &r); return err }); err != nil {
			t.Fatal(err)
		}
		all[i] = r
	}
	return all
}

func reportLists(db *DB, reports []report.Report) []listing {
	desk := report.Scope{Communities: []int64{mixedCommunity}, Posts: []report.Holder{{Kind: report.ByPost, Role: auth.Clerk, Area: mixedCommunity}}}
	county := report.Scope{Everywhere: true}
	open := func(r report.Report) bool { return r.Open() }
	every := func(report.Report) bool { return true }
	var all []listing
	for _, l := range []struct {
		f  report.Filter
		of func(report.Report) bool
	}{
		{report.Filter{View: report.Own, Author: mixedAuthor}, every},
		{report.Filter{View: report.Nearby, Building: 3}, open},
		{report.Filter{View: report.All, Scope: desk}, every},
		{report.Filter{View: report.All, Scope: county}, every},
		{report.Filter{View: report.Mine, Scope: desk}, open},
		{report.Filter{View: report.Waiting, Scope: desk}, open},
		{report.Filter{View: report.Unaccepted, Scope: desk}, open},
		{report.Filter{View: report.Unaccepted, Scope: county, Narrow: report.Narrow{Category: "utility"}}, open},
		{report.Filter{View: report.Overdue, Scope: desk, To: db.now().AddDate(0, 0, 1)}, open},
		{report.Filter{View: report.Urgent, Scope: desk}, report.Report.Pinned},
		{report.Filter{View: report.Urgent, Scope: county}, report.Report.Pinned},
	} {
		view := func(r report.Report) row {
			one := row{id: r.ID, pinned: r.Pinned()}
			if l.f.View.ByDeadline() {
				one.key = ms(r.DueAt)
			}
			return one
		}
		list := listing{name: string(l.f.View), order: newest, read: func(ctx context.Context, after pages.Cursor, most int) ([]row, error) {
			f := l.f
			f.After, f.Most = after, most
			found, err := NewReports(db).List(ctx, f)
			return rows(found.Items, view), err
		}}
		if l.f.View.ByDeadline() {
			list.order = deadline
		}
		for _, r := range reports {
			if l.of(r) {
				list.all = append(list.all, view(r))
			}
		}
		all = append(all, list)
	}
	return all
}

func rows[T any](found []T, view func(T) row) []row {
	all := make([]row, len(found))
	for i, one := range found {
		all[i] = view(one)
	}
	return all
}

func alertList(t *testing.T, db *DB, reports []report.Report) listing {
	t.Helper()
	l := listing{name: "alerts", order: newest, read: func(ctx context.Context, after pages.Cursor, most int) ([]row, error) {
		found, err := NewStewards(db).AlertsOf(ctx, 9, after, most)
		return rows(found, func(a steward.Alert) row { return row{id: a.ID, pinned: a.Pinned} }), err
	}}
	for _, r := range reports {
		if err := db.inTx(t.Context(), func(tx *tx) error {
			_, err := tx.AddAlert(t.Context(), steward.Alert{Report: r.ID, Person: 9, Community: r.Community, At: db.now()})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		id := number(t, db, `SELECT id FROM steward_alert WHERE report_id = ?`, r.ID)
		l.all = append(l.all, row{id: int64(id), pinned: r.Pinned()})
	}
	return l
}

func callList(t *testing.T, db *DB) listing {
	t.Helper()
	l := listing{name: "calls", order: newest, read: func(ctx context.Context, after pages.Cursor, most int) ([]row, error) {
		f := steward.CallFilter{Scope: report.Scope{Communities: []int64{mixedCommunity}}, After: after, Most: most}
		found, err := NewStewards(db).Calls(ctx, f)
		return rows(found, func(c steward.Call) row { return row{id: c.ID, pinned: c.Pinned()} }), err
	}}
	for i := range 12 {
		c := steward.Call{Community: mixedCommunity, Area: 3, Words: "求助", Urgent: i%2 == 0, State: steward.Waiting, At: db.now()}
		if i%4 == 0 {
			c.State = steward.Done
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { return tx.AddCall(t.Context(), &c) }); err != nil {
			t.Fatal(err)
		}
		l.all = append(l.all, row{id: c.ID, pinned: c.Pinned()})
	}
	return l
}

func pagingList(t *testing.T, db *DB, reports []report.Report) listing {
	t.Helper()
	l := listing{name: "unanswered", order: newest, read: func(ctx context.Context, after pages.Cursor, most int) ([]row, error) {
		found, err := NewStewards(db).Unanswered(ctx, report.Scope{Everywhere: true}, after, most)
		return rows(found, func(p steward.Paging) row { return row{id: p.ID, pinned: p.Urgent} }), err
	}}
	for _, r := range reports {
		p := steward.Paging{
			Subject: steward.AboutReport, SubjectID: r.ID, Community: r.Community, Area: r.Area, Urgent: r.Urgent,
			Progress: steward.Progress{Stage: steward.Unanswered}, StartedAt: db.now(),
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { _, err := tx.AddPaging(t.Context(), &p); return err }); err != nil {
			t.Fatal(err)
		}
		if r.Open() {
			l.all = append(l.all, row{id: p.ID, pinned: p.Urgent})
		}
	}
	return l
}

func whistleList(t *testing.T, db *DB, reports []report.Report) listing {
	t.Helper()
	l := listing{name: "whistles", order: newest, read: func(ctx context.Context, after pages.Cursor, most int) ([]row, error) {
		f := whistle.Filter{View: whistle.All, Communities: []int64{mixedCommunity}, Orgs: []int64{5}, After: after, Most: most}
		found, err := NewWhistles(db).List(ctx, f)
		return rows(found, func(w whistle.Whistle) row { return row{id: w.ID, pinned: w.Urgent} }), err
	}}
	for i, r := range reports {
		w := whistle.Whistle{
			Community: mixedCommunity, Report: r.ID, Area: 3, Spot: 3, Words: "到场", By: db.now(), CalledAt: db.now(), State: whistle.Open,
			Musters: []whistle.Muster{{Org: 5, Lead: true, State: whistle.Called}},
		}
		if err := db.inTx(t.Context(), func(tx *tx) error {
			if _, err := tx.AddWhistle(t.Context(), &w); err != nil || i%5 != 0 {
				return err
			}
			w.State = whistle.Closed
			return tx.SaveWhistle(t.Context(), w)
		}); err != nil {
			t.Fatal(err)
		}
		l.all = append(l.all, row{id: w.ID, pinned: r.Pinned() && w.State == whistle.Open})
	}
	return l
}
