// Package handlers is the HTTP face of Linli: it reads a request, calls one use case and writes the answer. It decides
// nothing.
package handlers

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/gofiber/fiber/v2/utils"

	"linli/app/account"
	"linli/app/appraisal"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/bulletin"
	"linli/app/calendar"
	"linli/app/dispatch"
	"linli/app/family"
	"linli/app/fault"
	"linli/app/home"
	"linli/app/ledger"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/press"
	"linli/app/report"
	"linli/app/steward"
	typed "linli/app/text"
	"linli/app/whistle"
)

// Callback takes what the WeChat platform pushes to one account.
type Callback interface {
	// Verify answers the console's check of the address.
	Verify(query map[string]string) (echo string, ok bool)
	// Receive answers a push.
	Receive(ctx context.Context, query map[string]string, body []byte) (status int, contentType string, reply []byte)
}

// Limiter counts how often something was done.
type Limiter interface {
	// Allow says whether the key may do it once more, at most n times per span. With an error it could not count.
	Allow(ctx context.Context, key string, n int, per time.Duration) (bool, error)
}

// Codes makes the QR codes of building boards.
type Codes interface {
	// SceneQR returns an image that opens the official account's chat with a scene; 0 seconds means for ever.
	SceneQR(ctx context.Context, scene string, seconds int) (image []byte, address string, err error)
	// PageCode returns an image that opens a page of a mini-program with a scene.
	PageCode(ctx context.Context, of auth.Account, scene, page string) ([]byte, error)
}

// Names gives the names of persons.
type Names interface {
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
}

// Readiness is what /readyz tells.
type Readiness struct {
	Serving  bool              // false: send no requests here
	Degraded []string          // parts that are away or late
	Parts    map[string]string // every part and its state
}

// Server holds what the routes need.
type Server struct {
	Areas     report.Areas
	Calendar  *calendar.Service
	Persons   *person.Service
	Reports   *report.Service
	Stewards  *steward.Service
	Dispatch  *dispatch.Service
	Notices   *notify.Service
	Media     *media.Service
	Names     Names
	Codes     Codes
	Callbacks map[auth.Account]Callback
	Limiter   Limiter
	Pages     Pages
	Client    Client
	Base      string // the address of this service as telephones reach it, on printed boards and in web pages
	Ready     func(ctx context.Context) Readiness
	Facts     func(ctx context.Context) Facts
	Now       func() time.Time
	Log       *slog.Logger
	Proxies   []string // addresses of reverse proxies whose X-Forwarded-For is believed
	// Observe, when set, is told of every answered request.
	Observe func(method, route, status, code string, took time.Duration)

	Home       *home.Service
	Whistles   *whistle.Service
	Families   *family.Service
	Ledgers    *ledger.Service
	Appraisals *appraisal.Service
	Bookings   *booking.Desk
	Accounts   *account.Service
	Bulletins  *bulletin.Service
	Presses    press.Store
	// Connections is how many are served at once; 0 leaves it to the server.
	Connections int
	gate        gate
	// ClientPages are empty when the program was built without them.
	ClientPages ClientPages
	// NewWorkbook begins an empty workbook for a ledger.
	NewWorkbook func(ledger.Kind) (Workbook, error)
}

const requestTime = 15 * time.Second

// App returns the Fiber application.
func (s *Server) App() *fiber.App {
	contractJSON()
	app := fiber.New(fiber.Config{
		AppName: "linli", DisableStartupMessage: true,
		Immutable:               true, // Params and Query outlive the handler
		Concurrency:             s.Connections,
		BodyLimit:               maxNone, // each route has its own, see guide.bodyOf
		ReadTimeout:             10 * time.Second,
		WriteTimeout:            30 * time.Second,
		IdleTimeout:             60 * time.Second, // or Shutdown waits for keep-alives
		EnableTrustedProxyCheck: true,
		TrustedProxies:          s.Proxies,
		ProxyHeader:             proxyHeader(s.Proxies),
		EnableIPValidation:      true,
		ErrorHandler:            s.fail,
	})
	app.Use(s.observe, recover.New(), unmistakable, uncoded)
	routes := s.routes()
	for _, r := range routes {
		app.Add(r.method, r.path, s.guard(r))
	}
	s.serveClients(app)
	g := newGuide(routes)
	app.Server().HeaderReceived = g.bodyOf
	app.Use(g.astray)
	return app
}

func proxyHeader(proxies []string) string {
	if len(proxies) == 0 {
		return ""
	}
	return fiber.HeaderXForwardedFor
}

// observe gives every request an id and a deadline and counts it when it is answered.
func (s *Server) observe(c *fiber.Ctx) error {
	begin := s.Now()
	c.Locals(requestIDKey, utils.UUIDv4())
	ctx, cancel := context.WithTimeout(context.Background(), requestTime)
	defer cancel()
	c.SetUserContext(ctx) // c.Context() is pooled: never pass it on
	err := c.Next()
	if err != nil {
		err = s.fail(c, err)
	}
	if s.Observe != nil {
		code, _ := c.Locals(codeKey).(string)
		route := c.Route().Path
		if code == errNoRoute.Code || code == errMethod.Code {
			route = "none"
		}
		s.Observe(c.Method(), route, strconv.Itoa(c.Response().StatusCode()), code, s.Now().Sub(begin))
	}
	return err
}

const (
	requestIDKey = "request_id"
	codeKey      = "code"
	tokenKey     = "token"
)

