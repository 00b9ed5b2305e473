package guide

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/text"
	"linli/app/when"
)

func itoa(n int) string { return strconv.Itoa(n) }

// owned says whether the actor owns an item: an org's staff its org's, the centre the county's, a community's publishers its own.
func owned(t *area.Tree, who auth.Actor, r Row) bool {
	if r.Org != 0 && slices.Contains(who.Orgs(), r.Org) {
		return true
	}
	if r.Community == 0 {
		return len(who.Paths(auth.Centres...)) > 0
	}
	return who.Covers(t.Path(r.Community), auth.Publishers...)
}

// filter returns whose items the actor owns.
func (s *Service) filter(ctx context.Context, who auth.Actor) (Filter, *area.Tree, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Filter{}, nil, err
	}
	return Filter{
		County: len(who.Paths(auth.Centres...)) > 0, Communities: t.Covered(who, auth.Publishers...), Orgs: who.Orgs(),
	}, t, nil
}

// Rows returns the items that the actor owns, of one state or of any (""), in order of code.
func (s *Service) Rows(ctx context.Context, who auth.Actor, state State) ([]Row, error) {
	if err := who.Need(auth.Maintainers...); err != nil {
		return nil, err
	}
	f, _, err := s.filter(ctx, who)
	if err != nil {
		return nil, err
	}
	f.State = state
	return s.store.Rows(ctx, f)
}

// CountToReview returns how many items of the actor wait for a review.
func (s *Service) CountToReview(ctx context.Context, who auth.Actor) (int, error) {
	f, _, err := s.filter(ctx, who) // nobody's items for an actor who maintains none
	if err != nil {
		return 0, err
	}
	return s.store.CountToReview(ctx, f)
}

// Row returns an item of the actor. Fault: ErrMissing.
func (s *Service) Row(ctx context.Context, who auth.Actor, id int64) (Row, error) {
	if err := who.Need(auth.Maintainers...); err != nil {
		return Row{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Row{}, err
	}
	r, err := s.store.Row(ctx, id)
	if err == nil && !owned(t, who, r) {
		err = ErrMissing
	}
	return r, err
}

// Draft is what an owner writes down of an item.
type Draft struct {
	Community int64 // of a new item; 0: the county's
	Code      string
	Content
	Seen string // the mark of the content that the actor read; "" is no demand
}

// Mark returns the mark of an item's draft.
func (r Row) Mark() (string, error) {
	return mark.Of(struct {
		Code     string
		Version  int
		State    State
		ReviewBy when.Date
		Content  Content
	}{r.Code, r.Version, r.State, r.ReviewBy, r.Content})
}

func (r Row) needSeen(seen string) error {
	now, err := r.Mark()
	if err != nil || seen == "" || seen == now {
		return err
	}
	return mark.ErrStale
}

// check cleans a draft and returns what is wrong with it.
func (d *Draft) check(t *area.Tree) (err error) {
	if d.Code, err = cleanCode(d.Code); err != nil {
		return err
	}
	if err := d.fault(); err != nil {
		return err
	}
	if _, err := t.Org(d.Org); d.Org != 0 && err != nil {
		return ErrOrg
	}
	return nil
}

// Add saves a new draft. Repeating who.Request returns the first one. Faults: area.ErrMissing, ErrCode, ErrContent, ErrOrg, ErrTaken,
// ErrFull.
func (s *Service) Add(ctx context.Context, who auth.Actor, d Draft) (r Row, err error) {
	if err := who.Need(auth.Maintainers...); err != nil {
		return Row{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Row{}, err
	}
	if d.Community != 0 {
		if _, err := t.Community(d.Community); err != nil {
			return Row{}, area.ErrMissing
		}
	}
	if d.Org == 0 && d.Community == 0 && len(who.Paths(auth.Centres...)) == 0 && len(who.Orgs()) > 0 {
		d.Org = who.Orgs()[0]
	}
	made := Row{Item: Item{Community: d.Community, State: Drafted, Content: d.Content}, Request: who.Request}
	if !owned(t, who, made) {
		return Row{}, area.ErrMissing
	}
	if err := d.check(t); err != nil {
		return Row{}, err
	}
	made.Code, made.Content = d.Code, d.Content
	err = s.store.InTx(ctx, func(tx Tx) error {
		r = made
		if who.Request != "" {
			first, err := tx.ItemOf(ctx, who.Request)
			if err == nil {
				r = first
				return nil
			}
			if !errors.Is(err, ErrMissing) {
				return err
			}
		}
		if err := tx.LockGuide(ctx); err != nil {
			return err
		}
		if d.Community != 0 {
			own, err := tx.LockOwn(ctx, d.Community)
			if err != nil {
				return err
			}
			if len(own) >= MaxOwn {
				return ErrFull
			}
		}
		if err := tx.AddItem(ctx, &r, s.now()); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, r, "guide.add", ""))
	})
	return r, err
}

