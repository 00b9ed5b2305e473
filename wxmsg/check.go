package wxmsg

import (
	"context"
	"strings"

	"github.com/silenceper/wechat/v2/miniprogram/security"

	"linli/app/auth"
	"linli/app/media"
)

const (
	textCheckAPI  = "/wxa/msg_sec_check"
	mediaCheckAPI = "/wxa/media_check_async"
	maxCheckRunes = 2500
)

// CheckText asks the platform whether words may be shown to others (文本内容安全识别,
// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html). scene is 1 profile,
// 2 comment, 3 forum, 4 diary; openid must have used the mini-program in the last two hours. pass is true only when the
// platform said so of every part of the text; on an error nothing is known and the caller holds the words back.
func (c *Client) CheckText(ctx context.Context, name auth.Account, openid, text string, scene int) (pass bool, err error) {
	a, err := c.account(name)
	if err != nil {
		return false, err
	}
	for _, part := range parts(text, maxCheckRunes) {
		pass, err := c.checkPart(ctx, a, security.MsgCheckRequest{
			OpenID: openid, Scene: security.MsgScene(min(max(scene, 1), 4)), Content: part, // bounded
		})
		if err != nil || !pass {
			return false, err
		}
	}
	return true, nil
}

func (c *Client) checkPart(ctx context.Context, a *account, in security.MsgCheckRequest) (bool, error) {
	k, err := c.ask(ctx, a, request{api: textCheckAPI, hide: []string{in.OpenID, in.Content}, send: func(k *call, tok string) {
		suffix, forget := k.register()
		defer forget()
		_, _ = security.NewSecurity(program(a, tok+suffix)).MsgCheckContext(k.ctx, &in) // the call keeps the answer
	}})
	if hasCode(err, 87014) {
		return false, nil // the old API's word for risky
	}
	if err != nil {
		return false, err
	}
	var said struct {
		Result struct {
			Suggest string `json:"suggest"`
		} `json:"result"`
	}
	if err := k.answer(&said); err != nil {
		return false, err
	}
	if said.Result.Suggest == "" {
		return false, &Error{API: textCheckAPI, Unknown: true, Msg: "answer has no suggestion"}
	}
	return said.Result.Suggest == "pass", nil
}

// parts cuts text into pieces of at most n runes; blank text has none.
func parts(text string, n int) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var out []string
	runes := []rune(strings.ToValidUTF8(text, "?"))
	for len(runes) > n {
		out = append(out, string(runes[:n]))
		runes = runes[n:]
	}
	return append(out, string(runes))
}

// CheckPicture hands the platform a picture to look at (音视频内容安全识别,
// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html). address must be
// reachable from outside and should be short-lived. The verdict comes as a push with this traceID within half an hour, or
// never. media.ErrRefused means that it will not look at this person's picture.
func (c *Client) CheckPicture(ctx context.Context, name auth.Account, openid, address string) (traceID string, err error) {
	a, err := c.account(name)
	if err != nil {
		return "", final(err, media.ErrRefused)
	}
	in := &security.MediaCheckAsyncRequest{MediaURL: address, MediaType: 2, OpenID: openid, Scene: 3}
	k, err := c.ask(ctx, a, request{api: mediaCheckAPI, hide: []string{openid, address}, send: func(k *call, tok string) {
		suffix, forget := k.register()
		defer forget()
		_, _ = security.NewSecurity(program(a, tok+suffix)).MediaCheckAsyncContext(k.ctx, in) // the call keeps the answer
	}})
	if err != nil {
		return "", final(err, media.ErrRefused)
	}
	var said struct {
		TraceID string `json:"trace_id"`
	}
	if err := k.answer(&said); err != nil {
		return "", err
	}
	if said.TraceID == "" {
		return "", &Error{API: mediaCheckAPI, Unknown: true, Msg: "answer has no trace_id"}
	}
	return said.TraceID, nil
}
