package care

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/household"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// atOnce is how many rows one transaction of a plan writes: other writers wait for no more.
const atOnce = 100

// Plan brings the plan of every community up to date: who belongs to it, at which level, due when. It writes only what has changed.
func (s *Service) Plan(ctx context.Context) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	rules, err := s.known(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, c := range tree.Under("/", area.Community) {
		failed = append(failed, s.planIn(ctx, tree, rules, c.ID))
	}
	failed = append(failed, s.tellOverdue(ctx))
	failed = append(failed, s.tellDue(ctx, tree))
	return errors.Join(failed...)
}

func (s *Service) planIn(ctx context.Context, tree *area.Tree, rules Rules, community int64) error {
	now := s.now()
	today := when.DateOf(now)
	times, err := s.times.Get(ctx)
	if err != nil {
		return err
	}
	rest := restOf(times, community)
	found, err := s.store.Candidates(ctx, community, rules.youngest(today.Year()))
	if err != nil {
		return err
	}
	halved, err := s.store.HalvedBuildings(ctx, community, rules.Halved)
	if err != nil {
		return err
	}
	wanted := wantedBy(tree, rules, today, found, halved)
	before, err := s.store.CaredOf(ctx, Filter{Communities: []int64{community}, Ended: true, Most: 1_000_000})
	if err != nil {
		return err
	}
	gone, err := s.movedOut(ctx, before)
	if err != nil {
		return err
	}
	var writes []Cared
	left := map[string]Cared{} // the newest who left the plan, by key
	for _, c := range before {
		if !c.EndedAt.IsZero() {
			left[c.Key()] = c
			continue
		}
		next, ok := wanted[c.Key()]
		delete(wanted, c.Key())
		if !ok {
			next = c
			next.Standing = Standing{Half: c.Half}
			if gone[c.Household] {
				next.EndedAt = now
			}
		}
		if changed, w := rules.replanned(c, next, now, rest); changed {
			writes = append(writes, w)
		}
	}
	for _, key := range sortedKeys(wanted) {
		c := wanted[key]
		if old, ok := left[key]; ok { // with the visits of before
			c.ID, c.Last, c.LastAt, c.Remote, c.Declined = old.ID, old.Last, old.LastAt, old.Remote, old.Declined
		}
		c.Community, c.Since = community, today
		c.Due = rules.NextDue(c, today, rest)
		writes = append(writes, c)
	}
	for part := range slices.Chunk(writes, atOnce) {
		if err := s.write(ctx, rules, part, rest); err != nil {
			return err
		}
	}
	return s.propose(ctx, community)
}

// movedOut returns the households that are visited once and have moved out.
func (s *Service) movedOut(ctx context.Context, all []Cared) (map[int64]bool, error) {
	var once []int64
	for _, c := range all {
		if c.EndedAt.IsZero() && c.Level == "" && c.Household != 0 {
			once = append(once, c.Household)
		}
	}
	gone := map[int64]bool{}
	if len(once) == 0 {
		return gone, nil
	}
	known, err := s.store.HouseholdsByID(ctx, once)
	for _, id := range once {
		gone[id] = known[id].State == household.Ended || known[id].ID == 0
	}
	return gone, err
}

// wantedBy returns the standing of each household and person that a rule names, with the place.
func wantedBy(tree *area.Tree, rules Rules, today when.Date, found []Candidate, halved map[int64]bool) map[string]Cared {
	wanted := map[string]Cared{}
	for _, p := range found {
		st := rules.Stand(p.Facts, today.Year())
		if st.Level == "" {
			continue
		}
		c := spotOf(tree, p)
		if old, ok := wanted[c.Key()]; ok {
			st = old.with(st, rules)
		}
		c.Standing = st
		c.Half = halved[c.Building]
		wanted[c.Key()] = c
	}
	return wanted
}

// spotOf returns where a person is visited: their household, or they by themselves at home.
func spotOf(tree *area.Tree, p Candidate) Cared {
	c := Cared{Community: p.Community, Household: p.Household, Area: p.Area}
	if p.Household == 0 {
		c.Person, c.Area = p.Person, cmp.Or(p.Home, p.Community)
		if tree.Path(c.Area) == "" {
			c.Area = p.Community
		}
	}
	if b, ok := tree.Up(c.Area, area.Building); ok {
		c.Building = b.ID
	}
	if g, ok := tree.Up(c.Area, area.Grid); ok {
		c.Grid = g.ID
	}
	return c
}

