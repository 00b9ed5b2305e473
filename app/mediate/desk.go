package mediate

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Accept takes a case: the actor mediates it in the name of a body, and the parties are asked whether they agree. Faults: ErrMissing,
// ErrState, ErrMediator.
func (s *Service) Accept(ctx context.Context, who auth.Actor, id int64, as Body) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		if as.Name() == "" {
			return Line{}, ErrMediator
		}
		if err := d.file.do(DidAccept); err != nil {
			return Line{}, err
		}
		d.file.StartedAt, d.file.Mediators = d.now, append(d.file.Mediators, Mediator{who.Person, as})
		if err := d.invite(); err != nil {
			return Line{}, err
		}
		return did(DidAccept, as.Name()), d.audit("mediate.accept")
	})
}

// invite asks every party with an account that has not answered.
func (d *deed) invite() error {
	var to []int64
	for _, p := range d.file.Parties {
		if p.Answer == Unasked {
			to = append(to, p.Person)
		}
	}
	if err := d.tell(noticeAsked, nil, to...); err != nil {
		return err
	}
	return d.unite()
}

// unite goes on when both sides have parties and all of them agreed.
func (d *deed) unite() error {
	if d.file.State != Accepted || !d.file.unanimous() {
		return nil
	}
	return d.file.do(DidAll)
}

// Colleague is somebody who can mediate a case.
type Colleague struct {
	Person int64
	Name   string
}

// Colleagues returns who else can mediate a case. Fault: ErrMissing.
func (s *Service) Colleagues(ctx context.Context, who auth.Actor, id int64) ([]Colleague, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	c, err := s.store.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := mediator(ctx, tree, s.store, who, c, s.now()); err != nil {
		return nil, err
	}
	ids, err := posted(ctx, tree, s.store, c.Community, s.now())
	if err != nil {
		return nil, err
	}
	var all []Colleague
	for _, one := range ids {
		if c.known(one) {
			continue
		}
		name, err := s.store.NameOf(ctx, one)
		if err != nil {
			return nil, err
		}
		all = append(all, Colleague{one, name})
	}
	return all, nil
}

// Name adds a mediator. Faults: ErrMissing, ErrState, ErrMediator.
func (s *Service) Name(ctx context.Context, who auth.Actor, id int64, m Mediator) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		if err := d.file.do(DidName); err != nil {
			return Line{}, err
		}
		can, err := posted(ctx, d.tree, d.tx, d.file.Community, d.now)
		if err != nil {
			return Line{}, err
		}
		if m.Body.Name() == "" || len(d.file.Mediators) >= MaxMediators || d.file.known(m.Person) || !slices.Contains(can, m.Person) {
			return Line{}, ErrMediator
		}
		d.file.Mediators = append(d.file.Mediators, m)
		if err := d.tell(noticeMoved, nil, m.Person); err != nil {
			return Line{}, err
		}
		return did(DidName, m.Body.Name()), d.audit("mediate.name")
	})
}

// Joining is a party that a mediator adds: a name, a number when there is one, and a side.
type Joining struct {
	Side  Side
	Name  string
	Phone person.Phone
}

// Join adds a party. Somebody known by name and number is asked whether they agree; of anybody else the mediator writes down the answer.
// Faults: ErrMissing, ErrState, ErrParty, ErrTwice.
func (s *Service) Join(ctx context.Context, who auth.Actor, id int64, in Joining) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		if err := d.file.do(DidJoin); err != nil {
			return Line{}, err
		}
		p := Party{Side: in.Side, Phone: in.Phone}
		var err error
		if p.Name, err = person.ParseName(in.Name); err != nil || in.Side.Name() == "" || len(d.file.Parties) >= MaxParties {
			return Line{}, ErrParty
		}
		name := p.Name
		if err := known(ctx, d.tx, &p, d.file.Community); err != nil {
			return Line{}, err
		}
		if p.Person != 0 && d.file.known(p.Person) {
			return Line{}, ErrTwice
		}
		d.file.Parties = append(d.file.Parties, p)
		return did(DidJoin, in.Side.Name()+"："+name), d.invite()
	})
}

// Answering is what a party said to a mediator.
type Answering struct {
	Party int64
	Yes   bool
	Way   Way // InPerson or OnPaper
	Words string
}

// Answer writes down what a party said about mediation: yes, or that it stops. Faults: ErrMissing, ErrState, ErrParty, ErrWords.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, a Answering) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		p, err := d.file.party(a.Party)
		if err != nil || a.Yes && a.Way != InPerson && a.Way != OnPaper {
			return Line{}, ErrParty
		}
		said, err := words(a.Words, 0)
		if err != nil {
			return Line{}, err
		}
		if !a.Yes {
			return d.stop(p, a.Way, said)
		}
		return d.agree(p, a.Way)
	})
}

// agree notes that a party agrees to mediation.
func (d *deed) agree(p *Party, way Way) (Line, error) {
	if err := d.file.do(DidAgree); err != nil {
		return Line{}, err
	}
	p.Answer, p.How, p.At = Yes, way, d.now
	return did(DidAgree, p.Side.Name()), d.unite()
}

// stop ends the mediation because a side does not want it any more; planned talks give their hours back.
func (d *deed) stop(p *Party, way Way, said string) (Line, error) {
	if err := d.file.do(DidStop); err != nil {
		return Line{}, err
	}
	p.Answer, p.How, p.At = No, way, d.now
	d.file.Reason = said
	line := p.Side.Name()
	if said != "" {
		line += "：" + said
	}
	return did(DidStop, line), d.end()
}

// end notes a result and tells the parties. Planned talks give their hours back.
func (d *deed) end() error {
	c := d.file
	c.Result, c.ResultAt = c.State, d.now
	for i := range c.Talks {
		if c.Talks[i].State == Planned {
			if err := d.callOff(&c.Talks[i]); err != nil {
				return err
			}
		}
	}
	if err := d.tell(noticeEnded, nil, d.parties()...); err != nil {
		return err
	}
	return d.moved()
}

// of adds the facts of a talk.
func (d *deed) of(t Talk, where string) notify.Facts {
	return notify.Facts{notify.FactAt: when.Full(t.From), notify.FactPlace: where, notify.FactState: "已约好"}
}
