package wxmsg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/silenceper/wechat/v2/util"

	"linli/app/auth"
	"linli/app/notify"
)

func note(account auth.Account) notify.Message {
	return notify.Message{
		Account: account, OpenID: "oAbCdEfGhIjKlMnOpQrStUvWxYz1", Kind: "report.accepted", ClientID: "notice-7", Page: "/pages/report/detail?id=1",
		Facts: map[string]string{"title": "3号楼2单元路灯坏了一个多星期了请尽快来修", "at": "2026年11月21日 15:04"},
	}
}

func TestSendTemplate(t *testing.T) {
	o := open(t)
	o.p.on(templateSendAPI, says(`{"errcode":0,"errmsg":"ok","msgid":200228332}`))
	got := o.Send(t.Context(), note(auth.OA))
	if diff := cmp.Diff(notify.Result{Outcome: notify.Sent, MsgID: "200228332"}, got); diff != "" {
		t.Error(diff)
	}
	call := o.p.calls(templateSendAPI)[0]
	if diff := cmp.Diff(map[string][]string{"access_token": {"TOKEN1"}}, call.query); diff != "" {
		t.Errorf("query: %s", diff)
	}
	want := map[string]any{
		"touser": "oAbCdEfGhIjKlMnOpQrStUvWxYz1", "template_id": "TPL-OA", "client_msg_id": "notice-7",
		"miniprogram": map[string]any{"appid": "wx0000000000000002", "pagepath": "pages/report/detail?id=1"},
		"data": map[string]any{
			"thing1": map[string]any{"value": "3号楼2单元路灯坏了一个多星期了请..."}, "time2": map[string]any{"value": "2026年11月21日 15:04"},
			"phrase3": map[string]any{"value": "已受理"},
		},
	}
	if diff := cmp.Diff(want, bodyOf(t, call)); diff != "" {
		t.Error(diff)
	}
	alert := note(auth.OA)
	alert.Kind = "steward.alert"
	o.Send(t.Context(), alert)
	if mini := bodyOf(t, o.p.calls(templateSendAPI)[1])["miniprogram"].(map[string]any); mini["appid"] != "wx0000000000000003" {
		t.Errorf("opens %v", mini)
	}
}

func TestSendSubscribe(t *testing.T) {
	o := open(t)
	o.p.on(subscribeSendAPI, says(`{"errcode":0,"errmsg":"ok","msgid":3395159288267931652}`))
	got := o.Send(t.Context(), note(auth.MP))
	if diff := cmp.Diff(notify.Result{Outcome: notify.Sent, MsgID: "3395159288267931652"}, got); diff != "" {
		t.Error(diff)
	}
	body := bodyOf(t, o.p.calls(subscribeSendAPI)[0])
	if body["template_id"] != "TPL-MP" || body["page"] != "pages/report/detail?id=1" || body["miniprogram_state"] != "formal" || body["lang"] != "zh_CN" {
		t.Errorf("%v", body)
	}
}

