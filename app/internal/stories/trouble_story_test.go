package stories

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/internal/system"

	"linli/wxmsg/wxsim"
)

// wechatPart returns WeChat's part of /readyz.
func (w *world) wechatPart() string {
	w.Helper()
	var out struct {
		Degraded []string
		Parts    map[string]string
	}
	w.request("", "GET", "/readyz", nil, 200, &out)
	if part := out.Parts["wechat"]; slices.Contains(out.Degraded, "wechat") == (part == "ok") {
		w.Fatalf("degraded parts %v, while WeChat is %s", out.Degraded, part)
	}
	return out.Parts["wechat"]
}

// A fault that only an operator can mend is in the readiness, the metrics and the doctor's list until it is mended.
func TestTheOperatorIsToldWhatOnlyAnOperatorCanMend(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		if said := w.wechatPart(); said != "ok" {
			w.Fatalf("WeChat's part at first: %s", said)
		}
		reply := func() {
			w.Helper()
			clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", fields{"words": "明天来修"}, 200)
			w.settle()
		}
		w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 40037, ErrMsg: "invalid template_id " + wang.phone.OpenID("oa"), Times: 1})
		reply()
		w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 48001, Times: 1})
		reply()
		if said := w.wechatPart(); said != "oa 40037, oa 48001" {
			w.Errorf("WeChat's part during the fault: %s", said)
		}
		if n := w.troubles(); n != 2 {
			w.Errorf("the metric counts %v", n)
		}
		says := func() string {
			var out bytes.Buffer
			d := system.Doctor{P: system.Process{Ctx: w.ctx, Out: &out, Now: w.now}}
			d.Refusals(w.system)
			return out.String()
		}
		said := says()
		if !strings.Contains(said, "answers 40037 invalid template_id") || !strings.Contains(said, "(rid ") || strings.Contains(said, wang.phone.OpenID("oa")) {
			w.Errorf("the doctor prints %q", said)
		}
		w.forward(61 * time.Minute)
		reply()
		if said := w.wechatPart(); said != "ok" {
			w.Errorf("WeChat's part an hour later: %s", said)
		}
		if said := says(); !strings.Contains(said, "--    refused at 2026年11月23日 09:00") {
			w.Errorf("an hour later the doctor prints %q", said)
		}
	})
}

// troubles is the sum of the counter for the operator's alarm.
func (w *world) troubles() (n float64) {
	w.Helper()
	families, err := w.system.Metrics.Registry.Gather()
	w.must(err)
	for _, f := range families {
		if f.GetName() == "linli_wechat_troubles_total" {
			for _, m := range f.GetMetric() {
				n += m.GetCounter().GetValue()
			}
		}
	}
	return n
}
