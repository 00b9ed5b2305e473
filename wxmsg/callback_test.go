package wxmsg

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"linli/app/auth"
	"linli/app/inbox"
)

// box is an Inbox that records its pushes.
type box struct {
	mu    sync.Mutex
	took  []inbox.Push
	reply string
	err   error
	panic any
}

func (b *box) Receive(_ context.Context, p inbox.Push) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.took = append(b.took, p)
	if b.panic != nil {
		panic(b.panic)
	}
	return b.reply, b.err
}

// desk is a Callback with everything around it.
type desk struct {
	*Callback
	box    *box
	now    time.Time
	log    bytes.Buffer
	counts map[string]int
}

func safeAccount() Account {
	return Account{Name: auth.OA, AppID: vecAppID, Secret: "secretsecret", Token: vecToken, AESKey: vecAESKey, OriginalID: "gh_97417a04a28d"}
}

func newDesk(t testing.TB, a Account) *desk {
	t.Helper()
	d := &desk{box: &box{}, now: time.Unix(1714112445, 0), counts: map[string]int{}}
	d.Callback = NewCallback(CallbackConfig{
		Account: a, Inbox: d.box, Now: func() time.Time { return d.now }, Log: slog.New(slog.NewJSONHandler(&d.log, nil)),
		Count: func(event, outcome string) { d.counts[event+"/"+outcome]++ },
	})
	return d
}

func plainQuery(token, stamp, nonce string) map[string]string {
	return map[string]string{"timestamp": stamp, "nonce": nonce, "signature": sign(token, stamp, nonce), "openid": "oUser"}
}

// safe returns query and body of an encrypted push.
func (d *desk) safe(t testing.TB, msg string) (map[string]string, []byte) {
	t.Helper()
	sealed, err := vecSealer(t).seal([]byte(msg))
	if err != nil {
		t.Fatal(err)
	}
	q := plainQuery(vecToken, fmt.Sprint(d.now.Unix()), "12345")
	q["encrypt_type"], q["msg_signature"] = "aes", sign(vecToken, q["timestamp"], q["nonce"], sealed)
	return q, fmt.Appendf(nil, "<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA[%s]]></Encrypt></xml>", sealed)
}

func textMessage(id, words string) string {
	return "<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><FromUserName><![CDATA[oUser]]></FromUserName><CreateTime>1714112445</CreateTime>" +
		"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[" + words + "]]></Content><MsgId>" + id + "</MsgId></xml>"
}

func (d *desk) expect(t *testing.T, q map[string]string, body []byte, status int, reply string) {
	t.Helper()
	gotStatus, ctype, got := d.Receive(t.Context(), q, body)
	if gotStatus != status || string(got) != reply || !strings.HasPrefix(ctype, "text/") {
		t.Errorf("%d %s %q, want %d %q", gotStatus, ctype, got, status, reply)
	}
}

func TestVerify(t *testing.T) {
	d := newDesk(t, safeAccount())
	d.now = time.Unix(1714036504, 0)
	q := map[string]string{"signature": "f464b24fc39322e44b38aa78f5edd27bd1441696", "timestamp": "1714036504", "nonce": "1514711492", "echostr": "4375120948345356249"}
	if echo, ok := d.Verify(q); !ok || echo != "4375120948345356249" {
		t.Errorf("%q %v", echo, ok)
	}
	for name, value := range map[string]string{"signature": "f464b24fc39322e44b38aa78f5edd27bd1441697", "timestamp": "1714036505", "nonce": ""} {
		bad := maps.Clone(q)
		bad[name] = value
		if echo, ok := d.Verify(bad); ok || echo != "" {
			t.Errorf("wrong %s is accepted", name)
		}
	}
	d.now = d.now.Add(11 * time.Minute)
	if _, ok := d.Verify(q); ok {
		t.Error("an old request is accepted")
	}
	if _, ok := d.Verify(nil); ok {
		t.Error("an empty query is accepted")
	}
}

func TestAccountWithoutTokenRefusesAll(t *testing.T) {
	for _, a := range []Account{{Name: auth.MP}, {Name: auth.MP, AESKey: "short", Token: vecToken}} {
		d := newDesk(t, a)
		q := plainQuery(a.Token, fmt.Sprint(d.now.Unix()), "1")
		if _, ok := d.Verify(q); ok {
			t.Error("verified")
		}
		d.expect(t, q, []byte(textMessage("1", "a")), 403, "forbidden")
		if len(d.box.took) != 0 {
			t.Error("taken")
		}
	}
}

