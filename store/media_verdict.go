package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/inbox"
	"linli/app/media"
)

// KeepVerdict implements media.Tx. It keeps the first verdict.
func (t *tx) KeepVerdict(ctx context.Context, v inbox.MediaVerdict, now time.Time) error {
	_, err := t.q.ExecContext(ctx, `INSERT INTO media_verdict (trace_id, code, pass, at) VALUES (?, ?, ?, ?)`,
		v.TraceID, v.Code, v.Pass, ms(now))
	if err != nil && !duplicate(err) {
		return fmt.Errorf("keep verdict: %w", err)
	}
	return nil
}

// TakeVerdict implements media.Tx.
func (t *tx) TakeVerdict(ctx context.Context, trace string) (inbox.MediaVerdict, error) {
	var r struct {
		Code int  `db:"code"`
		Pass bool `db:"pass"`
	}
	if err := get(ctx, t.q, &r, media.ErrMissing, `
		SELECT code, pass FROM media_verdict WHERE trace_id = ?`+t.e.forUpd, trace); err != nil {
		return inbox.MediaVerdict{}, err
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM media_verdict WHERE trace_id = ?`, trace); err != nil {
		return inbox.MediaVerdict{}, fmt.Errorf("take verdict: %w", err)
	}
	return inbox.MediaVerdict{TraceID: trace, Code: r.Code, Pass: r.Pass}, nil
}
