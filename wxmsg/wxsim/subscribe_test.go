package wxsim

import (
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"
)

const subscribePath = "/cgi-bin/message/subscribe/send"

func subscribeTo(openid string, change map[string]any) map[string]any {
	in := map[string]any{
		"touser": openid, "template_id": "S1", "page": "pages/a?id=1", "miniprogram_state": "formal",
		"lang": "zh_CN", "data": map[string]any{"phrase1": item("审核通过"), "date2": item("2019-12-25 09:42")},
	}
	maps.Copy(in, change)
	return in
}

func subscriptionWorld(t *testing.T, mode Mode) (*world, *Person) {
	w := newWorld(t, mode)
	keys := []Key{{Name: "phrase1", Label: "结果"}, {Name: "date2", Label: "时间"}}
	w.sim.AddTemplate(MP, Template{ID: "S1", Title: "审核结果", Keys: keys})
	w.sim.AddTemplate(MP, Template{ID: "S2", Title: "预约", Keys: keys})
	w.sim.AddTemplate(MP, Template{ID: "L1", Title: "政务", Keys: keys, LongTerm: true})
	return w, w.sim.Person("王")
}

func TestSubscriptionCredits(t *testing.T) {
	w, p := subscriptionWorld(t, Safe)
	id := p.OpenID(MP)
	w.wantCode("never asked", w.api(MP, subscribePath, subscribeTo(id, nil)), "43101")
	if _, err := p.Accept(MP, "S1", "S2"); err != nil {
		t.Fatal(err)
	}
	got := w.app.received()[0]
	stamp := "1795222800"
	want := `"CreateTime":"` + stamp + `","MsgType":"event","Event":"subscribe_msg_popup_event","List":[{"TemplateId":"S1","SubscribeStatusString":"accept","PopupScene":"2"},{"TemplateId":"S2",`
	if !strings.Contains(got.plain, want) || got.ctype != "application/json" {
		t.Errorf("%s", got.plain)
	}
	answer := w.api(MP, subscribePath, subscribeTo(id, nil))
	w.wantCode("with credit", answer, "0")
	if len(msgID(answer)) < 17 {
		t.Errorf("msgid %s fits a float", msgID(answer))
	}
	w.settle()
	event := w.app.received()[0].plain
	if !strings.Contains(event, `"Event":"subscribe_msg_sent_event","List":{"TemplateId":"S1","MsgID":"`+msgID(answer)+`","ErrorCode":"0","ErrorStatus":"success"}`) {
		t.Errorf("%s", event)
	}
	w.wantCode("spent", w.api(MP, subscribePath, subscribeTo(id, nil)), "43101")
	if p.Credits(MP, "S2") != 1 || w.sim.Delivered(MP, id)[0].CreditsAfter != 0 {
		t.Error("credits of another template changed")
	}
	if _, err := p.RevokeSubscription(MP, "S2"); err != nil || p.Credits(MP, "S2") != 0 {
		t.Error(err)
	}
	if got := w.app.received()[0].plain; !strings.Contains(got, `"Event":"subscribe_msg_change_event","List":{"TemplateId":"S2","SubscribeStatusString":"reject"}`) {
		t.Error(got)
	}
	_, _ = p.Accept(MP, "L1")
	for range 3 {
		w.wantCode("long-term", w.api(MP, subscribePath, subscribeTo(id, map[string]any{"template_id": "L1"})), "0")
	}
	_, _ = p.Reject(MP, "L1")
	w.wantCode("rejected", w.api(MP, subscribePath, subscribeTo(id, map[string]any{"template_id": "L1"})), "43101")
	w.settle()
}

