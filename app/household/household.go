// Package household is who lives where (住户): the dwellings of a building, the households in them and the residences of
// persons. A newcomer is told in a few seconds and known to the grid officer the same day; nothing asks for a registration.
package household

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxRoom = 12 // characters of a room
	MaxSize = 30 // persons of a household

	// CheckAfter is when a dwelling that nobody looked at again is on the list to check. It is never deleted for that.
	CheckAfter = 365 * 24 * time.Hour
	// Keep is how long an ended household or residence is kept: the figures of who came and went cover a year.
	Keep = 3 * 365 * 24 * time.Hour
)

// confirmWithin is the time of the grid officer for a newcomer.
var confirmWithin = when.Term{N: 3, Unit: when.WorkingDays}

// What can go wrong.
var (
	ErrMissing  = fault.New(fault.Missing, "household.missing", "未找到这一户")
	ErrDwelling = fault.New(fault.Missing, "household.dwelling", "未找到这间房")
	ErrMember   = fault.New(fault.Missing, "household.member", "未找到这位住户")
	ErrPlace    = fault.New(fault.Invalid, "household.place", "请选到单元；没有单元的楼请选楼栋")
	ErrRoom     = fault.New(fault.Invalid, "household.room", "请填房号，如 302，最多 12 个字")
	ErrSize     = fault.New(fault.Invalid, "household.size", "人数请填 1 至 30")
	ErrSince    = fault.New(fault.Invalid, "household.since", "请填哪天搬来，不能晚于今天")
	ErrWord     = fault.New(fault.Invalid, "household.word", "没有这个选项，请重新选择")
	ErrList     = fault.New(fault.Invalid, "household.list", "没有这个列表")
	ErrLivedIn  = fault.New(fault.Conflict, "household.lived_in", "这间房已经登记了住户：是换了一户，还是搬来同住？")
	ErrState    = fault.New(fault.Conflict, "household.state", "这一户已经处理过了，请刷新")
	ErrFull     = fault.New(fault.Conflict, "household.full", "一户最多登记 30 人")
)

// Use is what a dwelling is used for.
type Use string

// The uses.
const (
	Home   Use = "home"
	Shop   Use = "shop"
	Office Use = "office"
	Other  Use = "other"
)

// Tenure says by what right somebody lives in a dwelling.
type Tenure string

// The tenures.
const (
	Unknown Tenure = "unknown"
	Owned   Tenure = "owned"
	Rented  Tenure = "rented"
	Vacant  Tenure = "vacant"
)

// Stay is the kind of a residence.
type Stay string

// The stays. A person has one open permanent residence.
const (
	Permanent Stay = "permanent" // 常住
	Temporary Stay = "temporary" // 暂住
)

// Relation is what a person is to the contact person of the household.
type Relation string

// The relations.
const (
	Contact  Relation = "contact"
	Spouse   Relation = "spouse"
	Child    Relation = "child"
	Parent   Relation = "parent"
	Grand    Relation = "grand"
	Relative Relation = "relative"
	Flatmate Relation = "flatmate"
	Unsaid   Relation = "unsaid"
)

// Source says how a residence became known.
type Source string

// The sources.
const (
	BySelf     Source = "self"     // told by the person or their family
	BySteward  Source = "steward"  // told by a steward, building or unit lead
	ByStaff    Source = "staff"    // told by staff who spoke with them
	ByWorkbook Source = "workbook" // imported
)

// State is the life of a household and of a residence: see state.go.
type State string

// The states.
const (
	Reported  State = "reported"
	Confirmed State = "confirmed"
	Ended     State = "ended"
)

var (
	useNames      = map[Use]string{Home: "住宅", Shop: "商铺", Office: "办公", Other: "其他"}
	tenureNames   = map[Tenure]string{Unknown: "未知", Owned: "自住", Rented: "出租", Vacant: "空置"}
	stayNames     = map[Stay]string{Permanent: "常住", Temporary: "暂住"}
	relationNames = map[Relation]string{
		Contact: "本人", Spouse: "配偶", Child: "子女", Parent: "父母", Grand: "祖孙", Relative: "其他亲属", Flatmate: "合住",
		Unsaid: "未填",
	}
	stateNames  = map[State]string{Reported: "待确认", Confirmed: "已确认", Ended: "已搬走"}
	sourceNames = map[Source]string{BySelf: "本人或家人", BySteward: "红管家", ByStaff: "工作人员", ByWorkbook: "花名册"}
)

// Name returns the use in Chinese, "" for an unknown one.
func (u Use) Name() string { return useNames[u] }

