package dispatch

import (
	"cmp"
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/mark"
	"linli/app/report"
	"linli/app/text"
)

// ErrNames is returned for names that a community cannot give.
var ErrNames = fault.New(fault.Invalid, "dispatch.names", "类别的叫法 1 至 12 字，不能重复；“其他”不能停用")

const mostName = 12

// Name is a category of the county, and how a community calls it.
type Name struct {
	report.Naming
	County string // its name in the county
	Off    bool   // hidden in the whole county
}

func namesOf(known report.Catalogue, own []report.Naming) []Name {
	all := make([]Name, len(known.Kinds))
	for i, k := range known.Kinds {
		all[i] = Name{report.Naming{Category: k.Category}, k.Name, k.Hidden}
		if at := slices.IndexFunc(own, func(n report.Naming) bool { return n.Category == k.Category }); at >= 0 {
			all[i].Naming = own[at]
		}
	}
	return all
}

// SetNames replaces how a community calls the categories of the county and which it does not offer; a category that is not named
// stays as the county has it. Reports and ledgers keep the category. With seen, the mark that the actor read, a change from an older
// list is refused. Faults: ErrNames, report.ErrCategory, mark.ErrStale, area.ErrMissing.
func (s *Service) SetNames(ctx context.Context, who auth.Actor, community int64, names []report.Naming, seen string) error {
	if community == 0 { // the county has its list
		return area.ErrMissing
	}
	at, err := s.place(ctx, who, community, auth.Deciders)
	if err != nil {
		return err
	}
	book, err := s.rules.Get(ctx)
	if err != nil {
		return err
	}
	if names, err = checkNames(book.Catalogue, names); err != nil {
		return err
	}
	return s.decide(ctx, who, at, "dispatch.names", func(tx Tx) error {
		was, err := tx.Ruling(ctx, community)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, was.Names); err != nil {
			return err
		}
		return tx.SaveNames(ctx, community, names)
	})
}

// checkNames returns the names that change something, by category.
func checkNames(known report.Catalogue, names []report.Naming) (next []report.Naming, err error) {
	for _, n := range names {
		if !known.Has(n.Category) || n.Category == report.System {
			return nil, report.ErrCategory
		}
		if n.Name = text.Line(n.Name); n.Name == known.Name(n.Category) {
			n.Name = ""
		}
		taken := func(o report.Naming) bool { return o.Category == n.Category || n.Name != "" && o.Name == n.Name }
		if n.Name != "" && !text.Within(n.Name, 1, mostName) || slices.ContainsFunc(next, taken) || n.Hidden && n.Category == report.Other {
			return nil, ErrNames
		}
		if n.Name != "" || n.Hidden {
			next = append(next, n)
		}
	}
	for _, k := range known.Kinds { // the name of another category would be read as that one
		renamed := func(o report.Naming) bool { return o.Category == k.Category && o.Name != "" }
		if slices.ContainsFunc(next, func(o report.Naming) bool { return o.Name == k.Name }) && !slices.ContainsFunc(next, renamed) {
			return nil, ErrNames
		}
	}
	slices.SortFunc(next, func(a, b report.Naming) int { return cmp.Compare(a.Category, b.Category) })
	return next, nil
}
