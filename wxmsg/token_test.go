package wxmsg

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/auth"
)

func (o *office) token(t testing.TB) (string, error) {
	t.Helper()
	return o.accounts[auth.OA].tokens.get(t.Context())
}

func (o *office) mustToken(t testing.TB, want string) {
	t.Helper()
	if got, err := o.token(t); got != want || err != nil {
		t.Errorf("token %q %v, want %q", got, err, want)
	}
}

func TestOneTokenForAll(t *testing.T) {
	p := newPlatform(t)
	p.Config.Handler = http.StripPrefix("/base", p.Config.Handler)
	p.on(tokenAPI, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(50 * time.Millisecond) //nolint:forbidigo // the platform takes its time
		says(`{"access_token":"ONE","expires_in":7200}`)(w, r)
	})
	s := newShelf()
	start := make(chan struct{})
	var all sync.WaitGroup
	for range 3 {
		o := newOffice(t, p, s)
		for range 200 {
			all.Go(func() {
				<-start
				o.mustToken(t, "ONE")
			})
		}
	}
	close(start)
	all.Wait()
	if n := len(p.calls(tokenAPI)); n != 1 {
		t.Errorf("%d token calls", n)
	}
	body := bodyOf(t, p.calls(tokenAPI)[0])
	if body["force_refresh"] != false || body["grant_type"] != "client_credential" || body["appid"] != "wx0000000000000001" || body["secret"] != testSecret {
		t.Errorf("%v", body)
	}
}

func TestTokenLockHolderDies(t *testing.T) {
	o := open(t)
	o.shelf.locked["wx0000000000000001"] = true
	var all sync.WaitGroup
	all.Go(func() { o.mustToken(t, "TOKEN1") })
	time.Sleep(100 * time.Millisecond)
	o.shelf.mu.Lock()
	delete(o.shelf.locked, "wx0000000000000001") // its ttl ends
	o.shelf.mu.Unlock()
	all.Wait()
}

func TestTokenWaitEndsWithTheCaller(t *testing.T) {
	o := open(t)
	o.shelf.locked["wx0000000000000001"] = true
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := o.accounts[auth.OA].tokens.get(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestTokenLife(t *testing.T) {
	for _, c := range []struct {
		name, answer string
		life         time.Duration // 0: no token
	}{
		{"two hours", `{"access_token":"T","expires_in":7200}`, 7190 * time.Second},
		{"official sample", `{"access_token":"T","expires_in":345}`, 335 * time.Second},
		{"text", `{"access_token":"T","expires_in":"7200"}`, 7190 * time.Second},
		{"none", `{"access_token":"T"}`, time.Minute},
		{"zero", `{"access_token":"T","expires_in":0}`, time.Minute},
		{"negative", `{"access_token":"T","expires_in":-5}`, time.Minute},
		{"a year", `{"access_token":"T","expires_in":31536000}`, 7190 * time.Second},
		{"absurd", `{"access_token":"T","expires_in":9223372036854775807}`, 7190 * time.Second},
		{"empty object", `{}`, 0},
		{"empty token", `{"access_token":"","expires_in":7200}`, 0},
		{"html", `<html>busy</html>`, 0},
		{"nothing", ``, 0},
		{"token of wrong type", `{"access_token":5,"expires_in":7200}`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := open(t)
			o.p.on(tokenAPI, says(c.answer))
			tok, err := o.token(t)
			if c.life == 0 {
				var e *Error
				if !errors.As(err, &e) || !e.Unknown || o.shelf.tokens["wx0000000000000001"] != "" {
					t.Errorf("%q %v, kept %v", tok, err, o.shelf.tokens)
				}
				return
			}
			if err != nil || tok != "T" {
				t.Fatal(err)
			}
			if life := o.shelf.ends["wx0000000000000001"].Sub(o.now()); life != c.life {
				t.Errorf("life %v, want %v", life, c.life)
			}
		})
	}
}

func TestTokenReplacedAhead(t *testing.T) {
	o := open(t)
	o.mustToken(t, "TOKEN1")
	o.forward(7190*time.Second - 5*time.Minute - time.Second)
	o.mustToken(t, "TOKEN1")
	o.forward(2 * time.Second)
	// While one goroutine fetches, the others get the old token at once.
	entered, leave := make(chan struct{}), make(chan struct{})
	o.p.on(tokenAPI, func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-leave
		says(`{"access_token":"NEXT","expires_in":7200}`)(w, r)
	})
	var all sync.WaitGroup
	all.Go(func() { o.mustToken(t, "NEXT") })
	<-entered
	for range 5 {
		o.mustToken(t, "TOKEN1")
	}
	close(leave)
	all.Wait()
	o.mustToken(t, "NEXT")
	if n := len(o.p.calls(tokenAPI)); n != 2 {
		t.Errorf("%d token calls", n)
	}
}

func TestTokenCannotBeReplaced(t *testing.T) {
	o := open(t)
	o.mustToken(t, "TOKEN1")
	o.forward(7190*time.Second - time.Minute)
	o.p.on(tokenAPI, status(502))
	for range 5 {
		o.mustToken(t, "TOKEN1") // it still works
	}
	if n := len(o.p.calls(tokenAPI)); n != 2 {
		t.Errorf("%d token calls", n)
	}
	o.forward(2 * time.Minute)
	if _, err := o.token(t); err == nil {
		t.Error("an expired token is returned")
	}
}

