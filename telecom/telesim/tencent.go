package telesim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

type tencentRequest struct {
	PhoneNumberSet   []string
	CalledNumber     string
	SmsSdkAppId      string //nolint:revive // the provider's name
	VoiceSdkAppid    string
	SignName         string
	TemplateId       string //nolint:revive // the provider's name
	TemplateIdSet    []int64
	TemplateParamSet []string
	SessionContext   string
	PlayTimes        int
}

// tencent answers a request to Tencent Cloud's API 3.0.
func (s *Sim) tencent(w http.ResponseWriter, r *http.Request, body []byte) {
	fail := func(code, text string) {
		send(w, http.StatusOK, response(map[string]any{"Error": map[string]string{"Code": code, "Message": text}}))
	}
	if want := tencentAuthorization(r, body); r.Header.Get("Authorization") != want {
		if strings.Contains(r.Header.Get("Authorization"), TencentKey) {
			s.bad("signature of %s", r.Header.Get("X-Tc-Action"))
		}
		fail("AuthFailure.SignatureFailure", "The provided credentials could not be validated.")
		return
	}
	var in tencentRequest
	if err := json.Unmarshal(body, &in); err != nil {
		fail("InvalidParameter", "not JSON")
		return
	}
	switch r.Header.Get("X-Tc-Action") {
	case "SendSms":
		if len(in.PhoneNumberSet) != 1 || in.SmsSdkAppId != App || in.SignName != Sign || r.Header.Get("X-Tc-Version") != "2021-01-11" {
			s.bad("parameters of SendSms")
			fail("MissingParameter", "")
			return
		}
		s.tencentSend(w, SMS, in.PhoneNumberSet[0], in)
	case "SendTtsVoice":
		if in.CalledNumber == "" || in.VoiceSdkAppid != App || r.Header.Get("X-Tc-Version") != "2020-09-02" {
			fail("MissingParameter", "The request is missing a required parameter.")
			return
		}
		s.tencentSend(w, Voice, in.CalledNumber, in)
	case "DescribeSmsSignList":
		send(w, http.StatusOK, response(map[string]any{"DescribeSignListStatusSet": []any{map[string]any{"SignId": 1, "SignName": Sign, "StatusCode": 0, "ReviewReply": ""}}}))
	case "DescribeSmsTemplateList":
		var all []any
		for _, id := range in.TemplateIdSet {
			if text, ok := s.Templates[strconv.FormatInt(id, 10)]; ok {
				status := 0
				if strings.HasPrefix(text, "?") {
					status = 1
				}
				all = append(all, map[string]any{"TemplateId": id, "StatusCode": status, "ReviewReply": "", "TemplateContent": text})
			}
		}
		send(w, http.StatusOK, response(map[string]any{"DescribeTemplateStatusSet": all}))
	default:
		fail("InvalidAction", "")
	}
}

func response(parts map[string]any) any {
	parts["RequestId"] = "R"
	return map[string]any{"Response": parts}
}

func (s *Sim) tencentSend(w http.ResponseWriter, channel, phone string, in tencentRequest) {
	if !strings.HasPrefix(phone, "+86") || len(phone) != 14 {
		s.bad("number of %d characters", len(phone))
	}
	m := Message{
		Provider: Tencent, Channel: channel, Phone: strings.TrimPrefix(phone, "+86"), Template: in.TemplateId, Params: in.TemplateParamSet,
		Token: in.SessionContext,
	}
	s.accept(w, m, func(m Message) any {
		if channel == Voice {
			return response(map[string]any{"SendStatus": map[string]string{"CallId": m.ID, "SessionContext": m.Token}})
		}
		return response(map[string]any{"SendStatusSet": []any{map[string]any{
			"SerialNo": m.ID, "PhoneNumber": phone, "Fee": 1, "SessionContext": m.Token, "Code": "Ok", "Message": "send success", "IsoCode": "CN",
		}}})
	}, func(f Fault) (int, any) {
		code := map[Fault]string{Down: "ServiceUnavailable", Limited: "LimitExceeded.PhoneNumberDailyLimit", Barred: "FailedOperation.PhoneNumberInBlacklist", Unpaid: "FailedOperation.InsufficientBalanceInSmsPackage"}[f]
		return http.StatusOK, response(map[string]any{"Error": map[string]string{"Code": code, "Message": "number " + phone}})
	})
}

// tencentAuthorization signs as 签名方法 v3 says.
func tencentAuthorization(r *http.Request, body []byte) string {
	seconds, err := strconv.ParseInt(r.Header.Get("X-Tc-Timestamp"), 10, 64)
	if err != nil {
		return "?"
	}
	service := map[bool]string{true: "vms", false: "sms"}[r.Header.Get("X-Tc-Action") == "SendTtsVoice"]
	hash := func(b string) string { h := sha256.Sum256([]byte(b)); return hex.EncodeToString(h[:]) }
	sign := func(key, text string) string {
		m := hmac.New(sha256.New, []byte(key))
		m.Write([]byte(text))
		return string(m.Sum(nil))
	}
	day := time.Unix(seconds, 0).UTC().Format("2006-01-02")
	lines := strings.Join([]string{
		"POST", "/", "", "content-type:" + r.Header.Get("Content-Type"), "host:" + r.Host, "", "content-type;host", hash(string(body)),
	}, "\n")
	scope := day + "/" + service + "/tc3_request"
	text := strings.Join([]string{"TC3-HMAC-SHA256", strconv.FormatInt(seconds, 10), scope, hash(lines)}, "\n")
	key := sign(sign(sign("TC3"+TencentSecret, day), service), "tc3_request")
	return "TC3-HMAC-SHA256 Credential=" + TencentKey + "/" + scope + ", SignedHeaders=content-type;host, Signature=" + hex.EncodeToString([]byte(sign(key, text)))
}
