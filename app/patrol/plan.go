package patrol

import (
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/when"
)

// Kind is the kind of a plan.
type Kind string

// The kinds.
const (
	Daily   Kind = "daily"   // 日常
	Night   Kind = "night"   // 夜间
	Special Kind = "special" // 专项
	Flood   Kind = "flood"   // 汛期
)

// Kinds lists them all, in the order that people see.
var Kinds = []Kind{Daily, Night, Special, Flood}

var kindNames = map[Kind]string{Daily: "日常巡查", Night: "夜间巡查", Special: "专项巡查", Flood: "汛期巡查"}

// Name returns the kind in Chinese.
func (k Kind) Name() string { return kindNames[k] }

// Point is what a round looks at: the board of a building or unit, the code of a place, or a hazard, which has no code and is seen
// with the board of its area.
type Point struct {
	Area  int64  `json:"area"`
	Place int64  `json:"place,omitempty"`
	Name  string `json:"name,omitempty"` // of a place or a hazard
}

// hazard says whether the point is a hazard.
func (p Point) hazard() bool { return p.Place == 0 && p.Name != "" }

// code says what is scanned for the point.
func (p Point) code() Point {
	if p.hazard() {
		return Point{Area: p.Area}
	}
	return Point{Area: p.Area, Place: p.Place}
}

// SeenBy says whether a scan is of the point.
func (p Point) SeenBy(s Scan) bool { return p.Place == s.Place && (p.Place != 0 || p.Area == s.Area) }

// Plan says who looks at which points, when.
type Plan struct {
	ID        int64
	Community int64
	Area      int64 // a grid, a building or the community
	Name      string
	Kind      Kind
	Points    []Point
	Need      int            // how many of them make a round
	Weekdays  []time.Weekday // none: every day
	Windows   when.Spans     // one round in each; none: one at any time of the day
	Roles     []auth.Role    // whose round it is
	Class     person.Class   // "" any
	Topics    []string       // what it looks for
	Since     when.Date      // from this day on it is planned as it is now
	By        int64
	EndedAt   time.Time
}

// The limits of a plan.
const (
	mostPoints = 200
	mostPlans  = 100 // of a community
	maxReason  = 100
	longest    = 30 * 24 * time.Hour // of a raise
)

// check cleans the words and returns what is wrong with the plan.
func (p *Plan) check(topics []Topic) error {
	p.Name = text.Line(p.Name)
	var points []Point // each once: the number that is needed counts them
	for _, o := range p.Points {
		if o.Name = text.Line(o.Name); !slices.Contains(points, o) {
			points = append(points, o)
		}
	}
	p.Points = points
	switch {
	case !text.Within(p.Name, 2, 30), len(p.Points) == 0, len(p.Points) > mostPoints, p.Need < 1, p.Need > len(p.Points),
		p.Kind.Name() == "", slices.ContainsFunc(p.Points, func(o Point) bool { return !text.Within(o.Name, 0, 40) }):
		return ErrWritten
	case len(p.Roles) == 0, p.Class != "" && p.Class.Name() == "", slices.ContainsFunc(p.Roles, func(r auth.Role) bool { return !slices.Contains(auth.Keepers, r) }):
		return ErrPosts
	case slices.ContainsFunc(p.Weekdays, func(d time.Weekday) bool { return d < time.Sunday || d > time.Saturday }):
		return ErrWindows
	}
	for _, t := range p.Topics {
		if !slices.ContainsFunc(topics, func(o Topic) bool { return o.Code == t }) {
			return ErrTopic
		}
	}
	return nil
}

// Raise makes every plan of an area stricter for some days, as in a storm: every day, in its windows, all points. It changes no plan,
// so afterwards each is exactly as it was.
type Raise struct {
	ID        int64
	Community int64
	Area      int64
	Windows   when.Spans
	Reason    string
	By        int64
	From      time.Time
	Until     time.Time
	EndedAt   time.Time // zero: at Until
	EndedBy   int64
}

// end returns when the raise ends or ended.
func (r Raise) end() time.Time {
	if !r.EndedAt.IsZero() && r.EndedAt.Before(r.Until) {
		return r.EndedAt
	}
	return r.Until
}

// on says whether the raise counts for a plan on a day: on each day on which it is in force at some time.
func (r Raise) on(t *area.Tree, p Plan, d when.Date) bool {
	return r.Community == p.Community && strings.HasPrefix(t.Path(p.Area), t.Path(r.Area)) &&
		d >= when.DateOf(r.From) && d <= when.DateOf(r.end().Add(-time.Nanosecond))
}

// On returns the plan as it counts on a day; false: it is not planned on that day.
func (p Plan) On(t *area.Tree, d when.Date, raises []Raise) (Plan, bool) {
	if d < p.Since || !p.EndedAt.IsZero() && when.DateOf(p.EndedAt) <= d {
		return p, false
	}
	for _, r := range raises {
		if r.on(t, p, d) {
			p.Weekdays, p.Need = nil, len(p.Points)
			if len(r.Windows) > len(p.Windows) {
				p.Windows = r.Windows
			}
		}
	}
	return p, len(p.Weekdays) == 0 || slices.Contains(p.Weekdays, d.Time().Weekday())
}

// wanted returns how many rounds the plan has on one of its days.
func (p Plan) wanted() int { return max(1, len(p.Windows)) }

// meets says whether a round saw as many points of the plan as it needs.
func (p Plan) meets(r Patrol) bool { return r.Plan == p.ID && p.seen(r.Scans) >= p.Need }

// seen returns how many points of the plan were seen in some scans.
func (p Plan) seen(scans []Scan) (n int) {
	for _, point := range p.Points {
		if slices.ContainsFunc(scans, point.SeenBy) {
			n++
		}
	}
	return n
}

// unseen returns the points of the plan that were not seen in some scans.
func (p Plan) unseen(scans []Scan) (left []Point) {
	for _, point := range p.Points {
		if !slices.ContainsFunc(scans, point.SeenBy) {
			left = append(left, point)
		}
	}
	return left
}

// Count returns what became of a day of the plan, by its rounds of the day. A reason stands for all that were not done.
func (p Plan) Count(rounds []Patrol, explained bool) plan.Count {
	c := plan.Count{Wanted: p.wanted()}
	for _, r := range rounds {
		if p.meets(r) {
			c.Done++
		}
	}
	if explained {
		c.Explained = max(c.Wanted-c.Done, 0)
	}
	return c
}

// due returns the end of the window in which the next round is due, the end of the day without windows.
func (p Plan) due(d when.Date, done int) time.Time {
	if done < len(p.Windows) {
		return d.Time().Add(p.Windows[done].To)
	}
	return d.Next().Time()
}

// asks says whether a posting is one of those whose round the plan is.
func (p Plan) asks(t *area.Tree, o person.Posting) bool {
	at, here := t.Path(o.Area), t.Path(p.Area)
	return slices.Contains(p.Roles, o.Role) && (p.Class == "" || p.Class == o.Class) && at != "" && here != "" &&
		(strings.HasPrefix(at, here) || strings.HasPrefix(here, at))
}

func (p Plan) about() string { return about(p.ID) }
