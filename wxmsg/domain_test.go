package wxmsg

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/notify"
)

// wires is a transport with domains that can be made unreachable.
type wires struct {
	mu   sync.Mutex
	down map[string]func(ctx context.Context) error // before any connection
	lost map[string]error                           // after one
	seen []string                                   // domain and path of requests with a connection
	body []string
}

func (w *wires) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	down, lost := w.down[r.URL.Host], w.lost[r.URL.Host]
	w.mu.Unlock()
	if down != nil {
		return nil, down(r.Context())
	}
	httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
	body, _ := io.ReadAll(r.Body)
	w.mu.Lock()
	w.seen, w.body = append(w.seen, r.URL.Host+r.URL.Path), append(w.body, string(body))
	w.mu.Unlock()
	if lost != nil {
		return nil, lost
	}
	text := `{"errcode":0,"errmsg":"ok","msgid":1}`
	if r.URL.Path == tokenAPI {
		text = `{"access_token":"TOKEN","expires_in":7200}`
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

// to returns the domains to which a path was sent.
func (w *wires) to(path string) (hosts []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.seen {
		if host, ok := strings.CutSuffix(s, path); ok {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

func refused(context.Context) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
}

func silent(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

// onWires is a client of WeChat itself, or of another base, with the transport w.
func onWires(t *testing.T, base string, w *wires) *office {
	t.Helper()
	o := newOffice(t, newPlatform(t), newShelf())
	templates, err := LoadTemplates(strings.NewReader(testTemplates))
	if err != nil {
		t.Fatal(err)
	}
	o.Client, err = NewClient(Config{
		Base: base, Accounts: testAccounts(), Tokens: o.shelf, Templates: templates, Now: o.now, HTTP: &http.Client{Transport: w},
		Log: slog.New(slog.NewJSONHandler(&o.log, nil)), Deadline: 300 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// An unreachable domain is skipped; for a minute the domain that worked is used first.
func TestABackupDomainIsUsed(t *testing.T) {
	const api2 = "api2.weixin.qq.com"
	for name, down := range map[string]func(context.Context) error{"refused": refused, "silent": silent} {
		w := &wires{down: map[string]func(context.Context) error{apiHost: down}}
		o := onWires(t, "", w)
		if got := o.Send(t.Context(), note(auth.OA)); got.Outcome != notify.Sent {
			t.Fatalf("%s: %+v", name, got)
		}
		if got := w.to(templateSendAPI); !slices.Equal(got, []string{api2}) {
			t.Errorf("%s: it went to %v", name, got)
		}
		if !strings.Contains(w.body[len(w.body)-1], "路灯") {
			t.Errorf("%s: the body is %q", name, w.body[len(w.body)-1])
		}
		w.mu.Lock()
		w.down = nil
		w.mu.Unlock()
		o.Send(t.Context(), note(auth.OA))
		o.forward(time.Minute + time.Second)
		o.Send(t.Context(), note(auth.OA))
		if got := w.to(templateSendAPI); !slices.Equal(got, []string{api2, api2, apiHost}) {
			t.Errorf("%s: they went to %v", name, got)
		}
		if n := strings.Count(o.log.String(), "another domain"); n != 1 {
			t.Errorf("%s: logged %d times", name, n)
		}
	}
}

// A request that may have arrived is not sent again to any domain.
func TestWhatMayHaveArrivedIsNotSentAgain(t *testing.T) {
	for name, lost := range map[string]error{"cut": io.ErrUnexpectedEOF, "late": context.DeadlineExceeded} {
		w := &wires{}
		o := onWires(t, "", w)
		o.Send(t.Context(), note(auth.OA)) // fetches the token
		w.lost = map[string]error{apiHost: lost}
		if got := o.Send(t.Context(), note(auth.MP)); got.Outcome != notify.Later && got.Outcome != notify.Unknown {
			t.Errorf("%s: %+v", name, got)
		}
		if got := o.Send(t.Context(), note(auth.OA)); got.Outcome != notify.Unknown {
			t.Errorf("%s: %+v", name, got)
		}
		if got := w.to(templateSendAPI); !slices.Equal(got, []string{apiHost, apiHost}) {
			t.Errorf("%s: it went to %v", name, got)
		}
	}
}

// With all domains unreachable there is one failure within the deadline, and nothing was sent.
func TestNoDomainAnswers(t *testing.T) {
	w := &wires{down: map[string]func(context.Context) error{}}
	o := onWires(t, "", w)
	o.Send(t.Context(), note(auth.OA))
	for _, host := range apiHosts {
		w.down[host] = silent
	}
	if got := o.Send(t.Context(), note(auth.OA)); got.Outcome != notify.Later || len(w.to(templateSendAPI)) != 1 {
		t.Errorf("%+v", got)
	}
}

// Another base has no backup domains, and neither has the host of QR pictures.
func TestOnlyWeChatItselfHasBackups(t *testing.T) {
	w := &wires{down: map[string]func(context.Context) error{"proxy.example": refused}}
	o := onWires(t, "https://proxy.example/wechat", w)
	if got := o.Send(t.Context(), note(auth.OA)); got.Outcome != notify.Later || len(w.seen) != 0 {
		t.Errorf("%+v, %v", got, w.seen)
	}
	w = &wires{down: map[string]func(context.Context) error{mpHost: refused}}
	o = onWires(t, "", w)
	if _, err := o.showQR(t.Context(), o.accounts[auth.OA], "ticket"); err == nil || len(w.seen) != 0 {
		t.Errorf("%v, %v", err, w.seen)
	}
}
