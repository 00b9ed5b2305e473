// Package party is the Party organisations of a county (党组织): branches, their members with duty and patch, and the seats
// of their committees. The patch of a member (责任田) is their postings as a steward and is kept nowhere else.
package party

import (
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
)

// The faults of Party organisations.
var (
	ErrBranch  = fault.New(fault.Missing, "party.branch_missing", "未找到该党组织")
	ErrMember  = fault.New(fault.Missing, "party.member_missing", "未找到该党员")
	ErrSeat    = fault.New(fault.Missing, "party.seat_missing", "未找到该委员")
	ErrTwice   = fault.New(fault.Conflict, "party.twice", "此人的组织关系已登记，一人只能在一个党组织；请先由原党组织转出")
	ErrSeated  = fault.New(fault.Conflict, "party.seated", "此人已是这个党组织的委员")
	ErrNoSeats = fault.New(fault.Invalid, "party.no_seats", "这个层级的党组织没有兼职委员")
	ErrSource  = fault.New(fault.Invalid, "party.source", "请从列表中选择委员来源")
	ErrTerm    = fault.New(fault.Invalid, "party.term", "任期不对：请按“2026-11-01”填写，止不早于起")
	ErrRules   = fault.New(fault.Invalid, "party.rules", "层级或岗位不对：名称 2 至 20 个字，不重复，上级须在表内，最多 40 项")
	ErrFilter  = fault.New(fault.Invalid, "party.filter", "没有这个列表")
	ErrUsed    = fault.New(fault.Conflict, "party.used", "这个党组织还有党员、下级党组织或委员，请先转出")
	ErrPost    = fault.New(fault.Invalid, "party.post", "请选择主要负责人或分管领导")
)

// The longest texts and the most duties of a member.
const (
	MaxWords  = 400
	MaxDuties = 5
)

// Branch is one Party organisation.
type Branch struct {
	ID     int64
	Code   string // in the roster; stable across imports
	Parent int64  // 0: on top
	Level  string // name of a Level
	Name   string
	Area   int64
	Org    int64 // 0: of no org
}

// Kind is what kind of member a person is.
type Kind string

// The kinds.
const (
	Local    Kind = "local"    // 社区党员
	Employed Kind = "employed" // 在职党员
	Free     Kind = "free"     // 无职党员
	Floating Kind = "floating" // 流动党员
)

// Kinds lists them all.
var Kinds = []Kind{Local, Employed, Free, Floating}

var kindNames = map[Kind]string{Local: "社区党员", Employed: "在职党员", Free: "无职党员", Floating: "流动党员"}

// Name returns the kind in Chinese, "" for any other text.
func (k Kind) Name() string { return kindNames[k] }

// ParseKind returns the kind with this name in Chinese, with or without 党员.
func ParseKind(s string) (Kind, bool) {
	for _, k := range Kinds {
		if s == k.Name() || s+"党员" == k.Name() {
			return k, true
		}
	}
	return "", false
}

// Member is one Party member. A person is a member of one branch at most.
type Member struct {
	Person int64
	Branch int64
	Kind   Kind
	Duties []string // 设岗
	Words  string   // 定责
	Since  time.Time
	Plate  bool // agreed to the plate 共产党员户
}

// Lists of members.
const (
	All     = ""
	NoDuty  = "no_duty"
	NoPatch = "no_patch"
)

// Entry is a member with what other records say about them.
type Entry struct {
	Member
	Name  string
	Home  int64            // building or unit; 0 unknown
	Patch []person.Posting // postings as a steward that hold now or begin later
}

// Plates counts the members who agreed to the plate, and the households in which they live: one plate hangs for each.
type Plates struct{ Members, Households int }

// Patched says whether the member has a patch now.
func (e Entry) Patched(now time.Time) bool {
	return slices.ContainsFunc(e.Patch, func(p person.Posting) bool { return p.Holds(now) })
}

// in says whether the entry is on a list.
func (e Entry) in(list string, now time.Time) bool {
	switch list {
	case NoDuty:
		return len(e.Duties) == 0
	case NoPatch:
		return !e.Patched(now)
	}
	return true
}

// Sees says whether an actor may know the members of a branch that works in an area: the keepers of the area, and for a branch
// above communities also those who act for several communities.
func Sees(who auth.Actor, a area.Area) bool {
	if a.Kind == area.County || a.Kind == area.Street {
		return who.Covers(a.Path, auth.Overseers...)
	}
	return who.Covers(a.Path, auth.Keepers...)
}

// Keeps says whether an actor may change a branch in an area and its members.
func Keeps(who auth.Actor, a area.Area) bool {
	return Sees(who, a) && who.Covers(a.Path, auth.Managers...)
}

// sayDuties joins duties as notices and workbooks write them.
func sayDuties(duties []string) string { return strings.Join(duties, "、") }
