package care

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fresh"
	"linli/app/household"
	"linli/app/notify"
	"linli/app/steward"
	"linli/app/when"
	"linli/app/wordlist"
)

// Times gives the working time of the county.
type Times interface {
	Get(ctx context.Context) (*when.Times, error)
}

// Config is what the service needs.
type Config struct {
	Store    Store
	Areas    area.Source
	Times    Times
	Stewards *steward.Service
	Words    wordlist.Source   // the county's list of needs
	Targets  map[string]Lookup // what a need can be referred to, by its word: "report"
	Now      func() time.Time
}

// Service runs the use cases.
type Service struct {
	store    Store
	areas    area.Source
	times    Times
	stewards *steward.Service
	list     wordlist.Source
	targets  map[string]Lookup
	current  *fresh.Value[Rules]
	agreed   *fresh.Value[map[string]bool] // by key: their family may be told
	now      func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{
		store: c.Store, areas: c.Areas, times: c.Times, stewards: c.Stewards, list: c.Words, targets: c.Targets, now: c.Now,
		current: fresh.New(fresh.Source[Rules]{Version: c.Store.RulesVersion, Load: func(ctx context.Context) (Rules, error) {
			r, own, err := c.Store.Rules(ctx)
			if err == nil && !own {
				r = Shipped
			}
			return r, err
		}}, c.Now),
		agreed: fresh.New(fresh.Source[map[string]bool]{
			Version: func(context.Context) (int64, error) { return c.Now().Unix() / 60, nil }, // who moved is known within a minute
			Load: func(ctx context.Context) (map[string]bool, error) {
				keys, err := c.Store.Agreed(ctx)
				found := make(map[string]bool, len(keys))
				for _, k := range keys {
					found[k] = true
				}
				return found, err
			},
		}, c.Now),
	}
}

// Agreed makes the next visit read anew whose family may be told.
func (s *Service) Agreed() { s.agreed.Forget() }

// known returns the rules of the county.
func (s *Service) known(ctx context.Context) (Rules, error) { return s.current.Get(ctx) }

// restOf returns the days off of a community.
func restOf(times *when.Times, community int64) Rest {
	clock := times.Of(community)
	return func(d when.Date) bool { return when.DateOf(clock.Opens(d.Time())) != d }
}

// deed is one change, inside a transaction.
type deed struct {
	*Service
	ctx   context.Context
	tx    Tx
	tree  *area.Tree
	rules Rules
	who   auth.Actor
	now   time.Time
	today when.Date
	times *when.Times
	told  map[string]bool // whose family may be told, by key; a visit asks the consents themselves before it tells anybody
}

// act runs a deed.
func (s *Service) act(ctx context.Context, who auth.Actor, do func(deed) error) error {
	d, err := s.ready(ctx, who)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		d.tx = tx
		return do(d)
	})
}

// ready returns a deed that lacks only its transaction.
func (s *Service) ready(ctx context.Context, who auth.Actor) (deed, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return deed{}, err
	}
	rules, err := s.known(ctx)
	if err != nil {
		return deed{}, err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return deed{}, err
	}
	told, err := s.agreed.Get(ctx)
	now := s.now()
	return deed{Service: s, ctx: ctx, tree: tree, rules: rules, times: times, told: told, who: who, now: now, today: when.DateOf(now)}, err
}

// on runs a deed on one cared-for, locked, with the actor's right checked by may.
func (s *Service) on(
	ctx context.Context, who auth.Actor, id int64, may func(deed, Cared) (bool, error), do func(deed, *Cared) error,
) (c Cared, err error) {
	err = s.act(ctx, who, func(d deed) error {
		if c, err = d.tx.LockCared(ctx, id); err != nil {
			return err
		}
		if ok, err := may(d, c); err != nil {
			return err
		} else if !ok {
			return ErrMissing
		}
		was := c
		if err := do(d, &c); err != nil {
			return err
		}
		return d.save(&c, was)
	})
	return c, err
}

// due returns when a cared-for is visited next.
func (d deed) due(c Cared) Due { return d.rules.NextDue(c, d.today, restOf(d.times, c.Community)) }

// save saves a cared-for with the date that is due now, after what they were. A visit writes only its dates: that leaves most indexes alone.
func (d deed) save(c *Cared, was Cared) error {
	c.Due = d.due(*c)
	if was.Dates = c.Dates; was == *c {
		return d.tx.SaveDates(d.ctx, c.ID, c.Dates)
	}
	return d.tx.SaveCared(d.ctx, *c)
}

// room names the place: the room, or the building of a person without a household.
func (d deed) room(c Cared) string {
	if c.Room != "" {
		return household.Say(d.tree, household.Dwelling{Area: c.Area, Floor: c.Floor, Room: c.Room})
	}
	return d.tree.Say(c.Area)
}

// keeps says whether the actor is a keeper of the place.
func (d deed) keeps(c Cared) bool { return keeps(d.tree, d.who, c) }

func keeps(t *area.Tree, who auth.Actor, c Cared) bool {
	return who.Covers(cmp.Or(t.Path(c.Area), t.Path(c.Community)), auth.Keepers...)
}

func kept(d deed, c Cared) (bool, error) { return d.keeps(c), nil }

// visits says whether the actor may record a visit: a keeper of the place, a steward or lead to whom it is assigned, and every
// steward of the place while somebody is looked for.
func visits(d deed, c Cared) (bool, error) {
	if d.keeps(c) {
		return true, nil
	}
	if !d.who.Covers(d.tree.Path(c.Area), auth.Stewards...) {
		return false, nil
	}
	helps, err := d.tx.IsHelper(d.ctx, c.ID, d.who.Person)
	if err != nil || helps {
		return helps, err
	}
	if c.Chase == 0 {
		return false, nil
	}
	ch, err := d.tx.LockChase(d.ctx, c.Chase)
	return err == nil && ch.Call != 0, err
}

func (d deed) audit(c Cared, action, why string) error {
	return d.tx.AddAudit(d.ctx, audit.Record{
		Community: c.Community, At: d.now, Person: d.who.Person, Action: "care." + action, About: about(c), Reason: why,
	})
}

func about(c Cared) string { return fmt.Sprintf("cared:%d", c.ID) }

// tell tells one person about a cared-for. A carer is not told where: they know.
func (d deed) tell(kind notify.Kind, to int64, c Cared, more notify.Facts) error {
	facts := notify.Facts{
		notify.FactTitle: "您的家人", notify.FactPlace: d.room(c), notify.FactState: "走访", notify.FactAt: when.Full(d.now),
	}
	for f, v := range more {
		facts[f] = v
	}
	return notify.Tell(d.ctx, d.tx, kind.To(to, c.Community, about(c), facts), d.now)
}

// carers returns the carers of those who live there, or of the person, and agreed that their family is told.
func (d deed) carers(c Cared) ([]int64, error) { return d.tx.CarersOf(d.ctx, c.Household, c.Person) }

// place is a community, or one of its grids, in which the actor is a keeper.
func places(t *area.Tree, who auth.Actor, roles ...auth.Role) (communities, grids []int64) {
	for _, p := range who.Postings {
		at, err := t.Get(p.Area)
		if err != nil || !slices.Contains(roles, p.Role) {
			continue
		}
		switch at.Kind {
		case area.Grid:
			if !slices.Contains(grids, at.ID) {
				grids = append(grids, at.ID)
			}
		case area.Community:
			if !slices.Contains(communities, at.ID) {
				communities = append(communities, at.ID)
			}
		case area.County, area.Street, area.Building, area.Unit:
		}
	}
	return communities, grids
}
