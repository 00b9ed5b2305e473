// Package estate is the estates of a community (小区): who manages them, their buildings with what is known of each, the contracts
// for services in them, and the table at which community, property company, social workers and owners sit.
package estate

import (
	"slices"
	"strings"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/steward"
	"linli/app/when"
)

// The faults of estates.
var (
	ErrMissing   = fault.New(fault.Missing, "estate.missing", "未找到该小区")
	ErrContract  = fault.New(fault.Missing, "estate.contract_missing", "未找到该合同")
	ErrSeat      = fault.New(fault.Missing, "estate.seat_missing", "未找到该成员")
	ErrName      = fault.New(fault.Invalid, "estate.name", "小区名称请填 2 至 40 个字")
	ErrTwice     = fault.New(fault.Conflict, "estate.twice", "这个社区已有同名的小区")
	ErrFacts     = fault.New(fault.Invalid, "estate.facts", "请核对小区情况：类型和管理方式从列表中选择，年份 4 位，车位不超过 10 万")
	ErrProperty  = fault.New(fault.Invalid, "estate.property", "物业公司和国有物业兜底须选择本社区的物业单位；居民自管和无物业不选")
	ErrCommittee = fault.New(fault.Invalid, "estate.committee", "业委会在任须填写任期的最后一天；党组织须在本社区范围内")
	ErrBuilding  = fault.New(fault.Invalid, "estate.building", "只能选择本社区的楼栋")
	ErrFeatures  = fault.New(fault.Invalid, "estate.features", "请核对楼栋情况：层数 1 至 100，年份 4 位，屋顶和电梯从列表中选择")
	ErrUsed      = fault.New(fault.Conflict, "estate.used", "这个小区有服务合同，合同须保留，不能删除小区")
	ErrTerms     = fault.New(fault.Invalid, "estate.terms", "请核对合同：出资和承接单位须选择，内容 2 至 60 个字，时长 1 至 100 万小时，止不早于起")
	ErrParty     = fault.New(fault.Invalid, "estate.party", "请选择代表哪一方：社区、物业、社工或业主代表")
	ErrSeated    = fault.New(fault.Conflict, "estate.seated", "此人已在这个小区的协商成员中")
	ErrPerson    = fault.New(fault.Invalid, "estate.person", "请从花名册中选择人员")
)

// Housing is what kind of housing an estate is.
type Housing string

// The kinds of housing.
const (
	Garden Housing = "garden" // 花园小区
	Old    Housing = "old"    // 老旧小区
	Single Housing = "single" // 单体楼
)

// Management says who manages an estate (M19).
type Management string

// The kinds of management.
const (
	Company   Management = "company"   // 物业公司
	State     Management = "state"     // 国有物业兜底
	Residents Management = "residents" // 居民自管
	Nobody    Management = "none"      // 无
)

// Committee is how far the owners of an estate have got with a committee of theirs.
type Committee string

// The states of an owners' committee.
const (
	NoCommittee Committee = "none"    // 未成立
	Forming     Committee = "forming" // 筹备中
	InOffice    Committee = "office"  // 在任
)

var (
	housingNames    = map[Housing]string{Garden: "花园小区", Old: "老旧小区", Single: "单体楼"}
	managementNames = map[Management]string{Company: "物业公司", State: "国有物业兜底", Residents: "居民自管", Nobody: "无物业"}
	committeeNames  = map[Committee]string{NoCommittee: "未成立", Forming: "筹备中", InOffice: "在任"}
)

// Name returns the housing in Chinese, "" for any other text.
func (h Housing) Name() string { return housingNames[h] }

// Name returns the management in Chinese, "" for any other text.
func (m Management) Name() string { return managementNames[m] }

// Managed says whether an org manages the estate.
func (m Management) Managed() bool { return m == Company || m == State }

// Name returns the state in Chinese, "" for any other text.
func (c Committee) Name() string { return committeeNames[c] }

// Estate is one estate. A building is in one estate at most.
type Estate struct {
	ID        int64
	Community int64
	Facts
}

// Facts are what the community writes down about an estate.
type Facts struct {
	Name       string
	Housing    Housing
	Built      int // the year; 0 unknown
	Management Management
	Property   int64 // the org that manages it; 0 when none does
	Committee  Committee
	Until      when.Date // last day of the committee in office
	Branch     int64     // Party branch of the committee; 0 none
	Closed     bool      // 封闭管理
	Parking    int       // places
	Gates      bool      // 智能门禁
	Parcels    bool      // parcel box
	Phones     steward.Phones
	Buildings  []int64 // in order of id
}

// MostBuildings is the most buildings of an estate.
const MostBuildings = 500

// check returns the fault of facts that are wrong whatever the territory is.
func (f Facts) check(thisYear int) error {
	n := utf8.RuneCountInString(strings.TrimSpace(f.Name))
	switch {
	case n < 2 || n > 40 || strings.ContainsFunc(f.Name, func(r rune) bool { return r < ' ' }):
		return ErrName
	case f.Housing.Name() == "" || f.Management.Name() == "" || !plausible(f.Built, thisYear) || f.Parking < 0 || f.Parking > 100_000:
		return ErrFacts
	case f.Management.Managed() != (f.Property != 0):
		return ErrProperty
	case f.Committee.Name() == "" || (f.Committee == InOffice) != (f.Until != 0) || f.Branch != 0 && f.Committee == NoCommittee:
		return ErrCommittee
	case len(f.Buildings) > MostBuildings:
		return ErrBuilding
	}
	return f.Phones.Check()
}

// plausible says whether a building can be of this year; 0 is unknown.
func plausible(year, thisYear int) bool { return year == 0 || year >= 1900 && year <= thisYear }

// Sees says whether an actor reads an estate: they handle reports in its community, or in one of its buildings.
func Sees(t *area.Tree, who auth.Actor, e Estate) bool {
	return in(t, e, func(path string) bool { return who.Covers(path, auth.Handlers...) })
}

// Knows says whether an actor also reads its contracts and the names at its table: the community does.
func Knows(t *area.Tree, who auth.Actor, e Estate) bool {
	return in(t, e, func(path string) bool { return who.Covers(path, auth.Keepers...) })
}

func in(t *area.Tree, e Estate, covers func(path string) bool) bool {
	return covers(t.Path(e.Community)) || slices.ContainsFunc(e.Buildings, func(b int64) bool { return t.Path(b) != "" && covers(t.Path(b)) })
}

// Keeps says whether an actor may change estates of a community.
func Keeps(t *area.Tree, who auth.Actor, community int64) bool {
	path := t.Path(community)
	return path != "" && who.Covers(path, auth.Judges...)
}
