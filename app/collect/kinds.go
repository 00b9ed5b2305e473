package collect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/notify"
	"linli/app/when"
)

// Notices are the kinds of notice about collections.
var Notices notify.Kinds

// noticeAsked goes once to the contact person of each household.
var noticeAsked = Notices.Add(notify.Kind{
	Name: "collect.asked", Title: "请核对登记", Text: "{words}。{by}决定，{due}前在这里答，就不用上门问了；不愿意也可以说一声。", Page: "life/collect/index",
})

var _ = Notices.Describe(notify.Subject{
	Name:   "采集",
	Labels: map[notify.Fact]string{notify.FactPlace: "哪个社区", notify.FactWords: "问什么、做什么用", notify.FactBy: "由谁决定", notify.FactDue: "最后一天"},
	Example: notify.Facts{
		notify.FactTitle: "人口信息核对", notify.FactNumber: "CJ3", notify.FactPlace: "幸福社区", notify.FactState: "请核对", notify.FactBy: "社区党委会",
		notify.FactWords: "人口信息核对：用于安排冬季供暖走访", notify.FactDue: "2026年12月20日", notify.FactAt: "2026年12月1日 09:00",
	},
})

// Consents are the notices for which the residents' client asks consent.
var Consents = []notify.Kind{noticeAsked}

// askedAtOnce is how many households one transaction tells.
const askedAtOnce = 100

// Ask opens the campaigns whose first day has come, adds the households that moved in, and tells each contact person once.
func (s *Service) Ask(ctx context.Context) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, state := range []State{Agreed, Open} {
		found, err := s.store.CampaignsIn(ctx, state)
		failed = append(failed, err)
		for _, c := range found {
			failed = append(failed, s.ask(ctx, tree, c.ID))
		}
	}
	return errors.Join(failed...)
}

func (s *Service) ask(ctx context.Context, tree *area.Tree, id int64) error {
	for first := true; ; first = false {
		told := 0
		err := s.store.InTx(ctx, func(tx Tx) error {
			now := s.now()
			c, err := tx.LockCampaign(ctx, id)
			if err != nil {
				return err
			}
			if c.open(when.DateOf(now)) {
				if err := tx.SaveCampaign(ctx, c); err != nil {
					return err
				}
			}
			if c.State != Open || c.over(when.DateOf(now)) {
				return nil
			}
			if first { // it looks at every household of the area
				if err := fill(ctx, tx, tree, c); err != nil {
					return err
				}
			}
			asked, err := tx.TakeUnasked(ctx, c.ID, askedAtOnce, now)
			told = len(asked)
			if err != nil {
				return err
			}
			for _, a := range asked {
				if err := notify.Tell(ctx, tx, c.asks(tree, a, now), now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || told < askedAtOnce {
			return err
		}
	}
}

func (c Campaign) asks(tree *area.Tree, a Asked, now time.Time) notify.Notice {
	return noticeAsked.To(a.Person, c.Community, fmt.Sprintf("collect:%d", a.Answer), notify.Facts{
		notify.FactTitle: c.Title, notify.FactNumber: fmt.Sprintf("CJ%d", c.ID), notify.FactPlace: tree.Say(c.Community), notify.FactState: "请核对",
		notify.FactBy: c.Decided, notify.FactWords: c.Title + "：" + c.Purpose, notify.FactDue: c.Until.Say(), notify.FactAt: when.Full(now),
	})
}

// EndDue ends the campaigns whose last day is over.
func (s *Service) EndDue(ctx context.Context) error {
	return s.each(ctx, Open, func(c Campaign, today when.Date) bool { return c.over(today) }, func(tx Tx, c *Campaign, now time.Time) error {
		return finish(ctx, tx, c, deedBy{at: now})
	})
}

// DropDue deletes the answers of ended campaigns on the day that they named. Their counts stay.
func (s *Service) DropDue(ctx context.Context) error {
	return s.each(ctx, Ended, func(c Campaign, today when.Date) bool { return c.droppable(today) }, func(tx Tx, c *Campaign, now time.Time) error {
		c.State = Dropped
		if err := tx.DropAnswers(ctx, c.ID); err != nil {
			return err
		}
		if err := tx.SaveCampaign(ctx, *c); err != nil {
			return err
		}
		return note(ctx, tx, *c, "drop", "", deedBy{at: now})
	})
}

// each runs a deed on every campaign in a state that is due, locked, each in a transaction of its own.
func (s *Service) each(ctx context.Context, in State, due func(Campaign, when.Date) bool, do func(Tx, *Campaign, time.Time) error) error {
	now := s.now()
	today := when.DateOf(now)
	found, err := s.store.CampaignsIn(ctx, in)
	failed := []error{err}
	for _, one := range found {
		if !due(one, today) {
			continue
		}
		failed = append(failed, s.store.InTx(ctx, func(tx Tx) error {
			c, err := tx.LockCampaign(ctx, one.ID)
			if err != nil || !due(c, today) || c.State != in {
				return err
			}
			return do(tx, &c, now)
		}))
	}
	return errors.Join(failed...)
}
