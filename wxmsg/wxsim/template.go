package wxsim

import (
	"slices"
	"strings"
	"time"
)

// Template is one 类目模板 of the official account, or one subscription template of a mini-program.
type Template struct {
	ID       string
	Title    string
	Keys     []Key
	LongTerm bool // 长期订阅: one accept lasts until it is revoked
}

// Key is a typed keyword such as thing1; its type decides which values are allowed.
type Key struct {
	Name  string
	Label string
	Enum  []string // allowed values of const and enum keywords
}

// Delivered is a message an account sent through the API.
type Delivered struct {
	Order        int // 1, 2, 3… across all accounts
	At           time.Time
	API          string // template, subscribe or custom
	Kind         string
	OpenID       string
	TemplateID   string
	Title        string
	Data         map[string]string
	URL          string
	Page         string // pagepath of the mini-program
	MiniAppID    string
	State        string // miniprogram_state
	Lang         string
	ClientMsgID  string
	MsgID        int64
	MsgType      string // of custom messages
	Text         string // the visible text
	MediaID      string
	Status       string // success, failed:user block, failed: system failed
	CreditsAfter int    // subscription credits left
}

type sentOnce struct {
	at    time.Time
	msgID int64
}

// dedupeFor is how long client_msg_id prevents a second message.
const dedupeFor = 10 * time.Minute

// AddTemplate adds a template to an account. It panics on an unknown keyword type.
func (s *Sim) AddTemplate(kind string, t Template) {
	for _, k := range t.Keys {
		if shapes[keyType(k.Name)] == nil {
			panic("wxsim: keyword of unknown type " + k.Name)
		}
	}
	s.mu.Lock()
	defer s.unlock()
	a := s.account(kind)
	a.templates = append(a.templates, t)
}

// Delivered returns the messages of an account in order; an empty openid means all persons.
func (s *Sim) Delivered(kind, openid string) []Delivered {
	s.mu.Lock()
	defer s.unlock()
	var found []Delivered
	for _, d := range s.delivered {
		if d.Kind == kind && (openid == "" || d.OpenID == openid) {
			found = append(found, d)
		}
	}
	return found
}

// BreakDeliveries makes the next n template or subscription messages fail inside the platform after errcode 0.
func (s *Sim) BreakDeliveries(n int) {
	s.mu.Lock()
	defer s.unlock()
	s.broken = n
}

func (a *account) template(id string) (Template, bool) {
	i := slices.IndexFunc(a.templates, func(t Template) bool { return t.ID == id })
	if i < 0 {
		return Template{}, false
	}
	return a.templates[i], true
}

func (a *account) title(id string) string {
	if t, ok := a.template(id); ok {
		return t.Title
	}
	return id
}

// fill checks the values of the keywords and returns them with the visible text.
func (t Template) fill(data map[string]dataItem) (map[string]string, string, error) {
	values := map[string]string{}
	var text strings.Builder
	text.WriteString(t.Title)
	for _, k := range t.Keys {
		item, ok := data[k.Name]
		if !ok || !k.allows(item.Value) {
			return nil, "", badData(k.Name)
		}
		values[k.Name] = item.Value
		text.WriteString("\n" + k.Label + "：" + item.Value)
	}
	for _, name := range sortedKeys(data) {
		if _, ok := values[name]; !ok {
			return nil, "", badData(name)
		}
	}
	return values, text.String(), nil
}

type dataItem struct {
	Value string `json:"value"`
	Color string `json:"color"` // no longer shown
}

type templateSend struct {
	ToUser      string `json:"touser"`
	TemplateID  string `json:"template_id"`
	URL         string `json:"url"`
	ClientMsgID string `json:"client_msg_id"`
	Mini        struct {
		AppID    string `json:"appid"`
		PagePath string `json:"pagepath"`
	} `json:"miniprogram"`
	Data map[string]dataItem `json:"data"`
}

// sendTemplate is /cgi-bin/message/template/send.
func sendTemplate(c *call) (any, error) {
	var in templateSend
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
	t, ok := c.acct.template(in.TemplateID)
	if !ok {
		return nil, wxErr(40037, "invalid template_id")
	}
	if !st.following {
		return nil, wxErr(43004, "require subscribe")
	}
	if err := c.checkMini(in); err != nil {
		return nil, err
	}
	values, text, err := t.fill(in.Data)
	if err != nil {
		return nil, err
	}
	once := in.ToUser + "\x00" + in.ClientMsgID
	if prev, ok := s.dedupe[once]; ok && in.ClientMsgID != "" && c.now.Sub(prev.at) < dedupeFor {
		return sent{0, "ok", prev.msgID}, nil
	}
	d := Delivered{
		API: "template", TemplateID: t.ID, Title: t.Title, Data: values, URL: in.URL, Page: in.Mini.PagePath,
		MiniAppID: in.Mini.AppID, ClientMsgID: in.ClientMsgID, Text: text, Status: "success", MsgID: s.next(),
	}
	if st.blocked {
		d.Status = "failed:user block"
	}
	d = c.deliver(p, d)
	if in.ClientMsgID != "" {
		s.dedupe[once] = sentOnce{c.now, d.MsgID}
	}
	c.pushLater(p, "TEMPLATESENDJOBFINISH", d.MsgID, nil, []Field{{"MsgID", d.MsgID}, {"Status", d.Status}})
	return sent{0, "ok", d.MsgID}, nil
}

// checkMini requires an associated mini-program and one of its pages.
func (c *call) checkMini(in templateSend) error {
	if in.Mini.AppID == "" {
		return nil
	}
	mini := c.s.accountByAppID(in.Mini.AppID)
	if mini == nil || mini.Kind == OA {
		return wxErr(40013, "invalid appid")
	}
	if in.Mini.PagePath != "" && !mini.hasPage(in.Mini.PagePath) {
		return wxErr(40165, "invalid weapp pagepath")
	}
	return nil
}

// deliver puts a message into the person's chat, unless it fails on the way. mu is held.
func (c *call) deliver(p *Person, d Delivered) Delivered {
	s := c.s
	if d.API != "custom" && s.broken > 0 {
		s.broken--
		d.Status = "failed: system failed"
	}
	d.Order, d.At, d.Kind, d.OpenID = len(s.delivered)+1, c.now, c.acct.Kind, p.openids[c.acct.Kind]
	s.delivered = append(s.delivered, d)
	if d.Status == "success" {
		link := d.URL
		if d.Page != "" {
			link = d.Page
		}
		kind := d.API
		if d.MsgType != "" {
			kind = d.MsgType
		}
		s.record(p, Entry{
			At: c.now, From: d.Kind, Account: d.Kind, Kind: kind, Text: d.Text, URL: link,
			Media: s.media[d.MediaID].bytes, MsgID: d.MsgID,
		})
	}
	return d
}
