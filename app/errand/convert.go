package errand

import (
	"cmp"
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/report"
)

// FromReport makes an errand of a report that asks for advice: its author needs somebody to go to an office. The report ends as
// transferred and names the errand, which the actor takes at once. item 0: nobody knows yet which. Faults: ErrReport for a report without a
// resident, those of report.Resolve and of Ask.
func (s *Service) FromReport(ctx context.Context, who auth.Actor, id, item int64) (Errand, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Errand{}, err
	}
	from, err := s.reports.Get(ctx, who, id)
	if err != nil {
		return Errand{}, err
	}
	if from.Report.Author == 0 {
		return Errand{}, ErrReport
	}
	var e Errand
	err = s.inTx(ctx, func(tx Tx) error {
		wish := Wish{Item: item, Words: report.Cut(from.Report.Text, MaxWords), Take: true, report: id}
		if e, err = s.Within(tx).add(ctx, who, from.Report.Author, Advice, wish); err != nil {
			return err
		}
		_, err := s.reports.Within(tx).Resolve(ctx, who, id, report.Handling{
			Outcome: report.Transferred, Words: fmt.Sprintf("已转为代办，编号%s，有人帮您办。进展在“我的代办”里看。", e.Say()),
		})
		return err
	})
	return e, err
}

// ToReport makes a report of an errand that is none: something has to be mended. The report from which it came goes back to its holder, with
// its number and timeline; otherwise d says where the new one is. Faults: ErrMissing, ErrNotYours, ErrState, those of
// report.Enter.
func (s *Service) ToReport(ctx context.Context, who auth.Actor, id int64, d report.Draft) (Errand, error) {
	return s.act(ctx, who, id, doer, func(now *deed) (Event, error) {
		e := now.errand
		reports := s.reports.Within(now.tx)
		var (
			r   report.Report
			err error
		)
		if e.Report != 0 {
			r, err = reports.Retake(ctx, who, e.Report, report.Handling{Words: e.Say() + "转回事件办理"})
		} else {
			d.Text = cmp.Or(e.Words, e.Title)
			r, err = reports.Enter(ctx, who, d, report.Behalf{Person: e.Person})
		}
		if err != nil {
			return Event{}, err
		}
		said := "已转为事件，编号" + r.Say() + "，进展会告诉您。"
		if err := e.turn(r.ID, said, now.now); err != nil {
			return Event{}, err
		}
		if err := now.release(); err != nil {
			return Event{}, err
		}
		return did(DidTurn, r.Say()), now.resident(noticeTurned, said)
	})
}
