package household

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Times gives the working time of each community.
type Times interface {
	Of(ctx context.Context, community int64) (when.Clock, error)
}

// Config is what the service needs.
type Config struct {
	Store Store
	Areas area.Source
	Times Times
	Now   func() time.Time
	// Titles are the titles of the kinds of notice, by name.
	Titles map[string]string
}

// Service runs the use cases.
type Service struct {
	store  Store
	areas  area.Source
	times  Times
	now    func() time.Time
	titles map[string]string
	inside Tx // not nil: the caller's transaction
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, times: c.Times, now: c.Now, titles: c.Titles}
}

// Within returns the service working inside the caller's transaction.
func (s *Service) Within(tx Tx) *Service {
	inner := *s
	inner.inside = tx
	return &inner
}

// deed is one change, inside a transaction.
type deed struct {
	deedBy
	ctx  context.Context
	tx   Tx
	tree *area.Tree
	who  auth.Actor
	due  time.Time // for what is reported now
}

// act runs a deed for a building or unit of the community.
func (s *Service) act(ctx context.Context, who auth.Actor, community int64, do func(deed) error) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	clock, err := s.times.Of(ctx, community)
	if err != nil {
		return err
	}
	now := s.now()
	run := func(tx Tx) error {
		return do(deed{
			deedBy: deedBy{who.Person, now, who.Request}, ctx: ctx, tx: tx, tree: tree, who: who, due: clock.Due(now, confirmWithin),
		})
	}
	if s.inside != nil {
		return s.inside.Try(ctx, func() error { return run(s.inside) })
	}
	return s.store.InTx(ctx, run)
}

// At returns a room of this area and where it lies. Faults: area.ErrMissing, ErrPlace.
func At(tree *area.Tree, id int64, room string) (Dwelling, error) {
	a, err := tree.Get(id)
	if err != nil {
		return Dwelling{}, area.ErrMissing
	}
	divided := slices.ContainsFunc(tree.Children(id), func(c area.Area) bool { return c.Kind == area.Unit })
	if a.Kind != area.Unit && (a.Kind != area.Building || divided) {
		return Dwelling{}, ErrPlace
	}
	b, _ := tree.Up(id, area.Building)
	g, _ := tree.Up(id, area.Grid)
	d := Dwelling{Area: id, Building: b.ID, Grid: g.ID, Community: a.Community, Use: Home, Tenure: Unknown}
	d.Number(room, a)
	return d, nil
}

// keeps says whether the actor is a keeper of the area.
func (d deed) keeps(id int64) bool { return d.who.Covers(d.tree.Path(id), auth.Keepers...) }

// locked locks the dwelling of a household and returns both as they are.
func (d deed) locked(id int64) (home Dwelling, h Household, err error) {
	if h, err = d.tx.FindHousehold(d.ctx, id); err != nil {
		return home, h, err
	}
	if home, err = d.tx.LockDwelling(d.ctx, h.Dwelling); err != nil {
		return home, h, err
	}
	h, err = d.tx.FindHousehold(d.ctx, id)
	return home, h, err
}

// kept is locked for a keeper of the place. Fault: ErrMissing.
func (d deed) kept(id int64) (home Dwelling, h Household, err error) {
	home, h, err = d.locked(id)
	if err == nil && !d.keeps(home.Area) {
		err = ErrMissing
	}
	return home, h, err
}

func (d deed) audit(h Household, action, reason string) error {
	return d.tx.AddAudit(d.ctx, audit.Record{
		Community: h.Community, At: d.at, Person: d.who.Person, Action: "household." + action, About: about(h), Reason: reason,
	})
}

// work writes the line of work of an actor with a post at the dwelling.
func (d deed) work(home Dwelling, h Household, done work.Deed) error {
	return work.Write(d.ctx, d.tx, d.tree, d.who, work.Line{
		Community: h.Community, At: d.at, About: about(h), Deed: done, Area: home.Area, Household: h.ID,
	})
}

func about(h Household) string { return fmt.Sprintf("household:%d", h.ID) }

// Check is what a keeper says about a household or a dwelling that they looked at. Zero values leave a field as it is.
type Check struct {
	Size   int
	Use    Use
	Tenure Tenure
}

func (c Check) check() error {
	switch {
	case c.Size < 0, c.Size > MaxSize:
		return ErrSize
	case c.Use != "" && c.Use.Name() == "", c.Tenure != "" && c.Tenure.Name() == "":
		return ErrWord
	}
	return nil
}

