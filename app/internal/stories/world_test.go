package stories

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"linli/app/internal/demo"
	"linli/app/internal/fixture"
	"linli/app/internal/system"
	"linli/store/storetest"

	"linli/app/job"
	"linli/app/when"
	"linli/wxmsg/wxsim"
)

// world is the whole service in a small county, with a simulated WeChat and a movable clock.
type world struct {
	recurring bool // recurring jobs run by themselves
	*testing.T
	clock   atomic.Int64
	keys    atomic.Int64 // idempotency keys of code
	sim     *demo.Platform
	config  system.Config
	system  *system.System
	running *system.Running
	ctx     context.Context
	cancel  context.CancelFunc
	people  map[string]*citizen
	raw     *sql.DB
	started bool
	duties  func(map[job.Kind]system.Doing) // replaces the work of jobs
	log     io.Writer                       // of the program; nil: nowhere
}

// citizen is a person with a telephone.
type citizen struct {
	w      *world
	name   string
	phone  *wxsim.Person
	tokens map[string]string // by account
}

var worldSeq atomic.Int64

// eachWorld runs a story on SQLite with the embedded Redis, and on MySQL with a real Redis if both are configured. With the race
// detector, which takes five times as long, the servers suffice: the step bare of the gate runs all stories on SQLite.
func eachWorld(t *testing.T, story func(w *world)) {
	t.Helper()
	if !raced || !served() {
		t.Run("sqlite", func(t *testing.T) { t.Parallel(); story(newWorld(t, nil)) })
	}
	t.Run("mysql", func(t *testing.T) { t.Parallel(); story(newWorld(t, serverEnv(t))) })
}

// eachRecurring is eachWorld with recurring jobs that run by themselves.
func eachRecurring(t *testing.T, story func(w *world)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); story(started(t, nil, true)) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); story(started(t, serverEnv(t), true)) })
}

// served says whether the test servers are configured.
func served() bool { return os.Getenv(storetest.Variable) != "" && os.Getenv("LINLI_TEST_REDIS") != "" }

// serverEnv creates a database on the test servers, or skips.
func serverEnv(t *testing.T) []string {
	t.Helper()
	redis := os.Getenv("LINLI_TEST_REDIS")
	if !served() {
		if os.Getenv("CI") != "" {
			t.Fatal("LINLI_TEST_MYSQL and LINLI_TEST_REDIS are required in CI")
		}
		t.Skip("LINLI_TEST_MYSQL or LINLI_TEST_REDIS is not set")
	}
	return []string{
		"LINLI_MYSQL_DSN=" + storetest.Migrated(t), fmt.Sprintf("LINLI_REDIS_URL=%s%d", redis, worldSeq.Add(1)%1000+1),
	}
}

func init() {
	storetest.Migrate = func(dsn, file, keys string) error {
		c := system.Config{MySQL: dsn, Data: filepath.Dir(file), Keyset: keys}
		db, err := system.OpenDB(system.Process{Ctx: context.Background(), Now: time.Now}, c)
		if err != nil {
			return err
		}
		return db.Close()
	}
}

// newWorld starts the service at nine o'clock on Monday, 23 November 2026.
func newWorld(t *testing.T, more []string) *world {
	t.Helper()
	return started(t, more, false)
}

// started is newWorld, with recurring jobs that run by themselves or only when the story says so.
func started(t *testing.T, more []string, recurring bool) *world {
	t.Helper()
	w := &world{T: t, people: map[string]*citizen{}, recurring: recurring}
	w.clock.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing).UnixMilli())
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.sim = demo.NewPlatform(wxsim.Options{Now: w.now, RetryAfter: 20 * time.Millisecond})
	t.Cleanup(w.sim.Stop)
	env, err := w.sim.Env(t.TempDir(), "127.0.0.1:0")
	w.must(err)
	w.config, err = system.LoadConfig(append(env, more...))
	w.must(err)
	if w.config.MySQL == "" {
		storetest.WriteFile(t, filepath.Join(w.config.Data, "linli.db"))
	}
	w.start()
	t.Cleanup(w.stop)
	t.Cleanup(w.noticesArrive)
	var said strings.Builder
	if err := w.system.ImportSheets(w.ctx, &said, fixture.County()); err != nil {
		t.Fatal(err, said.String())
	}
	return w
}

