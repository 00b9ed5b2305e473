package steward

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
)

// Alert asks one steward to look at one report.
type Alert struct {
	ID             int64
	Report         int64
	Person         int64
	Community      int64
	At             time.Time
	AcknowledgedAt time.Time // zero until the steward acknowledges
	Pinned         bool      // the report is urgent and open
}

// Alert begins the paging of a new report: it alerts the stewards of the building at once. An ordinary report outside
// buildings, or one that has ended, alerts nobody. One that waits for another alert of its author is checked again at the
// returned time.
func (s *Service) Alert(ctx context.Context, id int64) (again time.Time, err error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return again, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		again = time.Time{}
		if err := tx.LockAuthor(ctx, id); err != nil {
			return err
		}
		r, err := tx.LockReport(ctx, id)
		if errors.Is(err, report.ErrMissing) {
			return nil
		}
		now := s.now()
		if why := noDanger(r); err == nil && why != "" {
			if off, err := s.callOff(ctx, tx, t, ofReport(t, r, now), why, now); off || err != nil {
				return err
			}
		}
		if err != nil || r.Building == 0 && !r.Urgent || !r.Open() {
			return err
		}
		wait, err := s.waits(ctx, tx, r)
		if err != nil {
			return err
		}
		if wait {
			if r.State == report.Submitted {
				again = now.Add(crowdAgain)
			}
			return nil
		}
		return s.open(ctx, tx, t, ofReport(t, r, now), now)
	})
	return again, err
}

// noDanger returns why nobody has to go to a report that was urgent, "" for any other.
func noDanger(r report.Report) string {
	switch {
	case r.State == report.Withdrawn && r.Urgent:
		return "反映人说弄错了，已撤回"
	case r.State != report.Submitted && !r.Urgent:
		return "工作人员核实过，没有危险"
	}
	return ""
}

// callOff ends the paging of a report that is no longer urgent, and tells everybody who was alerted. false: it alerts nobody now.
func (s *Service) callOff(ctx context.Context, tx Tx, t *area.Tree, m matter, why string, now time.Time) (bool, error) {
	p, err := tx.LockPagingOf(ctx, m.subject, m.id)
	if errors.Is(err, ErrMissing) {
		return false, nil
	}
	if err != nil || p.Stage == Over || !p.Urgent {
		return false, err
	}
	alerted, err := tx.RungFor(ctx, m.subject, m.id)
	if err != nil {
		return false, err
	}
	keepers, err := person.Acting(ctx, tx, now, places(t, m.area), auth.Stewards...)
	if err != nil {
		return false, err
	}
	m.facts[notify.FactWords], m.urgent = why, true
	for _, who := range alerted {
		kind := noticeCalledOff
		if !slices.Contains(keepers, who) {
			kind = noticeStaffCalledOff
		}
		if err := tell(ctx, tx, m, who, kind, now); err != nil {
			return false, err
		}
	}
	p.Stage, p.NextAt = Over, time.Time{}
	return true, tx.SavePaging(ctx, p)
}

// Mine returns one page of the steward's alerts: those to urgent open reports first, then the newest first.
func (s *Service) Mine(ctx context.Context, who auth.Actor, after pages.Cursor) (pages.Page[Alert], error) {
	if err := who.Need(auth.Stewards...); err != nil {
		return pages.Page[Alert]{}, err
	}
	found, err := s.store.AlertsOf(ctx, who.Person, after, pages.Size)
	return pages.Full(found, pages.Size, func(one Alert) pages.Cursor { return pages.Cursor{Pinned: one.Pinned, ID: one.ID} }), err
}

// Acknowledge records that the steward has seen the alert; the report's timeline shows it once. Faults: ErrMissing.
func (s *Service) Acknowledge(ctx context.Context, who auth.Actor, id int64, h report.Handling) (report.Report, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return report.Report{}, err
	}
	var r report.Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		found, err := tx.LockReport(ctx, id)
		if err != nil {
			return err
		}
		if !report.Tends(t, who, found) { // moved to another place since
			return ErrMissing
		}
		now := s.now()
		first, err := tx.AcknowledgeAlert(ctx, id, who.Person, now)
		if err != nil {
			return err
		}
		if err := s.acknowledge(ctx, tx, ofReport(t, found, now), who.Person, now); err != nil {
			return err
		}
		if !first {
			r = found
			return nil
		}
		r, err = s.reports.Within(tx).Acknowledge(ctx, who, id, h)
		return err
	})
	return r, err
}
