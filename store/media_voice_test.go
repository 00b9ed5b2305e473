package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"linli/app/job"
	"linli/app/media"
)

// recorder is a Transcoder that answers as the test says.
type recorder struct {
	result  []byte
	err     error
	missing bool
	got     media.Recording
}

func (r *recorder) Transcode(_ context.Context, in media.Recording) ([]byte, error) {
	r.got = in
	if r.missing {
		return nil, media.ErrNoProgram
	}
	return r.result, r.err
}

func (r *recorder) Ready(context.Context) error {
	if r.missing {
		return media.ErrNoProgram
	}
	return nil
}

// speech is half a second of silence as WeChat delivers it.
func speech() []byte { return media.Silences()[0].Data }

// spoken returns the studio with this transcoder, and a voice message that it has fetched.
func spoken(t *testing.T, db *DB, r *recorder, data []byte) (*studio, int64) {
	t.Helper()
	s := newStudio(t, db)
	s.sound = r
	s.open()
	id := s.await(media.Voice)
	s.fetch = func() ([]byte, error) { return data, nil }
	s.work(media.JobFetch, s.Fetch)
	return s, id
}

// transcode runs the due jobs and returns when the next run is, in minutes from now; 0: never.
func (s *studio) transcode() (again int) {
	s.t.Helper()
	s.again(media.JobTranscode, func(ctx context.Context, id int64) (time.Time, error) {
		at, err := s.Transcode(ctx, id)
		if !at.IsZero() {
			again = int(at.Sub(s.clock.Now()) / time.Minute)
		}
		return at, err
	})
	return again
}

// again is work for a use case that may run again later.
func (s *studio) again(kind job.Kind, do func(context.Context, int64) (time.Time, error)) {
	s.t.Helper()
	jobs := NewJobs(s.db)
	due, err := jobs.Due(s.t.Context(), job.Job{}, 100)
	s.must(err)
	for _, one := range due {
		j, stamp, err := jobs.Lease(s.t.Context(), one.ID, time.Minute)
		s.must(err)
		if j.Kind != kind {
			s.must(jobs.Again(s.t.Context(), j.ID, stamp, j.DueAt))
			continue
		}
		later, err := do(s.t.Context(), j.Ref)
		s.must(err)
		if later.IsZero() {
			s.must(jobs.Done(s.t.Context(), j.ID, stamp))
		} else {
			s.must(jobs.Again(s.t.Context(), j.ID, stamp, later))
		}
	}
}

func (s *studio) blob(key string) string {
	s.t.Helper()
	r, _, err := s.blobs.Get(s.t.Context(), key)
	s.must(err)
	defer r.Close()
	b, err := io.ReadAll(r)
	s.must(err)
	return string(b)
}

func TestAVoiceMessageIsTranscodedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := &recorder{result: []byte("mp3")}
		s, id := spoken(t, db, r, speech())
		f := s.file(id)
		if f.Play != media.PlayWaiting || f.Length != 500*time.Millisecond || f.Note() == "" || s.PlayURL(f, s.clock.Now()) != "" {
			t.Fatalf("%+v", f)
		}
		if again := s.transcode(); again != 0 {
			t.Errorf("again in %d minutes", again)
		}
		f = s.file(id)
		if f.Play != media.PlayReady || s.blob(f.PlayKey) != "mp3" || s.blob(f.Key) != string(speech()) || f.Note() != "" {
			t.Errorf("%+v", f)
		}
		if !bytes.Equal(r.got.Data, speech()) || r.got.Format != media.AMR {
			t.Errorf("the program got %d bytes of %s", len(r.got.Data), r.got.Format)
		}
		r.result = []byte("another")
		if _, err := s.Transcode(t.Context(), id); err != nil || s.file(id).PlayKey != f.PlayKey {
			t.Errorf("transcoded twice: %v", err)
		}
	})
}

