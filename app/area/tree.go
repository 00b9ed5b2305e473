package area

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"linli/app/auth"
)

// Tree is the whole territory in memory. It is read-only and may be shared.
type Tree struct {
	byID     map[int64]*Area
	byBoard  map[string]*Area
	children map[int64][]int64
	byKind   map[Kind][]*Area // in order of id
	orgs     map[int64]Org
	orgList  []Org
	places   []*place // grids and communities with a boundary, smallest kind first
	names    *dictionary
}

type place struct {
	area  *Area
	shape orb.Geometry
	bound orb.Bound
}

// NewTree returns the tree of the areas, which must come parents before children. A boundary that cannot be parsed is left
// out.
func NewTree(areas []Area, orgs []Org) *Tree {
	t := &Tree{
		byID: make(map[int64]*Area, len(areas)), byBoard: map[string]*Area{}, children: map[int64][]int64{},
		orgs: map[int64]Org{}, orgList: orgs, byKind: map[Kind][]*Area{},
	}
	for i := range areas {
		a := &areas[i]
		t.byID[a.ID] = a
		t.children[a.Parent] = append(t.children[a.Parent], a.ID)
		t.byKind[a.Kind] = append(t.byKind[a.Kind], a)
		if a.Board != "" {
			t.byBoard[a.Board] = a
		}
		if p := newPlace(a); p != nil {
			t.places = append(t.places, p)
		}
	}
	for _, all := range t.byKind {
		slices.SortFunc(all, func(a, b *Area) int { return cmp.Compare(a.ID, b.ID) })
	}
	slices.SortStableFunc(t.places, func(a, b *place) int {
		return slices.Index(Kinds, b.area.Kind) - slices.Index(Kinds, a.area.Kind)
	})
	for _, o := range orgs {
		t.orgs[o.ID] = o
	}
	t.names = newDictionary(t)
	return t
}

func newPlace(a *Area) *place {
	if a.Boundary == "" {
		return nil
	}
	g, err := geojson.UnmarshalGeometry([]byte(a.Boundary))
	if err != nil {
		return nil
	}
	shape := g.Geometry()
	switch shape.(type) {
	case orb.Polygon, orb.MultiPolygon:
		return &place{area: a, shape: shape, bound: shape.Bound()}
	}
	return nil
}

// Get returns the area with this id, or ErrMissing.
func (t *Tree) Get(id int64) (Area, error) {
	if a, ok := t.byID[id]; ok {
		return *a, nil
	}
	return Area{}, ErrMissing
}

// Community returns the community with this id, or ErrMissing.
func (t *Tree) Community(id int64) (Area, error) {
	if a, err := t.Get(id); err == nil && a.Kind == Community {
		return a, nil
	}
	return Area{}, ErrMissing
}

// CommunityOf returns the community with this id if the actor covers it by one of the roles, or ErrMissing.
func (t *Tree) CommunityOf(who auth.Actor, id int64, roles ...auth.Role) (Area, error) {
	if a, err := t.Community(id); err == nil && who.Covers(a.Path, roles...) {
		return a, nil
	}
	return Area{}, ErrMissing
}

// OfBoard returns the area whose board carries this token, or ErrMissing.
func (t *Tree) OfBoard(token string) (Area, error) {
	if a, ok := t.byBoard[token]; ok {
		return *a, nil
	}
	return Area{}, ErrMissing
}

// Org returns the org with this id, or ErrMissing.
func (t *Tree) Org(id int64) (Org, error) {
	if o, ok := t.orgs[id]; ok {
		return o, nil
	}
	return Org{}, ErrMissing
}

// OrgName returns the name of an org, "" when there is none.
func (t *Tree) OrgName(id int64) string { return t.orgs[id].Name }

// Orgs returns every org.
func (t *Tree) Orgs() []Org { return t.orgList }

// OrgsAbove returns the orgs to which one belongs, the nearest first.
func (t *Tree) OrgsAbove(id int64) (above []Org) {
	for o := t.orgs[id]; o.Parent != 0 && len(above) < len(t.orgList); {
		up, ok := t.orgs[o.Parent]
		if !ok {
			break
		}
		above, o = append(above, up), up
	}
	return above
}

// OrgWithin says whether an org belongs to another, directly or through one between them.
func (t *Tree) OrgWithin(id, above int64) bool {
	return slices.ContainsFunc(t.OrgsAbove(id), func(o Org) bool { return o.ID == above })
}

