package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/pace"
	"linli/app/when"
)

// bj reads "2026-11-23 09:00" in Beijing.
func bj(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func say(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(when.Beijing).Format("01-02 15:04")
}

// submitted returns a new report of a category with its clocks running.
func submitted(c Category, at string) Report {
	r := Report{State: Submitted, Category: c, SubmittedAt: bj(at)}
	r.start(promiseFor(r), bj(at))
	r.schedule()
	return r
}

// of gives a topic to a report that waits to be accepted.
func (r Report) of(topic string) Report {
	r.Topic = topic
	r.start(promiseFor(r), r.SubmittedAt)
	r.schedule()
	return r
}

// inHand returns a report that was taken at once.
func inHand(c Category, at string) Report {
	r := submitted(c, at)
	p, now := promiseFor(r), bj(at)
	if r.Accept(p, now) != nil || r.Assign(Holder{Kind: ByPerson, Person: 7}, p, now) != nil || r.Take(7, p, now) != nil {
		panic("the report cannot be taken")
	}
	r.schedule()
	return r
}

func TestPromisesByCategory(t *testing.T) {
	for _, tt := range []struct {
		name, step, whole, yellow string
		r                         Report
	}{
		{"a lamp", "11-23 11:00", "11-30 09:00", "11-23 10:36", submitted("facility", "2026-11-23 09:00")},
		{"a lamp before lunch", "11-23 15:30", "11-30 11:30", "11-23 15:06", submitted("facility", "2026-11-23 11:30")},
		{"a lamp on Friday evening", "11-30 10:30", "12-04 18:00", "11-30 10:06", submitted("facility", "2026-11-27 18:00")},
		{"water runs by the clock", "11-29 18:00", "11-29 18:00", "11-29 13:12", submitted("utility", "2026-11-28 18:00")},
		{"a lamp in hand", "11-30 09:00", "11-30 09:00", "11-28 23:24", inHand("facility", "2026-11-23 09:00")},
		{"an illegal building is to be stopped first", "11-23 15:00", "12-21 17:30", "11-23 14:12", inHand("illegal", "2026-11-23 09:00")},
		{"rubbish before National Day", "10-08 09:30", "10-08 11:30", "10-08 09:06", submitted("sanitation", "2026-09-30 16:30").of("exposed_rubbish")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := []string{say(tt.r.DueAt), say(tt.r.WholeDue), say(tt.r.YellowAt)}
			if diff := cmp.Diff([]string{tt.step, tt.whole, tt.yellow}, got); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Only an open report has a light and is swept. The clocks of a merged report run on, and the DueAt of a resolved one is the
// end of its review.
func TestOnlyOpenReportsHaveALight(t *testing.T) {
	for _, s := range States {
		r := submitted("facility", "2026-11-23 09:00")
		r.State = s
		r.schedule()
		if lit := r.Light(bj("2026-11-23 11:01")) == pace.Red; lit != r.Open() || r.CheckAt.IsZero() == r.Open() {
			t.Errorf("%s: light %v, looked at %q", s, lit, say(r.CheckAt))
		}
	}
}

func TestTheSweepChecksSupervision(t *testing.T) {
	r := submitted("facility", "2026-11-23 09:00")
	r.Supervision = pace.Supervision{By: 1, DueAt: bj("2026-11-23 10:00")}
	if r.schedule(); say(r.CheckAt) != "11-23 10:00" {
		t.Fatalf("at %s", say(r.CheckAt))
	}
}

func TestOnlyOpenReportsAdoptClocks(t *testing.T) {
	r := Report{State: InHand, SubmittedAt: bj("2026-11-20 09:00"), Clocks: pace.Clocks{DueAt: bj("2026-11-27 09:00")}}
	over := r
	r.adopt(usually, bj("2026-11-30 09:00"))
	if !r.Began.Equal(r.SubmittedAt) || !r.WholeDue.Equal(r.DueAt) || r.Level != 3 {
		t.Fatalf("%+v", r.Clocks)
	}
	over.State = Resolved
	before := over
	if over.adopt(usually, bj("2026-11-30 09:00")); over != before {
		t.Fatalf("%+v", over.Clocks)
	}
}

func TestHandingOverNeverRestartsTheWhole(t *testing.T) {
	p := usually
	r := submitted("facility", "2026-11-23 09:00")
	whole := r.WholeDue
	at := bj("2026-11-23 09:30")
	for _, move := range []func() error{
		func() error { return r.Accept(p, at) },
		func() error { return r.Assign(Holder{Kind: ByOrg, Org: 1}, p, at) },
		func() error { return r.Assign(Holder{Kind: ByPerson, Person: 7}, p, at) },
		func() error { return r.Take(7, p, at) },
		func() error { _, err := r.Return(Holder{Kind: ByPost}, p, at); return err },
		func() error { return r.Raise(Holder{Kind: ByPost, Role: "street"}, p, at) },
	} {
		at = at.Add(20 * time.Hour)
		if err := move(); err != nil || !r.WholeDue.Equal(whole) || r.DueAt.After(whole) {
			t.Fatalf("%v: the whole ends %s, the step %s", err, say(r.WholeDue), say(r.DueAt))
		}
	}
}

// The named steps of an illegal building count from when it was accepted, also after a pause, and from the reopening if it
// was reopened.
func TestNamedStepsFollowOneAnother(t *testing.T) {
	r := inHand("illegal", "2026-11-23 09:00")
	p := promiseFor(r)
	next := func(at, name, due string) {
		t.Helper()
		got, err := r.Advance(p, bj(at))
		if err != nil || got != name || say(r.DueAt) != due {
			t.Fatalf("%v: after %s it is due %s, want %s %s", err, got, say(r.DueAt), name, due)
		}
	}
	next("2026-11-23 10:00", "停工", "12-02 17:30")
	r.Pause(bj("2026-11-24 09:00"), bj("2027-01-01 09:00"))
	r.Resume(p.Promise, bj("2026-12-08 09:00")) // ten working days later
	if say(r.DueAt) != "12-16 17:30" || say(r.WholeDue) != "01-04 17:30" {
		t.Fatalf("step due %s, whole due %s", say(r.DueAt), say(r.WholeDue))
	}
	next("2026-12-08 10:00", "处罚", "01-04 17:30")
	if light := r.Light(bj("2026-12-08 10:00")); light != pace.Green {
		t.Fatalf("the light is %s", light)
	}
	next("2026-12-08 11:00", "拆除", "01-04 17:30")
	if _, err := r.Advance(p, bj("2026-12-08 12:00")); err != ErrStep { //nolint:errorlint // no wrapping here
		t.Fatal(err)
	}
	if err := r.Resolve(Solved, "拆了", 0, bj("2026-12-09 09:00")); err != nil {
		t.Fatal(err)
	}
	if err := r.Reopen(p, bj("2026-12-10 09:00")); err != nil {
		t.Fatal(err)
	}
	if say(r.Began) != "12-10 09:00" || say(r.DueAt) != "12-10 15:00" || r.StepsDone != 0 || r.Light(bj("2026-12-10 09:00")) != pace.Green {
		t.Fatalf("reopened: began %s, due %s, %d steps", say(r.Began), say(r.DueAt), r.StepsDone)
	}
	next("2026-12-10 10:00", "停工", "12-21 17:30")
}

// A pause uses up none of the time of the next step.
func TestAPauseIsNoDelay(t *testing.T) {
	r := submitted("facility", "2026-11-23 09:00")
	if err := r.Accept(usually, bj("2026-11-23 10:00")); err != nil {
		t.Fatal(err)
	}
	r.Pause(bj("2026-11-24 09:00"), bj("2027-01-01 09:00"))
	r.Resume(usually.Promise, bj("2026-12-24 09:00")) // six of seven days are left
	if err := r.Assign(Holder{Kind: ByPerson, Person: 7}, usually, bj("2026-12-24 09:00")); err != nil {
		t.Fatal(err)
	}
	if err := r.Take(7, usually, bj("2026-12-24 09:30")); err != nil {
		t.Fatal(err)
	}
	if r.Warned || r.Light(bj("2026-12-24 09:30")) != pace.Green || say(r.WholeDue) != "12-30 09:00" || say(r.YellowAt) != "12-28 23:24" {
		t.Fatalf("warned %v, yellow %s, due %s", r.Warned, say(r.YellowAt), say(r.WholeDue))
	}
}

// The post asked about one step's delay is no longer asked when the next step begins, unless the whole is late.
func TestTheNextStepEndsAsking(t *testing.T) {
	late := submitted("facility", "2026-11-23 09:00")
	late.Level, late.Asked, late.AskedDue = 4, pace.Post{Role: "secretary", Area: 3}, bj("2026-11-24 09:00")
	r := late
	if err := r.Accept(usually, bj("2026-11-23 15:00")); err != nil || r.Level != 0 || r.Asked != (pace.Post{}) {
		t.Fatalf("%v: rung %d is asked", err, r.Level)
	}
	r = late
	if err := r.Accept(usually, bj("2026-12-01 15:00")); err != nil || r.Level != 4 || !r.DueAt.Equal(r.WholeDue) {
		t.Fatalf("%v: rung %d is asked", err, r.Level)
	}
}
