package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/inbox"
)

// AddPush implements chat.Tx: the unique key on account and push_key lets one delivery win; another at the same moment
// waits for it and finds its reply.
func (t *tx) AddPush(ctx context.Context, p inbox.Push, now time.Time) (int64, string, bool, error) {
	id, err := insert(ctx, t.q, `
		INSERT INTO inbox_push (account, push_key, kind, reply, at) VALUES (?, ?, ?, '', ?)`,
		p.Account, p.Key, p.Kind, ms(now))
	if err == nil {
		return id, "", true, nil
	}
	if !duplicate(err) {
		return 0, "", false, fmt.Errorf("add push: %w", err)
	}
	var r struct {
		ID    int64  `db:"id"`
		Reply string `db:"reply"`
	}
	if err := sqlx.GetContext(ctx, t.q, &r, `
		SELECT id, reply FROM inbox_push WHERE account = ? AND push_key = ?`, p.Account, p.Key); err != nil {
		return 0, "", false, fmt.Errorf("push taken before: %w", err)
	}
	return r.ID, r.Reply, false, nil
}

// SaveReply implements chat.Tx.
func (t *tx) SaveReply(ctx context.Context, push int64, reply string) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE inbox_push SET reply = ? WHERE id = ?`, reply, push); err != nil {
		return fmt.Errorf("save reply: %w", err)
	}
	return nil
}

func (db *DB) dropPushes(ctx context.Context, before time.Time) (int64, error) {
	n, err := change(ctx, direct{db}, `DELETE FROM inbox_push WHERE at < ?`, ms(before))
	return n, outage(err)
}
