package family

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

// Limiter counts tries.
type Limiter interface {
	// Allow says whether the key may do it once more, at most n times per span. With an error it could not count.
	Allow(ctx context.Context, key string, n int, per time.Duration) (bool, error)
}

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Limiter Limiter
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	limiter Limiter
	now     func() time.Time
	inside  Tx // not nil: the caller's transaction
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, limiter: c.Limiter, now: c.Now}
}

// Within returns the service working inside the caller's transaction.
func (s *Service) Within(tx Tx) *Service {
	inner := *s
	inner.inside = tx
	return &inner
}

// deed is one change of a link, inside a transaction.
type deed struct {
	ctx  context.Context
	tx   Tx
	tree *area.Tree
	who  auth.Actor
	now  time.Time
}

// act runs a deed.
func (s *Service) act(ctx context.Context, who auth.Actor, do func(deed) error) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	run := func(tx Tx) error { return do(deed{ctx: ctx, tx: tx, tree: tree, who: who, now: s.now()}) }
	if s.inside != nil {
		return s.inside.Try(ctx, func() error { return run(s.inside) })
	}
	return s.store.InTx(ctx, run)
}

// by is the actor as a link stores it.
func (d deed) by() actor { return actor{person: d.who.Person, at: d.now, request: d.who.Request} }

// Invite returns a code; the first person to enter it within a day becomes the cared-for of the actor. relation says
// what they are to the actor. Faults: ErrRelation, ErrInvites, ErrFull.
func (s *Service) Invite(ctx context.Context, who auth.Actor, relation Relation) (code string, expires time.Time, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return "", time.Time{}, err
	}
	if !relation.Valid() {
		return "", time.Time{}, ErrRelation
	}
	if code, err = newCode(); err != nil {
		return "", time.Time{}, err
	}
	err = s.act(ctx, who, func(d deed) error {
		if _, err := d.tx.LockPerson(ctx, who.Person); err != nil {
			return err
		}
		open, err := d.tx.OpenInvites(ctx, who.Person, d.now)
		if err != nil {
			return err
		}
		if open >= MaxInvites {
			return ErrInvites
		}
		asked, confirmed, err := d.tx.OpenLinks(ctx, who.Person)
		if err != nil {
			return err
		}
		if asked+confirmed >= MaxLinks {
			return ErrFull
		}
		expires = d.now.Add(InviteLife)
		return d.tx.AddInvite(ctx, Invite{
			Hash: hashOf(code), Carer: who.Person, Relation: relation, MadeAt: d.now, Expires: expires,
		})
	})
	return code, expires, err
}

// TryKey is the key under which a person's tries of codes are counted.
func TryKey(who int64) string { return fmt.Sprintf("family:%d", who) }

// Offer is the family link that a valid code would make.
type Offer struct {
	Carer    person.Person
	Relation Relation // what the carer is to them
}

// Offered returns what a code offers to the actor, before they accept it. It counts as a try, like Accept over the network.
// Faults: ErrCode, ErrSelf, ErrLinked, ErrOften.
func (s *Service) Offered(ctx context.Context, who auth.Actor, typed string) (Offer, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Offer{}, err
	}
	if ok, err := s.limiter.Allow(ctx, TryKey(who.Person), TriesAnHour, time.Hour); err == nil && !ok {
		return Offer{}, ErrOften
	}
	code, err := ReadCode(typed)
	if err != nil {
		return Offer{}, err
	}
	var i Invite
	err = s.act(ctx, who, func(d deed) error {
		if i, err = d.tx.InviteOf(ctx, hashOf(code)); err != nil {
			return err
		}
		return d.acceptable(i)
	})
	if err != nil {
		return Offer{}, err
	}
	carer, err := s.store.Resident(ctx, i.Carer)
	return Offer{Carer: carer, Relation: i.Relation.Inverse()}, err
}

// acceptable says whether the actor could accept the invitation now.
func (d deed) acceptable(i Invite) error {
	switch {
	case i.Carer == d.who.Person:
		return ErrSelf
	case i.UsedBy != 0 && i.UsedBy != d.who.Person, !d.now.Before(i.Expires):
		return ErrCode
	}
	_, err := d.tx.ConfirmedLink(d.ctx, i.Carer, d.who.Person)
	switch {
	case err == nil:
		return ErrLinked
	case !errors.Is(err, ErrMissing):
		return err
	case i.UsedBy != 0: // their link has ended since
		return ErrCode
	}
	return nil
}

// Accept lets the inviter act for the actor; with back, also the actor for the inviter. A code works once; the same
// person may repeat it. Faults: ErrCode, ErrSelf, ErrLinked, ErrFull.
func (s *Service) Accept(ctx context.Context, who auth.Actor, typed string, back bool) (Link, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Link{}, err
	}
	code, err := ReadCode(typed)
	if err != nil {
		return Link{}, err
	}
	var l Link
	err = s.act(ctx, who, func(d deed) (err error) {
		l, err = d.accept(hashOf(code), back)
		return err
	})
	return l, err
}

