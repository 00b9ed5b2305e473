// Package steward is 楼道红管家: Party members who look after a building. They are alerted at once when a neighbour reports
// something in it, say that they have seen it, look, and settle small matters themselves.
package steward

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
)

// ErrMissing is returned for an alert that is not the actor's.
var ErrMissing = fault.New(fault.Missing, "steward.missing", "未找到该提醒")

// PageSize is how many alerts one page holds.
const PageSize = 20

// Alert asks one steward to look at one report.
type Alert struct {
	ID             int64
	Report         int64
	Person         int64
	Community      int64
	At             time.Time
	AcknowledgedAt time.Time // zero until he has seen it
}

// Store is what alerts need from the database.
type Store interface {
	// AlertsOf returns a steward's alerts, newest first, before the given id (0: from the newest).
	AlertsOf(ctx context.Context, who, before int64, most int) ([]Alert, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with an alert.
type Tx interface {
	report.Tx
	// AddAlert saves a new one. false: this steward was alerted about this report before.
	AddAlert(ctx context.Context, a Alert) (added bool, err error)
	// Acknowledge marks an alert as seen. false: it was before. ErrMissing when there is none.
	Acknowledge(ctx context.Context, about, who int64, now time.Time) (first bool, err error)
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   report.Areas
	reports *report.Service
	now     func() time.Time
}

// NewService returns the service.
func NewService(s Store, areas report.Areas, reports *report.Service, now func() time.Time) *Service {
	return &Service{store: s, areas: areas, reports: reports, now: now}
}

// Alert tells the stewards of the building in which a report is located, each once. A report outside buildings, or no
// longer new, alerts nobody.
func (s *Service) Alert(ctx context.Context, id int64) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		r, err := tx.LockReport(ctx, id)
		if errors.Is(err, report.ErrMissing) {
			return nil
		}
		if err != nil || r.Building == 0 || !r.Open() {
			return err
		}
		now := s.now()
		who, err := person.Acting(ctx, tx, now, posts(tree, r), auth.Stewards...)
		if err != nil {
			return err
		}
		for _, p := range who {
			if p == r.Author {
				continue
			}
			added, err := tx.AddAlert(ctx, Alert{Report: r.ID, Person: p, Community: r.Community, At: now})
			if err != nil {
				return err
			}
			if !added {
				continue
			}
			if err := notify.Tell(ctx, tx, notify.Notice{
				Person: p, Community: r.Community, Kind: "steward.alert", About: fmt.Sprintf("report:%d", r.ID),
				Facts: report.Facts(tree, r, report.SayHolder(tree, r.Holder, ""), r.Text, now), Urgent: r.Urgent,
			}, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// posts returns the areas whose stewards are meant: the unit and its building, or the building and all its units.
func posts(t *area.Tree, r report.Report) []int64 {
	areas := []int64{r.Building}
	if r.Area != r.Building {
		return append(areas, r.Area)
	}
	for _, u := range t.Children(r.Building) {
		areas = append(areas, u.ID)
	}
	return areas
}

// Mine returns one page of the steward's alerts with their reports, newest first.
func (s *Service) Mine(ctx context.Context, who auth.Actor, before int64) ([]Alert, error) {
	if err := who.Need(auth.Stewards...); err != nil {
		return nil, err
	}
	return s.store.AlertsOf(ctx, who.Person, before, PageSize)
}

// Acknowledge says that the steward has seen the alert; it stands in the report's timeline once. Faults: ErrMissing.
func (s *Service) Acknowledge(ctx context.Context, who auth.Actor, id int64, h report.Handling) (report.Report, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return report.Report{}, err
	}
	var r report.Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		found, err := tx.LockReport(ctx, id)
		if err != nil {
			return err
		}
		if !report.Tends(tree, who, found) { // it was put somewhere else since
			return ErrMissing
		}
		first, err := tx.Acknowledge(ctx, id, who.Person, s.now())
		if err != nil {
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
