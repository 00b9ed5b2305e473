package demo

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// One telephone has no network: its requests come to nothing, in the client and in the chat, until it has one again. Nobody else, and
// no PC of the same person, notices.
func TestDemoTelephoneWithoutNetwork(t *testing.T) {
	t.Parallel()
	v, _, _ := openDemo(t, t.TempDir(), demoStart)
	code := v.does("YG-21", "login-code", nil)
	token := v.asks("", "POST", code["path"].(string), map[string]any{"code": code["code"]}, 200)["token"].(string)
	reaches := func(method, path, token string) bool {
		req, err := http.NewRequestWithContext(context.Background(), method, v.base+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return false
		}
		return res.Body.Close() == nil
	}
	turn := func(person string, on bool) []any {
		return v.asks("", "POST", "/demo/director/network", map[string]any{"person": person, "on": on}, 200)["offline"].([]any)
	}
	if !reaches("GET", "/api/v1/today", token) {
		t.Fatal("no network before it was taken")
	}
	for range 2 {
		if cut := turn("YG-21", false); !slices.Equal(cut, []any{"YG-21"}) {
			t.Errorf("without a network: %v", cut)
		}
	}
	said := len(v.chat("YG-21"))
	for _, path := range []string{"/api/v1/today", "/api/v1/work"} {
		if reaches("GET", path, token) {
			t.Errorf("%s is reached", path)
		}
	}
	if reaches("POST", "/demo/people/YG-21/login-code", "") {
		t.Error("a login is possible")
	}
	if got := v.asks("", "POST", "/demo/people/YG-21/text", map[string]any{"text": "进展"}, 400); got["problem"] != errNoNetwork.Error() {
		t.Errorf("the chat says %v", got)
	}
	v.as("YG-02", "GET", "/today", nil, 200)
	v.asks("", "GET", "/api/v1/client", nil, 200)
	if stage := v.asks("", "GET", "/demo/stage", nil, 200); !slices.Equal(stage["offline"].([]any), []any{"YG-21"}) {
		t.Errorf("the page reads %v", stage["offline"])
	}
	if cut := turn("YG-21", true); len(cut) != 0 {
		t.Errorf("still without a network: %v", cut)
	}
	v.asks(token, "GET", "/api/v1/today", nil, 200)
	v.does("YG-21", "text", map[string]any{"text": "你好"})
	v.within(func() bool { return strings.Contains(v.chat("YG-21")[said:], "你好") })
	for _, body := range []any{[]byte("x"), map[string]any{"person": "nobody", "on": true}} {
		v.asks("", "POST", "/demo/director/network", body, 400)
	}
}
