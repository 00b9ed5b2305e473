package steward

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/home"
	"linli/app/pages"
	"linli/app/report"
)

// Waiting returns the calls for help and reports that wait for the actor as a steward; nothing for other actors.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) (all []home.Item, err error) {
	if len(who.Paths(auth.Stewards...)) == 0 {
		return nil, nil
	}
	rows, err := s.Today(ctx, who)
	for _, r := range rows {
		all = append(all, r.Item)
	}
	return all, err
}

// Today returns the calls for help and reports that wait for the actor as a steward, and the calls of the grid of an officer.
func (s *Service) Today(ctx context.Context, who auth.Actor) ([]home.Row, error) {
	if len(who.Paths(auth.Stewards...)) == 0 {
		if len(who.Paths(auth.GridStaff...)) == 0 {
			return nil, nil
		}
		calls, err := s.StaffCalls(ctx, who, OpenCalls, pages.Cursor{})
		return callRows(who, calls.Items), err
	}
	calls, err := s.callsWaiting(ctx, who)
	if err != nil {
		return nil, err
	}
	alerts, err := s.alertsWaiting(ctx, who)
	return append(calls, alerts...), err
}

// callsWaiting returns the calls for help in the steward's care that nobody has taken, or that the steward has taken and not
// finished.
func (s *Service) callsWaiting(ctx context.Context, who auth.Actor) ([]home.Row, error) {
	calls, err := s.Calls(ctx, who, OpenCalls, pages.Cursor{})
	return callRows(who, calls.Items), err
}

func callRows(who auth.Actor, calls []Call) (all []home.Row) {
	for _, c := range calls {
		item := home.Item{Kind: home.Call, Title: c.Title(), Say: "有人求助，请您联系他。", ID: c.ID, At: c.At, Urgent: c.Pinned()}
		if item.Urgent {
			item.Say = "紧急求助，请您马上联系他。"
		}
		if c.State == Seen {
			if !who.Is(c.SeenBy) {
				continue
			}
			item.Say = "您在联系，办完请记一下。"
		}
		row := home.Row{Item: item, Area: c.Area, Taps: []home.Tap{{Do: "finish", Name: "办好了", Asks: home.Words}}}
		if c.State != Seen {
			row.Taps = append([]home.Tap{{Do: "acknowledge", Name: "我来联系"}}, row.Taps...)
		}
		all = append(all, row)
	}
	return all
}

const mostAlerts = 5

// alertsWaiting returns the reports whose alert the steward has not acknowledged.
func (s *Service) alertsWaiting(ctx context.Context, who auth.Actor) (all []home.Row, err error) {
	alerts, err := s.Mine(ctx, who, pages.Cursor{})
	if err != nil {
		return nil, err
	}
	for _, a := range alerts.Items {
		if !a.AcknowledgedAt.IsZero() || len(all) == mostAlerts {
			continue
		}
		d, err := s.reports.Get(ctx, who, a.Report)
		switch {
		case errors.Is(err, report.ErrMissing): // moved out of the steward's building since
			continue
		case err != nil:
			return nil, err
		case !d.Report.Open():
			continue
		}
		item := home.Item{Kind: home.Alert, Title: d.Report.Title(), Say: "楼里有邻居反映，请您看一看。", ID: a.Report, At: a.At, Urgent: d.Report.Pinned()}
		if item.Urgent {
			item.Say = "紧急，请您马上看一看，注意安全。"
		}
		all = append(all, home.Row{Item: item, Area: d.Report.Area, Taps: []home.Tap{
			{Do: "acknowledge", Name: "知道了"}, {Do: "look", Name: "去看过了", Asks: home.Words},
		}})
	}
	return all, nil
}

// Counts are the lengths of lists of staff.
type Counts struct{ Unreached, Unanswered, UrgentCalls int }

// Numbers returns the lengths of Unreached, of Unanswered and of the list of urgent calls, the last two at most 1,000.
func (s *Service) Numbers(ctx context.Context, who auth.Actor) (map[string]int, error) {
	in, err := s.scope(ctx, who)
	if err != nil {
		return nil, err
	}
	n, err := s.store.Counts(ctx, in)
	return map[string]int{"unreachable": n.Unreached, "unanswered": n.Unanswered, "urgent_calls": n.UrgentCalls}, err
}
