package order

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/home"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/when"
)

// OfMine returns one page of the actor's open or ended orders, newest first, before an id.
func (s *Service) OfMine(ctx context.Context, who auth.Actor, open bool, before int64) (pages.Page[Order], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Order]{}, err
	}
	return paged(s.store.OrdersOf(ctx, who.Person, open, before, pages.Size))
}

func paged(found []Order, err error) (pages.Page[Order], error) {
	return pages.Full(found, pages.Size, func(o Order) pages.Cursor { return pages.Cursor{ID: o.ID} }), err
}

// Listed returns one page of a list of the communities where the actor works, newest first, before an id. Fault: ErrList.
func (s *Service) Listed(ctx context.Context, who auth.Actor, of List, before int64) (pages.Page[Order], error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return pages.Page[Order]{}, err
	}
	if !slices.Contains(Lists, of) {
		return pages.Page[Order]{}, ErrList
	}
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return pages.Page[Order]{}, err
	}
	return paged(s.store.Orders(ctx, Filter{Communities: communities, List: of, Now: s.now(), Before: before, Most: pages.Size}))
}

// OnDay returns the visits of a day in the order in which somebody walks them.
func (s *Service) OnDay(ctx context.Context, who auth.Actor, day when.Date) ([]Order, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.store.OrdersOn(ctx, communities, day.Time(), day.Next().Time())
	along(t, all)
	return all, err
}

// along sorts visits by half-day and then along the way.
func along(t *area.Tree, all []Order) {
	noon := func(o Order) int { return o.At.In(when.Beijing).Hour() / 12 }
	slices.SortStableFunc(all, func(a, b Order) int {
		return cmp.Or(
			cmp.Compare(noon(a), noon(b)), area.ComparePaths(t.Path(a.Area), t.Path(b.Area)), cmp.Compare(len(a.Room), len(b.Room)),
			strings.Compare(a.Room, b.Room), cmp.Compare(a.ID, b.ID),
		)
	})
}

// Visits returns the open orders to which the actor comes, by time.
func (s *Service) Visits(ctx context.Context, who auth.Actor) ([]Order, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	return s.store.OrdersBy(ctx, who.Person)
}

// Counts returns how many orders nobody has agreed on, and how many of them are late, where the actor works.
func (s *Service) Counts(ctx context.Context, who auth.Actor) (map[string]int, error) {
	communities, err := person.Communities(ctx, s.areas, who)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for name, of := range map[string]List{"orders_new": New, "orders_late": Late} {
		if counts[name], err = s.store.CountOrders(ctx, Filter{Communities: communities, List: of, Now: s.now()}); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// Waiting returns the actor's visits of today and tomorrow, what they bought that waits for a yes, and the doors to which they go.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	if who.Need(auth.Resident) != nil {
		return nil, nil //nolint:nilerr // there is nothing for other roles
	}
	own, err := s.store.OrdersOf(ctx, who.Person, true, 0, pages.Size)
	if err != nil {
		return nil, err
	}
	until := when.DateOf(s.now()).Next().Next().Time()
	var all []home.Item
	for _, o := range own {
		switch {
		case o.State == Handed:
			all = append(all, home.Item{Kind: home.Order, Title: o.Title, Say: "东西收到了吗", ID: o.ID, At: o.DoneAt})
		case (o.State == Agreed || o.State == Coming) && o.At.Before(until):
			all = append(all, home.Item{Kind: home.Order, Title: o.Title, Say: o.SayTime() + "上门", ID: o.ID, At: o.At})
		}
	}
	rows, err := s.Today(ctx, who)
	for _, r := range rows {
		all = append(all, r.Item)
	}
	return all, err
}

// Today returns the visits of today that the actor makes, each as one row that opens its own page.
func (s *Service) Today(ctx context.Context, who auth.Actor) ([]home.Row, error) {
	visits, err := s.store.OrdersBy(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	tonight := when.DateOf(s.now()).Next().Time()
	var rows []home.Row
	for _, o := range visits {
		if (o.State == Agreed || o.State == Coming) && o.At.Before(tonight) {
			rows = append(rows, home.Row{
				Item:   home.Item{Kind: home.Going, Title: "上门 " + o.Title, Say: fmt.Sprintf("%s，%s", o.SayTime(), o.State.Name()), ID: o.ID, At: o.At},
				Person: o.Person, Area: o.Area, Room: o.Room, Due: o.At, Late: s.now().After(o.At.Add(lateAfter)),
				Taps: []home.Tap{{Do: "order", Name: "去上门", Asks: home.Sheet}},
			})
		}
	}
	return rows, nil
}
