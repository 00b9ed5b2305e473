package store

import (
	"context"
	"fmt"

	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

var planData = data{tables: []Table{{
	Name: "plan_reason", Holds: "why somebody did not do what was planned", Keep: work.Keep, From: "the day it was written",
	Job: DropOldRows, Column: "at", Names: map[string]Fate{"person_id": byStaff, "written_by": byStaff},
}}}

// AddReason implements plan.Log.
func (t *tx) AddReason(ctx context.Context, r plan.Reason) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO plan_reason (community_id, plan, person_id, day, reason, words, written_by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`+
		t.e.upsert("plan, person_id, day", "reason", "words", "written_by", "at"),
		r.Community, r.Plan, r.Person, int(r.Day), r.Key, r.Words, r.By, ms(r.At)); err != nil {
		return fmt.Errorf("add reason: %w", err)
	}
	return nil
}

// Reasons implements plan.Reasons.
type Reasons struct{ db *DB }

// NewReasons returns the reasons.
func NewReasons(db *DB) *Reasons { return &Reasons{db} }

// ReasonsOf implements plan.Reasons.
func (s *Reasons) ReasonsOf(ctx context.Context, persons []int64, begin, end when.Date) ([]plan.Reason, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	return s.reasons(ctx, `person_id IN (`+marks(len(persons))+`)`, anys(persons), begin, end)
}

// ReasonsFor implements plan.Reasons.
func (s *Reasons) ReasonsFor(ctx context.Context, plans []string, begin, end when.Date) ([]plan.Reason, error) {
	if len(plans) == 0 {
		return nil, nil
	}
	return s.reasons(ctx, `plan IN (`+marks(len(plans))+`)`, anys(plans), begin, end)
}

func (s *Reasons) reasons(ctx context.Context, where string, args []any, begin, end when.Date) ([]plan.Reason, error) {
	var rows []struct {
		ID        int64     `db:"id"`
		Community int64     `db:"community_id"`
		Plan      string    `db:"plan"`
		Person    int64     `db:"person_id"`
		Day       when.Date `db:"day"`
		Key       string    `db:"reason"`
		Words     string    `db:"words"`
		By        int64     `db:"written_by"`
		At        int64     `db:"at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, community_id, plan, person_id, day, reason, words, written_by, at FROM plan_reason
		WHERE  `+where+` AND day BETWEEN ? AND ? ORDER BY id LIMIT 5000`,
		append(args, int(begin), int(end))...); err != nil {
		return nil, fmt.Errorf("reasons: %w", err)
	}
	found := make([]plan.Reason, len(rows))
	for i, r := range rows {
		found[i] = plan.Reason{
			ID: r.ID, Community: r.Community, Plan: r.Plan, Person: r.Person, Day: r.Day, Key: r.Key, Words: r.Words, By: r.By, At: at(r.At),
		}
	}
	return found, nil
}

// dropReasons deletes the reasons of a plan for days before one.
func dropReasons(ctx context.Context, q direct, of string, before when.Date) (int, error) {
	n, err := change(ctx, q, `DELETE FROM plan_reason WHERE plan = ? AND day < ?`, of, int(before))
	if err != nil {
		return 0, fmt.Errorf("drop reasons: %w", err)
	}
	return int(n), nil
}
