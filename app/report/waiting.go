package report

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/home"
	"linli/app/pages"
)

// ownPages is how many pages of their own reports, newest first, are searched for what waits for the author.
const ownPages = 3

// Waiting returns open questions to the author and results without a review.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) (all []home.Item, err error) {
	var after pages.Cursor
	for range ownPages {
		own, err := s.Own(ctx, who, after)
		if err != nil {
			return nil, err
		}
		for _, r := range own.Items {
			switch {
			case r.Question != "" && r.Open():
				all = append(all, home.Item{Kind: home.Question, Title: "请您补充：" + r.Title(), Say: r.Question, ID: r.ID, At: r.AskedAt, Urgent: r.Urgent})
			case r.State == Resolved && !r.Reviewed:
				all = append(all, home.Item{Kind: home.Review, Title: "请您评价：" + r.Title(), Say: "已办结，请说说是否满意。", ID: r.ID, At: r.ResolvedAt})
			}
		}
		if !own.More() {
			break
		}
		after = own.Next
	}
	return all, nil
}

// homeLists are the lists whose counts the home page of staff shows.
var homeLists = []View{Urgent, Waiting, Mine, Unaccepted, DueToday, Overdue, Approvals, Supervised, Unheard, Unlocated}

// Numbers returns how many reports each list of the home page has, at most 1,000: exactly the rows that List shows.
func (s *Service) Numbers(ctx context.Context, who auth.Actor) (map[string]int, error) {
	in, err := s.scope(ctx, who)
	if err != nil {
		return nil, err
	}
	filters := make([]Filter, len(homeLists))
	for i, v := range homeLists {
		if filters[i], err = s.filter(in, v); err != nil {
			return nil, err
		}
	}
	counts, err := s.store.Counts(ctx, filters...)
	if err != nil {
		return nil, err
	}
	numbers := make(map[string]int, len(homeLists))
	for i, v := range homeLists {
		numbers[string(v)] = counts[i]
	}
	return numbers, nil
}

// mostToday is how many of their reports somebody sees on a day.
const mostToday = 50

// Today returns the urgent reports of the actor's area, also those in other hands, and the reports in the actor's hands by deadline.
func (s *Service) Today(ctx context.Context, who auth.Actor) (rows []home.Row, err error) {
	if len(who.Paths(auth.Workers...)) == 0 {
		return nil, nil
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	urgent, err := s.List(ctx, who, Listing{View: Urgent, Size: pages.Size})
	if err != nil {
		return nil, err
	}
	held, err := s.List(ctx, who, Listing{View: Mine, Sort: ByDue, Size: mostToday})
	if err != nil {
		return nil, err
	}
	held.Items = slices.DeleteFunc(held.Items, func(r Report) bool {
		return slices.ContainsFunc(urgent.Items, func(u Report) bool { return u.ID == r.ID })
	})
	for _, r := range slices.Concat(urgent.Items, held.Items) {
		row := home.Row{
			Item: home.Item{Kind: home.Report, Title: r.Title(), Say: r.State.Name(), ID: r.ID, At: r.SubmittedAt, Urgent: r.Pinned()},
			Area: r.Area, Due: r.DueAt, Late: !r.Paused() && !r.DueAt.IsZero() && r.DueAt.Before(s.now()),
		}
		can := WorkOptions(tree, who, r, 0)
		if slices.Contains(can, CanTake) {
			row.Taps = append(row.Taps, home.Tap{Do: "take", Name: "开始办理"})
		}
		if slices.Contains(can, CanResolve) {
			row.Taps = append(row.Taps, home.Tap{Do: "resolve", Name: "办完了", Asks: home.WordsOrPhoto})
		}
		rows = append(rows, row)
	}
	return rows, nil
}
