package wxmsg

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/auth"
)

func TestSession(t *testing.T) {
	o := open(t)
	o.p.on(sessionAPI, says(`{"openid":"oUser","session_key":"KEY","unionid":"U"}`))
	openid, unionid, err := o.Session(t.Context(), auth.MP, "0a1B-_.~code=")
	if openid != "oUser" || unionid != "U" || err != nil {
		t.Fatalf("%q %q %v", openid, unionid, err)
	}
	q := o.p.calls(sessionAPI)[0].query
	want := map[string]string{"appid": "wx0000000000000002", "secret": testSecret, "js_code": "0a1B-_.~code=", "grant_type": "authorization_code"}
	for name, value := range want {
		if len(q[name]) != 1 || q[name][0] != value {
			t.Errorf("%s: %v", name, q[name])
		}
	}
	if len(q) != len(want) {
		t.Errorf("%v", q)
	}
	if len(o.p.calls(tokenAPI)) != 0 {
		t.Error("a token was fetched without need")
	}
	o.p.on(sessionAPI, says(`{"openid":"oUser","session_key":"KEY","errcode":0,"errmsg":"ok"}`))
	if _, unionid, err := o.Session(t.Context(), auth.Staff, "code"); unionid != "" || err != nil {
		t.Errorf("%q %v", unionid, err)
	}
}

func TestSessionRefuses(t *testing.T) {
	o := open(t)
	for _, code := range []string{"", "a b", "a&appid=x", "码", "a#b", "a\n", strings.Repeat("a", 300)} {
		if _, _, err := o.Session(t.Context(), auth.MP, code); !errors.Is(err, ErrCode) {
			t.Errorf("%q: %v", code, err)
		}
	}
	if _, _, err := o.Session(t.Context(), auth.OA, "a b"); !errors.Is(err, ErrCode) {
		t.Errorf("official account: %v", err)
	}
	if len(o.p.seen) != 0 {
		t.Error("a request was sent")
	}
	for answer, want := range map[string]error{
		`{"errcode":40029,"errmsg":"invalid code"}`:           ErrCode,
		`{"errcode":40163,"errmsg":"code been used"}`:         ErrCode,
		`{"errcode":40226,"errmsg":"code blocked"}`:           ErrCode,
		`{"errcode":-1,"errmsg":"system error"}`:              ErrBusy,
		`{"errcode":45011,"errmsg":"api minute-quota reach"}`: ErrBusy,
		`<html>`:              ErrBusy,
		`{"session_key":"K"}`: ErrBusy,
		`{"openid":5}`:        ErrBusy,
	} {
		o.p.on(sessionAPI, says(answer))
		if _, _, err := o.Session(t.Context(), auth.MP, "code"); !errors.Is(err, want) {
			t.Errorf("%s: %v", answer, err)
		}
	}
	o.p.on(sessionAPI, says(`{"errcode":40125,"errmsg":"invalid appsecret"}`))
	if _, _, err := o.Session(t.Context(), auth.MP, "code"); errors.Is(err, ErrBusy) || !hasCode(err, 40125) {
		t.Errorf("wrong secret: %v", err)
	}
}

func TestPhone(t *testing.T) {
	o := open(t)
	info := func(number, country, appid string, at int64) string {
		return fmt.Sprintf(`{"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"x","purePhoneNumber":%s,"countryCode":%s,"watermark":{"timestamp":%d,"appid":"%s"}}}`, number, country, at, appid)
	}
	const app, phone = "wx0000000000000002", `"13800138000"`
	now := o.now().Unix()
	for _, c := range []struct {
		name, answer string
		want         error
	}{
		{"text", info(phone, `"86"`, app, now), nil},
		{"number", info(`13800138000`, `86`, app, now), nil},
		{"plus", info(phone, `"+86"`, app, now-300), nil},
		{"no country", info(phone, `""`, app, now), nil},
		{"Hong Kong", info(`"61234567"`, `"852"`, app, now), ErrPhoneCode},
		{"landline", info(`"05711234567"`, `"86"`, app, now), ErrPhoneCode},
		{"other app", info(phone, `"86"`, "wx0000000000000001", now), ErrPhoneCode},
		{"old", info(phone, `"86"`, app, now-3600), ErrPhoneCode},
		{"from the future", info(phone, `"86"`, app, now+3600), ErrPhoneCode},
		{"no watermark", `{"errcode":0,"phone_info":{"purePhoneNumber":"13800138000","countryCode":"86"}}`, ErrPhoneCode},
		{"no number", `{"errcode":0}`, ErrPhoneCode},
		{"used", `{"errcode":40029,"errmsg":"invalid code"}`, ErrPhoneCode},
		{"another person's code", `{"errcode":40003,"errmsg":"invalid openid"}`, ErrPhoneCode},
		{"busy", `{"errcode":-1,"errmsg":"system error"}`, ErrBusy},
		{"html", `<html>`, ErrBusy},
		{"shape", `{"phone_info":[]}`, ErrBusy},
	} {
		o.p.on(phoneAPI, says(c.answer))
		got, err := o.Phone(t.Context(), auth.MP, "code", "oUser")
		if c.want == nil && (got != "13800138000" || err != nil) || c.want != nil && (got != "" || !errors.Is(err, c.want)) {
			t.Errorf("%s: %q %v", c.name, got, err)
		}
	}
	call := o.p.calls(phoneAPI)[0]
	if body := bodyOf(t, call); body["code"] != "code" || body["openid"] != "oUser" || len(body) != 2 {
		t.Errorf("%v", body)
	}
	if _, err := o.Phone(t.Context(), auth.MP, "a b", "oUser"); !errors.Is(err, ErrPhoneCode) {
		t.Errorf("%v", err)
	}
	o.p.on(phoneAPI, says(`{"errcode":48001,"errmsg":"api unauthorized"}`))
	if _, err := o.Phone(t.Context(), auth.MP, "code", ""); !hasCode(err, 48001) || errors.Is(err, ErrBusy) {
		t.Errorf("%v", err)
	}
}

func TestUserInfo(t *testing.T) {
	o := open(t)
	o.p.on(userInfoAPI, says(`{"subscribe":1,"openid":"o","subscribe_time":4102444800,"unionid":"U","tagid_list":[1]}`))
	if unionid, follows, err := o.UserInfo(t.Context(), "o&lang=x"); unionid != "U" || !follows || err != nil {
		t.Errorf("%q %v %v", unionid, follows, err)
	}
	if q := o.p.calls(userInfoAPI)[0].query; q["openid"][0] != "o&lang=x" || len(q["lang"]) != 1 {
		t.Errorf("%v", q)
	}
	o.p.on(userInfoAPI, says(`{"subscribe":0,"openid":"o"}`))
	if unionid, follows, err := o.UserInfo(t.Context(), "o"); unionid != "" || follows || err != nil {
		t.Errorf("%q %v %v", unionid, follows, err)
	}
	o.p.on(userInfoAPI, hangs)
	began := time.Now()
	var e *Error
	if _, _, err := o.UserInfo(t.Context(), "o"); !errors.As(err, &e) || !e.Unknown || time.Since(began) > 3*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}
