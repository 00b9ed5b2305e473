package wxsim

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// world is a platform with three accounts on a clock set by the test, and a small app that receives the pushes.
type world struct {
	t    *testing.T
	sim  *Sim
	base string
	app  *app

	mu  sync.Mutex
	now time.Time
}

// app records pushes and answers with reply, encrypted where the account asks for it.
type app struct {
	url   string
	boxes map[string]*box // by path

	mu    sync.Mutex
	got   []received
	reply func(n int, r received) string // n counts from 1; nil answers success
	raw   http.HandlerFunc               // replaces everything, if set
}

type received struct {
	kind  string
	ctype string
	query map[string]string
	body  string // as sent
	plain string // after decryption
}

func newWorld(t *testing.T, mode Mode) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 11, 21, 9, 0, 0, 0, beijing), app: &app{boxes: map[string]*box{}}}
	w.sim = New(Options{Now: w.Now, RetryAfter: time.Millisecond, ReplyWithin: 3 * time.Second})
	base, stop := w.sim.Start()
	w.base = base
	srv := httptest.NewServer(w.app)
	w.app.url = srv.URL
	for _, kind := range []string{OA, MP, Staff} {
		format := JSON
		if kind == OA {
			format = XML
		}
		a := w.sim.AddAccount(Account{Kind: kind, Mode: mode, Format: format, CallbackURL: srv.URL + "/" + kind})
		w.app.boxes[kind], _ = newBox(a.Token, a.AESKey, a.AppID)
	}
	t.Cleanup(func() { stop(); srv.Close() })
	return w
}

func (w *world) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) forward(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) settle() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := w.sim.Settled(ctx); err != nil {
		w.t.Fatal(err)
	}
}

// api calls an API with a new token and returns its JSON.
func (w *world) api(kind, path string, body any) map[string]any {
	w.t.Helper()
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	return w.request(path+sep+"access_token="+w.sim.Token(kind), body)
}

func (w *world) request(path string, body any) map[string]any {
	w.t.Helper()
	res := w.do(path, body)
	var answer map[string]any
	dec := json.NewDecoder(bytes.NewReader(res.body))
	dec.UseNumber()
	if err := dec.Decode(&answer); err != nil {
		w.t.Fatalf("%s: %v in %q", path, err, res.body)
	}
	return answer
}

type response struct {
	status int
	ctype  string
	body   []byte
}

func (w *world) do(path string, body any) response {
	w.t.Helper()
	method, r := http.MethodGet, io.Reader(nil)
	switch b := body.(type) {
	case nil:
	case string:
		method, r = http.MethodPost, strings.NewReader(b)
	default:
		method, r = http.MethodPost, bytes.NewReader(marshal(b))
	}
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.base+path, r)
	if err != nil {
		w.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response{res.StatusCode, res.Header.Get("Content-Type"), all}
}

// wantCode checks the errcode of an answer; a missing one is 0.
func (w *world) wantCode(what string, answer map[string]any, code string) {
	w.t.Helper()
	got := "0"
	if n, ok := answer["errcode"].(json.Number); ok {
		got = n.String()
	}
	if got != code {
		w.t.Errorf("%s: errcode %s %v, want %s", what, got, answer["errmsg"], code)
	}
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	a.mu.Lock()
	raw, reply := a.raw, a.reply
	a.mu.Unlock()
	if raw != nil {
		r.Body = io.NopCloser(bytes.NewReader(body))
		raw(w, r)
		return
	}
	kind := strings.TrimPrefix(r.URL.Path, "/")
	got := received{kind: kind, ctype: r.Header.Get("Content-Type"), query: map[string]string{}, body: string(body), plain: string(body)}
	for k := range r.URL.Query() {
		got.query[k] = r.URL.Query().Get(k)
	}
	if echo := got.query["echostr"]; echo != "" {
		_, _ = io.WriteString(w, echo)
		return
	}
	b := a.boxes[kind]
	encrypted := got.query["encrypt_type"] == "aes"
	if encrypted {
		root, err := parseXML(body)
		if got.ctype == "application/json" {
			root, err = parseJSON(body)
		}
		if err != nil || sign(b.token, got.query["timestamp"], got.query["nonce"], root.get("Encrypt")) != got.query["msg_signature"] {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, plain, err := b.open(root.get("Encrypt"))
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		got.plain = string(plain)
	}
	a.mu.Lock()
	a.got = append(a.got, got)
	n := len(a.got)
	a.mu.Unlock()
	if reply == nil {
		_, _ = io.WriteString(w, "success")
		return
	}
	answer := reply(n, got)
	if encrypted && strings.HasPrefix(answer, "<xml>") {
		answer = sealReply(b, got.query["nonce"], answer)
	}
	_, _ = io.WriteString(w, answer)
}

func sealReply(b *box, nonce, plain string) string {
	sealed := b.seal([]byte(randomText(16)), []byte(plain))
	return string(xmlBody([]Field{
		{"Encrypt", sealed},
		{"MsgSignature", sign(b.token, "1713424427", nonce, sealed)},
		{"TimeStamp", 1713424427},
		{"Nonce", nonce},
	}))
}

func (a *app) answer(f func(n int, r received) string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.reply = f
}

func (a *app) handle(f http.HandlerFunc) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.raw = f
}

// received returns and clears all pushes so far.
func (a *app) received() []received {
	a.mu.Lock()
	defer a.mu.Unlock()
	got := a.got
	a.got = nil
	return got
}

// textReply answers the sender with content.
func textReply(r received, content string) string {
	from, to := between(r.plain, "<FromUserName><![CDATA[", "]]>"), between(r.plain, "<ToUserName><![CDATA[", "]]>")
	return string(xmlBody([]Field{
		{"ToUserName", from},
		{"FromUserName", to},
		{"CreateTime", 1713424427},
		{"MsgType", "text"},
		{"Content", content},
	}))
}

func between(s, head, tail string) string {
	_, rest, _ := strings.Cut(s, head)
	mid, _, _ := strings.Cut(rest, tail)
	return mid
}

func newServer(t *testing.T, h http.Handler) string {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}
