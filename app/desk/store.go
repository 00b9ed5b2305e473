package desk

import (
	"context"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
)

// Store keeps what is recorded about logins.
type Store interface {
	// Person returns one person, or person.ErrMissing.
	Person(ctx context.Context, id int64) (person.Person, error)
	// Identities returns a person's identities in order of id.
	Identities(ctx context.Context, who int64) ([]person.Identity, error)
	InTx(ctx context.Context, do func(audit.Log) error) error
}

// Codes keeps the codes until they expire, and only in Redis.
type Codes interface {
	// PutCode keeps a new code.
	PutCode(ctx context.Context, c Code) error
	// Code returns the code with this text, or ErrCode.
	Code(ctx context.Context, text string) (Code, error)
	// ChangeCode saves after in place of before. false: the code is another by now, or gone. Of several calls with one before
	// exactly one returns true.
	ChangeCode(ctx context.Context, before, after Code) (bool, error)
}

// Desks keeps the PCs on which an identity is logged in. A session of a PC that is not kept here is over.
type Desks interface {
	auth.Sessions
	PutDesk(ctx context.Context, identity int64, d Desk) error
	Desks(ctx context.Context, identity int64) ([]Desk, error)
	// DeleteDesk ends a session. false: there was none.
	DeleteDesk(ctx context.Context, identity, id int64) (bool, error)
}
