package wxmsg

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/auth"
)

// A refusal that only an operator can fix is logged once per cause and hour, and counted each time; other refusals are not.
func TestTroublesAreLoggedOncePerHour(t *testing.T) {
	for _, code := range slices.Sorted(maps.Keys(actions)) {
		wanted := actions[code].Alert && code != 40003
		o := open(t)
		counted := 0
		o.countTrouble = func(account, api string, got int) {
			if account != "oa" || api != templateSendAPI && api != tokenAPI || got != code {
				t.Errorf("counted %s %s %d", account, api, got)
			}
			counted++
		}
		o.p.on(templateSendAPI, says(fmt.Sprintf(`{"errcode":%d,"errmsg":"refused rid: 65a0-11-22"}`, code)))
		lines := func() int { return strings.Count(o.log.String(), "needs an operator") }
		for range 3 {
			o.Send(t.Context(), note(auth.OA))
			o.forward(15 * time.Minute)
		}
		if got := lines(); got != map[bool]int{true: 1}[wanted] {
			t.Errorf("%d: %d lines in three quarters of an hour", code, got)
		}
		if wanted && (counted != 3 || !strings.Contains(o.log.String(), `"errmsg":"refused"`) || !strings.Contains(o.log.String(), `"rid":"65a0-11-22"`)) {
			t.Errorf("%d: counted %d times, said %s", code, counted, o.log.String())
		}
		if !wanted && counted != 0 {
			t.Errorf("%d: counted %d times", code, counted)
		}
		o.forward(20 * time.Minute)
		o.Send(t.Context(), note(auth.OA))
		if got := lines(); got != map[bool]int{true: 2}[wanted] {
			t.Errorf("%d: %d lines in more than an hour", code, got)
		}
	}
}

// Two causes give two lines.
func TestEachCauseHasItsLine(t *testing.T) {
	o := open(t)
	o.p.on(templateSendAPI, says(`{"errcode":40037,"errmsg":"a"}`), says(`{"errcode":47003,"errmsg":"b"}`), says(`{"errcode":40037,"errmsg":"a"}`))
	o.p.on(subscribeSendAPI, says(`{"errcode":40037,"errmsg":"a"}`))
	for range 3 {
		o.Send(t.Context(), note(auth.OA))
	}
	o.Send(t.Context(), note(auth.MP))
	if n := strings.Count(o.log.String(), "needs an operator"); n != 3 {
		t.Errorf("%d lines: %s", n, o.log.String())
	}
}

// A refusal about one person's code, file or text is no trouble.
func TestOnePersonsMistakeIsNoTrouble(t *testing.T) {
	o := open(t)
	o.countTrouble = func(_, api string, code int) { t.Errorf("%s %d is reported to the operator", api, code) }
	for api, codes := range personal {
		for _, code := range codes {
			o.trouble(t.Context(), o.accounts[auth.OA], &Error{API: api, Code: code})
		}
	}
	o.p.on(sessionAPI, says(`{"errcode":40029,"errmsg":"invalid code"}`))
	o.p.on(mediaAPI, says(`{"errcode":40007,"errmsg":"invalid media_id"}`))
	_, _, _ = o.Session(t.Context(), auth.MP, "code")
	_, _, _ = o.FetchMedia(t.Context(), "media", 1<<20)
	if strings.Contains(o.log.String(), "operator") {
		t.Error(o.log.String())
	}
}

// The platform may repeat its input; the operator sees nothing about a person.
func TestTroublesNameNoPerson(t *testing.T) {
	m := note(auth.OA)
	m.Facts["title"] = "王大爷家3号楼2单元301漏水，电话13812345678，请尽快来修一修"
	for _, errmsg := range []string{
		"data.thing1.value invalid: " + m.Facts["title"],
		"argument invalid! data.thing1.value 王大爷家3号楼2单元301漏水，... too long",
		"invalid openid " + m.OpenID + " for 13812345678",
		"王大爷 13812345678 oQrStUvWxYz1oAbCdEfGhIjKlMnO",
	} {
		o := open(t)
		o.p.on(templateSendAPI, says(fmt.Sprintf(`{"errcode":47003,"errmsg":%q}`, errmsg)))
		o.Send(t.Context(), m)
		said := o.log.String()
		if !strings.Contains(said, "needs an operator") {
			t.Errorf("%q: not logged", errmsg)
		}
		for _, secret := range []string{"王", "漏水", "单元301", "13812345678", m.OpenID, "oQrStUvWxYz1oAbCdEfGhIjKlMnO"} {
			if strings.Contains(said, secret) {
				t.Errorf("%q: %s is in the log", errmsg, secret)
			}
		}
	}
	for in, want := range map[string]string{
		"invalid ip 203.0.113.7, not in whitelist":    "invalid ip 203.0.113.7, not in whitelist",
		"argument invalid! data.thing1.value invalid": "argument invalid! data.thing1.value invalid",
		"模板 invalid": "… invalid",
		"template 0123456789abcdef0123456789 not allowed": "template *** not allowed",
	} {
		if got := plain(in); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}
