package whistle

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/media"
	"linli/app/person"
	"linli/app/report"
	"linli/app/text"
)

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Reports *report.Service
	Roster  person.Roster
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	reports *report.Service
	roster  person.Roster
	now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, reports: c.Reports, roster: c.Roster, now: c.Now}
}

// Draft is a whistle before it is sent.
type Draft struct {
	Report  int64 // the report it is about; 0 none
	Area    int64 // the place; 0: the place of the report
	Place   string
	Words   string
	By      time.Time
	Lead    int64
	Helpers []int64
}

// Blow calls the orgs and tells the staff of the seat that answers for the place at once, or all staff of an org without one. Retrying with the same who.Request returns the first whistle.
// Faults: ErrWords, ErrPlace, ErrBy, ErrOrgs, area.ErrMissing outside the caller's scope, report.ErrMissing,
// report.ErrNotYours.
func (s *Service) Blow(ctx context.Context, who auth.Actor, in Draft) (Whistle, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return Whistle{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Whistle{}, err
	}
	var w Whistle
	err = s.store.InTx(ctx, func(tx Tx) error {
		d := &deed{ctx: ctx, tx: tx, tree: tree, who: who, now: s.now()}
		if err := d.draft(in); err != nil {
			return err
		}
		if err := d.recurs(); err != nil {
			return err
		}
		added, err := tx.AddWhistle(ctx, &d.whistle)
		w = d.whistle
		if err != nil || !added {
			return err
		}
		if err := tx.AddJob(ctx, DueJob, w.ID, w.By.Add(time.Millisecond)); err != nil {
			return err
		}
		if err := d.write(did(DidCall, w.Words)); err != nil {
			return err
		}
		if err := d.orgs(NoticeCalled, w.Words); err != nil {
			return err
		}
		return s.note(d, "吹哨（"+w.Say()+"）请"+d.names()+"到场："+w.Words)
	})
	return w, err
}

// Fits says whether the actor can call departments about a report: it is theirs to dispatch, in a community, and not ended.
func Fits(t *area.Tree, who auth.Actor, r report.Report) bool {
	at, err := t.Get(r.Area)
	_, inside := t.Up(r.Area, area.Community)
	return err == nil && inside && r.Open() && who.Covers(at.Path, auth.Publishers...)
}

// draft checks the draft and makes a whistle of it.
func (d *deed) draft(in Draft) error {
	in.Words, in.Place = text.Words(in.Words), text.Line(in.Place)
	if err := words(in.Words); err != nil {
		return err
	}
	community, urgent := int64(0), false
	if in.Report != 0 {
		r, err := d.about(in.Report)
		if err != nil {
			return err
		}
		community, urgent = r.Community, r.Pinned()
		if in.Area == 0 {
			in.Area = r.Area
		}
		if in.Place == "" {
			in.Place = report.Cut(r.Place, MaxPlace)
		}
	}
	at, err := d.tree.Get(in.Area)
	if err != nil || !d.who.Covers(at.Path, auth.Publishers...) {
		return area.ErrMissing
	}
	home, inside := d.tree.Up(at.ID, area.Community)
	if !inside || community != 0 && community != home.ID || utf8.RuneCountInString(in.Place) > MaxPlace {
		return ErrPlace
	}
	if !in.By.After(d.now) || in.By.After(d.now.Add(Ahead)) {
		return ErrBy
	}
	d.whistle = Whistle{
		Community: home.ID, Caller: d.who.Person, Request: d.who.Request, Report: in.Report, Urgent: urgent, Area: at.ID, Spot: at.ID,
		Place: in.Place, Words: in.Words, By: in.By, CalledAt: d.now, State: Open,
	}
	if b, ok := d.tree.Up(at.ID, area.Building); ok {
		d.whistle.Spot = b.ID
	}
	return d.call(at, in.Lead, in.Helpers)
}

