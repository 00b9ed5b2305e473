package roster

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pages"
	"linli/app/person"
)

// PageSize is the most persons of a page of the list.
const PageSize = 50

// ErrFilter is returned for an unknown state of postings.
var ErrFilter = fault.New(fault.Invalid, "roster.filter", "筛选条件有误")

// The states of postings by which the list is filtered.
const (
	InPost  = "current" // holds a posting now
	NotYet  = "future"
	NoMore  = "ended" // had one, holds none now or later
	Anybody = ""
)

// Filter narrows the list of persons.
type Filter struct {
	Area  int64 // and all below it; 0: everything the actor manages
	Role  auth.Role
	State string
	Words string // in the name, or a code
	Bound string // "yes" or "no": with WeChat; "" both

	Class     person.Class // of the posting
	Specialty string       // of the posting
	Org       int64        // of the posting; 0: any
}

// Member is a person of the roster with their postings.
type Member struct {
	person.Person
	Bound     bool      // has entered with WeChat
	Reachable bool      // urgent notices reach them
	Invited   time.Time // until when an unused invitation is valid; zero: none
	Postings  []person.Posting
}

// Facts are what is counted in an area and all below it.
type Facts struct{ Reports, Residents, Staff, Stewards, Buildings int }

// Directory reads the roster.
type Directory interface {
	// Members returns persons of the roster who live, work or are posted at or below one of the paths, by id from the
	// cursor on.
	Members(ctx context.Context, paths []string, f Filter, now time.Time, after int64, most int) ([]Member, error)
	// CountMembers returns how many persons Members lists at or below the path.
	CountMembers(ctx context.Context, path string, f Filter, now time.Time) (int, error)
	// Member returns one person of the roster, or person.ErrMissing.
	Member(ctx context.Context, id int64, now time.Time) (Member, error)
	// Facts counts what is at or below a path.
	Facts(ctx context.Context, path string, now time.Time) (Facts, error)
}

// Members returns a page of the persons whom the actor manages. Fault: ErrFilter.
func (s *Service) Members(ctx context.Context, who auth.Actor, f Filter, after int64) (pages.Page[Member], error) {
	if err := who.Need(auth.Managers...); err != nil {
		return pages.Page[Member]{}, err
	}
	if !slices.Contains([]string{InPost, NotYet, NoMore, Anybody}, f.State) || !slices.Contains([]string{"", "yes", "no"}, f.Bound) {
		return pages.Page[Member]{}, ErrFilter
	}
	paths := slices.DeleteFunc(who.Paths(auth.Managers...), func(path string) bool { return path == "" })
	if f.Area != 0 {
		a, err := s.managed(ctx, who, f.Area)
		if err != nil {
			return pages.Page[Member]{}, err
		}
		paths = []string{a.Path}
	}
	found, err := s.directory.Members(ctx, paths, f, s.now(), after, PageSize+1)
	return pages.Cut(found, PageSize, func(m Member) pages.Cursor { return pages.Cursor{ID: m.ID} }), err
}

// CountUnbound returns how many persons in post in an area that the actor manages have never entered with WeChat. Fault:
// area.ErrMissing.
func (s *Service) CountUnbound(ctx context.Context, who auth.Actor, in int64) (int, error) {
	a, err := s.managed(ctx, who, in)
	if err != nil {
		return 0, err
	}
	return s.directory.CountMembers(ctx, a.Path, Filter{State: InPost, Bound: "no"}, s.now())
}

// Member returns a person whom the actor manages, or who holds a posting in their area. Fault: person.ErrMissing.
func (s *Service) Member(ctx context.Context, who auth.Actor, id int64) (Member, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return Member{}, err
	}
	m, err := s.directory.Member(ctx, id, s.now())
	if err != nil {
		return Member{}, err
	}
	t, err := s.territory.Tree(ctx)
	if err != nil {
		return Member{}, err
	}
	covers := func(id int64) bool { return who.Covers(t.Path(id), auth.Managers...) }
	if covers(m.Community) || slices.ContainsFunc(m.Postings, func(p person.Posting) bool { return covers(p.Area) }) {
		return m, nil
	}
	return Member{}, person.ErrMissing
}

// managed returns an area that the actor manages. Fault: area.ErrMissing.
func (s *Service) managed(ctx context.Context, who auth.Actor, id int64) (area.Area, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return area.Area{}, err
	}
	t, err := s.territory.Tree(ctx)
	if err != nil {
		return area.Area{}, err
	}
	a, err := t.Get(id)
	if err != nil || !who.Covers(a.Path, auth.Managers...) {
		return area.Area{}, area.ErrMissing
	}
	return a, nil
}

// Area returns an area that the actor manages and what is in it. Fault: area.ErrMissing.
func (s *Service) Area(ctx context.Context, who auth.Actor, id int64) (area.Area, Facts, error) {
	a, err := s.managed(ctx, who, id)
	if err != nil {
		return a, Facts{}, err
	}
	f, err := s.directory.Facts(ctx, a.Path, s.now())
	return a, f, err
}

// Below returns the areas directly below one that the actor manages; of 0 the areas in which the actor manages.
func (s *Service) Below(ctx context.Context, who auth.Actor, id int64) ([]area.Area, error) {
	t, err := s.territory.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if id != 0 {
		_, err := s.managed(ctx, who, id)
		return t.Children(id), err
	}
	if err := who.Need(auth.Managers...); err != nil {
		return nil, err
	}
	var own []area.Area
	for _, p := range who.Postings {
		a, err := t.Get(p.Area)
		known := slices.ContainsFunc(own, func(o area.Area) bool { return o.ID == a.ID })
		if err == nil && !known && slices.Contains(auth.Managers, p.Role) {
			own = append(own, a)
		}
	}
	return own, nil
}

// OfKind returns the areas of a kind that the actor manages.
func (s *Service) OfKind(ctx context.Context, who auth.Actor, k area.Kind) ([]area.Area, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return nil, err
	}
	t, err := s.territory.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var found []area.Area
	for _, path := range who.Paths(auth.Managers...) {
		for _, a := range t.Under(path, k) {
			if path != "" && !slices.ContainsFunc(found, func(o area.Area) bool { return o.ID == a.ID }) {
				found = append(found, a)
			}
		}
	}
	return found, nil
}

// Orgs returns the orgs that work in the areas that the actor manages.
func (s *Service) Orgs(ctx context.Context, who auth.Actor) ([]area.Org, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return nil, err
	}
	t, err := s.territory.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var own []area.Org
	for _, o := range t.Orgs() {
		if who.Covers(t.Path(o.Area), auth.Managers...) {
			own = append(own, o)
		}
	}
	return own, nil
}

// MayKeep says whether the actor may change an area of the kind at the path.
func MayKeep(who auth.Actor, k area.Kind, path string) bool {
	return who.Covers(path, areaKeepers(k)...)
}

// MayKeepOrg says whether the actor may change an org that works at the path.
func MayKeepOrg(who auth.Actor, path string) bool { return who.Covers(path, orgKeepers()...) }
