package wxsim

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"
)

var duty = Template{ID: "T1", Title: "工单提醒", Keys: []Key{{Name: "thing1", Label: "事项"}, {Name: "time2", Label: "时间"}}}

func dutyTo(openid string, change map[string]any) map[string]any {
	in := map[string]any{
		"touser": openid, "template_id": "T1",
		"data": map[string]any{"thing1": item("路灯坏了"), "time2": item("2026年11月21日 15:01")},
	}
	maps.Copy(in, change)
	return in
}

func item(v string) map[string]string { return map[string]string{"value": v} }

func msgID(answer map[string]any) string {
	n, _ := answer["msgid"].(json.Number)
	return n.String()
}

const templatePath = "/cgi-bin/message/template/send"

func TestTemplateMessage(t *testing.T) {
	w := newWorld(t, Safe)
	w.sim.AddTemplate(OA, duty)
	p := w.sim.Person("主任")
	id := p.OpenID(OA)
	w.wantCode("stranger", w.api(OA, templatePath, dutyTo(id, nil)), "43004")
	_, _ = p.Follow("")
	w.app.received()
	got := w.api(OA, templatePath, dutyTo(id, map[string]any{
		"client_msg_id": "m1", "url": "https://a.example",
		"miniprogram": map[string]string{"appid": w.sim.accounts[MP].AppID, "pagepath": "pages/report?id=1"},
	}))
	w.wantCode("send", got, "0")
	w.settle()
	sent := w.sim.Delivered(OA, id)
	if len(sent) != 1 || sent[0].Data["thing1"] != "路灯坏了" || sent[0].Page != "pages/report?id=1" || sent[0].ClientMsgID != "m1" {
		t.Fatalf("%+v", sent)
	}
	chat := w.sim.Chat(p)
	if last := chat[len(chat)-1]; last.Kind != "template" || last.Text != "工单提醒\n事项：路灯坏了\n时间：2026年11月21日 15:01" {
		t.Errorf("%+v", last)
	}
	events := w.app.received()
	if len(events) != 1 || !strings.Contains(events[0].plain, "<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>"+msgID(got)+"</MsgID><Status><![CDATA[success]]></Status>") {
		t.Fatalf("%+v", events)
	}

	again := w.api(OA, templatePath, dutyTo(id, map[string]any{"client_msg_id": "m1"}))
	if msgID(again) != msgID(got) || len(w.sim.Delivered(OA, id)) != 1 {
		t.Errorf("the same client_msg_id was delivered twice: %v", again)
	}
	w.forward(10 * time.Minute)
	if again := w.api(OA, templatePath, dutyTo(id, map[string]any{"client_msg_id": "m1"})); msgID(again) == msgID(got) {
		t.Error("deduplicated after ten minutes")
	}
	w.settle()
}

func TestTemplateFailsAfterErrcode0(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.AddTemplate(OA, duty)
	p := w.sim.Person("主任")
	_, _ = p.Follow("")
	w.app.received()
	p.Block(true)
	w.wantCode("blocked", w.api(OA, templatePath, dutyTo(p.OpenID(OA), nil)), "0")
	w.settle()
	p.Block(false)
	w.sim.BreakDeliveries(1)
	w.wantCode("broken", w.api(OA, templatePath, dutyTo(p.OpenID(OA), nil)), "0")
	w.settle()
	events := w.app.received()
	if len(events) != 2 || !strings.Contains(events[0].plain, "[failed:user block]") || !strings.Contains(events[1].plain, "[failed: system failed]") {
		t.Errorf("%+v", events)
	}
	if chat := w.sim.Chat(p); len(chat) != 1 {
		t.Errorf("%+v", chat)
	}
}

