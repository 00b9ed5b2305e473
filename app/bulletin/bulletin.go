// Package bulletin is what a community publishes for all residents (公告). A bulletin of a street or the county is shown in
// every community below it.
package bulletin

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
	"linli/app/work"
)

// The limits of a bulletin: lengths in characters, and how long it is shown.
const (
	MaxTitle = 40
	MaxText  = 2000
	usual    = 30 * 24 * time.Hour // the default
	longest  = 366 * 24 * time.Hour
)

// The faults of bulletins.
var (
	ErrMissing = fault.New(fault.Missing, "bulletin.missing", "未找到该公告，或已过期")
	ErrWords   = fault.New(fault.Invalid, "bulletin.words", "请填写标题（1 至 40 字）和内容（1 至 2000 字）")
	ErrUntil   = fault.New(fault.Invalid, "bulletin.until", "截止时间须在今后一年以内")
)

// Bulletin is one published text of an area, without any markup.
type Bulletin struct {
	ID          int64
	Community   int64 // of the area; for streets and the county, the county's id
	Area        int64 // a community, street or county
	Title       string
	Text        string
	Pinned      bool // shown first
	By          int64
	Request     string // idempotency key, or ""
	From        time.Time
	Until       time.Time
	WithdrawnAt time.Time
}

// Hangs says whether the bulletin is shown now.
func (b Bulletin) Hangs(now time.Time) bool {
	return b.WithdrawnAt.IsZero() && !now.Before(b.From) && now.Before(b.Until)
}

// check cleans the texts and returns the fault of the bulletin.
func (b *Bulletin) check(now time.Time) error {
	b.Title, b.Text = text.Line(b.Title), text.Words(b.Text)
	if !text.Within(b.Title, 1, MaxTitle) {
		return ErrWords
	}
	if !text.Within(b.Text, 1, MaxText) {
		return ErrWords
	}
	b.From = now
	if b.Until.IsZero() {
		b.Until = now.Add(usual)
	}
	if !b.Until.After(now) || b.Until.Sub(now) > longest {
		return ErrUntil
	}
	return nil
}

// Most is how many bulletins Wall returns.
const Most = 20

// Store is what bulletins need from the database.
type Store interface {
	// Hanging returns the bulletins of the areas that are shown now, pinned ones first, then the newest.
	Hanging(ctx context.Context, areas []int64, now time.Time, most int) ([]Bulletin, error)
	// Published returns the bulletins of the areas that were not withdrawn, newest first, before an id (0: from the newest).
	Published(ctx context.Context, areas []int64, before int64, most int) ([]Bulletin, error)
	// Bulletin returns a bulletin, or ErrMissing.
	Bulletin(ctx context.Context, id int64) (Bulletin, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a bulletin.
type Tx interface {
	audit.Log
	work.Log
	// AddBulletin saves a new bulletin and sets its ID. false: the same person sent the same request before, and b is now
	// the first one.
	AddBulletin(ctx context.Context, b *Bulletin) (added bool, err error)
	// LockBulletin returns a bulletin for update, or ErrMissing.
	LockBulletin(ctx context.Context, id int64) (Bulletin, error)
	// WithdrawBulletin records the time of the withdrawal.
	WithdrawBulletin(ctx context.Context, id int64, at time.Time) error
}

// People returns the homes of a person.
type People interface {
	Person(ctx context.Context, id int64) (person.Person, error)
}

// Config is what the service needs.
type Config struct {
	Store  Store
	Areas  area.Source
	People People
	Now    func() time.Time
}

// Service runs the use cases.
type Service struct {
	store  Store
	areas  area.Source
	people People
	now    func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, people: c.People, now: c.Now}
}

// wide says whether a bulletin may be published in an area of this kind: not in one below a community.
func wide(k area.Kind) bool { return k == area.Community || k == area.Street || k == area.County }

// Publish publishes a bulletin in an area that the actor is responsible for, from now on. Retrying with the same who.Request
// returns the first one. Faults: area.ErrMissing outside the actor's areas, ErrWords, ErrUntil.
func (s *Service) Publish(ctx context.Context, who auth.Actor, b Bulletin) (Bulletin, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return Bulletin{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Bulletin{}, err
	}
	a, err := t.Get(b.Area)
	if err != nil || !wide(a.Kind) || !who.Covers(a.Path, auth.Publishers...) {
		return Bulletin{}, area.ErrMissing
	}
	if err := b.check(s.now()); err != nil {
		return Bulletin{}, err
	}
	b.Community, b.By, b.Request = a.Community, who.Person, who.Request
	err = s.store.InTx(ctx, func(tx Tx) error {
		added, err := tx.AddBulletin(ctx, &b)
		if err != nil || !added {
			return err
		}
		if err := tx.AddAudit(ctx, s.record(who, b, "bulletin.publish")); err != nil {
			return err
		}
		return work.Write(ctx, tx, t, who, work.Line{
			Community: b.Community, At: s.now(), About: fmt.Sprintf("bulletin:%d", b.ID), Deed: work.Published, Area: b.Area,
		})
	})
	return b, err
}

// Withdraw ends a bulletin. Repeating it changes nothing. Faults: ErrMissing outside the actor's areas.
func (s *Service) Withdraw(ctx context.Context, who auth.Actor, id int64) error {
	if err := who.Need(auth.Publishers...); err != nil {
		return err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		b, err := tx.LockBulletin(ctx, id)
		if err != nil {
			return err
		}
		if a, err := t.Get(b.Area); err != nil || !who.Covers(a.Path, auth.Publishers...) {
			return ErrMissing
		}
		if !b.WithdrawnAt.IsZero() {
			return nil
		}
		if err := tx.WithdrawBulletin(ctx, b.ID, s.now()); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.record(who, b, "bulletin.withdraw"))
	})
}

