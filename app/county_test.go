package main

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/report"
	"linli/app/roster"
	"linli/app/when"
)

// demoNow is any moment: the demo county holds at all times.
var demoNow = time.Date(2026, 11, 23, 15, 0, 0, 0, when.Beijing)

// county is the demo county as the rules see it, with ids in place of codes.
type county struct {
	*testing.T
	plan     roster.Plan
	tree     *area.Tree
	areas    map[string]area.Area
	orgs     map[string]int64
	persons  map[string]int64
	postings []person.Posting
}

func openCounty(t *testing.T) *county {
	t.Helper()
	plan, problems := roster.Parse(demoCounty())
	for _, p := range problems {
		t.Error(p)
	}
	if t.Failed() {
		t.FailNow()
	}
	c := &county{T: t, plan: plan, areas: map[string]area.Area{}, orgs: map[string]int64{}, persons: map[string]int64{}}
	var areas []area.Area
	for i, row := range plan.Areas {
		parent := c.areas[row.Parent]
		a := area.Area{
			ID: int64(i + 1), Parent: parent.ID, Community: parent.Community, Kind: row.Kind, Code: row.Code, Name: row.Name,
			Aliases: row.Aliases, Lat: row.Lat, Lng: row.Lng, Boundary: row.Boundary, Households: row.Households,
		}
		a.Path = area.PathOf(parent.Path, a.ID)
		if a.Kind == area.County || a.Kind == area.Community {
			a.Community = a.ID
		}
		c.areas[a.Code] = a
		areas = append(areas, a)
	}
	var orgs []area.Org
	for i, row := range plan.Orgs {
		c.orgs[row.Code] = int64(i + 1)
		orgs = append(orgs, area.Org{ID: int64(i + 1), Code: row.Code, Name: row.Name, Kind: row.Kind, Area: c.areas[row.Area].ID})
	}
	for i, row := range plan.Persons {
		c.persons[row.Code] = int64(i + 1)
	}
	for _, row := range plan.Postings {
		c.postings = append(c.postings, person.Posting{
			Person: c.persons[row.Person], Role: row.Role, Area: c.areas[row.Area].ID, Org: c.orgs[row.Org],
			From: row.From, To: row.To, Substitute: c.persons[row.Substitute],
		})
	}
	c.tree = area.NewTree(areas, orgs)
	return c
}

// actor is a person with what he may do at the time.
func (c *county) actor(code string, at time.Time) auth.Actor {
	c.Helper()
	id, ok := c.persons[code]
	if !ok {
		c.Fatalf("nobody has the code %q", code)
	}
	return auth.Actor{Person: id, Postings: person.Powers(c.postings, id, at, func(a int64) string {
		found, err := c.tree.Get(a)
		if err != nil {
			return ""
		}
		return found.Path
	})}
}

func TestDemoCountyIsTheSameEveryTime(t *testing.T) {
	first := demoCounty()
	if diff := cmp.Diff(first, demoCounty()); diff != "" {
		t.Fatal(diff)
	}
	for _, s := range roster.Sheets() {
		var want []string
		for _, c := range s.Columns {
			want = append(want, c.Header)
		}
		if diff := cmp.Diff(want, first[s.Name][0]); diff != "" {
			t.Errorf("headers of %s: %s", s.Name, diff)
		}
	}
}

func TestDemoCountyHasItsParts(t *testing.T) {
	c := openCounty(t)
	got := map[area.Kind]int{}
	for _, a := range c.plan.Areas {
		got[a.Kind]++
	}
	for kind, want := range map[area.Kind]int{area.County: 1, area.Street: 2, area.Community: 3, area.Grid: 9, area.Building: 47} {
		if got[kind] != want {
			t.Errorf("%d areas of kind %s, want %d", got[kind], kind, want)
		}
	}
	if len(c.plan.Orgs) != 15 {
		t.Errorf("%d orgs, want the 13 of S023 and two property managers", len(c.plan.Orgs))
	}
	for _, a := range c.areas {
		homes, children := 0, c.tree.Children(a.ID)
		for _, child := range children {
			homes += child.Households
		}
		switch {
		case a.Kind != area.Unit && a.Households != homes:
			t.Errorf("%s has %d households, its parts %d", a.Name, a.Households, homes)
		case a.Kind == area.Building && (len(children) < 2 || len(children) > 4):
			t.Errorf("%s has %d units", a.Name, len(children))
		case a.Kind == area.Grid && a.Households > 300:
			t.Errorf("%s has %d households, more than 300 (S003)", a.Name, a.Households)
		}
	}
}

