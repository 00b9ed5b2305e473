package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/inbox"
	"linli/app/notify"
)

var notifyData = data{
	tables: []Table{
		{
			Name: "notify_attempt", Holds: "openid of a notice's receiver, and the result", Keep: notify.KeepAttempts,
			From: "the last attempt", Job: DropOldRows, Column: "at", Also: "closing",
		},
		{
			Name: "notify_consent", Holds: "openid and template of a consent", From: "until it is used or taken back",
			Also: "sending; refusing; closing",
		},
		{
			Name: "notify_credit", Holds: "openid and template of a consent, as 0.9.0 kept them",
			From: "until the version after 0.11.0 drops the table: 0.10.0 must work on it", Also: "closing",
		},
		{
			Name: "notify_notice", Holds: "the receiver of a notice, its kind and facts", Keep: notify.KeepNotices,
			From: "the notice; an undelivered one stays until staff have told the person", Job: DropOldRows, Column: "created_at",
			Unless: `state IN ('pending', 'undelivered')`, Also: "closing",
			Names: map[string]Fate{"person_id": {Leave: "the community sees undelivered notices"}},
		},
		{
			Name: "notify_phone_day", Impersonal: "numbers of SMS and calls by day",
		},
		{
			Name: "notify_phone_person", Holds: "how many SMS and calls a person got on one day", Keep: notify.KeepPhoneCounts,
			From: "that day", Job: DropOldRows, Column: "at",
			Names: map[string]Fate{"person_id": always("the row is deleted after three days")},
		},
		{
			Name: "notify_receipt", Holds: "number of a message, whether it arrived", Keep: notify.KeepReceipts, From: "the receipt",
			Job: DropOldRows, Column: "at",
		},
		{Name: "notify_version", Impersonal: "a counter"},
		{
			Name: "notify_words", Holds: "words of the county for a kind of notice, and who wrote them", From: "until the kind is worded again",
			Names: map[string]Fate{"by_id": byStaff},
		},
	},
	move: (*tx).moveNotices,
}

// Notices implements notify.Store.
type Notices struct{ db *DB }

// NewNotices returns the records of notices.
func NewNotices(db *DB) *Notices { return &Notices{db} }

