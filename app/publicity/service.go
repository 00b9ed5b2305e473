package publicity

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/text"
	"linli/app/when"
)

// Subject is what is made public. It is told the end of each line in the transaction in which the line ends.
type Subject interface {
	// LineEnded says that a line has passed or was stopped.
	LineEnded(ctx context.Context, tx Tx, p Publicity, l Line) error
}

// Config is what the service needs.
type Config struct {
	Store  Store
	Areas  area.Source
	People People
	Times  *when.Clocks
	Now    func() time.Time
}

// Service runs the use cases.
type Service struct {
	store    Store
	areas    area.Source
	people   People
	times    *when.Clocks
	now      func() time.Time
	subjects map[Kind]Subject
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, people: c.People, times: c.Times, now: c.Now, subjects: map[Kind]Subject{}}
}

// Register names the subject of a kind, before the service is used.
func (s *Service) Register(k Kind, of Subject) { s.subjects[k] = of }

// Begin makes a draft public from now on, in the transaction of its subject. Faults: area.ErrMissing, ErrWritten, ErrPrivate,
// ErrDays.
func (s *Service) Begin(ctx context.Context, tx Tx, who auth.Actor, d Draft) (Publicity, error) {
	if err := d.check(); err != nil {
		return Publicity{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Publicity{}, err
	}
	a, err := t.Get(d.Area)
	if err != nil {
		return Publicity{}, err
	}
	clock, err := s.times.Of(ctx, a.Community)
	if err != nil {
		return Publicity{}, err
	}
	now := s.now()
	_, until := when.Day(clock.Due(now, when.Term{N: d.Days, Unit: when.WorkingDays}))
	p := Publicity{
		Community: a.Community, Area: a.ID, Kind: d.Kind, About: d.About, Title: d.Title, Words: d.Words, By: who.Person, From: now,
		Until: until, Lines: d.lines(),
	}
	if err := tx.AddPublicity(ctx, &p); err != nil {
		return Publicity{}, err
	}
	return p, tx.AddAudit(ctx, s.record(who, p, "publicity.begin"))
}

// Publish makes public what staff wrote, in a community, street or county of the actor. Faults: those of Begin.
func (s *Service) Publish(ctx context.Context, who auth.Actor, d Draft) (p Publicity, err error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return p, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return p, err
	}
	a, err := t.Get(d.Area)
	if err != nil || a.Kind != area.Community && a.Kind != area.Street && a.Kind != area.County || !who.Covers(a.Path, auth.Publishers...) {
		return p, area.ErrMissing
	}
	d.Kind, d.About = General, ""
	err = s.store.InTx(ctx, func(tx Tx) error {
		p, err = s.Begin(ctx, tx, who, d)
		return err
	})
	return p, err
}

// Withdraw ends a publicity without a result. Faults: ErrMissing, ErrEnded, ErrWords.
func (s *Service) Withdraw(ctx context.Context, who auth.Actor, id int64, reason string) (p Publicity, err error) {
	if reason = text.Line(reason); !text.Within(reason, 2, MaxWords) {
		return p, ErrWords
	}
	return s.change(ctx, who, id, func(tx Tx, p *Publicity) error {
		if !p.EndedAt.IsZero() {
			return ErrEnded
		}
		stopped := p.withdraw(s.now())
		if err := tx.SavePublicity(ctx, *p); err != nil {
			return err
		}
		if err := s.ended(ctx, tx, *p, stopped); err != nil {
			return err
		}
		r := s.record(who, *p, "publicity.withdraw")
		r.Reason = reason
		return tx.AddAudit(ctx, r)
	})
}

// WithdrawIn is Withdraw by the subject, in its transaction: the subject is not told.
func (s *Service) WithdrawIn(ctx context.Context, tx Tx, id int64) error {
	p, err := tx.LockPublicity(ctx, id)
	if err != nil || !p.EndedAt.IsZero() {
		return err
	}
	for _, i := range p.withdraw(s.now()) {
		if err := tx.SaveLine(ctx, p.Lines[i]); err != nil {
			return err
		}
	}
	return tx.SavePublicity(ctx, p)
}

// change locks a publicity of the actor's area and lets do change it. Fault: ErrMissing.
func (s *Service) change(ctx context.Context, who auth.Actor, id int64, do func(Tx, *Publicity) error) (p Publicity, err error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return p, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return p, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if p, err = tx.LockPublicity(ctx, id); err != nil {
			return err
		}
		if !who.Covers(t.Path(p.Area), auth.Publishers...) {
			return ErrMissing
		}
		return do(tx, &p)
	})
	return p, err
}

