package feedback

import (
	"context"
	"slices"
	"strconv"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/when"
)

func itoa(n int) string { return strconv.Itoa(n) }

// mostMonths is how many months are shown.
const mostMonths = 24

// Months returns the last n months as they are counted, the oldest first: 202611.
func Months(today when.Date, n int) []int {
	n = min(max(n, 1), mostMonths)
	months := make([]int, n)
	year, month := today.Year(), int(today)/100%100
	for i := n - 1; i >= 0; i-- {
		months[i] = year*100 + month
		if month--; month == 0 {
			year, month = year-1, 12
		}
	}
	return months
}

// Figures returns how satisfied people were with each service of a community (满意度) in the last months, as Shown says. Fault:
// area.ErrMissing.
func (s *Service) Figures(ctx context.Context, who auth.Actor, community int64, months int) ([]Figure, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(s.communities(t, who), community) {
		return nil, area.ErrMissing
	}
	last := Months(when.DateOf(s.now()), months)
	found, err := s.store.Figures(ctx, []int64{community}, last[0], last[len(last)-1])
	return Shown(found), err
}

// Served returns the figures of the services in which the actor serves, of the last months, as Shown says: never of a person.
func (s *Service) Served(ctx context.Context, who auth.Actor, months int) ([]Figure, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	own, err := s.serving(ctx, who)
	if err != nil || len(own) == 0 {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var communities []int64
	for _, c := range t.Under("/", area.Community) {
		communities = append(communities, c.ID)
	}
	last := Months(when.DateOf(s.now()), months)
	found, err := s.store.Figures(ctx, communities, last[0], last[len(last)-1])
	found = slices.DeleteFunc(found, func(c Counted) bool { return !c.Booked(own) })
	return Shown(found), err
}
