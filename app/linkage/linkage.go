// Package linkage keeps who from outside is tied to which area (包联、下沉): stationed units, leaders and cadres with an area of their
// own, Party branches (S005, S022).
package linkage

import (
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The faults of this package.
var (
	ErrMissing = fault.New(fault.Missing, "linkage.missing", "未找到这条包联")
	ErrKind    = fault.New(fault.Invalid, "linkage.kind", "请选择包联的种类")
	ErrWho     = fault.New(fault.Invalid, "linkage.who", "请选择是哪个单位、哪个人或哪个支部")
	ErrArea    = fault.New(fault.Invalid, "linkage.area", "这种包联不对应这一级区划")
	ErrDays    = fault.New(fault.Invalid, "linkage.days", "起止日期不对，止不能早于起")
	ErrNames   = fault.New(fault.Invalid, "linkage.names", "负责人、联系人各不超过 20 个字，队伍不超过 60 个字")
	ErrLinked  = fault.New(fault.Conflict, "linkage.linked", "已经包联这里了，不用重复登记")
)

// Kind says who is tied, and to what.
type Kind string

// The kinds.
const (
	Stationed Kind = "stationed"       // 下沉单位
	Leader    Kind = "leader"          // 副县级以上干部联系点
	Street    Kind = "street_cadre"    // 街道干部包社区
	Office    Kind = "office_cadre"    // 机关干部包网格
	Community Kind = "community_cadre" // 社区干部进网格
	Branch    Kind = "branch"          // 包联党支部
)

// subject says what kind of subject a linkage has.
type subject int

const (
	anOrg subject = iota
	aPerson
	aBranch
)

type rule struct {
	name  string
	of    subject
	where []area.Kind
	need  bool // each area of the kind should have one
}

var rules = map[Kind]rule{
	Stationed: {"下沉单位", anOrg, []area.Kind{area.Community}, true},
	Leader:    {"县级干部联系点", aPerson, []area.Kind{area.Street, area.Community}, true},
	Street:    {"街道干部包社区", aPerson, []area.Kind{area.Community}, true},
	Office:    {"机关干部包网格", aPerson, []area.Kind{area.Grid}, true},
	Community: {"社区干部进网格", aPerson, []area.Kind{area.Grid}, true},
	Branch:    {"包联党支部", aBranch, []area.Kind{area.Community, area.Grid}, false},
}

// Kinds lists them all, in the order in which they are shown.
var Kinds = []Kind{Stationed, Leader, Street, Office, Community, Branch}

// Name returns the kind in Chinese, "" for no kind.
func (k Kind) Name() string { return rules[k].name }

// Personal says that it ties a person, no org and no branch.
func (k Kind) Personal() bool { return k.Name() != "" && rules[k].of == aPerson }

// Linkage is one tie. One of Org, Person and Branch is set, as the kind says.
type Linkage struct {
	ID                  int64
	Kind                Kind
	Org, Person, Branch int64
	Area                int64
	From, To            when.Date // To is the last day; 0 open-ended
	Head, Deputy        string    // of a stationed unit: 主要负责人, 分管领导
	Contact             string
	Team                string // how its people are organised here
}

// Holds says whether the linkage counts on a day.
func (l Linkage) Holds(day when.Date) bool { return l.From <= day && (l.To == 0 || day <= l.To) }

// clean returns the linkage as it is saved, or what is wrong with it. at is the kind of its area.
func (l Linkage) clean(at area.Kind) (Linkage, error) {
	r, ok := rules[l.Kind]
	if !ok {
		return l, ErrKind
	}
	ids := [...]int64{anOrg: l.Org, aPerson: l.Person, aBranch: l.Branch}
	for of, id := range ids {
		if (subject(of) == r.of) != (id != 0) {
			return l, ErrWho
		}
	}
	if !slices.Contains(r.where, at) {
		return l, ErrArea
	}
	if l.From == 0 || l.To != 0 && l.To < l.From {
		return l, ErrDays
	}
	l.Head, l.Deputy, l.Contact, l.Team = text.Line(l.Head), text.Line(l.Deputy), text.Line(l.Contact), text.Line(l.Team)
	if r.of != anOrg {
		l.Head, l.Deputy, l.Team = "", "", ""
	}
	if !text.Within(l.Head, 0, 20) || !text.Within(l.Deputy, 0, 20) || !text.Within(l.Contact, 0, 20) || !text.Within(l.Team, 0, 60) {
		return l, ErrNames
	}
	return l, nil
}

// Gap is an area without a linkage that it should have.
type Gap struct {
	Kind Kind
	Area area.Area
}

// gaps returns what is missing below a path on a day, by kind and place.
func gaps(t *area.Tree, path string, all []Linkage, day when.Date) (found []Gap) {
	for _, k := range Kinds {
		r := rules[k]
		if !r.need {
			continue
		}
		// A leader's street stands for its communities; every other kind has one level.
		lowest := r.where[len(r.where)-1]
		for _, a := range t.Under(path, lowest) {
			has := slices.ContainsFunc(all, func(l Linkage) bool {
				above := t.Path(l.Area)
				return l.Kind == k && l.Holds(day) && above != "" && strings.HasPrefix(a.Path, above)
			})
			if !has {
				found = append(found, Gap{k, a})
			}
		}
	}
	return found
}
