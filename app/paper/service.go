package paper

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/consent"
)

// Matter says whose papers a matter has. Those of person 0 belong to the matter alone: an agreement that several people signed.
type Matter struct{ Person, Community int64 }

// Right is how a capability says whether the actor works on one of its matters, and whose matter it is. A fault of kind missing
// or denied means no. It is asked when somebody hands in a paper for another person and when somebody opens one.
type Right func(ctx context.Context, who auth.Actor, id int64) (Matter, error)

// Titles is how a capability says what its matters are called, to the person whose matters they are.
type Titles func(ctx context.Context, ids []int64) (map[int64]string, error)

// Config is what the service needs.
type Config struct {
	Store  Store
	Blobs  Blobs
	Seal   Seal
	Areas  area.Source
	Rights map[string]Right // by the first word of what a use is about: "errand" for "errand:12"
	Titles map[string]Titles
	Brings map[string]Bring // by the same words: what a matter does with a photo that came in the chat
	// Platform has the photos of the chat.
	Platform Platform
	Now      func() time.Time
}

// Service runs the use cases.
type Service struct {
	store    Store
	blobs    Blobs
	seal     Seal
	areas    area.Source
	rights   map[string]Right
	titles   map[string]Titles
	brings   map[string]Bring
	platform Platform
	now      func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{
		store: c.Store, blobs: c.Blobs, seal: c.Seal, areas: c.Areas, rights: maps.Clone(c.Rights), titles: maps.Clone(c.Titles),
		brings: maps.Clone(c.Brings), platform: c.Platform, now: c.Now,
	}
}

// Of returns the actor's own papers, the newest first.
func (s *Service) Of(ctx context.Context, who auth.Actor) ([]Paper, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	return s.store.PapersOf(ctx, who.Person)
}

// For returns the papers that a matter uses, the oldest first, for the package of the matter: it has decided who sees the matter.
// A paper that its person deleted is gone from here. The bytes are behind Open only.
func (s *Service) For(ctx context.Context, about string) ([]Paper, error) {
	return s.store.PapersFor(ctx, about)
}

// Titles returns what the matters that use these papers are called, by what a use is about; "" for a capability that says nothing.
func (s *Service) Titles(ctx context.Context, of []Paper) (map[string]string, error) {
	ids := map[string][]int64{}
	for _, p := range of {
		for _, u := range p.Uses {
			word, id, _ := parse(u.About)
			ids[word] = append(ids[word], id)
		}
	}
	titles := map[string]string{}
	for word, ask := range s.titles {
		if len(ids[word]) == 0 {
			continue
		}
		found, err := ask(ctx, ids[word])
		if err != nil {
			return nil, err
		}
		for id, title := range found {
			titles[fmt.Sprintf("%s:%d", word, id)] = title
		}
	}
	return titles, nil
}

// Keep keeps one of the actor's papers until they delete it. Fault: ErrMissing.
func (s *Service) Keep(ctx context.Context, who auth.Actor, id int64) (Paper, error) {
	return s.own(ctx, who, id, func(_ Tx, p *Paper, now time.Time) error {
		p.Kept = true
		p.settle(now)
		return nil
	})
}

// Unkeep lets one of the actor's papers be deleted as if it had never been kept. Fault: ErrMissing.
func (s *Service) Unkeep(ctx context.Context, who auth.Actor, id int64) (Paper, error) {
	return s.own(ctx, who, id, func(_ Tx, p *Paper, now time.Time) error {
		if p.Kept {
			p.Kept = false
			p.settle(now)
		}
		return nil
	})
}

// Answer says whether one of the actor's papers may be used in a matter whose staff asked. Declining ends the asking. Faults:
// ErrMissing, ErrAnswer.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, a Answer) (Paper, error) {
	return s.own(ctx, who, id, func(tx Tx, p *Paper, now time.Time) error {
		u, ok := p.Of(a.About)
		if !ok || u.Agreed() || !u.Open() {
			return ErrAnswer
		}
		action := "paper.agree"
		if a.Yes {
			u.AgreedAt = now
			if err := tx.SaveUse(ctx, u); err != nil {
				return err
			}
		} else {
			action = "paper.decline"
			if err := tx.DeleteUse(ctx, u.ID); err != nil {
				return err
			}
		}
		p.swap(u, a.Yes)
		p.settle(now)
		return tx.AddAudit(ctx, s.line(who, *p, action, a.About))
	})
}

// Delete deletes one of the actor's papers at once, and from the matters that use it: these find it gone. sure is needed while
// one is open. Faults: ErrMissing, ErrInUse.
func (s *Service) Delete(ctx context.Context, who auth.Actor, id int64, sure bool) error {
	p, err := s.own(ctx, who, id, func(tx Tx, p *Paper, now time.Time) error {
		if p.InUse() && !sure {
			return ErrInUse
		}
		p.leave(now)
		return tx.AddAudit(ctx, s.line(who, *p, "paper.delete", ""))
	})
	if err != nil {
		return err
	}
	return s.erase(ctx, p)
}

// own changes one of the actor's papers.
func (s *Service) own(ctx context.Context, who auth.Actor, id int64, do func(Tx, *Paper, time.Time) error) (p Paper, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return Paper{}, err
	}
	err = s.store.InTx(ctx, func(tx Deeds) error {
		if p, err = tx.LockPaper(ctx, id); err != nil {
			return err
		}
		if p.Person != who.Person {
			return ErrMissing
		}
		if err := do(tx, &p, s.now()); err != nil {
			return err
		}
		return tx.SavePaper(ctx, p)
	})
	return p, err
}

// Consents are the kinds of consent that concern a person with papers (consent.Asks).
func (s *Service) Consents(ctx context.Context, who int64) ([]consent.Kind, error) {
	all, err := s.store.PapersOf(ctx, who)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return []consent.Kind{consent.Papers}, nil
}

// line is about the person whose paper it is: it stays when the paper is deleted.
func (s *Service) line(who auth.Actor, p Paper, action, about string) audit.Record {
	reason := fmt.Sprintf("paper:%d", p.ID)
	if about != "" {
		reason += " " + about
	}
	return audit.Record{Community: p.Community, At: s.now(), Person: who.Person, Action: action, About: p.whose(about), Reason: reason}
}

// whose names the person of a paper, or the matter to which it belongs alone.
func (p Paper) whose(about string) string {
	if p.Person == 0 {
		return known(about)
	}
	return fmt.Sprintf("person:%d", p.Person)
}

// bound is the word that the bytes of a blob are bound to.
func bound(key string) string { return "paper:" + key }

func newKey() string {
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails: it ends the process instead
	return hex.EncodeToString(b)
}
