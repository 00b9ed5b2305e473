package care

import (
	"context"
	"crypto/rand"
	"slices"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/pages"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/when"
	"linli/app/wordlist"
)

// Wanted is how many households need the same.
type Wanted struct {
	Kind       wordlist.Word
	Households int
	Offer      bool // enough of them for a new service
}

// Wanted returns the open needs of the actor's communities by kind, in the order of the county's list.
func (s *Service) Wanted(ctx context.Context, who auth.Actor) ([]Wanted, error) {
	if err := who.Need(auth.Judges...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	rules, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	words, err := s.list.Words(ctx, wordlist.Needs)
	if err != nil {
		return nil, err
	}
	communities, _ := places(tree, who, auth.Judges...)
	counts, err := s.store.CountNeeds(ctx, communities)
	if err != nil {
		return nil, err
	}
	all := []Wanted{}
	for _, w := range words {
		if n := counts[w.Code]; n > 0 {
			all = append(all, Wanted{w, n, n > rules.MostNeeds})
		}
	}
	return all, nil
}

// NeedRow is a need with whose it is.
type NeedRow struct {
	Need
	Of Row
}

// Needs returns one page of the needs of the actor's communities, newest first. kind "" is all.
func (s *Service) Needs(ctx context.Context, who auth.Actor, state NeedState, kind string, before int64) (pages.Page[NeedRow], error) {
	none := pages.Page[NeedRow]{}
	if err := who.Need(auth.Judges...); err != nil {
		return none, err
	}
	if state.Name() == "" {
		return none, ErrNeed
	}
	l, err := s.lister(ctx, who)
	if err != nil {
		return none, err
	}
	communities, _ := places(l.tree, who, auth.Judges...)
	found, err := s.store.NeedsIn(ctx, communities, state, kind, before, pages.Size+1)
	if err != nil {
		return none, err
	}
	page := pages.Cut(found, pages.Size, func(n Need) pages.Cursor { return pages.Cursor{ID: n.ID} })
	rows, err := l.of(page.Items, func(n Need) int64 { return n.Cared })
	if err != nil {
		return none, err
	}
	all := pages.Page[NeedRow]{Next: page.Next}
	for _, n := range page.Items {
		all.Items = append(all.Items, NeedRow{n, rows[n.Cared]})
	}
	return all, s.read(ctx, who, audit.ReadCareList, l.community(0), "needs:"+string(state))
}

// of returns the rows of those that the elements are about.
func of[T any](l *lister, all []T, cared func(T) int64) (map[int64]Row, error) {
	ids := make([]int64, 0, len(all))
	for _, one := range all {
		ids = append(ids, cared(one))
	}
	rows := map[int64]Row{}
	if len(ids) == 0 {
		return rows, nil
	}
	found, err := l.store.CaredOf(l.ctx, Filter{IDs: ids, Ended: true, Most: len(ids)})
	if err != nil {
		return nil, err
	}
	list := make([]Row, len(found))
	for i, c := range found {
		list[i] = l.row(c)
	}
	err = l.fill(list)
	for _, r := range list {
		rows[r.ID] = r
	}
	return rows, err
}

func (l *lister) of(all []Need, cared func(Need) int64) (map[int64]Row, error) {
	return of(l, all, cared)
}

// Refer notes what a need became: a report or a booking of its community that the actor may see. Faults: ErrNeed, ErrOver,
// ErrTarget, ErrNoTarget.
func (s *Service) Refer(ctx context.Context, who auth.Actor, id int64, to string) (Need, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Need{}, err
	}
	community, missing := s.target(ctx, who, to)
	return s.need(ctx, who, id, func(d deed, n *Need) error {
		if missing != nil && !n.ended() {
			return missing
		}
		return n.refer(to, community, who.Person, d.now)
	})
}

// EndNeed notes that a need is met, or cannot be, with the reason. Faults: ErrNeed, ErrOver, ErrReason.
func (s *Service) EndNeed(ctx context.Context, who auth.Actor, id int64, to NeedState, why string) (Need, error) {
	return s.need(ctx, who, id, func(d deed, n *Need) error { return n.end(to, why, who.Person, d.now) })
}

func (s *Service) need(ctx context.Context, who auth.Actor, id int64, do func(deed, *Need) error) (n Need, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return n, err
	}
	err = s.act(ctx, who, func(d deed) error {
		if n, err = d.tx.LockNeed(ctx, id); err != nil {
			return err
		}
		c, err := d.tx.LockCared(ctx, n.Cared)
		if err != nil {
			return err
		}
		if !d.keeps(c) {
			return ErrNeed
		}
		if err := do(d, &n); err != nil {
			return err
		}
		if err := d.tx.SaveNeed(ctx, n); err != nil {
			return err
		}
		return d.audit(c, "need_"+string(n.State), n.Reason)
	})
	return n, err
}

