package wxsim

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestNewsReply(t *testing.T) {
	w := newWorld(t, Safe)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	news := func(count int, items ...string) func(int, received) string {
		return func(_ int, r received) string {
			list := "<ArticleCount>" + fmt.Sprint(count) + "</ArticleCount><Articles>"
			for _, title := range items {
				list += "<item><Title><![CDATA[" + title + "]]></Title><Url><![CDATA[https://a.example]]></Url></item>"
			}
			text := strings.Replace(textReply(r, ""), "[text]", "[news]", 1)
			return strings.Replace(text, "<Content><![CDATA[]]></Content>", list+"</Articles>", 1)
		}
	}
	w.app.answer(news(1, "停水公告"))
	rep, err := p.Click("NEWS")
	if err != nil || rep.Text != "停水公告" || rep.Articles[0].URL != "https://a.example" {
		t.Fatalf("%+v %v", rep, err)
	}
	chat := w.sim.Chat(p)
	if last := chat[len(chat)-1]; last.URL != "https://a.example" || last.Kind != "news" {
		t.Errorf("%+v", last)
	}
	for name, f := range map[string]func(int, received) string{"wrong count": news(2, "a"), "two": news(2, "a", "b"), "untitled": news(1, "")} {
		w.app.answer(f)
		if _, err := p.Click("NEWS"); !errors.Is(err, ErrIllegal) {
			t.Errorf("%s: accepted", name)
		}
	}
}

// A mini-program accepts success or transfer_customer_service, in its own format.
func TestMiniProgramAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		plain string
		legal bool
	}{
		"empty":        {"", true},
		"transfer":     {`{"ToUserName":"%s","FromUserName":"%s","CreateTime":1713424427,"MsgType":"transfer_customer_service"}`, true},
		"string stamp": {`{"ToUserName":"%s","FromUserName":"%s","CreateTime":"1713424427","MsgType":"transfer_customer_service"}`, true},
		"text":         {`{"ToUserName":"%s","FromUserName":"%s","CreateTime":1713424427,"MsgType":"text","Content":"好"}`, false},
		"errcode":      {`{"errcode":0,"errmsg":"ok"}`, false},
		"array":        {`[]`, false},
		"two objects":  {`{}{}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, mode := range []Mode{Plain, Compatible, Safe} {
				w := newWorld(t, mode)
				p := w.sim.Person("王")
				body := c.plain
				if strings.Contains(body, "%s") {
					body = fmt.Sprintf(body, p.OpenID(MP), w.sim.accounts[MP].OriginalID)
				}
				w.app.handle(func(rw http.ResponseWriter, r *http.Request) {
					answer := body
					if nonce := r.URL.Query().Get("nonce"); mode == Safe && answer != "" {
						answer = sealJSON(w.app.boxes[MP], nonce, body)
					}
					_, _ = io.WriteString(rw, answer)
				})
				if rep, err := p.TextTo(MP, "有人吗"); (err == nil) != c.legal {
					t.Errorf("%s: %+v %v", name, rep, err)
				}
			}
		})
	}
}

func sealJSON(b *box, nonce, plain string) string {
	sealed := b.seal([]byte(randomText(16)), []byte(plain))
	return string(jsonBody([]Field{
		{"Encrypt", sealed},
		{"MsgSignature", sign(b.token, "1713424427", nonce, sealed)},
		{"TimeStamp", 1713424427},
		{"Nonce", nonce},
	}))
}

// TestOfficialDebugReply reads the reply printed in 消息推送.
func TestOfficialDebugReply(t *testing.T) {
	s := New(Options{})
	defer s.Close()
	a := s.AddAccount(Account{Kind: MP, AppID: vectorApp, Token: vectorToken, AESKey: strings.Repeat("A", 43), Mode: Safe, Format: JSON})
	p := push{acct: *s.accounts[a.Kind], what: "debug_demo"}
	rep, err := s.readReply(p, 200, []byte(`{"Encrypt":"`+vectorReply+
		`","MsgSignature":"1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1","TimeStamp":1713424427,"Nonce":"415670741"}`))
	if err != nil || string(rep.Plain) != `{"demo_resp":"good luck"}` {
		t.Errorf("%s %v", rep.Plain, err)
	}
	if again, _ := s.readReply(p, 200, rep.Raw); again.FreshRandom {
		t.Error("repeated random bytes count as fresh")
	}
}

func TestRetryMayRepeatTheURL(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.opt.SameRetry = true
	w.app.answer(func(n int, _ received) string {
		if n == 1 {
			return "oops"
		}
		return ""
	})
	w.sim.SetMode(OA, Safe)
	rep, err := w.sim.Person("王").Follow("")
	if err != nil || rep.Deliveries != 2 {
		t.Fatalf("%+v %v", rep, err)
	}
	got := w.app.received()
	if got[0].query["nonce"] != got[1].query["nonce"] || got[0].query["encrypt_type"] != "aes" || got[0].plain != got[1].plain {
		t.Errorf("%+v", got)
	}
}

func TestMinuteQuotas(t *testing.T) {
	w := newWorld(t, Plain)
	for path, want := range map[string]string{"/wxa/getwxacodeunlimit": "45009", "/wxa/msg_sec_check": "44991", "/cgi-bin/token": "45011"} {
		r := w.sim.routes[path]
		r.minute = 1
		w.sim.routes[path] = r
		call := func() map[string]any {
			if path == "/cgi-bin/token" {
				a := w.sim.accounts[MP]
				return w.request(path+"?grant_type=client_credential&appid="+a.AppID+"&secret="+a.Secret, nil)
			}
			return w.api(MP, path, map[string]int{"version": 0, "width": 1})
		}
		call()
		w.wantCode(path, call(), want)
	}
}

func TestMistakesOfATestPanic(t *testing.T) {
	s := New(Options{})
	defer s.Close()
	s.AddAccount(Account{Kind: OA})
	for name, f := range map[string]func(){
		"no kind": func() { s.AddAccount(Account{}) }, "twice": func() { s.AddAccount(Account{Kind: OA}) },
		"short key": func() { s.AddAccount(Account{Kind: MP, AESKey: "short"}) },
		"no MP":     func() { s.Person("王").OpenID(MP) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: accepted", name)
				}
			}()
			f()
		}()
	}
	if kinds := sortedKeys(s.accounts); !slices.Contains(kinds, OA) {
		t.Error(kinds)
	}
}

func FuzzReadReply(f *testing.F) {
	s := New(Options{})
	defer s.Close()
	s.AddAccount(Account{Kind: OA, Mode: Compatible})
	s.AddAccount(Account{Kind: MP, Mode: Compatible, Format: JSON})
	f.Add([]byte(sealJSON(s.accounts[OA].box, "1", `{"ToUserName":"o1","MsgType":"text","Content":"好"}`)))
	f.Add([]byte("success"))
	f.Add([]byte("<xml><Encrypt>x</Encrypt><TimeStamp>1</TimeStamp></xml>"))
	f.Add([]byte(textReply(received{}, "好")))
	f.Add([]byte(sealReply(s.accounts[OA].box, "1", "<xml></xml>")))
	f.Add([]byte(`{"Encrypt":{},"a":[1,[2]]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, kind := range []string{OA, MP} {
			rep, err := s.readReply(push{acct: *s.accounts[kind], openid: "o1", what: "text", mayReply: true}, 200, body)
			if err == nil && rep.Kind != "" && !strings.Contains(string(rep.Plain), "o1") {
				t.Errorf("%s: accepted %q", kind, body)
			}
		}
	})
}
