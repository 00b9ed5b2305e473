package wxmsg

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

// The official vectors of 消息推送.
const (
	vecToken   = "AAAAA"
	vecAppID   = "wxba5fad812f8e6fb9"
	vecEncrypt = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
	vecMsg     = `{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}`
	vecReply   = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
)

var vecAESKey = strings.Repeat("A", 43)

func vecSealer(t testing.TB) *sealer {
	t.Helper()
	key, err := Account{AESKey: vecAESKey}.aesKey()
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSealer(key, vecAppID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOfficialVectors(t *testing.T) {
	for _, c := range []struct {
		name, want string
		words      []string
	}{
		{"url check", "f464b24fc39322e44b38aa78f5edd27bd1441696", []string{vecToken, "1714036504", "1514711492"}},
		{"plain push", "899cf89e464efb63f54ddac96b0a0a235f53aa78", []string{vecToken, "1714037059", "486452656"}},
		{"safe push", "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3", []string{vecToken, "1714112445", "415670741", vecEncrypt}},
		{"reply", "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1", []string{vecToken, "1713424427", "415670741", vecReply}},
	} {
		if got := sign(c.words...); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
	s := vecSealer(t)
	msg, err := s.open(vecEncrypt)
	if err != nil || string(msg) != vecMsg {
		t.Errorf("open: %v %s", err, msg)
	}
	if got := s.sealWith([]byte("a8eedb185eb2fecf"), []byte(vecMsg)); got != vecEncrypt {
		t.Errorf("seal: %s", got)
	}
	if got := s.sealWith([]byte("707722b803182950"), []byte(`{"demo_resp":"good luck"}`)); got != vecReply {
		t.Errorf("seal reply: %s", got)
	}
}

func TestSealEveryPad(t *testing.T) {
	s := vecSealer(t)
	seen := map[byte]bool{}
	for n := range 65 {
		msg := bytes.Repeat([]byte("邻"), 22)[:n]
		sealed, err := s.seal(msg)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.open(sealed)
		if err != nil || !bytes.Equal(got, msg) {
			t.Errorf("%d bytes: %v", n, err)
		}
		full := decryptRaw(t, s, sealed)
		seen[full[len(full)-1]] = true
	}
	if len(seen) != 32 {
		t.Errorf("saw %d pads of 32", len(seen))
	}
	long := []byte(strings.Repeat("路灯坏了😀", 4000))
	sealed, err := s.seal(long)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.open(sealed); err != nil || !bytes.Equal(got, long) {
		t.Errorf("long text: %v", err)
	}
	again, err := s.seal(long)
	if err != nil || again[:21] == sealed[:21] {
		t.Error("the random beginning repeats")
	}
}

func decryptRaw(t testing.TB, s *sealer, sealed string) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		t.Fatal(err)
	}
	cipher.NewCBCDecrypter(s.block, s.iv).CryptBlocks(raw, raw)
	return raw
}

func encryptRaw(s *sealer, full []byte) string {
	out := bytes.Clone(full)
	cipher.NewCBCEncrypter(s.block, s.iv).CryptBlocks(out, out)
	return base64.StdEncoding.EncodeToString(out)
}

func TestOpenRefuses(t *testing.T) {
	s := vecSealer(t)
	good := decryptRaw(t, s, vecEncrypt)
	change := func(f func(b []byte) []byte) string { return encryptRaw(s, f(bytes.Clone(good))) }
	size := func(n uint32) string {
		return change(func(b []byte) []byte { binary.BigEndian.PutUint32(b[16:], n); return b })
	}
	for name, text := range map[string]string{
		"empty":            "",
		"not base64":       "!!!!",
		"one AES block":    base64.StdEncoding.EncodeToString(make([]byte, 16)),
		"three AES blocks": base64.StdEncoding.EncodeToString(make([]byte, 48)),
		"pad 0":            change(func(b []byte) []byte { b[len(b)-1] = 0; return b }),
		"pad 33":           change(func(b []byte) []byte { b[len(b)-1] = 33; return b }),
		"first pad byte":   change(func(b []byte) []byte { b[len(b)-int(b[len(b)-1])] ^= 1; return b }),
		"long length":      size(1 << 31),
		"longest length":   size(1<<32 - 1),
		"length plus one":  size(168),
		"length minus one": size(166),
		"other app":        change(func(b []byte) []byte { return bytes.Replace(b, []byte("wxba"), []byte("wxbb"), 1) }),
		"only pad":         encryptRaw(s, bytes.Repeat([]byte{32}, 32)),
		"short":            encryptRaw(s, pad(make([]byte, 19))),
	} {
		if _, err := s.open(text); !errors.Is(err, errCipher) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSignedBy(t *testing.T) {
	good := sign("a", "b")
	for _, bad := range []string{"", good[:39], good + "0", strings.ToUpper(good), strings.Repeat("0", 40)} {
		if signedBy(bad, "a", "b") {
			t.Errorf("%q passes", bad)
		}
	}
	if !signedBy(good, "b", "a") {
		t.Error("the signature depends on the order of the words")
	}
}

func FuzzOpen(f *testing.F) {
	s := vecSealer(f)
	f.Add(vecEncrypt)
	f.Add("AAAA")
	f.Add(encryptRaw(s, pad(make([]byte, 20))))
	f.Fuzz(func(t *testing.T, text string) {
		msg, err := s.open(text)
		if err == nil && !strings.Contains(string(decryptRaw(t, s, text)), string(msg)+vecAppID) {
			t.Error("opened a ciphertext of another key")
		}
	})
}

func FuzzSeal(f *testing.F) {
	s := vecSealer(f)
	f.Add([]byte(vecMsg))
	f.Fuzz(func(t *testing.T, msg []byte) {
		sealed, err := s.seal(msg)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.open(sealed); err != nil || !bytes.Equal(got, msg) {
			t.Errorf("%v", err)
		}
		if raw, err := base64.StdEncoding.DecodeString(sealed); err != nil || len(raw)%aes.BlockSize != 0 || len(raw)%padBlock != 0 {
			t.Error("not whole blocks")
		}
	})
}