func TestSendWhereNothingIsConfigured(t *testing.T) {
	o := open(t)
	for name, m := range map[string]notify.Message{
		"kind":    {Account: auth.OA, OpenID: "o", Kind: "no.such"},
		"account": {Account: auth.Staff, OpenID: "o", Kind: "report.accepted"},
	} {
		if got := o.Send(t.Context(), m); got.Outcome != notify.Unavailing {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := o.Send(t.Context(), notify.Message{Account: auth.OA, Kind: "report.accepted"}); got.Outcome != notify.Refused {
		t.Errorf("%+v", got)
	}
	if o.TemplateID(auth.OA, "report.accepted") != "TPL-OA" || o.TemplateID(auth.Staff, "report.accepted") != "" {
		t.Error("template ids")
	}
	if len(o.p.seen) != 0 {
		t.Error("a request was sent")
	}
}

func TestSendOutcomes(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer answerFunc
		want   notify.Result
	}{
		{"busy", says(`{"errcode":-1,"errmsg":"system error"}`), notify.Result{Outcome: notify.Later, Code: -1, Wait: 5 * time.Second}},
		{"not following", says(`{"errcode":43004,"errmsg":"require subscribe hint: [x] rid: 65a0d1b2-1"}`), notify.Result{Outcome: notify.Refused, Code: 43004}},
		{"no credit", says(`{"errcode":43101,"errmsg":"user refuse to accept the msg"}`), notify.Result{Outcome: notify.Refused, Code: 43101, Credit: notify.CreditGone}},
		{"bad value", says(`{"errcode":47003,"errmsg":"argument invalid! data.thing1.value invalid"}`), notify.Result{Outcome: notify.Wrong, Code: 47003}},
		{"new code", says(`{"errcode":99999,"errmsg":"?"}`), notify.Result{Outcome: notify.Wrong, Code: 99999}},
		{"code as text", says(`{"errcode":"43101","errmsg":"refuse"}`), notify.Result{Outcome: notify.Refused, Code: 43101, Credit: notify.CreditGone}},
		{"minute", says(`{"errcode":45011,"errmsg":"api minute-quota reach limit"}`), notify.Result{Outcome: notify.Later, Code: 45011, Wait: time.Minute}},
		{"quota", says(`{"errcode":45009,"errmsg":"reach max api daily quota limit"}`), notify.Result{Outcome: notify.Later, Code: 45009, Wait: 8*time.Hour + 56*time.Minute}},
		{"502", status(502), notify.Result{Outcome: notify.Unknown}},
		{"403 of a gateway", status(403), notify.Result{Outcome: notify.Later, Wait: time.Minute}},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		}, notify.Result{Outcome: notify.Unknown}},
		{"html", says("<html>"), notify.Result{Outcome: notify.Unknown}},
		{"nothing", says(""), notify.Result{Outcome: notify.Unknown}},
		{"silence", hangs, notify.Result{Outcome: notify.Unknown}},
		{"endless", func(w http.ResponseWriter, _ *http.Request) {
			for range 1 << 10 {
				if _, err := w.Write(make([]byte, 8<<10)); err != nil {
					return
				}
			}
		}, notify.Result{Outcome: notify.Unknown}},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, `{"errcode":0`)
		}, notify.Result{Outcome: notify.Unknown}},
	} {
		for _, account := range []auth.Account{auth.OA, auth.MP} {
			t.Run(c.name+" "+string(account), func(t *testing.T) {
				o := open(t)
				o.p.on(templateSendAPI, c.answer)
				o.p.on(subscribeSendAPI, c.answer)
				got := o.Send(t.Context(), note(account))
				if got.Reason == "" || strings.Contains(got.Reason, "http://") || strings.Contains(got.Reason, "TOKEN") {
					t.Errorf("reason %q", got.Reason)
				}
				got.Reason = ""
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
				if n := len(o.p.calls(templateSendAPI)) + len(o.p.calls(subscribeSendAPI)); n != 1 {
					t.Errorf("sent %d times", n)
				}
			})
		}
	}
}

