package wxmsg

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"linli/app/auth"
)

// Config is what a Client needs.
type Config struct {
	Base      string // https://api.weixin.qq.com by default; a path in it is kept
	Accounts  []Account
	Tokens    TokenStore // shared by all processes
	Templates Templates
	Now       func() time.Time
	Log       *slog.Logger
	Deadline  time.Duration // of one exchange with the platform; 5 s by default
	HTTP      *http.Client  // its Transport is used; nil: a new one
	Stage     string        // of the mini-programs: release (default), trial or develop
	// Web gives the web address of a mini-program's pages, such as https://your.name/h5/#/; a template message opens it
	// where WeChat cannot open the mini-program.
	Web map[auth.Account]string

	// Count, when set, gets every exchange: the API's path and "ok", "unknown" (no answer), "unsent", "resting" (refused
	// before sending) or the errcode.
	Count func(api, outcome string)
	// CountTrouble, when set, gets every refusal that only an operator can fix.
	CountTrouble func(account, api string, code int)
	Troubles     TroubleStore // keeps these refusals; may be nil
}

const (
	defaultDeadline = 5 * time.Second
	fileFactor      = 3 // files may take this many times the deadline
)

// Client sends requests to WeChat. Its methods return *Error when the platform refuses or does not answer, and a
// *fault.Fault where a person is told. It is safe for concurrent use.
type Client struct {
	base      *url.URL
	standard  bool // base is WeChat itself
	accounts  map[auth.Account]*account
	templates Templates
	now       func() time.Time
	log       *slog.Logger
	deadline  time.Duration
	transport http.RoundTripper
	stage     string
	web       map[auth.Account]string
	counter   func(api, outcome string)
	lines     lines
	domains   domains

	troubles     troubles
	troubleStore TroubleStore
	countTrouble func(account, api string, code int)
}

// account is one configured account with its token and its closed APIs.
type account struct {
	Account
	tokens  *tokens
	tickets *tokens // for web pages; only of the official account
	rests   rests
}

// NewClient checks the configuration and returns the Client. It sends nothing.
func NewClient(cfg Config) (*Client, error) {
	if cfg.Now == nil || cfg.Log == nil || cfg.Tokens == nil {
		return nil, errors.New("wechat client needs a clock, a log and a token store")
	}
	c := &Client{
		accounts: map[auth.Account]*account{}, templates: cfg.Templates, now: cfg.Now, log: cfg.Log,
		deadline: cfg.Deadline, counter: cfg.Count, stage: cfg.Stage, web: cfg.Web, lines: lines{open: map[string]*line{}},
		troubleStore: cfg.Troubles, countTrouble: cfg.CountTrouble,
	}
	if err := c.setBase(cfg.Base); err != nil {
		return nil, err
	}
	if c.deadline <= 0 {
		c.deadline = defaultDeadline
	}
	if _, ok := stages[c.stage]; !ok {
		return nil, fmt.Errorf("wechat stage must be release, trial or develop, not %q", c.stage)
	}
	c.transport = newTransport()
	if cfg.HTTP != nil && cfg.HTTP.Transport != nil {
		c.transport = cfg.HTTP.Transport
	}
	for _, a := range cfg.Accounts {
		if err := a.Check(); err != nil {
			return nil, err
		}
		if c.accounts[a.Name] != nil {
			return nil, fmt.Errorf("wechat account %s is configured twice", a.Name)
		}
		own := &account{Account: a, rests: rests{until: map[string]rest{}, silent: map[string]int{}}}
		own.tokens, own.tickets = newTokens(c, own, cfg.Tokens), newTickets(c, own, cfg.Tokens)
		c.accounts[a.Name] = own
	}
	hookSilenceper()
	return c, nil
}

