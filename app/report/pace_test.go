package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// submitted is a new report of a category with its clocks running.
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

// inHand is a report somebody took at once.
func inHand(c Category, at string) Report {
	r := submitted(c, at)
	p, now := promiseFor(r), bj(at)
	if r.Accept(p, now) != nil || r.Assign(Holder{Kind: ByPerson, Person: 7}, p, now) != nil || r.Take(7, p, now) != nil {
		panic("no way")
	}
	r.schedule()
	return r
}

func TestStepsEndWithTheWholeAtTheLatest(t *testing.T) {
	for _, tt := range []struct {
		name, step, whole, yellow string
		r                         Report
	}{
		{"submitted on Monday morning", "11-23 11:00", "11-30 09:00", "11-23 10:36", submitted("facility", "2026-11-23 09:00")},
		{"submitted before lunch", "11-23 15:30", "11-30 11:30", "11-23 15:06", submitted("facility", "2026-11-23 11:30")},
		{"submitted on Friday evening", "11-30 10:30", "12-04 18:00", "11-30 10:06", submitted("facility", "2026-11-27 18:00")},
		{"a day by the clock ends in the weekend, the step with it", "11-29 18:00", "11-29 18:00", "11-29 13:12", submitted("utility", "2026-11-28 18:00")},
		{"in hand runs to the end of the whole", "11-30 09:00", "11-30 09:00", "11-28 23:24", inHand("facility", "2026-11-23 09:00")},
		{"an illegal building is to be stopped first", "11-23 15:00", "12-21 17:30", "11-23 14:12", inHand("illegal", "2026-11-23 09:00")},
		{"before National Day the week ends first", "10-07 16:30", "10-07 16:30", "10-06 06:54", submitted("facility", "2026-09-30 16:30")},
		{"rubbish before National Day", "10-08 09:30", "10-08 11:30", "10-08 09:06", submitted("sanitation", "2026-09-30 16:30").of("exposed_rubbish")},
		{"on a make-up Saturday", "10-10 11:00", "10-17 09:00", "10-10 10:36", submitted("facility", "2026-10-10 09:00")},
		{"before Spring Festival, on the make-up day", "02-14 11:00", "02-21 09:00", "02-14 10:36", submitted("facility", "2026-02-14 09:00")},
		{"within Spring Festival", "02-22 12:00", "02-22 12:00", "02-21 02:24", submitted("facility", "2026-02-15 12:00")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := []string{say(tt.r.DueAt), say(tt.r.WholeDue), say(tt.r.YellowAt)}
			if diff := cmp.Diff([]string{tt.step, tt.whole, tt.yellow}, got); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
			if tt.r.DueAt.After(tt.r.WholeDue) || tt.r.YellowAt.After(tt.r.DueAt) {
				t.Fatal("a step ends after the whole")
			}
		})
	}
}

func TestLights(t *testing.T) {
	open := submitted("facility", "2026-11-23 09:00") // two hours, yellow at 10:36
	paused := open
	paused.pause(bj("2026-11-23 10:00"), bj("2026-11-30 10:00"))
	done := open
	done.State = Closed
	for _, tt := range []struct {
		name, at string
		r        Report
		want     Light
	}{
		{"at once", "2026-11-23 09:00", open, Green},
		{"at 80 percent", "2026-11-23 10:36", open, Green},
		{"beyond 80 percent", "2026-11-23 10:37", open, Yellow},
		{"at the end", "2026-11-23 11:00", open, Yellow},
		{"beyond the end", "2026-11-23 11:01", open, Red},
		{"while its clocks stand still", "2026-11-24 11:01", paused, NoLight},
		{"when it is finished", "2026-11-24 11:01", done, NoLight},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.r.Light(bj(tt.at)); got != tt.want {
				t.Fatalf("%q, want %q", got, tt.want)
			}
		})
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

// The named steps of an illegal building count from when it was accepted, also after the clocks stood still, and from the
// reopening when it begins anew.
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
	r.pause(bj("2026-11-24 09:00"), bj("2027-01-01 09:00"))
	r.resume(p, bj("2026-12-08 09:00")) // ten working days later
	if say(r.DueAt) != "12-16 17:30" || say(r.WholeDue) != "01-04 17:30" {
		t.Fatalf("due %s, all of it %s", say(r.DueAt), say(r.WholeDue))
	}
	next("2026-12-08 10:00", "处罚", "01-04 17:30")
	if light := r.Light(bj("2026-12-08 10:00")); light != Green {
		t.Fatalf("it is %s", light)
	}
	next("2026-12-08 11:00", "拆除", "01-04 17:30")
	if _, err := r.Advance(p, bj("2026-12-08 12:00")); err != ErrStep { //nolint:errorlint // it is the value itself
		t.Fatal(err)
	}
	if err := r.Resolve(Solved, "拆了", 0, bj("2026-12-09 09:00")); err != nil {
		t.Fatal(err)
	}
	if err := r.Reopen(p, bj("2026-12-10 09:00")); err != nil {
		t.Fatal(err)
	}
	if say(r.Began) != "12-10 09:00" || say(r.DueAt) != "12-10 15:00" || r.StepsDone != 0 || r.Light(bj("2026-12-10 09:00")) != Green {
		t.Fatalf("reopened: began %s, due %s, %d steps", say(r.Began), say(r.DueAt), r.StepsDone)
	}
	next("2026-12-10 10:00", "停工", "12-21 17:30")
}

