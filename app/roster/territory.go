package roster

import (
	"cmp"
	"context"
	"slices"

	"linli/app/area"
)

// node is an area of the records and whether the plan contains it.
type node struct {
	area.Area
	planned bool
}

func (l *loader) loadAreas(ctx context.Context, rows []Area) error {
	known, err := l.tx.RosterAreas(ctx)
	if err != nil {
		return err
	}
	before, byID := slices.Clone(known), map[int64]*node{}
	for _, a := range known {
		n := &node{Area: a}
		l.areas[plainCode(a.Code)], byID[a.ID] = n, n
		if a.Kind == area.County && plainCode(a.Code) != rows[0].Code {
			return ErrCounty
		}
	}
	for _, row := range rows { // parents first
		if err := l.loadArea(ctx, row); err != nil {
			return err
		}
	}
	if err := l.follow(ctx, known, byID); err != nil {
		return err
	}
	return l.carry(ctx, before)
}

func (l *loader) loadArea(ctx context.Context, row Area) error {
	n, known := l.areas[row.Code]
	if known && n.Kind != row.Kind {
		return ErrKind.Say("区划 %s 的类型定好后不能更改，请改用新的编码", row.Code)
	}
	var parent area.Area
	if row.Parent != "" {
		parent = l.areas[row.Parent].Area
	}
	a := area.Area{
		Parent: parent.ID, Kind: row.Kind, Code: row.Code, Name: row.Name, Aliases: row.Aliases,
		Households: row.Households, Lat: row.Lat, Lng: row.Lng, Boundary: row.Boundary,
	}
	if known {
		a.ID, a.Board = n.ID, n.Board
		place(&a, parent)
		n.planned = true
		same := sameArea(a, n.Area)
		n.Area = a
		if l.count(SheetAreas, same) {
			return l.tx.SaveArea(ctx, a)
		}
		return nil
	}
	a.Board = newBoard()
	if err := l.tx.AddArea(ctx, &a); err != nil {
		return err
	}
	place(&a, parent)
	l.areas[a.Code] = &node{Area: a, planned: true}
	l.sum.Added[SheetAreas]++
	return l.tx.SaveArea(ctx, a)
}

// place sets path and community from the parent; the zero parent is above the county. Above communities, Community is the
// county's id.
func place(a *area.Area, parent area.Area) {
	a.Path = area.PathOf(parent.Path, a.ID)
	a.Community = parent.Community
	if a.Kind == area.County || a.Kind == area.Community {
		a.Community = a.ID
	}
}

func sameArea(a, b area.Area) bool {
	return a.Parent == b.Parent && a.Name == b.Name && slices.Equal(a.Aliases, b.Aliases) && a.Path == b.Path &&
		a.Community == b.Community && a.Households == b.Households && a.Lat == b.Lat && a.Lng == b.Lng && a.Boundary == b.Boundary
}

// follow moves the areas that are no longer in the workbook along with their parent.
func (l *loader) follow(ctx context.Context, known []area.Area, byID map[int64]*node) error {
	for _, k := range known { // parents first
		n := byID[k.ID]
		if n.planned || n.Parent == 0 {
			continue
		}
		a := n.Area
		place(&a, byID[a.Parent].Area)
		if sameArea(a, n.Area) {
			continue
		}
		n.Area = a
		if err := l.tx.SaveArea(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) loadOrgs(ctx context.Context, rows []Org) error {
	known, err := l.tx.RosterOrgs(ctx)
	if err != nil {
		return err
	}
	byCode := map[string]area.Org{}
	for _, o := range known {
		byCode[plainCode(o.Code)], l.orgs[plainCode(o.Code)] = o, o.ID
	}
	for _, row := range rows {
		old, exists := byCode[row.Code]
		o := area.Org{ID: old.ID, Code: cmp.Or(old.Code, row.Code), Name: row.Name, Kind: row.Kind, Area: l.areas[row.Area].ID}
		if !exists {
			l.sum.Added[SheetOrgs]++
			if err := l.tx.AddOrg(ctx, &o); err != nil {
				return err
			}
			l.orgs[o.Code] = o.ID
			continue
		}
		if l.count(SheetOrgs, o == old) {
			if err := l.tx.SaveOrg(ctx, o); err != nil {
				return err
			}
		}
	}
	return nil
}
