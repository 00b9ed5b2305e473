// Package work is the line of work (工作记录): who did what, where and for whom. A deed of a post writes its line in its own
// transaction, so the day, the week, tallies and figures only read.
package work

import (
	"cmp"
	"context"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/when"
)

// The limits of a line.
const (
	MaxWords = 400
	// Keep is how long lines are kept: a term of a post is three years.
	Keep = 3 * 366 * 24 * time.Hour
)

// Line is one piece of work of one person. Colleagues have their own lines about the same thing.
type Line struct {
	ID        int64
	Community int64
	Person    int64
	Post      Post
	At        time.Time
	Minutes   int // 0: unknown
	Kind      Kind
	About     string // "report:42"
	Deed      Deed
	Area      int64 // where: a building, its unit, or a wider area
	Household int64 // whom it served; 0
	Served    int64 // the person it served; 0
	Place     string
	Words     string
	Files     []int64
	Noted     bool      // written by hand
	By        int64     // who named its person as a colleague; 0: the person wrote it
	WrittenAt time.Time // of a line that its person may take back; zero: At
	With      []int64   // who else did it; only of a line that is read
	Sensitive bool      // Words are read by its person and the keepers of the community only
}

// Post is the posting in which the work was done.
type Post struct {
	Role auth.Role
	Area int64
	Org  int64
}

// Say returns the post in words: "阳光社区 第一网格 网格员".
func (p Post) Say(t *area.Tree) string {
	at := t.OrgName(p.Org)
	if at == "" {
		at = t.Say(p.Area)
	}
	return strings.TrimSpace(at + " " + p.Role.Name())
}

// Log adds lines inside an open transaction.
type Log interface {
	// AddWork saves a line. A line that stands already is left as it is; if a colleague wrote it, it is its person's from now on.
	AddWork(ctx context.Context, l Line) error
}

// Write adds the line of a deed by the actor, with the kind of the deed if it always has the same, about something in the line's area.
// The post is the nearest around the area, else another in its community: an officer serves a resident of another grid at the counter.
// Nothing is written for the system, and for somebody without a post there.
func Write(ctx context.Context, log Log, t *area.Tree, who auth.Actor, l Line) error {
	if who.Person == 0 {
		return nil
	}
	l = filled(t, l)
	post, ok := postIn(t, who, l)
	if !ok {
		return nil
	}
	l.Person, l.Post = who.Person, post
	return log.AddWork(ctx, l)
}

// filled returns a line with what its deed and its area say.
func filled(t *area.Tree, l Line) Line {
	if at, err := t.Get(l.Area); err == nil && l.Community == 0 {
		l.Community = at.Community
	}
	l.Kind, l.Words, l.Place = cmp.Or(l.Deed.Kind(), l.Kind), cut(l.Words), strings.TrimSpace(l.Place)
	return l
}

// PostAt returns the actor's posting that is nearest to an area: the smallest area around it, else an org. ok is false without
// one.
func PostAt(t *area.Tree, who auth.Actor, at int64) (best Post, ok bool) {
	path, deepest := t.Path(at), -1
	for _, p := range who.Postings {
		depth := 0 // of an org: below every area
		switch {
		case p.Role == auth.Operator || p.Role == auth.OrgContact:
			continue
		case p.Org != 0:
		case p.Path != "" && strings.HasPrefix(path, p.Path):
			depth = len(p.Path)
		default:
			continue
		}
		if depth > deepest || depth == deepest && before(p.Role, best.Role) {
			best, deepest, ok = Post{Role: p.Role, Area: p.Area, Org: p.Org}, depth, true
		}
	}
	return best, ok
}

// before says whether a role is the one in which somebody with both works: those without power last, the nearest first.
func before(a, b auth.Role) bool { return rank(a) < rank(b) }

func rank(r auth.Role) int {
	for i, one := range auth.Roles {
		if one == r {
			return i
		}
	}
	return len(auth.Roles)
}

// Day returns the day of the line.
func (l Line) Day() when.Date { return when.DateOf(l.At) }

func cut(s string) string {
	runes := []rune(strings.TrimSpace(s))
	if len(runes) > MaxWords {
		return string(runes[:MaxWords-1]) + "…"
	}
	return string(runes)
}
