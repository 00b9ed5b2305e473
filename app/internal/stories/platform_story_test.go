package stories

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/wxmsg/wxsim"
)

// Endpoints outside of the login: health, contract, and pushes of the platform.
func TestThePublicRoutes(t *testing.T) {
	t.Parallel()
	eachRecurring(t, func(w *world) {
		var out fields
		w.request("", "GET", "/healthz", nil, 200, &out)
		w.request("", "GET", "/openapi.json", nil, 200, &out)
		w.until(func() bool {
			w.request("", "GET", "/readyz", nil, 200, &out)
			return out["status"] == "ok" // after the first run of each recurring job
		})
		if parts, _ := out["parts"].(fields); parts["database"] != "ok" || parts["redis"] != "ok" {
			w.Fatalf("%v", parts)
		}
		for _, path := range []string{"/", "/api", "/api/v1/reports/1/close", "/api/v2/reports", "/wx/other", "/metrics", "/debug/pprof"} {
			w.refused("", "GET", path, nil, "404 http.no_route")
		}
		w.refused("", "POST", "/healthz", nil, "405 http.method")

		query, _ := w.sim.SignAs(wxsim.OA, wxsim.Forge{Mode: wxsim.Plain}, nil)
		query.Set("echostr", "4375120948345356249")
		if status, echo := w.send("", "GET", "/wx/oa?"+query.Encode(), nil); status != 200 || string(echo) != "4375120948345356249" {
			w.Fatalf("the echo is %d %q", status, echo)
		}
		query.Set("signature", strings.Repeat("0", 40))
		w.refused("", "GET", "/wx/oa?"+query.Encode(), nil, "403")

		wang := w.someone("老王").phone
		push := func(kind string, body []byte, spoil func(url.Values)) string {
			w.Helper()
			query, sealed := w.sim.Sign(kind, body)
			if spoil != nil {
				spoil(query)
			}
			return w.code("", "POST", "/wx/"+kind+"?"+query.Encode(), sealed)
		}
		forged := func(q url.Values) { q.Set("msg_signature", strings.Repeat("0", 40)) }
		for _, kind := range []string{wxsim.OA, wxsim.MP, wxsim.Staff} {
			same(w, kind, "200", push(kind, wang.Message(kind, "你好", 0), nil))
			same(w, kind+" forged", "403", push(kind, wang.Message(kind, "你好", 0), forged))
		}
		w.refused("", "POST", "/wx/oa?"+query.Encode(), []byte("<xml>"), "400")
		w.refused("", "POST", "/wx/oa?"+query.Encode(), bytes.Repeat([]byte("x"), 300<<10), "413 http.too_large")
		w.refused("", "POST", "/wx/other", []byte("<xml></xml>"), "404 http.no_route")
	})
}

// Any malformed request is answered with a code and a sentence for people.
func TestErrorsAreForPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wang := w.someone("老王")
	for _, c := range []struct {
		path string
		in   any
		want string
	}{
		{"/reports", []byte(`{"text":`), "400 http.body"},
		{"/reports", []byte(strings.Repeat("[", 20000)), "400 http.body"},
		{"/reports", []byte(`{"text":"\ud800"}`), "400 report.text"},
		{"/reports", []byte("\xff\xfe"), "400 http.body"},
		{"/reports/99999999999999999999/urge", nil, "404 http.no_route"},
		{"/reports/0/urge", nil, "404 http.no_route"},
		{"/reports/-1/urge", nil, "404 http.no_route"},
		{"/reports/1%00/urge", nil, "404 http.no_route"},
		{"/reports/9223372036854775807/urge", nil, "404 report.missing"},
	} {
		if got := w.code(wang.login("mp"), "POST", api+c.path, c.in); got != c.want {
			w.Errorf("%s %.40s = %s, want %s", c.path, c.in, got, c.want)
		}
	}
	// Repeated attempts to log in are refused, in either mini-program.
	last := ""
	for range 61 {
		last = w.code("", "POST", api+"/login/resident", nil)
	}
	if last != "429 http.often" {
		w.Errorf("the 61st login within a minute = %s", last)
	}
	w.refused("", "POST", api+"/login/staff", nil, "429 http.often")

	// No folder for photos.
	folder := filepath.Join(w.config.Data, "media")
	w.must(os.RemoveAll(folder))
	w.must(os.WriteFile(folder, nil, 0o600))
	wang.refused("mp", "POST", api+"/media", photo(20, 20), "503 media.busy")
	if n := w.count("SELECT COUNT(*) FROM media_file"); n != 0 {
		w.Errorf("%d photos without a picture", n)
	}
}