func TestSubscriptionXML(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.AddTemplate(OA, Template{ID: "S1"})
	w.sim.AddTemplate(OA, Template{ID: "S2"})
	p := w.sim.Person("王")
	if _, err := p.Popup(OA, []Answer{{"S1", "accept"}, {"S2", "reject"}}); err != nil {
		t.Fatal(err)
	}
	if got := w.app.received()[0].plain; strings.Count(got, "<List>") != 2 || strings.Count(got, "<SubscribeMsgPopupEvent>") != 1 || !strings.Contains(got, "<PopupScene>2</PopupScene>") {
		t.Error(got)
	}
	if p.Credits(OA, "S1") != 1 || p.Credits(OA, "S2") != 0 {
		t.Error("wrong credits")
	}
}

func TestPopupsThatCannotBeShown(t *testing.T) {
	w, p := subscriptionWorld(t, Plain)
	for name, ids := range map[string][]string{"none": nil, "six": {"S1", "S1", "S1", "S1", "S1", "S1"}, "unknown": {"S9"}, "mixed": {"S1", "L1"}} {
		if _, err := p.Accept(MP, ids...); !errors.Is(err, ErrPopup) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := w.app.received(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestSubscribeRefusals(t *testing.T) {
	w, p := subscriptionWorld(t, Plain)
	w.sim.AddPage(MP, "pages/a")
	_, _ = p.Accept(MP, "S1")
	id := p.OpenID(MP)
	for name, c := range map[string]struct {
		change map[string]any
		code   string
	}{
		"OA openid": {map[string]any{"touser": p.OpenID(OA)}, "40003"},
		"template":  {map[string]any{"template_id": "T1"}, "40037"},
		"page":      {map[string]any{"page": "pages/b"}, "41030"},
		"slash":     {map[string]any{"page": "/pages/a"}, "41030"},
		"state":     {map[string]any{"miniprogram_state": "release"}, "47003"},
		"lang":      {map[string]any{"lang": "zh"}, "47003"},
		"value":     {map[string]any{"data": map[string]any{"phrase1": item("passed"), "date2": item("2019-12-25")}}, "47003"},
	} {
		w.wantCode(name, w.api(MP, subscribePath, subscribeTo(id, c.change)), c.code)
	}
	if p.Credits(MP, "S1") != 1 {
		t.Error("a refused send cost a credit")
	}
}

// During one send, a second to the same person gets 43108.
func TestConcurrentSends(t *testing.T) {
	w, p := subscriptionWorld(t, Plain)
	_, _ = p.Accept(MP, "S1")
	_, _ = p.Accept(MP, "S1")
	delivered := make(chan struct{})
	cancel := w.sim.Watch(func(e Event) {
		if e.Kind == "subscribe" {
			close(delivered)
		}
	})
	w.sim.Fail(subscribePath, Fault{Delay: time.Minute, Times: 1})
	token := w.sim.Token(MP)
	var wg sync.WaitGroup
	wg.Go(func() {
		post(t.Context(), w.base+subscribePath+"?access_token="+token, marshal(subscribeTo(p.OpenID(MP), nil)))
	})
	<-delivered
	cancel()
	w.wantCode("second", w.api(MP, subscribePath, subscribeTo(p.OpenID(MP), nil)), "43108")
	w.sim.Close() // ends the delay
	wg.Wait()
	if p.Credits(MP, "S1") != 1 || len(w.sim.Delivered(MP, "")) != 1 {
		t.Error("the second send had an effect")
	}
}

func TestHeldAndLostEvents(t *testing.T) {
	w, p := subscriptionWorld(t, Plain)
	_, _ = p.Accept(MP, "S1")
	_, _ = p.Accept(MP, "S1")
	w.app.received()
	w.sim.HoldEvents()
	w.wantCode("send", w.api(MP, subscribePath, subscribeTo(p.OpenID(MP), nil)), "0")
	w.settle()
	if got := w.app.received(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	w.sim.ReleaseEvents()
	w.settle()
	if got := w.app.received(); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	w.sim.HoldEvents()
	w.wantCode("send", w.api(MP, subscribePath, subscribeTo(p.OpenID(MP), nil)), "0")
	if n := w.sim.LoseEvents(); n != 1 {
		t.Errorf("lost %d", n)
	}
}
