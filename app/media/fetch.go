package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"

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
	data, _, err := s.platform.FetchMedia(ctx, f.MediaID, most)
	if hopeless(err) {
		return s.lose(ctx, id)
	}
	if err != nil {
		return fmt.Errorf("fetch file %d: %w", id, err)
	}
	if err := s.take(ctx, &f, data); hopeless(err) {
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
		if f.Kind == Voice {
			return nil
		}
		return tx.AddJob(ctx, JobCheck, id, now)
	})
}

// take puts the bytes of an awaited file into the blob store.
func (s *Service) take(ctx context.Context, f *File, data []byte) error {
	now := s.now()
	if f.Kind == Photo {
		p, err := CleanContext(ctx, data, s.limits)
		if err != nil {
			return err
		}
		return s.keep(ctx, f, p, now)
	}
	contentType := voiceType(data)
	if contentType == "" || len(data) > VoiceBytes {
		return ErrGone
	}
	if err := s.blobs.Put(ctx, f.Key, data, contentType); err != nil {
		return fmt.Errorf("keep voice: %w", err)
	}
	f.arrive(contentType, len(data), now)
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

// voiceType returns the type of a chat recording by its first bytes, or "".
func voiceType(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("#!AMR\n")), bytes.HasPrefix(data, []byte("#!AMR-WB\n")):
		return "audio/amr"
	case bytes.HasPrefix(data, []byte("ID3")):
		return "audio/mpeg"
	case len(data) > 2 && data[0] == 0xff && data[1]&0xe6 == 0xe2: // MPEG audio, layer III
		return "audio/mpeg"
	case bytes.HasPrefix(data, []byte("OggS")) && bytes.Contains(data[:min(len(data), 64)], []byte("Speex   ")):
		return "audio/ogg"
	}
	return ""
}
