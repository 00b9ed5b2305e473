package handlers

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

const firstPage = `<p>plain</p><script>doc</script><script src="a.js"></script>`

func TestClientPages(t *testing.T) {
	t.Parallel()
	page := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	s := New(Config{Base: "https://your.name", Tiles: Tiles{URL: "https://tiles.example/{z}/{x}/{y}.png?key=1"}, Now: time.Now, Log: slog.New(slog.DiscardHandler), ClientPages: ClientPages{"h5": fstest.MapFS{
		"index.html": page(firstPage), "index.html.gz": page("zipped"), "index.html.br": page("brotli"), "assets/a.1f.js": page("let a"),
	}, "office": fstest.MapFS{"index.html": page("the desk"), "assets/a.1f.js": page("let b")}}})
	app := s.App()
	ask := func(method, path string, headers ...string) (*http.Response, string) {
		t.Helper()
		req := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		for i := 0; i < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		res, err := app.Test(req, -1)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(body)
	}

	for accepted, want := range map[string]string{
		"": firstPage, "gzip, deflate, br": "brotli", "gzip": "zipped", "br;q=0, gzip;q=0.5": "zipped", "identity": firstPage,
	} {
		res, body := ask("GET", "/h5/", "Accept-Encoding", accepted)
		if body != want || res.Header.Get("Content-Type") != "text/html; charset=utf-8" || res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("accepting %q: %q %v", accepted, body, res.Header)
		}
		if res.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("the first page is kept: %v", res.Header)
		}
		again, body := ask("GET", "/h5/", "Accept-Encoding", accepted, "If-None-Match", res.Header.Get("Etag"))
		if again.StatusCode != http.StatusNotModified || body != "" {
			t.Errorf("asked again: %d %q", again.StatusCode, body)
		}
	}
	if res, body := ask("GET", "/h5/assets/a.1f.js"); body != "let a" || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("a hashed file: %q %v", body, res.Header)
	}
	res, _ := ask("GET", "/h5/")
	policy := res.Header.Get("Content-Security-Policy")
	for _, must := range []string{"default-src 'none'", "script-src 'self' 'sha256-E51US4IbE+vqFPGw/hhXciLkFcKWbjo1EcQZYFUjIgI=';", "img-src 'self' data: blob: https://your.name", "frame-ancestors 'self'"} {
		if !strings.Contains(policy, must) {
			t.Errorf("the policy lacks %q: %s", must, policy)
		}
	}
	const tiles = "blob: https://your.name https://tiles.example;"
	if desk, _ := ask("GET", "/office/map"); !strings.Contains(desk.Header.Get("Content-Security-Policy"), tiles) || strings.Contains(policy, tiles) {
		t.Errorf("only the desk gets tiles: %v", desk.Header)
	}
	if res, _ := ask("GET", "/h5?as=wang"); res.StatusCode != http.StatusMovedPermanently || res.Header.Get("Location") != "/h5/?as=wang" {
		t.Errorf("without the slash: %d %v", res.StatusCode, res.Header)
	}
	for _, path := range []string{"/h5/none.js", "/h5/../server.go", "/h5/index.html.br", "/h5/assets/"} {
		if res, _ := ask("GET", path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	for path, want := range map[string]string{"/office/": "the desk", "/office/reports": "the desk", "/office/people/7": "the desk", "/office/assets/a.1f.js": "let b"} {
		if res, body := ask("GET", path); res.StatusCode != http.StatusOK || body != want {
			t.Errorf("%s: %d %q", path, res.StatusCode, body)
		}
	}
	if res, _ := ask("GET", "/office/assets/none.js"); res.StatusCode != http.StatusNotFound {
		t.Errorf("a missing file of the desk: %d", res.StatusCode)
	}
	if res, _ := ask("POST", "/h5/"); res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a POST: %d", res.StatusCode)
	}
	if res, body := ask("GET", "/staff/"); res.StatusCode != http.StatusNotFound || !strings.Contains(body, "没有包含网页版") {
		t.Errorf("a client that was not built: %d %q", res.StatusCode, body)
	}
}
