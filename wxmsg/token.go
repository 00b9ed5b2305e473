package wxmsg

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// TokenStore shares access tokens and tickets between processes. It may forget everything at any moment.
type TokenStore interface {
	// LoadToken returns the token kept under a key, an appid or an appid and what else it has, and when it ends, or "".
	LoadToken(ctx context.Context, key string) (token string, expires time.Time, err error)
	// SaveToken keeps it until then.
	SaveToken(ctx context.Context, key, token string, expires time.Time) error
	// DropToken forgets it if it is still this one.
	DropToken(ctx context.Context, key, token string) error
	// LockToken asks for the right to fetch a token; ok is false while another process has it. release gives it back;
	// it ends by itself after ttl.
	LockToken(ctx context.Context, key string, ttl time.Duration) (release func(), ok bool, err error)
}

const (
	tokenAPI     = "/cgi-bin/stable_token"
	tokenAhead   = 5 * time.Minute  // the platform makes the next token so early, and honours both
	tokenMost    = 2 * time.Hour    // whatever it says
	tokenLeast   = time.Minute      // likewise
	tokenRetry   = 20 * time.Second // between two tries to replace a token that still works
	tokenRefused = time.Minute      // no new try after the credentials were refused
)

// tokens keeps one thing that the platform gives an account for two hours: its access token, or its ticket for web pages.
// Access tokens come from stable_token
// (https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html), never with
// force_refresh. One process fetches, the others find the token in the store; every process keeps a copy, so that a
// store that is away does not make one fetch per message.
type tokens struct {
	client *Client
	owner  *account
	store  TokenStore
	key    string // under which the store has it
	api    string
	ask    func(ctx context.Context) (tok string, seconds int64, err error)
	flight singleflight.Group

	mu        sync.Mutex
	token     string
	expires   time.Time
	refreshAt time.Time
	asking    bool      // somebody is replacing a token that still works
	bad       string    // the platform refused this one
	keepBad   time.Time // until then the platform insists on it; fetching again is useless
	refused   error     // answer of the platform to our credentials
	refusedTo time.Time
}

func newTokens(c *Client, owner *account, store TokenStore) *tokens {
	t := &tokens{client: c, owner: owner, store: store, key: owner.AppID, api: tokenAPI}
	t.ask = t.askStable
	return t
}

// get returns a token that should work. While a token that still works is being replaced, everybody else gets the old one.
func (t *tokens) get(ctx context.Context) (string, error) {
	now := t.client.now()
	t.mu.Lock()
	old, valid := t.token, t.token != "" && now.Before(t.expires)
	replace := valid && !t.asking && !now.Before(t.refreshAt)
	refused := t.refused
	if !now.Before(t.refusedTo) {
		refused = nil
	}
	t.asking = t.asking || replace
	t.mu.Unlock()

	switch {
	case valid && !replace:
		return old, nil
	case replace:
		tok, err := t.obtain(ctx)
		t.mu.Lock()
		defer t.mu.Unlock()
		t.asking = false
		if err != nil {
			t.refreshAt = t.client.now().Add(tokenRetry)
			return old, nil //nolint:nilerr // the old one works; its end will make the failure loud
		}
		return tok, nil
	case refused != nil:
		return "", refused
	}
	return t.obtain(ctx)
}

// obtain gets a token from the store or the platform, once for all goroutines that wait. It goes on when the first of
// them gives up.
func (t *tokens) obtain(ctx context.Context) (string, error) {
	result := t.flight.DoChan("", func() (any, error) {
		work, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*t.client.deadline)
		defer cancel()
		return t.fetchOnce(work)
	})
	select {
	case <-ctx.Done():
		return "", &Error{API: t.api, Msg: "gave up waiting for a token", cause: contextCause(ctx.Err())}
	case r := <-result:
		if r.Err != nil {
			return "", r.Err
		}
		return r.Val.(string), nil // fetchOnce returns nothing else
	}
}

