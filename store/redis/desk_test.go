package redis

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"linli/app/auth"
	"linli/app/desk"
	"linli/store"
)

func deskCode(t *testing.T, clock *redisClock) desk.Code {
	t.Helper()
	now := clock.now().Truncate(time.Millisecond)
	return desk.Code{
		ID: now.UnixNano(), Text: unique(t)[len(t.Name())-1:], Secret: "hash", Browser: "Windows 电脑 · Chrome", Place: "10.2.*.*",
		At: now, Expires: now.Add(desk.CodeLife), State: desk.Waiting, By: auth.Session{Expires: time.UnixMilli(0).UTC()},
	}
}

func TestRedisDeskCode(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, live bool) {
		ctx, c := t.Context(), deskCode(t, clock)
		if _, err := r.Code(ctx, c.Text); !errors.Is(err, desk.ErrCode) {
			t.Fatal(err)
		}
		if err := r.PutCode(ctx, c); err != nil {
			t.Fatal(err)
		}
		got, err := r.Code(ctx, c.Text)
		if diff := gocmp.Diff(c, got); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
		if strings.Contains(deskCodeKey(c.Text), c.Text) || strings.Contains(r.Client().Get(ctx, deskCodeKey(c.Text)).Val(), c.Text) {
			t.Error("the code itself is in Redis")
		}
		scanned := got
		scanned.State, scanned.By, scanned.Name = desk.Scanned, auth.Session{Person: 7, Identity: 70, Account: auth.Staff, OpenID: "o", Expires: c.Expires}, "王*"
		if ok, err := r.ChangeCode(ctx, got, scanned); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if ok, err := r.ChangeCode(ctx, got, scanned); ok || err != nil {
			t.Fatalf("changed again from an old state: %v %v", ok, err)
		}
		if now, err := r.Code(ctx, c.Text); err != nil || now != scanned {
			t.Fatalf("%+v %v", now, err)
		}
		if life := r.Client().PTTL(ctx, deskCodeKey(c.Text)).Val(); life <= 0 || life > desk.CodeLife {
			t.Errorf("life %v", life)
		}
		if !live {
			clock.forward(desk.CodeLife + time.Second)
			if _, err := r.Code(ctx, c.Text); !errors.Is(err, desk.ErrCode) {
				t.Errorf("after its life: %v", err)
			}
		}
		for _, bad := range []string{"", strings.Repeat("x", 1000)} {
			if _, err := r.Code(ctx, bad); !errors.Is(err, desk.ErrCode) {
				t.Errorf("%d letters: %v", len(bad), err)
			}
		}
	})
}

func TestRedisDeskCodeIsChangedOnce(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		ctx, c := t.Context(), deskCode(t, clock)
		if err := r.PutCode(ctx, c); err != nil {
			t.Fatal(err)
		}
		begin := make(chan struct{})
		var won atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				<-begin
				after := c
				after.State = desk.Confirmed
				ok, err := r.ChangeCode(ctx, c, after)
				if err != nil {
					t.Error(err)
				}
				if ok {
					won.Add(1)
				}
			})
		}
		close(begin)
		all.Wait()
		if won.Load() != 1 {
			t.Fatalf("%d calls changed the code", won.Load())
		}
	})
}

func TestRedisDesks(t *testing.T) {
	eachRedis(t, func(t *testing.T, r *Redis, clock *redisClock, _ bool) {
		ctx, identity, now := t.Context(), time.Now().UnixNano(), clock.now().Truncate(time.Millisecond)
		first := desk.Desk{ID: 1, Browser: "A", Place: "10.2.*.*", Since: now, Used: now, Expires: now.Add(time.Hour)}
		second := desk.Desk{ID: 2, Browser: "B", Since: now, Used: now, Expires: now.Add(2 * time.Hour)}
		session := func(d desk.Desk) (string, auth.Session) {
			return unique(t) + d.Browser, auth.Session{Person: 7, Identity: identity, Account: auth.Staff, OpenID: "o", Expires: d.Expires, Desk: d.ID}
		}
		token, s := session(first)
		if err := r.PutSession(ctx, token, s); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Session(ctx, token); !errors.Is(err, auth.ErrLogin) {
			t.Fatalf("a session that is not in the list: %v", err)
		}
		for _, d := range []desk.Desk{first, second} {
			if err := r.PutDesk(ctx, identity, d); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := r.Session(ctx, token); err != nil || got != s {
			t.Fatalf("%+v %v", got, err)
		}
		list := func(want ...desk.Desk) {
			t.Helper()
			got, err := r.Desks(ctx, identity)
			slices.SortFunc(got, func(a, b desk.Desk) int { return cmp.Compare(a.ID, b.ID) })
			if diff := gocmp.Diff(want, got); err != nil || diff != "" {
				t.Fatal(err, diff)
			}
		}
		list(first, second)
		clock.forward(59 * time.Second)
		if _, err := r.Session(ctx, token); err != nil {
			t.Fatal(err)
		}
		list(first, second)
		clock.forward(2 * time.Second)
		if _, err := r.Session(ctx, token); err != nil {
			t.Fatal(err)
		}
		first.Used = clock.now().Truncate(time.Millisecond)
		list(first, second)

		if ok, err := r.DeleteDesk(ctx, identity, first.ID); !ok || err != nil {
			t.Fatal(ok, err)
		}
		if ok, err := r.DeleteDesk(ctx, identity, first.ID); ok || err != nil {
			t.Fatal("ended twice", err)
		}
		if _, err := r.Session(ctx, token); !errors.Is(err, auth.ErrLogin) {
			t.Fatalf("an ended session: %v", err)
		}
		list(second)

		token, s = session(second)
		if err := r.PutSession(ctx, token, s); err != nil {
			t.Fatal(err)
		}
		if err := r.DeleteSession(ctx, token); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Desks(ctx, identity); err != nil || len(got) != 0 {
			t.Fatalf("logged out, and still listed: %+v %v", got, err)
		}
		if err := r.PutDesk(ctx, identity, second); err != nil {
			t.Fatal(err)
		}
		clock.forward(3 * time.Hour)
		if got, err := r.Desks(ctx, identity); err != nil || len(got) != 0 {
			t.Fatalf("expired, and still listed: %+v %v", got, err)
		}
	})
}

func TestRedisDesksAway(t *testing.T) {
	clock := newRedisClock()
	r, err := Open(t.Context(), "", clock.now)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.embedded.Close()
	ctx, c := t.Context(), deskCode(t, clock)
	_, read := r.Code(ctx, c.Text)
	_, changed := r.ChangeCode(ctx, c, c)
	_, listed := r.Desks(ctx, 1)
	_, ended := r.DeleteDesk(ctx, 1, 1)
	for name, err := range map[string]error{"put": r.PutCode(ctx, c), "read": read, "change": changed, "list": listed, "end": ended, "add": r.PutDesk(ctx, 1, desk.Desk{ID: 1})} {
		if !errors.Is(err, store.ErrBusy) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
