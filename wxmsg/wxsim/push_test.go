package wxsim

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestTextIsAnsweredInEveryMode(t *testing.T) {
	for name, mode := range map[string]Mode{"plain": Plain, "compatible": Compatible, "safe": Safe} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mode)
			if err := w.sim.VerifyURL(OA); err != nil {
				t.Fatal(err)
			}
			p := w.sim.Person("王")
			if _, err := p.Text("在吗"); !errors.Is(err, ErrNotFollowing) {
				t.Errorf("a text without following: %v", err)
			}
			if _, err := p.Follow(""); err != nil {
				t.Fatal(err)
			}
			w.app.received()
			w.app.answer(func(_ int, r received) string { return textReply(r, "您好 ]]> 王") })
			rep, err := p.Text("路灯坏了 ]]> 💡")
			if err != nil || rep.Text != "您好 ]]> 王" || rep.Deliveries != 1 || rep.Kind != "text" {
				t.Fatalf("%+v %v", rep, err)
			}
			if rep.Encrypted != (mode != Plain) || rep.FreshRandom != (mode != Plain) {
				t.Errorf("encrypted %v, fresh %v", rep.Encrypted, rep.FreshRandom)
			}
			got := w.app.received()[0]
			root, err := parseXML([]byte(got.plain))
			if err != nil || root.get("Content") != "路灯坏了 ]]> 💡" || root.get("MsgId") == "" || got.query["openid"] != p.OpenID(OA) {
				t.Errorf("%v %+v", err, got)
			}
			if mode == Safe && strings.Contains(got.body, p.OpenID(OA)) || mode == Compatible && !strings.Contains(got.body, p.OpenID(OA)) {
				t.Errorf("body in %s mode: %s", name, got.body)
			}
			if got.ctype != "text/xml" || sign(w.app.boxes[OA].token, got.query["timestamp"], got.query["nonce"]) != got.query["signature"] {
				t.Errorf("%+v", got)
			}
			chat := w.sim.Chat(p)
			if len(chat) != 3 || chat[1].Text != "路灯坏了 ]]> 💡" || chat[2].From != OA || chat[2].Text != "您好 ]]> 王" {
				t.Errorf("%+v", chat)
			}
		})
	}
}

func TestRetriesUntilAnswered(t *testing.T) {
	w := newWorld(t, Safe)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	w.app.received()
	w.app.answer(func(n int, r received) string {
		if n < 3 {
			return `{"errcode":0}`
		}
		return textReply(r, "收到")
	})
	rep, err := p.Text("有人吗")
	if err != nil || rep.Deliveries != 3 || rep.Text != "收到" {
		t.Fatalf("%+v %v", rep, err)
	}
	var ids, nonces []string // Compact: the ids are all the same, the nonces all different
	for _, r := range w.app.received() {
		ids = append(ids, between(r.plain, "<MsgId>", "<"))
		nonces = append(nonces, r.query["nonce"])
	}
	if len(slices.Compact(ids)) != 1 || len(slices.Compact(nonces)) != 3 {
		t.Errorf("ids %v nonces %v", ids, nonces)
	}
}

func TestThreeFailuresShowTheApology(t *testing.T) {
	w := newWorld(t, Plain)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	for name, h := range map[string]http.HandlerFunc{
		"500":     func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(500) },
		"302":     func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/x", http.StatusFound) },
		"html":    func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "<html>oops</html>") },
		"dropped": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		w.app.handle(h)
		rep, err := p.Text("在吗")
		want := ErrIllegal
		if name == "dropped" {
			want = ErrNoAnswer
		}
		if !errors.Is(err, want) || rep.Deliveries != 3 {
			t.Errorf("%s: %+v %v", name, rep, err)
		}
		chat := w.sim.Chat(p)
		if last := chat[len(chat)-1]; last.Text != Apology || last.From != System {
			t.Errorf("%s: %+v", name, last)
		}
	}
	pushed := w.sim.Pushed()
	if last := pushed[len(pushed)-1]; last.Deliveries != 3 || last.Err == nil || last.What != "text" {
		t.Errorf("%+v", last)
	}
}

func TestSlowAppIsNotWaitedFor(t *testing.T) {
	sim := New(Options{RetryAfter: 1, ReplyWithin: 50_000_000})
	_, stop := sim.Start()
	release := make(chan struct{})
	w := &app{raw: func(_ http.ResponseWriter, r *http.Request) { <-release }}
	srv := newServer(t, w)
	t.Cleanup(func() { close(release); stop() })
	sim.AddAccount(Account{Kind: OA, CallbackURL: srv})
	rep, err := sim.Person("王").Follow("")
	if !errors.Is(err, ErrNoAnswer) || rep.Deliveries != 3 {
		t.Errorf("%+v %v", rep, err)
	}
}

