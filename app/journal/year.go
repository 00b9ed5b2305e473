package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/auth"
	"linli/app/pages"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

// yearsBack is how many years before this one can be read: lines are kept for three.
const yearsBack = 2

// Year is a person's year, composed from their lines: for themselves, with no score and compared with nobody.
type Year struct {
	Year int
	Said string // the draft as text
	Days int    // days with a line
	Tally
}

// Year returns the actor's own year, composed now; 0 is this one. Fault: ErrYear.
func (s *Service) Year(ctx context.Context, who auth.Actor, year int) (Year, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return Year{}, err
	}
	today := when.DateOf(s.with.Now())
	this := int(today) / 10_000
	if year == 0 {
		year = this
	}
	if year > this || year < this-yearsBack {
		return Year{}, ErrYear
	}
	first, last := plan.Year.Period(when.Date(year*10_000 + 101))
	draft, err := s.draft(ctx, who, Days{first, min(last, today)})
	if err != nil {
		return Year{}, err
	}
	draft.Long = true
	y := Year{Year: year, Said: draft.Say(), Days: draft.days(), Tally: Tally{
		Kinds: map[work.Kind]int{}, Lines: len(draft.Lines), Solved: draft.solved(), Served: draft.persons(),
	}}
	for _, l := range draft.Lines {
		y.Kinds[l.Kind]++
	}
	return y, nil
}

// linesOf returns a person's lines of some days, oldest first, read month by month.
func (s *Service) linesOf(ctx context.Context, who int64, d Days) (all []work.Line, err error) {
	for begin := d.Begin; begin <= d.End; {
		_, end := plan.Month.Period(begin)
		end = min(end, d.End)
		some, err := s.with.Store.LinesOf(ctx, who, Days{begin, end}, pages.Cursor{}, mostLines)
		if err != nil {
			return nil, err
		}
		slices.Reverse(some)
		all, begin = append(all, some...), end.Next()
	}
	return all, nil
}

// days counts the days with a line.
func (d Draft) days() int {
	seen := map[when.Date]bool{}
	for _, l := range d.Lines {
		seen[l.Day()] = true
	}
	return len(seen)
}

// reasons counts the reasons of a long draft, in the order in which they first came: "开会3次，生病1次".
func (d Draft) reasons() string {
	var order []string
	counts := map[string]int{}
	for _, r := range d.Reasons {
		if counts[r.Key]++; counts[r.Key] == 1 {
			order = append(order, r.Key)
		}
	}
	for i, key := range order {
		order[i] = fmt.Sprintf("%s%d次", plan.ReasonName(key), counts[key])
	}
	return strings.Join(order, "，")
}
