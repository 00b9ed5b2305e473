package cadence

import (
	"context"
	"errors"
	"fmt"

	"linli/app/area"
	"linli/app/notify"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

// Notices are the kinds of notice about cadences.
var Notices notify.Kinds

var noticeRemind = Notices.Add(notify.Kind{
	Name: "cadence.remind", Title: "还差一项工作", Text: "{words}，现在还没有记录。做过的会自动记上，做不了的请说明原因。", Page: "work/cadence/index", ForStaff: true,
})

var _ = Notices.Describe(notify.Subject{
	Name:   "周期工作",
	Labels: map[notify.Fact]string{notify.FactPlace: "在哪里", notify.FactWords: "哪一项"},
	Example: notify.Facts{
		notify.FactTitle: "网格巡查", notify.FactNumber: "2026-11-23", notify.FactPlace: "幸福社区 第一网格", notify.FactState: "还没有",
		notify.FactBy: "邻里", notify.FactWords: "本周的网格巡查", notify.FactAt: "2026年11月27日 09:00",
	},
})

// remindFrom is the hour from which reminders are sent.
const remindFrom = 9

// Remind tells everybody once, when two thirds of a period are over, what has neither been done nor explained in it. A day has no
// reminder.
func (s *Service) Remind(ctx context.Context) error {
	now := s.with.Now()
	today := when.DateOf(now)
	if now.In(when.Beijing).Hour() < remindFrom || when.Nights.Next(now).After(now) {
		return nil
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	var failed []error
	err = s.each(ctx, "/", 0, func(c Cadence, kinds work.Book, of []Subject) error {
		if first, last := c.Unit.Period(today); c.Unit == plan.Day || today < plan.TwoThirds(first, last) {
			return nil
		}
		found, err := s.stand(ctx, c, kinds, of)
		for _, one := range found {
			if one.State() == Open {
				failed = append(failed, s.remind(ctx, tree, one))
			}
		}
		return err
	})
	return errors.Join(append(failed, err)...)
}

// missing says how many households were not met.
func (s Standing) missing() string {
	if _, each := s.Target.Cohort(); each {
		return fmt.Sprintf("（还差 %d 户）", s.Missing())
	}
	return ""
}

func (s *Service) remind(ctx context.Context, tree *area.Tree, one Standing) error {
	at, err := tree.Get(one.Area)
	if err != nil {
		return err
	}
	now := s.with.Now()
	return s.with.Store.InTx(ctx, func(tx Tx) error {
		fresh, err := tx.RemindCadence(ctx, one.Person, one.Key, one.First)
		if err != nil || !fresh {
			return err
		}
		return notify.Tell(ctx, tx, noticeRemind.To(one.Person, at.Community, one.plan(), notify.Facts{
			notify.FactTitle: one.Name, notify.FactNumber: one.First.String(), notify.FactPlace: tree.Say(one.Area),
			notify.FactState: Open.Name(), notify.FactBy: "邻里", notify.FactWords: one.Unit.Now() + "的" + one.Name + one.missing(), notify.FactAt: when.Full(now),
		}), now)
	})
}