// MP3 is played as it is, and what no decoder understands is broken at once; both can be downloaded.
func TestSomeVoiceMessagesNeedNoProgram(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		for data, want := range map[string]media.Play{
			"\xff\xfb\x90\x00 and so on": media.PlayReady, "#!AMR\n": media.PlayBroken, "\x02#!SILK_V3\xff\xfe": media.PlayBroken,
		} {
			s, id := spoken(t, db, &recorder{missing: true}, []byte(data))
			f := s.file(id)
			if f.Play != want || s.URL(f, false, s.clock.Now()) == "" || (f.PlayKey == f.Key) != (want == media.PlayReady) {
				t.Errorf("%q: %+v", data, f)
			}
			if got := s.jobs(); got != "" {
				t.Errorf("%q: jobs %s", data, got)
			}
		}
	})
}

func TestAVoiceMessageWaitsForTheProgram(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := &recorder{missing: true, result: []byte("mp3")}
		s, id := spoken(t, db, r, speech())
		if again := s.transcode(); again != 0 || s.jobs() != "" || s.file(id).Play != media.PlayWaiting || s.file(id).PlayTries != 0 {
			t.Fatalf("again %d, jobs %q, %+v", again, s.jobs(), s.file(id))
		}
		s.clock.Forward(time.Hour)
		s.must(s.RetryTranscoding(t.Context()))
		if got := s.jobs(); got != "" {
			t.Errorf("the program is still missing, but jobs: %s", got)
		}
		r.missing = false
		s.must(s.RetryTranscoding(t.Context()))
		s.must(s.RetryTranscoding(t.Context()))
		if got := s.jobs(); got != "media.transcode 1 +0" {
			t.Fatal(got)
		}
		s.transcode()
		if f := s.file(id); f.Play != media.PlayReady {
			t.Errorf("%+v", f)
		}
		s.must(s.RetryTranscoding(t.Context()))
		if got := s.jobs(); got != "" {
			t.Error(got)
		}
	})
}

func TestARecordingThatNeverDecodesIsGivenUp(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		r := &recorder{err: media.ErrUndecoded}
		s, id := spoken(t, db, r, speech())
		for _, want := range []int{10, 20, 0} {
			if again := s.transcode(); again != want {
				t.Fatalf("again in %d minutes, not %d", again, want)
			}
			s.must(s.RetryTranscoding(t.Context())) // the job is open: nothing is added
			s.clock.Forward(time.Hour)
		}
		f := s.file(id)
		if f.Play != media.PlayBroken || s.blob(f.Key) != string(speech()) || s.jobs() != "" {
			t.Errorf("%+v, jobs %s", f, s.jobs())
		}
	})
}

// A stop of the service says nothing about the recording.
func TestAStoppedTranscodingIsTriedAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, id := spoken(t, db, &recorder{}, speech())
		ctx, cancel := context.WithCancel(t.Context())
		s.sound = stopper{s.sound, cancel}
		s.open()
		if _, err := s.Transcode(ctx, id); err == nil || s.file(id).PlayTries != 0 {
			t.Errorf("%v, %+v", err, s.file(id))
		}
	})
}

// stopper is a Transcoder during whose run the service is stopped.
type stopper struct {
	media.Transcoder
	stop func()
}

func (s stopper) Transcode(context.Context, media.Recording) ([]byte, error) {
	s.stop()
	return nil, media.ErrUndecoded
}

// A voice message that no report took is deleted with its playable form.
func TestTheSweepTakesThePlayableForm(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, id := spoken(t, db, &recorder{result: []byte("mp3")}, speech())
		s.transcode()
		f := s.file(id)
		s.clock.Forward(8 * 24 * time.Hour)
		n, err := s.Sweep(t.Context())
		if _, _, gone := s.blobs.Get(t.Context(), f.PlayKey); n != 1 || err != nil || !errors.Is(gone, media.ErrMissing) {
			t.Errorf("%d, %v, %v", n, err, gone)
		}
	})
}
