package chat

import (
	"context"
	"errors"
	"time"

	"linli/app/account"
	"linli/app/area"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/fault"
	"linli/app/inbox"
	"linli/app/loan"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
	"linli/app/text"
)

// Budget is how long taking in one push may take: the platform waits five seconds (wechat.md §2.5), and a slow
// database must not use them up.
const Budget = 2 * time.Second

// Service takes in pushes and holds the conversation.
type Service struct {
	store   Store
	areas   area.Source
	reports *report.Service
	desk    *booking.Desk
	loans   *loan.Service
	media   *media.Service
	notices *notify.Service
	close   *account.Service
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
	Notices *notify.Service
	Close   *account.Service
	Now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{
		store: c.Store, areas: c.Areas, reports: c.Reports, desk: c.Desk, loans: c.Loans, media: c.Media, notices: c.Notices,
		close: c.Close, now: c.Now,
	}
}

// taking is one push on its way in, with what its transaction cannot read or do itself.
type taking struct {
	push      inbox.Push
	tree      *area.Tree
	weeks     map[int64][]booking.Held // what communities offer, read before the transaction begins
	committed func(context.Context)    // to be called once it is committed; may be nil
}

// needsWeek is returned by a transaction that cannot go on without the timetable of a community.
type needsWeek struct{ community int64 }

func (needsWeek) Error() string { return "the timetable was not read" }

// Take handles a push exactly once and returns the reply, which is "" when there is none. Its mark, its effect and its
// reply are one transaction, so a redelivery, also one at the same moment, gets the same reply and changes nothing. An
// error means that nothing was taken in: the platform must be left to deliver again.
func (s *Service) Take(ctx context.Context, p inbox.Push) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, Budget)
	defer cancel()
	p.Text, p.Label = text.Words(p.Text), text.Line(p.Label)
	if p.Account == auth.OA && p.Kind == inbox.Click && !personal(p.MenuKey) { // the answer depends on nobody
		reply := sayKey(p.MenuKey)
		return s.replyOr(ctx, p, reply, s.store.Keep(ctx, p, reply, s.now()))
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return "", err
	}
	in := &taking{push: p, tree: tree, weeks: map[int64][]booking.Held{}}
	handle := func(tx Tx) (string, error) { return s.handle(ctx, tx, in) }
	reply, err := s.once(ctx, p, handle)
	var need needsWeek
	if errors.As(err, &need) { // the timetable may have to be made first, in transactions of its own
		if in.weeks[need.community], err = s.ahead(ctx, need.community); err == nil {
			reply, err = s.once(ctx, p, handle)
		}
	}
	if err == nil && in.committed != nil {
		in.committed(ctx)
	}
	if f, ok := fault.As(err); ok && f.Kind != fault.Busy {
		// What the person asked for is not possible: nothing of it is written, and he is told why.
		return s.once(ctx, p, func(Tx) (string, error) { return f.Text, nil })
	}
	return reply, err
}

// once lets handle work and marks the push, both or neither. The mark comes last: whoever finds it there already, a
// redelivery, is undone and gets the reply that stands with it.
func (s *Service) once(ctx context.Context, p inbox.Push, handle func(Tx) (string, error)) (string, error) {
	var reply string
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		if reply, err = handle(tx); err != nil {
			return err
		}
		return tx.AddPush(ctx, p, reply, s.now())
	})
	return s.replyOr(ctx, p, reply, err)
}

func (s *Service) replyOr(ctx context.Context, p inbox.Push, reply string, err error) (string, error) {
	if errors.Is(err, ErrTaken) {
		return s.store.ReplyTo(ctx, p)
	}
	if err != nil {
		return "", err
	}
	return reply, nil
}

func (s *Service) handle(ctx context.Context, tx Tx, in *taking) (string, error) {
	p := in.push
	switch p.Kind {
	case inbox.Receipts:
		for _, r := range p.Receipts {
			r.At = p.At
			if err := s.notices.Receipt(ctx, tx, p.Account, r); err != nil {
				return "", err
			}
		}
		return "", nil
	case inbox.Consents:
		for _, c := range p.Consents {
			if err := s.notices.Consent(ctx, tx, p, c); err != nil {
				return "", err
			}
		}
		return "", nil
	case inbox.Verdict:
		return "", s.media.Verdict(ctx, tx, p.Verdict)
	case inbox.Revoke:
		return "", s.revoke(ctx, tx, p)
	case inbox.Cancel:
		return "", s.cancel(ctx, tx, in)
	case inbox.Other:
		return "", nil
	}
	if p.Account != auth.OA { // the mini-programs have no chat
		return "", nil
	}
	if p.Kind == inbox.Unfollow {
		return "", s.leave(ctx, tx, p)
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
		return "", s.forget(ctx, tx, i, left)
	}
	return s.turn(ctx, tx, i, in)
}

// leave deletes what is known of a follower who unsubscribed, unless a later event shows that they follow again.
func (s *Service) leave(ctx context.Context, tx Tx, p inbox.Push) error {
	if err := tx.MarkLeft(ctx, p.Account, p.From, p.At); err != nil {
		return err
	}
	i, err := tx.LockIdentity(ctx, p.Account, p.From)
	if err != nil {
		return noneIsFine(err)
	}
	return s.forget(ctx, tx, i, p.At)
}

func (s *Service) forget(ctx context.Context, tx Tx, i person.Identity, at time.Time) error {
	if at.Before(i.ChangedAt) { // followed again since
		return nil
	}
	if err := tx.DeleteDraft(ctx, i.Person); err != nil {
		return err
	}
	return person.Forget(ctx, tx, i, at)
}

// revoke deletes what somebody has taken back in the settings of WeChat.
func (s *Service) revoke(ctx context.Context, tx Tx, p inbox.Push) error {
	i, err := tx.LockIdentity(ctx, p.Account, p.From)
	if err != nil {
		return noneIsFine(err)
	}
	what := person.RevokedBy(p.Revoked)
	if what.Place {
		d, err := tx.Draft(ctx, i.Person)
		if err != nil {
			return err
		}
		if d.Stage != "" {
			d.Lat, d.Lng = 0, 0
			if err := tx.SaveDraft(ctx, d); err != nil {
				return err
			}
		}
	}
	return person.Revoke(ctx, tx, i, what, p.Revoked, s.now())
}

// cancel closes the account of somebody whose WeChat exists no more.
func (s *Service) cancel(ctx context.Context, tx Tx, in *taking) (err error) {
	p := in.push
	in.committed, err = s.close.Leave(ctx, tx, auth.Session{Account: p.Account, OpenID: p.From})
	return noneIsFine(err)
}

func noneIsFine(err error) error {
	if f, ok := fault.As(err); ok && f.Kind == fault.Missing {
		return nil
	}
	return err
}

// Sweep deletes drafts that ended and marks that no push needs any more.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.now()
	if _, err := s.store.DropDrafts(ctx, now); err != nil {
		return err
	}
	_, err := s.store.DropPushes(ctx, now.Add(-KeepPushes))
	return err
}