// looked notes that the dwelling was looked at now.
func (d *Dwelling) looked(c Check, by deedBy) {
	if c.Use != "" {
		d.Use = c.Use
	}
	if c.Tenure != "" {
		d.Tenure = c.Tenure
	}
	d.CheckedAt, d.CheckedBy = by.at, by.person
}

// Confirm notes that the keeper has seen a reported household; another household of the room has moved out. Repeating
// who.Request changes nothing. Faults: ErrMissing, ErrState, ErrSize, ErrWord.
func (s *Service) Confirm(ctx context.Context, who auth.Actor, id int64, c Check) (Household, error) {
	return s.decide(ctx, who, id, c.check(), func(d deed, home Dwelling, h *Household) error { return d.confirm(home, h, c) })
}

// End notes that a household has moved out, or was never there. Faults: ErrMissing, ErrState.
func (s *Service) End(ctx context.Context, who auth.Actor, id int64) (Household, error) {
	return s.decide(ctx, who, id, nil, func(d deed, home Dwelling, h *Household) error {
		if err := d.endHousehold(h); err != nil {
			return err
		}
		if err := d.audit(*h, "end", ""); err != nil {
			return err
		}
		home.looked(Check{}, d.deedBy)
		return d.tx.SaveDwelling(d.ctx, home)
	})
}

// decide runs a deed of a keeper on one household.
func (s *Service) decide(
	ctx context.Context, who auth.Actor, id int64, wrong error, do func(deed, Dwelling, *Household) error,
) (Household, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Household{}, err
	}
	if wrong != nil {
		return Household{}, wrong
	}
	h, err := s.store.Household(ctx, id)
	if err != nil {
		return h, err
	}
	err = s.act(ctx, who, h.Community, func(d deed) error {
		var home Dwelling
		if home, h, err = d.kept(id); err != nil || h.done(who.Request) {
			return err
		}
		return do(d, home, &h)
	})
	return h, err
}

// confirm ends the other household of the dwelling and confirms this one with those in it.
func (d deed) confirm(home Dwelling, h *Household, c Check) error {
	others, err := d.tx.HouseholdsIn(d.ctx, home.ID)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.ID == h.ID {
			continue
		}
		if err := d.endHousehold(&o); err != nil {
			return err
		}
	}
	if c.Size == 0 {
		c.Size = h.Size
	}
	if err := h.confirm(c.Size, d.deedBy); err != nil {
		return err
	}
	if err := d.tx.SaveHousehold(d.ctx, *h); err != nil {
		return err
	}
	members, err := d.tx.MembersOf(d.ctx, h.ID)
	if err != nil {
		return err
	}
	for _, r := range members {
		r.State = Confirmed
		if err := d.tx.SaveResidence(d.ctx, r); err != nil {
			return err
		}
	}
	if home.Tenure == Vacant && c.Tenure == "" {
		c.Tenure = Unknown
	}
	home.looked(c, d.deedBy)
	if err := d.tx.SaveDwelling(d.ctx, home); err != nil {
		return err
	}
	if err := d.audit(*h, "confirm", ""); err != nil {
		return err
	}
	return d.work(home, *h, work.Confirmed)
}

// endHousehold ends a household with its residences. The homes of its members stay as they said until they say another.
func (d deed) endHousehold(h *Household) error {
	if err := h.end(d.deedBy); err != nil {
		return err
	}
	members, err := d.tx.MembersOf(d.ctx, h.ID)
	if err != nil {
		return err
	}
	for _, r := range members {
		r.end(d.at)
		if err := d.tx.SaveResidence(d.ctx, r); err != nil {
			return err
		}
	}
	return d.tx.SaveHousehold(d.ctx, *h)
}

// Joining is a resident whom a keeper writes into a household.
type Joining struct {
	Person   int64
	Stay     Stay
	Relation Relation
}

