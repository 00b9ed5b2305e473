package wxsim

import (
	"slices"
	"sync"
	"time"
)

// Apology is the text in the chat after three failed deliveries or an illegal answer.
const Apology = "该公众号暂时无法提供服务，请稍后再试"

// System is the author of the platform's own lines in a chat.
const System = "system"

// Entry is one line of a person's chat.
type Entry struct {
	At      time.Time
	From    string // the person's name, an account kind, or System
	Account string // kind of the account the line belongs to
	Kind    string // text, image, voice, location, news, event, template, subscribe, system, …
	Text    string // the visible text
	Media   []byte
	URL     string // link or mini-program page behind the line
	MsgID   int64
}

// Event is a new line in a person's chat, for Watch.
type Event struct {
	Person string
	Entry
}

type watchers struct {
	mu       sync.Mutex
	next     int
	funcs    map[int]func(Event)
	pending  []Event
	draining bool
}

// Chat returns all lines between a person and the accounts, oldest first.
func (s *Sim) Chat(p *Person) []Entry {
	s.mu.Lock()
	defer s.unlock()
	return slices.Clone(p.chat)
}

// Watch calls f for every new chat line, one at a time and in order, until cancel is called.
func (s *Sim) Watch(f func(Event)) (cancel func()) {
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	if s.watch.funcs == nil {
		s.watch.funcs = map[int]func(Event){}
	}
	id := s.watch.next
	s.watch.next++
	s.watch.funcs[id] = f
	return func() {
		s.watch.mu.Lock()
		defer s.watch.mu.Unlock()
		delete(s.watch.funcs, id)
	}
}

// record needs mu; unlock then notifies the watchers.
func (s *Sim) record(p *Person, e Entry) {
	if e.At.IsZero() {
		e.At = s.now()
	}
	p.chat = append(p.chat, e)
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	if len(s.watch.funcs) > 0 {
		s.watch.pending = append(s.watch.pending, Event{Person: p.name, Entry: e})
	}
}

// drain runs outside mu, so that a watcher may call the Sim; one goroutine drains, also for lines that others add.
func (s *Sim) drain() {
	w := &s.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.draining || len(w.pending) == 0 || !s.work.begin() {
		return
	}
	defer s.work.end()
	w.draining = true
	for len(w.pending) > 0 {
		e := w.pending[0]
		w.pending = w.pending[1:]
		funcs := make([]func(Event), 0, len(w.funcs))
		for id := range w.next {
			if f := w.funcs[id]; f != nil {
				funcs = append(funcs, f)
			}
		}
		w.mu.Unlock()
		for _, f := range funcs {
			f(e)
		}
		w.mu.Lock()
	}
	w.draining = false
}

// Note adds a line that reaches the person's telephone outside of WeChat, such as an SMS, to the chat with an account.
func (p *Person) Note(account, from, kind, text string) {
	p.s.mu.Lock()
	defer p.s.unlock()
	p.s.record(p, Entry{From: from, Account: account, Kind: kind, Text: text})
}
