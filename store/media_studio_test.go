package store

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/store/blob"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/inbox"
	"linli/app/job"
	"linli/app/media"
	"linli/app/person"
)

// studio is the media service with a database, a folder and a scripted platform.
type studio struct {
	*media.Service
	t     *testing.T
	db    *DB
	files *Media
	clock *testClock
	blobs media.Blobs

	mu    sync.Mutex
	fetch func() ([]byte, error)
	ask   func(account auth.Account, openid, url string) (string, error)
	known []person.Identity
	sound media.Transcoder // nil: the program is missing
	shown int              // pictures given to the platform
}

func (s *studio) FetchMedia(context.Context, string, int64) ([]byte, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := s.fetch()
	return b, "image/jpeg", err
}

func (s *studio) CheckPicture(_ context.Context, account auth.Account, openid, url string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ask(account, openid, url)
}

func (s *studio) UploadPicture(_ context.Context, data []byte) (string, error) {
	s.shown++
	return fmt.Sprintf("shown-%d", s.shown), nil
}

func (s *studio) Identities(context.Context, int64) ([]person.Identity, error) { return s.known, nil }

// The territory: county 1, community 2 and grid 3 in it, community 4.
func (s *studio) Tree(context.Context) (*area.Tree, error) {
	return area.NewTree([]area.Area{
		{ID: 1, Community: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Community: 2, Kind: area.Community, Path: "/1/2/"},
		{ID: 4, Parent: 1, Community: 4, Kind: area.Community, Path: "/1/4/"},
		{ID: 3, Parent: 2, Community: 2, Kind: area.Grid, Path: "/1/2/3/"},
	}, nil), nil
}

func newStudio(t *testing.T, db *DB) *studio {
	t.Helper()
	clock := newClock()
	db.now = clock.Now
	traces := 0
	s := &studio{
		t: t, db: db, files: NewMedia(db), clock: clock, blobs: folderOf(t),
		fetch: func() ([]byte, error) { return testPhoto(t), nil },
		known: []person.Identity{{Account: auth.OA, OpenID: "oa"}, {Account: auth.MP, OpenID: "mp"}},
	}
	s.ask = func(auth.Account, string, string) (string, error) {
		traces++
		return fmt.Sprintf("trace-%d", traces), nil
	}
	s.open()
	return s
}

// open creates the service from the studio's current fields.
func (s *studio) open() {
	s.Service = media.NewService(media.Config{
		Store: s.files, Blobs: s.blobs, Platform: s, Persons: s, Areas: s, Transcoder: s.sound,
		Base: "https://linli.example.cn", Key: bytes.Repeat([]byte("k"), 32), Now: s.clock.Now,
	})
}

func testPhoto(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 500, 400)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (s *studio) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *studio) file(id int64) media.File {
	s.t.Helper()
	f, err := s.files.File(s.t.Context(), id)
	s.must(err)
	return f
}

func (s *studio) upload(owner int64) media.File {
	s.t.Helper()
	f, err := s.Upload(s.t.Context(), auth.Actor{Person: owner}, testPhoto(s.t))
	s.must(err)
	return f
}

func (s *studio) await(kind media.Kind) int64 {
	s.t.Helper()
	var id int64
	s.must(s.files.InTx(s.t.Context(), func(tx media.Tx) (err error) {
		id, err = s.Await(s.t.Context(), tx, 7, auth.OA, "media-1", kind, "", s.clock.Now())
		return err
	}))
	return id
}

func (s *studio) verdict(v inbox.MediaVerdict) {
	s.t.Helper()
	s.must(s.files.InTx(s.t.Context(), func(tx media.Tx) error { return s.Verdict(s.t.Context(), tx, v) }))
}

func (s *studio) claim(owner, community int64, ids ...int64) error {
	return s.files.InTx(s.t.Context(), func(tx media.Tx) error {
		return media.Claim(s.t.Context(), tx, owner, ids, community)
	})
}

// jobs returns the open jobs as "kind ref +minutes".
func (s *studio) jobs() string {
	s.t.Helper()
	var rows []jobRow
	s.must(s.db.pool.Select(&rows, `SELECT id, kind, ref, due_at, tries FROM job_open ORDER BY kind, ref`))
	var words []string
	for _, r := range rows {
		words = append(words, fmt.Sprintf("%s %d %+d", r.Kind, r.Ref, (r.DueAt-ms(s.clock.Now()))/60000))
	}
	return strings.Join(words, ", ")
}

// work runs every due job of a kind once, as the worker does.
func (s *studio) work(kind job.Kind, do func(context.Context, int64) error) {
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
		s.must(do(s.t.Context(), j.Ref))
		s.must(jobs.Done(s.t.Context(), j.ID, stamp))
	}
}

// folderOf is a picture store in a folder of the test's own.
func folderOf(t *testing.T) media.Blobs {
	t.Helper()
	b, err := blob.Open(blob.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return b
}
