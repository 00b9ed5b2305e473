package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/bulletin"
	"linli/app/roster"
)

var bulletinData = data{
	tables: []Table{{Name: "bulletin", Holds: "the publisher", From: ofDuty, Names: map[string]Fate{"by_id": byStaff}}},
	carry:  (*tx).carryBulletins,
}

// Bulletins implements bulletin.Store.
type Bulletins struct{ db *DB }

// NewBulletins returns the records of bulletins.
func NewBulletins(db *DB) *Bulletins { return &Bulletins{db} }

// InTx implements bulletin.Store.
func (s *Bulletins) InTx(ctx context.Context, do func(bulletin.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type bulletinRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Area      int64          `db:"area_id"`
	Title     string         `db:"title"`
	Text      string         `db:"text"`
	Pinned    bool           `db:"pinned"`
	By        int64          `db:"by_id"`
	Request   sql.NullString `db:"request"`
	From      int64          `db:"from_at"`
	Until     int64          `db:"until_at"`
	Withdrawn int64          `db:"withdrawn_at"`
}

func bulletins(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]bulletin.Bulletin, error) {
	var rows []bulletinRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, area_id, title, text, pinned, by_id, request, from_at, until_at, withdrawn_at
		FROM   bulletin WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("bulletins: %w", err)
	}
	all := make([]bulletin.Bulletin, len(rows))
	for i, r := range rows {
		all[i] = bulletin.Bulletin{
			ID: r.ID, Community: r.Community, Area: r.Area, Title: r.Title, Text: r.Text, Pinned: r.Pinned, By: r.By,
			Request: r.Request.String, From: at(r.From), Until: at(r.Until), WithdrawnAt: at(r.Withdrawn),
		}
	}
	return all, nil
}

// oneBulletin returns the first row, or bulletin.ErrMissing.
func oneBulletin(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (bulletin.Bulletin, error) {
	all, err := bulletins(ctx, q, where, args...)
	return first(all, err, bulletin.ErrMissing)
}

// Hanging implements bulletin.Store.
func (s *Bulletins) Hanging(ctx context.Context, areas []int64, now time.Time, most int) ([]bulletin.Bulletin, error) {
	if len(areas) == 0 {
		return nil, nil
	}
	return bulletins(ctx, s.db.pool, `area_id IN (`+marks(len(areas))+`) AND withdrawn_at = 0 AND until_at > ? AND from_at <= ?
		ORDER BY pinned DESC, id DESC LIMIT ?`, append(anys(areas), ms(now), ms(now), most)...)
}

// Published implements bulletin.Store.
func (s *Bulletins) Published(ctx context.Context, areas []int64, before int64, most int) ([]bulletin.Bulletin, error) {
	if len(areas) == 0 {
		return nil, nil
	}
	return bulletins(ctx, s.db.pool, `area_id IN (`+marks(len(areas))+`) AND withdrawn_at = 0 AND id < ?
		ORDER BY id DESC LIMIT ?`, append(anys(areas), from(before), most)...)
}

// Bulletin implements bulletin.Store.
func (s *Bulletins) Bulletin(ctx context.Context, id int64) (bulletin.Bulletin, error) {
	return oneBulletin(ctx, s.db.pool, `id = ?`, id)
}

// LockBulletin implements bulletin.Tx.
func (t *tx) LockBulletin(ctx context.Context, id int64) (bulletin.Bulletin, error) {
	return oneBulletin(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// AddBulletin implements bulletin.Tx.
func (t *tx) AddBulletin(ctx context.Context, b *bulletin.Bulletin) (bool, error) {
	id, err := insert(ctx, t.q, `
		INSERT INTO bulletin (community_id, area_id, title, text, pinned, by_id, request, from_at, until_at, withdrawn_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		b.Community, b.Area, b.Title, b.Text, b.Pinned, b.By, nullText(b.Request), ms(b.From), ms(b.Until))
	if duplicate(err) {
		*b, err = oneBulletin(ctx, t.q, `by_id = ? AND request = ?`, b.By, b.Request)
		return false, err
	}
	if err != nil {
		return false, fmt.Errorf("add bulletin: %w", err)
	}
	b.ID = id
	return true, nil
}

// WithdrawBulletin implements bulletin.Tx.
func (t *tx) WithdrawBulletin(ctx context.Context, id int64, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE bulletin SET withdrawn_at = ? WHERE id = ?`, ms(now), id); err != nil {
		return fmt.Errorf("withdraw bulletin %d: %w", id, err)
	}
	return nil
}

// carryBulletins moves the bulletins of an area to its new community.
func (t *tx) carryBulletins(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE bulletin SET community_id = ? WHERE area_id = ?`, m.To.Community, m.Area); err != nil {
		return fmt.Errorf("carry bulletins: %w", err)
	}
	return nil
}
