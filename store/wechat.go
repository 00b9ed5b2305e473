package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/auth"
)

// keepTroubles is for how long an operator may want to see what WeChat refused.
const keepTroubles = 30 * 24 * time.Hour

var wechatData = data{tables: []Table{{
	Name: "wechat_trouble", Holds: "what WeChat answered to a request it refused", Keep: keepTroubles, From: "the last such answer",
	Job: DropOldRows, Column: "at",
}}}

// Troubles keeps what the platform refuses and only an operator can mend, so that every process can tell of it.
type Troubles struct{ db *DB }

// NewTroubles returns the records of refusals.
func NewTroubles(db *DB) *Troubles { return &Troubles{db} }

// Trouble is the last word about one cause.
type Trouble struct {
	Account auth.Account
	API     string
	Code    int
	Msg     string
	RID     string
	At      time.Time
}

// NoteTrouble keeps the last word about a cause.
func (s *Troubles) NoteTrouble(ctx context.Context, account auth.Account, api string, code int, msg, rid string, heard time.Time) error {
	_, err := change(ctx, direct{s.db}, `
		INSERT INTO wechat_trouble (account, api, code, msg, rid, at) VALUES (?, ?, ?, ?, ?, ?)`+
		s.db.e.upsert("account, api, code", "msg", "rid", "at"), account, api, code, msg, rid, ms(heard))
	if err != nil {
		return fmt.Errorf("note trouble: %w", outage(err))
	}
	return nil
}

// Since returns what was heard since a time, newest first, at most 20 causes.
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
