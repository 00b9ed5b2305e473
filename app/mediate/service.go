package mediate

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/paper"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
	"linli/app/wordlist"
)

// Numbers shows staff the number of a known person.
type Numbers interface {
	Reveal(ctx context.Context, who auth.Actor, of person.Owner, kind string, id int64, reason string) (person.Phone, error)
}

// Timetable makes the sessions of services, which hold their hours before others ask.
type Timetable interface {
	Ready(ctx context.Context, community int64, day when.Date) error
}

// Config is what the service needs.
type Config struct {
	Store     Store
	Areas     area.Source
	Reports   *report.Service
	Timetable Timetable
	Numbers   Numbers
	Now       func() time.Time
}

// Service runs the use cases.
type Service struct {
	store     Store
	areas     area.Source
	reports   *report.Service
	timetable Timetable
	numbers   Numbers
	now       func() time.Time
	within    Tx // not nil: the service works in this transaction, which the caller commits
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, reports: c.Reports, timetable: c.Timetable, numbers: c.Numbers, now: c.Now}
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

// Open returns the whole file to its mediators. Each opening leaves a line. Fault: ErrMissing.
func (s *Service) Open(ctx context.Context, who auth.Actor, id int64) (c Case, err error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return c, err
	}
	if c, err = s.store.Case(ctx, id); err != nil {
		return c, err
	}
	if err := mediator(ctx, tree, s.store, who, c, s.now()); err != nil {
		return Case{}, err
	}
	return c, s.inTx(ctx, func(tx Tx) error {
		return tx.AddAudit(ctx, audit.Record{Community: c.Community, At: s.now(), Person: who.Person, Action: string(audit.OpenedFile), About: c.About()})
	})
}

// Lines returns the timeline of a case that was opened.
func (s *Service) Lines(ctx context.Context, c Case) ([]Line, error) { return s.store.Lines(ctx, c.ID) }

// Right says whose papers a case has, to its mediators: nobody's, they belong to the file (paper.Right).
func (s *Service) Right(ctx context.Context, who auth.Actor, id int64) (paper.Matter, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return paper.Matter{}, err
	}
	c, err := s.store.Case(ctx, id)
	if err != nil {
		return paper.Matter{}, err
	}
	return paper.Matter{Community: c.Community}, mediator(ctx, tree, s.store, who, c, s.now())
}

// Kinds returns the kinds of dispute that are offered, in the county's order.
func (s *Service) Kinds(ctx context.Context) ([]wordlist.Word, error) { return kinds(ctx, s.store) }

func kinds(ctx context.Context, from wordlist.Source) ([]wordlist.Word, error) {
	all, err := from.Words(ctx, wordlist.Disputes)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(wordlist.Merge(wordlist.Disputes, all, shipped), func(w wordlist.Word) bool { return w.Hidden }), nil
}

// KindNames returns the names of all kinds by their code.
func (s *Service) KindNames(ctx context.Context) (map[string]string, error) {
	all, err := s.store.Words(ctx, wordlist.Disputes)
	return NamesOf(all), err
}

// NamesOf returns the names of the kinds by their code, of the county's list or the shipped one.
func NamesOf(all []wordlist.Word) map[string]string {
	names := map[string]string{}
	for _, w := range wordlist.Merge(wordlist.Disputes, all, shipped) {
		names[w.Code] = w.Name
	}
	return names
}

// needKind returns ErrKind for a code that is not offered.
func needKind(ctx context.Context, from wordlist.Source, code string) error {
	all, err := kinds(ctx, from)
	if err == nil && !slices.ContainsFunc(all, func(w wordlist.Word) bool { return w.Code == code }) {
		return ErrKind
	}
	return err
}

// Phone returns the number of a party to the mediators; the reason stands in the audit log. Faults: ErrMissing, ErrParty,
// person.ErrReason, person.ErrNoPhone.
func (s *Service) Phone(ctx context.Context, who auth.Actor, id int64, ask Revealing) (person.Phone, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return "", err
	}
	c, err := s.store.Case(ctx, id)
	if err != nil {
		return "", err
	}
	if err := mediator(ctx, tree, s.store, who, c, s.now()); err != nil {
		return "", err
	}
	p, err := c.party(ask.Party)
	if err != nil {
		return "", err
	}
	if p.Person != 0 {
		whom := func(context.Context, auth.Actor, int64) (whom, community int64, err error) {
			return p.Person, c.Community, nil
		}
		return s.numbers.Reveal(ctx, who, whom, "mediate", c.ID, ask.Reason)
	}
	reason, err := words(ask.Reason, 2)
	switch {
	case err != nil:
		return "", person.ErrReason
	case p.Phone == "":
		return "", person.ErrNoPhone
	}
	return p.Phone, s.inTx(ctx, func(tx Tx) error {
		return tx.AddAudit(ctx, audit.Record{
			Community: c.Community, At: s.now(), Person: who.Person, Action: "mediate.reveal_phone", About: c.About(), Reason: reason,
		})
	})
}

// Revealing is a wish to read the number of a party.
type Revealing struct {
	Party  int64
	Reason string
}
