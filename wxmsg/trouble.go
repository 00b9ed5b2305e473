package wxmsg

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"linli/app/auth"
)

// Trouble is a refusal that only an operator can fix: a template, permission, address, secret or quota. It contains nothing
// about a person.
type Trouble struct {
	Account auth.Account
	API     string
	Code    int
	Msg     string
	RID     string
	At      time.Time
}

// String is a line for the operator.
func (t Trouble) String() string {
	line := fmt.Sprintf("wechat account %s: %s answers %d %s", t.Account, t.API, t.Code, t.Msg)
	if t.RID != "" {
		line += " (rid " + t.RID + ")"
	}
	if hint := hints[t.Code]; hint != "" {
		line += "; " + hint
	}
	return line
}

// hints tell the operator what to do about common codes.
var hints = map[int]string{
	40001: "check the AppSecret", 40125: "check the AppSecret", 40013: "check the AppID",
	40164: "add the address of this server to the IP list in the console", 40243: "the AppSecret is frozen in the console",
	40036: "compare LINLI_TEMPLATES with the console", 40037: "compare LINLI_TEMPLATES with the console",
	47003: "compare the keywords in LINLI_TEMPLATES with the console", 41030: "upload and release the mini-program",
	45009: "the quota is used up", 48001: "the account has no right to this API", 48004: "the API is banned for this account",
	43116: "the template is blocked", 43107: "the capability is banned",
}

// TroubleStore shares troubles between processes.
type TroubleStore interface {
	// NoteTrouble saves the latest trouble of an account, API and code.
	NoteTrouble(ctx context.Context, account auth.Account, api string, code int, msg, rid string, at time.Time) error
}

// personal are the codes about one person, code or file, which an operator cannot fix.
var personal = map[string][]int{
	sessionAPI: {40003, 40029, 40163, 40226, 41008}, oauthAPI: {40003, 40029, 40163, 41008},
	phoneAPI: {40003, 40029, 40163, 43104}, userInfoAPI: {40003},
	mediaAPI: {40004, 40007, 41006}, textCheckAPI: {40003, 43104, 61010, 87014}, mediaCheckAPI: {40003, 43104, 61010},
	pageCodeAPI: {40169, quotaGone}, sceneQRAPI: {40053}, menuAPI: {}, customSendAPI: {40003},
	templateSendAPI: {40003}, subscribeSendAPI: {40003},
}

const (
	troubleLog  = time.Hour   // between two log lines of one cause
	troubleNote = time.Minute // between two writes of one cause
)

// troubles remembers when each cause was logged and saved.
type troubles struct {
	mu   sync.Mutex
	said map[trouble]told
}

type trouble struct {
	account auth.Account
	api     string
	code    int
}

type told struct{ logged, noted time.Time }

// due says whether a cause is to be logged and saved now, and records it.
func (t *troubles) due(cause trouble, now time.Time) (log, note bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	last := t.said[cause]
	log = last.logged.IsZero() || now.Sub(last.logged) >= troubleLog
	note = log || now.Sub(last.noted) >= troubleNote
	if log {
		last.logged = now
	}
	if note {
		last.noted = now
	}
	if t.said == nil {
		t.said = map[trouble]told{}
	}
	t.said[cause] = last
	return log, note
}

// trouble reports a refusal that only the operator can fix: a log line per hour, a count of each, and a row for other
// processes. It ignores other refusals.
func (c *Client) trouble(ctx context.Context, a *account, e *Error) {
	if e.Code == 0 || e.Unknown || !e.action().Alert || slices.Contains(personal[e.API], e.Code) {
		return
	}
	now := c.now()
	t := Trouble{Account: a.Name, API: e.API, Code: e.Code, Msg: plain(e.Msg), RID: e.RID, At: now}
	if c.countTrouble != nil {
		c.countTrouble(string(a.Name), e.API, e.Code)
	}
	log, note := c.troubles.due(trouble{a.Name, e.API, e.Code}, now)
	if log {
		c.log.ErrorContext(ctx, "wechat needs an operator", "account", a.Name, "api", e.API, "code", e.Code, "errmsg", t.Msg, "rid", e.RID)
	}
	if note && c.troubleStore != nil {
		if err := c.troubleStore.NoteTrouble(context.WithoutCancel(ctx), t.Account, t.API, t.Code, t.Msg, t.RID, t.At); err != nil {
			c.log.WarnContext(ctx, "cannot save a wechat trouble", "account", a.Name, "code", e.Code)
		}
	}
}

var (
	longWord   = regexp.MustCompile(`[0-9A-Za-z_-]{24,}`)
	longNumber = regexp.MustCompile(`[0-9]{6,}`)
)

// plain removes from an errmsg what could be about a person: the platform may repeat names, numbers and openids.
func plain(msg string) string {
	words := strings.Fields(msg)
	for i, word := range words {
		if strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
			words[i] = "…"
		}
	}
	msg = strings.Join(slices.Compact(words), " ")
	return longNumber.ReplaceAllString(longWord.ReplaceAllString(msg, "***"), "***")
}
