package wxmsg

import (
	"context"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the platform's algorithm
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"linli/app/auth"
)

const (
	oauthAPI  = "/sns/oauth2/access_token"
	ticketAPI = "/cgi-bin/ticket/getticket"
)

// pageSession returns the identity of a code of a web page inside WeChat (网页授权, snsapi_base,
// https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html). With this scope the
// platform gives no unionid. In a snapshot (快照页) the openid is made up: the person is asked to open the full page.
func (c *Client) pageSession(ctx context.Context, a *account, code string) (openid, unionid string, err error) {
	k, err := c.bare(ctx, a, request{api: oauthAPI, hide: []string{code}, send: func(k *call, _ string) {
		k.get(url.Values{"appid": {a.AppID}, "secret": {a.Secret}, "code": {code}, "grant_type": {"authorization_code"}})
	}})
	if err != nil {
		return "", "", loginFault(err)
	}
	var said struct {
		OpenID   string `json:"openid"`
		UnionID  string `json:"unionid"`
		Snapshot number `json:"is_snapshotuser"`
	}
	if err := k.answer(&said); err != nil {
		return "", "", polite(err)
	}
	if said.OpenID == "" {
		return "", "", polite(&Error{API: oauthAPI, Unknown: true, Msg: "answer has no openid"})
	}
	if said.Snapshot == 1 {
		return "", "", ErrCode.Say("请先点页面上的“使用完整服务”，再登录")
	}
	return said.OpenID, said.UnionID, nil
}

// newTickets keeps the ticket that signs an account's web pages (jsapi_ticket, JS-SDK 说明文档 附录1,
// https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html): like an access token it is valid for two hours
// and shared, because requests for it are limited. It never leaves this package.
func newTickets(c *Client, owner *account, store TokenStore) *tokens {
	return &tokens{
		client: c, owner: owner, store: store, key: owner.AppID + ":jsapi", api: ticketAPI,
		ask: func(ctx context.Context) (ticket string, seconds int64, err error) {
			k, err := c.ask(ctx, owner, request{api: ticketAPI, send: func(k *call, tok string) {
				query := tokenQuery(tok)
				query.Set("type", "jsapi")
				k.get(query)
			}})
			if err != nil {
				return "", 0, err
			}
			var said struct {
				Ticket string `json:"ticket"`
				Life   number `json:"expires_in"`
			}
			err = k.answer(&said)
			return said.Ticket, int64(said.Life), err
		},
	}
}

// SignPage returns the values of wx.config (JS-SDK) for the page with this address, without its fragment. The caller has
// checked that the page is this program's. ErrBusy when a retry helps.
func (c *Client) SignPage(ctx context.Context, address string) (appid, nonce, signature string, at time.Time, err error) {
	a, err := c.account(auth.OA)
	if err != nil {
		return "", "", "", time.Time{}, err
	}
	ticket, err := a.tickets.get(ctx)
	if err != nil {
		return "", "", "", time.Time{}, polite(err)
	}
	nonce, at = rand.Text()[:16], c.now()
	return a.AppID, nonce, pageSignature(ticket, nonce, at.Unix(), address), at, nil
}

func pageSignature(ticket, nonce string, at int64, address string) string {
	address, _, _ = strings.Cut(address, "#")
	sum := sha1.Sum(fmt.Appendf(nil, "jsapi_ticket=%s&noncestr=%s&timestamp=%d&url=%s", ticket, nonce, at, address)) //nolint:gosec // see above
	return hex.EncodeToString(sum[:])
}
