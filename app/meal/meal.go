// Package meal brings meals to those who cannot cook (助餐): who takes part, on which days, the list of a day that the kitchen cooks
// for, the rounds that bring the meals, and what happens when nobody opens. No money passes through it.
package meal

import (
	"slices"
	"strings"
	"time"

	"linli/app/fault"
	"linli/app/person"
	"linli/app/place"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxName       = 20 // characters of a programme's name, and of a contact's
	MaxPlace      = 40 // of kitchen, place and price
	MaxDiet       = 100
	MaxReason     = 100
	MaxDish       = 100 // of the menu of one day
	MaxRoom       = 12
	MostPortions  = 5000
	MostOfAge     = 120
	mostProgramme = 10 // of one community
	Ahead         = 92 // days ahead that can be paused
	Shown         = 14 // days that a member sees

	// Keep is how long lists, rounds and stops are kept: subsidies are checked years later.
	Keep = 3 * 366 * 24 * time.Hour
	// KeepDays is how long single days and calls are kept: as long as a visit is talked about.
	KeepDays = 366 * 24 * time.Hour
	// KeepEnded is how long a member is kept after the end, without the diet.
	KeepEnded = 3 * 366 * 24 * time.Hour
)

// decideWithin is the time of the community for somebody who asks to take part.
var decideWithin = when.Term{N: 3, Unit: when.WorkingDays}

// What can go wrong.
var (
	ErrProgramme = fault.New(fault.Missing, "meal.programme", "未找到这个助餐点，或已停办")
	ErrMissing   = fault.New(fault.Missing, "meal.missing", "未找到这条用餐登记")
	ErrStop      = fault.New(fault.Missing, "meal.stop", "未找到这份餐")
	ErrDay       = fault.New(fault.Missing, "meal.day", "没有这一天的名单")
	ErrList      = fault.New(fault.Invalid, "meal.list", "没有这个列表")
	ErrWritten   = fault.New(fault.Invalid, "meal.written", "请填写名称（1 至 20 字）、厨房和地点（1 至 40 字），价格说明最多 40 字")
	ErrNumbers   = fault.New(fault.Invalid, "meal.numbers", "请核对：每天 1 至 5000 份，至少选一天，截止时间在 24 小时内，年龄不超过 120")
	ErrMenu      = fault.New(fault.Invalid, "meal.menu", "请核对菜单：每天一条，最多 100 字，今后 31 天内")
	ErrWeek      = fault.New(fault.Invalid, "meal.week", "请选择这个助餐点开餐的日子")
	ErrWay       = fault.New(fault.Invalid, "meal.way", "请选择到点用餐还是送餐上门")
	ErrRoom      = fault.New(fault.Invalid, "meal.room", "请选到楼栋或单元，房号最多 12 字")
	ErrSaid      = fault.New(fault.Invalid, "meal.said", "原因和忌口各最多 100 字，紧急联系人请写称呼和电话")
	ErrReason    = fault.New(fault.Invalid, "meal.reason", "请写明原因（2 至 100 字）")
	ErrDates     = fault.New(fault.Invalid, "meal.dates", "请选今后 92 天内的日子")
	ErrResult    = fault.New(fault.Invalid, "meal.result", "请选择送餐结果，时间不能晚于现在")
	ErrFor       = fault.New(fault.Denied, "meal.for", "这个助餐点按年龄和情况登记，请问问社区工作人员")
	ErrFamily    = fault.New(fault.Missing, "meal.family", "请先在“家人”里添加这位家人")
	ErrTwice     = fault.New(fault.Conflict, "meal.twice", "已经登记过了，不用再登记")
	ErrFull      = fault.New(fault.Conflict, "meal.full", "这一天的份数已满")
	ErrMany      = fault.New(fault.Conflict, "meal.many", "一个社区最多办 10 个助餐点")
	ErrState     = fault.New(fault.Conflict, "meal.state", "这条用餐登记已经处理过，请刷新")
	ErrFixed     = fault.New(fault.Conflict, "meal.fixed", "这一天的餐已经定了，改不了了，请谅解")
	ErrDone      = fault.New(fault.Conflict, "meal.done", "这份餐已经登记过结果")
	ErrNoCall    = fault.New(fault.Conflict, "meal.no_call", "没有人应时才看得到电话")
	ErrEating    = fault.New(fault.Conflict, "meal.eating", "还有人在这里用餐，请先结束他们的登记")
	ErrCarrier   = fault.New(fault.Missing, "meal.carrier", "请选择本社区的志愿者、红管家或工作人员")
)

// Week is a set of days of the week; bit 0 is Monday.
type Week uint8

