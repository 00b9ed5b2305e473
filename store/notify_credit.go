package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/auth"
	"linli/app/notify"
)

// A consent is stored with the second in which it was given, because the platform's events arrive in any order. A row without
// credit is a refusal: it cancels all consents up to its time.

const ofConsent = `account = ? AND openid = ? AND template = ?`

// valid finds the consents that no refusal has cancelled.
const valid = ofConsent + ` AND credit > 0 AND at > COALESCE((
	SELECT MAX(no.at) FROM notify_consent no
	WHERE  no.account = ? AND no.openid = ? AND no.template = ? AND no.credit = 0), -1)`

// AddCredit implements notify.Tx.
func (t *tx) AddCredit(ctx context.Context, account auth.Account, openid, template string, given time.Time) error {
	add := func() (int64, error) {
		return change(ctx, t.q, `
			UPDATE notify_consent SET credit = credit + 1 WHERE `+ofConsent+` AND at = ? AND credit > 0`,
			account, openid, template, ms(given))
	}
	n, err := add()
	if err == nil && n == 0 {
		_, err = t.q.ExecContext(ctx, `
			INSERT INTO notify_consent (account, openid, template, at, credit) VALUES (?, ?, ?, ?, 1)`,
			account, openid, template, ms(given))
		if duplicate(err) { // a concurrent transaction added it, or it was refused in the same second
			_, err = add()
		}
	}
	if err != nil {
		return fmt.Errorf("add consent: %w", err)
	}
	return nil
}

// SpendCredit implements notify.Tx. It uses the oldest credit first.
func (t *tx) SpendCredit(ctx context.Context, account auth.Account, openid, template string) (bool, error) {
	var given int64
	err := get(ctx, t.q, &given, notify.ErrMissing, `
		SELECT at FROM notify_consent WHERE `+valid+` ORDER BY at LIMIT 1`+t.e.forUpd,
		account, openid, template, account, openid, template)
	if errors.Is(err, notify.ErrMissing) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("find consent: %w", err)
	}
	n, err := change(ctx, t.q, `
		DELETE FROM notify_consent WHERE `+ofConsent+` AND at = ? AND credit = 1`, account, openid, template, given)
	if err == nil && n == 0 {
		n, err = change(ctx, t.q, `
			UPDATE notify_consent SET credit = credit - 1 WHERE `+ofConsent+` AND at = ? AND credit > 1`,
			account, openid, template, given)
	}
	if err != nil {
		return false, fmt.Errorf("spend consent: %w", err)
	}
	return n > 0, nil
}

// HasCredit implements notify.Tx.
func (t *tx) HasCredit(ctx context.Context, account auth.Account, openid, template string) (bool, error) {
	var n int
	err := get(ctx, t.q, &n, notify.ErrMissing, `SELECT COUNT(*) FROM notify_consent WHERE `+valid,
		account, openid, template, account, openid, template)
	return n > 0, err
}

// RefuseCredit implements notify.Tx.
func (t *tx) RefuseCredit(ctx context.Context, account auth.Account, openid, template string, refused time.Time) error {
	if _, err := t.q.ExecContext(ctx, `
		DELETE FROM notify_consent WHERE `+ofConsent+` AND at <= ?`, account, openid, template, ms(refused)); err != nil {
		return fmt.Errorf("refuse consent: %w", err)
	}
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO notify_consent (account, openid, template, at, credit) VALUES (?, ?, ?, ?, 0)`+
		t.e.upsert("account, openid, template, at", "credit"), account, openid, template, ms(refused))
	if err != nil {
		return fmt.Errorf("keep refusal: %w", err)
	}
	return nil
}

// DeleteCredit implements notify.Tx.
func (t *tx) DeleteCredit(ctx context.Context, account auth.Account, openid, template string, until time.Time) error {
	if _, err := t.q.ExecContext(ctx, `
		DELETE FROM notify_consent WHERE `+ofConsent+` AND at <= ? AND credit > 0`, account, openid, template, ms(until)); err != nil {
		return fmt.Errorf("delete consents: %w", err)
	}
	return nil
}

// DeleteCredits implements closing.Tx.
func (t *tx) DeleteCredits(ctx context.Context, account auth.Account, openid string) error {
	for _, table := range []string{"notify_consent", "notify_credit"} { // the previous version reads notify_credit
		if _, err := t.q.ExecContext(ctx, `DELETE FROM `+table+` WHERE account = ? AND openid = ?`, account, openid); err != nil {
			return fmt.Errorf("delete consents: %w", err)
		}
	}
	return nil
}
