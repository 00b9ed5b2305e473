package wxsim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// route is one server API.
type route struct {
	method string
	open   bool   // without access_token
	only   string // OA, or mini for both mini-programs; empty for any account
	daily  int    // default daily quota; 0: none
	minute int    // calls per minute; 0: none
	do     func(*call) (any, error)
}

const mini = "mini"

// call is one API request being answered.
type call struct {
	s     *Sim
	path  string
	route route
	acct  *account // of the access token; nil on open routes
	query url.Values
	body  []byte
	ctype string // Content-Type of the body
	now   time.Time
	after func() // runs after the answer was written
}

// raw is an answer that is not JSON.
type raw struct {
	contentType string
	disposition string
	body        []byte
}

// refusal is an errcode answer.
type refusal struct {
	Code int
	Msg  string
}

func (e refusal) Error() string { return fmt.Sprintf("errcode=%d, errmsg=%s", e.Code, e.Msg) }

func wxErr(code int, msg string) error { return refusal{code, msg} }

func badData(key string) error { return wxErr(47003, "argument invalid! data."+key+".value invalid") }

type result struct {
	Code int    `json:"errcode"`
	Msg  string `json:"errmsg"`
}

var ok = result{0, "ok"}

func (s *Sim) routeTable() map[string]route {
	get, post := http.MethodGet, http.MethodPost
	return map[string]route{
		"/cgi-bin/token":                                {get, true, "", 2000, 0, plainToken},
		"/cgi-bin/stable_token":                         {post, true, "", 500_000, 10_000, stableToken},
		"/cgi-bin/message/template/send":                {post, false, OA, 100_000, 0, sendTemplate},
		"/cgi-bin/message/subscribe/send":               {post, false, mini, 10_000_000, 0, sendSubscribe},
		"/cgi-bin/message/custom/send":                  {post, false, "", 500_000, 0, sendCustom},
		"/cgi-bin/template/get_all_private_template":    {get, false, OA, 0, 0, listTemplates},
		"/wxaapi/newtmpl/gettemplate":                   {get, false, mini, 0, 0, listSubscriptions},
		"/cgi-bin/media/get":                            {get, false, "", 200_000, 0, getMedia},
		"/cgi-bin/media/upload":                         {post, false, "", 100_000, 0, uploadMedia},
		"/cgi-bin/qrcode/create":                        {post, false, OA, 100_000, 0, createQR},
		"/cgi-bin/showqrcode":                           {get, true, "", 0, 0, showQR},
		"/wxa/getwxacodeunlimit":                        {post, false, mini, 0, 5000, miniCode},
		"/cgi-bin/user/info":                            {get, false, OA, 5_000_000, 0, userInfo},
		"/cgi-bin/user/get":                             {get, false, OA, 500, 0, userList},
		"/cgi-bin/user/info/batchget":                   {post, false, OA, 500_000, 0, userBatch},
		"/sns/jscode2session":                           {get, true, "", 0, 0, codeSession},
		"/sns/oauth2/access_token":                      {get, true, "", 0, 0, webToken},
		"/cgi-bin/ticket/getticket":                     {get, false, OA, 100_000, 0, pageTicket},
		"/wxa/business/getuserphonenumber":              {post, false, mini, 0, 0, phoneNumber},
		"/wxa/msg_sec_check":                            {post, false, mini, 2_000_000, 4000, checkText},
		"/wxa/media_check_async":                        {post, false, mini, 200_000, 2000, checkMedia},
		"/cgi-bin/menu/create":                          {post, false, OA, 1000, 0, createMenu},
		"/cgi-bin/menu/get":                             {get, false, OA, 10_000, 0, getMenu},
		"/cgi-bin/menu/delete":                          {get, false, OA, 1000, 0, deleteMenu},
		"/cgi-bin/openapi/quota/get":                    {post, false, "", 0, 0, getQuota},
		"/cgi-bin/clear_quota":                          {post, false, "", 0, 0, clearQuota},
		"/cgi-bin/get_api_domain_ip":                    {get, false, "", 0, 0, domainIPs},
		"/cgi-bin/getcallbackip":                        {get, false, "", 0, 0, domainIPs},
		"/cgi-bin/message/wxopen/template/uniform_send": {post, false, "", 0, 0, recalled},
	}
}

