package wxsim

import (
	"strings"
	"testing"
	"time"
)

const customPath = "/cgi-bin/message/custom/send"

func customText(openid, content string) map[string]any {
	return map[string]any{"touser": openid, "msgtype": "text", "text": map[string]string{"content": content}}
}

func TestCustomWindows(t *testing.T) {
	w := newWorld(t, Plain)
	p := w.sim.Person("王")
	id := p.OpenID(OA)
	send := func(want string) {
		t.Helper()
		w.wantCode("custom", w.api(OA, customPath, customText(id, "您好")), want)
	}
	send("45015") // does not follow
	_, _ = p.Follow("")
	for range 3 {
		send("0")
	}
	send("45047")
	w.forward(time.Minute)
	send("45015")
	_, _ = p.Click("K")
	_, _ = p.Text("在吗")
	for range 8 { // three for the click, five for the message
		send("0")
	}
	send("45047")
	_, _ = p.Text("喂")
	w.forward(48*time.Hour - time.Second)
	send("0")
	w.forward(time.Second)
	send("45015")
	_, _ = p.Text("喂")
	_, _ = p.Unfollow()
	send("45015")
	if n := len(w.sim.Delivered(OA, id)); n != 12 {
		t.Errorf("%d delivered", n)
	}
	mini := p.OpenID(MP)
	w.wantCode("mini", w.api(MP, customPath, customText(mini, "x")), "45015")
	_, _ = p.EnterSession(MP, "report")
	w.wantCode("1", w.api(MP, customPath, customText(mini, "x")), "0")
	w.wantCode("2", w.api(MP, customPath, customText(mini, "x")), "0")
	w.wantCode("3", w.api(MP, customPath, customText(mini, "x")), "45047")
}

func TestCustomKinds(t *testing.T) {
	w := newWorld(t, Plain)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	_, _ = p.Text("在吗")
	_, _ = p.Photo([]byte("\x89PNG\r\n\x1a\n…"))
	got := w.app.received()
	media := between(got[2].plain, "<MediaId><![CDATA[", "]]>")
	id := p.OpenID(OA)
	with := func(kind string, v any) map[string]any { return map[string]any{"touser": id, "msgtype": kind, kind: v} }
	for name, c := range map[string]struct {
		in   any
		code string
	}{
		"image":         {with("image", map[string]string{"media_id": media}), "0"},
		"unknown image": {with("image", map[string]string{"media_id": "x"}), "40007"},
		"news":          {with("news", map[string]any{"articles": []any{map[string]string{"title": "公告", "url": "https://a"}}}), "0"},
		"two news":      {with("news", map[string]any{"articles": []any{1, 2}}), "47001"},
		"mini page":     {with("miniprogrampage", map[string]string{"title": "随手拍", "appid": w.sim.accounts[MP].AppID, "pagepath": "pages/a"}), "0"},
		"menu":          {with("msgmenu", map[string]any{"head_content": "满意吗", "list": []any{map[string]string{"id": "1", "content": "满意"}}}), "0"},
		"empty":         {customText(id, ""), "44004"},
		"long":          {customText(id, strings.Repeat("好", 683)), "45002"},
		"unknown kind":  {with("hologram", nil), "40008"},
		"openid":        {customText("oNobody", "x"), "40003"},
	} {
		w.wantCode(name, w.api(OA, customPath, c.in), c.code)
	}
	for _, d := range w.sim.Delivered(OA, id) {
		if d.API != "custom" || d.Text == "" {
			t.Errorf("%+v", d)
		}
	}
}
