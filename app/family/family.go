// Package family says which person may act for which (家人): a carer books and asks in the name of the cared-for. Both
// have agreed to it, or the community in the place of a person without a telephone.
package family

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/fault"
	"linli/app/person"
	"linli/app/text"
)

// The limits.
const (
	MaxLinks    = 8 // that one carer has confirmed or asked for
	MaxInvites  = 5 // invitations of one carer that are not accepted yet
	InviteLife  = 24 * time.Hour
	KeepInvites = 30 * 24 * time.Hour // after it could last be used
	MaxReason   = 100
	TriesAnHour = 10 // of codes by one person
)

// What can go wrong.
var (
	ErrMissing  = fault.New(fault.Missing, "family.missing", "未找到该家人关系")
	ErrRelation = fault.New(fault.Invalid, "family.relation", "请选择与家人的关系")
	ErrCode     = fault.New(fault.Invalid, "family.code", "家人码不对、已用过或已过期，请家人重新生成")
	ErrSelf     = fault.New(fault.Invalid, "family.self", "不能把自己添加为家人")
	ErrPlace    = fault.New(fault.Invalid, "family.place", "请先选择家人的住址")
	ErrReason   = fault.New(fault.Invalid, "family.reason", "请写明原因（2 至 100 字）")
	ErrLinked   = fault.New(fault.Conflict, "family.linked", "已经是家人了，不用重复添加")
	ErrState    = fault.New(fault.Conflict, "family.state", "这条家人申请已处理过")
	ErrFull     = fault.New(fault.Conflict, "family.full", "一个人最多代办 8 位家人，请先解除不用的")
	ErrInvites  = fault.New(fault.Often, "family.invites", "已有 5 个家人码没有用，请先用完或明天再生成")
	ErrOften    = fault.New(fault.Often, "family.often", "家人码试得太多了，请过一小时再试")
	ErrListing  = fault.New(fault.Invalid, "family.list", "没有这个列表")
)

// Relation says what the cared-for is to the carer.
type Relation string

// The relations.
const (
	Parent      Relation = "parent"      // 父母
	Spouse      Relation = "spouse"      // 配偶
	Child       Relation = "child"       // 子女
	Sibling     Relation = "sibling"     // 兄弟姐妹
	Grandparent Relation = "grandparent" // 祖父母
	Grandchild  Relation = "grandchild"  // 孙辈
	Relative    Relation = "relative"    // 其他亲属
	Neighbour   Relation = "neighbour"   // 邻居照护
)

// Relations lists them all, in the order in which they are offered.
var Relations = []Relation{Parent, Spouse, Child, Sibling, Grandparent, Grandchild, Relative, Neighbour}

var relationNames = map[Relation]string{
	Parent: "父母", Spouse: "配偶", Child: "子女", Sibling: "兄弟姐妹", Grandparent: "祖父母", Grandchild: "孙辈",
	Relative: "其他亲属", Neighbour: "邻居照护",
}

// Name returns the relation in Chinese.
func (r Relation) Name() string { return relationNames[r] }

// Inverse returns what the carer is to the cared-for.
func (r Relation) Inverse() Relation {
	switch r {
	case Parent:
		return Child
	case Child:
		return Parent
	case Grandparent:
		return Grandchild
	case Grandchild:
		return Grandparent
	}
	return r
}

// Valid says whether the relation is one of the list.
func (r Relation) Valid() bool { return slices.Contains(Relations, r) }

// State is how far a link is.
//
//	asked ─confirm→ confirmed ─end→ ended
//	  ├─refuse→ refused
//	  └─end→ ended
type State string

// The states. Only Confirmed lets the carer act.
const (
	Asked     State = "asked"     // 待社区确认
	Confirmed State = "confirmed" // 已确认
	Refused   State = "refused"   // 未通过
	Ended     State = "ended"     // 已解除
)

// States lists them all.
var States = []State{Asked, Confirmed, Refused, Ended}

var stateNames = map[State]string{Asked: "待社区确认", Confirmed: "已确认", Refused: "未通过", Ended: "已解除"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Link is that Carer may act for Cared, or wants to.
type Link struct {
	ID        int64
	Community int64 // of the cared-for
	Grid      int64 // of the cared-for's home; 0 unknown
	Carer     int64 // acts
	Cared     int64 // is acted for; 0 until the community has said which person it is
	Relation  Relation
	State     State
	Name      string // as the carer wrote it, until the community has said which person it is
	Born      int    // likewise; 0 unknown
	Home      int64  // likewise; 0 unknown
	Request   string
	MadeAt    time.Time
	DecidedBy int64 // member of staff; 0 when the two agreed
	DecidedAt time.Time
	Decision  string // the idempotency key of the decision
	Reason    string // why it was refused, or ended by staff
	EndedBy   int64
	EndedAt   time.Time
}

// confirm sets the cared-for and lets the carer act.
func (l *Link) confirm(cared int64, by actor) error {
	if l.State != Asked {
		return ErrState
	}
	if cared == l.Carer {
		return ErrSelf
	}
	l.State, l.Cared, l.Name, l.Born, l.Home = Confirmed, cared, "", 0, 0
	l.DecidedBy, l.DecidedAt, l.Decision = by.person, by.at, by.request
	return nil
}

// refuse says why the carer may not act.
func (l *Link) refuse(reason string, by actor) error {
	if l.State != Asked {
		return ErrState
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	l.State, l.Reason = Refused, reason
	l.DecidedBy, l.DecidedAt, l.Decision = by.person, by.at, by.request
	return nil
}

// end ends a link, or withdraws its question. An ended link cannot end again.
func (l *Link) end(reason string, by actor) error {
	if l.State != Asked && l.State != Confirmed {
		return ErrMissing
	}
	l.State, l.Reason, l.EndedBy, l.EndedAt = Ended, reason, by.person, by.at
	l.Name, l.Born, l.Home = "", 0, 0
	return nil
}

// actor is the person who changes a link, the time, and the idempotency key.
type actor struct {
	person  int64
	at      time.Time
	request string
}

// decidedBy says whether the same request of the same person has decided before.
func (l Link) decidedBy(a actor) bool {
	return a.request != "" && l.DecidedBy == a.person && l.Decision == a.request
}

// Means says whether a person may be the one the carer asks for: the same name, and no other year of birth.
func (l Link) Means(p person.Person) bool {
	return p.ID != l.Carer && p.Name == l.Name && (p.Born == l.Born || p.Born == 0 || l.Born == 0)
}

func checkReason(s string) error {
	if !text.Within(text.Words(s), 2, MaxReason) {
		return ErrReason
	}
	return nil
}

// Links answers which person may act for which, in or outside a transaction.
type Links interface {
	// ConfirmedLink returns the confirmed link of the two, or ErrMissing.
	ConfirmedLink(ctx context.Context, carer, cared int64) (Link, error)
}

// MayActFor says whether the carer may act for the cared-for: the same person, or with a confirmed link.
func MayActFor(ctx context.Context, links Links, carer, cared int64) (bool, error) {
	if carer == cared {
		return true, nil
	}
	_, err := links.ConfirmedLink(ctx, carer, cared)
	if errors.Is(err, ErrMissing) {
		return false, nil
	}
	return err == nil, err
}
