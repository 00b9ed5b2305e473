// Package booking is the weekly timetable of services (理发、艾灸、义诊、理疗 …) and the places in it, without queues and
// without double booking: 预约.
package booking

import (
	"time"

	"linli/app/fault"
)

// What can go wrong.
var (
	ErrMissing   = fault.New(fault.Missing, "booking.missing", "未找到该预约")
	ErrNoSession = fault.New(fault.Missing, "booking.no_session", "未找到该场次")
	ErrNoService = fault.New(fault.Missing, "booking.no_service", "未找到该服务")
	ErrFull      = fault.New(fault.Conflict, "booking.full", "这一场已约满，候补也满了，请看看其他场次")
	ErrFullTime  = fault.New(fault.Conflict, "booking.full_time", "这个时间已约满，请选其他时间")
	ErrTwice     = fault.New(fault.Conflict, "booking.twice", "这一场已经约过了，不用再约")
	ErrLimit     = fault.New(fault.Conflict, "booking.limit", "本周已约满次数，下周再来吧")
	ErrNotYet    = fault.New(fault.Conflict, "booking.not_yet", "这一场还没有开始预约")
	ErrLate      = fault.New(fault.Conflict, "booking.late", "这一场已经截止预约，请打社区电话")
	ErrCutoff    = fault.New(fault.Conflict, "booking.cutoff", "已过可以取消的时间，请打社区电话")
	ErrChanged   = fault.New(fault.Conflict, "booking.changed", "这一场的时间刚刚改了，请重新选择")
	ErrCancelled = fault.New(fault.Conflict, "booking.session_cancelled", "这一场已经取消，请看看其他场次")
	ErrOfferOver = fault.New(fault.Conflict, "booking.offer_over", "保留时间已过，名额给了后面的人")
	ErrState     = fault.New(fault.Conflict, "booking.state", "这个预约现在不能这样做，请看最新情况")
	ErrAge       = fault.New(fault.Conflict, "booking.age", "这项服务有年龄要求")
	ErrBorn      = fault.New(fault.Invalid, "booking.born", "这项服务有年龄要求，请先填写出生年份")
	ErrResidents = fault.New(fault.Conflict, "booking.residents", "这项服务只面向本社区居民，请先填写您的住址")
	ErrTags      = fault.New(fault.Conflict, "booking.tags", "这项服务面向特定人群，请联系社区工作人员登记")
	ErrOrg       = fault.New(fault.Invalid, "booking.org", "这项服务只给个人，或您不是这家单位的联系人")
	ErrFor       = fault.New(fault.Missing, "booking.for", "您还不能为这个人预约，请先添加家人")
	ErrAnswers   = fault.New(fault.Invalid, "booking.answers", "请回答必填的问题")
	ErrConsent   = fault.New(fault.Invalid, "booking.consent", "问题涉及健康情况，请先勾选同意")
	ErrAddress   = fault.New(fault.Invalid, "booking.address", "上门服务请填写地址")
	ErrSame      = fault.New(fault.Conflict, "booking.same", "现在约的就是这个时间")
	ErrWords     = fault.New(fault.Invalid, "booking.words", "请写明原因（1 至 100 字）")
)

// State is where a booking is.
//
//	waiting ──a place is freed──▶ offered ──accept──▶ confirmed ──check in──▶ arrived ──call──▶ called ──finish──▶ done
//	   ▲                           │   │                │   │                    ▲  └──────────miss────┐  │
//	   └──────── expire, once ─────┘   │                │   └─late─▶ released ───┘                     ▼  ▼
//	                                   │                │               └────the session is over──▶  no_show
//	 expired ◀── expire again ─────────┤                │
//	declined ◀── decline ──────────────┘  cancelled ◀───┴── by the resident until the cut-off, by staff with a reason, also after arrival
type State string

// The states.
const (
	Waiting   State = "waiting"   // in the waitlist (候补)
	Offered   State = "offered"   // a freed place is held for the person
	Confirmed State = "confirmed" // the person has a place
	Arrived   State = "arrived"   // checked in, in the queue
	Called    State = "called"    // it is the person's turn
	Done      State = "done"
	Released  State = "released" // late: the place may go to another person
	NoShow    State = "no_show"  // 爽约
	Cancelled State = "cancelled"
	Declined  State = "declined"
	Expired   State = "expired"
)

// States lists them all.
var States = []State{Waiting, Offered, Confirmed, Arrived, Called, Done, Released, NoShow, Cancelled, Declined, Expired}

var stateNames = map[State]string{
	Waiting: "候补中", Offered: "等您确认", Confirmed: "已约好", Arrived: "已到场", Called: "请进", Done: "已服务", Released: "迟到让号",
	NoShow: "未到", Cancelled: "已取消", Declined: "已放弃", Expired: "候补结束",
}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Alive says whether the booking still counts: a person has at most one such booking in a session.
func (s State) Alive() bool {
	return s == Waiting || s == Offered || s == Confirmed || s == Arrived || s == Called || s == Released
}

// Source is the way in which a booking was made.
type Source string

