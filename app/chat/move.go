package chat

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/booking"
	"linli/app/intent"
)

// The stages of moving a booking (改约). Choices are the bookings, or the booking and then session, period and minute of the
// beginning of each time.
const (
	MoveWhich Stage = "move"      // which booking?
	MoveTime  Stage = "move_time" // to what time?
)

// mostMoves is the number of times that are offered, timesALine that of one line.
const (
	mostMoves  = 9
	timesALine = 3
)

// What the chat says about moving a booking.
const (
	askMove     = "要改哪一个？回复数字；不改回复 0。"
	askMoveTime = "%s %s，改到什么时候？回复数字，不改回复 0。"
	sayNotMoved = "好的，没有改，原来的还在。"
	sayNoTimes  = "%s 近期没有别的空位，原来的还给您留着。\n来不了请回复“取消预约”。"
	sayMoved    = "改好了：%s%s\n时间：%s，%d 号\n地点：%s\n来不了请回复“取消预约”。"
	seeMoves    = "原来的还在。回复“改约”看看别的时间。"
)

// move asks to what other time a booking moves; of several, first which.
func (t *turn) move() (string, error) {
	all, err := t.own()
	switch {
	case err != nil:
		return "", err
	case len(all) == 0:
		return sayNothingToMove, nil
	case t.draft.about():
		return sayUnfinished, nil
	case len(all) == 1:
		return t.moveOne(all[0].Booking.ID)
	}
	said, err := t.list(all)
	if err != nil {
		return "", err
	}
	t.numbers(MoveWhich, all)
	return said + "\n" + askMove, t.save()
}

// moveOne offers other times of the booking's service.
func (t *turn) moveOne(id int64) (string, error) {
	m, err := t.desk.Get(t.ctx, t.who, id)
	if err != nil {
		return "", err
	}
	times, err := t.desk.OtherTimes(t.ctx, t.who, id, mostMoves)
	if err != nil {
		return "", andThen(err, seeMine)
	}
	if len(times) == 0 {
		return fmt.Sprintf(sayNoTimes, m.Service.Name), t.forget()
	}
	t.draft = Draft{Person: t.person.ID, Stage: MoveTime, Choices: []int64{id}}
	var b strings.Builder
	fmt.Fprintf(&b, askMoveTime, m.Service.Name, sayWhen(m.Booking.BeginAt))
	for i, one := range times {
		sep := "　"
		if i%timesALine == 0 {
			sep = "\n"
		}
		fmt.Fprintf(&b, "%s%d %s", sep, i+1, sayWhen(one.BeginAt))
		t.draft.Choices = append(t.draft.Choices, one.Session, one.Period, one.BeginAt.Unix()/60)
	}
	return b.String(), t.save()
}

// answerMove takes the number of a booking or of a time. false: the words are about something else.
func (t *turn) answerMove(r intent.Reading, _ string) (string, bool, error) {
	n := r.N
	if r.Kind == intent.Yes && len(t.draft.moves()) == 1 {
		n = 1
	} else if r.Kind != intent.Choose {
		again := slices.Contains([]intent.Kind{intent.Yes, intent.Place, intent.Other}, r.Kind)
		return askMove, again, nil
	}
	if n < 1 || n > len(t.draft.moves()) {
		return askMove, true, nil
	}
	if t.draft.Stage == MoveWhich {
		return t.done(t.moveOne(t.draft.Choices[n-1]))
	}
	return t.done(t.moveTo(t.draft.Choices[0], t.draft.moves()[n-1]))
}

// moves returns what may be picked by number.
func (d Draft) moves() []booking.Time {
	var all []booking.Time
	if d.Stage == MoveWhich {
		return make([]booking.Time, len(d.Choices))
	}
	for c := range slices.Chunk(d.Choices[min(len(d.Choices), 1):], 3) {
		if len(c) == 3 {
			all = append(all, booking.Time{Session: c[0], Period: c[1], BeginAt: time.Unix(c[2]*60, 0)})
		}
	}
	return all
}

// moveTo moves the booking. A refused resident keeps the old place.
func (t *turn) moveTo(id int64, to booking.Time) (string, error) {
	b, err := t.desk.Move(t.ctx, t.who, id, booking.Wish{Session: to.Session, Period: to.Period, BeginAt: to.BeginAt})
	if err != nil {
		return "", andThen(err, seeMoves)
	}
	s, err := t.desk.Service(t.ctx, b.Service)
	if err != nil {
		return "", err
	}
	name, err := t.nameFor(b)
	if err != nil {
		return "", err
	}
	if name != "" {
		name = "（" + name + "）"
	}
	return fmt.Sprintf(sayMoved, s.Name, name, sayWhen(b.BeginAt), b.Number, booking.SayPlace(t.tree, s)), t.forget()
}

func noWish(*turn, intent.Reading, string) (func() (string, error), bool) { return nil, false }
