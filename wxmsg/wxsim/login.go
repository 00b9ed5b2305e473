package wxsim

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"
)

const (
	codeLife        = 5 * time.Minute
	loginsPerMinute = 100
)

// code is a code of wx.login, of the phone-number button or of a web page's authorisation.
type code struct {
	kind   string
	web    bool // of a web page
	person *Person
	phone  string // of phone codes
	at     time.Time
	used   bool
}

// LoginCode is wx.login: a js_code valid for five minutes and one exchange.
func (p *Person) LoginCode(kind string) string {
	return p.newCode("0"+randomText(31), &code{kind: kind, person: p})
}

// PhoneCode is the 手机号快速验证 button: a code valid for the number, once within five minutes.
func (p *Person) PhoneCode(kind, phone string) string {
	return p.newCode(hex.EncodeToString(randomBytes(32)), &code{kind: kind, person: p, phone: phone})
}

// OAuthCode is the code that a web page of the official account gets when this person opens it inside WeChat (网页授权,
// snsapi_base; following is not required): valid for five minutes and one exchange.
func (p *Person) OAuthCode() string {
	return p.newCode("0"+randomText(31), &code{kind: OA, web: true, person: p})
}

func (p *Person) newCode(value string, c *code) string {
	s := p.s
	s.mu.Lock()
	defer s.unlock()
	s.account(c.kind)
	c.at = s.now()
	p.standings[c.kind].seen = c.at
	s.codes[value] = c
	return value
}

// HighRisk makes WeChat refuse the person's logins with 40226.
func (p *Person) HighRisk(risky bool) {
	p.s.mu.Lock()
	defer p.s.unlock()
	p.highRisk = risky
}

// codeSession is /sns/jscode2session.
func codeSession(c *call) (any, error) {
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	a, err := c.credential(c.query.Get("appid"), c.query.Get("secret"))
	if err != nil {
		return nil, err
	}
	if c.query.Get("grant_type") != "authorization_code" {
		return nil, wxErr(40002, "invalid grant_type")
	}
	value := c.query.Get("js_code")
	if value == "" {
		return nil, wxErr(41008, "missing code")
	}
	got := s.codes[value]
	switch {
	case got == nil, got.phone != "", got.web, got.kind != a.Kind, c.now.Sub(got.at) >= codeLife:
		return nil, wxErr(40029, "invalid code")
	case got.used:
		return nil, wxErr(40163, "code been used")
	case got.person.highRisk:
		return nil, wxErr(40226, "code blocked")
	}
	p := got.person
	minute := a.Kind + c.now.UTC().Format("200601021504")
	if p.logins[minute] >= loginsPerMinute {
		return nil, wxErr(45011, "api minute-quota reach limit, must slower, retry next minute")
	}
	p.logins[minute]++
	if err := c.spend(a); err != nil {
		return nil, err
	}
	got.used = true
	p.standings[a.Kind].seen = c.now
	answer := map[string]any{"openid": p.openids[a.Kind], "session_key": base64.StdEncoding.EncodeToString(randomBytes(16))}
	if !a.Unbound {
		answer["unionid"] = p.unionID
	}
	return answer, nil
}

// webToken is /sns/oauth2/access_token
// (https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html): the web access token
// differs from that of the server, and with snsapi_base there is no unionid.
func webToken(c *call) (any, error) {
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	a, err := c.credential(c.query.Get("appid"), c.query.Get("secret"))
	if err != nil {
		return nil, err
	}
	if c.query.Get("grant_type") != "authorization_code" {
		return nil, wxErr(40002, "invalid grant_type")
	}
	value := c.query.Get("code")
	if value == "" {
		return nil, wxErr(41008, "missing code")
	}
	got := s.codes[value]
	switch {
	case got == nil, !got.web, got.kind != a.Kind, c.now.Sub(got.at) >= codeLife:
		return nil, wxErr(40029, "invalid code")
	case got.used:
		return nil, wxErr(40163, "code been used")
	}
	got.used = true
	return map[string]any{
		"access_token": "97_" + randomText(86), "expires_in": 7200, "refresh_token": "97_" + randomText(86),
		"openid": got.person.openids[a.Kind], "scope": "snsapi_base",
	}, nil
}

// phoneNumber is /wxa/business/getuserphonenumber.
func phoneNumber(c *call) (any, error) {
	var in struct {
		Code   string `json:"code"`
		OpenID string `json:"openid"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	got := s.codes[in.Code]
	if got == nil || got.phone == "" || got.used || got.kind != c.acct.Kind || c.now.Sub(got.at) >= codeLife {
		return nil, wxErr(40029, "invalid code")
	}
	if in.OpenID != "" && in.OpenID != got.person.openids[c.acct.Kind] {
		return nil, wxErr(40003, "invalid openid")
	}
	got.used = true
	pure := strings.TrimPrefix(got.phone, "+86")
	type watermark struct {
		Timestamp int64  `json:"timestamp"`
		AppID     string `json:"appid"`
	}
	type info struct {
		Phone     string    `json:"phoneNumber"`
		Pure      string    `json:"purePhoneNumber"`
		Country   string    `json:"countryCode"`
		Watermark watermark `json:"watermark"`
	}
	return struct {
		result
		Info info `json:"phone_info"`
	}{ok, info{got.phone, pure, "86", watermark{c.now.Unix(), c.acct.AppID}}}, nil
}