// Name returns the tenure in Chinese, "" for an unknown one.
func (t Tenure) Name() string { return tenureNames[t] }

// Name returns the kind of stay in Chinese, "" for an unknown one.
func (s Stay) Name() string { return stayNames[s] }

// Name returns the relation in Chinese, "" for an unknown one.
func (r Relation) Name() string { return relationNames[r] }

// Name returns the state in Chinese, "" for an unknown one.
func (s State) Name() string { return stateNames[s] }

// Name returns the source in Chinese, "" for an unknown one.
func (s Source) Name() string { return sourceNames[s] }

// Named returns the value with this Chinese name, as a workbook has it.
func Named[T ~string](of map[T]string, name string) (T, bool) {
	for v, n := range of {
		if n == name {
			return v, true
		}
	}
	return "", false
}

// Dwelling is a room, flat or house: a numbered door of a unit, or of a building without units.
type Dwelling struct {
	ID        int64
	Area      int64 // the unit, or the building without units
	Building  int64
	Grid      int64 // 0: the building is in no grid
	Community int64
	Floor     int // 0 unknown
	Room      string
	Use       Use
	Tenure    Tenure
	CheckedAt time.Time // zero: never
	CheckedBy int64
}

// Unchecked says whether somebody should look at the dwelling again.
func (d Dwelling) Unchecked(now time.Time) bool { return !now.Before(d.CheckedAt.Add(CheckAfter)) }

// Household is who lives in a dwelling together.
type Household struct {
	ID         int64
	Dwelling   int64
	Community  int64
	Grid       int64
	Contact    int64 // a person; 0: nobody is known by name
	Size       int   // persons, as told
	Since      when.Date
	Until      when.Date // 0: lives there
	State      State
	Source     Source
	ReportedBy int64
	ReportedAt time.Time
	Due        time.Time // the officer confirms a reported one until then
	DecidedBy  int64
	DecidedAt  time.Time
	EndedBy    int64
	EndedAt    time.Time
	Deed       string // the idempotency key that changed it last
}

// Overdue says whether the officer should have confirmed the household.
func (h Household) Overdue(now time.Time) bool { return h.State == Reported && now.After(h.Due) }

// Residence is one person in a household.
type Residence struct {
	ID        int64
	Household int64
	Person    int64
	Stay      Stay
	Relation  Relation
	From      when.Date
	Until     when.Date // 0: lives there
	Source    Source
	State     State
	MadeAt    time.Time
	EndedAt   time.Time
}

// ParseRoom returns a room as it is stored: narrow, in capitals, without blanks and without 室, 号, 房 or 号院 at the end. Fault:
// ErrRoom.
func ParseRoom(s string) (string, error) {
	s = strings.ToUpper(strings.ReplaceAll(text.Narrow(text.Line(s)), " ", ""))
	s = strings.TrimRight(courtyard.ReplaceAllString(s, "$1"), "室号房")
	if !text.Within(s, 1, MaxRoom) || !text.Says(s) {
		return "", ErrRoom
	}
	return s, nil
}

// courtyard is the number of a courtyard in a village.
var courtyard = regexp.MustCompile(`(\d)号?院$`)

// SayRoom returns the room in words: a number without a floor is that of a courtyard, 5号.
func (d Dwelling) SayRoom() string {
	if _, err := strconv.Atoi(d.Room); err == nil && d.Floor == 0 {
		return d.Room + "号"
	}
	return d.Room
}

// Number gives the dwelling its room, with the floor that the number says. In a village the roads stand as buildings, and the number is
// that of a courtyard.
func (d *Dwelling) Number(room string, in area.Area) {
	d.Room, d.Floor = room, FloorOf(room)
	if in.Kind == area.Building && area.IsRoad(in.Name) {
		d.Floor = 0
	}
}

// FloorOf returns the floor that a room's number says: 302 is on the third, 1203 on the twelfth; 0 for any other.
func FloorOf(room string) int {
	digits := room[len(strings.TrimRight(room, "0123456789")):]
	switch len(digits) {
	case 3:
		return int(digits[0] - '0')
	case 4:
		return int(digits[0]-'0')*10 + int(digits[1]-'0')
	}
	return 0
}

// compound are the usual surnames of two characters.
var compound = []string{"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "南宫"}

// Address returns how neighbours address a household by the name of its contact person: the surname alone, "王家".
func Address(name string) string {
	letters := []rune(name)
	if len(letters) == 0 {
		return ""
	}
	n := 1
	if len(letters) > 2 && slices.Contains(compound, string(letters[:2])) {
		n = 2
	}
	return string(letters[:n]) + "家"
}
