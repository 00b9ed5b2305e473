package media

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"linli/app/fault"
)

const typeJPEG = "image/jpeg"

// Fetch is the job JobFetch: it downloads a file from the platform. Two runs at the same time are harmless: both write the
// same bytes under the same keys. After an error the job is retried; three days after the message the file is lost.
func (s *Service) Fetch(ctx context.Context, id int64) error {
	f, err := s.store.File(ctx, id)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("fetch file %d: %w", id, err)
	}
	if f.State != Fetching {
		return nil
	}
	now := s.now()
	if now.Sub(f.CreatedAt) >= FetchFor {
		return s.lose(ctx, id)
	}
	most := int64(VoiceBytes)
	if f.Kind == Photo {
		most = int64(s.limits.Bytes)
	}
	data, named, err := s.platform.FetchMedia(ctx, f.MediaID, most)
	if hopeless(err) {
		return s.lose(ctx, id)
	}
	if err != nil {
		return fmt.Errorf("fetch file %d: %w", id, err)
	}
	if err := s.take(ctx, &f, data, named); hopeless(err) {
		return s.lose(ctx, id)
	} else if err != nil {
		return fmt.Errorf("fetch file %d: %w", id, err)
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		cur, err := tx.LockFile(ctx, id)
		if err != nil || cur.State != Fetching {
			return err
		}
		if err := tx.SaveFile(ctx, f); err != nil {
			return err
		}
		return s.after(ctx, tx, f)
	})
}

// take puts the bytes of an awaited file into the blob store. Speex without a container has no mark of its own: what the platform
// names so is kept even if it cannot be played.
func (s *Service) take(ctx context.Context, f *File, data []byte, named string) error {
	now := s.now()
	if f.Kind == Photo {
		p, err := CleanContext(ctx, data, s.limits)
		if err != nil {
			return err
		}
		return s.keep(ctx, f, p, now)
	}
	contentType := recordingType(data)
	if contentType == "" && strings.Contains(named, "speex") {
		contentType = typeSpeex
	}
	if contentType == "" || len(data) > VoiceBytes {
		return ErrGone
	}
	if err := s.blobs.Put(ctx, f.Key, data, contentType); err != nil {
		return fmt.Errorf("keep voice: %w", err)
	}
	f.arrive(contentType, len(data), now)
	f.sound(data)
	return nil
}

// hopeless says that a retry would end the same way.
func hopeless(err error) bool {
	f, ok := fault.As(err)
	return ok && (f.Kind == fault.Missing || f.Kind == fault.Invalid)
}

func (s *Service) lose(ctx context.Context, id int64) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		f, err := tx.LockFile(ctx, id)
		if err != nil || f.State != Fetching {
			return err
		}
		f.State, f.MediaID = Lost, ""
		if f.Kind == Photo {
			f.judge(Withheld, s.now())
		}
		return tx.SaveFile(ctx, f)
	})
}
