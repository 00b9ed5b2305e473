package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/feedback"
	"linli/app/pages"
)

// unlimited stands for the limit of a call that has none: behind all others.
const unlimited = int64(1) << 62

type followUpRow struct {
	ID        int64           `db:"id"`
	Source    feedback.Source `db:"source"`
	About     int64           `db:"about_id"`
	Community int64           `db:"community_id"`
	Since     int64           `db:"since_at"`
	DueAt     int64           `db:"due_at"`
	Told      feedback.Told   `db:"told"`
	DoneAt    int64           `db:"done_at"`
	DoneBy    int64           `db:"done_by"`
	Words     string          `db:"words"`
	Deed      string          `db:"deed"`
}

func followUps(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]feedback.FollowUp, error) {
	var rows []followUpRow
	if err := list(ctx, q, &rows, `SELECT id, source, about_id, community_id, since_at, due_at, told, done_at, done_by, words, deed FROM feedback_follow_up WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("follow-ups: %w", err)
	}
	all := make([]feedback.FollowUp, len(rows))
	for i, r := range rows {
		all[i] = feedback.FollowUp{
			ID: r.ID, Source: r.Source, About: r.About, Community: r.Community, Since: at(r.Since), Told: r.Told, DoneAt: at(r.DoneAt),
			DoneBy: r.DoneBy, Words: r.Words, Deed: r.Deed,
		}
		if r.DueAt != unlimited {
			all[i].DueAt = at(r.DueAt)
		}
	}
	return all, nil
}

func followUpLimit(due time.Time) int64 {
	if due.IsZero() {
		return unlimited
	}
	return ms(due)
}

// FollowUp implements feedback.Store.
func (s *Feedbacks) FollowUp(ctx context.Context, id int64) (feedback.FollowUp, error) {
	all, err := followUps(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, feedback.ErrFollowUp)
}

// openIn returns the condition of the open follow-ups somebody looks at. false: they look at none.
func openIn(in feedback.Where) (where string, args []any, ok bool) {
	switch {
	case in.Everywhere:
		return `done_at = 0`, nil, true
	case len(in.Communities) == 0:
		return "", nil, false
	}
	return `community_id IN (` + marks(len(in.Communities)) + `) AND done_at = 0`, anys(in.Communities), true
}

// FollowUps implements feedback.Store.
func (s *Feedbacks) FollowUps(ctx context.Context, in feedback.Where, after pages.Cursor, most int) ([]feedback.FollowUp, error) {
	where, args, ok := openIn(in)
	if !ok {
		return nil, nil
	}
	return followUps(ctx, s.db.pool, where+` AND (due_at > ? OR due_at = ? AND id > ?) ORDER BY due_at, id LIMIT ?`,
		append(args, after.Key, after.Key, after.ID, most)...)
}

// CountFollowUps implements feedback.Store.
func (s *Feedbacks) CountFollowUps(ctx context.Context, in feedback.Where) (n int, err error) {
	where, args, ok := openIn(in)
	if !ok {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM feedback_follow_up WHERE `+where, args...)
	return n, err
}

// FollowUpsDue implements feedback.Store.
func (s *Feedbacks) FollowUpsDue(ctx context.Context, before time.Time, most int) ([]feedback.FollowUp, error) {
	return followUps(ctx, s.db.pool, `done_at = 0 AND due_at < ? AND told < ? ORDER BY due_at, id LIMIT ?`, ms(before), feedback.ToldLate, most)
}

// OpenFollowUp implements feedback.FollowUps.
func (t *tx) OpenFollowUp(ctx context.Context, f feedback.FollowUp) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO feedback_follow_up (source, about_id, community_id, since_at, due_at, told, done_at, done_by, words, deed)
		VALUES (?, ?, ?, ?, ?, ?, 0, 0, '', '')`+t.e.upsert("source, about_id", "community_id", "since_at", "due_at", "told", "done_at", "done_by", "words", "deed"),
		f.Source, f.About, f.Community, ms(f.Since), followUpLimit(f.DueAt), f.Told); err != nil {
		return fmt.Errorf("open follow-up: %w", err)
	}
	return nil
}

// EndFollowUp implements feedback.FollowUps.
func (t *tx) EndFollowUp(ctx context.Context, of feedback.Source, about, by int64, words string, at time.Time) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE feedback_follow_up SET done_at = ?, done_by = ?, words = ? WHERE source = ? AND about_id = ? AND done_at = 0`,
		ms(at), by, words, of, about); err != nil {
		return fmt.Errorf("end follow-up: %w", err)
	}
	return nil
}

// LockFollowUp implements feedback.Tx.
func (t *tx) LockFollowUp(ctx context.Context, id int64) (feedback.FollowUp, error) {
	all, err := followUps(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, feedback.ErrFollowUp)
}

// SaveFollowUp implements feedback.Tx.
func (t *tx) SaveFollowUp(ctx context.Context, f feedback.FollowUp) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE feedback_follow_up SET told = ?, done_at = ?, done_by = ?, words = ?, deed = ? WHERE id = ?`,
		f.Told, ms(f.DoneAt), f.DoneBy, f.Words, f.Deed, f.ID); err != nil {
		return fmt.Errorf("save follow-up %d: %w", f.ID, err)
	}
	return nil
}
