package telecom

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/notify"
	"linli/app/when"
)

// loose is a value that providers send as text or as a number.
type loose string

// UnmarshalJSON implements json.Unmarshaler.
func (l *loose) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte(`"`)) {
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*l = loose(s)
		return nil
	}
	if *l = loose(b); *l == "null" {
		*l = ""
	}
	return nil
}

func (l loose) number() int {
	n, err := strconv.Atoi(strings.TrimRight(string(l), "秒 "))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// maxEvents is the most events that one push may have.
const maxEvents = 500

// mostUnits bounds what one message can cost: a wrong figure must not spoil the count.
const mostUnits = 60

var errEvents = errors.New("not an event of this provider")

// parseEvents reads the body of a callback. Numbers in it are not looked at.
func parseEvents(provider string, channel notify.Channel, body []byte, now time.Time) (events []notify.PhoneEvent, err error) {
	switch {
	case provider == Aliyun && channel == notify.SMS:
		events, err = aliyunSMS(body, now)
	case provider == Aliyun && channel == notify.Voice:
		events, err = aliyunVoice(body, now)
	case provider == Tencent && channel == notify.SMS:
		events, err = tencentSMS(body, now)
	case provider == Tencent && channel == notify.Voice:
		events, err = tencentVoice(body, now)
	default:
		return nil, errEvents
	}
	if err != nil || len(events) > maxEvents {
		return nil, errEvents
	}
	for i := range events {
		events[i].Channel = channel
		events[i].Reason = redact(events[i].Reason)
		events[i].Units = min(events[i].Units, mostUnits)
	}
	return slices.DeleteFunc(events, func(e notify.PhoneEvent) bool { return e.Token == "" && e.MsgID == "" }), nil
}

// stamp reads a provider's time; one that is missing or impossible becomes now.
func stamp(s string, now time.Time) time.Time {
	t, err := time.ParseInLocation(time.DateTime, s, when.Beijing)
	if err != nil || t.After(now) || now.Sub(t) > notify.KeepReceipts {
		return now
	}
	return t
}

// aliyunSMS reads SmsReport (https://help.aliyun.com/zh/sms/developer-reference/smsreport-2).
func aliyunSMS(body []byte, now time.Time) ([]notify.PhoneEvent, error) {
	var all []struct {
		Success    bool   `json:"success"`
		ErrCode    loose  `json:"err_code"`
		SmsSize    loose  `json:"sms_size"`
		BizID      loose  `json:"biz_id"`
		OutID      loose  `json:"out_id"`
		ReportTime string `json:"report_time"`
	}
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, err
	}
	events := make([]notify.PhoneEvent, len(all))
	for i, r := range all {
		events[i] = notify.PhoneEvent{
			Token: string(r.OutID), MsgID: string(r.BizID), Result: notify.Failed, Units: r.SmsSize.number(), At: stamp(r.ReportTime, now),
		}
		if r.Success {
			events[i].Result = notify.Arrived
		} else {
			events[i].Reason = string(r.ErrCode)
		}
	}
	return events, nil
}

// The codes of calls (https://help.aliyun.com/zh/vms/developer-reference/operators-receipt-error-code).
var (
	aliHeard = []loose{"200000", "200001", "200008", "200100"} // listened, hung up early, pressed no key, ended
	aliNever = []loose{"200004", "200011", "200104", "200105", "200116", "200117"}
)