func (c *Client) setBase(base string) error {
	if base == "" {
		base = apiBase
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.RawQuery != "" || u.User != nil {
		return errors.New("LINLI_WECHAT_BASE must be an http or https address without query and password")
	}
	c.base, c.standard = u, strings.TrimSuffix(base, "/") == apiBase
	return nil
}

// ErrAccount is returned for an account that is not configured.
var ErrAccount = errors.New("wechat account is not configured")

func (c *Client) account(name auth.Account) (*account, error) {
	if a := c.accounts[name]; a != nil {
		return a, nil
	}
	return nil, fmt.Errorf("%s: %w", name, ErrAccount)
}

// request is one API call that needs a token.
type request struct {
	api  string
	hide []string // openids and other secrets of the request
	most int64    // limit of the answer in bytes; 0: maxAnswer
	file bool     // the answer may be a file
	// send makes the exchange; tok is the access token, already escaped for a URL.
	send func(k *call, tok string)
}

// ask runs a request with the account's token, and again with a new one when the platform rejects it. APIs whose daily
// quota is used up are refused without sending.
func (c *Client) ask(ctx context.Context, a *account, r request) (*call, error) {
	if err := c.resting(ctx, a, r.api); err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		tok, err := a.tokens.get(ctx)
		if err != nil {
			return nil, err
		}
		k, err := c.exchange(ctx, a, r, tok)
		if err == nil {
			return k, nil
		}
		var e *Error
		if errors.As(err, &e) && !e.Unknown {
			act := e.action()
			if act.Refresh && try == 1 && a.tokens.drop(ctx, tok) {
				continue
			}
			if act.Rest {
				e.Wait = a.rests.close(r.api, c.now())
			}
			if act.Minute {
				now := c.now()
				e.Wait = now.Truncate(time.Minute).Add(time.Minute).Sub(now)
			}
			c.trouble(ctx, a, e)
		}
		return nil, err
	}
}

// resting returns the refusal while an API is closed: nothing was sent, retry later.
func (c *Client) resting(ctx context.Context, a *account, api string) error {
	wait, code := a.rests.wait(api, c.now())
	if wait <= 0 {
		return nil
	}
	c.count(api, "resting")
	if code == quotaGone {
		e := &Error{API: api, Code: code, Msg: "quota used up", Wait: wait}
		c.trouble(ctx, a, e)
		return e
	}
	return &Error{API: api, Msg: "did not answer lately", Wait: wait}
}

// exchange makes one call with its own deadline.
func (c *Client) exchange(ctx context.Context, a *account, r request, tok string) (*call, error) {
	deadline := c.deadline
	if r.file {
		deadline *= fileFactor
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	k := &call{ctx: ctx, client: c, api: r.api, most: r.most, file: r.file, hide: append([]string{tok, a.Secret, a.Token, a.AESKey}, r.hide...)}
	if k.most == 0 {
		k.most = maxAnswer
	}
	r.send(k, tok)
	err := k.failure()
	word := outcomeWord(err)
	a.rests.heard(r.api, word != "unknown", c.now())
	c.count(r.api, word)
	return k, err
}

func outcomeWord(err error) string {
	var e *Error
	switch {
	case err == nil:
		return "ok"
	case !errors.As(err, &e) || e.Unknown:
		return "unknown"
	case e.Code != 0:
		return fmt.Sprint(e.Code)
	}
	return "unsent"
}

func (c *Client) count(api, outcome string) {
	if c.counter != nil {
		c.counter(api, outcome)
	}
}

// post sends JSON to an API that silenceper lacks or implements wrongly, through the same call.
func (k *call) post(query url.Values, body any) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false) // some APIs refuse \u003c
	if err := enc.Encode(body); err != nil {
		k.err = err
		return
	}
	k.send(query, jsonType, &buf)
}

// send posts a body of any type.
func (k *call) send(query url.Values, contentType string, body io.Reader) {
	k.do(http.MethodPost, apiBase+k.api, query, contentType, body)
}

// get requests a path of the API with a query.
func (k *call) get(query url.Values) { k.do(http.MethodGet, apiBase+k.api, query, "", nil) }

func (k *call) do(method, address string, query url.Values, contentType string, body io.Reader) {
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(k.ctx, method, address, body)
	if err != nil {
		k.err = errors.New("cannot build the request")
		return
	}
	if body != nil {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := k.exchange(req)
	if err == nil {
		_ = resp.Body.Close()
	}
}

// answer decodes the platform's answer into v. An unknown shape counts as no answer.
func (k *call) answer(v any) error {
	if err := json.Unmarshal(k.body, v); err != nil {
		return &Error{API: k.api, Unknown: true, Msg: "answer has an unexpected shape"}
	}
	return nil
}

func tokenQuery(tok string) url.Values { return url.Values{tokenParam: {tok}} }
