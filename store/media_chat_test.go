package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/media"
)

func TestChatPhotoIsFetched(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		id := s.await(media.Photo)
		if f := s.file(id); f.State != media.Fetching || f.Account != auth.OA || f.MediaID != "media-1" {
			t.Fatalf("%+v", f)
		}
		s.must(s.Check(t.Context(), id)) // nothing to check yet
		s.fetch = func() ([]byte, error) { return nil, errors.New("timeout") }
		if err := s.Fetch(t.Context(), id); err == nil {
			t.Fatal("the runner must hear of it")
		}
		s.fetch = func() ([]byte, error) { return testPhoto(t), nil }
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := s.Fetch(context.Background(), id); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		f := s.file(id)
		if f.State != media.Stored || f.Check != media.Pending || f.Width != 500 || f.MediaID != "" {
			t.Errorf("%+v", f)
		}
		if got := s.jobs(); !strings.Contains(got, "media.check 1 +0") {
			t.Error(got)
		}
		s.must(s.Fetch(t.Context(), 999))
	})
}

func TestChatVoiceIsForStaffOnly(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		id := s.await(media.Voice)
		s.fetch = func() ([]byte, error) { return []byte("#!AMR\n<voice>"), nil }
		s.work(media.JobFetch, s.Fetch)
		f := s.file(id)
		if f.State != media.Stored || f.Check != media.Withheld || f.Type != "audio/amr" || f.Bytes != 13 {
			t.Errorf("%+v", f)
		}
		if got := s.jobs(); got != "" {
			t.Errorf("voice is not checked: %s", got)
		}
		s.must(s.claim(7, 2, id))
		clerk := auth.Actor{Person: 9, Postings: []auth.Posting{{Role: auth.Clerk, Area: 2, Path: "/1/2/"}}}
		if err := s.Decide(t.Context(), clerk, id, true, "可以公开"); !errors.Is(err, media.ErrVoice) {
			t.Errorf("got %v", err)
		}
	})
}

func TestLostMedia(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		for name, c := range map[string]struct {
			kind  media.Kind
			fetch func() ([]byte, error)
		}{
			"gone":                  {media.Photo, func() ([]byte, error) { return nil, media.ErrGone }},
			"a film sent as photo":  {media.Photo, func() ([]byte, error) { return []byte("\x00\x00\x00 ftypisom"), nil }},
			"a photo sent as voice": {media.Voice, func() ([]byte, error) { return testPhoto(t), nil }},
			"too much voice":        {media.Voice, func() ([]byte, error) { return append([]byte("#!AMR\n"), make([]byte, 2<<20)...), nil }},
		} {
			id := s.await(c.kind)
			s.fetch = c.fetch
			s.must(s.Fetch(t.Context(), id))
			if f := s.file(id); f.State != media.Lost || f.Check != media.Withheld || f.Note() == "" {
				t.Errorf("%s: %+v", name, f)
			}
			if err := s.claim(7, 2, id); !errors.Is(err, media.ErrMissing) {
				t.Errorf("%s: claimed: %v", name, err)
			}
		}
		id := s.await(media.Photo)
		s.fetch = func() ([]byte, error) { return nil, errors.New("timeout") }
		s.clock.Forward(71 * time.Hour)
		if err := s.Fetch(t.Context(), id); err == nil || s.file(id).State != media.Fetching {
			t.Errorf("given up early: %v", err)
		}
		s.clock.Forward(time.Hour)
		s.must(s.Fetch(t.Context(), id))
		if f := s.file(id); f.State != media.Lost {
			t.Errorf("after three days: %s", f.State)
		}
	})
}