// Handler serves all APIs for any host: api.weixin.qq.com and mp.weixin.qq.com share no path.
func (s *Sim) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Sim) serve(w http.ResponseWriter, r *http.Request) {
	if id, ok := mediaPath(r.URL.Path); ok {
		s.servePicture(w, id)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 12<<20))
	if err != nil {
		return
	}
	path := r.URL.Path
	s.mu.Lock()
	s.calls[path]++
	down := s.down
	f := s.takeFault(path)
	s.unlock()
	if down {
		drop(w)
	}
	if f.before() && !f.strike(s, w, r) {
		return
	}
	c := &call{
		s: s, path: path, query: r.URL.Query(), body: body, now: s.now(),
		ctype: r.Header.Get("Content-Type"),
	}
	defer func() {
		if c.after != nil {
			c.after()
		}
	}()
	v, err := c.run(r.Method)
	if f != nil && !f.before() && !f.strike(s, w, r) {
		return
	}
	c.write(w, v, err)
}

// run makes the checks common to all APIs and calls the requested one.
func (c *call) run(method string) (any, error) {
	rt, found := c.s.routes[c.path]
	if !found {
		return nil, wxErr(40066, "invalid url")
	}
	c.route = rt
	if method != rt.method {
		if rt.method == http.MethodPost {
			return nil, wxErr(43002, "require POST method")
		}
		return nil, wxErr(43001, "require GET method")
	}
	if rt.open {
		return rt.do(c)
	}
	c.s.mu.Lock()
	err := c.admit()
	c.s.unlock()
	if err != nil {
		return nil, err
	}
	return rt.do(c)
}

// admit checks token, permission and quota. mu is held.
func (c *call) admit() error {
	a, err := c.s.tokenOwner(c.query.Get("access_token"), c.now)
	if err != nil {
		return err
	}
	if c.route.only == OA && a.Kind != OA || c.route.only == mini && a.Kind == OA {
		return wxErr(48001, "api unauthorized")
	}
	return c.spend(a)
}

func (c *call) write(w http.ResponseWriter, v any, err error) {
	if err != nil {
		var e refusal
		if !errors.As(err, &e) {
			e = refusal{-1, "system error"}
		}
		v = result{e.Code, e.Msg + " rid: " + rid(c.now)}
	}
	if pic, ok := v.(raw); ok {
		w.Header().Set("Content-Type", pic.contentType)
		if pic.disposition != "" {
			w.Header().Set("Content-Disposition", pic.disposition)
		}
		_, _ = w.Write(pic.body)
		return
	}
	w.Header().Set("Content-Type", "application/json; encoding=utf-8")
	_, _ = w.Write(marshal(v))
}

// rid is the request id that WeChat appends to error texts.
func rid(now time.Time) string {
	return fmt.Sprintf("%08x-%08x-%08x", now.Unix(), randomBytes(4), randomBytes(4))
}

func (c *call) decode(v any) error {
	if len(c.body) == 0 {
		return wxErr(44002, "empty post data")
	}
	if err := json.Unmarshal(c.body, v); err != nil {
		return wxErr(47001, "data format error")
	}
	return nil
}

// recipient returns the person with this openid of the account. mu is held.
func (c *call) recipient(openid string) (*Person, *standing, error) {
	o, ok := c.s.byOpenID[openid]
	if !ok || o.kind != c.acct.Kind {
		return nil, nil, wxErr(40003, "invalid openid")
	}
	return o.person, o.person.standings[o.kind], nil
}

// drop cuts the connection without an answer.
func drop(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
