package order

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/family"
	"linli/app/fault"
	"linli/app/household"
	"linli/app/person"
	"linli/app/when"
)

// Wish is what somebody asks for.
type Wish struct {
	Kind   string
	For    int64  // a family member, or with staff the resident; 0: the actor, or whom From is about
	From   string // "need:3", "report:7", "errand:5"
	Words  string
	Day    when.Date // 0: any
	Part   Part
	Area   int64 // 0: their home
	Room   string
	Buy    Purchase
	Source Source // Chat or Client; the service decides about the others
}

// Ask asks for a visit at the home of its person. Repeating who.Request returns the first one. Faults: ErrFor, ErrFrom, ErrPlace, ErrElsewhere,
// ErrKind, ErrWords, ErrDay, ErrTwice, ErrMany, ErrBuy, ErrNoBuy, ErrLimit, ErrPayer, ErrMedicine.
func (s *Service) Ask(ctx context.Context, who auth.Actor, w Wish) (Order, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Order{}, err
	}
	if w.From != "" { // staff say where a visit comes from
		return Order{}, ErrFrom
	}
	source := cmp.Or(w.Source, Client)
	if w.For != 0 && w.For != who.Person {
		ok, err := family.MayActFor(ctx, s.store, who.Person, w.For)
		if err != nil {
			return Order{}, err
		}
		if !ok {
			return Order{}, ErrFor
		}
		source = Family
	}
	w.For = cmp.Or(w.For, who.Person)
	return s.add(ctx, who, source, w)
}

// Enter asks for a visit to a resident at the counter or on the telephone, with the resident's limits. Faults: person.ErrMissing, and
// those of Ask.
func (s *Service) Enter(ctx context.Context, who auth.Actor, w Wish) (Order, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Order{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Order{}, err
	}
	if w.From != "" {
		whom, err := s.origin(ctx, who, w.From)
		if err != nil {
			return Order{}, err
		}
		w.For = cmp.Or(w.For, whom)
	}
	p, err := s.store.Person(ctx, w.For)
	if err != nil {
		return Order{}, err
	}
	if !person.Kept(who, t.Path, p) {
		return Order{}, person.ErrMissing
	}
	return s.add(ctx, who, Counter, w)
}

// origin returns whom something is about that an order comes from. Fault: ErrFrom.
func (s *Service) origin(ctx context.Context, who auth.Actor, from string) (int64, error) {
	word, said, _ := strings.Cut(from, ":")
	id, err := strconv.ParseInt(said, 10, 64)
	look, known := s.origins[word]
	if !known || err != nil || id < 1 || from != word+":"+strconv.FormatInt(id, 10) {
		return 0, ErrFrom
	}
	whom, _, err := look(ctx, who, id)
	if f, ok := fault.As(err); ok && f.Kind == fault.Missing {
		return 0, ErrFrom.Because(err)
	}
	return whom, err
}

func (s *Service) add(ctx context.Context, who auth.Actor, source Source, w Wish) (o Order, err error) {
	if err := s.checkWish(&w); err != nil {
		return Order{}, err
	}
	kinds, err := s.Kinds(ctx)
	if err != nil {
		return Order{}, err
	}
	kind, err := named(kinds, w.Kind)
	if err != nil {
		return Order{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Order{}, err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return Order{}, err
	}
	whose, err := s.store.Person(ctx, w.For)
	if err != nil {
		return Order{}, err
	}
	if w, err = s.settle(ctx, tree, whose, w); err != nil {
		return Order{}, err
	}
	building, _ := tree.Up(w.Area, area.Building)
	err = s.inTx(ctx, func(tx Tx) error {
		p, err := tx.LockPerson(ctx, w.For)
		if err != nil {
			return err
		}
		if first, err := tx.OrderOf(ctx, who.Person, who.Request); who.Request != "" && !errors.Is(err, ErrMissing) {
			o = first
			return err
		}
		o = Order{
			Community: p.Community, Kind: kind.Code, Title: kind.Name, Person: p.ID, By: who.Person, Source: source, From: w.From, Request: who.Request,
			Words: w.Words, Wished: w.Day, Part: w.Part, Building: building.ID, Area: w.Area, Room: w.Room, Buy: w.Buy,
		}
		if err := free(ctx, tx, o); err != nil {
			return err
		}
		d := &deed{ctx: ctx, tx: tx, tree: tree, promise: promise(times.Of(o.Community)), who: who, now: s.now(), order: &o}
		o.begin(d.promise, d.now)
		if err := tx.AddOrder(ctx, &o); err != nil {
			return err
		}
		line := did(DidAsk, o.Words)
		line.Stamp(who, d.now)
		if err := tx.AddOrderEvent(ctx, o.ID, line); err != nil {
			return err
		}
		return d.keepers(noticeAsked, o.SayWish())
	})
	if err != nil {
		return Order{}, err
	}
	return o, nil
}

// checkWish cleans a wish.
func (s *Service) checkWish(w *Wish) (err error) {
	least := 2
	if w.Kind == Buying {
		least = 0
		if err := w.Buy.check(); err != nil {
			return err
		}
	} else if w.Buy.Wanted() {
		return ErrNoBuy
	}
	if w.Words, err = words(w.Words, least); err != nil {
		return err
	}
	today := when.DateOf(s.now())
	if _, known := partNames[w.Part]; !known || w.Day != 0 && (w.Day < today || w.Day > when.DateOf(s.now().AddDate(0, 0, MaxDays))) {
		return ErrDay
	}
	return nil
}

// settle fills in where the person lives, as far as that is known, and checks it. Faults: ErrPlace, ErrElsewhere.
func (s *Service) settle(ctx context.Context, t *area.Tree, whose person.Person, w Wish) (Wish, error) {
	if whose.Community == 0 {
		return w, ErrPlace
	}
	if w.Area == 0 {
		at, room, err := household.DoorOf(ctx, s.store, whose)
		if err != nil {
			return w, err
		}
		w.Area, w.Room = at, cmp.Or(w.Room, room)
	}
	at, err := t.Get(w.Area)
	switch {
	case err != nil:
		return w, ErrPlace
	case at.Community != whose.Community:
		return w, ErrElsewhere
	case at.Kind != area.Building && at.Kind != area.Unit:
		return w, ErrPlace
	}
	if w.Room, err = household.ParseRoom(w.Room); err != nil {
		return w, ErrPlace
	}
	return w, nil
}

// free returns ErrTwice for a visit of the same kind that the person has asked for already, and ErrMany.
func free(ctx context.Context, tx Tx, o Order) error {
	open, err := tx.OpenOrders(ctx, o.Person)
	switch {
	case err != nil:
		return err
	case slices.ContainsFunc(open, func(one Order) bool { return one.Kind == o.Kind }):
		return ErrTwice
	case len(open) >= MaxOpen:
		return ErrMany
	}
	return nil
}
