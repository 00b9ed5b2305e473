package when

import "time"

// Missing returns the year whose official list must be loaded now: this year, or from 1 December on the next. The list is
// published in October or November; without it every Monday to Friday is a working day.
func (c *Calendar) Missing(now time.Time) (year int, missing bool) {
	year = now.In(Beijing).Year()
	if !c.Has(year) {
		return year, true
	}
	if now.In(Beijing).Month() == time.December && !c.Has(year+1) {
		return year + 1, true
	}
	return 0, false
}

// DaysLeft returns the number of days before the first day of a year without an official list; 0 within such a year.
func (c *Calendar) DaysLeft(now time.Time) int {
	today := DateOf(now)
	year := today.Year()
	for c.Has(year) {
		year++
	}
	end := Date(year*10_000 + 101)
	return max(0, int(end.Time().Sub(today.Time())/(24*time.Hour)))
}