func TestDemoBuildingsStandInTheirGrids(t *testing.T) {
	c := openCounty(t)
	for _, a := range c.areas {
		if a.Kind != area.Building {
			continue
		}
		at, err := c.tree.At(a.Lat, a.Lng)
		if err != nil || at.ID != a.Parent {
			t.Errorf("%s stands in %q, not in its grid", a.Name, at.Name)
		}
		if near, err := c.tree.Near(a.Lat, a.Lng, 30); err != nil || near.ID != a.ID {
			t.Errorf("%s is too near to %s", a.Name, near.Name)
		}
		if found := c.tree.Find(a.Community, a.Name); len(found) != 1 || found[0].ID != a.ID {
			t.Errorf("%q finds %d places", a.Name, len(found))
		}
		for _, alias := range a.Aliases {
			if found := c.tree.Find(a.Community, alias); len(found) != 1 || found[0].ID != a.ID {
				t.Errorf("the alias %q of %s finds %d places", alias, a.Name, len(found))
			}
		}
	}
}

func TestDemoPostsAreFilled(t *testing.T) {
	c := openCounty(t)
	acting := func(a area.Area, role auth.Role) int {
		n := 0
		for _, p := range c.postings {
			if p.Area == a.ID && p.Role == role && p.ActsFor(demoNow) != 0 {
				n++
			}
		}
		return n
	}
	want := map[area.Kind][]auth.Role{
		area.County: {auth.Centre, auth.Operator}, area.Street: {auth.Street}, area.Community: {auth.Secretary, auth.Clerk},
		area.Grid: {auth.GridLead, auth.GridOfficer}, area.Building: {auth.Steward},
	}
	for _, a := range c.areas {
		for _, role := range want[a.Kind] {
			if acting(a, role) == 0 {
				t.Errorf("%s has no %s", a.Name, role.Name())
			}
		}
	}
	buildings, staffed := map[int64]int{}, map[int64]bool{}
	for _, p := range c.postings {
		if p.Role == auth.Steward && p.Holds(demoNow) {
			buildings[p.Person]++
		}
		if p.Role == auth.OrgStaff {
			staffed[p.Org] = true
		}
	}
	two := 0
	for _, n := range buildings {
		if n == 2 {
			two++
		}
	}
	if len(buildings) != 40 || two != 7 {
		t.Errorf("%d stewards, %d of them with two buildings", len(buildings), two)
	}
	if len(staffed) != len(c.orgs) {
		t.Errorf("%d of %d orgs have somebody", len(staffed), len(c.orgs))
	}
}

func TestDemoPhonesAreNobodys(t *testing.T) {
	seen := map[person.Phone]bool{}
	for _, p := range openCounty(t).plan.Persons {
		if !strings.HasPrefix(string(p.Phone), "1990000") || seen[p.Phone] {
			t.Errorf("phone of %s", p)
		}
		seen[p.Phone] = true
	}
}

// Every report of the demo can be played: each step is legal where it stands, and whoever does it may.
func TestDemoReportsCanBePlayed(t *testing.T) {
	c := openCounty(t)
	states, categories := map[report.State]int{}, map[report.Category]int{}
	outcomes, sources := map[report.Outcome]int{}, map[report.Source]int{}
	for _, d := range demoReports {
		p := &demoPlay{county: c, demoReport: d}
		p.submit()
		for _, s := range d.Steps {
			p.step(s)
		}
		if p.r.State != d.State {
			t.Errorf("%q ends %s, not %s", d.Text, p.r.State, d.State)
		}
		states[d.State]++
		categories[d.Category]++
		outcomes[p.r.Outcome]++
		sources[d.Via]++
	}
	for _, s := range report.States {
		if states[s] == 0 {
			t.Errorf("no report is %s", s)
		}
	}
	for _, k := range report.Kinds {
		if categories[k.Category] == 0 {
			t.Errorf("no report is about %s", k.Name)
		}
	}
	for _, o := range []report.Outcome{report.Solved, report.Explained, report.Transferred, report.TakenBack, report.Rejected} {
		if outcomes[o] == 0 {
			t.Errorf("no report came to %s", o)
		}
	}
	for _, s := range []report.Source{report.Chat, report.App, report.Steward, report.Counter, report.Call, report.Hotline} {
		if sources[s] == 0 {
			t.Errorf("no report came by %s", s)
		}
	}
	if n := len(demoReports); n < 40 || n > 45 {
		t.Errorf("%d reports", n)
	}
}

