package media

import (
	"context"
	"fmt"
)

// sweepMost is how many files one run of Sweep deletes; the next run goes on.
const sweepMost = 200

// Sweep is a recurring job: it deletes what somebody uploaded or sent and never made part of a report, a week later.
// A file is first lost, so that no report can claim it any more, then its bytes go, then its row: a run that was cut
// short is finished by the next. It returns how many files are gone.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	old, err := s.store.UnclaimedFiles(ctx, s.now().Add(-UnclaimedFor), sweepMost)
	if err != nil {
		return 0, fmt.Errorf("sweep files: %w", err)
	}
	for i, f := range old {
		if err := s.forget(ctx, f); err != nil {
			return i, fmt.Errorf("sweep file %d: %w", f.ID, err)
		}
	}
	return len(old), nil
}

func (s *Service) forget(ctx context.Context, f File) error {
	claimed := false
	err := s.store.InTx(ctx, func(tx Tx) error {
		cur, err := tx.LockFile(ctx, f.ID)
		if err != nil {
			return err
		}
		if claimed = cur.Community != 0; claimed || cur.State == Lost {
			return nil
		}
		cur.State = Lost
		cur.judge(Held, s.now())
		return tx.SaveFile(ctx, cur)
	})
	if err != nil || claimed {
		return err
	}
	for _, key := range []string{f.Key, f.ThumbKey} {
		if key == "" {
			continue
		}
		if err := s.blobs.Delete(ctx, key); err != nil {
			return fmt.Errorf("delete blob: %w", err)
		}
	}
	return s.store.InTx(ctx, func(tx Tx) error { return tx.DeleteFile(ctx, f.ID) })
}
