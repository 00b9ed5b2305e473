package wxsim

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Kinds of account: the official account (服务号) and two mini-programs (居民端, 工作人员端).
const (
	OA    = "oa"
	MP    = "mp"
	Staff = "staff"
)

// Mode is how pushes are protected: 明文, 兼容 or 安全模式.
type Mode int

// The modes.
const (
	Plain Mode = iota
	Compatible
	Safe
)

// Format is the data format of pushes and replies, set per account in the console.
type Format int

// The formats.
const (
	XML Format = iota
	JSON
)

// Options of a simulated platform; the zero value uses the real clock.
type Options struct {
	Now         func() time.Time // the platform's clock: tokens, quotas, windows, CreateTime; default time.Now
	RetryAfter  time.Duration    // real time between two deliveries of one push; default 5 s
	ReplyWithin time.Duration    // real time the app has to answer a push; default 5 s
	SameRetry   bool             // repeat a push with the same timestamp and nonce instead of a new signature
	FirstID     int64            // ids begin above it: a restarted platform must not repeat them; default 24100000000000001
	BaseURL     string           // where Handler is reachable, for PicUrl; Start sets it
	Log         *slog.Logger     // default: silent
}

// Account is one account of the community's open platform. AddAccount fills empty fields.
type Account struct {
	Kind        string // OA, MP or Staff
	AppID       string
	Secret      string
	Token       string
	AESKey      string // EncodingAESKey, 43 characters
	OriginalID  string // gh_…
	Mode        Mode
	Format      Format
	CallbackURL string // empty: no server configured, nothing is pushed
	Unbound     bool   // not bound to the open platform: no unionid
}

// Sim is the platform. All methods may be called from any goroutine.
type Sim struct {
	opt    Options
	log    *slog.Logger
	client *http.Client
	ctx    context.Context
	cancel context.CancelFunc
	routes map[string]route
	work   background
	watch  watchers

	mu        sync.Mutex // guards everything below
	baseURL   string
	accounts  map[string]*account
	people    map[string]*Person
	byOpenID  map[string]owner
	serial    int64
	tokens    map[string]*token
	codes     map[string]*code
	media     map[string]medium
	tickets   map[string]scene
	delivered []Delivered
	pushed    []Pushed
	dedupe    map[string]sentOnce
	sending   map[string]bool // openids with a subscribe/send in flight
	copies    int
	broken    int // number of the next deliveries that fail inside the platform
	words     []riskyWord
	judge     func(url string, body []byte) Verdict
	randoms   map[string]bool // 16-byte prefixes already seen in ciphertext
	calls     map[string]int
	daily     map[string]int
	used      map[usage]int
	minute    map[usage]int
	cleared   map[usage]int
	faults    map[string][]*Fault
	down      bool
}

type account struct {
	Account
	box       *box
	templates []Template
	pages     map[string]bool
	menu      []byte
	stable    string
	plain     string
	forcedAt  time.Time
	forced    map[string]int // by Beijing day
	ipBlocked bool

	ticket     string // of web pages
	ticketEnds time.Time
}

type owner struct {
	person *Person
	kind   string
}

const firstID = 24_100_000_000_000_001 // beyond 2^53, as real ids are

// New makes an empty platform. Call Close (or the stop of Start) at the end.
func New(o Options) *Sim {
	if o.Now == nil {
		o.Now = time.Now //nolint:forbidigo // the platform has its own clock
	}
	if o.RetryAfter <= 0 {
		o.RetryAfter = 5 * time.Second
	}
	if o.ReplyWithin <= 0 {
		o.ReplyWithin = 5 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if o.FirstID <= 0 {
		o.FirstID = firstID
	}
	s := &Sim{
		opt: o, log: o.Log, baseURL: o.BaseURL, copies: 1, serial: o.FirstID,
		accounts: map[string]*account{}, people: map[string]*Person{}, byOpenID: map[string]owner{},
		tokens: map[string]*token{}, codes: map[string]*code{}, media: map[string]medium{}, tickets: map[string]scene{},
		dedupe: map[string]sentOnce{}, sending: map[string]bool{}, randoms: map[string]bool{}, calls: map[string]int{},
		daily: map[string]int{}, used: map[usage]int{}, minute: map[usage]int{}, cleared: map[usage]int{},
		faults: map[string][]*Fault{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.client = &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 16, DialContext: (&net.Dialer{Timeout: 3 * time.Second}).DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.routes = s.routeTable()
	return s
}

// Start serves the platform on a free local port. stop ends running pushes, waits for them and closes the port.
func (s *Sim) Start() (baseURL string, stop func()) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Sprintf("wxsim: listen: %v", err))
	}
	baseURL = "http://" + ln.Addr().String()
	s.mu.Lock()
	s.baseURL = baseURL
	s.mu.Unlock()
	srv := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() { defer close(done); _ = srv.Serve(ln) }()
	return baseURL, sync.OnceFunc(func() {
		s.cancel()
		_ = srv.Close()
		<-done
		s.Close()
	})
}

