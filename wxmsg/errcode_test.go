package wxmsg

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"linli/app/fault"
	"linli/app/notify"
)

// TestActionFor checks the consequence of every documented errcode.
func TestActionFor(t *testing.T) {
	type want struct {
		outcome                            notify.Outcome
		refresh, halt, rest, minute, alert bool
	}
	for codes, w := range map[[12]int]want{
		{0}:                   {outcome: notify.Sent},
		{-1, 43108, 43117}:    {outcome: notify.Later},
		{45011, 44991, 44990}: {outcome: notify.Later, minute: true},
		{45009}:               {outcome: notify.Later, rest: true, alert: true},
		{40001, 40014, 42001}: {outcome: notify.Later, refresh: true, alert: true},
		{43004, 43101, 45015, 45047, 48002, 50002}:                                           {outcome: notify.Refused},
		{40125, 40013, 40164, 40243, 50004, 50007, 89501, 89503, 89506, 89507}:               {outcome: notify.Later, halt: true, alert: true},
		{40003, 40036, 40037, 41001, 41030, 47001, 47003, 48001, 48004, 48006, 87009, 87014}: {outcome: notify.Wrong, alert: true},
		{40249, 43107, 43116, 45168, 12345}:                                                  {outcome: notify.Wrong, alert: true},
	} {
		for i, code := range codes {
			if code == 0 && i > 0 {
				break
			}
			got := ActionFor(code)
			if (want{got.Outcome, got.Refresh, got.Halt, got.Rest, got.Minute, got.Alert}) != w {
				t.Errorf("%d: %+v", code, got)
			}
			if credit := map[bool]notify.Credit{true: notify.CreditGone}[code == 43101]; got.Credit != credit {
				t.Errorf("%d: the consent is %q", code, got.Credit)
			}
			if got.Outcome == notify.Later && got.Wait == 0 && !got.Rest && !got.Minute {
				t.Errorf("%d: Later without a wait", code)
			}
		}
	}
}

func TestErrorText(t *testing.T) {
	for want, e := range map[string]*Error{
		"wechat /a: 43101 refused (rid 1-2)":         {API: "/a", Code: 43101, Msg: "refused", RID: "1-2"},
		"wechat /a: no answer: timeout":              {API: "/a", Unknown: true, Msg: "timeout"},
		"wechat /a: no answer: http 502 Bad Gateway": {API: "/a", Unknown: true, Status: 502, Msg: "Bad Gateway"},
		"wechat /a: 45009 daily quota used up":       {API: "/a", Code: 45009, Msg: "daily quota used up", Wait: time.Hour},
		"wechat /a: gave up waiting for a token":     {API: "/a", Msg: "gave up waiting for a token"},
	} {
		if e.Error() != want {
			t.Errorf("%q, want %q", e, want)
		}
	}
	late := &Error{cause: contextCause(fmt.Errorf("x: %w", context.DeadlineExceeded))}
	if !errors.Is(late, context.DeadlineExceeded) || errors.Is(late, context.Canceled) {
		t.Error("cause")
	}
}

func TestPolite(t *testing.T) {
	for code, isBusy := range map[int]bool{-1: true, 45011: true, 45009: true, 40125: false, 40001: false, 47003: false, 40003: false} {
		if got := errors.Is(polite(&Error{API: "/a", Code: code}), ErrBusy); got != isBusy {
			t.Errorf("%d: %v", code, got)
		}
	}
	if !errors.Is(polite(&Error{Unknown: true}), ErrBusy) || errors.Is(polite(ErrAccount), ErrBusy) {
		t.Error("an unanswered request must be busy, a configuration error not")
	}
	if errors.Is(polite(&Error{API: tokenAPI, Code: 40001}), ErrBusy) {
		t.Error("a wrong secret counts as temporary")
	}
	for _, f := range []*fault.Fault{ErrCode, ErrPhoneCode, ErrBusy, ErrMediaSize} {
		if f.Text == "" || f.Code[:7] != "wechat." {
			t.Errorf("%+v", f)
		}
	}
}
