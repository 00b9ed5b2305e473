package wxsim

import (
	"fmt"
	"time"
)

// gesture is an event caused by a person: following, scanning, pressing a menu button.
type gesture struct {
	kind, name string
	text       string // for the chat
	mayReply   bool
	created    any // CreateTime, unless the plain number
	fields     []Field
	before     func(*standing, time.Time) error // rules and changes, with mu held
}

func (p *Person) do(g gesture) (Reply, error) {
	s := p.s
	s.mu.Lock()
	acct := s.account(g.kind)
	st := p.standings[g.kind]
	now := s.now()
	if g.before != nil {
		if err := g.before(st, now); err != nil {
			s.unlock()
			return Reply{}, fmt.Errorf("%s: %w", g.name, err)
		}
	}
	s.record(p, Entry{At: now, From: p.name, Account: g.kind, Kind: "event", Text: g.text})
	out := push{acct: *acct, openid: p.openids[g.kind], what: g.name, body: p.event(acct, now, g), mayReply: g.mayReply}
	s.unlock()
	return s.converse(p, out)
}

func (p *Person) event(a *account, at time.Time, g gesture) []byte {
	fields := p.header(a, at, "event", append([]Field{{"Event", g.name}}, g.fields...))
	if g.created != nil {
		fields[2].Value = g.created
	}
	return a.render(fields)
}

// EventBody is the plain body of any event from this person, for Sign.
func (p *Person) EventBody(kind, event string, fields ...Field) []byte {
	p.s.mu.Lock()
	defer p.s.unlock()
	return p.event(p.s.account(kind), p.s.now(), gesture{name: event, fields: fields})
}

// Push sends any event from this person, also an undocumented one. It has no other effect.
func (p *Person) Push(kind, event string, fields ...Field) (Reply, error) {
	return p.do(gesture{kind: kind, name: event, text: event, mayReply: true, fields: fields})
}

func following(st *standing, _ time.Time) error {
	if !st.following {
		return ErrNotFollowing
	}
	return nil
}

// opening requires a follower and opens a customer-service window.
func opening(trigger string) func(*standing, time.Time) error {
	return func(st *standing, now time.Time) error {
		if !st.following {
			return ErrNotFollowing
		}
		st.open(trigger, now)
		return nil
	}
}

// Follow follows the official account: by search if scene is empty, else by the QR code with that scene.
func (p *Person) Follow(scene string) (Reply, error) {
	// The real push has an empty EventKey without a scan.
	fields := []Field{{"EventKey", ""}}
	if scene != "" {
		fields = []Field{{"EventKey", "qrscene_" + scene}, {"Ticket", p.s.ticketOf(scene)}}
	}
	return p.do(gesture{
		kind: OA, name: "subscribe", text: "关注", mayReply: true, fields: fields,
		before: func(st *standing, now time.Time) error {
			if st.following {
				return ErrFollowing
			}
			st.following, st.followedAt, st.scene, st.order = true, now, scene, p.s.next()
			st.open("follow", now)
			return nil
		},
	})
}

// Unfollow leaves the official account.
func (p *Person) Unfollow() (Reply, error) {
	return p.do(gesture{
		kind: OA, name: "unsubscribe", text: "取消关注", fields: []Field{{"EventKey", ""}},
		before: func(st *standing, now time.Time) error {
			if !st.following {
				return ErrNotFollowing
			}
			st.following, st.blocked = false, false
			clear(st.grants)
			return nil
		},
	})
}

// Scan scans the QR code with that scene: SCAN for a follower, otherwise a follow.
func (p *Person) Scan(scene string) (Reply, error) {
	if !p.Following() {
		return p.Follow(scene)
	}
	return p.do(gesture{
		kind: OA, name: "SCAN", text: "扫码 " + scene, mayReply: true,
		fields: []Field{{"EventKey", scene}, {"Ticket", p.s.ticketOf(scene)}},
		before: opening("scan"),
	})
}

// ScanTicket scans a code made with qrcode/create; an unknown or expired one has no effect.
func (p *Person) ScanTicket(ticket string) (Reply, error) {
	scene, ok := p.s.sceneOf(ticket)
	if !ok {
		return Reply{}, ErrUnknownCode
	}
	return p.Scan(scene)
}

// Click presses a menu button of type click. Any key is accepted: phones show an old menu for a day.
func (p *Person) Click(key string) (Reply, error) {
	return p.do(gesture{
		kind: OA, name: "CLICK", text: "点击菜单 " + key, mayReply: true, fields: []Field{{"EventKey", key}},
		before: opening("click"),
	})
}

// View presses a menu button that opens a web page.
func (p *Person) View(url string) (Reply, error) {
	return p.do(gesture{
		kind: OA, name: "VIEW", text: "打开 " + url, fields: []Field{{"EventKey", url}, {"MenuId", 430180202}},
		before: following,
	})
}

// ViewMiniProgram presses a menu button that opens a mini-program page.
func (p *Person) ViewMiniProgram(path string) (Reply, error) {
	return p.do(gesture{
		kind: OA, name: "view_miniprogram", text: "打开小程序 " + path,
		fields: []Field{{"EventKey", path}, {"MenuId", 430180202}}, before: following,
	})
}

// ReportLocation is the LOCATION event sent on entering the conversation, if the person allowed it.
func (p *Person) ReportLocation(lat, lng, precision float64) (Reply, error) {
	return p.do(gesture{kind: OA, name: "LOCATION", text: "上报位置", before: following, fields: []Field{
		{"Latitude", degrees(lat)}, {"Longitude", degrees(lng)}, {"Precision", degrees(precision)},
	}})
}

// EnterSession opens the 客服 conversation of a mini-program.
func (p *Person) EnterSession(kind, from string) (Reply, error) {
	return p.do(gesture{
		kind: kind, name: "user_enter_tempsession", text: "进入客服会话",
		fields: []Field{{"SessionFrom", from}}, before: func(st *standing, now time.Time) error {
			st.open("enter", now)
			st.seen = now
			return nil
		},
	})
}

// Visit opens a mini-program; content checks require a visit within two hours.
func (p *Person) Visit(kind string) {
	p.s.mu.Lock()
	defer p.s.unlock()
	p.s.account(kind)
	p.standings[kind].seen = p.s.now()
}