// Root returns the county, or ErrMissing while nothing was imported.
func (t *Tree) Root() (Area, error) {
	for _, id := range t.children[0] {
		return *t.byID[id], nil
	}
	return Area{}, ErrMissing
}

// Path returns an area's path, "" for one that does not exist.
func (t *Tree) Path(id int64) string {
	if a, ok := t.byID[id]; ok {
		return a.Path
	}
	return ""
}

// Up returns the nearest area of the kind at or above id, or false.
func (t *Tree) Up(id int64, k Kind) (Area, bool) {
	for a, ok := t.byID[id]; ok; a, ok = t.byID[a.Parent] {
		if a.Kind == k {
			return *a, true
		}
	}
	return Area{}, false
}

// Under returns the areas of the kind at or below the area with this path, in order of id.
func (t *Tree) Under(path string, k Kind) []Area {
	var found []Area
	for _, a := range t.byKind[k] {
		if strings.HasPrefix(a.Path, path) {
			found = append(found, *a)
		}
	}
	return found
}

// AllUnder returns the ids of every area at or below the area with this path, in order of kind and id.
func (t *Tree) AllUnder(path string) []int64 {
	var found []int64
	for _, k := range Kinds {
		for _, a := range t.Under(path, k) {
			found = append(found, a.ID)
		}
	}
	return found
}

// Above returns the id of the area and of every area above it, from the area to the county.
func (t *Tree) Above(id int64) []int64 {
	var found []int64
	for a, ok := t.byID[id]; ok; a, ok = t.byID[a.Parent] {
		found = append(found, a.ID)
	}
	return found
}

// Covered returns the county, the streets and the communities that the actor covers by one of the roles, in order of kind and
// id.
func (t *Tree) Covered(who auth.Actor, roles ...auth.Role) []int64 {
	var covered []int64
	for _, kind := range []Kind{County, Street, Community} {
		for _, a := range t.Under("", kind) {
			if who.Covers(a.Path, roles...) {
				covered = append(covered, a.ID)
			}
		}
	}
	return covered
}

// Children returns the areas directly below id.
func (t *Tree) Children(id int64) []Area {
	found := make([]Area, 0, len(t.children[id]))
	for _, c := range t.children[id] {
		found = append(found, *t.byID[c])
	}
	return found
}

// Say returns an area in words: the name of its community and its own, "阳光社区 阳光花园3号楼 2单元".
func (t *Tree) Say(id int64) string {
	var words []string
	for a, ok := t.byID[id]; ok && a.Kind != Street && a.Kind != County; a, ok = t.byID[a.Parent] {
		if a.Kind != Grid || len(words) == 0 {
			words = append(words, a.Name)
		}
	}
	slices.Reverse(words)
	return strings.Join(words, " ")
}

// At returns the smallest area with a boundary around the point, or ErrMissing.
func (t *Tree) At(lat, lng float64) (Area, error) {
	for _, p := range t.places {
		if p.contains(lat, lng) {
			return *p.area, nil
		}
	}
	return Area{}, ErrMissing
}

// Near returns the building nearest to the point if it is within the given metres, or ErrMissing.
func (t *Tree) Near(lat, lng, metres float64) (Area, error) {
	var best *Area
	for _, a := range t.byID {
		if a.Kind != Building || a.Lat == 0 && a.Lng == 0 {
			continue
		}
		if d := Metres(lat, lng, a.Lat, a.Lng); d < metres || d == metres && best != nil && a.ID < best.ID {
			best, metres = a, d
		}
	}
	if best == nil {
		return Area{}, ErrMissing
	}
	return *best, nil
}

// PathOf returns parent's path with id added.
func PathOf(parent string, id int64) string {
	if parent == "" {
		parent = "/"
	}
	return parent + strconv.FormatInt(id, 10) + "/"
}

// Related says whether one area is the other or lies within it. 0 is related to every area.
func (t *Tree) Related(a, b int64) bool {
	x, y := t.byID[a], t.byID[b]
	switch {
	case a == 0 || b == 0:
		return true
	case x == nil || y == nil:
		return false
	}
	return strings.HasPrefix(x.Path, y.Path) || strings.HasPrefix(y.Path, x.Path)
}