// aliyunVoice reads VoiceReport (https://help.aliyun.com/zh/vms/voicereport-7), and the keys in VoiceCallReport, which comes
// during the call.
func aliyunVoice(body []byte, now time.Time) ([]notify.PhoneEvent, error) {
	var all []struct {
		CallID     loose  `json:"call_id"`
		OutID      loose  `json:"out_id"`
		StatusCode loose  `json:"status_code"`
		StatusTime string `json:"status_time"` // only in VoiceCallReport
		EndTime    string `json:"end_time"`
		Duration   loose  `json:"duration"`
		DTMF       loose  `json:"dtmf"`
	}
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, err
	}
	events := make([]notify.PhoneEvent, len(all))
	for i, r := range all {
		e := notify.PhoneEvent{Token: string(r.OutID), MsgID: string(r.CallID), Key: firstKey(r.DTMF), At: stamp(r.EndTime, now)}
		seconds := r.Duration.number()
		switch {
		case r.StatusTime != "" && r.EndTime == "":
			e.Result = notify.KeyAlone
		case seconds > 0 || slices.Contains(aliHeard, r.StatusCode):
			e.Result, e.Units = notify.Arrived, max(1, (seconds+59)/60)
		case slices.Contains(aliNever, r.StatusCode):
			e.Result, e.Reason = notify.Failed, "status "+strconv.Itoa(r.StatusCode.number())
		default:
			e.Result, e.Reason = notify.Missed, "status "+strconv.Itoa(r.StatusCode.number())
		}
		events[i] = e
	}
	return events, nil
}

// firstKey returns the first key that was pressed: who is in a hurry presses twice.
func firstKey(dtmf loose) string {
	if dtmf == "" {
		return ""
	}
	return string(dtmf[:1])
}

// tencentSMS reads 下发状态通知 (https://cloud.tencent.com/document/product/382/37809).
func tencentSMS(body []byte, now time.Time) ([]notify.PhoneEvent, error) {
	var all []struct {
		Time   string `json:"user_receive_time"`
		Status string `json:"report_status"`
		Error  string `json:"errmsg"`
		SID    loose  `json:"sid"`
	}
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, err
	}
	events := make([]notify.PhoneEvent, len(all))
	for i, r := range all {
		events[i] = notify.PhoneEvent{MsgID: string(r.SID), Result: notify.Arrived, At: stamp(r.Time, now)}
		if r.Status != "SUCCESS" {
			events[i].Result, events[i].Reason = notify.Failed, r.Error
		}
	}
	return events, nil
}

// tencentVoice reads 语音通知状态通知, 按键通知 and 送达失败原因通知 (https://cloud.tencent.com/document/product/1128/37726).
func tencentVoice(body []byte, now time.Time) ([]notify.PhoneEvent, error) {
	type call struct {
		CallID loose `json:"callid"`
		Result loose `json:"result"`
		End    loose `json:"end_calltime"` // seconds
		Fee    loose `json:"fee"`          // minutes
		Key    loose `json:"keypress"`
		Code   loose `json:"failure_code"`
	}
	var push struct {
		End     *call `json:"voiceprompt_callback"`
		Key     *call `json:"voicekey_callback"`
		Failure *call `json:"voice_failure_callback"`
	}
	if err := json.Unmarshal(body, &push); err != nil {
		return nil, err
	}
	switch {
	case push.Key != nil:
		return []notify.PhoneEvent{{MsgID: string(push.Key.CallID), Result: notify.KeyAlone, Key: firstKey(push.Key.Key), At: now}}, nil
	case push.Failure != nil:
		e := notify.PhoneEvent{MsgID: string(push.Failure.CallID), Result: notify.Missed, Reason: "failure " + strconv.Itoa(push.Failure.Code.number()), At: now}
		if push.Failure.Code == tcNoNumber {
			e.Result = notify.Failed
		}
		return []notify.PhoneEvent{e}, nil
	case push.End != nil:
		e := notify.PhoneEvent{MsgID: string(push.End.CallID), Result: notify.Missed, Reason: "result " + strconv.Itoa(push.End.Result.number()), At: now}
		if push.End.Result == "0" {
			e.Result, e.Reason, e.Units = notify.Arrived, "", max(1, push.End.Fee.number())
		}
		if sec := push.End.End.number(); sec > 0 {
			e.At = stamp(time.Unix(int64(sec), 0).In(when.Beijing).Format(time.DateTime), now)
		}
		return []notify.PhoneEvent{e}, nil
	}
	return nil, errEvents
}

// tcNoNumber is Tencent's failure code of a number that does not exist (空号).
const tcNoNumber = "8"
