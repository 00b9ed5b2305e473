// Package press recognises a repeated request by its Idempotency-Key (重复提交). A key belongs to one person, route, target and
// body: the same request gets the same answer and changes nothing, any other request under the key is refused.
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

// Keep is how long a key is kept with its answer.
const Keep = 48 * time.Hour

// LongestAnswer is the number of bytes kept of an answer.
const LongestAnswer = 256 << 10

var (
	// ErrOther is returned for a key that belongs to another request.
	ErrOther = fault.New(fault.Conflict, "http.idempotency_key", "没有执行：同一个请求编号已用于另一次操作，请重新操作一次")
	// ErrAgain is returned for a key of the same request. The client never sees it: the first answer is sent again.
	ErrAgain = errors.New("done before under the same key")
)

// Press is one request with a key. It is carried in ctx, and the first writing transaction binds the key: key and change
// are saved together or not at all.
type Press struct {
	ID  string // of the key and its person; neither can be read from it
	Sum string // of the route, the target and the body

	Resume bool // run although the key is bound: the answer was lost, and the use case decides
	bound  bool
	other  bool
	again  bool
}

// New returns the press of a key. by is a person, or an address for routes without a login; parts are the route, its target
// and the body.
func New(by, key string, parts ...[]byte) *Press {
	return &Press{ID: sum([]byte(by), []byte(key)), Sum: sum(parts...)}
}

// sum hashes parts so that two different lists never have the same sum.
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

// Request identifies the request to use cases, also after the key has expired; "" without a key.
func (p *Press) Request() string {
	if p == nil {
		return ""
	}
	return sum([]byte(p.ID), []byte(p.Sum))[:48]
}

// Bound says whether the key is bound to this request.
func (p *Press) Bound() bool { return p.bound }

// Bind records that a transaction with the key was committed.
func (p *Press) Bind() { p.bound = true }

// Meet compares with the sum to which the key is bound: nil when the request may run. Faults: ErrOther, ErrAgain.
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

// Met returns the last result of Meet, without its wrapping.
func (p *Press) Met() error {
	switch {
	case p.other:
		return ErrOther
	case p.again:
		return ErrAgain
	}
	return nil
}

// Again starts over, for a request whose answer was lost.
func (p *Press) Again() { p.Resume, p.again = true, false }

// Answer is the answer to the first request.
type Answer struct {
	Status int    // 0: none yet
	Kind   string // content type
	Body   []byte
	Lost   bool // too long to keep
}

// Kept is a stored key.
type Kept struct {
	Sum    string
	At     time.Time // when it was bound
	Answer Answer
}

// Store keeps the keys.
type Store interface {
	// Press returns a stored key, or false.
	Press(ctx context.Context, id string) (Kept, bool, error)
	// BindPress binds the key in its own transaction, for a request that does not write. Faults: ErrOther, ErrAgain.
	BindPress(ctx context.Context, p *Press) error
	// KeepAnswer saves the answer.
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
