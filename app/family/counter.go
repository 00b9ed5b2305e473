package family

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/text"
)

// Of returns the open and confirmed links of one of the actor's residents, on either side. Faults: person.ErrMissing.
func (s *Service) Of(ctx context.Context, who auth.Actor, id int64) ([]Case, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	p, err := s.store.Resident(ctx, id)
	if err != nil {
		return nil, err
	}
	if !person.Kept(who, deed{tree: tree}.path, p) {
		return nil, person.ErrMissing
	}
	found, err := s.store.LinksOf(ctx, p.ID)
	cases := make([]Case, len(found))
	for i, l := range found {
		cases[i] = Case{Link: l}
	}
	return cases, err
}

// Connect lets one resident act for another, both of whom the actor keeps. Repeating who.Request changes nothing.
// Faults: ErrRelation, ErrSelf, ErrLinked, ErrFull, person.ErrMissing.
func (s *Service) Connect(ctx context.Context, who auth.Actor, carer, cared int64, relation Relation) (Case, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Case{}, err
	}
	if !relation.Valid() {
		return Case{}, ErrRelation
	}
	var l Link
	err := s.act(ctx, who, func(d deed) error {
		a, b, err := d.both(carer, cared)
		if err != nil {
			return err
		}
		if !person.Kept(who, d.path, a) || !person.Kept(who, d.path, b) {
			return person.ErrMissing
		}
		var added bool
		if l, added, err = d.agree(a, b, relation); err != nil {
			return err
		}
		if !added {
			if l.decidedBy(d.by()) {
				return nil
			}
			return ErrLinked
		}
		l.DecidedBy, l.Decision = who.Person, who.Request
		if err := d.tx.SaveLink(ctx, l); err != nil {
			return err
		}
		if err := d.audit(l, "family.connected"); err != nil {
			return err
		}
		return d.confirmed(l, "")
	})
	return Case{Link: l}, err
}

// Dissolve ends a confirmed link on behalf of a resident, with a reason. Faults: ErrMissing, ErrReason.
func (s *Service) Dissolve(ctx context.Context, who auth.Actor, id int64, reason string) error {
	if err := who.Need(auth.Keepers...); err != nil {
		return err
	}
	reason = text.Words(reason)
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.act(ctx, who, func(d deed) error {
		l, err := d.lockConfirmed(id)
		if err != nil {
			return err
		}
		if err := l.end(reason, d.by()); err != nil {
			return err
		}
		if err := d.tx.SaveLink(ctx, l); err != nil {
			return err
		}
		if err := d.audit(l, "family.dissolved"); err != nil {
			return err
		}
		return d.ended(l)
	})
}

// lockConfirmed locks a confirmed link whose cared-for now lives where the actor is a keeper, or returns ErrMissing.
func (d deed) lockConfirmed(id int64) (Link, error) {
	l, err := d.tx.LinkOf(d.ctx, id)
	if err != nil {
		return l, err
	}
	_, err = d.kept(l.Cared)
	if errors.Is(err, person.ErrMissing) {
		return l, ErrMissing
	}
	if err != nil {
		return l, err
	}
	l, err = d.tx.LockLink(d.ctx, id)
	if err == nil && l.State != Confirmed {
		err = ErrMissing
	}
	return l, err
}
