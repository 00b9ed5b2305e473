package demo

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/danger"
	"linli/app/media"
	"linli/app/pace"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// Every report of the demo can be played: each step is legal in its state, and its actor may do it.
func TestDemoReportsCanBePlayed(t *testing.T) {
	c := openCounty(t)
	states, categories := map[report.State]int{}, map[report.Category]int{}
	outcomes, sources := map[report.Outcome]int{}, map[report.Source]int{}
	lists := map[string]int{"supervised": 0, "to be approved": 0, "suspended": 0, "raised to the street": 0}
	for _, d := range Reports {
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
		for list, on := range map[string]bool{
			"supervised": p.r.Supervision.By != 0, "to be approved": p.r.Postponing.Kind == pace.Extend,
			"suspended": !p.r.PausedUntil.IsZero() && p.r.Question == "", "raised to the street": p.r.Desk.Role == auth.Street,
		} {
			if on {
				lists[list]++
			}
		}
	}
	for list, n := range lists {
		if n == 0 {
			t.Errorf("no report stands under %s", list)
		}
	}
	for _, s := range report.States {
		if states[s] == 0 {
			t.Errorf("no report has state %s", s)
		}
	}
	for _, k := range report.Shipped.Kinds {
		if categories[k.Category] == 0 {
			t.Errorf("no report has category %s", k.Name)
		}
	}
	for _, o := range []report.Outcome{report.Solved, report.Explained, report.Transferred, report.TakenBack, report.Rejected} {
		if outcomes[o] == 0 {
			t.Errorf("no report was assigned to %s", o)
		}
	}
	for _, s := range []report.Source{report.Chat, report.App, report.Steward, report.Counter, report.Call, report.Hotline, report.Reception, report.Collect, report.Passed} {
		if sources[s] == 0 {
			t.Errorf("no report has source %s", s)
		}
	}
	if n := len(Reports); n < 40 || n > 50 {
		t.Errorf("%d reports, outside of the expected range", n)
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
	_, threatens := danger.Read(p.Text)
	p.r = report.Report{
		Author: p.actor(p.By, p.at(p.Days)).Person, Source: p.Via, Category: report.Shipped.Guess(p.Text), Urgent: threatens, Text: p.Text,
		State: report.Submitted, SubmittedAt: p.at(p.Days),
	}
	if p.Via == report.App {
		p.r.Category = p.Category
	}
	p.locate(p.area(p.Place))
	entered := slices.Contains(report.Entries, p.Via)
	if entered != (p.Desk != "") || (p.Via == report.Hotline || p.Via == report.Passed) != (p.External != "") || report.Shipped.PartnerName(p.Partner) == "" && p.Partner != "" {
		p.Errorf("%q: desk or external number does not fit source %s", p.Text, p.Via)
	}
	if entered && !report.Works(p.tree, p.actor(p.Desk, p.at(p.Days)), p.r) {
		p.Errorf("%q: %s may not enter it", p.Text, p.Desk)
	}
	if p.Place == "AP" && p.Spot == "" {
		p.Errorf("%q: no place", p.Text)
	}
	if accepted := slices.ContainsFunc(p.Steps, func(s demoStep) bool { return s.Do == report.DidAccept }); !accepted && p.r.Category != p.Category {
		p.Errorf("%q is guessed as %s, and no step corrects it", p.Text, p.r.Category)
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

// power returns why the actor may not do a step, or "".
func (p *demoPlay) power(s demoStep, who auth.Actor) string {
	dispatches, holds := report.Dispatches(p.tree, who, p.r), p.holds(who)
	allowed := true
	switch s.Do {
	case report.DidAccept, report.DidRefuse, report.DidAssign, report.DidLocate, report.DidMerge, report.DidApprove, report.DidSupervise:
		allowed = dispatches
	case report.DidTake:
		allowed = holds && p.r.State == report.Assigned || dispatches && p.r.State == report.Accepted
	case report.DidReturn, report.DidAsk, report.DidResolve, report.DidExtend, report.DidSuspend, report.DidEscalate, report.DidReport:
		allowed = holds || dispatches
	case report.DidReply, report.DidNote, report.DidTranscribe:
		allowed = report.Works(p.tree, who, p.r)
	case report.DidAcknowledge, report.DidLook, demoSelfResolve:
		allowed = report.Tends(p.tree, who, p.r)
	}
	if !allowed {
		return "may not do it"
	}
	needsWords := []report.EventKind{
		report.DidRefuse, report.DidReturn, report.DidReply, report.DidNote, report.DidTranscribe, report.DidAsk, report.DidAnswer, report.DidLook,
		report.DidEscalate, report.DidSupervise, report.DidReport, report.DidExtend, report.DidSuspend,
	}
	if slices.Contains(needsWords, s.Do) && s.Words == "" {
		return "says nothing"
	}
	return ""
}

// holds reports whether the report is held by the person, their post or their org.
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

// promise is the county's default policy.
func (p *demoPlay) promise() report.Promise {
	return report.DefaultLimits.Of(p.r).Promise(when.NewClock(when.NewCalendar(when.Official()), when.OfficeHours))
}

// move changes the report as the use case would.
func (p *demoPlay) move(s demoStep, who auth.Actor, now time.Time) error {
	r := &p.r
	switch s.Do {
	case report.DidAccept:
		r.Category, r.Urgent = p.Category, r.Urgent || s.Urgent
		return r.Accept(p.promise(), now)
	case report.DidRefuse:
		return r.Refuse(now)
	case report.DidWithdraw:
		return r.Withdraw(now)
	case report.DidAssign:
		return r.Assign(p.holder(s), p.promise(), now)
	case report.DidTake:
		if r.State == report.Accepted {
			if err := r.Assign(report.Holder{Kind: report.ByPerson, Person: who.Person}, p.promise(), now); err != nil {
				return err
			}
		}
		return r.Take(who.Person, p.promise(), now)
	case report.DidReturn:
		_, err := r.Return(report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: r.Community}, p.promise(), now)
		return err
	case report.DidMerge:
		if !slices.ContainsFunc(Reports, func(d demoReport) bool { return d.Text == s.Into && d.Days > p.Days }) {
			return report.ErrMerge
		}
		r.State = report.Merged
	case report.DidAsk:
		return r.Ask(s.Words, now)
	case report.DidAnswer:
		return r.Answer(p.promise(), now)
	case report.DidUrge:
		return r.Urge(now)
	case report.DidTranscribe:
		if p.Voice == "" {
			return media.ErrMissing
		}
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
		return r.Reopen(p.promise(), now)
	case report.DidClose:
		return r.Expire(now)
	}
	return p.order(s, who, now)
}

// order changes the report by a step between the holder and the posts above.
func (p *demoPlay) order(s demoStep, who auth.Actor, now time.Time) error {
	r, until := &p.r, demoNow.Add(time.Duration(s.Until*24*float64(time.Hour)))
	switch s.Do {
	case report.DidEscalate:
		street, ok := p.tree.Up(r.Area, area.Street)
		if !ok {
			return report.ErrTop
		}
		return r.Raise(report.Holder{Kind: report.ByPost, Role: auth.Street, Area: street.ID}, p.promise(), now)
	case report.DidSupervise:
		if r.Supervision.By != 0 || !until.After(now) || !r.Open() {
			return report.ErrSupervised
		}
		r.Supervision = pace.Supervision{By: who.Person, DueAt: until}
	case report.DidReport:
		if r.Supervision.By == 0 {
			return report.ErrNotSupervised
		}
		r.Supervision = pace.Supervision{}
	case report.DidExtend, report.DidSuspend:
		if r.State != report.Accepted && r.State != report.InHand || r.Postponing.Kind != "" {
			return report.ErrPostponing
		}
		r.Postponing = pace.Postponement{Kind: pace.Extend, Until: until, By: who.Person}
		if s.Do == report.DidSuspend {
			r.Postponing.Kind = pace.Suspend
		}
		return p.grantable(r.Postponing, now)
	case report.DidApprove:
		asked := r.Postponing
		if asked.Kind == "" || asked.By == who.Person {
			return report.ErrNotPostponing
		}
		if r.Postponing = (pace.Postponement{}); asked.Kind == pace.Suspend {
			r.PausedAt, r.PausedUntil = now, asked.Until
		}
		return p.grantable(asked, now)
	}
	return nil
}

func (p *demoPlay) grantable(asked pace.Postponement, now time.Time) error {
	if !asked.Within(p.r.Clocks, now) {
		return report.ErrUntil
	}
	return nil
}

// holder looks up the next holder; it must be staffed and within reach of the place.
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

// Each report that was spoken has a recording, as WeChat delivers it.
func TestSpokenReportsHaveARecording(t *testing.T) {
	spoken := 0
	for _, d := range Reports {
		if d.Voice == "" {
			continue
		}
		spoken++
		amr, err := voiceFiles.ReadFile("page/voices/" + d.Voice + ".amr")
		if err != nil || !strings.HasPrefix(string(amr), "#!AMR\n") || d.Via != report.Chat {
			t.Errorf("%q: %v", d.Text, err)
		}
	}
	if spoken == 0 {
		t.Error("no report was spoken")
	}
}
