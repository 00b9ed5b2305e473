package telecom

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/notify"
	"linli/app/when"
)

func TestEventsOfEachProvider(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing)
	at := now.Add(-time.Minute)
	for name, c := range map[string]struct {
		provider string
		channel  notify.Channel
		body     string
		want     notify.PhoneEvent
	}{
		"an SMS arrived": {
			Aliyun, notify.SMS,
			`[{"phone_number":"13912345678","send_time":"2026-11-23 08:58:00","report_time":"2026-11-23 08:59:00","success":true,"err_code":"DELIVERED","err_msg":"用户接收成功","sms_size":"2","biz_id":"9^0","out_id":"tok"}]`,
			notify.PhoneEvent{Token: "tok", MsgID: "9^0", Result: notify.Arrived, Units: 2, At: at},
		},
		"an SMS failed": {
			Aliyun, notify.SMS, `[{"report_time":"2026-11-23 08:59:00","success":false,"err_code":"MK:0001","biz_id":9,"out_id":"tok"}]`,
			notify.PhoneEvent{Token: "tok", MsgID: "9", Result: notify.Failed, Reason: "MK:0001", At: at},
		},
		"a key during the call": {
			Aliyun, notify.Voice, `[{"status_code":"300000","smart_status_code":"ANSWERED","dtmf":"1","status_time":"2026-11-23 08:59:00","out_id":"tok","call_id":"7^8"}]`,
			notify.PhoneEvent{Token: "tok", MsgID: "7^8", Result: notify.KeyAlone, Key: "1", At: now},
		},
		"somebody listened and pressed": {
			Aliyun, notify.Voice, `[{"call_id":"7^8","end_time":"2026-11-23 08:59:00","duration":"61秒","status_code":"200000","out_id":"tok","dtmf":"11"}]`,
			notify.PhoneEvent{Token: "tok", MsgID: "7^8", Result: notify.Arrived, Key: "1", Units: 2, At: at},
		},
		"nobody answered": {
			Aliyun, notify.Voice, `[{"call_id":"7^8","end_time":"2026-11-23 08:59:00","duration":0,"status_code":"200003","out_id":"tok"}]`,
			notify.PhoneEvent{Token: "tok", MsgID: "7^8", Result: notify.Missed, Reason: "status 200003", At: at},
		},
		"the number is no number": {
			Aliyun, notify.Voice, `[{"call_id":"7^8","end_time":"2026-11-23 08:59:00","duration":"0","status_code":"200004","out_id":"tok"}]`,
			notify.PhoneEvent{Token: "tok", MsgID: "7^8", Result: notify.Failed, Reason: "status 200004", At: at},
		},
		"Tencent's SMS arrived": {
			Tencent, notify.SMS, `[{"user_receive_time":"2026-11-23 08:59:00","nationcode":"86","mobile":"13912345678","report_status":"SUCCESS","errmsg":"DELIVRD","sid":"5000:1"}]`,
			notify.PhoneEvent{MsgID: "5000:1", Result: notify.Arrived, At: at},
		},
		"Tencent's SMS failed, without a time": {
			Tencent, notify.SMS, `[{"report_status":"FAIL","errmsg":"13912345678 off","sid":"5000:1"}]`,
			notify.PhoneEvent{MsgID: "5000:1", Result: notify.Failed, Reason: "*** off", At: now},
		},
		"Tencent's call was heard": {
			Tencent, notify.Voice, `{"voiceprompt_callback":{"result":"0","accept_time":"1","callid":"x-1","end_calltime":"` + "1795395540" + `","fee":"1","mobile":"13912345678"}}`,
			notify.PhoneEvent{MsgID: "x-1", Result: notify.Arrived, Units: 1, At: at},
		},
		"Tencent's call was missed": {
			Tencent, notify.Voice, `{"voiceprompt_callback":{"result":1,"callid":"x-1"}}`,
			notify.PhoneEvent{MsgID: "x-1", Result: notify.Missed, Reason: "result 1", At: now},
		},
		"Tencent's key": {
			Tencent, notify.Voice, `{"voicekey_callback":{"callid":"x-1","keypress":"2","mobile":"13912345678"}}`,
			notify.PhoneEvent{MsgID: "x-1", Result: notify.KeyAlone, Key: "2", At: now},
		},
		"Tencent has no such number": {
			Tencent, notify.Voice, `{"voice_failure_callback":{"callid":"x-1","failure_code":8,"failure_reason":"空号"}}`,
			notify.PhoneEvent{MsgID: "x-1", Result: notify.Failed, Reason: "failure 8", At: now},
		},
		"Tencent's line was busy": {
			Tencent, notify.Voice, `{"voice_failure_callback":{"callid":"x-1","failure_code":3}}`,
			notify.PhoneEvent{MsgID: "x-1", Result: notify.Missed, Reason: "failure 3", At: now},
		},
		"a time of tomorrow, a monstrous cost": {
			Aliyun, notify.SMS, `[{"report_time":"2026-11-24 08:59:00","success":true,"sms_size":"99999999","out_id":"tok"}]`,
			notify.PhoneEvent{Token: "tok", Result: notify.Arrived, Units: 60, At: now},
		},
	} {
		got, err := parseEvents(c.provider, c.channel, []byte(c.body), now)
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %v %v", name, got, err)
			continue
		}
		c.want.Channel = c.channel
		got[0].At, c.want.At = got[0].At.UTC(), c.want.At.UTC()
		if diff := cmp.Diff(c.want, got[0]); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// No body makes the reader fail, and what it returns fits its columns and names no number.
func FuzzEvents(f *testing.F) {
	for _, s := range []string{
		`[{"success":true,"out_id":"abc","sms_size":"1"}]`, `[{"call_id":"1","duration":"3秒","dtmf":"1"}]`,
		`{"voicekey_callback":{"callid":"x","keypress":"1"}}`, `[{"sid":1e9,"report_status":"SUCCESS"}]`, `null`, `[null]`, `{}`, ``,
		`[{"err_code":"13912345678","out_id":"x"}]`, `{"voiceprompt_callback":{"end_calltime":"99999999999999999999","callid":"x"}}`,
	} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing)
	f.Fuzz(func(t *testing.T, body string) {
		for _, provider := range Providers {
			for _, channel := range Channels {
				events, err := parseEvents(provider, channel, []byte(body), now)
				if err != nil && len(events) > 0 {
					t.Fatal("events with an error")
				}
				for _, e := range events {
					if e.Token == "" && e.MsgID == "" || e.Units < 0 || e.Units > mostUnits || e.At.After(now) || len(e.Key) > 1 ||
						len([]rune(e.Reason)) > maxReason+1 || numberForm.MatchString(strings.ReplaceAll(e.Reason, "status ", "")) && len(e.Reason) > 18 {
						t.Fatalf("%s %s: %+v", provider, channel, e)
					}
					if _, err := json.Marshal(e); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	})
}
