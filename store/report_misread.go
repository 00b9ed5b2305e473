package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/report"
)

// Misreads returns the reports whose danger staff corrected since the time, newest first, at most the given number.
func (s *Reports) Misreads(ctx context.Context, since time.Time, most int) ([]report.Misread, error) {
	var rows []struct {
		Text string           `db:"text"`
		Kind report.EventKind `db:"kind"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT r.text, e.kind FROM report_event e JOIN report r ON r.id = e.report_id
		WHERE  e.kind IN ('alarm', 'calm') AND e.public = 0 AND e.at >= ? AND r.text <> ''
		ORDER  BY e.id DESC LIMIT ?`, ms(since), most); err != nil {
		return nil, fmt.Errorf("misread reports: %w", err)
	}
	found := make([]report.Misread, len(rows))
	for i, r := range rows {
		found[i] = report.Misread{Text: r.Text, Danger: r.Kind == report.DidAlarm}
	}
	return found, nil
}
