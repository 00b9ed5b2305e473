// Package timeline is what was done to a thing, line by line: who did what and when, with which words and photos (办理记录).
// Lines are only ever added.
package timeline

import (
	"time"

	"linli/app/auth"
)

// Line is one thing that was done. K is what can be done to the thing.
type Line[K ~string] struct {
	At      time.Time
	Kind    K
	Person  int64  // who did it; 0 is the system
	Request string // of a program that may send it again, see auth.Actor
	Text    string
	Files   []int64 // photos that came with it
}

// Stamp writes down that the actor does it now.
func (l *Line[K]) Stamp(who auth.Actor, now time.Time) {
	l.At, l.Person, l.Request = now, who.Person, who.Request
}
