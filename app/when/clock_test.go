package when

import (
	"fmt"
	"testing"
	"time"
)

// late is a community that also works over noon and on the mornings of days off (错时服务).
var late = WorkHours{
	Working: Spans{{8*time.Hour + 30*time.Minute, 17*time.Hour + 30*time.Minute}},
	Resting: Spans{{9 * time.Hour, 12 * time.Hour}},
}

func official() Clock { return NewClock(NewCalendar(Official()), OfficeHours) }

func TestDue(t *testing.T) {
	for _, tt := range []struct {
		name  string
		hours WorkHours
		from  string
		term  Term
		want  string
	}{
		{"within the morning", OfficeHours, "2026-11-23 09:00", Term{2, WorkingHours}, "2026-11-23 11:00"},
		{"over lunch", OfficeHours, "2026-11-23 11:00", Term{2, WorkingHours}, "2026-11-23 15:00"},
		{"at lunch", OfficeHours, "2026-11-23 13:00", Term{2, WorkingHours}, "2026-11-23 16:00"},
		{"ends with the morning", OfficeHours, "2026-11-23 10:00", Term{2, WorkingHours}, "2026-11-23 12:00"},
		{"ends with the day", OfficeHours, "2026-11-23 15:30", Term{2, WorkingHours}, "2026-11-23 17:30"},
		{"at opening", OfficeHours, "2026-11-23 08:30", Term{7, WorkingHours}, "2026-11-23 17:30"},
		{"at closing", OfficeHours, "2026-11-23 17:30", Term{2, WorkingHours}, "2026-11-24 10:30"},
		{"at night", OfficeHours, "2026-11-23 23:30", Term{2, WorkingHours}, "2026-11-24 10:30"},
		{"after midnight", OfficeHours, "2026-11-24 02:00", Term{2, WorkingHours}, "2026-11-24 10:30"},
		{"on Friday evening", OfficeHours, "2026-11-20 19:00", Term{4, WorkingHours}, "2026-11-23 14:30"},
		{"the last hour of Friday", OfficeHours, "2026-11-20 17:00", Term{1, WorkingHours}, "2026-11-23 09:00"},
		{"a make-up Sunday is a working day", OfficeHours, "2026-01-03 20:00", Term{2, WorkingHours}, "2026-01-04 10:30"},
		{"the make-up Saturday before Spring Festival", OfficeHours, "2026-02-13 17:00", Term{4, WorkingHours}, "2026-02-14 12:00"},
		{"over Spring Festival", OfficeHours, "2026-02-14 16:30", Term{2, WorkingHours}, "2026-02-24 09:30"},
		{"within Spring Festival", OfficeHours, "2026-02-18 10:00", Term{4, WorkingHours}, "2026-02-24 14:30"},
		{"the make-up Saturday after Spring Festival", OfficeHours, "2026-02-27 17:00", Term{1, WorkingHours}, "2026-02-28 09:00"},
		{"over National Day", OfficeHours, "2026-09-30 17:00", Term{1, WorkingHours}, "2026-10-08 09:00"},
		{"the make-up Saturday after National Day", OfficeHours, "2026-10-09 17:00", Term{1, WorkingHours}, "2026-10-10 09:00"},
		{"the make-up Sunday before Mid-Autumn", OfficeHours, "2026-09-19 12:00", Term{4, WorkingHours}, "2026-09-20 14:30"},
		{"open over noon", late, "2026-11-23 11:00", Term{2, WorkingHours}, "2026-11-23 13:00"},
		{"open on Saturday morning", late, "2026-11-20 17:00", Term{2, WorkingHours}, "2026-11-21 10:30"},
		{"open on both mornings of the weekend", late, "2026-11-20 17:00", Term{7, WorkingHours}, "2026-11-23 09:00"},
		{"open on the mornings of a holiday", late, "2026-10-01 12:00", Term{3, WorkingHours}, "2026-10-02 12:00"},
		{"empty hours are office hours", WorkHours{}, "2026-11-23 11:00", Term{2, WorkingHours}, "2026-11-23 15:00"},
		{"no list of 2027: New Year's Day counts as a Friday", OfficeHours, "2026-12-31 17:00", Term{1, WorkingHours}, "2027-01-01 09:00"},

		{"the day itself does not count", OfficeHours, "2026-11-23 08:30", Term{1, WorkingDays}, "2026-11-24 17:30"},
		{"the day itself does not count in the evening", OfficeHours, "2026-11-23 22:00", Term{1, WorkingDays}, "2026-11-24 17:30"},
		{"from Friday", OfficeHours, "2026-11-20 10:00", Term{1, WorkingDays}, "2026-11-23 17:30"},
		{"from Saturday", OfficeHours, "2026-11-21 10:00", Term{1, WorkingDays}, "2026-11-23 17:30"},
		{"from Saturday where it is open then", late, "2026-11-21 10:00", Term{1, WorkingDays}, "2026-11-23 17:30"},
		{"five working days", OfficeHours, "2026-11-20 10:00", Term{5, WorkingDays}, "2026-11-27 17:30"},
		{"five working days over Spring Festival", OfficeHours, "2026-02-12 10:00", Term{5, WorkingDays}, "2026-02-26 17:30"},
		{"working days end on the make-up Saturday", OfficeHours, "2026-02-23 10:00", Term{5, WorkingDays}, "2026-02-28 17:30"},
		{"working days over National Day", OfficeHours, "2026-09-30 10:00", Term{3, WorkingDays}, "2026-10-10 17:30"},
		{"twenty working days", OfficeHours, "2026-09-18 10:00", Term{20, WorkingDays}, "2026-10-22 17:30"},

		{"24 hours run by the clock", OfficeHours, "2026-02-14 16:30", Term{24, Hours}, "2026-02-15 16:30"},
		{"seven days run by the clock", OfficeHours, "2026-02-14 16:30", Term{7, Days}, "2026-02-21 16:30"},
		{"and minutes", OfficeHours, "2026-02-14 23:50", Term{30, Minutes}, "2026-02-15 00:20"},

		{"before the years with sums", OfficeHours, "2019-12-31 17:00", Term{8, WorkingHours}, "2020-01-02 09:00"},
		{"into the years with sums", OfficeHours, "2019-12-20 17:00", Term{9, WorkingDays}, "2020-01-02 17:30"},
		{"after the years with sums", OfficeHours, "2045-12-29 17:00", Term{8, WorkingHours}, "2046-01-02 09:00"},
		{"far beyond", OfficeHours, "2300-01-06 17:00", Term{8, WorkingHours}, "2300-01-07 01:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := NewClock(NewCalendar(Official()), tt.hours)
			if got := c.Due(at(tt.from).UTC(), tt.term); !got.Equal(at(tt.want)) {
				t.Fatalf("%s after %s is %s, want %s", tt.term.Say(), tt.from, got.In(Beijing), tt.want)
			}
		})
	}
}

