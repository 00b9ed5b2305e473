package store

import (
	"linli/app/auth"
	"linli/app/pace"
	"linli/app/report"
	"linli/app/when"
)

// paceRow is pace.Clocks as columns of the table report.
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

// demandRow is an open supervision or a request for an extension.
type demandRow struct {
	SuperviseBy   int64             `db:"supervise_by"`
	SuperviseDue  int64             `db:"supervise_due_at"`
	SuperviseLate bool              `db:"supervise_late"`
	PostponeKind  pace.PostponeKind `db:"postpone_kind"`
	PostponeUntil int64             `db:"postpone_until"`
	PostponeBy    int64             `db:"postpone_by"`
	PostponeRole  auth.Role         `db:"postpone_role"`
	PostponeArea  int64             `db:"postpone_area"`
}

const demandColumns = `supervise_by, supervise_due_at, supervise_late, postpone_kind, postpone_until, postpone_by, postpone_role,
	postpone_area`

func demandValues(r report.Report) []any {
	s, p := r.Supervision, r.Postponing
	return []any{s.By, ms(s.DueAt), s.Late, p.Kind, ms(p.Until), p.By, p.To.Role, p.To.Area}
}

func (r demandRow) supervision() pace.Supervision {
	return pace.Supervision{By: r.SuperviseBy, DueAt: at(r.SuperviseDue), Late: r.SuperviseLate}
}

func (r demandRow) postponing() pace.Postponement {
	return pace.Postponement{
		Kind: r.PostponeKind, Until: at(r.PostponeUntil), By: r.PostponeBy, To: pace.Post{Role: r.PostponeRole, Area: r.PostponeArea},
	}
}
