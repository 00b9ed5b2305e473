package guide

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/mark"
	"linli/app/when"
)

// ErrStale is returned when a workbook would do something else than its preview showed.
var ErrStale = fault.New(fault.Conflict, "guide.stale", "预览之后有变化，请重新预览再导入")

// Deed is what a row of a workbook does.
type Deed string

// The deeds.
const (
	Added   Deed = "added"
	Changed Deed = "changed"
	Same    Deed = "same"
)

// Change is one row and what it does.
type Change struct {
	Row        int
	Code, Name string
	Deed       Deed
}

// Preview is what a workbook does: everything, or with a problem nothing.
type Preview struct {
	Token    string // "" with a problem
	Changes  []Change
	Problems []Problem
}

// Counts returns how many rows do each deed.
func (p Preview) Counts() (added, changed, same int) {
	for _, c := range p.Changes {
		switch c.Deed {
		case Added:
			added++
		case Changed:
			changed++
		default:
			same++
		}
	}
	return added, changed, same
}

// Sheet returns the rows of a workbook with the actor's items of a community, or of the county (0). Fault: area.ErrMissing.
func (s *Service) Sheet(ctx context.Context, who auth.Actor, community int64) ([][]string, error) {
	t, err := s.mayLoad(ctx, who, community)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Own(ctx, community)
	if err != nil {
		return nil, err
	}
	rows := [][]string{Columns()}
	for _, r := range all {
		if owned(t, who, r) {
			rows = append(rows, cells(t, r))
		}
	}
	return rows, nil
}

// mayLoad returns the territory, or area.ErrMissing for a community that is not the actor's.
func (s *Service) mayLoad(ctx context.Context, who auth.Actor, community int64) (*area.Tree, error) {
	if err := who.Need(auth.Maintainers...); err != nil {
		return nil, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if community != 0 {
		if at, err := t.Community(community); err != nil || !who.Covers(at.Path, auth.Publishers...) {
			return nil, area.ErrMissing
		}
		return t, nil
	}
	if len(who.Orgs()) == 0 && len(who.Paths(auth.Centres...)) == 0 {
		return nil, area.ErrMissing
	}
	return t, nil
}

// Example returns the rows of a workbook to begin with.
func (s *Service) Example(context.Context) [][]string { return Shipped(when.DateOf(s.now())) }

// loading is what a workbook does, row by row.
type loading struct {
	Preview
	rows []Row // in the order of the changes
	made []bool
}

// Preview returns what a workbook would do. Faults: area.ErrMissing.
func (s *Service) Preview(ctx context.Context, who auth.Actor, community int64, sheet [][]string) (Preview, error) {
	t, err := s.mayLoad(ctx, who, community)
	if err != nil {
		return Preview{}, err
	}
	known, err := s.store.Own(ctx, community)
	if err != nil {
		return Preview{}, err
	}
	l, err := s.plan(t, who, community, sheet, known)
	return l.Preview, err
}

// Load does what the preview with the token showed: every row is published, or with one wrong row nothing is. Faults:
// area.ErrMissing, ErrStale, ErrFull.
func (s *Service) Load(ctx context.Context, who auth.Actor, community int64, sheet [][]string, token string) (p Preview, err error) {
	t, err := s.mayLoad(ctx, who, community)
	if err != nil {
		return Preview{}, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockGuide(ctx); err != nil {
			return err
		}
		known, err := tx.LockOwn(ctx, community)
		if err != nil {
			return err
		}
		l, err := s.plan(t, who, community, sheet, known)
		if p = l.Preview; err != nil || len(p.Problems) > 0 {
			return err
		}
		if p.Token != token {
			return ErrStale
		}
		if added, _, _ := p.Counts(); community != 0 && len(known)+added > MaxOwn {
			return ErrFull
		}
		return s.save(ctx, tx, who, l)
	})
	s.index.Forget()
	return p, err
}

// plan reads a workbook against the items that are there.
func (s *Service) plan(t *area.Tree, who auth.Actor, community int64, sheet [][]string, known []Row) (l loading, err error) {
	now := s.now()
	rows, wrong := parse(t, sheet, when.DateOf(now))
	l.Problems = append([]Problem{}, wrong...)
	byCode := make(map[string]Row, len(known))
	for _, r := range known {
		byCode[r.Code] = r
	}
	for _, one := range rows {
		r, there := byCode[one.Code]
		if !there {
			r = Row{Item: Item{Community: community, Code: one.Code, State: Drafted}}
		} else if !owned(t, who, r) {
			l.Problems = append(l.Problems, Problem{one.row, colCode, "这个编码是别的单位的事项"})
			continue
		}
		was := r
		if one.Org == 0 && community == 0 && len(who.Paths(auth.Centres...)) == 0 {
			one.Org = who.Orgs()[0]
		}
		r.Content = one.Content
		if !owned(t, who, r) {
			l.Problems = append(l.Problems, Problem{one.row, colOrg, "只能导入本单位的事项"})
			continue
		}
		if one.reviewBy == 0 {
			continue // the date is among the problems
		}
		made, err := r.publish(one.reviewBy, now)
		if err != nil {
			return l, err
		}
		c := Change{one.row, one.Code, one.Name, Changed}
		switch {
		case !there:
			c.Deed = Added
		case !made && was.State == r.State && was.ReviewBy == r.ReviewBy && !was.Changed():
			c.Deed = Same
		}
		l.Changes, l.rows, l.made = append(l.Changes, c), append(l.rows, r), append(l.made, made)
	}
	slices.SortStableFunc(l.Problems, func(a, b Problem) int { return a.Row - b.Row })
	if len(l.Problems) > 0 {
		return l, nil
	}
	l.Token, err = mark.Of(struct {
		Changes []Change
		Rows    []Row
	}{l.Changes, l.rows})
	return l, err
}

// save writes what a workbook changes.
func (s *Service) save(ctx context.Context, tx Tx, who auth.Actor, l loading) error {
	now := s.now()
	for n, r := range l.rows {
		switch l.Changes[n].Deed {
		case Same:
			continue
		case Added:
			if err := tx.AddItem(ctx, &r, now); err != nil {
				return err
			}
		default:
			if err := tx.SaveItem(ctx, r, now); err != nil {
				return err
			}
		}
		if l.made[n] {
			if err := tx.AddVersion(ctx, r, who.Person, now); err != nil {
				return err
			}
		}
		if err := tx.AddAudit(ctx, s.line(who, r, "guide.load", "")); err != nil {
			return err
		}
	}
	return nil
}
