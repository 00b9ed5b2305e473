package wxsim

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// The errors of actions that a real phone does not offer.
var (
	ErrNotFollowing = errors.New("the person does not follow the official account")
	ErrFollowing    = errors.New("the person follows already")
	ErrUnknownCode  = errors.New("no such QR code, or it has expired")
)

// Person is a simulated person. They have one unionid and a different openid in each account.
type Person struct {
	s       *Sim
	name    string
	unionID string

	// guarded by s.mu
	openids   map[string]string
	chat      []Entry
	standings map[string]*standing
	logins    map[string]int // jscode2session calls by minute
	highRisk  bool
}

// standing is the relation of a person to one account.
type standing struct {
	following  bool
	followedAt time.Time
	order      int64 // of following, for user/get
	scene      string
	blocked    bool // refuses template messages
	seen       time.Time
	grants     map[string]grant // customer-service windows by trigger
	credits    map[string]int   // subscription credits by template
	longTerm   map[string]bool
}

// Person returns the person of that name, created by the first call.
func (s *Sim) Person(name string) *Person {
	s.mu.Lock()
	defer s.unlock()
	p := s.people[name]
	if p != nil {
		return p
	}
	p = &Person{
		s: s, name: name, unionID: "o6" + identity("unionid", name)[:26], openids: map[string]string{},
		standings: map[string]*standing{}, logins: map[string]int{},
	}
	s.people[name] = p
	for _, a := range s.accounts {
		s.enrol(p, a)
	}
	return p
}

func identity(app, name string) string {
	sum := sha256.Sum256([]byte(app + "\x00" + name))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// enrol must be called with mu held.
func (s *Sim) enrol(p *Person, a *account) {
	id := "o" + identity(a.AppID, p.name)[:27]
	p.openids[a.Kind] = id
	p.standings[a.Kind] = &standing{grants: map[string]grant{}, credits: map[string]int{}, longTerm: map[string]bool{}}
	s.byOpenID[id] = owner{p, a.Kind}
}

// Name is the name given by the test.
func (p *Person) Name() string { return p.name }

// UnionID is the same in every account of the open platform.
func (p *Person) UnionID() string { return p.unionID }

// OpenID is the person's id in one account. It panics if there is no such account.
func (p *Person) OpenID(kind string) string {
	p.s.mu.Lock()
	defer p.s.unlock()
	p.s.account(kind)
	return p.openids[kind]
}

// Following says whether the person follows the official account.
func (p *Person) Following() bool {
	p.s.mu.Lock()
	defer p.s.unlock()
	return p.standings[OA] != nil && p.standings[OA].following
}

// Block makes the person refuse template messages (拒收) while still following; false undoes it.
func (p *Person) Block(refuse bool) {
	p.s.mu.Lock()
	defer p.s.unlock()
	p.s.account(OA)
	p.standings[OA].blocked = refuse
}

// Text sends a text to the official account.
func (p *Person) Text(content string) (Reply, error) { return p.TextTo(OA, content) }

// TextTo sends a text to any account; for a mini-program it is a 客服消息.
func (p *Person) TextTo(kind, content string) (Reply, error) {
	return p.say(kind, "text", Entry{Text: content}, Field{"Content", content})
}

// Photo sends a picture to the official account.
func (p *Person) Photo(image []byte) (Reply, error) { return p.PhotoTo(OA, image) }

// PhotoTo sends a picture to any account.
func (p *Person) PhotoTo(kind string, image []byte) (Reply, error) {
	id, url := p.s.keep(kind, "image", image)
	return p.say(kind, "image", Entry{Text: "[图片]", Media: image, URL: url}, Field{"PicUrl", url}, Field{"MediaId", id})
}

// Voice sends a recording; recognition is the result of WeChat's 语音识别, "" when it is off.
func (p *Person) Voice(amr []byte, recognition string) (Reply, error) {
	id, _ := p.s.keep(OA, "voice", amr)
	fields := []Field{{"MediaId", id}, {"Format", "amr"}}
	if recognition != "" {
		fields = append(fields, Field{"Recognition", recognition})
	}
	return p.say(OA, "voice", Entry{Text: "[语音]" + recognition, Media: amr}, fields...)
}

// Video sends a short video, which our account does not take.
func (p *Person) Video() (Reply, error) {
	return p.say(OA, "video", Entry{}, Field{"MediaId", "video"}, Field{"ThumbMediaId", "thumb"})
}

// Location sends a place as a message.
func (p *Person) Location(lat, lng float64, label string) (Reply, error) {
	return p.say(OA, "location", Entry{Text: "[位置]" + label}, Field{"Location_X", degrees(lat)},
		Field{"Location_Y", degrees(lng)}, Field{"Scale", 20}, Field{"Label", label})
}

func degrees(f float64) Number { return Number(strconv.FormatFloat(f, 'f', 6, 64)) }

// say is a message with a MsgId, which opens the 48-hour window.
func (p *Person) say(kind, msgType string, e Entry, fields ...Field) (Reply, error) {
	s := p.s
	s.mu.Lock()
	acct := s.account(kind)
	st := p.standings[kind]
	if kind == OA && !st.following {
		s.unlock()
		return Reply{}, fmt.Errorf("%s to %s: %w", msgType, kind, ErrNotFollowing)
	}
	now := s.now()
	st.open("message", now)
	st.seen = now
	id := s.next()
	e.At, e.From, e.Account, e.Kind, e.MsgID = now, p.name, kind, msgType, id
	s.record(p, e)
	body := acct.render(append(p.header(acct, now, msgType, fields), Field{"MsgId", id}))
	out := push{acct: *acct, openid: p.openids[kind], what: msgType, msgID: id, body: body, mayReply: true}
	s.unlock()
	return s.converse(p, out)
}

// header puts the four common elements first; mu is held.
func (p *Person) header(a *account, at time.Time, msgType string, fields []Field) []Field {
	var created any = at.Unix()
	return append([]Field{
		{"ToUserName", a.OriginalID},
		{"FromUserName", p.openids[a.Kind]},
		{"CreateTime", created},
		{"MsgType", msgType},
	}, fields...)
}

// converse pushes an action of a person and writes the answer, or the platform's apology, into the chat.
func (s *Sim) converse(p *Person, out push) (Reply, error) {
	rep, err := s.deliver(s.ctx, out)
	s.mu.Lock()
	defer s.unlock()
	switch {
	case err != nil && out.mayReply:
		s.record(p, Entry{From: System, Account: out.acct.Kind, Kind: "system", Text: Apology})
	case err == nil && rep.Kind != "":
		e := Entry{From: out.acct.Kind, Account: out.acct.Kind, Kind: rep.Kind, Text: rep.Text, Media: s.media[rep.MediaID].bytes}
		if len(rep.Articles) > 0 {
			e.URL = rep.Articles[0].URL
		}
		s.record(p, e)
	}
	return rep, err
}

// Message is the plain body of a text from this person, for Sign. msgID 0 makes a new one.
func (p *Person) Message(kind, content string, msgID int64) []byte {
	p.s.mu.Lock()
	defer p.s.unlock()
	if msgID == 0 {
		msgID = p.s.next()
	}
	a := p.s.account(kind)
	return a.render(append(p.header(a, p.s.now(), "text", []Field{{"Content", content}}), Field{"MsgId", msgID}))
}
