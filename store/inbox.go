package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/chat"
	"linli/app/inbox"
)

var inboxData = data{tables: []Table{{
	Name: "inbox_push", Holds: "key of a push, for events with the openid; our reply", Keep: inbox.KeepPushes, From: "the push",
	Job: DropOldRows, Column: "at",
}}}

// Inbox implements inbox.Store.
type Inbox struct{ db *DB }

// NewInbox returns the records of received pushes.
func NewInbox(db *DB) *Inbox { return &Inbox{db} }

// InTx implements inbox.Store.
func (s *Inbox) InTx(ctx context.Context, do func(chat.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// AddPush implements inbox.Tx: the unique key on account and push_key accepts one delivery; a concurrent one waits for it.
func (t *tx) AddPush(ctx context.Context, p inbox.Push, reply string, now time.Time) error {
	return addPush(ctx, t.q, p, reply, now)
}

// Keep implements inbox.Store.
func (s *Inbox) Keep(ctx context.Context, p inbox.Push, reply string, now time.Time) error {
	return outage(addPush(ctx, direct{s.db}, p, reply, now))
}

func addPush(ctx context.Context, q sqlx.ExecerContext, p inbox.Push, reply string, now time.Time) error {
	_, err := insert(ctx, q, `
		INSERT INTO inbox_push (account, push_key, kind, reply, at) VALUES (?, ?, ?, ?, ?)`,
		p.Account, p.Key, p.Kind, reply, ms(now))
	if duplicate(err) {
		return inbox.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("add push: %w", err)
	}
	return nil
}

// ReplyTo implements inbox.Store.
func (s *Inbox) ReplyTo(ctx context.Context, p inbox.Push) (string, error) {
	var reply string
	err := get(ctx, s.db.pool, &reply, ErrBusy, `
		SELECT reply FROM inbox_push WHERE account = ? AND push_key = ?`, p.Account, p.Key)
	return reply, err
}
