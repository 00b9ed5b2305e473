package telesim

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Arrive pushes the receipt of an SMS that arrived, or of a call that somebody listened to without a key.
func (s *Sim) Arrive(m Message) int { return s.push(m, receipt(m, "arrived", "", s.options.Now())) }

// Fail pushes that the number cannot be reached.
func (s *Sim) Fail(m Message) int { return s.push(m, receipt(m, "failed", "", s.options.Now())) }

// Miss pushes that nobody answered the call.
func (s *Sim) Miss(m Message) int { return s.push(m, receipt(m, "missed", "", s.options.Now())) }

// Press pushes that the person answered the call and pressed a key. Tencent pushes the key first and the end of the call then.
func (s *Sim) Press(m Message, key string) int {
	status := s.push(m, receipt(m, "arrived", key, s.options.Now()))
	if m.Provider == Tencent && status == http.StatusOK {
		return s.Arrive(m)
	}
	return status
}

// push sends a receipt to the service and returns the status of its answer, 0 for none.
func (s *Sim) push(m Message, body any) int {
	s.mu.Lock()
	to := s.to[m.Channel]
	s.mu.Unlock()
	text, err := json.Marshal(body)
	if err != nil || to == "" {
		return 0
	}
	client := s.options.Client
	if client == nil {
		client = &http.Client{Timeout: 10 * time.Second}
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, to, bytes.NewReader(text))
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(r)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

// receipt returns the push of the provider about a message.
func receipt(m Message, how, key string, now time.Time) any {
	beijing := now.In(time.FixedZone("CST", 8*60*60)).Format(time.DateTime)
	switch {
	case m.Provider == Aliyun && m.Channel == SMS:
		code := map[string]string{"arrived": "DELIVERED", "failed": "MK:0001"}[how]
		return []any{map[string]any{
			"phone_number": m.Phone, "send_time": beijing, "report_time": beijing, "success": how == "arrived", "err_code": code,
			"err_msg": "", "sms_size": "1", "biz_id": m.ID, "out_id": m.Token,
		}}
	case m.Provider == Aliyun:
		code, seconds := map[string]string{"arrived": "200000", "failed": "200004", "missed": "200003"}[how], "0"
		if how == "arrived" {
			seconds = "21"
		}
		return []any{map[string]any{
			"call_id": m.ID, "start_time": beijing, "end_time": beijing, "duration": seconds, "status_code": code, "callee": m.Phone,
			"caller": "05710000000", "out_id": m.Token, "dtmf": key, "toll_type": "LOCAL", "voice_type": "voice",
		}}
	case m.Channel == SMS:
		status, code := "SUCCESS", "DELIVRD"
		if how != "arrived" {
			status, code = "FAIL", "MK:0001"
		}
		return []any{map[string]any{
			"user_receive_time": beijing, "nationcode": "86", "mobile": m.Phone, "report_status": status, "errmsg": code,
			"description": code, "sid": m.ID,
		}}
	case key != "":
		return map[string]any{"voicekey_callback": map[string]any{
			"call_from": "", "callid": m.ID, "keypress": key, "mobile": m.Phone, "nationcode": "86",
		}}
	case how == "failed":
		return map[string]any{"voice_failure_callback": map[string]any{
			"call_from": "", "callid": m.ID, "failure_code": 8, "failure_reason": "空号", "mobile": m.Phone, "nationcode": "86",
		}}
	}
	result := map[string]string{"arrived": "0", "missed": "1"}[how]
	seconds := strconv.FormatInt(now.Unix(), 10)
	return map[string]any{"voiceprompt_callback": map[string]any{
		"result": result, "accept_time": seconds, "call_from": "", "callid": m.ID, "end_calltime": seconds, "fee": "1",
		"mobile": m.Phone, "nationcode": "86", "start_calltime": seconds,
	}}
}
