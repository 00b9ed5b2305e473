package area

import (
	"slices"
	"strings"

	"linli/app/auth"
)

// mostBuildings is the number of buildings up to which a territory is drawn with them. In a larger one they are drawn for one
// community at a time.
const mostBuildings = 1500

// Shapes is what a map draws: the areas of a territory with their boundaries and positions.
type Shapes struct {
	Areas     []Area // from the top, without units
	Buildings bool   // whether buildings are among them
}

// Shapes returns the territory of staff: their communities, or the street or county above; with an id, only this area of it
// and all below. Faults: auth.ErrDenied, ErrMissing.
func (t *Tree) Shapes(who auth.Actor, id int64) (Shapes, error) {
	if err := who.Need(auth.Workers...); err != nil {
		return Shapes{}, err
	}
	paths := t.territory(who)
	if id != 0 {
		a, ok := t.byID[id]
		if !ok || !slices.ContainsFunc(paths, func(own string) bool { return strings.HasPrefix(a.Path, own) }) {
			return Shapes{}, ErrMissing
		}
		paths = []string{a.Path}
	}
	var s Shapes
	buildings := 0
	for _, a := range t.byID {
		if a.Kind == Unit || !slices.ContainsFunc(paths, func(own string) bool { return strings.HasPrefix(a.Path, own) }) {
			continue
		}
		if a.Kind == Building {
			buildings++
		}
		s.Areas = append(s.Areas, *a)
	}
	if s.Buildings = buildings <= mostBuildings; !s.Buildings {
		s.Areas = slices.DeleteFunc(s.Areas, func(a Area) bool { return a.Kind == Building })
	}
	slices.SortFunc(s.Areas, func(a, b Area) int {
		if a.Kind != b.Kind {
			return slices.Index(Kinds, a.Kind) - slices.Index(Kinds, b.Kind)
		}
		return int(a.ID - b.ID)
	})
	return s, nil
}

// territory returns the paths of the areas that staff see on a map. An actor with a post in a grid or a building sees its whole
// community.
func (t *Tree) territory(who auth.Actor) []string {
	var paths []string
	for _, p := range who.Postings {
		if !slices.Contains(auth.Workers, p.Role) || p.Path == "" {
			continue
		}
		own := p.Path
		if c, inside := t.Up(p.Area, Community); inside {
			own = c.Path
		}
		paths = append(paths, own)
	}
	return paths
}
