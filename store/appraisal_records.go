package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/appraisal"
	"linli/app/area"
	"linli/app/pages"
	"linli/app/report"
	"linli/app/timeline"
)

// Communities implements appraisal.Store.
func (s *Appraisals) Communities(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := list(ctx, s.db.pool, &ids, `
		SELECT id FROM area WHERE kind IN (?, ?) ORDER BY id LIMIT 100000`, area.County, area.Community)
	return ids, err
}

// Records implements appraisal.Store: a page of reports, then what belongs to them, each in one query.
func (s *Appraisals) Records(ctx context.Context, community int64, from, to time.Time, after pages.Cursor, most int) (pages.Page[appraisal.Record], error) {
	page, err := submittedIn(ctx, s.db, community, from, to, after, most)
	if err != nil || len(page.Items) == 0 {
		return pages.Page[appraisal.Record]{}, err
	}
	records, err := s.records(ctx, idsOf(page.Items))
	return pages.Page[appraisal.Record]{Items: records, Next: page.Next}, err
}

// records reads reports with their timelines, reviews and marks. Merged reports are left out: their main report counts.
func (s *Appraisals) records(ctx context.Context, ids []int64) ([]appraisal.Record, error) {
	var rows []struct {
		submitted
		DueAt int64 `db:"whole_due_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, submitted_at, whole_due_at FROM report
		WHERE  id IN (`+marks(len(ids))+`) AND merged_into = 0 ORDER BY id LIMIT ?`, append(anys(ids), len(ids))...); err != nil {
		return nil, fmt.Errorf("appraised reports: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	records, index := make([]appraisal.Record, len(rows)), map[int64]int{}
	ids = ids[:0]
	for i, r := range rows {
		records[i] = appraisal.Record{ID: r.ID, SubmittedAt: at(r.At), DueAt: at(r.DueAt)}
		ids, index[r.ID] = append(ids, r.ID), i
	}
	if err := s.addEvents(ctx, records, ids, index); err != nil {
		return nil, err
	}
	reviews, err := reviewsOf(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	for _, v := range reviews {
		r := &records[index[v.Report]]
		r.Reviews = append(r.Reviews, v)
	}
	return records, s.addMarks(ctx, records, ids, index)
}

// addEvents adds the timelines without their texts.
func (s *Appraisals) addEvents(ctx context.Context, records []appraisal.Record, ids []int64, index map[int64]int) error {
	var rows []struct {
		Report int64            `db:"report_id"`
		At     int64            `db:"at"`
		Kind   report.EventKind `db:"kind"`
		State  report.State     `db:"state"`
		holderRow
	}
	const perReport = 500 // the length of a timeline shown
	if err := list(ctx, s.db.pool, &rows, `
		SELECT report_id, at, kind, state, holder_kind, holder_person, holder_role, holder_area, holder_org
		FROM   report_event WHERE report_id IN (`+marks(len(ids))+`) ORDER BY report_id, id LIMIT ?`,
		append(anys(ids), perReport*len(ids))...); err != nil {
		return fmt.Errorf("appraised events: %w", err)
	}
	for _, e := range rows {
		r := &records[index[e.Report]]
		r.Events = append(r.Events, report.Event{
			Line: timeline.Line[report.EventKind]{At: at(e.At), Kind: e.Kind}, Report: e.Report, State: e.State, Holder: e.holder(),
		})
	}
	return nil
}

func (s *Appraisals) addMarks(ctx context.Context, records []appraisal.Record, ids []int64, index map[int64]int) error {
	var rows []markRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+markColumns+` FROM appraisal_mark WHERE report_id IN (`+marks(len(ids))+`) ORDER BY report_id, org_id LIMIT ?`,
		append(anys(ids), 100*len(ids))...); err != nil {
		return fmt.Errorf("appraisal marks: %w", err)
	}
	for _, m := range rows {
		r := &records[index[m.Report]]
		r.Marks = append(r.Marks, m.mark())
	}
	return nil
}
