package report

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/danger"
	"linli/app/media"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
)

// Draft is a report before it is submitted.
type Draft struct {
	Source   Source
	Partner  string // Enter: who passed it on, and its number there
	External string
	Category Category // "" is guessed from the text
	Text     string
	Urgent   bool
	Place    string // in words
	Area     int64  // where it is, if known
	Lat, Lng float64
	Files    []int64
	Answers  []Answer // to questions of the category
	Share    bool     // neighbours may see it
	Host     int64    // Reception: with whom it was raised
	Nameless bool     // Reception: nobody shall know who said it
	Org      int64    // for which the actor reports; 0 for themselves
	Account  auth.Account
	OpenID   string // with Account, for the platform's text check
}

// Behalf is the person for whom staff enter a report; nobody for what they saw themselves, Patrol.
type Behalf struct {
	Person int64 // who asked; then name and telephone are known
	Name   string
	Phone  person.Phone // "" for a person without a telephone
	Files  []int64      // that they sent to a community before: they stand in the report too
}

// Submit makes a report of the actor's draft. Retrying with the same who.Request returns the first report. Faults: ErrText,
// ErrRisky, ErrCategory, ErrPlace, ErrOrg, area.ErrMissing, area.ErrPosition, media.missing.
func (s *Service) Submit(ctx context.Context, who auth.Actor, d Draft) (Report, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Report{}, err
	}
	if d.Org != 0 && !who.SpeaksFor(d.Org) {
		return Report{}, ErrOrg
	}
	sc, err := s.scene(ctx)
	if err != nil {
		return Report{}, err
	}
	shared, err := s.mayShare(ctx, d)
	if err != nil {
		return Report{}, err
	}
	var r Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		if r, err = newReport(sc, d, s.now()); err != nil {
			return err
		}
		r.Author, r.Request, r.Shared = who.Person, who.Request, shared
		switch {
		case d.Org != 0:
			r.Source, r.Org = Unit, d.Org
		case who.Covers(pathOf(sc.tree, r.Area), auth.Stewards...):
			r.Source = Steward
		}
		return s.begin(ctx, tx, sc, who, &r).add(d.Files)
	})
	return first(r, err)
}

// errRepeated rolls back a repeated submission: no number is used up, and no notice is sent twice.
var errRepeated = errors.New("the same request was sent before")

// first turns errRepeated into the report of the first request.
func first(r Report, err error) (Report, error) {
	if errors.Is(err, errRepeated) {
		return r, nil
	}
	return r, err
}

// mayShare asks the platform about a text that neighbours will see. Risky text is returned to its author. If the check
// fails, neighbours do not see the text, but the community does.
func (s *Service) mayShare(ctx context.Context, d Draft) (bool, error) {
	if !d.Share || d.OpenID == "" || d.Account == auth.OA {
		return false, nil
	}
	seen := text.Words(d.Text + "\n" + d.Place)
	if seen == "" {
		return true, nil
	}
	const social = 4 // wechat.md §3.8: 社交日志
	pass, err := s.text.CheckText(ctx, d.Account, d.OpenID, seen, social)
	if err != nil {
		return false, nil //nolint:nilerr // if the check fails, the report is kept but not shared
	}
	if !pass {
		return false, ErrRisky
	}
	return true, nil
}

