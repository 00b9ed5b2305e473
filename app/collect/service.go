package collect

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/when"
)

// Service runs the use cases.
type Service struct {
	store  Store
	areas  area.Source
	now    func() time.Time
	inside Tx // not nil: the caller's transaction
}

// NewService returns the service.
func NewService(store Store, areas area.Source, now func() time.Time) *Service {
	return &Service{store: store, areas: areas, now: now}
}

// Within returns the service working inside the caller's transaction.
func (s *Service) Within(tx Tx) *Service {
	inner := *s
	inner.inside = tx
	return &inner
}

func (s *Service) act(ctx context.Context, do func(Tx) error) error {
	if s.inside != nil {
		return s.inside.Try(ctx, func() error { return do(s.inside) })
	}
	return s.store.InTx(ctx, do)
}

// deedBy is who does something, and when.
type deedBy struct {
	person int64
	at     time.Time
}

// List returns the campaigns of the communities whose residents the actor keeps, the newest first.
func (s *Service) List(ctx context.Context, who auth.Actor) ([]Campaign, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var communities []int64
	for _, p := range who.Postings {
		at, err := tree.Get(p.Area)
		if err == nil && slices.Contains(auth.Keepers, p.Role) && !slices.Contains(communities, at.Community) {
			communities = append(communities, at.Community)
		}
	}
	return s.store.Campaigns(ctx, communities)
}

// Board is a campaign with its progress by building, in the order of the buildings.
type Board struct {
	Campaign
	Buildings []Progress
	Can       []string // what the reader can do with it
}

// Progress is how many households of a building stand where.
type Progress struct {
	Building int64
	Counts
}

// Get returns a campaign for a keeper of its community. Fault: ErrMissing.
func (s *Service) Get(ctx context.Context, who auth.Actor, id int64) (Board, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Board{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Board{}, err
	}
	c, err := s.store.Campaign(ctx, id)
	if err != nil {
		return Board{}, err
	}
	if !keepsIn(tree, who, c.Community) {
		return Board{}, ErrMissing
	}
	found, err := s.store.Progress(ctx, id)
	if err != nil {
		return Board{}, err
	}
	b := Board{Campaign: c, Can: can(tree, who, c)}
	for building, counts := range found {
		b.Buildings = append(b.Buildings, Progress{building, counts})
	}
	slices.SortFunc(b.Buildings, func(x, y Progress) int {
		return cmp.Or(area.ComparePaths(tree.Path(x.Building), tree.Path(y.Building)), cmp.Compare(x.Building, y.Building))
	})
	return b, nil
}

// keepsIn says whether the actor keeps residents of a community, all of them or those of a grid.
func keepsIn(tree *area.Tree, who auth.Actor, community int64) bool {
	return slices.ContainsFunc(who.Postings, func(p auth.Posting) bool {
		at, err := tree.Get(p.Area)
		return err == nil && slices.Contains(auth.Keepers, p.Role) && at.Community == community
	})
}

// can lists what the actor can do with a campaign.
func can(tree *area.Tree, who auth.Actor, c Campaign) []string {
	all := []string{}
	path := tree.Path(c.Community)
	if who.Covers(path, auth.Judges...) && c.State == Drafted {
		all = append(all, "change", "delete")
	}
	if who.Covers(path, auth.PolicyMakers...) && c.State == Drafted {
		all = append(all, "start")
	}
	if who.Covers(path, auth.Judges...) && (c.State == Open || c.State == Agreed) {
		all = append(all, "end")
	}
	return all
}

// Draft writes a campaign down, by a clerk or the secretary. Faults: area.ErrMissing, ErrTitle, ErrDays, ErrFilter, ErrQuestions.
func (s *Service) Draft(ctx context.Context, who auth.Actor, c Campaign) (Campaign, error) {
	if err := who.Need(auth.Judges...); err != nil {
		return c, err
	}
	if err := s.place(ctx, who, &c); err != nil {
		return c, err
	}
	now := s.now()
	if err := c.check(when.DateOf(now)); err != nil {
		return c, err
	}
	c.State, c.MadeBy, c.MadeAt = Drafted, who.Person, now
	return c, s.act(ctx, func(tx Tx) error {
		if err := tx.AddCampaign(ctx, &c); err != nil {
			return err
		}
		return note(ctx, tx, c, "draft", "", deedBy{who.Person, now})
	})
}

// place finds the community of the area of a campaign. Fault: area.ErrMissing.
func (s *Service) place(ctx context.Context, who auth.Actor, c *Campaign) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	at, err := tree.Get(c.Area)
	if err != nil || !who.Covers(tree.Path(at.Community), auth.Judges...) {
		return area.ErrMissing
	}
	if in, err := tree.Get(at.Community); err != nil || in.Kind != area.Community {
		return area.ErrMissing
	}
	c.Community = at.Community
	return nil
}

func note(ctx context.Context, tx Tx, c Campaign, action, reason string, by deedBy) error {
	return tx.AddAudit(ctx, audit.Record{
		Community: c.Community, At: by.at, Person: by.person, Action: "collect." + action, About: fmt.Sprintf("collect:%d", c.ID), Reason: reason,
	})
}

