package wxsim

import (
	"context"
	"slices"
	"strings"
)

// hasPage compares without the query; a leading slash is always wrong.
func (a *account) hasPage(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	return !strings.HasPrefix(path, "/") && (len(a.pages) == 0 || a.pages[path])
}

type subscribeSend struct {
	ToUser     string              `json:"touser"`
	TemplateID string              `json:"template_id"`
	Page       string              `json:"page"`
	State      string              `json:"miniprogram_state"`
	Lang       string              `json:"lang"`
	Data       map[string]dataItem `json:"data"`
}

type sent struct {
	Code  int    `json:"errcode"`
	Msg   string `json:"errmsg"`
	MsgID int64  `json:"msgid"`
}

// sendSubscribe is /cgi-bin/message/subscribe/send. Until its answer is written, a second call for the same person gets
// 43108.
func sendSubscribe(c *call) (any, error) {
	var in subscribeSend
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	p, st, err := c.recipient(in.ToUser)
	if err != nil {
		return nil, err
	}
	if s.sending[in.ToUser] {
		return nil, wxErr(43108, "concurrent send to the same user")
	}
	s.sending[in.ToUser] = true
	c.after = func() {
		s.mu.Lock()
		defer s.unlock()
		delete(s.sending, in.ToUser)
	}
	t, text, values, err := c.checkSubscribe(in)
	if err != nil {
		return nil, err
	}
	if !st.longTerm[t.ID] {
		if st.credits[t.ID] == 0 {
			return nil, wxErr(43101, "user refuse to accept the msg")
		}
		st.credits[t.ID]--
	}
	d := c.deliver(p, Delivered{
		API: "subscribe", TemplateID: t.ID, Title: t.Title, Data: values, Page: in.Page, State: in.State,
		Lang: in.Lang, Text: text, Status: "success", MsgID: s.next(), CreditsAfter: st.credits[t.ID],
	})
	code, status := int64(0), "success"
	if d.Status != "success" {
		code, status = 1, d.Status
	}
	a := c.acct
	c.pushLater(p, "subscribe_msg_sent_event", d.MsgID, a.loose(c.now.Unix()), a.lists("SubscribeMsgSentEvent", [][]Field{{
		{"TemplateId", t.ID}, {"MsgID", a.loose(d.MsgID)}, {"ErrorCode", a.loose(code)}, {"ErrorStatus", status},
	}}))
	return sent{0, "ok", d.MsgID}, nil
}

func (c *call) checkSubscribe(in subscribeSend) (t Template, text string, values map[string]string, err error) {
	t, ok := c.acct.template(in.TemplateID)
	if !ok {
		return t, "", nil, wxErr(40037, "invalid template_id")
	}
	if in.Page != "" && !c.acct.hasPage(in.Page) {
		return t, "", nil, wxErr(41030, "invalid page")
	}
	if !slices.Contains([]string{"", "developer", "trial", "formal"}, in.State) {
		return t, "", nil, wxErr(47003, "argument invalid! miniprogram_state invalid")
	}
	if !slices.Contains([]string{"", "zh_CN", "en_US", "zh_HK", "zh_TW"}, in.Lang) {
		return t, "", nil, wxErr(47003, "argument invalid! lang invalid")
	}
	values, text, err = t.fill(in.Data)
	return t, text, values, err
}

// pushLater pushes an event of the platform. mu is held; the push may reach the app before the answer of the API call.
func (c *call) pushLater(p *Person, event string, msgID int64, created any, fields []Field) {
	a := c.acct
	out := push{
		acct: *a, openid: p.openids[a.Kind], what: event, msgID: msgID, automatic: true,
		body: p.event(a, c.now, gesture{name: event, created: created, fields: fields}),
	}
	c.s.spawn(func(ctx context.Context) { _, _ = c.s.deliver(ctx, out) }) // the result is in Pushed
}
