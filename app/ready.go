package main

import (
	"context"
	"time"

	"linli/handlers"
)

// ready asks every part whether it is there. The database must be; what else is missing makes the service degraded.
func (s *system) ready(ctx context.Context) handlers.Readiness {
	r := handlers.Readiness{Serving: true, Parts: map[string]string{}}
	mark := func(part string, err error) {
		r.Parts[part] = "ok"
		if err != nil {
			r.Parts[part], r.Degraded = "away", append(r.Degraded, part)
		}
	}
	dbErr := s.db.Ping(ctx)
	mark("database", dbErr)
	mark("redis", s.redis.Ping(ctx))
	if dbErr != nil {
		r.Serving = false
		return r
	}
	s.readyJobs(ctx, &r)
	return r
}

// readyJobs is loud about work that waits and recurring jobs that did not run.
func (s *system) readyJobs(ctx context.Context, r *handlers.Readiness) {
	now := s.now()
	set := func(part, state string) {
		r.Parts[part] = state
		if state != "ok" {
			r.Degraded = append(r.Degraded, part)
		}
	}
	state := "ok"
	if due, oldest, err := s.jobs.Backlog(ctx); err != nil || due > 0 && now.Sub(oldest) > time.Minute {
		state = "late"
	}
	set("jobs", state)
	runs, err := s.jobs.Runs(ctx)
	if err != nil {
		set("recurring", "unknown")
		return
	}
	for _, want := range s.recurring() {
		state := "never ran"
		for _, run := range runs {
			if run.Name != want.name {
				continue
			}
			state = "ok"
			if now.Sub(run.Done) > 2*want.every+2*time.Minute {
				state = "late"
			}
		}
		set("recurring."+want.name, state)
	}
}
