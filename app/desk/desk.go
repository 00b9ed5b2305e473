// Package desk lets staff log in to the desk on a PC (办公端) by scanning a code with the staff mini-program (扫码登录).
package desk

import (
	"net/netip"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/fault"
)

// The faults of this package.
var (
	ErrCode    = fault.New(fault.Missing, "desk.code", "这个码已失效，请在电脑上换一个码再扫")
	ErrTaken   = fault.New(fault.Conflict, "desk.taken", "这个码已被别人扫过，请在电脑上换一个码再扫")
	ErrUnseen  = fault.New(fault.Conflict, "desk.unseen", "请先扫码，看清是哪台电脑再登录")
	ErrNoPost  = fault.New(fault.Denied, "desk.post", "您还没有工作岗位，不能登录办公端，请联系社区")
	ErrMissing = fault.New(fault.Missing, "desk.missing", "这台电脑已经退出登录")
)

const (
	// CodeLife is how long a code can be scanned and confirmed.
	CodeLife = 2 * time.Minute
	// SessionLife is how long a login on a PC lasts; closing the browser ends it earlier.
	SessionLife = 12 * time.Hour
)

// Desk is a PC on which a person is logged in.
type Desk struct {
	ID      int64
	Browser string // as Browser writes it
	Place   string // as Place writes it
	Since   time.Time
	Used    time.Time // to the minute
	Expires time.Time
}

// Screen is what is known about the browser that shows a code.
type Screen struct{ Address, UserAgent string }

// desk returns the PC behind a confirmed code, logged in now.
func (c Code) desk(now time.Time) Desk {
	return Desk{ID: c.ID, Browser: c.Browser, Place: c.Place, Since: now, Used: now, Expires: now.Add(SessionLife)}
}

// session returns the login that the confirming person gives to the browser.
func (c Code) session(d Desk) auth.Session {
	s := c.By
	s.Desk, s.Expires = d.ID, d.Expires
	return s
}

// Place returns a network address of which the second half is hidden, "10.2.*.*", or "" for none.
func Place(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		parts := strings.SplitN(a.String(), ".", 3)
		return parts[0] + "." + parts[1] + ".*.*"
	}
	parts := strings.SplitN(a.StringExpanded(), ":", 3)
	return parts[0] + ":" + parts[1] + ":*"
}

// Hidden returns a name of which only the first character can be read, "王*".
func Hidden(name string) string {
	for _, first := range name {
		return string(first) + "*"
	}
	return "工作人员"
}
