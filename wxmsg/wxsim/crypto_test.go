package wxsim

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"strings"
	"testing"
)

// The vectors are the official ones of 消息推送.
const (
	vectorToken = "AAAAA"
	vectorApp   = "wxba5fad812f8e6fb9"
	vectorPush  = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
	vectorMsg   = `{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}`
	vectorReply = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
)

func vectorBox(t *testing.T) *box {
	t.Helper()
	b, err := newBox(vectorToken, strings.Repeat("A", 43), vectorApp)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOfficialSignatures(t *testing.T) {
	for name, v := range map[string]struct {
		parts []string
		want  string
	}{
		"url":   {[]string{"1714036504", "1514711492"}, "f464b24fc39322e44b38aa78f5edd27bd1441696"},
		"plain": {[]string{"1714037059", "486452656"}, "899cf89e464efb63f54ddac96b0a0a235f53aa78"},
		"safe":  {[]string{"1714112445", "415670741"}, "6c5c811b55cc85e0e1b54100749188c20beb3f5d"},
		"msg":   {[]string{"1714112445", "415670741", vectorPush}, "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"},
		"reply": {[]string{"1713424427", "415670741", vectorReply}, "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"},
	} {
		if got := sign(append(v.parts, vectorToken)...); got != v.want {
			t.Errorf("%s: %s, want %s", name, got, v.want)
		}
	}
}

func TestOfficialCiphertexts(t *testing.T) {
	b := vectorBox(t)
	for _, v := range []struct{ random, msg, sealed string }{
		{"a8eedb185eb2fecf", vectorMsg, vectorPush},
		{"707722b803182950", `{"demo_resp":"good luck"}`, vectorReply},
	} {
		if got := b.seal([]byte(v.random), []byte(v.msg)); got != v.sealed {
			t.Errorf("seal %.20s: %s", v.msg, got)
		}
		random, msg, err := b.open(v.sealed)
		if err != nil || string(random) != v.random || string(msg) != v.msg {
			t.Errorf("open: %s %s %v", random, msg, err)
		}
	}
}

func TestSealOpensAtEveryLength(t *testing.T) {
	b := vectorBox(t)
	for n := range 130 {
		msg := bytes.Repeat([]byte("x"), n)
		_, got, err := b.open(b.seal([]byte(randomText(16)), msg))
		if err != nil || !bytes.Equal(got, msg) {
			t.Fatalf("%d bytes: %q %v", n, got, err)
		}
	}
	long := []byte(strings.Repeat("路灯坏了💡", 4000))
	if _, got, err := b.open(b.seal([]byte(randomText(16)), long)); err != nil || !bytes.Equal(got, long) {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	b := vectorBox(t)
	other, _ := newBox(vectorToken, strings.Repeat("A", 43), "wx0000000000000000")
	raw := func(full []byte) string {
		block, _ := aes.NewCipher(b.key)
		cipher.NewCBCEncrypter(block, b.key[:16]).CryptBlocks(full, full)
		return base64.StdEncoding.EncodeToString(full)
	}
	uneven := append(append(bytes.Repeat([]byte("r"), 16), 0, 0, 0, 0), []byte(vectorApp)...)
	uneven = append(uneven, 9, 9) // 40 bytes so far
	uneven = append(uneven, bytes.Repeat([]byte{24}, 24)...)
	uneven[50] = 7
	huge := append(bytes.Repeat([]byte("r"), 16), 0xff, 0xff, 0xff, 0xff)
	huge = append(huge, bytes.Repeat([]byte{12}, 12)...)
	for name, sealed := range map[string]string{
		"empty": "", "not base64": "%%%", "short": "AAAA", "16 bytes": base64.StdEncoding.EncodeToString(make([]byte, 16)),
		"other appid": other.seal([]byte(randomText(16)), []byte("x")), "uneven pad": raw(uneven), "huge length": raw(huge),
		"pad of 33": raw(bytes.Repeat([]byte{33}, 64)), "pad of 0": raw(make([]byte, 32)),
	} {
		if _, msg, err := b.open(sealed); err == nil {
			t.Errorf("%s: opened as %q", name, msg)
		}
	}
	if _, err := newBox("t", "short", "wx"); err == nil {
		t.Error("short key accepted")
	}
}
