package party

import (
	"cmp"
	"slices"

	"linli/app/area"
)

// mostNear is how many members are proposed for a building.
const mostNear = 3

// Bare is a building for which no member answers, and the members who live nearest.
type Bare struct {
	Building area.Area
	Near     []Near
}

// Near is a member proposed for a building.
type Near struct {
	Person int64
	Name   string
	Home   int64
	Same   bool // lives in the building itself
}

// nearest proposes members of the same building, then of the same grid from the nearest home on: by place and name only.
func nearest(t *area.Tree, b area.Area, members []Entry) []Near {
	grid, _ := t.Up(b.ID, area.Grid)
	type place struct {
		Near
		metres float64
	}
	var all []place
	for _, m := range members {
		home, ok := t.Up(m.Home, area.Building)
		if !ok {
			continue
		}
		own, _ := t.Up(home.ID, area.Grid)
		if home.ID != b.ID && (grid.ID == 0 || own.ID != grid.ID) {
			continue
		}
		all = append(all, place{Near{m.Person, m.Name, m.Home, home.ID == b.ID}, apart(b, home)})
	}
	slices.SortFunc(all, func(x, y place) int {
		return cmp.Or(order(y.Same)-order(x.Same), cmp.Compare(x.metres, y.metres), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Person, y.Person))
	})
	near := make([]Near, 0, mostNear)
	for _, p := range all[:min(mostNear, len(all))] {
		near = append(near, p.Near)
	}
	return near
}

func order(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// unknown is the distance of buildings whose position is not known: behind every other of the grid.
const unknown = 1e9

func apart(a, b area.Area) float64 {
	if a.ID == b.ID {
		return 0
	}
	if a.Lat == 0 && a.Lng == 0 || b.Lat == 0 && b.Lng == 0 {
		return unknown
	}
	return area.Metres(a.Lat, a.Lng, b.Lat, b.Lng)
}
