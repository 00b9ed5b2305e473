package telecom

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/telecom/telesim"

	"linli/app/notify"
	"linli/app/person"
)

const texts = `
sms:
  steward.call: {id: %1, params: [place, number]}
  default: {id: %2, params: [title]}
voice:
  default: {id: %3, params: [place]}
`

// rig is a client with a simulated provider.
type rig struct {
	*Client
	sim      *telesim.Sim
	provider string
}

func newRig(t *testing.T, provider string, change func(*Config)) rig {
	t.Helper()
	sim := telesim.New(telesim.Options{Now: time.Now, Limit: 400 * time.Millisecond})
	base, stop := sim.Start()
	t.Cleanup(stop)
	line := Line{Provider: Aliyun, Key: telesim.AliyunKey, Secret: telesim.AliyunSecret, Sign: telesim.Sign, App: telesim.App, Base: base}
	ids := strings.NewReplacer("%1", "SMS_1", "%2", "SMS_2", "%3", "TTS_3")
	if provider == Tencent {
		line.Provider, line.Key, line.Secret = Tencent, telesim.TencentKey, telesim.TencentSecret
		ids = strings.NewReplacer("%1", "1", "%2", "2", "%3", "3")
	}
	templates, err := LoadTemplates(strings.NewReader(ids.Replace(texts)))
	if err != nil {
		t.Fatal(err)
	}
	c := Config{
		Lines: map[notify.Channel]Line{notify.SMS: line, notify.Voice: line}, Templates: templates, Now: time.Now, Patience: 200 * time.Millisecond,
	}
	if change != nil {
		change(&c)
	}
	client, err := NewClient(c)
	if err != nil {
		t.Fatal(err)
	}
	return rig{client, sim, provider}
}

func each(t *testing.T, do func(t *testing.T, provider string)) {
	t.Helper()
	for _, provider := range Providers {
		t.Run(provider, func(t *testing.T) { t.Parallel(); do(t, provider) })
	}
}

const number = person.Phone("13912345678")

func message(c notify.Channel) notify.Message {
	return notify.Message{
		Account: c, Phone: number, Token: "abcdefghij23456", Kind: "steward.call_urgent",
		Facts: map[string]string{"place": "阳光花园3号楼 https://evil.example/x 2单元【广告】第一层左边的房间", "number": "Q7", "title": "求助"},
	}
}

func TestMessagesAreSigned(t *testing.T) {
	each(t, func(t *testing.T, provider string) {
		r := newRig(t, provider, nil)
		for _, channel := range Channels {
			got := r.Send(t.Context(), message(channel))
			if got.Outcome != notify.Sent || got.MsgID == "" {
				t.Fatalf("%s: %+v", channel, got)
			}
			m := r.sim.Sent(string(channel))[0]
			if m.Phone != string(number) || m.Token != "abcdefghij23456" || m.ID != got.MsgID {
				t.Errorf("%s: the provider got %+v", channel, m)
			}
			all := strings.Join(m.Params, "|")
			if strings.Contains(all, "evil") || strings.ContainsAny(all, "【】") || !strings.Contains(all, "阳光花园3号楼") {
				t.Errorf("%s: parameters %q", channel, all)
			}
		}
		if wrong := r.sim.Wrong(); len(wrong) > 0 {
			t.Error(wrong)
		}
	})
}

// What each fault of a provider means, and that nothing that is kept or logged names the number.
func TestFaultsOfAProvider(t *testing.T) {
	each(t, func(t *testing.T, provider string) {
		for fault, want := range map[telesim.Fault]notify.Outcome{
			telesim.Well: notify.Sent, telesim.Early: notify.Sent, telesim.Down: notify.Later, telesim.Limited: notify.Later,
			telesim.Barred: notify.Refused, telesim.Unpaid: notify.Wrong,
			telesim.Slow: notify.Unknown, telesim.Broken: notify.Unknown, telesim.Garbled: notify.Unknown,
		} {
			for _, channel := range Channels {
				r := newRig(t, provider, func(c *Config) {
					if fault != telesim.Slow {
						c.Patience = 5 * time.Second
					}
				})
				r.sim.Behave(string(channel), fault)
				got := r.Send(t.Context(), message(channel))
				if got.Outcome != want {
					t.Errorf("%s %s: %+v, want %s", channel, fault, got, want)
				}
				if strings.Contains(got.Reason, string(number)) || len([]rune(got.Reason)) > 200 {
					t.Errorf("%s %s: reason %q", channel, fault, got.Reason)
				}
				if asked := r.sim.Asked(); asked != 1 {
					t.Errorf("%s %s: asked %d times", channel, fault, asked)
				}
			}
		}
	})
}

