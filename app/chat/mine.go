package chat

import (
	"errors"
	"slices"
	"strings"
	"time"

	"linli/app/booking"
	"linli/app/when"
)

// rebookFor is how long after a cancellation 改约 refers to it.
const rebookFor = 7 * 24 * time.Hour

// mostQueues is the number of queues in one answer.
const mostQueues = 3

// own returns what is ahead of the resident and what they booked for others, in order of time.
func (t *turn) own() ([]booking.Mine, error) {
	all, err := t.desk.Ahead(t.ctx, t.who)
	return slices.DeleteFunc(all, func(m booking.Mine) bool {
		return m.Booking.Person != t.person.ID && m.Booking.By != t.person.ID
	}), err
}

// mine lists what is ahead, and remembers the numbers.
func (t *turn) mine() (string, error) {
	all, err := t.own()
	if err != nil || len(all) == 0 {
		return sayNoBookings, err
	}
	said, err := t.list(all)
	if err != nil || !t.draft.empty() || t.draft.Stage == Begin { // a draft that was begun is kept
		return said + "\n" + howToCancel, err
	}
	t.numbers(BookMine, all)
	return said + "\n" + howToCancel, t.save()
}

func (t *turn) numbers(stage Stage, all []booking.Mine) {
	t.draft = Draft{Person: t.person.ID, Stage: stage, Community: t.draft.Community}
	for _, m := range all[:min(len(all), mostPicks)] {
		t.draft.Choices = append(t.draft.Choices, m.Booking.ID)
	}
}

// list tells what is ahead, one line each.
func (t *turn) list(all []booking.Mine) (string, error) {
	names := make([]string, len(all))
	for i, m := range all {
		var err error
		if names[i], err = t.nameFor(m.Booking); err != nil {
			return "", err
		}
	}
	return sayMine(all, names), nil
}

// nameFor says for whom a booking is, "" for the resident.
func (t *turn) nameFor(b booking.Booking) (string, error) {
	if b.Person == t.person.ID {
		return "", nil
	}
	relatives, err := t.desk.Family(t.ctx, t.who)
	if err != nil {
		return "", err
	}
	for _, r := range relatives {
		if r.Person.ID == b.Person {
			return sayRelative(r), nil
		}
	}
	return "家人", nil
}

// cancelBooking repeats the booking that is to be cancelled, or lists them: the answer is a number. n: the number of the last
// list, 0 for none.
func (t *turn) cancelBooking(n int) (string, error) {
	all, err := t.own()
	switch {
	case err != nil:
		return "", err
	case len(all) == 0:
		return sayNoBookings, nil
	case t.draft.about():
		return sayUnfinished, nil
	}
	if n > 0 {
		if all = t.numbered(all, n); len(all) == 0 {
			return askBookNumber, nil
		}
	}
	said, err := t.list(all)
	if err != nil {
		return "", err
	}
	t.numbers(BookCancel, all)
	return said + "\n" + askCancel, t.save()
}

// numbered returns the n-th booking of the last list, or of all when none was shown.
func (t *turn) numbered(all []booking.Mine, n int) []booking.Mine {
	if t.draft.Stage != BookMine && t.draft.Stage != BookCancel {
		return all[min(n-1, len(all)):min(n, len(all))]
	}
	if n > len(t.draft.Choices) {
		return nil
	}
	return slices.DeleteFunc(all, func(m booking.Mine) bool { return m.Booking.ID != t.draft.Choices[n-1] })
}

func (t *turn) cancelOne(id int64) (string, error) {
	b, err := t.desk.Cancel(t.ctx, t.who, id, "")
	if err != nil {
		return "", andThen(err, seeMine)
	}
	if t.draft.Stage == BookCancel {
		if err := t.tx.DeleteDraft(t.ctx, t.person.ID); err != nil {
			return "", err
		}
	}
	s, err := t.desk.Service(t.ctx, b.Service)
	return sayCancelled(b, s), err
}

// offer returns the offer to the resident, or to a person they act for, that ends first.
func (t *turn) offer() (booking.Booking, bool, error) {
	all, err := t.desk.Ahead(t.ctx, t.who)
	var first booking.Booking
	for _, m := range all {
		b := m.Booking
		if b.State == booking.Offered && !t.now().Before(b.OfferAt) && (first.ID == 0 || b.OfferTill.Before(first.OfferTill)) {
			first = b
		}
	}
	return first, first.ID != 0, err
}

func (t *turn) replyTo(b booking.Booking, yes bool) (string, error) {
	if !yes {
		_, err := t.desk.Decline(t.ctx, t.who, b.ID)
		return sayDeclined, andThen(err, seeMine)
	}
	b, err := t.desk.Accept(t.ctx, t.who, b.ID)
	if err != nil {
		return "", andThen(err, seeMine)
	}
	return t.tellBooked(b)
}

// queue tells how far today's queues are in which the resident, or a person they booked for, has a number.
func (t *turn) queue() (string, error) {
	all, err := t.own()
	if err != nil {
		return "", err
	}
	today := when.DateOf(t.now())
	var said []string
	for _, m := range all {
		if m.Booking.Number == 0 || when.DateOf(m.Booking.BeginAt) != today || len(said) == mostQueues {
			continue
		}
		stand, err := t.desk.Turn(t.ctx, t.who, m.Booking.ID)
		if err != nil {
			return "", err
		}
		name, err := t.nameFor(m.Booking)
		if err != nil {
			return "", err
		}
		said = append(said, sayTurn(stand, name))
	}
	if len(said) == 0 {
		return sayNoQueue, nil
	}
	return strings.Join(said, "\n"), nil
}

// rebook takes the next session with a free place instead of the last one that was cancelled by the community. Otherwise it
// moves a booking that is ahead.
func (t *turn) rebook() (string, error) {
	past, err := t.desk.Past(t.ctx, t.who, 0)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(past.Items, func(m booking.Mine) bool {
		b := m.Booking
		return b.State == booking.Cancelled && b.Reason != "" && b.EndedAt.After(t.now().Add(-rebookFor))
	})
	if i < 0 {
		return t.move()
	}
	lost := past.Items[i].Booking
	ahead, err := t.desk.Ahead(t.ctx, t.who)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(ahead, func(m booking.Mine) bool { // the resident has rebooked before
		return m.Booking.Service == lost.Service && m.Booking.Person == lost.Person && !m.Booking.CreatedAt.Before(lost.EndedAt)
	}) {
		return t.move()
	}
	b, err := t.desk.Rebook(t.ctx, t.who, lost.ID)
	if errors.Is(err, booking.ErrNoneFree) {
		return "", andThen(err, seeOthers)
	}
	if err != nil {
		return "", andThen(err, orOthers)
	}
	return t.tellBooked(b)
}
