package handlers

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
)

// Client is what the clients must know before a login.
type Client struct {
	Demo bool   // this is `linli demo`, where clients may log in as anybody
	OA   string // appid of the official account, "" when there is none
	// Residents and Staff are the templates that a client asks consent for, by use case.
	Residents, Staff map[string][]string
}

// Pages signs web pages inside WeChat.
type Pages interface {
	// SignPage returns what wx.config wants on the page with this address. Faults: wechat.busy.
	SignPage(ctx context.Context, address string) (appid, nonce, signature string, at time.Time, err error)
}

type clients struct {
	web
	client Client
	base   string // of our own web pages
	pages  Pages
}

func (h clients) routes() []route {
	return []route{
		{"GET", api + "/client", open, anyone, h.tell},
		{"GET", api + "/oauth", open, anyone, h.oauth},
		{"GET", api + "/jssdk", login, auth.Everyone, h.signPage},
	}
}

var (
	errNoOA  = fault.New(fault.Missing, "oauth.none", "本服务没有开通公众号网页，请从小程序进入")
	errApp   = fault.New(fault.Missing, "oauth.app", "没有这个应用")
	errState = fault.New(fault.Invalid, "oauth.state", "登录参数有误，请返回重试")
	errPage  = fault.New(fault.Invalid, "jssdk.url", "只能用于本服务的网页")
)

// webApps are the only web pages to which the platform may redirect back; others would be an open redirect.
var webApps = map[string]string{"resident": "/h5/", "staff": "/staff/"}

var stateForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

const authorizeURL = "https://open.weixin.qq.com/connect/oauth2/authorize"

// tell gives a client its settings before a login.
func (h clients) tell(c *fiber.Ctx, _ caller) error {
	c.Set(fiber.HeaderCacheControl, "no-cache")
	return c.JSON(clientView{
		Demo: h.client.Demo, OA: h.client.OA, Privacy: person.PrivacyVersion, Now: stamp(h.now()),
		Templates: templatesView{h.client.Residents, h.client.Staff},
	})
}

// oauth redirects a web page inside WeChat to the platform, which sends it back with a code for login/oa (网页授权,
// https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html). The platform
// compares the address strictly: the order of the parameters is fixed.
func (h clients) oauth(c *fiber.Ctx, _ caller) error {
	path, ok := webApps[c.Query("app")]
	if !ok {
		return errApp
	}
	state := c.Query("state")
	if !stateForm.MatchString(state) {
		return errState
	}
	if h.client.OA == "" {
		return errNoOA
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Redirect(authorizeURL+"?appid="+h.client.OA+"&redirect_uri="+url.QueryEscape(h.base+path)+
		"&response_type=code&scope=snsapi_base&state="+state+"#wechat_redirect", fiber.StatusFound)
}

const longestPage = 2000

// signPage returns the wx.config of one of our web pages. The ticket behind it stays on the server.
func (h clients) signPage(c *fiber.Ctx, _ caller) error {
	address, _, _ := strings.Cut(c.Query("url"), "#")
	if rest, ours := strings.CutPrefix(address, h.base); !ours || rest != "" && rest[0] != '/' && rest[0] != '?' || len(address) > longestPage {
		return errPage
	}
	if h.client.OA == "" {
		return errNoOA
	}
	appid, nonce, signature, at, err := h.pages.SignPage(c.UserContext(), address)
	if err != nil {
		return err
	}
	return c.JSON(pageView{AppID: appid, Timestamp: at.Unix(), Nonce: nonce, Signature: signature})
}

type clientView struct {
	Demo      bool          `json:"demo"`
	OA        string        `json:"oa_appid"`
	Privacy   string        `json:"privacy_version"`
	Templates templatesView `json:"templates"`
	Now       string        `json:"now"` // a telephone's clock may be wrong, and the demo's clock is shifted
}

type templatesView struct {
	Resident map[string][]string `json:"resident"`
	Staff    map[string][]string `json:"staff"`
}

type pageView struct {
	AppID     string `json:"appid"`
	Timestamp int64  `json:"timestamp"`
	Nonce     string `json:"nonce"`
	Signature string `json:"signature"`
}
