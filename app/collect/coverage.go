package collect

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/household"
	"linli/app/when"
)

// Silence is how many months without any contact count as long, where the reader says no other number (网格最远一户).
const Silence = 6

// mostSilent is how many households a list has.
const mostSilent = 200

// Silent is a household that had no contact for long.
type Silent struct {
	Household int64
	Size      int
	Home      household.Dwelling
	Last      time.Time // zero: never
	Visit     when.Date // the last day of the visit that is planned; 0 none
}

// Coverage is who had no contact for long, in the order of the rooms, with counts by building. It is computed when it is read.
type Coverage struct {
	Area      area.Area
	Buildings []BuildingCount
	Silent    []Silent // at most 200
	Total     int
	More      bool
}

// BuildingCount is how many households of a building had no contact.
type BuildingCount struct {
	Building int64
	Count    int
}

// Coverage returns the households of an area that had no contact of any kind for some months: no work for them, nothing that they
// reported, booked, borrowed, asked or answered, no look at their door. For a keeper of the area; each look leaves a line. Faults:
// area.ErrMissing, ErrMonths.
func (s *Service) Coverage(ctx context.Context, who auth.Actor, in int64, months int) (c Coverage, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return c, err
	}
	if months = cmp.Or(months, Silence); months < 1 || months > 36 {
		return c, ErrMonths
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return c, err
	}
	if c.Area, err = tree.Get(in); err != nil || !who.Covers(c.Area.Path, auth.Keepers...) {
		return Coverage{}, area.ErrMissing
	}
	all, err := s.store.Silent(ctx, c.Area.Community, c.Area.Path, s.now().AddDate(0, -months, 0))
	if err != nil {
		return c, err
	}
	c.Total = len(all)
	c.count(tree, all)
	c.More = len(all) > mostSilent
	c.Silent = all[:min(len(all), mostSilent)]
	ids := make([]int64, len(c.Silent))
	for i, one := range c.Silent {
		ids[i] = one.Household
	}
	last, err := s.store.LastContacts(ctx, ids)
	if err != nil {
		return c, err
	}
	visits, err := s.store.PlannedVisits(ctx, ids)
	if err != nil {
		return c, err
	}
	for i := range c.Silent {
		one := &c.Silent[i]
		one.Last, one.Visit = last[one.Household], visits[one.Household]
	}
	return c, s.reading(ctx, who, audit.ReadCoverage, c.Area, fmt.Sprintf("%d 户", len(all)))
}

// count counts by building, in the order of the buildings.
func (c *Coverage) count(tree *area.Tree, all []Silent) {
	at := map[int64]int{}
	for _, one := range all {
		i, ok := at[one.Home.Building]
		if !ok {
			i = len(c.Buildings)
			at[one.Home.Building] = i
			c.Buildings = append(c.Buildings, BuildingCount{Building: one.Home.Building})
		}
		c.Buildings[i].Count++
	}
	slices.SortFunc(c.Buildings, func(a, b BuildingCount) int {
		return cmp.Or(area.ComparePaths(tree.Path(a.Building), tree.Path(b.Building)), cmp.Compare(a.Building, b.Building))
	})
}
