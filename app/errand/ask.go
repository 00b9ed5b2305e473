package errand

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"linli/app/auth"
	"linli/app/family"
	"linli/app/guide"
	"linli/app/person"
	"linli/app/text"
	"linli/app/work"
)

// Wish is what somebody asks to be done.
type Wish struct {
	Item   int64 // 0: they do not know whom to ask (我不知道找谁)
	For    int64 // a family member, or at the counter the resident; 0: the actor
	Words  string
	Source Source // Chat or Client; the service decides about the others
	Take   bool   // Enter, FromReport: the actor takes it at once
	report int64  // from which it comes
}

// Ask asks for an errand, in the community where its person lives. Retrying with the same who.Request returns the first one. Faults:
// ErrFor, ErrPlace, ErrItem, ErrWords, ErrTwice, ErrMany, guide.ErrMissing.
func (s *Service) Ask(ctx context.Context, who auth.Actor, w Wish) (Errand, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Errand{}, err
	}
	whom, source := who.Person, w.Source
	if w.For != 0 && w.For != who.Person {
		links, err := s.store.CaredFor(ctx, who.Person)
		if err != nil {
			return Errand{}, err
		}
		if !slices.ContainsFunc(links, func(l family.Link) bool { return l.Cared == w.For }) {
			return Errand{}, ErrFor
		}
		whom, source = w.For, Family
	}
	if source == "" {
		source = Client
	}
	return s.add(ctx, who, whom, source, w)
}

// Enter asks for an errand for a resident at the counter or at home. Faults: person.ErrMissing, and those of Ask.
func (s *Service) Enter(ctx context.Context, who auth.Actor, w Wish) (Errand, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Errand{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Errand{}, err
	}
	p, err := s.store.Person(ctx, w.For)
	if err != nil {
		return Errand{}, err
	}
	if !person.Kept(who, t.Path, p) {
		return Errand{}, person.ErrMissing
	}
	return s.add(ctx, who, w.For, Counter, w)
}

func (s *Service) add(ctx context.Context, who auth.Actor, whom int64, source Source, w Wish) (e Errand, err error) {
	if w.Words, err = maywords(w.Words); err != nil {
		return Errand{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Errand{}, err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return Errand{}, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		p, err := tx.LockPerson(ctx, whom)
		if err != nil {
			return err
		}
		if p.Community == 0 {
			return ErrPlace
		}
		if first, err := tx.ErrandOf(ctx, who.Person, who.Request); who.Request != "" && !errors.Is(err, ErrMissing) {
			e = first
			return err
		}
		wished, item, err := s.wished(ctx, p.Community, w)
		if err != nil {
			return err
		}
		e = wished
		e.Community, e.Person, e.By, e.Source, e.Request = p.Community, whom, who.Person, source, who.Request
		e.Report = w.report
		if err := free(ctx, tx, e); err != nil {
			return err
		}
		d := &deed{ctx: ctx, tx: tx, tree: tree, promise: promise(times.Of(e.Community), item), who: who, now: s.now(), errand: &e}
		e.begin(d.promise, d.now)
		if err := tx.AddErrand(ctx, &e); err != nil {
			return err
		}
		line := did(DidAsk, e.Words)
		line.Stamp(who, d.now)
		if err := tx.AddErrandEvent(ctx, e.ID, line); err != nil {
			return err
		}
		if (source == Counter || source == Advice) && w.Take {
			return d.takeNow()
		}
		return d.busy(noticeAsked, e.Words)
	})
	if err != nil {
		return Errand{}, err
	}
	return e, nil
}

// wished returns the errand of a wish with the current version of its item.
func (s *Service) wished(ctx context.Context, community int64, w Wish) (Errand, guide.Item, error) {
	e := Errand{Item: w.Item, Words: w.Words, Title: cut(w.Words)}
	if w.Item == 0 {
		if utf8.RuneCountInString(w.Words) < 2 {
			return Errand{}, guide.Item{}, ErrWords
		}
		return e, guide.Item{}, nil
	}
	shown, err := s.guide.In(ctx, community, w.Item)
	if err != nil {
		return Errand{}, guide.Item{}, err
	}
	if !slices.Contains(shown.Modes, guide.Errand) {
		return Errand{}, guide.Item{}, ErrItem
	}
	e.Version, e.Title, e.Materials = shown.Version, shown.Name, checklist(shown.Item)
	return e, shown.Item, nil
}

// free returns ErrTwice for a matter that somebody already does for the person, and ErrMany.
func free(ctx context.Context, tx Tx, e Errand) error {
	open, err := tx.OpenErrands(ctx, e.Person)
	switch {
	case err != nil:
		return err
	case e.Item != 0 && slices.ContainsFunc(open, func(o Errand) bool { return o.Item == e.Item }):
		return ErrTwice
	case len(open) >= MaxOpen:
		return ErrMany
	}
	return nil
}

func cut(said string) string {
	r := []rune(text.Line(said))
	if len(r) > MaxTitle {
		return string(r[:MaxTitle-1]) + "…"
	}
	return string(r)
}

// keepers returns who acts for the whole community now.
func (d *deed) keepers() ([]int64, error) {
	return person.Acting(d.ctx, d.tx, d.now, []int64{d.errand.Community}, auth.Judges...)
}

// Name says which item an errand of 我不知道找谁 is about; its limit runs from when it was asked. Faults: ErrMissing, ErrNotYours, ErrState,
// ErrItem, guide.ErrMissing.
func (s *Service) Name(ctx context.Context, who auth.Actor, id, item int64) (Errand, error) {
	before, err := s.Read(ctx, who, id)
	if err != nil {
		return Errand{}, err
	}
	named, content, err := s.wished(ctx, before.Community, Wish{Item: item})
	if err != nil {
		return Errand{}, err
	}
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		e := d.errand
		if err := e.need(Gathering); err != nil || e.Item != 0 {
			return Event{}, ErrState
		}
		e.Item, e.Version, e.Title = item, named.Version, named.Title
		e.Materials = append(named.Materials, e.Materials...)
		d.promise = promise(d.promise.Times, content)
		e.Start(d.promise, e.AskedAt)
		e.Begin(d.promise, d.promise.Whole, d.now)
		e.look()
		return did(DidName, named.Title), nil
	})
}

// Take gives an errand to the actor, who answers for it to the end (首问负责). Faults: ErrMissing, ErrState.
func (s *Service) Take(ctx context.Context, who auth.Actor, id int64) (Errand, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Errand{}, err
	}
	return s.act(ctx, who, id, desk, (*deed).take)
}

func (d *deed) take() (Event, error) {
	if err := d.errand.take(d.who.Person, d.promise, d.now); err != nil {
		return Event{}, err
	}
	name, err := d.tx.NameOf(d.ctx, d.who.Person)
	if err != nil {
		return Event{}, err
	}
	if err := d.work(work.TookErrand, d.errand.Title); err != nil {
		return Event{}, err
	}
	return did(DidTake, name), d.resident(noticeTaken, name)
}

// takeNow takes a new errand in the transaction that adds it.
func (d *deed) takeNow() error {
	line, err := d.take()
	if err != nil {
		return err
	}
	line.Person, line.At = d.who.Person, d.now // the line before has the request
	if err := d.tx.AddErrandEvent(d.ctx, d.errand.ID, line); err != nil {
		return err
	}
	return d.tx.SaveErrand(d.ctx, *d.errand)
}