func TestOfficialSafePush(t *testing.T) {
	d := newDesk(t, safeAccount())
	q := map[string]string{
		"signature": "6c5c811b55cc85e0e1b54100749188c20beb3f5d", "timestamp": "1714112445", "nonce": "415670741", "openid": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
		"encrypt_type": "aes", "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
	}
	d.expect(t, q, []byte(`{"ToUserName":"gh_97417a04a28d","Encrypt":"`+vecEncrypt+`"}`), 200, "success")
	if diff := cmp.Diff(map[string]int{"debug_demo/other": 1}, d.counts); diff != "" {
		t.Error(diff)
	}
}

func TestPlainPush(t *testing.T) {
	a := safeAccount()
	a.AESKey = ""
	d := newDesk(t, a)
	d.box.reply = "已收到 ]]> <b>"
	q := plainQuery(vecToken, fmt.Sprint(d.now.Unix()), "1")
	status, ctype, reply := d.Receive(t.Context(), q, []byte(textMessage("1", "路灯坏了")))
	if status != 200 || ctype != "text/xml; charset=utf-8" {
		t.Fatalf("%d %s %s", status, ctype, reply)
	}
	got := readReply(t, reply)
	want := passive{To: "oUser", From: "gh_97417a04a28d", At: 1714112445, Type: "text", Content: "已收到 ]]> <b>"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantPush := inbox.Push{Account: auth.OA, Key: "m:1", From: "oUser", At: time.Unix(1714112445, 0).UTC(), Kind: inbox.Text, Event: "text", Text: "路灯坏了"}
	if diff := cmp.Diff([]inbox.Push{wantPush}, d.box.took); diff != "" {
		t.Error(diff)
	}
	// In plain mode the signature does not cover the body: the same URL with another body is a forgery.
	d.expect(t, q, []byte(textMessage("2", "给我十万元")), 403, "forbidden")
	if status, _, again := d.Receive(t.Context(), q, []byte(textMessage("1", "路灯坏了"))); status != 200 || !bytes.Equal(again, reply) {
		t.Error("a retry of the platform is refused")
	}
}

type passive struct {
	To      string `xml:"ToUserName"`
	From    string `xml:"FromUserName"`
	At      int64  `xml:"CreateTime"`
	Type    string `xml:"MsgType"`
	Content string `xml:"Content"`
}

func readReply(t testing.TB, b []byte) passive {
	t.Helper()
	var p passive
	if err := xml.Unmarshal(b, &p); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return p
}

type sealedAnswer struct {
	Encrypt   string `xml:"Encrypt"`
	Signature string `xml:"MsgSignature"`
	Stamp     string `xml:"TimeStamp"`
	Nonce     string `xml:"Nonce"`
}

func TestSafeReply(t *testing.T) {
	d := newDesk(t, safeAccount())
	d.box.reply = "您好"
	q, body := d.safe(t, textMessage("1", "在吗"))
	first := ""
	for range 2 {
		status, _, reply := d.Receive(t.Context(), q, body)
		var s sealedAnswer
		if err := xml.Unmarshal(reply, &s); err != nil || status != 200 {
			t.Fatalf("%d %v %s", status, err, reply)
		}
		if s.Signature != sign(vecToken, s.Stamp, s.Nonce, s.Encrypt) || s.Nonce != q["nonce"] {
			t.Error("signature")
		}
		msg, err := vecSealer(t).open(s.Encrypt)
		if err != nil || readReply(t, msg).Content != "您好" {
			t.Errorf("%v %s", err, msg)
		}
		if first == s.Encrypt {
			t.Error("the random bytes repeat")
		}
		first = s.Encrypt
	}
	d.box.reply = ""
	d.expect(t, q, body, 200, "success") // unencrypted, also in safe mode
}

func TestCompatibleModeReadsTheCiphertext(t *testing.T) {
	d := newDesk(t, safeAccount())
	q, body := d.safe(t, textMessage("1", "真"))
	forged := strings.Replace(string(body), "<Encrypt>", "<FromUserName>oEvil</FromUserName><MsgType>text</MsgType><Content>假</Content><MsgId>9</MsgId><Encrypt>", 1)
	d.expect(t, q, []byte(forged), 200, "success")
	if len(d.box.took) != 1 || d.box.took[0].Text != "真" || d.box.took[0].From != "oUser" {
		t.Errorf("%+v", d.box.took)
	}
}

func TestForgedPushesAreRefused(t *testing.T) {
	good, body := newDesk(t, safeAccount()).safe(t, textMessage("1", "a"))
	with := func(key, value string) map[string]string {
		q := maps.Clone(good)
		if value == "" {
			delete(q, key)
		} else {
			q[key] = value
		}
		return q
	}
	otherApp := func() (map[string]string, []byte) {
		key, _ := safeAccount().aesKey()
		s, _ := newSealer(key, "wx0000000000000000")
		sealed, _ := s.seal([]byte(textMessage("1", "a")))
		q := maps.Clone(good)
		q["msg_signature"] = sign(vecToken, q["timestamp"], q["nonce"], sealed)
		return q, []byte("<xml><Encrypt>" + sealed + "</Encrypt></xml>")
	}
	otherQuery, otherBody := otherApp()
	wrongCipher := func() (map[string]string, []byte) {
		q := maps.Clone(good)
		q["msg_signature"] = sign(vecToken, q["timestamp"], q["nonce"], "AAAA")
		return q, []byte("<xml><Encrypt>AAAA</Encrypt></xml>")
	}
	wrongQuery, wrongBody := wrongCipher()
	plain := []byte(textMessage("1", "a"))
	for _, c := range []struct {
		name   string
		query  map[string]string
		body   []byte
		status int
	}{
		{"no query", nil, body, 403},
		{"no msg_signature", with("msg_signature", ""), body, 403},
		{"wrong msg_signature", with("msg_signature", strings.Repeat("0", 40)), body, 403},
		{"short msg_signature", with("msg_signature", "0"), body, 403},
		{"plain signature as msg_signature", with("msg_signature", good["signature"]), body, 403},
		{"changed cipher", good, bytes.Replace(body, []byte("]]></Encrypt>"), []byte("=]]></Encrypt>"), 1), 403},
		{"changed time", with("timestamp", "1714112446"), body, 403},
		{"no encrypt_type", with("encrypt_type", ""), plain, 403},
		{"raw", with("encrypt_type", "raw"), plain, 403},
		{"cipher without encrypt_type", with("encrypt_type", ""), body, 403},
		{"plain body as aes", good, plain, 403},
		{"other app", otherQuery, otherBody, 403},
		{"nonsense cipher", wrongQuery, wrongBody, 403},
		{"unreadable", good, []byte("hello"), 400},
		{"empty", good, nil, 400},
		{"doctype", good, []byte("<!DOCTYPE a><xml/>"), 400},
		{"too long", good, bytes.Repeat([]byte(" "), maxBody+1), 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, safeAccount())
			want := "forbidden"
			if c.status == 400 {
				want = "bad request"
			}
			d.expect(t, c.query, c.body, c.status, want)
			if len(d.box.took) != 0 {
				t.Error("taken")
			}
		})
	}
}

