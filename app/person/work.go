package person

import (
	"slices"
	"strings"
)

// The limits of what a posting says about the work.
const (
	MaxSpecialties = 5
	MaxDuties      = 400 // characters
)

// Work says how a post is held and what it is for. It gives no right.
type Work struct {
	Class       Class
	Employed    Employment
	Specialties string // of the county's list, separated by 、
	Duties      string
}

// Class is the class of a posting (类别).
type Class string

// The classes.
const (
	FullTime     Class = "full_time"    // 专职
	PartTime     Class = "part_time"    // 兼职
	Professional Class = "professional" // 专业
)

// Classes lists them all.
var Classes = []Class{FullTime, PartTime, Professional}

var classNames = map[Class]string{FullTime: "专职", PartTime: "兼职", Professional: "专业"}

// Name returns the class in Chinese, "" when it is not told.
func (c Class) Name() string { return classNames[c] }

// Employment says how somebody is employed (用工方式).
type Employment string

// The ways.
const (
	Cadre         Employment = "cadre"
	Hired         Employment = "hired"
	RetiredMember Employment = "retired_member"
	SocialStaff   Employment = "social_staff"
	Welfare       Employment = "welfare"
	Epidemic      Employment = "epidemic"
	Property      Employment = "property"
	Voluntary     Employment = "voluntary"
)

// Employments lists them all.
var Employments = []Employment{Cadre, Hired, RetiredMember, SocialStaff, Welfare, Epidemic, Property, Voluntary}

var employmentNames = map[Employment]string{
	Cadre: "社区专干", Hired: "社会聘用", RetiredMember: "退休党员", SocialStaff: "社区工作者", Welfare: "公益性岗位", Epidemic: "防疫专干",
	Property: "物业", Voluntary: "志愿",
}

// Name returns the way in Chinese, "" when it is not told.
func (e Employment) Name() string { return employmentNames[e] }

// List returns the specialties one by one.
func (w Work) List() []string { return SplitSpecialties(w.Specialties) }

// SplitSpecialties returns the specialties of a text, each once.
func SplitSpecialties(s string) []string {
	all := []string{}
	for _, one := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,;； ", r) }) {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}
