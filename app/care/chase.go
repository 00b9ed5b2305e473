package care

import (
	"context"
	"errors"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Chase is what follows a visit at which nobody answered: the steps of the rules, until somebody has seen the person.
type Chase struct {
	ID        int64
	Community int64
	Cared     int64
	Visit     int64  // 0: it began with something else
	About     string // what it began with if that was no visit: "meal:7"
	Step      int    // of the rules
	NextAt    time.Time
	Call      int64 // the call of the stewards; 0 none yet
	BeganAt   time.Time
	BeganBy   int64
	How       string // how it ended: a way, "family"; "" it goes on
	EndedAt   time.Time
	EndedBy   int64
}

func (c Chase) over() bool { return !c.EndedAt.IsZero() }

// Say returns in Chinese what the chase waits for.
func (c Chase) Say(r Rules) string {
	if c.Step < 0 || c.Step >= len(r.Steps) {
		return ""
	}
	return r.Steps[c.Step].Do.Name()
}

// chase begins the steps, or goes on at once when nobody opened the second time either.
func (d deed) chase(c Cared, v Visit) error {
	if c.Chase != 0 {
		open, err := d.tx.LockChase(d.ctx, c.Chase)
		if err != nil {
			return err
		}
		if d.rules.Steps[min(open.Step, len(d.rules.Steps)-1)].Do != Again {
			return nil
		}
		return d.step(c, &open)
	}
	open := Chase{Community: c.Community, Cared: c.ID, Visit: v.ID, Step: -1, BeganAt: d.now, BeganBy: d.who.Person}
	if d.rules.after(-1, c.LevelOn(d.today)) >= len(d.rules.Steps) {
		return nil
	}
	if added, err := d.tx.AddChase(d.ctx, &open); err != nil || !added {
		return err
	}
	return d.step(c, &open)
}

// step makes the next step of a locked chase and plans the one after it.
func (d deed) step(c Cared, ch *Chase) error {
	level := c.LevelOn(d.today)
	if ch.About != "" && B.above(level) {
		level = B // somebody was expected: the steps do not ask how often they are visited
	}
	next := d.rules.after(ch.Step, level)
	if next >= len(d.rules.Steps) {
		ch.NextAt = time.Time{}
		return d.tx.SaveChase(d.ctx, *ch)
	}
	s := d.rules.Steps[next]
	ch.Step, ch.NextAt = next, d.now.Add(s.Wait)
	if d.rules.after(next, level) >= len(d.rules.Steps) {
		ch.NextAt = time.Time{}
	}
	if err := d.do(s, c, ch); err != nil {
		return err
	}
	return d.tx.SaveChase(d.ctx, *ch)
}

func (d deed) do(s Step, c Cared, ch *Chase) (err error) {
	switch s.Do {
	case Again:
		return d.tell(noticeAgain, ch.BeganBy, c, notify.Facts{notify.FactDue: when.Full(ch.NextAt)})
	case Look:
		// An ordinary call waits for the morning, so one at night is urgent.
		ch.Call, err = d.stewards.AskWithin(d.ctx, d.tx, d.tree, c.Area, d.words(c, *ch), when.Nights.Next(d.now).After(d.now))
		return err
	case Family:
		carers, err := d.carers(c)
		if err != nil {
			return err
		}
		for _, who := range carers {
			if err := d.tell(noticeUnseen, who, c, nil); err != nil {
				return err
			}
		}
		return nil
	case Alarm:
		raised := false
		if ch.Call != 0 {
			if raised, err = d.stewards.RaiseWithin(d.ctx, d.tx, d.tree, ch.Call); err != nil {
				return err
			}
		}
		if !raised { // who ended the call has not seen the person
			ch.Call, err = d.stewards.AskWithin(d.ctx, d.tx, d.tree, c.Area, d.words(c, *ch), true)
		}
		return err
	case Police:
		return d.tellPost(noticePolice, c, auth.Keepers...)
	}
	return nil
}

// words asks stewards to look, without saying who lives there.
func (d deed) words(c Cared, ch Chase) string {
	why := "走访没有人应"
	if strings.HasPrefix(ch.About, "meal:") {
		why = "送餐没有人应，电话也没有打通"
	}
	return "请看看 " + d.room(c) + "：" + why + "。见到人后请在“今天”里点平安。"
}

// tellPost tells everybody in the roles for the place.
func (d deed) tellPost(kind notify.Kind, c Cared, roles ...auth.Role) error {
	all, err := person.Acting(d.ctx, d.tx, d.now, d.tree.Above(c.Area), roles...)
	if err != nil {
		return err
	}
	for _, who := range all {
		if err := d.tell(kind, who, c, nil); err != nil {
			return err
		}
	}
	return nil
}

// endChase ends the open chase, if there is one: somebody has seen the person.
func (d deed) endChase(c Cared, how string) error {
	if c.Chase == 0 {
		return nil
	}
	ch, err := d.tx.LockChase(d.ctx, c.Chase)
	if err != nil {
		return err
	}
	ch.How, ch.EndedAt, ch.EndedBy, ch.NextAt = how, d.now, d.who.Person, time.Time{}
	if ch.Call != 0 {
		if err := d.stewards.FinishWithin(d.ctx, d.tx, ch.Call, d.who.Person, "已经见到人。"); err != nil {
			return err
		}
	}
	return d.tx.SaveChase(d.ctx, ch)
}

// NoAnswer makes the steps that are due. The row of a chase says when: a flush of Redis or a restart loses none.
func (s *Service) NoAnswer(ctx context.Context) error {
	due, err := s.store.ChasesDue(ctx, s.now(), 200)
	if err != nil {
		return err
	}
	var failed []error
	for _, ch := range due {
		failed = append(failed, s.nextStep(ctx, ch))
	}
	return errors.Join(failed...)
}

func (s *Service) nextStep(ctx context.Context, due Chase) error {
	return s.act(ctx, auth.Actor{}, func(d deed) error {
		c, err := d.tx.LockCared(ctx, due.Cared) // lock order: the cared-for before their chase
		if err != nil {
			return err
		}
		ch, err := d.tx.LockChase(ctx, due.ID)
		if err != nil || ch.over() || ch.NextAt.IsZero() || d.now.Before(ch.NextAt) {
			return err
		}
		return d.step(c, &ch)
	})
}
