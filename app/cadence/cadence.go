// Package cadence says how often who does what (七个一): a patrol a day, a report a week, a visit a month. It is computed from the
// lines of work when somebody looks; nobody ticks anything, and there is no score (S022, S090–S096).
package cadence

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/linkage"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// The faults of this package.
var (
	ErrMissing = fault.New(fault.Missing, "cadence.missing", "没有这一项")
	ErrRules   = fault.New(fault.Invalid, "cadence.rules", "每项请写明叫法（1 至 20 字）、谁做、做什么、多久几次（1 至 31 次），最多 40 项")
	ErrOld     = fault.New(fault.Invalid, "cadence.day", "只能说明最近一个周期的情况")
)

// mostCadences is the most that a county decides.
const mostCadences = 40

// Cadence is one rule: these do this so often.
type Cadence struct {
	Key   string         `json:"key"`
	Name  string         `json:"name"`  // "网格巡查"
	Roles []auth.Role    `json:"roles"` // who holds one of these posts
	Ties  []linkage.Kind `json:"ties"`  // or is tied to an area in one of these ways
	Kind  work.Kind      `json:"kind"`  // what counts: lines of this kind
	Deed  work.Deed      `json:"deed"`  // or of this deed only; "" every deed of the kind
	Unit  plan.Unit      `json:"unit"`
	Times int            `json:"times"`
	Basis string         `json:"basis"`
	// Minutes is how long a deed takes at least to count; 0: any. Rounds have none: their minimum is a policy of its own (C9).
	Minutes int    `json:"minutes"`
	Target  Target `json:"target"`
}

// Target is where or to whom the deeds of a cadence go: "each:hardship" is each household of one cohort that the plan of visits wants to
// see once in the period.
type Target string

// The targets besides those of one cohort.
const (
	Anywhere Target = ""
	Here     Target = "here" // the place of the post or the tie
	Each     Target = "each" // each household of the plan of visits
)

// Cohort returns the code of the cohort whose households are counted, "" for all; ok is false for a target that counts deeds.
func (t Target) Cohort() (code string, ok bool) {
	if t == Each {
		return "", true
	}
	return strings.CutPrefix(string(t), string(Each)+":")
}

// Counted returns what is counted in Chinese: "次" or "户".
func (c Cadence) Counted() string {
	if _, each := c.Target.Cohort(); each {
		return "户"
	}
	return "次"
}

// Shipped are the cadences until the county decides its own. What counts for meetings, members and stars comes with those.
var Shipped = []Cadence{
	{"lecture", "党课", []auth.Role{auth.StreetLeader}, nil, work.Lecture, "", plan.Year, 1, "每年至少讲 1 次党课", 0, Anywhere},
	{"onsite", "现场办公", []auth.Role{auth.StreetLeader}, nil, work.Onsite, "", plan.Week, 1, "每周至少 1 天到社区现场办公", 0, Anywhere},
	{"street_patrol", "网格巡查", []auth.Role{auth.Street}, []linkage.Kind{linkage.Street, linkage.Office}, work.Patrol, "", plan.Week, 1, "街道机关干部每周至少 1 次网格巡查", 0, Anywhere},
	{"benefit", "办实事", []auth.Role{auth.Street}, []linkage.Kind{linkage.Street, linkage.Office}, work.Benefit, "", plan.Quarter, 1, "街道机关干部每季度至少办 1 件实事", 0, Anywhere},
	{"patrol", "网格巡查", []auth.Role{auth.Clerk}, []linkage.Kind{linkage.Community}, work.Patrol, "", plan.Day, 1, "社区干部每天至少 1 次网格巡查", 0, Anywhere},
	{"week", "向书记汇报", auth.Reporters, nil, work.Meeting, work.Reported, plan.Week, 1, "每周向社区书记汇报 1 次", 0, Anywhere},
	{"visit", "重点人群走访", auth.Reporters, nil, work.Visit, "", plan.Month, 1, "重点人群每户每月至少走访 1 次，按走访计划一季度一次的除外", 0, Each},
	{"research", "联系点走访调研", nil, []linkage.Kind{linkage.Leader}, work.Research, work.Linked, plan.Month, 1, "县级领导每月到联系点走访调研 1 次", 0, Here},
}