// ended saves lines that ended and tells the subject.
func (s *Service) ended(ctx context.Context, tx Tx, p Publicity, lines []int) error {
	for _, i := range lines {
		if err := s.lineEnded(ctx, tx, p, p.Lines[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) lineEnded(ctx context.Context, tx Tx, p Publicity, l Line) error {
	if err := tx.SaveLine(ctx, l); err != nil {
		return err
	}
	if of := s.subjects[p.Kind]; of != nil {
		return of.LineEnded(ctx, tx, p, l)
	}
	return nil
}

// End closes the terms that are over. What fails is tried again at the next run.
func (s *Service) End(ctx context.Context) error {
	ids, err := s.store.DuePublicities(ctx, s.now().Add(-grace), 500)
	if err != nil {
		return fmt.Errorf("publicities to end: %w", err)
	}
	var failed []error
	for _, id := range ids {
		if err := s.endOne(ctx, id); err != nil {
			failed = append(failed, fmt.Errorf("end publicity %d: %w", id, err))
		}
	}
	return errors.Join(failed...)
}

func (s *Service) endOne(ctx context.Context, id int64) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		p, err := tx.LockPublicity(ctx, id)
		if err != nil || !p.over(s.now()) {
			return err
		}
		passed := p.end(s.now())
		if err := tx.SavePublicity(ctx, p); err != nil {
			return err
		}
		return s.ended(ctx, tx, p, passed)
	})
}

// Hide takes the name of a line off, for the person or for staff who were asked to. Faults: ErrLine.
func (s *Service) Hide(ctx context.Context, who auth.Actor, line int64) (p Publicity, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return p, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return p, err
	}
	id, err := s.store.LineOf(ctx, line)
	if err != nil {
		return p, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if p, err = tx.LockPublicity(ctx, id); err != nil {
			return err
		}
		l, err := p.line(line)
		if err != nil {
			return err
		}
		if own := l.Person != 0 && l.Person == who.Person; !own && !who.Covers(t.Path(p.Area), auth.Publishers...) {
			return ErrLine
		}
		if l.Hidden {
			return nil
		}
		l.Hidden, l.Name = true, ""
		if err := tx.SaveLine(ctx, *l); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.record(who, p, "publicity.hide"))
	})
	return p, err
}

func (s *Service) record(who auth.Actor, p Publicity, action string) audit.Record {
	return audit.Record{
		Community: p.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("publicity:%d", p.ID),
	}
}

// Hanging returns what is public in a community and above it now, and what ended lately. It needs no login. Fault:
// area.ErrMissing for an area that is no community.
func (s *Service) Hanging(ctx context.Context, community int64) ([]Publicity, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := t.Community(community); err != nil {
		return nil, err
	}
	return s.store.Hanging(ctx, t.Above(community), s.now().Add(-ShownAfter), pages.Size)
}

// Board is Hanging for a resident: 0 is their own community; without one nothing is shown.
func (s *Service) Board(ctx context.Context, who auth.Actor, community int64) ([]Publicity, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	if community == 0 {
		p, err := s.people.Person(ctx, who.Person)
		if err != nil || p.Community == 0 {
			return nil, err
		}
		community = p.Community
	}
	return s.Hanging(ctx, community)
}

// Get returns one publicity. Fault: ErrMissing, also of a withdrawn one.
func (s *Service) Get(ctx context.Context, who auth.Actor, id int64) (Publicity, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Publicity{}, err
	}
	p, err := s.store.Publicity(ctx, id)
	if err == nil && p.Withdrawn {
		err = ErrMissing
	}
	return p, err
}

// Form returns a publicity to print. Fault: ErrMissing outside the actor's area.
func (s *Service) Form(ctx context.Context, who auth.Actor, id int64) (Publicity, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return Publicity{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Publicity{}, err
	}
	p, err := s.store.Publicity(ctx, id)
	if err == nil && !who.Covers(t.Path(p.Area), auth.Publishers...) {
		err = ErrMissing
	}
	return p, err
}

// Published returns one page of the publicities of the actor's areas, newest first, before an id.
func (s *Service) Published(ctx context.Context, who auth.Actor, before int64) (pages.Page[Publicity], error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return pages.Page[Publicity]{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[Publicity]{}, err
	}
	found, err := s.store.Published(ctx, t.Covered(who, auth.Publishers...), before, pages.Size)
	return pages.Full(found, pages.Size, func(p Publicity) pages.Cursor { return pages.Cursor{ID: p.ID} }), err
}

// tell sends the answer to the person who objected.
func (s *Service) tell(ctx context.Context, tx Tx, p Publicity, place string, o Objection) error {
	n := noticeAnswered.To(o.Person, p.Community, fmt.Sprintf("publicity:%d", p.ID), s.facts(p, place, "已答复", o.Answer, o))
	return notify.Tell(ctx, tx, n, s.now())
}
