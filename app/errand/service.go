package errand

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/guide"
	"linli/app/notify"
	"linli/app/pace"
	"linli/app/person"
	"linli/app/report"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Guide is the catalogue of what people come for.
type Guide interface {
	// In returns a published item of the county or of the community, or guide.ErrMissing.
	In(ctx context.Context, community, id int64) (guide.Shown, error)
	// At returns an item with the content of a version, or guide.ErrMissing.
	At(ctx context.Context, id int64, version int) (guide.Item, error)
}

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Times   Times
	Guide   Guide
	Numbers *person.Service
	Reports *report.Service
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	times   Times
	guide   Guide
	numbers *person.Service
	reports *report.Service
	now     func() time.Time
	within  Tx // not nil: the service works in this transaction, which the caller commits
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, times: c.Times, guide: c.Guide, numbers: c.Numbers, reports: c.Reports, now: c.Now}
}

// Within returns the service bound to a caller's transaction.
func (s *Service) Within(tx Tx) *Service {
	joined := *s
	joined.within = tx
	return &joined
}

func (s *Service) inTx(ctx context.Context, do func(Tx) error) error {
	if s.within != nil {
		return s.within.Try(ctx, func() error { return do(s.within) })
	}
	return s.store.InTx(ctx, do)
}

// deed is one action on an errand, inside the transaction that holds its lock.
type deed struct {
	ctx     context.Context
	tx      Tx
	tree    *area.Tree
	promise pace.Promise
	who     auth.Actor
	now     time.Time
	errand  *Errand
}

// rights says whether an actor may do something with an errand: ErrMissing where they do not see it.
type rights func(*area.Tree, auth.Actor, Errand) error

// act locks an errand, lets do change it, and saves it with one line of its timeline. Repeating a request changes nothing.
func (s *Service) act(ctx context.Context, who auth.Actor, id int64, may rights, do func(*deed) (Event, error)) (e Errand, err error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return e, err
	}
	before, err := s.store.Errand(ctx, id)
	if err != nil {
		return e, err
	}
	kept, err := s.promised(ctx, before)
	if err != nil {
		return e, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		if e, err = tx.LockErrand(ctx, id); err != nil {
			return err
		}
		if err := may(tree, who, e); err != nil {
			return err
		}
		if who.Request != "" {
			if done, err := tx.ErrandEventOf(ctx, id, who.Person, who.Request); done || err != nil {
				return err
			}
		}
		d := &deed{ctx: ctx, tx: tx, tree: tree, promise: kept, who: who, now: s.now(), errand: &e}
		line, err := do(d)
		if err != nil {
			return err
		}
		if line.Kind != "" {
			line.Stamp(who, d.now)
			if err := tx.AddErrandEvent(ctx, id, line); err != nil {
				return err
			}
		}
		return tx.SaveErrand(ctx, e)
	})
	if err != nil {
		return Errand{}, err
	}
	return e, nil
}

// promised returns the promise about an errand, from the version of its item with which it began.
func (s *Service) promised(ctx context.Context, e Errand) (pace.Promise, error) {
	times, err := s.times.Get(ctx)
	if err != nil {
		return pace.Promise{}, err
	}
	item := guide.Item{}
	if e.Item != 0 {
		if item, err = s.guide.At(ctx, e.Item, e.Version); err != nil {
			return pace.Promise{}, err
		}
	}
	return promise(times.Of(e.Community), item), nil
}

func did(kind EventKind, words string) Event {
	e := Event{Public: !hidden[kind]}
	e.Kind, e.Text = kind, words
	return e
}

// desk lets staff of the errand's community act, and the person who does it wherever they work.
func desk(t *area.Tree, who auth.Actor, e Errand) error {
	if person.WorksIn(who, t.Path(e.Community)) || e.Holder != 0 && who.Is(e.Holder) {
		return nil
	}
	return ErrMissing
}

// doer lets the person who does the errand act, their substitute, the first who took it, and the secretary.
func doer(t *area.Tree, who auth.Actor, e Errand) error {
	if err := desk(t, who, e); err != nil {
		return err
	}
	if e.Holder != 0 && who.Is(e.Holder) || e.First != 0 && who.Is(e.First) || who.Covers(t.Path(e.Community), auth.Deciders...) {
		return nil
	}
	return ErrNotYours
}

// own lets the resident act, and the family member who asked.
func own(_ *area.Tree, who auth.Actor, e Errand) error {
	if who.Person != 0 && (who.Person == e.Person || who.Person == e.relative()) {
		return nil
	}
	return ErrMissing
}

// work writes the line of work of a deed.
func (d *deed) work(what work.Deed, words string) error {
	return work.Write(d.ctx, d.tx, d.tree, d.who, work.Line{
		Community: d.errand.Community, At: d.now, About: d.errand.About(), Deed: what, Area: d.errand.Community, Served: d.errand.Person, Words: words,
	})
}

func (d *deed) audit(action string) error {
	return d.tx.AddAudit(d.ctx, audit.Record{Community: d.errand.Community, At: d.now, Person: d.who.Person, Action: action, About: d.errand.About()})
}

// words cleans what was said; ErrWords unless it has 2 to MaxWords characters.
func words(said string) (string, error) {
	said = text.Words(said)
	if !text.Within(said, 2, MaxWords) {
		return "", ErrWords
	}
	return said, nil
}

// maywords is words for what may be left out.
func maywords(said string) (string, error) {
	said = text.Words(said)
	if !text.Within(said, 0, MaxWords) {
		return "", ErrWords
	}
	return said, nil
}

func (d *deed) tell(kind notify.Kind, said string, to ...int64) error {
	for _, p := range unique(to) {
		if p == d.who.Person {
			continue
		}
		if err := notify.Tell(d.ctx, d.tx, kind.To(p, d.errand.Community, d.errand.About(), d.facts(said)), d.now); err != nil {
			return err
		}
	}
	return nil
}

func unique(ids []int64) []int64 {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return id == 0 })
	slices.Sort(ids)
	return slices.Compact(ids)
}

// resident notifies the person and the family member who asked.
func (d *deed) resident(kind notify.Kind, said string) error {
	return d.tell(kind, said, d.errand.Person, d.errand.relative())
}

func (d *deed) facts(said string) notify.Facts {
	e := d.errand
	f := notify.Facts{
		notify.FactTitle: e.Title, notify.FactNumber: e.Say(), notify.FactPlace: d.tree.Say(e.Community), notify.FactState: e.State.Name(),
		notify.FactWords: said, notify.FactAt: when.Full(d.now),
	}
	if !e.WholeDue.IsZero() {
		f[notify.FactDue] = when.Full(e.WholeDue)
	}
	return f
}
