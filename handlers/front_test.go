package handlers

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/zstd"

	"linli/app/auth"
)

// mute is a callback that counts the bytes it received.
type mute struct{ got int }

func (m *mute) Verify(map[string]string) (string, bool) { return "", false }

func (m *mute) Receive(_ context.Context, _ map[string]string, body []byte) (int, string, []byte) {
	m.got = len(body)
	return http.StatusForbidden, "text/plain", []byte("forbidden")
}

// front is the whole server without services: refusals in front need none.
func front(m *mute) *fiber.App {
	s := New(Config{
		Now: time.Now, Log: slog.New(slog.DiscardHandler), Callbacks: map[auth.Account]Callback{auth.OA: m},
	})
	return s.App()
}

// listening serves the front on a port of its own and returns its address.
func listening(t *testing.T, m *mute) string {
	t.Helper()
	var c net.ListenConfig
	l, err := c.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	app := front(m)
	done := make(chan error, 1)
	go func() { done <- app.Listener(l) }()
	t.Cleanup(func() {
		if err := errors.Join(app.ShutdownWithTimeout(time.Second), <-done); err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

func ask(t *testing.T, method, address string, body io.Reader, headers ...string) (status int, code string, allow string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Add(headers[i], headers[i+1])
	}
	req.Close = true
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, address, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var v errorView
	_ = json.Unmarshal(text, &v)
	return res.StatusCode, v.Error.Code, res.Header.Get("Allow")
}

// raw sends bytes unchanged and returns status and code of the first answer, and "+" for each further one.
func raw(t *testing.T, address, request string) string {
	t.Helper()
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(2 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	from, said := bufio.NewReader(conn), ""
	for {
		res, err := http.ReadResponse(from, nil)
		if err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				said += " and waits"
			}
			return cmp.Or(said, "closed")
		}
		text, err := io.ReadAll(res.Body)
		res.Body.Close()
		if said != "" {
			return said + "+"
		}
		var v errorView
		_ = json.Unmarshal(text, &v)
		said = strings.TrimSpace(fmt.Sprint(res.StatusCode, " ", v.Error.Code))
		if err != nil || res.Close {
			return said
		}
	}
}

// bomb compresses zeros.
func bomb(t *testing.T, coding string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&b)
	switch {
	case strings.Contains(coding, "zstd"):
		z, err := zstd.NewWriter(&b)
		if err != nil {
			t.Fatal(err)
		}
		w = z
	case strings.Contains(coding, "deflate"):
		w = zlib.NewWriter(&b)
	}
	if _, err := io.Copy(w, io.LimitReader(zeros{}, int64(size))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// filled is the address of a route with a value for each parameter.
func filled(path string) string {
	return strings.NewReplacer(":account", "oa", ":id", "7", ":community", "7", ":token", "x", ":variant", "full", ":day", "2026-11-23").Replace(path)
}

func TestNothingIsUnpacked(t *testing.T) {
	m := &mute{}
	at := listening(t, m)
	const big = 64 << 20
	for _, coding := range []string{"gzip", "GZIP", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "compress", "?"} {
		body := bomb(t, coding, big)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		asked := 0
		for _, r := range append((Config{}).routes(), route{method: "POST", path: "/nowhere"}, route{method: "POST", path: "/h5/"}) {
			sent := body
			if r.do == nil || r.method == "GET" {
				sent = sent[:min(len(sent), maxNone)] // still a bomb
			}
			status, code, _ := ask(t, r.method, at+filled(r.path), bytes.NewReader(sent), "Content-Encoding", coding)
			asked++
			switch {
			case strings.HasPrefix(r.path, "/wx/"):
				if status != http.StatusForbidden || r.method == "POST" && m.got != len(sent) {
					t.Errorf("%s %s %s = %d, handed on %d of %d bytes", coding, r.method, r.path, status, m.got, len(sent))
				}
			case status != http.StatusUnsupportedMediaType || code != "http.encoding":
				t.Errorf("%s %s %s = %d %s", coding, r.method, r.path, status, code)
			}
		}
		runtime.ReadMemStats(&after)
		if each := int(after.TotalAlloc-before.TotalAlloc) / asked; each > 4<<20 {
			t.Errorf("%s: %d bytes of memory for each request", coding, each)
		}
	}
	if status, _, _ := ask(t, "POST", at+"/api/v1/reports", strings.NewReader("{}"), "Content-Encoding", "identity",
		"Content-Encoding", "gzip"); status != http.StatusUnsupportedMediaType {
		t.Errorf("two lines = %d", status)
	}
}

func TestEachRouteHasItsOwnLimit(t *testing.T) {
	at := listening(t, &mute{})
	uploads := 0
	for _, r := range append((Config{}).routes(), route{method: "POST", path: "/nowhere"}, route{method: "GET", path: "/nowhere"}) {
		most := r.maxBody()
		if r.do == nil {
			most = maxNone
		}
		if most > maxJSON {
			uploads++
		}
		line := r.method + " " + filled(r.path) + " HTTP/1.1\r\nHost: x\r\n"
		for name, request := range map[string]string{
			"a length": line + fmt.Sprintf("Content-Length: %d\r\n\r\n", most+1),
			"chunks": line + "Transfer-Encoding: chunked\r\n\r\n" +
				strings.Repeat("800\r\n"+strings.Repeat("x", 0x800)+"\r\n", most/0x800) + "1\r\n",
		} {
			if got := raw(t, at, request); got != "413 http.too_large" {
				t.Errorf("%s %s with %s over %d bytes = %s", r.method, r.path, name, most, got)
			}
		}
	}
	if uploads != 5 {
		t.Errorf("%d routes take more than text", uploads)
	}
}

func TestAnAddressWithOtherMethodsSaysWhich(t *testing.T) {
	at := listening(t, &mute{})
	g, known := newSignpost((Config{}).routes()), map[string]map[string]bool{}
	for _, r := range (Config{}).routes() {
		if known[r.path] == nil {
			known[r.path] = map[string]bool{}
		}
		known[r.path][r.method] = true
	}
	for path, methods := range known {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} {
			if slices.ContainsFunc(g.at(filled(path)), func(r route) bool { return r.method == method }) {
				continue // this route, or one with an id in the same place
			}
			status, code, allow := ask(t, method, at+filled(path), nil)
			if status != http.StatusMethodNotAllowed || method != "HEAD" && code != "http.method" {
				t.Errorf("%s %s = %d %s", method, path, status, code)
			}
			for m := range methods {
				if !strings.Contains(allow, m) {
					t.Errorf("%s %s allows %q", method, path, allow)
				}
			}
		}
	}
	for _, path := range []string{"/nowhere", "/api/v1/reports/7/nothing", "/wx/oa/more", "/wx"} {
		if status, code, allow := ask(t, "PUT", at+path, nil); status != 404 || allow != "" {
			t.Errorf("PUT %s = %d %s, allow %q", path, status, code, allow)
		}
	}
	if status, _, allow := ask(t, "POST", at+"/h5/", nil); status != 405 || allow != "GET, HEAD" {
		t.Errorf("a page: %d, %s", status, fmt.Sprint(allow))
	}
}
