package system

import (
	"errors"
	"log/slog"
	"net"
	"sync"
	"syscall"
	"time"
)

// How long accepting rests when the machine has nothing left to accept with.
const (
	acceptRest = 5 * time.Millisecond
	acceptMost = time.Second
)

// patient goes on accepting after the machine has run out of descriptors or memory for a while. An error of its own kind
// would end the server, and with it the process.
type patient struct {
	net.Listener
	log    *slog.Logger
	closed chan struct{}
	once   sync.Once
}

func newPatient(l net.Listener, log *slog.Logger) *patient {
	return &patient{Listener: l, log: log, closed: make(chan struct{})}
}

// Accept implements net.Listener.
func (p *patient) Accept() (net.Conn, error) {
	for rest := acceptRest; ; rest = min(2*rest, acceptMost) {
		c, err := p.Listener.Accept()
		if err == nil || !passes(err) {
			return c, err
		}
		if rest == acceptRest {
			p.log.Error("cannot accept", "err", err)
		}
		select {
		case <-time.After(rest):
		case <-p.closed:
			return nil, net.ErrClosed
		}
	}
}

// Close implements net.Listener.
func (p *patient) Close() error {
	p.once.Do(func() { close(p.closed) })
	return p.Listener.Close()
}

// passes says whether accepting may work again later.
func passes(err error) bool {
	for _, e := range []syscall.Errno{
		syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.ECONNRESET, syscall.EINTR, syscall.EAGAIN,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// connections returns how many requests are served at once with so many descriptors (0: unknown). The rest is for the database,
// Redis, WeChat and files.
func connections(files uint64) int {
	const most, others = 65536, 256
	switch {
	case files == 0 || files >= most+others:
		return most
	case files > 4*others:
		return int(files) - others
	}
	return max(int(files)*3/4, 16)
}
