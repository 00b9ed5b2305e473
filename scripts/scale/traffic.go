package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"linli/scripts/bench/lab"
	"linli/wxmsg/wxsim"
)

// How many people there are. Each danger is told by somebody else in another building, so that no two are one matter.
const (
	chatters = 60
	callers  = 40
	rushers  = 200
	sessions = 20
	rushed   = 1 // the session of the opening minute
)

// said is what the service promised.
type said struct {
	sync.Mutex
	numbers map[string]bool   // of reports
	keys    map[string]string // the number for each key of a report
	refused map[string]int    // by code
	busy    int               // answers that ask to come back
	broken  []string          // answers that must not be
}

func newSaid() *said {
	return &said{numbers: map[string]bool{}, keys: map[string]string{}, refused: map[string]int{}}
}

func (s *said) String() string {
	s.Lock()
	defer s.Unlock()
	return fmt.Sprintf("%d numbers told, %d keys, %d times busy, refused %v", len(s.numbers), len(s.keys), s.busy, s.refused)
}

// wrong notes an answer that must not be.
func (s *said) wrong(format string, args ...any) {
	s.Lock()
	defer s.Unlock()
	s.broken = append(s.broken, fmt.Sprintf(format, args...))
}

// settle writes the county, its stewards and its residents.
func (s *scale) settle() error {
	if err := lab.County(s.Ctx, s.place); err != nil {
		return err
	}
	if err := lab.Salon(s.Ctx, s.place, sessions); err != nil {
		return err
	}
	return s.Stewards(s.place)
}

// front is the balancer before the web processes: each request goes to the next one, and to the other when it does not answer.
func (s *scale) front() *httptest.Server {
	var turn atomic.Int64
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: s.web(int(turn.Add(1)))})
			r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"]
		},
		ErrorLog: log.New(io.Discard, "", 0),
	}
	server := httptest.NewServer(proxy)
	for _, kind := range []string{wxsim.OA, wxsim.MP, wxsim.Staff} {
		s.Wechat.SetCallback(kind, server.URL+"/wx/"+kind)
	}
	return server
}

// traffic reports, talks and books until the time is over.
func (s *scale) traffic() error {
	var group, events sync.WaitGroup
	stop := make(chan struct{})
	for i := range chatters {
		group.Go(func() { s.chats(i, stop) })
	}
	for i := range callers {
		group.Go(func() { s.calls(i, stop) })
	}
	s.happen(&events)
	group.Go(func() {
		if pause(stop, s.rushAt) {
			s.rush(stop)
		}
	})
	select {
	case <-time.After(s.length):
	case <-s.Ctx.Done():
	}
	events.Wait()
	close(stop)
	group.Wait()
	return s.Ctx.Err()
}

// pause returns false when the traffic ended meanwhile.
func pause(stop <-chan struct{}, d time.Duration) bool {
	select {
	case <-stop:
		return false
	case <-time.After(d):
		return true
	}
}

var numbered = regexp.MustCompile(`\d{6}-\d{3,}`)

// chats reports dangers in the chat of the official account. Each is reported by a new follower.
func (s *scale) chats(i int, stop <-chan struct{}) {
	for n := i; n < lab.Communities*(lab.Buildings-1); n += chatters {
		if !pause(stop, time.Duration(500+rand.IntN(2000))*time.Millisecond) {
			return
		}
		p := s.Wechat.Person(fmt.Sprint("chat-", n))
		for !p.Following() {
			_, _ = p.Follow("") //nolint:errcheck // it is tried until it succeeds
		}
		reply, err := p.Text(fmt.Sprintf("第%d社区第%[1]d小区%d号楼有燃气味", 1+n%lab.Communities, 2+n/lab.Communities))
		if number := numbered.FindString(reply.Text); err == nil && number != "" {
			s.said.Lock()
			s.said.numbers[number] = true
			s.said.Unlock()
		}
	}
}

// calls lets somebody use the mini-program: reports with a key that is repeated until it is answered, bookings and cancellations.
func (s *scale) calls(i int, stop <-chan struct{}) {
	c := &caller{s: s, n: i}
	for turn := 0; pause(stop, time.Duration(200+rand.IntN(600))*time.Millisecond); turn++ {
		switch turn % 3 {
		case 0:
			c.report(turn, stop)
		case 1:
			c.do("POST", "/bookings", fmt.Sprintf("b-%d-%d", i, turn), map[string]any{"session_id": fmt.Sprint(2 + rand.IntN(sessions-1))}, stop)
		case 2:
			c.giveBack(turn, stop)
		}
	}
}

