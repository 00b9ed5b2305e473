package publicity

import (
	"context"
	"fmt"
	"strings"

	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Saying is an objection before it is saved.
type Saying struct {
	Line   int64
	Words  string
	Person int64  // for whom staff enter it; 0: somebody with this name
	Name   string // of somebody whom the service does not know
}

// Object takes an objection of a resident. It is answered within AnswerDays working days, also when it comes after the term.
// Faults: ErrMissing, ErrLine, ErrWords, ErrElsewhere, ErrTwice.
func (s *Service) Object(ctx context.Context, who auth.Actor, id int64, in Saying) (Objection, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Objection{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Objection{}, err
	}
	p, err := s.people.Person(ctx, who.Person)
	if err != nil {
		return Objection{}, err
	}
	return s.object(ctx, who, id, Objection{Line: in.Line, Words: in.Words, Person: who.Person}, func(p2 Publicity) error {
		if home := t.Path(p.Community); home == "" || !strings.HasPrefix(home, t.Path(p2.Area)) {
			return ErrElsewhere
		}
		return nil
	})
}

// ObjectFor enters an objection for somebody at the counter. Faults: those of Object, and ErrName.
func (s *Service) ObjectFor(ctx context.Context, who auth.Actor, id int64, in Saying) (Objection, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Objection{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Objection{}, err
	}
	o := Objection{Line: in.Line, Words: in.Words, Person: in.Person, Name: text.Line(in.Name), By: who.Person}
	if o.Person != 0 {
		p, err := s.people.Person(ctx, o.Person)
		if err != nil || !person.Kept(who, t.Path, p) {
			return Objection{}, person.ErrMissing
		}
		o.Name = ""
	} else if !text.Within(o.Name, 1, 20) {
		return Objection{}, ErrName
	}
	return s.object(ctx, who, id, o, func(p Publicity) error {
		if !person.WorksIn(who, t.Path(p.Area)) {
			return ErrMissing
		}
		return nil
	})
}

func (s *Service) object(ctx context.Context, who auth.Actor, id int64, o Objection, may func(Publicity) error) (Objection, error) {
	o.Words, o.At = text.Words(o.Words), s.now() // the time of arrival, not of the lock
	if !text.Within(o.Words, 2, MaxWords) {
		return Objection{}, ErrWords
	}
	known, err := s.store.Publicity(ctx, id)
	if err != nil {
		return Objection{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Objection{}, err
	}
	clock, err := s.times.Of(ctx, known.Community)
	if err != nil {
		return Objection{}, err
	}
	o.Due = clock.Due(o.At, when.Term{N: AnswerDays, Unit: when.WorkingDays})
	wanted := o
	err = s.store.InTx(ctx, func(tx Tx) error {
		o = wanted
		p, err := tx.LockPublicity(ctx, id)
		if err != nil {
			return err
		}
		if p.Withdrawn {
			return ErrMissing
		}
		if err := may(p); err != nil {
			return err
		}
		l, err := p.line(o.Line)
		if err != nil {
			return err
		}
		if err := s.needFirst(ctx, tx, o); err != nil {
			return err
		}
		o.Publicity, o.Area = p.ID, p.Area
		p.objected(l, &o)
		if err := tx.AddObjection(ctx, &o); err != nil {
			return err
		}
		if err := tx.SaveLine(ctx, *l); err != nil {
			return err
		}
		if o.By != 0 {
			if err := tx.AddAudit(ctx, s.record(who, p, "publicity.object_for")); err != nil {
				return err
			}
		}
		return s.alert(ctx, tx, p, t.Say(p.Area), o)
	})
	return o, err
}

// needFirst refuses a further objection of a person whose last one to the line has no answer.
func (s *Service) needFirst(ctx context.Context, tx Tx, o Objection) error {
	if o.Person == 0 {
		return nil
	}
	open, err := tx.OpenObjections(ctx, o.Line)
	if err != nil {
		return err
	}
	n := 0
	for _, other := range open {
		if other.Person == o.Person {
			n++
		}
	}
	if n >= MostOpen {
		return ErrTwice
	}
	return nil
}

// Verdict is the answer to an objection.
type Verdict struct {
	Words  string
	Upheld bool
}

// Answer answers an objection in the actor's area. Faults: ErrObjection, ErrAnswered, ErrWords.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, v Verdict) (o Objection, err error) {
	if v.Words = text.Words(v.Words); !text.Within(v.Words, 2, MaxWords) {
		return o, ErrWords
	}
	known, err := s.store.Objection(ctx, id)
	if err != nil {
		return o, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return o, err
	}
	if err := who.Need(auth.Publishers...); err != nil {
		return o, err
	}
	if !who.Covers(t.Path(known.Area), auth.Publishers...) {
		return o, ErrObjection
	}
	_, err = s.change(ctx, who, known.Publicity, func(tx Tx, p *Publicity) error {
		if o, err = tx.LockObjection(ctx, id); err != nil {
			return err
		}
		if !o.AnsweredAt.IsZero() {
			return ErrAnswered
		}
		o.Answer, o.Upheld, o.AnsweredAt, o.AnsweredBy = v.Words, v.Upheld, s.now(), who.Person
		if err := tx.SaveObjection(ctx, o); err != nil {
			return err
		}
		if err := s.settle(ctx, tx, p, o); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, *p, t.Say(p.Area), o); err != nil {
			return err
		}
		if err := tx.AddAudit(ctx, s.record(who, *p, "publicity.answer")); err != nil {
			return err
		}
		return work.Write(ctx, tx, t, who, work.Line{
			Community: p.Community, At: s.now(), About: fmt.Sprintf("objection:%d", o.ID), Deed: work.Objection, Area: p.Area,
		})
	})
	return o, err
}

