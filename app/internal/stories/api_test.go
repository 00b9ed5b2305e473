package stories

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/report"
)

// fields is a JSON object.
type fields = map[string]any

const (
	api      = "/api/v1"
	staffAPI = "/api/v1/staff/reports/"
)

// The staff of the test county.
func (w *world) clerk() *citizen {
	w.Helper()
	return w.someone("王芳").binds("staff", "19900000001")
}

func (w *world) officer() *citizen {
	w.Helper()
	return w.someone("李强").binds("staff", "19900000002")
}

func (w *world) steward() *citizen { w.Helper(); return w.someone("赵红").binds("mp", "19900000003") }

func (w *world) clerkB() *citizen {
	w.Helper()
	return w.someone("周敏").binds("staff", "19900000004")
}

func (w *world) orgMan() *citizen {
	w.Helper()
	return w.someone("陈刚").binds("staff", "19900000005")
}

func (w *world) centre() *citizen {
	w.Helper()
	return w.someone("吴主任").binds("staff", "19900000008")
}

// id returns the id of an area as the API writes it.
func (w *world) id(area string) string { w.Helper(); return idText(w.areaOf(area).ID) }

// submits submits a report through the mini-program and returns its id. The area may be "".
func (c *citizen) submits(text, area string) string {
	c.w.Helper()
	in := fields{"text": text, "place": "小区里"}
	if area != "" {
		in["area_id"] = c.w.id(area)
	}
	id, _ := c.does("mp", "POST", api+"/reports", in, 201)["id"].(string)
	return id
}

// lives sets the person's home to a building or unit.
func (c *citizen) lives(area string) *citizen {
	c.w.Helper()
	c.does("mp", "PATCH", api+"/me", fields{"home_id": c.w.id(area)}, 200)
	return c
}

// acts does a step on a report as staff and returns the report.
func (c *citizen) acts(id, action string, in any) fields {
	c.w.Helper()
	return c.does("staff", "POST", staffAPI+id+"/"+action, in, 200)
}

// asks does a step on the author's own report and returns it.
func (c *citizen) asks(id, action string, in any) fields {
	c.w.Helper()
	return c.does("mp", "POST", api+"/reports/"+id+"/"+action, in, 200)
}

// sees returns a report with its timeline.
func (c *citizen) sees(account, id string) fields {
	c.w.Helper()
	return c.does(account, "GET", api+"/reports/"+id, nil, 200)
}

// uploads sends a photo and returns its id.
func (c *citizen) uploads(account string, image []byte) string {
	c.w.Helper()
	id, _ := c.does(account, "POST", api+"/media", image, 201)["id"].(string)
	return id
}

// refused sends a request that must fail with this status and code: "409 report.state".
func (c *citizen) refused(account, method, path string, in any, want string) {
	c.w.Helper()
	c.w.refused(c.login(account), method, path, in, want)
}

func (w *world) refused(token, method, path string, in any, want string, headers ...string) {
	w.Helper()
	if got := w.verdict(token, method, path, in, headers...); got != want {
		w.Fatalf("%s %s = %s, want %s", method, path, got, want)
	}
}

// code sends a request and returns status and code, "409 report.state", or the status alone. A write has a key of its own: in a race, two
// sent at once with one key may meet two states, and then the refusal of the first says nothing about the key.
func (w *world) code(token, method, path string, in any, headers ...string) string {
	w.Helper()
	if method != http.MethodGet && !slices.Contains(headers, "Idempotency-Key") {
		headers = append(slices.Clip(headers), "Idempotency-Key", fmt.Sprint("once-", w.keys.Add(1)))
	}
	return w.verdict(token, method, path, in, headers...)
}

