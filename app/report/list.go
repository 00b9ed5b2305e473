package report

import (
	"context"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/text"
	"linli/app/when"
)

// View is one of the lists.
type View string

// The lists of staff and of residents.
const (
	Own        View = "own"        // the resident's own reports
	Mine       View = "mine"       // in the actor's hands, in person or by post or org
	Unaccepted View = "unaccepted" // nobody has accepted
	DueToday   View = "due_today"  // open, not paused, and due before midnight
	Overdue    View = "overdue"    // open, not paused, and past its deadline
	Urgent     View = "urgent"     // open and urgent, in scope or in the actor's hands
	All        View = "all"        // everything in scope
	Finished   View = "finished"   // resolved or closed
	Nearby     View = "nearby"     // open reports of one building that neighbours may see
	Joined     View = "joined"     // reports to which the resident said "me too"
	Waiting    View = "waiting"    // waits for the actor: held, asked of their post after a delay, or to be decided by it
	Approvals  View = "approvals"  // the actor's post decides about an extension or suspension
	Supervised View = "supervised" // in the actor's hands, and a superior wants an account
	Unheard    View = "unheard"    // open, and nobody knows what is said in a voice message of it
	Unlocated  View = "unlocated"  // open, and its grid is not known
	// Unfinished is everything open in scope, SolvedToday what was resolved since midnight and not reopened.
	Unfinished  View = "open"
	SolvedToday View = "solved_today"
)

// Scope is what staff may see, as ids the database can look up.
type Scope struct {
	Everywhere  bool // the whole county
	Communities []int64
	Grids       []int64
	Buildings   []int64  // instead of the territory, when a list is narrowed to one
	Orgs        []int64  // where the actor has everything that the org holds
	Seats       []Seats  // where the actor has a part of it
	Persons     []int64  // the actor, and the persons they substitute for
	Posts       []Holder // the actor's posts
}

// ByDeadline says whether a list is ordered by deadline.
func (v View) ByDeadline() bool {
	return v == Unaccepted || v == DueToday || v == Overdue || v == Mine || v == Waiting ||
		v == Approvals || v == Supervised || v == Unheard || v == Urgent || v == Unfinished
}

// ScopeOf returns what the actor's postings allow them to list.
func ScopeOf(t *area.Tree, who auth.Actor) Scope {
	s := Scope{Persons: append([]int64{who.Person}, who.For...)}
	s.Orgs, s.Seats = SeatsOf(t, who)
	for _, p := range who.Postings {
		s.Posts = append(s.Posts, Holder{Kind: ByPost, Role: p.Role, Area: p.Area})
		a, err := t.Get(p.Area)
		if err != nil || !slices.Contains(auth.Handlers, p.Role) {
			continue
		}
		switch a.Kind {
		case area.County:
			s.Everywhere = true
		case area.Street:
			for _, c := range t.Under(a.Path, area.Community) {
				s.Communities = append(s.Communities, c.ID)
			}
		case area.Community:
			s.Communities = append(s.Communities, a.ID)
		case area.Grid:
			s.Grids = append(s.Grids, a.ID)
		}
	}
	s.Communities, s.Grids = involved(s.Communities), involved(s.Grids)
	return s
}

// List returns one page of a staff list. A page of a narrowed list may have few rows or none although more follow: its cursor
// says so. Faults: ErrListing, ErrCategory, ErrSort, ErrSize, ErrNarrow, area.ErrMissing.
func (s *Service) List(ctx context.Context, who auth.Actor, l Listing) (pages.Page[Report], error) {
	f, err := s.narrowed(ctx, who, l)
	if err != nil {
		return pages.Page[Report]{}, err
	}
	if l.Size == 0 {
		l.Size = pages.Size
	}
	f.Most = l.Size
	return s.store.List(ctx, f)
}

func (s *Service) narrowed(ctx context.Context, who auth.Actor, l Listing) (Filter, error) {
	if err := who.Need(auth.Workers...); err != nil {
		return Filter{}, err
	}
	sc, err := s.scene(ctx)
	if err != nil {
		return Filter{}, err
	}
	tree := sc.tree
	f, err := s.filter(ScopeOf(tree, who), l.View)
	if err != nil {
		return Filter{}, err
	}
	if err := l.needKnown(sc.rules.Catalogue); err != nil {
		return Filter{}, err
	}
	f.Narrow, f.Sort, f.After = l.Narrow, l.Sort, l.After
	if l.Family != "" {
		f.Among = sc.rules.InFamily(l.Family)
	}
	if l.Area != 0 {
		err = f.within(tree, who, l.Area)
	}
	if l.Estate == 0 || err != nil {
		return f, err
	}
	f.Place.Buildings, err = s.store.BuildingsOfEstate(ctx, l.Estate)
	if err == nil && !slices.ContainsFunc(f.Place.Buildings, func(id int64) bool { return who.Covers(pathOf(tree, id), auth.Handlers...) }) {
		err = area.ErrMissing
	}
	return f, err
}