// fetchOnce waits until the store has a token or this process may fetch one. When the store is away it fetches at once:
// stable_token gives every process the same token.
func (t *tokens) fetchOnce(ctx context.Context) (string, error) {
	pause := 20 * time.Millisecond
	for {
		if tok, ok, err := t.shared(ctx); err != nil {
			return t.fetch(ctx)
		} else if ok {
			return tok, nil
		}
		release, ok, err := t.store.LockToken(ctx, t.key, 3*t.client.deadline)
		if err != nil {
			return t.fetch(ctx)
		}
		if ok {
			defer release()
			if tok, ok, err := t.shared(ctx); err == nil && ok {
				return tok, nil // it came between our look and our lock
			}
			return t.fetch(ctx)
		}
		if tok, ok := t.stillValid(); ok {
			return tok, nil // another process is replacing it
		}
		if err := sleep(ctx, pause+rand.N(pause)); err != nil { // jitter
			return "", &Error{API: t.api, Msg: "another process is fetching the token", cause: contextCause(err)}
		}
		pause = min(2*pause, 500*time.Millisecond)
	}
}

// stillValid returns our copy while it works. It postpones the next try to replace it.
func (t *tokens) stillValid() (string, bool) {
	now := t.client.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == "" || !now.Before(t.expires) {
		return "", false
	}
	t.refreshAt = now.Add(tokenRetry / 4)
	return t.token, true
}

// shared adopts the token in the store, if it is one we can use and newer than our copy.
func (t *tokens) shared(ctx context.Context) (string, bool, error) {
	tok, expires, err := t.store.LoadToken(ctx, t.key)
	if err != nil {
		return "", false, err
	}
	now := t.client.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	if tok == "" || tok == t.bad || !now.Before(expires) || (t.token != "" && !expires.After(t.expires)) {
		return "", false, nil
	}
	t.keep(tok, expires, now)
	return tok, true, nil
}

// keep makes tok our copy; t.mu is held.
func (t *tokens) keep(tok string, expires, now time.Time) {
	t.token, t.expires = tok, expires
	t.refreshAt = expires.Add(-tokenAhead)
	if soonest := now.Add(tokenRetry); t.refreshAt.Before(soonest) {
		t.refreshAt = soonest
	}
}

// fetch asks the platform and shares what it says. A store that is away is no reason to fail.
func (t *tokens) fetch(ctx context.Context) (string, error) {
	asked := t.client.now()
	tok, life, err := t.bounded(ctx)
	t.mu.Lock()
	if err != nil {
		var e *Error
		if errors.As(err, &e) && (e.action().Halt || e.action().Rest) {
			t.refused, t.refusedTo = err, asked.Add(tokenRefused)
		}
		t.mu.Unlock()
		if e != nil {
			t.client.trouble(ctx, t.owner, e)
		}
		return "", err
	}
	expires := asked.Add(life)
	t.refused = nil
	if tok == t.bad {
		t.bad, t.keepBad = "", asked.Add(tokenRefused)
	}
	t.keep(tok, expires, asked)
	t.mu.Unlock()
	_ = t.store.SaveToken(ctx, t.key, tok, expires) // our copy works
	return tok, nil
}

// bounded asks and bounds what the platform says.
func (t *tokens) bounded(ctx context.Context) (tok string, life time.Duration, err error) {
	tok, seconds, err := t.ask(ctx)
	if err != nil {
		return "", 0, err
	}
	if tok == "" {
		return "", 0, &Error{API: t.api, Unknown: true, Msg: "answer has no token"}
	}
	life = min(time.Duration(min(seconds, 1<<20))*time.Second, tokenMost)
	life -= min(life/10, 10*time.Second) // clocks and the way here
	return tok, max(life, tokenLeast), nil
}

func (t *tokens) askStable(ctx context.Context) (tok string, seconds int64, err error) {
	k, err := t.client.exchange(ctx, t.owner, request{api: tokenAPI, send: func(k *call, _ string) {
		k.post(nil, map[string]any{
			"grant_type": "client_credential", "appid": t.owner.AppID, "secret": t.owner.Secret, "force_refresh": false,
		})
	}}, "")
	if err != nil {
		return "", 0, err
	}
	var said struct {
		Token string `json:"access_token"`
		Life  number `json:"expires_in"`
	}
	err = k.answer(&said)
	return said.Token, int64(said.Life), err
}

// drop forgets a token that the platform refused, here and in the store, and says whether asking again makes sense. A
// token that somebody has replaced meanwhile stays.
func (t *tokens) drop(ctx context.Context, bad string) bool {
	now := t.client.now()
	t.mu.Lock()
	if t.token == bad {
		if now.Before(t.keepBad) {
			t.mu.Unlock()
			return false
		}
		t.token, t.bad = "", bad
	}
	t.mu.Unlock()
	_ = t.store.DropToken(ctx, t.key, bad) // shared refuses it anyway
	return true
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
