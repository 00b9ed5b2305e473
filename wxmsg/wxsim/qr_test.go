package wxsim

import (
	"bytes"
	"errors"
	"image"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestSceneCodes(t *testing.T) {
	w := newWorld(t, Plain)
	p := w.sim.Person("王")
	create := func(action string, scene any, expire int) map[string]any {
		key := "scene_str"
		if _, number := scene.(int); number {
			key = "scene_id"
		}
		return w.api(OA, "/cgi-bin/qrcode/create", map[string]any{
			"action_name": action, "expire_seconds": expire,
			"action_info": map[string]any{"scene": map[string]any{key: scene}},
		})
	}
	got := create("QR_STR_SCENE", "b3-u2", 60)
	ticket := got["ticket"].(string)
	if r := w.do("/cgi-bin/showqrcode?ticket="+url.QueryEscape(ticket), nil); r.ctype != "image/jpg" || !isJPEG(r.body) {
		t.Errorf("%s", r.ctype)
	}
	w.wantCode("unescaped", w.request("/cgi-bin/showqrcode?ticket="+ticket, nil), "40051")
	if _, err := p.ScanTicket(ticket); err != nil {
		t.Error(err)
	}
	if push := w.app.received()[0].plain; !strings.Contains(push, "[qrscene_b3-u2]") || !strings.Contains(push, ticket) {
		t.Error(push)
	}
	info := w.api(OA, "/cgi-bin/user/info?lang=zh_CN&openid="+p.OpenID(OA), nil)
	if info["qr_scene_str"] != "b3-u2" || info["subscribe_scene"] != "ADD_SCENE_QR_CODE" || info["unionid"] != p.UnionID() {
		t.Errorf("%v", info)
	}
	w.forward(time.Minute)
	if _, err := p.ScanTicket(ticket); !errors.Is(err, ErrUnknownCode) {
		t.Error(err)
	}
	if got := create("QR_LIMIT_SCENE", 100_000, 0); got["expire_seconds"] != nil || got["ticket"] == nil {
		t.Errorf("%v", got)
	}
	for name, bad := range map[string]map[string]any{
		"zero": create("QR_SCENE", 0, 60), "large": create("QR_LIMIT_SCENE", 100_001, 0), "empty": create("QR_STR_SCENE", "", 60),
		"long": create("QR_LIMIT_STR_SCENE", strings.Repeat("a", 65), 0), "forever": create("QR_SCENE", 1, maxTemporary+1),
		"action": create("QR_CARD", 1, 0),
	} {
		w.wantCode(name, bad, "40053")
	}
}

func isJPEG(b []byte) bool {
	_, format, err := image.Decode(bytes.NewReader(b))
	return err == nil && format == "jpeg"
}

func TestMiniCode(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.AddPage(MP, "pages/report")
	token := "?access_token=" + w.sim.Token(MP)
	const path = "/wxa/getwxacodeunlimit"
	if r := w.do(path+token, map[string]any{"scene": "t=Ab3~!", "page": "pages/report"}); r.ctype != "image/jpeg" || !isJPEG(r.body) {
		t.Errorf("%s %s", r.ctype, r.body[:20])
	}
	if r := w.do(path+token, map[string]any{"scene": "a", "page": "pages/new", "check_path": false}); r.ctype != "image/jpeg" {
		t.Errorf("%s", r.body)
	}
	for name, c := range map[string]struct {
		in   map[string]any
		code string
	}{
		"long":    {map[string]any{"scene": strings.Repeat("a", 33)}, "40169"},
		"empty":   {map[string]any{"scene": ""}, "40129"},
		"percent": {map[string]any{"scene": "a%20"}, "40129"},
		"chinese": {map[string]any{"scene": "楼"}, "40129"},
		"slash":   {map[string]any{"scene": "a", "page": "/pages/report"}, "41030"},
		"query":   {map[string]any{"scene": "a", "page": "pages/report?x=1"}, "41030"},
		"unknown": {map[string]any{"scene": "a", "page": "pages/new"}, "41030"},
		"width":   {map[string]any{"scene": "a", "width": 100}, "40097"},
		"env":     {map[string]any{"scene": "a", "env_version": "prod"}, "40097"},
	} {
		w.wantCode(name, w.request(path+token, c.in), c.code)
	}
}
