package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/pace"
	"linli/app/when"
)

// paceRow is pace.Clocks as the columns that every table with clocks has.
type paceRow struct {
	Began       int64     `db:"began_at"`
	WholeDue    int64     `db:"whole_due_at"`
	WholeUnit   when.Unit `db:"whole_unit"`
	DueAt       int64     `db:"due_at"`
	DueUnit     when.Unit `db:"due_unit"`
	YellowAt    int64     `db:"yellow_at"`
	Warned      bool      `db:"warned"`
	StepsDone   int       `db:"steps_done"`
	Level       int       `db:"level"`
	AskedRole   auth.Role `db:"asked_role"`
	AskedArea   int64     `db:"asked_area"`
	AskedDue    int64     `db:"asked_due_at"`
	PausedAt    int64     `db:"paused_at"`
	PausedUntil int64     `db:"paused_until"`
	CheckAt     int64     `db:"check_at"`
}

const paceColumns = `began_at, whole_due_at, whole_unit, due_at, due_unit, yellow_at, warned, steps_done, level, asked_role,
	asked_area, asked_due_at, paused_at, paused_until, check_at`

func paceValues(p pace.Clocks) []any {
	return []any{
		ms(p.Began), ms(p.WholeDue), p.WholeUnit, ms(p.DueAt), p.DueUnit, ms(p.YellowAt), p.Warned, p.StepsDone, p.Level,
		p.Asked.Role, p.Asked.Area, ms(p.AskedDue), ms(p.PausedAt), ms(p.PausedUntil), ms(p.CheckAt),
	}
}

func (r paceRow) clocks() pace.Clocks {
	return pace.Clocks{
		Began: at(r.Began), WholeDue: at(r.WholeDue), WholeUnit: r.WholeUnit, DueAt: at(r.DueAt), DueUnit: r.DueUnit,
		YellowAt: at(r.YellowAt), Warned: r.Warned, StepsDone: r.StepsDone, Level: r.Level,
		Asked: pace.Post{Role: r.AskedRole, Area: r.AskedArea}, AskedDue: at(r.AskedDue), PausedAt: at(r.PausedAt),
		PausedUntil: at(r.PausedUntil), CheckAt: at(r.CheckAt),
	}
}

// lapsed returns the ids of the rows whose clocks require something by now, the earliest first.
func lapsed(ctx context.Context, q sqlx.QueryerContext, table string, now time.Time, most int) (ids []int64, err error) {
	err = list(ctx, q, &ids, `SELECT id FROM `+table+` WHERE check_at > 0 AND check_at <= ? ORDER BY check_at, id LIMIT ?`, ms(now), most)
	return ids, err
}
