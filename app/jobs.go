package main

import (
	"context"
	"time"

	"linli/app/account"
	"linli/app/booking"
	"linli/app/job"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/press"
	"linli/app/report"
	"linli/app/steward"
	"linli/app/whistle"
	"linli/store"
)

// doing is the use case that does a kind of job, given the id of the record it is about. It returns when to come back, or
// zero when the job is done.
type doing func(ctx context.Context, ref int64) (again time.Time, err error)

// once is doing for a use case that never comes back.
func once(do func(ctx context.Context, ref int64) error) doing {
	return func(ctx context.Context, ref int64) (time.Time, error) { return time.Time{}, do(ctx, ref) }
}

// allDuties says which use case does which kind of job.
func (s *system) allDuties() map[job.Kind]doing {
	return map[job.Kind]doing{
		notify.SendJob:      s.notices.Send,
		report.SubmittedJob: s.stewards.Alert,
		person.HandOverJob:  s.reports.HandOver,
		steward.PageJob:     s.stewards.Page,
		account.LeftJob:     once(s.accounts.Left),
		person.LinkJob:      once(s.persons.Link),
		whistle.DueJob:      once(s.whistles.Due),
		booking.TendJob:     s.bookings.Tend,
		booking.DropJob:     once(s.bookings.Dropped),
		booking.OfferJob:    s.bookings.Offer,
		media.JobFetch:      once(s.media.Fetch),
		media.JobCheck:      once(s.media.Check),
		media.JobRecheck:    once(s.media.Recheck),
	}
}

// recurring is work that is due again and again. When it is due next is in the database; /readyz names one that is late.
type recurring struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

func (s *system) recurring() []recurring {
	return []recurring{
		{"sweep_deadlines", 15 * time.Second, func(ctx context.Context) error {
			_, err := s.reports.Sweep(ctx)
			return err
		}},
		{"close_unreviewed", 10 * time.Minute, func(ctx context.Context) error {
			_, err := s.reports.CloseExpired(ctx)
			return err
		}},
		{"make_sessions", time.Hour, s.bookings.Materialise},
		{"end_booking_days", time.Hour, s.bookings.EndDay},
		{"drop_booking_answers", time.Hour, s.bookings.DropAnswers},
		{"check_calendar", 24 * time.Hour, s.checkCalendar},
		{"appraise", time.Hour, s.appraisals.Nightly},
		{"drop_old_drafts", time.Hour, s.chat.Sweep},
		{"check_stewards", 10 * time.Minute, s.stewards.CheckReach},
		{"steward_digest", 10 * time.Minute, s.stewards.Digest},
		{"drop_presses", time.Hour, func(ctx context.Context) error { return s.presses.Drop(ctx, s.now().Add(-press.Keep)) }},
		{"drop_moves", time.Hour, s.persons.DropMoves},
		{"drop_call_numbers", time.Hour, s.stewards.DropNumbers},
		{"drop_unclaimed_files", time.Hour, func(ctx context.Context) error {
			_, err := s.media.Sweep(ctx)
			return err
		}},
		{"drop_old_receipts", time.Hour, func(ctx context.Context) error {
			return store.NewNotices(s.db).DropReceipts(ctx, s.now().Add(-24*time.Hour))
		}},
	}
}

// late returns how late each recurring job is.
func (s *system) late(ctx context.Context) (map[string]time.Duration, error) {
	runs, err := s.jobs.Runs(ctx)
	if err != nil {
		return nil, err
	}
	late := map[string]time.Duration{}
	for _, r := range s.recurring() {
		if run, ok := runs[r.name]; ok && !run.Done.IsZero() {
			late[r.name] = run.Late(s.now(), r.every)
		}
	}
	return late, nil
}