// start starts the program; stop stops it. A story may restart it.
func (w *world) start() {
	w.Helper()
	var err error
	p := system.Process{Ctx: w.ctx, Out: io.Discard, Log: io.Discard, Now: w.now, ByHand: !w.recurring}
	if w.log != nil {
		p.Log = w.log
	}
	if testing.Verbose() && os.Getenv("LINLI_TEST_LOG") != "" {
		p.Log = os.Stderr
	}
	w.system, err = system.Wire(p, w.config)
	w.must(err)
	if w.duties != nil {
		w.duties(w.system.Duties)
	}
	if !w.started && w.config.Redis != "" { // data of an earlier run
		w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
	}
	w.started = true
	w.running, err = w.system.Start(w.ctx, "all")
	w.must(err)
	w.sim.CallTo(w.running.Address)
	if watch, ok := httpClient.Transport.(*contractWatch); ok {
		watch.repeats.serves(w.running.Address, w.system.DB.Engine())
	}
}

func (w *world) stop() {
	if w.running == nil {
		return
	}
	if err := w.running.Stop(); err != nil {
		w.Errorf("stop: %v", err)
	}
	if err := w.system.Close(); err != nil {
		w.Errorf("close: %v", err)
	}
	w.running = nil
}

func (w *world) now() time.Time { return time.UnixMilli(w.clock.Load()).UTC() }

// forward moves the clock and runs all due jobs.
func (w *world) forward(d time.Duration) {
	w.Helper()
	w.clock.Add(d.Milliseconds())
	w.settle()
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// settle waits until no job is due and no push of the platform is under way.
func (w *world) settle() {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, 3*time.Minute) // a busy machine is slow
	defer cancel()
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for quiet := 0; quiet < 2; {
		select {
		case <-ctx.Done():
			due, err := w.system.Jobs.Due(w.ctx, job.Job{}, 10)
			n, oldest, _ := w.system.Jobs.Backlog(w.ctx)
			w.Fatalf("not settled: %d jobs due since %s, these not leased: %v, %v", n, oldest, due, err)
		case <-tick.C:
		}
		due, _, err := w.system.Jobs.Backlog(ctx)
		if err != nil || due > 0 {
			if quiet = 0; w.running != nil && w.running.Queue.Works() {
				w.running.Queue.Sweep(ctx) // instead of waiting for its interval
			}
			continue
		}
		w.must(w.sim.Settled(ctx))
		quiet++
	}
}

// someone returns a person with a telephone; the same name is the same person.
func (w *world) someone(name string) *citizen {
	c, ok := w.people[name]
	if !ok {
		c = &citizen{w: w, name: name, phone: w.sim.Person(name), tokens: map[string]string{}}
		w.people[name] = c
	}
	return c
}

// follower is someone who follows the official account.
func (w *world) follower(name string) *citizen {
	w.Helper()
	c := w.someone(name)
	if !c.phone.Following() {
		reply, err := c.phone.Follow("")
		w.must(err)
		if !strings.Contains(reply.Text, "欢迎关注") {
			w.Fatalf("welcome: %q", reply.Text)
		}
		w.settle()
	}
	return c
}

// says sends a text in the chat and returns the reply.
func (c *citizen) says(text string) string {
	c.w.Helper()
	reply, err := c.phone.Text(text)
	c.w.must(err)
	c.w.readable(reply.Text)
	return reply.Text
}

var listed = regexp.MustCompile(`^\d+ `)

// readable fails unless an elder can read the reply: at most four lines of 60 characters, beside a numbered list.
func (w *world) readable(reply string) {
	w.Helper()
	lines := 0
	for line := range strings.Lines(reply) {
		if n := utf8.RuneCountInString(line); n > 61 {
			w.Errorf("a line of %d characters: %q", n, line)
		}
		if !listed.MatchString(line) {
			lines++
		}
	}
	if lines > 4 {
		w.Errorf("%d lines: %q", lines, reply)
	}
}

