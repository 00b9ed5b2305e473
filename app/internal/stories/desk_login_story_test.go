package stories

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	codesAPI = api + "/desk/codes"
	desksAPI = api + "/me/desks"
	onChrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.149 Safari/537.36"
)

// browser is a browser on a PC with its cookies.
type browser struct {
	w       *world
	mu      sync.Mutex
	cookies map[string]*http.Cookie
}

func (w *world) browser() *browser { return &browser{w: w, cookies: map[string]*http.Cookie{}} }

// sends sends JSON as the pages of the desk do, and keeps the cookies of the answer. More headers replace those.
func (b *browser) sends(method, path string, in any, headers ...string) (status int, body string) {
	b.w.Helper()
	text, err := json.Marshal(in)
	b.w.must(err)
	if in == nil {
		text = nil
	}
	var sent []string
	b.mu.Lock()
	for _, c := range b.cookies {
		sent = append(sent, c.Name+"="+c.Value)
	}
	b.mu.Unlock()
	res := b.w.sent("", method, path, text, append([]string{"Content-Type", "application/json", "User-Agent", onChrome, "Cookie", strings.Join(sent, "; ")}, headers...)...)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	b.w.must(err)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range res.Cookies() {
		if b.cookies[c.Name] = c; c.MaxAge < 0 || !c.Expires.IsZero() {
			delete(b.cookies, c.Name)
		}
	}
	return res.StatusCode, string(answer)
}

// gets is sends, with the status that must come back, and returns the object.
func (b *browser) gets(method, path string, in any, status int, headers ...string) fields {
	b.w.Helper()
	got, answer := b.sends(method, path, in, headers...)
	if got != status {
		b.w.Fatalf("%s %s = %d, want %d: %s", method, path, got, status, answer)
	}
	out := fields{}
	if answer != "" {
		b.w.must(json.Unmarshal([]byte(answer), &out))
	}
	return out
}

// says returns status and code of an answer, "401 auth.login".
func (b *browser) says(method, path string, in any, headers ...string) string {
	b.w.Helper()
	status, answer := b.sends(method, path, in, headers...)
	var said struct {
		Error struct{ Code string } `json:"error"`
	}
	_ = json.Unmarshal([]byte(answer), &said) // a success has another shape
	return strings.TrimSpace(fmt.Sprint(status, " ", said.Error.Code))
}

// shows shows a new code and returns it.
func (b *browser) shows() fields {
	b.w.Helper()
	made := b.gets("POST", codesAPI, fields{}, 201)
	return fields{"code": made["code"]}
}

func (b *browser) hears(seen string) fields {
	b.w.Helper()
	return b.gets("POST", api+"/desk/login", fields{"seen": seen}, 200)
}

// desk is a browser on which this person has logged in.
func (c *citizen) desk(account string) *browser {
	c.w.Helper()
	b := c.w.browser()
	code := b.shows()
	c.does(account, "POST", codesAPI+"/scan", code, 200)
	c.does(account, "POST", codesAPI+"/confirm", code, 204)
	c.w.wants(b.hears("scanned"), fields{"state": "confirmed"})
	return b
}

