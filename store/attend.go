package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/attend"
	"linli/app/when"
)

var attendData = data{
	tables: []Table{{
		Name: "attend_day", Holds: "when a member of staff checked in, first and last", Keep: attend.MostKeep * 24 * time.Hour,
		From: "the day at most; mostly sooner, as the switch of the community says", Job: "drop_switched_off",
		Names: map[string]Fate{"person_id": byStaff},
	}, {
		Name: "attend_month", Holds: "what a member of staff confirmed of a month, and who saw it", Keep: attend.MostKeep * 24 * time.Hour,
		From: "its last day at most; mostly sooner, as the switch of the community says", Job: "drop_switched_off",
		Names: map[string]Fate{"person_id": byStaff, "seen_by": byStaff},
	}, {
		Name: "attend_dispute", Holds: "a line of a month that its person disputed, and the answer", Keep: attend.MostKeep * 24 * time.Hour,
		From: "the last day of the month at most; mostly sooner, as the switch of the community says", Job: "drop_switched_off",
		Names: map[string]Fate{"person_id": byStaff, "answered_by": byStaff},
	}},
}

// Attendances implements attend.Store.
type Attendances struct{ db *DB }

// NewAttendances returns the records of check-ins.
func NewAttendances(db *DB) *Attendances { return &Attendances{db} }

// InTx implements attend.Store.
func (s *Attendances) InTx(ctx context.Context, do func(attend.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// DaysOf implements attend.Store.
func (s *Attendances) DaysOf(ctx context.Context, who int64, from when.Date) ([]attend.Day, error) {
	var rows []struct {
		Community int64 `db:"community_id"`
		Day       int   `db:"day"`
		First     int64 `db:"first_at"`
		Last      int64 `db:"last_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT community_id, day, first_at, last_at FROM attend_day WHERE person_id = ? AND day >= ? ORDER BY day DESC, community_id LIMIT 500`,
		who, int(from)); err != nil {
		return nil, fmt.Errorf("days of attendance: %w", err)
	}
	days := make([]attend.Day, len(rows))
	for i, r := range rows {
		days[i] = attend.Day{Person: who, Community: r.Community, Day: when.Date(r.Day), First: at(r.First), Last: at(r.Last)}
	}
	return days, nil
}

// DropDays implements attend.Store.
func (s *Attendances) DropDays(ctx context.Context, community int64, before when.Date) (int, error) {
	n, err := change(ctx, direct{s.db}, `DELETE FROM attend_day WHERE community_id = ? AND day < ?`, community, int(before))
	return int(n), err
}

// CheckIn implements attend.Tx.
func (t *tx) CheckIn(ctx context.Context, d attend.Day) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO attend_day (person_id, community_id, day, first_at, last_at) VALUES (?, ?, ?, ?, ?)`+
		t.e.upsert("person_id, community_id, day", "last_at"), d.Person, d.Community, int(d.Day), ms(d.First), ms(d.Last)); err != nil {
		return fmt.Errorf("check in: %w", err)
	}
	return nil
}
