package wxsim

import (
	"testing"
	"time"
)

func (w *world) login(kind, code string) map[string]any {
	w.t.Helper()
	a := w.sim.accounts[kind].Account
	return w.request("/sns/jscode2session?grant_type=authorization_code&appid="+a.AppID+"&secret="+a.Secret+"&js_code="+code, nil)
}

func TestLogin(t *testing.T) {
	w := newWorld(t, Plain)
	p := w.sim.Person("王")
	code := p.LoginCode(MP)
	got := w.login(MP, code)
	if got["openid"] != p.OpenID(MP) || got["unionid"] != p.UnionID() || got["session_key"] == "" || got["errcode"] != nil {
		t.Errorf("%v", got)
	}
	w.wantCode("again", w.login(MP, code), "40163")
	w.wantCode("unknown", w.login(MP, "011"), "40029")
	w.wantCode("missing", w.login(MP, ""), "41008")
	w.wantCode("other app", w.login(MP, p.LoginCode(Staff)), "40029")
	w.wantCode("phone code", w.login(MP, p.PhoneCode(MP, "13800138000")), "40029")
	old := p.LoginCode(MP)
	w.forward(codeLife)
	w.wantCode("old", w.login(MP, old), "40029")
	p.HighRisk(true)
	w.wantCode("risk", w.login(MP, p.LoginCode(MP)), "40226")
	p.HighRisk(false)
	for range loginsPerMinute {
		w.wantCode("login", w.login(MP, p.LoginCode(MP)), "0")
	}
	w.wantCode("101st", w.login(MP, p.LoginCode(MP)), "45011")
	w.forward(time.Minute)
	w.wantCode("next minute", w.login(MP, p.LoginCode(MP)), "0")

	q := w.sim.Person("李")
	if p.OpenID(MP) == q.OpenID(MP) || p.OpenID(MP) == p.OpenID(OA) || p.UnionID() == q.UnionID() || len(p.OpenID(OA)) != 28 || len(p.UnionID()) != 28 {
		t.Error("ids are mixed up")
	}
	if w.sim.Person("王") != p {
		t.Error("two persons for one name")
	}
}

func TestPhoneNumber(t *testing.T) {
	w := newWorld(t, Plain)
	p, q := w.sim.Person("王"), w.sim.Person("李")
	const path = "/wxa/business/getuserphonenumber"
	ask := func(code, openid string) map[string]any {
		return w.api(MP, path, map[string]string{"code": code, "openid": openid})
	}
	code := p.PhoneCode(MP, "13800138000")
	w.wantCode("someone else's", ask(code, q.OpenID(MP)), "40003")
	got := ask(code, p.OpenID(MP))
	info := got["phone_info"].(map[string]any)
	if info["purePhoneNumber"] != "13800138000" || info["countryCode"] != "86" || info["watermark"].(map[string]any)["appid"] != w.sim.accounts[MP].AppID {
		t.Errorf("%v", got)
	}
	w.wantCode("again", ask(code, ""), "40029")
	w.wantCode("login code", ask(p.LoginCode(MP), ""), "40029")
	w.wantCode("other app", ask(p.PhoneCode(Staff, "1"), ""), "40029")
	old := p.PhoneCode(MP, "1")
	w.forward(codeLife)
	w.wantCode("old", ask(old, ""), "40029")
}

func TestOAuthCode(t *testing.T) {
	w := newWorld(t, Plain)
	p := w.sim.Person("王")
	a := w.sim.accounts[OA].Account
	ask := func(secret, code string) map[string]any {
		return w.request("/sns/oauth2/access_token?grant_type=authorization_code&appid="+a.AppID+"&secret="+secret+"&code="+code, nil)
	}
	code := p.OAuthCode()
	w.wantCode("secret", ask("x", code), "40125")
	got := ask(a.Secret, code)
	if got["openid"] != p.OpenID(OA) || got["scope"] != "snsapi_base" || got["unionid"] != nil || got["access_token"] == "" {
		t.Errorf("%v", got)
	}
	w.wantCode("again", ask(a.Secret, code), "40163")
	w.wantCode("unknown", ask(a.Secret, "011"), "40029")
	w.wantCode("missing", ask(a.Secret, ""), "41008")
	w.wantCode("of wx.login", ask(a.Secret, p.LoginCode(MP)), "40029")
	w.wantCode("with another account", w.login(OA, p.OAuthCode()), "40029")
	old := p.OAuthCode()
	w.forward(codeLife)
	w.wantCode("old", ask(a.Secret, old), "40029")
}

func TestPageTicket(t *testing.T) {
	w := newWorld(t, Plain)
	ask := func(kind, what string) map[string]any {
		return w.request("/cgi-bin/ticket/getticket?type="+what+"&access_token="+w.sim.Token(kind), nil)
	}
	first := ask(OA, "jsapi")
	w.wantCode("first", first, "0")
	if again := ask(OA, "jsapi"); again["ticket"] != first["ticket"] || first["ticket"] != w.sim.PageTicket() {
		t.Errorf("%v %v", first, again)
	}
	w.forward(tokenLife)
	if later := ask(OA, "jsapi"); later["ticket"] == first["ticket"] {
		t.Error("the same after the end")
	}
	w.wantCode("type", ask(OA, "x"), "40097")
	w.wantCode("mini-program", ask(MP, "jsapi"), "48001")
}
