package steward

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/report"
	"linli/app/when"
)

// digestHour is when the weekly digest is sent on Monday.
const digestHour = 9 * time.Hour

// Tally is what happened in a steward's week.
type Tally struct {
	New          int // reported in the steward's buildings
	Acknowledged int // by the steward
	Solved       int // by the steward
	Calls        int // finished by the steward
	Open         int // in the steward's buildings now
}

// Say returns the tally as a sentence, "" when every number is 0.
func (t Tally) Say() string {
	var words []string
	for _, part := range []struct {
		n    int
		text string
	}{
		{t.New, "新增%d件"},
		{t.Acknowledged, "您确认%d件"},
		{t.Solved, "您办结%d件"},
		{t.Calls, "您帮助求助%d件"},
		{t.Open, "还有%d件在办"},
	} {
		if part.n > 0 {
			words = append(words, fmt.Sprintf(part.text, part.n))
		}
	}
	return strings.Join(words, "，")
}

// week returns the ISO week of t in Beijing time as a number such as 202648, and its Monday.
func week(t time.Time) (number int, monday time.Time) {
	day, _ := when.Day(t)
	y, w := day.ISOWeek()
	return y*100 + w, day.AddDate(0, 0, -((int(day.Weekday()) + 6) % 7))
}

// Digest sends every steward the digest of the week before, once, from Monday nine o'clock on. A steward who was away, or
// whose digest failed, gets it later in the same week. An empty digest is not sent.
func (s *Service) Digest(ctx context.Context) error {
	now := s.now()
	number, monday := week(now)
	if now.Before(monday.Add(digestHour)) || when.Nights.Next(now).After(now) {
		return nil
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	postings, err := s.store.Keepers(ctx, auth.Stewards)
	if err != nil {
		return err
	}
	done, err := s.store.Digested(ctx, number)
	if err != nil {
		return err
	}
	var who []int64
	posts := map[int64][]int64{}
	for _, p := range postings {
		if !p.Holds(now) || p.Away(now) || done[p.Person] {
			continue
		}
		if !slices.Contains(who, p.Person) {
			who = append(who, p.Person)
		}
		posts[p.Person] = append(posts[p.Person], p.Area)
	}
	for _, p := range who {
		if err := s.digest(ctx, t, p, posts[p], number, monday); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) digest(ctx context.Context, t *area.Tree, who int64, posts []int64, number int, monday time.Time) error {
	var buildings []int64
	for _, at := range posts {
		if b, ok := t.Up(at, area.Building); ok && !slices.Contains(buildings, b.ID) {
			buildings = append(buildings, b.ID)
		}
	}
	here, err := t.Get(posts[0])
	if err != nil {
		return nil //nolint:nilerr // the building no longer exists
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		now := s.now()
		added, err := tx.AddDigest(ctx, who, number, now)
		if err != nil || !added {
			return err
		}
		tally, err := tx.Tally(ctx, who, buildings, monday.AddDate(0, 0, -7), monday)
		if err != nil || tally == (Tally{}) {
			return err
		}
		return notify.Tell(ctx, tx, noticeWeekly.To(who, here.Community, fmt.Sprintf("person:%d", who), notify.Facts{
			notify.FactTitle: "上周楼里的事", notify.FactPlace: report.Cut(t.Say(here.ID), 20), notify.FactWords: tally.Say(), notify.FactAt: when.Full(now),
			notify.FactCount: strconv.Itoa(tally.New),
		}), now)
	})
}
