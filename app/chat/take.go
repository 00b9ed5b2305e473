package chat

import (
	"context"
	"errors"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/closing"
	"linli/app/inbox"
	"linli/app/loan"
	"linli/app/media"
	"linli/app/person"
	"linli/app/report"
	"linli/app/text"
)

// Service holds the conversation.
type Service struct {
	store   Store
	areas   area.Source
	reports *report.Service
	desk    *booking.Desk
	loans   *loan.Service
	media   *media.Service
	now     func() time.Time
}

// Config is what the chat needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Reports *report.Service
	Desk    *booking.Desk
	Loans   *loan.Service
	Media   *media.Service
	Now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{
		store: c.Store, areas: c.Areas, reports: c.Reports, desk: c.Desk, loans: c.Loans, media: c.Media, now: c.Now,
	}
}

// saying is what somebody says, with what its transaction cannot read itself.
type saying struct {
	push  inbox.Push
	tree  *area.Tree
	weeks map[int64][]booking.Scheduled // what communities offer
}

// needsWeek is returned by a transaction that cannot go on without the timetable of a community.
type needsWeek struct{ community int64 }

func (needsWeek) Error() string { return "the timetable was not read" }

// Answer is the inbox.Receiver of what people say, and of what they press and scan.
func (s *Service) Answer(ctx context.Context, p inbox.Push, once inbox.Once[Tx]) (string, error) {
	p.Text, p.Label = text.Words(p.Text), text.Line(p.Label)
	if p.Account == auth.OA && p.Kind == inbox.Click && !personal(p.MenuKey) { // the answer depends on nobody
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
	if i, err = person.Follow(ctx, tx, i, p.At); err != nil { // whoever speaks to us can be spoken to
		return "", err
	}
	// Only now: a goodbye that is taken in at this moment writes first and looks then, as we do, so one of us sees the other.
	left, err := tx.LeftAt(ctx, p.Account, p.From)
	if err != nil {
		return "", err
	}
	if p.At.Before(left) { // it was said before the goodbye that has overtaken it
		return "", closing.Forget(ctx, tx, i, left)
	}
	return s.turn(ctx, tx, i, in, said)
}

// Revoked takes the place out of a draft when the person has taken it back in the settings of WeChat.
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

// Sweep deletes drafts that ended.
func (s *Service) Sweep(ctx context.Context) error {
	_, err := s.store.DeleteDrafts(ctx, s.now())
	return err
}