// AddMember writes a resident into a household by name; the number of persons grows only if more are named than were told.
// A second time it changes nothing. Faults: ErrMissing, ErrState, ErrWord, person.ErrMissing.
func (s *Service) AddMember(ctx context.Context, who auth.Actor, id int64, j Joining) (Household, error) {
	j.Stay, j.Relation = cmp.Or(j.Stay, Permanent), cmp.Or(j.Relation, Unsaid)
	wrong := error(nil)
	if j.Stay.Name() == "" || j.Relation.Name() == "" {
		wrong = ErrWord
	}
	return s.decide(ctx, who, id, wrong, func(d deed, home Dwelling, h *Household) error {
		if h.State == Ended {
			return ErrState
		}
		a := Arrival{Person: j.Person, Stay: j.Stay, Relation: j.Relation, Since: when.DateOf(d.at)}
		movers, err := d.movers(a)
		if err != nil {
			return err
		}
		if len(movers) == 0 {
			return person.ErrMissing
		}
		if livesIn(movers, h.ID) {
			return nil
		}
		if err := d.moveIn(home, h, movers[0], a, ByStaff); err != nil {
			return err
		}
		members, err := d.tx.MembersOf(d.ctx, h.ID)
		if err != nil {
			return err
		}
		h.Size, h.Deed = max(h.Size, len(members)), d.request
		for _, r := range members {
			if r.Person != movers[0].ID || h.State != Confirmed {
				continue
			}
			r.State = Confirmed
			if err := d.tx.SaveResidence(d.ctx, r); err != nil {
				return err
			}
		}
		if err := d.tx.SaveHousehold(d.ctx, *h); err != nil {
			return err
		}
		return d.audit(*h, "member", "")
	})
}

// EndMember notes that one member has moved out. Faults: ErrMissing, ErrMember, ErrState.
func (s *Service) EndMember(ctx context.Context, who auth.Actor, id, member int64) (Household, error) {
	return s.decide(ctx, who, id, nil, func(d deed, _ Dwelling, h *Household) error {
		members, err := d.tx.MembersOf(d.ctx, id)
		if err != nil {
			return err
		}
		for _, r := range members {
			if r.Person != member {
				continue
			}
			if err := leave(d.ctx, d.tx, r, d.deedBy); err != nil {
				return err
			}
			if *h, err = d.tx.FindHousehold(d.ctx, id); err != nil {
				return err
			}
			return d.audit(*h, "moved", "")
		}
		return ErrMember
	})
}

// LookAt notes that the keeper has looked at a dwelling. Faults: ErrDwelling, ErrWord.
func (s *Service) LookAt(ctx context.Context, who auth.Actor, id int64, c Check) (Dwelling, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Dwelling{}, err
	}
	if err := c.check(); err != nil {
		return Dwelling{}, err
	}
	var home Dwelling
	err := s.act(ctx, who, 0, func(d deed) (err error) {
		if home, err = d.tx.LockDwelling(ctx, id); err != nil {
			return err
		}
		if !d.keeps(home.Area) {
			return ErrDwelling
		}
		home.looked(c, d.deedBy)
		if err := d.tx.SaveDwelling(ctx, home); err != nil {
			return err
		}
		if err := d.tx.AddAudit(ctx, audit.Record{
			Community: home.Community, At: d.at, Person: who.Person, Action: "household.look", About: fmt.Sprintf("dwelling:%d", id),
		}); err != nil {
			return err
		}
		if c.Tenure == "" {
			return nil
		}
		return d.tx.GrowAreasVersion(ctx)
	})
	return home, err
}

// LeaveHome ends the permanent residence of a person unless it is in this building or unit, and takes them out of the
// household. The person is locked.
func LeaveHome(ctx context.Context, tx Tx, who, home int64, now time.Time) error {
	open, err := tx.OpenResidences(ctx, who)
	if err != nil {
		return err
	}
	for _, r := range open {
		h, err := tx.FindHousehold(ctx, r.Household)
		if err != nil {
			return err
		}
		d, err := tx.LockDwelling(ctx, h.Dwelling)
		if err != nil {
			return err
		}
		if r.Stay != Permanent || d.Area == home || d.Building == home {
			continue
		}
		if err := leave(ctx, tx, r, deedBy{person: who, at: now}); err != nil {
			return err
		}
	}
	return nil
}

// leave ends a residence in a locked dwelling and takes the person out of the household.
func leave(ctx context.Context, tx leaving, r Residence, by deedBy) error {
	r.end(by.at)
	if err := tx.SaveResidence(ctx, r); err != nil {
		return err
	}
	h, err := tx.FindHousehold(ctx, r.Household)
	if err != nil {
		return err
	}
	if h.Contact == r.Person {
		h.Contact = 0
		rest, err := tx.MembersOf(ctx, h.ID)
		if err != nil {
			return err
		}
		for _, m := range rest {
			if m.Person != r.Person {
				h.Contact = m.Person
				break
			}
		}
	}
	if err := h.shrink(by); err != nil {
		return err
	}
	return tx.SaveHousehold(ctx, h)
}

// movedInto says that a person lives in the area of a dwelling now.
func (d Dwelling) movedInto(p *person.Person) {
	p.Home = d.Area
	if p.Code == "" {
		p.Community = d.Community
	}
}
