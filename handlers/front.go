package handlers

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"linli/app/fault"
)

// Reasons to refuse a request before its route is reached.
var (
	errEncoding = fault.New(fault.Invalid, "http.encoding", "不支持压缩过的请求内容，请直接发送")
	errHead     = fault.New(fault.Invalid, "http.head", "请求头有误")
	errMethod   = fault.New(fault.Invalid, "http.method", "该接口不支持这种请求方式")
)

// The largest bodies. A longer one is refused while it is read, with or without a Content-Length.
const (
	maxNone   = 4 << 10   // of a request without a body, or without a route
	maxJSON   = 256 << 10 // a bulletin, a timetable, a table of limits
	maxUpload = 12 << 20  // a photo of 10 MB in a form
)

// bodies are the routes whose body differs from the default of their method.
var bodies = map[string]int{
	"POST /api/v1/media": maxUpload,

	"POST /api/v1/staff/roster/workbook/preview": maxRoster,
	"POST /api/v1/staff/roster/workbook":         maxRoster,
	"POST /api/v1/staff/guide/workbook/preview":  maxRoster,
	"POST /api/v1/staff/guide/workbook":          maxRoster,

	"POST /wx/:account": maxPush,

	"POST /phone/:provider/:channel/:token": maxPush,
}

// maxBody returns the largest body the route takes.
func (r route) maxBody() int {
	if n := bodies[r.method+" "+r.path]; n > 0 {
		return n
	}
	if r.method == http.MethodGet {
		return maxNone
	}
	return maxJSON
}

// signpost finds routes by their address, for decisions before the body is read.
type signpost map[int][]signed // by number of segments

type signed struct {
	route
	segments []string
}

func newSignpost(routes []route) signpost {
	g := signpost{}
	for _, r := range routes {
		s := segmentsOf(r.path)
		g[len(s)] = append(g[len(s)], signed{r, s})
	}
	return g
}

func segmentsOf(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

// at returns the routes with this address, one for each method.
func (g signpost) at(path string) []route {
	asked := segmentsOf(path)
	var found []route
	for _, r := range g[len(asked)] {
		if r.matches(asked) && !slices.ContainsFunc(found, func(o route) bool { return o.method == r.method }) {
			found = append(found, r.route)
		}
	}
	return found
}

func (g signed) matches(asked []string) bool {
	for i, s := range g.segments {
		if !strings.HasPrefix(s, ":") && !strings.EqualFold(s, asked[i]) {
			return false
		}
	}
	return true
}

// bodyOf says, from the header of a request, how much of its body is read.
func (g signpost) bodyOf(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := bytes.Cut(h.RequestURI(), []byte("?"))
	for _, r := range g.at(string(path)) {
		if r.method == string(h.Method()) {
			return fasthttp.RequestConfig{MaxRequestBodySize: r.maxBody()}
		}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: maxNone}
}

// unmistakable refuses an ambiguous request and closes its connection.
func unmistakable(c *fiber.Ctx) error {
	if ambiguous(c.Request().Header.RawHeaders()) {
		c.Response().SetConnectionClose()
		return errHead
	}
	return c.Next()
}

// uncoded refuses compressed bodies: a few bytes can become gigabytes, and no client sends them. A push of the platform
// is taken unchanged, because its signature covers the bytes.
func uncoded(c *fiber.Ctx) error {
	for _, coding := range c.Request().Header.PeekAll(fiber.HeaderContentEncoding) {
		if len(coding) > 0 && !strings.EqualFold(string(coding), "identity") && !strings.HasPrefix(strings.ToLower(c.Path()), "/wx/") {
			return errEncoding
		}
	}
	c.Request().Header.Del(fiber.HeaderContentEncoding)
	return c.Next()
}

// astray answers requests without a route: an address with other methods with 405 and their names.
func (g signpost) astray(c *fiber.Ctx) error {
	there := g.at(c.Path())
	if len(there) == 0 {
		return errNoRoute
	}
	methods := make([]string, len(there))
	for i, r := range there {
		methods[i] = r.method
	}
	slices.Sort(methods)
	c.Set(fiber.HeaderAllow, strings.Join(methods, ", "))
	return errMethod
}

// ambiguous says whether a header can be read in two ways: a folded line, an invalid name, a length beside a transfer
// coding. A proxy in front might take the next request for a part of this one.
func ambiguous(head []byte) bool {
	length, coding := false, false
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			continue
		}
		name, _, found := bytes.Cut(line, []byte(":"))
		if !found || len(name) == 0 || bytes.ContainsFunc(name, func(r rune) bool { return !isToken(r) }) {
			return true
		}
		length = length || bytes.EqualFold(name, []byte(fiber.HeaderContentLength))
		coding = coding || bytes.EqualFold(name, []byte(fiber.HeaderTransferEncoding))
	}
	return length && coding
}

// isToken says whether a letter may stand in the name of a header.
func isToken(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}