// InTx implements notify.Store.
func (s *Notices) InTx(ctx context.Context, do func(notify.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type noticeRow struct {
	ID        int64        `db:"id"`
	Person    int64        `db:"person_id"`
	Community int64        `db:"community_id"`
	Kind      string       `db:"kind"`
	About     string       `db:"about"`
	Facts     string       `db:"facts"`
	Urgent    bool         `db:"urgent"`
	State     notify.State `db:"state"`
	DueAt     int64        `db:"due_at"`
	CreatedAt int64        `db:"created_at"`
	SentAt    int64        `db:"sent_at"`
	ReadAt    int64        `db:"read_at"`
	Folded    int64        `db:"folded"`
}

const noticeColumns = `id, person_id, community_id, kind, about, facts, urgent, state, due_at, created_at, sent_at, read_at, folded`

func (r noticeRow) notice() (notify.Notice, error) {
	n := notify.Notice{
		ID: r.ID, Person: r.Person, Community: r.Community, Kind: notify.Kind{Name: r.Kind}, About: r.About, Urgent: r.Urgent,
		State: r.State, DueAt: at(r.DueAt), CreatedAt: at(r.CreatedAt), SentAt: at(r.SentAt), ReadAt: at(r.ReadAt),
		Folded: r.Folded,
	}
	if err := json.Unmarshal([]byte(r.Facts), &n.Facts); err != nil {
		return n, fmt.Errorf("facts of notice %d: %w", r.ID, err)
	}
	return n, nil
}

func notices(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]notify.Notice, error) {
	var rows []noticeRow
	if err := list(ctx, q, &rows, `SELECT `+noticeColumns+` FROM notify_notice WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("notices: %w", err)
	}
	found := make([]notify.Notice, len(rows))
	for i, r := range rows {
		n, err := r.notice()
		if err != nil {
			return nil, err
		}
		found[i] = n
	}
	return found, nil
}

// Notice implements notify.Store.
func (s *Notices) Notice(ctx context.Context, id int64) (notify.Notice, error) {
	var r noticeRow
	if err := get(ctx, s.db.pool, &r, notify.ErrMissing, `SELECT `+noticeColumns+` FROM notify_notice WHERE id = ?`, id); err != nil {
		return notify.Notice{}, err
	}
	return r.notice()
}

// NoticesOf implements notify.Store. It leaves out digests, whose notices are listed themselves.
func (s *Notices) NoticesOf(ctx context.Context, person, before int64, most int) ([]notify.Notice, error) {
	return notices(ctx, s.db.pool, `person_id = ? AND id < ? AND kind <> ? ORDER BY id DESC LIMIT ?`,
		person, from(before), notify.Digest.Name, most)
}

// from returns the upper bound of ids of a page, for lists with the newest first.
func from(before int64) int64 {
	if before <= 0 {
		return 1<<63 - 1
	}
	return before
}

// Unread implements notify.Store.
func (s *Notices) Unread(ctx context.Context, person int64) (int, error) {
	var n int
	err := get(ctx, s.db.pool, &n, notify.ErrMissing, `
		SELECT COUNT(*) FROM notify_notice WHERE person_id = ? AND read_at = 0 AND kind <> ?`, person, notify.Digest.Name)
	return n, err
}

// MarkRead implements notify.Store.
func (s *Notices) MarkRead(ctx context.Context, person, id int64, now time.Time) error {
	n, err := change(ctx, direct{s.db}, `
		UPDATE notify_notice SET read_at = CASE WHEN read_at = 0 THEN ? ELSE read_at END
		WHERE  id = ? AND person_id = ?`, ms(now), id, person)
	if err == nil && n == 0 {
		return notify.ErrMissing
	}
	return outage(err)
}

// AddNotice implements notify.Outbox.
func (t *tx) AddNotice(ctx context.Context, n *notify.Notice) error {
	facts, err := json.Marshal(n.Facts)
	if err != nil {
		return fmt.Errorf("encode facts: %w", err)
	}
	n.ID, err = insert(ctx, t.q, `
		INSERT INTO notify_notice (person_id, community_id, kind, about, facts, urgent, state, due_at, created_at,
			sent_at, read_at, folded)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)`,
		n.Person, n.Community, n.Kind.Name, n.About, string(facts), n.Urgent, n.State, ms(n.DueAt), ms(n.CreatedAt))
	if err != nil {
		return fmt.Errorf("add notice: %w", err)
	}
	return nil
}

// LockNotice implements notify.Tx.
func (t *tx) LockNotice(ctx context.Context, id int64) (notify.Notice, error) {
	var r noticeRow
	if err := get(ctx, t.q, &r, notify.ErrMissing, `
		SELECT `+noticeColumns+` FROM notify_notice WHERE id = ?`+t.e.forUpd, id); err != nil {
		return notify.Notice{}, err
	}
	return r.notice()
}

// SaveNotice implements notify.Tx.
func (t *tx) SaveNotice(ctx context.Context, n notify.Notice) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE notify_notice SET state = ?, due_at = ?, sent_at = ?, folded = ? WHERE id = ?`,
		n.State, ms(n.DueAt), ms(n.SentAt), n.Folded, n.ID); err != nil {
		return fmt.Errorf("save notice %d: %w", n.ID, err)
	}
	return nil
}

// LockInbox implements notify.Tx. It locks the person's row, so notices to one person are sent one at a time; SQLite has one writer
// anyway.
func (t *tx) LockInbox(ctx context.Context, notice int64) error {
	if t.e.oneAtA {
		return nil
	}
	var person int64
	if err := get(ctx, t.q, &person, notify.ErrMissing, `SELECT person_id FROM notify_notice WHERE id = ?`, notice); err != nil {
		return err
	}
	return get(ctx, t.q, &person, notify.ErrMissing, `SELECT id FROM person WHERE id = ?`+t.e.forUpd, person)
}

// PendingOf implements notify.Tx.
func (t *tx) PendingOf(ctx context.Context, person int64, now time.Time, most int) ([]notify.Notice, error) {
	return notices(ctx, t.q, `person_id = ? AND state = ? AND due_at <= ? AND urgent = 0 AND folded = 0
		AND NOT EXISTS (SELECT 1 FROM notify_attempt a WHERE a.notice_id = notify_notice.id AND a.channel <> ?)
		ORDER BY id LIMIT ?`+t.e.forUpd, person, notify.Pending, ms(now), notify.InChat, most)
}

