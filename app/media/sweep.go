package media

import (
	"context"
	"fmt"
)

// sweepMost is the number of files that one run of Sweep deletes.
const sweepMost = 200

// Sweep is a recurring job: it deletes files without a report after a week. A file first becomes lost, so that no report
// can claim it, then its bytes are deleted, then its row: the next run finishes an interrupted one. It returns the number
// of deleted files.
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
		cur.judge(Withheld, s.now())
		return tx.SaveFile(ctx, cur)
	})
	if err != nil || claimed {
		return err
	}
	for _, key := range []string{f.Key, f.ThumbKey, f.PlayKey} {
		if key == "" {
			continue
		}
		if err := s.blobs.Delete(ctx, key); err != nil {
			return fmt.Errorf("delete blob: %w", err)
		}
	}
	return s.store.InTx(ctx, func(tx Tx) error { return tx.DeleteFile(ctx, f.ID) })
}
