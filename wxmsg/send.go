package wxmsg

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	mpconfig "github.com/silenceper/wechat/v2/miniprogram/config"
	mpcontext "github.com/silenceper/wechat/v2/miniprogram/context"
	"github.com/silenceper/wechat/v2/miniprogram/subscribe"
	oaconfig "github.com/silenceper/wechat/v2/officialaccount/config"
	oacontext "github.com/silenceper/wechat/v2/officialaccount/context"
	oamessage "github.com/silenceper/wechat/v2/officialaccount/message"

	"linli/app/auth"
	"linli/app/notify"
)

const (
	templateSendAPI  = "/cgi-bin/message/template/send"
	subscribeSendAPI = "/cgi-bin/message/subscribe/send"
	customSendAPI    = "/cgi-bin/message/custom/send"
)

var _ notify.Sender = (*Client)(nil)

// stage is the platform's name of the stage in messages and in codes.
type stage struct{ message, code string }

var stages = map[string]stage{
	"":        {"formal", "release"},
	"release": {"formal", "release"},
	"trial":   {"trial", "trial"},
	"develop": {"developer", "develop"},
}

// handle gives silenceper a token followed by the number of the call.
type handle string

// GetAccessToken implements credential.AccessTokenHandle.
func (h handle) GetAccessToken() (string, error) { return string(h), nil }

// GetAccessTokenContext implements credential.AccessTokenContextHandle.
func (h handle) GetAccessTokenContext(context.Context) (string, error) { return string(h), nil }

// official and program are silenceper's contexts of an account for one call.
func official(a *account, tok string) *oacontext.Context {
	return &oacontext.Context{Config: &oaconfig.Config{AppID: a.AppID}, AccessTokenHandle: handle(tok)}
}

func program(a *account, tok string) *mpcontext.Context {
	return &mpcontext.Context{Config: &mpconfig.Config{AppID: a.AppID}, AccessTokenContextHandle: handle(tok)}
}

// TemplateID returns the template of a notice kind on an account, or "".
func (c *Client) TemplateID(name auth.Account, kind string) string {
	t, ok := c.templates.find(name, kind)
	if !ok || c.accounts[name] == nil {
		return ""
	}
	return t.ID
}

// Shown implements notify.Carrier.
func (c *Client) Shown(m notify.Message) (notify.Shown, bool) {
	t, ok := c.templates.find(m.Account, m.Kind)
	if !ok || c.accounts[m.Account] == nil {
		return notify.Shown{}, false
	}
	var s notify.Shown
	for _, keyword := range slices.SortedFunc(maps.Keys(t.Keywords), byNumber) {
		value, fact := t.value(keyword, m.Facts)
		shaped := Shape(keyword, value)
		s.Fields = append(s.Fields, notify.Field{Name: keyword, Fact: fact, Value: shaped, Cut: value != "" && shaped != clean(value)})
	}
	return s, true
}

// byNumber orders keywords as the platform shows them: thing1, time2, thing10.
func byNumber(a, b string) int {
	number := func(keyword string) int {
		n, _ := strconv.Atoi(strings.TrimPrefix(keyword, keywordType(keyword))) // the form of a keyword is checked when loaded
		return n
	}
	return cmp.Compare(number(a), number(b))
}

// Spoken implements notify.Sender.
func (c *Client) Spoken(text string) (notify.Shown, bool) {
	if c.accounts[auth.OA] == nil {
		return notify.Shown{}, false
	}
	return notify.Shown{Text: cutBytes(text, maxReply, "…"), Length: len(text), Most: maxReply, Cut: len(text) > maxReply}, true
}

// Send tries once to deliver a notice: a template message of the official account
// (https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html) or a subscribe
// message of a mini-program
// (https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html).
// On the official account the platform sends a ClientID only once in ten minutes, so an Unknown may be sent again with the
// same one; on a mini-program a retry could send twice, so the caller must not.
func (c *Client) Send(ctx context.Context, m notify.Message) notify.Result {
	a := c.accounts[m.Account]
	t, ok := c.templates.find(m.Account, m.Kind)
	if a == nil || !ok {
		return notify.Result{Outcome: notify.Unavailing, Reason: "no template for this kind of notice"}
	}
	if m.OpenID == "" {
		return notify.Result{Outcome: notify.Refused, Reason: "no openid"}
	}
	if m.Account == auth.OA {
		return c.sendTemplate(ctx, a, t, m)
	}
	leave, err := c.lines.enter(ctx, string(m.Account)+" "+m.OpenID)
	if err != nil {
		return notify.Result{Outcome: notify.Later, Wait: 2 * time.Second, Reason: "another message to this person is being sent"}
	}
	defer leave()
	return c.sendSubscribe(ctx, a, t, m)
}

