package post

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
	"linli/app/text"
)

// The faults of equipment.
var (
	ErrNoBadge   = fault.New(fault.Missing, "post.no_badge", "未找到该工牌或装备")
	ErrBadge     = fault.New(fault.Invalid, "post.badge", "请选择装备种类，编号 1 至 20 字")
	ErrHasBadge  = fault.New(fault.Conflict, "post.has_badge", "此人已有一块工牌，请先收回")
	ErrReturned  = fault.New(fault.Conflict, "post.returned", "已经收回")
	ErrNotPosted = fault.New(fault.Conflict, "post.not_posted", "此人现在没有任职，不能发放")
)

// Gear is a kind of equipment.
type Gear string

// The kinds. Only a badge has a page that residents open.
const (
	BadgeGear Gear = "badge"  // 工牌
	Vest      Gear = "vest"   // 马甲
	Device    Gear = "device" // 终端
)

// Gears lists them all.
var Gears = []Gear{BadgeGear, Vest, Device}

var gearNames = map[Gear]string{BadgeGear: "工牌", Vest: "马甲", Device: "终端"}

// Name returns the kind in Chinese.
func (g Gear) Name() string { return gearNames[g] }

// Badge is an issue of equipment to a person.
type Badge struct {
	ID         int64
	Community  int64
	Person     int64
	Kind       Gear
	Number     string
	Token      string // of a badge: the address of its page
	GivenAt    time.Time
	GivenBy    int64
	ReturnedAt time.Time
	ReturnedBy int64
}

// Issue is equipment before it is given.
type Issue struct {
	Person int64
	Kind   Gear
	Number string
}

// Give gives equipment to somebody who holds a post in the actor's area. Faults: person.ErrMissing, ErrBadge, ErrHasBadge,
// ErrNotPosted.
func (s *Service) Give(ctx context.Context, who auth.Actor, in Issue) (b Badge, err error) {
	member, err := s.roster.Member(ctx, who, in.Person)
	if err != nil {
		return b, err
	}
	if in.Number = text.Line(in.Number); !slices.Contains(Gears, in.Kind) || !text.Within(in.Number, 1, 20) {
		return b, ErrBadge
	}
	if !slices.ContainsFunc(member.Postings, func(p person.Posting) bool { return p.Holds(s.now()) }) {
		return b, ErrNotPosted
	}
	b = Badge{Community: member.Community, Person: in.Person, Kind: in.Kind, Number: in.Number, GivenAt: s.now(), GivenBy: who.Person}
	if in.Kind == BadgeGear {
		if b.Token, err = auth.NewToken(); err != nil {
			return b, err
		}
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddBadge(ctx, &b); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.badgeRecord(who, b, "post.give"))
	})
	return b, err
}

// Return takes equipment back. The page of a badge says at once that it is none. Faults: ErrNoBadge, ErrReturned.
func (s *Service) Return(ctx context.Context, who auth.Actor, id int64) (b Badge, err error) {
	if _, err := s.BadgeForm(ctx, who, id); err != nil {
		return b, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if b, err = tx.LockBadge(ctx, id); err != nil {
			return err
		}
		if !b.ReturnedAt.IsZero() {
			return ErrReturned
		}
		b.ReturnedAt, b.ReturnedBy = s.now(), who.Person
		if err := tx.SaveBadge(ctx, b); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.badgeRecord(who, b, "post.return"))
	})
	return b, err
}

func (s *Service) badgeRecord(who auth.Actor, b Badge, action string) audit.Record {
	return audit.Record{
		Community: b.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("person:%d", b.Person),
		Reason: b.Kind.Name() + " " + b.Number,
	}
}

// BadgeForm returns equipment of a person whom the actor manages. Fault: ErrNoBadge.
func (s *Service) BadgeForm(ctx context.Context, who auth.Actor, id int64) (Badge, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return Badge{}, err
	}
	b, err := s.store.Badge(ctx, id)
	if err != nil {
		return Badge{}, err
	}
	if _, err := s.roster.Member(ctx, who, b.Person); err != nil {
		return Badge{}, ErrNoBadge
	}
	return b, nil
}

// Badges returns the equipment of a person whom the actor manages. Fault: person.ErrMissing.
func (s *Service) Badges(ctx context.Context, who auth.Actor, of int64) ([]Badge, error) {
	if _, err := s.roster.Member(ctx, who, of); err != nil {
		return nil, err
	}
	return s.store.Badges(ctx, of)
}

// Shown is what the page of a badge says: name, posts and their areas. Without posts it is nobody's badge today.
type Shown struct {
	Name  string
	Posts []person.Posting
}

// Check answers whether the person with the badge is in a post today. It needs no login. Fault: ErrNoBadge.
func (s *Service) Check(ctx context.Context, token string) (Shown, error) {
	b, err := s.store.BadgeOf(ctx, token)
	if err != nil || !b.ReturnedAt.IsZero() {
		return Shown{}, err
	}
	return s.shown(ctx, b)
}

func (s *Service) shown(ctx context.Context, b Badge) (Shown, error) {
	all, err := s.store.PostingsOf(ctx, b.Person)
	if err != nil {
		return Shown{}, err
	}
	var v Shown
	for _, p := range all {
		if p.Person == b.Person && p.Holds(s.now()) {
			v.Posts = append(v.Posts, p)
		}
	}
	if len(v.Posts) == 0 {
		return Shown{}, nil
	}
	p, err := s.store.Person(ctx, b.Person)
	v.Name = p.Name
	return v, err
}

// Print returns what is printed on a badge. Fault: ErrNoBadge.
func (s *Service) Print(ctx context.Context, who auth.Actor, id int64) (Badge, Shown, error) {
	b, err := s.BadgeForm(ctx, who, id)
	if err != nil {
		return b, Shown{}, err
	}
	if b.Kind != BadgeGear {
		return b, Shown{}, ErrNoBadge
	}
	v, err := s.shown(ctx, b)
	return b, v, err
}
