package inbox

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/fault"
)

// memory is a Store that rolls back failed transactions.
type memory struct {
	marks map[string]string // replies by key
	done  []string
	fails int // how many times the transaction is retried
}

type memoryTx struct {
	*memory
	done []string
}

func (m *memory) InTx(_ context.Context, do func(*memoryTx) error) error {
	for ; m.fails > 0; m.fails-- {
		_ = do(&memoryTx{memory: m})
		delete(m.marks, "k")
	}
	tx := &memoryTx{memory: m}
	err := do(tx)
	if err == nil {
		m.done = append(m.done, tx.done...)
	}
	return err
}

func (m *memory) Keep(_ context.Context, p Push, reply string, _ time.Time) error {
	if _, ok := m.marks[p.Key]; ok {
		return ErrTaken
	}
	m.marks[p.Key] = reply
	return nil
}

func (m *memory) ReplyTo(_ context.Context, p Push) (string, error) { return m.marks[p.Key], nil }

func (tx *memoryTx) AddPush(ctx context.Context, p Push, reply string, now time.Time) error {
	return tx.Keep(ctx, p, reply, now)
}

func TestAPushGoesToTheReceiverOfItsKind(t *testing.T) {
	var after []string
	did := func(what string, err error) func(context.Context, *memoryTx, *Taken) error {
		return func(_ context.Context, tx *memoryTx, in *Taken) error {
			tx.done = append(tx.done, what+" "+in.From)
			in.After(func(context.Context) { after = append(after, what) })
			return err
		}
	}
	lost := errors.New("the database is unavailable")
	m := &memory{}
	s := NewService(Config[*memoryTx]{
		Store: m, Now: func() time.Time { return time.Time{} },
		Receivers: map[Kind]Receiver[*memoryTx]{
			Text: func(ctx context.Context, p Push, once Once[*memoryTx]) (string, error) {
				return once.Do(ctx, func(tx *memoryTx, in *Taken) (string, error) { return "heard " + p.Text, did("text", nil)(ctx, tx, in) })
			},
			Click:  func(ctx context.Context, _ Push, once Once[*memoryTx]) (string, error) { return once.Keep(ctx, "help") },
			Revoke: Quietly(did("draft", nil), did("person", nil)), Verdict: Quietly(did("part", nil), did("verdict", lost)),
			Scan:   Quietly(did("scan", fault.New(fault.Conflict, "scan.over", "已结束"))),
			Follow: Quietly(did("follow", fault.New(fault.Busy, "busy", "稍后"))),
		},
	})
	for _, c := range []struct {
		kind   Kind
		reply  string
		done   []string
		marked bool
		fails  int
	}{
		{Text, "heard hello", []string{"text me"}, true, 0},
		{Text, "heard hello", []string{"text me"}, true, 2},
		{Click, "help", nil, true, 0},
		{Revoke, "", []string{"draft me", "person me"}, true, 0},
		{Other, "", nil, true, 0},
		{Scan, "已结束", nil, true, 0}, // nothing of it is written, and the reply says why
		{Verdict, "", nil, false, 0},
		{Follow, "", nil, false, 0},
	} {
		*m, after = memory{marks: map[string]string{}, fails: c.fails}, nil
		push := Push{Kind: c.kind, Key: "k", From: "me", Text: "hello"}
		reply, err := s.Receive(t.Context(), push)
		_, marked := m.marks["k"]
		if reply != c.reply || !slices.Equal(m.done, c.done) || marked != c.marked || (err == nil) != c.marked || len(after) != len(c.done) {
			t.Errorf("%s: %q, %v; did %v, then %v; marked: %v", c.kind, reply, err, m.done, after, marked)
		}
		if !marked {
			continue
		}
		if again, err := s.Receive(t.Context(), push); err != nil || again != c.reply || !slices.Equal(m.done, c.done) {
			t.Errorf("%s again: %q, %v; did %v", c.kind, again, err, m.done)
		}
	}
}