func (c *Client) sendTemplate(ctx context.Context, a *account, t Template, m notify.Message) notify.Result {
	msg := &oamessage.TemplateMessage{
		ToUser: m.OpenID, TemplateID: t.ID, ClientMsgID: m.ClientID, Data: map[string]*oamessage.TemplateDataItem{},
	}
	for keyword, value := range t.fill(m.Facts) {
		msg.Data[keyword] = &oamessage.TemplateDataItem{Value: value}
	}
	opens := t.Opens
	if opens == "" {
		opens = auth.MP
	}
	if web := c.web[opens]; web != "" && m.Page != "" {
		msg.URL = web + strings.TrimPrefix(m.Page, "/")
	}
	if target := c.accounts[opens]; target != nil && m.Page != "" {
		msg.MiniProgram.AppID, msg.MiniProgram.PagePath = target.AppID, strings.TrimPrefix(m.Page, "/")
	}
	return sent(c.ask(ctx, a, request{api: templateSendAPI, hide: private(m, t), send: func(k *call, tok string) {
		suffix, forget := k.register()
		defer forget()
		_, _ = oamessage.NewTemplate(official(a, tok+suffix)).Send(msg) // the call keeps the answer
	}}))
}

func (c *Client) sendSubscribe(ctx context.Context, a *account, t Template, m notify.Message) notify.Result {
	msg := &subscribe.Message{
		ToUser: m.OpenID, TemplateID: t.ID, Page: strings.TrimPrefix(m.Page, "/"),
		MiniprogramState: stages[c.stage].message, Lang: "zh_CN", Data: map[string]*subscribe.DataItem{},
	}
	for keyword, value := range t.fill(m.Facts) {
		msg.Data[keyword] = &subscribe.DataItem{Value: value}
	}
	return sent(c.ask(ctx, a, request{api: subscribeSendAPI, hide: private(m, t), send: func(k *call, tok string) {
		suffix, forget := k.register()
		defer forget()
		_, _ = subscribe.NewSubscribe(program(a, tok+suffix)).SendGetMsgID(msg) // the call keeps the answer
	}}))
}

// Say sends a text in the official account's chat (客服消息,
// https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html), allowed for a
// limited time after the person's last message.
func (c *Client) Say(ctx context.Context, openid, text string) notify.Result {
	a := c.accounts[auth.OA]
	switch {
	case a == nil:
		return notify.Result{Outcome: notify.Unavailing, Reason: "no official account"}
	case openid == "":
		return notify.Result{Outcome: notify.Refused, Reason: "no openid"}
	case strings.TrimSpace(text) == "":
		return notify.Result{Outcome: notify.Wrong, Reason: "empty text"}
	}
	return c.custom(ctx, a, oamessage.NewCustomerTextMessage(openid, cutBytes(text, maxReply, "…")), openid, text)
}

// Show sends a picture in the official account's chat, under the same condition as Say. media comes from UploadPicture.
func (c *Client) Show(ctx context.Context, openid, media string) notify.Result {
	a := c.accounts[auth.OA]
	switch {
	case a == nil:
		return notify.Result{Outcome: notify.Unavailing, Reason: "no official account"}
	case openid == "" || media == "":
		return notify.Result{Outcome: notify.Refused, Reason: "no openid or no picture"}
	}
	return c.custom(ctx, a, oamessage.NewCustomerImgMessage(openid, media), openid, media)
}

func (c *Client) custom(ctx context.Context, a *account, msg *oamessage.CustomerMessage, hide ...string) notify.Result {
	return sent(c.ask(ctx, a, request{api: customSendAPI, hide: hide, send: func(k *call, tok string) {
		suffix, forget := k.register()
		defer forget()
		_ = oamessage.NewMessageManager(official(a, tok+suffix)).Send(msg) // the call keeps the answer
	}}))
}

// private lists the parts of a message that must not be in an error: the platform's errmsg may repeat its input.
func private(m notify.Message, t Template) []string {
	words := []string{m.OpenID}
	for _, value := range t.fill(m.Facts) {
		words = append(words, value)
	}
	for _, value := range m.Facts {
		words = append(words, value)
	}
	return words
}

// sent turns an answer into a result.
func sent(k *call, err error) notify.Result {
	if err == nil {
		return notify.Result{Outcome: notify.Sent, MsgID: k.msgID()}
	}
	var e *Error
	if !errors.As(err, &e) {
		return notify.Result{Outcome: notify.Wrong, Reason: "bad request"}
	}
	if e.Unknown && e.API != tokenAPI {
		return notify.Result{Outcome: notify.Unknown, Code: e.Code, Reason: e.Error()}
	}
	act := e.action()
	r := notify.Result{Outcome: act.Outcome, Code: e.Code, Reason: e.Error(), Wait: act.Wait, Credit: act.Credit}
	if e.Wait > 0 {
		r.Wait = e.Wait
	}
	return r
}

// msgID returns the platform's number of the message as text: it has 64 bits.
func (k *call) msgID() string {
	var said struct {
		ID looseText `json:"msgid"`
	}
	if err := k.answer(&said); err != nil {
		return ""
	}
	return string(said.ID)
}

// looseText is a text that may arrive as a number.
type looseText string

// UnmarshalJSON keeps all digits of a number.
func (t *looseText) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	if s == "null" {
		s = ""
	}
	*t = looseText(s)
	return nil
}
