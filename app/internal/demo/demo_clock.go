package demo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"linli/app/when"
)

// demoClock is the demo's time: the real one, moved. While the past is played it stands back; afterwards it is working
// time in Beijing, for at night most notices wait until the morning and a newcomer elsewhere in the world would see none.
type demoClock struct {
	real  func() time.Time
	ahead atomic.Int64 // nanoseconds
	file  string       // remembers the time between starts, so that it never runs back over what is recorded; "" for none
}

// Now is what the service and the simulated platform take for the time.
func (c *demoClock) Now() time.Time { return c.real().Add(time.Duration(c.ahead.Load())) }

// set moves the clock.
func (c *demoClock) set(t time.Time) { c.ahead.Store(int64(t.Sub(c.real()))) }

// Between these hours the demo leaves the clock alone; otherwise it begins at half past nine.
const (
	demoDayFrom  = 8*time.Hour + 5*time.Minute
	demoDayTo    = 20*time.Hour + 30*time.Minute
	demoMorning  = 9*time.Hour + 30*time.Minute
	demoTimeForm = time.RFC3339Nano
)

// daytime returns t, or the next half past nine when it is evening or night in Beijing.
func daytime(t time.Time) time.Time {
	day, next := when.Day(t)
	switch at := t.Sub(day); {
	case at < demoDayFrom:
		return day.Add(demoMorning)
	case at > demoDayTo:
		return next.Add(demoMorning)
	}
	return t
}

// start sets the clock to daytime, later than anything the last start saw.
func (c *demoClock) start() error {
	begin := c.real()
	if c.file != "" {
		text, err := os.ReadFile(c.file)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		last, err := time.Parse(demoTimeForm, strings.TrimSpace(string(text)))
		if err == nil && last.After(begin) {
			begin = last
		}
	}
	c.set(daytime(begin))
	return c.save()
}

// tomorrow jumps to half past nine of the next day.
func (c *demoClock) tomorrow() error {
	_, next := when.Day(c.Now())
	c.set(next.Add(demoMorning))
	return c.save()
}

// errDemoJump is returned for a jump that is none, or so long that nobody could follow it.
var errDemoJump = errors.New("时钟一次可以拨快 1 分钟到 24 小时")

// demoJumpMost is how far one jump leads.
const demoJumpMost = 24 * time.Hour

// forward moves the clock on. It never goes back: what is recorded has happened.
func (c *demoClock) forward(by time.Duration) error {
	if by < time.Minute || by > demoJumpMost {
		return errDemoJump
	}
	c.ahead.Add(int64(by))
	return c.save()
}

// save writes the time down.
func (c *demoClock) save() error {
	if c.file == "" {
		return nil
	}
	return os.WriteFile(filepath.Clean(c.file), []byte(c.Now().Format(demoTimeForm)), 0o600)
}

// say explains a clock that is not the real one, or "".
func (c *demoClock) say() string {
	if c.ahead.Load() == 0 {
		return ""
	}
	return fmt.Sprintf("演示时钟拨到了北京时间 %s（夜里通知会等到早上）", when.Say(c.Now()))
}

// People report and work between these hours.
const (
	demoAwake  = 7*time.Hour + 30*time.Minute
	demoAsleep = 20*time.Hour + 30*time.Minute
)

// wakingBefore goes back from now by days of waking hours, so that nothing of the past happens at night.
func wakingBefore(now time.Time, days float64) time.Time {
	today, _ := when.Day(now)
	const waking = demoAsleep - demoAwake
	at := min(max(now.Sub(today), demoAwake), demoAsleep)
	back := time.Duration(days * float64(waking))
	if back <= at-demoAwake {
		return today.Add(at - back)
	}
	back -= at - demoAwake
	return today.AddDate(0, 0, -1-int(back/waking)).Add(demoAsleep - back%waking)
}

// wakingDays is the reverse of wakingBefore for a moment of waking hours.
func wakingDays(now, before time.Time) float64 {
	awake := func(t time.Time) time.Duration {
		day, _ := when.Day(t)
		return min(max(t.Sub(day), demoAwake), demoAsleep) - demoAwake
	}
	today, _ := when.Day(now)
	then, _ := when.Day(before)
	days := float64(today.Sub(then) / (24 * time.Hour))
	return days + float64(awake(now)-awake(before))/float64(demoAsleep-demoAwake)
}