// settle writes what an answer does to the line.
func (s *Service) settle(ctx context.Context, tx Tx, p *Publicity, o Objection) error {
	l, err := p.line(o.Line)
	if err != nil {
		return err
	}
	open, err := tx.OpenObjections(ctx, l.ID)
	if err != nil {
		return err
	}
	others := 0
	for _, x := range open {
		if x.ID != o.ID && !x.Late {
			others++
		}
	}
	before := l.State
	p.answered(l, o, others, s.now())
	if l.State == before {
		return nil
	}
	if l.State == Open {
		return tx.SaveLine(ctx, *l)
	}
	return s.lineEnded(ctx, tx, *p, *l)
}

// Objections returns one page of a list of the actor's communities, beyond an id. Fault: ErrList.
func (s *Service) Objections(ctx context.Context, who auth.Actor, of List, beyond int64) (pages.Page[Objection], error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return pages.Page[Objection]{}, err
	}
	if of != Waiting && of != Answered {
		return pages.Page[Objection]{}, ErrList
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[Objection]{}, err
	}
	found, err := s.store.Objections(ctx, Filter{t.Covered(who, auth.Publishers...), of, beyond, pages.Size})
	return pages.Full(found, pages.Size, func(o Objection) pages.Cursor { return pages.Cursor{ID: o.ID} }), err
}

// Mine returns the actor's objections to a publicity.
func (s *Service) Mine(ctx context.Context, who auth.Actor, publicity int64) ([]Objection, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	return s.store.ObjectionsOf(ctx, publicity, who.Person)
}

// About returns the publicities of some objections.
func (s *Service) About(ctx context.Context, of []Objection) (map[int64]Publicity, error) {
	ids := make([]int64, len(of))
	for i, o := range of {
		ids[i] = o.Publicity
	}
	return s.store.Publicities(ctx, ids)
}

// CountOpen counts the objections that wait for the actor's answer.
func (s *Service) CountOpen(ctx context.Context, who auth.Actor) (int, error) {
	if who.Need(auth.Publishers...) != nil {
		return 0, nil //nolint:nilerr // there is nothing for other roles
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return 0, err
	}
	return s.store.CountObjections(ctx, t.Covered(who, auth.Publishers...))
}