// guard lets in whom the route names and hands the actor to the handler.
func (s *Server) guard(r route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if r.public {
			return s.asStranger(c, r)
		}
		token, _ := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
		who, session, err := s.Persons.Who(c.UserContext(), token)
		if err != nil {
			return err
		}
		if err := who.Need(r.roles...); err != nil {
			return err
		}
		p, err := pressOf(c, r, string(session.Account)+":"+session.OpenID) // binding a number may give this account another person id
		if err != nil {
			return err
		}
		who.Request = p.Request()
		c.Set(fiber.HeaderCacheControl, "no-store")
		return s.once(c, p, func() error { return r.do(c, caller{who, session, token}) })
	}
}

// asStranger serves a route that needs no login. Of those only a call for help may carry a key; logins and pushes recognise
// a repetition by what they carry.
func (s *Server) asStranger(c *fiber.Ctx, r route) error {
	if !strings.HasSuffix(r.path, "/call") {
		return r.do(c, caller{})
	}
	p, err := pressOf(c, r, "address:"+c.IP())
	if err != nil {
		return err
	}
	return s.once(c, p, func() error { return r.do(c, caller{Actor: auth.Actor{Request: p.Request()}}) })
}

// caller is who sent the request.
type caller struct {
	auth.Actor
	session auth.Session
	token   string
}

const maxRequestKey = 64

var (
	errNoRoute = fault.New(fault.Missing, "http.no_route", "接口不存在")
	errBody    = fault.New(fault.Invalid, "http.body", "请求格式有误")
	errKey     = fault.New(fault.Invalid, "http.idempotency_key", "Idempotency-Key 最长 64 个字符")
	errLarge   = fault.New(fault.Invalid, "http.too_large", "内容太大了，照片请选 10MB 以内的")
	errOften   = fault.New(fault.Often, "http.often", "操作太频繁，请稍后再试")
)

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusBadRequest, fault.Login: http.StatusUnauthorized, fault.Denied: http.StatusForbidden,
	fault.Missing: http.StatusNotFound, fault.Conflict: http.StatusConflict, fault.Often: http.StatusTooManyRequests,
	fault.Busy: http.StatusServiceUnavailable,
}

// statusOfCode are the faults with a status of their own.
var statusOfCode = map[string]int{
	errEncoding.Code: http.StatusUnsupportedMediaType, errMethod.Code: http.StatusMethodNotAllowed,
}

type errorView struct {
	Error struct {
		Code      string `json:"code"`
		Message   string `json:"message"`
		RequestID string `json:"request_id"`
	} `json:"error"`
}

// fail is the only place where an error becomes a response, and, for what is nobody's fault, a line in the log.
func (s *Server) fail(c *fiber.Ctx, err error) error {
	id, _ := c.Locals(requestIDKey).(string)
	status, code, text := http.StatusInternalServerError, "internal", "系统繁忙，请稍后再试"
	var fe *fiber.Error // Fiber's own: body too large, bad method
	f, known := fault.As(err)
	switch {
	case known:
		status, code, text = cmp.Or(statusOfCode[f.Code], statusOf[f.Kind]), f.Code, f.Text
		if f.Kind == fault.Busy {
			s.Log.Error("busy", "route", c.Route().Path, "request", id, "err", err)
		}
	case errors.As(err, &fe) && fe.Code == http.StatusRequestEntityTooLarge:
		status, code, text = fe.Code, errLarge.Code, errLarge.Text
	case errors.As(err, &fe) && fe.Code < http.StatusInternalServerError:
		status, code, text = fe.Code, "http.bad_request", "请求无效"
	case errors.Is(err, context.DeadlineExceeded):
		status, code = http.StatusServiceUnavailable, "system.busy"
		s.Log.Error("too slow", "route", c.Route().Path, "request", id, "err", err)
	default:
		s.Log.Error("failed", "route", c.Route().Path, "request", id, "err", err)
	}
	c.Locals(codeKey, code)
	var v errorView
	v.Error.Code, v.Error.Message, v.Error.RequestID = code, text, id
	return c.Status(status).JSON(v)
}

// limit refuses what is done too often. When it cannot be counted, it is let through: people come before limits.
func (s *Server) limit(c *fiber.Ctx, what, who string, n int, per time.Duration) error {
	ok, err := s.Limiter.Allow(c.UserContext(), what+":"+who, n, per)
	if err != nil {
		s.Log.Error("limit", "what", what, "err", err)
		return nil
	}
	if !ok {
		return errOften
	}
	return nil
}

// read parses the JSON body into in, and cleans every text that somebody typed.
func read(c *fiber.Ctx, in any) error {
	if len(c.Body()) == 0 {
		return nil
	}
	if !utf8.Valid(c.Body()) {
		return errBody
	}
	if err := c.App().Config().JSONDecoder(c.Body(), in); err != nil {
		return errBody.Because(err)
	}
	typed.Clean(in)
	return nil
}

// idOf reads an id of the path; what is no id does not exist.
func idOf(c *fiber.Ctx, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Params(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, errNoRoute
	}
	return id, nil
}

// number reads an id given as text, "" as 0.
func number(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id < 0 {
		return 0, errBody
	}
	return id, nil
}

func numbers(all []string) ([]int64, error) {
	ids := make([]int64, len(all))
	for i, s := range all {
		id, err := number(s)
		if err != nil || id == 0 {
			return nil, errBody
		}
		ids[i] = id
	}
	return ids, nil
}

// numbersInto is number for several at once.
func numbersInto(all map[*int64]string) error {
	for to, s := range all {
		id, err := number(s)
		if err != nil {
			return err
		}
		*to = id
	}
	return nil
}

// distinct returns the ids that are not 0, each once.
func distinct(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return id == 0 })
}

func text(id int64) string { return strconv.FormatInt(id, 10) }

// maybe is text with "" for 0.
func maybe(id int64) string {
	if id == 0 {
		return ""
	}
	return text(id)
}
