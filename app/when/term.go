package when

import (
	"fmt"

	"linli/app/fault"
)

// ErrTerm is returned for a length of time that cannot be promised.
var ErrTerm = fault.New(fault.Invalid, "when.term", "时限不正确")

// Unit says how a Term is counted.
type Unit string

// The units. Minutes, hours and days (of 24 hours) run by the clock; the working ones run on a community's Clock.
const (
	Minutes      Unit = "minute"
	Hours        Unit = "hour"
	Days         Unit = "day"
	WorkingHours Unit = "working_hour"
	WorkingDays  Unit = "working_day"
)

// Units lists every unit, for the contract and tests.
var Units = []Unit{Minutes, Hours, Days, WorkingHours, WorkingDays}

// units gives the Chinese name of a unit and the most of it that may be promised.
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

// Term is a promised length of time, such as 4 working hours. The zero Term is no promise.
type Term struct {
	N    int
	Unit Unit
}

// IsZero reports whether t is no promise.
func (t Term) IsZero() bool { return t == Term{} }

// Check returns ErrTerm for an unknown unit, for less than one and for more than about ten years. The zero Term passes.
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

// Say returns t in Chinese: "2 个工作小时", "7 天", or "" for no promise.
func (t Term) Say() string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s", t.N, units[t.Unit].name)
}
