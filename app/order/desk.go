package order

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
)

// Plan is who comes and when.
type Plan struct {
	At   time.Time
	Team []int64
	Why  string // of a change: why somebody else comes
}

// Candidate is somebody who can come: with a post in the community, or of an org that serves one of its estates by contract.
type Candidate struct {
	Person int64
	Name   string
	Role   auth.Role
	Area   int64
	Org    int64
	Away   bool // on leave at the time of the visit
}

// Candidates returns who can come to an order, those with a post in the community first. Fault: ErrMissing.
func (s *Service) Candidates(ctx context.Context, who auth.Actor, id int64) ([]Candidate, error) {
	o, err := s.Read(ctx, who, id)
	if err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	at := s.now()
	if o.At.After(at) {
		at = o.At
	}
	posts, err := s.store.PostingsAt(ctx, t.AllUnder(t.Path(o.Community)), auth.Roles)
	if err != nil {
		return nil, err
	}
	orgs, err := s.store.Operators(ctx, o.Community, when.DateOf(at))
	if err != nil {
		return nil, err
	}
	for _, org := range orgs {
		workers, err := s.store.PostingsIn(ctx, org)
		if err != nil {
			return nil, err
		}
		posts = append(posts, workers...)
	}
	seen := map[int64]bool{}
	all := []Candidate{}
	for _, p := range posts {
		if seen[p.Person] || !p.Holds(at) || !serves(t, p, o.Community, orgs) {
			continue
		}
		seen[p.Person] = true
		name, err := s.store.NameOf(ctx, p.Person)
		if err != nil {
			return nil, err
		}
		all = append(all, Candidate{p.Person, name, p.Role, p.Area, p.Org, p.Away(at)})
	}
	return all, nil
}

// serves says whether a post lets its holder come to the doors of a community.
func serves(t *area.Tree, p person.Posting, community int64, orgs []int64) bool {
	if p.Role == auth.Operator || p.Role == auth.OrgContact {
		return false
	}
	if p.Org != 0 {
		return slices.Contains(orgs, p.Org)
	}
	at, ok := t.Up(p.Area, area.Community)
	return ok && at.ID == community
}

// members returns the team of a plan. Faults: ErrTeam, ErrMember for somebody who may not come or is on leave at the time.
func (d *deed) members(ids, orgs []int64, at time.Time) ([]Member, error) {
	ids, err := checkTeam(ids)
	if err != nil {
		return nil, err
	}
	team := make([]Member, len(ids))
	for i, id := range ids {
		held, err := d.tx.PostingsOf(d.ctx, id)
		if err != nil {
			return nil, err
		}
		fits := func(p person.Posting) bool {
			return p.Person == id && p.Holds(at) && !p.Away(at) && serves(d.tree, p, d.order.Community, orgs)
		}
		n := slices.IndexFunc(held, fits)
		if n < 0 {
			return nil, ErrMember
		}
		team[i] = Member{Person: id, Org: held[n].Org}
	}
	return team, nil
}

// Agree fixes who comes and when, and gives the resident the word. Of two who agree at the same moment one does. Faults: ErrMissing, ErrState,
// ErrDay, ErrTeam, ErrMember.
func (s *Service) Agree(ctx context.Context, who auth.Actor, id int64, p Plan) (Order, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Order{}, err
	}
	word, err := newWord()
	if err != nil {
		return Order{}, err
	}
	orgs, err := s.operators(ctx, id, p.At)
	if err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, desk, func(d *deed) (Event, error) {
		team, err := d.members(p.Team, orgs, p.At)
		if err != nil {
			return Event{}, err
		}
		if err := d.order.agree(who.Person, team, p.At, word, d.now); err != nil {
			return Event{}, err
		}
		names, err := d.names(d.order.Present())
		if err != nil {
			return Event{}, err
		}
		if err := d.team(when.Say(p.At), d.order.Present()...); err != nil {
			return Event{}, err
		}
		return did(DidAgree, when.Say(p.At)+"，"+names), d.resident(noticeAgreed, names)
	})
}

