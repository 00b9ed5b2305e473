package chat

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"linli/app/area"
	"linli/app/booking"
	"linli/app/fault"
	"linli/app/intent"
	"linli/app/person"
	"linli/app/when"
)

// TimetableScene is the prefix in the QR of a community's printed timetable; the community's id follows.
const TimetableScene = "w_"

// ahead reads what a community offers in the days that the chat lists.
func (s *Service) ahead(ctx context.Context, community int64) ([]booking.Scheduled, error) {
	today := when.DateOf(s.now())
	all, err := s.desk.Week(ctx, community, today)
	if err != nil {
		return nil, err
	}
	next, err := s.desk.Week(ctx, community, when.DateOf(today.Time().AddDate(0, 0, listDays)))
	return append(slices.Clip(all), next...), err
}

// timetable returns what ahead has read, or needsWeek.
func (t *turn) timetable(community int64) ([]booking.Scheduled, error) {
	all, ok := t.weeks[community]
	if !ok {
		return nil, needsWeek{community}
	}
	return all, nil
}

// book lists what the resident may book; what: only the services of that name.
func (t *turn) book(what string) (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	community, known := t.homeCommunity()
	if !known {
		return t.askHome(BookWhere, what, t.bookIn)
	}
	all, err := t.timetable(community)
	if err != nil {
		return "", err
	}
	l := newListing(all, t.named(community, what), t.now())
	said := l.say(t.tree.Say(community), t.now())
	if len(l.picks) == 0 {
		return said, nil
	}
	t.draft = Draft{Person: t.person.ID, Stage: BookWhat, Community: community}
	for _, h := range l.picks {
		t.draft.Choices = append(t.draft.Choices, h.Session.ID, h.Session.BeginAt.Unix()/60)
	}
	return said, t.save()
}

// bookIn remembers the community and lists what it offers; what: only the services of that name.
func (t *turn) bookIn(community int64, what string) (string, error) {
	if err := t.settle(BookWhere, community); err != nil {
		return "", err
	}
	said, err := t.book(what)
	if err == nil && t.draft.Stage == BookWhere { // there is nothing to pick
		err = t.tx.DeleteDraft(t.ctx, t.person.ID)
	}
	return said, err
}

// scanTimetable lists what a community offers after a scan of its printed timetable.
func (t *turn) scanTimetable(id string) (string, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return sayMenu, nil //nolint:nilerr // a foreign code
	}
	a, err := t.tree.Community(n)
	if err != nil {
		return sayMenu, nil //nolint:nilerr // an old one
	}
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	return t.bookIn(a.ID, "")
}

// answerBooking reads the answer to a question about a booking. false: the words are about something else.
func (t *turn) answerBooking(r intent.Reading, said string) (string, bool, error) {
	switch {
	case t.draft.Stage == BookMine:
		return "", false, nil
	case t.draft.Stage == BookBorn:
		return t.born(r, said)
	case r.Kind == intent.Choose:
		return t.done(t.pickBooking(r.N))
	case r.Kind == intent.Yes && len(t.draft.picks()) == 1:
		return t.done(t.pickBooking(1))
	case t.draft.Stage == BookTime:
		if minute, ok := clock(said); ok {
			return t.done(t.pickTime(minute))
		}
	case t.draft.Stage == BookWhere:
		if community := t.communityNamed(said); community != 0 {
			return t.done(t.bookIn(community, t.draft.Place))
		}
	}
	switch r.Kind {
	case intent.Problem:
		return "", false, nil
	case intent.Yes, intent.Place, intent.Other:
		if t.draft.Stage != BookWhere && t.offers(strings.TrimRight(said, "。 ")) {
			return "", false, nil
		}
		return t.done(t.againBooking(), nil)
	}
	return "", false, nil
}

// againBooking repeats the open question.
func (t *turn) againBooking() string {
	switch t.draft.Stage {
	case BookWhere:
		return askBookWhere
	case BookBorn:
		return askBorn
	}
	return askBookNumber
}

// communityNamed returns the one community that the words mean, or 0.
func (t *turn) communityNamed(said string) int64 {
	community := int64(0)
	for _, a := range t.tree.Under("/", area.Community) {
		if strings.Contains(said, strings.TrimSuffix(a.Name, "社区")) {
			return a.ID
		}
	}
	found := t.tree.Read(0, said)
	if community = found.Within.Community; community == 0 && len(found.Areas) > 0 {
		community = found.Areas[0].Community
	}
	for _, a := range found.Areas {
		if a.Community != community {
			return 0
		}
	}
	return community
}

