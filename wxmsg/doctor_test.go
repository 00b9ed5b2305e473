package wxmsg

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/auth"
)

func TestPublishMenu(t *testing.T) {
	o := open(t)
	o.p.on(menuAPI, says(`{"errcode":0,"errmsg":"ok"}`))
	if err := o.PublishMenu(t.Context(), []byte(`{"button":[{"type":"click","name":"\u968f\u624b\u62cd","key":"R&D"}]}`)); err != nil {
		t.Fatal(err)
	}
	if body := o.p.calls(menuAPI)[0].body; !strings.Contains(body, "随手拍") || !strings.Contains(body, "R&D") {
		t.Error(body)
	}
	if err := o.PublishMenu(t.Context(), []byte(`menu`)); err == nil {
		t.Error("not JSON")
	}
	o.p.on(menuAPI, says(`{"errcode":40033,"errmsg":"invalid charset"}`))
	if err := o.PublishMenu(t.Context(), []byte(`{}`)); !hasCode(err, 40033) {
		t.Error(err)
	}
}

func TestProbe(t *testing.T) {
	o := open(t)
	o.p.on(oaTemplateAPI, says(`{"template_list":[]}`))
	o.p.on(mpTemplateAPI, says(`{"errcode":0,"errmsg":"ok","data":[]}`))
	for _, a := range auth.Accounts {
		if err := o.Probe(t.Context(), a); err != nil {
			t.Errorf("%s: %v", a, err)
		}
	}
	o.p.on(tokenAPI, says(`{"errcode":40164,"errmsg":"invalid ip 1.2.3.4, not in whitelist"}`))
	o.accounts[auth.OA].tokens.drop(t.Context(), "TOKEN1")
	if err := o.Probe(t.Context(), auth.OA); !hasCode(err, 40164) {
		t.Error(err)
	}
	if err := o.Probe(t.Context(), "nobody"); !errors.Is(err, ErrAccount) {
		t.Error(err)
	}
}

func TestCheckTemplates(t *testing.T) {
	const mp = `{"errcode":0,"data":[{"priTmplId":"TPL-MP","content":"事项:{{thing1.DATA}}\n时间:{{time2.DATA}}\n"}]}`
	for _, c := range []struct {
		name, oa string
		want     []string
	}{
		{"fine", `{"template_list":[{"template_id":"TPL-OA","content":"{{first.DATA}}\n事项：{{thing1.DATA}}\n{{ time2.DATA }}\n{{phrase3.DATA}}\n{{remark.DATA}}"},{"template_id":"TPL-ALERT","content":"{{thing1.DATA}}"}]}`, nil},
		{"gone", `{"template_list":[{"template_id":"TPL-OA","content":"{{thing1.DATA}}{{time2.DATA}}{{phrase3.DATA}}"}]}`, []string{"templates file: oa steward.alert: the account has no template with this id"}},
		{"changed", `{"template_list":[{"template_id":"TPL-OA","content":"{{thing1.DATA}}{{time2.DATA}}{{phrase4.DATA}}"},{"template_id":"TPL-ALERT","content":"{{thing1.DATA}}"}]}`, []string{"templates file: oa report.accepted: the template has no keyword phrase3\nkeyword phrase4 is not configured"}},
		{"no right", `{"errcode":48001,"errmsg":"api unauthorized"}`, []string{"templates of oa cannot be listed: wechat /cgi-bin/template/get_all_private_template: 48001 api unauthorized"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := open(t)
			o.p.on(oaTemplateAPI, says(c.oa))
			o.p.on(mpTemplateAPI, says(mp))
			var got []string
			for _, err := range o.CheckTemplates(t.Context()) {
				got = append(got, err.Error())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
