package paper

import (
	"context"
	"errors"
	"fmt"

	"linli/app/auth"
	"linli/app/media"
	"linli/app/person"
	"linli/app/press"
	"linli/app/when"
)

// Add seals a photo of a document: by its person, by a keeper of the person, or by staff who work on the person's matter a.About.
// Until a matter uses it (Use, in the matter's own transaction) or its person keeps it, it is deleted after KeepUnused. Repeating
// who.Request returns the first paper. Faults: ErrMissing, ErrName, ErrValid, ErrFull, those of media.Clean, ErrBusy.
func (s *Service) Add(ctx context.Context, who auth.Actor, a Adding) (Paper, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Paper{}, err
	}
	now := s.now()
	if err := a.check(when.DateOf(now)); err != nil {
		return Paper{}, err
	}
	if err := s.needHand(ctx, who, &a); err != nil {
		return Paper{}, err
	}
	clean, err := media.CleanContext(ctx, a.Data, media.DefaultLimits)
	if err != nil {
		return Paper{}, err
	}
	p := Paper{
		Community: a.Community, Person: a.Person, Name: a.Name, Type: "image/jpeg", Bytes: len(clean.Full), Key: newKey(), Valid: a.Valid,
		State: Arriving, Way: ByClient, CreatedAt: now, DropAt: now.Add(arriveIn), Request: who.Request,
	}
	if who.Person != a.Person {
		p.Way, p.By = AtCounter, who.Person
	}
	if again, err := s.arrive(ctx, &p); err != nil || again {
		return p, err
	}
	if err := s.put(ctx, p, clean.Full); err != nil {
		return Paper{}, err
	}
	p.State, p.Kept = Here, a.Keep && who.Person == a.Person
	p.settle(now)
	err = s.store.InTx(ctx, func(tx Deeds) error {
		if err := tx.PaperHere(ctx, p); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, p, "paper.add", a.About))
	})
	if err != nil {
		return Paper{}, fmt.Errorf("add paper %d: %w", p.ID, err)
	}
	return p, nil
}

// put seals the bytes of a paper and stores them. Fault: ErrBusy.
func (s *Service) put(ctx context.Context, p Paper, data []byte) error {
	sealed, err := s.seal.SealBytes(data, bound(p.Key))
	if err != nil {
		return fmt.Errorf("seal paper %d: %w", p.ID, err)
	}
	if err := s.blobs.Put(ctx, p.Key, sealed, "application/octet-stream"); err != nil {
		return ErrBusy.Because(err)
	}
	return nil
}

// arrive saves the row of a paper before its bytes. again is true, and p that paper, when the request has added it before. The
// idempotency key is bound later, when the paper is here.
func (s *Service) arrive(ctx context.Context, p *Paper) (again bool, err error) {
	wanted := *p
	err = s.store.InTx(press.With(ctx, nil), func(tx Deeds) error {
		*p, again = wanted, false
		if p.Person != 0 {
			if _, err := tx.LockPerson(ctx, p.Person); err != nil {
				return err
			}
		}
		if p.Request != "" {
			first, err := tx.PaperOf(ctx, p.Request)
			if err == nil {
				*p, again = first, true
			}
			if !errors.Is(err, ErrMissing) {
				return err
			}
		}
		n, err := tx.CountPapers(ctx, p.Person)
		if err != nil {
			return err
		}
		if n >= MaxPapers && p.Person != 0 {
			return ErrFull
		}
		return tx.AddPaper(ctx, p)
	})
	return again, err
}

// needHand returns ErrMissing unless the actor may hand in a paper of the person, and fills in the person's community.
func (s *Service) needHand(ctx context.Context, who auth.Actor, a *Adding) error {
	if a.Person == 0 {
		of, err := s.right(ctx, who, a.About)
		if err == nil && of.Person != 0 {
			err = ErrMissing
		}
		a.Community = of.Community
		return err
	}
	p, err := s.store.Person(ctx, a.Person)
	if err != nil {
		return ErrMissing.Because(err)
	}
	if a.Person = p.ID; a.Community == 0 {
		a.Community = p.Community
	}
	if p.ID == who.Person {
		return nil
	}
	if a.About != "" {
		of, err := s.right(ctx, who, a.About)
		if err != nil || of.Person == p.ID {
			return err
		}
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	if !person.Kept(who, tree.Path, p) {
		return ErrMissing
	}
	return nil
}
