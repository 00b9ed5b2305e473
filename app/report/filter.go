package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pace"
	"linli/app/pages"
)

// The faults of a narrowed list.
var (
	ErrSort   = fault.New(fault.Invalid, "report.sort", "没有这种排序")
	ErrSize   = fault.New(fault.Invalid, "report.size", "每页请选 1 至 50 条")
	ErrNarrow = fault.New(fault.Invalid, "report.filter", "筛选条件看不懂，请重新选择")
)

// Sort is the order of a list.
type Sort string

// The orders. Only the view's own order pins the urgent open reports to the beginning.
const (
	ByView Sort = ""
	ByDue  Sort = "due" // open ones by deadline, then the finished ones, newest first
	Newest Sort = "newest"
	Oldest Sort = "oldest"
)

// MostRows is the maximum size of a page.
const MostRows = 50

// Listing is what staff ask for: a page of one of the lists.
type Listing struct {
	View View
	Narrow
	Area   int64 // this area and all below it; 0: everything in scope
	Estate int64 // the buildings of this estate; 0: everything in scope
	Sort   Sort
	After  pages.Cursor
	Size   int // 0: pages.Size
}

// Narrow leaves a part of a list; zero values leave all.
type Narrow struct {
	State     State
	Category  Category
	Family    string // the code of a family of categories
	Source    Source
	Light     pace.Light
	Holder    Holder
	Submitted Span
	Place     Place
}

// Span is a time from a moment on and before another one; the zero time is no bound.
type Span struct{ From, To time.Time }

// Place is where reports lie: in one of the communities, in one of the buildings, or in the grid, building or unit. The zero
// Place is anywhere.
type Place struct {
	Communities          []int64
	Buildings            []int64 // of an estate
	Grid, Building, Unit int64
}

// Anywhere says whether the place leaves all reports.
func (p Place) Anywhere() bool {
	return len(p.Communities) == 0 && len(p.Buildings) == 0 && p.Grid == 0 && p.Building == 0 && p.Unit == 0
}

// needKnown returns the fault of a value that the lists do not know.
func (l Listing) needKnown(known Catalogue) error {
	switch {
	case l.Category != "" && !known.Has(l.Category) && l.Category != System:
		return ErrCategory
	case l.Family != "" && nameOf(known.Families, l.Family) == "":
		return ErrNarrow
	case !slices.Contains([]Sort{ByView, ByDue, Newest, Oldest}, l.Sort):
		return ErrSort
	case l.Size < 0 || l.Size > MostRows:
		return ErrSize
	case l.State != "" && !slices.Contains(States, l.State),
		l.Source != "" && !slices.Contains(Sources, l.Source),
		!slices.Contains([]pace.Light{pace.NoLight, pace.Green, pace.Yellow, pace.Red}, l.Light):
		return ErrNarrow
	}
	return nil
}

// within narrows a filter to an area. Handlers know the areas of their territory, a department knows all; any other area is
// missing.
func (f *Filter) within(t *area.Tree, who auth.Actor, id int64) error {
	a, err := t.Get(id)
	if err != nil {
		return err
	}
	if !who.Covers(a.Path, auth.Handlers...) && len(who.Orgs()) == 0 {
		return area.ErrMissing
	}
	if f.Place = placeIn(t, a); f.Scope.holds(t, a) && !f.Place.Anywhere() {
		f.Scope.narrow(f.Place) // so that the index of the place is read instead of that of the territory
	}
	return nil
}

// holds says whether the whole area is in the territory.
func (s Scope) holds(t *area.Tree, a area.Area) bool {
	if s.Everywhere {
		return true
	}
	for _, id := range slices.Concat(s.Communities, s.Grids) {
		if own, err := t.Get(id); err == nil && strings.HasPrefix(a.Path, own.Path) {
			return true
		}
	}
	return a.Kind == area.Street && !slices.ContainsFunc(t.Under(a.Path, area.Community), func(c area.Area) bool {
		return !slices.Contains(s.Communities, c.ID)
	})
}

func (s *Scope) narrow(to Place) {
	s.Everywhere, s.Communities, s.Grids, s.Buildings = false, to.Communities, nil, nil
	if to.Building != 0 {
		s.Buildings = []int64{to.Building}
	}
	if to.Grid != 0 {
		s.Grids = []int64{to.Grid}
	}
}

func placeIn(t *area.Tree, a area.Area) (p Place) {
	switch a.Kind {
	case area.Street:
		for _, c := range t.Under(a.Path, area.Community) {
			p.Communities = append(p.Communities, c.ID)
		}
		if p.Communities == nil {
			p.Communities = []int64{a.ID} // without communities it has no report
		}
	case area.Community:
		p.Communities = []int64{a.ID}
	case area.Grid:
		p.Grid = a.ID
	case area.Building:
		p.Building = a.ID
	case area.Unit:
		p.Unit = a.ID
		if b, ok := t.Up(a.ID, area.Building); ok {
			p.Building = b.ID
		}
	}
	return p
}

// Filter selects the reports of a page. In the view's own order urgent open ones come first; then the lists of staff are
// ordered by deadline, the others newest first.
type Filter struct {
	View     View
	Author   int64     // Own, Joined
	For      []int64   // Own: also of others for these orgs
	Scope    Scope     // staff lists
	Building int64     // Nearby
	From, To time.Time // DueToday: the deadline's bounds; Overdue: before To; SolvedToday: since From
	Narrow
	Among []Category // of the family that Narrow names
	Sort  Sort
	Now   time.Time // of the lights
	After pages.Cursor
	Most  int // size of the page
}

// Say returns the holder as lists are filtered by it: "person:12", "post:clerk:5000", "org:3".
func (h Holder) Say() string {
	switch h.Kind {
	case ByPerson:
		return "person:" + strconv.FormatInt(h.Person, 10)
	case ByOrg:
		return "org:" + strconv.FormatInt(h.Org, 10)
	case ByPost:
		return "post:" + string(h.Role) + ":" + strconv.FormatInt(h.Area, 10)
	}
	return ""
}

// ParseHolder reads what Say wrote, "" as the zero Holder. Faults: ErrNarrow.
func ParseHolder(said string) (Holder, error) {
	if said == "" {
		return Holder{}, nil
	}
	words := strings.Split(said, ":")
	id, err := strconv.ParseInt(words[len(words)-1], 10, 64)
	if err != nil || id <= 0 {
		return Holder{}, ErrNarrow
	}
	switch h := (Holder{Kind: HolderKind(words[0])}); {
	case h.Kind == ByPerson && len(words) == 2:
		h.Person = id
		return h, nil
	case h.Kind == ByOrg && len(words) == 2:
		h.Org = id
		return h, nil
	case h.Kind == ByPost && len(words) == 3 && slices.Contains(auth.Roles, auth.Role(words[1])):
		h.Role, h.Area = auth.Role(words[1]), id
		return h, nil
	}
	return Holder{}, ErrNarrow
}
