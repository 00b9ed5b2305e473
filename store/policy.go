package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/policy"
)

var policyData = data{
	tables: []Table{{
		Name: "policy_switch", Holds: "what a community has switched on, for what, until when, and who decided it", From: "until it is decided anew",
		Names: map[string]Fate{"by_id": byStaff},
	}},
}

// Policies implements policy.Store.
type Policies struct{ db *DB }

// NewPolicies returns the records of switches.
func NewPolicies(db *DB) *Policies { return &Policies{db} }

// InTx implements policy.Store.
func (s *Policies) InTx(ctx context.Context, do func(policy.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Switches implements policy.Store.
func (s *Policies) Switches(ctx context.Context) ([]policy.Switch, error) {
	return switches(ctx, s.db.pool, `keep_days >= 0 ORDER BY community_id, name LIMIT 100000`)
}

func switches(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]policy.Switch, error) {
	var rows []struct {
		Community int64       `db:"community_id"`
		Key       policy.Key  `db:"name"`
		On        bool        `db:"is_on"`
		Purpose   string      `db:"purpose"`
		Basis     string      `db:"basis"`
		From      int64       `db:"from_at"`
		Until     int64       `db:"until_at"`
		Keep      int         `db:"keep_days"`
		By        int64       `db:"by_id"`
		At        int64       `db:"at"`
		Told      policy.Told `db:"told"`
	}
	if err := list(ctx, q, &rows, `
		SELECT community_id, name, is_on, purpose, basis, from_at, until_at, keep_days, by_id, at, told
		FROM   policy_switch WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("switches: %w", err)
	}
	all := make([]policy.Switch, len(rows))
	for i, r := range rows {
		all[i] = policy.Switch{
			Community: r.Community, Key: r.Key, On: r.On, Purpose: r.Purpose, Basis: r.Basis, From: at(r.From), Until: at(r.Until),
			Keep: r.Keep, By: r.By, At: at(r.At), Told: r.Told,
		}
	}
	return all, nil
}

// SwitchesOf implements policy.Asked. A decision waits for the deeds that asked before it.
func (t *tx) SwitchesOf(ctx context.Context, community int64, key policy.Key) (own, county policy.Switch, err error) {
	all, err := switches(ctx, t.q, `community_id IN (?, 0) AND name = ? ORDER BY community_id LIMIT 2`+t.e.forShr, community, key)
	for _, s := range all {
		if s.Community == 0 {
			county = s
		} else {
			own = s
		}
	}
	return own, county, err
}

// SaveSwitch implements policy.Tx.
func (t *tx) SaveSwitch(ctx context.Context, s policy.Switch) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO policy_switch (community_id, name, is_on, purpose, basis, from_at, until_at, keep_days, by_id, at, told)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`+
		t.e.upsert("community_id, name", "is_on", "purpose", "basis", "from_at", "until_at", "keep_days", "by_id", "at", "told"),
		s.Community, s.Key, s.On, s.Purpose, s.Basis, ms(s.From), ms(s.Until), s.Keep, s.By, ms(s.At), s.Told); err != nil {
		return fmt.Errorf("save switch %s: %w", s.Key, err)
	}
	return nil
}
