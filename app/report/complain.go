package report

import (
	"context"

	"linli/app/auth"
	"linli/app/fault"
)

// System is the category of a complaint about this system itself (投诉本系统, domain.md §3). It is in no catalogue: nobody
// chooses it for another matter, and no route applies. Such a report lies in the county and in no community, so only the
// coordinating centre sees and closes it. Number, timeline, deadline, reply and review work as for every report. The centre
// may change the category when it accepts the report; then it is a report like any other.
const System Category = "system"

const systemName = "对本系统的意见"

// ErrSystem is returned for handing such a report to a community, which it may be about.
var ErrSystem = fault.New(fault.Conflict, "report.system", "对本系统的意见由网格中心办理，不能转给社区")

// Complain sends a complaint about this system to the county's centre. Retrying with the same who.Request returns the first
// report. Faults: ErrText, media.missing, media.too_many.
func (s *Service) Complain(ctx context.Context, who auth.Actor, words string, files []int64) (Report, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Report{}, err
	}
	sc, err := s.scene(ctx)
	if err != nil {
		return Report{}, err
	}
	var r Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		if r, err = newReport(sc, Draft{Source: App, Text: words, Place: systemName, Files: files}, s.now()); err != nil {
			return err
		}
		sc.rules.sort(&r, System)
		r.Author, r.Request = who.Person, who.Request
		return s.begin(ctx, tx, sc, who, &r).add(files)
	})
	return first(r, err)
}

// central says whether a holder may have a complaint about this system: the centre, or an org that the centre involves.
func (h Holder) central() bool { return h.Kind == ByOrg || h.Role == auth.Centre }
