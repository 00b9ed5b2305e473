package person

import (
	"time"

	"linli/app/fault"
	"linli/app/when"
)

// ErrBorn is returned for a year in which no living person was born.
var ErrBorn = fault.New(fault.Invalid, "person.born", "出生年份请填 4 位数字，如 1950")

// oldest is how old a person may be.
const oldest = 130

// CheckBorn returns ErrBorn unless a living person can have been born in the year; 0 is unknown.
func CheckBorn(year int, now time.Time) error {
	this := now.In(when.Beijing).Year()
	if year != 0 && (year < this-oldest || year > this) {
		return ErrBorn
	}
	return nil
}

// Age returns how old the person becomes in the year of now, by Beijing's calendar; 0 when the year of birth is not
// known.
func (p Person) Age(now time.Time) int {
	if p.Born == 0 {
		return 0
	}
	return now.In(when.Beijing).Year() - p.Born
}
