// Package search finds what staff look for in one field (搜索): reports by number, words, place and reporter, residents, staff,
// bookings, bulletins and places. It finds nothing that the actor would not see elsewhere.
package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/bulletin"
	"linli/app/fault"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
	"linli/app/roster"
)

// ErrQuery is returned for words that are too short, too long or too many.
var ErrQuery = fault.New(fault.Invalid, "search.query", "请输入 2 至 40 个字，最多 5 个词")

// Most is how many rows of a kind one answer has.
const Most = 20

// Found are the hits of one search, by kind.
type Found struct {
	Reports   []report.Report
	Next      int64 // where the search in the reports goes on, 0 at the end
	Residents []person.Person
	Bookings  []Booking
	Staff     []roster.Member
	Bulletins []bulletin.Bulletin
	Places    []area.Area
}

// Booking is one booking of a person.
type Booking struct {
	ID        int64
	Session   int64
	Community int64
	Service   string
	Person    int64
	Name      string
	State     string
	Begin     time.Time
}

// Text is what is indexed of a report.
type Text struct {
	Report      int64
	Community   int64
	Text, Place string
	Submitted   time.Time
}

// Store is what searches need from the database.
type Store interface {
	Index
	// Rows returns the rows of some pairs of characters in some communities; without communities in all.
	Rows(ctx context.Context, pairs, communities []int64) ([]Row, error)
	// Texts returns the texts of the reports with these ids.
	Texts(ctx context.Context, in Within, from, to int64) ([]Text, error)
	// NewestReport returns the highest id.
	NewestReport(ctx context.Context) (int64, error)
	// ReportsIn returns reports by id, the newest first.
	ReportsIn(ctx context.Context, ids []int64) ([]report.Report, error)
	// ReportsBy returns the newest reports of authors.
	ReportsBy(ctx context.Context, authors []int64, most int) ([]report.Report, error)
	// PersonsNamed returns persons whose name has these words, those of the communities first.
	PersonsNamed(ctx context.Context, communities []int64, words string, most int) ([]person.Person, error)
	// PersonsWith returns the persons with a telephone number.
	PersonsWith(ctx context.Context, phone person.Phone, most int) ([]person.Person, error)
	// BookingsOf returns the newest bookings of persons.
	BookingsOf(ctx context.Context, persons []int64, most int) ([]Booking, error)
	// BulletinsWith returns the newest bulletins of areas that have all words.
	BulletinsWith(ctx context.Context, areas []int64, words []string, most int) ([]bulletin.Bulletin, error)
	InTx(ctx context.Context, do func(audit.ReadingLog) error) error
}

// Numbers finds reports by a number.
type Numbers interface {
	Find(ctx context.Context, who auth.Actor, said string) ([]report.Report, error)
}

// Members finds staff.
type Members interface {
	Members(ctx context.Context, who auth.Actor, f roster.Filter, after int64) (pages.Page[roster.Member], error)
}

// Config is what the service is made of.
type Config struct {
	Store   Store
	Areas   area.Source
	Numbers Numbers
	Members Members
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	numbers Numbers
	members Members
	now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, numbers: c.Numbers, members: c.Members, now: c.Now}
}

// Search returns the first hits of each kind. With a position it goes on in the reports by words alone. A whole telephone number
// finds its persons and is recorded. Faults: ErrQuery.
func (s *Service) Search(ctx context.Context, who auth.Actor, said string, before int64) (f Found, err error) {
	if err := who.Need(auth.Workers...); err != nil {
		return f, err
	}
	words, err := Query(said)
	if err != nil {
		return f, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return f, err
	}
	q := query{Service: s, ctx: ctx, tree: t, who: who, in: report.ScopeOf(t, who), said: strings.TrimSpace(said), words: words}
	if before == 0 {
		if err := q.first(&f); err != nil {
			return f, err
		}
	}
	if before > 0 || len(f.Reports) < Most {
		more, next, err := q.byWords(before, Most)
		if err != nil {
			return f, err
		}
		f.add(more)
		f.Next = next
	}
	return f, nil
}

// IsPhone says whether the words are a whole telephone number.
func IsPhone(said string) bool {
	_, err := person.ParsePhone(said)
	return err == nil
}

// add appends reports that are not there.
func (f *Found) add(more []report.Report) {
	for _, r := range more {
		if !slices.ContainsFunc(f.Reports, func(known report.Report) bool { return known.ID == r.ID }) {
			f.Reports = append(f.Reports, r)
		}
	}
}

// query is one search.
type query struct {
	*Service
	ctx   context.Context
	tree  *area.Tree
	who   auth.Actor
	in    report.Scope
	said  string
	words []string
}