func TestWhatWasLeftIsLeft(t *testing.T) {
	for _, tt := range []struct {
		name, paused, resumed, due, whole string
	}{
		{"an hour of a working day", "2026-11-23 10:00", "2026-11-23 11:00", "11-23 12:00", "11-30 10:00"},
		{"over a weekend", "2026-11-23 09:30", "2026-11-30 09:30", "11-30 11:00", "12-07 09:00"},
		{"at once", "2026-11-23 10:00", "2026-11-23 10:00", "11-23 11:00", "11-30 09:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := submitted("facility", "2026-11-23 09:00")
			r.pause(bj(tt.paused), bj("2027-01-01 09:00"))
			r.resume(usually, bj(tt.resumed))
			if say(r.DueAt) != tt.due || say(r.WholeDue) != tt.whole || r.paused() {
				t.Fatalf("due %s, all of it %s", say(r.DueAt), say(r.WholeDue))
			}
		})
	}
}

// A report that is handed over after its clocks stood still has used up no more than before.
func TestARestIsNoDelay(t *testing.T) {
	r := submitted("facility", "2026-11-23 09:00")
	if err := r.Accept(usually, bj("2026-11-23 10:00")); err != nil {
		t.Fatal(err)
	}
	r.pause(bj("2026-11-24 09:00"), bj("2027-01-01 09:00"))
	r.resume(usually, bj("2026-12-24 09:00")) // six of seven days are left
	if err := r.Assign(Holder{Kind: ByPerson, Person: 7}, usually, bj("2026-12-24 09:00")); err != nil {
		t.Fatal(err)
	}
	if err := r.Take(7, usually, bj("2026-12-24 09:30")); err != nil {
		t.Fatal(err)
	}
	if r.Warned || r.Light(bj("2026-12-24 09:30")) != Green || say(r.WholeDue) != "12-30 09:00" || say(r.YellowAt) != "12-28 23:24" {
		t.Fatalf("warned %v, yellow %s, due %s", r.Warned, say(r.YellowAt), say(r.WholeDue))
	}
}

func TestWhenTheSweepLooks(t *testing.T) {
	open := submitted("facility", "2026-11-23 09:00")
	with := func(change func(*Report)) Report { r := open; change(&r); r.schedule(); return r }
	for _, tt := range []struct {
		name string
		r    Report
		want string
	}{
		{"when it turns yellow", open, "11-23 10:36"},
		{"after the warning, at the end", with(func(r *Report) { r.Warned = true }), "11-23 11:00"},
		{"when the next rung is to be asked", with(func(r *Report) { r.Level, r.AskedDue = 3, bj("2026-11-24 09:00") }), "11-24 09:00"},
		{"when the rest is over", with(func(r *Report) { r.pause(bj("2026-11-23 10:00"), bj("2026-11-25 10:00")) }), "11-25 10:00"},
		{"when a reply is owed", with(func(r *Report) { r.Supervision = Supervision{By: 1, DueAt: bj("2026-11-23 10:00")} }), "11-23 10:00"},
		{"when a reply is owed later", with(func(r *Report) { r.Supervision = Supervision{By: 1, DueAt: bj("2026-11-23 12:00")} }), "11-23 10:36"},
		{"when a reply is late already", with(func(r *Report) {
			r.Supervision = Supervision{By: 1, DueAt: bj("2026-11-23 10:00"), Late: true}
		}), "11-23 10:36"},
		{"never again", with(func(r *Report) { r.State = Closed }), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := say(tt.r.CheckAt); got != tt.want {
				t.Fatalf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestReportsFromBeforeKeepTheirDeadline(t *testing.T) {
	r := Report{State: InHand, SubmittedAt: bj("2026-11-20 09:00"), Pace: Pace{DueAt: bj("2026-11-27 09:00")}}
	late := r
	r.adopt(usually, bj("2026-11-23 09:00"))
	if !r.Began.Equal(r.SubmittedAt) || !r.WholeDue.Equal(r.DueAt) || !r.Warned || r.Level != 0 {
		t.Fatalf("%+v", r.Pace)
	}
	late.adopt(usually, bj("2026-11-30 09:00")) // the day of an upgrade: the next post is asked after the usual time
	if late.schedule(); !late.CheckAt.Equal(bj("2026-11-30 15:00")) || late.Asked != (Holder{}) {
		t.Fatalf("%+v", late.Pace)
	}
}

// Whoever was asked because of one step's delay is asked no more when the next begins, unless all of it is late.
func TestAskingEndsWithTheStep(t *testing.T) {
	late := submitted("facility", "2026-11-23 09:00")
	late.Level, late.Asked, late.AskedDue = 4, Holder{Kind: ByPost, Role: "secretary", Area: 3}, bj("2026-11-24 09:00")
	r := late
	if err := r.Accept(usually, bj("2026-11-23 15:00")); err != nil || r.Level != 0 || r.Asked != (Holder{}) {
		t.Fatalf("%v: %d is asked", err, r.Level)
	}
	r = late
	if err := r.Accept(usually, bj("2026-12-01 15:00")); err != nil || r.Level != 4 || !r.DueAt.Equal(r.WholeDue) {
		t.Fatalf("%v: %d is asked", err, r.Level)
	}
}
