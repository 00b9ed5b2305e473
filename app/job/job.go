// Package job declares work that runs after a change was saved (后台任务). A row saved with the change is the truth; the queue
// only triggers it, and a sweeper repeats a lost trigger.
package job

import (
	"context"
	"time"
)

// Kind names the work; app/internal/system maps each to its use case.
type Kind string

// Job is one piece of work. It carries an id and no content.
type Job struct {
	ID    int64
	Kind  Kind
	Ref   int64     // id of the record
	DueAt time.Time // not before
	Tries int       // attempts so far
}

// Queue adds jobs inside an open transaction. AddJob does nothing when an open job of the same kind and ref exists.
type Queue interface {
	AddJob(ctx context.Context, kind Kind, ref int64, due time.Time) error
}

// Backoff returns the wait after the given number of failed attempts: 2 s, 4 s, … at most 10 minutes.
func Backoff(tries int) time.Duration {
	const most = 10 * time.Minute
	if tries >= 9 {
		return most
	}
	return min(time.Second<<max(tries, 1), most)
}
