package feedback

import (
	"slices"
	"time"

	"linli/app/when"
)

// Figure counts the answers about a service in a month.
type Figure struct {
	Community int64
	Month     int // 202611
	Kind      Kind
	Service   int64
	Sort      string
	Title     string
	Asked     int
	Answered  int
	Good      int
	Fair      int
	Poor      int
	Few       bool // fewer than Least answers: the marks are not shown
}

// Counted is a figure that nobody can read yet: only Shown opens it.
type Counted struct{ figure Figure }

// Count closes what the database has counted.
func Count(f Figure) Counted { return Counted{f} }

// Booked says whether the figure is about one of some services that are booked.
func (c Counted) Booked(services []int64) bool {
	return (c.figure.Kind == Booking || c.figure.Kind == Counter) && slices.Contains(services, c.figure.Service)
}

// Shown returns figures as anybody may read them: with fewer than Least answers no mark is shown, and not how many answers there are.
// Every page, export and interface reads figures that went through here: there is no other way to a Figure.
func Shown(all []Counted) []Figure {
	shown := make([]Figure, len(all))
	for i, c := range all {
		f := c.figure
		if f.Answered < Least {
			f.Answered, f.Good, f.Fair, f.Poor, f.Few = 0, 0, 0, 0, true
		}
		if f.Service == 0 && f.Sort == "" { // what people called it themselves is theirs
			f.Title = f.Kind.Name() + "（其他）"
		}
		shown[i] = f
	}
	return shown
}

// Percent returns how many of a hundred answers were Good, -1 where the figure is not shown.
func (f Figure) Percent() int {
	if f.Few || f.Answered == 0 {
		return -1
	}
	return (f.Good*200 + f.Answered) / (2 * f.Answered)
}

// MonthOf returns the month of a time: 202611.
func MonthOf(t time.Time) int { return int(when.DateOf(t)) / 100 }

// Month returns the month for which an answer counts: that of what happened.
func (f Feedback) Month() int {
	if f.Part != 0 {
		return int(f.Part) / 100
	}
	return MonthOf(f.AskedAt)
}