func TestTemplateRefusals(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.AddTemplate(OA, duty)
	w.sim.AddPage(MP, "pages/report")
	p := w.sim.Person("主任")
	_, _ = p.Follow("")
	id := p.OpenID(OA)
	mini := w.sim.accounts[MP].AppID
	for name, c := range map[string]struct {
		in   map[string]any
		code string
		text string
	}{
		"mini openid": {dutyTo(p.OpenID(MP), nil), "40003", ""},
		"template":    {dutyTo(id, map[string]any{"template_id": "T9"}), "40037", ""},
		"long":        {dutyTo(id, map[string]any{"data": map[string]any{"thing1": item(strings.Repeat("长", 21)), "time2": item("15:01")}}), "47003", "data.thing1.value invalid"},
		"missing":     {dutyTo(id, map[string]any{"data": map[string]any{"thing1": item("a")}}), "47003", "data.time2.value invalid"},
		"extra":       {dutyTo(id, map[string]any{"data": map[string]any{"thing1": item("a"), "time2": item("15:01"), "remark": item("x")}}), "47003", "data.remark.value"},
		"number":      {dutyTo(id, map[string]any{"data": map[string]any{"thing1": map[string]int{"value": 1}}}), "47001", ""},
		"page":        {dutyTo(id, map[string]any{"miniprogram": map[string]string{"appid": mini, "pagepath": "pages/x"}}), "40165", ""},
		"appid":       {dutyTo(id, map[string]any{"miniprogram": map[string]string{"appid": "wx0"}}), "40013", ""},
	} {
		got := w.api(OA, templatePath, c.in)
		w.wantCode(name, got, c.code)
		if text, _ := got["errmsg"].(string); !strings.Contains(text, c.text) || !strings.Contains(text, "rid: ") {
			t.Errorf("%s: %s", name, text)
		}
	}
	w.wantCode("no body", w.api(OA, templatePath, ""), "44002")
	if n := len(w.sim.Delivered(OA, "")); n != 0 {
		t.Errorf("%d delivered", n)
	}
	w.sim.DailyQuota(templatePath, 10)
	w.wantCode("tenth", w.api(OA, templatePath, dutyTo(id, nil)), "0")
	w.wantCode("quota", w.api(OA, templatePath, dutyTo(id, nil)), "45009")
	quota := w.api(OA, "/cgi-bin/openapi/quota/get", map[string]string{"cgi_path": templatePath})["quota"].(map[string]any)
	if quota["daily_limit"] != json.Number("10") || quota["remain"] != json.Number("0") {
		t.Errorf("%v", quota)
	}
	w.wantCode("clear", w.api(OA, "/cgi-bin/clear_quota", map[string]string{"appid": w.sim.accounts[OA].AppID}), "0")
	w.wantCode("after clear", w.api(OA, templatePath, dutyTo(id, nil)), "0")
	w.settle()
}

func TestQuotaTurnsOverAtBeijingMidnight(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.DailyQuota("/cgi-bin/menu/delete", 1)
	w.wantCode("first", w.api(OA, "/cgi-bin/menu/delete", nil), "0")
	w.forward(15*time.Hour - time.Second) // 23:59:59
	w.wantCode("same day", w.api(OA, "/cgi-bin/menu/delete", nil), "45009")
	w.forward(time.Second)
	w.wantCode("next day", w.api(OA, "/cgi-bin/menu/delete", nil), "0")
	for range clearsPerMonth {
		w.wantCode("clear", w.api(OA, "/cgi-bin/clear_quota", map[string]string{"appid": w.sim.accounts[OA].AppID}), "0")
	}
	w.wantCode("11th clear", w.api(OA, "/cgi-bin/clear_quota", map[string]string{"appid": w.sim.accounts[OA].AppID}), "48006")
}

func TestTemplateListings(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.AddTemplate(OA, duty)
	w.sim.AddTemplate(MP, Template{ID: "S1", Title: "预约", LongTerm: true, Keys: []Key{{Name: "const3", Label: "状态", Enum: []string{"已约"}}}})
	list := w.api(OA, "/cgi-bin/template/get_all_private_template", nil)["template_list"].([]any)
	if one := list[0].(map[string]any); one["template_id"] != "T1" || one["content"] != "事项:{{thing1.DATA}}\n时间:{{time2.DATA}}\n" {
		t.Errorf("%v", one)
	}
	data := w.api(MP, "/wxaapi/newtmpl/gettemplate", nil)["data"].([]any)
	if one := data[0].(map[string]any); one["priTmplId"] != "S1" || one["type"] != json.Number("3") || one["keywordEnumValueList"] == nil {
		t.Errorf("%v", one)
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown keyword type was accepted")
		}
	}()
	w.sim.AddTemplate(OA, Template{ID: "T2", Keys: []Key{{Name: "first"}}})
}
