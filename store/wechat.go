package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/auth"
)

// keepTroubles is how long refusals of WeChat are kept for the operator.
const keepTroubles = 30 * 24 * time.Hour

var wechatData = data{tables: []Table{{
	Name: "wechat_trouble", Holds: "the answer of WeChat to a refused request", Keep: keepTroubles, From: "the last such answer",
	Job: DropOldRows, Column: "at",
}}}

// Troubles keeps refusals of the platform that only an operator can fix, so that every process reports them.
type Troubles struct{ db *DB }

// NewTroubles returns the records of refusals.
func NewTroubles(db *DB) *Troubles { return &Troubles{db} }

// Trouble is the last refusal with one cause.
type Trouble struct {
	Account auth.Account
	API     string
	Code    int
	Msg     string
	RID     string
	At      time.Time
}

// NoteTrouble saves the last refusal with a cause.
func (s *Troubles) NoteTrouble(ctx context.Context, account auth.Account, api string, code int, msg, rid string, heard time.Time) error {
	_, err := change(ctx, direct{s.db}, `
		INSERT INTO wechat_trouble (account, api, code, msg, rid, at) VALUES (?, ?, ?, ?, ?, ?)`+
		s.db.e.upsert("account, api, code", "msg", "rid", "at"), account, api, code, msg, rid, ms(heard))
	if err != nil {
		return fmt.Errorf("note trouble: %w", outage(err))
	}
	return nil
}

// Since returns the refusals since a time, newest first, at most 20.
func (s *Troubles) Since(ctx context.Context, since time.Time) ([]Trouble, error) {
	var rows []struct {
		Account auth.Account `db:"account"`
		API     string       `db:"api"`
		Code    int          `db:"code"`
		Msg     string       `db:"msg"`
		RID     string       `db:"rid"`
		At      int64        `db:"at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT account, api, code, msg, rid, at FROM wechat_trouble WHERE at >= ?
		ORDER BY at DESC, account, api, code LIMIT 20`, ms(since)); err != nil {
		return nil, fmt.Errorf("troubles: %w", err)
	}
	found := make([]Trouble, len(rows))
	for i, r := range rows {
		found[i] = Trouble{r.Account, r.API, r.Code, r.Msg, r.RID, at(r.At)}
	}
	return found, nil
}
