package area

import "slices"

// homeOf returns the building or unit of a home, if it is one, and its community. The only community of a county is
// everybody's.
func (t *Tree) homeOf(id int64) (building *Area, community *Area) {
	if a := t.byID[id]; a != nil {
		if a.Kind == Building || a.Kind == Unit {
			building = a
		}
		if c := t.byID[a.Community]; c != nil && c.Kind == Community {
			return building, c
		}
	}
	return building, t.names.community
}

// atHome reads words that name no place but perhaps the home: 我家, 楼下, 我们2单元.
func (r *reader) atHome() Found {
	unit := ""
	for _, one := range r.said.readings {
		unit = one.unit
	}
	switch {
	case r.home == nil && unit != "":
		return Found{Ask: AskEstate, Within: copyOf(r.community)}
	case r.home == nil || !r.said.home && unit == "":
		return Found{Ask: AskPlace}
	case r.near(), !r.said.home:
		r.said.doubt = true
	}
	at := *r.home
	if unit != "" {
		building, _ := r.Up(at.ID, Building)
		u, ok := r.unitIn(building, unit)
		at, r.said.doubt = u, r.said.doubt || !ok || !r.said.home
	}
	return r.settle([]Area{at})
}

// near says whether the place is only near the home, or somewhere else.
func (r *reader) near() bool {
	if hasAny(r.said.text, elsewhere) || hasAny(r.said.text, []string{"不在", "没在"}) {
		return true
	}
	for _, t := range r.said.tokens {
		if t.part == isHome && startsWithAny(r.said.text, t.to, append(slices.Concat(astray, relations), "在", "住", "搬")...) != "" {
			return true
		}
	}
	return false
}

// astray are what may be lost far from home: 我家孩子走丢了.
var astray = []string{"孩子", "小孩", "狗", "猫", "车", "电动车", "自行车"}
