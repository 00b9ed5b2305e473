package area

import (
	"slices"
	"strings"
)

// matches returns the buildings, or their units, that fit what was said, each once. Not strict: phase, zone and unit may
// differ, and a community may be said for an estate.
func (r *reader) matches(strict bool) []Area {
	var found []Area
	add := func(a Area) {
		if !slices.ContainsFunc(found, func(b Area) bool { return a.ID == b.ID }) {
			found = append(found, a)
		}
	}
	for _, one := range r.said.readings {
		for _, n := range r.names.names {
			if one.grid != "" && !r.inGrid(n.at, one.grid) || !one.fits(n, strict) || !r.fits(n, strict) {
				continue
			}
			if a, ok := r.unitOf(n, one.unit); ok || !strict {
				add(a)
			}
		}
	}
	if found = r.whole(found); len(found) == 1 && !r.exact(found[0]) {
		r.said.doubt = true
	}
	return found
}

// exact says whether a building was named with its number as it is, not 甲3号楼 as 3号楼.
func (r *reader) exact(a Area) bool {
	return slices.ContainsFunc(r.names.names, func(n *name) bool {
		return (n.at.ID == a.ID || n.at.ID == a.Parent) && slices.ContainsFunc(r.said.readings, func(one reading) bool { return one.number == n.number })
	})
}

// inGrid says whether a building lies in the grid of this number: 2 of 第二网格.
func (r *reader) inGrid(a *Area, number string) bool {
	g, ok := r.Up(a.ID, Grid)
	return ok && gridNumber(g.Name) == number
}

// whole drops a building when a unit of it is there as well.
func (r *reader) whole(found []Area) []Area {
	return slices.DeleteFunc(found, func(a Area) bool {
		return a.Kind == Building && slices.ContainsFunc(found, func(b Area) bool { return b.Parent == a.ID })
	})
}

// fits says whether the numbers of a name are those that were said.
func (one reading) fits(n *name, strict bool) bool {
	switch {
	case n.number != one.number && (n.base == "" || n.base != one.number), one.yard != "" && n.yard != one.yard:
		return false
	case one.house && !n.house: // 人民路3号 is hardly 人民路3号楼
		return !strict && n.word != nil && n.word.road
	}
	if !strict {
		return !one.exact
	}
	return (one.phase == "" || n.phase == one.phase) && (one.zone == "" || n.zone == one.zone)
}

// fits says whether a name is of all the estates and areas that were said, or, if none was, of the home community.
func (r *reader) fits(n *name, strict bool) bool {
	if len(r.said.words) == 0 && len(r.said.alike) == 0 {
		if r.said.kind != "" && (n.word == nil || !strings.Contains(n.word.text, r.said.kind)) {
			return false
		}
		return r.community == nil || n.at.Community == r.community.ID
	}
	if n.other {
		return false
	}
	for _, w := range r.said.words {
		if !n.called(w.word, strict) {
			return false
		}
	}
	return len(r.said.words) > 0 || slices.ContainsFunc(r.said.alike, func(w *word) bool { return n.called(w, strict) })
}

// called says whether a name is of the estate, or lies in the area, that a word names. The short name of an area counts
// for buildings that the roster gives no estate; not strict, for all of it.
func (n *name) called(w *word, strict bool) bool {
	if n.word == w || slices.Contains(n.shorts, w) {
		return true
	}
	within := func(a *Area) bool { return strings.HasPrefix(n.at.Path, a.Path) }
	if slices.ContainsFunc(w.regions, within) {
		return true
	}
	return (n.word == nil || !strict) && slices.ContainsFunc(w.shorts, within)
}

// unitOf returns the unit of the building that a name is of. false: the building has no such unit.
func (r *reader) unitOf(n *name, unit string) (Area, bool) {
	if n.unit != "" && unit != "" {
		return *n.at, n.unit == unit
	}
	return r.unitIn(*n.at, unit)
}

func (t *Tree) unitIn(building Area, unit string) (Area, bool) {
	if unit == "" {
		return building, true
	}
	units := t.children[building.ID]
	for _, id := range units {
		if u := t.byID[id]; u.Kind == Unit && unitNumber(u.Name) == unit {
			return *u, true
		}
	}
	return building, len(units) == 0
}

// unitNumber returns the number of a unit's name: 2 of 二单元, a of A单元, 东 of 东单元.
func unitNumber(s string) string {
	r := fold(s)
	for i := len(r) - 1; i >= 0; i-- {
		if startsWithAny(r, i, "单元", "门") != "" {
			r = r[:i]
			break
		}
	}
	best := string(r)
	for i := range r {
		if n, ok := numberAt(r, i); ok && (i == 0 || !isDigit(r[i-1]) && !isNumeral(r[i-1])) {
			best = n.value
		}
	}
	return strings.TrimPrefix(best, "第")
}
