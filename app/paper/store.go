package paper

import (
	"context"
	"io"
	"time"

	"linli/app/audit"
	"linli/app/consent"
	"linli/app/notify"
	"linli/app/person"
)

// Store keeps papers.
type Store interface {
	// Paper returns a paper that is here, with its uses, or ErrMissing.
	Paper(ctx context.Context, id int64) (Paper, error)
	// Sent returns a paper that came in the chat, arriving or here, or ErrMissing.
	Sent(ctx context.Context, id int64) (Paper, error)
	// PapersOf returns the papers of a person that are here, with their uses, the newest first.
	PapersOf(ctx context.Context, whose int64) ([]Paper, error)
	// PapersFor returns the papers that a matter uses and that are here, with all their uses, the oldest first.
	PapersFor(ctx context.Context, about string) ([]Paper, error)
	// PapersDue returns up to most ids of papers to delete now, those due longest first.
	PapersDue(ctx context.Context, now time.Time, most int) ([]int64, error)
	// CountPapersDue counts the papers to delete at a time.
	CountPapersDue(ctx context.Context, now time.Time) (int, error)
	// Person returns a person, after a merge the one who remains. Fault: person.ErrMissing.
	Person(ctx context.Context, id int64) (person.Person, error)
	InTx(ctx context.Context, do func(Deeds) error) error
}

// Tx is what the transaction of a matter needs for its papers.
type Tx interface {
	audit.Log
	notify.Outbox
	// LockPaper returns a paper that is here, with its uses, for update, or ErrMissing.
	LockPaper(ctx context.Context, id int64) (Paper, error)
	// PapersFor is Store.PapersFor inside the transaction.
	PapersFor(ctx context.Context, about string) ([]Paper, error)
	// SavePaper writes state, kept and the day of deletion.
	SavePaper(ctx context.Context, p Paper) error
	// AddUse saves a new use and sets its ID.
	AddUse(ctx context.Context, u *Usage) error
	// SaveUse writes the times of a use.
	SaveUse(ctx context.Context, u Usage) error
	// DeleteUse deletes a use that the person declined.
	DeleteUse(ctx context.Context, id int64) error
	// ConsentsOf is consent.Tx.ConsentsOf.
	ConsentsOf(ctx context.Context, who int64) ([]consent.Consent, error)
}

// Deeds is the transaction of this package's own use cases.
type Deeds interface {
	Tx
	LockPerson(ctx context.Context, id int64) (person.Person, error)
	// CountPapers counts the papers of a person.
	CountPapers(ctx context.Context, whose int64) (int, error)
	// AddPaper saves a new paper and sets its ID.
	AddPaper(ctx context.Context, p *Paper) error
	// PaperOf returns the paper that a request added, or ErrMissing.
	PaperOf(ctx context.Context, request string) (Paper, error)
	// PaperHere makes an arriving paper one that is here, or returns ErrMissing.
	PaperHere(ctx context.Context, p Paper) error
	// LockDue returns a paper in any state for update, or ErrMissing.
	LockDue(ctx context.Context, id int64) (Paper, error)
	// DeletePaper deletes a paper that is going, with its uses.
	DeletePaper(ctx context.Context, id int64) error
}

// Blobs stores the sealed bytes (media.Blobs).
type Blobs interface {
	Put(ctx context.Context, key string, data []byte, contentType string) error
	Get(ctx context.Context, key string) (io.ReadCloser, int64, error)
	Delete(ctx context.Context, key string) error
}

// Seal encrypts bytes and binds them to a word, so that one blob cannot be passed off as another.
type Seal interface {
	SealBytes(data []byte, bound string) ([]byte, error)
	OpenBytes(sealed []byte, bound string) ([]byte, error)
}
