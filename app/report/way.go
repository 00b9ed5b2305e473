package report

import (
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/pace"
)

// height returns the rung of a holder. An org, or a person without a post, counts as the community.
func height(h Holder) int {
	if h.Kind == ByOrg {
		return pace.Height(auth.Clerk)
	}
	return pace.Height(h.Role)
}

// reach returns the highest rung on which the actor stands above the report, or 0.
func reach(t *area.Tree, who auth.Actor, r Report) int { return pace.Reach(who, pathOf(t, r.Area)) }

// postFor returns the post of a role nearest to an area.
func postFor(t *area.Tree, at int64, role auth.Role) (Holder, bool) {
	post, ok := pace.PostOf(t, at, role)
	return InPost(post), ok
}

// climb returns the nearest staffed post above a rung, and its rung, or 0 when there is none.
func (d deed) climb(from int) (pace.Post, int, error) {
	return pace.Climb(d.tree, d.report.Area, from, func(p pace.Post) (bool, error) {
		acting, err := d.holders(InPost(p))
		return len(acting) > 0, err
	})
}

// Way is one of the six ways to hand a report over (S033).
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

// Ways lists the six in the order that clients offer them.
var Ways = []Way{Self, ToOfficer, ToHome, ToStreet, Upward, Department}

var wayNames = map[Way]string{
	Self: "自行处理", ToOfficer: "指派网格员", ToHome: "社区", ToStreet: "街道", Upward: "上级协调", Department: "职能部门",
}

// Name returns the way in Chinese.
func (w Way) Name() string { return wayNames[w] }

// wayTo returns which of the six ways leads to a holder.
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

// byWay returns the holder that a way implies: the post of its kind nearest to the report. ErrHolder for a department, which
// has to be named, or without such a post; ErrTop without a staffed post above.
func (d deed) byWay(w Way) (Holder, error) {
	if w == Upward {
		post, found, err := d.climb(max(reach(d.tree, d.who, *d.report), pace.Height(auth.Clerk)))
		if err == nil && found == 0 {
			err = ErrTop
		}
		return InPost(post), err
	}
	role, named := map[Way]auth.Role{ToOfficer: auth.GridOfficer, ToHome: auth.Clerk, ToStreet: auth.Street}[w]
	post, ok := postFor(d.tree, d.report.Area, role)
	if !named || !ok {
		return Holder{}, ErrHolder
	}
	return post, nil
}

// actor returns the actor as a holder, with their highest post above the report.
func (d deed) actor() Holder {
	h := Holder{Kind: ByPerson, Person: d.who.Person}
	path := pathOf(d.tree, d.report.Area)
	for _, p := range d.who.Postings {
		if p.Path != "" && p.Org == 0 && pace.Rung(p.Role) > pace.Rung(h.Role) && strings.HasPrefix(path, p.Path) {
			h.Role, h.Area = p.Role, p.Area
		}
	}
	return h
}
