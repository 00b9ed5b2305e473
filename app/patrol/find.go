package patrol

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
)

// Discovery is what somebody saw.
type Discovery struct {
	Code  string // of the nearest board or place; "" when Area says where
	Area  int64
	Words string
	Files []int64
	Topic string
	At    time.Time // zero: now
	// Spot says that it was settled at once: Did and After say how.
	Spot   bool
	Did    string
	After  []int64
	Urgent bool
}

// Discover reports what the actor saw (我看到), on a round or without one. Settled on the spot, it is entered and resolved in one
// transaction. The grid lead is told of danger at once, of the rest at 17:30. Retrying with the same who.Request returns the first
// report. Faults: ErrCode, ErrTopic, ErrTime, those of report.Discover.
func (s *Service) Discover(ctx context.Context, who auth.Actor, in Discovery) (report.Report, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return report.Report{}, err
	}
	now := s.with.Now()
	at, err := clock(in.At, now)
	if err != nil {
		return report.Report{}, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return report.Report{}, err
	}
	draft := report.Draft{Text: in.Words, Area: in.Area, Files: in.Files, Urgent: in.Urgent}
	if in.Topic != "" {
		topics, err := s.topics(ctx)
		if err != nil {
			return report.Report{}, err
		}
		t, ok := topicOf(topics, in.Topic)
		if !ok {
			return report.Report{}, ErrTopic
		}
		known, err := s.with.Reports.Catalogue(ctx)
		if err != nil {
			return report.Report{}, err
		}
		if known.Has(t.Category) { // else the words say what it is
			draft.Category = t.Category
		}
	}
	if in.Code != "" {
		here, err := s.spot(ctx, tree, in.Code)
		if err != nil {
			return report.Report{}, err
		}
		if draft.Area = here.area; here.place != 0 {
			draft.Place = here.name
		}
	}
	who, err = asOf(ctx, s.with.Store, tree, who, at)
	if err != nil {
		return report.Report{}, err
	}
	if draft.Area == 0 || !covers(tree, who, draft.Area) {
		return report.Report{}, ErrCode
	}
	var done *report.Handling
	if in.Spot {
		done = &report.Handling{Words: in.Did, Files: in.After}
	}
	var r report.Report
	err = s.with.Store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.LockPerson(ctx, who.Person); err != nil {
			return err
		}
		if who.Request != "" {
			first, err := tx.FindBy(ctx, who.Person, who.Request)
			if !errors.Is(err, ErrMissing) {
				if err == nil {
					r, err = tx.LockReport(ctx, first.Report)
				}
				return err
			}
		}
		if r, err = s.with.Reports.Within(tx).Discover(ctx, who, draft, done); err != nil {
			return err
		}
		f := Find{
			Community: r.Community, Report: r.ID, Person: who.Person, Area: r.Area, Grid: r.Grid, At: at, Topic: in.Topic, Spot: in.Spot, Request: who.Request,
		}
		around, err := tx.RoundsAround(ctx, who.Person, at)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(around, func(p Patrol) bool { return p.takes(at, 0) }); i >= 0 {
			f.Patrol = around[i].ID
		}
		if r.Urgent || r.Hazard() {
			f.ToldAt = now
			if err := s.tellOne(ctx, tx, step{tree, who, now}, f, r); err != nil {
				return err
			}
		}
		return tx.AddFind(ctx, f)
	})
	return r, err
}

// tellOne tells the lead of the grid of one find.
func (s *Service) tellOne(ctx context.Context, tx Tx, st step, f Find, r report.Report) error {
	by, err := tx.NameOf(ctx, f.Person)
	if err != nil {
		return err
	}
	leads, err := leadsOf(ctx, tx, f.Grid, f.Community, st.now)
	if err != nil {
		return err
	}
	for _, lead := range leads {
		if lead == f.Person {
			continue
		}
		n := noticeFound.To(lead, f.Community, reportAbout(r), oneFact(st.tree, f, r, by, st.now))
		n.Urgent = r.Urgent
		if err := notify.Tell(ctx, tx, n, st.now); err != nil {
			return err
		}
	}
	return nil
}

// leadsOf returns who leads a grid, else who leads its community.
func leadsOf(ctx context.Context, r person.Roster, grid, community int64, now time.Time) ([]int64, error) {
	for _, post := range []struct {
		area int64
		role auth.Role
	}{{grid, auth.GridLead}, {community, auth.Secretary}} {
		if post.area == 0 {
			continue
		}
		found, err := person.Acting(ctx, r, now, []int64{post.area}, post.role)
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}
