package desk

import (
	"time"

	"linli/app/auth"
)

// State says how far a code has come.
type State string

// A code lives for two minutes:
//
//	waiting ──scan──► scanned ──confirm──► confirmed ──the browser asks──► entered, and a session begins
//	                     │                     │
//	                     └───────refuse────────┴──► refused
const (
	Waiting   State = "waiting"   // 等待扫码
	Scanned   State = "scanned"   // 已扫码
	Confirmed State = "confirmed" // 已确认
	entered   State = "entered"   // 已登录: a browser hears confirmed again, or expired when the session is over
	Refused   State = "refused"   // 不是我
	Expired   State = "expired"   // 已失效: unknown, too old, used, or of another browser
)

// States lists the states that a browser hears.
var States = []State{Waiting, Scanned, Confirmed, Refused, Expired}

// Code is a one-time code that a browser shows.
type Code struct {
	ID      int64  // of the session it may become
	Text    string // what is scanned
	Secret  string // a hash of what only the browser that showed the code knows
	Browser string
	Place   string
	At      time.Time
	Expires time.Time
	State   State
	By      auth.Session // of the person who scanned it
	Name    string       // theirs, hidden
}

// need returns ErrCode for a code that is used up, and ErrTaken for one that another person scanned.
func (c Code) need(by auth.Session, now time.Time) error {
	switch {
	case !now.Before(c.Expires) || c.State == Refused || c.State == entered:
		return ErrCode
	case c.State != Waiting && c.By.Identity != by.Identity:
		return ErrTaken
	}
	return nil
}

// Scan gives a waiting code to the person who scans it; it changes nothing for them later.
func (c *Code) Scan(by auth.Session, name string, now time.Time) error {
	if err := c.need(by, now); err != nil || c.State != Waiting {
		return err
	}
	c.State, c.By, c.Name = Scanned, by, Hidden(name)
	return nil
}

// Confirm allows the browser to log in as the person who scanned the code; a second time changes nothing.
func (c *Code) Confirm(by auth.Session, now time.Time) error {
	if err := c.seen(by, now); err != nil {
		return err
	}
	c.State = Confirmed
	return nil
}

// Refuse uses the code up, also after a confirmation that the browser has not fetched.
func (c *Code) Refuse(by auth.Session, now time.Time) error {
	if err := c.seen(by, now); err != nil {
		return err
	}
	c.State = Refused
	return nil
}

func (c Code) seen(by auth.Session, now time.Time) error {
	if err := c.need(by, now); err != nil {
		return err
	}
	if c.State == Waiting {
		return ErrUnseen
	}
	return nil
}

// Shown returns the state as the browser with this secret sees it.
func (c Code) Shown(secret string, now time.Time) State {
	if secret == "" || hashOf(secret) != c.Secret || !now.Before(c.Expires) {
		return Expired
	}
	return c.State
}
