// Package guide is the catalogue of what people come for (办事指南): what to bring, where, when and how long it takes. What was
// published is never changed: an errand keeps the version with which it began.
package guide

import (
	"time"

	"linli/app/fault"
	"linli/app/when"
)

// The limits.
const (
	MaxCode  = 40  // characters of a code
	MaxName  = 30  // and of a name, and of each other name
	MaxWord  = 60  // and of a single line
	MaxWords = 400 // and of a text
	MaxParts = 30  // materials, steps and other parts of one item
	MaxOwn   = 100 // items of one community

	// longestReview is the latest day on which an item is reviewed again.
	longestReview = 2 * 366 * 24 * time.Hour
)

// What can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "guide.missing", "未找到这个事项，或已经下线")
	ErrCode    = fault.New(fault.Invalid, "guide.code", "请填写编码（最多 40 个字母、数字、汉字或横线）")
	ErrTaken   = fault.New(fault.Conflict, "guide.taken", "这个编码已有事项，请换一个")
	ErrContent = fault.New(fault.Invalid, "guide.content", "事项的内容不正确")
	ErrOrg     = fault.New(fault.Invalid, "guide.org", "没有这个部门，请重新选择")
	ErrReview  = fault.New(fault.Invalid, "guide.review", "复核日期须在今天之后、两年之内")
	ErrState   = fault.New(fault.Conflict, "guide.state", "这个事项现在不能这样操作，请刷新后再看")
	ErrWords   = fault.New(fault.Invalid, "guide.words", "请写明原因（2 至 100 字）")
	ErrLocal   = fault.New(fault.Invalid, "guide.local", "谁办、在哪、时间、电话请各填一行，最多 60 字")
	ErrFull    = fault.New(fault.Conflict, "guide.full", "一个社区最多 100 个自己的事项")
)

// Family is the catalogue to which an item belongs.
type Family string

// The families.
const (
	Government Family = "government" // 政务服务
	Livelihood Family = "livelihood" // 民生服务
	Community  Family = "community"  // 社区服务: listed first
	Voluntary  Family = "voluntary"  // 志愿服务
)

// Families lists them in the order in which they are shown.
var Families = []Family{Community, Livelihood, Government, Voluntary}

var familyNames = map[Family]string{Government: "政务服务", Livelihood: "民生服务", Community: "社区服务", Voluntary: "志愿服务"}

// Name returns the family in Chinese.
func (f Family) Name() string { return familyNames[f] }

// Mode is how the community serves an item.
type Mode string

// The modes.
const (
	Advise Mode = "advise" // 咨询
	Accept Mode = "accept" // 受理
	Handle Mode = "handle" // 办理
	Errand Mode = "errand" // 帮办代办
)

// Modes lists them all.
var Modes = []Mode{Advise, Accept, Handle, Errand}

var modeNames = map[Mode]string{Advise: "咨询", Accept: "受理", Handle: "办理", Errand: "帮办代办"}

// Name returns the mode in Chinese.
func (m Mode) Name() string { return modeNames[m] }

// Form is in which form a material is wanted.
type Form string

// The forms.
const (
	Original Form = "original" // 原件
	Copy     Form = "copy"     // 复印件
	Photo    Form = "photo"    // 照片
)

// Forms lists them all.
var Forms = []Form{Original, Copy, Photo}

var formNames = map[Form]string{Original: "原件", Copy: "复印件", Photo: "照片"}

// Name returns the form in Chinese.
func (f Form) Name() string { return formNames[f] }

// Material is something that people bring.
type Material struct {
	Name     string
	Form     Form
	From     string // who has it: "本人", "单位开具"
	Reusable bool   // a stored one may be used again
	Blank    string // where the blank form is; "" none is needed
}

// Step is one step of the way through the offices.
type Step struct {
	Name  string
	Who   string
	Where string
	Limit when.Term
}

// Flags are what the owner promises (S059).
type Flags struct {
	First   bool // 首问负责: who takes it first is answerable to the end
	Limited bool // 限时办结: the promised limit runs
	Whole   bool // 全程代办: staff go all the way for the resident
	AtHome  bool // 上门服务: staff come to the door
}

// Content is what an owner writes and publishes.
type Content struct {
	Family    Family
	Heading   string   // 救助, 医疗, 养老 …
	Name      string   // 最低生活保障
	Others    []string // what people say: 低保, 吃低保
	Org       int64    // the owner; 0: the county's centre or the community itself
	Modes     []Mode
	Flags     Flags
	Legal     when.Term // limit by law; zero: none
	Promised  when.Term // promised limit; zero: none
	Materials []Material
	Steps     []Step
	Fee       string
	Where     string
	When      string
	Gets      string   // what one has in the end
	Tasks     []string // 任务清单
	Duties    []string // 责任清单
	Phone     string
}

// Local is what a community adds: who answers there, where and when. It is of no version.
type Local struct {
	Who, Where, When, Phone string
}

// IsZero says whether the community adds nothing.
func (l Local) IsZero() bool { return l == Local{} }

// Item is a published item, or the draft of one.
type Item struct {
	ID        int64
	Community int64 // 0: the county's
	Code      string
	Version   int // of the content; 0: never published
	State     State
	ReviewBy  when.Date // the last day before the owner looks at it again
	Content
}

// Stale says whether the review is overdue: the counter's answer counts, not the text.
func (i Item) Stale(today when.Date) bool { return i.ReviewBy != 0 && i.ReviewBy < today }

// StaleWords is what people read beside an item whose review is overdue.
const StaleWords = "以窗口答复为准"

// Shown is an item as a community shows it.
type Shown struct {
	Item
	Local Local
}

// Row is an item as its owners see it: its draft, and what was published last.
type Row struct {
	Item              // with the content of the draft
	Published Content // zero before the first version
	Request   string
}

// Changed says whether the draft differs from what was published.
func (r Row) Changed() bool { return r.Version == 0 || !same(r.Content, r.Published) }
