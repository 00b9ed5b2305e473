package consent

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/media"
	"linli/app/person"
)

// Asks says which kinds concern a person: a capability asks for what it shows.
type Asks func(ctx context.Context, who int64) ([]Kind, error)

// Config is what the service needs.
type Config struct {
	Store Store
	Areas area.Source
	Asks  []Asks // besides Neighbours, which concerns everybody
	Given func() // is called after a consent was given; nil: nobody asks
	Now   func() time.Time
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	asks  []Asks
	given func()
	now   func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	if c.Given == nil {
		c.Given = func() {}
	}
	return &Service{store: c.Store, areas: c.Areas, asks: slices.Clone(c.Asks), given: c.Given, now: c.Now}
}

// Offer is one kind as a person reads it.
type Offer struct {
	Kind  Kind
	Given Consent // in force, or the last one withdrawn; zero: never given
}

// Paper is a signed consent that staff enter for a person.
type Paper struct {
	Kind  Kind
	How   How
	Photo int64
}

// Mine returns what the actor agreed to and may agree to.
func (s *Service) Mine(ctx context.Context, who auth.Actor) ([]Offer, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	return s.offers(ctx, who.Person)
}

func (s *Service) offers(ctx context.Context, id int64) ([]Offer, error) {
	all, err := s.store.ConsentsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	concern := []Kind{Neighbours}
	for _, ask := range s.asks {
		kinds, err := ask(ctx, id)
		if err != nil {
			return nil, err
		}
		concern = append(concern, kinds...)
	}
	var offers []Offer
	for _, k := range Kinds {
		given := of(all, k)
		if len(given) == 0 && !slices.Contains(concern, k) {
			continue
		}
		o := Offer{Kind: k}
		if len(given) > 0 {
			o.Given = given[len(given)-1]
		}
		offers = append(offers, o)
	}
	return offers, nil
}

// Give records that the actor agrees, and returns what they agreed to and may agree to. Agreeing twice changes nothing. Faults:
// ErrKind for a kind that does not concern them, ErrMinor.
func (s *Service) Give(ctx context.Context, who auth.Actor, k Kind) ([]Offer, error) {
	if err := s.needOffer(ctx, who, k); err != nil {
		return nil, err
	}
	p, err := s.store.Person(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	now := s.now()
	if minor(p, now) {
		return nil, ErrMinor
	}
	err = s.store.InTx(ctx, func(tx Deeds) error {
		return Give(ctx, tx, Consent{Person: p.ID, Kind: k, Wording: Wording, How: Self, From: now})
	})
	if err != nil {
		return nil, err
	}
	s.given()
	return s.offers(ctx, who.Person)
}

// minor says whether the guardian agrees for a person.
func minor(p person.Person, now time.Time) bool { return p.Born != 0 && p.Age(now) < adult }

// Withdraw ends the actor's consent at once, also one that staff entered. Without one nothing changes. Fault: ErrKind.
func (s *Service) Withdraw(ctx context.Context, who auth.Actor, k Kind) ([]Offer, error) {
	if err := s.needOffer(ctx, who, k); err != nil {
		return nil, err
	}
	err := s.store.InTx(ctx, func(tx Deeds) error { return Withdraw(ctx, tx, who.Person, k, Self, 0, s.now()) })
	if err != nil {
		return nil, err
	}
	return s.offers(ctx, who.Person)
}

func (s *Service) needOffer(ctx context.Context, who auth.Actor, k Kind) error {
	offers, err := s.Mine(ctx, who)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(offers, func(o Offer) bool { return o.Kind == k }) {
		return ErrKind
	}
	return nil
}

// Of returns the consents of one of the actor's residents as Mine does. Fault: person.ErrMissing.
func (s *Service) Of(ctx context.Context, who auth.Actor, id int64) ([]Offer, error) {
	if _, err := s.kept(ctx, who, id); err != nil {
		return nil, err
	}
	return s.offers(ctx, id)
}

// Enter records a signed consent of one of the actor's residents, with a photo of the paper. Faults:
// person.ErrMissing, ErrKind, ErrHow, ErrPaper, ErrGuardian, media.ErrMissing.
func (s *Service) Enter(ctx context.Context, who auth.Actor, id int64, paper Paper) ([]Offer, error) {
	p, err := s.kept(ctx, who, id)
	if err != nil {
		return nil, err
	}
	switch {
	case paper.Kind.Title() == "":
		return nil, ErrKind
	case paper.How != Signed && paper.How != Guardian:
		return nil, ErrHow
	case paper.Photo == 0:
		return nil, ErrPaper
	case paper.How == Signed && minor(p, s.now()):
		return nil, ErrGuardian
	}
	err = s.store.InTx(ctx, func(tx Deeds) error {
		if err := media.Claim(ctx, tx, who.Person, []int64{paper.Photo}, p.Community); err != nil {
			return err
		}
		now := s.now()
		if err := Give(ctx, tx, Consent{
			Person: p.ID, Kind: paper.Kind, Wording: Wording, How: paper.How, By: who.Person, Photo: paper.Photo, From: now,
		}); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, p, "consent.enter", paper.Kind))
	})
	if err != nil {
		return nil, err
	}
	s.given()
	return s.offers(ctx, id)
}

// End withdraws a consent of one of the actor's residents, who asked for it at the counter or by telephone. Faults:
// person.ErrMissing, ErrKind.
func (s *Service) End(ctx context.Context, who auth.Actor, id int64, k Kind) ([]Offer, error) {
	p, err := s.kept(ctx, who, id)
	if err != nil {
		return nil, err
	}
	if k.Title() == "" {
		return nil, ErrKind
	}
	err = s.store.InTx(ctx, func(tx Deeds) error {
		if err := Withdraw(ctx, tx, p.ID, k, Signed, who.Person, s.now()); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, p, "consent.end", k))
	})
	if err != nil {
		return nil, err
	}
	return s.offers(ctx, id)
}

func (s *Service) line(who auth.Actor, p person.Person, action string, k Kind) audit.Record {
	return audit.Record{
		Community: p.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("person:%d", p.ID), Reason: k.Title(),
	}
}

// kept returns one of the actor's residents, or person.ErrMissing.
func (s *Service) kept(ctx context.Context, who auth.Actor, id int64) (person.Person, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return person.Person{}, err
	}
	p, err := s.store.Person(ctx, id)
	if err != nil {
		return person.Person{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return person.Person{}, err
	}
	if !person.Kept(who, tree.Path, p) {
		return person.Person{}, person.ErrMissing
	}
	return p, nil
}
