package stories

import (
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"
)

// Connections that use up all file descriptors delay the program; afterwards it serves as before.
func TestACrowdOfConnectionsDoesNotEndTheProgram(t *testing.T) {
	t.Parallel()
	v := newVictim(t, nil)
	v.files = 96
	v.spawn()
	var crowd []net.Conn
	d := net.Dialer{Timeout: time.Second}
	for range 300 {
		c, err := d.DialContext(t.Context(), "tcp", v.listen)
		if err != nil {
			break // the backlog is full too
		}
		crowd = append(crowd, c)
	}
	if len(crowd) < 100 {
		t.Fatalf("only %d connections", len(crowd))
	}
	time.Sleep(500 * time.Millisecond) // until the program reaches its limit
	for _, c := range crowd {
		c.Close()
	}
	v.until(func() bool {
		// Not by v.send: while the crowd leaves, the refusal is plain text of the web server and not in the contract.
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+v.listen+"/healthz", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			return false
		}
		return res.Body.Close() == nil && res.StatusCode == http.StatusOK
	})
	if err := v.cmd.Process.Signal(syscall.Signal(0)); err != nil {
		t.Fatalf("the process: %v", err)
	}
}