// operators returns the orgs whose workers may come to an order on the day of a visit.
func (s *Service) operators(ctx context.Context, id int64, at time.Time) ([]int64, error) {
	o, err := s.store.Order(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.store.Operators(ctx, o.Community, when.DateOf(at))
}

// Move agrees with the resident on another time. Faults: ErrMissing, ErrState, ErrDay.
func (s *Service) Move(ctx context.Context, who auth.Actor, id int64, p Plan) (Order, error) {
	return s.act(ctx, who, id, visitorOrDesk, func(d *deed) (Event, error) {
		if err := d.order.move(p.At, d.now); err != nil {
			return Event{}, err
		}
		names, err := d.names(d.order.Present())
		if err != nil {
			return Event{}, err
		}
		if err := d.team("改到"+when.Say(p.At), d.order.Present()...); err != nil {
			return Event{}, err
		}
		return did(DidMove, when.Say(p.At)), d.resident(noticeAgreed, names)
	})
}

// Replace changes who comes, with the reason: somebody is ill, another comes. Somebody who does not come is not counted. Faults: ErrMissing, ErrState,
// ErrWords, ErrTeam, ErrMember.
func (s *Service) Replace(ctx context.Context, who auth.Actor, id int64, p Plan) (Order, error) {
	why, err := reason(p.Why)
	if err != nil {
		return Order{}, err
	}
	orgs, err := s.operators(ctx, id, s.now())
	if err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, desk, func(d *deed) (Event, error) {
		before := *d.order
		team, err := d.members(p.Team, orgs, when.Later(d.order.At, d.now))
		if err != nil {
			return Event{}, err
		}
		if err := d.order.setTeam(team, why); err != nil {
			return Event{}, err
		}
		in, out := newcomers(before, *d.order)
		if len(in)+len(out) == 0 {
			return Event{}, ErrTeam
		}
		if err := d.team(when.Say(d.order.At), in...); err != nil {
			return Event{}, err
		}
		if err := d.team("您不用去了："+why, out...); err != nil {
			return Event{}, err
		}
		names, err := d.names(d.order.Present())
		if err != nil {
			return Event{}, err
		}
		return did(DidTeam, names+"来；"+why), d.resident(noticeAgreed, names)
	})
}

// Fail ends an order that cannot be done, with the reason. Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Fail(ctx context.Context, who auth.Actor, id int64, said string) (Order, error) {
	why, err := words(said, 2)
	if err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, visitorOrDesk, func(d *deed) (Event, error) {
		team := d.order.Present()
		if err := d.order.fail(why, d.now); err != nil {
			return Event{}, err
		}
		if err := d.team("不用去了："+why, team...); err != nil {
			return Event{}, err
		}
		return did(DidFail, why), d.resident(noticeCannot, why)
	})
}

// Vouch lets a visitor in whose resident has no word at hand: somebody of the community who is not on the team has spoken with the resident,
// and writes down how. Faults: ErrMissing, ErrInvolved, ErrState, ErrWords.
func (s *Service) Vouch(ctx context.Context, who auth.Actor, id int64, said string) (Order, error) {
	how, err := words(said, 2)
	if err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, apart, func(d *deed) (Event, error) {
		if err := d.order.need(Agreed, Coming); err != nil {
			return Event{}, err
		}
		if !d.order.DoorAt.IsZero() {
			return Event{}, ErrState
		}
		d.order.enter(who.Person, d.now)
		return did(DidVouch, how), d.audit("order.vouch", how)
	})
}

// Raise changes what a purchase may cost, as the resident said on the telephone. Faults: ErrMissing, ErrState, ErrLimit, ErrWords.
func (s *Service) Raise(ctx context.Context, who auth.Actor, id int64, limit int, said string) (Order, error) {
	how, err := words(said, 2)
	if err != nil {
		return Order{}, err
	}
	return s.act(ctx, who, id, visitorOrDesk, func(d *deed) (Event, error) {
		if err := d.order.need(ahead...); err != nil || !d.order.Buy.Wanted() {
			return Event{}, ErrState
		}
		if err := d.order.Buy.raise(limit); err != nil {
			return Event{}, err
		}
		return did(DidRaise, Yuan(limit)+"："+how), d.resident(noticeRaised, Yuan(limit))
	})
}

// Paper closes a purchase whose resident signed on paper at the counter, with a photo or the words of how. Faults: ErrMissing, ErrState,
// ErrPaper.
func (s *Service) Paper(ctx context.Context, who auth.Actor, id int64, said string) (Order, error) {
	how, err := words(said, 2)
	if err != nil {
		return Order{}, ErrPaper
	}
	return s.act(ctx, who, id, apart, func(d *deed) (Event, error) {
		if err := d.order.accept(ByPaper, d.now); err != nil {
			return Event{}, err
		}
		return did(DidPaper, how), d.audit("order.paper", how)
	})
}

// Slip returns an order with its word for a printed slip: for a resident without an account whose family did not ask, printed by somebody who
// does not come. Printing leaves a line in the audit log. Faults: ErrMissing, ErrInvolved, ErrState, ErrSlip.
func (s *Service) Slip(ctx context.Context, who auth.Actor, id int64) (Order, error) {
	o, err := s.read(ctx, who, id, apart)
	if err != nil {
		return o, err
	}
	if !o.Shows() {
		return o, ErrState
	}
	known, err := s.store.Identities(ctx, o.Person)
	if err != nil {
		return o, err
	}
	if len(known) > 0 || o.relative() != 0 {
		return o, ErrSlip
	}
	err = s.inTx(ctx, func(tx Tx) error {
		d := deed{ctx: ctx, tx: tx, who: who, now: s.now(), order: &o}
		return d.audit("order.slip", "")
	})
	return o, err
}
