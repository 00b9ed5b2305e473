package roster

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/wordlist"
)

// node is an area of the records and whether the plan contains it.
type node struct {
	area.Area
	planned bool
}

func (l *loader) loadAreas(ctx context.Context, rows []Area) error {
	if len(rows) > 0 && rows[0].Kind == area.County {
		for _, a := range l.records.areas {
			if a.Kind != area.County || plainCode(a.Code) == rows[0].Code {
				continue
			}
			if l.free() {
				return ErrCounty
			}
			return Problems{{SheetAreas, rows[0].Row, colCode, "系统里的县用的是另一个编码，请沿用原来的编码"}}
		}
	}
	for _, row := range rows { // parents first
		if err := l.loadArea(ctx, row); err != nil {
			return err
		}
	}
	if err := l.follow(ctx); err != nil {
		return err
	}
	return l.carry(ctx)
}

func (l *loader) loadArea(ctx context.Context, row Area) error {
	n, known := l.areas[row.Code]
	if known && n.Kind != row.Kind {
		if !l.free() {
			return Problems{{SheetAreas, row.Row, colKind, "区划的类型定好后不能更改，请改用新的编码"}}
		}
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
	if !known {
		return l.addArea(ctx, row, a, parent)
	}
	old := n.Area
	a.ID, a.Board = old.ID, old.Board
	place(&a, parent)
	n.planned, n.Area = true, a
	deed := l.count(SheetAreas, sameArea(a, old))
	l.noteArea(row, deed, old, a)
	if deed == Same {
		return nil
	}
	l.reachArea(row, l.before[a.ID].Path, cmp.Or(parent.Path, a.Path))
	return l.tx.SaveArea(ctx, a)
}

func (l *loader) addArea(ctx context.Context, row Area, a, parent area.Area) error {
	l.reachArea(row, parent.Path)
	a.Board = newBoard()
	if err := l.tx.AddArea(ctx, &a); err != nil {
		return err
	}
	place(&a, parent)
	n := &node{Area: a, planned: true}
	l.areas[a.Code], l.byID[a.ID], l.codes.areas[a.ID] = n, n, a.Code
	l.sum.Added[SheetAreas]++
	l.noteArea(row, Added, area.Area{}, a)
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
func (l *loader) follow(ctx context.Context) error {
	for _, k := range l.records.areas { // parents first
		n := l.byID[k.ID]
		if n.planned || n.Parent == 0 {
			continue
		}
		a := n.Area
		place(&a, l.byID[a.Parent].Area)
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
	byCode := map[string]area.Org{}
	for _, o := range l.records.orgs {
		byCode[plainCode(o.Code)] = o
	}
	above := l.orgsAbove(rows)
	waiting := map[string]bool{}
	for _, row := range rows {
		waiting[row.Code] = true
	}
	for len(rows) > 0 { // those above first
		var later []Org
		for _, row := range rows {
			if waiting[above[row.Code]] && above[row.Code] != row.Code {
				later = append(later, row)
				continue
			}
			if err := l.loadOrg(ctx, row, byCode[row.Code], above[row.Code]); err != nil {
				return err
			}
			delete(waiting, row.Code)
		}
		if len(later) == len(rows) {
			break // a circle, which is refused
		}
		rows = later
	}
	return nil
}

// orgsAbove returns the code above each org, as it is after the rows, and refuses rows whose orgs are above themselves.
func (l *loader) orgsAbove(rows []Org) map[string]string {
	above := map[string]string{}
	for _, o := range l.records.orgs {
		above[plainCode(o.Code)] = l.codes.orgs[o.Parent]
	}
	for _, row := range rows {
		if row.Parent != nil {
			above[row.Code] = *row.Parent
		}
	}
	for _, row := range rows {
		at := above[row.Code]
		for range len(above) {
			if at == "" || at == row.Code {
				break
			}
			at = above[at]
		}
		if at != "" {
			l.refuse(SheetOrgs, row.Row, colOrgAbove, "上级关系绕成了圈")
		}
	}
	return above
}

// loadOrg writes one row; the org above it is written already.
func (l *loader) loadOrg(ctx context.Context, row Org, old area.Org, above string) error {
	o := area.Org{
		ID: old.ID, Code: cmp.Or(old.Code, row.Code), Name: row.Name, Kind: row.Kind, Area: l.areas[row.Area].ID, Parent: l.orgs[above],
	}
	l.orgNames[row.Code] = row.Name
	if o.Kind != old.Kind && !slices.Contains(l.records.words[wordlist.OrgKinds], o.Kind) {
		l.refuse(SheetOrgs, row.Row, colKind, "县里的单位类型里没有“"+o.Kind+"”，可以填："+strings.Join(l.records.words[wordlist.OrgKinds], "、"))
	}
	if o.Parent != old.Parent {
		l.reachAbove(row, o)
	}
	if old.ID == 0 {
		l.reachOrg(row, o.Area)
		l.sum.Added[SheetOrgs]++
		if err := l.tx.AddOrg(ctx, &o); err != nil {
			return err
		}
		l.orgs[o.Code], l.orgArea[o.ID], l.codes.orgs[o.ID] = o.ID, o.Area, o.Code
		l.noteOrg(row, Added, old, o)
		return nil
	}
	deed := l.count(SheetOrgs, o == old)
	l.noteOrg(row, deed, old, o)
	if deed == Same {
		return nil
	}
	l.reachOrg(row, old.Area, o.Area)
	l.orgArea[o.ID] = o.Area
	return l.tx.SaveOrg(ctx, o)
}

// reachAbove refuses an org above that works elsewhere: its staff get what this one holds. The actor manages both.
func (l *loader) reachAbove(row Org, o area.Org) {
	if o.Parent == 0 {
		return
	}
	at := l.path(l.orgArea[o.Parent])
	switch {
	case at == "" || !strings.HasPrefix(l.path(o.Area), at):
		l.refuse(SheetOrgs, row.Row, colOrgAbove, "上级部门负责的区划要包含这个部门的区划")
	case !l.covers(orgKeepers(), at):
		l.refuse(SheetOrgs, row.Row, colOrgAbove, outside)
	}
}
