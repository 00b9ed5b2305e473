package demo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/internal/system"
)

// visitor is a person at the demo's page: they do what its buttons do.
type visitor struct {
	*testing.T
	base   string
	tokens map[string]string
}

// openDemo runs the command and returns when its page can be opened. stop stands for Ctrl-C.
func openDemo(t *testing.T, dir string, now time.Time) (v *visitor, said string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		p := system.Process{Ctx: ctx, Out: in, Log: io.Discard, Now: func() time.Time { return now }}
		ended <- Command{Listen: "127.0.0.1:0", Data: dir}.Run(p)
		close(ended)
		in.Close()
	}()
	lines := bufio.NewScanner(out)
	var greeting strings.Builder
	for lines.Scan() && !strings.Contains(lines.Text(), "Ctrl-C") {
		fmt.Fprintln(&greeting, lines.Text())
	}
	var rest sync.WaitGroup
	rest.Go(func() { _, _ = io.Copy(io.Discard, out) })
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the demo ended with %v", err)
		}
		rest.Wait()
	})
	t.Cleanup(stop)
	base := regexp.MustCompile(`http://[0-9.:]+`).FindString(greeting.String())
	if base == "" {
		cancel()
		t.Fatalf("no address in %q: %v", greeting.String(), <-ended)
	}
	return &visitor{t, base, map[string]string{}}, greeting.String(), stop
}

// asks sends a request and checks the status; the answer is JSON.
func (v *visitor) asks(token, method, path string, body any, status int) map[string]any {
	v.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		in = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			v.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, v.base+path, in)
	if err != nil {
		v.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status {
		v.Fatalf("%s %s = %d, want %d: %s", method, path, res.StatusCode, status, text)
	}
	answer := map[string]any{}
	_ = json.Unmarshal(text, &answer) // a page is not JSON
	answer["text"] = string(text)
	return answer
}

// does sends a gesture for a player's telephone.
func (v *visitor) does(person, gesture string, body any) map[string]any {
	v.Helper()
	return v.asks("", "POST", "/demo/people/"+person+"/"+gesture, body, 200)
}

// as sends a request to the API as a player, who logs in first.
func (v *visitor) as(person, method, path string, body any, status int) map[string]any {
	v.Helper()
	if v.tokens[person] == "" {
		code := v.does(person, "login-code", nil)
		v.tokens[person] = v.asks("", "POST", code["path"].(string), map[string]any{"code": code["code"]}, 200)["token"].(string)
	}
	return v.asks(v.tokens[person], method, "/api/v1"+path, body, status)
}

// chat returns the text of a player's chat.
func (v *visitor) chat(person string) string {
	v.Helper()
	var all []string
	for _, l := range rowsOf(v.asks("", "GET", "/demo/people/"+person+"/chat", nil, 200), "lines") {
		all = append(all, l["kind"].(string)+": "+l["text"].(string))
	}
	return strings.Join(all, "\n")
}

// hears waits until the words appear in a player's chat.
func (v *visitor) hears(person, words string) {
	v.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 3000 { // up to a minute: the race detector is slow
		if strings.Contains(v.chat(person), words) {
			return
		}
		<-tick.C
	}
	v.Fatalf("the chat of %s lacks %q:\n%s", person, words, v.chat(person))
}

func rowsOf(answer map[string]any, name string) []map[string]any {
	var all []map[string]any
	for _, one := range answer[name].([]any) {
		all = append(all, one.(map[string]any))
	}
	return all
}

// reports returns each report as the county's centre lists it.
func (v *visitor) reports() []map[string]any {
	v.Helper()
	var all []map[string]any
	for cursor := ""; ; {
		page := v.as("ZX-01", "GET", "/staff/reports?list=all&cursor="+cursor, nil, 200)
		all = append(all, rowsOf(page, "items")...)
		if cursor = page["next"].(string); cursor == "" {
			return all
		}
	}
}
