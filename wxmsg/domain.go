package wxmsg

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync"
	"time"
)

// apiHosts are the domains of the platform's API: the usual one, the one for disasters and the regional ones (接口域名说明,
// https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Interface_field_description.html).
var apiHosts = []string{apiHost, "api2.weixin.qq.com", "sh.api.weixin.qq.com", "sz.api.weixin.qq.com", "hk.api.weixin.qq.com"}

// awayFor is how long the domain that worked is used first, before the usual one is tried again.
const awayFor = time.Minute

// domains remembers the domain that worked when the usual one did not.
type domains struct {
	mu    sync.Mutex
	host  string
	until time.Time
}

// order returns the domains to try: the one that worked lately first.
func (d *domains) order(now time.Time) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := slices.Clone(apiHosts)
	if d.host != "" && now.Before(d.until) {
		all = slices.DeleteFunc(all, func(h string) bool { return h == d.host })
		all = slices.Insert(all, 0, d.host)
	}
	return all
}

// worked records a domain that was reached after others failed, and says whether it is a new one.
func (d *domains) worked(host string, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	news := d.host != host || !now.Before(d.until)
	d.host, d.until = host, now.Add(awayFor)
	return news
}

// reach sends the request to the first reachable domain; done releases the answer. Another domain is tried only before a
// connection was made: what may have been sent is never sent again.
func (k *call) reach(req *http.Request) (resp *http.Response, done func(), err error) {
	var body []byte
	if req.Body != nil {
		body, err = io.ReadAll(req.Body)
		_ = req.Body.Close()
		if err != nil {
			return nil, func() {}, fmt.Errorf("read request: %w", err)
		}
	}
	hosts := []string{""} // the base
	if req.URL.Host == apiHost && k.client.standard {
		hosts = k.client.domains.order(k.client.now())
	}
	for i, host := range hosts {
		out := req.Clone(k.ctx)
		if body != nil {
			out.Body = io.NopCloser(bytes.NewReader(body))
		}
		resp, done, err = k.knock(out, host, i < len(hosts)-1)
		if err == nil && i > 0 && k.client.domains.worked(host, k.client.now()) {
			k.client.log.WarnContext(k.ctx, "wechat is reached by another domain", "host", host)
		}
		if err == nil || k.left || k.ctx.Err() != nil {
			break
		}
	}
	return resp, done, err
}

// knock sends the request to one domain. With another one left, it gives up without a connection after a third of the
// deadline.
func (k *call) knock(out *http.Request, host string, more bool) (resp *http.Response, done func(), err error) {
	ctx, cancel := context.WithCancel(k.ctx)
	patience := time.AfterFunc(k.client.deadline/3, func() {
		if more {
			cancel()
		}
	})
	defer patience.Stop()
	out = out.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
		k.left = true
		patience.Stop()
	}}))
	out.URL.RawQuery = withoutCall(out.URL.RawQuery)
	k.client.redirect(out.URL)
	if host != "" {
		out.URL.Host = host
	}
	out.Host = ""
	resp, err = k.client.transport.RoundTrip(out)
	return resp, cancel, err
}
