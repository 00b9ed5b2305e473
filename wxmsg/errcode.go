package wxmsg

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"linli/app/fault"
	"linli/app/notify"
)

// The faults of this package.
var (
	ErrCode      = fault.New(fault.Invalid, "wechat.code", "微信登录凭证已失效，请重试")
	ErrPhoneCode = fault.New(fault.Invalid, "wechat.phone_code", "手机号授权已失效，请重新授权")
	ErrBusy      = fault.New(fault.Busy, "wechat.busy", "微信服务繁忙，请稍后再试")
	ErrMediaSize = fault.New(fault.Invalid, "wechat.media_size", "文件太大，请压缩后再发送")
)

// Error is a refusal of the platform, or a missing answer. It contains no URL, token, secret, openid or message text.
type Error struct {
	API     string        // path, for example /cgi-bin/message/template/send
	Code    int           // errcode; 0 when there was no readable answer
	Status  int           // HTTP status, when it was not 200
	Msg     string        // errmsg without its rid, or the reason for no answer
	RID     string        // the platform's id of the request, for its support and /cgi-bin/openapi/rid/get
	Unknown bool          // the request was sent and no usable answer came: it may or may not have been executed
	Wait    time.Duration // a retry before this is useless; 0 if unknown
	cause   error         // only context.Canceled, context.DeadlineExceeded or nil
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "wechat %s: ", e.API)
	if e.Unknown {
		b.WriteString("no answer: ")
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, "%d ", e.Code)
	}
	if e.Status != 0 {
		fmt.Fprintf(&b, "http %d ", e.Status)
	}
	b.WriteString(e.Msg)
	if e.RID != "" {
		fmt.Fprintf(&b, " (rid %s)", e.RID)
	}
	return strings.TrimSpace(b.String())
}

// Unwrap returns context.Canceled or context.DeadlineExceeded, if that is the reason for no answer.
func (e *Error) Unwrap() error { return e.cause }

// Action is the consequence of an errcode.
type Action struct {
	Outcome notify.Outcome
	Wait    time.Duration // for notify.Later
	Refresh bool          // the token is bad: drop it, fetch a new one and retry once
	Halt    bool          // credentials or address refused: nothing works until the operator acts
	Rest    bool          // the daily quota is used up: retry after midnight in Beijing
	Minute  bool          // too fast: retry in the next minute
	Alert   bool          // the operator must act
	Credit  notify.Credit // its effect on the person's consent to subscribe messages
}

// actions is the table of errcodes, from 全局返回码
// (https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html) and the page of each API.
var actions = map[int]Action{
	0: {Outcome: notify.Sent},

	-1:    {Outcome: notify.Later, Wait: 5 * time.Second},  // 系统繁忙
	43108: {Outcome: notify.Later, Wait: 2 * time.Second},  // concurrent sends to one person
	43117: {Outcome: notify.Later, Wait: 10 * time.Minute}, // too often to this person
	45011: {Outcome: notify.Later, Minute: true},           // per minute
	44991: {Outcome: notify.Later, Minute: true},
	44990: {Outcome: notify.Later, Minute: true}, // per second
	45009: {Outcome: notify.Later, Rest: true, Alert: true},

	40001: {Outcome: notify.Later, Wait: time.Minute, Refresh: true, Alert: true},
	40014: {Outcome: notify.Later, Wait: time.Minute, Refresh: true, Alert: true},
	42001: {Outcome: notify.Later, Wait: time.Minute, Refresh: true, Alert: true},

	40125: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true}, // wrong secret
	40013: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true}, // wrong appid
	40164: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true}, // this server's address is not on the list
	40243: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true}, // secret frozen
	50004: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true}, // the account may not
	50007: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true}, // the account is frozen
	89501: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true}, // 8950x: the administrator must confirm this server's address
	89503: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true},
	89506: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true},
	89507: {Outcome: notify.Later, Wait: 10 * time.Minute, Halt: true, Alert: true},

	43004: {Outcome: notify.Refused},                            // does not follow
	43101: {Outcome: notify.Refused, Credit: notify.CreditGone}, // no consent left, or refused
	45015: {Outcome: notify.Refused},                            // no message from the person for too long, or unfollowed
	45047: {Outcome: notify.Refused},                            // too many chat messages since the person's last one
	48002: {Outcome: notify.Refused},                            // refuses messages of the account
	50002: {Outcome: notify.Refused},                            // this user is restricted

	40003: {Outcome: notify.Wrong, Alert: true}, // openid, often of another account
	40036: {Outcome: notify.Wrong, Alert: true}, // template
	40037: {Outcome: notify.Wrong, Alert: true},
	40249: {Outcome: notify.Wrong, Alert: true}, // marketing or forbidden content
	41001: {Outcome: notify.Wrong, Alert: true}, // no token sent: a bug of this program
	41030: {Outcome: notify.Wrong, Alert: true}, // page not in the released version
	43107: {Outcome: notify.Wrong, Alert: true}, // capability banned
	43116: {Outcome: notify.Wrong, Alert: true}, // template blocked
	45168: {Outcome: notify.Wrong, Alert: true}, // sensitive word
	47001: {Outcome: notify.Wrong, Alert: true}, // body
	47003: {Outcome: notify.Wrong, Alert: true}, // a value; errmsg names it
	48001: {Outcome: notify.Wrong, Alert: true}, // the account has no right to this API
	48004: {Outcome: notify.Wrong, Alert: true}, // API banned
	48006: {Outcome: notify.Wrong, Alert: true}, // clear_quota used up
	87009: {Outcome: notify.Wrong, Alert: true},
	87014: {Outcome: notify.Wrong, Alert: true}, // content risky
}

// ActionFor returns the consequence of an errcode. An unknown code counts as this program's mistake.
func ActionFor(code int) Action {
	if a, ok := actions[code]; ok {
		return a
	}
	return Action{Outcome: notify.Wrong, Alert: true}
}

// action is ActionFor with two exceptions: on the token API 40001 means a wrong secret, and without a token nothing was
// sent.
func (e *Error) action() Action {
	if e.Code == 0 {
		return Action{Outcome: notify.Later, Wait: time.Minute}
	}
	a := ActionFor(e.Code)
	if e.API == tokenAPI && e.Code == 40001 {
		return ActionFor(40125)
	}
	return a
}

// busy says whether the failure is temporary, so that a person may be asked to try again.
func busy(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	a := e.action()
	return a.Outcome == notify.Later && !a.Halt && (!a.Refresh || e.Unknown)
}

// final turns a permanent failure into the fault f, and leaves others unchanged.
func final(err error, f *fault.Fault) error {
	var e *Error
	if errors.Is(err, ErrAccount) || errors.As(err, &e) && e.Code != 0 && e.action().Outcome != notify.Later {
		return f.Because(err)
	}
	return err
}

// polite turns a temporary failure into ErrBusy, and leaves others unchanged.
func polite(err error) error {
	if busy(err) {
		return ErrBusy.Because(err)
	}
	return err
}

// hasCode says whether err is a refusal with one of the codes.
func hasCode(err error, codes ...int) bool {
	var e *Error
	if !errors.As(err, &e) || e.Unknown {
		return false
	}
	for _, code := range codes {
		if e.Code == code {
			return true
		}
	}
	return false
}

// contextCause keeps the two errors that a caller may match, and drops any other.
func contextCause(err error) error {
	for _, known := range []error{context.DeadlineExceeded, context.Canceled} {
		if errors.Is(err, known) {
			return known
		}
	}
	return nil
}