func TestAProviderThatCannotBeReachedWasAskedNothing(t *testing.T) {
	each(t, func(t *testing.T, provider string) {
		r := newRig(t, provider, func(c *Config) {
			for channel, line := range c.Lines {
				line.Base = "http://127.0.0.1:1"
				c.Lines[channel] = line
			}
		})
		for _, channel := range Channels {
			if got := r.Send(t.Context(), message(channel)); got.Outcome != notify.Later || strings.Contains(got.Reason, "127.0.0.1") {
				t.Errorf("%s: %+v", channel, got)
			}
		}
	})
}

func TestAChannelIsOffUntilConfigured(t *testing.T) {
	c, err := NewClient(Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, channel := range Channels {
		if c.On(channel) || c.TemplateID(channel, "steward.call") != "" || c.Check(t.Context(), channel) != nil {
			t.Errorf("%s is on", channel)
		}
		if got := c.Send(t.Context(), message(channel)); got.Outcome != notify.Unavailing {
			t.Errorf("%s: %+v", channel, got)
		}
	}
	if _, err := NewClient(Config{Lines: map[notify.Channel]Line{notify.SMS: {Provider: "pigeon"}}}); err == nil {
		t.Error("a provider that does not exist")
	}
}

func TestCheckFindsWhatIsWrongWithoutSending(t *testing.T) {
	good := map[string]map[string]string{
		Aliyun:  {"SMS_1": "${place}有人求助，编号${number}。", "SMS_2": "您有新消息：${title}。"},
		Tencent: {"1": "{1}有人求助，编号{2}。", "2": "您有新消息：{1}。"},
	}
	each(t, func(t *testing.T, provider string) {
		for name, c := range map[string]struct {
			channel notify.Channel
			change  func(*Config)
			texts   func(map[string]string)
			want    string
		}{
			"all is well":                 {channel: notify.SMS},
			"all is well with calls":      {channel: notify.Voice},
			"the secret is wrong":         {channel: notify.SMS, change: onLine(func(l *Line) { l.Secret = "somethingelse" }), want: "Signature"},
			"the secret of calls":         {channel: notify.Voice, change: onLine(func(l *Line) { l.Secret = "somethingelse" }), want: "Signature"},
			"the signature is unknown":    {channel: notify.SMS, change: onLine(func(l *Line) { l.Sign = "别人" }), want: "signature 别人"},
			"a template is unknown":       {channel: notify.SMS, texts: func(m map[string]string) { delete(m, ids(provider)[0]) }, want: "template " + ids(provider)[0]},
			"a template is not approved":  {channel: notify.SMS, texts: func(m map[string]string) { m[ids(provider)[1]] = "?${title}{1}" }, want: "not approved"},
			"a template has other values": {channel: notify.SMS, texts: func(m map[string]string) { m[ids(provider)[1]] = "您有新消息。" }, want: "parameters"},
			"no template":                 {channel: notify.SMS, change: func(c *Config) { c.Templates = Templates{} }, want: "LINLI_PHONE_TEMPLATES"},
		} {
			r := newRig(t, provider, func(cfg *Config) {
				cfg.Patience = 5 * time.Second
				if c.change != nil {
					c.change(cfg)
				}
			})
			r.sim.Templates = map[string]string{}
			for id, text := range good[provider] {
				r.sim.Templates[id] = text
			}
			if c.texts != nil {
				c.texts(r.sim.Templates)
			}
			var said []string
			for _, err := range r.Check(t.Context(), c.channel) {
				said = append(said, err.Error())
			}
			all := strings.Join(said, "\n")
			if (c.want == "") != (all == "") || !strings.Contains(all, c.want) || strings.Contains(all, telesim.AliyunSecret) {
				t.Errorf("%s: %q, want %q", name, all, c.want)
			}
			if r.sim.Asked() != 0 {
				t.Errorf("%s: something was sent", name)
			}
		}
	})
}

func ids(provider string) []string {
	if provider == Tencent {
		return []string{"1", "2"}
	}
	return []string{"SMS_1", "SMS_2"}
}

func onLine(do func(*Line)) func(*Config) {
	return func(c *Config) {
		for channel, line := range c.Lines {
			do(&line)
			c.Lines[channel] = line
		}
	}
}

// The example of Tencent's documentation (https://cloud.tencent.com/document/api/213/30654), whose secret is masked there and
// was signed as it stands.
func TestTheSignatureIsThePublishedOne(t *testing.T) {
	body := []byte(`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`)
	signer := tc3{"AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******", "Gu5t9xGARNpq86cd98joQYCN3*******"}
	const want = "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, " +
		"SignedHeaders=content-type;host, Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c"
	if got := signer.authorization("cvm", "cvm.tencentcloudapi.com", body, time.Unix(1551113065, 0)); got != want {
		t.Errorf("signed as %s", got)
	}
}

func TestTextsOfProvidersAreRedacted(t *testing.T) {
	for text, want := range map[string]string{
		"号码13912345678无效":                       "号码***无效",
		"number +86 139-1234-5678 is barred":    "number *** is barred",
		"see https://dysmsapi.example/?a=b now": "see [url] now",
		"key LTAIabc123 not found":              "key *** not found",
		"isv.BUSINESS_LIMIT_CONTROL":            "isv.BUSINESS_LIMIT_CONTROL",
		"two\nlines":                            "two lines",
		strings.Repeat("长", 150):                strings.Repeat("长", 100) + "…",
	} {
		if got := redact(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestTemplates(t *testing.T) {
	for text, ok := range map[string]bool{
		"": true, "sms: {default: {id: SMS_1, params: [title]}}": true, "voice: {default: {id: '77', params: []}}": true,
		"sms: {default: {id: nonsense}}": false, "sms: {default: {params: [title]}}": false, "mail: {default: {id: '1'}}": false,
		"sms: {default: {id: '1', cut: 3}}":                                    false,
		"sms: {default: {id: SMS_1, params: [title], text: '社区通知：${title}。'}}": true, "sms: {default: {id: '1', params: [title], text: '社区通知：{1}。'}}": true,
		"sms: {default: {id: SMS_1, params: [title], text: '社区通知：${place}。'}}": false, "sms: {default: {id: '1', params: [title], text: '社区通知：{2}。'}}": false,
		"sms: {}\n---\nsms: {}": false, ":": false,
	} {
		if _, err := LoadTemplates(strings.NewReader(text)); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
	one := Template{Params: []string{"title", "place", "words"}}
	got := one.fill(map[string]string{"title": "【催】${x}", "place": strings.Repeat("远", 30), "words": "\n"})
	if got[0] != "催x" || len([]rune(got[1])) != 20 || got[2] != "无" {
		t.Errorf("filled with %q", got)
	}
}

func TestOnlyTheTokenOpensTheCallback(t *testing.T) {
	heard := 0
	cb := NewCallback(CallbackConfig{
		Token: "secret", Now: time.Now, Count: func(string, string) {},
		Heard: func(_ context.Context, events []notify.PhoneEvent) error { heard += len(events); return nil },
	})
	const sms = `[{"success":true,"out_id":"abc","biz_id":"1"}]`
	for name, c := range map[string]struct {
		provider, channel, token, body string
		want, events                   int
	}{
		"right":                  {Aliyun, "sms", "secret", sms, http.StatusOK, 1},
		"no token":               {Aliyun, "sms", "", sms, http.StatusForbidden, 0},
		"another token":          {Aliyun, "sms", "secreT", sms, http.StatusForbidden, 0},
		"another provider":       {"pigeon", "sms", "secret", sms, http.StatusForbidden, 0},
		"another channel":        {Aliyun, "oa", "secret", sms, http.StatusForbidden, 0},
		"not JSON":               {Aliyun, "sms", "secret", "<xml/>", http.StatusBadRequest, 0},
		"of the other provider":  {Tencent, "voice", "secret", `{"voicecode_callback":{}}`, http.StatusBadRequest, 0},
		"nothing":                {Aliyun, "sms", "secret", "[]", http.StatusOK, 0},
		"more events than ever":  {Aliyun, "sms", "secret", "[" + strings.Repeat(`{"out_id":"a"},`, 500) + `{"out_id":"a"}]`, http.StatusBadRequest, 0},
		"an event about nothing": {Aliyun, "sms", "secret", `[{"success":true}]`, http.StatusOK, 0},
	} {
		heard = 0
		if status, _ := cb.Receive(t.Context(), c.provider, c.channel, c.token, []byte(c.body)); status != c.want || heard != c.events {
			t.Errorf("%s = %d with %d events", name, status, heard)
		}
	}
	if status, _ := NewCallback(CallbackConfig{Count: func(string, string) {}}).Receive(t.Context(), Aliyun, "sms", "", []byte(sms)); status != http.StatusForbidden {
		t.Errorf("without a token of its own a callback answers %d", status)
	}
}

func TestAMessageIsShownAsItIsSent(t *testing.T) {
	const place = "阳光社区阳光花园3号楼2单元南侧通道门口" // 20 characters
	for _, provider := range []string{Aliyun, Tencent} {
		text := map[string]string{Aliyun: "${place}：${title}", Tencent: "{1}：{2}"}[provider]
		templates, err := LoadTemplates(strings.NewReader("sms: {default: {id: '1', params: [place, title], text: '" + text + "'}, a.long: {id: '2', params: [place, title], text: '" +
			strings.Repeat("好", 60) + text + "'}}\nvoice: {default: {id: '3', params: [place]}}"))
		if err != nil {
			t.Fatal(err)
		}
		line := Line{Provider: provider, Sign: "邻里"}
		c, err := NewClient(Config{Lines: map[notify.Channel]Line{notify.SMS: line, notify.Voice: line}, Templates: templates, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		facts := map[string]string{"place": place, "title": strings.Repeat("灯", 21)}
		sms, ok := c.Shown(notify.Message{Account: notify.SMS, Kind: "a.short", Facts: facts})
		if want := "【邻里】" + place + "：" + strings.Repeat("灯", 19) + "…"; !ok || sms.Text != want || sms.Length != 45 || sms.Parts != 1 || sms.Fields[0].Cut || !sms.Fields[1].Cut {
			t.Errorf("%s: %+v", provider, sms)
		}
		if long, _ := c.Shown(notify.Message{Account: notify.SMS, Kind: "a.long", Facts: facts}); long.Length != 105 || long.Parts != 2 {
			t.Errorf("%s: %d characters are %d SMS", provider, long.Length, long.Parts)
		}
		if call, ok := c.Shown(notify.Message{Account: notify.Voice, Kind: "a.short", Facts: facts}); !ok || call.Text != "" || call.Parts != 0 || call.Fields[0].Value != place {
			t.Errorf("%s: %+v", provider, call)
		}
	}
	for n, want := range map[int]int{1: 1, 70: 1, 71: 2, 134: 2, 135: 3} {
		if got := parts(n); got != want {
			t.Errorf("%d characters are %d SMS", n, got)
		}
	}
	none, err := NewClient(Config{})
	if _, ok := none.Shown(notify.Message{Account: notify.SMS, Kind: "a.short"}); ok || err != nil {
		t.Error("a channel that is off shows something", err)
	}
}
