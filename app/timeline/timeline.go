// Package timeline records what was done to a thing, line by line: by whom, when, with which words and photos (办理记录). Lines
// are only ever added.
package timeline

import (
	"time"

	"linli/app/auth"
)

// Line is one action. K lists the actions that the thing knows.
type Line[K ~string] struct {
	At      time.Time
	Kind    K
	Person  int64  // the actor; 0 is the system
	Request string // idempotency key of the request, see auth.Actor
	Text    string
	Files   []int64 // photos that came with it
}

// Stamp sets the actor and the time of a line.
func (l *Line[K]) Stamp(who auth.Actor, now time.Time) {
	l.At, l.Person, l.Request = now, who.Person, who.Request
}
