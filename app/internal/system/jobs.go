package system

import (
	"context"
	"time"

	"linli/app/account"
	"linli/app/booking"
	"linli/app/job"
	"linli/app/loan"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
	"linli/app/steward"
	"linli/app/whistle"
)

// Doing is the use case that does a kind of job, given the id of the record it is about. It returns when to come back, or
// zero when the job is done.
type Doing func(ctx context.Context, ref int64) (again time.Time, err error)

// once is doing for a use case that never comes back.
func once(do func(ctx context.Context, ref int64) error) Doing {
	return func(ctx context.Context, ref int64) (time.Time, error) { return time.Time{}, do(ctx, ref) }
}

// allDuties says which use case does which kind of job.
func (s *System) allDuties() map[job.Kind]Doing {
	return map[job.Kind]Doing{
		notify.SendJob:      s.notices.Send,
		report.SubmittedJob: s.Stewards.Alert,
		person.HandOverJob:  s.Reports.HandOver,
		steward.PageJob:     s.Stewards.Page,
		account.LeftJob:     once(s.accounts.Left),
		person.LinkJob:      once(s.Persons.Link),
		whistle.DueJob:      once(s.Whistles.Due),
		booking.TendJob:     s.Bookings.Tend,
		booking.DropJob:     once(s.Bookings.Dropped),
		booking.OfferJob:    s.Bookings.Offer,
		loan.RemindJob:      s.Loans.Remind,
		media.JobFetch:      once(s.Media.Fetch),
		media.JobCheck:      once(s.Media.Check),
		media.JobRecheck:    once(s.Media.Recheck),
	}
}

// Recurring is work that is due again and again. When it is due next is in the database; /readyz names one that is late.
type Recurring struct {
	Name  string
	every time.Duration
	do    func(context.Context) error
}

// Recurring returns the recurring jobs.
func (s *System) Recurring() []Recurring {
	return []Recurring{
		{"sweep_deadlines", 15 * time.Second, func(ctx context.Context) error {
			_, err := s.Reports.Sweep(ctx)
			return err
		}},
		{"close_unreviewed", 10 * time.Minute, func(ctx context.Context) error {
			_, err := s.Reports.CloseExpired(ctx)
			return err
		}},
		{"make_sessions", time.Hour, s.Bookings.Materialise},
		{"end_booking_days", time.Hour, s.Bookings.EndDay},
		{"drop_booking_answers", time.Hour, s.Bookings.DropAnswers},
		{"check_calendar", 24 * time.Hour, s.CheckCalendar},
		{"appraise", time.Hour, s.Appraisals.Nightly},
		{"drop_old_drafts", time.Hour, s.Chat.Sweep},
		{"check_stewards", 10 * time.Minute, s.Stewards.CheckReach},
		{"steward_digest", 10 * time.Minute, s.Stewards.Digest},
		{"drop_call_numbers", time.Hour, s.Stewards.DropNumbers},
		{"drop_unclaimed_files", time.Hour, func(ctx context.Context) error {
			_, err := s.Media.Sweep(ctx)
			return err
		}},
		{dropOld, time.Hour, s.dropOldRows},
	}
}

// late returns how late each recurring job is that ever ended well, by name.
func (s *System) late(ctx context.Context) (map[string]time.Duration, error) {
	runs, err := s.Jobs.Runs(ctx)
	if err != nil {
		return nil, err
	}
	late := map[string]time.Duration{}
	for _, r := range s.Recurring() {
		if run, ok := runs[r.Name]; ok && !run.Done.IsZero() {
			late[r.Name] = run.Late(s.now(), r.every)
		}
	}
	return late, nil
}