// rush lets many press for the same few places within a second.
func (s *scale) rush(stop <-chan struct{}) {
	var group sync.WaitGroup
	for i := range rushers {
		group.Go(func() {
			c := &caller{s: s, n: callers + i}
			if !pause(stop, time.Duration(rand.IntN(1000))*time.Millisecond) {
				return
			}
			c.do("POST", "/bookings", fmt.Sprint("rush-", i), map[string]any{"session_id": fmt.Sprint(rushed)}, stop)
		})
	}
	group.Wait()
}

// caller is a resident with the mini-program.
type caller struct {
	s     *scale
	n     int
	token string
}

var client = &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{
	MaxIdleConnsPerHost: 100, DialContext: (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
}}

// do sends a request until it is answered, each time to the next process with the same key, as the mini-program does. It returns the
// answer, or nil when it was refused or the traffic ended.
func (c *caller) do(method, path, key string, in any, stop <-chan struct{}) map[string]any {
	for try := 0; ; try++ {
		if try > 0 && !pause(stop, time.Duration(300+rand.IntN(700))*time.Millisecond) {
			return nil
		}
		status, out, err := c.try(method, path, key, in, try)
		switch {
		case err != nil || status == 502 || status == 503 || status == 429:
			c.s.said.Lock()
			c.s.said.busy++
			c.s.said.Unlock()
		case status == 401:
			c.token = ""
		case status < 300:
			return out
		case status == 409 || status == 404 || status == 400:
			fault, _ := out["error"].(map[string]any)
			c.s.said.Lock()
			c.s.said.refused[fmt.Sprint(fault["code"])]++
			c.s.said.Unlock()
			return nil
		default:
			c.s.said.wrong("%s %s: %d %v", method, path, status, out)
			return nil
		}
	}
}

func (c *caller) try(method, path, key string, in any, try int) (int, map[string]any, error) {
	web := c.s.web(c.n + try)
	if c.token == "" {
		e, err := c.s.Enter(web, "resident", "mp", c.n)
		if err != nil {
			return 0, nil, err
		}
		c.token = e.Token
	}
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return 0, nil, err
		}
		body = strings.NewReader(string(b))
	}
	req, err := http.NewRequestWithContext(c.s.Ctx, method, "http://"+web+"/api/v1"+path, body)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	var out map[string]any
	err = json.NewDecoder(res.Body).Decode(&out)
	return res.StatusCode, out, err
}

func (c *caller) report(turn int, stop <-chan struct{}) {
	n := c.n*1000 + turn
	key := fmt.Sprintf("r-%d", n)
	building := (1+n%lab.Communities)*1000 + 11 + n/lab.Communities%(lab.Buildings-1)
	body := map[string]any{"text": fmt.Sprintf("楼道里的灯坏了，第%d次说", n), "area_id": fmt.Sprint(building)}
	out := c.do("POST", "/reports", key, body, stop)
	number, _ := out["number"].(string)
	if number == "" {
		return
	}
	if turn%2 == 0 { // the telephone did not hear the answer
		if again := c.do("POST", "/reports", key, body, stop); again != nil && again["number"] != number {
			c.s.said.wrong("key %s has %s and %v", key, number, again["number"])
		}
	}
	c.s.said.Lock()
	defer c.s.said.Unlock()
	c.s.said.numbers[number] = true
	c.s.said.keys[key] = number
}

// giveBack cancels a place, or takes one that is offered.
func (c *caller) giveBack(turn int, stop <-chan struct{}) {
	out := c.do("GET", "/bookings", "", nil, stop)
	items, _ := out["items"].([]any)
	for _, one := range items {
		b, _ := one.(map[string]any)
		deed := map[any]string{"confirmed": "cancel", "waiting": "cancel", "offered": "accept"}[b["state"]]
		if deed != "" && b["session_id"] != fmt.Sprint(rushed) {
			c.do("POST", fmt.Sprintf("/bookings/%v/%s", b["id"], deed), fmt.Sprintf("c-%d-%d", c.n, turn), map[string]any{}, stop)
			return
		}
	}
}
