package order

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/text"
	"linli/app/wordlist"
)

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Times   Times
	Numbers *person.Service
	Origins map[string]Lookup // what an order can come from: "need", "report", "errand"
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	times   Times
	numbers *person.Service
	origins map[string]Lookup
	now     func() time.Time
	within  Tx // not nil: the service works in this transaction, which the caller commits
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, times: c.Times, numbers: c.Numbers, origins: c.Origins, now: c.Now}
}

// Within returns the service bound to a caller's transaction.
func (s *Service) Within(tx Tx) *Service {
	joined := *s
	joined.within = tx
	return &joined
}

func (s *Service) inTx(ctx context.Context, do func(Tx) error) error {
	if s.within != nil {
		return s.within.Try(ctx, func() error { return do(s.within) })
	}
	return s.store.InTx(ctx, do)
}

// Kinds returns what people can ask for, in the county's order, also what is no longer offered.
func (s *Service) Kinds(ctx context.Context) ([]wordlist.Word, error) {
	all, err := s.store.Words(ctx, wordlist.Orders)
	return wordlist.Merge(wordlist.Orders, all, shipped), err
}

// Read returns an order to the keepers of its community. Fault: ErrMissing.
func (s *Service) Read(ctx context.Context, who auth.Actor, id int64) (Order, error) {
	return s.read(ctx, who, id, desk)
}

// Mine returns an order to the resident or to the family member who asked. Fault: ErrMissing.
func (s *Service) Mine(ctx context.Context, who auth.Actor, id int64) (Order, error) {
	return s.read(ctx, who, id, own)
}

// Visit returns an order to somebody who comes. Fault: ErrMissing.
func (s *Service) Visit(ctx context.Context, who auth.Actor, id int64) (Order, error) {
	return s.read(ctx, who, id, visitor)
}

func (s *Service) read(ctx context.Context, who auth.Actor, id int64, may rights) (Order, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Order{}, err
	}
	o, err := s.store.Order(ctx, id)
	if err != nil {
		return Order{}, err
	}
	if err := may(t, who, o); err != nil {
		return Order{}, err
	}
	return o, nil
}

// Events returns the timeline of an order that was read, for staff with all lines.
func (s *Service) Events(ctx context.Context, o Order, staff bool) ([]Event, error) {
	all, err := s.store.OrderEvents(ctx, o.ID)
	if err != nil || staff {
		return all, err
	}
	return slices.DeleteFunc(all, func(l Event) bool { return !l.Public }), nil
}

// Phone returns the number of the resident and writes the reason to the audit log. Faults: ErrMissing, person.ErrReason,
// person.ErrNoPhone.
func (s *Service) Phone(ctx context.Context, who auth.Actor, id int64, why string) (person.Phone, error) {
	o, err := s.Read(ctx, who, id)
	if err != nil {
		return "", err
	}
	served := func(context.Context, auth.Actor, int64) (whom, community int64, err error) {
		return o.Person, o.Community, nil
	}
	return s.numbers.Reveal(ctx, who, served, "order", o.ID, why)
}

// words cleans what was said; ErrWords unless it has least to MaxWords characters.
func words(said string, least int) (string, error) {
	said = text.Words(said)
	if !text.Within(said, least, MaxWords) {
		return "", ErrWords
	}
	return said, nil
}
