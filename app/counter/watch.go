package counter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Watch looks at today and tomorrow of every counter: when the one who sits there is away the other is asked, and when both are away the
// secretary and those who have booked are told. Each is told once for a part of a day.
func (s *Service) Watch(ctx context.Context) error {
	all, err := s.store.Counters(ctx, 0)
	if err != nil {
		return err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return err
	}
	var errs []error
	now := s.now()
	for _, c := range all {
		for _, day := range []when.Date{when.DateOf(now), when.DateOf(now).Next()} {
			for _, p := range c.Parts(day, times.Calendar()) {
				if now.Before(p.To) {
					errs = append(errs, s.watch(ctx, c, p, when.Later(p.From, now)))
				}
			}
		}
	}
	return errors.Join(errs...)
}

// watch asks for one part of a day, as it is at a moment of it.
func (s *Service) watch(ctx context.Context, c Counter, p Part, now time.Time) error {
	who, _, _, err := s.sits(ctx, c, p, now)
	if err != nil || who == p.First {
		return err
	}
	sessions, err := s.desk.Held(ctx, c.Service, now, p.To)
	if err != nil {
		return err
	}
	day := when.DateOf(p.From)
	told := Told{Counter: c.ID, Day: day, From: int(p.From.Sub(day.Time()) / time.Minute), Asked: who, At: s.now()}
	return s.store.InTx(ctx, func(tx Tx) error {
		fresh, err := tx.AddTold(ctx, told)
		if err != nil || !fresh {
			return err
		}
		if who != 0 {
			return s.tell(ctx, tx, noticeStandIn, c, p, "", who)
		}
		n := 0
		for _, one := range sessions {
			told, err := s.desk.TellBooked(ctx, tx, one, now, p.To, noticeUnmanned)
			if err != nil {
				return err
			}
			n += told
		}
		said := "没有人约这段时间。"
		if n > 0 {
			said = fmt.Sprintf("约了这段时间的 %d 人已收到提醒。", n)
		}
		chiefs, err := person.Acting(ctx, tx, s.now(), []int64{c.Community}, auth.Secretary)
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, noticeNobody, c, p, said, chiefs...)
	})
}

// tell adds a notice for staff.
func (s *Service) tell(ctx context.Context, tx Tx, kind notify.Kind, c Counter, p Part, said string, to ...int64) error {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	where := t.Say(c.Community)
	for _, who := range to {
		if err := notify.Tell(ctx, tx, kind.To(who, c.Community, fmt.Sprintf("counter:%d", c.ID), notify.Facts{
			notify.FactTitle: c.Name, notify.FactAt: when.Full(p.From), notify.FactWords: said, notify.FactNumber: fmt.Sprintf("窗%d", c.ID),
			notify.FactPlace: where, notify.FactDue: when.Full(p.From),
		}), s.now()); err != nil {
			return err
		}
	}
	return nil
}
