package wxsim

import (
	"context"
	"fmt"
	"sync"
)

// background counts work nobody is waiting for: automatic events, media downloads, calls to watchers.
type background struct {
	mu      sync.Mutex
	n       int
	idle    chan struct{} // closed when n falls to zero; nil while nobody waits
	closed  bool
	holding bool
	held    []func()
}

func (b *background) begin() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return false
	}
	b.n++
	return true
}

func (b *background) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n--
	if b.n == 0 && b.idle != nil {
		close(b.idle)
		b.idle = nil
	}
}

// wait returns once nothing is in flight.
func (b *background) wait(ctx context.Context) error {
	for {
		b.mu.Lock()
		if b.n == 0 {
			b.mu.Unlock()
			return nil
		}
		if b.idle == nil {
			b.idle = make(chan struct{})
		}
		idle := b.idle
		b.mu.Unlock()
		select {
		case <-idle:
		case <-ctx.Done():
			return fmt.Errorf("wait for the platform's events: %w", ctx.Err())
		}
	}
}

func (b *background) close() {
	b.mu.Lock()
	b.closed, b.held = true, nil
	b.mu.Unlock()
	_ = b.wait(context.Background())
}

// spawn runs f on its own goroutine, or keeps it back while events are held.
func (s *Sim) spawn(f func(context.Context)) {
	run := func() {
		if !s.work.begin() {
			return
		}
		go func() {
			defer s.work.end()
			f(s.ctx)
		}()
	}
	s.work.mu.Lock()
	if s.work.holding && !s.work.closed {
		s.work.held = append(s.work.held, run)
		s.work.mu.Unlock()
		return
	}
	s.work.mu.Unlock()
	run()
}

// Settled waits until no automatic event is on its way to the app. Events kept back by HoldEvents do not count. It must
// not be called from inside a Watch function.
func (s *Sim) Settled(ctx context.Context) error { return s.work.wait(ctx) }

// HoldEvents keeps automatic events (send results, media checks) back until ReleaseEvents: late results on demand.
func (s *Sim) HoldEvents() {
	s.work.mu.Lock()
	defer s.work.mu.Unlock()
	s.work.holding = true
}

// ReleaseEvents lets held events go, all at once.
func (s *Sim) ReleaseEvents() {
	s.work.mu.Lock()
	held := s.work.held
	s.work.holding, s.work.held = false, nil
	s.work.mu.Unlock()
	for _, run := range held {
		run()
	}
}

// LoseEvents forgets held events, as when a result is never pushed, and returns how many were lost.
func (s *Sim) LoseEvents() int {
	s.work.mu.Lock()
	defer s.work.mu.Unlock()
	n := len(s.work.held)
	s.work.holding, s.work.held = false, nil
	return n
}
