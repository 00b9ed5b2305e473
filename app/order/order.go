// Package order is help at the door that somebody asked for (请人上门): a visit by one or by several, the word by which a resident knows
// who comes, and what is bought for somebody (代购). No money passes through it.
package order

import (
	"fmt"
	"time"

	"linli/app/fault"
	"linli/app/pace"
	"linli/app/when"
)

// The limits.
const (
	MaxWords = 400 // characters of what is said
	MaxRoom  = 12
	MaxTeam  = 6
	MaxOpen  = 3 // open orders of one person
	MaxDays  = 60
	// MaxMinutes is how long one visit lasts at most.
	MaxMinutes = 8 * 60

	// Keep is how long an ended order is kept.
	Keep = 3 * 366 * 24 * time.Hour
)

// The promises.
var (
	// AgreeWithin is the time in which the community agrees on who comes and when.
	AgreeWithin = when.Term{N: 1, Unit: when.WorkingDays}
	// Rung is the time that each rung of the ladder has.
	Rung = when.Term{N: 4, Unit: when.WorkingHours}
)

// lateAfter is how long after its time a visit is asked about that nobody has closed.
const lateAfter = 3 * time.Hour

// What can go wrong.
var (
	ErrMissing   = fault.New(fault.Missing, "order.missing", "未找到这张上门单")
	ErrList      = fault.New(fault.Invalid, "order.list", "没有这个列表")
	ErrKind      = fault.New(fault.Invalid, "order.kind", "请选择要请人做什么")
	ErrWords     = fault.New(fault.Invalid, "order.words", "请写明情况（2 至 400 字）")
	ErrPlace     = fault.New(fault.Invalid, "order.place", "请填写上门的楼栋单元和房号")
	ErrElsewhere = fault.New(fault.Invalid, "order.elsewhere", "这个地址不在本社区，请联系那里的社区")
	ErrFor       = fault.New(fault.Missing, "order.for", "您还不能为这个人请人上门，请先添加家人")
	ErrFrom      = fault.New(fault.Missing, "order.from", "未找到这张上门单的来由，请刷新后再试")
	ErrDay       = fault.New(fault.Invalid, "order.day", "请选择今天以后、60 天以内的时间")
	ErrTwice     = fault.New(fault.Conflict, "order.twice", "已经请了人做这件事，不用重复提交")
	ErrMany      = fault.New(fault.Conflict, "order.many", "同时最多请 3 次上门，请等前面的办完")
	ErrState     = fault.New(fault.Conflict, "order.state", "这张上门单现在不能这样操作，请刷新后再看")
	ErrTeam      = fault.New(fault.Invalid, "order.team", "请选择 1 至 6 位上门的人")
	ErrMember    = fault.New(fault.Invalid, "order.member", "请选择在本社区任职或服务的人")
	ErrWord      = fault.New(fault.Invalid, "order.word", "口令不对，请居民再看一遍")
	ErrTries     = fault.New(fault.Conflict, "order.tries", "口令错了 3 次，已告诉社区，请打电话给社区核对")
	ErrDoor      = fault.New(fault.Conflict, "order.door", "请先核对居民的口令")
	ErrMinutes   = fault.New(fault.Invalid, "order.minutes", "请填写用了多少分钟（1 至 480）")
	ErrInvolved  = fault.New(fault.Denied, "order.involved", "上门的人不能自己核对，请别的同事来做")
	ErrSlip      = fault.New(fault.Conflict, "order.slip", "这位居民在手机上看口令，不用打印")
)

// Order is one visit that somebody asked for.
type Order struct {
	ID        int64
	Community int64
	Kind      string // a word of the county's list
	Title     string // its name when it was asked
	Person    int64  // to whom
	By        int64  // the asker
	Source    Source
	From      string // "need:3", "report:7", "errand:5"; "" just asked
	Request   string
	Words     string
	Wished    when.Date // 0: any day
	Part      Part
	Building  int64
	Area      int64 // unit, or building without units
	Room      string
	State     State
	Lead      int64 // agreed on it, and answers for it
	Team      []Member
	At        time.Time // as agreed
	Word      string    // four figures that only the resident sees; "" when the order has ended
	Wrong     int       // wrong words at the door
	DoorAt    time.Time // when the visitor said the word
	DoorBy    int64
	Minutes   int
	Result    string
	Buy       Purchase
	AskedAt   time.Time
	AgreedAt  time.Time
	WentAt    time.Time
	DoneAt    time.Time // the visit itself
	EndedAt   time.Time
	pace.Clocks
}

// Say returns the number that people quote.
func (o Order) Say() string { return fmt.Sprintf("上%d", o.ID) }

// About names the order in work lines, notices and the audit log.
func (o Order) About() string { return About(o.ID) }

// About names the order with this id.
func About(id int64) string { return fmt.Sprintf("order:%d", id) }

// relative returns the family member who asked; 0 when the resident or staff asked.
func (o Order) relative() int64 {
	if o.Source == Family {
		return o.By
	}
	return 0
}

// Source is how an order came.
type Source string

// The sources.
const (
	Chat    Source = "chat"
	Client  Source = "client"
	Family  Source = "family"
	Counter Source = "counter" // staff, for somebody at the counter, at home or on the telephone
)

// Sources lists them all.
var Sources = []Source{Chat, Client, Family, Counter}

var sourceNames = map[Source]string{Chat: "聊天", Client: "小程序", Family: "家人", Counter: "工作人员登记"}

// Name returns the source in Chinese.
func (s Source) Name() string { return sourceNames[s] }

// Part is a part of the day that somebody wishes.
type Part string

// The parts.
const (
	AnyTime   Part = ""
	Morning   Part = "morning"
	Afternoon Part = "afternoon"
)

var partNames = map[Part]string{AnyTime: "", Morning: "上午", Afternoon: "下午"}

// SayWish returns the wished time in words, "" for any.
func (o Order) SayWish() string {
	if o.Wished == 0 {
		return partNames[o.Part]
	}
	return o.Wished.Say() + partNames[o.Part]
}

// Member is one person of the team.
type Member struct {
	Person int64
	Org    int64 // for which they come; 0: none
	Away   bool  // somebody else comes: not counted
	Why    string
}

// present returns who comes.
func (o Order) present() []Member {
	var all []Member
	for _, m := range o.Team {
		if !m.Away {
			all = append(all, m)
		}
	}
	return all
}

// Present returns the persons who come.
func (o Order) Present() []int64 {
	var all []int64
	for _, m := range o.present() {
		all = append(all, m.Person)
	}
	return all
}

// comes says whether somebody is of those who come.
func (o Order) comes(who int64) bool {
	for _, m := range o.present() {
		if m.Person == who {
			return who != 0
		}
	}
	return false
}
