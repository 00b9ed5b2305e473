package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"linli/telecom"
	"linli/telecom/telesim"
	"linli/wxmsg/wxsim"

	"linli/app/notify"
)

// demoTelephone is the simulated provider of SMS and calls. What it sends appears on the telephones of the page.
type demoTelephone struct {
	*telesim.Sim
	base string
	stop func()
}

// phoneTexts are the approved texts of the simulated provider.
var phoneTexts = map[string]string{
	"SMS_1": "紧急：${place}有邻居反映“${title}”（${number}），请马上查看，注意安全。",
	"SMS_2": "紧急：${place}有居民求助（${number}），请马上联系他。",
	"SMS_3": "社区通知：${title}，请到小程序查看。",
	"TTS_1": "紧急提醒：${place}有邻居反映${title}，请马上查看。知道了请按1。",
	"TTS_2": "紧急提醒：${place}有居民求助，请马上联系。知道了请按1。",
	"TTS_3": "紧急提醒：${place}有一件急事，请马上打开邻里查看。知道了请按1。",
}

const phoneTemplates = `
sms:
  steward.alert: &matter {id: SMS_1, params: [place, title, number], text: "紧急：${place}有邻居反映“${title}”（${number}），请马上查看，注意安全。"}
  steward.page: *matter
  steward.unanswered: *matter
  steward.call: &plea {id: SMS_2, params: [place, number], text: "紧急：${place}有居民求助（${number}），请马上联系他。"}
  steward.staff_call: *plea
  steward.unanswered_call: *plea
  default: {id: SMS_3, params: [title], text: "社区通知：${title}，请到小程序查看。"}
voice:
  steward.alert: &ring {id: TTS_1, params: [place, title], text: "紧急提醒：${place}有邻居反映${title}，请马上查看。知道了请按1。"}
  steward.page: *ring
  steward.unanswered: *ring
  steward.call: &cry {id: TTS_2, params: [place], text: "紧急提醒：${place}有居民求助，请马上联系。知道了请按1。"}
  steward.staff_call: *cry
  steward.unanswered_call: *cry
  default: {id: TTS_3, params: [place], text: "紧急提醒：${place}有一件急事，请马上打开邻里查看。知道了请按1。"}
`

// newTelephone starts the provider; it works with the demo's clock.
func (d *demo) newTelephone() *demoTelephone {
	t := &demoTelephone{}
	t.Sim = telesim.New(telesim.Options{Now: d.clock.Now, Every: true, Accepted: d.ring, InUse: d.inUse})
	t.Templates = phoneTexts
	t.base, t.stop = t.Start()
	return t
}

// env is the configuration of a service that uses the provider.
func (t *demoTelephone) env(dir string) ([]string, error) {
	file := filepath.Join(dir, "phone.yaml")
	if err := os.WriteFile(file, []byte(phoneTemplates), 0o600); err != nil {
		return nil, fmt.Errorf("write templates of the telephone: %w", err)
	}
	env := []string{"LINLI_PHONE_TEMPLATES=" + file, "LINLI_SMS_SIGN=" + telesim.Sign}
	for _, prefix := range []string{"LINLI_SMS_", "LINLI_VOICE_"} {
		env = append(env, prefix+"PROVIDER="+telecom.Aliyun, prefix+"KEY="+telesim.AliyunKey, prefix+"SECRET="+telesim.AliyunSecret, prefix+"BASE="+t.base)
	}
	return env, nil
}

// connect sets the addresses of our server for receipts.
func (d *demo) connect() {
	for _, channel := range telecom.Channels {
		d.tel.CallTo(string(channel), "http://"+d.running.Address+d.system.CallbackPath(channel))
	}
}

// inUse says whether a player has the number and follows the official account: whom WeChat does not reach has another number by
// now, so that the list of those who were not reached is not empty.
func (d *demo) inUse(phone string) bool {
	return slices.ContainsFunc(d.people.players, func(p *player) bool { return p.number == phone && p.phone.Following() })
}

// ring shows an SMS or a call on the telephone of its player.
func (d *demo) ring(m telesim.Message) {
	if d.front == nil { // messages of the past
		return
	}
	for _, p := range d.people.players {
		if p.number != "" && p.number == m.Phone {
			kind := map[string]string{telesim.SMS: "sms", telesim.Voice: "call"}[m.Channel]
			p.phone.Note(wxsim.OA, "【"+telesim.Sign+"】", kind, d.tel.Text(m))
		}
	}
}

// press answers the last call to a player and presses a key.
func (f *demoFront) press(p *player, key string) error {
	var last telesim.Message
	for _, m := range f.tel.Sent(string(notify.Voice)) {
		if m.Phone == p.number {
			last = m
		}
	}
	if last.ID == "" || key == "" {
		return errGesture
	}
	f.tel.Press(last, key)
	return nil
}
