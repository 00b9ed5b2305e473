package plan

import (
	"fmt"

	"linli/app/when"
)

// State is where a window stands on a day.
type State string

// The states.
const (
	Later State = "later" // the window has not opened
	Open  State = "open"
	Late  State = "late" // the last day is over
)

// Window is when a deed is due: from the day it opens to its last day. The zero Window never opens.
type Window struct{ Opens, Last when.Date }

// Next returns the window of the next deed: one interval after the last one, open some days before.
func Next(last when.Date, every Every, before int) Window {
	due := every.After(last)
	return Window{Opens: max(Add(due, -before), last.Next()), Last: due}
}

// At returns the state of the window on a day.
func (w Window) At(today when.Date) State {
	switch {
	case w.Last == 0 || today < w.Opens:
		return Later
	case today > w.Last:
		return Late
	default:
		return Open
	}
}

// Overdue returns how many days the last day is over, 0 if it is not.
func (w Window) Overdue(today when.Date) int {
	if w.At(today) != Late {
		return 0
	}
	return Between(w.Last, today)
}

// Say returns in Chinese when the deed is due, as seen on a day.
func (w Window) Say(today when.Date) string {
	switch late := w.Overdue(today); {
	case w.Last == 0:
		return ""
	case late > 0:
		return fmt.Sprintf("已过 %d 天", late)
	case w.Last == today:
		return "今天"
	default:
		return w.Last.Say() + "前"
	}
}

// Count is what was wanted in a period, what was done, and the reasons that stand for deeds that were not.
type Count struct{ Wanted, Done, Explained int }

// Met says whether nothing is missing.
func (c Count) Met() bool { return c.Done+c.Explained >= c.Wanted }

// Missing returns how many deeds have neither been done nor explained.
func (c Count) Missing() int { return max(c.Wanted-c.Done-c.Explained, 0) }

// Say returns the count in Chinese: "1 完成 1 有说明". A deed that is missing has no word of blame.
func (c Count) Say() string {
	said := fmt.Sprintf("%d 完成", c.Done)
	if c.Explained > 0 {
		said += fmt.Sprintf(" %d 有说明", c.Explained)
	}
	if n := c.Missing(); n > 0 {
		said += fmt.Sprintf(" %d 还没有", n)
	}
	return said
}

// TwoThirds returns the day on which the one reminder of a period is due: when two thirds of it are over.
func TwoThirds(first, last when.Date) when.Date {
	return Add(first, (Between(first, last)+1)*2/3)
}
