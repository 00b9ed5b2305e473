package paper

import (
	"context"
	"errors"
	"fmt"
)

// dropMost is the number of papers that one run of DropDue deletes.
const dropMost = 200

// DropDue deletes the papers whose day has come, uploads that never ended, and what an interrupted run left: first the paper is
// going, so that nobody can open or use it, then its bytes are deleted, then its row.
func (s *Service) DropDue(ctx context.Context) error {
	ids, err := s.store.PapersDue(ctx, s.now(), dropMost)
	failed := []error{err}
	for _, id := range ids {
		failed = append(failed, s.drop(ctx, id))
	}
	return errors.Join(failed...)
}

// Due counts what DropDue would delete now, and changes nothing.
func (s *Service) Due(ctx context.Context) (int, error) { return s.store.CountPapersDue(ctx, s.now()) }

func (s *Service) drop(ctx context.Context, id int64) error {
	var p Paper
	err := s.store.InTx(ctx, func(tx Deeds) (err error) {
		if p, err = tx.LockDue(ctx, id); err != nil {
			return err
		}
		now := s.now()
		if !p.due(now) { // kept or used since
			return ErrMissing
		}
		p.leave(now)
		return tx.SavePaper(ctx, p)
	})
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("drop paper %d: %w", id, err)
	}
	return s.erase(ctx, p)
}

// erase deletes the bytes of a paper that is going, then its row.
func (s *Service) erase(ctx context.Context, p Paper) error {
	if err := s.blobs.Delete(ctx, p.Key); err != nil {
		return fmt.Errorf("erase paper %d: %w", p.ID, err)
	}
	return s.store.InTx(ctx, func(tx Deeds) error { return tx.DeletePaper(ctx, p.ID) })
}