// NeedOf returns whose need it is, 0 for a household's, and in which community. Fault: ErrNeed.
func (s *Service) NeedOf(ctx context.Context, who auth.Actor, id int64) (whom, community int64, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return 0, 0, err
	}
	err = s.act(ctx, who, func(d deed) error {
		n, err := d.tx.LockNeed(ctx, id)
		if err != nil {
			return err
		}
		c, err := d.tx.LockCared(ctx, n.Cared)
		if err != nil {
			return err
		}
		if !d.keeps(c) {
			return ErrNeed
		}
		whom, community = c.Person, c.Community
		return nil
	})
	return whom, community, err
}

// Raise begins daily visits in some areas. No date is rewritten. Faults: ErrAreas, ErrReason, area.ErrMissing.
func (s *Service) Raise(ctx context.Context, who auth.Actor, areas []int64, why string) (u Surge, err error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return u, err
	}
	if why, err = reason(why); err != nil {
		return u, err
	}
	if len(areas) < 1 || len(areas) > 100 {
		return u, ErrAreas
	}
	err = s.act(ctx, who, func(d deed) error {
		u = Surge{Areas: areas, Why: why, From: d.today, By: who.Person}
		for _, at := range areas {
			if a, err := d.tree.Get(at); err != nil || !who.Covers(a.Path, auth.Publishers...) {
				return area.ErrMissing
			}
		}
		if err := d.tx.AddSurge(ctx, &u); err != nil {
			return err
		}
		return d.tx.AddAudit(ctx, record(u, who, d, "care.surge"))
	})
	return u, err
}

// StandDown ends daily visits at once. Doing it again changes nothing. Fault: ErrSurge.
func (s *Service) StandDown(ctx context.Context, who auth.Actor, id int64) (u Surge, err error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return u, err
	}
	err = s.act(ctx, who, func(d deed) error {
		if u, err = d.tx.LockSurge(ctx, id); err != nil {
			return err
		}
		for _, at := range u.Areas {
			if !who.Covers(d.tree.Path(at), auth.Publishers...) {
				return ErrSurge
			}
		}
		if u.Until != 0 {
			return nil
		}
		u.Until, u.EndedBy = plan.Add(d.today, -1), who.Person
		if err := d.tx.SaveSurge(ctx, u); err != nil {
			return err
		}
		return d.tx.AddAudit(ctx, record(u, who, d, "care.stand_down"))
	})
	return u, err
}

func record(u Surge, who auth.Actor, d deed, action string) audit.Record {
	a, _ := d.tree.Get(u.Areas[0])
	return audit.Record{Community: a.Community, At: d.now, Person: who.Person, Action: action, About: "surge", Reason: u.Why}
}

// Surges returns the daily visits that go on in the actor's areas.
func (s *Service) Surges(ctx context.Context, who auth.Actor) ([]Surge, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	found, err := s.store.Surges(ctx, when.DateOf(s.now()))
	return slices.DeleteFunc(found, func(u Surge) bool {
		return u.Until != 0 || !slices.ContainsFunc(u.Areas, func(at int64) bool {
			return slices.ContainsFunc(who.Paths(auth.Handlers...), func(own string) bool { return under(tree.Path(at), own) || under(own, tree.Path(at)) })
		})
	}), err
}

// Rules returns the rules of the county with the mark for SetRules.
func (s *Service) Rules(ctx context.Context, who auth.Actor) (r Rules, seen string, err error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return r, "", err
	}
	if r, err = s.known(ctx); err != nil {
		return r, "", err
	}
	seen, err = mark.Of(r)
	return r, seen, err
}

// SetRules replaces the rules; a cohort without a code is new. Every date follows with the next plan. Faults: ErrRules, ErrCohort,
// ErrSteps, ErrMust, ErrTag, mark.ErrStale.
func (s *Service) SetRules(ctx context.Context, who auth.Actor, r Rules, seen string) error {
	if err := who.Need(auth.Centres...); err != nil {
		return err
	}
	r.Cohorts = slices.Clone(r.Cohorts)
	for i, c := range r.Cohorts {
		if r.Cohorts[i].Name = text.Line(c.Name); c.Code == "" {
			r.Cohorts[i].Code = "c" + rand.Text()[:6]
		}
	}
	if err := r.Check(); err != nil {
		return err
	}
	tags, err := s.list.Words(ctx, wordlist.Tags)
	if err != nil {
		return err
	}
	defer s.current.Forget()
	return s.act(ctx, who, func(d deed) error {
		now, own, err := d.tx.LockRules(ctx)
		if err != nil {
			return err
		}
		if !own {
			now = Shipped
		}
		if err := mark.Need(seen, now); err != nil {
			return err
		}
		if err := r.needTags(tags, now); err != nil {
			return err
		}
		if err := d.tx.SaveRules(ctx, r); err != nil {
			return err
		}
		return d.tx.AddAudit(ctx, audit.Record{At: d.now, Person: who.Person, Action: "care.set_rules", About: "care_rules"})
	})
}
