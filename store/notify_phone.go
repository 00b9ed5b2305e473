package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// WokeBefore implements notify.Store.
func (s *Notices) WokeBefore(ctx context.Context, n notify.Notice, since time.Time) (bool, error) {
	var found int
	err := get(ctx, s.db.pool, &found, notify.ErrMissing, `
		SELECT COUNT(*) FROM notify_notice n
		WHERE  n.person_id = ? AND n.read_at = 0 AND n.id < ? AND n.about = ? AND n.created_at >= ?
		AND    EXISTS (SELECT 1 FROM notify_attempt a WHERE a.notice_id = n.id AND a.channel IN (?, ?))`,
		n.Person, n.ID, n.About, ms(since), notify.SMS, notify.Voice)
	return found > 0, err
}

// AttemptByRef implements notify.Tx.
func (t *tx) AttemptByRef(ctx context.Context, ref string) (notify.Attempt, error) {
	var r attemptRow
	if err := get(ctx, t.q, &r, notify.ErrMissing, `
		SELECT `+attemptColumns+` FROM notify_attempt WHERE ref = ?`, ref); err != nil {
		return notify.Attempt{}, err
	}
	return r.attempt(), nil
}

// MarkNoticeRead implements notify.Tx.
func (t *tx) MarkNoticeRead(ctx context.Context, id int64, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE notify_notice SET read_at = ? WHERE id = ? AND read_at = 0`, ms(now), id); err != nil {
		return fmt.Errorf("mark notice %d: %w", id, err)
	}
	return nil
}

// PhoneOf implements notify.Tx.
func (t *tx) PhoneOf(ctx context.Context, who int64) (person.Phone, error) {
	var sealed string
	err := get(ctx, t.q, &sealed, notify.ErrMissing, `SELECT phone_sealed FROM person WHERE id = ?`, who)
	if errors.Is(err, notify.ErrMissing) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("number of a person: %w", err)
	}
	return t.vault.openPhone(sealed)
}

// SpendPhone implements notify.Tx. The person's row and the day's are changed only below their caps, so of two messages at the
// same time only one takes the last place.
func (t *tx) SpendPhone(ctx context.Context, c notify.Channel, who int64, day when.Date, caps notify.Caps) (bool, error) {
	own, err := t.spend(ctx, "notify_phone_person", caps.Person, c, day, who)
	if err != nil || !own {
		return false, err
	}
	all, err := t.spend(ctx, "notify_phone_day", caps.County, c, day)
	if err == nil && !all {
		err = t.unspend(ctx, "notify_phone_person", c, day, who)
	}
	return all, err
}

// ReturnPhone implements notify.Tx.
func (t *tx) ReturnPhone(ctx context.Context, c notify.Channel, who int64, day when.Date) error {
	if err := t.unspend(ctx, "notify_phone_person", c, day, who); err != nil {
		return err
	}
	return t.unspend(ctx, "notify_phone_day", c, day)
}

// spend counts one message in the row of the day, or of the person on the day. A cap of 0 is none.
func (t *tx) spend(ctx context.Context, table string, most int, c notify.Channel, day when.Date, who ...int64) (bool, error) {
	if err := t.addPhoneRow(ctx, table, c, day, who...); err != nil {
		return false, err
	}
	n, err := change(ctx, t.q, `UPDATE `+table+` SET tries = tries + 1 WHERE (? = 0 OR tries < ?) AND day = ? AND channel = ?`+ofPerson(who),
		append([]any{most, most, day, c}, anys(who)...)...)
	if err != nil {
		return false, fmt.Errorf("count phone messages: %w", err)
	}
	return n > 0, nil
}

func (t *tx) unspend(ctx context.Context, table string, c notify.Channel, day when.Date, who ...int64) error {
	_, err := change(ctx, t.q, `UPDATE `+table+` SET tries = tries - 1 WHERE tries > 0 AND day = ? AND channel = ?`+ofPerson(who),
		append([]any{day, c}, anys(who)...)...)
	if err != nil {
		return fmt.Errorf("take phone message back: %w", err)
	}
	return nil
}

func ofPerson(who []int64) string {
	if len(who) == 0 {
		return ""
	}
	return ` AND person_id = ?`
}

// addPhoneRow adds the row if it is missing.
func (t *tx) addPhoneRow(ctx context.Context, table string, c notify.Channel, day when.Date, who ...int64) error {
	var n int
	args := append([]any{day, c}, anys(who)...)
	if err := get(ctx, t.q, &n, notify.ErrMissing, `SELECT COUNT(*) FROM `+table+` WHERE day = ? AND channel = ?`+ofPerson(who), args...); err != nil || n > 0 {
		return err
	}
	query := `INSERT INTO notify_phone_day (day, channel, tries, arrived, failed, wrong, units) VALUES (?, ?, 0, 0, 0, 0, 0)`
	if len(who) > 0 {
		query = `INSERT INTO notify_phone_person (day, channel, person_id, tries, at) VALUES (?, ?, ?, 0, ?)`
		args = append(args, ms(day.Time()))
	}
	if _, err := t.q.ExecContext(ctx, query, args...); err != nil && !duplicate(err) { // another transaction added it
		return fmt.Errorf("begin count of phone messages: %w", err)
	}
	return nil
}

// CountPhone implements notify.Tx.
func (t *tx) CountPhone(ctx context.Context, c notify.Channel, day when.Date, more notify.Count) error {
	if err := t.addPhoneRow(ctx, "notify_phone_day", c, day); err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE notify_phone_day SET arrived = arrived + ?, failed = failed + ?, wrong = wrong + ?, units = units + ?
		WHERE  day = ? AND channel = ?`, more.Arrived, more.Failed, more.Wrong, more.Units, day, c); err != nil {
		return fmt.Errorf("count phone messages: %w", err)
	}
	return nil
}

// PhoneDays returns the figures of the telephone channels since a day, the newest first.
func (s *Notices) PhoneDays(ctx context.Context, since when.Date) ([]notify.Count, error) {
	var rows []struct {
		Day     when.Date      `db:"day"`
		Channel notify.Channel `db:"channel"`
		Tries   int            `db:"tries"`
		Arrived int            `db:"arrived"`
		Failed  int            `db:"failed"`
		Wrong   int            `db:"wrong"`
		Units   int            `db:"units"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT day, channel, tries, arrived, failed, wrong, units FROM notify_phone_day
		WHERE  day >= ? ORDER BY day DESC, channel LIMIT 200`, since); err != nil {
		return nil, fmt.Errorf("figures of the telephone: %w", err)
	}
	days := make([]notify.Count, len(rows))
	for i, r := range rows {
		days[i] = notify.Count(r)
	}
	return days, nil
}

// PhoneTrouble returns why a provider refused the newest message that only an operator can fix, since a time, or "".
func (s *Notices) PhoneTrouble(ctx context.Context, c notify.Channel, since time.Time) (string, error) {
	var reasons []string
	err := list(ctx, s.db.pool, &reasons, `
		SELECT reason FROM notify_attempt WHERE channel = ? AND outcome = ? AND at >= ? ORDER BY id DESC LIMIT 1`,
		c, notify.Wrong, ms(since))
	if err != nil || len(reasons) == 0 {
		return "", err
	}
	return reasons[0], nil
}
