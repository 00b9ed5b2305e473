package wxmsg

import (
	"strings"
	"testing"

	"linli/app/auth"
)

func TestCheckText(t *testing.T) {
	o := open(t)
	for _, c := range []struct {
		name, answer string
		pass, fails  bool
	}{
		{"pass", `{"errcode":0,"errmsg":"ok","trace_id":"t","result":{"suggest":"pass","label":100},"detail":[{"prob":90.5}]}`, true, false},
		{"review", `{"errcode":0,"result":{"suggest":"review","label":20003}}`, false, false},
		{"risky", `{"errcode":0,"result":{"suggest":"risky","label":20002}}`, false, false},
		{"old word for risky", `{"errcode":87014,"errmsg":"risky content"}`, false, false},
		{"ok without result", `{"errcode":0,"errmsg":"ok"}`, false, true},
		{"not seen for two hours", `{"errcode":61010,"errmsg":"code is expired"}`, false, true},
		{"busy", `{"errcode":-1,"errmsg":"system error"}`, false, true},
		{"html", `<html>`, false, true},
		{"shape", `{"errcode":0,"result":"pass"}`, false, true},
	} {
		o.p.on(textCheckAPI, says(c.answer))
		pass, err := o.CheckText(t.Context(), auth.MP, "oUser", "路灯坏了", 2)
		if pass != c.pass || (err != nil) != c.fails {
			t.Errorf("%s: %v %v", c.name, pass, err)
		}
	}
	body := bodyOf(t, o.p.calls(textCheckAPI)[0])
	if body["openid"] != "oUser" || body["content"] != "路灯坏了" || body["version"].(interface{ String() string }).String() != "2" || body["scene"].(interface{ String() string }).String() != "2" {
		t.Errorf("%v", body)
	}
}

func TestCheckTextInParts(t *testing.T) {
	o := open(t)
	o.p.on(textCheckAPI, says(`{"errcode":0,"result":{"suggest":"pass"}}`), says(`{"errcode":0,"result":{"suggest":"risky"}}`))
	if pass, err := o.CheckText(t.Context(), auth.MP, "oUser", strings.Repeat("灯", 2501), 9); pass || err != nil {
		t.Errorf("%v %v", pass, err)
	}
	seen := o.p.calls(textCheckAPI)
	if len(seen) != 2 || !strings.Contains(seen[1].body, `"content":"灯"`) || !strings.Contains(seen[1].body, `"scene":4`) {
		t.Errorf("%d calls", len(seen))
	}
	if pass, err := o.CheckText(t.Context(), auth.MP, "oUser", " \n", 2); !pass || err != nil || len(o.p.calls(textCheckAPI)) != 2 {
		t.Errorf("nothing to check: %v %v", pass, err)
	}
}

func TestCheckPicture(t *testing.T) {
	o := open(t)
	o.p.on(mediaCheckAPI, says(`{"errcode":0,"errmsg":"ok","trace_id":"abc"}`))
	if trace, err := o.CheckPicture(t.Context(), auth.MP, "oUser", "https://m.example/a?sig=1&x=2"); trace != "abc" || err != nil {
		t.Errorf("%q %v", trace, err)
	}
	if body := o.p.calls(mediaCheckAPI)[0].body; !strings.Contains(body, `"media_url":"https://m.example/a?sig=1&x=2"`) || !strings.Contains(body, `"media_type":2`) || !strings.Contains(body, `"version":2`) {
		t.Error(body)
	}
	o.p.on(mediaCheckAPI, says(`{"errcode":0,"errmsg":"ok"}`))
	if _, err := o.CheckPicture(t.Context(), auth.MP, "oUser", "https://m.example/a"); err == nil {
		t.Error("no trace_id, no error")
	}
}
