package steward

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
)

// Reason is why no steward of a place can be reached.
type Reason string

// The reasons. For several persons the one closest to being reachable counts.
const (
	Reached       Reason = ""
	NobodyPosted  Reason = "nobody"
	NeverLoggedIn Reason = "never_logged_in"
	NotFollowing  Reason = "not_following"
	NotDelivered  Reason = "undelivered"
)

var reasons = []Reason{NobodyPosted, NeverLoggedIn, NotFollowing, NotDelivered, Reached}

var reasonNames = map[Reason]string{
	NobodyPosted: "没有红管家", NeverLoggedIn: "红管家还没有登录绑定", NotFollowing: "红管家没有关注公众号，也没有用过小程序",
	NotDelivered: "最近一次紧急通知没有送达红管家",
}

// Name returns the reason in Chinese.
func (r Reason) Name() string { return reasonNames[r] }

// Contact says on which channels a person can be reached.
type Contact struct {
	Bound       bool // has an identity
	Open        bool // follows the official account, or has used a mini-program
	Undelivered bool // no channel delivered the last urgent notice to this person
}

func (c Contact) reason() Reason {
	switch {
	case !c.Bound:
		return NeverLoggedIn
	case !c.Open:
		return NotFollowing
	case c.Undelivered:
		return NotDelivered
	}
	return Reached
}

// Reach says whether a steward of a place can be reached now.
type Reach struct {
	Area      int64
	Community int64
	Grid      int64
	Reason    Reason
	Person    int64     // whom staff should talk to; 0 when nobody is posted
	Since     time.Time // since when this is so
}

// patch is a building, or a unit with its own steward, with the persons who act there.
type patch struct {
	at     area.Area
	acting []int64
}

// patches returns every place that needs a steward. A building also has one when all its units have; a unit also counts the
// stewards of its building.
func patches(t *area.Tree, postings []person.Posting, now time.Time) []patch {
	at := map[int64][]int64{}
	posted := map[int64]bool{}
	for _, p := range postings {
		if who := p.ActsFor(now); who != 0 {
			at[p.Area] = append(at[p.Area], who)
			posted[p.Area] = true
		}
	}
	root, err := t.Root()
	if err != nil {
		return nil
	}
	var all []patch
	for _, b := range t.Under(root.Path, area.Building) {
		whole := patch{b, at[b.ID]}
		units := t.Children(b.ID)
		bare := slices.ContainsFunc(units, func(u area.Area) bool { return !posted[u.ID] })
		for _, u := range units {
			if posted[u.ID] {
				all = append(all, patch{u, append(slices.Clone(at[u.ID]), at[b.ID]...)})
			}
			if !posted[b.ID] && !bare {
				whole.acting = append(whole.acting, at[u.ID]...)
			}
		}
		all = append(all, whole)
	}
	return all
}

// reach returns the reach of one place.
func (p patch) reach(grid int64, ways map[int64]Contact, now time.Time) Reach {
	r := Reach{Area: p.at.ID, Community: p.at.Community, Grid: grid, Reason: NobodyPosted, Since: now}
	for _, who := range p.acting {
		why := ways[who].reason()
		if slices.Index(reasons, why) > slices.Index(reasons, r.Reason) {
			r.Reason, r.Person = why, who
		}
	}
	return r
}

// CheckReach checks for every building whether a steward can be reached. It writes changes only.
func (s *Service) CheckReach(ctx context.Context) error {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	postings, err := s.store.Keepers(ctx, auth.Stewards)
	if err != nil {
		return err
	}
	now := s.now()
	all := patches(t, postings, now)
	var ids []int64
	for _, p := range all {
		ids = append(ids, p.acting...)
	}
	slices.Sort(ids)
	ways, err := s.store.Contacts(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	known, err := s.store.Reaches(ctx)
	if err != nil {
		return err
	}
	before := make(map[int64]Reach, len(known))
	for _, r := range known {
		before[r.Area] = r
	}
	var changed []Reach
	for _, p := range all {
		r := p.reach(gridOf(t, p.at.ID), ways, now)
		old, exists := before[r.Area]
		delete(before, r.Area)
		if exists && old.Reason == r.Reason {
			r.Since = old.Since
		}
		if !exists || r != old {
			changed = append(changed, r)
		}
	}
	var gone []int64
	for id := range before {
		gone = append(gone, id)
	}
	if len(changed)+len(gone) == 0 {
		return nil
	}
	return s.store.SaveReaches(ctx, changed, gone)
}

// Unreached returns the places in scope without a reachable steward, in order of area, after the given one.
func (s *Service) Unreached(ctx context.Context, who auth.Actor, after int64) (pages.Page[Reach], error) {
	in, err := s.scope(ctx, who)
	if err != nil {
		return pages.Page[Reach]{}, err
	}
	found, err := s.store.Unreached(ctx, in, after, pages.Size)
	return pages.Full(found, pages.Size, func(one Reach) pages.Cursor { return pages.Cursor{ID: one.Area} }), err
}