func TestAllowPlain(t *testing.T) {
	a := safeAccount()
	a.AllowPlain = true
	d := newDesk(t, a)
	d.expect(t, plainQuery(vecToken, fmt.Sprint(d.now.Unix()), "1"), []byte(textMessage("1", "a")), 200, "success")
	q, body := d.safe(t, textMessage("2", "b"))
	d.expect(t, q, body, 200, "success")
	delete(q, "msg_signature")
	d.expect(t, q, body, 403, "forbidden")
	if len(d.box.took) != 2 {
		t.Errorf("%d taken", len(d.box.took))
	}
}

func TestWindow(t *testing.T) {
	for off, status := range map[time.Duration]int{0: 200, 10 * time.Minute: 200, -10 * time.Minute: 200, 11 * time.Minute: 403, -11 * time.Minute: 403} {
		d := newDesk(t, safeAccount())
		q, body := d.safe(t, textMessage("1", "a"))
		d.now = d.now.Add(off)
		if got, _, _ := d.Receive(t.Context(), q, body); got != status {
			t.Errorf("%v: %d", off, got)
		}
	}
	d := newDesk(t, safeAccount())
	d.now = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
	q, body := d.safe(t, textMessage("1", "a"))
	d.expect(t, q, body, 200, "success")
	d.window = time.Hour
	d.now = d.now.Add(50 * time.Minute)
	d.expect(t, q, body, 200, "success")
}

