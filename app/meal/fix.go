package meal

import (
	"context"
	"errors"

	"linli/app/notify"
	"linli/app/when"
)

// Fix fixes the lists whose time has come: that of tomorrow after the cut-off, and that of today if nobody fixed it in time. A list is
// fixed once, by the first process; what is fixed stays.
func (s *Service) Fix(ctx context.Context) error {
	all, err := s.store.ProgrammesDue(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, p := range all {
		now := s.now()
		today := when.DateOf(now)
		for _, day := range []when.Date{today, today.Next()} {
			if p.Week.Has(day) && !now.Before(p.CutOff(day)) && now.Before(p.ServedAt(day)) {
				failed = append(failed, s.fix(ctx, p, day))
			}
		}
	}
	return errors.Join(failed...)
}

func (s *Service) fix(ctx context.Context, p Programme, day when.Date) error {
	if _, err := s.store.DayOf(ctx, p.ID, day); !errors.Is(err, ErrDay) {
		return err
	}
	return s.inTx(ctx, func(tx Tx) error {
		p, err := tx.LockProgramme(ctx, p.ID)
		if err != nil || !p.EndedAt.IsZero() {
			return err
		}
		if done, err := tx.HasDay(ctx, p.ID, day); err != nil || done {
			return err
		}
		d := Day{Programme: p.ID, Community: p.Community, On: day, FixedAt: s.now()}
		rounds, err := tx.FixDay(ctx, &d)
		if err != nil {
			return err
		}
		for _, r := range rounds {
			if err := s.tellCarrier(ctx, tx, r.Round, r.Stops); err != nil {
				return err
			}
		}
		return nil
	})
}

// tellCarrier tells somebody that they bring the meals of a day.
func (s *Service) tellCarrier(ctx context.Context, tx Tx, r Round, stops int) error {
	m := Member{ID: r.ID, Community: r.Community}
	return tell(ctx, tx, noticeRound, r.Person, m, notify.Facts{notify.FactWords: r.On.Say(), notify.FactCount: itoa(stops)}, s.now())
}
