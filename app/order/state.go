package order

import (
	"slices"
	"time"

	"linli/app/pace"
)

// State is where an order is.
//
//	asked ─agree→ agreed ─come→ coming ─word at the door, finish→ done
//	                                              └─ of a purchase → handed ─the resident's yes, or paper→ done
//
//	asked, agreed, coming ─→ cannot (with the reason) | cancelled (by the resident)
type State string

// The states.
const (
	Asked     State = "asked"
	Agreed    State = "agreed"
	Coming    State = "coming"
	Handed    State = "handed"
	Done      State = "done"
	Cannot    State = "cannot"
	Cancelled State = "cancelled"
)

// States lists them all.
var States = []State{Asked, Agreed, Coming, Handed, Done, Cannot, Cancelled}

var stateNames = map[State]string{
	Asked: "等待安排", Agreed: "已约好", Coming: "正在路上", Handed: "已送到，待确认收到", Done: "已完成", Cannot: "不能上门", Cancelled: "已取消",
}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Open says whether somebody still waits for something.
func (s State) Open() bool { return slices.Contains(openStates, s) }

var (
	openStates = []State{Asked, Agreed, Coming, Handed}
	ahead      = []State{Asked, Agreed, Coming} // before the visit is over
)

// OpenStates returns the states in which somebody still waits for something.
func OpenStates() []State { return slices.Clone(openStates) }

func (o *Order) need(in ...State) error {
	if !slices.Contains(in, o.State) {
		return ErrState
	}
	return nil
}

// begin starts the clock: somebody agrees within AgreeWithin.
func (o *Order) begin(p pace.Promise, now time.Time) {
	o.State, o.AskedAt = Asked, now
	o.Start(p, now)
	o.Begin(p, p.Whole, now)
	o.look()
}

// look sets when the sweep looks next: for the clock, or after a visit that nobody has closed.
func (o *Order) look() {
	o.Schedule(pace.Supervision{})
	if o.State == Agreed || o.State == Coming {
		o.CheckAt = o.At.Add(lateAfter)
	}
}

// agree fixes who comes and when. The order has a new word from now on.
func (o *Order) agree(lead int64, team []Member, at time.Time, word string, now time.Time) error {
	if err := o.need(Asked); err != nil {
		return err
	}
	if err := checkTime(at, now); err != nil {
		return err
	}
	o.State, o.Lead, o.Team, o.At, o.AgreedAt = Agreed, lead, team, at, now
	o.renew(word)
	o.Stop()
	o.look()
	return nil
}

// move agrees on another time.
func (o *Order) move(at, now time.Time) error {
	if err := o.need(Agreed); err != nil {
		return err
	}
	if err := checkTime(at, now); err != nil {
		return err
	}
	o.At = at
	o.look()
	return nil
}

func checkTime(at, now time.Time) error {
	if at.Before(now.Add(-time.Minute)) || at.After(now.AddDate(0, 0, MaxDays)) {
		return ErrDay
	}
	return nil
}

// come records that the team is on the way.
func (o *Order) come(now time.Time) error {
	if err := o.need(Agreed); err != nil {
		return err
	}
	o.State, o.WentAt = Coming, now
	o.look()
	return nil
}

// finish records what was done, after the word at the door. A purchase waits for the resident's yes.
func (o *Order) finish(f Finish, now time.Time) error {
	if err := o.need(Coming); err != nil {
		return err
	}
	if o.DoorAt.IsZero() {
		return ErrDoor
	}
	if f.Minutes < 1 || f.Minutes > MaxMinutes {
		return ErrMinutes
	}
	o.State = Done
	if o.Buy.Wanted() {
		if err := o.Buy.bring(f); err != nil {
			return err
		}
		o.State = Handed
	}
	o.Minutes, o.Result, o.DoneAt = f.Minutes, f.Words, now
	if o.State == Done {
		o.close(now)
	}
	o.look()
	return nil
}

// accept ends a purchase: the resident says yes, or there is a paper.
func (o *Order) accept(how Accepted, now time.Time) error {
	if err := o.need(Handed); err != nil {
		return err
	}
	o.State, o.Buy.Accepted = Done, how
	o.close(now)
	return nil
}

// reject says that what was bought has not arrived as it should: somebody comes again.
func (o *Order) reject(now time.Time) error {
	if err := o.need(Handed); err != nil {
		return err
	}
	o.State, o.DoneAt, o.At, o.DoorAt, o.DoorBy = Agreed, time.Time{}, now, time.Time{}, 0
	o.look()
	return nil
}

// fail ends an order that cannot be done, with the reason.
func (o *Order) fail(why string, now time.Time) error { return o.drop(Cannot, why, now) }

// cancel ends an order that the resident no longer wants.
func (o *Order) cancel(why string, now time.Time) error { return o.drop(Cancelled, why, now) }

func (o *Order) drop(to State, why string, now time.Time) error {
	if err := o.need(ahead...); err != nil {
		return err
	}
	o.State, o.Result = to, why
	o.close(now)
	return nil
}

// close ends the order; its word opens no door any more.
func (o *Order) close(now time.Time) {
	o.EndedAt, o.Word = now, ""
	o.Stop()
	o.look()
}
