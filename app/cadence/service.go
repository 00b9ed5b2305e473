package cadence

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/linkage"
	"linli/app/mark"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// Service runs the use cases.
type Service struct{ with Config }

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Reasons plan.Reasons
	Times   Times
	Visits  Visits
	Words   wordlist.Source // the county's kinds of work
	Now     func() time.Time
}

// Times provides the calendar.
type Times interface {
	Get(ctx context.Context) (*when.Times, error)
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{c} }

func (s *Service) rules(ctx context.Context) ([]Cadence, error) {
	all, decided, err := s.with.Store.Cadences(ctx)
	if err == nil && !decided {
		all = Shipped
	}
	return all, err
}

// ground is what says to whom cadences apply: the posts and the ties of everybody at or below a path, or of one person.
type ground struct {
	posted []person.Posting
	ties   []linkage.Linkage
}

func (s *Service) ground(ctx context.Context, rules []Cadence, path string, only int64) (g ground, err error) {
	if only != 0 {
		g.posted, err = s.with.Store.PostingsOf(ctx, only)
	} else {
		var roles []auth.Role
		for _, c := range rules {
			roles = append(roles, c.Roles...)
		}
		slices.Sort(roles)
		g.posted, err = s.with.Store.Posted(ctx, slices.Compact(roles))
	}
	if err != nil {
		return g, err
	}
	g.ties, err = s.with.Store.Linkages(ctx, path, when.DateOf(s.with.Now()))
	if only != 0 {
		g.posted = slices.DeleteFunc(g.posted, func(p person.Posting) bool { return p.Person != only })
		g.ties = slices.DeleteFunc(g.ties, func(l linkage.Linkage) bool { return l.Person != only })
	}
	return g, err
}

// subjects returns to whom a cadence applies at or below a path, each person once with the first place.
func (g ground) subjects(tree *area.Tree, c Cadence, path string, now time.Time) []Subject {
	today := when.DateOf(now)
	var all []Subject
	for _, p := range g.posted {
		at := tree.Path(p.Area)
		if slices.Contains(c.Roles, p.Role) && p.Holds(now) && !p.Away(now) && at != "" && strings.HasPrefix(at, path) {
			one := Subject{Person: p.Person, Area: p.Area}
			if !p.From.IsZero() {
				one.From = when.DateOf(p.From)
			}
			all = append(all, one)
		}
	}
	for _, l := range g.ties {
		if l.Person != 0 && l.Holds(today) && slices.Contains(c.Ties, l.Kind) {
			all = append(all, Subject{Person: l.Person, Area: l.Area, From: l.From})
		}
	}
	slices.SortStableFunc(all, func(a, b Subject) int {
		return cmp.Or(area.ComparePaths(tree.Path(a.Area), tree.Path(b.Area)), cmp.Compare(a.Person, b.Person))
	})
	seen := map[int64]bool{}
	return slices.DeleteFunc(all, func(one Subject) bool {
		again := seen[one.Person]
		seen[one.Person] = true
		return again
	})
}

// stand computes how a cadence stands for some persons today.
func (s *Service) stand(ctx context.Context, c Cadence, kinds work.Book, of []Subject) ([]Standing, error) {
	times, err := s.with.Times.Get(ctx)
	if err != nil || len(of) == 0 {
		return nil, err
	}
	first, last := c.Unit.Period(when.DateOf(s.with.Now()))
	wanted := c.wanted(first, last, func(d when.Date) bool { return times.Calendar().Works(d.Time()) })
	persons := make([]int64, len(of))
	for i, one := range of {
		persons[i] = one.Person
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	count, err := s.counter(ctx, tree, c, kinds, of, persons, first, last)
	if err != nil {
		return nil, err
	}
	reasons, err := s.with.Reasons.ReasonsOf(ctx, persons, first, last)
	if err != nil {
		return nil, err
	}
	all := make([]Standing, len(of))
	for i, one := range of {
		st := Standing{Cadence: c, Subject: one, First: first, Last: last}
		each, done := count(one)
		if st.Count.Done = done; Owes(first, last, one.From) && wanted > 0 {
			st.Wanted = cmp.Or(each, wanted)
		}
		for _, r := range reasons {
			if r.Person == one.Person && r.Plan == c.plan() {
				st.Reason, st.Explained = r, max(st.Missing(), 0)
			}
		}
		all[i] = st
	}
	return all, nil
}

// counter returns what counts a cadence for one of the persons: what is done, and with a target of households how many there are.
func (s *Service) counter(
	ctx context.Context, tree *area.Tree, c Cadence, kinds work.Book, of []Subject, persons []int64, first, last when.Date,
) (func(Subject) (each, done int), error) {
	cohort, households := c.Target.Cohort()
	if !households {
		deeds, err := s.with.Store.DeedsOf(ctx, persons, first, last)
		return func(one Subject) (each, done int) {
			for _, d := range deeds {
				if d.Person == one.Person && c.counts(tree, kinds, d, one.Area) {
					done++
				}
			}
			return 0, done
		}, err
	}
	var communities []int64
	for _, one := range of {
		for _, at := range tree.Under(tree.Path(one.Area), area.Community) {
			communities = append(communities, at.ID)
		}
		if at, err := tree.Get(one.Area); err == nil {
			communities = append(communities, at.Community)
		}
	}
	slices.Sort(communities)
	met, err := s.with.Visits.Met(ctx, slices.Compact(communities), cohort, c.Unit, first, last)
	return func(one Subject) (each, done int) {
		here := tree.Path(one.Area)
		for _, m := range met {
			if here != "" && strings.HasPrefix(tree.Path(m.Area), here) {
				each, done = each+m.Cared, done+m.Seen
			}
		}
		return each, done
	}, err
}

// Own returns what applies to the actor, and how it stands: what is still open first.
func (s *Service) Own(ctx context.Context, who auth.Actor) ([]Standing, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return nil, err
	}
	var all []Standing
	err := s.each(ctx, "/", who.Person, func(c Cadence, kinds work.Book, of []Subject) error {
		found, err := s.stand(ctx, c, kinds, of)
		all = append(all, found...)
		return err
	})
	slices.SortStableFunc(all, func(a, b Standing) int { return open(b) - open(a) })
	return all, err
}