func TestWrongAccount(t *testing.T) {
	d := newDesk(t, safeAccount())
	q, body := d.safe(t, strings.Replace(textMessage("1", "a"), "gh_97417a04a28d", "gh_other", 1))
	d.expect(t, q, body, 403, "forbidden")
	a := safeAccount()
	a.OriginalID = ""
	d = newDesk(t, a)
	d.expect(t, q, body, 200, "success")
}

func TestContainerPath(t *testing.T) {
	d := newDesk(t, safeAccount())
	for _, body := range []string{`{"action":"CheckContainerPath"}`, `<xml><action>CheckContainerPath</action></xml>`} {
		d.expect(t, nil, []byte(body), 200, "success")
	}
	d.expect(t, nil, []byte(`{"action":"CheckContainerPath","MsgType":"text","FromUserName":"a"}`), 403, "forbidden")
}

func TestInboxFails(t *testing.T) {
	d := newDesk(t, safeAccount())
	d.box.err = errors.New("database away; said 路灯坏了 by oUser")
	q, body := d.safe(t, textMessage("1", "路灯坏了"))
	d.expect(t, q, body, 500, "")
	d.box.err, d.box.panic = nil, "panic about 路灯坏了"
	d.expect(t, q, body, 500, "")
	d.box.panic = nil
	d.expect(t, q, body, 200, "success")
	if diff := cmp.Diff(map[string]int{"text/failed": 1, "text/panic": 1, "text/success": 1}, d.counts); diff != "" {
		t.Error(diff)
	}
	for _, secret := range []string{"路灯", "oUser", vecToken, vecAESKey} {
		if strings.Contains(d.log.String(), secret) {
			t.Errorf("%s in the log", secret)
		}
	}
	if n := strings.Count(d.log.String(), "\n"); n != 2 {
		t.Errorf("%d log lines", n)
	}
}

func TestGenuineButUnreadable(t *testing.T) {
	for _, msg := range []string{"", "hello", "<!DOCTYPE x><xml/>", `{"ToUserName":"gh_97417a04a28d"}`, `<xml><ToUserName>gh_97417a04a28d</ToUserName><MsgType>text</MsgType></xml>`} {
		d := newDesk(t, safeAccount())
		q, body := d.safe(t, msg)
		d.expect(t, q, body, 200, "success")
		if len(d.box.took) != 0 || d.counts["/unreadable"] != 1 {
			t.Errorf("%q: %v", msg, d.counts)
		}
	}
}

func TestNoReplyWhereThePlatformShowsNone(t *testing.T) {
	sent := "<xml><ToUserName>gh_97417a04a28d</ToUserName><FromUserName>oUser</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
	for name, msg := range map[string]string{
		"receipt":  sent + "<Event>TEMPLATESENDJOBFINISH</Event><MsgID>1</MsgID><Status>success</Status></xml>",
		"unfollow": sent + "<Event>unsubscribe</Event></xml>",
	} {
		d := newDesk(t, safeAccount())
		d.box.reply = "您好"
		q, body := d.safe(t, msg)
		d.expect(t, q, body, 200, "success")
		if len(d.box.took) != 1 {
			t.Errorf("%s: not taken", name)
		}
	}
	a := safeAccount()
	a.Name = auth.MP
	d := newDesk(t, a)
	d.box.reply = "您好"
	q, body := d.safe(t, textMessage("1", "a"))
	d.expect(t, q, body, 200, "success") // mini-programs have no passive replies
}

func jsonMessage(words string) string {
	return `{"ToUserName":"gh_97417a04a28d","FromUserName":"oUser","CreateTime":1714112445,"MsgType":"text","Content":"` + words + `","MsgId":6272960105994287618}`
}

// safeJSON is safe in the format JSON.
func (d *desk) safeJSON(t testing.TB, msg string) (map[string]string, []byte) {
	t.Helper()
	sealed, err := vecSealer(t).seal([]byte(msg))
	if err != nil {
		t.Fatal(err)
	}
	q := plainQuery(vecToken, fmt.Sprint(d.now.Unix()), "12345")
	q["encrypt_type"], q["msg_signature"] = "aes", sign(vecToken, q["timestamp"], q["nonce"], sealed)
	return q, fmt.Appendf(nil, `{"ToUserName":"gh_97417a04a28d","Encrypt":%q}`, sealed)
}

