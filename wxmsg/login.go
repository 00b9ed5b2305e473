package wxmsg

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	mpauth "github.com/silenceper/wechat/v2/miniprogram/auth"
	mpconfig "github.com/silenceper/wechat/v2/miniprogram/config"
	mpcontext "github.com/silenceper/wechat/v2/miniprogram/context"

	"linli/app/auth"
)

const (
	sessionAPI  = "/sns/jscode2session"
	phoneAPI    = "/wxa/business/getuserphonenumber"
	userInfoAPI = "/cgi-bin/user/info"
)

// codeForm is the form of a login or phone code: real ones have 32 to 64 letters, digits, "-" and "_", but the platform
// promises nothing. The code is escaped anyway.
var codeForm = regexp.MustCompile(`^[0-9A-Za-z_.~:=+/|-]{1,256}$`)

// Session returns the identity of a code of wx.login (小程序登录,
// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html). unionid is empty when the
// account is not bound to an open platform. The session key is thrown away. For the official account the code is that of
// a web page (网页授权). It returns ErrCode when the code is wrong, old or used, and ErrBusy when trying again will help.
func (c *Client) Session(ctx context.Context, name auth.Account, code string) (openid, unionid string, err error) {
	a, err := c.account(name)
	if err != nil {
		return "", "", err
	}
	if !codeForm.MatchString(code) {
		return "", "", ErrCode
	}
	if name == auth.OA {
		return c.pageSession(ctx, a, code)
	}
	k, err := c.bare(ctx, a, request{api: sessionAPI, hide: []string{code}, send: func(k *call, _ string) {
		suffix, forget := k.register()
		defer forget()
		app := mpauth.NewAuth(&mpcontext.Context{Config: &mpconfig.Config{AppID: a.AppID, AppSecret: url.QueryEscape(a.Secret)}})
		_, _ = app.Code2SessionContext(k.ctx, url.QueryEscape(code)+suffix) // the call keeps the answer
	}})
	if err != nil {
		return "", "", loginFault(err)
	}
	var said struct {
		OpenID  string `json:"openid"`
		UnionID string `json:"unionid"`
	}
	if err := k.answer(&said); err != nil {
		return "", "", polite(err)
	}
	if said.OpenID == "" {
		return "", "", polite(&Error{API: sessionAPI, Unknown: true, Msg: "answer has no openid"})
	}
	return said.OpenID, said.UnionID, nil
}

func loginFault(err error) error {
	switch {
	case hasCode(err, 40029, 40163): // invalid, used
		return ErrCode.Because(err)
	case hasCode(err, 40226): // 高风险等级用户，小程序登录拦截
		return ErrCode.Because(err).Say("微信认为本次登录有风险，请稍后再试")
	}
	return polite(err)
}

// bare runs a request that needs no access token.
func (c *Client) bare(ctx context.Context, a *account, r request) (*call, error) {
	if err := c.resting(ctx, a, r.api); err != nil {
		return nil, err
	}
	k, err := c.exchange(ctx, a, r, "")
	var e *Error
	if errors.As(err, &e) {
		if e.action().Rest {
			e.Wait = a.rests.close(r.api, c.now())
		}
		c.trouble(ctx, a, e)
	}
	return k, err
}

const (
	phoneMaxAge = 10 * time.Minute // a phone code is valid for 5 minutes
	phoneAhead  = 5 * time.Minute  // the platform's clock ahead of this one
)

var chinaPhone = regexp.MustCompile(`^1[0-9]{10}$`)

// Phone returns the mobile number that a person shared with the button (手机号快速验证,
// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html). The platform
// checks that the code belongs to openid; Phone checks that the answer is for this mini-program and recent. ErrPhoneCode
// when the code is wrong, expired, used or another person's, or the number is not a Chinese mobile one; ErrBusy when a
// retry helps.
func (c *Client) Phone(ctx context.Context, name auth.Account, code, openid string) (phone string, err error) {
	a, err := c.account(name)
	if err != nil {
		return "", err
	}
	if name == auth.OA || !codeForm.MatchString(code) {
		return "", ErrPhoneCode
	}
	k, err := c.ask(ctx, a, request{api: phoneAPI, hide: []string{code, openid}, send: func(k *call, tok string) {
		body := map[string]string{"code": code}
		if openid != "" {
			body["openid"] = openid
		}
		k.post(tokenQuery(tok), body)
	}})
	if hasCode(err, 40029, 40163, 40003, 43104) {
		return "", ErrPhoneCode.Because(err)
	}
	if err != nil {
		return "", polite(err)
	}
	return c.readPhone(a, k)
}

func (c *Client) readPhone(a *account, k *call) (string, error) {
	var said struct {
		Info struct {
			Number    looseText `json:"purePhoneNumber"`
			Country   looseText `json:"countryCode"` // a number in the official sample, text in its table
			Watermark struct {
				AppID string `json:"appid"`
				At    number `json:"timestamp"`
			} `json:"watermark"`
		} `json:"phone_info"`
	}
	if err := k.answer(&said); err != nil {
		return "", polite(err)
	}
	mark := said.Info.Watermark
	age := c.now().Sub(time.Unix(int64(mark.At), 0))
	if mark.AppID != a.AppID || age > phoneMaxAge || age < -phoneAhead {
		return "", ErrPhoneCode.Because(fmt.Errorf("wechat %s: watermark of another app or time", phoneAPI))
	}
	country := strings.TrimLeft(string(said.Info.Country), "+0")
	if (country != "" && country != "86") || !chinaPhone.MatchString(string(said.Info.Number)) {
		return "", ErrPhoneCode.Say("目前仅支持中国大陆手机号")
	}
	return string(said.Info.Number), nil
}

// UserInfo returns the unionid of a follower of the official account and whether the person follows it
// (https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html). It does not
// use silenceper, which neither escapes the openid nor works after 2038.
func (c *Client) UserInfo(ctx context.Context, openid string) (unionid string, subscribed bool, err error) {
	a, err := c.account(auth.OA)
	if err != nil {
		return "", false, err
	}
	k, err := c.ask(ctx, a, request{api: userInfoAPI, hide: []string{openid}, send: func(k *call, tok string) {
		query := tokenQuery(tok)
		query.Set("openid", openid)
		query.Set("lang", "zh_CN")
		k.get(query)
	}})
	if err != nil {
		return "", false, err
	}
	var said struct {
		Subscribe number `json:"subscribe"`
		UnionID   string `json:"unionid"`
	}
	if err := k.answer(&said); err != nil {
		return "", false, err
	}
	return said.UnionID, said.Subscribe == 1, nil
}