// sendsPhoto sends a photo in the chat and returns the reply.
func (c *citizen) sendsPhoto() string {
	c.w.Helper()
	reply, err := c.phone.Photo(photo(64, 48))
	c.w.must(err)
	return reply.Text
}

func photo(width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			img.Set(x, y, color.RGBA{uint8(x * 3), uint8(y * 5), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// heard returns the person's template messages from the official account, newest last.
func (c *citizen) heard() []wxsim.Delivered {
	return slices.DeleteFunc(c.w.sim.Delivered(wxsim.OA, c.phone.OpenID(wxsim.OA)), custom)
}

func custom(d wxsim.Delivered) bool { return d.API == "custom" }

// chatted returns what the account said in the person's chat beside its answers, newest last.
func (c *citizen) chatted() []string {
	var all []string
	for _, d := range c.w.sim.Delivered(wxsim.OA, c.phone.OpenID(wxsim.OA)) {
		if custom(d) {
			all = append(all, d.Text)
		}
	}
	return all
}

// lastHeard returns the title of the newest template message, or "".
func (c *citizen) lastHeard() string {
	all := c.heard()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Title
}

// login enters a mini-program: "mp" or "staff".
func (c *citizen) login(account string) string {
	c.w.Helper()
	if token := c.tokens[account]; token != "" {
		return token
	}
	path := map[string]string{"mp": "resident", "staff": "staff"}[account]
	var out struct {
		Token string `json:"token"`
	}
	c.w.request("", "POST", "/api/v1/login/"+path, map[string]string{"code": c.phone.LoginCode(account)}, 200, &out)
	c.tokens[account] = out.Token
	return out.Token
}

// binds logs a person of the roster in with their number.
func (c *citizen) binds(account, number string) *citizen {
	c.w.Helper()
	token := c.login(account)
	c.w.request(token, "POST", "/api/v1/me/phone", map[string]string{"code": c.phone.PhoneCode(account, number)}, 200, nil)
	return c
}

// does sends a request as this person in the mini-program of the account.
func (c *citizen) does(account, method, path string, body any, status int) map[string]any {
	c.w.Helper()
	out := map[string]any{}
	var to any = &out
	if status == http.StatusNoContent {
		to = nil
	}
	c.w.request(c.login(account), method, path, body, status, to)
	return out
}

// request sends JSON and checks the status.
func (w *world) request(token, method, path string, body any, status int, out any, headers ...string) {
	w.Helper()
	got, answer := w.send(token, method, path, body, headers...)
	if got != status {
		w.Fatalf("%s %s = %d, want %d: %s", method, path, got, status, answer)
	}
	if out != nil {
		w.must(json.Unmarshal(answer, out))
	}
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// until waits for a condition that the background fulfils.
func (w *world) until(ok func() bool) {
	w.Helper()
	deadline := time.NewTimer(90 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-deadline.C:
			w.Fatal("the condition was never met")
		case <-tick.C:
		}
	}
}

// count runs a query on the world's database.
func (w *world) count(query string, args ...any) int {
	w.Helper()
	var n int
	w.must(w.records().QueryRowContext(w.ctx, query, args...).Scan(&n))
	return n
}

// exec changes the world's database directly.
func (w *world) exec(query string, args ...any) {
	w.Helper()
	_, err := w.records().ExecContext(w.ctx, query, args...)
	w.must(err)
}

// records opens a connection of the test to the world's database.
func (w *world) records() *sql.DB {
	w.Helper()
	if w.raw != nil {
		return w.raw
	}
	driver, source := "sqlite", "file:"+filepath.Join(w.config.Data, "linli.db")+"?_pragma=busy_timeout(5000)"
	if w.config.MySQL != "" {
		driver, source = "mysql", w.config.MySQL
	}
	db, err := sql.Open(driver, source)
	w.must(err)
	w.raw = db
	w.Cleanup(func() { db.Close() })
	return db
}
