package wxsim

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestTextCheck(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.RiskyText(20006, "赌球")
	w.sim.ReviewText(10001, "加微信")
	p := w.sim.Person("王")
	check := func(change map[string]any) map[string]any {
		in := map[string]any{"version": 2, "scene": 2, "openid": p.OpenID(MP), "content": "路灯坏了"}
		maps.Copy(in, change)
		return w.api(MP, "/wxa/msg_sec_check", in)
	}
	w.wantCode("never seen", check(nil), "61010")
	p.Visit(MP)
	w.forward(2 * time.Hour)
	for content, want := range map[string]string{"路灯坏了": "pass", "来赌球": "risky", "加微信": "review", "加微信赌球": "risky"} {
		got := check(map[string]any{"content": content})
		w.wantCode(content, got, "0")
		if s := got["result"].(map[string]any)["suggest"]; s != want || got["trace_id"] == "" {
			t.Errorf("%s: %v", content, got)
		}
	}
	if got := check(map[string]any{"title": "赌球"}); got["result"].(map[string]any)["label"] != json.Number("20006") {
		t.Errorf("%v", got)
	}
	for code, change := range map[string]map[string]any{
		"40097": {"version": 1}, "40129": {"scene": 5}, "44002": {"content": ""},
		"45002": {"content": strings.Repeat("长", 2501)}, "40003": {"openid": "o"}, "43104": {"openid": p.OpenID(Staff)},
	} {
		w.wantCode(code, check(change), code)
	}
	w.forward(time.Second)
	w.wantCode("two hours later", check(nil), "61010")
}

func TestMediaCheck(t *testing.T) {
	for name, mode := range map[string]Mode{"plain": Plain, "safe": Safe} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, mode)
			pictures := newServer(t, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/gone" {
					rw.WriteHeader(404)
				}
				_, _ = rw.Write([]byte(r.URL.Path))
			}))
			w.sim.RiskyMedia(func(_ string, body []byte) Verdict {
				if string(body) == "/bad" {
					return Verdict{Suggest: "risky", Label: 20002}
				}
				return Verdict{}
			})
			p := w.sim.Person("王")
			p.Visit(MP)
			for path, want := range map[string]string{
				"/good": `"detail":[{"strategy":"content_model","errcode":0,"suggest":"pass","label":100,"prob":90}],"errcode":0,"errmsg":"ok","result":{"suggest":"pass","label":100}}`,
				"/bad":  `"result":{"suggest":"risky","label":20002}}`,
				"/gone": `"errcode":-1008,`,
			} {
				got := w.api(MP, "/wxa/media_check_async", map[string]any{
					"version": 2, "scene": 1, "openid": p.OpenID(MP),
					"media_type": 2, "media_url": pictures + path,
				})
				w.wantCode(path, got, "0")
				w.settle()
				events := w.app.received()
				if len(events) != 1 || !strings.Contains(events[0].plain, want) || !strings.Contains(events[0].plain, `"trace_id":"`+got["trace_id"].(string)+`"`) {
					t.Errorf("%s: %+v", path, events)
				}
			}
			pushed := w.sim.Pushed()
			if len(pushed) != 3 || !pushed[0].Automatic || pushed[0].What != "wxa_media_check" {
				t.Errorf("%+v", pushed)
			}
			w.wantCode("no url", w.api(MP, "/wxa/media_check_async", map[string]any{
				"version": 2, "scene": 1,
				"openid": p.OpenID(MP), "media_type": 2, "media_url": "file:///etc/passwd",
			}), "44001")
		})
	}
}
