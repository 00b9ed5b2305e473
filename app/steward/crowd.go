package steward

import (
	"context"
	"time"

	"linli/app/report"
)

// The limits of what one person's reports ring. They make reports wait for one another, and never drop any.
const (
	crowdWithin = 24 * time.Hour
	mostStand   = 10              // alerts of one person that stand at once, wherever they are
	crowdAgain  = 3 * time.Minute // then one that waits is looked at again
)

// Standing is the paging of one of an author's reports.
type Standing struct {
	Building int64
	Area     int64
	Category report.Category
	Text     string
	Urgent   bool
	Stage    Stage
}

// stands says whether people are being rung about it, or somebody who answered is on the way.
func (s Standing) stands() bool { return s.Stage == Ringing || s.Stage == Acknowledged }

// covers says whether the alert is about the same place and matter as a new report, and not less urgent. In danger one kind is
// one matter, whatever the words; two lamps are two.
func (s Standing) covers(r report.Report) bool {
	near := s.Building == r.Building && (s.Building != 0 || s.Area == r.Area)
	return s.stands() && near && s.Category == r.Category && (s.Urgent && r.Urgent || s.Text == r.Text && !r.Urgent)
}

// joined says whether a report rings nobody for now, because alerts of the same author stand: one for the same place and
// matter, or too many altogether. When they are over and nobody has accepted the report, it rings.
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

// waits says whether the report waits for other alerts of its author. What staff enter for callers does not.
func (s *Service) waits(ctx context.Context, tx Tx, r report.Report) (bool, error) {
	if r.Author == 0 || r.EnteredBy != 0 {
		return false, nil
	}
	own, err := tx.StandingOf(ctx, r.Author, r.ID, s.now().Add(-crowdWithin))
	return joined(r, own), err
}
