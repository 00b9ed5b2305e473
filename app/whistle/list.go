package whistle

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/report"
)

// View is one of the lists.
type View string

// The lists: urgent ones first, then the newest first.
const (
	Mine    View = "mine" // an org of the actor has work left, or all have finished and the actor's community may close it
	Ongoing View = "open" // not ended
	Missed  View = "late" // an org came late or not at all
	All     View = "all"  // everything in scope
)

// Filter selects whistles. Report 0 means any.
type Filter struct {
	View        View
	Everywhere  bool // the whole county
	Communities []int64
	Orgs        []int64        // where the actor has everything that the org is called to
	Seats       []report.Seats // where they have some seats
	Report      int64
	After       pages.Cursor
	Most        int
}

// Sees says whether the whistle exists for the actor: their office covers the place, or their seat in an org was called.
func Sees(t *area.Tree, who auth.Actor, w Whistle) bool {
	if whistled(t, who, w) {
		return true
	}
	_, err := w.Of(t, who)
	return err == nil
}

// whistled says whether the actor's office covers the place. A deleted place counts as its community.
func whistled(t *area.Tree, who auth.Actor, w Whistle) bool {
	at, err := t.Get(w.Area)
	if err != nil {
		at, err = t.Get(w.Community)
	}
	return err == nil && who.Covers(at.Path, auth.Publishers...)
}

// List returns one page of a list. With about it holds only the whistles of that report.
func (s *Service) List(ctx context.Context, who auth.Actor, v View, about int64, after pages.Cursor) (pages.Page[Whistle], error) {
	if !slices.Contains([]View{Mine, Ongoing, Missed, All}, v) {
		return pages.Page[Whistle]{}, ErrListing
	}
	f, err := s.filter(ctx, who, v)
	if err != nil {
		return pages.Page[Whistle]{}, err
	}
	f.Report, f.After, f.Most = about, after, pages.Size+1
	found, err := s.store.List(ctx, f)
	return pages.Cut(found, pages.Size, func(w Whistle) pages.Cursor { return pages.Cursor{Pinned: w.Urgent, ID: w.ID} }), err
}

// CountWaiting returns the length of the list Mine, at most 1,000; 0 for an actor who neither whistles nor musters.
func (s *Service) CountWaiting(ctx context.Context, who auth.Actor) (int, error) {
	f, err := s.filter(ctx, who, Mine)
	if err != nil {
		return 0, err
	}
	return s.store.Count(ctx, f)
}

func (s *Service) filter(ctx context.Context, who auth.Actor, v View) (Filter, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Filter{}, err
	}
	f := Filter{View: v}
	f.Orgs, f.Seats = report.SeatsOf(tree, who)
	for _, path := range who.Paths(auth.Publishers...) {
		if path == "" {
			continue
		}
		if root, err := tree.Root(); err == nil && path == root.Path {
			f.Everywhere = true
		}
		for _, c := range tree.Under(path, area.Community) {
			if !slices.Contains(f.Communities, c.ID) {
				f.Communities = append(f.Communities, c.ID)
			}
		}
	}
	return f, nil
}

// Detail is a whistle with its timeline.
type Detail struct {
	Whistle Whistle
	Events  []Event
}

// Get returns a whistle the actor may see, or ErrMissing.
func (s *Service) Get(ctx context.Context, who auth.Actor, id int64) (Detail, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Detail{}, err
	}
	w, err := s.store.Whistle(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	if !Sees(tree, who, w) {
		return Detail{}, ErrMissing
	}
	events, err := s.store.Events(ctx, id)
	return Detail{Whistle: w, Events: events}, err
}
