package telecom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	alierrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/responses"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/dysmsapi"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/dyvmsapi"

	"linli/app/notify"
)

// aliyun sends through 阿里云 (https://help.aliyun.com/zh/sms/, https://help.aliyun.com/zh/vms/) with its SDK.
type aliyun struct {
	channel notify.Channel
	line    Line
	wire    http.RoundTripper
}

// The codes of Aliyun that are no mistake of ours (https://help.aliyun.com/document_detail/101346.html); prefixes.
var (
	aliLater   = []string{"Throttling", "ServiceUnavailable", "isv.BUSINESS_LIMIT_CONTROL", "isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR"}
	aliRefused = []string{"isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT", "isv.BLACK_KEY_CONTROL_LIMIT", "isv.INVALID_PHONE", "isv.DENY_PHONE", "isv.CALLED_NUMBER_ILLEGAL"}
	aliUnknown = []string{"InternalError"}
)

// do runs one request of the SDK. Everything about the person goes into the body, not into the address.
func (a aliyun) do(ctx context.Context, r requests.AcsRequest, answer responses.AcsResponse) (*wire, error) {
	w := &wire{ctx: ctx, inner: a.wire}
	config := sdk.NewConfig().WithAutoRetry(false).WithScheme("HTTPS").WithTimeout(patience)
	config.Transport = w
	client, err := sdk.NewClientWithOptions("cn-hangzhou", config, credentials.NewAccessKeyCredential(a.line.Key, a.line.Secret))
	if err != nil {
		return w, err
	}
	client.SetCloseTrace(true)
	host := map[notify.Channel]string{notify.SMS: "dysmsapi.aliyuncs.com", notify.Voice: "dyvmsapi.aliyuncs.com"}[a.channel]
	if base, err := url.Parse(a.line.Base); err == nil && base.Host != "" {
		host = base.Host
		r.SetScheme(base.Scheme)
	}
	r.SetDomain(host)
	return w, client.DoAction(r, answer)
}

func (a aliyun) send(ctx context.Context, o order) notify.Result {
	params := map[string]string{}
	for i, name := range o.names {
		params[name] = o.values[i]
	}
	text, err := json.Marshal(params)
	if err != nil {
		return notify.Result{Outcome: notify.Wrong, Reason: "template parameters"}
	}
	if a.channel == notify.SMS {
		r, answer := dysmsapi.CreateSendSmsRequest(), dysmsapi.CreateSendSmsResponse()
		r.FormParams = map[string]string{
			"PhoneNumbers": o.phone, "TemplateParam": string(text), "SignName": a.line.Sign, "TemplateCode": o.id, "OutId": o.token,
		}
		w, err := a.do(ctx, r, answer)
		return a.result(w, err, answer.Code, answer.Message, answer.BizId)
	}
	r, answer := dyvmsapi.CreateSingleCallByTtsRequest(), dyvmsapi.CreateSingleCallByTtsResponse()
	r.FormParams = map[string]string{
		"CalledNumber": o.phone, "TtsParam": string(text), "TtsCode": o.id, "OutId": o.token, "PlayTimes": "2",
	}
	if a.line.Show != "" {
		r.FormParams["CalledShowNumber"] = a.line.Show
	}
	w, err := a.do(ctx, r, answer)
	return a.result(w, err, answer.Code, answer.Message, answer.CallId)
}

func (a aliyun) result(w *wire, err error, code, text, id string) notify.Result {
	var refused *alierrors.ServerError
	switch {
	case errors.As(err, &refused):
		r := refusal{refused.ErrorCode(), refused.Message()}.result(aliLater, aliRefused, aliUnknown)
		if refused.HttpStatus() >= http.StatusInternalServerError && r.Outcome != notify.Later {
			r.Outcome = notify.Unknown
		}
		return r
	case err != nil:
		return w.lost()
	case code == "OK":
		return notify.Result{Outcome: notify.Sent, MsgID: id}
	case code == "":
		return notify.Result{Outcome: notify.Unknown, Reason: "answer not understood"}
	}
	return refusal{code, text}.result(aliLater, aliRefused, aliUnknown)
}

// ask runs a request that sends nothing.
func (a aliyun) ask(ctx context.Context, r requests.AcsRequest, answer responses.AcsResponse, code, text *string) error {
	_, err := a.do(ctx, r, answer)
	var refused *alierrors.ServerError
	switch {
	case errors.As(err, &refused):
		return refusal{refused.ErrorCode(), refused.Message()}
	case err != nil:
		return errors.New("the provider does not answer")
	case *code != "OK":
		return refusal{*code, *text}
	}
	return nil
}

func (a aliyun) probe(ctx context.Context, templates []Template) []error {
	if a.channel == notify.Voice {
		return a.probeVoice(ctx)
	}
	sign, known := dysmsapi.CreateQuerySmsSignRequest(), dysmsapi.CreateQuerySmsSignResponse()
	sign.SignName = a.line.Sign
	if err := a.ask(ctx, sign, known, &known.Code, &known.Message); err != nil {
		return []error{fmt.Errorf("signature %s: %w", a.line.Sign, err)}
	}
	var wrong []error
	if known.SignStatus != approvedAli {
		wrong = append(wrong, fmt.Errorf("signature %s is not approved (%d) %s", a.line.Sign, known.SignStatus, redact(known.Reason)))
	}
	for _, t := range templates {
		r, answer := dysmsapi.CreateQuerySmsTemplateRequest(), dysmsapi.CreateQuerySmsTemplateResponse()
		r.TemplateCode = t.ID
		err := a.ask(ctx, r, answer, &answer.Code, &answer.Message)
		switch {
		case err != nil:
		case answer.TemplateStatus != approvedAli:
			err = fmt.Errorf("not approved (%d) %s", answer.TemplateStatus, redact(answer.Reason))
		default:
			err = sameParams(t.Params, aliParam.FindAllStringSubmatch(answer.TemplateContent, -1))
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("template %s: %w", t.ID, err))
		}
	}
	return wrong
}

// approvedAli is Aliyun's state of an approved signature or template.
const approvedAli = 1

var aliParam = regexp.MustCompile(`\$\{([^}]*)\}`)

// sameParams compares the configured parameters with those in the text, in any order.
func sameParams(params []string, found [][]string) error {
	var names []string
	for _, m := range found {
		names = append(names, m[1])
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if want := slices.Sorted(slices.Values(params)); !slices.Equal(names, want) {
		return fmt.Errorf("the text has the parameters %s, configured are %s", strings.Join(names, ", "), strings.Join(want, ", "))
	}
	return nil
}

// probeVoice checks the credentials and, if one is set, the number to show; templates of calls cannot be asked for.
func (a aliyun) probeVoice(ctx context.Context) []error {
	r, answer := dyvmsapi.CreateListOrderedNumbersRequest(), dyvmsapi.CreateListOrderedNumbersResponse()
	if err := a.ask(ctx, r, answer, &answer.Code, &answer.Message); err != nil {
		return []error{err}
	}
	if a.line.Show != "" && !slices.Contains(answer.Numbers, a.line.Show) {
		return []error{errors.New("the account has not bought the number of LINLI_VOICE_SHOW")}
	}
	return nil
}
