package news

import (
	"context"
	"sync"
	"time"

	"linli/app/area"
	"linli/app/auth"
)

// Store is what news need from the database.
type Store interface {
	// NewestChanges returns the newest lines of all timelines.
	NewestChanges(ctx context.Context, most int) ([]Change, error)
	// ChangesAfter returns the lines with a higher number, in order.
	ChangesAfter(ctx context.Context, id int64, most int) ([]Change, error)
}

// Config is what the service is made of.
type Config struct {
	Store Store
	Areas area.Source
	Now   func() time.Time
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	now   func() time.Time
	// lead is held by the one waiting desk of this process that reads the database for all of them, so nothing runs while
	// nobody waits.
	lead   chan struct{}
	closed chan struct{}

	mu      sync.Mutex
	known   bool // the tape was begun
	tape    tape
	grown   chan struct{} // closed when the tape grows
	waiting map[int64]int // by person
	desks   int
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{
		store: c.Store, areas: c.Areas, now: c.Now, lead: make(chan struct{}, 1), closed: make(chan struct{}), grown: make(chan struct{}),
		waiting: map[int64]int{},
	}
}

const (
	// Patience is how long a desk waits.
	Patience = 10 * time.Second
	// beat is how often the database is read while a desk waits.
	beat = time.Second

	mostDesks = 2000 // waiting in one process
	mostByOne = 8    // of one person
)

// Close answers all waiting desks and lets no other wait.
func (s *Service) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
	default:
		close(s.closed)
	}
}

// Wait returns what changed in the actor's scope after the mark, at once if there is something, else when there is or after
// Patience. Without a mark it returns the present one at once. Faults: ErrMark, ErrFull, ErrMany.
func (s *Service) Wait(ctx context.Context, who auth.Actor, since string) (News, error) {
	if err := who.Need(auth.Workers...); err != nil {
		return News{}, err
	}
	if since == "" {
		if _, err := s.read(ctx); err != nil {
			return News{}, err
		}
		return News{Next: s.present()}, nil
	}
	m, err := ParseMark(since)
	if err != nil {
		return News{}, err
	}
	if err := s.enter(who.Person); err != nil {
		return News{}, err
	}
	defer s.leave(who.Person)
	till, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	return s.wait(ctx, till, who, m)
}

func (s *Service) wait(ctx, till context.Context, who auth.Actor, m Mark) (News, error) {
	for {
		found, grown, err := s.look(ctx, who, m)
		if err != nil || found.Some() {
			return found, err
		}
		m = found.Next
		select {
		case <-till.Done():
			return s.end(m), nil
		case <-s.closed:
			return found, nil
		default:
		}
		select {
		case s.lead <- struct{}{}:
			err := s.follow(ctx, till)
			<-s.lead
			if err != nil {
				return News{}, err
			}
		case <-grown:
		case <-till.Done():
		case <-s.closed:
		}
	}
}

// follow reads the database once and, when there is nothing, waits one beat.
func (s *Service) follow(ctx, till context.Context) error {
	grew, err := s.read(ctx)
	if err != nil || grew {
		return err
	}
	pause := time.NewTimer(beat)
	defer pause.Stop()
	select {
	case <-pause.C:
	case <-till.Done():
	case <-s.closed:
	}
	return nil
}

// read puts what is new on the tape and wakes the desks that wait.
func (s *Service) read(ctx context.Context) (grew bool, err error) {
	s.mu.Lock()
	known, low := s.known, s.tape.mark(s.now()).low()
	s.mu.Unlock()
	var more []Change
	if known {
		more, err = s.store.ChangesAfter(ctx, low, tapeLength)
	}
	if err == nil && (!known || len(more) >= tapeLength) { // at the beginning, or after a long time without a desk
		known = false
		more, err = s.store.NewestChanges(ctx, tapeLength)
	}
	if err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known {
		grew = s.tape.add(more)
	} else {
		s.tape.begin(more)
		s.known, grew = true, true
	}
	if grew {
		close(s.grown)
		s.grown = make(chan struct{})
	}
	return grew, nil
}

// look returns what the actor does not know yet of the tape, and what is closed when it grows. Next goes on from there.
func (s *Service) look(ctx context.Context, who auth.Actor, m Mark) (n News, grown <-chan struct{}, err error) {
	changes, all, next, grown := s.unknown(m)
	if all {
		return News{All: true, Next: next}, grown, nil
	}
	if len(changes) > 0 {
		tree, err := s.areas.Tree(ctx)
		if err != nil {
			return News{}, nil, err
		}
		n = tell(tree, who, changes)
	}
	n.Next = next
	return n, grown, nil
}

func (s *Service) unknown(m Mark) (changes []Change, all bool, next Mark, grown <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	present := s.tape.mark(s.now())
	if !s.known || m.High > present.High { // another process has read more
		return nil, false, m, s.grown
	}
	changes, whole := s.tape.after(m)
	return changes, !whole, present, s.grown
}

// end is the answer after Patience. A mark beyond all that there is comes from before a restored backup.
func (s *Service) end(m Mark) News {
	present := s.present()
	if m.High > present.High {
		return News{All: true, Next: present}
	}
	return News{Next: m}
}

func (s *Service) present() Mark {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tape.mark(s.now())
}

// enter counts a waiting desk, leave ends that.
func (s *Service) enter(person int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.desks >= mostDesks:
		return ErrFull
	case s.waiting[person] >= mostByOne:
		return ErrMany
	}
	s.desks++
	s.waiting[person]++
	return nil
}

func (s *Service) leave(person int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.desks--
	if s.waiting[person]--; s.waiting[person] == 0 {
		delete(s.waiting, person)
	}
}