// Enter makes a report for a caller or visitor, or, from Patrol, of what the actor saw: then they are its author. The actor
// needs a posting that covers the place; a place that is only told in words is read. Retrying with the same who.Request returns the first
// report. Faults: as Submit, ErrSource, ErrWhere, ErrPartner, ErrExternal, ErrEntered for a number of a partner that has a report.
func (s *Service) Enter(ctx context.Context, who auth.Actor, d Draft, b Behalf) (Report, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return Report{}, err
	}
	sc, err := s.scene(ctx)
	if err != nil {
		return Report{}, err
	}
	if d.Area, err = told(sc.tree, who, d); err != nil {
		return Report{}, err
	}
	fresh, err := newReport(sc, d, s.now())
	if err != nil {
		return Report{}, err
	}
	if !who.Covers(pathOf(sc.tree, fresh.Area), auth.Handlers...) {
		return Report{}, area.ErrMissing
	}
	if b.Person != 0 {
		fresh.Source = Asked
	} else if err := fresh.from(sc.rules.Catalogue, d); err != nil {
		return Report{}, err
	}
	switch {
	case b.Person != 0:
		fresh.Author = b.Person
	case d.nameless():
	case fresh.Source == Patrol:
		fresh.Author = who.Person
	default:
		if b.Name, err = person.ParseName(b.Name); err != nil {
			return Report{}, err
		}
	}
	var r Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		r = fresh
		r.EnteredBy, r.Request = who.Person, who.Request
		if err := needHost(ctx, tx, sc.tree, &r, d); err != nil {
			return err
		}
		if r.Author == 0 && !d.nameless() {
			if r.Author, err = tx.FindOrAddCaller(ctx, b.Name, b.Phone, r.Community, s.now()); err != nil {
				return err
			}
		}
		begun := s.begin(ctx, tx, sc, who, &r)
		begun.held = b.Files
		return begun.add(d.Files)
	})
	return first(r, s.needNew(ctx, who, sc, r, err))
}

// told returns the area of a draft; one that only names a place in words is read, as somebody of the actor's community says it. Who
// dispatches the county may leave it open. Fault: ErrWhere.
func told(tree *area.Tree, who auth.Actor, d Draft) (int64, error) {
	if d.Area != 0 || d.Lat != 0 || d.Lng != 0 || text.Line(d.Place) == "" {
		return d.Area, nil
	}
	var home int64
	for _, p := range who.Postings {
		if at, ok := tree.Up(p.Area, area.Community); ok && home == 0 && slices.Contains(auth.Handlers, p.Role) {
			home = at.ID
		}
	}
	found := tree.Read(home, d.Place)
	if len(found.Areas) == 1 {
		return found.Areas[0].ID, nil
	}
	root, err := tree.Root()
	if err != nil {
		return 0, err
	}
	if who.Covers(root.Path, auth.Handlers...) {
		return 0, nil
	}
	return 0, ErrWhere
}

// begin returns a deed on a report that does not exist yet.
func (s *Service) begin(ctx context.Context, tx Tx, sc scene, who auth.Actor, r *Report) deed {
	return deed{ctx: ctx, tx: tx, scene: sc, who: who, report: r, now: s.now(), roster: tx}
}

// newReport checks the draft and sets its place.
func newReport(sc scene, d Draft, now time.Time) (Report, error) {
	r := Report{
		Source: d.Source, Category: d.Category, Urgent: d.Urgent, Text: text.Words(d.Text),
		Place: Cut(text.Line(d.Place), MaxPlace), Lat: d.Lat, Lng: d.Lng, State: Submitted, SubmittedAt: now,
	}
	r.hear(sc.rules.Dangers)
	if n := utf8.RuneCountInString(r.Text); n > MaxText || n == 0 && len(d.Files) == 0 {
		return r, ErrText
	}
	if len(d.Files) > media.MostPerReport {
		return r, media.ErrMany
	}
	if err := r.locate(sc.tree, d); err != nil {
		return r, err
	}
	known := sc.rules.In(r.Community)
	if r.Category == "" {
		r.Category = known.Guess(r.Text)
	}
	if !known.Has(r.Category) {
		return r, ErrCategory
	}
	known.sort(&r, r.Category)
	r.Answers = asked(known.Of(r.Category).Questions, d.Answers)
	r.hear(known.Dangers)
	return r, nil
}

// hear looks for danger in the text and in the words for the place, which may be all that was said. In the chat the place
// may be a label of the map, and the spoken words are already in the text.
func (r *Report) hear(dangers *danger.Book) {
	_, urgent := dangers.Read(r.Text)
	for _, a := range r.Answers.All() {
		_, there := dangers.Read(a.Words)
		urgent = urgent || there
	}
	if _, there := dangers.Read(r.Place); there && r.Source != Chat {
		urgent = true
		if r.Text == "" {
			r.Text = r.Place
		}
	}
	r.Urgent = r.Urgent || urgent
}

