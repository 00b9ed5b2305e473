// Package job is work that must happen after a change was saved (后台任务). The truth is a row written in the same
// transaction as the change; the queue only says "now", and a sweeper says it again when the queue forgot.
package job

import (
	"context"
	"time"
)

// Kind names what is to be done; app/internal/system maps each to the use case that does it.
type Kind string

// Job is one piece of work. It carries an id of the thing it is about and never its content.
type Job struct {
	ID    int64
	Kind  Kind
	Ref   int64     // id of the record the work is about
	DueAt time.Time // not before
	Tries int       // how often it was begun
}

// Queue is what asking for work needs from an open transaction. AddJob does nothing when an open job of the same kind
// and ref exists.
type Queue interface {
	AddJob(ctx context.Context, kind Kind, ref int64, due time.Time) error
}

// Backoff returns how long to wait after the given number of failed tries: 2 s, 4 s, … at most 10 minutes.
func Backoff(tries int) time.Duration {
	const most = 10 * time.Minute
	if tries >= 9 {
		return most
	}
	return min(time.Second<<max(tries, 1), most)
}
