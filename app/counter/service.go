package counter

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/errand"
	"linli/app/guide"
	"linli/app/person"
	"linli/app/when"
)

// Guide is the catalogue of what people come for.
type Guide interface {
	// All returns what a community offers.
	All(ctx context.Context, community int64) ([]guide.Shown, error)
	// In returns a published item of the county or of the community, or guide.ErrMissing.
	In(ctx context.Context, community, id int64) (guide.Shown, error)
}

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Times   *when.Clocks
	Desk    *booking.Desk
	Errands *errand.Service
	Guide   Guide
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	times   *when.Clocks
	desk    *booking.Desk
	errands *errand.Service
	guide   Guide
	now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, times: c.Times, desk: c.Desk, errands: c.Errands, guide: c.Guide, now: c.Now}
}

// Open is a counter as it is now.
type Open struct {
	Counter
	Where   string // the name of its place
	Today   []Part
	Open    bool
	Who     int64 // sits there now; 0 nobody
	Post    string
	As      Duty
	Waiting int
	Calling int // the number that was called last; 0: none yet
	Day     booking.OnDay
}

// Hall returns the counters of a community as they are now (服务大厅), for anybody. Faults: area.ErrMissing.
func (s *Service) Hall(ctx context.Context, community int64) ([]Open, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := t.Community(community); err != nil {
		return nil, err
	}
	found, err := s.store.Counters(ctx, community)
	if err != nil {
		return nil, err
	}
	all := make([]Open, len(found))
	for i, c := range found {
		if all[i], err = s.open(ctx, c); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// open returns a counter as it is now.
func (s *Service) open(ctx context.Context, c Counter) (Open, error) {
	o := Open{Counter: c}
	where, err := s.store.Place(ctx, c.Place)
	if err != nil {
		return o, err
	}
	o.Where = where.Name
	times, err := s.times.Get(ctx)
	if err != nil {
		return o, err
	}
	now := s.now()
	o.Today = c.Parts(when.DateOf(now), times.Calendar())
	if o.Day, err = s.desk.Today(ctx, c.Service); err != nil {
		return o, err
	}
	o.Waiting = len(o.Day.Line.Next)
	var last time.Time
	for _, b := range o.Day.All {
		if !b.CalledAt.IsZero() && !b.CalledAt.Before(last) {
			last, o.Calling = b.CalledAt, b.Number
		}
	}
	o.Open = slices.ContainsFunc(o.Day.Sessions, func(one booking.Session) bool {
		return one.State == booking.Open && !now.Before(one.BeginAt) && now.Before(one.EndAt)
	})
	if part, ok := at(o.Today, now); ok && o.Open {
		o.Who, o.As, o.Post, err = s.sits(ctx, c, part, now)
	}
	return o, err
}

// sits returns who sits at a counter in a part of the day at a moment, and the name of their post.
func (s *Service) sits(ctx context.Context, c Counter, p Part, now time.Time) (who int64, as Duty, post string, err error) {
	posts := map[int64]string{}
	for _, one := range []int64{p.First, p.Second} {
		if one == 0 {
			continue
		}
		role, err := s.present(ctx, s.store, c.Community, one, now)
		if err != nil {
			return 0, Nobody, "", err
		}
		posts[one] = role.Name()
	}
	who, as = c.Sits(p, func(id int64) bool { return posts[id] != "" })
	return who, as, posts[who], nil
}

// present returns the post in which somebody is at work in a community at a moment; "" when they are away or have none.
func (s *Service) present(ctx context.Context, r person.Roster, community, who int64, now time.Time) (auth.Role, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return "", err
	}
	all, err := r.PostingsOf(ctx, who)
	if err != nil {
		return "", err
	}
	for _, p := range all {
		if p.Person == who && p.Holds(now) && !p.Away(now) && sitting(t, p, community) {
			return p.Role, nil
		}
	}
	return "", nil
}

// sitting says whether a post lets its holder sit at a counter of the community: a keeper's, for all of it.
func sitting(t *area.Tree, p person.Posting, community int64) bool {
	path := t.Path(p.Area)
	return slices.Contains(auth.Keepers, p.Role) && path != "" && strings.HasPrefix(t.Path(community), path)
}

// of returns a counter of a community whose counter the actor works at. Faults: ErrMissing.
func (s *Service) of(ctx context.Context, who auth.Actor, id int64, roles []auth.Role) (Counter, error) {
	if err := who.Need(roles...); err != nil {
		return Counter{}, err
	}
	c, err := s.there(ctx, id)
	if err != nil {
		return c, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return c, err
	}
	if !who.Covers(t.Path(c.Community), roles...) {
		return Counter{}, ErrMissing
	}
	return c, nil
}

// there returns a counter that has not been given up.
func (s *Service) there(ctx context.Context, id int64) (Counter, error) {
	c, err := s.store.Counter(ctx, id)
	if err == nil && !c.EndedAt.IsZero() {
		return Counter{}, ErrMissing
	}
	return c, err
}

// Headings returns the headings of a community's guide, in order, each once. Faults: area.ErrMissing.
func (s *Service) Headings(ctx context.Context, community int64) ([]string, error) {
	items, err := s.guide.All(ctx, community)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, i := range items {
		if i.Heading != "" {
			all = append(all, i.Heading)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// needItem returns guide.ErrMissing or ErrItem for an item (0: unknown) that is not for the counter.
func (s *Service) needItem(ctx context.Context, c Counter, item int64) error {
	if item == 0 {
		return nil
	}
	i, err := s.guide.In(ctx, c.Community, item)
	if err == nil && !c.Takes(i.Heading) {
		err = ErrItem
	}
	return err
}
