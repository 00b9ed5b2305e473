package wxmsg

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linli/app/auth"
)

// The example of JS-SDK 说明文档 附录1 (https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html).
func TestPageSignature(t *testing.T) {
	const ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
	for name, address := range map[string]string{
		"official example": "http://mp.weixin.qq.com?params=value", "with a fragment": "http://mp.weixin.qq.com?params=value#/pages/x?y=1",
	} {
		if got := pageSignature(ticket, "Wm3WZYTPz0wzccnW", 1414587457, address); got != "0f9de62fce790f9a083d5c99e95740ceb90c27ed" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if pageSignature(ticket, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=other") == "0f9de62fce790f9a083d5c99e95740ceb90c27ed" {
		t.Error("the signature ignores the address")
	}
}

func TestSignPage(t *testing.T) {
	p := newPlatform(t)
	shelf := newShelf()
	o, other := newOffice(t, p, shelf), newOffice(t, p, shelf)
	p.on("/base"+tokenAPI, says(`{"access_token":"TOKEN1","expires_in":7200}`))
	p.on("/base"+ticketAPI, says(`{"errcode":0,"errmsg":"ok","ticket":"TICKET1","expires_in":7200}`))
	const page = "https://linli.example/h5/"
	for _, each := range []*office{o, o, other} {
		appid, nonce, signature, at, err := each.SignPage(t.Context(), page+"#/home")
		if err != nil || appid != "wx0000000000000001" || len(nonce) != 16 || signature != pageSignature("TICKET1", nonce, at.Unix(), page) {
			t.Fatalf("%q %q %q %v", appid, nonce, signature, err)
		}
	}
	asked := p.calls("/base" + ticketAPI)
	if len(asked) != 1 || asked[0].query["type"][0] != "jsapi" || asked[0].query["access_token"][0] != "TOKEN1" {
		t.Fatalf("%d calls, %v", len(asked), asked)
	}

	// A bad token is replaced once; a valid ticket survives an outage of the platform.
	o.forward(2 * time.Hour)
	p.on("/base"+ticketAPI, says(`{"errcode":40001,"errmsg":"invalid credential"}`), says(`{"errcode":0,"errmsg":"ok","ticket":"TICKET2","expires_in":7200}`))
	p.on("/base"+tokenAPI, says(`{"access_token":"TOKEN2","expires_in":7200}`), says(`{"access_token":"TOKEN3","expires_in":7200}`))
	_, nonce, signature, at, err := o.SignPage(t.Context(), page)
	if err != nil || signature != pageSignature("TICKET2", nonce, at.Unix(), page) {
		t.Fatal(err)
	}
	o.forward(2*time.Hour - 4*time.Minute)
	p.on("/base"+ticketAPI, says(`{"errcode":-1,"errmsg":"system error"}`))
	if _, _, _, _, err := o.SignPage(t.Context(), page); err != nil {
		t.Error(err)
	}
	o.forward(5 * time.Minute)
	if _, _, _, _, err := o.SignPage(t.Context(), page); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	for _, secret := range []string{"TICKET", "TOKEN", testSecret} {
		if strings.Contains(o.log.String()+other.log.String(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
}

func TestPageSession(t *testing.T) {
	o := open(t)
	o.p.on(oauthAPI, says(`{"access_token":"A","expires_in":7200,"refresh_token":"R","openid":"oPage","scope":"snsapi_base"}`))
	openid, unionid, err := o.Session(t.Context(), auth.OA, "CODE")
	if openid != "oPage" || unionid != "" || err != nil {
		t.Fatalf("%q %q %v", openid, unionid, err)
	}
	q := o.p.calls(oauthAPI)[0].query
	for name, value := range map[string]string{
		"appid": "wx0000000000000001", "secret": testSecret, "code": "CODE", "grant_type": "authorization_code",
	} {
		if len(q[name]) != 1 || q[name][0] != value {
			t.Errorf("%s: %v", name, q[name])
		}
	}
	for answer, want := range map[string]error{
		`{"errcode":40029,"errmsg":"invalid code"}`:   ErrCode,
		`{"errcode":40163,"errmsg":"code been used"}`: ErrCode,
		`{"openid":"oSnap","is_snapshotuser":1}`:      ErrCode,
		`{"errcode":-1,"errmsg":"system error"}`:      ErrBusy,
		`<html>`:                                      ErrBusy,
		`{"access_token":"A"}`:                        ErrBusy,
	} {
		o.p.on(oauthAPI, says(answer))
		_, _, err := o.Session(t.Context(), auth.OA, "CODE")
		if !errors.Is(err, want) || strings.Contains(err.Error(), testSecret) || strings.Contains(err.Error(), "CODE") {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestTemplateIDs(t *testing.T) {
	o := open(t)
	for _, c := range []struct {
		account auth.Account
		most    int
		want    string
	}{{auth.OA, 3, "TPL-ALERT TPL-OA"}, {auth.OA, 1, "TPL-ALERT"}, {auth.MP, 3, "TPL-MP"}, {auth.Staff, 3, ""}} {
		got := strings.Join(o.TemplateIDs(c.account, []string{"steward.alert", "report.none", "report.accepted", "steward.alert"}, c.most), " ")
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.account, got, c.want)
		}
	}
}
