package media

import (
	"context"
	"fmt"
	"io"
	"time"
)

// shownFor is how long an uploaded photo is shown by its first upload: the platform deletes it after three days.
const shownFor = 60 * time.Hour

// ForChat returns the platform's id of a photo that may be shown in the official account's chat, uploaded at most once in
// shownFor; "" for one that others may not see. wait: the check is not decided yet.
func (s *Service) ForChat(ctx context.Context, id int64) (mediaID string, wait bool, err error) {
	f, err := s.store.File(ctx, id)
	if err != nil {
		return "", false, err
	}
	now := s.now()
	switch {
	case f.Kind != Photo || f.State == Lost || f.withheld():
		return "", false, nil
	case f.State != Stored || f.Check != Passed:
		return "", true, nil
	case now.Before(f.ShownAt.Add(shownFor)):
		return f.ShownID, false, nil
	}
	blob, _, err := s.blobs.Get(ctx, f.Key)
	if err != nil {
		return "", false, fmt.Errorf("read photo %d: %w", id, err)
	}
	data, err := io.ReadAll(blob)
	_ = blob.Close()
	if err != nil {
		return "", false, fmt.Errorf("read photo %d: %w", id, err)
	}
	if mediaID, err = s.platform.UploadPicture(ctx, data); err != nil {
		return "", false, err
	}
	return mediaID, false, s.store.InTx(ctx, func(tx Tx) error {
		f, err := tx.LockFile(ctx, id)
		if err != nil {
			return err
		}
		f.ShownID, f.ShownAt = mediaID, now
		return tx.SaveFile(ctx, f)
	})
}
