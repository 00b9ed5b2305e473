// Package handlers is the HTTP face of Linli: it reads a request, calls one use case and writes the answer. It decides
// nothing. Each capability has a struct with its service, its routes and their handlers.
package handlers

import (
	"context"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/gofiber/fiber/v2/utils"

	"linli/app/auth"
)

// Server answers requests.
type Server struct {
	web
	config Config
	gate   gate
}

// New returns a server with these parts.
func New(c Config) *Server { return &Server{web: c.web(), config: c} }

const requestTime = 15 * time.Second

// App returns the Fiber application.
func (s *Server) App() *fiber.App {
	contractJSON()
	app := fiber.New(fiber.Config{
		AppName: "linli", DisableStartupMessage: true,
		Immutable:               true, // Params and Query outlive the handler
		Concurrency:             s.config.Connections,
		BodyLimit:               maxNone, // each route has its own, see guide.bodyOf
		ReadTimeout:             10 * time.Second,
		WriteTimeout:            30 * time.Second,
		IdleTimeout:             60 * time.Second, // or Shutdown waits for keep-alives
		EnableTrustedProxyCheck: true,
		TrustedProxies:          s.config.Proxies,
		ProxyHeader:             proxyHeader(s.config.Proxies),
		EnableIPValidation:      true,
		ErrorHandler:            s.fail,
	})
	app.Use(s.observe, recover.New(), unmistakable, uncoded)
	routes := s.config.routes()
	for _, r := range routes {
		app.Add(r.method, r.path, s.guard(r))
	}
	s.serveClients(app)
	g := newSignpost(routes)
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
	begin := s.now()
	c.Locals(requestIDKey, utils.UUIDv4())
	ctx, cancel := context.WithTimeout(context.Background(), requestTime)
	defer cancel()
	c.SetUserContext(ctx) // c.Context() is pooled: never pass it on
	err := c.Next()
	if err != nil {
		err = s.fail(c, err)
	}
	if s.config.Observe != nil {
		code, _ := c.Locals(codeKey).(string)
		route := c.Route().Path
		if code == errNoRoute.Code || code == errMethod.Code {
			route = "none"
		}
		s.config.Observe(c.Method(), route, strconv.Itoa(c.Response().StatusCode()), code, s.now().Sub(begin))
	}
	return err
}

const (
	requestIDKey = "request_id"
	codeKey      = "code"
)

// guard allows the roles of the route and hands the actor to the handler.
func (s *Server) guard(r route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if r.public() {
			return s.asStranger(c, r)
		}
		token, cookie := tokenOf(c)
		if cookie {
			if err := needOwnPage(c); err != nil {
				return err
			}
		}
		who, session, err := s.config.Persons.Who(c.UserContext(), token)
		if err != nil {
			return err
		}
		if err := who.Need(r.roles...); err != nil {
			return err
		}
		p, err := pressOf(c, r, string(session.Account)+":"+session.OpenID) // binding a number may change the person id of this account
		if err != nil {
			return err
		}
		who.Request = p.Request()
		c.Set(fiber.HeaderCacheControl, "no-store")
		return s.idempotent(c, p, func() error { return r.do(c, caller{who, session, token}) })
	}
}

// asStranger serves a route without a login.
func (s *Server) asStranger(c *fiber.Ctx, r route) error {
	if r.entry != openOnce {
		return r.do(c, caller{})
	}
	p, err := pressOf(c, r, "address:"+c.IP())
	if err != nil {
		return err
	}
	return s.idempotent(c, p, func() error { return r.do(c, caller{Actor: auth.Actor{Request: p.Request()}}) })
}

// caller is the sender of the request.
type caller struct {
	auth.Actor
	session auth.Session
	token   string
}
