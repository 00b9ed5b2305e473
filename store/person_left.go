package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/auth"
	"linli/app/person"
)

// MarkLeft implements person.Tx. It keeps the later time.
func (t *tx) MarkLeft(ctx context.Context, account auth.Account, openid string, left time.Time) error {
	mark, err := t.vault.mark(openid)
	if err != nil {
		return err
	}
	_, err = t.q.ExecContext(ctx, `INSERT INTO person_left (account, mark, at) VALUES (?, ?, ?)`, account, mark, ms(left))
	if duplicate(err) {
		_, err = t.q.ExecContext(ctx, `UPDATE person_left SET at = ? WHERE account = ? AND mark = ? AND at < ?`,
			ms(left), account, mark, ms(left))
	}
	if err != nil {
		return fmt.Errorf("mark who left: %w", err)
	}
	return nil
}

// LeftAt implements person.Tx.
func (t *tx) LeftAt(ctx context.Context, account auth.Account, openid string) (time.Time, error) {
	mark, err := t.vault.mark(openid)
	if err != nil {
		return time.Time{}, err
	}
	var left int64
	err = get(ctx, t.q, &left, person.ErrMissing, `
		SELECT at FROM person_left WHERE account = ? AND mark = ?`+t.e.forUpd, account, mark)
	if err != nil && !errors.Is(err, person.ErrMissing) {
		return time.Time{}, err
	}
	return at(left), nil
}