// checkRules returns the rules as they are saved, or ErrRules.
func checkRules(all []Cadence, kinds work.Book) ([]Cadence, error) {
	if len(all) > mostCadences {
		return nil, ErrRules
	}
	keys := map[string]bool{}
	for i := range all {
		c := &all[i]
		c.Key, c.Name, c.Basis = strings.TrimSpace(c.Key), text.Line(c.Name), text.Line(c.Basis)
		if c.Key == "" || len(c.Key) > 24 || keys[c.Key] || !text.Within(c.Name, 1, 20) || utf8.RuneCountInString(c.Basis) > 100 ||
			kinds.Name(c.Kind) == "" || c.Deed != "" && !c.Deed.Is(c.Kind) || !slices.Contains(plan.Units, c.Unit) || c.Times < 1 || c.Times > 31 ||
			len(c.Roles)+len(c.Ties) == 0 || !c.known() || !c.aimed() {
			return nil, ErrRules
		}
		keys[c.Key] = true
	}
	return all, nil
}

// Roles are those of which a cadence can be asked.
var Roles = slices.DeleteFunc(slices.Clone(auth.Roles), func(r auth.Role) bool { return r == auth.Operator })

// Ties are those of persons: an org or a branch has no lines of work.
var Ties = slices.DeleteFunc(slices.Clone(linkage.Kinds), func(k linkage.Kind) bool { return !k.Personal() })

// known says whether a cadence can be asked of every role and tie.
func (c Cadence) known() bool {
	return !slices.ContainsFunc(c.Roles, func(r auth.Role) bool { return !slices.Contains(Roles, r) }) &&
		!slices.ContainsFunc(c.Ties, func(t linkage.Kind) bool { return !slices.Contains(Ties, t) })
}

// aimed says whether the minutes and the target can be.
func (c Cadence) aimed() bool {
	_, each := c.Target.Cohort()
	return c.Minutes >= 0 && c.Minutes <= 600 && (c.Minutes == 0 || c.Kind != work.Patrol && !each) &&
		(c.Target == Anywhere || c.Target == Here || each && c.Kind == work.Visit && c.Deed == "" && c.Times == 1 && len(c.Target) <= 30)
}

// Say returns how often: "每周 1 次".
func (c Cadence) Say() string {
	if _, each := c.Target.Cohort(); each {
		return c.Unit.Each() + "每户 1 次"
	}
	say := fmt.Sprintf("%s %d 次", c.Unit.Each(), c.Times)
	if c.Minutes > 0 {
		say += fmt.Sprintf("，每次至少 %d 分钟", c.Minutes)
	}
	return say
}

// counts says whether a deed counts for somebody with a post or tie at a place. A kind of the county's own counts also as the one above it.
func (c Cadence) counts(t *area.Tree, kinds work.Book, d Deed, place int64) bool {
	here := t.Path(place)
	return (c.Kind == d.Kind || c.Kind == kinds.Is(d.Kind)) && (c.Deed == "" || c.Deed == d.Deed) && d.Minutes >= c.Minutes &&
		(c.Target != Here || here != "" && strings.HasPrefix(t.Path(d.Area), here))
}

// plan is the name under which reasons stand.
func (c Cadence) plan() string { return "cadence:" + c.Key }

// Subject is somebody to whom a cadence applies, with the place of the post or tie that says so.
type Subject struct {
	Person int64
	Area   int64
	From   when.Date // since when; 0 unknown
}

// Owes says whether somebody who began on a day owes a whole period: who began when more than half of it was over begins with the
// next one.
func Owes(first, last, from when.Date) bool {
	return from <= first || plan.Between(from, last)+1 > (plan.Between(first, last)+1)/2
}

// wanted returns how many deeds a period wants: none without a working day in it.
func (c Cadence) wanted(first, last when.Date, works func(when.Date) bool) int {
	for d := first; d <= last; d = d.Next() {
		if works(d) {
			return c.Times
		}
	}
	return 0
}

// State says how a cadence stands, in the words that others read.
type State string

// The states.
const (
	Done      State = "done"      // 已做
	Open      State = "open"      // 还没有
	Explained State = "explained" // 有说明
	None      State = "none"      // this period wants nothing
)

var stateNames = map[State]string{Done: "已做", Open: "还没有", Explained: "有说明", None: "本期不用"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Standing is how a cadence stands for a person in a period.
type Standing struct {
	Cadence
	Subject
	First, Last when.Date
	plan.Count
	Reason plan.Reason
}

// State returns how it stands.
func (s Standing) State() State {
	switch {
	case s.Wanted == 0:
		return None
	case s.Count.Done >= s.Wanted:
		return Done
	case s.Met():
		return Explained
	}
	return Open
}
