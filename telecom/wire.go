package telecom

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"linli/app/notify"
)

// wire sends one request within ctx and knows whether any of it has left: only then may the provider have acted on it.
type wire struct {
	ctx   context.Context
	inner http.RoundTripper
	left  atomic.Bool
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := httptrace.WithClientTrace(w.ctx, &httptrace.ClientTrace{WroteHeaders: func() { w.left.Store(true) }})
	return w.inner.RoundTrip(r.WithContext(ctx))
}

// lost returns the result of a request without an answer. Its error is not shown: it holds the address with the key's id.
func (w *wire) lost() notify.Result {
	if w.left.Load() {
		return notify.Result{Outcome: notify.Unknown, Reason: "no answer"}
	}
	return notify.Result{Outcome: notify.Later, Reason: "provider cannot be reached", Wait: 30 * time.Second}
}
