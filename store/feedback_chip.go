package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"linli/app/feedback"
	"linli/app/wordlist"
)

// Words implements wordlist.Source.
func (s *Feedbacks) Words(ctx context.Context, l wordlist.List) ([]wordlist.Word, error) {
	return wordsIn(ctx, s.db.pool, l)
}

func hiddenChips(ctx context.Context, q sqlx.QueryerContext, communities []int64) ([]feedback.Hidden, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	var rows []struct {
		Community int64         `db:"community_id"`
		Kind      feedback.Kind `db:"kind"`
		Code      string        `db:"code"`
	}
	if err := list(ctx, q, &rows, `
		SELECT community_id, kind, code FROM feedback_hidden WHERE community_id IN (`+marks(len(communities))+`)
		ORDER  BY community_id, kind, code LIMIT 20000`, anys(communities)...); err != nil {
		return nil, fmt.Errorf("hidden chips: %w", err)
	}
	all := make([]feedback.Hidden, len(rows))
	for i, r := range rows {
		all[i] = feedback.Hidden(r)
	}
	return all, nil
}

// HiddenChips implements feedback.Store.
func (s *Feedbacks) HiddenChips(ctx context.Context, communities []int64) ([]feedback.Hidden, error) {
	return hiddenChips(ctx, s.db.pool, communities)
}

// HiddenChips implements feedback.Tx.
func (t *tx) HiddenChips(ctx context.Context, communities []int64) ([]feedback.Hidden, error) {
	return hiddenChips(ctx, t.q, communities)
}

// SaveHiddenChips implements feedback.Tx.
func (t *tx) SaveHiddenChips(ctx context.Context, community int64, all []feedback.Hidden) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM feedback_hidden WHERE community_id = ?`, community); err != nil {
		return fmt.Errorf("hide chips: %w", err)
	}
	for _, h := range all {
		if _, err := t.q.ExecContext(ctx, `INSERT INTO feedback_hidden (community_id, kind, code) VALUES (?, ?, ?)`, community, h.Kind, h.Code); err != nil {
			return fmt.Errorf("hide chips: %w", err)
		}
	}
	return nil
}

// apart splits names that were joined with 、.
func apart(names string) []string {
	if names == "" {
		return nil
	}
	return strings.Split(names, "、")
}