// demoPlay runs one report through the pure rules.
type demoPlay struct {
	*county
	demoReport
	r    report.Report
	last float64
}

func (p *demoPlay) at(days float64) time.Time {
	return demoNow.Add(-time.Duration(days * 24 * float64(time.Hour)))
}

func (p *demoPlay) wrong(s demoStep, problem string) {
	p.Helper()
	p.Errorf("%q, %s %.3f days ago by %q: %s", p.Text, s.Do, s.Days, s.Who, problem)
}

func (p *demoPlay) area(code string) area.Area {
	p.Helper()
	a, ok := p.areas[code]
	if !ok {
		p.Fatalf("%q: no area has the code %q", p.Text, code)
	}
	return a
}

func (p *demoPlay) locate(a area.Area) {
	p.r.Area, p.r.Community, p.r.Building = a.ID, a.Community, 0
	if b, ok := p.tree.Up(a.ID, area.Building); ok {
		p.r.Building = b.ID
	}
	p.r.Holder = report.Holder{Kind: report.ByPost, Role: auth.Centre, Area: p.areas["AP"].ID}
	if community, ok := p.tree.Up(a.ID, area.Community); ok {
		p.r.Holder = report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: community.ID}
	}
}

func (p *demoPlay) submit() {
	p.last = p.Days
	_, danger := report.FindEmergency(p.Text)
	p.r = report.Report{
		Author: p.actor(p.By, p.at(p.Days)).Person, Source: p.Via, Category: report.Guess(p.Text), Urgent: danger, Text: p.Text,
		State: report.Submitted, SubmittedAt: p.at(p.Days),
	}
	if p.Via == report.App {
		p.r.Category = p.Category
	}
	p.locate(p.area(p.Place))
	entered := slices.Contains([]report.Source{report.Counter, report.Call, report.Hotline}, p.Via)
	if entered != (p.Desk != "") || (p.Via == report.Hotline) != (p.External != "") {
		p.Errorf("%q: desk and external number do not fit %s", p.Text, p.Via)
	}
	if entered && !report.Works(p.tree, p.actor(p.Desk, p.at(p.Days)), p.r) {
		p.Errorf("%q: %s may not enter it", p.Text, p.Desk)
	}
	if p.Place == "AP" && p.Spot == "" {
		p.Errorf("%q: where is it?", p.Text)
	}
	if accepted := slices.ContainsFunc(p.Steps, func(s demoStep) bool { return s.Do == report.DidAccept }); !accepted && p.r.Category != p.Category {
		p.Errorf("%q passes for %s, and nobody corrects it", p.Text, p.r.Category)
	}
}

func (p *demoPlay) step(s demoStep) {
	p.Helper()
	now := p.at(s.Days)
	if s.Days > p.last || s.Days <= 0 {
		p.wrong(s, "out of order")
	}
	p.last = s.Days
	if utf8.RuneCountInString(s.Words) > report.MaxWords {
		p.wrong(s, "too many words")
	}
	author := slices.Contains([]report.EventKind{
		report.DidAnswer, report.DidAdd, report.DidUrge, report.DidWithdraw, report.DidReview, report.DidReopen,
	}, s.Do)
	if none := author || s.Do == report.DidClose; none != (s.Who == "") {
		p.wrong(s, "the wrong kind of person")
		return
	}
	var who auth.Actor
	if s.Who != "" {
		who = p.actor(s.Who, now)
	}
	if problem := p.power(s, who); problem != "" {
		p.wrong(s, problem)
	}
	if err := p.move(s, who, now); err != nil {
		p.wrong(s, err.Error())
	}
}

