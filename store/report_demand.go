package store

import (
	"linli/app/auth"
	"linli/app/pace"
	"linli/app/report"
)

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
