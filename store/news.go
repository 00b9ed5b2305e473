package store

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/news"
	"linli/app/report"
)

// News implements news.Store. It has no table of its own.
type News struct{ db *DB }

// NewNews returns the changes of reports.
func NewNews(db *DB) *News { return &News{db} }

type changeRow struct {
	ID           int64             `db:"id"`
	At           int64             `db:"at"`
	Kind         report.EventKind  `db:"kind"`
	Report       int64             `db:"report_id"`
	Area         int64             `db:"area_id"`
	State        report.State      `db:"state"`
	Urgent       bool              `db:"urgent"`
	NowKind      report.HolderKind `db:"now_kind"`
	NowPerson    int64             `db:"now_person"`
	NowRole      auth.Role         `db:"now_role"`
	NowArea      int64             `db:"now_area"`
	NowOrg       int64             `db:"now_org"`
	BeforeKind   report.HolderKind `db:"before_kind"`
	BeforePerson int64             `db:"before_person"`
	BeforeRole   auth.Role         `db:"before_role"`
	BeforeArea   int64             `db:"before_area"`
	BeforeOrg    int64             `db:"before_org"`
	holderRow
}

func (r changeRow) change() news.Change {
	return news.Change{
		ID: r.ID, At: at(r.At), Kind: r.Kind, Holder: r.holder(),
		Before: report.Holder{Kind: r.BeforeKind, Person: r.BeforePerson, Role: r.BeforeRole, Area: r.BeforeArea, Org: r.BeforeOrg},
		Report: report.Report{
			ID: r.Report, Area: r.Area, State: r.State, Urgent: r.Urgent,
			Holder: report.Holder{Kind: r.NowKind, Person: r.NowPerson, Role: r.NowRole, Area: r.NowArea, Org: r.NowOrg},
		},
	}
}

const changed = `
	SELECT e.id, e.at, e.kind, e.report_id, r.area_id, r.state, r.urgent, e.holder_kind, e.holder_person, e.holder_role, e.holder_area, e.holder_org,
		r.holder_kind AS now_kind, r.holder_person AS now_person, r.holder_role AS now_role, r.holder_area AS now_area, r.holder_org AS now_org,
		COALESCE(b.holder_kind, '') AS before_kind, COALESCE(b.holder_person, 0) AS before_person, COALESCE(b.holder_role, '') AS before_role,
		COALESCE(b.holder_area, 0) AS before_area, COALESCE(b.holder_org, 0) AS before_org
	FROM   report_event e JOIN report r ON r.id = e.report_id
	LEFT   JOIN report_event b ON b.id = (SELECT MAX(p.id) FROM report_event p WHERE p.report_id = e.report_id AND p.id < e.id)`

// NewestChanges implements news.Store.
func (s *News) NewestChanges(ctx context.Context, most int) ([]news.Change, error) {
	return s.changes(ctx, changed+` ORDER BY e.id DESC LIMIT ?`, most)
}

// ChangesAfter implements news.Store.
func (s *News) ChangesAfter(ctx context.Context, id int64, most int) ([]news.Change, error) {
	return s.changes(ctx, changed+` WHERE e.id > ? ORDER BY e.id LIMIT ?`, id, most)
}

func (s *News) changes(ctx context.Context, query string, args ...any) ([]news.Change, error) {
	var rows []changeRow
	if err := list(ctx, s.db.pool, &rows, query, args...); err != nil {
		return nil, fmt.Errorf("changes of reports: %w", err)
	}
	all := make([]news.Change, len(rows))
	for i, r := range rows {
		all[i] = r.change()
	}
	return all, nil
}
