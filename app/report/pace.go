package report

import (
	"time"

	"linli/app/pace"
)

// Light returns the light of the current step; a report that is not open has none.
func (r Report) Light(now time.Time) pace.Light {
	if !r.Open() {
		return pace.NoLight
	}
	return r.Clocks.Light(now)
}

// lead is the time from the start of the clocks until the named steps begin to count: the moment the report was accepted, or
// zero after it was reopened.
func (r Report) lead() time.Duration {
	if r.Reopens > 0 {
		return 0
	}
	return r.AcceptedAt.Sub(r.SubmittedAt)
}

// work starts the clock of the next named part of the work, or of the rest of the case.
func (r *Report) work(p Promise, now time.Time) { r.Work(p.Promise, r.lead(), now) }

// hurry makes an open report urgent and applies the promise for urgent reports.
func (r *Report) hurry(sc scene, now time.Time) {
	r.Urgent = true
	r.Tighten(sc.promise(*r).Promise, now)
	r.schedule()
}

// adopt gives clocks to an open report that has none yet.
func (r *Report) adopt(p Promise, now time.Time) {
	if r.Open() {
		r.Adopt(p.Promise, r.SubmittedAt, height(r.Holder), now)
	}
}

// schedule sets when the sweep has to look at the report next.
func (r *Report) schedule() {
	if !r.Open() {
		r.CheckAt = time.Time{}
		return
	}
	r.Schedule(r.Supervision)
}
