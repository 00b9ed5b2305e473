package wxmsg

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// TokenStore shares access tokens and tickets between processes. It may lose everything at any moment.
type TokenStore interface {
	// LoadToken returns the token of a key (an appid, with a suffix for tickets) and its end, or "".
	LoadToken(ctx context.Context, key string) (token string, expires time.Time, err error)
	// SaveToken saves it until then.
	SaveToken(ctx context.Context, key, token string, expires time.Time) error
	// DeleteToken deletes it if it is still this one.
	DeleteToken(ctx context.Context, key, token string) error
	// LockToken asks for the lock under which a token is fetched; ok is false while another process holds it. release gives
	// it back; without a release it expires after ttl.
	LockToken(ctx context.Context, key string, ttl time.Duration) (release func(), ok bool, err error)
}

const (
	tokenAPI     = "/cgi-bin/stable_token"
	tokenAhead   = 5 * time.Minute  // the platform makes the next token this early, and accepts both
	tokenMost    = 2 * time.Hour    // longest life, whatever the platform says
	tokenLeast   = time.Minute      // shortest life
	tokenRetry   = 20 * time.Second // between two attempts to replace a valid token
	tokenRefused = time.Minute      // no new attempt after the credentials were refused
)

// tokens keeps an access token, or a ticket for web pages, which an account gets for two hours. Access tokens come from
// stable_token
// (https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html), never with
// force_refresh. One process fetches, the others read the store; every process keeps a copy, so that an outage of the store
// does not cause one fetch per message.
type tokens struct {
	client *Client
	owner  *account
	store  TokenStore
	key    string // in the store
	api    string
	ask    func(ctx context.Context) (tok string, seconds int64, err error)
	flight singleflight.Group

	mu        sync.Mutex
	token     string
	expires   time.Time
	refreshAt time.Time
	asking    bool      // a goroutine is replacing a valid token
	bad       string    // a token that the platform refused
	keepBad   time.Time // until then the platform returns the bad one again; a fetch is useless
	refused   error     // the platform's refusal of the credentials
	refusedTo time.Time
}

func newTokens(c *Client, owner *account, store TokenStore) *tokens {
	t := &tokens{client: c, owner: owner, store: store, key: owner.AppID, api: tokenAPI}
	t.ask = t.askStable
	return t
}

// get returns a token that should work. While a valid token is being replaced, other callers get the old one.
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
		tok, err := t.obtain(ctx, old)
		t.mu.Lock()
		defer t.mu.Unlock()
		t.asking = false
		if err != nil {
			t.refreshAt = t.client.now().Add(tokenRetry)
			return old, nil //nolint:nilerr // the old token is valid; a lasting failure shows when it ends
		}
		return tok, nil
	case refused != nil:
		return "", refused
	}
	return t.obtain(ctx, "")
}

// obtain gets a token other than the old one from the store or the platform, once for all waiting goroutines. It continues when
// the first of them gives up.
func (t *tokens) obtain(ctx context.Context, old string) (string, error) {
	result := t.flight.DoChan("", func() (any, error) {
		work, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*t.client.deadline)
		defer cancel()
		if tok, ok := t.since(old); ok {
			return tok, nil
		}
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

// since returns the copy if it is valid and not the old one: another goroutine got it after the caller looked.
func (t *tokens) since(old string) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.token, t.token != "" && t.token != old && t.client.now().Before(t.expires)
}

// fetchOnce waits until the store has a token or this process may fetch one. While the store is unavailable it fetches at
// once: stable_token gives every process the same token.
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
				return tok, nil // it was saved before this process got the lock
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

// stillValid returns the copy while it is valid, and postpones the next attempt to replace it.
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

// shared takes the token of the store, if it is usable and newer than the copy.
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

// keep makes tok the copy; t.mu is held.
func (t *tokens) keep(tok string, expires, now time.Time) {
	t.token, t.expires = tok, expires
	t.refreshAt = expires.Add(-tokenAhead)
	if soonest := now.Add(tokenRetry); t.refreshAt.Before(soonest) {
		t.refreshAt = soonest
	}
}

// fetch gets a token from the platform and saves it. An unavailable store is no error.
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
	_ = t.store.SaveToken(ctx, t.key, tok, expires) // the copy is enough
	return tok, nil
}

// bounded fetches a token and limits its life.
func (t *tokens) bounded(ctx context.Context) (tok string, life time.Duration, err error) {
	tok, seconds, err := t.ask(ctx)
	if err != nil {
		return "", 0, err
	}
	if tok == "" {
		return "", 0, &Error{API: t.api, Unknown: true, Msg: "answer has no token"}
	}
	life = min(time.Duration(min(seconds, 1<<20))*time.Second, tokenMost)
	life -= min(life/10, 10*time.Second) // for clock differences and network delay
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

// drop deletes a token that the platform refused, here and in the store, and says whether a retry makes sense. A token that
// was replaced in between stays.
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
	_ = t.store.DeleteToken(ctx, t.key, bad) // shared refuses it anyway
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
