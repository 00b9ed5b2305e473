package appraisal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/report"
	"linli/app/when"
)

// The nightly run.
const (
	begins = 2*time.Hour + 30*time.Minute // after midnight in Beijing
	page   = 500                          // reports read at once
)

// Store is what appraisal needs from the database.
type Store interface {
	// Communities returns the communities, and the county for reports in none.
	Communities(ctx context.Context) ([]int64, error)
	// Records returns the next most reports of a community submitted in a span, in order of submission, with their events,
	// reviews and marks; merged reports are left out.
	Records(ctx context.Context, community int64, from, to time.Time, after pages.Cursor, most int) (pages.Page[Record], error)
	// ReplaceFigures replaces the figures of a community and month.
	ReplaceFigures(ctx context.Context, month int, community int64, figures []Figure) error
	// FiguresOf returns the figures of a community and month.
	FiguresOf(ctx context.Context, month int, community int64) ([]Row, error)
	// FiguresOfOrgs returns the figures of these orgs in a month, in every community.
	FiguresOfOrgs(ctx context.Context, month int, orgs []int64) ([]Row, error)
	// DayDone says whether the run of a day (Beijing time) is done.
	DayDone(ctx context.Context, day int) (bool, error)
	// EndDay records that the run of the day is done.
	EndDay(ctx context.Context, day int, now time.Time) error
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what saving a mark needs.
type Tx interface {
	// LockReport returns a report for update, or report.ErrMissing.
	LockReport(ctx context.Context, id int64) (report.Report, error)
	// OrgDealtWith says whether the org ever held the report or was called by a whistle about it.
	OrgDealtWith(ctx context.Context, about, org int64) (bool, error)
	// AddMark saves a mark, or returns ErrTwice. For a repeated request, m is the mark saved first.
	AddMark(ctx context.Context, m *Mark) error
}

// Row is a figure with the community of its reports.
type Row struct {
	Figure
	Community int64
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	now   func() time.Time
}

// NewService returns the service.
func NewService(s Store, areas area.Source, now func() time.Time) *Service {
	return &Service{store: s, areas: areas, now: now}
}

// Nightly computes the figures of this month and the last one, once a day after half past two, Beijing time. Every process
// calls it hourly; the first one does the work.
func (s *Service) Nightly(ctx context.Context) error {
	now := s.now()
	midnight, _ := when.Day(now)
	if now.Before(midnight.Add(begins)) {
		return nil
	}
	day := when.DayNumber(now)
	if done, err := s.store.DayDone(ctx, day); err != nil || done {
		return err
	}
	this := monthOf(now)
	for _, month := range []time.Time{this.AddDate(0, -1, 0), this} {
		if err := s.reckon(ctx, month); err != nil {
			return fmt.Errorf("appraise %s: %w", month.Format("2006-01"), err)
		}
	}
	return s.store.EndDay(ctx, day, s.now())
}

// reckon replaces the figures of a month, community by community.
func (s *Service) reckon(ctx context.Context, month time.Time) error {
	communities, err := s.store.Communities(ctx)
	if err != nil {
		return err
	}
	for _, c := range communities {
		cases, err := s.cases(ctx, c, month)
		if err != nil {
			return err
		}
		if err := s.store.ReplaceFigures(ctx, number(month), c, Figures(cases)); err != nil {
			return err
		}
	}
	return nil
}

// cases reads the month of a community page by page.
func (s *Service) cases(ctx context.Context, community int64, month time.Time) ([]Case, error) {
	var cases []Case
	err := pages.Each(func(after pages.Cursor) (pages.Page[Record], error) {
		return s.store.Records(ctx, community, month, month.AddDate(0, 1, 0), after, page)
	}, func(records []Record) error {
		if len(records) == 0 {
			return nil
		}
		t, err := s.areas.Tree(ctx)
		if err != nil {
			return err
		}
		for _, r := range records {
			cases = append(cases, slices.DeleteFunc(Trace(r), func(c Case) bool { return strays(t, c.Subject, community) })...)
		}
		return nil
	})
	return cases, err
}

// strays says whether a post belongs to another community: it got the report by mistake.
func strays(t *area.Tree, s Subject, community int64) bool {
	home, inside := t.Up(s.Area, area.Community)
	return s.Org == 0 && inside && home.ID != community
}

// monthOf returns the first moment of a Beijing month.
func monthOf(t time.Time) time.Time {
	b := t.In(when.Beijing)
	return time.Date(b.Year(), b.Month(), 1, 0, 0, 0, 0, when.Beijing)
}

// number returns the stored form of a month, 202611.
func number(month time.Time) int { return month.Year()*100 + int(month.Month()) }

// List returns the figures of a month ("2026-11", "" for this one), by name: those of a community that the actor's posts
// cover, and those of the actor's orgs in every community. Community 0 is the actor's own. Faults: ErrMonth,
// area.ErrMissing.
func (s *Service) List(ctx context.Context, who auth.Actor, month string, community int64) ([]Row, error) {
	if err := who.Need(auth.Workers...); err != nil {
		return nil, err
	}
	at := monthOf(s.now())
	if month != "" {
		var err error
		if at, err = time.ParseInLocation("2006-01", month, when.Beijing); err != nil {
			return nil, ErrMonth.Because(err)
		}
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.store.FiguresOfOrgs(ctx, number(at), who.Orgs())
	if err != nil {
		return nil, err
	}
	if community != 0 || len(who.Orgs()) == 0 {
		if rows, err = s.ofCommunity(ctx, tree, who, number(at), community); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(Name(tree, a.Subject), Name(tree, b.Subject)), cmp.Compare(a.Area, b.Area),
			cmp.Compare(a.Org, b.Org), cmp.Compare(a.Community, b.Community))
	})
	return rows, nil
}

