package stories

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/telecom/telesim"

	"linli/app/notify"
)

// exchange is a world whose service sends SMS and voice calls through a simulated provider.
type exchange struct {
	*world
	tel *telesim.Sim
	out *heap // everything the program logged
}

// heap is a buffer that several goroutines write to.
type heap struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (h *heap) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(b)
}

func (h *heap) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// eachExchange runs a story with each provider, on every configured engine.
func eachExchange(t *testing.T, story func(w exchange)) {
	t.Helper()
	for _, provider := range []string{telesim.Aliyun, telesim.Tencent} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			t.Run("sqlite", func(t *testing.T) { t.Parallel(); story(newExchange(t, provider, nil)) })
			t.Run("mysql", func(t *testing.T) { t.Parallel(); story(newExchange(t, provider, serverEnv(t))) })
		})
	}
}

const telephoneTemplates = `
sms:
  default: {id: %[1]s101, params: [title]}
  steward.alert: {id: %[1]s102, params: [place, title, number]}
  steward.call: {id: %[1]s103, params: [place, number]}
voice:
  default: {id: %[2]s201, params: [place, title]}
`

func newExchange(t *testing.T, provider string, more []string) exchange {
	t.Helper()
	var w *world
	tel := telesim.New(telesim.Options{Client: httpClient, Now: func() time.Time { return w.now() }})
	base, stop := tel.Start()
	t.Cleanup(stop)
	sms, tts := "SMS_", "TTS_"
	key, secret := telesim.AliyunKey, telesim.AliyunSecret
	if provider == telesim.Tencent {
		sms, tts, key, secret = "", "", telesim.TencentKey, telesim.TencentSecret
	}
	dir := t.TempDir()
	file, hidden := filepath.Join(dir, "phone.yaml"), filepath.Join(dir, "secret")
	for name, text := range map[string]string{file: fmt.Sprintf(telephoneTemplates, sms, tts), hidden: secret + "\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, channel := range []string{"SMS", "VOICE"} {
		prefix := "LINLI_" + channel + "_"
		more = append(more, prefix+"PROVIDER="+provider, prefix+"KEY="+key, prefix+"SECRET_FILE="+hidden, prefix+"BASE="+base, prefix+"APP="+telesim.App)
	}
	w = newWorld(t, append(more, "LINLI_SMS_SIGN="+telesim.Sign, "LINLI_PHONE_TEMPLATES="+file))
	x := exchange{world: w, tel: tel, out: &heap{}}
	w.log = x.out
	w.stop()
	w.raw = nil
	w.start()
	for _, channel := range []notify.Channel{notify.SMS, notify.Voice} {
		tel.CallTo(string(channel), "http://"+w.running.Address+w.system.CallbackPath(channel))
	}
	t.Cleanup(x.discreet)
	return x
}

// discreet fails if a number or a secret stands in the log or in a row of notices, or a request to the provider was wrong.
func (x exchange) discreet() {
	x.Helper()
	x.raw = nil // closed by now
	for _, wrong := range x.tel.Wrong() {
		x.Error(wrong)
	}
	logged := x.out.String()
	for _, channel := range []string{telesim.SMS, telesim.Voice} {
		for _, m := range x.tel.Sent(channel) {
			for _, secret := range []string{m.Phone, m.Token, telesim.AliyunSecret, telesim.TencentSecret} {
				if strings.Contains(logged, secret) {
					x.Errorf("the log has %q: %s", secret, logged)
				}
			}
			for _, where := range []string{`openid`, `msgid`, `ref`, `reason`} {
				if n := x.count(`SELECT COUNT(*) FROM notify_attempt WHERE `+where+` LIKE ? OR `+where+` LIKE ?`, "%"+m.Phone+"%", "%"+m.Token+"%"); n != 0 {
					x.Errorf("%s of an attempt names the number or the token", where)
				}
			}
		}
	}
}

// got returns the messages that a number got on a channel.
func (x exchange) got(channel, phone string) []telesim.Message {
	var all []telesim.Message
	for _, m := range x.tel.Sent(channel) {
		if m.Phone == phone {
			all = append(all, m)
		}
	}
	return all
}

// wantGot checks how many SMS and calls a number has got.
func (x exchange) wantGot(when, phone string, sms, calls int) {
	x.Helper()
	if s, c := len(x.got(telesim.SMS, phone)), len(x.got(telesim.Voice, phone)); s != sms || c != calls {
		x.Fatalf("%s: %d SMS and %d calls, not %d and %d", when, s, c, sms, calls)
	}
}
