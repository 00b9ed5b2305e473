package calendar

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/when"
)

// Hours is what staff see of a community's working time.
type Hours struct {
	Area int64 // a community, or the county for the hours of all that have none of their own
	when.WorkHours
	Own   bool           // false: the county's hold here
	Open  bool           // at work now
	Years []int          // this and next year, as far as their lists are loaded
	Days  []when.Special // theirs
}

// Hours returns the working hours of a community or the county, with this and next year's special days. Area 0 is where
// the actor works. ErrMissing for what is no community and for one the actor has nothing to do with.
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
	return s.hours(ctx, a)
}

// SetHours gives a community its own working hours, written as when.ParseSpans reads them; with the county they become
// those of all communities that have none of their own. Two empty texts take a community's own hours away again.
// Deadlines that were promised before stay as they are. Faults: when.ErrHours, area.ErrMissing outside scope.
func (s *Service) SetHours(ctx context.Context, who auth.Actor, id int64, working, resting string) (Hours, error) {
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
	err = s.store.InTx(ctx, func(tx Tx) error { return s.change(ctx, tx, who, a, h, drop) })
	if err != nil {
		return Hours{}, err
	}
	s.clocks.Forget()
	return s.hours(ctx, a)
}

// change writes down what hold from now on, unless that is so already.
func (s *Service) change(ctx context.Context, tx Tx, who auth.Actor, a area.Area, h when.WorkHours, drop bool) error {
	if err := tx.LockTimes(ctx); err != nil {
		return err
	}
	before, own, err := tx.HoursOf(ctx, key(a))
	if err != nil {
		return err
	}
	if own != drop && say(before) == say(h) { // nothing changes
		return nil
	}
	if drop {
		err = tx.DropHours(ctx, key(a))
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

func (s *Service) hours(ctx context.Context, a area.Area) (Hours, error) {
	times, err := s.clocks.Get(ctx)
	if err != nil {
		return Hours{}, err
	}
	h := Hours{Area: a.ID, Open: times.Of(key(a)).Working(s.now())}
	h.WorkHours, h.Own = times.Hours(key(a))
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

// key is the number under which an area's hours are kept: the county's stand for every community.
func key(a area.Area) int64 {
	if a.Kind == area.County {
		return 0
	}
	return a.ID
}

// knows reports whether the actor works in the area with this path, above or below it.
func knows(who auth.Actor, path string) bool {
	for _, own := range who.Paths(auth.Handlers...) {
		if own != "" && (strings.HasPrefix(own, path) || strings.HasPrefix(path, own)) {
			return true
		}
	}
	return false
}

// workplace returns the community the actor works in as staff, or the county when he works above communities.
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
