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

// demoClock is the demo's time: the real time plus an offset. While the past is played it is set back; afterwards it
// begins in working time in Beijing, because at night most notices wait for the morning and a visitor would see none.
type demoClock struct {
	real  func() time.Time
	ahead atomic.Int64 // nanoseconds
	file  string       // keeps the time between starts, so that it never runs back; "" for none
}

// Now is the time of the service and the simulated platform.
func (c *demoClock) Now() time.Time { return c.real().Add(time.Duration(c.ahead.Load())) }

// set moves the clock.
func (c *demoClock) set(t time.Time) { c.ahead.Store(int64(t.Sub(c.real()))) }

// Between these hours the demo keeps the real time; otherwise it begins at half past nine.
const (
	demoDayFrom  = 8*time.Hour + 5*time.Minute
	demoDayTo    = 20*time.Hour + 30*time.Minute
	demoMorning  = 9*time.Hour + 30*time.Minute
	demoTimeForm = time.RFC3339Nano
)

// daytime returns t, or in the evening and at night the next half past nine in Beijing.
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

// start sets the clock to daytime, later than any time of the last start.
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

// errDemoJump refuses a jump of the clock that is not within the limits.
var errDemoJump = errors.New("时钟一次可以拨快 1 分钟到 24 小时")

// demoJumpMost is the longest jump.
const demoJumpMost = 24 * time.Hour

// forward moves the clock on, never back.
func (c *demoClock) forward(by time.Duration) error {
	if by < time.Minute || by > demoJumpMost {
		return errDemoJump
	}
	c.ahead.Add(int64(by))
	return c.save()
}

// save stores the time in the file.
func (c *demoClock) save() error {
	if c.file == "" {
		return nil
	}
	return os.WriteFile(filepath.Clean(c.file), []byte(c.Now().Format(demoTimeForm)), 0o600)
}

// say explains why the clock is not the real time, or returns "".
func (c *demoClock) say() string {
	if c.ahead.Load() == 0 {
		return ""
	}
	return fmt.Sprintf("演示时钟拨到了北京时间 %s（夜里通知会等到早上）", when.Say(c.Now()))
}

// Residents and staff act between these hours only.
const (
	demoAwake  = 7*time.Hour + 30*time.Minute
	demoAsleep = 20*time.Hour + 30*time.Minute
)

// wakingBefore goes back from now by days of waking hours, so that no step of the past happens at night.
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

// wakingDays is the inverse of wakingBefore for a moment within waking hours.
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