func TestTokenReplacedByAnother(t *testing.T) {
	o := open(t)
	o.mustToken(t, "TOKEN1")
	o.forward(7190*time.Second - time.Minute)
	o.shelf.tokens["wx0000000000000001"], o.shelf.ends["wx0000000000000001"] = "THEIRS", o.now().Add(time.Hour)
	o.mustToken(t, "THEIRS")
	o.forward(time.Hour - time.Minute)
	o.shelf.locked["wx0000000000000001"] = true // another process is replacing it: no call waits for that
	began := time.Now()
	o.mustToken(t, "THEIRS")
	if time.Since(began) > 500*time.Millisecond || len(o.p.calls(tokenAPI)) != 1 {
		t.Errorf("waited %v, %d calls", time.Since(began), len(o.p.calls(tokenAPI)))
	}
}

func TestTokenWithoutStore(t *testing.T) {
	o := open(t)
	o.shelf.away = errors.New("redis is away")
	for range 50 {
		o.mustToken(t, "TOKEN1")
	}
	if n := len(o.p.calls(tokenAPI)); n != 1 {
		t.Errorf("%d token calls", n)
	}
	if !o.accounts[auth.OA].tokens.drop(t.Context(), "TOKEN1") {
		t.Error("not dropped")
	}
	o.mustToken(t, "TOKEN2")
	o.shelf.away = nil
	o.shelf.tokens["wx0000000000000001"], o.shelf.ends["wx0000000000000001"] = "TOKEN1", o.now().Add(3*time.Hour)
	o.forward(7200 * time.Second)
	if tok, err := o.token(t); tok == "TOKEN1" || err != nil {
		t.Errorf("the refused token is back: %v", err)
	}
}

func TestWrongSecretIsNotRepeated(t *testing.T) {
	for _, code := range []int{40001, 40125, 40013, 40164, 40243} {
		o := open(t)
		o.p.on(tokenAPI, says(fmt.Sprintf(`{"errcode":%d,"errmsg":"invalid appsecret rid: 65a0-11-22"}`, code)))
		for range 20 {
			_, err := o.token(t)
			var e *Error
			if !errors.As(err, &e) || e.Code != code || e.RID != "65a0-11-22" {
				t.Fatalf("%v", err)
			}
		}
		if n := len(o.p.calls(tokenAPI)); n != 1 {
			t.Errorf("%d: %d token calls", code, n)
		}
		if n := strings.Count(o.log.String(), "needs an operator"); n != 1 {
			t.Errorf("%d: logged %d times", code, n)
		}
		o.forward(time.Minute + time.Second)
		o.p.on(tokenAPI)
		o.mustToken(t, "TOKEN1")
	}
}

func TestBadTokenStorm(t *testing.T) {
	o := open(t)
	o.mustToken(t, "TOKEN1")
	var mu sync.Mutex
	refused := 0
	o.p.on(userInfoAPI, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("access_token") == "TOKEN1" {
			mu.Lock()
			refused++
			mu.Unlock()
			says(`{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"}`)(w, r)
			return
		}
		says(`{"subscribe":1,"unionid":"U"}`)(w, r)
	})
	var all sync.WaitGroup
	start := make(chan struct{})
	for range 50 {
		all.Go(func() {
			<-start
			if u, _, err := o.UserInfo(t.Context(), "oUser"); u != "U" || err != nil {
				t.Errorf("%q %v", u, err)
			}
		})
	}
	close(start)
	all.Wait()
	if n := len(o.p.calls(tokenAPI)); n != 2 || refused == 0 || o.shelf.dropped != 1 {
		t.Errorf("%d token calls, %d refusals, %d dropped", n, refused, o.shelf.dropped)
	}
}

// Somebody who saw no token asks for one when another has just got it: the platform is not asked again.
func TestATokenThatCameMeanwhileIsTaken(t *testing.T) {
	o := open(t)
	o.mustToken(t, "TOKEN1")
	for old, want := range map[string]string{"": "TOKEN1", "TOKEN0": "TOKEN1"} {
		if tok, err := o.accounts[auth.OA].tokens.obtain(t.Context(), old); tok != want || err != nil {
			t.Errorf("after %q: %q, %v", old, tok, err)
		}
	}
	if n := len(o.p.calls(tokenAPI)); n != 1 {
		t.Errorf("%d token calls", n)
	}
}

func TestABadTokenThatThePlatformRepeats(t *testing.T) {
	o := open(t)
	o.p.on(tokenAPI, says(`{"access_token":"SAME","expires_in":7200}`))
	o.p.on(userInfoAPI, says(`{"errcode":40001,"errmsg":"invalid credential"}`))
	for range 10 {
		if _, _, err := o.UserInfo(t.Context(), "oUser"); !hasCode(err, 40001) {
			t.Fatalf("%v", err)
		}
	}
	if n := len(o.p.calls(tokenAPI)); n != 2 { // the first, and one after the first refusal
		t.Errorf("%d token calls", n)
	}
	if n := len(o.p.calls(userInfoAPI)); n != 11 {
		t.Errorf("%d calls", n)
	}
}

func TestTokensDoNotMix(t *testing.T) {
	o := open(t)
	for _, a := range auth.Accounts {
		if _, err := o.accounts[a].tokens.get(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(o.shelf.tokens) != 3 {
		t.Errorf("%v", o.shelf.tokens)
	}
}