// The sources. The server decides which it is.
const (
	Self    Source = "self"
	Family  Source = "family"
	Steward Source = "steward"
	Counter Source = "counter" // staff, for a person at the counter or on the telephone
	Unit    Source = "org"     // a contact, in the name of their org
)

// Sources lists them all.
var Sources = []Source{Self, Family, Steward, Counter, Unit}

// Booking is one person's place in a session, or their rank in its waitlist.
type Booking struct {
	ID        int64
	Community int64
	Service   int64
	Session   int64
	Period    int64 // 0 while the person waits for any period
	Person    int64 // the person served
	By        int64 // the booker
	Org       int64 // in whose name its contact booked (以单位名义); 0 for a person
	Source    Source
	Request   string // Idempotency-Key, or ""
	State     State
	Seated    bool // it takes a place of its period; an offered booking only holds one
	Number    int  // in the queue of the day; 0 in the waitlist
	Rank      int  // in the waitlist, never changed; 0 without waiting
	Passed    int  // offers that expired unanswered
	Week      int  // the Monday of the session, as a when.Date
	Nth       int  // which of the person's places in that week; 0 once it no longer counts
	BeginAt   time.Time
	EndAt     time.Time
	OfferAt   time.Time // from when the held place is offered; never at night
	OfferTill time.Time
	ByPhone   bool // staff call before it counts, because of earlier no-shows
	Reminded  Reminder
	Answers   Answers
	Reason    string // why it was cancelled
	Result    string // what was done, for the resident's own record
	Item      int64  // of the guide, at a counter; 0 unknown
	Errand    int64  // which the visit to the counter became; 0 none
	Server    int64  // who called the person; 0 nobody yet
	CreatedAt time.Time
	ArrivedAt time.Time
	CalledAt  time.Time
	EndedAt   time.Time
}

// Answers is what a booker told for one service; it is encrypted at rest and erased a month after the day.
type Answers struct {
	Given   map[string]string // by question
	Consent bool
	Area    int64 // building or unit to come to
	Address string
}

// IsZero says whether nothing was told.
func (a Answers) IsZero() bool {
	return len(a.Given) == 0 && !a.Consent && a.Area == 0 && a.Address == ""
}

// Reminder is a set of messages; each is sent once.
type Reminder int

// The reminders.
const (
	DayBefore  Reminder = 1 << iota // at 18:00 of the day before
	HourBefore                      // one hour before
	OfOffer                         // that a place is held
	OfTurn                          // that the person's turn is near
)

// Has says whether it was sent.
func (r Reminder) Has(one Reminder) bool { return r&one != 0 }

// Cancel ends the booking; MayCancel decides whether that is allowed. Faults: ErrState.
func (b *Booking) Cancel(reason string, now time.Time) error {
	if !b.State.Alive() {
		return ErrState
	}
	b.end(Cancelled, now)
	b.Reason = reason
	return nil
}

// Grace is how long after booking a resident may undo it, also past the cut-off.
const Grace = 5 * time.Minute

// MayCancel returns ErrCutoff when the resident is too late to cancel.
func (b Booking) MayCancel(cutoff time.Duration, now time.Time) error {
	if b.State == Confirmed && now.Before(b.CreatedAt.Add(Grace)) && now.Before(b.BeginAt) {
		return nil
	}
	inHand := b.State == Confirmed || b.State == Arrived || b.State == Called
	if inHand && !now.Before(b.BeginAt.Add(-cutoff)) { // a waiting or late booking may always be given back: others can use the place
		return ErrCutoff
	}
	return nil
}

// Offer holds a place of a period for a waiting booking, from at until till.
func (b *Booking) Offer(p Period, at, till time.Time) {
	b.State, b.Period, b.OfferAt, b.OfferTill = Offered, p.ID, at, till
	b.BeginAt, b.EndAt, b.Reminded = p.BeginAt, p.EndAt, b.Reminded&^OfOffer
}

// Accept turns the held place into a booked one. An offer is over at the moment of its end. Faults: ErrState,
// ErrOfferOver.
func (b *Booking) Accept(number int, now time.Time) error {
	if b.State != Offered {
		return ErrState
	}
	if !now.Before(b.OfferTill) {
		return ErrOfferOver
	}
	b.State, b.Seated, b.Number = Confirmed, true, number
	return nil
}

// Decline gives the held place back. Faults: ErrState.
func (b *Booking) Decline(now time.Time) error {
	if b.State != Offered {
		return ErrState
	}
	b.end(Declined, now)
	return nil
}

// MostPassed is the number of expired offers after which a booking leaves the waitlist.
const MostPassed = 2

// Expire passes the booking over: it keeps its rank and is asked once more, after those not asked yet. It says whether
// the offer was over.
func (b *Booking) Expire(now time.Time) bool {
	if b.State != Offered || now.Before(b.OfferTill) {
		return false
	}
	b.Passed++
	if b.Passed >= MostPassed {
		b.end(Expired, now)
		return true
	}
	b.State, b.Period, b.OfferAt, b.OfferTill = Waiting, 0, time.Time{}, time.Time{}
	return true
}

// end takes the booking out of everything that counts.
func (b *Booking) end(s State, now time.Time) {
	b.State, b.Seated, b.Nth, b.EndedAt = s, false, 0, now
}