// Find returns the reports with this number that the actor handles: their own number in any spoken form (see ParseNumber),
// or the number of a partner. It serves staff who get a call about a matter. Faults: ErrNumber.
func (s *Service) Find(ctx context.Context, who auth.Actor, said string) ([]Report, error) {
	if err := who.Need(auth.Workers...); err != nil {
		return nil, err
	}
	said = strings.TrimSpace(said)
	if !text.Within(said, 3, MostExternal) {
		return nil, ErrNumber
	}
	var numbers []int64
	if n, ok := ParseNumber(said); ok {
		numbers = n.Numbers(s.now().In(when.Beijing).Year())
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.store.Numbered(ctx, numbers, said)
	if err != nil {
		return nil, err
	}
	return urgentFirst(slices.DeleteFunc(found, func(r Report) bool { return !Works(tree, who, r) })), nil
}

// scope returns what the actor may list as staff.
func (s *Service) scope(ctx context.Context, who auth.Actor) (Scope, error) {
	if err := who.Need(auth.Workers...); err != nil {
		return Scope{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Scope{}, err
	}
	return ScopeOf(tree, who), nil
}

func (s *Service) filter(in Scope, v View) (Filter, error) {
	now := s.now()
	f := Filter{View: v, Scope: in, Now: now}
	switch v {
	case Mine, Unaccepted, All, Finished, Waiting, Approvals, Supervised, Unheard, Unlocated, Urgent, Unfinished:
	case SolvedToday:
		f.From, _ = when.Day(now)
	case DueToday:
		_, f.To = when.Day(now)
		f.From = now
	case Overdue:
		f.To = now
	default:
		return Filter{}, ErrListing
	}
	return f, nil
}

// Own returns one page of the person's own reports and of those for the orgs whose contact they are, newest first.
func (s *Service) Own(ctx context.Context, who auth.Actor, after pages.Cursor) (pages.Page[Report], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Report]{}, err
	}
	return s.store.List(ctx, Filter{View: Own, Author: who.Person, For: who.Represents(), After: after, Most: pages.Size})
}

// Nearby returns the open reports of a building that their authors agreed to share. An actor outside its community gets an
// empty page.
func (s *Service) Nearby(ctx context.Context, who auth.Actor, building int64, after pages.Cursor) (pages.Page[Report], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Report]{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[Report]{}, err
	}
	a, err := tree.Get(building)
	if err != nil || a.Kind != area.Building {
		return pages.Page[Report]{}, area.ErrMissing
	}
	if near, err := neighbour(ctx, s.store, tree, who, a.Community); err != nil || !near {
		return pages.Page[Report]{}, err
	}
	return s.store.List(ctx, Filter{View: Nearby, Building: building, After: after, Most: pages.Size})
}

// Detail is a report with everything that belongs to it.
type Detail struct {
	Report  Report
	Events  []Event
	Reviews []Review
	Parts   []Report // for staff
	Next    string   // the public explanation of what happens next
}

// Get returns a report that the actor may see, without the lines that are not for them, or ErrMissing.
func (s *Service) Get(ctx context.Context, who auth.Actor, id int64) (Detail, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Detail{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Detail{}, err
	}
	r, err := s.store.Report(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	if !Sees(tree, who, r) {
		return Detail{}, ErrMissing
	}
	d := Detail{Report: r}
	if d.Next, err = s.explain(ctx, s.roster, r, r.ReadBy(who)); err != nil {
		return Detail{}, err
	}
	if r.Parts > 0 && Works(tree, who, r) {
		if d.Parts, err = s.store.PartsOf(ctx, id); err != nil {
			return Detail{}, err
		}
	}
	if d.Reviews, err = s.store.Reviews(ctx, id); err != nil {
		return Detail{}, err
	}
	events, err := s.store.Events(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	inside := Works(tree, who, r)
	for _, e := range events {
		if !inside && !e.Public && e.Person != who.Person {
			if e.Kind != DidAssign && e.Kind != DidReturn { // the move is public, the words are not
				continue
			}
			e.Text, e.Files = "", nil
		}
		d.Events = append(d.Events, e)
	}
	return d, nil
}

// Reporter returns the author and the community of a report, for staff of the territory; ErrMissing for any other actor.
func (s *Service) Reporter(ctx context.Context, who auth.Actor, id int64) (author, community int64, err error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return 0, 0, err
	}
	r, err := s.store.Report(ctx, id)
	if err != nil {
		return 0, 0, err
	}
	if !KnowsReporter(tree, who, r) {
		return 0, 0, ErrMissing
	}
	return r.Author, r.Community, nil
}
