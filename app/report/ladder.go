package report

import (
	"strings"

	"linli/app/area"
	"linli/app/auth"
)

// seats are the kinds of area in which the roles hold their posts.
var seats = map[auth.Role]area.Kind{
	auth.Steward: area.Building, auth.GridOfficer: area.Grid, auth.GridLead: area.Grid, auth.Clerk: area.Community,
	auth.Secretary: area.Community, auth.Street: area.Street, auth.Centre: area.County,
}

// rungs is the ladder 楼道红管家 → 网格员 → 网格长 → 社区书记 → 街道 → 网格中心 (domain.md §4, S034). A rung's number is its
// place here, from 1.
var rungs = []auth.Role{auth.Steward, auth.GridOfficer, auth.GridLead, auth.Secretary, auth.Street, auth.Centre}

// heights are the rungs on which the roles stand.
var heights = map[auth.Role]int{
	auth.Steward: 1, auth.BuildingLead: 1, auth.UnitLead: 1, auth.GridOfficer: 2, auth.GridLead: 3, auth.Clerk: 3,
	auth.Secretary: 4, auth.Street: 5, auth.Centre: 6,
}

// height returns the rung a holder stands on. An org, or a person without a post, is the business of the community.
func height(h Holder) int {
	if n := heights[h.Role]; n > 0 && h.Kind != ByOrg {
		return n
	}
	return heights[auth.Clerk]
}

// reach returns the highest rung on which the actor stands above the report, or 0.
func reach(t *area.Tree, who auth.Actor, r Report) int {
	best := 0
	for role, n := range heights {
		if n > best && who.Covers(pathOf(t, r.Area), role) {
			best = n
		}
	}
	return best
}

// postOn returns the post on a rung above an area, or false when the area lies higher.
func postOn(t *area.Tree, at int64, n int) (Holder, bool) {
	return postFor(t, at, rungs[n-1])
}

// postFor returns the post of a role nearest to an area.
func postFor(t *area.Tree, at int64, role auth.Role) (Holder, bool) {
	a, ok := t.Up(at, seats[role])
	return Holder{Kind: ByPost, Role: role, Area: a.ID}, ok
}

// climb returns the nearest post above a rung in which somebody acts, and its rung, or 0 when there is none. Empty rungs
// are skipped at once.
func (d deed) climb(from int) (Holder, int, error) {
	for n := from + 1; n <= len(rungs); n++ {
		post, ok := postOn(d.tree, d.report.Area, n)
		if !ok {
			continue
		}
		acting, err := d.holders(post)
		if err != nil {
			return Holder{}, 0, err
		}
		if len(acting) > 0 {
			return post, n, nil
		}
	}
	return Holder{}, 0, nil
}

// Way is one of the six choices of where to send a report (S033).
type Way string

// The six ways.
const (
	Self       Way = "self"         // 自行处理
	ToOfficer  Way = "grid_officer" // 指派网格员
	ToHome     Way = "community"    // 社区
	ToStreet   Way = "street"       // 街道
	Upward     Way = "upward"       // 上级协调
	Department Way = "department"   // 职能部门
)

// Ways lists the six in the order people are offered them.
var Ways = []Way{Self, ToOfficer, ToHome, ToStreet, Upward, Department}

var wayNames = map[Way]string{
	Self: "自行处理", ToOfficer: "指派网格员", ToHome: "社区", ToStreet: "街道", Upward: "上级协调", Department: "职能部门",
}

// Name returns the way in Chinese.
func (w Way) Name() string { return wayNames[w] }

// wayTo returns which of the six choices a holder is.
func wayTo(h Holder, self int64) Way {
	switch {
	case h.Kind == ByOrg:
		return Department
	case h.Kind == ByPerson && h.Person == self:
		return Self
	case h.Role == auth.GridOfficer:
		return ToOfficer
	case h.Role == auth.Street:
		return ToStreet
	case h.Role == auth.Centre:
		return Upward
	}
	return ToHome
}

// byWay returns the holder that a way names without more: the post of the kind nearest to the report. ErrHolder for a
// department, which has to be named, and where there is no such post; ErrTop when nobody stands above.
func (d deed) byWay(w Way) (Holder, error) {
	if w == Upward {
		post, found, err := d.climb(max(reach(d.tree, d.who, *d.report), heights[auth.Clerk]))
		if err == nil && found == 0 {
			err = ErrTop
		}
		return post, err
	}
	role, named := map[Way]auth.Role{ToOfficer: auth.GridOfficer, ToHome: auth.Clerk, ToStreet: auth.Street}[w]
	post, ok := postFor(d.tree, d.report.Area, role)
	if !named || !ok {
		return Holder{}, ErrHolder
	}
	return post, nil
}

// actor returns the person who does this as a holder, with the highest post in which he stands above the report.
func (d deed) actor() Holder {
	h := Holder{Kind: ByPerson, Person: d.who.Person}
	path := pathOf(d.tree, d.report.Area)
	for _, p := range d.who.Postings {
		if p.Path != "" && p.Org == 0 && heights[p.Role] > heights[h.Role] && strings.HasPrefix(path, p.Path) {
			h.Role, h.Area = p.Role, p.Area
		}
	}
	return h
}
