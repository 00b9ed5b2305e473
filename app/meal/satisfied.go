package meal

import (
	"context"
	"errors"
	"time"

	"linli/app/feedback"
	"linli/app/plan"
	"linli/app/when"
)

// Eater is somebody who got meals in a week.
type Eater struct {
	Member, Person int64
	Relative       int64 // who asked for the meals of somebody else; 0 nobody
}

// askFrom is when people are asked about the week before, on its Monday or as soon after as the program runs.
const askFrom = 10 * time.Hour

// AskWeeks asks everybody who got meals in the week before once whether they were good.
func (s *Service) AskWeeks(ctx context.Context) error {
	now := s.now()
	monday := mondayOf(when.DateOf(now))
	if now.Before(monday.Time().Add(askFrom)) {
		return nil
	}
	first := plan.Add(monday, -7)
	all, err := s.store.ProgrammesDue(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, p := range all {
		failed = append(failed, s.askWeek(ctx, p, first, now))
	}
	return errors.Join(failed...)
}

func (s *Service) askWeek(ctx context.Context, p Programme, first when.Date, now time.Time) error {
	eaters, err := s.store.EatersToAsk(ctx, p.ID, first, plan.Add(first, 6))
	if err != nil {
		return err
	}
	for _, e := range eaters {
		err := s.inTx(ctx, func(tx Tx) error {
			return feedback.Ask(ctx, tx, feedback.Asking{
				Kind: feedback.Meal, About: e.Member, Part: first, Community: p.Community, Service: p.ID, Title: p.Name,
				Person: e.Person, Relative: e.Relative,
			}, now)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// mondayOf returns the Monday of the week of a day.
func mondayOf(d when.Date) when.Date { return plan.Add(d, -((int(d.Time().Weekday()) + 6) % 7)) }
