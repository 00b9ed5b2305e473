// Package telecom sends notices by SMS and voice call (短信, 语音电话) through a cloud provider, and reads what the provider
// reports about them. No number leaves this package except in the body of a request to the provider.
package telecom

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"linli/app/notify"
)

// The providers.
const (
	Aliyun  = "aliyun"  // 阿里云
	Tencent = "tencent" // 腾讯云
)

// Providers lists the providers.
var Providers = []string{Aliyun, Tencent}

// Channels lists the channels of the telephone network.
var Channels = []notify.Channel{notify.SMS, notify.Voice}

// Line is the configuration of one channel. It is off without a provider.
type Line struct {
	Provider string
	Key      string // id of the access key
	Secret   string
	Sign     string // SMS: the approved signature (签名), without 【】
	App      string // Tencent: SdkAppId
	Show     string // Aliyun voice: the bought number to show, "" for the common ones
	Base     string // another address of the provider's API, for tests
}

// Config is what the client needs.
type Config struct {
	Lines     map[notify.Channel]Line
	Templates Templates
	Now       func() time.Time
	Count     func(channel, provider, outcome string) // nil: not counted
	Patience  time.Duration                           // how long a provider may take to answer; 0: 8 seconds
}

// Client implements notify.Carrier.
type Client struct {
	lines     map[notify.Channel]provider
	config    map[notify.Channel]Line
	templates Templates
	count     func(channel, provider, outcome string)
	patience  time.Duration
}

// provider is one channel at one provider.
type provider interface {
	send(ctx context.Context, o order) notify.Result
	// probe checks what can be checked without sending: credentials, signature, templates.
	probe(ctx context.Context, templates []Template) []error
}

// order is one message for a provider.
type order struct {
	phone  string
	token  string
	id     string // of the template
	names  []string
	values []string
}

// patience is how long a provider may take to answer; a job runs 25 seconds.
const patience = 8 * time.Second

// NewClient returns a client.
func NewClient(c Config) (*Client, error) {
	all := &Client{lines: map[notify.Channel]provider{}, config: c.Lines, templates: c.Templates, count: c.Count}
	if all.patience = c.Patience; all.patience == 0 {
		all.patience = patience
	}
	wire := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSHandshakeTimeout: 5 * time.Second, IdleConnTimeout: time.Minute, MaxIdleConns: 20}
	for channel, line := range c.Lines {
		switch line.Provider {
		case "":
		case Aliyun:
			all.lines[channel] = aliyun{channel: channel, line: line, wire: wire}
		case Tencent:
			all.lines[channel] = tencent{channel: channel, line: line, wire: wire, now: c.Now}
		default:
			return nil, fmt.Errorf("no provider %q", line.Provider)
		}
	}
	return all, nil
}

// On says whether the channel is configured.
func (c *Client) On(channel notify.Channel) bool { return c.lines[channel] != nil }

// TemplateID implements notify.Carrier.
func (c *Client) TemplateID(channel notify.Channel, kind string) string {
	if !c.On(channel) {
		return ""
	}
	return c.templates.find(channel, kind).ID
}

// Shown implements notify.Carrier. An SMS begins with the signature.
func (c *Client) Shown(m notify.Message) (notify.Shown, bool) {
	t := c.templates.find(m.Account, m.Kind)
	if !c.On(m.Account) || t.ID == "" {
		return notify.Shown{}, false
	}
	s := notify.Shown{}
	for _, name := range t.Params {
		v, cut := value(m.Facts[name])
		s.Fields = append(s.Fields, notify.Field{Name: name, Fact: name, Value: v, Cut: cut})
	}
	if t.Text == "" {
		return s, true
	}
	s.Text = t.say(t.fill(m.Facts))
	if m.Account == notify.SMS {
		s.Text = "【" + c.config[m.Account].Sign + "】" + s.Text
		s.Parts = parts(utf8.RuneCountInString(s.Text))
	}
	s.Length = utf8.RuneCountInString(s.Text)
	return s, true
}

// Send implements notify.Carrier.
func (c *Client) Send(ctx context.Context, m notify.Message) notify.Result {
	t := c.templates.find(m.Account, m.Kind)
	if !c.On(m.Account) || t.ID == "" {
		return notify.Result{Outcome: notify.Unavailing, Reason: "not configured"}
	}
	ctx, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	r := c.lines[m.Account].send(ctx, order{
		phone: string(m.Phone), token: m.Token, id: t.ID, names: t.Params, values: t.fill(m.Facts),
	})
	if c.count != nil {
		c.count(string(m.Account), c.config[m.Account].Provider, string(r.Outcome))
	}
	return r
}

// Check returns everything that is wrong with a configured channel, as far as the provider tells without sending.
func (c *Client) Check(ctx context.Context, channel notify.Channel) []error {
	if !c.On(channel) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	templates := c.templates.on(channel)
	if len(templates) == 0 {
		return []error{errors.New("no template is configured, so nothing is sent: LINLI_PHONE_TEMPLATES")}
	}
	return c.lines[channel].probe(ctx, templates)
}

// refusal is an answer of a provider that is no success.
type refusal struct {
	code string
	text string
}

func (r refusal) Error() string {
	if text := redact(r.text); text != "" {
		return redact(r.code) + ": " + text
	}
	return redact(r.code)
}

// result reduces a refusal to what decides the next step. Codes without an entry are mistakes that an operator must fix.
func (r refusal) result(later, refused, unknown []string) notify.Result {
	out := notify.Result{Outcome: notify.Wrong, Reason: r.Error()}
	switch {
	case hasPrefix(r.code, unknown):
		out.Outcome = notify.Unknown
	case hasPrefix(r.code, later):
		out.Outcome, out.Wait = notify.Later, time.Minute
	case hasPrefix(r.code, refused):
		out.Outcome = notify.Refused
	}
	return out
}

func hasPrefix(code string, all []string) bool {
	return slices.ContainsFunc(all, func(p string) bool { return len(code) >= len(p) && code[:len(p)] == p })
}