// locate finds the community, grid and building: from the area, else from the point, else the county.
func (r *Report) locate(tree *area.Tree, d Draft) error {
	point := d.Lat != 0 || d.Lng != 0
	if point {
		if err := area.CheckPosition(d.Lat, d.Lng); err != nil {
			return err
		}
	}
	at, err := tree.Get(d.Area)
	if err != nil && d.Area != 0 {
		return err
	}
	if err != nil && point {
		at, err = tree.At(d.Lat, d.Lng)
	}
	if err != nil {
		if r.Place == "" && !point {
			return ErrPlace
		}
		if at, err = tree.Root(); err != nil {
			return err
		}
	}
	if _, ok := tree.Up(at.ID, area.Grid); !ok && point { // the words may name only the community, while the point lies in a grid of it
		if near, err := tree.At(d.Lat, d.Lng); err == nil && (at.Kind != area.Community || near.Community == at.ID) {
			at = near
		}
	}
	r.place(tree, at)
	return nil
}

// place sets the area of the report and gives it to the post that dispatches there.
func (r *Report) place(tree *area.Tree, at area.Area) {
	r.Area, r.Community, r.Building, r.Grid = at.ID, at.Community, 0, 0
	if b, ok := tree.Up(at.ID, area.Building); ok {
		r.Building = b.ID
	}
	if g, ok := tree.Up(at.ID, area.Grid); ok {
		r.Grid = g.ID
	}
	if r.Place == "" {
		r.Place = Cut(tree.Say(at.ID), MaxPlace)
	}
	r.Holder = duty(tree, at.ID)
}

// start starts both clocks of a report that waits to be accepted.
func (r *Report) start(p Promise, now time.Time) {
	r.Start(p.Promise, r.SubmittedAt)
	r.Begin(p.Promise, p.Intake, now)
}

func (d deed) number() (int64, error) {
	day := when.DayNumber(d.now)
	running, err := d.tx.NextNumber(d.ctx, day)
	return int64(day)*perDay + int64(running), err
}

// add saves a new report, sends it on its route, and adds the job that alerts stewards.
func (d deed) add(files []int64) error {
	d.roster = person.NewRecall(d.roster) // the holders are read now: once there is a number, others wait for the commit
	if _, err := d.holders(d.report.Holder); err != nil {
		return err
	}
	if err := d.record(files); err != nil {
		return err
	}
	r := d.report
	routed, err := d.send()
	if err != nil {
		return err
	}
	if routed.Kind != "" {
		r.schedule()
		if err := d.log(routed); err != nil {
			return err
		}
		if err := d.tx.SaveReport(d.ctx, *r); err != nil {
			return err
		}
	}
	return d.tx.AddJob(d.ctx, SubmittedJob, r.ID, d.now)
}

// record saves a new report with its number, photos and first event.
func (d deed) record(files []int64) (err error) {
	r := d.report
	r.start(d.promise(), d.now)
	r.schedule()
	if r.Number, err = d.number(); err != nil {
		return err
	}
	all := slices.Concat(d.held, files)
	if r.Unheard, err = d.tx.CountUnheard(d.ctx, all); err != nil {
		return err
	}
	added, err := d.tx.AddReport(d.ctx, r)
	if err != nil {
		return err
	}
	if !added {
		return errRepeated
	}
	if err := media.Claim(d.ctx, d.tx, d.who.Person, files, r.Community); err != nil {
		return err
	}
	if len(d.held) > 0 {
		if err := d.tx.MoveFiles(d.ctx, d.held, r.Community); err != nil {
			return err
		}
	}
	first := public(DidSubmit, r.Text, all...)
	first.Stamp(d.who, d.now)
	first.Request, first.Report, first.State, first.Holder = r.Request, r.ID, r.State, r.Holder
	if err := d.tx.AddEvent(d.ctx, &first); err != nil {
		return err
	}
	return d.found(all)
}
