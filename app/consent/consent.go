// Package consent keeps what a person agreed to (同意): what a board shows of them, a plate on their door, what their steward may
// see. It is withdrawn as easily as given, and takes effect at once, because everybody who shows something reads it here.
package consent

import (
	"slices"
	"time"

	"linli/app/fault"
)

// The faults of this package.
var (
	ErrKind     = fault.New(fault.Missing, "consent.missing", "没有这项同意")
	ErrPaper    = fault.New(fault.Invalid, "consent.paper", "代居民登记同意，请上传本人（或监护人）签字的照片")
	ErrHow      = fault.New(fault.Invalid, "consent.how", "请选择是本人签字还是监护人签字")
	ErrGuardian = fault.New(fault.Invalid, "consent.guardian", "未满 14 周岁，请选择监护人签字")
	ErrMinor    = fault.New(fault.Denied, "consent.minor", "未满 14 周岁，请由监护人到社区办理")
)

// Kind is one thing to agree to.
type Kind string

// The kinds.
const (
	BoardName  Kind = "board_name"  // 姓名上楼道公示牌
	BoardPhone Kind = "board_phone" // 电话上楼道公示牌
	Plate      Kind = "plate"       // 门口挂“共产党员户”牌
	Neighbours Kind = "neighbours"  // 红管家、楼栋长、单元长看到联系人的称呼
	CareFamily Kind = "care_family" // 走访后告诉家人一句话
	Papers     Kind = "papers"      // 办别的事时再用留存的材料
)

// Kinds lists them all, in the order in which a person reads them.
var Kinds = []Kind{BoardName, BoardPhone, Plate, Neighbours, CareFamily, Papers}

// Wording is the version of the words below; a consent keeps the version that the person read. 0 is the paper of a roster.
const Wording = 1

var titles = map[Kind]string{
	BoardName: "公示牌上写我的姓名", BoardPhone: "公示牌上写我的电话", Plate: "门口挂“共产党员户”牌", Neighbours: "让红管家知道怎么称呼我家",
	CareFamily: "走访后告诉我的家人", Papers: "办事时再用我留存的材料",
}

var words = map[Kind]string{
	BoardName:  "本楼的公示牌（楼道里的和手机上的）会写出您的姓名和担任的工作。撤回后立即不再显示，已经张贴的请社区更换。",
	BoardPhone: "本楼的公示牌会写出您的手机号，方便邻居联系。同意后姓名也一并写出。撤回后立即不再显示，已经张贴的请社区更换。",
	Plate:      "您家门口挂“共产党员户”牌，并计入公布的户数。撤回后立即不再计入，牌子请社区取下。",
	CareFamily: "社区走访后，您的家人（在“家人”里关联的）会收到一句话：“今天已走访，平安”或“有需要，社区正在联系”。走访的内容不会告诉他们。联系不上您时，也会请他们帮忙。",
	Papers:     "您留存在“我的材料”里的材料，社区帮您办别的事时可以问您能不能再用，省得再交一遍。每次用之前都会问您，用在哪里有记录。撤回后不再问，也不再用。",
	Neighbours: "本楼的红管家、楼栋长和单元长能看到您家联系人的称呼（如“王女士”），上门时好称呼。看不到姓名全名和电话。",
}

// Title returns what the person agrees to, in a few words; "" for no kind.
func (k Kind) Title() string { return titles[k] }

// Words returns what agreeing means, in the current wording.
func (k Kind) Words() string { return words[k] }

// needs lists what agreeing to a kind includes: a number without a name says nothing.
var needs = map[Kind]Kind{BoardPhone: BoardName}

// How says by whom a consent was given or withdrawn.
type How string

// The ways.
const (
	Self     How = "self"     // 本人在手机上
	Guardian How = "guardian" // 监护人签字，社区登记
	Signed   How = "paper"    // 本人签字，社区登记
	Roster   How = "roster"   // 花名册里登记
)

var howNames = map[How]string{Self: "本人", Guardian: "监护人签字，社区登记", Signed: "本人签字，社区登记", Roster: "花名册登记"}

// Name returns the way in Chinese.
func (h How) Name() string { return howNames[h] }

// Age at which a person agrees for themselves (个人信息保护法第三十一条).
const adult = 14

// Keep is how long a withdrawn consent is kept: it proves for which time something was shown.
const Keep = 3 * 366 * 24 * time.Hour

// Consent is one agreement of a person.
type Consent struct {
	ID      int64
	Person  int64
	Kind    Kind
	Wording int
	How     How
	By      int64 // staff who entered it; 0 the person
	Photo   int64 // of the signed paper; 0 none
	From    time.Time
	// A withdrawn one.
	Withdrawn time.Time // zero: in force
	EndHow    How
	EndBy     int64
}

// Open says whether the consent is in force.
func (c Consent) Open() bool { return c.Withdrawn.IsZero() }

// step is what a row of the roster does to a consent.
type step int

const (
	stay step = iota
	give
	withdraw
	refused // the person decided otherwise on their own telephone
)

// follow returns what the roster's "yes" or "no" does to the consents of one kind, oldest first. What the person decided
// themselves stays: an old workbook must not undo it.
func follow(all []Consent, yes bool) step {
	if len(all) == 0 {
		if yes {
			return give
		}
		return stay
	}
	last := all[len(all)-1]
	switch {
	case last.Open() == yes:
		return stay
	case yes && last.EndHow == Self, !yes && last.How == Self:
		return refused
	case yes:
		return give
	}
	return withdraw
}

// of returns the consents of one kind, in the same order.
func of(all []Consent, k Kind) []Consent {
	return slices.DeleteFunc(slices.Clone(all), func(c Consent) bool { return c.Kind != k })
}
