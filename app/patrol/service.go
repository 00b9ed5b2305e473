package patrol

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/report"
	"linli/app/when"
	"linli/app/wordlist"
)

// planLog is the log of reasons, under a name that is free for plans here.
type planLog = plan.Log

// Service runs the use cases.
type Service struct{ with Config }

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Reports *report.Service
	Reasons plan.Reasons
	Words   wordlist.Source
	Now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{c} }

// spot is a scanned code.
type spot struct {
	area, place int64
	name        string
}

// spot reads a scanned text: the token of a board, or the code on the door of a place. Fault: ErrCode.
func (s *Service) spot(ctx context.Context, t *area.Tree, code string) (spot, error) {
	code = strings.TrimSpace(code)
	if rest, ok := strings.CutPrefix(code, "p_"); ok {
		said, mark, _ := strings.Cut(rest, "_")
		id, err := strconv.ParseInt(said, 10, 64)
		if err != nil {
			return spot{}, ErrCode
		}
		p, err := s.with.Store.Place(ctx, id)
		if err != nil || p.AtDoor(mark) != nil {
			return spot{}, ErrCode
		}
		return spot{p.Area, p.ID, p.Name}, nil
	}
	a, err := t.OfBoard(code)
	if err != nil || code == "" {
		return spot{}, ErrCode
	}
	return spot{area: a.ID}, nil
}

// asOf returns the actor with the posts that they held, or acted in, at a time: a scan made before the roster changed counts.
func asOf(ctx context.Context, r person.Roster, t *area.Tree, who auth.Actor, at time.Time) (auth.Actor, error) {
	held, err := r.PostingsOf(ctx, who.Person)
	who.Postings = person.Powers(held, who.Person, at, t.Path)
	return who, err
}

// covers says whether a place lies in a post of the actor. What stands for a whole community lies in the posts of its parts too.
func covers(t *area.Tree, who auth.Actor, at int64) bool {
	path := t.Path(at)
	if path == "" {
		return false
	}
	if who.Covers(path, auth.Helpers...) {
		return true
	}
	c, ok := t.Up(at, area.Community)
	return ok && c.ID == at && slices.ContainsFunc(who.Paths(auth.Helpers...), func(own string) bool { return strings.HasPrefix(own, path) })
}

// asked returns the plans that are the actor's on a day, as they count on it: those of posts in which they act at noon.
func (s *Service) asked(ctx context.Context, t *area.Tree, who int64, days ...when.Date) (map[when.Date][]Plan, error) {
	held, err := s.with.Store.PostingsOf(ctx, who)
	if err != nil || len(held) == 0 {
		return nil, err
	}
	var communities []int64
	for _, o := range held {
		if c, ok := t.Up(o.Area, area.Community); ok && !slices.Contains(communities, c.ID) {
			communities = append(communities, c.ID)
		}
	}
	if len(communities) == 0 {
		return nil, nil
	}
	all, err := s.with.Store.Plans(ctx, communities, slices.Min(days))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	raises, err := s.with.Store.Raises(ctx, communities, slices.Min(days).Time())
	if err != nil {
		return nil, err
	}
	now, mine := s.with.Now(), map[when.Date][]Plan{}
	for _, d := range days {
		at := d.Time().Add(12 * time.Hour)
		if d == when.DateOf(now) {
			at = now
		}
		for _, p := range all {
			counts, planned := p.On(t, d, raises)
			if planned && slices.ContainsFunc(held, func(o person.Posting) bool { return o.ActsFor(at) == who && p.asks(t, o) }) {
				mine[d] = append(mine[d], counts)
			}
		}
	}
	return mine, nil
}

// dayRange returns the first and the last moment of a day.
func dayRange(d when.Date) (from, to time.Time) { return d.Time(), d.Next().Time() }

func clockOf(t time.Time) string { return t.In(when.Beijing).Format("15:04") }

func actor(id int64) auth.Actor { return auth.Actor{Person: id} }

// Near names an area as people there do: without its community.
func Near(t *area.Tree, id int64) string {
	said := t.Say(id)
	if c, ok := t.Up(id, area.Community); ok && c.ID != id {
		return strings.TrimSpace(strings.TrimPrefix(said, c.Name))
	}
	return said
}