// power says what forbids the person to do it, or "".
func (p *demoPlay) power(s demoStep, who auth.Actor) string {
	dispatches, holds := report.Dispatches(p.tree, who, p.r), p.holds(who)
	allowed := true
	switch s.Do {
	case report.DidAccept, report.DidRefuse, report.DidAssign, report.DidLocate:
		allowed = dispatches
	case report.DidTake:
		allowed = holds && p.r.State == report.Assigned || dispatches && p.r.State == report.Accepted
	case report.DidReturn, report.DidAsk, report.DidResolve:
		allowed = holds || dispatches
	case report.DidReply, report.DidNote:
		allowed = report.Works(p.tree, who, p.r)
	case report.DidAcknowledge, report.DidLook, demoSelfResolve:
		allowed = report.Tends(p.tree, who, p.r)
	}
	if !allowed {
		return "may not do it"
	}
	needsWords := []report.EventKind{
		report.DidRefuse, report.DidReturn, report.DidReply, report.DidNote, report.DidAsk, report.DidAnswer, report.DidLook,
	}
	if slices.Contains(needsWords, s.Do) && s.Words == "" {
		return "says nothing"
	}
	return ""
}

// holds says whether the report is in the person's hands, his post's or his org's.
func (p *demoPlay) holds(who auth.Actor) bool {
	h := p.r.Holder
	return slices.ContainsFunc(who.Postings, func(o auth.Posting) bool {
		switch h.Kind {
		case report.ByOrg:
			return o.Role == auth.OrgStaff && o.Org == h.Org
		case report.ByPost:
			return o.Role == h.Role && o.Area == h.Area
		}
		return h.Person == who.Person
	})
}

// move changes the report as the use case would.
func (p *demoPlay) move(s demoStep, who auth.Actor, now time.Time) error {
	r := &p.r
	switch s.Do {
	case report.DidAccept:
		r.Category, r.Urgent = p.Category, r.Urgent || s.Urgent
		return r.Accept(now)
	case report.DidRefuse:
		return r.Refuse(now)
	case report.DidWithdraw:
		return r.Withdraw(now)
	case report.DidAssign:
		return r.Assign(p.holder(s))
	case report.DidTake:
		if r.State == report.Accepted {
			if err := r.Assign(report.Holder{Kind: report.ByPerson, Person: who.Person}); err != nil {
				return err
			}
		}
		return r.Take(who.Person, now)
	case report.DidReturn:
		return r.Return(report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: r.Community})
	case report.DidAsk:
		return r.Ask(s.Words, now)
	case report.DidAnswer:
		return r.Answer()
	case report.DidUrge:
		return r.Urge(now)
	case report.DidAdd:
		if !r.Open() {
			return report.ErrState
		}
	case report.DidLocate:
		p.locate(p.area(s.Area))
	case report.DidResolve:
		return r.Resolve(s.Outcome, s.Words, s.Photos, now)
	case demoSelfResolve:
		if r.Urgent || s.Photos == 0 || r.State == report.InHand {
			return report.ErrSmallOnly
		}
		r.State = report.InHand
		return r.Resolve(s.Outcome, s.Words, s.Photos, now)
	case report.DidReview:
		v := report.Review{Satisfied: !s.Unhappy, Efficiency: s.Marks[0], Result: s.Marks[1], Attitude: s.Marks[2], Words: s.Words}
		if err := v.Check(); err != nil {
			return err
		}
		return r.Review(now)
	case report.DidReopen:
		return r.Reopen(now)
	case report.DidClose:
		return r.Expire(now)
	}
	return nil
}

// holder looks up whom the report is handed to; somebody must stand behind it, within reach of the place.
func (p *demoPlay) holder(s demoStep) report.Holder {
	p.Helper()
	if s.To.Org != "" {
		o, err := p.tree.Org(p.orgs[s.To.Org])
		if err != nil || !strings.HasPrefix(p.areaOf(p.r.Area).Path, p.areaOf(o.Area).Path) {
			p.wrong(s, "no such org here")
		}
		return report.Holder{Kind: report.ByOrg, Org: o.ID}
	}
	h := report.Holder{Kind: report.ByPost, Role: s.To.Role, Area: p.area(s.To.Area).ID}
	if s.To.Person != "" {
		h.Kind, h.Person = report.ByPerson, p.persons[s.To.Person]
	}
	behind := slices.ContainsFunc(p.postings, func(o person.Posting) bool {
		return o.Role == h.Role && o.Area == h.Area && (h.Person == 0 || o.ActsFor(demoNow) == h.Person)
	})
	if !behind || !strings.HasPrefix(p.areaOf(p.r.Area).Path, p.areaOf(h.Area).Path) {
		p.wrong(s, "nobody acts there")
	}
	return h
}

func (p *demoPlay) areaOf(id int64) area.Area {
	a, err := p.tree.Get(id)
	if err != nil {
		p.Fatal(err)
	}
	return a
}