// EveryDay is all seven days.
const EveryDay Week = 1<<7 - 1

// bit returns the set with only the weekday of a day.
func bit(d when.Date) Week { return 1 << ((int(d.Time().Weekday()) + 6) % 7) }

// Has says whether the day is in the set.
func (w Week) Has(d when.Date) bool { return w&bit(d) != 0 }

// WeekOf returns the set of days, 1 Monday to 7 Sunday. false: a day does not exist, or there is none.
func WeekOf(days []int) (w Week, ok bool) {
	for _, d := range days {
		if d < 1 || d > 7 {
			return 0, false
		}
		w |= 1 << (d - 1)
	}
	return w, w != 0
}

// Days returns the days of the set, 1 Monday to 7 Sunday.
func (w Week) Days() []int {
	days := []int{}
	for d := range 7 {
		if w&(1<<d) != 0 {
			days = append(days, d+1)
		}
	}
	return days
}

var dayNames = [...]string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"}

// Say returns the days in Chinese: "周一至周五", "周二、周四".
func (w Week) Say() string {
	switch w {
	case EveryDay:
		return "每天"
	case 1<<5 - 1:
		return "周一至周五"
	case 1<<6 - 1:
		return "周一至周六"
	}
	var names []string
	for _, d := range w.Days() {
		names = append(names, dayNames[d-1])
	}
	return strings.Join(names, "、")
}

// Programme is one meal of a day that a kitchen cooks for the community (助餐点).
type Programme struct {
	ID        int64
	Community int64
	Name      string // 老有颐养 午餐
	Kitchen   string
	KitchenID int64 // the org that cooks; 0 where words say it
	Place     string
	PlaceID   int64        // the place of the community with this name; 0 where words say it
	Age       int          // who is as old may take part; 0: age gives no right
	Tags      []person.Tag // who has one of them may take part
	Week      Week
	Serve     int // minutes after midnight
	Cut       int // minutes after midnight of the day before: the list is fixed
	Price     string
	Most      int // portions of a day
	EndedAt   time.Time
}

// check cleans the words and returns what is wrong.
func (p *Programme) check() error {
	p.Name, p.Kitchen, p.Place, p.Price = text.Line(p.Name), text.Line(p.Kitchen), text.Line(p.Place), text.Line(p.Price)
	slices.Sort(p.Tags)
	p.Tags = slices.Compact(p.Tags)
	switch {
	case !text.Within(p.Name, 1, MaxName), !text.Within(p.Kitchen, 1, MaxPlace), !text.Within(p.Place, 0, MaxPlace), p.Place == "" && p.PlaceID == 0, !text.Within(p.Price, 0, MaxPlace):
		return ErrWritten
	case p.Most < 1, p.Most > MostPortions, p.Week == 0, p.Week > EveryDay, p.Age < 0, p.Age > MostOfAge, len(p.Tags) > 10:
		return ErrNumbers
	case p.Serve < 0, p.Serve >= 24*60, p.Cut < 0, p.Cut >= 24*60:
		return ErrNumbers
	}
	return nil
}

// keptAt finds the place among those of the community. Fault: place.ErrMissing.
func (p *Programme) keptAt(all []place.Place) error {
	found, ok, err := place.Find(all, p.PlaceID, p.Place)
	if ok {
		p.PlaceID, p.Place = found.ID, found.Name
	}
	return err
}

// CutOff returns when the list of a day is fixed: on the day before.
func (p Programme) CutOff(day when.Date) time.Time {
	return day.Time().AddDate(0, 0, -1).Add(time.Duration(p.Cut) * time.Minute)
}

// ServedAt returns when the meal of a day is ready.
func (p Programme) ServedAt(day when.Date) time.Time {
	return day.Time().Add(time.Duration(p.Serve) * time.Minute)
}

// Open returns the first day whose list is not fixed yet.
func (p Programme) Open(now time.Time) when.Date {
	d := when.DateOf(now).Next()
	if !now.Before(p.CutOff(d)) {
		d = d.Next()
	}
	return d
}

// takes says whether somebody born in a year with these tags may take part.
func (p Programme) takes(born, year int, tags []person.Tag) bool {
	if p.Age == 0 && len(p.Tags) == 0 {
		return true
	}
	if p.Age > 0 && born > 0 && year-born >= p.Age {
		return true
	}
	return slices.ContainsFunc(p.Tags, func(t person.Tag) bool { return slices.Contains(tags, t) })
}

// Dish is the menu of one day.
type Dish struct {
	Day   when.Date
	Words string
}

// Carrier is who brings the meals of a building.
type Carrier struct {
	Building int64
	Person   int64
}