// verdict is code with the headers alone.
func (w *world) verdict(token, method, path string, in any, headers ...string) string {
	w.Helper()
	status, answer := w.send(token, method, path, in, headers...)
	var said struct {
		Error struct{ Code, Message string } `json:"error"`
	}
	if status < 400 || json.Unmarshal(answer, &said) != nil || said.Error.Code == "" {
		return fmt.Sprint(status)
	}
	if strings.ContainsAny(said.Error.Message, "abcdefghijklmnopqrstuvwxyz") && !strings.Contains(said.Error.Message, "Idempotency") {
		w.Errorf("%s %s: %q is not plain Chinese", method, path, said.Error.Message)
	}
	return fmt.Sprintf("%d %s", status, said.Error.Code)
}

// send sends JSON, or bytes unchanged, and returns the raw answer.
func (w *world) send(token, method, path string, in any, headers ...string) (status int, answer []byte) {
	w.Helper()
	text, raw := in.([]byte)
	if !raw && in != nil {
		var err error
		text, err = json.Marshal(in)
		w.must(err)
	}
	res := w.sent(token, method, path, text, headers...)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	w.must(err)
	return res.StatusCode, answer
}

// sent sends a request and returns the answer. A server that refuses a long body may close the connection before the
// client has read why: such a request is sent again.
func (w *world) sent(token, method, path string, text []byte, headers ...string) *http.Response {
	w.Helper()
	for try := 1; ; try++ {
		req, err := http.NewRequestWithContext(w.ctx, method, "http://"+w.running.Address+path, bytes.NewReader(text))
		w.must(err)
		if token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		for i := 0; i+1 < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		res, err := httpClient.Do(req)
		if cut := errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE); cut && len(text) > 64<<10 && try < 20 {
			continue
		}
		w.must(err)
		return res
	}
}

// items returns the objects of a list.
func items(list fields) []fields {
	all, _ := list["items"].([]any)
	return objects(all)
}

func objects(list any) []fields {
	all, _ := list.([]any)
	found := make([]fields, len(all))
	for i, v := range all {
		found[i], _ = v.(fields)
	}
	return found
}

// pluck returns one field of each object.
func pluck(all []fields, field string) []any {
	values := []any{}
	for _, o := range all {
		values = append(values, o[field])
	}
	return values
}

// lines returns a report's timeline as "kind by: text".
func lines(r fields) []string {
	var all []string
	for _, e := range objects(r["events"]) {
		all = append(all, fmt.Sprintf("%s %s: %s", e["kind"], e["by"], e["text"]))
	}
	return all
}

// wants compares some fields of an object.
func (w *world) wants(got, want fields) {
	w.Helper()
	some := fields{}
	for k := range want {
		some[k] = got[k]
	}
	if diff := cmp.Diff(want, some); diff != "" {
		w.Fatalf("(-want +got)\n%s", diff)
	}
}

// same compares whole values.
func same(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s (-want +got)\n%s", what, diff)
	}
}

// traces counts all rows that a request could leave behind.
func (w *world) traces() map[string]int {
	w.Helper()
	n := map[string]int{}
	for _, table := range []string{"report", "report_event", "report_review", "notify_notice", "steward_alert", "audit_record"} {
		n[table] = w.count("SELECT COUNT(*) FROM " + table)
	}
	n["claimed"] = w.count("SELECT COUNT(*) FROM media_file WHERE community_id <> 0")
	return n
}

// alerted waits until the stewards of each new report are alerted or the alert is waiting. No other background job
// leaves traces.
func (w *world) alerted() {
	w.Helper()
	w.until(func() bool {
		return w.count("SELECT COUNT(*) FROM job_open WHERE kind = ? AND due_at <= ?", report.SubmittedJob, w.now().UnixMilli()) == 0
	})
}

// later moves the clock without waiting for jobs.
func (w *world) later(d time.Duration) { w.clock.Add(d.Milliseconds()) }

// publish restarts the program behind a known address, from which the simulated platform fetches the photos it checks.
func (w *world) publish() {
	front := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: w.running.Address})
	}})
	w.Cleanup(front.Close)
	w.stop()
	w.config.PublicURL = front.URL
	w.start()
}
