package handlers

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// told is a PhoneCallback that keeps what it was given.
type told struct {
	status int
	got    []string
}

func (r *told) Receive(_ context.Context, provider, channel, token string, body []byte) (int, []byte) {
	r.got = []string{provider, channel, token, string(body)}
	return r.status, []byte(`{"code":0}`)
}

func TestReceiptsOfTheTelephoneAreHandedOn(t *testing.T) {
	for name, c := range map[string]struct {
		path, body, coding string
		answers, want      int
		text               string
		handed             bool
	}{
		"taken":           {"/phone/aliyun/sms/x", "[]", "", 200, 200, `{"code":0}`, true},
		"a wrong token":   {"/phone/aliyun/sms/x", "[]", "", 403, 403, "forbidden", true},
		"not understood":  {"/phone/aliyun/sms/x", "<", "", 400, 400, "bad request", true},
		"could not keep":  {"/phone/aliyun/sms/x", "[]", "", 500, 500, "", true},
		"too long":        {"/phone/aliyun/sms/x", strings.Repeat(" ", maxPush+1), "", 200, 413, "", false},
		"compressed":      {"/phone/aliyun/sms/x", "[]", "gzip", 200, 415, "http.encoding", false},
		"without a token": {"/phone/aliyun/sms", "[]", "", 200, 404, "http.no_route", false},
	} {
		to := &told{status: c.answers}
		app := New(Config{Telephone: to, Now: time.Now}).App()
		r := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader(c.body))
		if c.coding != "" {
			r.Header.Set("Content-Encoding", c.coding)
		}
		res, err := app.Test(r)
		if name == "too long" && err != nil {
			continue // the limit is enforced while the body is read
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != c.want || !strings.Contains(string(got), c.text) || (to.got != nil) != c.handed {
			t.Errorf("%s = %d %q, handed on: %q", name, res.StatusCode, got, to.got)
		}
	}
}
