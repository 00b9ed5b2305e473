package mediate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/when"
)

// Own is what a party reads of a case: their own side, the times, and the agreement.
type Own struct {
	Case // without words, notes, lines and numbers of anybody else
	Me   Party
}

// narrow returns what a party reads: their own words, who is on their side, and the other side by name only once all agreed to talk.
func narrow(c Case, who int64) (Own, error) {
	me, ok := c.Of(who)
	if !ok {
		return Own{}, ErrMissing
	}
	o := Own{Case: c, Me: me}
	if c.By != who {
		o.Words = ""
	}
	o.Reason, o.Agreement.Paper = "", 0
	if c.Agreement.Way == "" { // a draft is read at the table
		o.Agreement, o.Promises = Agreement{}, nil
	}
	o.Parties = nil
	for _, p := range c.Parties {
		if p.Side != me.Side {
			if p.Phone, p.Answer, p.How = "", Unasked, Undecided; c.State == Asked || c.State == Accepted || c.Result != "" && c.Result != Settled {
				p.Person, p.Name = 0, ""
			}
		} else if p.ID != me.ID {
			p.Phone = ""
		}
		o.Parties = append(o.Parties, p)
	}
	o.Talks = nil
	for _, t := range c.Talks {
		t.Notes, t.Came = "", ""
		o.Talks = append(o.Talks, t)
	}
	return o, nil
}

// Mine returns a case to one of its parties. Fault: ErrMissing.
func (s *Service) Mine(ctx context.Context, who auth.Actor, id int64) (Own, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Own{}, err
	}
	c, err := s.store.Case(ctx, id)
	if err != nil {
		return Own{}, err
	}
	return narrow(c, who.Person)
}

// OfMine returns one page of the cases in which the actor is a party, newest first, before an id: numbers, kinds and states.
func (s *Service) OfMine(ctx context.Context, who auth.Actor, before int64) (pages.Page[Case], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Case]{}, err
	}
	return paged(s.store.CasesOf(ctx, who.Person, before, pages.Size))
}

// seen returns a changed case as its party reads it.
func seen(c Case, who auth.Actor, err error) (Own, error) {
	if err != nil {
		return Own{}, err
	}
	return narrow(c, who.Person)
}

// Agree says that the actor agrees to mediation. Faults: ErrMissing, ErrState.
func (s *Service) Agree(ctx context.Context, who auth.Actor, id int64) (Own, error) {
	c, err := s.act(ctx, who, id, own, func(d *deed) (Line, error) {
		p, err := d.me()
		if err != nil {
			return Line{}, err
		}
		line, err := d.agree(p, InClient)
		if err != nil {
			return line, err
		}
		return line, d.moved()
	})
	return seen(c, who, err)
}

// Stop ends the mediation for the actor's side; nobody has to say why. Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Stop(ctx context.Context, who auth.Actor, id int64, said string) (Own, error) {
	said, err := words(said, 0)
	if err != nil {
		return Own{}, err
	}
	c, err := s.act(ctx, who, id, own, func(d *deed) (Line, error) {
		p, err := d.me()
		if err != nil {
			return Line{}, err
		}
		return d.stop(p, InClient, said)
	})
	return seen(c, who, err)
}

// DidMine says that the actor did what they promised. Faults: ErrMissing, ErrState, ErrNoPromise for a promise of somebody else.
func (s *Service) DidMine(ctx context.Context, who auth.Actor, id, promise int64) (Own, error) {
	c, err := s.act(ctx, who, id, own, func(d *deed) (Line, error) {
		me, err := d.me()
		if err != nil {
			return Line{}, err
		}
		p, err := d.file.promise(promise)
		if err != nil || p.Party != me.ID {
			return Line{}, ErrNoPromise
		}
		line, err := d.keep(Keeping{Promise: promise, Kept: true})
		if err != nil {
			return line, err
		}
		return line, d.moved()
	})
	return seen(c, who, err)
}

// me returns the actor's party.
func (d *deed) me() (*Party, error) {
	me, _ := d.file.Of(d.who.Person)
	return d.file.party(me.ID)
}

// The sweep.
const (
	sweepMost = 200
	// remindBefore is how many days before its day a party is reminded of a promise.
	remindBefore = 2
	// quietDays is how long a case with a result stays open when nothing is left to do, and oldDays how long any case does in which
	// nothing happens.
	quietDays, oldDays = 90, 366
)

func anybody(*deed) error { return nil }

// Tend reminds parties of promises, tells mediators of those whose day is over, and closes cases in which nothing happens any more. A
// second run repeats nothing.
func (s *Service) Tend(ctx context.Context) error {
	today := when.DateOf(s.now())
	soon := when.DateOf(s.now().AddDate(0, 0, remindBefore))
	due, err := s.store.PromisesDue(ctx, soon, today, sweepMost)
	if err != nil {
		return err
	}
	var failed error
	for _, id := range due {
		if _, err := s.act(ctx, auth.Actor{}, id, anybody, func(d *deed) (Line, error) { return Line{}, d.remind(today, soon) }); err != nil {
			failed = errors.Join(failed, fmt.Errorf("case %d: %w", id, err))
		}
	}
	quiet, err := s.store.Quiet(ctx, s.now().AddDate(0, 0, -quietDays), s.now().AddDate(0, 0, -oldDays), sweepMost)
	if err != nil {
		return errors.Join(failed, err)
	}
	for _, id := range quiet {
		if _, err := s.act(ctx, auth.Actor{}, id, anybody, (*deed).lapse); err != nil {
			failed = errors.Join(failed, fmt.Errorf("close case %d: %w", id, err))
		}
	}
	return failed
}

// lapse closes a case in which nothing happens any more.
func (d *deed) lapse() (Line, error) {
	if d.file.Result == "" {
		d.file.Result, d.file.ResultAt = Failed, d.now
	}
	return d.shut(DidLapse)
}

// remind tells the parties of what they promised, and the mediators of what nobody said was done in time; each once.
func (d *deed) remind(today, soon when.Date) error {
	late := false
	for i := range d.file.Promises {
		p := &d.file.Promises[i]
		if p.State == Open && p.Due <= soon && p.Told == 0 {
			p.Told = 1
			by, err := d.file.party(p.Party)
			if err != nil {
				return err
			}
			if err := d.due(*p, by.Person); err != nil {
				return err
			}
		}
		if p.State == Open && p.Due < today && p.Told < 2 {
			p.Told, late = 2, true
		}
	}
	if late {
		return d.moved()
	}
	return nil
}

// due reminds a party of a promise; of one without an account the mediators are told.
func (d *deed) due(p Promise, who int64) error {
	if who == 0 {
		return d.moved()
	}
	return d.tell(noticeDue, dueFact(p), who)
}

func dueFact(p Promise) notify.Facts {
	return notify.Facts{notify.FactDue: when.Full(p.Due.Next().Time().Add(-time.Minute))}
}
