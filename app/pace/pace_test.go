package pace

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

func hours(n int) when.Term        { return when.Term{N: n, Unit: when.Hours} }
func days(n int) when.Term         { return when.Term{N: n, Unit: when.Days} }
func workingHours(n int) when.Term { return when.Term{N: n, Unit: when.WorkingHours} }
func workingDays(n int) when.Term  { return when.Term{N: n, Unit: when.WorkingDays} }

// The terms of a step: until the thing is accepted, until it is assigned, until it is taken.
var intake, dispatch, take = workingHours(2), workingHours(4), workingHours(4)

// within promises the whole within a term of working time.
func within(whole when.Term, steps ...Step) Promise {
	return Promise{
		Times: when.NewClock(when.NewCalendar(when.Official()), when.OfficeHours),
		Whole: whole, Steps: steps, Escalate: workingHours(4),
	}
}

// usually is the promise for most things, illegal the one for an illegal building.
var (
	usually = within(days(7))
	illegal = within(workingDays(20), Step{"停工", workingHours(4)}, Step{"处罚", workingDays(7)}, Step{"拆除", workingDays(20)})
)

// waiting returns the clocks of a new thing that waits to be accepted.
func waiting(p Promise, at string) Clocks {
	var c Clocks
	c.Start(p, bj(at))
	c.Begin(p, intake, bj(at))
	c.Schedule(Supervision{})
	return c
}

// inHand returns the clocks of a thing that was taken at once.
func inHand(p Promise, at string) Clocks {
	c := waiting(p, at)
	c.Begin(p, dispatch, bj(at))
	c.Begin(p, take, bj(at))
	c.Work(p, 0, bj(at))
	c.Schedule(Supervision{})
	return c
}

func TestStepsEndWithTheWholeAtTheLatest(t *testing.T) {
	for _, tt := range []struct {
		name, step, whole, yellow string
		c                         Clocks
	}{
		{"on Monday morning", "11-23 11:00", "11-30 09:00", "11-23 10:36", waiting(usually, "2026-11-23 09:00")},
		{"before lunch", "11-23 15:30", "11-30 11:30", "11-23 15:06", waiting(usually, "2026-11-23 11:30")},
		{"on Friday evening", "11-30 10:30", "12-04 18:00", "11-30 10:06", waiting(usually, "2026-11-27 18:00")},
		{"a day by the clock ends in the weekend, the step with it", "11-29 18:00", "11-29 18:00", "11-29 13:12", waiting(within(hours(24)), "2026-11-28 18:00")},
		{"in hand runs to the end of the whole", "11-30 09:00", "11-30 09:00", "11-28 23:24", inHand(usually, "2026-11-23 09:00")},
		{"an illegal building is to be stopped first", "11-23 15:00", "12-21 17:30", "11-23 14:12", inHand(illegal, "2026-11-23 09:00")},
		{"before National Day the week ends first", "10-07 16:30", "10-07 16:30", "10-06 06:54", waiting(usually, "2026-09-30 16:30")},
		{"rubbish before National Day", "10-08 09:30", "10-08 11:30", "10-08 09:06", waiting(within(workingHours(4)), "2026-09-30 16:30")},
		{"on a make-up Saturday", "10-10 11:00", "10-17 09:00", "10-10 10:36", waiting(usually, "2026-10-10 09:00")},
		{"before Spring Festival, on the make-up day", "02-14 11:00", "02-21 09:00", "02-14 10:36", waiting(usually, "2026-02-14 09:00")},
		{"within Spring Festival", "02-22 12:00", "02-22 12:00", "02-21 02:24", waiting(usually, "2026-02-15 12:00")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := []string{say(tt.c.DueAt), say(tt.c.WholeDue), say(tt.c.YellowAt)}
			if diff := cmp.Diff([]string{tt.step, tt.whole, tt.yellow}, got); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
			if tt.c.DueAt.After(tt.c.WholeDue) || tt.c.YellowAt.After(tt.c.DueAt) {
				t.Fatal("the step ends after the whole")
			}
		})
	}
}

func TestLights(t *testing.T) {
	open := waiting(usually, "2026-11-23 09:00") // two hours, yellow at 10:36
	paused, done := open, open
	paused.Pause(bj("2026-11-23 10:00"), bj("2026-11-30 10:00"))
	done.Stop()
	for _, tt := range []struct {
		name, at string
		c        Clocks
		want     Light
	}{
		{"at once", "2026-11-23 09:00", open, Green},
		{"at 80 percent", "2026-11-23 10:36", open, Green},
		{"beyond 80 percent", "2026-11-23 10:37", open, Yellow},
		{"at the end", "2026-11-23 11:00", open, Yellow},
		{"beyond the end", "2026-11-23 11:01", open, Red},
		{"while the clocks are paused", "2026-11-24 11:01", paused, NoLight},
		{"when they are stopped", "2026-11-24 11:01", done, NoLight},
		{"before they start", "2026-11-24 11:01", Clocks{}, NoLight},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.c.Light(bj(tt.at)); got != tt.want {
				t.Fatalf("%q, want %q", got, tt.want)
			}
		})
	}
}