func open(s Standing) int {
	if s.State() == Open {
		return 1
	}
	return 0
}

// each calls do with every cadence, the county's kinds of work and those to whom it applies at or below a path, or with one person.
func (s *Service) each(ctx context.Context, path string, only int64, do func(Cadence, work.Book, []Subject) error) error {
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	rules, err := s.rules(ctx)
	if err != nil {
		return err
	}
	known, err := s.ground(ctx, rules, path, only)
	if err != nil {
		return err
	}
	kinds, err := work.BookOf(ctx, s.with.Words)
	if err != nil {
		return err
	}
	for _, c := range rules {
		if err := do(c, kinds, known.subjects(tree, c, path, s.with.Now())); err != nil {
			return err
		}
	}
	return nil
}

// Under returns the standings of an area where the actor decides, by cadence and place. Fault: area.ErrMissing.
func (s *Service) Under(ctx context.Context, who auth.Actor, in int64) ([]Standing, error) {
	if err := who.Need(auth.Deciders...); err != nil {
		return nil, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	at, err := tree.Get(in)
	if err != nil || !who.Covers(at.Path, auth.Deciders...) {
		return nil, area.ErrMissing
	}
	var all []Standing
	err = s.each(ctx, at.Path, 0, func(c Cadence, kinds work.Book, of []Subject) error {
		found, err := s.stand(ctx, c, kinds, of)
		all = append(all, found...)
		return err
	})
	return all, err
}

// Explain gives a reason that stands for what the actor did not do in the current period, or, until three days after its end, in
// the one before. Faults: ErrMissing, plan.ErrReason, ErrOld.
func (s *Service) Explain(ctx context.Context, who auth.Actor, key string, day when.Date, r plan.Reason) error {
	if err := who.Need(auth.Posted...); err != nil {
		return err
	}
	if err := r.Check(); err != nil {
		return err
	}
	own, err := s.Own(ctx, who)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(own, func(one Standing) bool { return one.Key == key })
	if i < 0 {
		return ErrMissing
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	today := when.DateOf(s.with.Now())
	if day == 0 {
		day = today
	}
	first, last := own[i].Unit.Period(day)
	if day > today || plan.Add(last, explainWithin) < today {
		return ErrOld
	}
	at, err := tree.Get(own[i].Area)
	if err != nil {
		return err
	}
	r.Community, r.Plan, r.Person, r.Day, r.By, r.At = at.Community, own[i].plan(), who.Person, first, who.Person, s.with.Now()
	return s.with.Store.InTx(ctx, func(tx Tx) error { return tx.AddReason(ctx, r) })
}

// explainWithin is how many days after a period a reason is still taken.
const explainWithin = 3

// Choices returns the targets of cadences with their names: the place, and the cohorts of the county.
func (s *Service) Choices(ctx context.Context) (targets []Target, names []string, err error) {
	cohorts, err := s.with.Visits.Cohorts(ctx)
	targets, names = []Target{Here, Each}, []string{"在本职务或包联的地方做的", "重点人群，每户都要走到"}
	for _, c := range cohorts {
		targets, names = append(targets, Each+Target(":"+c.Code)), append(names, c.Name+"，每户都要走到")
	}
	return targets, names, err
}

// Rules returns the county's cadences with their mark for SetRules.
func (s *Service) Rules(ctx context.Context, who auth.Actor) ([]Cadence, string, error) {
	if err := who.Need(auth.Deciders...); err != nil {
		return nil, "", err
	}
	all, err := s.rules(ctx)
	if err != nil {
		return nil, "", err
	}
	seen, err := mark.Of(all)
	return all, seen, err
}

// SetRules replaces the county's cadences; one without a key is new. Faults: ErrRules, mark.ErrStale.
func (s *Service) SetRules(ctx context.Context, who auth.Actor, all []Cadence, seen string) error {
	if err := who.Need(auth.Centres...); err != nil {
		return err
	}
	all = slices.Clone(all)
	for i := range all {
		if all[i].Key == "" {
			all[i].Key = "c" + rand.Text()[:12]
		}
	}
	kinds, err := work.BookOf(ctx, s.with.Words)
	if err != nil {
		return err
	}
	all, err = checkRules(all, kinds)
	if err != nil {
		return err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	root, err := tree.Root()
	if err != nil {
		return err
	}
	return s.with.Store.InTx(ctx, func(tx Tx) error {
		before, decided, err := tx.LockCadences(ctx)
		if err != nil {
			return err
		}
		if !decided {
			before = Shipped
		}
		if err := mark.Need(seen, before); err != nil {
			return err
		}
		if err := tx.SaveCadences(ctx, all); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{Community: root.ID, At: s.with.Now(), Person: who.Person, Action: "cadence.set", About: "cadences"})
	})
}
