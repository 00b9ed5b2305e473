package system

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/handlers"
)

// Ready checks every part. It fails if the database is away or refuses writes; a failure of another part makes the service
// degraded.
func (s *System) Ready(ctx context.Context) handlers.Readiness {
	r := handlers.Readiness{Serving: true, Parts: map[string]string{}}
	mark := func(part string, err error) {
		r.Parts[part] = "ok"
		if err != nil {
			r.Parts[part], r.Degraded = "away", append(r.Degraded, part)
		}
	}
	dbErr := s.DB.Ping(ctx)
	if dbErr == nil {
		dbErr = s.DB.Writable(ctx)
	}
	mark("database", dbErr)
	mark("redis", s.Redis.Ping(ctx))
	note(&r, "clock", s.readyClock())
	if dbErr != nil {
		r.Serving = false
		return r
	}
	s.readyJobs(ctx, &r)
	s.readyCalendar(ctx, &r)
	s.readyWechat(ctx, &r)
	s.readyTelephone(ctx, &r)
	return r
}

// note sets the state of a part; any state other than "ok" is degraded.
func note(r *handlers.Readiness, part, state string) {
	r.Parts[part] = state
	if state != "ok" {
		r.Degraded = append(r.Degraded, part)
	}
}

// lateAfter is how long a job may wait before it is late.
const lateAfter = time.Minute

// lateness returns "ok", or how late a job is.
func lateness(late time.Duration) string {
	if late <= lateAfter {
		return "ok"
	}
	return "late " + late.Round(time.Second).String()
}

// readyJobs reports a late backlog and late recurring jobs, each with how late it is.
func (s *System) readyJobs(ctx context.Context, r *handlers.Readiness) {
	state := "unknown"
	if due, oldest, err := s.Jobs.Backlog(ctx); err == nil {
		state = "ok"
		if due > 0 {
			state = lateness(s.now().Sub(oldest))
		}
	}
	note(r, "jobs", state)
	late, err := s.late(ctx)
	if err != nil {
		note(r, "recurring", "unknown")
		return
	}
	for _, want := range s.Recurring() {
		state := "never ran"
		if d, ran := late[want.Name]; ran {
			state = lateness(d)
		}
		note(r, "recurring."+want.Name, state)
	}
}

// readyCalendar reports a year without an official list from a month before it begins.
func (s *System) readyCalendar(ctx context.Context, r *handlers.Readiness) {
	state := "ok"
	times, err := s.Clocks.Get(ctx)
	if err != nil {
		state = "unknown"
	} else if year, missing := times.Calendar().Missing(s.now()); missing {
		state = fmt.Sprintf("missing %d", year)
	}
	note(r, "calendar", state)
}

// troubled is how long the last refusal with a cause is reported.
const troubled = time.Hour

// readyWechat reports the platform's refusals of the last hour that only an operator can fix; `linli doctor` prints details.
func (s *System) readyWechat(ctx context.Context, r *handlers.Readiness) {
	heard, err := s.troubles.Since(ctx, s.now().Add(-troubled))
	if err != nil {
		note(r, "wechat", "unknown")
		return
	}
	state := make([]string, len(heard))
	for i, t := range heard {
		state[i] = fmt.Sprintf("%s %d", t.Account, t.Code)
	}
	slices.Sort(state)
	if state = slices.Compact(state); len(state) == 0 {
		state = []string{"ok"}
	}
	note(r, "wechat", strings.Join(state, ", "))
}
