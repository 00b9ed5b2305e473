package household

import (
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/home"
)

// Waiting returns how many newcomers a keeper has to confirm; nothing for others.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	open, late, err := s.count(ctx, who)
	if err != nil || open == 0 {
		return nil, err
	}
	say := fmt.Sprintf("有%d户新搬来的等您上门确认。", open)
	if late > 0 {
		say = fmt.Sprintf("有%d户新搬来的等您上门确认，其中%d户已过3个工作日。", open, late)
	}
	return []home.Item{{Kind: home.Arrival, Title: "新搬来待确认", Say: say, Count: open}}, nil
}

// CountReported returns how many newcomers wait for the actor, at most 1,000.
func (s *Service) CountReported(ctx context.Context, who auth.Actor) (int, error) {
	open, _, err := s.count(ctx, who)
	return open, err
}

func (s *Service) count(ctx context.Context, who auth.Actor) (open, late int, err error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return 0, 0, err
	}
	places := placesOf(tree, who)
	if len(places) == 0 {
		return 0, 0, nil
	}
	return s.store.CountReported(ctx, places, s.now())
}

// placesOf returns the grids and communities in which the actor keeps the residents.
func placesOf(tree *area.Tree, who auth.Actor) []Place {
	var places []Place
	for _, p := range who.Postings {
		at, err := tree.Get(p.Area)
		if err != nil || !slices.Contains(auth.Keepers, p.Role) {
			continue
		}
		place := Place{Community: at.Community}
		if at.Kind == area.Grid {
			place.Grid = at.ID
		}
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	return places
}

// Today returns the newcomers that a keeper has to confirm.
func (s *Service) Today(ctx context.Context, who auth.Actor) (rows []home.Row, err error) {
	if len(who.Paths(auth.Keepers...)) == 0 {
		return nil, nil
	}
	open, err := s.ToConfirm(ctx, who, 0)
	if err != nil {
		return nil, err
	}
	for _, r := range open.Items {
		rows = append(rows, home.Row{
			Item: home.Item{Kind: home.Arrival, Title: "新搬来，请上门确认", Say: fmt.Sprintf("%d人", r.Size), ID: r.ID, At: r.ReportedAt},
			Area: r.Home.Area, Room: r.Home.Room, Due: r.Household.Due, Late: r.Overdue(s.now()),
			Taps: []home.Tap{{Do: "confirm", Name: "见到了，属实"}},
		})
	}
	return rows, nil
}
