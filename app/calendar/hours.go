package calendar

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/when"
)

// Hours is a community's working time as staff see it.
type Hours struct {
	Area int64 // a community, or the county for the default hours
	when.WorkHours
	Own   bool           // false: the county's hours apply
	Open  bool           // at work now
	Years []int          // this and next year, as far as their lists are loaded
	Days  []when.Special // of those years
	Mark  string         // for SetHours
	Can   bool           // the actor may set them
}

// Hours returns the working hours of a community or the county, with this and next year's special days. Area 0 is the
// actor's workplace. ErrMissing for another kind of area and outside the actor's scope.
func (s *Service) Hours(ctx context.Context, who auth.Actor, id int64) (Hours, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return Hours{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Hours{}, err
	}
	if id == 0 {
		id = workplace(tree, who)
	}
	a, err := keeper(tree, id)
	if err != nil || !knows(who, a.Path) {
		return Hours{}, area.ErrMissing
	}
	return s.hours(ctx, who, a)
}

// SetHours sets the working hours of a community, in the form of when.ParseSpans; those of the county are the default of
// all communities. Two empty texts remove a community's own hours. Existing deadlines stay. With seen, the mark that the actor
// read, a change from older hours is refused. Faults: when.ErrHours, mark.ErrStale, area.ErrMissing outside scope.
func (s *Service) SetHours(ctx context.Context, who auth.Actor, id int64, working, resting, seen string) (Hours, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return Hours{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Hours{}, err
	}
	a, err := keeper(tree, id)
	if err != nil || !who.Covers(a.Path, auth.Managers...) {
		return Hours{}, area.ErrMissing
	}
	drop := strings.TrimSpace(working+resting) == ""
	h := when.WorkHours{}
	if !drop {
		if h, err = when.ParseHours(working, resting); err != nil {
			return Hours{}, err
		}
	}
	err = s.store.InTx(ctx, func(tx Tx) error { return s.change(ctx, tx, who, a, h, drop, seen) })
	if err != nil {
		return Hours{}, err
	}
	s.clocks.Forget()
	return s.hours(ctx, who, a)
}

// change saves the hours and audits them, unless they are the same.
func (s *Service) change(ctx context.Context, tx Tx, who auth.Actor, a area.Area, h when.WorkHours, drop bool, seen string) error {
	if err := tx.LockTimes(ctx); err != nil {
		return err
	}
	before, own, err := tx.HoursOf(ctx, key(a))
	if err != nil {
		return err
	}
	if err := mark.Need(seen, ownHours(before, own)); err != nil {
		return err
	}
	if own != drop && say(before) == say(h) { // nothing changes
		return nil
	}
	if drop {
		err = tx.DeleteHours(ctx, key(a))
	} else {
		err = tx.SaveHours(ctx, key(a), h, s.now())
	}
	if err != nil {
		return err
	}
	if err := tx.GrowTimesVersion(ctx); err != nil {
		return err
	}
	return tx.AddAudit(ctx, audit.Record{
		Community: key(a), At: s.now(), Person: who.Person, Action: "calendar.hours", About: fmt.Sprintf("area:%d", a.ID),
		Reason: say(before) + " → " + say(h),
	})
}

// ownHours is what a mark of hours is of: "" for those of the county.
func ownHours(h when.WorkHours, own bool) string {
	if !own {
		return ""
	}
	return say(h)
}

func (s *Service) hours(ctx context.Context, who auth.Actor, a area.Area) (Hours, error) {
	times, err := s.clocks.Get(ctx)
	if err != nil {
		return Hours{}, err
	}
	h := Hours{Area: a.ID, Open: times.Of(key(a)).Working(s.now())}
	h.WorkHours, h.Own = times.Hours(key(a))
	h.Can = who.Covers(a.Path, auth.Managers...)
	if h.Mark, err = mark.Of(ownHours(h.WorkHours, h.Own)); err != nil {
		return Hours{}, err
	}
	this := when.DateOf(s.now()).Year()
	for _, year := range []int{this, this + 1} {
		if times.Calendar().Has(year) {
			h.Years = append(h.Years, year)
		}
		h.Days = append(h.Days, times.Calendar().Of(year)...)
	}
	return h, nil
}

// say returns hours for the audit log; none are the county's.
func say(h when.WorkHours) string {
	if h.Working == nil {
		return "county"
	}
	return h.Working.String() + " / " + h.Resting.String()
}

// keeper returns an area that can have hours: a community or the county.
func keeper(tree *area.Tree, id int64) (area.Area, error) {
	a, err := tree.Get(id)
	if err != nil || a.Kind != area.Community && a.Kind != area.County {
		return area.Area{}, area.ErrMissing
	}
	return a, nil
}

// key returns the id under which an area's hours are stored; the county's have 0.
func key(a area.Area) int64 {
	if a.Kind == area.County {
		return 0
	}
	return a.ID
}

// knows reports whether the actor works at, above or below the area with this path.
func knows(who auth.Actor, path string) bool {
	for _, own := range who.Paths(auth.Handlers...) {
		if own != "" && (strings.HasPrefix(own, path) || strings.HasPrefix(path, own)) {
			return true
		}
	}
	return false
}

// workplace returns the community in which the actor works as staff, or the county for staff above communities.
func workplace(tree *area.Tree, who auth.Actor) int64 {
	for _, p := range who.Postings {
		if !slices.Contains(auth.Handlers, p.Role) {
			continue
		}
		if c, ok := tree.Up(p.Area, area.Community); ok {
			return c.ID
		}
	}
	root, err := tree.Root()
	if err != nil {
		return 0
	}
	return root.ID
}