func TestAScannedCodeLogsABrowserIn(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, b := w.clerk(), w.browser()
		same(w, "before", "401 auth.login", b.says("GET", api+"/desk/session", nil))
		made := b.gets("POST", codesAPI, fields{}, 201)
		code := fields{"code": made["code"]}
		same(w, "what is in the picture", any(w.config.PublicURL+"/staff/#/people/desk/index?code="+fmt.Sprint(made["code"])), made["address"])
		same(w, "when it expires", any("2026-11-23T09:02:00+08:00"), made["expires_at"])
		w.wants(b.hears(""), fields{"state": "waiting", "name": ""})

		woken := make(chan fields)
		go func() { woken <- b.hears("waiting") }()
		w.wants(clerk.does("staff", "POST", codesAPI+"/scan", code, 200), fields{
			"state": "scanned", "browser": "Windows 电脑 · Chrome", "place": "127.0.*.*", "at": "2026-11-23T09:00:00+08:00", "expires_at": "2026-11-23T09:02:00+08:00",
		})
		w.wants(<-woken, fields{"state": "scanned", "name": "王*"})
		same(w, "not confirmed yet", "401 auth.login", b.says("GET", api+"/desk/session", nil))
		for range 2 {
			clerk.does("staff", "POST", codesAPI+"/confirm", code, 204)
		}
		status, answer := b.sends("POST", api+"/desk/login", fields{"seen": "scanned"})
		token := b.cookies["linli_desk"]
		if status != 200 || token == nil || strings.Contains(answer, token.Value) {
			w.Fatalf("%d %v %s", status, token, answer)
		}
		if !token.HttpOnly || token.SameSite != http.SameSiteStrictMode || token.MaxAge != 0 || !token.Expires.IsZero() || token.Path != "/" || token.Domain != "" {
			w.Errorf("cookie %+v", token)
		}
		var said fields
		w.must(json.Unmarshal([]byte(answer), &said))
		w.wants(said, fields{"state": "confirmed", "expires_at": "2026-11-23T21:00:00+08:00"})
		w.wants(b.gets("GET", api+"/desk/session", nil, 200), fields{"person": said["person"], "expires_at": "2026-11-23T21:00:00+08:00"})
		b.gets("GET", api+"/staff/reports?list=all", nil, 200)

		w.wants(b.hears(""), fields{"state": "expired"})
		for _, step := range []string{"scan", "confirm", "refuse"} {
			clerk.refused("staff", "POST", codesAPI+"/"+step, code, "404 desk.code")
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'desk.confirm' AND person_id = ? AND reason = 'Windows 电脑 · Chrome' AND community_id <> 0`, clerk.me("staff")); n != 1 {
			t.Errorf("%d records in the audit log", n)
		}

		w.later(11*time.Hour + 59*time.Minute)
		b.gets("GET", api+"/desk/session", nil, 200)
		w.later(time.Minute)
		same(w, "after twelve hours", "401 auth.login", b.says("GET", api+"/desk/session", nil))
	})
}

func TestAConfirmationLogsInOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, b := w.clerk(), w.browser()
		token := clerk.login("staff")
		code := b.shows()
		var scans, logins atomic.Int32
		together(20, func(int) {
			if got := w.code(token, "POST", codesAPI+"/scan", code); got == "200" {
				scans.Add(1)
			}
		})
		together(4, func(int) {
			if got := w.code(token, "POST", codesAPI+"/confirm", code); got != "204" {
				t.Error(got)
			}
		})
		ticket := b.cookies["linli_desk_code"]
		var tokens sync.Map
		together(10, func(int) { // pages of one browser
			page := w.browser()
			page.cookies["linli_desk_code"] = ticket
			if page.hears("scanned")["state"] == "confirmed" {
				logins.Add(1)
				tokens.Store(page.cookies["linli_desk"].Value, true)
			}
		})
		sessions := 0
		tokens.Range(func(any, any) bool { sessions++; return true })
		if scans.Load() != 20 || logins.Load() != 10 || sessions != 1 {
			t.Errorf("%d scans, %d pages logged in, %d sessions", scans.Load(), logins.Load(), sessions)
		}
		if n := len(items(clerk.does("staff", "GET", desksAPI, nil, 200))); n != 1 {
			t.Errorf("%d desks", n)
		}
	})
}

// An answer is lost when its page was loaded again: the next page of the browser gets the same session, as long as it lasts.
func TestALostAnswerIsGivenAgain(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, lost := w.clerk(), w.browser()
		code := lost.shows()
		ticket := lost.cookies["linli_desk_code"]
		again := func() *browser {
			page := w.browser()
			page.cookies["linli_desk_code"] = ticket
			return page
		}
		clerk.does("staff", "POST", codesAPI+"/scan", code, 200)
		clerk.does("staff", "POST", codesAPI+"/confirm", code, 204)
		w.wants(lost.hears("scanned"), fields{"state": "confirmed"})

		b := again()
		same(w, "the code of the page that was loaded again", code, b.shows())
		w.wants(b.hears(""), fields{"state": "confirmed", "expires_at": "2026-11-23T21:00:00+08:00"})
		same(w, "the session", lost.cookies["linli_desk"].Value, b.cookies["linli_desk"].Value)
		clerk.refused("staff", "POST", codesAPI+"/scan", code, "404 desk.code")

		stranger := w.browser()
		stranger.cookies["linli_desk_code"] = &http.Cookie{Name: "linli_desk_code", Value: fmt.Sprint(code["code"]) + ".AAAAAAAAAAAAAAAAAAAAAAAAAA"}
		w.wants(stranger.hears(""), fields{"state": "expired"})

		clerk.does("staff", "DELETE", desksAPI, nil, 204)
		late := again()
		if late.shows()["code"] == code["code"] {
			w.Error("a code is shown whose session was ended")
		}
		w.wants(again().hears(""), fields{"state": "expired"})
		same(w, "after it was ended", "401 auth.login", b.says("GET", api+"/desk/session", nil))
	})
}

// Only a code that may still be confirmed is waited for; nobody holds a connection with another one, or loses a login.
func TestWhatIsOverIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, b, none := w.clerk(), w.browser(), w.browser()
		none.cookies["linli_desk_code"] = &http.Cookie{Name: "linli_desk_code", Value: "A.B"}
		begin := time.Now()
		w.wants(none.hears("expired"), fields{"state": "expired"})
		code := b.shows()
		clerk.does("staff", "POST", codesAPI+"/scan", code, 200)
		clerk.does("staff", "POST", codesAPI+"/confirm", code, 204)
		w.wants(b.hears("confirmed"), fields{"state": "confirmed"})
		if took := time.Since(begin); took > 7*time.Second {
			w.Errorf("answered after %s", took)
		}
		same(w, "the session", "200", b.says("GET", api+"/me", nil))
	})
}

// together runs the same at once and waits for all.
func together(n int, do func(int)) {
	begin := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-begin
			do(i)
		})
	}
	close(begin)
	all.Wait()
}

func TestTwoPeopleScanOneCode(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		b := w.browser()
		code := b.shows()
		tokens := []string{w.clerk().login("staff"), w.officer().login("staff")}
		var first, second atomic.Int32
		together(20, func(i int) {
			switch got := w.code(tokens[i%2], "POST", codesAPI+"/scan", code); got {
			case "200":
				first.Add(1)
			case "409 desk.taken":
				second.Add(1)
			default:
				t.Error(got)
			}
		})
		if first.Load() != 10 || second.Load() != 10 {
			t.Errorf("%d scans, %d refusals", first.Load(), second.Load())
		}
	})
}

func TestACodePhotographedBySomebodyElse(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, officer, mine, other, none := w.clerk(), w.officer(), w.browser(), w.browser(), w.browser()
		code := mine.shows()
		other.shows()
		clerk.refused("staff", "POST", codesAPI+"/confirm", code, "409 desk.unseen")
		clerk.refused("staff", "POST", codesAPI+"/refuse", code, "409 desk.unseen")
		clerk.does("staff", "POST", codesAPI+"/scan", code, 200)
		for _, step := range []string{"scan", "confirm", "refuse"} {
			officer.refused("staff", "POST", codesAPI+"/"+step, code, "409 desk.taken")
		}
		clerk.does("staff", "POST", codesAPI+"/confirm", code, 204)
		w.wants(other.hears(""), fields{"state": "waiting"}) // their own code
		w.wants(none.hears(""), fields{"state": "expired"})
		none.cookies["linli_desk_code"] = &http.Cookie{Name: "linli_desk_code", Value: fmt.Sprint(code["code"]) + ".AAAAAAAAAAAAAAAAAAAAAAAAAA"}
		w.wants(none.hears(""), fields{"state": "expired"})
		none.cookies["linli_desk_code"] = &http.Cookie{Name: "linli_desk_code", Value: fmt.Sprint(code["code"])}
		w.wants(none.hears(""), fields{"state": "expired"})
		w.wants(mine.hears(""), fields{"state": "confirmed"})
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'desk.confirm'`); n != 1 {
			t.Errorf("%d records in the audit log", n)
		}

		// Somebody shows their code to the clerk, who refuses it.
		code = other.shows()
		clerk.does("staff", "POST", codesAPI+"/scan", code, 200)
		clerk.does("staff", "POST", codesAPI+"/refuse", code, 204)
		w.wants(other.hears(""), fields{"state": "refused", "name": "王*"})
		clerk.refused("staff", "POST", codesAPI+"/confirm", code, "404 desk.code")
		same(w, "the browser that was refused", "401 auth.login", other.says("GET", api+"/desk/session", nil))
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'desk.refuse'`); n != 1 {
			t.Errorf("%d records in the audit log", n)
		}
	})
}

func TestACodeLivesTwoMinutes(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, b := w.clerk(), w.browser()
		code := b.shows()
		w.later(2*time.Minute - time.Second)
		clerk.does("staff", "POST", codesAPI+"/scan", code, 200)
		w.later(time.Second)
		clerk.refused("staff", "POST", codesAPI+"/confirm", code, "404 desk.code")
		w.wants(b.hears("scanned"), fields{"state": "expired"})

		// The pages of one browser show one code while it can be scanned.
		first := b.shows()
		w.later(100 * time.Second)
		same(w, "on another page", first, b.shows())
		clerk.does("staff", "POST", codesAPI+"/scan", first, 200)
		same(w, "also when it is scanned", first, b.shows())
		w.later(time.Second)
		second := b.shows()
		if second["code"] == first["code"] {
			w.Error("a code is shown that nobody can confirm in time")
		}
		clerk.does("staff", "POST", codesAPI+"/scan", second, 200)
		clerk.does("staff", "POST", codesAPI+"/refuse", second, 204)
		if b.shows()["code"] == second["code"] {
			w.Error("a refused code is shown again")
		}
		for _, made := range []string{"", "XYZ", strings.Repeat("A", 26), strings.Repeat("A", 5000), "\u0000"} {
			clerk.refused("staff", "POST", codesAPI+"/scan", fields{"code": made}, "404 desk.code")
		}
	})
}

func TestWhoMayUseADesk(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		p := w.parlour(3, 0)
		for _, c := range []struct {
			who     *citizen
			account string
		}{{w.clerk(), "staff"}, {w.orgMan(), "staff"}, {w.centre(), "staff"}, {w.steward(), "mp"}, {p.barber, "staff"}} {
			b := c.who.desk(c.account)
			same(w, c.who.name, "200", b.says("GET", api+"/me", nil))
		}
		code := w.browser().shows()
		for _, step := range []string{"scan", "confirm"} {
			w.someone("老王").refused("staff", "POST", codesAPI+"/"+step, code, "403 desk.post")
		}
	})
}

func TestLoginsOnDesksAreLimited(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, b := w.clerk(), w.browser()
		often := func(n int, what func() string) {
			t.Helper()
			for range n {
				if what() == "429 http.often" {
					return
				}
			}
			t.Errorf("%d times allowed", n)
		}
		b.shows()
		often(65, func() string { return b.says("POST", api+"/desk/login", fields{"seen": ""}) })
		often(65, func() string { return b.says("POST", codesAPI, fields{}) })
		often(35, func() string { return w.code(clerk.login("staff"), "POST", codesAPI+"/scan", fields{"code": "X"}) })
		for _, step := range []string{"confirm", "refuse"} { // they share the limit, of which a slow machine gives back some
			often(5, func() string { return w.code(clerk.login("staff"), "POST", codesAPI+"/"+step, fields{"code": "X"}) })
		}
	})
}

// logLines keeps the log of a program, which writes from several goroutines.
type logLines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logLines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func TestCodesAndTokensAreInNoLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var log logLines
	w.stop()
	w.log = &log
	w.start()
	clerk, b := w.clerk(), w.browser()
	code := b.shows()
	ticket := b.cookies["linli_desk_code"].Value
	clerk.does("staff", "POST", codesAPI+"/scan", code, 200)
	clerk.does("staff", "POST", codesAPI+"/confirm", code, 204)
	w.wants(b.hears(""), fields{"state": "confirmed"})
	secrets := []string{fmt.Sprint(code["code"]), ticket, b.cookies["linli_desk"].Value}
	w.stop()
	for _, secret := range secrets {
		if strings.Contains(log.b.String(), secret) {
			t.Errorf("%.6s… is in the log", secret)
		}
	}
}