func (d deed) accept(hash string, back bool) (Link, error) {
	i, err := d.tx.InviteOf(d.ctx, hash)
	if err != nil {
		return Link{}, err
	}
	if i.Carer == d.who.Person {
		return Link{}, ErrSelf
	}
	carer, cared, err := d.both(i.Carer, d.who.Person)
	if err != nil {
		return Link{}, err
	}
	if i, err = d.tx.InviteOf(d.ctx, hash); err != nil { // read again under the lock
		return Link{}, err
	}
	if i.UsedBy == cared.ID { // a repeated request
		l, err := d.tx.ConfirmedLink(d.ctx, carer.ID, cared.ID)
		if errors.Is(err, ErrMissing) {
			err = ErrCode
		}
		return l, err
	}
	if err := d.tx.UseInvite(d.ctx, hash, cared.ID, d.now); err != nil {
		return Link{}, err
	}
	l, added, err := d.agree(carer, cared, i.Relation)
	if err == nil && back {
		var alsoBack bool
		_, alsoBack, err = d.agree(cared, carer, i.Relation.Inverse())
		added = added || alsoBack
	}
	if err == nil && !added {
		err = ErrLinked
	}
	if err != nil {
		return Link{}, err
	}
	return l, d.accepted(l, back)
}

// both locks two persons, the lower id first.
func (d deed) both(a, b int64) (first, second person.Person, err error) {
	lock := func(id int64, to *person.Person) {
		if err == nil {
			*to, err = d.tx.LockPerson(d.ctx, id)
		}
	}
	if a < b {
		lock(a, &first)
		lock(b, &second)
	} else {
		lock(b, &second)
		lock(a, &first)
	}
	if err == nil && first.ID == second.ID {
		err = ErrSelf
	}
	return first, second, err
}

// agree makes a confirmed link of two locked persons, unless there is one. Faults: ErrFull.
func (d deed) agree(carer, cared person.Person, relation Relation) (l Link, added bool, err error) {
	l, err = d.tx.ConfirmedLink(d.ctx, carer.ID, cared.ID)
	if !errors.Is(err, ErrMissing) {
		return l, false, err
	}
	l = Link{Carer: carer.ID, Cared: cared.ID, Relation: relation, State: Confirmed, MadeAt: d.now, DecidedAt: d.now}
	l.livesWith(d.tree, cared)
	if added, err = d.tx.AddLink(d.ctx, &l); err != nil {
		return l, false, err
	}
	return l, added, d.room(carer.ID, false)
}

// livesWith sets the link's community and grid to the home of the cared-for.
func (l *Link) livesWith(tree *area.Tree, cared person.Person) {
	l.Community, l.Grid = cared.Community, 0
	if g, ok := tree.Up(cared.Home, area.Grid); ok && g.Community == cared.Community {
		l.Grid = g.ID
	}
}

// room returns ErrFull when a carer, whose row is locked, has too many links; asked says whether open questions count.
func (d deed) room(carer int64, asked bool) error {
	open, confirmed, err := d.tx.OpenLinks(d.ctx, carer)
	if err != nil {
		return err
	}
	if asked {
		confirmed += open
	}
	if confirmed > MaxLinks {
		return ErrFull
	}
	return nil
}

// Asking describes the person for whom a carer without a code wants to act.
type Asking struct {
	Name     string
	Born     int // 0 unknown
	Relation Relation
	Home     int64 // building or unit; 0: somewhere in the carer's own community
}

// Ask asks the community to confirm that the actor acts for a person without WeChat. Repeating who.Request returns the
// first question. Faults: ErrRelation, ErrPlace, ErrFull, person.ErrName, person.ErrBorn.
func (s *Service) Ask(ctx context.Context, who auth.Actor, a Asking) (Link, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Link{}, err
	}
	name, err := person.ParseName(a.Name)
	if err != nil {
		return Link{}, err
	}
	if err := person.CheckBorn(a.Born, s.now()); err != nil {
		return Link{}, err
	}
	if !a.Relation.Valid() {
		return Link{}, ErrRelation
	}
	var l Link
	err = s.act(ctx, who, func(d deed) error {
		carer, err := d.tx.LockPerson(ctx, who.Person)
		if err != nil {
			return err
		}
		l = Link{
			Carer: carer.ID, Relation: a.Relation, State: Asked, Name: name, Born: a.Born, Home: a.Home, Request: who.Request,
			MadeAt: d.now,
		}
		cared := person.Person{Community: carer.Community, Home: a.Home}
		if home, err := d.tree.Get(a.Home); err == nil {
			cared.Community = home.Community
		}
		if l.livesWith(d.tree, cared); l.Community == 0 {
			return ErrPlace
		}
		added, err := d.tx.AddLink(ctx, &l)
		if err != nil || !added {
			return err
		}
		return d.room(carer.ID, true)
	})
	return l, err
}

// Mine returns the actor's open and confirmed links, those in which the actor is the carer first.
func (s *Service) Mine(ctx context.Context, who auth.Actor) ([]Link, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	return s.store.LinksOf(ctx, who.Person)
}

// CaredFor returns the confirmed links in which the person is the carer, in order of id.
func (s *Service) CaredFor(ctx context.Context, carer int64) ([]Link, error) {
	return s.store.CaredFor(ctx, carer)
}

// End ends a link of the actor's, on either side, or withdraws the actor's question. Faults: ErrMissing.
func (s *Service) End(ctx context.Context, who auth.Actor, id int64) error {
	if err := who.Need(auth.Resident); err != nil {
		return err
	}
	return s.act(ctx, who, func(d deed) error {
		l, err := d.tx.LockLink(ctx, id)
		if err != nil {
			return err
		}
		if l.Carer != who.Person && l.Cared != who.Person {
			return ErrMissing
		}
		before := l.State
		if err := l.end("", d.by()); err != nil {
			return err
		}
		if err := d.tx.SaveLink(ctx, l); err != nil || before == Asked {
			return err
		}
		return d.ended(l)
	})
}
