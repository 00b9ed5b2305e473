package desk

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
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
// seconds. A confirmed code begins one session; each call with its ticket gets it while the code lives, for an answer may
// have been lost with a page that was closed or loaded again.
func (s *Service) Wait(ctx context.Context, ticket string, seen State) (News, error) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		n, err := s.news(ctx, ticket)
		if over := n.State == Confirmed || n.State == Refused || n.State == Expired; err != nil || over || n.State != seen && n.State != entered {
			return n, err
		}
		select {
		case <-late.C:
			return n.heard(), nil
		case <-s.closed:
			return n.heard(), nil
		case <-ctx.Done():
			return n, ctx.Err()
		case <-time.After(look):
		}
	}
}

// heard returns the news without a state that no browser hears: the session of an entered code is over, or was never begun.
func (n News) heard() News {
	if n.State == entered {
		return News{State: Expired}
	}
	return n
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
		return s.enter(ctx, c, ticket)
	case entered:
		return s.again(ctx, c, ticket)
	default:
		return News{State: state, Name: c.Name}, nil
	}
}

// enter begins the session of a confirmed code, in the one call that comes first.
func (s *Service) enter(ctx context.Context, c Code, ticket string) (News, error) {
	after := c
	after.State = entered
	if mine, err := s.codes.ChangeCode(ctx, c, after); err != nil || !mine {
		return News{State: entered}, err
	}
	d := c.desk(s.now())
	n := News{State: Confirmed, Name: c.Name, Token: tokenFor(ticket), Session: c.session(d)}
	if err := s.desks.PutDesk(ctx, c.By.Identity, d); err != nil {
		return News{}, err
	}
	return n, s.desks.PutSession(ctx, n.Token, n.Session)
}

// again returns the session that this ticket began, or the state entered while there is none: it is about to begin, or over.
func (s *Service) again(ctx context.Context, c Code, ticket string) (News, error) {
	token := tokenFor(ticket)
	session, err := s.desks.Session(ctx, token)
	if errors.Is(err, auth.ErrLogin) {
		return News{State: entered}, nil
	}
	return News{State: Confirmed, Name: c.Name, Token: token, Session: session}, err
}

// tokenFor returns the token of the session that a ticket may begin. Only the browser has the ticket, so only it gets the
// token, as often as it asks; neither is stored.
func tokenFor(ticket string) string {
	sum := sha256.Sum256([]byte("desk session:" + ticket))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
