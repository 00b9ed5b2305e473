package area

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// The position of a telephone is not more exact than sameBuilding metres. Of two buildings so near, the nearer one counts
// if the other is farther by at least surelyNearer.
const (
	sameBuilding = 30
	surelyNearer = 12
)

// Where returns the place at a position: the building very near, else the smallest area around it. When a building is
// near and the position lies inside a boundary that does not contain the building, both are choices; so are two buildings
// equally near, and two communities whose boundaries overlap. Outside everything it asks for the place.
func (t *Tree) Where(lat, lng float64) Found {
	if CheckPosition(lat, lng) != nil {
		return Found{Ask: AskPlace}
	}
	inside, near := t.inside(lat, lng), t.within(lat, lng, sameBuilding)
	choices := near
	for _, a := range inside {
		if !slices.ContainsFunc(near, func(b Area) bool { return b.Community == a.Community }) {
			choices = append(choices, a)
		}
	}
	choices = choices[:min(len(choices), mostChoices)]
	if len(choices) == 0 {
		return Found{Ask: AskPlace}
	}
	return Found{Areas: choices, Within: t.common(choices)}
}

// inside returns the smallest area around the point of each community that contains it.
func (t *Tree) inside(lat, lng float64) []Area {
	var found []Area
	for _, p := range t.places {
		if p.contains(lat, lng) && !slices.ContainsFunc(found, func(a Area) bool { return a.Community == p.area.Community }) {
			found = append(found, *p.area)
		}
	}
	return found
}

func (p *place) contains(lat, lng float64) bool {
	at := orb.Point{lng, lat}
	if !p.bound.Contains(at) {
		return false
	}
	switch s := p.shape.(type) {
	case orb.Polygon:
		return planar.PolygonContains(s, at)
	case orb.MultiPolygon:
		return planar.MultiPolygonContains(s, at)
	}
	return false
}

// within returns the buildings within the metres, nearest first, as far as the first is not surely nearer.
func (t *Tree) within(lat, lng, metres float64) []Area {
	type far struct {
		area   Area
		metres float64
	}
	var near []far
	for _, a := range t.byID {
		if a.Kind != Building || a.Lat == 0 && a.Lng == 0 {
			continue
		}
		if d := Metres(lat, lng, a.Lat, a.Lng); d <= metres {
			near = append(near, far{*a, d})
		}
	}
	slices.SortFunc(near, func(a, b far) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.area.ID, b.area.ID))
	})
	var found []Area
	for _, n := range near {
		if n.metres < near[0].metres+surelyNearer {
			found = append(found, n.area)
		}
	}
	return found
}
