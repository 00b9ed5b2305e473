package order

import (
	"context"

	"linli/app/auth"
	"linli/app/feedback"
	"linli/app/media"
	"linli/app/text"
	"linli/app/when"
)

// Finish is what a visitor records.
type Finish struct {
	Words   string
	Minutes int
	Spent   int // of a purchase, in 分
	Files   []int64
}

// Come records that the team is on the way, and tells the resident. Faults: ErrMissing, ErrState.
func (s *Service) Come(ctx context.Context, who auth.Actor, id int64) (Order, error) {
	return s.act(ctx, who, id, visitor, func(d *deed) (Event, error) {
		if err := d.order.come(d.now); err != nil {
			return Event{}, err
		}
		names, err := d.names(d.order.Present())
		if err != nil {
			return Event{}, err
		}
		return did(DidCome, names), d.resident(noticeComing, names)
	})
}

// Open is the word that the resident says at the door. A wrong one is refused and counted; after MostWrong the community and the resident are
// told, and no further one is taken. Faults: ErrMissing, ErrState, ErrWord, ErrTries.
func (s *Service) Open(ctx context.Context, who auth.Actor, id int64, word string) (Order, error) {
	word = text.Line(text.Narrow(word))
	o, err := s.act(ctx, who, id, visitor, func(d *deed) (Event, error) {
		ok, err := d.order.open(word, who.Person, d.now)
		if err != nil {
			return Event{}, err
		}
		name, err := d.tx.NameOf(ctx, who.Person)
		if err != nil {
			return Event{}, err
		}
		if ok {
			return did(DidOpen, name), nil
		}
		line := did(DidWrong, name)
		if d.order.Wrong < MostWrong {
			return line, nil
		}
		if err := d.keepers(noticeWrong, name); err != nil {
			return Event{}, err
		}
		return line, d.resident(noticeCareful, "")
	})
	if err == nil && o.DoorAt.IsZero() { // the count is kept
		err = ErrWord
	}
	if err != nil {
		return Order{}, err
	}
	return o, nil
}

// Finish records the visit with the line of work of everybody who came, in one transaction. Faults: ErrMissing, ErrState, ErrDoor, ErrWords,
// ErrMinutes, ErrSpent, ErrReceipt, media.ErrMissing, media.ErrMany.
func (s *Service) Finish(ctx context.Context, who auth.Actor, id int64, f Finish) (Order, error) {
	var err error
	if f.Words, err = words(f.Words, 0); err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, visitorOrDesk, func(d *deed) (Event, error) {
		if err := d.order.finish(f, d.now); err != nil {
			return Event{}, err
		}
		if err := media.Claim(ctx, d.tx, who.Person, f.Files, d.order.Community); err != nil {
			return Event{}, err
		}
		if err := d.work(); err != nil {
			return Event{}, err
		}
		line := did(DidFinish, f.Words)
		line.Files = f.Files
		if d.order.State == Handed {
			return line, d.resident(noticeHanded, Yuan(f.Spent))
		}
		return line, d.over()
	})
}

// over is what follows from an order that is done: the resident is told, and asked once whether it was good.
func (d *deed) over() error {
	o := d.order
	if err := d.resident(noticeDone, o.Result); err != nil {
		return err
	}
	return feedback.Ask(d.ctx, d.tx, feedback.Asking{
		Kind: feedback.Order, About: o.ID, Community: o.Community, Sort: o.Kind, Title: o.Title, Person: o.Person, Relative: o.relative(),
	}, d.now)
}

// Cancel ends an order that the resident no longer wants. Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Cancel(ctx context.Context, who auth.Actor, id int64, said string) (Order, error) {
	why, err := words(said, 0)
	if err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		team := d.order.Present()
		if err := d.order.cancel(why, d.now); err != nil {
			return Event{}, err
		}
		if err := d.team("居民取消了", team...); err != nil {
			return Event{}, err
		}
		return did(DidCancel, why), d.keepers(noticeAnswered, "居民取消了")
	})
}

// Renew gives the resident another word, and lets the visitor try again. Faults: ErrMissing, ErrState.
func (s *Service) Renew(ctx context.Context, who auth.Actor, id int64) (Order, error) {
	word, err := newWord()
	if err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		if !d.order.Shows() {
			return Event{}, ErrState
		}
		d.order.renew(word)
		return did(DidRenew, ""), nil
	})
}

// Answer says that what was bought has arrived (yes), or not as it should, with words: then somebody comes again. Faults: ErrMissing, ErrState,
// ErrWords.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, yes bool, said string, how Accepted) (Order, error) {
	least := 2
	if yes {
		least = 0
	}
	said, err := words(said, least)
	if err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, own, func(d *deed) (Event, error) {
		if yes {
			if err := d.order.accept(how, d.now); err != nil {
				return Event{}, err
			}
			return did(DidAccept, said), d.over()
		}
		if err := d.order.reject(d.now); err != nil {
			return Event{}, err
		}
		if err := d.team("居民说没收到："+said, d.order.Present()...); err != nil {
			return Event{}, err
		}
		return did(DidReject, said), d.keepers(noticeAnswered, "居民说没收到："+said)
	})
}

// SayTime returns the agreed time in words.
func (o Order) SayTime() string {
	if o.At.IsZero() {
		return ""
	}
	return when.Say(o.At)
}
