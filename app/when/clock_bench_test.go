package when

import (
	"testing"
	"time"
)

// BenchmarkDeadline measures deadlines of working hours over a year, with and without resting hours, as a multiple of plain
// addition.
func BenchmarkDeadline(b *testing.B) {
	start, floor := at("2026-01-01 00:00"), time.Duration(0)
	run := func(name string, due func(time.Time, Term) time.Time) {
		b.Run(name, func(b *testing.B) {
			i := 0
			for b.Loop() {
				due(start.Add(time.Duration(i%8_760)*time.Hour), Term{1 + i%160, WorkingHours})
				i++
			}
			each := b.Elapsed() * 1000 / time.Duration(b.N)
			if floor == 0 {
				floor = each
			}
			b.ReportMetric(float64(each)/float64(floor), "x-floor")
		})
	}
	run("floor", func(from time.Time, t Term) time.Time { return from.Add(time.Duration(t.N) * time.Hour) })
	run("office", official().Due)
	run("with resting hours", NewClock(NewCalendar(Official()), late).Due)
}
