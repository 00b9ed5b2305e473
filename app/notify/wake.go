package notify

import (
	"context"
	"time"

	"linli/app/fault"
	"linli/app/job"
)

// The jobs of alarms.
const (
	WakeJob    job.Kind = "notify.wake"    // takes an alarm to the telephone
	PressedJob job.Kind = "notify.pressed" // somebody acknowledged an alarm by a key
)

// wakeOnce is how long repeated alarms to one person about one matter use the telephone only once.
const wakeOnce = 15 * time.Minute

// Alarms answers for the matter of an alarm.
type Alarms interface {
	// Answered says whether the telephone need not ring any more: the person or enough others have acknowledged, or the matter
	// is over.
	Answered(ctx context.Context, n Notice) (bool, error)
	// Acknowledge does what 知道了 does for the person of the notice.
	Acknowledge(ctx context.Context, n Notice) error
}

// Wake takes an alarm to the telephone: an SMS at once, beside WeChat, whose cards wake nobody, and a call after a while unless
// somebody has answered. It returns when to run again.
func (s *Service) Wake(ctx context.Context, id int64) (again time.Time, err error) {
	n, err := s.store.Notice(ctx, id)
	if err != nil || !n.ReadAt.IsZero() {
		return again, ignoreMissing(err)
	}
	answered, err := s.alarms.Answered(ctx, n)
	if err != nil || answered {
		return again, err
	}
	if again, err := s.store.WokeBefore(ctx, n, n.CreatedAt.Add(-wakeOnce)); err != nil || again { // the older one still calls
		return time.Time{}, err
	}
	for range maxSteps {
		next, err := s.prepareWake(ctx, id)
		if err != nil || next.message == nil {
			return next.wait, err
		}
		result := s.carrier(next.message.Account).Send(ctx, *next.message)
		if _, _, err := s.recordPhone(context.WithoutCancel(ctx), id, next, result); err != nil {
			return again, err
		}
	}
	return s.now().Add(time.Minute), nil
}

// prepareWake decides the next step of an alarm on the telephone channels, and saves the attempt before its message is sent.
func (s *Service) prepareWake(ctx context.Context, id int64) (next step, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		next = step{}
		n, err := tx.LockNotice(ctx, id)
		if err != nil || n.State == Told || !n.ReadAt.IsZero() {
			return ignoreMissing(err)
		}
		tried, err := tx.Attempts(ctx, id)
		if err != nil {
			return err
		}
		now, wait := s.now(), time.Time{}
		for _, channel := range []Channel{SMS, Voice} {
			a := attemptOn(tried, channel, id)
			if a.ID == 0 && s.carrier(channel).TemplateID(channel, n.Kind.Name) == "" {
				continue
			}
			at, ever := s.phone.due(n, a)
			if ever && !at.After(now) {
				if next, err = s.tryPhone(ctx, tx, &n, a, now); err != nil || next.message != nil {
					return err
				}
				at, ever = next.wait, !next.wait.IsZero()
			}
			if ever && (wait.IsZero() || at.Before(wait)) {
				wait = at
			}
		}
		next = step{wait: wait}
		return nil
	})
	return next, err
}

// Pressed runs as PressedJob. A person who lost their post since then acknowledges nothing.
func (s *Service) Pressed(ctx context.Context, id int64) error {
	n, err := s.store.Notice(ctx, id)
	if err != nil {
		return ignoreMissing(err)
	}
	err = s.alarms.Acknowledge(ctx, n)
	if _, known := fault.As(err); known {
		return nil
	}
	return err
}