// Change saves a draft; what is published stays. With d.Seen a change made from an older draft is refused. Faults: ErrMissing, ErrCode,
// ErrContent, ErrOrg, ErrTaken, mark.ErrStale.
func (s *Service) Change(ctx context.Context, who auth.Actor, id int64, d Draft) (Row, error) {
	return s.change(ctx, who, id, "guide.change", "", func(t *area.Tree, _ Tx, r *Row) error {
		if err := d.check(t); err != nil {
			return err
		}
		if err := r.needSeen(d.Seen); err != nil {
			return err
		}
		next := *r
		next.Code, next.Content = d.Code, d.Content
		if next.Org == 0 && !owned(t, who, next) {
			next.Org = r.Org
		}
		if !owned(t, who, next) {
			return ErrOrg // nobody gives an item away by a slip of the hand: only its new owner could give it back
		}
		*r = next
		return nil
	})
}

// Publishing is what an owner says when they publish.
type Publishing struct {
	ReviewBy when.Date
	Seen     string
}

// Publish makes the draft a new version, or confirms the last one when nothing changed, until the next review. Faults: ErrMissing,
// ErrContent, ErrReview, mark.ErrStale.
func (s *Service) Publish(ctx context.Context, who auth.Actor, id int64, p Publishing) (Row, error) {
	return s.change(ctx, who, id, "guide.publish", "", func(_ *area.Tree, tx Tx, r *Row) error {
		if err := r.needSeen(p.Seen); err != nil {
			return err
		}
		if err := r.fault(); err != nil {
			return err
		}
		made, err := r.publish(p.ReviewBy, s.now())
		if err != nil || !made {
			return err
		}
		return tx.AddVersion(ctx, *r, who.Person, s.now())
	})
}

// Withdraw takes an item off the list. Faults: ErrMissing, ErrWords, ErrState.
func (s *Service) Withdraw(ctx context.Context, who auth.Actor, id int64, reason string) (Row, error) {
	if err := who.Need(auth.Maintainers...); err != nil {
		return Row{}, err
	}
	if reason = text.Words(reason); !text.Within(reason, 2, 100) {
		return Row{}, ErrWords
	}
	return s.change(ctx, who, id, "guide.withdraw", reason, func(_ *area.Tree, _ Tx, r *Row) error {
		if r.State == Withdrawn {
			return nil
		}
		return r.withdraw()
	})
}

func (s *Service) change(ctx context.Context, who auth.Actor, id int64, action, reason string, do func(*area.Tree, Tx, *Row) error) (r Row, err error) {
	if err := who.Need(auth.Maintainers...); err != nil {
		return Row{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Row{}, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockGuide(ctx); err != nil {
			return err
		}
		if r, err = tx.LockItem(ctx, id); err != nil {
			return err
		}
		if !owned(t, who, r) {
			return ErrMissing
		}
		if err := do(t, tx, &r); err != nil {
			return err
		}
		if err := tx.SaveItem(ctx, r, s.now()); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, r, action, reason))
	})
	s.index.Forget()
	return r, err
}

// SetLocal says who answers for an item in a community of the actor, where and when. Faults: area.ErrMissing, ErrMissing, ErrLocal.
func (s *Service) SetLocal(ctx context.Context, who auth.Actor, of Of, l Local) (Shown, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return Shown{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Shown{}, err
	}
	at, err := t.Community(of.Community)
	if err != nil || !who.Covers(at.Path, auth.Publishers...) {
		return Shown{}, area.ErrMissing
	}
	if err := l.check(); err != nil {
		return Shown{}, err
	}
	var r Row
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockGuide(ctx); err != nil {
			return err
		}
		if r, err = tx.LockItem(ctx, of.Item); err != nil {
			return err
		}
		if !r.State.shown() || r.Community != 0 && r.Community != of.Community {
			return ErrMissing
		}
		if err := tx.SaveLocal(ctx, of, l); err != nil {
			return err
		}
		line := s.line(who, r, "guide.local", "")
		line.Community = of.Community
		return tx.AddAudit(ctx, line)
	})
	s.index.Forget()
	if err != nil {
		return Shown{}, err
	}
	now := r.Item
	now.Content = r.Published
	return Shown{now, l}, nil
}

func (s *Service) line(who auth.Actor, r Row, action, reason string) audit.Record {
	return audit.Record{Community: r.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("guide:%d", r.ID), Reason: reason}
}