// decide runs a deed on a locked campaign of a community in which the actor has one of the roles. Fault: ErrMissing.
func (s *Service) decide(ctx context.Context, who auth.Actor, id int64, roles []auth.Role, do func(Tx, *area.Tree, *Campaign, deedBy) error) error {
	if err := who.Need(roles...); err != nil {
		return err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	by := deedBy{who.Person, s.now()}
	return s.act(ctx, func(tx Tx) error {
		c, err := tx.LockCampaign(ctx, id)
		if err != nil {
			return err
		}
		if !who.Covers(tree.Path(c.Community), roles...) {
			return ErrMissing
		}
		return do(tx, tree, &c, by)
	})
}

// Change replaces a draft. Faults: as Draft, ErrMissing, ErrState.
func (s *Service) Change(ctx context.Context, who auth.Actor, id int64, to Campaign) error {
	if err := who.Need(auth.Judges...); err != nil {
		return err
	}
	if err := s.place(ctx, who, &to); err != nil {
		return err
	}
	if err := to.check(when.DateOf(s.now())); err != nil {
		return err
	}
	return s.decide(ctx, who, id, auth.Judges, func(tx Tx, _ *area.Tree, c *Campaign, by deedBy) error {
		if c.State != Drafted || c.Community != to.Community {
			return ErrState
		}
		to.ID, to.State, to.MadeBy, to.MadeAt = c.ID, c.State, c.MadeBy, c.MadeAt
		if err := tx.SaveCampaign(ctx, to); err != nil {
			return err
		}
		return note(ctx, tx, to, "change", "", by)
	})
}

// Delete deletes a draft. Faults: ErrMissing, ErrState.
func (s *Service) Delete(ctx context.Context, who auth.Actor, id int64) error {
	return s.decide(ctx, who, id, auth.Judges, func(tx Tx, _ *area.Tree, c *Campaign, by deedBy) error {
		if c.State != Drafted {
			return ErrState
		}
		if err := tx.DeleteCampaign(ctx, c.ID); err != nil {
			return err
		}
		return note(ctx, tx, *c, "delete", c.Title, by)
	})
}

// Start is the secretary's yes: the campaign begins on its first day. Faults: ErrMissing, ErrState, ErrUndecided, ErrDays.
func (s *Service) Start(ctx context.Context, who auth.Actor, id int64) error {
	return s.decide(ctx, who, id, auth.PolicyMakers, func(tx Tx, tree *area.Tree, c *Campaign, by deedBy) error {
		reason, err := c.start(by)
		if err != nil {
			return err
		}
		if err := tx.SaveCampaign(ctx, *c); err != nil {
			return err
		}
		if err := fill(ctx, tx, tree, *c); err != nil {
			return err
		}
		return note(ctx, tx, *c, "start", reason, by)
	})
}

// fill adds the households that an open campaign does not have.
func fill(ctx context.Context, tx Tx, tree *area.Tree, c Campaign) error {
	if path := tree.Path(c.Area); c.State == Open && path != "" {
		return tx.AddDoors(ctx, c, path)
	}
	return nil
}

// End ends a campaign before its last day. Faults: ErrMissing, ErrState.
func (s *Service) End(ctx context.Context, who auth.Actor, id int64) error {
	return s.decide(ctx, who, id, auth.Judges, func(tx Tx, _ *area.Tree, c *Campaign, by deedBy) error { return finish(ctx, tx, c, by) })
}

// finish ends a locked campaign and keeps its counts.
func finish(ctx context.Context, tx Tx, c *Campaign, by deedBy) error {
	counts, err := tx.CountAnswers(ctx, c.ID)
	if err != nil {
		return err
	}
	if err := c.end(counts, by); err != nil {
		return err
	}
	if err := tx.SaveCampaign(ctx, *c); err != nil {
		return err
	}
	return note(ctx, tx, *c, "end", "", by)
}

// Answers returns what the households of a building answered, for a keeper of the building; each look leaves a line. Faults:
// ErrMissing, area.ErrMissing.
func (s *Service) Answers(ctx context.Context, who auth.Actor, id, building int64) (Campaign, []Door, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Campaign{}, nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Campaign{}, nil, err
	}
	c, err := s.store.Campaign(ctx, id)
	if err != nil {
		return c, nil, err
	}
	if !keepsIn(tree, who, c.Community) {
		return Campaign{}, nil, ErrMissing
	}
	at, err := tree.Get(building)
	if err != nil || at.Community != c.Community || !who.Covers(at.Path, auth.Keepers...) {
		return Campaign{}, nil, area.ErrMissing
	}
	found, err := s.store.AnswersIn(ctx, id, building)
	if err != nil {
		return c, nil, err
	}
	return c, found, s.reading(ctx, who, audit.ReadAnswers, at, fmt.Sprintf("%d 户", len(found)))
}

// reading leaves the line of somebody who read personal data of an area.
func (s *Service) reading(ctx context.Context, who auth.Actor, what audit.Reading, at area.Area, words string) error {
	return s.act(ctx, func(tx Tx) error {
		return audit.AddReading(ctx, tx, audit.Record{
			Community: at.Community, At: s.now(), Person: who.Person, Action: string(what), About: fmt.Sprintf("area:%d", at.ID), Reason: words,
		})
	})
}
