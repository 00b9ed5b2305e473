package report

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/danger"
	"linli/app/media"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
)

// Service runs the use cases.
type Service struct {
	store  Store
	areas  area.Source
	roster person.Roster
	text   TextCheck
	times  Times
	rules  Rules
	now    func() time.Time
}

// Config is what the use cases need.
type Config struct {
	Store  Store
	Areas  area.Source
	Roster person.Roster
	Text   TextCheck
	Times  Times
	Rules  Rules
	Now    func() time.Time
}

// Times provides the working time of every community.
type Times interface {
	Get(ctx context.Context) (*when.Times, error)
}

// Rules provides the decisions of every community: its limits and its routes.
type Rules interface {
	Get(ctx context.Context) (*Rulebook, error)
}

// NewService returns a service that reads the clock through c.Now.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, roster: c.Roster, text: c.Text, times: c.Times, rules: c.Rules, now: c.Now}
}

// Rulebook returns the decisions of all communities.
func (s *Service) Rulebook(ctx context.Context) (*Rulebook, error) { return s.rules.Get(ctx) }

// Catalogue returns what reports can be about.
func (s *Service) Catalogue(ctx context.Context) (Catalogue, error) {
	return s.CatalogueIn(ctx, 0)
}

// CatalogueIn returns it in the words of a community, or with 0 of the county.
func (s *Service) CatalogueIn(ctx context.Context, community int64) (Catalogue, error) {
	book, err := s.rules.Get(ctx)
	if err != nil {
		return Catalogue{}, err
	}
	return book.In(community), nil
}

// Danger returns what the words threaten by the county's list, or by the shipped one when that cannot be read: nobody in danger goes
// unheard.
func (s *Service) Danger(ctx context.Context, said string) (danger.Danger, bool) {
	known, err := s.Catalogue(ctx)
	if err != nil {
		return danger.Read(said)
	}
	return known.Dangers.Read(said)
}

// Within returns the service bound to a caller's transaction: its use cases join it instead of opening their own.
func (s *Service) Within(tx Tx) *Service {
	joined := *s
	joined.store = within{s.store, tx}
	return &joined
}

type within struct {
	Store
	tx Tx
}

func (w within) InTx(_ context.Context, do func(Tx) error) error { return do(w.tx) }

// scene is what a deed reads before its transaction begins and what stays constant during it.
type scene struct {
	tree  *area.Tree
	times *when.Times
	rules *Rulebook
	known *person.Recall // cache of the roster, for work on many reports; nil: no cache
}

func (s *Service) scene(ctx context.Context) (scene, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return scene{}, err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return scene{}, err
	}
	rules, err := s.rules.Get(ctx)
	return scene{tree: tree, times: times, rules: rules}, err
}

// promise returns the promise for r.
func (sc scene) promise(r Report) Promise {
	return sc.rules.Of(r.Community).Limits.Of(r).Promise(sc.times.Of(r.Community))
}

// Handling holds the input of a deed on a report. Each use case reads only the fields it needs and ignores the others.
type Handling struct {
	Words    string
	Files    []int64
	Category Category  // Accept: corrects the category when not ""
	Topic    string    // Accept
	Urgent   *bool     // Accept: corrects whether there is danger when not nil
	To       Holder    // Assign
	Way      Way       // Assign: instead of To
	Outcome  Outcome   // Resolve
	Area     int64     // Locate, Relocate
	Place    string    // Relocate: the author's words
	Lat, Lng float64   // Relocate: 0, 0 when not known
	Until    time.Time // Supervise, AskToExtend, AskToSuspend
	Into     int64     // Merge
	Again    bool      // FollowUp: handle it again
	Quiet    bool      // Add: the holder is not told
	Answers  []Answer  // Detail
}

// deed is one action of a person on a report, inside the transaction that holds the report's lock.
type deed struct {
	ctx context.Context
	tx  Tx
	scene
	who    auth.Actor
	report *Report
	now    time.Time
	roster person.Roster // tx, or the store for reads outside a transaction
	held   []int64       // files of a new report that a community has already
	before string        // stands before the title in a notice: the org whose report it is
	Handling
}

// promise returns the promise for the report in its current state.
func (d deed) promise() Promise { return d.scene.promise(*d.report) }

// act locks the report, runs the deed, and writes report, timeline and notices together. If the same request did this deed
// before, nothing changes and the report is returned as it is. ErrMissing if the actor may not see the report.
func (s *Service) act(ctx context.Context, who auth.Actor, id int64, h Handling, do func(deed) (Event, error)) (Report, error) {
	scene, err := s.scene(ctx)
	if err != nil {
		return Report{}, err
	}
	var result Report
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		result, err = s.change(ctx, tx, scene, who, id, h, do)
		return err
	})
	return result, err
}

// change is act inside an open transaction. A deed without an event adds nothing to the timeline.
func (s *Service) change(ctx context.Context, tx Tx, sc scene, who auth.Actor, id int64, h Handling, do func(deed) (Event, error)) (Report, error) {
	r, err := tx.LockReport(ctx, id)
	if err != nil {
		return Report{}, err
	}
	if who.Person != 0 && !Sees(sc.tree, who, r) {
		return Report{}, ErrMissing
	}
	if who.Request != "" {
		done, err := tx.EventOf(ctx, r.ID, who.Person, who.Request)
		if err != nil || done {
			return r, err
		}
	}
	h.Words = text.Words(h.Words)
	d := deed{ctx: ctx, tx: tx, scene: sc, who: who, report: &r, now: s.now(), roster: tx, Handling: h}
	if sc.known != nil {
		sc.known.Roster = tx
		d.roster = sc.known
	}
	r.adopt(sc.promise(r), d.now)
	before := r.FollowUp
	event, err := do(d)
	if err != nil {
		return Report{}, err
	}
	if err := d.list(before, event); err != nil {
		return Report{}, err
	}
	if event.Kind != "" {
		event.Stamp(who, d.now)
		event.Report, event.State, event.Holder = r.ID, r.State, r.Holder
		if err := tx.AddEvent(ctx, &event); err != nil {
			return Report{}, err
		}
		if err := d.echo(event); err != nil {
			return Report{}, err
		}
		if err := d.hear(event); err != nil {
			return Report{}, err
		}
		if err := d.work(works[event.Kind], event.Files); err != nil {
			return Report{}, err
		}
	}
	r.schedule()
	return r, tx.SaveReport(ctx, r)
}

// log adds a line by the system to the timeline, besides the deed's own.
func (d deed) log(e Event) error {
	if e.Kind == "" {
		return nil
	}
	e.Report, e.At, e.State, e.Holder = d.report.ID, d.now, d.report.State, d.report.Holder
	return d.tx.AddEvent(d.ctx, &e)
}

// note adds a line of this deed to the timeline of another report that it also changes.
func (d deed) note(r *Report, e Event) error {
	e.Stamp(d.who, d.now)
	e.Request, e.Report, e.State, e.Holder = "", r.ID, r.State, r.Holder
	return d.tx.AddEvent(d.ctx, &e)
}

// speaks returns ErrWords for words that are missing or too long.
func (d deed) speaks() error { return words(d.Words, MaxWords) }

// mayspeak is speaks for optional words.
func (d deed) mayspeak() error {
	if d.Words == "" {
		return nil
	}
	return d.speaks()
}

// attach links the actor's photos and voice messages to the report.
func (d deed) attach() error {
	if err := media.Claim(d.ctx, d.tx, d.who.Person, d.Files, d.report.Community); err != nil {
		return err
	}
	unheard, err := d.tx.CountUnheard(d.ctx, d.Files)
	d.report.Unheard += unheard
	return err
}
