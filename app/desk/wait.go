package desk

import (
	"context"
	"time"

	"linli/app/auth"
)

// How long a browser waits for something new, and how often it is looked for.
const (
	patience = 8 * time.Second
	look     = 300 * time.Millisecond
)

// News is what became of a browser's code. Token and Session are those of the login that a confirmation began.
type News struct {
	State   State
	Name    string // of the person who scanned it, hidden
	Token   string
	Session auth.Session
}

// Wait returns what became of the code of a ticket as soon as it is something else than seen, at the latest after some
// seconds. A confirmed code is used up by this call, and exactly one call gets the session.
func (s *Service) Wait(ctx context.Context, ticket string, seen State) (News, error) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		n, err := s.news(ctx, ticket)
		if over := n.State != Waiting && n.State != Scanned; err != nil || over || n.State != seen {
			return n, err
		}
		select {
		case <-late.C:
			return n, nil
		case <-s.closed:
			return n, nil
		case <-ctx.Done():
			return n, ctx.Err()
		case <-time.After(look):
		}
	}
}

func (s *Service) news(ctx context.Context, ticket string) (News, error) {
	c, state, err := s.held(ctx, ticket)
	if err != nil {
		return News{}, err
	}
	switch state {
	case Expired:
		return News{State: Expired}, nil
	case Confirmed:
		return s.enter(ctx, c)
	default:
		return News{State: state, Name: c.Name}, nil
	}
}

// enter begins the session of a confirmed code.
func (s *Service) enter(ctx context.Context, c Code) (News, error) {
	if mine, err := s.codes.TakeCode(ctx, c); err != nil || !mine {
		return News{State: Expired}, err
	}
	token, err := auth.NewToken()
	if err != nil {
		return News{}, err
	}
	d := c.desk(s.now())
	n := News{State: Confirmed, Name: c.Name, Token: token, Session: c.session(d)}
	if err := s.desks.PutDesk(ctx, c.By.Identity, d); err != nil {
		return News{}, err
	}
	return n, s.desks.PutSession(ctx, token, n.Session)
}
