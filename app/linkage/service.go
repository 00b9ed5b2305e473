package linkage

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Store keeps linkages.
type Store interface {
	// Linkages returns those to areas at or below a path, by area, kind and id; ended ones of the last year included.
	Linkages(ctx context.Context, path string, since when.Date) ([]Linkage, error)
	// Linkage returns one, or ErrMissing.
	Linkage(ctx context.Context, id int64) (Linkage, error)
	// Persons returns the persons of the ids that exist.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	// BranchExists says whether there is a Party branch with the id.
	BranchExists(ctx context.Context, id int64) (bool, error)
	// Visits returns the visits of a linkage, newest first.
	Visits(ctx context.Context, id int64, most int) ([]Visit, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together.
type Tx interface {
	audit.Log
	work.Log
	// AddVisit saves a visit and sets its ID. false: the same request recorded it before.
	AddVisit(ctx context.Context, v *Visit) (added bool, err error)
	// AddLinkage saves a new one and sets its ID; ErrLinked while the same subject is tied to the area by the kind.
	AddLinkage(ctx context.Context, l *Linkage) error
	// EndLinkage sets the last day, and frees the place from the day after.
	EndLinkage(ctx context.Context, id int64, last when.Date) error
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	now   func() time.Time
}

// NewService returns the service.
func NewService(store Store, areas area.Source, now func() time.Time) *Service {
	return &Service{store, areas, now}
}

// Book is what is tied to an area and what is missing there.
type Book struct {
	Linkages []Linkage
	Gaps     []Gap
	Names    map[int64]person.Person
	Tree     *area.Tree
}

// In returns the linkages of an area that the actor manages, and of those below it. Fault: area.ErrMissing.
func (s *Service) In(ctx context.Context, who auth.Actor, id int64) (Book, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return Book{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Book{}, err
	}
	at, err := t.Get(id)
	if err != nil || !who.Covers(at.Path, auth.Managers...) {
		return Book{}, area.ErrMissing
	}
	today := when.DateOf(s.now())
	b := Book{Tree: t}
	if b.Linkages, err = s.store.Linkages(ctx, at.Path, when.DateOf(s.now().AddDate(-1, 0, 0))); err != nil {
		return Book{}, err
	}
	above, err := s.above(ctx, t, at)
	if err != nil {
		return Book{}, err
	}
	b.Gaps = gaps(t, at.Path, append(slices.Clone(b.Linkages), above...), today)
	var ids []int64
	for _, l := range b.Linkages {
		if l.Person != 0 {
			ids = append(ids, l.Person)
		}
	}
	b.Names, err = s.store.Persons(ctx, ids)
	return b, err
}

// above returns the linkages of the areas above, which may count below: a leader of a street.
func (s *Service) above(ctx context.Context, t *area.Tree, at area.Area) ([]Linkage, error) {
	up, ok := t.Up(at.ID, area.Street)
	if !ok || up.ID == at.ID {
		return nil, nil
	}
	all, err := s.store.Linkages(ctx, up.Path, when.DateOf(s.now()))
	return slices.DeleteFunc(all, func(l Linkage) bool { return l.Area != up.ID }), err
}

// Add ties somebody to an area that the actor manages. Faults: ErrKind, ErrWho, ErrArea, ErrDays, ErrNames, ErrLinked,
// area.ErrMissing.
func (s *Service) Add(ctx context.Context, who auth.Actor, l Linkage) (Linkage, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return l, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return l, err
	}
	at, err := t.Get(l.Area)
	if err != nil || !who.Covers(at.Path, auth.Managers...) {
		return l, area.ErrMissing
	}
	if l, err = l.clean(at.Kind); err != nil {
		return l, err
	}
	if err := s.needSubject(ctx, t, l); err != nil {
		return l, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddLinkage(ctx, &l); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, at, l, "linkage.add"))
	})
	return l, err
}

// needSubject returns ErrWho unless the org, the roster person or the branch exists.
func (s *Service) needSubject(ctx context.Context, t *area.Tree, l Linkage) error {
	switch rules[l.Kind].of {
	case anOrg:
		if _, err := t.Org(l.Org); err != nil {
			return ErrWho
		}
	case aPerson:
		known, err := s.store.Persons(ctx, []int64{l.Person})
		if err != nil {
			return err
		}
		if known[l.Person].Code == "" {
			return ErrWho
		}
	case aBranch:
		there, err := s.store.BranchExists(ctx, l.Branch)
		if err != nil {
			return err
		}
		if !there {
			return ErrWho
		}
	}
	return nil
}

// End ends a linkage today. One that has ended stays as it is. Fault: ErrMissing.
func (s *Service) End(ctx context.Context, who auth.Actor, id int64) error {
	if err := who.Need(auth.Managers...); err != nil {
		return err
	}
	l, err := s.store.Linkage(ctx, id)
	if err != nil {
		return err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	at, err := t.Get(l.Area)
	if err != nil || !who.Covers(at.Path, auth.Managers...) {
		return ErrMissing
	}
	today := when.DateOf(s.now())
	if l.To != 0 && l.To <= today {
		return nil
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.EndLinkage(ctx, id, max(today, l.From)); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(who, at, l, "linkage.end"))
	})
}

func (s *Service) line(who auth.Actor, at area.Area, l Linkage, action string) audit.Record {
	return audit.Record{
		Community: at.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("area:%d", at.ID), Reason: l.Kind.Name(),
	}
}

// Tied returns the areas to which the actor or their org is tied today.
func (s *Service) Tied(ctx context.Context, who auth.Actor) ([]int64, error) {
	mine, _, err := s.Mine(ctx, who)
	ids := make([]int64, len(mine))
	for i, l := range mine {
		ids[i] = l.Area
	}
	return ids, err
}

// Mine returns the linkages of the actor that count today.
func (s *Service) Mine(ctx context.Context, who auth.Actor) ([]Linkage, *area.Tree, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return nil, nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, nil, err
	}
	root, err := t.Root()
	if err != nil {
		return nil, t, nil //nolint:nilerr // nothing was imported yet
	}
	today := when.DateOf(s.now())
	all, err := s.store.Linkages(ctx, root.Path, today)
	mine := slices.DeleteFunc(all, func(l Linkage) bool {
		return !l.Holds(today) || !who.Is(l.Person) && !slices.Contains(who.Orgs(), l.Org)
	})
	slices.SortStableFunc(mine, func(a, b Linkage) int { return strings.Compare(t.Say(a.Area), t.Say(b.Area)) })
	return mine, t, err
}
