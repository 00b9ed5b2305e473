package wxmsg

import (
	"context"
	"sync"
)

// lines serialises subscribe messages to one person: the platform refuses concurrent ones (43108).
type lines struct {
	mu   sync.Mutex
	open map[string]*line
}

type line struct {
	turn  chan struct{} // holds one token while a message is being sent
	users int
}

// enter waits for the turn of key; leave must be called then. It fails when ctx ends first.
func (l *lines) enter(ctx context.Context, key string) (leave func(), err error) {
	l.mu.Lock()
	own := l.open[key]
	if own == nil {
		own = &line{turn: make(chan struct{}, 1)}
		l.open[key] = own
	}
	own.users++
	l.mu.Unlock()

	select {
	case own.turn <- struct{}{}:
		return func() { <-own.turn; l.exit(key, own) }, nil
	case <-ctx.Done():
		l.exit(key, own)
		return nil, ctx.Err()
	}
}

func (l *lines) exit(key string, own *line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if own.users--; own.users == 0 {
		delete(l.open, key)
	}
}
