package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/notify"
)

type attemptRow struct {
	ID      int64          `db:"id"`
	Notice  int64          `db:"notice_id"`
	Channel notify.Channel `db:"channel"`
	OpenID  string         `db:"openid"`
	Outcome notify.Outcome `db:"outcome"`
	Final   bool           `db:"final"`
	MsgID   sql.NullString `db:"msgid"`
	Ref     sql.NullString `db:"ref"`
	Code    int            `db:"code"`
	Reason  string         `db:"reason"`
	At      int64          `db:"at"`
	Tries   int            `db:"tries"`
	Began   int64          `db:"began_at"`
	Again   int64          `db:"again_at"`
	Receipt int64          `db:"receipt_at"`
}

const attemptColumns = `id, notice_id, channel, openid, outcome, final, msgid, ref, code, reason, at, tries, began_at, again_at, receipt_at`

func (r attemptRow) attempt() notify.Attempt {
	return notify.Attempt{
		ID: r.ID, Notice: r.Notice, Channel: r.Channel, OpenID: r.OpenID, Outcome: r.Outcome, Final: r.Final,
		MsgID: r.MsgID.String, Ref: r.Ref.String, Code: r.Code, Reason: r.Reason, At: at(r.At), Tries: r.Tries,
		Began: at(r.Began), Again: at(r.Again), ReceiptAt: at(r.Receipt),
	}
}

func attempts(ctx context.Context, q sqlx.QueryerContext, notice int64) ([]notify.Attempt, error) {
	var rows []attemptRow
	if err := list(ctx, q, &rows, `
		SELECT `+attemptColumns+` FROM notify_attempt WHERE notice_id = ? ORDER BY id LIMIT 10`, notice); err != nil {
		return nil, fmt.Errorf("attempts: %w", err)
	}
	found := make([]notify.Attempt, len(rows))
	for i, r := range rows {
		found[i] = r.attempt()
	}
	return found, nil
}

// Attempts implements notify.Tx.
func (t *tx) Attempts(ctx context.Context, notice int64) ([]notify.Attempt, error) {
	return attempts(ctx, t.q, notice)
}

// AttemptsOf returns the attempts of a notice in order of id.
func (s *Notices) AttemptsOf(ctx context.Context, notice int64) ([]notify.Attempt, error) {
	return attempts(ctx, s.db.pool, notice)
}

// AddAttempt implements notify.Tx: a notice has at most one for each channel.
func (t *tx) AddAttempt(ctx context.Context, a *notify.Attempt) (err error) {
	a.ID, err = insert(ctx, t.q, `
		INSERT INTO notify_attempt (notice_id, channel, openid, outcome, final, msgid, ref, code, reason, at, tries, began_at, again_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Notice, a.Channel, a.OpenID, a.Outcome, a.Final, nullMsgID(a.MsgID), nullMsgID(a.Ref), a.Code, a.Reason, ms(a.At), a.Tries,
		ms(a.Began), ms(a.Again))
	if err != nil {
		return fmt.Errorf("add attempt: %w", err)
	}
	return nil
}

// SaveAttempt implements notify.Tx.
func (t *tx) SaveAttempt(ctx context.Context, a notify.Attempt) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE notify_attempt SET outcome = ?, final = ?, msgid = ?, ref = ?, code = ?, reason = ?, at = ?, tries = ?, again_at = ?, receipt_at = ?
		WHERE  id = ?`,
		a.Outcome, a.Final, nullMsgID(a.MsgID), nullMsgID(a.Ref), a.Code, a.Reason, ms(a.At), a.Tries, ms(a.Again), ms(a.ReceiptAt), a.ID); err != nil {
		return fmt.Errorf("save attempt: %w", err)
	}
	return nil
}

// AttemptOf implements notify.Tx.
func (t *tx) AttemptOf(ctx context.Context, channel notify.Channel, msgid string) (notify.Attempt, error) {
	return attemptOf(ctx, t.q, channel, msgid, "")
}

// LockAttemptOf implements notify.Tx.
func (t *tx) LockAttemptOf(ctx context.Context, channel notify.Channel, msgid string) (notify.Attempt, error) {
	return attemptOf(ctx, t.q, channel, msgid, t.e.forUpd)
}

func attemptOf(ctx context.Context, q sqlx.QueryerContext, channel notify.Channel, msgid, lock string) (notify.Attempt, error) {
	var r attemptRow
	if err := get(ctx, q, &r, notify.ErrMissing, `
		SELECT `+attemptColumns+` FROM notify_attempt
		WHERE  channel = ? AND msgid = ? ORDER BY id DESC LIMIT 1`+lock, channel, msgid); err != nil {
		return notify.Attempt{}, err
	}
	return r.attempt(), nil
}
