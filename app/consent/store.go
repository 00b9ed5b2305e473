package consent

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/media"
	"linli/app/person"
)

// Store keeps consents.
type Store interface {
	// ConsentsOf returns the consents of a person, oldest first, withdrawn ones included.
	ConsentsOf(ctx context.Context, who int64) ([]Consent, error)
	// Person returns a person, after a merge the one who remains. Fault: person.ErrMissing.
	Person(ctx context.Context, id int64) (person.Person, error)
	InTx(ctx context.Context, do func(Deeds) error) error
}

// Tx is what a transaction of any capability needs to give or withdraw a consent.
type Tx interface {
	// ConsentsOf is Store.ConsentsOf inside the transaction.
	ConsentsOf(ctx context.Context, who int64) ([]Consent, error)
	// AddConsent saves a consent in force; it changes nothing when the person has one of the kind.
	AddConsent(ctx context.Context, c Consent) error
	// WithdrawConsent ends the one in force, if there is one.
	WithdrawConsent(ctx context.Context, who int64, k Kind, how How, by int64, at time.Time) error
}

// Deeds is the transaction of this package's own use cases.
type Deeds interface {
	Tx
	audit.Log
	media.Claims
}
