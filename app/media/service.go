package media

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/inbox"
	"linli/app/job"
	"linli/app/person"
)

// The jobs. Check and Recheck take turns: a job under way cannot ask for itself again at a later time.
const (
	JobFetch   job.Kind = "media.fetch"
	JobCheck   job.Kind = "media.check"
	JobRecheck job.Kind = "media.recheck"
)

// Blobs keeps the bytes. Keys are 40 hexadecimal digits.
type Blobs interface {
	// Put keeps data under key and overwrites what was there. It returns after the bytes are safe.
	Put(ctx context.Context, key string, data []byte, contentType string) error
	// Get opens a blob and tells its size, or returns ErrMissing.
	Get(ctx context.Context, key string) (io.ReadCloser, int64, error)
	// Delete forgets a blob; one that does not exist is no error.
	Delete(ctx context.Context, key string) error
}

// Store is what media need from the database.
type Store interface {
	// File returns one file, or ErrMissing.
	File(ctx context.Context, id int64) (File, error)
	// Files returns those of the ids that the community has claimed, in order of id.
	Files(ctx context.Context, community int64, ids []int64) ([]File, error)
	// WithheldFiles returns up to most photos of a community in this state of their check: held ones with ids above after, in
	// order of id; hidden ones below it, or from the newest when it is 0, in falling order.
	WithheldFiles(ctx context.Context, community int64, why Check, after int64, most int) ([]File, error)
	// UnclaimedFiles returns up to most files that no report has claimed since before, in order of id.
	UnclaimedFiles(ctx context.Context, before time.Time, most int) ([]File, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what can change together with a file.
type Tx interface {
	job.Queue
	audit.Log
	Claims
	// AddFile saves a new one and sets its ID.
	AddFile(ctx context.Context, f *File) error
	// LockFile returns the file for update, or ErrMissing.
	LockFile(ctx context.Context, id int64) (File, error)
	// SaveFile writes everything but community, owner, kind and creation.
	SaveFile(ctx context.Context, f File) error
	// FileByTrace returns the file whose check under way has this id, for update, or ErrMissing.
	FileByTrace(ctx context.Context, trace string) (File, error)
	// KeepVerdict remembers the opinion of a picture that we do not know, or not yet.
	KeepVerdict(ctx context.Context, v inbox.MediaVerdict, now time.Time) error
	// TakeVerdict returns and forgets the kept opinion with this id, or ErrMissing. It waits for somebody who is keeping it.
	TakeVerdict(ctx context.Context, trace string) (inbox.MediaVerdict, error)
	// DeleteFile forgets a lost file that no report has claimed.
	DeleteFile(ctx context.Context, id int64) error
}

// Platform is what media need from WeChat.
type Platform interface {
	// FetchMedia downloads what somebody sent in the chat, at most max bytes. A fault of kind Missing or Invalid (ErrGone)
	// means that it will never come; any other error that it may come later.
	FetchMedia(ctx context.Context, mediaID string, max int64) (data []byte, contentType string, err error)
	// CheckPicture submits a picture for an opinion that arrives later as inbox.MediaVerdict. A fault other than Busy or
	// Often (ErrRefused) means that it cannot be asked on behalf of this person; any other error that it may be later.
	CheckPicture(ctx context.Context, account auth.Account, openid, url string) (traceID string, err error)
}

// Persons knows the WeChat identities of a person.
type Persons interface {
	Identities(ctx context.Context, who int64) ([]person.Identity, error)
}

// Config is what a Service works with.
type Config struct {
	Store    Store
	Blobs    Blobs
	Platform Platform
	Persons  Persons
	Areas    area.Source
	Base     string // public address without trailing slash, "https://linli.example.cn"
	Key      []byte // signs links
	Limits   Limits
	Now      func() time.Time
}

// Service runs the use cases.
type Service struct {
	store    Store
	blobs    Blobs
	platform Platform
	persons  Persons
	areas    area.Source
	base     string
	key      []byte
	limits   Limits
	now      func() time.Time
}

// NewService returns a service; Limits left zero are DefaultLimits. It panics on a key too short to sign with.
func NewService(c Config) *Service {
	if len(c.Key) < 16 {
		panic("media: the key for links is too short")
	}
	if c.Limits == (Limits{}) {
		c.Limits = DefaultLimits
	}
	return &Service{
		store: c.Store, blobs: c.Blobs, platform: c.Platform, persons: c.Persons, areas: c.Areas, base: c.Base, key: c.Key,
		limits: c.Limits, now: c.Now,
	}
}

// Files returns files of one community by their ids.
func (s *Service) Files(ctx context.Context, community int64, ids []int64) ([]File, error) {
	return s.store.Files(ctx, community, ids)
}

// Upload keeps a photo that somebody sends us directly. Besides ErrLogin and what Clean refuses it returns ErrBusy
// while there is nowhere to keep it. The bytes are kept before the row is: a crash in between leaves a blob that
// nobody can name, never a row without a picture.
func (s *Service) Upload(ctx context.Context, who auth.Actor, data []byte) (File, error) {
	if err := who.Need(auth.Resident); err != nil {
		return File{}, err
	}
	p, err := CleanContext(ctx, data, s.limits)
	if err != nil {
		return File{}, err
	}
	now := s.now()
	f := File{
		Owner: who.Person, Kind: Photo, Check: Pending, Key: newKey(), ThumbKey: newKey(), CreatedAt: now,
	}
	if err := s.keep(ctx, &f, p, now); err != nil {
		return File{}, ErrBusy.Because(err)
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddFile(ctx, &f); err != nil {
			return err
		}
		return tx.AddJob(ctx, JobCheck, f.ID, now)
	})
	if err != nil {
		return File{}, fmt.Errorf("upload: %w", err)
	}
	return f, nil
}

// keep writes both images and records them in f.
func (s *Service) keep(ctx context.Context, f *File, p Picture, now time.Time) error {
	if err := s.blobs.Put(ctx, f.Key, p.Full, typeJPEG); err != nil {
		return fmt.Errorf("keep picture: %w", err)
	}
	if err := s.blobs.Put(ctx, f.ThumbKey, p.Thumb, typeJPEG); err != nil {
		return fmt.Errorf("keep thumbnail: %w", err)
	}
	f.Width, f.Height = p.Width, p.Height
	f.arrive(typeJPEG, len(p.Full), now)
	return nil
}

// Await notes, in the transaction that takes in a chat message, that its photo or voice is to be fetched.
func (s *Service) Await(ctx context.Context, tx Tx, owner int64, account auth.Account, mediaID string, kind Kind, now time.Time) (int64, error) {
	if mediaID == "" || len(mediaID) > mostMediaID || owner == 0 {
		return 0, ErrMissing
	}
	f := File{
		Owner: owner, Kind: kind, State: Fetching, Check: Pending, Key: newKey(), MediaID: mediaID,
		Account: account, CreatedAt: now,
	}
	if kind == Photo {
		f.ThumbKey = newKey()
	} else {
		f.Check = Held
	}
	if err := tx.AddFile(ctx, &f); err != nil {
		return 0, err
	}
	return f.ID, tx.AddJob(ctx, JobFetch, f.ID, now)
}

// newKey returns a name nobody can guess.
func newKey() string {
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails: it ends the process instead
	return hex.EncodeToString(b)
}