// first finds everything but reports by their words.
func (q query) first(f *Found) error {
	if numbered, err := q.numbers.Find(q.ctx, q.who, q.said); err == nil {
		f.add(numbered)
	} else if _, known := fault.As(err); !known {
		return err
	}
	if q.who.Need(auth.Handlers...) == nil {
		if err := q.people(f); err != nil {
			return err
		}
	}
	if q.who.Need(auth.Managers...) == nil && !IsPhone(q.said) {
		page, err := q.members.Members(q.ctx, q.who, roster.Filter{Words: q.said}, 0)
		if err != nil {
			return err
		}
		f.Staff = page.Items[:min(len(page.Items), Most)]
	}
	if q.who.Need(auth.Publishers...) == nil {
		var err error
		if f.Bulletins, err = q.store.BulletinsWith(q.ctx, q.tree.Covered(q.who, auth.Publishers...), q.words, Most); err != nil {
			return err
		}
	}
	f.Places = q.places()
	return nil
}

// people finds persons, what they reported and what they booked.
func (q query) people(f *Found) error {
	found, err := q.persons()
	if err != nil {
		return err
	}
	by, err := q.reportsBy(found)
	if err != nil {
		return err
	}
	f.add(by)
	if q.who.Need(auth.Keepers...) == nil {
		return q.residents(f, found)
	}
	return nil
}

// mostPersons is how many persons with a name are looked at.
const mostPersons = 300

// persons returns those with the name or the telephone number, wherever they live. A number is recorded, found or not.
func (q query) persons() ([]person.Person, error) {
	phone, err := person.ParsePhone(q.said)
	if err != nil {
		return q.store.PersonsNamed(q.ctx, q.communities(), q.said, mostPersons)
	}
	found, err := q.store.PersonsWith(q.ctx, phone, Most)
	if err != nil {
		return nil, err
	}
	return found, q.store.InTx(q.ctx, func(log audit.ReadingLog) error {
		record := audit.Record{At: q.now(), Person: q.who.Person, Action: string(audit.SearchedPhone), About: "person:0"}
		if len(found) == 0 {
			return log.AddAudit(q.ctx, record)
		}
		for _, p := range found {
			record.Community, record.About = p.Community, fmt.Sprintf("person:%d", p.ID)
			if err := log.AddAudit(q.ctx, record); err != nil {
				return err
			}
		}
		return nil
	})
}

// reportsBy returns the reports of authors whom the actor may know.
func (q query) reportsBy(found []person.Person) ([]report.Report, error) {
	if len(found) == 0 {
		return nil, nil
	}
	all, err := q.store.ReportsBy(q.ctx, idsOfPersons(found), 5*Most)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(r report.Report) bool {
		return !report.Works(q.tree, q.who, r) || !report.KnowsReporter(q.tree, q.who, r)
	})
	return all[:min(len(all), Most)], nil
}

// residents adds the residents whom the actor keeps, and their bookings.
func (q query) residents(f *Found, found []person.Person) error {
	kept := slices.DeleteFunc(slices.Clone(found), func(p person.Person) bool { return !person.Kept(q.who, q.tree.Path, p) })
	if len(kept) == 0 {
		return nil
	}
	booked, err := q.store.BookingsOf(q.ctx, idsOfPersons(kept), Most)
	if err != nil {
		return err
	}
	f.Residents = kept[:min(len(kept), Most)]
	if err := q.noteNames(f.Residents); err != nil {
		return err
	}
	f.Bookings = slices.DeleteFunc(booked, func(b Booking) bool { return !q.who.Covers(q.tree.Path(b.Community), auth.Keepers...) })
	return nil
}

// noteNames adds a line for each community whose residents are shown because of their name.
func (q query) noteNames(shown []person.Person) error {
	if _, err := person.ParsePhone(q.said); err == nil {
		return nil // a number leaves a line for each person
	}
	found := map[int64]int{}
	for _, p := range shown {
		found[p.Community]++
	}
	return q.store.InTx(q.ctx, func(log audit.ReadingLog) error {
		for _, community := range slices.Sorted(maps.Keys(found)) {
			if err := audit.AddReading(q.ctx, log, audit.Record{
				Community: community, At: q.now(), Person: q.who.Person, Action: string(audit.SearchedName),
				About: fmt.Sprintf("area:%d", community), Reason: fmt.Sprintf("%d 人", found[community]),
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// places returns the areas of the territory with this name.
func (q query) places() (found []area.Area) {
	for _, kind := range area.Kinds {
		for _, a := range q.tree.Under("", kind) {
			if len(found) < Most && q.who.Covers(a.Path, auth.Handlers...) && has(q.words, q.tree.Say(a.ID)) {
				found = append(found, a)
			}
		}
	}
	return found
}
