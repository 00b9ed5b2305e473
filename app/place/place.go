// Package place is the premises of a community (阵地、场所): rooms, halls and squares, with what they are for, when they are open
// and in which state they are. A service points to the one in which it takes place.
package place

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The faults of places.
var (
	ErrMissing = fault.New(fault.Missing, "place.missing", "未找到该场所")
	ErrWritten = fault.New(fault.Invalid, "place.written", "名称请填 2 至 60 字，功能最多 8 项、每项 12 字以内，其他文字不要超长")
	ErrNumbers = fault.New(fault.Invalid, "place.numbers", "面积请填 0 至 100000 的整数，座位 0 至 5000")
	ErrHours   = fault.New(fault.Invalid, "place.hours", "开放时间请按“08:30-12:00,14:00-18:00”填写，不开放的留空")
	ErrState   = fault.New(fault.Invalid, "place.state", "请从列表中选择用途、改造类别和六项原则")
	ErrTaken   = fault.New(fault.Conflict, "place.taken", "这个社区已有同名的场所")
	ErrDoor    = fault.New(fault.Invalid, "place.door", "请扫一扫门口的码再签到")
)

// Use says what an area is counted as.
type Use string

// The uses.
const (
	Offices  Use = "office"  // 办公
	Services Use = "service" // 服务
)

// Class is the class of the building programme.
type Class string

// The classes.
const (
	Merge   Class = "merge"   // 整合扩建
	Improve Class = "improve" // 优化改建
	Fit     Class = "fit"     // 达标
)

var (
	useNames   = map[Use]string{Offices: "办公", Services: "服务"}
	classNames = map[Class]string{"": "", Merge: "整合扩建", Improve: "优化改建", Fit: "达标"}
)

// Name returns the use in Chinese.
func (u Use) Name() string { return useNames[u] }

// Name returns the class in Chinese, "" for none.
func (c Class) Name() string { return classNames[c] }

// Principles are the six of a place (004).
var Principles = []string{"类型明确", "布局合理", "要素齐全", "环境整洁", "运行规范", "服务到位"}

// Finding is the state against one principle.
type Finding struct {
	Held  string `json:"held"` // "yes", "no" or "" not looked at
	Words string `json:"words"`
}

// Place is one place of a community.
type Place struct {
	ID        int64
	Community int64
	Area      int64 // the building, or the community
	Floor     string
	Room      string
	Name      string
	Functions []string
	Metres    int
	Use       Use
	Open      bool // 开放办公，无隔挡
	Seats     int
	Equipment string
	Working   string // hours on working days, "08:30-12:00,14:00-18:00"; "" closed
	Noon      bool   // open over noon
	Resting   string // hours on resting days
	Keeper    int64  // who looks after it; 0 nobody
	Bookable  bool
	Lending   Lending
	State     [6]Finding // in the order of Principles
	Class     Class
	Photo     int64     // file; 0 none
	Mark      string    // in the code on the door; a sender has seen it
	EndedAt   time.Time // zero while it exists
}

// The longest texts.
const (
	maxName      = 60
	maxFunctions = 8
	maxWords     = 200
)

func (p *Place) clean() {
	for _, s := range []*string{&p.Floor, &p.Room, &p.Name, &p.Equipment, &p.Working, &p.Resting} {
		*s = text.Line(*s)
	}
	for i := range p.State {
		p.State[i].Words = text.Line(p.State[i].Words)
	}
}

func (p Place) check() error {
	switch {
	case !text.Within(p.Name, 2, maxName), !text.Within(p.Floor, 0, 10), !text.Within(p.Room, 0, 20), !text.Within(p.Equipment, 0, maxWords),
		len(p.Functions) > maxFunctions, slices.ContainsFunc(p.Functions, func(f string) bool { return !text.Within(f, 1, 12) }):
		return ErrWritten
	case p.Metres < 0 || p.Metres > 100_000 || p.Seats < 0 || p.Seats > 5000:
		return ErrNumbers
	case p.Use.Name() == "", p.Class != "" && p.Class.Name() == "":
		return ErrState
	}
	for _, f := range p.State {
		if !slices.Contains([]string{"", "yes", "no"}, f.Held) || !text.Within(f.Words, 0, maxWords) {
			return ErrState
		}
	}
	for _, hours := range []string{p.Working, p.Resting} {
		if _, err := when.ParseSpans(hours); hours != "" && err != nil {
			return ErrHours
		}
	}
	return p.Lending.check()
}

// newMark returns a mark that cannot be guessed.
func newMark() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b) // never fails: it ends the process instead
	return hex.EncodeToString(b)
}

// Scene is the text in the code on the door; "" before there is one.
func (p Place) Scene() string {
	if p.Mark == "" {
		return ""
	}
	return fmt.Sprintf("p_%d_%s", p.ID, p.Mark)
}

// AtDoor says whether somebody has seen the code on the door. Faults: ErrMissing for a place that was given up, ErrDoor.
func (p Place) AtDoor(mark string) error {
	switch {
	case !p.EndedAt.IsZero():
		return ErrMissing
	case p.Mark == "" || mark != p.Mark:
		return ErrDoor
	}
	return nil
}

// Find returns the place with this id, or without an id the one with this name; false when no place has the name. Fault: ErrMissing
// when none has the id.
func Find(all []Place, id int64, name string) (Place, bool, error) {
	i := slices.IndexFunc(all, func(p Place) bool { return p.ID == id || id == 0 && name != "" && p.Name == name })
	switch {
	case i >= 0:
		return all[i], true, nil
	case id != 0:
		return Place{}, false, ErrMissing
	}
	return Place{}, false, nil
}

// Share is how much of the known area is for offices (办公最小化).
type Share struct{ Office, Total int }

// ShareOf adds up the areas of places.
func ShareOf(all []Place) (s Share) {
	for _, p := range all {
		s.Total += p.Metres
		if p.Use == Offices {
			s.Office += p.Metres
		}
	}
	return s
}

// Event is a session of a service that takes place somewhere.
type Event struct {
	Place   int64
	Service int64
	Session int64
	Name    string
	From    time.Time
	To      time.Time
}
