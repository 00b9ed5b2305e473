// Package delegate is meeting the delegates (两代表一委员接待): who they are, when they receive next, and what was raised with them. A matter is a
// report of the source reception, so there is no second ledger.
package delegate

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/fault"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// ErrNone says that the actor is no delegate.
var ErrNone = fault.New(fault.Denied, "delegate.none", "这里只有任职期间的代表、委员能看")

// Counts is how much was raised with somebody.
type Counts struct{ Matters, Answered int }

// Delegate is somebody who receives the residents of a community.
type Delegate struct {
	Person int64
	Name   string
	Title  string // 人大代表, as the posting says it
	Area   int64
	Counts
	Next Reception // its zero value: none is planned
}

// Reception is a session at which somebody receives.
type Reception struct {
	Session int64
	Service int64
	Name    string
	Place   string
	At      time.Time
}

// Store is what the service needs from the database.
type Store interface {
	// PostingsAt returns the postings with one of the roles in one of the areas, in order of id.
	PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error)
	// Persons returns persons by id.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	// CountMatters counts what was raised with each of the persons in a community, and what of it has an answer.
	CountMatters(ctx context.Context, community int64, hosts []int64) (map[int64]Counts, error)
	// MattersOf returns one page of what was raised with some persons in some communities, newest first, before an id (0: from the newest).
	MattersOf(ctx context.Context, communities, hosts []int64, before int64, most int) ([]report.Report, error)
}

// Timetable returns the week of a community's services.
type Timetable interface {
	Week(ctx context.Context, community int64, day when.Date) ([]booking.Scheduled, error)
}

// Desk knows the sessions of a community, and who came to one.
type Desk interface {
	Timetable
	Received(ctx context.Context, who auth.Actor, id int64) (booking.Booking, booking.Session, error)
}

// Reports takes down what was said.
type Reports interface {
	Hear(ctx context.Context, who auth.Actor, in report.Hearing) (report.Report, error)
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	desk    Desk
	reports Reports
	now     func() time.Time
}

// NewService returns the service.
func NewService(store Store, areas area.Source, desk Desk, reports Reports, now func() time.Time) *Service {
	return &Service{store, areas, desk, reports, now}
}

// Noting is what somebody says at a reception.
type Noting struct {
	Words    string
	Nameless bool
}

// Note writes down a matter of somebody who came to a reception, for somebody who works in its session: one report a call, with number, deadline and
// answer as usual. Repeating who.Request returns the first. Faults: booking.ErrMissing, booking.ErrState, report.ErrText.
func (s *Service) Note(ctx context.Context, who auth.Actor, id int64, in Noting) (report.Report, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return report.Report{}, err
	}
	b, held, err := s.desk.Received(ctx, who, id)
	if err != nil {
		return report.Report{}, err
	}
	return s.reports.Hear(ctx, who, report.Hearing{
		Suggestion: report.Suggestion{Community: held.Community, Words: in.Words, Nameless: in.Nameless}, Person: b.Person, Booking: b.ID, Hosts: held.Providers,
	})
}

// above returns a community and the areas around it.
func above(t *area.Tree, community int64) []int64 { return append(t.Above(community), community) }

// Around returns the delegates of a community, by the order of their postings: who, when next, how many matters, how many answered. Fault:
// area.ErrMissing.
func (s *Service) Around(ctx context.Context, who auth.Actor, community int64) ([]Delegate, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return nil, err
	}
	return s.Public(ctx, community)
}

// Public is Around for everybody: it names delegates in their office and shows no matter. Fault: area.ErrMissing.
func (s *Service) Public(ctx context.Context, community int64) ([]Delegate, error) {
	var sessions []booking.Scheduled
	for week := range 3 {
		found, err := s.desk.Week(ctx, community, when.DateOf(s.now().AddDate(0, 0, 7*week)))
		if err != nil {
			return nil, err
		}
		sessions = append(sessions, found...)
	}
	return s.Listed(ctx, community, sessions)
}

// Listed is Public with the sessions of the next weeks. Fault: area.ErrMissing.
func (s *Service) Listed(ctx context.Context, community int64, sessions []booking.Scheduled) ([]Delegate, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := t.Community(community); err != nil {
		return nil, err
	}
	posts, err := s.store.PostingsAt(ctx, above(t, community), []auth.Role{auth.Delegate})
	if err != nil {
		return nil, err
	}
	var all []Delegate
	var ids []int64
	for _, p := range posts {
		if p.Holds(s.now()) && !slices.Contains(ids, p.Person) {
			ids = append(ids, p.Person)
			all = append(all, Delegate{Person: p.Person, Title: title(p), Area: p.Area})
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	known, err := s.store.Persons(ctx, ids)
	if err != nil {
		return nil, err
	}
	counts, err := s.store.CountMatters(ctx, community, ids)
	if err != nil {
		return nil, err
	}
	next := s.next(sessions)
	for i := range all {
		d := &all[i]
		d.Name, d.Counts, d.Next = known[d.Person].Name, counts[d.Person], next[d.Person]
	}
	return all, nil
}

// title is the office of a delegate: what the posting says, or the name of the role.
func title(p person.Posting) string {
	if p.Duties != "" {
		return p.Duties
	}
	return p.Role.Name()
}

// next returns the next reception of each person who receives in one of the sessions, which are in order of time.
func (s *Service) next(sessions []booking.Scheduled) map[int64]Reception {
	found := map[int64]Reception{}
	for _, one := range sessions {
		if one.Service.Kind != booking.Reception || one.Session.State != booking.Open || !one.Session.BeginAt.After(s.now()) {
			continue
		}
		for _, p := range one.Session.Providers {
			if _, known := found[p]; !known {
				found[p] = Reception{one.Session.ID, one.Service.ID, one.Service.Name, one.Service.Place, one.Session.BeginAt}
			}
		}
	}
	return found
}

// Matters returns one page of what was raised with the actor, and with those who were delegates there before and are none any more, so that
// nothing is lost in mid-term. Fault: ErrNone for somebody who is no delegate now.
func (s *Service) Matters(ctx context.Context, who auth.Actor, before int64) (pages.Page[report.Report], error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return pages.Page[report.Report]{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[report.Report]{}, err
	}
	var at, communities []int64
	for _, p := range who.Postings {
		if p.Role != auth.Delegate {
			continue
		}
		at = append(at, p.Area)
		for _, c := range t.Under(t.Path(p.Area), area.Community) {
			communities = append(communities, c.ID)
		}
	}
	if len(at) == 0 {
		return pages.Page[report.Report]{}, ErrNone
	}
	posts, err := s.store.PostingsAt(ctx, at, []auth.Role{auth.Delegate})
	if err != nil {
		return pages.Page[report.Report]{}, err
	}
	found, err := s.store.MattersOf(ctx, communities, heirs(posts, who.Person, s.now()), before, pages.Size)
	return pages.Full(found, pages.Size, func(r report.Report) pages.Cursor { return pages.Cursor{ID: r.ID} }), err
}

// heirs returns a delegate and those whose postings there have ended and who hold none there now.
func heirs(posts []person.Posting, own int64, now time.Time) []int64 {
	holds := map[int64]bool{}
	for _, p := range posts {
		holds[p.Person] = holds[p.Person] || p.Holds(now)
	}
	all := []int64{own}
	for _, p := range posts {
		if !holds[p.Person] && !p.To.IsZero() && !p.To.After(now) && !slices.Contains(all, p.Person) {
			all = append(all, p.Person)
		}
	}
	return all
}
