package appraisal

import (
	"context"
	"time"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/report"
	"linli/app/text"
)

// The faults of marks.
var (
	ErrMarks = fault.New(fault.Invalid, "appraisal.marks", "工作效率、处置结果、服务态度请各选 1 至 5 分")
	ErrWords = fault.New(fault.Invalid, "appraisal.words", "评语最多 400 字")
	ErrOrg   = fault.New(fault.Invalid, "appraisal.org", "这个单位没有办过这件事")
	ErrTwice = fault.New(fault.Conflict, "appraisal.twice", "这件事已经评价过这个单位了")
	ErrMonth = fault.New(fault.Invalid, "appraisal.month", "月份请按“2026-11”填写")
)

// Mark is 下评上: a community's judgement of how an org handled one report. It is given once and never changed.
type Mark struct {
	Report                       int64
	Org                          int64
	Community                    int64
	Person                       int64 // person who gave it; stored, never shown
	Request                      string
	Efficiency, Result, Attitude int // 1 to 5
	Words                        string
	At                           time.Time
}

// Check returns the fault of an invalid mark.
func (m Mark) Check() error {
	for _, n := range []int{m.Efficiency, m.Result, m.Attitude} {
		if n < 1 || n > 5 {
			return ErrMarks
		}
	}
	if utf8.RuneCountInString(m.Words) > report.MaxWords {
		return ErrWords
	}
	return nil
}

// Fits says whether the actor may mark an org for its part in a report now: the work is done, and the actor acts for the
// report's community.
func Fits(t *area.Tree, who auth.Actor, r report.Report) bool {
	home, err := t.Get(r.Community)
	return err == nil && (r.State == report.Resolved || r.State == report.Closed) && who.Covers(home.Path, auth.Judges...)
}

// Appraise saves the mark of the report's community. Faults: report.ErrMissing outside it, ErrMarks, ErrWords, ErrOrg,
// ErrTwice.
func (s *Service) Appraise(ctx context.Context, who auth.Actor, m Mark) (Mark, error) {
	if err := who.Need(auth.Judges...); err != nil {
		return Mark{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Mark{}, err
	}
	m.Words, m.Person, m.Request, m.At = text.Words(m.Words), who.Person, who.Request, s.now()
	err = s.store.InTx(ctx, func(tx Tx) error {
		r, err := tx.LockReport(ctx, m.Report)
		if err != nil {
			return err
		}
		home, err := tree.Get(r.Community)
		if err != nil || !who.Covers(home.Path, auth.Judges...) {
			return report.ErrMissing
		}
		if err := m.Check(); err != nil {
			return err
		}
		dealt, err := tx.OrgDealtWith(ctx, m.Report, m.Org)
		if err != nil {
			return err
		}
		if _, err := tree.Org(m.Org); err != nil || !dealt {
			return ErrOrg
		}
		m.Community = r.Community
		return tx.AddMark(ctx, &m)
	})
	return m, err
}