// slowBetween counts minute by minute.
func slowBetween(c Clock, from, to time.Time) time.Duration {
	var sum time.Duration
	for m := from; m.Before(to); m = m.Add(time.Minute) {
		if c.Working(m) {
			sum += time.Minute
		}
	}
	return sum
}

func TestBetweenCountsEveryMinute(t *testing.T) {
	for _, h := range []WorkHours{OfficeHours, late} {
		c := NewClock(NewCalendar(Official()), h)
		for _, span := range [][2]string{
			{"2026-01-01 10:00", "2026-01-12 15:17"},
			{"2026-02-12 11:59", "2026-03-02 08:31"},
			{"2019-12-20 09:00", "2020-01-10 16:00"},
			{"2026-09-17 13:00", "2026-10-13 09:00"},
			{"2026-12-20 13:00", "2027-01-13 09:00"},
			{"2045-12-20 13:00", "2046-01-13 09:00"},
			{"2026-11-21 13:00", "2026-11-22 23:00"},
			{"2010-03-03 03:00", "2010-03-20 23:00"},
		} {
			from, to := at(span[0]), at(span[1])
			if got, want := c.Between(from, to), slowBetween(c, from, to); got != want || c.Between(to, from) != -want {
				t.Errorf("%s to %s with %s: %s and %s back, want %s", span[0], span[1], h.Working, got, c.Between(to, from), want)
			}
		}
	}
}

func ExampleTerm_Say() {
	for _, t := range []Term{{2, WorkingHours}, {7, Days}, {30, Minutes}, {5, WorkingDays}, {24, Hours}} {
		fmt.Println(t.Say())
	}
	// Output:
	// 2 个工作小时
	// 7 天
	// 30 分钟
	// 5 个工作日
	// 24 小时
}

func TestOpens(t *testing.T) {
	c := NewClock(NewCalendar(Official()), OfficeHours)
	for now, want := range map[string]string{
		"2026-11-23 09:00": "2026-11-23 09:00",
		"2026-11-23 07:00": "2026-11-23 08:30",
		"2026-11-23 12:00": "2026-11-23 14:00",
		"2026-11-23 17:30": "2026-11-24 08:30",
		"2026-11-27 20:00": "2026-11-30 08:30",
		"2026-09-30 18:00": "2026-10-08 08:30", // over the National Day
	} {
		if got := c.Opens(at(now)); !got.Equal(at(want)) {
			t.Errorf("after %s it opens %s", now, got)
		}
	}
}
