package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/feedback"
	"linli/app/pages"
	"linli/store"
)

// demoMarks are the answers about a service of 阳光社区 or a kind of visit, for each of the last months with the oldest first: satisfied, fair, not.
var demoMarks = []struct {
	service string
	visit   string // the code of a kind of visit
	months  [][3]int
	chips   []string
	words   string // of somebody who was not satisfied
}{
	{"理发", "", [][3]int{{9, 2, 1}, {11, 2, 0}, {13, 1, 0}}, []string{"wait"}, "等了快一个小时。"},
	{"义诊", "", [][3]int{{8, 3, 1}, {10, 2, 0}, {6, 0, 1}}, []string{"manner"}, "大夫没说清楚药怎么吃。"},
	{"维修", "repair", [][3]int{{6, 1, 0}, {10, 1, 0}, {12, 1, 1}}, []string{"tardy"}, "说好上午来，下午才到。"},
}

// demoAsked is the first number of what is asked about in the past: of bookings that are not kept any more.
const demoAsked = 9_000_000

// markServices returns the step that asks about the services of the last months and answers as people did at the counter. All but the last
// who was not satisfied have been called.
func (p *past) markServices() []moment {
	return []moment{{days: 1, report: -11, other: func(ctx context.Context, m moment) error {
		who, err := p.actor(ctx, demoLender, m)
		if err != nil {
			return err
		}
		known, _, err := p.s.Bookings.Services(ctx, p.areas["YG"])
		if err != nil {
			return err
		}
		defer p.clock.set(wakingBefore(p.now, m.days))
		about := int64(demoAsked)
		for _, d := range demoMarks {
			of := feedback.Asking{Kind: feedback.Order, Community: p.areas["YG"], Sort: d.visit, Title: d.service}
			if d.visit == "" {
				n := slices.IndexFunc(known, func(s booking.Service) bool { return s.Name == d.service })
				of.Kind, of.Service = feedback.Booking, known[n].ID
			}
			for i, marks := range d.months {
				back := len(d.months) - 1 - i
				for mark, n := range marks {
					for range n {
						about++
						p.clock.set(wakingBefore(p.now, float64(30*back)+1.2-float64(about%10)/100))
						of.About, of.Person = about, p.resident(about)
						if err := p.marked(ctx, who, of, feedback.Mark(mark+1), d.chips, d.words); err != nil {
							return err
						}
					}
				}
				if err := p.called(ctx, who, back); err != nil {
					return err
				}
			}
		}
		return nil
	}}}
}

// resident returns one of the residents with a name, in turn.
func (p *past) resident(n int64) int64 { return p.persons[fmt.Sprintf("JM-%02d", 7+n%4)].ID }

// marked asks somebody and takes the answer at the counter; an answer that is there stays.
func (p *past) marked(ctx context.Context, who auth.Actor, a feedback.Asking, mark feedback.Mark, chips []string, words string) error {
	now := p.clock.Now()
	if err := store.NewFeedbacks(p.s.DB).InTx(ctx, func(tx feedback.Tx) error { return feedback.Ask(ctx, tx, a, now) }); err != nil {
		return err
	}
	found, err := store.NewFeedbacks(p.s.DB).FeedbackAbout(ctx, a.Kind, a.About)
	if err != nil {
		return err
	}
	answer := feedback.Answer{Mark: mark, Way: feedback.AtCounter}
	if mark != feedback.Good {
		answer.Chips = chips
	}
	if mark == feedback.Poor {
		answer.Words = words
	}
	who.Request = fmt.Sprint("mark-", a.About)
	_, err = p.s.Feedbacks.Enter(ctx, who, found.ID, answer)
	if errors.Is(err, feedback.ErrAnswered) || errors.Is(err, feedback.ErrExpired) {
		return nil
	}
	return err
}

// called notes the calls of a month that is over.
func (p *past) called(ctx context.Context, who auth.Actor, back int) error {
	if back == 0 {
		return nil
	}
	p.clock.set(p.clock.Now().Add(24 * time.Hour))
	found, err := p.s.Feedbacks.FollowUps(ctx, who, pages.Cursor{})
	if err != nil {
		return err
	}
	for _, c := range found.Items {
		if c.Source != feedback.OfFeedback || c.Feedback.About < demoAsked {
			continue
		}
		who.Request = fmt.Sprint("call-", c.ID)
		if _, err := p.s.Feedbacks.Called(ctx, who, c.ID, "打了电话，说明了情况，居民理解。"); err != nil {
			return err
		}
	}
	return nil
}
