package steward

import (
	"context"
	"errors"
	"slices"

	"linli/app/auth"
	"linli/app/report"
)

// Answered says whether nobody has to telephone this person about the matter any more: they or enough others have
// acknowledged, or the matter is over.
func (s *Service) Answered(ctx context.Context, about Subject, id, who int64) (bool, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return false, err
	}
	answered := false
	err = s.store.InTx(ctx, func(tx Tx) error {
		m, err := lockMatter(ctx, tx, t, about, id, s.now())
		if err != nil || m.over {
			answered = m.over || errors.Is(err, ErrCall)
			return ignoreGone(err)
		}
		p, err := tx.LockPagingOf(ctx, about, id)
		if err != nil {
			return ignoreGone(err)
		}
		acks, err := tx.Acks(ctx, p.ID)
		answered = p.Stage == Acknowledged || p.Stage == Over ||
			slices.ContainsFunc(acks, func(a Ack) bool { return a.Person == who })
		return err
	})
	return answered, err
}

func ignoreGone(err error) error {
	if errors.Is(err, ErrMissing) || errors.Is(err, ErrCall) {
		return nil
	}
	return err
}

// AcknowledgeByKey does what 知道了 does, for a person who pressed the key during the call about the matter. Faults: those of
// Acknowledge, AcknowledgeCall and AcknowledgePaging.
func (s *Service) AcknowledgeByKey(ctx context.Context, who auth.Actor, about Subject, id int64) error {
	if about == AboutCall {
		_, err := s.AcknowledgeCall(ctx, who, id)
		return err
	}
	_, err := s.Acknowledge(ctx, who, id, report.Handling{})
	if !errors.Is(err, ErrMissing) && !errors.Is(err, report.ErrMissing) {
		return err
	}
	var p Paging // no steward of the place: staff acknowledge the paging
	if err := s.store.InTx(ctx, func(tx Tx) (err error) {
		p, err = tx.LockPagingOf(ctx, about, id)
		return err
	}); err != nil {
		return err
	}
	_, err = s.AcknowledgePaging(ctx, who, p.ID)
	return err
}
