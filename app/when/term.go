package when

import (
	"fmt"

	"linli/app/fault"
)

// ErrTerm says that a length of time cannot be promised.
var ErrTerm = fault.New(fault.Invalid, "when.term", "时限不正确")

// Unit says how a Term is counted.
type Unit string

// The units. Minutes, hours and days run by the clock, a day being 24 hours; the working ones run on a community's Clock.
const (
	Minutes      Unit = "minute"
	Hours        Unit = "hour"
	Days         Unit = "day"
	WorkingHours Unit = "working_hour"
	WorkingDays  Unit = "working_day"
)

// Units lists every unit, for the contract and tests.
var Units = []Unit{Minutes, Hours, Days, WorkingHours, WorkingDays}

// units says how people name a unit and how many of it may be promised at most.
var units = map[Unit]struct {
	name string
	most int
}{
	Minutes:      {"分钟", 10_000},
	Hours:        {"小时", 10_000},
	Days:         {"天", 3_650},
	WorkingHours: {"个工作小时", 10_000},
	WorkingDays:  {"个工作日", 2_500},
}

// working reports whether u is counted in working time.
func (u Unit) working() bool { return u == WorkingHours || u == WorkingDays }

// Term is a length of time promised to people, such as 4 working hours. The zero Term is no promise.
type Term struct {
	N    int
	Unit Unit
}

// IsZero reports whether nothing is promised.
func (t Term) IsZero() bool { return t == Term{} }

// Check returns ErrTerm for an unknown unit, for less than one and for more than about ten years. No promise is fine.
func (t Term) Check() error {
	if t.IsZero() {
		return nil
	}
	u, known := units[t.Unit]
	if !known {
		return ErrTerm.Say("时限的单位不正确")
	}
	if t.N < 1 || t.N > u.most {
		return ErrTerm.Say("时限应在1到%d%s之间", u.most, u.name)
	}
	return nil
}

// Say returns t as people say it: "2 个工作小时", "7 天". No promise is "".
func (t Term) Say() string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s", t.N, units[t.Unit].name)
}