// An official account may also use JSON: then the reply is JSON, encrypted as the mode asks.
func TestJSONIsAnsweredInJSON(t *testing.T) {
	const said = "您好 <请> \"看\" & 回\n复]]>"
	want := map[string]any{
		"ToUserName": "oUser", "FromUserName": "gh_97417a04a28d", "CreateTime": 1714112445.0, "MsgType": "text", "Content": said,
	}
	plain := safeAccount()
	plain.AESKey = ""
	for name, a := range map[string]Account{"plain": plain, "safe": safeAccount()} {
		d := newDesk(t, a)
		d.box.reply = said + "\x00"
		q, body := plainQuery(vecToken, fmt.Sprint(d.now.Unix()), "12345"), []byte(jsonMessage("在吗"))
		if name == "safe" {
			q, body = d.safeJSON(t, jsonMessage("在吗"))
		}
		status, contentType, reply := d.Receive(t.Context(), q, body)
		if status != 200 || !strings.HasPrefix(contentType, "application/json") {
			t.Errorf("%s: %d %s", name, status, contentType)
		}
		if name == "safe" {
			var s struct {
				Encrypt, MsgSignature, Nonce string
				TimeStamp                    int64
			}
			if err := json.Unmarshal(reply, &s); err != nil || s.MsgSignature != sign(vecToken, fmt.Sprint(s.TimeStamp), s.Nonce, s.Encrypt) {
				t.Fatalf("%v %s", err, reply)
			}
			msg, err := vecSealer(t).open(s.Encrypt)
			if err != nil {
				t.Fatal(err)
			}
			reply = msg
		}
		var got map[string]any
		if err := json.Unmarshal(reply, &got); err != nil {
			t.Fatalf("%v in %s", err, reply)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(name, diff)
		}
	}
}

// An unreadable push of the platform is acknowledged in plain mode too, as a retry would not change it.
func TestUnreadablePlainPushIsAcknowledged(t *testing.T) {
	a := safeAccount()
	a.AESKey = ""
	for i, body := range []string{"", "hello", "<xml>", `{"ToUserName":"gh_97417a04a28d","MsgType":"text"}`} {
		d := newDesk(t, a)
		d.expect(t, plainQuery(vecToken, fmt.Sprint(d.now.Unix()), fmt.Sprint(i)), []byte(body), 200, "success")
		if len(d.box.took) != 0 || d.counts["/unreadable"] != 1 {
			t.Errorf("%q: %v", body, d.counts)
		}
	}
}

func TestLongReply(t *testing.T) {
	a := safeAccount()
	a.AESKey = ""
	d := newDesk(t, a)
	d.box.reply = "a" + strings.Repeat("邻", 2000) + "\x00\x0b"
	_, _, reply := d.Receive(t.Context(), plainQuery(vecToken, fmt.Sprint(d.now.Unix()), "1"), []byte(textMessage("1", "a")))
	words := readReply(t, reply).Content
	if len(words) > maxReply || len(words) < maxReply-3 || !utf8.ValidString(words) || !strings.HasSuffix(words, "邻…") {
		t.Errorf("%d bytes, ends %q", len(words), words[len(words)-9:])
	}
}

func TestReplaysAreBounded(t *testing.T) {
	var r replays
	now := time.Unix(1, 0)
	for i := range maxReplays + 100 {
		r.known(fmt.Sprint(i), []byte("a"), now.Add(time.Duration(i)*time.Millisecond), time.Second)
	}
	if len(r.seen) > maxReplays {
		t.Errorf("%d remembered", len(r.seen))
	}
}