// replanned returns a cared-for as the rules make of them now, and whether anything is different. A household of no rule and without a
// change leaves the plan; its visits stay.
func (r Rules) replanned(c, next Cared, now time.Time, rest Rest) (bool, Cared) {
	w := c
	w.Standing, w.Grid, w.Building, w.Area = next.Standing, next.Grid, next.Building, next.Area
	today := when.DateOf(now)
	if !next.EndedAt.IsZero() { // they moved out: nobody is there to be visited once
		w.Asked = 0
	}
	if w.Set.Level != "" && today > w.Set.Until {
		w.Set = Override{}
	}
	if !w.planned(today) {
		w.EndedAt = now
	}
	w.Due = r.NextDue(w, today, rest)
	return w != c, w
}

// write saves a part of a plan. A visit recorded meanwhile counts: each row is read again under its lock.
func (s *Service) write(ctx context.Context, rules Rules, part []Cared, rest Rest) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		var added []Cared
		for _, next := range part {
			if next.ID == 0 {
				added = append(added, next)
				continue
			}
			if err := s.rewrite(ctx, tx, rules, next, rest); err != nil {
				return err
			}
		}
		return tx.AddAllCared(ctx, added)
	})
}

// rewrite saves one row of a plan: somebody whose standing or date has changed, who leaves, or who comes back.
func (s *Service) rewrite(ctx context.Context, tx Tx, rules Rules, next Cared, rest Rest) error {
	c, err := tx.LockCared(ctx, next.ID)
	if err != nil {
		return err
	}
	now := s.now()
	back := !c.EndedAt.IsZero()
	if back {
		if _, err := tx.LockKey(ctx, c.Key()); !errors.Is(err, ErrMissing) {
			return err // somebody was faster
		}
		c.EndedAt, c.Since = time.Time{}, next.Since
	}
	changed, w := rules.replanned(c, next, now, rest)
	if !changed && !back {
		return nil
	}
	if err := tx.SaveCared(ctx, w); err != nil || w.EndedAt.IsZero() {
		return err
	}
	return deed{Service: s, ctx: ctx, tx: tx, now: now}.endChase(w, "ended")
}

// Replan brings one person's part of the plan up to date, as soon as their tags have changed.
func (s *Service) Replan(ctx context.Context, who int64) error {
	p, err := s.store.CandidateOf(ctx, who)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil || p.Community == 0 {
		return err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	rules, err := s.known(ctx)
	if err != nil {
		return err
	}
	return s.planIn(ctx, tree, rules, p.Community)
}

// propose notes what happened in the last days and may be a reason for a visit.
func (s *Service) propose(ctx context.Context, community int64) error {
	found, err := s.store.Signs(ctx, community, s.now().Add(-7*24*time.Hour))
	if err != nil || len(found) == 0 {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		for _, p := range found {
			p.State = "open"
			if err := tx.AddProposal(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// tellOverdue tells each grid lead once of the visits that have become late, one notice for all of a grid.
func (s *Service) tellOverdue(ctx context.Context) error {
	if quiet(s.now()) {
		return nil
	}
	late, err := s.store.Overdue(ctx, s.now(), 0, 5000)
	if err != nil || len(late) == 0 {
		return err
	}
	grids := map[[2]int64][]Cared{}
	for _, c := range late {
		k := [2]int64{c.Community, c.Grid}
		grids[k] = append(grids[k], c)
	}
	var failed []error
	for _, all := range grids {
		failed = append(failed, s.act(ctx, auth.Actor{}, func(d deed) error { return d.overdue(all) }))
	}
	return errors.Join(failed...)
}

func (d deed) overdue(late []Cared) error {
	one, ids := late[0], make([]int64, len(late))
	for i, c := range late {
		ids[i] = c.ID
	}
	leads, err := person.Acting(d.ctx, d.tx, d.now, []int64{one.Grid}, auth.GridLead)
	if err == nil && (len(leads) == 0 || one.Grid == 0) {
		leads, err = person.Acting(d.ctx, d.tx, d.now, []int64{one.Community}, auth.Clerk)
	}
	if err != nil {
		return err
	}
	at := cmp.Or(one.Grid, one.Community)
	for _, who := range leads {
		if err := notify.Tell(d.ctx, d.tx, noticeOverdue.To(who, one.Community, fmt.Sprintf("area:%d", at), notify.Facts{
			notify.FactTitle: noticeOverdue.Title, notify.FactPlace: d.tree.Say(at), notify.FactCount: fmt.Sprint(len(late)),
			notify.FactState: "已过时限", notify.FactAt: when.Full(d.now),
		}), d.now); err != nil {
			return err
		}
	}
	return d.tx.Told(d.ctx, ids, d.now)
}

// quiet says whether a morning list waits.
func quiet(now time.Time) bool {
	h := now.In(when.Beijing).Hour()
	return h < 8 || h >= 20
}

func sortedKeys(m map[string]Cared) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	return keys
}
