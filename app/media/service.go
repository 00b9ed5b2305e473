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
	"linli/app/text"
)

// The jobs. Check and Recheck alternate, because a running job cannot add itself for a later time.
const (
	JobFetch   job.Kind = "media.fetch"
	JobCheck   job.Kind = "media.check"
	JobRecheck job.Kind = "media.recheck"
)

// Blobs stores the bytes. Keys are 40 hexadecimal digits.
type Blobs interface {
	// Put writes data under key, replacing what was there, and returns when the bytes are safe.
	Put(ctx context.Context, key string, data []byte, contentType string) error
	// Get opens a blob and returns its size, or ErrMissing.
	Get(ctx context.Context, key string) (io.ReadCloser, int64, error)
	// Delete removes a blob; a missing one is no error.
	Delete(ctx context.Context, key string) error
}

// Store reads files from the database.
type Store interface {
	// File returns one file, or ErrMissing.
	File(ctx context.Context, id int64) (File, error)
	// Files returns those of the ids that the community has claimed, in order of id.
	Files(ctx context.Context, community int64, ids []int64) ([]File, error)
	// WithheldFiles returns up to most photos of a community in this state of their check: held ones with ids above after,
	// in order of id; hidden ones below it (0: from the newest), in falling order.
	WithheldFiles(ctx context.Context, community int64, why Check, after int64, most int) ([]File, error)
	// FilesToTranscode returns up to most ids of stored voice messages that wait since before this time, in order of id.
	FilesToTranscode(ctx context.Context, before time.Time, most int) ([]int64, error)
	// UnclaimedFiles returns up to most files without a report from before this time, in order of id.
	UnclaimedFiles(ctx context.Context, before time.Time, most int) ([]File, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is a change of files and what belongs to it.
type Tx interface {
	job.Queue
	audit.Log
	Claims
	// AddFile saves a new file and sets its ID.
	AddFile(ctx context.Context, f *File) error
	// LockFile returns the file for update, or ErrMissing.
	LockFile(ctx context.Context, id int64) (File, error)
	// SaveFile writes everything but community, owner, kind, creation and what was said.
	SaveFile(ctx context.Context, f File) error
	// FileByTrace returns the file whose current check has this id, for update, or ErrMissing.
	FileByTrace(ctx context.Context, trace string) (File, error)
	// KeepVerdict keeps a verdict on an unknown picture.
	KeepVerdict(ctx context.Context, v inbox.MediaVerdict, now time.Time) error
	// TakeVerdict deletes and returns the kept verdict with this id, or ErrMissing. It waits for a concurrent KeepVerdict.
	TakeVerdict(ctx context.Context, trace string) (inbox.MediaVerdict, error)
	// DeleteFile deletes a lost file without a report.
	DeleteFile(ctx context.Context, id int64) error
}

// Platform is the part of WeChat that files need.
type Platform interface {
	// FetchMedia downloads a file of the chat, at most max bytes. A fault of kind Missing or Invalid (ErrGone) means that a
	// retry is useless.
	FetchMedia(ctx context.Context, mediaID string, max int64) (data []byte, contentType string, err error)
	// CheckPicture submits a picture; the verdict arrives later as inbox.MediaVerdict. A fault other than Busy or Often
	// (ErrRefused) means that a retry for this identity is useless.
	CheckPicture(ctx context.Context, account auth.Account, openid, url string) (traceID string, err error)
	// UploadPicture gives the official account a picture to show in its chat. The platform keeps it for three days.
	UploadPicture(ctx context.Context, data []byte) (mediaID string, err error)
}

// Persons knows the WeChat identities of a person.
type Persons interface {
	Identities(ctx context.Context, who int64) ([]person.Identity, error)
}

// Config is what a Service needs.
type Config struct {
	Store    Store
	Blobs    Blobs
	Platform Platform
	Persons  Persons
	Areas    area.Source
	// Transcoder is nil on a machine without the program.
	Transcoder Transcoder
	Base       string // public address without trailing slash, "https://linli.example.cn"
	Key        []byte // signs links
	Limits     Limits
	Now        func() time.Time
}

// Service runs the use cases.
type Service struct {
	store    Store
	blobs    Blobs
	platform Platform
	persons  Persons
	areas    area.Source

	transcoder Transcoder
	base       string
	key        []byte
	limits     Limits
	now        func() time.Time
}

// NewService returns a service; Limits left zero are DefaultLimits. It panics on a key too short to sign with.
func NewService(c Config) *Service {
	if len(c.Key) < 16 {
		panic("media: the key for links is too short")
	}
	if c.Limits == (Limits{}) {
		c.Limits = DefaultLimits
	}
	if c.Transcoder == nil {
		c.Transcoder = none{}
	}
	return &Service{
		store: c.Store, blobs: c.Blobs, platform: c.Platform, persons: c.Persons, areas: c.Areas, transcoder: c.Transcoder,
		base: c.Base, key: c.Key, limits: c.Limits, now: c.Now,
	}
}

// Files returns files of one community by their ids.
func (s *Service) Files(ctx context.Context, community int64, ids []int64) ([]File, error) {
	return s.store.Files(ctx, community, ids)
}

// Upload keeps a photo sent by a client. ErrLogin, the faults of Clean, or ErrBusy while the blob store is unavailable. The
// bytes are saved before the row: after a crash in between a blob is left, never a row without a picture.
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

// Await records a photo or voice message to fetch, in the transaction that takes in its chat message. said is what WeChat
// recognised in a voice message; "" if that is nothing: somebody has to listen.
func (s *Service) Await(ctx context.Context, tx Tx, owner int64, account auth.Account, mediaID string, kind Kind, said string, now time.Time) (int64, error) {
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
		f.Check, f.Said.Words = Withheld, short(text.Words(said))
	}
	if err := tx.AddFile(ctx, &f); err != nil {
		return 0, err
	}
	return f.ID, tx.AddJob(ctx, JobFetch, f.ID, now)
}

// Record keeps a voice message whose bytes are here, as Await and Fetch keep one of the chat. ErrGone for what is no recording.
func (s *Service) Record(ctx context.Context, owner int64, data []byte, said string) (File, error) {
	f := File{Owner: owner, Kind: Voice, Check: Withheld, Key: newKey(), Account: auth.OA, CreatedAt: s.now(), Said: Said{Words: short(text.Words(said))}}
	if err := s.take(ctx, &f, data, ""); err != nil {
		return File{}, err
	}
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddFile(ctx, &f); err != nil {
			return err
		}
		if err := tx.SaveFile(ctx, f); err != nil { // how it is played
			return err
		}
		return s.after(ctx, tx, f)
	})
	if err != nil {
		return File{}, fmt.Errorf("record: %w", err)
	}
	return f, nil
}

// after adds the job that a file needs when its bytes are stored.
func (s *Service) after(ctx context.Context, tx Tx, f File) error {
	switch {
	case f.Kind == Photo:
		return tx.AddJob(ctx, JobCheck, f.ID, s.now())
	case f.Play == PlayWaiting:
		return tx.AddJob(ctx, JobTranscode, f.ID, s.now())
	}
	return nil
}

// short cuts what was said to MostSaid characters.
func short(said string) string {
	if r := []rune(said); len(r) > MostSaid {
		return string(r[:MostSaid])
	}
	return said
}

// newKey returns a key that cannot be guessed.
func newKey() string {
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails: it ends the process instead
	return hex.EncodeToString(b)
}
