package notify

import (
	"context"
	"time"

	"linli/app/fresh"
)

// knownStore is a Store that completes the kind of each notice with its words of today: the database holds only its name.
type knownStore struct {
	Store
	words *fresh.Value[wording]
}

// InTx implements Store.
func (s knownStore) InTx(ctx context.Context, do func(Tx) error) error {
	w, err := s.words.Get(ctx) // before the transaction: inside, it would need a second connection
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx Tx) error { return do(knownTx{tx, w.kinds}) })
}

// Notice implements Store.
func (s knownStore) Notice(ctx context.Context, id int64) (Notice, error) {
	w, err := s.words.Get(ctx)
	if err != nil {
		return Notice{}, err
	}
	n, err := s.Store.Notice(ctx, id)
	n.Kind = w.kinds.of(n.Kind.Name)
	return n, err
}

// NoticesOf implements Store.
func (s knownStore) NoticesOf(ctx context.Context, person, before int64, most int) ([]Notice, error) {
	w, err := s.words.Get(ctx)
	if err != nil {
		return nil, err
	}
	return w.kinds.know(s.Store.NoticesOf(ctx, person, before, most))
}

// UnreachedNotices implements Store.
func (s knownStore) UnreachedNotices(ctx context.Context, in Rows, person int64, most int) ([]Notice, error) {
	w, err := s.words.Get(ctx)
	if err != nil {
		return nil, err
	}
	return w.kinds.know(s.Store.UnreachedNotices(ctx, in, person, most))
}

// knownTx is knownStore for a transaction.
type knownTx struct {
	Tx
	kinds catalogue
}

// LockNotice implements Tx.
func (t knownTx) LockNotice(ctx context.Context, id int64) (Notice, error) {
	n, err := t.Tx.LockNotice(ctx, id)
	n.Kind = t.kinds.of(n.Kind.Name)
	return n, err
}

// LockUnreached implements Tx.
func (t knownTx) LockUnreached(ctx context.Context, in Rows, person, upTo int64) ([]Notice, error) {
	return t.kinds.know(t.Tx.LockUnreached(ctx, in, person, upTo))
}

// FoldedInto implements Tx.
func (t knownTx) FoldedInto(ctx context.Context, digest int64) ([]Notice, error) {
	return t.kinds.know(t.Tx.FoldedInto(ctx, digest))
}

// PendingOf implements Tx.
func (t knownTx) PendingOf(ctx context.Context, person int64, now time.Time, most int) ([]Notice, error) {
	return t.kinds.know(t.Tx.PendingOf(ctx, person, now, most))
}

func (c catalogue) know(found []Notice, err error) ([]Notice, error) {
	for i := range found {
		found[i].Kind = c.of(found[i].Kind.Name)
	}
	return found, err
}
