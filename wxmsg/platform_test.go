package wxmsg

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/auth"
)

// platform is a small WeChat for tests: each path answers from a list and repeats its last answer.
type platform struct {
	*httptest.Server
	mu      sync.Mutex
	answers map[string][]answerFunc
	seen    []seen
	tokens  int // number of tokens made
}

type seen struct {
	path  string
	query map[string][]string
	body  string
	raw   string // the URL as received
}

type answerFunc func(w http.ResponseWriter, r *http.Request)

// says answers with this text.
func says(text string) answerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

func status(code int) answerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); fmt.Fprint(w, "<html>oops</html>") }
}

// hangs answers after the client has gone.
func hangs(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func newPlatform(t testing.TB) *platform {
	t.Helper()
	p := &platform{answers: map[string][]answerFunc{}}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *platform) on(path string, answers ...answerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers[path] = answers
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	p.mu.Lock()
	p.seen = append(p.seen, seen{r.URL.Path, r.URL.Query(), string(body), r.URL.String()})
	list := p.answers[r.URL.Path]
	var answer answerFunc
	if len(list) > 0 {
		answer = list[0]
		if len(list) > 1 {
			p.answers[r.URL.Path] = list[1:]
		}
	}
	if answer == nil && r.URL.Path == tokenAPI {
		p.tokens++
		answer = says(fmt.Sprintf(`{"access_token":"TOKEN%d","expires_in":7200}`, p.tokens))
	}
	p.mu.Unlock()
	if answer == nil {
		answer = says(`{"errcode":404,"errmsg":"no such path in this test"}`)
	}
	answer(w, r)
}

// calls returns the requests to a path.
func (p *platform) calls(path string) []seen {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []seen
	for _, s := range p.seen {
		if s.path == path {
			out = append(out, s)
		}
	}
	return out
}

// shelf is a TokenStore in memory, shared by Clients like Redis.
type shelf struct {
	mu      sync.Mutex
	tokens  map[string]string
	ends    map[string]time.Time
	locked  map[string]bool
	away    error // the error of every method
	dropped int
}

func newShelf() *shelf {
	return &shelf{tokens: map[string]string{}, ends: map[string]time.Time{}, locked: map[string]bool{}}
}

func (s *shelf) LoadToken(_ context.Context, appid string) (string, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[appid], s.ends[appid], s.away
}

func (s *shelf) SaveToken(_ context.Context, appid, token string, expires time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away == nil {
		s.tokens[appid], s.ends[appid] = token, expires
	}
	return s.away
}

func (s *shelf) DeleteToken(_ context.Context, appid, token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens[appid] == token && s.away == nil {
		delete(s.tokens, appid)
		s.dropped++
	}
	return s.away
}

func (s *shelf) LockToken(_ context.Context, appid string, _ time.Duration) (func(), bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away != nil || s.locked[appid] {
		return nil, false, s.away
	}
	s.locked[appid] = true
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.locked, appid)
	}, true, nil
}

const testSecret = "s3cr3ts3cr3ts3cr3t"

func testAccounts() []Account {
	return []Account{
		{Name: auth.OA, AppID: "wx0000000000000001", Secret: testSecret, Token: "PushToken"},
		{Name: auth.MP, AppID: "wx0000000000000002", Secret: testSecret},
		{Name: auth.Staff, AppID: "wx0000000000000003", Secret: testSecret},
	}
}

const testTemplates = `
oa:
  report.accepted: {id: TPL-OA, keywords: {thing1: title, time2: at, phrase3: "=已受理"}}
  steward.alert: {id: TPL-ALERT, keywords: {thing1: title}, opens: staff}
mp:
  report.accepted: {id: TPL-MP, keywords: {thing1: title, time2: at}}
`

// office is a Client with everything around it.
type office struct {
	*Client
	p     *platform
	shelf *shelf
	clock struct {
		sync.Mutex
		at time.Time
	}
	log    bytes.Buffer
	counts struct {
		sync.Mutex
		of map[string]int
	}
}

func (o *office) now() time.Time {
	o.clock.Lock()
	defer o.clock.Unlock()
	return o.clock.at
}

func (o *office) forward(d time.Duration) {
	o.clock.Lock()
	defer o.clock.Unlock()
	o.clock.at = o.clock.at.Add(d)
}

func (o *office) counted(api, outcome string) int {
	o.counts.Lock()
	defer o.counts.Unlock()
	return o.counts.of[api+" "+outcome]
}

func newOffice(t testing.TB, p *platform, s *shelf) *office {
	t.Helper()
	o := &office{p: p, shelf: s}
	o.clock.at = time.Date(2026, 11, 21, 7, 4, 0, 0, time.UTC) // 15:04 in Beijing
	o.counts.of = map[string]int{}
	templates, err := LoadTemplates(strings.NewReader(testTemplates))
	if err != nil {
		t.Fatal(err)
	}
	o.Client, err = NewClient(Config{
		Base: p.URL + "/base", Accounts: testAccounts(), Tokens: s, Templates: templates, Now: o.now,
		Log: slog.New(slog.NewJSONHandler(&o.log, nil)), Deadline: time.Second,
		Count: func(api, outcome string) {
			o.counts.Lock()
			defer o.counts.Unlock()
			o.counts.of[api+" "+outcome]++
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// open returns an office with its own platform, mounted below /base to prove that the path of a base is kept.
func open(t testing.TB) *office {
	t.Helper()
	p := newPlatform(t)
	inner := p.Config.Handler
	p.Config.Handler = http.StripPrefix("/base", inner)
	return newOffice(t, p, newShelf())
}

func bodyOf(t testing.TB, s seen) map[string]any {
	t.Helper()
	var m map[string]any
	dec := json.NewDecoder(strings.NewReader(s.body))
	dec.UseNumber()
	if err := dec.Decode(&m); err != nil {
		t.Fatalf("%v in %s", err, s.body)
	}
	return m
}