func TestSendBeforeAnythingLeft(t *testing.T) {
	o := open(t)
	o.p.on(tokenAPI, hangs)
	if got := o.Send(t.Context(), note(auth.MP)); got.Outcome != notify.Later { // no token: certainly not sent
		t.Errorf("no token: %+v", got)
	}
	o = open(t)
	o.shelf.tokens["wx0000000000000002"], o.shelf.ends["wx0000000000000002"] = "T", o.now().Add(time.Hour)
	o.p.Close()
	if got := o.Send(t.Context(), note(auth.MP)); got.Outcome != notify.Later {
		t.Errorf("no server: %+v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := o.Send(ctx, note(auth.MP)); got.Outcome != notify.Later {
		t.Errorf("canceled: %+v", got)
	}
}

func TestSendWithBadTokenTwice(t *testing.T) {
	o := open(t)
	o.p.on(templateSendAPI, says(`{"errcode":42001,"errmsg":"access_token expired"}`), says(`{"errcode":0,"errmsg":"ok","msgid":1}`))
	if got := o.Send(t.Context(), note(auth.OA)); got.Outcome != notify.Sent || len(o.p.calls(tokenAPI)) != 2 {
		t.Errorf("%+v", got)
	}
	if a, b := o.p.calls(templateSendAPI)[0].query, o.p.calls(templateSendAPI)[1].query; a["access_token"][0] == b["access_token"][0] {
		t.Error("the same token twice")
	}
	o.p.on(templateSendAPI, says(`{"errcode":40014,"errmsg":"invalid access_token"}`))
	if got := o.Send(t.Context(), note(auth.OA)); got.Outcome != notify.Later || got.Code != 40014 || len(o.p.calls(templateSendAPI)) != 4 {
		t.Errorf("%+v after %d calls", got, len(o.p.calls(templateSendAPI)))
	}
}

// The APIs of mini-program codes have a quota per minute only: they rest until its end, without a trouble for the operator.
func TestAMinutesQuotaRestsAMinute(t *testing.T) {
	o := open(t)
	o.p.on(pageCodeAPI, says(`{"errcode":45009,"errmsg":"reach max api minute quota limit"}`), says("\x89PNG\r\n\x1a\n"))
	for range 2 {
		if _, err := o.PageCode(t.Context(), auth.MP, "b1", "pages/a"); !errors.Is(err, ErrBusy) {
			t.Errorf("%v", err)
		}
	}
	if n := len(o.p.calls(pageCodeAPI)); n != 1 {
		t.Errorf("%d requests in one minute", n)
	}
	o.forward(61 * time.Second)
	if _, err := o.PageCode(t.Context(), auth.MP, "b1", "pages/a"); err != nil {
		t.Errorf("in the next minute: %v", err)
	}
	if strings.Contains(o.log.String(), "operator") {
		t.Error(o.log.String())
	}
}

func TestQuotaRests(t *testing.T) {
	o := open(t)
	o.p.on(templateSendAPI, says(`{"errcode":45009,"errmsg":"reach max api daily quota limit"}`), says(`{"errcode":0,"errmsg":"ok","msgid":1}`))
	o.p.on(userInfoAPI, says(`{"subscribe":0}`))
	o.p.on(subscribeSendAPI, says(`{"errcode":0,"errmsg":"ok"}`))
	o.Send(t.Context(), note(auth.OA))
	o.forward(time.Hour)
	got := o.Send(t.Context(), note(auth.OA))
	if got.Outcome != notify.Later || got.Wait != 7*time.Hour+56*time.Minute || len(o.p.calls(templateSendAPI)) != 1 {
		t.Errorf("%+v", got)
	}
	if _, _, err := o.UserInfo(t.Context(), "oUser"); err != nil {
		t.Errorf("another API rests: %v", err)
	}
	if got := o.Send(t.Context(), note(auth.MP)); got.Outcome != notify.Sent {
		t.Errorf("another account rests: %+v", got)
	}
	o.forward(got.Wait)
	if got := o.Send(t.Context(), note(auth.OA)); got.Outcome != notify.Sent {
		t.Errorf("after midnight: %+v", got)
	}
	if o.counted(templateSendAPI, "resting") != 1 || o.counted(templateSendAPI, "45009") != 1 || o.counted(templateSendAPI, "ok") != 1 {
		t.Errorf("%v", o.counts.of)
	}
}

func TestOneSubscribeMessageAtATime(t *testing.T) {
	o := open(t)
	var now, most atomic.Int32
	o.p.on(subscribeSendAPI, func(w http.ResponseWriter, r *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(2 * time.Millisecond)
		now.Add(-1)
		says(`{"errcode":0,"errmsg":"ok","msgid":1}`)(w, r)
	})
	var all sync.WaitGroup
	start := make(chan struct{})
	for range 20 {
		all.Go(func() {
			<-start
			if got := o.Send(t.Context(), note(auth.MP)); got.Outcome != notify.Sent {
				t.Errorf("%+v", got)
			}
		})
	}
	close(start)
	all.Wait()
	if most.Load() != 1 || len(o.lines.open) != 0 {
		t.Errorf("%d at once, %d lines left", most.Load(), len(o.lines.open))
	}
	leave, err := o.lines.enter(t.Context(), "mp "+note(auth.MP).OpenID)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if got := o.Send(ctx, note(auth.MP)); got.Outcome != notify.Later {
		t.Errorf("%+v", got)
	}
	leave()
}

func TestSay(t *testing.T) {
	o := open(t)
	o.p.on(customSendAPI, says(`{"errcode":0,"errmsg":"ok"}`))
	if got := o.Say(t.Context(), "oUser", "您好 <b>&"); got.Outcome != notify.Sent {
		t.Errorf("%+v", got)
	}
	if body := o.p.calls(customSendAPI)[0].body; !strings.Contains(body, `{"content":"您好 <b>&"}`) || !strings.Contains(body, `"touser":"oUser"`) {
		t.Error(body)
	}
	o.p.on(customSendAPI, says(`{"errcode":45015,"errmsg":"response out of time limit or subscription is canceled"}`))
	if got := o.Say(t.Context(), "oUser", "您好"); got.Outcome != notify.Refused || got.Code != 45015 {
		t.Errorf("%+v", got)
	}
	if got := o.Say(t.Context(), "oUser", "  "); got.Outcome != notify.Wrong {
		t.Errorf("%+v", got)
	}
	if got := o.Say(t.Context(), "", "a"); got.Outcome != notify.Refused {
		t.Errorf("%+v", got)
	}
}

// Each client uses its own platform, although silenceper has one global HTTP client.
func TestSeveralClients(t *testing.T) {
	a, b := open(t), open(t)
	a.p.on(templateSendAPI, says(`{"errcode":0,"msgid":1}`))
	b.p.on(templateSendAPI, says(`{"errcode":0,"msgid":2}`))
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got := a.Send(t.Context(), note(auth.OA)); got.MsgID != "1" {
				t.Errorf("%+v", got)
			}
		})
		all.Go(func() {
			if got := b.Send(t.Context(), note(auth.OA)); got.MsgID != "2" {
				t.Errorf("%+v", got)
			}
		})
	}
	all.Wait()
	left := 0
	calls.Range(func(any, any) bool { left++; return true })
	if left != 0 {
		t.Errorf("%d calls left", left)
	}
}

