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
		if err == nil && r.State == report.Withdrawn && r.Urgent {
			return s.callOff(ctx, tx, t, ofReport(t, r, now), now)
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

// callOff ends the paging of an urgent report that its author withdrew, and tells everybody who was alerted.
func (s *Service) callOff(ctx context.Context, tx Tx, t *area.Tree, m matter, now time.Time) error {
	p, err := tx.LockPagingOf(ctx, m.subject, m.id)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil || p.Stage == Over {
		return err
	}
	alerted, err := tx.RungFor(ctx, m.subject, m.id)
	if err != nil {
		return err
	}
	keepers, err := person.Acting(ctx, tx, now, places(t, m.area), auth.Stewards...)
	if err != nil {
		return err
	}
	m.facts[notify.FactWords] = "反映人说弄错了，已撤回"
	for _, who := range alerted {
		kind := noticeCalledOff
		if !slices.Contains(keepers, who) {
			kind = noticeStaffCalledOff
		}
		if err := tell(ctx, tx, m, who, kind, now); err != nil {
			return err
		}
	}
	p.Stage, p.NextAt = Over, time.Time{}
	return tx.SavePaging(ctx, p)
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
