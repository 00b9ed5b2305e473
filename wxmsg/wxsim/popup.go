package wxsim

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// maxPopup is the most templates of one popup.
const maxPopup = 5

// ErrPopup is returned for a popup that wx.requestSubscribeMessage would not show.
var ErrPopup = errors.New("this popup cannot be shown")

// credit applies the answers of one popup. mu is held.
func (a *account) credit(st *standing, choices []Answer) error {
	if len(choices) == 0 || len(choices) > maxPopup {
		return fmt.Errorf("%w: %d templates", ErrPopup, len(choices))
	}
	first, _ := a.template(choices[0].TemplateID)
	for _, c := range choices {
		t, ok := a.template(c.TemplateID)
		if !ok {
			return fmt.Errorf("%w: no template %s", ErrPopup, c.TemplateID)
		}
		if t.LongTerm != first.LongTerm {
			return fmt.Errorf("%w: one-time and long-term templates together", ErrPopup)
		}
	}
	for _, c := range choices {
		t, _ := a.template(c.TemplateID)
		switch {
		case c.Status != "accept":
			delete(st.longTerm, t.ID)
		case t.LongTerm:
			st.longTerm[t.ID] = true
		default:
			st.credits[t.ID]++
		}
	}
	return nil
}

// Credits is the number of messages of a one-time template that the person still accepts.
func (p *Person) Credits(kind, templateID string) int {
	p.s.mu.Lock()
	defer p.s.unlock()
	p.s.account(kind)
	return p.standings[kind].credits[templateID]
}

// Accept accepts subscription messages in one popup: one credit per one-time template, one event for the app.
func (p *Person) Accept(kind string, templateIDs ...string) (Reply, error) {
	return p.answerPopup(kind, "accept", templateIDs)
}

// Reject refuses them in one popup.
func (p *Person) Reject(kind string, templateIDs ...string) (Reply, error) {
	return p.answerPopup(kind, "reject", templateIDs)
}

func (p *Person) answerPopup(kind, answer string, ids []string) (Reply, error) {
	return p.Popup(kind, answers(ids, answer))
}

// Answer is a choice in the subscription popup.
type Answer struct {
	TemplateID string
	Status     string // accept or reject
}

func answers(ids []string, status string) []Answer {
	var all []Answer
	for _, id := range ids {
		all = append(all, Answer{id, status})
	}
	return all
}

// Popup answers one subscription popup, each template in its own way.
func (p *Person) Popup(kind string, choices []Answer) (Reply, error) {
	p.s.mu.Lock()
	acct := p.s.account(kind)
	var lists [][]Field
	var titles []string
	for _, c := range choices {
		lists = append(lists, []Field{
			{"TemplateId", c.TemplateID},
			{"SubscribeStatusString", c.Status},
			{"PopupScene", acct.loose(2)},
		})
		titles = append(titles, c.Status+" "+acct.title(c.TemplateID))
	}
	g := gesture{
		kind: kind, name: "subscribe_msg_popup_event", text: "订阅 " + strings.Join(titles, "，"),
		created: acct.loose(p.s.now().Unix()), fields: acct.lists("SubscribeMsgPopupEvent", lists),
		before: func(st *standing, now time.Time) error {
			st.seen = now
			return acct.credit(st, choices)
		},
	}
	p.s.unlock()
	return p.do(g)
}

// RevokeSubscription turns templates off in the settings: the credits are gone and the app gets an event.
func (p *Person) RevokeSubscription(kind string, templateIDs ...string) (Reply, error) {
	p.s.mu.Lock()
	acct := p.s.account(kind)
	var lists [][]Field
	for _, id := range templateIDs {
		lists = append(lists, []Field{{"TemplateId", id}, {"SubscribeStatusString", "reject"}})
	}
	g := gesture{
		kind: kind, name: "subscribe_msg_change_event", text: "关闭订阅", created: acct.loose(p.s.now().Unix()),
		fields: acct.lists("SubscribeMsgChangeEvent", lists), before: func(st *standing, _ time.Time) error {
			for _, id := range templateIDs {
				delete(st.credits, id)
				delete(st.longTerm, id)
			}
			return nil
		},
	}
	p.s.unlock()
	return p.do(g)
}

// RevokeAuthorization revokes in the settings what an account may know (授权用户资料变更): codes are those of RevokeInfo, such as
// "8" for the phone number. The sender of the event is the platform; OpenID is the person.
func (p *Person) RevokeAuthorization(kind, codes string) (Reply, error) {
	return p.authorization(kind, "user_authorization_revoke", Field{"RevokeInfo", codes})
}

// CloseWeChat closes the person's WeChat account; the app gets an event.
func (p *Person) CloseWeChat(kind string) (Reply, error) {
	return p.authorization(kind, "user_authorization_cancellation")
}

func (p *Person) authorization(kind, event string, more ...Field) (Reply, error) {
	s := p.s
	s.mu.Lock()
	acct := s.account(kind)
	now := s.now()
	fields := append([]Field{
		{"ToUserName", acct.OriginalID},
		{"FromUserName", system(acct)},
		{"CreateTime", now.Unix()},
		{"MsgType", "event"},
		{"Event", event},
		{"OpenID", p.openids[kind]},
		{"AppID", acct.AppID},
	}, more...)
	s.record(p, Entry{At: now, From: p.name, Account: kind, Kind: "event", Text: event})
	out := push{acct: *acct, openid: p.openids[kind], what: event, body: acct.render(fields)}
	s.unlock()
	return s.converse(p, out)
}
