package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/report"
	"linli/app/steward"
)

// LockAuthor implements steward.Tx. The lock order is: author, then report.
func (t *tx) LockAuthor(ctx context.Context, id int64) error {
	var author int64
	err := get(ctx, t.q, &author, report.ErrMissing, `SELECT author_id FROM report WHERE id = ?`, id)
	if err == nil {
		err = get(ctx, t.q, &author, report.ErrMissing, `SELECT id FROM person WHERE id = ?`+t.e.forUpd, author)
	}
	if err != nil && !errors.Is(err, report.ErrMissing) {
		return fmt.Errorf("lock author: %w", err)
	}
	return nil
}

// StandingOf implements steward.Tx.
func (t *tx) StandingOf(ctx context.Context, author, but int64, since time.Time) ([]steward.Standing, error) {
	var rows []struct {
		Building int64           `db:"building_id"`
		Area     int64           `db:"area_id"`
		Category report.Category `db:"category"`
		Text     string          `db:"text"`
		Urgent   bool            `db:"urgent"`
		Stage    steward.Stage   `db:"stage"`
	}
	if author == 0 { // those whom nobody knows are not one person
		return nil, nil
	}
	if err := list(ctx, t.q, &rows, `
		SELECT r.building_id, r.area_id, r.category, r.text, r.urgent, p.stage
		FROM   report r JOIN steward_paging p ON p.subject = ? AND p.subject_id = r.id
		WHERE  r.author_id = ? AND r.id <> ? AND p.started_at > ? ORDER BY r.id DESC LIMIT 500`,
		steward.AboutReport, author, but, ms(since)); err != nil {
		return nil, fmt.Errorf("standing alerts: %w", err)
	}
	all := make([]steward.Standing, len(rows))
	for i, r := range rows {
		all[i] = steward.Standing(r)
	}
	return all, nil
}