// FoldedInto implements notify.Tx.
func (t *tx) FoldedInto(ctx context.Context, digest int64) ([]notify.Notice, error) {
	return notices(ctx, t.q, `folded = ? AND state = ? ORDER BY id LIMIT 200`+t.e.forUpd, digest, notify.Folded)
}

// Addresses implements notify.Tx.
func (t *tx) Addresses(ctx context.Context, person int64) ([]notify.Address, error) {
	var rows []struct {
		Account auth.Account `db:"account"`
		OpenID  string       `db:"openid"`
	}
	if err := list(ctx, t.q, &rows, `
		SELECT account, openid FROM person_identity
		WHERE  person_id = ? AND (account <> ? OR follows = 1)
		ORDER  BY id DESC LIMIT 20`, person, auth.OA); err != nil {
		return nil, fmt.Errorf("addresses: %w", err)
	}
	found := make([]notify.Address, len(rows))
	for i, r := range rows {
		found[i] = notify.Address{Channel: r.Account, OpenID: r.OpenID}
	}
	return found, nil
}

// Spoke implements notify.Tx.
func (t *tx) Spoke(ctx context.Context, person int64) (openid string, spoke time.Time, err error) {
	return lastWords(ctx, t.q, person)
}

func lastWords(ctx context.Context, q sqlx.QueryerContext, person int64) (openid string, spoke time.Time, err error) {
	var r struct {
		OpenID string `db:"openid"`
		Spoke  int64  `db:"spoke_at"`
	}
	err = get(ctx, q, &r, notify.ErrMissing, `
		SELECT openid, spoke_at FROM person_identity WHERE person_id = ? AND account = ? AND follows = 1
		ORDER BY spoke_at DESC LIMIT 1`, person, auth.OA)
	return r.OpenID, at(r.Spoke), err
}

// moveNotices moves one person's notices to another.
func (t *tx) moveNotices(ctx context.Context, from, to int64) error {
	_, err := t.q.ExecContext(ctx, `UPDATE notify_notice SET person_id = ? WHERE person_id = ?`, to, from)
	if err != nil {
		return fmt.Errorf("move notices: %w", err)
	}
	return nil
}

// DeleteNotices implements closing.Tx.
func (t *tx) DeleteNotices(ctx context.Context, person int64) error {
	if _, err := t.q.ExecContext(ctx, `
		DELETE FROM notify_attempt WHERE notice_id IN (SELECT id FROM notify_notice WHERE person_id = ?)`, person); err != nil {
		return fmt.Errorf("delete attempts: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM notify_notice WHERE person_id = ?`, person); err != nil {
		return fmt.Errorf("delete notices: %w", err)
	}
	return nil
}

// KeepReceipt implements notify.Tx.
func (t *tx) KeepReceipt(ctx context.Context, channel notify.Channel, r inbox.Receipt, now time.Time) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO notify_receipt (channel, msgid, ok, reason, at, said_at) VALUES (?, ?, ?, ?, ?, ?)`,
		channel, r.MsgID, r.OK, r.Reason, ms(now), ms(r.At))
	if duplicate(err) {
		_, err = t.q.ExecContext(ctx, `
			UPDATE notify_receipt SET ok = ?, reason = ?, said_at = ? WHERE channel = ? AND msgid = ? AND said_at < ?`,
			r.OK, r.Reason, ms(r.At), channel, r.MsgID, ms(r.At))
	}
	if err != nil {
		return fmt.Errorf("keep receipt: %w", err)
	}
	return nil
}

// TakeReceipt implements notify.Tx.
func (t *tx) TakeReceipt(ctx context.Context, channel notify.Channel, msgid string) (inbox.Receipt, error) {
	var r struct {
		OK     bool   `db:"ok"`
		Reason string `db:"reason"`
		SaidAt int64  `db:"said_at"`
	}
	if err := get(ctx, t.q, &r, notify.ErrMissing, `
		SELECT ok, reason, said_at FROM notify_receipt WHERE channel = ? AND msgid = ?`+t.e.forUpd, channel, msgid); err != nil {
		return inbox.Receipt{}, err
	}
	_, err := t.q.ExecContext(ctx, `DELETE FROM notify_receipt WHERE channel = ? AND msgid = ?`, channel, msgid)
	return inbox.Receipt{MsgID: msgid, OK: r.OK, Reason: r.Reason, At: at(r.SaidAt)}, err
}

func nullMsgID(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