// pickBooking takes the number as the answer to the last question.
func (t *turn) pickBooking(n int) (string, error) {
	picks := t.draft.picks()
	if n < 1 || n > len(picks) {
		return askBookNumber, nil
	}
	switch t.draft.Stage {
	case BookWhat:
		return t.pickSession(t.draft.choose(n - 1))
	case BookTime:
		return t.forWhom(t.draft.choose(n - 1))
	case BookFor:
		return t.reserve(t.draft.choose(n-1), picks[n-1])
	case BookCancel:
		return t.cancelOne(picks[n-1])
	}
	return t.bookIn(picks[n-1], t.draft.Place)
}

// pickSession asks for the time when a session has several.
func (t *turn) pickSession(c choice) (string, error) {
	all, err := t.timetable(t.draft.Community)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(all, func(h booking.Scheduled) bool { return h.Session.ID == c.session })
	if i < 0 {
		return "", andThen(booking.ErrNoSession, seeOthers)
	}
	times := freeTimes(all[i], t.now())
	if len(all[i].Session.Periods) < 2 || len(times) == 0 {
		return t.forWhom(c)
	}
	times = times[:min(len(times), mostTimes)]
	t.draft.Stage, t.draft.Choices = BookTime, []int64{c.session}
	for _, p := range times {
		t.draft.Choices = append(t.draft.Choices, p.ID)
	}
	return sayTimes(all[i], times), t.save()
}

// pickTime finds the time that was named instead of its number.
func (t *turn) pickTime(minute int) (string, error) {
	all, err := t.timetable(t.draft.Community)
	if err != nil {
		return "", err
	}
	for _, h := range all {
		for _, p := range h.Session.Periods {
			at := p.BeginAt.In(when.Beijing)
			if n := slices.Index(t.draft.picks(), p.ID); n >= 0 && at.Hour()*60+at.Minute() == minute {
				return t.pickBooking(n + 1)
			}
		}
	}
	return askBookNumber, nil
}

// forWhom asks for whom it is, if the resident may book for others.
func (t *turn) forWhom(c choice) (string, error) {
	relatives, err := t.desk.Family(t.ctx, t.who)
	if err != nil {
		return "", err
	}
	if len(relatives) == 0 {
		return t.reserve(c, t.person.ID)
	}
	relatives = relatives[:min(len(relatives), mostPicks-1)]
	t.draft.Stage, t.draft.Choices = BookFor, []int64{c.session, c.period, c.begin, t.person.ID}
	for _, r := range relatives {
		t.draft.Choices = append(t.draft.Choices, r.Person.ID)
	}
	return sayWhom(relatives), t.save()
}

// reserve books, and says the result.
func (t *turn) reserve(c choice, whom int64) (string, error) {
	b, err := t.desk.Book(t.ctx, t.who, booking.Wish{Session: c.session, Period: c.period, BeginAt: c.beginsAt(), For: whom})
	if errors.Is(err, booking.ErrBorn) && whom == t.person.ID {
		t.draft.Stage, t.draft.Choices = BookBorn, []int64{c.session, c.period, c.begin}
		return askBorn, t.save()
	}
	if err != nil {
		return "", andThen(err, orOthers)
	}
	if err := t.tx.DeleteDraft(t.ctx, t.person.ID); err != nil {
		return "", err
	}
	return t.tellBooked(b)
}

// born takes the resident's year of birth, and books what was chosen.
func (t *turn) born(r intent.Reading, said string) (string, bool, error) {
	year, ok := yearOf(said)
	if !ok {
		return askBorn, r.Kind == intent.Other || r.Kind == intent.Choose || r.Kind == intent.Yes, nil
	}
	if err := person.CheckBorn(year, t.now()); err != nil {
		return "", true, err
	}
	t.person.Born = year
	if err := t.tx.SavePerson(t.ctx, t.person); err != nil {
		return "", true, err
	}
	reply, err := t.reserve(t.draft.choose(0), t.person.ID)
	return reply, true, err
}

// tellBooked says what the resident has now.
func (t *turn) tellBooked(b booking.Booking) (string, error) {
	s, err := t.desk.Service(t.ctx, b.Service)
	if err != nil {
		return "", err
	}
	name, err := t.nameFor(b)
	if err != nil {
		return "", err
	}
	m := booking.Mine{Booking: b, Service: s}
	if b.State == booking.Waiting {
		m.Before, err = t.desk.Before(t.ctx, b)
	}
	return sayBooked(m, booking.SayPlace(t.tree, s), name), err
}

// andThen adds to a refusal what can be done instead.
func andThen(err error, next string) error {
	if f, ok := fault.As(err); ok && f.Kind != fault.Busy {
		return f.Say("%s。\n%s", strings.TrimRight(f.Text, "。"), next)
	}
	return err
}