// about returns the report if the caller sees and dispatches it.
func (d *deed) about(id int64) (report.Report, error) {
	r, err := d.tx.LockReport(d.ctx, id)
	switch {
	case err != nil:
		return r, err
	case !report.Sees(d.tree, d.who, r):
		return r, report.ErrMissing
	case !report.Dispatches(d.tree, d.who, r):
		return r, report.ErrNotYours
	}
	return r, nil
}

// call adds the lead and the assisting orgs, if they work in the place, above it or below the caller, and have staff.
func (d *deed) call(at area.Area, lead int64, helpers []int64) error {
	all := append([]int64{lead}, helpers...)
	if len(all) > MaxOrgs {
		return ErrOrgs
	}
	for i, id := range all {
		o, err := d.tree.Org(id)
		if err != nil || slices.Contains(all[:i], id) {
			return ErrOrgs
		}
		if !report.InReach(d.tree, d.who, at.ID, o.Area, auth.Publishers...) {
			return ErrOrgs
		}
		m := Muster{Org: id, Lead: i == 0, State: Called}
		working, err := report.Behind(d.ctx, d.tx, d.tree, d.now, m.Held())
		if err != nil {
			return err
		}
		if len(working) == 0 {
			return ErrOrgs
		}
		seat, ok, err := report.Seated(d.ctx, d.tx, d.tree, d.now, at.ID, m.Held())
		if err != nil {
			return err
		}
		if ok {
			m.Seat = seat.Area
		}
		d.whistle.Musters = append(d.whistle.Musters, m)
	}
	return nil
}

// Callable returns the orgs that the actor may call to a place: within reach, and with staff. Faults: area.ErrMissing
// outside the actor's scope.
func (s *Service) Callable(ctx context.Context, who auth.Actor, place int64) ([]area.Org, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	at, err := tree.Get(place)
	if err != nil || !who.Covers(at.Path, auth.Publishers...) {
		return nil, area.ErrMissing
	}
	var found []area.Org
	for _, o := range tree.Orgs() {
		if !report.InReach(tree, who, at.ID, o.Area, auth.Publishers...) {
			continue
		}
		working, err := report.Behind(ctx, s.roster, tree, s.now(), Muster{Org: o.ID}.Held())
		if err != nil {
			return nil, err
		}
		if len(working) > 0 {
			found = append(found, o)
		}
	}
	return found, nil
}

// recurs counts the recent whistles on this spot, this one included.
func (d *deed) recurs() error {
	before, err := d.tx.WhistlesOn(d.ctx, d.whistle.Community, d.whistle.Spot, d.now.Add(-RecursWithin))
	d.whistle.Recurrence = before + 1
	return err
}

// note adds an internal line to the timeline of the whistle's report, unless the report has left the actor's scope
// meanwhile.
func (s *Service) note(d *deed, words string) error {
	if d.whistle.Report == 0 {
		return nil
	}
	_, err := s.reports.Within(d.tx).Note(d.ctx, d.who, d.whistle.Report, report.Handling{Words: report.Cut(words, report.MaxWords)})
	if errors.Is(err, report.ErrMissing) || errors.Is(err, report.ErrNotYours) {
		return nil
	}
	return err
}

// attach links the actor's photos to the community of the whistle.
func (d *deed) attach(files []int64) error {
	return media.Claim(d.ctx, d.tx, d.who.Person, files, d.whistle.Community)
}

// names returns the names of the called orgs, the lead first and marked as lead.
func (d *deed) names() string {
	all := make([]string, len(d.whistle.Musters))
	for i, m := range d.whistle.Musters {
		all[i] = d.org(m.Org)
	}
	all[0] += "（牵头）"
	return strings.Join(all, "、")
}

func (d *deed) org(id int64) string {
	o, err := d.tree.Org(id)
	if err != nil {
		return fmt.Sprintf("单位 %d", id)
	}
	return o.Name
}
