// Package person is the residents and staff (人): persons, their WeChat identities and their postings (任职).
package person

import (
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/text"
)

// What can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "person.missing", "未找到该人员")
	ErrPhone   = fault.New(fault.Invalid, "person.phone", "手机号格式不对，请填 11 位手机号")
	ErrName    = fault.New(fault.Invalid, "person.name", "姓名请填 1 至 20 个字")
	ErrAbove   = fault.New(fault.Denied, "person.above", "此人的任职由上级管理，请由上级邀请")
	ErrInvite  = fault.New(fault.Invalid, "person.invitation", "邀请码无效或已过期，请重新索取")
	ErrReason  = fault.New(fault.Invalid, "person.reason", "请写明查看原因（2 至 100 字）")
	ErrNoPhone = fault.New(fault.Missing, "person.no_phone", "此人没有登记手机号")
	ErrTaken   = fault.New(fault.Conflict, "person.taken", "该微信已绑定其他人员，请联系管理员")
)

// Phone is a mobile number in the clear. It hides itself from logs; views show Masked.
type Phone string

var mobile = regexp.MustCompile(`^1[3-9]\d{9}$`)

// ParsePhone returns the number however it was written, without country code, or ErrPhone.
func ParsePhone(s string) (Phone, error) {
	digits := Digits(s)
	if !mobile.MatchString(digits) {
		return "", ErrPhone
	}
	return Phone(digits), nil
}

// Digits returns a telephone number as it is dialled in the country: wide digits become narrow; blanks, dashes, dots,
// brackets, direction marks and the country code are left out. Other characters stay.
func Digits(s string) string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.()·", r) {
			return -1
		}
		return r
	}, text.Narrow(text.Line(s)))
	for _, code := range []string{"+86", "0086", "86"} {
		if rest, ok := strings.CutPrefix(digits, code); ok && len(rest) >= 10 {
			return rest
		}
	}
	return digits
}

// Masked returns the number with its middle hidden, "138****5678", or "".
func (p Phone) Masked() string {
	if len(p) < 8 {
		return ""
	}
	return string(p[:3]) + "****" + string(p[len(p)-4:])
}

// LogValue keeps numbers out of logs.
func (p Phone) LogValue() slog.Value { return slog.StringValue("[phone]") }

// Person is one human being, with or without WeChat.
type Person struct {
	ID        int64
	Code      string // in the roster; "" for residents who registered themselves
	Community int64  // of the home or the work, as far as known; 0 unknown
	Home      int64  // building or unit; 0 unknown
	Name      string // "" until told
	Phone     Phone
	Callback  Phone // told in the chat and not proved: it is shown to staff and identifies nobody
	Born      int   // the year; 0 unknown
	Shown     bool  // agreed that name and phone stand on building boards; read only, see app/consent
	CreatedAt time.Time
	Privacy   string // the accepted version of the privacy agreement; "" for none
	PrivacyAt time.Time
}

// Dial returns the number under which the person may be rung, or "".
func (p Person) Dial() Phone {
	if p.Phone == "" {
		return p.Callback
	}
	return p.Phone
}

// Identity is one WeChat account's view of a person.
type Identity struct {
	ID        int64
	Account   auth.Account
	OpenID    string
	UnionID   string // the same in all three accounts; "" until known
	Person    int64
	Follows   bool      // OA only: messages can reach the person
	ChangedAt time.Time // when the last follow or unfollow happened, by the platform's clock
	SpokeAt   time.Time // OA only: when the last message came, likewise
}

// Posting is an appointment (任职): a role in an area or an org, for a time, with an optional substitute.
type Posting struct {
	ID         int64
	Person     int64
	Role       auth.Role
	Area       int64
	Org        int64     // 0 unless in an org
	From, To   time.Time // zero: open-ended
	Substitute int64     // person who acts while the holder is away; 0 none
	AwayFrom   time.Time // zero: not away
	AwayTo     time.Time
	Work
}

// Holds says whether the appointment is valid at t.
func (p Posting) Holds(t time.Time) bool {
	return !t.Before(p.From) && (p.To.IsZero() || t.Before(p.To))
}

// Away says whether the holder is away at t.
func (p Posting) Away(t time.Time) bool {
	return !p.AwayFrom.IsZero() && !t.Before(p.AwayFrom) && t.Before(p.AwayTo)
}

// ActsFor returns the person acting in this posting at t: the holder, the substitute while the holder is away, or 0
// when the appointment does not hold. A holder away without a substitute still acts, because a duty must have a person.
func (p Posting) ActsFor(t time.Time) int64 {
	switch {
	case !p.Holds(t):
		return 0
	case p.Away(t) && p.Substitute != 0:
		return p.Substitute
	}
	return p.Person
}

// AbsentFor returns the persons for whom a person does the work at t, by these postings.
func AbsentFor(postings []Posting, person int64, t time.Time) []int64 {
	var away []int64
	for _, p := range postings {
		if p.Person != person && p.ActsFor(t) == person && !slices.Contains(away, p.Person) {
			away = append(away, p.Person)
		}
	}
	return away
}

// Powers returns the powers that person holds at t through these postings.
func Powers(postings []Posting, person int64, t time.Time, path func(area int64) string) []auth.Posting {
	var held []auth.Posting
	for _, p := range postings {
		if p.ActsFor(t) != person && (p.Person != person || !p.Holds(t)) {
			continue // a holder who is away keeps the powers; they only are not asked
		}
		held = append(held, auth.Posting{Role: p.Role, Area: p.Area, Path: path(p.Area), Org: p.Org})
	}
	return held
}