// ofCommunity returns the figures of a community that the actor may see: all for an office, its own posts for a grid, its
// own for an org.
func (s *Service) ofCommunity(ctx context.Context, t *area.Tree, who auth.Actor, month int, community int64) ([]Row, error) {
	home, err := theirs(t, who, community)
	if err != nil {
		return nil, err
	}
	rows, err := s.store.FiguresOf(ctx, month, home.ID)
	if err != nil || who.Covers(home.Path, auth.Publishers...) {
		return rows, err
	}
	return slices.DeleteFunc(rows, func(r Row) bool {
		if r.Org != 0 {
			return !slices.Contains(who.Orgs(), r.Org)
		}
		at, err := t.Get(r.Area)
		return err != nil || !who.Covers(at.Path, auth.Publishers...) && !who.Covers(at.Path, auth.GridStaff...)
	}), nil
}

// theirs returns the community, or the county, if the actor works in it or above; with id 0 the first one they work in.
func theirs(t *area.Tree, who auth.Actor, id int64) (area.Area, error) {
	for _, p := range who.Postings {
		if !slices.Contains(auth.Workers, p.Role) || p.Path == "" {
			continue
		}
		if home, inside := t.Up(p.Area, area.Community); inside && (id == 0 || id == home.ID) {
			return home, nil
		}
		for _, k := range []area.Kind{area.Community, area.County} {
			for _, c := range t.Under(p.Path, k) {
				if id == 0 || id == c.ID {
					return c, nil
				}
			}
		}
	}
	return area.Area{}, area.ErrMissing
}

// Name returns the name of a subject: "综合执法大队", "阳光社区 阳光第一网格 网格员".
func Name(t *area.Tree, s Subject) string {
	if s.Org != 0 {
		o, err := t.Org(s.Org)
		if err != nil {
			return ""
		}
		return o.Name
	}
	where := t.Say(s.Area)
	if where == "" {
		if a, err := t.Get(s.Area); err == nil {
			where = a.Name
		}
	}
	return strings.TrimSpace(where + " " + s.Role.Name())
}
