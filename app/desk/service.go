package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"linli/app/audit"
	"linli/app/auth"
)

// Config is what the service needs.
type Config struct {
	Store  Store
	Codes  Codes
	Desks  Desks
	Serves func(ctx context.Context, who auth.Actor) (bool, error) // whether the actor is a provider; providers hold no posting
	Now    func() time.Time
}

// Service runs the use cases.
type Service struct {
	store  Store
	codes  Codes
	desks  Desks
	serves func(ctx context.Context, who auth.Actor) (bool, error)
	now    func() time.Time
	closed chan struct{} // when the program stops
	close  func()
}

// NewService returns the service.
func NewService(c Config) *Service {
	closed := make(chan struct{})
	return &Service{
		store: c.Store, codes: c.Codes, desks: c.Desks, serves: c.Serves, now: c.Now,
		closed: closed, close: sync.OnceFunc(func() { close(closed) }),
	}
}

// Close answers all waiting browsers and lets no other wait.
func (s *Service) Close() { s.close() }

// Begin returns a code for a browser, and the ticket by which this browser asks what became of it. Several pages of a
// browser have one ticket, so they show one code while it lasts.
func (s *Service) Begin(ctx context.Context, on Screen, ticket string) (Code, string, error) {
	now := s.now()
	c, state, err := s.held(ctx, ticket)
	if err != nil || s.shown(ctx, state, ticket) && c.Expires.Sub(now) >= leastShown {
		return c, ticket, err
	}
	id, err := newID()
	if err != nil {
		return Code{}, "", err
	}
	secret := rand.Text()
	c = Code{
		ID: id, Text: rand.Text(), Secret: hashOf(secret), Browser: Browser(on.UserAgent), Place: Place(on.Address),
		At: now, Expires: now.Add(CodeLife), State: Waiting,
	}
	return c, c.Text + "." + secret, s.codes.PutCode(ctx, c)
}

// shown says whether a page may show the code of a ticket: not an old one, nor one whose session is over.
func (s *Service) shown(ctx context.Context, state State, ticket string) bool {
	if state == entered {
		_, err := s.desks.Session(ctx, tokenFor(ticket))
		return err == nil
	}
	return state != Expired && state != Refused
}

// leastShown is the time that a person needs to scan and confirm.
const leastShown = 20 * time.Second

// held returns the code of a ticket and its state for this browser.
func (s *Service) held(ctx context.Context, ticket string) (Code, State, error) {
	text, secret, _ := strings.Cut(ticket, ".")
	c, err := s.codes.Code(ctx, text)
	if errors.Is(err, ErrCode) {
		return Code{}, Expired, nil
	}
	return c, c.Shown(secret, s.now()), err
}

// newID returns a number that nobody guesses and that has no two meanings in a log.
func newID() (int64, error) {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		return 0, fmt.Errorf("random id: %w", err)
	}
	return int64(binary.BigEndian.Uint64(b[:])>>2) + 1, nil //nolint:gosec // 62 bits
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte("desk:" + secret))
	return hex.EncodeToString(sum[:])
}

// TicketName names a ticket without telling it.
func TicketName(ticket string) string { return hashOf(ticket) }

// Scan shows a person which browser asks to be logged in as them. Faults: ErrNoPost, ErrCode, ErrTaken.
func (s *Service) Scan(ctx context.Context, who auth.Actor, by auth.Session, text string) (Code, error) {
	if err := s.needDesk(ctx, who); err != nil {
		return Code{}, err
	}
	p, err := s.store.Person(ctx, who.Person)
	if err != nil {
		return Code{}, err
	}
	return s.change(ctx, text, nil, func(c *Code) error { return c.Scan(by, p.Name, s.now()) })
}

// Confirm lets the browser log in as the person who scanned its code. Faults: ErrNoPost, ErrCode, ErrTaken, ErrUnseen.
func (s *Service) Confirm(ctx context.Context, who auth.Actor, by auth.Session, text string) error {
	if err := s.needDesk(ctx, who); err != nil {
		return err
	}
	_, err := s.change(ctx, text, s.audited(who, "desk.confirm"), func(c *Code) error { return c.Confirm(by, s.now()) })
	return err
}

// Refuse uses up a code that the person scanned and does not know. Faults: ErrCode, ErrTaken, ErrUnseen.
func (s *Service) Refuse(ctx context.Context, who auth.Actor, by auth.Session, text string) error {
	_, err := s.change(ctx, text, s.audited(who, "desk.refuse"), func(c *Code) error { return c.Refuse(by, s.now()) })
	return err
}

// needDesk returns ErrNoPost for a person who neither holds a posting nor serves in a session.
func (s *Service) needDesk(ctx context.Context, who auth.Actor) error {
	if who.Need(auth.Posted...) == nil {
		return nil
	}
	serves, err := s.serves(ctx, who)
	if err != nil {
		return err
	}
	if !serves {
		return ErrNoPost
	}
	return nil
}

// change does a step of a code. It is recorded before it counts: a login without a record must not exist.
func (s *Service) change(ctx context.Context, text string, record func(context.Context, Code) error, step func(*Code) error) (Code, error) {
	for range 5 {
		before, err := s.codes.Code(ctx, text)
		if err != nil {
			return Code{}, err
		}
		after := before
		if err := step(&after); err != nil || after == before {
			return after, err
		}
		if record != nil {
			if err := record(ctx, before); err != nil {
				return Code{}, err
			}
		}
		if ok, err := s.codes.ChangeCode(ctx, before, after); ok || err != nil {
			return after, err
		}
	}
	return Code{}, ErrCode
}

func (s *Service) audited(who auth.Actor, action string) func(context.Context, Code) error {
	return func(ctx context.Context, c Code) error { return s.record(ctx, who, action, c.ID, c.Browser) }
}

func (s *Service) record(ctx context.Context, who auth.Actor, action string, id int64, browser string) error {
	p, err := s.store.Person(ctx, who.Person)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx audit.Log) error {
		return tx.AddAudit(ctx, audit.Record{
			Community: p.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("desk:%d", id), Reason: browser,
		})
	})
}

// List returns the PCs on which the actor is logged in, by any of their identities, newest first.
func (s *Service) List(ctx context.Context, who auth.Actor) ([]Desk, error) {
	identities, err := s.store.Identities(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	var all []Desk
	for _, i := range identities {
		found, err := s.desks.Desks(ctx, i.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b Desk) int {
		return cmp.Or(b.Since.Compare(a.Since), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// End logs the actor out on one PC. Faults: ErrMissing.
func (s *Service) End(ctx context.Context, who auth.Actor, id int64) error {
	return s.end(ctx, who, func(d Desk) bool { return d.ID == id }, ErrMissing)
}

// EndAll logs the actor out on every PC.
func (s *Service) EndAll(ctx context.Context, who auth.Actor) error {
	return s.end(ctx, who, func(Desk) bool { return true }, nil)
}

// end ends the chosen sessions, and returns none when there is none.
func (s *Service) end(ctx context.Context, who auth.Actor, chosen func(Desk) bool, none error) error {
	identities, err := s.store.Identities(ctx, who.Person)
	if err != nil {
		return err
	}
	for _, i := range identities {
		all, err := s.desks.Desks(ctx, i.ID)
		if err != nil {
			return err
		}
		for _, d := range all {
			if !chosen(d) {
				continue
			}
			if err := s.record(ctx, who, "desk.end", d.ID, d.Browser); err != nil {
				return err
			}
			if _, err := s.desks.DeleteDesk(ctx, i.ID, d.ID); err != nil {
				return err
			}
			none = nil
		}
	}
	return none
}
