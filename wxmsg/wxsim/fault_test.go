package wxsim

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"testing"
	"time"
)

// post is a call whose outcome may be an error.
func post(ctx context.Context, url string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err == nil {
		_ = res.Body.Close()
	}
	return res, err
}

const ips = "/cgi-bin/get_api_domain_ip"

func TestFaults(t *testing.T) {
	w := newWorld(t, Plain)
	token := "?access_token=" + w.sim.Token(OA)
	w.sim.Fail(ips, Fault{Status: 502, Body: "<html>bad gateway</html>", Times: 1})
	w.sim.Fail(ips, Fault{ErrCode: -1, Times: 2})
	w.sim.Fail("*", Fault{Body: "<html>hijacked wifi</html>"})
	if got := w.do(ips+token, nil); got.status != 502 || string(got.body) != "<html>bad gateway</html>" {
		t.Errorf("%+v", got)
	}
	w.wantCode("busy", w.request(ips+token, nil), "-1")
	w.wantCode("busy", w.request(ips+token, nil), "-1")
	if got := w.do(ips+token, nil); got.status != 200 || got.ctype != "text/html" {
		t.Errorf("%+v", got)
	}
	w.sim.Clear()
	w.wantCode("healthy", w.request(ips+token, nil), "0")
	if n := w.sim.Calls(ips); n != 5 || w.sim.Calls("*") != 5 {
		t.Errorf("%d calls", n)
	}
}

func TestAnswersThatNeverCome(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.AddTemplate(OA, duty)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	target := w.base + templatePath + "?access_token=" + w.sim.Token(OA)
	body := marshal(dutyTo(p.OpenID(OA), nil))

	w.sim.Fail(templatePath, Fault{Hang: true, Times: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := post(ctx, target, body); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hang: %v", err)
	}
	w.sim.Fail(templatePath, Fault{Drop: true, Times: 1})
	if _, err := post(t.Context(), target, body); err == nil {
		t.Error("drop: answered")
	}
	w.sim.Down(true)
	if _, err := post(t.Context(), target, body); err == nil {
		t.Error("down: answered")
	}
	w.sim.Down(false)
	if n := len(w.sim.Delivered(OA, "")); n != 0 {
		t.Errorf("%d delivered", n)
	}
	w.sim.Fail(templatePath, Fault{Drop: true, After: true, Times: 1})
	if _, err := post(t.Context(), target, body); err == nil {
		t.Error("drop after: answered")
	}
	if n := len(w.sim.Delivered(OA, "")); n != 1 {
		t.Errorf("unknown result: %d delivered, want 1", n)
	}
	if res, err := post(t.Context(), target, body); err != nil || res.StatusCode != 200 {
		t.Errorf("%v", err)
	}
	w.settle()
}

func TestUnknownPath(t *testing.T) {
	w := newWorld(t, Plain)
	w.wantCode("path", w.request("/cgi-bin/nothing", nil), "40066")
	w.wantCode("uniform_send", w.api(MP, "/cgi-bin/message/wxopen/template/uniform_send", "{}"), "45109")
}

func TestStopEndsHangingCalls(t *testing.T) {
	sim := New(Options{RetryAfter: time.Hour})
	base, stop := sim.Start()
	sim.Fail("*", Fault{Hang: true})
	done := make(chan error, 1)
	written := make(chan struct{})
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) { close(written) },
	})
	go func() { _, err := post(ctx, base+ips, nil); done <- err }()
	<-written
	stop()
	if err := <-done; err == nil {
		t.Error("answered")
	}
	stop() // a second stop has no effect
}
