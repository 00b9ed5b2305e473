// Package auth says who the actor is and what they may do. Powers come from postings; the client never states them.
package auth

import (
	"slices"
	"strings"

	"linli/app/fault"
)

// Account is one of the three WeChat accounts. An openid is valid in one account only.
type Account string

// The accounts.
const (
	OA    Account = "oa"    // 公众号, the chat window
	MP    Account = "mp"    // 居民小程序
	Staff Account = "staff" // 工作人员小程序
)

// Accounts lists them all.
var Accounts = []Account{OA, MP, Staff}

// Role is the role of a posting (domain.md §6.1).
type Role string

// The roles. A logged-in person is a Resident, whatever else they are.
const (
	Resident     Role = "resident"      // 居民
	Steward      Role = "steward"       // 楼道红管家 (S017)
	BuildingLead Role = "building_lead" // 楼栋长 (S011)
	UnitLead     Role = "unit_lead"     // 单元长 (S012)
	GridOfficer  Role = "grid_officer"  // 网格员 (S008)
	GridLead     Role = "grid_lead"     // 网格长 (S007)
	Clerk        Role = "clerk"         // 社区工作人员 (S024)
	Secretary    Role = "secretary"     // 社区书记, 总网格长 (S006)
	Street       Role = "street"        // 街道
	Centre       Role = "centre"        // 网格中心 (S035)
	OrgStaff     Role = "org_staff"     // 部门、企事业单位 (S023)
	Mediator     Role = "mediator"      // 调解员
	Operator     Role = "operator"      // 运维
)

// The roles that give no power: names with a place, which plans, notices and lists can address (domain.md §6.1).
const (
	PropertySecretary Role = "property_secretary" // 物业党支部书记
	SocialWorker      Role = "social_worker"      // 社工
	FirstSecretary    Role = "first_secretary"    // 第一书记
	ResidentCadre     Role = "resident_cadre"     // 驻点干部
	StreetLeader      Role = "street_leader"      // 街道领导 (S094)
	Liaison           Role = "liaison"            // 联络员
	Cleaner           Role = "cleaner"            // 保洁员
	CommitteeMember   Role = "committee_member"   // 兼职委员
	ResidentDelegate  Role = "resident_delegate"  // 居民代表
	OwnerDelegate     Role = "owner_delegate"     // 业主代表
	Delegate          Role = "delegate"           // 两代表一委员
	Volunteer         Role = "volunteer"          // 志愿者
	OrgContact        Role = "org_contact"        // 单位联系人 (C6)
)

// The roles with power and those without.
var (
	empowered = []Role{
		Steward, BuildingLead, UnitLead, GridOfficer, GridLead, Clerk, Secretary, Street, Centre, OrgStaff, Mediator, Operator,
	}
	powerless = []Role{
		PropertySecretary, SocialWorker, FirstSecretary, ResidentCadre, StreetLeader, Liaison, Cleaner, CommitteeMember, ResidentDelegate, OwnerDelegate,
		Delegate, Volunteer, OrgContact,
	}
)

// Roles lists every role a posting may give.
var Roles = slices.Concat(empowered, powerless)

// Powerless says that the role gives no right.
func (r Role) Powerless() bool { return slices.Contains(powerless, r) }

var roleNames = map[Role]string{
	Resident: "居民", Steward: "楼道红管家", BuildingLead: "楼栋长", UnitLead: "单元长", GridOfficer: "网格员", GridLead: "网格长",
	Clerk: "社区工作人员", Secretary: "社区书记", Street: "街道工作人员", Centre: "网格中心", OrgStaff: "部门人员", Mediator: "调解员", Operator: "运维",
	PropertySecretary: "物业党支部书记", SocialWorker: "社工", FirstSecretary: "第一书记", ResidentCadre: "驻点干部", StreetLeader: "街道领导", Liaison: "联络员",
	Cleaner: "保洁员", CommitteeMember: "兼职委员", ResidentDelegate: "居民代表", OwnerDelegate: "业主代表", Delegate: "两代表一委员",
	Volunteer: "志愿者", OrgContact: "单位联系人",
}

// Name returns the role in Chinese, as the roster workbook and the clients show it.
func (r Role) Name() string { return roleNames[r] }

// The faults of this package.
var (
	ErrLogin  = fault.New(fault.Login, "auth.login", "请先登录")
	ErrDenied = fault.New(fault.Denied, "auth.denied", "您没有权限进行此操作")
)

// Posting is one posting that holds now: a role in an area and all below it, or in an org.
type Posting struct {
	Role Role
	Area int64
	Path string // of the area, "/1/4/9/"
	Org  int64  // 0 unless the role is held in an org
}

// Actor is the person on whose behalf a use case runs; the zero Actor is the system. It is the argument after ctx, never a
// value in ctx.
type Actor struct {
	Person   int64
	For      []int64 // absent persons for whom the actor is the substitute (代班)
	Postings []Posting
	Request  string // identifies a repeated request, see press.Press; "" without an Idempotency-Key
}

// Need returns nil when the actor holds one of the roles, ErrLogin without a login, else ErrDenied.
func (a Actor) Need(roles ...Role) error {
	if a.Person == 0 {
		return ErrLogin
	}
	if slices.Contains(roles, Resident) || len(a.Paths(roles...)) > 0 {
		return nil
	}
	return ErrDenied
}

// Is says whether the actor is this person or their substitute.
func (a Actor) Is(person int64) bool { return person == a.Person || slices.Contains(a.For, person) }

// Covers says whether the actor holds one of the roles in the area with this path or above it.
func (a Actor) Covers(path string, roles ...Role) bool {
	for _, own := range a.Paths(roles...) {
		if own != "" && strings.HasPrefix(path, own) { // an area that is gone covers nothing
			return true
		}
	}
	return false
}

// Paths returns the paths of the areas in which the actor holds one of the roles.
func (a Actor) Paths(roles ...Role) []string {
	var paths []string
	for _, p := range a.Postings {
		if slices.Contains(roles, p.Role) {
			paths = append(paths, p.Path)
		}
	}
	return paths
}

// SpeaksFor says whether the actor is a contact of the org: they report and answer for it.
func (a Actor) SpeaksFor(org int64) bool { return org != 0 && slices.Contains(a.Represents(), org) }

// Represents returns the orgs whose contact the actor is.
func (a Actor) Represents() []int64 { return a.orgsAs(OrgContact) }

// Orgs returns the orgs the actor works in.
func (a Actor) Orgs() []int64 { return a.orgsAs(OrgStaff) }

func (a Actor) orgsAs(role Role) []int64 {
	var orgs []int64
	for _, p := range a.Postings {
		if p.Role == role && p.Org != 0 {
			orgs = append(orgs, p.Org)
		}
	}
	return orgs
}