func TestAccountCheck(t *testing.T) {
	good := Account{Name: auth.OA, AppID: vecAppID, Secret: "0123456789abcdef0123456789abcdef", Token: "AAAAA", AESKey: vecAESKey, OriginalID: "gh_97417a04a28d"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	quiet := Account{Name: auth.Staff, AppID: vecAppID, Secret: "0123456789abcdef"}
	if err := quiet.Check(); err != nil {
		t.Errorf("a mini-program without pushes: %v", err)
	}
	for name, c := range map[string]struct {
		change func(a *Account)
		words  string
	}{
		"name":     {func(a *Account) { a.Name = "x" }, "not one of"},
		"appid":    {func(a *Account) { a.AppID = "WX123" }, "LINLI_OA_APPID"},
		"secret":   {func(a *Account) { a.Secret = "hunter2" }, "LINLI_OA_SECRET"},
		"blank":    {func(a *Account) { a.Secret = "hunter2 hunter2 " }, "LINLI_OA_SECRET"},
		"token":    {func(a *Account) { a.Token = "" }, "LINLI_OA_TOKEN"},
		"key":      {func(a *Account) { a.AESKey = vecAESKey + "A" }, "LINLI_OA_AESKEY"},
		"original": {func(a *Account) { a.OriginalID = "me" }, "LINLI_OA_ORIGINAL_ID"},
	} {
		a := good
		c.change(&a)
		err := a.Check()
		if err == nil || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "account", good, "pointer", &good, "in", struct{ A Account }{good})
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "account", good, "in", struct{ A Account }{good})
	dump, err := json.Marshal(map[string]any{"a": good})
	if err != nil {
		t.Fatal(err)
	}
	all := log.String() + string(dump) + fmt.Sprintf("%v %+v %#v %s %v %+v", good, good, good, good, &good, struct{ A Account }{good})
	for _, secret := range []string{good.Secret, good.Token, good.AESKey} {
		if strings.Contains(all, secret) {
			t.Errorf("%s is visible", secret)
		}
	}
}

func FuzzReceive(f *testing.F) {
	a := safeAccount()
	a.OriginalID = ""
	plain := a
	plain.AESKey = ""
	f.Add([]byte(textMessage("1", "a")), false)
	f.Add([]byte(vecMsg), true)
	f.Add([]byte(`{"FromUserName":"a","MsgType":"event","Event":"subscribe_msg_popup_event","List":{"TemplateId":1}}`), true)
	f.Add([]byte("<xml><Encrypt>AAAA</Encrypt></xml>"), false)
	for _, words := range []string{"路灯坏了", `\u0000\ud800`, "<>&\u2028"} {
		f.Add([]byte(jsonMessage(words)), false)
		f.Add([]byte(jsonMessage(words)), true)
	}
	f.Add([]byte(`{"FromUserName":"a","MsgType":"event","Event":"user_authorization_revoke","OpenID":"b","RevokeInfo":[1,{"a":"8"},null]}`), true)
	f.Fuzz(func(t *testing.T, msg []byte, sealed bool) {
		d := newDesk(t, plain)
		q, body := plainQuery(vecToken, fmt.Sprint(d.now.Unix()), "1"), msg
		if sealed {
			d = newDesk(t, a)
			q, body = d.safe(t, string(msg))
			if len(msg)%2 == 0 { // the account may use JSON
				q, body = d.safeJSON(t, string(msg))
			}
		}
		d.box.reply = "ok"
		status, _, reply := d.Receive(t.Context(), q, body)
		for _, p := range d.box.took {
			if p.Key == "" || len(p.Key) > 64 || p.From == "" || p.Kind == inbox.Other {
				t.Errorf("%+v", p)
			}
		}
		if status != 200 && len(body) <= maxBody { // signed by the platform
			t.Errorf("%d", status)
		}
		if status == 200 && string(reply) != "success" && !json.Valid(reply) {
			var v struct{ XMLName xml.Name }
			if err := xml.Unmarshal(reply, &v); err != nil {
				t.Errorf("%v in %q", err, reply)
			}
		}
		if len(d.box.took) > 0 && status != 200 {
			t.Error("taken and refused")
		}
	})
}

func FuzzForgedPush(f *testing.F) {
	f.Add("sig", "1714112445", "1", "aes", "msgsig", []byte(vecMsg))
	f.Fuzz(func(t *testing.T, sig, stamp, nonce, mode, msgSig string, body []byte) {
		d := newDesk(t, safeAccount())
		status, _, _ := d.Receive(t.Context(), map[string]string{"signature": sig, "timestamp": stamp, "nonce": nonce, "encrypt_type": mode, "msg_signature": msgSig}, body)
		if len(d.box.took) > 0 || status == 500 {
			t.Error("a forged request was accepted")
		}
	})
}
