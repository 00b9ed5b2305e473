package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/chat"
	"linli/app/inbox"
)

// AddPush implements chat.Tx: the unique key on account and push_key lets one delivery win; another at the same moment
// waits for it.
func (t *tx) AddPush(ctx context.Context, p inbox.Push, reply string, now time.Time) error {
	return addPush(ctx, t.q, p, reply, now)
}

// Keep implements chat.Store.
func (s *Chats) Keep(ctx context.Context, p inbox.Push, reply string, now time.Time) error {
	return outage(addPush(ctx, direct{s.db}, p, reply, now))
}

func addPush(ctx context.Context, q sqlx.ExecerContext, p inbox.Push, reply string, now time.Time) error {
	_, err := insert(ctx, q, `
		INSERT INTO inbox_push (account, push_key, kind, reply, at) VALUES (?, ?, ?, ?, ?)`,
		p.Account, p.Key, p.Kind, reply, ms(now))
	if duplicate(err) {
		return chat.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("add push: %w", err)
	}
	return nil
}

// ReplyTo implements chat.Store.
func (s *Chats) ReplyTo(ctx context.Context, p inbox.Push) (string, error) {
	var reply string
	err := get(ctx, s.db.pool, &reply, ErrBusy, `
		SELECT reply FROM inbox_push WHERE account = ? AND push_key = ?`, p.Account, p.Key)
	return reply, err
}

// DropPushes implements chat.Store.
func (s *Chats) DropPushes(ctx context.Context, before time.Time) (int64, error) {
	n, err := change(ctx, direct{s.db}, `DELETE FROM inbox_push WHERE at < ?`, ms(before))
	return n, outage(err)
}
