package telecom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"linli/app/notify"
)

// tencent sends through 腾讯云 (https://cloud.tencent.com/document/api/382/55981,
// https://cloud.tencent.com/document/api/1128/51558). The modules of its SDK for these two services cannot be fetched by every
// build, so its documented signature is made here.
type tencent struct {
	channel notify.Channel
	line    Line
	wire    http.RoundTripper
	now     func() time.Time
}

// The codes of Tencent that are no mistake of ours (https://cloud.tencent.com/document/api/382/59177); prefixes.
var (
	tcLater   = []string{"LimitExceeded", "RequestLimitExceeded", "ServiceUnavailable", "FailedOperation.MarketingSendTimeConstraint"}
	tcRefused = []string{"InvalidParameterValue.IncorrectPhoneNumber", "FailedOperation.PhoneNumberInBlacklist", "UnsupportedOperation.", "InvalidParameterValue.CalledNumber"}
	tcUnknown = []string{"InternalError"}
)

// The largest answer that is read.
const maxAnswer = 1 << 20

type tcAnswer struct {
	Response struct {
		Error         *struct{ Code, Message string }
		SendStatusSet []struct {
			SerialNo, Code, Message string
			Fee                     int
		}
		SendStatus                struct{ CallId string } //nolint:revive // the provider's name
		DescribeTemplateStatusSet []struct {
			TemplateId      int64 //nolint:revive // the provider's name
			StatusCode      int
			ReviewReply     string
			TemplateContent string
		}
		DescribeSignListStatusSet []struct {
			SignName    string
			StatusCode  int
			ReviewReply string
		}
	}
}

// do runs one action. With an error the result says what is known.
func (t tencent) do(ctx context.Context, action string, in any) (tcAnswer, *wire, error) {
	service, version := "sms", "2021-01-11"
	if t.channel == notify.Voice {
		service, version = "vms", "2020-09-02"
	}
	var said tcAnswer
	w := &wire{ctx: ctx, inner: t.wire}
	body, err := json.Marshal(in)
	if err != nil {
		return said, w, err
	}
	at, base := t.now(), "https://"+service+".tencentcloudapi.com"
	if t.line.Base != "" {
		base = t.line.Base
	}
	to, err := url.Parse(base)
	if err != nil {
		return said, w, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to.Scheme+"://"+to.Host+"/", bytes.NewReader(body))
	if err != nil {
		return said, w, err
	}
	r.Header = http.Header{
		"Content-Type": {tc3Type}, "X-Tc-Action": {action}, "X-Tc-Version": {version}, "X-Tc-Region": {"ap-guangzhou"},
		"X-Tc-Timestamp": {strconv.FormatInt(at.Unix(), 10)},
		"Authorization":  {tc3{t.line.Key, t.line.Secret}.authorization(service, to.Host, body, at)},
	}
	answer, err := (&http.Client{Transport: w, Timeout: patience}).Do(r)
	if err != nil {
		return said, w, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return said, w, err
	}
	return said, w, json.Unmarshal(text, &said)
}

func (t tencent) send(ctx context.Context, o order) notify.Result {
	action, in := "SendSms", map[string]any{
		"PhoneNumberSet": []string{"+86" + o.phone}, "SmsSdkAppId": t.line.App, "SignName": t.line.Sign, "TemplateId": o.id,
		"TemplateParamSet": o.values, "SessionContext": o.token,
	}
	if t.channel == notify.Voice {
		action, in = "SendTtsVoice", map[string]any{
			"CalledNumber": "+86" + o.phone, "VoiceSdkAppid": t.line.App, "TemplateId": o.id, "TemplateParamSet": o.values,
			"PlayTimes": 2, "SessionContext": o.token,
		}
	}
	answer, w, err := t.do(ctx, action, in)
	said := answer.Response
	switch {
	case err != nil:
		return w.lost()
	case said.Error != nil:
		return refusal{said.Error.Code, said.Error.Message}.result(tcLater, tcRefused, tcUnknown)
	case t.channel == notify.Voice && said.SendStatus.CallId != "":
		return notify.Result{Outcome: notify.Sent, MsgID: said.SendStatus.CallId}
	case t.channel == notify.SMS && len(said.SendStatusSet) == 1:
		one := said.SendStatusSet[0]
		if one.Code == "Ok" {
			return notify.Result{Outcome: notify.Sent, MsgID: one.SerialNo, Units: one.Fee}
		}
		return refusal{one.Code, one.Message}.result(tcLater, tcRefused, tcUnknown)
	}
	return notify.Result{Outcome: notify.Unknown, Reason: "answer not understood"}
}

// ask runs an action that sends nothing.
func (t tencent) ask(ctx context.Context, action string, in any) (tcAnswer, error) {
	said, _, err := t.do(ctx, action, in)
	switch {
	case err != nil:
		return said, errors.New("the provider does not answer")
	case said.Response.Error != nil:
		return said, refusal{said.Response.Error.Code, said.Response.Error.Message}
	}
	return said, nil
}

func (t tencent) probe(ctx context.Context, templates []Template) []error {
	if t.channel == notify.Voice {
		return t.probeVoice(ctx)
	}
	signs, err := t.ask(ctx, "DescribeSmsSignList", map[string]any{"International": 0, "Limit": 100, "Offset": 0})
	if err != nil {
		return []error{err}
	}
	wrong := []error{fmt.Errorf("the account has no signature %s", t.line.Sign)}
	for _, s := range signs.Response.DescribeSignListStatusSet {
		if s.SignName == t.line.Sign {
			if wrong = nil; s.StatusCode != 0 {
				wrong = []error{fmt.Errorf("signature %s is not approved (%d) %s", s.SignName, s.StatusCode, redact(s.ReviewReply))}
			}
			break
		}
	}
	for _, one := range templates {
		if err := t.probeTemplate(ctx, one); err != nil {
			wrong = append(wrong, fmt.Errorf("template %s: %w", one.ID, err))
		}
	}
	return wrong
}

var tcParam = regexp.MustCompile(`\{(\d+)\}`)

func (t tencent) probeTemplate(ctx context.Context, one Template) error {
	id, err := strconv.ParseInt(one.ID, 10, 64)
	if err != nil {
		return errors.New("an id of Tencent is a number")
	}
	found, err := t.ask(ctx, "DescribeSmsTemplateList", map[string]any{"International": 0, "TemplateIdSet": []int64{id}})
	if err != nil {
		return err
	}
	if len(found.Response.DescribeTemplateStatusSet) != 1 {
		return errors.New("the account has no template with this id")
	}
	got := found.Response.DescribeTemplateStatusSet[0]
	if got.StatusCode != 0 {
		return fmt.Errorf("not approved (%d) %s", got.StatusCode, redact(got.ReviewReply))
	}
	if n := len(tcParam.FindAllString(got.TemplateContent, -1)); n != len(one.Params) {
		return fmt.Errorf("the text has %d parameters, configured are %d", n, len(one.Params))
	}
	return nil
}

// probeVoice checks the credentials by a call without a number, which the provider refuses after it has checked the
// signature. Nothing else can be asked.
func (t tencent) probeVoice(ctx context.Context) []error {
	_, err := t.ask(ctx, "SendTtsVoice", map[string]any{})
	var no refusal
	if errors.As(err, &no) && hasPrefix(no.code, []string{"MissingParameter", "InvalidParameter"}) {
		return nil
	}
	if err == nil {
		err = errors.New("answer not understood")
	}
	return []error{err}
}
