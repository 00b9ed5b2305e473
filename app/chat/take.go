package chat

import (
	"context"
	"errors"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/closing"
	"linli/app/collect"
	"linli/app/counter"
	"linli/app/delegate"
	"linli/app/errand"
	"linli/app/family"
	"linli/app/feedback"
	"linli/app/guide"
	"linli/app/household"
	"linli/app/inbox"
	"linli/app/inquiry"
	"linli/app/intent"
	"linli/app/loan"
	"linli/app/meal"
	"linli/app/media"
	"linli/app/mediate"
	"linli/app/order"
	"linli/app/person"
	"linli/app/publicity"
	"linli/app/report"
	"linli/app/text"
)

// Service holds the conversation.
type Service struct {
	store      Store
	areas      area.Source
	reports    *report.Service
	desk       *booking.Desk
	loans      *loan.Service
	errands    *errand.Service
	orders     *order.Service
	counters   *counter.Service
	feedbacks  *feedback.Service
	delegates  *delegate.Service
	guides     *guide.Service
	meals      *meal.Service
	mediations *mediate.Service
	families   *family.Service
	inquiries  *inquiry.Service
	households *household.Service
	collects   *collect.Service
	publics    *publicity.Service
	media      *media.Service
	intents    *intent.Reader
	base, web  string
	now        func() time.Time
}

// Config is what the chat needs.
type Config struct {
	Store      Store
	Areas      area.Source
	Reports    *report.Service
	Desk       *booking.Desk
	Loans      *loan.Service
	Errands    *errand.Service
	Orders     *order.Service
	Counters   *counter.Service
	Feedbacks  *feedback.Service
	Delegates  *delegate.Service
	Guides     *guide.Service
	Meals      *meal.Service
	Mediations *mediate.Service
	Families   *family.Service
	Inquiries  *inquiry.Service
	Households *household.Service
	Collects   *collect.Service
	Public     *publicity.Service
	Media      *media.Service
	Base       string // the address of this program
	Web        string // the address of the client's pages, "" when they are not served
	Now        func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{
		store: c.Store, areas: c.Areas, reports: c.Reports, desk: c.Desk, loans: c.Loans, delegates: c.Delegates, errands: c.Errands, counters: c.Counters, orders: c.Orders, feedbacks: c.Feedbacks, guides: c.Guides, meals: c.Meals, mediations: c.Mediations, families: c.Families, inquiries: c.Inquiries, media: c.Media,
		households: c.Households, collects: c.Collects, publics: c.Public, intents: intent.New(), base: c.Base, web: c.Web, now: c.Now,
	}
}

// saying is one message, with what its transaction cannot read itself.
type saying struct {
	push  inbox.Push
	tree  *area.Tree
	weeks map[int64][]booking.Scheduled // what communities offer
}

// needsWeek is returned by a transaction that needs the timetable of a community first.
type needsWeek struct{ community int64 }

func (needsWeek) Error() string { return "the timetable was not read" }

// Answer is the inbox.Receiver of messages, menu clicks and scans.
func (s *Service) Answer(ctx context.Context, p inbox.Push, once inbox.Once[Tx]) (string, error) {
	p.Text, p.Label = text.Words(p.Text), text.Line(p.Label)
	if p.Account == auth.OA && p.Kind == inbox.Click && !personal(p.MenuKey) { // the answer is the same for everybody
		return once.Keep(ctx, sayKey(p.MenuKey))
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return "", err
	}
	said := saying{push: p, tree: tree, weeks: map[int64][]booking.Scheduled{}}
	hear := func(tx Tx, in *inbox.Taken) (string, error) { return s.hear(ctx, tx, in, said) }
	reply, err := once.Do(ctx, hear)
	var need needsWeek
	if errors.As(err, &need) { // the timetable may have to be made first, in transactions of its own
		if said.weeks[need.community], err = s.ahead(ctx, need.community); err == nil {
			reply, err = once.Do(ctx, hear)
		}
	}
	return reply, err
}

func (s *Service) hear(ctx context.Context, tx Tx, in *inbox.Taken, said saying) (string, error) {
	p := said.push
	if p.Account != auth.OA { // the mini-programs have no chat
		return "", nil
	}
	i, err := person.Meet(ctx, tx, p.Account, p.From, s.now())
	if err != nil {
		return "", err
	}
	if i, err = person.Follow(ctx, tx, i, p.At); err != nil { // a message proves that the resident can be reached
		return "", err
	}
	if p.Speaks() {
		if i, err = person.Spoke(ctx, tx, i, p.At); err != nil {
			return "", err
		}
	}
	// Read after writing: an unfollow handled in parallel also writes first, so one of the two sees the other.
	left, err := tx.LeftAt(ctx, p.Account, p.From)
	if err != nil {
		return "", err
	}
	if p.At.Before(left) { // the message was sent before the unfollow, which was handled first
		return "", closing.Forget(ctx, tx, i, left)
	}
	return s.turn(ctx, tx, i, in, said)
}

// Revoked removes the place from a draft when the person has withdrawn it in the settings of WeChat.
func (s *Service) Revoked(ctx context.Context, tx Tx, p inbox.Push) error {
	if !person.RevokedBy(p.Revoked).Place {
		return nil
	}
	i, err := tx.LockIdentity(ctx, p.Account, p.From)
	if errors.Is(err, person.ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	d, err := tx.Draft(ctx, i.Person)
	if err != nil || d.Stage == "" {
		return err
	}
	d.Lat, d.Lng = 0, 0
	return tx.SaveDraft(ctx, d)
}
