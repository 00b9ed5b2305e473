package family

import (
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
)

// Case is a link as staff see it.
type Case struct {
	Link       Link
	Candidates []person.Person // persons who may be meant by a question, in order of id
}

// List returns one page of the links in a state where the actor keeps the residents, oldest first. A question comes
// with its candidates, so that a son and a daughter are linked to the same mother. Faults: ErrListing.
func (s *Service) List(ctx context.Context, who auth.Actor, state State, after int64) (pages.Page[Case], error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return pages.Page[Case]{}, err
	}
	if !slices.Contains(States, state) {
		return pages.Page[Case]{}, ErrListing
	}
	f, err := s.filter(ctx, who, state)
	if err != nil {
		return pages.Page[Case]{}, err
	}
	f.After, f.Most = after, pages.Size+1
	found, err := s.store.List(ctx, f)
	if err != nil {
		return pages.Page[Case]{}, err
	}
	links := pages.Cut(found, pages.Size, func(l Link) pages.Cursor { return pages.Cursor{ID: l.ID} })
	cases := make([]Case, len(links.Items))
	for i, l := range links.Items {
		if cases[i], err = s.look(ctx, l); err != nil {
			return pages.Page[Case]{}, err
		}
	}
	return pages.Page[Case]{Items: cases, Next: links.Next}, nil
}

// look finds the candidates.
func (s *Service) look(ctx context.Context, l Link) (Case, error) {
	if l.State != Asked {
		return Case{Link: l}, nil
	}
	same, err := s.store.Namesakes(ctx, l.Community, l.Name)
	return Case{Link: l, Candidates: slices.DeleteFunc(same, func(p person.Person) bool { return !l.Means(p) })}, err
}

func (s *Service) filter(ctx context.Context, who auth.Actor, state State) (Filter, error) {
	tree, err := s.areas.Tree(ctx)
	f := Filter{State: state}
	if err != nil {
		return f, err
	}
	for _, p := range who.Postings {
		at, err := tree.Get(p.Area)
		if err != nil || !slices.Contains(auth.Keepers, p.Role) {
			continue
		}
		places := []Place{{Community: at.Community, Grid: at.ID}}
		if at.Kind != area.Grid {
			places = nil
			for _, c := range tree.Under(at.Path, area.Community) {
				places = append(places, Place{Community: c.ID})
			}
		}
		for _, place := range places {
			if !slices.Contains(f.Places, place) {
				f.Places = append(f.Places, place)
			}
		}
	}
	return f, nil
}

// Confirm lets the carer act for the person the actor names, or with 0 for a new person. Of two parallel confirmations
// only the first counts; repeating who.Request returns what it did. Faults: ErrMissing, ErrState, ErrSelf, ErrLinked,
// ErrFull, person.ErrMissing.
func (s *Service) Confirm(ctx context.Context, who auth.Actor, id, meant int64) (Case, error) {
	return s.decide(ctx, who, id, meant, Confirmed, func(d deed, l *Link) error {
		cared, err := d.cared(*l, meant)
		if err != nil {
			return err
		}
		name := l.Name
		if err := l.confirm(cared.ID, d.by()); err != nil {
			return err
		}
		l.livesWith(d.tree, cared)
		if err := d.tx.SaveLink(ctx, *l); err != nil {
			return err
		}
		if err := d.room(l.Carer, false); err != nil {
			return err
		}
		return d.confirmed(*l, name)
	})
}

// cared returns the named person, with unknown facts filled in from the question, or saves a new person.
func (d deed) cared(l Link, meant int64) (person.Person, error) {
	told := person.Person{Community: l.Community, Home: l.Home, Name: l.Name, Born: l.Born, CreatedAt: d.now}
	if meant == 0 {
		_, err := d.tx.AddResident(d.ctx, &told, d.who.Person, "")
		return told, err
	}
	p, err := d.kept(meant)
	if err != nil {
		return p, err
	}
	if p.Community != l.Community {
		told.Home = 0
	}
	before := p
	if p.Fill(told); p == before {
		return p, nil
	}
	return p, d.tx.SavePerson(d.ctx, p)
}

// kept locks one of the actor's residents, or returns person.ErrMissing.
func (d deed) kept(id int64) (person.Person, error) {
	p, err := d.tx.LockPerson(d.ctx, id)
	if err == nil && !person.Kept(d.who, d.path, p) {
		err = person.ErrMissing
	}
	return p, err
}

// path returns an area's path, "" for one that does not exist.
func (d deed) path(id int64) string {
	a, err := d.tree.Get(id)
	if err != nil {
		return ""
	}
	return a.Path
}

// Refuse says why the carer may not act. Faults: ErrMissing, ErrState, ErrReason.
func (s *Service) Refuse(ctx context.Context, who auth.Actor, id int64, reason string) (Case, error) {
	reason = text.Words(reason)
	return s.decide(ctx, who, id, 0, Refused, func(d deed, l *Link) error {
		if err := l.refuse(reason, d.by()); err != nil {
			return err
		}
		if err := d.refused(*l); err != nil {
			return err
		}
		return d.tx.SaveLink(ctx, *l)
	})
}

// decide locks the persons and then the link, lets do decide, and saves it. A repeated request changes nothing.
func (s *Service) decide(ctx context.Context, who auth.Actor, id, meant int64, to State, do func(deed, *Link) error) (Case, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Case{}, err
	}
	var l Link
	err := s.act(ctx, who, func(d deed) (err error) {
		if l, err = d.seen(id); err != nil {
			return err
		}
		if meant == 0 || meant == l.Carer {
			_, err = d.tx.LockPerson(ctx, l.Carer)
		} else {
			_, _, err = d.both(l.Carer, meant)
		}
		if err != nil {
			return err
		}
		if l, err = d.tx.LockLink(ctx, id); err != nil {
			return err
		}
		if l.State == to && l.decidedBy(d.by()) {
			return nil
		}
		if l.State != Asked {
			return ErrState
		}
		if err := do(d, &l); err != nil {
			return err
		}
		return d.audit(l, "family."+string(to))
	})
	return Case{Link: l}, err
}

// seen returns a link of a cared-for whom the actor keeps, or ErrMissing.
func (d deed) seen(id int64) (Link, error) {
	l, err := d.tx.LinkOf(d.ctx, id)
	if err != nil {
		return l, err
	}
	place := l.Community
	if l.Grid != 0 {
		place = l.Grid
	}
	if !d.who.Covers(d.path(place), auth.Keepers...) {
		return l, ErrMissing
	}
	return l, nil
}

func (d deed) audit(l Link, action string) error {
	return d.tx.AddAudit(d.ctx, audit.Record{
		Community: l.Community, At: d.now, Person: d.who.Person, Action: action, About: fmt.Sprintf("family:%d", l.ID), Reason: l.Reason,
	})
}
