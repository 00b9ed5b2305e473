package store

import (
	"context"
	"errors"
	"fmt"

	"linli/app/notify"
)

type wordsRow struct {
	Kind string `db:"kind"`
	Text string `db:"text"`
	At   int64  `db:"changed_at"`
	By   int64  `db:"by_id"`
}

// NoticeWordsVersion implements notify.Store.
func (s *Notices) NoticeWordsVersion(ctx context.Context) (int64, error) {
	var v int64
	err := get(ctx, s.db.pool, &v, notify.ErrMissing, `SELECT version FROM notify_version WHERE id = 1`)
	return v, err
}

// NoticeWords implements notify.Store.
func (s *Notices) NoticeWords(ctx context.Context) (map[string]notify.OwnWords, error) {
	var rows []wordsRow
	if err := list(ctx, s.db.pool, &rows, `SELECT kind, text, changed_at, by_id FROM notify_words ORDER BY kind LIMIT 1000`); err != nil {
		return nil, fmt.Errorf("words of notices: %w", err)
	}
	own := make(map[string]notify.OwnWords, len(rows))
	for _, r := range rows {
		own[r.Kind] = notify.OwnWords{Text: r.Text, At: at(r.At), By: r.By}
	}
	return own, nil
}

// BumpNoticeWords implements notify.Tx.
func (t *tx) BumpNoticeWords(ctx context.Context) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE notify_version SET version = version + 1 WHERE id = 1`); err != nil {
		return fmt.Errorf("version of the words of notices: %w", err)
	}
	return nil
}

// NoticeWordsOf implements notify.Tx.
func (t *tx) NoticeWordsOf(ctx context.Context, kind string) (string, error) {
	var text string
	err := get(ctx, t.q, &text, notify.ErrMissing, `SELECT text FROM notify_words WHERE kind = ?`, kind)
	if errors.Is(err, notify.ErrMissing) {
		return "", nil
	}
	return text, err
}

// SaveNoticeWords implements notify.Tx.
func (t *tx) SaveNoticeWords(ctx context.Context, kind string, w notify.OwnWords) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO notify_words (kind, text, changed_at, by_id) VALUES (?, ?, ?, ?)`+t.e.upsert("kind", "text", "changed_at", "by_id"),
		kind, w.Text, ms(w.At), w.By); err != nil {
		return fmt.Errorf("save words of %s: %w", kind, err)
	}
	return nil
}
