// Package when holds the community's calendar and clock. Records keep an instant; a day is a day in Beijing.
package when

import (
	"fmt"
	"time"
)

// Beijing is the only time zone. China has had no summer time since 1991, so no tzdata is needed.
var Beijing = time.FixedZone("CST", 8*60*60)

// Day returns the bounds of the Beijing day that holds t.
func Day(t time.Time) (from, to time.Time) {
	y, m, d := t.In(Beijing).Date()
	from = time.Date(y, m, d, 0, 0, 0, 0, Beijing)
	return from, from.AddDate(0, 0, 1)
}

// Later returns the later of two moments.
func Later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Ahead is by how much the clock of a telephone may be ahead.
const Ahead = 10 * time.Minute

// ByPhone returns when something was done, as a telephone says it that may have had no network: now if it says nothing, or if its clock
// is a little ahead. false: it lies farther ahead, or longer ago than since, as seen now.
func ByPhone(said, now time.Time, since time.Duration) (time.Time, bool) {
	switch {
	case said.IsZero():
		return now, true
	case said.After(now.Add(Ahead)), now.Sub(said) > since:
		return now, false
	case said.After(now):
		return now, true
	}
	return said, true
}

// DayNumber returns the Beijing day of t as yymmdd, for example 261121.
func DayNumber(t time.Time) int {
	y, m, d := t.In(Beijing).Date()
	return y%100*10000 + int(m)*100 + d
}

// Say returns t in Chinese: "11月21日 15:04".
func Say(t time.Time) string {
	b := t.In(Beijing)
	return fmt.Sprintf("%d月%d日 %02d:%02d", b.Month(), b.Day(), b.Hour(), b.Minute())
}

// Full returns t with its year, "2026年11月21日 15:04", the form of WeChat's time and date values.
func Full(t time.Time) string {
	b := t.In(Beijing)
	return fmt.Sprintf("%d年%02d月%02d日 %02d:%02d", b.Year(), b.Month(), b.Day(), b.Hour(), b.Minute())
}

// Quiet is a daily span without notices that can wait. A From later than To spans midnight; From equal to To means never.
type Quiet struct {
	From, To time.Duration // since midnight in Beijing
}

// Nights is the default quiet span: 22:00 to 08:00 (domain.md §5, "quiet hours").
var Nights = Quiet{From: 22 * time.Hour, To: 8 * time.Hour}

// Next returns the first moment from t on outside the quiet span.
func (q Quiet) Next(t time.Time) time.Time {
	day, _ := Day(t)
	at := t.Sub(day)
	switch {
	case q.From == q.To:
		return t
	case q.From < q.To:
		if at >= q.From && at < q.To {
			return day.Add(q.To)
		}
	case at >= q.From:
		return day.AddDate(0, 0, 1).Add(q.To)
	case at < q.To:
		return day.Add(q.To)
	}
	return t
}

// Wait returns the end of a wait that begins at t and is paused during the quiet span.
func (q Quiet) Wait(t time.Time, wait time.Duration) time.Time {
	t = q.Next(t)
	for q.From != q.To {
		day, tomorrow := Day(t)
		quiet := day.Add(q.From)
		if !quiet.After(t) {
			quiet = tomorrow.Add(q.From)
		}
		if !t.Add(wait).After(quiet) {
			break
		}
		wait -= quiet.Sub(t)
		t = q.Next(quiet)
	}
	return t.Add(wait)
}
