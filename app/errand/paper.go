package errand

import (
	"context"
	"errors"

	"linli/app/auth"
	"linli/app/paper"
)

// PaperFor is a sealed paper for one material of the checklist.
type PaperFor struct {
	N     int // from 0
	Paper int64
}

// Give puts a paper of the resident behind a material; somebody looks at it again. Faults: ErrMissing, ErrState, ErrMaterial, those of
// paper.Use.
func (s *Service) Give(ctx context.Context, who auth.Actor, id int64, p PaperFor) (Errand, error) {
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		name, err := d.give(p)
		if err != nil {
			return Event{}, err
		}
		d.errand.resume(d.promise, d.now)
		return did(DidBring, name), d.proxy("补来" + name)
	})
}

// Lack is one material that an errand of a person lacks, and that has no photo which nobody has looked at.
type Lack struct {
	Errand int64
	N      int
	Title  string // of the errand
	Name   string // of the material
	Gap    string // as Gaps says it
}

// Lacks returns what the actor's own errands lack, in their order: of those that wait for the actor, or with all of each on which somebody
// works.
func (s *Service) Lacks(ctx context.Context, who auth.Actor, all bool) ([]Lack, error) {
	found, err := s.OfMine(ctx, who, true, 0)
	if err != nil {
		return nil, err
	}
	var lacks []Lack
	for _, e := range found.Items {
		if e.Person != who.Person || e.State != Waiting && !(all && e.State == Gathering) {
			continue
		}
		for n, m := range e.Materials {
			if m.Looked == Bad || m.Looked == Unseen && m.Paper == 0 {
				lacks = append(lacks, Lack{e.ID, n, e.Title, m.Name, m.gap()})
			}
		}
	}
	return lacks, nil
}

// Send takes the photo of a material that the resident sent in the chat: it is sealed and given to the errand when it is here. Faults:
// ErrMissing, ErrState, ErrMaterial, those of paper.Await.
func (s *Service) Send(ctx context.Context, who auth.Actor, l Lack, mediaID string) error {
	return s.inTx(ctx, func(tx Tx) error {
		resident, err := tx.LockPerson(ctx, who.Person)
		if err != nil {
			return err
		}
		e, err := tx.LockErrand(ctx, l.Errand)
		if err != nil {
			return err
		}
		if e.Person != resident.ID {
			return ErrMissing
		}
		if err := e.need(Gathering, Waiting); err != nil {
			return err
		}
		if l.N < 0 || l.N >= len(e.Materials) {
			return ErrMaterial
		}
		return paper.Await(ctx, tx, resident, paper.Sent{Name: e.Materials[l.N].Name, About: e.About(), Nth: l.N, MediaID: mediaID}, s.now())
	})
}

// Brought is Give of a photo that came in the chat. It is the paper.Bring of errands.
func (s *Service) Brought(ctx context.Context, who auth.Actor, id int64, n int, p int64) error {
	_, err := s.Give(ctx, who, id, PaperFor{n, p})
	return err
}

// Attach is Give by staff: of a paper that they took at the counter, or one that the resident lets them use again.
func (s *Service) Attach(ctx context.Context, who auth.Actor, id int64, p PaperFor) (Errand, error) {
	return s.act(ctx, who, id, doer, func(d *deed) (Event, error) {
		name, err := d.give(p)
		return did(DidBring, name), err
	})
}

// give puts the paper there in place of an earlier one, and returns the material's name.
func (d *deed) give(p PaperFor) (string, error) {
	e := d.errand
	if err := e.need(Gathering, Waiting); err != nil {
		return "", err
	}
	if p.N < 0 || p.N >= len(e.Materials) {
		return "", ErrMaterial
	}
	if err := paper.Use(d.ctx, d.tx, p.Paper, e.Person, e.About(), d.who.Person, d.now); err != nil {
		return "", err
	}
	m := &e.Materials[p.N]
	if m.Paper != 0 && m.Paper != p.Paper {
		if err := paper.EndUse(d.ctx, d.tx, m.Paper, e.About(), d.now); err != nil && !errors.Is(err, paper.ErrMissing) {
			return "", err
		}
	}
	m.Paper, m.Looked, m.Why = p.Paper, Unseen, ""
	return m.Name, nil
}

// release ends what the errand may do and read: the mandate at once, the papers after their time.
func (d *deed) release() error {
	if err := d.endMandate(); err != nil {
		return err
	}
	return paper.Release(d.ctx, d.tx, d.errand.About(), d.now)
}

// Right says whose errand it is to an actor who works on it; to others it is missing. It is the paper.Right of errands.
func (s *Service) Right(ctx context.Context, who auth.Actor, id int64) (paper.Matter, error) {
	e, err := s.read(ctx, who, id, doer)
	return paper.Matter{Person: e.Person, Community: e.Community}, err
}

// Titles returns what errands are called.
func (s *Service) Titles(ctx context.Context, ids []int64) (map[int64]string, error) {
	all := map[int64]string{}
	for _, id := range ids {
		e, err := s.store.Errand(ctx, id)
		if errors.Is(err, ErrMissing) { // a document kept longer than its errand
			continue
		}
		if err != nil {
			return nil, err
		}
		all[id] = "代办" + e.Title
	}
	return all, nil
}