// A pause uses up none of the time of the next step.
func TestAPauseIsNoDelay(t *testing.T) {
	c := waiting(usually, "2026-11-23 09:00")
	c.Begin(usually, dispatch, bj("2026-11-23 10:00"))
	c.Pause(bj("2026-11-24 09:00"), bj("2027-01-01 09:00"))
	c.Resume(usually, bj("2026-12-24 09:00")) // six of seven days are left
	c.Begin(usually, take, bj("2026-12-24 09:00"))
	c.Work(usually, time.Hour, bj("2026-12-24 09:30"))
	if c.Warned || c.Light(bj("2026-12-24 09:30")) != Green || say(c.WholeDue) != "12-30 09:00" || say(c.YellowAt) != "12-28 23:24" {
		t.Fatalf("warned %v, yellow %s, due %s", c.Warned, say(c.YellowAt), say(c.WholeDue))
	}
}

// The named parts of the work count from the same moment, which a pause moves.
func TestNamedStepsFollowOneAnother(t *testing.T) {
	c := inHand(illegal, "2026-11-23 09:00")
	next := func(at, name, due string) {
		t.Helper()
		got, ok := c.FinishStep(illegal, 0, bj(at))
		if !ok || got != name || say(c.DueAt) != due {
			t.Fatalf("after %q it is due %s, want %s %s", got, say(c.DueAt), name, due)
		}
	}
	next("2026-11-23 10:00", "停工", "12-02 17:30")
	c.Pause(bj("2026-11-24 09:00"), bj("2027-01-01 09:00"))
	c.Resume(illegal, bj("2026-12-08 09:00")) // ten working days later
	if say(c.DueAt) != "12-16 17:30" || say(c.WholeDue) != "01-04 17:30" {
		t.Fatalf("step due %s, whole due %s", say(c.DueAt), say(c.WholeDue))
	}
	next("2026-12-08 10:00", "处罚", "01-04 17:30")
	next("2026-12-08 11:00", "拆除", "01-04 17:30")
	if name, ok := c.FinishStep(illegal, 0, bj("2026-12-08 12:00")); ok || c.StepsDone != 3 {
		t.Fatalf("%q is done, too", name)
	}
	later := waiting(illegal, "2026-11-23 09:00")
	if later.Work(illegal, time.Hour, bj("2026-11-23 11:00")); say(later.DueAt) != "11-23 16:00" {
		t.Fatalf("with a lead of one hour it is due %s", say(later.DueAt))
	}
}

func TestAnotherPromiseEndsTheStepEarlier(t *testing.T) {
	at := bj("2026-11-23 09:30")
	for _, tt := range []struct {
		name, step, whole string
		c                 Clocks
	}{
		{"the whole ends before the step", "11-23 11:00", "11-23 11:00", inHand(usually, "2026-11-23 09:00")},
		{"the step ends first, as it did", "11-23 11:00", "11-23 11:00", waiting(usually, "2026-11-23 09:00")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := tt.c
			if c.Tighten(within(hours(2)), at); say(c.DueAt) != tt.step || say(c.WholeDue) != tt.whole {
				t.Fatalf("step due %s, whole due %s", say(c.DueAt), say(c.WholeDue))
			}
		})
	}
}

func TestAdoptKeepsTheDeadline(t *testing.T) {
	began, none := bj("2026-11-20 09:00"), Clocks{DueAt: bj("2026-11-27 09:00")}
	c := none
	c.Adopt(usually, began, 3, bj("2026-11-23 09:00"))
	if !c.Began.Equal(began) || !c.WholeDue.Equal(none.DueAt) || !c.Warned || c.Level != 0 {
		t.Fatalf("%+v", c)
	}
	late := none
	late.Adopt(usually, began, 3, bj("2026-11-30 09:00")) // the day of an upgrade: the next post is asked after the usual time
	if late.Level != 3 || !late.NextLook().Equal(bj("2026-11-30 15:00")) || late.Asked != (Post{}) {
		t.Fatalf("%+v", late)
	}
	again := late
	if again.Adopt(usually, bj("2026-01-01 09:00"), 5, bj("2026-12-30 09:00")); again != late {
		t.Fatalf("a second time: %+v", again)
	}
}

// The post asked about one step's delay is no longer asked when the next step begins, unless the whole is late.
func TestTheNextStepEndsAsking(t *testing.T) {
	late := waiting(usually, "2026-11-23 09:00")
	late.Level, late.Asked, late.AskedDue = 4, Post{Role: "secretary", Area: 3}, bj("2026-11-24 09:00")
	c := late
	if c.Begin(usually, dispatch, bj("2026-11-23 15:00")); c.Level != 0 || c.Asked != (Post{}) {
		t.Fatalf("rung %d is asked", c.Level)
	}
	c = late
	if c.Begin(usually, dispatch, bj("2026-12-01 15:00")); c.Level != 4 || !c.DueAt.Equal(c.WholeDue) {
		t.Fatalf("rung %d is asked", c.Level)
	}
}
