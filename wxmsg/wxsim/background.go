package wxsim

import (
	"context"
	"fmt"
	"sync"
)

// background counts work without a waiting caller: automatic events, media downloads, calls to watchers.
type background struct {
	mu      sync.Mutex
	n       int
	idle    chan struct{} // closed when n becomes zero; nil while no call waits
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

// wait returns when no work is left.
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

// spawn runs f in its own goroutine, or keeps it while events are held.
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

// Settled waits until no automatic event is under way to the app, without those kept by HoldEvents. It must not be called
// inside a Watch function.
func (s *Sim) Settled(ctx context.Context) error { return s.work.wait(ctx) }

// HoldEvents keeps automatic events (send results, media checks) until ReleaseEvents.
func (s *Sim) HoldEvents() {
	s.work.mu.Lock()
	defer s.work.mu.Unlock()
	s.work.holding = true
}

// ReleaseEvents sends all held events at once.
func (s *Sim) ReleaseEvents() {
	s.work.mu.Lock()
	held := s.work.held
	s.work.holding, s.work.held = false, nil
	s.work.mu.Unlock()
	for _, run := range held {
		run()
	}
}

// LoseEvents drops held events, like results that are never pushed, and returns their number.
func (s *Sim) LoseEvents() int {
	s.work.mu.Lock()
	defer s.work.mu.Unlock()
	n := len(s.work.held)
	s.work.holding, s.work.held = false, nil
	return n
}