func (s *Service) record(who auth.Actor, b Bulletin, action string) audit.Record {
	return audit.Record{
		Community: b.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("bulletin:%d", b.ID),
	}
}

// Published returns one page of the current and past bulletins of the actor's areas, newest first, before an id.
func (s *Service) Published(ctx context.Context, who auth.Actor, before int64) (pages.Page[Bulletin], error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return pages.Page[Bulletin]{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[Bulletin]{}, err
	}
	found, err := s.store.Published(ctx, t.Covered(who, auth.Publishers...), before, pages.Size)
	return pages.Full(found, pages.Size, func(b Bulletin) pages.Cursor { return pages.Cursor{ID: b.ID} }), err
}

// Wall returns the bulletins that are shown now in a community and above it, pinned ones first, then the newest, at most
// Most. Community 0 is the actor's own, or the county if they have none. Faults: area.ErrMissing for an area that is no
// community.
func (s *Service) Wall(ctx context.Context, who auth.Actor, community int64) ([]Bulletin, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	at, err := s.place(ctx, t, who, community)
	if err != nil {
		return nil, err
	}
	return s.store.Hanging(ctx, t.Above(at.ID), s.now(), Most)
}

func (s *Service) place(ctx context.Context, t *area.Tree, who auth.Actor, community int64) (area.Area, error) {
	if community != 0 {
		return t.Community(community)
	}
	p, err := s.people.Person(ctx, who.Person)
	if err != nil {
		return area.Area{}, err
	}
	if a, err := t.Get(p.Community); err == nil {
		return a, nil
	}
	return t.Root()
}

// Get returns a bulletin that is shown now; an actor responsible for its area also gets a past one. Faults: ErrMissing.
func (s *Service) Get(ctx context.Context, who auth.Actor, id int64) (Bulletin, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Bulletin{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Bulletin{}, err
	}
	b, err := s.store.Bulletin(ctx, id)
	if err != nil {
		return Bulletin{}, err
	}
	a, err := t.Get(b.Area)
	if err != nil || !b.WithdrawnAt.IsZero() || !b.Hangs(s.now()) && !who.Covers(a.Path, auth.Publishers...) {
		return Bulletin{}, ErrMissing
	}
	return b, nil
}
