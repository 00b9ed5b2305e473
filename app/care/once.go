package care

import (
	"context"

	"linli/app/auth"
	"linli/app/plan"
	"linli/app/when"
)

// onceBefore is how many days before its day a single visit stands in the lists.
const onceBefore = 7

// PlanVisit plans one visit of a household until a day, 0 a week from now; it needs no level. The date of one that is visited anyhow moves to that day.
// An earlier visit that is planned stays. Faults: ErrMissing, ErrNext.
func (s *Service) PlanVisit(ctx context.Context, who auth.Actor, household int64, on when.Date) (Cared, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Cared{}, err
	}
	today := when.DateOf(s.now())
	if on == 0 {
		on = plan.Add(today, onceBefore)
	}
	if on < today || on > plan.Add(today, 366) {
		return Cared{}, ErrNext
	}
	start, err := s.spot(ctx, who, Told{Household: household})
	if err != nil {
		return Cared{}, err
	}
	var c Cared
	err = s.act(ctx, who, func(d deed) error {
		if c, err = d.enter(start); err != nil {
			return err
		}
		if c.Asked > c.Last && c.Asked <= on {
			return nil
		}
		was := c
		c.Asked = on
		if err := d.save(&c, was); err != nil {
			return err
		}
		return d.audit(c, "plan_visit", "")
	})
	return c, err
}

// UnplanVisit takes a single visit back, also a day that was agreed on. A second time it changes nothing. Fault: ErrMissing.
func (s *Service) UnplanVisit(ctx context.Context, who auth.Actor, id int64) (Cared, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Cared{}, err
	}
	return s.on(ctx, who, id, kept, func(d deed, c *Cared) error {
		if c.Asked <= c.Last {
			return nil
		}
		c.Asked = 0
		return d.audit(*c, "unplan_visit", "")
	})
}
