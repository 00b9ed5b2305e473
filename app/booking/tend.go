package booking

import (
	"context"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/job"
	"linli/app/notify"
)

// TendJob is the job that does for a session what is due by time. It is one row for each session and is scheduled again
// for each step, so a process that was down catches up when it starts.
const TendJob job.Kind = "booking.tend"

// closeAfter is how long after the end of a session an absent booking becomes a no-show.
const closeAfter = 30 * time.Minute

// Step is something due by time in a session.
type Step struct {
	At     time.Time
	Do     Task
	Period int // index; of steps that concern one period
}

// Task is what a step does.
type Task int

// The tasks, in the order in which they are done when several are due.
const (
	RemindDay   Task = iota // at 18:00 of the day before
	RemindHour              // one hour before a period
	ReleaseKept             // the places kept for the counter are released to everybody
	ReleaseLate             // the place of a late arrival may go to another person
	CloseIt                 // an absent booking becomes a no-show
)

// Agenda returns the steps of a session, in order of time.
func Agenda(s Session, r Rules) []Step {
	steps := []Step{
		{At: s.Day.Time().AddDate(0, 0, -1).Add(18 * time.Hour), Do: RemindDay},
		{At: s.EndAt.Add(closeAfter), Do: CloseIt},
	}
	for i, p := range s.Periods {
		steps = append(steps, Step{p.BeginAt.Add(-time.Hour), RemindHour, i}, Step{p.BeginAt.Add(-ReleaseBefore), ReleaseKept, i})
		for n := range p.Want {
			if at := p.Expected(p.First + n + 1).Add(r.late()); n == 0 || at != steps[len(steps)-1].At {
				steps = append(steps, Step{at, ReleaseLate, i})
			}
		}
	}
	slices.SortStableFunc(steps, func(a, b Step) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return int(a.Do - b.Do)
	})
	return steps
}

// Expected returns when the number of a queue is likely called: in one block, by its share of the time.
func (p Period) Expected(number int) time.Time {
	if p.First != 0 || number <= 1 || p.Want <= 1 {
		return p.BeginAt
	}
	n := min(number-1, p.Want-1)
	return p.BeginAt.Add(p.EndAt.Sub(p.BeginAt) / time.Duration(p.Want) * time.Duration(n)).Truncate(time.Minute)
}

// Tend is the work of TendJob. It returns when the next step is due. Progress is saved with the session and each
// booking, so doing it twice, or late, does it once.
func (d *Desk) Tend(ctx context.Context, session int64) (next time.Time, err error) {
	err = d.inSession(ctx, auth.Actor{}, session, func(deed *deed) error {
		next = time.Time{}
		if deed.session.State != Open {
			return nil
		}
		var err error
		if deed.session.Periods, err = deed.tx.LockPeriods(ctx, session); err != nil {
			return err
		}
		for _, step := range Agenda(deed.session, deed.service.Rules) {
			if step.At.After(deed.now) {
				next = step.At
				return nil
			}
			if !step.At.After(deed.session.TendedAt) {
				continue
			}
			if err := deed.step(step); err != nil {
				return err
			}
			deed.session.TendedAt = step.At
		}
		return nil
	})
	return next, none(err, ErrNoSession)
}

func (d *deed) step(s Step) error {
	switch s.Do {
	case RemindDay:
		return d.remind(s, 0, DayBefore, noticeTomorrow)
	case RemindHour:
		return d.remind(s, d.session.Periods[s.Period].ID, HourBefore, noticeSoon)
	case ReleaseKept:
		return d.releaseKept(&d.session.Periods[s.Period])
	case ReleaseLate:
		return d.releaseLate(&d.session.Periods[s.Period], s.At)
	case CloseIt:
		return d.close()
	}
	return nil
}

// Due says whether a reminder for the moment is still to be sent: not for a booking made after it, not twice, not after
// the beginning; that of the day before not when that of the hour before is due.
func (b Booking) Due(one Reminder, moment, now time.Time) bool {
	last := b.BeginAt
	if one == DayBefore {
		last = last.Add(-time.Hour)
	}
	return b.State == Confirmed && !b.Reminded.Has(one) && b.CreatedAt.Before(moment) && !now.Before(moment) && now.Before(last)
}

// remind tells the persons with a place, of one period or of all.
func (d *deed) remind(s Step, period int64, one Reminder, kind notify.Kind) error {
	if !d.now.Before(d.session.EndAt) {
		return nil
	}
	all, err := d.tx.BookingsIn(d.ctx, d.session.ID, Confirmed)
	if err != nil {
		return err
	}
	for _, b := range all {
		if period != 0 && b.Period != period || !b.Due(one, s.At, d.now) {
			continue
		}
		b.Reminded |= one
		if err := d.tx.SaveBooking(d.ctx, b); err != nil {
			return err
		}
		if err := d.tell(b, kind, facts{factAbout: d.service.About}); err != nil {
			return err
		}
	}
	return nil
}

// releaseKept gives the kept places of a period to the waitlist, or to everybody.
func (d *deed) releaseKept(p *Period) error {
	if p.Kept == 0 {
		return nil
	}
	for p.Kept > 0 {
		if err := d.vacate(p, &p.Kept, false); err != nil {
			return err
		}
	}
	return d.tx.SavePeriod(d.ctx, *p)
}

// releaseLate releases the places of persons who should have come by then.
func (d *deed) releaseLate(p *Period, by time.Time) error {
	all, err := d.tx.BookingsIn(d.ctx, d.session.ID, Confirmed)
	if err != nil {
		return err
	}
	changed := false
	for _, b := range all {
		if b.Period != p.ID || p.Expected(b.Number).Add(d.service.Rules.late()).After(by) {
			continue
		}
		b.State, b.Seated = Released, false
		if err := d.tx.SaveBooking(d.ctx, b); err != nil {
			return err
		}
		if err := d.vacate(p, &p.Taken, false); err != nil {
			return err
		}
		changed = true
	}
	if !changed {
		return nil
	}
	return d.tx.SavePeriod(d.ctx, *p)
}

// close ends the session: confirmed persons who have not come have missed it, and the waitlist expires.
func (d *deed) close() error {
	all, err := d.tx.BookingsIn(d.ctx, d.session.ID, Waiting, Offered, Confirmed, Released, Called)
	if err != nil {
		return err
	}
	for _, b := range all {
		was := b
		switch b.State {
		case Waiting, Offered:
			b.end(Expired, d.now)
		case Called:
			b.State, b.EndedAt = Done, d.now
		default:
			b.Miss(d.now)
			if err := d.tell(b, noticeMissed, nil); err != nil {
				return err
			}
		}
		if err := d.release(was, b); err != nil {
			return err
		}
	}
	d.session.State, d.session.Waiting = Over, 0
	return nil
}

// Miss notes that the person did not come. The place stays taken: nobody else had it.
func (b *Booking) Miss(now time.Time) { b.State, b.EndedAt = NoShow, now }
