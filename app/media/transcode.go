package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"linli/app/fault"
	"linli/app/job"
)

// JobTranscode makes the form of a voice message that every client plays.
const JobTranscode job.Kind = "media.transcode"

// The faults of a Transcoder.
var (
	ErrNoProgram = fault.New(fault.Busy, "media.no_program", "没有转换录音的程序") // it is missing, or knows none of the formats
	ErrUndecoded = fault.New(fault.Invalid, "media.undecoded", "录音无法转换")
	errTooLong   = errors.New("the recording is larger than it may be")
)

// Transcoder makes MP3 of recordings. What it decodes comes from outside: it must bound time, memory and the result.
type Transcoder interface {
	// Transcode returns the recording as MP3. It returns ErrNoProgram, ErrUndecoded, or an error of the run itself.
	Transcode(ctx context.Context, r Recording) ([]byte, error)
	// Ready returns nil if the formats can be decoded here, else ErrNoProgram with the cause.
	Ready(ctx context.Context) error
}

// Transcode is the job JobTranscode. Without the program the file waits: RetryTranscoding adds the job again. The original is
// kept in any case.
func (s *Service) Transcode(ctx context.Context, id int64) (again time.Time, err error) {
	f, err := s.store.File(ctx, id)
	if err != nil || f.Play != PlayWaiting || f.State != Stored {
		return time.Time{}, err
	}
	data, err := s.bytes(ctx, f.Key)
	if err != nil {
		return time.Time{}, fmt.Errorf("transcode file %d: %w", id, err)
	}
	r, ok := parseRecording(data)
	if !ok {
		return time.Time{}, s.played(ctx, id, func(f *File) { f.Play = PlayBroken })
	}
	mp3, err := s.transcoder.Transcode(ctx, r)
	switch {
	case ctx.Err() != nil:
		return time.Time{}, fmt.Errorf("transcode file %d: %w", id, ctx.Err())
	case err == nil:
		return time.Time{}, s.keepMP3(ctx, id, r, mp3)
	case s.transcoder.Ready(ctx) != nil: // the program is at fault, not the recording
		return time.Time{}, nil //nolint:nilerr // the file waits for the program
	}
	err = s.played(ctx, id, func(f *File) {
		if f.PlayTries++; f.PlayTries >= MostPlays {
			f.Play = PlayBroken
			return
		}
		again = s.now().Add(time.Duration(f.PlayTries) * retranscode)
	})
	return again, err
}

// retranscode is the wait after a failed attempt, longer after each.
const retranscode = 10 * time.Minute

// bytes reads a blob of at most VoiceBytes.
func (s *Service) bytes(ctx context.Context, key string) ([]byte, error) {
	blob, _, err := s.blobs.Get(ctx, key)
	if err != nil {
		return nil, err
	}
	defer blob.Close()
	data, err := io.ReadAll(io.LimitReader(blob, VoiceBytes+1))
	if err == nil && len(data) > VoiceBytes {
		err = errTooLong
	}
	return data, err
}

func (s *Service) keepMP3(ctx context.Context, id int64, r Recording, mp3 []byte) error {
	key := newKey()
	if err := s.blobs.Put(ctx, key, mp3, typeMP3); err != nil {
		return fmt.Errorf("keep transcoded file %d: %w", id, err)
	}
	kept := false
	err := s.played(ctx, id, func(f *File) {
		f.Play, f.PlayKey, f.Length, kept = PlayReady, key, r.Length, true
	})
	if err == nil && kept {
		return nil
	}
	if left := s.blobs.Delete(context.WithoutCancel(ctx), key); err == nil { // the blob has no row
		err = left
	}
	return err
}

// played changes a voice message that still waits.
func (s *Service) played(ctx context.Context, id int64, change func(*File)) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		f, err := tx.LockFile(ctx, id)
		if err != nil || f.Play != PlayWaiting || f.State != Stored {
			return err
		}
		change(&f)
		return tx.SaveFile(ctx, f)
	})
}

// transcodeMost is how many voice messages one run of RetryTranscoding takes.
const transcodeMost = 100

// RetryTranscoding is a recurring job: it takes the voice messages that waited for the program, once it is there.
func (s *Service) RetryTranscoding(ctx context.Context) error {
	waiting, err := s.store.FilesToTranscode(ctx, s.now().Add(-retranscode), transcodeMost)
	if err != nil || len(waiting) == 0 || s.transcoder.Ready(ctx) != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		for _, id := range waiting {
			if err := tx.AddJob(ctx, JobTranscode, id, s.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// none is the Transcoder of a machine that has no program.
type none struct{}

func (none) Transcode(context.Context, Recording) ([]byte, error) { return nil, ErrNoProgram }
func (none) Ready(context.Context) error                          { return ErrNoProgram }