func TestIllegalReplies(t *testing.T) {
	w := newWorld(t, Plain)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	reply := func(change func(string) string) func(int, received) string {
		return func(_ int, r received) string { return change(textReply(r, "好")) }
	}
	replace := func(old, with string) func(int, received) string {
		return reply(func(s string) string {
			if !strings.Contains(s, old) {
				t.Errorf("no %q in %s", old, s)
			}
			return strings.Replace(s, old, with, 1)
		})
	}
	for name, f := range map[string]func(int, received) string{
		"someone else":      replace(p.OpenID(OA), "oSomebodyElse"),
		"milliseconds":      replace("1713424427", "1713424427000"),
		"unknown type":      replace("[text]", "[card]"),
		"no content":        replace("<Content><![CDATA[好]]></Content>", ""),
		"two contents":      replace("</xml>", "<Content>x</Content></xml>"),
		"DTD":               reply(func(s string) string { return "<?xml version=\"1.0\"?><!DOCTYPE x>" + s }),
		"unfinished":        replace("</xml>", ""),
		"tail":              reply(func(s string) string { return s + "x" }),
		"too long":          func(_ int, r received) string { return textReply(r, strings.Repeat("好", 683)) },
		"success and blank": func(int, received) string { return "success\n" },
		"GBK":               replace("好", "\xba\xc3"),
		"own name wrong":    replace("<FromUserName><![CDATA[gh_", "<FromUserName><![CDATA[gx_"),
		"unknown media":     replace("[text]", "[image]"),
		"encrypted": func(_ int, r received) string {
			return sealReply(w.app.boxes[OA], r.query["nonce"], textReply(r, "好"))
		},
	} {
		w.app.answer(f)
		if rep, err := p.Text("x"); !errors.Is(err, ErrIllegal) {
			t.Errorf("%s: accepted %+v", name, rep)
		}
	}
	w.app.answer(func(_ int, r received) string { return textReply(r, strings.Repeat("好", 682)) })
	if _, err := p.Text("x"); err != nil {
		t.Errorf("2046 bytes: %v", err)
	}
	if _, err := p.View("https://example.com"); !errors.Is(err, ErrIllegal) {
		t.Errorf("content for VIEW: %v", err)
	}
}

func TestIllegalEncryptedReplies(t *testing.T) {
	w := newWorld(t, Safe)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	b := w.app.boxes[OA]
	other, _ := newBox(b.token, strings.Repeat("B", 43), b.appid)
	for name, f := range map[string]func(nonce, plain string) string{
		"plain":     func(_, plain string) string { return " " + plain },
		"nothing":   func(nonce, _ string) string { return sealReply(b, nonce, "") },
		"other key": func(nonce, plain string) string { return sealReply(other, nonce, plain) },
		"no nonce":  func(_, plain string) string { return sealReply(b, "", plain) },
		"wrong signature": func(nonce, plain string) string {
			return strings.Replace(sealReply(b, nonce, plain), "MsgSignature><![CDATA[", "MsgSignature><![CDATA[0", 1)
		},
		"encrypted JSON": func(nonce, _ string) string { return sealReply(b, nonce, `{"a":1}`) },
	} {
		w.app.handle(func(rw http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			root, _ := parseXML(body)
			_, plain, _ := b.open(root.get("Encrypt"))
			_, _ = io.WriteString(rw, strings.TrimSpace(f(r.URL.Query().Get("nonce"), textReply(received{plain: string(plain)}, "好"))))
		})
		if rep, err := p.Text("x"); !errors.Is(err, ErrIllegal) {
			t.Errorf("%s: accepted %+v", name, rep)
		}
	}
}

func TestCopiesArriveTogether(t *testing.T) {
	w := newWorld(t, Safe)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	w.app.received()
	w.sim.DeliverCopies(3)
	var all sync.WaitGroup
	all.Add(3)
	w.app.answer(func(n int, r received) string {
		all.Done()
		all.Wait() // hangs unless all three arrive at once
		if n == 2 {
			return textReply(r, "收到")
		}
		return "success"
	})
	rep, err := p.Text("一次")
	if err != nil || rep.Deliveries != 3 || rep.Text != "收到" || len(rep.Copies) != 2 {
		t.Fatalf("%+v %v", rep, err)
	}
	ids := map[string]bool{}
	for _, r := range w.app.received() {
		ids[between(r.plain, "<MsgId>", "<")] = true
	}
	if len(ids) != 1 {
		t.Errorf("%v", ids)
	}
}

func TestForgedRequests(t *testing.T) {
	w := newWorld(t, Safe)
	p := w.sim.Person("王")
	q, body := w.sim.Sign(OA, p.Message(OA, "你好", 0))
	if status, answer, err := w.sim.Post(OA, q, body); err != nil || status != 200 || string(answer) != "success" {
		t.Errorf("honest: %d %s %v", status, answer, err)
	}
	if q.Get("openid") != p.OpenID(OA) {
		t.Errorf("%v", q)
	}
	for name, f := range map[string]Forge{"token": {Token: "guess"}, "key": {AESKey: strings.Repeat("C", 43)}, "appid": {AppID: "wx1"}} {
		f.Mode = Safe
		q, body := w.sim.SignAs(OA, f, p.Message(OA, "你好", 0))
		if status, _, err := w.sim.Post(OA, q, body); err != nil || status != 403 {
			t.Errorf("%s: %d %v", name, status, err)
		}
	}
	q, body = w.sim.SignAs(MP, Forge{Mode: Compatible}, p.Message(MP, "你好", 7))
	if !strings.Contains(string(body), `"MsgId":7,"Encrypt":"`) || q.Get("encrypt_type") != "aes" {
		t.Errorf("%s", body)
	}
	q, body = w.sim.SignAs(OA, Forge{Mode: Plain}, p.EventBody(OA, "CLICK", Field{"EventKey", "K"}))
	if q.Has("msg_signature") || !strings.Contains(string(body), "<Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[K]]></EventKey></xml>") {
		t.Errorf("%s", body)
	}
}

func ExampleSim_Sign() {
	sim := New(Options{})
	defer sim.Close()
	sim.AddAccount(Account{Kind: OA, Mode: Safe})
	q, _ := sim.Sign(OA, sim.Person("王").Message(OA, "你好", 0))
	fmt.Println(q.Get("encrypt_type"), len(q.Get("msg_signature")))
	// Output: aes 40
}
