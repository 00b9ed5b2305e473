package telesim

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the provider's signature
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// aliyun answers a request to Aliyun's RPC API.
func (s *Sim) aliyun(w http.ResponseWriter, r *http.Request, body []byte) {
	all := r.URL.Query()
	for _, name := range []string{"PhoneNumbers", "CalledNumber", "TemplateParam", "TtsParam"} {
		if all.Has(name) {
			s.bad("%s stands in the address", name)
		}
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return
	}
	for name, values := range form {
		all[name] = values
	}
	if all.Get("AccessKeyId") != AliyunKey {
		send(w, http.StatusNotFound, map[string]string{"Code": "InvalidAccessKeyId.NotFound", "Message": "Specified access key is not found.", "RequestId": "R"})
		return
	}
	if all.Get("Signature") != aliyunSignature(r.Method, all) {
		s.bad("signature of %s", all.Get("Action"))
		send(w, http.StatusBadRequest, map[string]string{"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched with our calculation.", "RequestId": "R"})
		return
	}
	switch all.Get("Action") {
	case "SendSms":
		s.aliyunSend(w, SMS, all.Get("PhoneNumbers"), all.Get("TemplateCode"), all.Get("TemplateParam"), all)
	case "SingleCallByTts":
		s.aliyunSend(w, Voice, all.Get("CalledNumber"), all.Get("TtsCode"), all.Get("TtsParam"), all)
	case "QuerySmsSign":
		if all.Get("SignName") != Sign {
			send(w, http.StatusOK, map[string]string{"Code": "isv.SMS_SIGNATURE_ILLEGAL", "Message": "签名不存在"})
			return
		}
		send(w, http.StatusOK, map[string]any{"Code": "OK", "Message": "OK", "SignName": Sign, "SignStatus": 1})
	case "QuerySmsTemplate":
		text, ok := s.Templates[all.Get("TemplateCode")]
		if !ok {
			send(w, http.StatusOK, map[string]string{"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "模板不存在"})
			return
		}
		status := 1
		if strings.HasPrefix(text, "?") { // not approved yet
			status = 0
		}
		send(w, http.StatusOK, map[string]any{"Code": "OK", "Message": "OK", "TemplateCode": all.Get("TemplateCode"), "TemplateContent": text, "TemplateStatus": status})
	case "ListOrderedNumbers":
		send(w, http.StatusOK, map[string]any{"Code": "OK", "Message": "OK", "Numbers": []string{"05710000000"}})
	default:
		send(w, http.StatusNotFound, map[string]string{"Code": "InvalidAction.NotFound", "Message": "no such action"})
	}
}

func (s *Sim) aliyunSend(w http.ResponseWriter, channel, phone, template, params string, all url.Values) {
	m := Message{Provider: Aliyun, Channel: channel, Phone: phone, Template: template, Token: all.Get("OutId")}
	named := map[string]string{}
	if err := json.Unmarshal([]byte(params), &named); err != nil {
		s.bad("parameters of the template: %v", err)
	}
	m.Named = named
	for _, name := range slices.Sorted(maps.Keys(named)) {
		m.Params = append(m.Params, named[name])
	}
	switch {
	case channel == SMS && all.Get("SignName") != Sign:
		s.bad("signature name")
	case len(m.Token) < 1 || len(m.Token) > 15:
		s.bad("OutId of %d bytes", len(m.Token))
	case len(phone) != 11:
		s.bad("number of %d digits", len(phone))
	}
	id := map[string]string{SMS: "BizId", Voice: "CallId"}[channel]
	s.accept(w, m, func(m Message) any {
		return map[string]string{"Code": "OK", "Message": "OK", "RequestId": "R", id: m.ID}
	}, func(f Fault) (int, any) {
		code := map[Fault]string{Limited: "isv.BUSINESS_LIMIT_CONTROL", Barred: "isv.MOBILE_NUMBER_ILLEGAL", Unpaid: "isv.AMOUNT_NOT_ENOUGH"}[f]
		if f == Down {
			return http.StatusServiceUnavailable, map[string]string{"Code": "ServiceUnavailable", "Message": "try later", "RequestId": "R"}
		}
		return http.StatusOK, map[string]string{"Code": code, "Message": "对号码" + phone + "不可用", "RequestId": "R"}
	})
}

// aliyunSignature signs as the RPC style does (https://help.aliyun.com/zh/sdk/product-overview/rpc-mechanism).
func aliyunSignature(method string, all url.Values) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if name != "Signature" {
			pairs = append(pairs, percent(name)+"="+percent(all.Get(name)))
		}
	}
	m := hmac.New(sha1.New, []byte(AliyunSecret+"&"))
	m.Write([]byte(method + "&" + percent("/") + "&" + percent(strings.Join(pairs, "&"))))
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

func percent(s string) string {
	return strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(url.QueryEscape(s))
}
