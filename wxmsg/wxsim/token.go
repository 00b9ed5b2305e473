package wxsim

import (
	"regexp"
	"time"
)

const (
	tokenLife   = 7200 * time.Second
	tokenGrace  = 5 * time.Minute // how long a replaced token still works, and how early a stable one is renewed
	forceEvery  = 30 * time.Second
	forcePerDay = 20
)

// token is an access_token. /cgi-bin/token and /cgi-bin/stable_token do not affect each other.
type token struct {
	kind     string
	expires  time.Time
	replaced bool // by a newer one of /cgi-bin/token: "not latest" after the grace
	dead     bool // ended by force_refresh
}

var tokenShape = regexp.MustCompile(`^[A-Za-z0-9_-]{40,512}$`)

func (s *Sim) issue(kind string, now time.Time) string {
	value := "97_" + randomText(133)
	s.tokens[value] = &token{kind: kind, expires: now.Add(tokenLife)}
	return value
}

// tokenOwner must be called with mu held.
func (s *Sim) tokenOwner(value string, now time.Time) (*account, error) {
	if value == "" {
		return nil, wxErr(41001, "access_token missing")
	}
	if !tokenShape.MatchString(value) {
		return nil, wxErr(40014, "invalid access_token")
	}
	t := s.tokens[value]
	if t == nil || t.dead || t.replaced && !now.Before(t.expires) {
		return nil, wxErr(40001, "invalid credential, access_token is invalid or not latest")
	}
	if !now.Before(t.expires) {
		return nil, wxErr(42001, "access_token expired")
	}
	return s.accounts[t.kind], nil
}

// ExpireTokens ends every access token; the next call with one gets 42001.
func (s *Sim) ExpireTokens() {
	s.mu.Lock()
	defer s.unlock()
	now := s.now()
	for _, t := range s.tokens {
		if t.expires.After(now) {
			t.expires = now
		}
	}
}

// Token makes a valid access token for a direct API call. It affects no other token.
func (s *Sim) Token(kind string) string {
	s.mu.Lock()
	defer s.unlock()
	return s.issue(s.account(kind).Kind, s.now())
}

// credential finds the account of an appid and secret. mu is held.
func (c *call) credential(appid, secret string) (*account, error) {
	if appid == "" {
		return nil, wxErr(41002, "appid missing")
	}
	if secret == "" {
		return nil, wxErr(41004, "appsecret missing")
	}
	a := c.s.accountByAppID(appid)
	if a == nil {
		return nil, wxErr(40013, "invalid appid")
	}
	if a.Secret != secret {
		return nil, wxErr(40125, "invalid appsecret")
	}
	return a, nil
}

// caller is credential for the token APIs, which also check the whitelist and the quota.
func (c *call) caller(grant, appid, secret string) (*account, error) {
	if grant != "client_credential" {
		return nil, wxErr(40002, "invalid grant_type")
	}
	a, err := c.credential(appid, secret)
	if err != nil {
		return nil, err
	}
	if a.ipBlocked {
		return nil, wxErr(40164, "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist")
	}
	return a, c.spend(a)
}

type tokenAnswer struct {
	Token     string `json:"access_token"`
	ExpiresIn int64  `json:"expires_in"`
}

func (c *call) tokenAnswer(value string) tokenAnswer {
	return tokenAnswer{value, int64(c.s.tokens[value].expires.Sub(c.now) / time.Second)}
}

// plainToken is /cgi-bin/token: every call replaces the token, the old one stays valid for five minutes.
func plainToken(c *call) (any, error) {
	c.s.mu.Lock()
	defer c.s.unlock()
	a, err := c.caller(c.query.Get("grant_type"), c.query.Get("appid"), c.query.Get("secret"))
	if err != nil {
		return nil, err
	}
	if old := c.s.tokens[a.plain]; old != nil {
		old.replaced = true
		if grace := c.now.Add(tokenGrace); old.expires.After(grace) {
			old.expires = grace
		}
	}
	a.plain = c.s.issue(a.Kind, c.now)
	return c.tokenAnswer(a.plain), nil
}

// stableToken is /cgi-bin/stable_token: the same token until five minutes before its end, so expires_in is at least 300.
func stableToken(c *call) (any, error) {
	var in struct {
		Grant  string `json:"grant_type"`
		AppID  string `json:"appid"`
		Secret string `json:"secret"`
		Force  bool   `json:"force_refresh"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	c.s.mu.Lock()
	defer c.s.unlock()
	a, err := c.caller(in.Grant, in.AppID, in.Secret)
	if err != nil {
		return nil, err
	}
	current := c.s.tokens[a.stable]
	fresh := current != nil && !current.dead && current.expires.Sub(c.now) >= tokenGrace
	if in.Force {
		if a.forced[day(c.now)] >= forcePerDay {
			return nil, wxErr(45009, "reach max api daily quota limit")
		}
		if !fresh || c.now.Sub(a.forcedAt) >= forceEvery { // sooner: 否则不会刷新
			a.forced[day(c.now)]++
			a.forcedAt = c.now
			if current != nil {
				current.dead = true
			}
			fresh = false
		}
	}
	if !fresh {
		a.stable = c.s.issue(a.Kind, c.now)
	}
	return c.tokenAnswer(a.stable), nil
}

// pageTicket is /cgi-bin/ticket/getticket for web pages: the same ticket for two hours
// (https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html, 附录1).
func pageTicket(c *call) (any, error) {
	if c.query.Get("type") != "jsapi" {
		return nil, wxErr(40097, "invalid args")
	}
	c.s.mu.Lock()
	defer c.s.unlock()
	a := c.acct
	if !c.now.Before(a.ticketEnds) {
		a.ticket, a.ticketEnds = "bxLdikRXVbTPdHSM05e5u"+randomText(65), c.now.Add(tokenLife)
	}
	return struct {
		result
		Ticket    string `json:"ticket"`
		ExpiresIn int64  `json:"expires_in"`
	}{ok, a.ticket, int64(a.ticketEnds.Sub(c.now) / time.Second)}, nil
}

// PageTicket is the current ticket that signs pages of the official account, or "" before the first request.
func (s *Sim) PageTicket() string {
	s.mu.Lock()
	defer s.unlock()
	return s.account(OA).ticket
}
