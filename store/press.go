package store

import (
	"context"
	"errors"
	"fmt"

	"linli/app/press"
)

var pressData = data{tables: []Table{{
	Name: "press", Holds: "hash of a request, its encrypted answer", Keep: press.Keep, From: "the request", Job: DropOldRows, Column: "at",
}}}

// lost is the stored status of an answer too long to keep.
const lost = -1

// Presses implements press.Store.
type Presses struct{ db *DB }

// NewPresses returns the records of idempotency keys.
func NewPresses(db *DB) *Presses { return &Presses{db} }

type pressRow struct {
	Sum    string `db:"deed"`
	At     int64  `db:"at"`
	Status int    `db:"status"`
	Kind   string `db:"kind"`
	Answer string `db:"answer"`
}

var errNoPress = errors.New("no such key")

// Press implements press.Store.
func (s *Presses) Press(ctx context.Context, id string) (press.Kept, bool, error) {
	var r pressRow
	err := get(ctx, s.db.hot(), &r, errNoPress, `SELECT deed, at, status, kind, answer FROM press WHERE id = ?`, id)
	if errors.Is(err, errNoPress) {
		return press.Kept{}, false, nil
	}
	if err != nil {
		return press.Kept{}, false, outage(fmt.Errorf("press: %w", err))
	}
	k := press.Kept{Sum: r.Sum, At: at(r.At), Answer: press.Answer{Status: r.Status, Kind: r.Kind, Lost: r.Status == lost}}
	if r.Status > 0 {
		body, err := s.db.vault.openText(r.Answer, "press:"+id)
		if err != nil {
			return press.Kept{}, false, err
		}
		k.Answer.Body = []byte(body)
	}
	return k, true, nil
}

// BindPress implements press.Store.
func (s *Presses) BindPress(ctx context.Context, p *press.Press) error {
	return s.db.inTx(press.With(ctx, p), func(*tx) error { return nil })
}

// KeepAnswer implements press.Store. Answers are encrypted: some hold codes and phone numbers.
func (s *Presses) KeepAnswer(ctx context.Context, p *press.Press, a press.Answer) error {
	sealed := ""
	if a.Lost || len(a.Body) > press.LongestAnswer {
		a.Status = lost
	} else {
		var err error
		if sealed, err = s.db.vault.sealText(string(a.Body), "press:"+p.ID); err != nil {
			return err
		}
	}
	if _, err := change(ctx, direct{s.db}, `UPDATE press SET status = ?, kind = ?, answer = ? WHERE id = ? AND deed = ? AND status = 0`,
		a.Status, a.Kind, sealed, p.ID, p.Sum); err != nil {
		return outage(fmt.Errorf("keep an answer: %w", err))
	}
	return nil
}

// bind adds the request's idempotency key to the transaction, unless an earlier transaction of the request did.
func (t *tx) bind(ctx context.Context, p *press.Press) error {
	if p == nil || p.Bound() {
		return nil
	}
	_, err := t.q.ExecContext(ctx, `INSERT INTO press (id, deed, at, status, kind, answer) VALUES (?, ?, ?, 0, '', '')`, p.ID, p.Sum, ms(t.now()))
	if err == nil || !duplicate(err) {
		return err
	}
	var r pressRow
	if err := get(ctx, t.q, &r, errNoPress, `SELECT deed, at, status, kind, answer FROM press WHERE id = ?`, p.ID); err != nil {
		return fmt.Errorf("press: %w", err)
	}
	return p.Meet(r.Sum)
}
