// Package fault declares the errors that the program shows to a person. An error that is not a Fault is a bug or an outage.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what the caller can do about a fault.
type Kind string

// The kinds. handlers maps each to one HTTP status; a test fails on a kind without one.
const (
	Invalid  Kind = "invalid"  // fix the input
	Login    Kind = "login"    // log in first, or again
	Denied   Kind = "denied"   // not allowed for this person
	Missing  Kind = "missing"  // does not exist, or is not visible to this person
	Conflict Kind = "conflict" // another request was faster, or it is too late; reload
	Often    Kind = "often"    // too many tries; wait
	Busy     Kind = "busy"     // a part of the system is unavailable; try again later
)

// Kinds lists every kind, for tests.
var Kinds = []Kind{Invalid, Login, Denied, Missing, Conflict, Often, Busy}

// Fault is an error for the person whose request caused it.
type Fault struct {
	Kind Kind
	Code string // stable, for the program: "report.closed"
	Text string // shown to a person: plain Chinese without internals
	Err  error  // cause; logged, never shown
}

// New declares a fault; call it in a package-level var block.
func New(k Kind, code, text string) *Fault { return &Fault{Kind: k, Code: code, Text: text} }

func (f *Fault) Error() string {
	if f.Err != nil {
		return fmt.Sprintf("%s (%s): %v", f.Code, f.Kind, f.Err)
	}
	return fmt.Sprintf("%s (%s)", f.Code, f.Kind)
}

func (f *Fault) Unwrap() error { return f.Err }

// Is matches by code, so errors.Is(err, report.ErrMissing) survives wrapping, Because and Say.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault) //nolint:errorlint // errors.Is walks the chain; Is itself compares one link
	return ok && t.Code == f.Code
}

// Because returns a copy of f that carries its cause.
func (f *Fault) Because(err error) *Fault { c := *f; c.Err = err; return &c }

// Say returns a copy of f with a text about this case.
func (f *Fault) Say(format string, args ...any) *Fault {
	c := *f
	c.Text = fmt.Sprintf(format, args...)
	return &c
}

// First runs the steps in order and returns the first error; the steps after it are not run.
func First(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// As returns the fault inside err, if there is one.
func As(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}