func TestARequestWithoutACallIsRefused(t *testing.T) {
	open(t)
	for _, address := range []string{"https://api.weixin.qq.com/x", "https://api.weixin.qq.com/x?linli_call=999999999", "https://api.weixin.qq.com/x?linli_call=-1"} {
		if _, err := util.HTTPGet(address); !errors.Is(err, errNoCall) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestNewClientRefuses(t *testing.T) {
	good := Config{Accounts: testAccounts(), Tokens: newShelf(), Now: time.Now, Log: slog.Default()}
	if _, err := NewClient(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(c *Config){
		"no clock":   func(c *Config) { c.Now = nil },
		"no store":   func(c *Config) { c.Tokens = nil },
		"base":       func(c *Config) { c.Base = "api.weixin.qq.com" },
		"base file":  func(c *Config) { c.Base = "file:///etc" },
		"base login": func(c *Config) { c.Base = "https://u:hunter2@h" },
		"stage":      func(c *Config) { c.Stage = "beta" },
		"account":    func(c *Config) { c.Accounts = []Account{{Name: auth.OA, Secret: "hunter2"}} },
		"twice":      func(c *Config) { c.Accounts = append(testAccounts(), testAccounts()...) },
	} {
		c := good
		change(&c)
		if _, err := NewClient(c); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Secrets sent through every kind of failure are in no error and no log.
func TestNoSecretInErrors(t *testing.T) {
	const openid, words, code = "oAbCdEfGhIjKlMnOpQrStUvWxYz1", "只有我知道的话", "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P"
	echo := func(w http.ResponseWriter, r *http.Request) { // the platform repeats its input
		body, _ := io.ReadAll(r.Body)
		given := r.URL.Query()
		msg := fmt.Sprint("rid: 65a0d1b2-0000 ", given["access_token"], given["secret"], given["js_code"], given["openid"], string(body), r.URL)
		_ = json.NewEncoder(w).Encode(map[string]any{"errcode": 40013, "errmsg": msg})
	}
	for name, answer := range map[string]answerFunc{"echo": echo, "502": status(502), "html": says("<html>"), "silence": hangs, "shape": says(`[]`)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			for _, path := range []string{templateSendAPI, subscribeSendAPI, customSendAPI, sessionAPI, phoneAPI, userInfoAPI, mediaAPI, textCheckAPI, mediaCheckAPI, sceneQRAPI, pageCodeAPI, menuAPI, oaTemplateAPI, mpTemplateAPI} {
				o.p.on(path, answer)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			var all strings.Builder
			add := func(err error) {
				if err == nil {
					t.Error("no error")
				}
				fmt.Fprintf(&all, "%v | %+v | %#v\n", err, err, err)
				var e *Error
				if errors.As(err, &e) {
					fmt.Fprintf(&all, "%+v\n", *e)
				}
			}
			m := note(auth.OA)
			m.OpenID, m.Facts = openid, map[string]string{"title": words}
			fmt.Fprintln(&all, o.Send(ctx, m))
			m.Account = auth.MP
			fmt.Fprintln(&all, o.Send(ctx, m), o.Say(ctx, openid, words))
			_, _, err := o.Session(ctx, auth.MP, code)
			add(err)
			_, err = o.Phone(ctx, auth.MP, code, openid)
			add(err)
			_, _, err = o.UserInfo(ctx, openid)
			add(err)
			_, _, err = o.FetchMedia(ctx, "MEDIA-"+code, 1000)
			add(err)
			_, err = o.CheckText(ctx, auth.MP, openid, words, 2)
			add(err)
			_, err = o.CheckPicture(ctx, auth.MP, openid, "https://media.example/"+code)
			add(err)
			_, _, err = o.SceneQR(ctx, "scene", 60)
			add(err)
			_, err = o.PageCode(ctx, auth.MP, "scene", "pages/a")
			add(err)
			add(o.PublishMenu(ctx, []byte(`{"button":[]}`)))
			add(o.Probe(ctx, auth.OA))
			add(errors.Join(o.CheckTemplates(ctx)...))
			text := all.String() + o.log.String()
			for _, secret := range []string{openid, words, code, testSecret, "TOKEN", "http://", "127.0.0.1"} {
				if strings.Contains(text, secret) {
					i := strings.Index(text, secret)
					t.Errorf("%s is visible: …%s", secret, text[max(0, i-80):min(len(text), i+80)])
				}
			}
			if name == "echo" && !strings.Contains(text, "65a0d1b2-0000") {
				t.Error("the rid is lost")
			}
		})
	}
}
