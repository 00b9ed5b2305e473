package wxmsg

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/silenceper/wechat/v2/util"
	"github.com/sirupsen/logrus"
)

// silenceper/wechat sends through one global http.Client, mostly without a context, and its errors contain the URL with the
// token. So every request is registered as a call under a number, which is appended to the access token in silenceper's
// URL. The global RoundTripper removes it, finds the call, applies its deadline and base address, and keeps the answer.
// silenceper's own result is ignored.

const (
	callParam  = "linli_call"
	maxAnswer  = 4 << 20
	apiHost    = "api.weixin.qq.com"
	mpHost     = "mp.weixin.qq.com" // QR images
	apiBase    = "https://" + apiHost
	jsonType   = "application/json; charset=utf-8"
	tokenParam = "access_token"
)

// call is one request and its result. One goroutine uses it.
type call struct {
	ctx    context.Context // silenceper has no parameter for it
	client *Client
	api    string
	hide   []string // secrets that must not be in its error
	most   int64    // limit of the answer in bytes
	file   bool     // the answer may be other than JSON

	left   bool // a connection was made, so the platform may have the request
	status int
	header http.Header
	body   []byte
	err    error
}

var (
	calls    sync.Map // uint64 → *call
	lastCall atomic.Uint64
	hook     sync.Once
)

// hookSilenceper gives silenceper this transport, once per process, and silences its logger.
func hookSilenceper() {
	hook.Do(func() {
		util.DefaultHTTPClient = &http.Client{
			Transport:     callTransport{},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		logrus.SetLevel(logrus.WarnLevel)
		logrus.SetOutput(io.Discard)
	})
}

// register makes the call known to the transport and returns the suffix that identifies it.
func (k *call) register() (suffix string, forget func()) {
	id := lastCall.Add(1)
	calls.Store(id, k)
	return "&" + callParam + "=" + strconv.FormatUint(id, 10), func() { calls.Delete(id) }
}

// callTransport is the transport of silenceper's global client.
type callTransport struct{}

var errNoCall = errors.New("request to WeChat outside a call")

// RoundTrip hands the request to its call. A request without a call is refused.
func (callTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	k := takeCall(req)
	if k == nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, errNoCall
	}
	return k.exchange(req)
}

// takeCall finds the request's call, or returns nil.
func takeCall(req *http.Request) *call {
	for part := range strings.SplitSeq(req.URL.RawQuery, "&") {
		text, ok := strings.CutPrefix(part, callParam+"=")
		if !ok {
			continue
		}
		id, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return nil
		}
		if k, ok := calls.Load(id); ok {
			return k.(*call) // calls holds nothing else
		}
	}
	return nil
}

// withoutCall removes the suffix from a query and leaves the rest byte for byte.
func withoutCall(query string) string {
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		if !strings.HasPrefix(part, callParam+"=") {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

// exchange sends the request within the call's deadline to the call's base and keeps the answer in the call. Its error goes
// only to silenceper.
func (k *call) exchange(req *http.Request) (*http.Response, error) {
	resp, done, err := k.reach(req)
	defer done()
	if err != nil {
		k.err = err
		return nil, errors.New("wechat exchange failed")
	}
	defer func() { _ = resp.Body.Close() }()
	k.status, k.header = resp.StatusCode, resp.Header
	k.body, err = io.ReadAll(io.LimitReader(resp.Body, k.most+1))
	if err == nil && int64(len(k.body)) > k.most {
		err = errTooLong
	}
	if err != nil {
		k.err, k.body = err, nil
		return nil, errors.New("cannot read the wechat answer")
	}
	resp.Body = io.NopCloser(bytes.NewReader(k.body))
	resp.Request = req
	return resp, nil
}

var errTooLong = errors.New("answer is longer than allowed")

// redirect changes a request to the configured base. QR pictures have another host, which a configured base also replaces.
func (c *Client) redirect(u *url.URL) {
	if u.Host != apiHost && (u.Host != mpHost || c.standard) {
		return
	}
	u.Scheme, u.Host = c.base.Scheme, c.base.Host
	u.Path = strings.TrimSuffix(c.base.Path, "/") + u.Path
	u.RawPath = ""
}

var ridForm = regexp.MustCompile(`,?\s*rid:\s*([0-9A-Za-z-]{8,64})`)

// failure returns the failure of the call as an *Error, or nil.
func (k *call) failure() error {
	e := &Error{API: k.api}
	switch {
	case k.err != nil:
		e.Unknown, e.cause = k.left, contextCause(k.err)
		e.Msg = describe(k.err)
		if errors.Is(k.err, errTooLong) {
			e.cause = errTooLong
		}
	case k.status == 0:
		e.Msg = "request was not sent"
	case k.status != http.StatusOK:
		// A gateway that refuses (4xx) did not forward the request; one that fails (5xx) may have.
		e.Status, e.Unknown, e.Msg = k.status, k.status < 400 || k.status >= 500, http.StatusText(k.status)
	default:
		return k.verdict(e)
	}
	return e
}

// verdict reads errcode from a complete answer: WeChat answers 200 to everything.
func (k *call) verdict(e *Error) error {
	var said struct {
		Code number `json:"errcode"`
		Msg  string `json:"errmsg"`
	}
	if err := json.Unmarshal(k.body, &said); err != nil {
		if k.file && len(k.body) > 0 && !bytes.HasPrefix(bytes.TrimSpace(k.body), []byte("{")) {
			return nil
		}
		e.Unknown, e.Msg = true, "answer is not JSON"
		return e
	}
	if said.Code == 0 {
		return nil
	}
	e.Code = int(said.Code)
	if m := ridForm.FindStringSubmatch(said.Msg); m != nil {
		e.RID = m[1]
		said.Msg = strings.Replace(said.Msg, m[0], "", 1)
	}
	e.Msg = redact(strings.TrimSpace(said.Msg), k.hide...)
	return e
}

// describe names a transport failure without its text, which may contain addresses.
func describe(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, errTooLong):
		return errTooLong.Error()
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed"
	}
	return fmt.Sprintf("network failure (%T)", err)
}

// number is an integer that may arrive as a string.
type number int64

// UnmarshalJSON accepts 1, "1", "" and null.
func (n *number) UnmarshalJSON(b []byte) error {
	s := strings.Trim(string(b), `"`)
	if s == "" || s == "null" {
		*n = 0
		return nil
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return fmt.Errorf("not a whole number: %w", err)
	}
	*n = number(v)
	return nil
}

// newTransport is the default transport.
func newTransport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone() // the type is documented
	t.MaxIdleConnsPerHost = 32
	t.MaxConnsPerHost = 128
	t.ResponseHeaderTimeout = 10 * time.Second
	return t
}
