// Package policy keeps what a community has switched on (政策开关): check-ins, minimum numbers, points and the like. Each is off by
// default, and on only with a purpose, a basis and an end (国办函〔2026〕12号; docs/domain.md).
package policy

import (
	"context"
	"time"
	"unicode/utf8"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The faults of this package.
var (
	ErrOff     = fault.New(fault.Denied, "policy.off", "本社区没有开启")
	ErrKey     = fault.New(fault.Missing, "policy.missing", "没有这个开关")
	ErrPurpose = fault.New(fault.Invalid, "policy.purpose", "请写明为什么开启（2 至 200 字）")
	ErrBasis   = fault.New(fault.Invalid, "policy.basis", "请填写依据的文件或文号（2 至 80 字）")
	ErrUntil   = fault.New(fault.Invalid, "policy.until", "截止日期要在明天以后")
	ErrKeep    = fault.New(fault.Invalid, "policy.keep", "数据保留天数不在允许的范围内")
)

// Key names a switch.
type Key string

// Rule is what a capability declares about its switch.
type Rule struct {
	Key      Key
	Title    string
	Words    string // what is done while it is on, for the decider and whom it concerns
	MostDays int    // the longest it is on at a time
	MostKeep int    // the most days for which its data are kept
	// Concerns are the roles that are told of it and read about it.
	Concerns []auth.Role
	// Drop deletes a community's data of days before one, and returns how many rows.
	Drop func(ctx context.Context, community int64, before when.Date) (int, error)
}

// Switch is a decision of a community, or with community 0 of the county for every community without its own.
type Switch struct {
	Community   int64
	Key         Key
	On          bool
	Purpose     string
	Basis       string
	From, Until time.Time // Until is the first moment after the last day
	Keep        int       // days for which data are kept after they were made
	By          int64
	At          time.Time
	Told        Told
}

// Told is how far the notices about a switch are.
type Told int

// The steps.
const (
	ToldOn     Told = iota // that it is on
	ToldEnding             // that it ends soon
	ToldEnded              // that it ended
)

// InForce says whether the switch is on at a time: by itself it is off from Until on.
func (s Switch) InForce(now time.Time) bool {
	return s.On && !now.Before(s.From) && now.Before(s.Until)
}

// Decides returns the switch that counts in a community: its own decision, else the county's; the zero switch when neither
// decided. An own one that ended stays its own: it does not fall back to the county's.
func Decides(own, county Switch) Switch {
	if own.Key != "" {
		return own
	}
	return county
}

// Setting is what somebody decides when switching on.
type Setting struct {
	Purpose, Basis string
	Last           when.Date // the last day
	Keep           int
}

// check returns the setting as it is saved.
func (in Setting) check(r Rule, now time.Time) (Setting, error) {
	in.Purpose, in.Basis = text.Words(in.Purpose), text.Line(in.Basis)
	switch n := utf8.RuneCountInString(in.Purpose); {
	case n < 2 || n > 200:
		return in, ErrPurpose
	case !text.Within(in.Basis, 2, 80):
		return in, ErrBasis
	case in.Last <= when.DateOf(now):
		return in, ErrUntil
	case in.Last > when.DateOf(now.AddDate(0, 0, r.MostDays)):
		return in, ErrUntil.Say("最多开启 %d 天，到期可以再开", r.MostDays)
	case in.Keep < 0 || in.Keep > r.MostKeep:
		return in, ErrKeep.Say("数据最多保留 %d 天", r.MostKeep)
	}
	return in, nil
}

// Asked is what a deed bound to a switch needs from its transaction.
type Asked interface {
	// SwitchesOf returns a community's own switch and the county's, and lets nobody change them until the transaction ends.
	SwitchesOf(ctx context.Context, community int64, key Key) (own, county Switch, err error)
}

// Need returns ErrOff unless the switch is on in the community, inside the transaction of the deed that depends on it.
func Need(ctx context.Context, tx Asked, community int64, key Key, now time.Time) error {
	own, county, err := tx.SwitchesOf(ctx, community, key)
	if err != nil {
		return err
	}
	if !Decides(own, county).InForce(now) {
		return ErrOff
	}
	return nil
}
