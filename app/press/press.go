// Package press recognises a deed that a person's program sends again because it did not hear an answer (重复提交). An
// Idempotency-Key belongs to one person, one route, one target and one body: the same again gets the same answer and changes
// nothing, anything else under the key is refused.
package press

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"time"

	"linli/app/fault"
)

// Keep is for how long a key is remembered with its answer.
const Keep = 48 * time.Hour

// LongestAnswer is how many bytes of an answer are kept.
const LongestAnswer = 256 << 10

var (
	// ErrOther is returned for a key under which something else was done.
	ErrOther = fault.New(fault.Conflict, "http.idempotency_key", "没有执行：同一个请求编号已用于另一次操作，请重新操作一次")
	// ErrAgain is returned for a key under which the same was done. Nobody reads it: the first answer is sent again.
	ErrAgain = errors.New("done before under the same key")
)

// Press is one deed under one key. It travels with the request's ctx, and the first transaction that writes binds the key: key
// and deed become true together or not at all.
type Press struct {
	ID  string // of the key, for one person; nobody can read either from it
	Sum string // of the route, the target and the body

	Resume bool // do it although the key is bound: its answer was lost, and the use case decides
	bound  bool
	other  bool
	again  bool
}

// New returns the press of a key by somebody: a person, or an address for those who need no login. Parts are the route, its
// target and the body.
func New(by, key string, parts ...[]byte) *Press {
	return &Press{ID: sum([]byte(by), []byte(key)), Sum: sum(parts...)}
}

// sum hashes parts so that no two lists of parts can be taken for each other.
func sum(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		part(h, p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func part(h hash.Hash, p []byte) {
	one := sha256.Sum256(p)
	h.Write(one[:])
}

// Request is what use cases recognise the deed by, also when the key itself is long forgotten; "" for a deed without a key.
func (p *Press) Request() string {
	if p == nil {
		return ""
	}
	return sum([]byte(p.ID), []byte(p.Sum))[:48]
}

// Bound says whether the key is bound to this very deed.
func (p *Press) Bound() bool { return p.bound }

// Bind notes that a transaction with the key was committed.
func (p *Press) Bind() { p.bound = true }

// Meet says what becomes of a deed whose key was bound before, with this sum: nil when it may go on. Faults: ErrOther, ErrAgain.
func (p *Press) Meet(sum string) error {
	switch {
	case sum != p.Sum:
		p.other = true
		return ErrOther
	case !p.Resume:
		p.again = true
		return ErrAgain
	}
	return nil
}

// Met is what Meet has said, however the error was wrapped on its way.
func (p *Press) Met() error {
	switch {
	case p.other:
		return ErrOther
	case p.again:
		return ErrAgain
	}
	return nil
}

// Again begins anew, for a deed whose answer was lost.
func (p *Press) Again() { p.Resume, p.again = true, false }

// Answer is what was said to the first.
type Answer struct {
	Status int    // 0: not yet
	Kind   string // content type
	Body   []byte
	Lost   bool // it was too long to be kept
}

// Kept is a key as the store remembers it.
type Kept struct {
	Sum    string
	At     time.Time // when it was bound
	Answer Answer
}

// Store remembers keys.
type Store interface {
	// Press returns what is remembered of a key. false: nothing.
	Press(ctx context.Context, id string) (Kept, bool, error)
	// Bind binds the key in a transaction of its own, for a deed that needs none. Faults: ErrOther, ErrAgain.
	BindPress(ctx context.Context, p *Press) error
	// KeepAnswer saves what was said.
	KeepAnswer(ctx context.Context, p *Press, a Answer) error
}

type contextKey struct{}

// With lets the first transaction of the request bind p.
func With(ctx context.Context, p *Press) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From returns the press of the request, or nil.
func From(ctx context.Context) *Press {
	p, _ := ctx.Value(contextKey{}).(*Press)
	return p
}