// Close ends automatic events and hanging calls and waits for them.
func (s *Sim) Close() {
	s.cancel()
	s.work.close()
	s.client.CloseIdleConnections()
}

// AddAccount registers an account and returns it completed. It panics on a configuration that WeChat's console refuses.
func (s *Sim) AddAccount(a Account) Account {
	if a.Kind == "" {
		panic("wxsim: account without a kind")
	}
	fill := func(field *string, prefix, what string, n int) {
		if *field == "" {
			sum := sha256.Sum256([]byte(what + a.Kind))
			*field = prefix + hex.EncodeToString(sum[:])[:n]
		}
	}
	fill(&a.AppID, "wx", "appid", 16)
	fill(&a.Secret, "", "secret", 32)
	fill(&a.Token, "", "token", 16)
	fill(&a.OriginalID, "gh_", "origin", 12)
	fill(&a.AESKey, "", "aes", 43)
	b, err := newBox(a.Token, a.AESKey, a.AppID)
	if err != nil {
		panic("wxsim: " + err.Error())
	}
	s.mu.Lock()
	defer s.unlock()
	if s.accounts[a.Kind] != nil {
		panic("wxsim: second account of kind " + a.Kind)
	}
	acct := &account{Account: a, box: b, pages: map[string]bool{}, forced: map[string]int{}}
	s.accounts[a.Kind] = acct
	for _, p := range s.people {
		s.enrol(p, acct)
	}
	return a
}

// SetCallback changes the callback URL of an account, like 服务器配置 in the console.
func (s *Sim) SetCallback(kind, url string) {
	s.mu.Lock()
	defer s.unlock()
	s.account(kind).CallbackURL = url
}

// SetMode changes an account's 消息加解密方式.
func (s *Sim) SetMode(kind string, m Mode) {
	s.mu.Lock()
	defer s.unlock()
	s.account(kind).Mode = m
}

// SetFormat changes an account's 数据格式.
func (s *Sim) SetFormat(kind string, f Format) {
	s.mu.Lock()
	defer s.unlock()
	s.account(kind).Format = f
}

// AddPage registers a released page of a mini-program. Without any, every page is accepted.
func (s *Sim) AddPage(kind, path string) {
	s.mu.Lock()
	defer s.unlock()
	s.account(kind).pages[path] = true
}

// account returns an added account and panics on another. mu is held.
func (s *Sim) account(kind string) *account {
	a := s.accounts[kind]
	if a == nil {
		panic(fmt.Sprintf("wxsim: no account of kind %q", kind))
	}
	return a
}

func (s *Sim) accountByAppID(appid string) *account {
	for _, a := range s.accounts {
		if a.AppID == appid {
			return a
		}
	}
	return nil
}

// next returns a new id: 64-bit, rising, not exact as a float.
func (s *Sim) next() int64 {
	s.serial += 2
	return s.serial
}

func (s *Sim) unlock() {
	s.mu.Unlock()
	s.drain()
}

func (s *Sim) now() time.Time { return s.opt.Now() }

var beijing = time.FixedZone("Asia/Shanghai", 8*3600)

func day(t time.Time) string { return t.In(beijing).Format(time.DateOnly) }

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return b
}

func randomText(n int) string {
	return base64.RawURLEncoding.EncodeToString(randomBytes(n))[:n]
}
