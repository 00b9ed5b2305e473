package report

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/media"
	"linli/app/person"
	"linli/app/when"
)

// Draft is what somebody wants to report.
type Draft struct {
	Source   Source
	External string
	Category Category // "" is guessed from the text
	Text     string
	Urgent   bool
	Place    string // in words
	Area     int64  // where it is, if known
	Lat, Lng float64
	Files    []int64
	Share    bool // neighbours may see it
	Account  auth.Account
	OpenID   string // with Account, for the platform's text check
}

// Behalf is for whom staff enter a report.
type Behalf struct {
	Name  string
	Phone person.Phone // "" for somebody without a telephone
}

// Submit makes a report of the draft for who. Retrying with the same who.Request returns the first one. Faults: ErrText,
// ErrRisky, ErrCategory, ErrPlace, area.ErrMissing, area.ErrPosition, media.missing.
func (s *Service) Submit(ctx context.Context, who auth.Actor, d Draft) (Report, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Report{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Report{}, err
	}
	shared, err := s.mayShare(ctx, d)
	if err != nil {
		return Report{}, err
	}
	var r Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		fresh, err := newReport(tree, d, s.now())
		if err != nil {
			return err
		}
		fresh.Author, fresh.Request, fresh.Shared = who.Person, who.Request, shared
		r, err = add(ctx, tx, tree, fresh, d.Files, who.Person, s.now())
		return err
	})
	return first(r, err)
}

// errRepeated undoes a submission whose request made a report before: no number is used up and nobody is told twice.
var errRepeated = errors.New("the same request was sent before")

// first returns the report of the first request as the result of its repetition.
func first(r Report, err error) (Report, error) {
	if errors.Is(err, errRepeated) {
		return r, nil
	}
	return r, err
}

// mayShare asks the platform about the text when others will see it. Risky text comes back to its author; text that
// could not be checked is kept from neighbours (fail closed) but reaches the community.
func (s *Service) mayShare(ctx context.Context, d Draft) (bool, error) {
	if !d.Share || d.OpenID == "" || d.Account == auth.OA {
		return false, nil
	}
	seen := clean(clean(d.Text) + "\n" + clean(d.Place))
	if seen == "" {
		return true, nil
	}
	const social = 4 // wechat.md §3.8: 社交日志
	pass, err := s.text.CheckText(ctx, d.Account, d.OpenID, seen, social)
	if err != nil {
		return false, nil //nolint:nilerr // unchecked is not shared, and not lost either
	}
	if !pass {
		return false, ErrRisky
	}
	return true, nil
}

// Enter makes a report for a caller or visitor. It needs a posting that covers the place. Retrying with the same
// who.Request returns the first one.
func (s *Service) Enter(ctx context.Context, who auth.Actor, d Draft, b Behalf) (Report, error) {
	if err := who.Need(territorial...); err != nil {
		return Report{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Report{}, err
	}
	r, err := newReport(tree, d, s.now())
	if err != nil {
		return Report{}, err
	}
	if !who.Covers(pathOf(tree, r.Area), territorial...) {
		return Report{}, area.ErrMissing
	}
	if err := person.CheckName(b.Name); err != nil {
		return Report{}, err
	}
	r.EnteredBy, r.Request = who.Person, who.Request
	var made Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		if r.Author, err = tx.Caller(ctx, b.Name, b.Phone, r.Community, s.now()); err != nil {
			return err
		}
		made, err = add(ctx, tx, tree, r, d.Files, who.Person, s.now())
		return err
	})
	return first(made, err)
}

// newReport checks the draft and locates it.
func newReport(tree *area.Tree, d Draft, now time.Time) (Report, error) {
	r := Report{
		Source: d.Source, External: d.External, Category: d.Category, Urgent: d.Urgent, Text: clean(d.Text),
		Place: Cut(clean(d.Place), MaxPlace), Lat: d.Lat, Lng: d.Lng, State: Submitted, SubmittedAt: now,
		DueAt: now.Add(Intake),
	}
	if n := utf8.RuneCountInString(r.Text); n > MaxText || n == 0 && len(d.Files) == 0 {
		return r, ErrText
	}
	if len(d.Files) > media.MostPerReport {
		return r, media.ErrMany
	}
	if r.Category == "" {
		r.Category = Guess(r.Text)
	}
	if !r.Category.Valid() {
		return r, ErrCategory
	}
	if _, danger := FindEmergency(r.Text); danger {
		r.Urgent = true
	}
	return r, r.locate(tree, d)
}

// locate finds the community, grid and building: from the area, else from the point, else from the county.
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
	r.place(tree, at)
	return nil
}

// place puts the report into an area and gives it to those who dispatch there.
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

// add saves a new report with its number, photos, first event and the job that alerts people.
func add(ctx context.Context, tx Tx, tree *area.Tree, r Report, files []int64, by int64, now time.Time) (Report, error) {
	day := when.DayNumber(now)
	running, err := tx.NextNumber(ctx, day)
	if err != nil {
		return Report{}, err
	}
	r.Number = int64(day)*perDay + int64(running)
	added, err := tx.AddReport(ctx, &r)
	if err != nil {
		return Report{}, err
	}
	if !added {
		return r, errRepeated
	}
	if err := media.Claim(ctx, tx, by, files, r.Community); err != nil {
		return Report{}, err
	}
	d := deed{ctx: ctx, tx: tx, tree: tree, who: auth.Actor{Person: by}, report: &r, now: now}
	if err := d.holder("report.new", ""); err != nil {
		return Report{}, err
	}
	if err := tx.AddEvent(ctx, &Event{
		Report: r.ID, At: now, Kind: DidSubmit, Person: by, Request: r.Request, Public: true, Text: r.Text,
		State: r.State, Holder: r.Holder, Files: files,
	}); err != nil {
		return Report{}, err
	}
	return r, tx.AddJob(ctx, SubmittedJob, r.ID, now)
}
