package calendar

import (
	"context"
	"fmt"

	"linli/app/audit"
	"linli/app/fault"
	"linli/app/when"
)

// ErrList is returned for a list that must not be loaded.
var ErrList = fault.New(fault.Invalid, "calendar.list", "放假安排有误，没有导入")

// Difference is what loading a list changes.
type Difference struct {
	Added, Gone, Changed []when.Special // Changed in their new form
}

// None reports whether nothing changes.
func (d Difference) None() bool { return len(d.Added)+len(d.Gone)+len(d.Changed) == 0 }

// Compare returns the differences between two lists.
func Compare(before, after []when.Special) Difference {
	var d Difference
	old := make(map[when.Date]when.Special, len(before))
	for _, s := range before {
		old[s.Date] = s
	}
	for _, s := range after {
		was, known := old[s.Date]
		delete(old, s.Date)
		switch {
		case !known:
			d.Added = append(d.Added, s)
		case was != s:
			d.Changed = append(d.Changed, s)
		}
	}
	for _, s := range before {
		if _, gone := old[s.Date]; gone {
			d.Gone = append(d.Gone, s)
		}
	}
	return d
}

// Load replaces the list of a year in one transaction, for the operator. Existing deadlines stay. ErrList for a list with
// problems, or with doubts unless forced.
func (s *Service) Load(ctx context.Context, l List, file string, force bool) (Difference, error) {
	if len(l.Problems) > 0 || len(l.Doubts) > 0 && !force {
		return Difference{}, ErrList
	}
	var diff Difference
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockTimes(ctx); err != nil {
			return err
		}
		before, err := tx.YearDays(ctx, l.Year)
		if err != nil {
			return err
		}
		if diff = Compare(before, l.Days); diff.None() {
			return nil
		}
		if err := tx.SaveYear(ctx, Year{Year: l.Year, LoadedAt: s.now(), LoadedBy: file, Days: l.Days}); err != nil {
			return err
		}
		if err := tx.GrowTimesVersion(ctx); err != nil {
			return err
		}
		reason := fmt.Sprintf("%s: %d added, %d gone, %d changed", file, len(diff.Added), len(diff.Gone), len(diff.Changed))
		if len(l.Doubts) > 0 {
			reason += fmt.Sprintf(", forced over %d doubts", len(l.Doubts))
		}
		return tx.AddAudit(ctx, audit.Record{At: s.now(), Action: "calendar.load", About: fmt.Sprintf("year:%d", l.Year), Reason: reason})
	})
	s.clocks.Forget()
	return diff, err
}

// Years returns the loaded lists in order.
func (s *Service) Years(ctx context.Context) ([]Year, error) { return s.store.Years(ctx) }
