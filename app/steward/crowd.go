package steward

import (
	"context"
	"time"

	"linli/app/report"
)

// The limits on alerts caused by one person's reports. They delay reports, and never drop any.
const (
	crowdWithin = 24 * time.Hour
	mostStand   = 10              // active alerts of one person at the same time, over all places
	crowdAgain  = 3 * time.Minute // how often a waiting report is checked again
)

// Standing is the paging of another report by the same author.
type Standing struct {
	Building int64
	Area     int64
	Category report.Category
	Text     string
	Urgent   bool
	Stage    Stage
}

// stands says whether the paging still alerts people, or was acknowledged.
func (s Standing) stands() bool { return s.Stage == Ringing || s.Stage == Acknowledged }

// covers says whether the paging is about the same place and matter as a new report, and not less urgent. Danger of one
// category is one matter, in any words; ordinary reports must have the same words.
func (s Standing) covers(r report.Report) bool {
	near := s.Building == r.Building && (s.Building != 0 || s.Area == r.Area)
	return s.stands() && near && s.Category == r.Category && (s.Urgent && r.Urgent || s.Text == r.Text && !r.Urgent)
}

// joined says whether a report alerts nobody for now, because pagings of the same author are active: one for the same place
// and matter, or too many. Once they are over and the report is still not accepted, it alerts.
func joined(r report.Report, own []Standing) bool {
	standing := 0
	for _, s := range own {
		if s.covers(r) {
			return true
		}
		if s.stands() {
			standing++
		}
	}
	return standing >= mostStand
}

// waits says whether the report waits for other alerts of its author. A report that staff enter for a caller never waits.
func (s *Service) waits(ctx context.Context, tx Tx, r report.Report) (bool, error) {
	if r.Author == 0 || r.EnteredBy != 0 {
		return false, nil
	}
	own, err := tx.StandingOf(ctx, r.Author, r.ID, s.now().Add(-crowdWithin))
	return joined(r, own), err
}
