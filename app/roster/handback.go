package roster

import (
	"context"
	"fmt"
	"time"
)

// lookBack is for how long after its end a posting is looked at.
const lookBack = 48 * time.Hour

// HandBack gives the open reports of postings that have ended back to their posts, where a successor finds them. Whose last post has
// ended is nobody's substitute any more: calls go to the holder, or to the next step.
func (s *Service) HandBack(ctx context.Context) error {
	err := s.store.InTx(ctx, func(tx Tx) error {
		now := s.now()
		ended, err := tx.EndedPostings(ctx, now.Add(-lookBack), now)
		if err != nil {
			return err
		}
		for _, p := range ended {
			if err := tx.HandBack(ctx, p, now); err != nil {
				return err
			}
		}
		return tx.ReleaseSubstitutes(ctx, now.Add(-lookBack), now)
	})
	if err != nil {
		return fmt.Errorf("hand back reports: %w", err)
	}
	return nil
}
