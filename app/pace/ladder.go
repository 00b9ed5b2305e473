package pace

import (
	"time"

	"linli/app/area"
	"linli/app/auth"
)

// Post is a role in an area, independent of the person in it.
type Post struct {
	Role auth.Role
	Area int64
}

// seats are the kinds of area in which the roles hold their posts.
var seats = map[auth.Role]area.Kind{
	auth.Steward: area.Building, auth.GridOfficer: area.Grid, auth.GridLead: area.Grid, auth.Clerk: area.Community,
	auth.Secretary: area.Community, auth.Street: area.Street, auth.Centre: area.County,
}

// rungs is the ladder 楼道红管家 → 网格员 → 网格长 → 社区书记 → 街道 → 网格中心 (domain.md §4, S034). A rung's number is its
// place here, from 1.
var rungs = []auth.Role{auth.Steward, auth.GridOfficer, auth.GridLead, auth.Secretary, auth.Street, auth.Centre}

// Top is the highest rung: the centre's.
const Top = 6

// heights are the rungs on which the roles stand.
var heights = map[auth.Role]int{
	auth.Steward: 1, auth.BuildingLead: 1, auth.UnitLead: 1, auth.GridOfficer: 2, auth.GridLead: 3, auth.Clerk: 3,
	auth.Secretary: 4, auth.Street: 5, auth.Centre: Top,
}

// Rung returns the rung on which a role stands, or 0.
func Rung(r auth.Role) int { return heights[r] }

// Height returns the rung on which a role stands. A role without a rung counts as the community's.
func Height(r auth.Role) int {
	if n := heights[r]; n > 0 {
		return n
	}
	return heights[auth.Clerk]
}

// Reach returns the highest rung on which the actor stands above the area with this path, or 0.
func Reach(who auth.Actor, path string) int {
	best := 0
	for role, n := range heights {
		if n > best && who.Covers(path, role) {
			best = n
		}
	}
	return best
}

// SeatOf returns the kind of area in which a role holds its post.
func SeatOf(r auth.Role) area.Kind { return seats[r] }

// PostOf returns the post of a role nearest to an area, or false when there is none.
func PostOf(t *area.Tree, at int64, r auth.Role) (Post, bool) {
	a, ok := t.Up(at, seats[r])
	return Post{Role: r, Area: a.ID}, ok
}

// Above returns the posts above a rung over an area, the nearest first. A rung without an area above the given one is left
// out.
func Above(t *area.Tree, at int64, rung int) []Post {
	var posts []Post
	for _, role := range rungs[min(rung, Top):] {
		if post, ok := PostOf(t, at, role); ok {
			posts = append(posts, post)
		}
	}
	return posts
}

// Climb returns the nearest staffed post above a rung, and its rung; 0 when there is none. Empty rungs are skipped at once.
func Climb(t *area.Tree, at int64, from int, staffed func(Post) (bool, error)) (Post, int, error) {
	for _, post := range Above(t, at, from) {
		acts, err := staffed(post)
		if err != nil {
			return Post{}, 0, err
		}
		if acts {
			return post, Rung(post.Role), nil
		}
	}
	return Post{}, 0, nil
}

// Breach asks the next staffed post above the clerks of a community about a missed limit; the last one again, when none stands above it.
// acting returns the persons in a post. It returns the post, with no role when nobody was ever asked, and the persons in it.
func (c *Clocks) Breach(t *area.Tree, community int64, p Promise, acting func(Post) ([]int64, error), now time.Time) (post Post, asked []int64, err error) {
	own := Rung(auth.Clerk)
	post, rung, err := Climb(t, community, max(own, c.Level), func(one Post) (bool, error) {
		asked, err = acting(one)
		return len(asked) > 0, err
	})
	if err != nil {
		return Post{}, nil, err
	}
	if rung > 0 {
		c.PushTo(p, post, rung, now)
		return post, asked, nil
	}
	c.PushAgain(p, own, now)
	if c.Asked.Role == "" {
		return Post{}, nil, nil
	}
	asked, err = acting(c.Asked)
	return c.Asked, asked, err
}
