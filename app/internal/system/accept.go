package system

import (
	"errors"
	"log/slog"
	"net"
	"sync"
	"syscall"
	"time"
)

// The pause before accepting again after the machine ran out of descriptors or memory.
const (
	acceptRest = 5 * time.Millisecond
	acceptMost = time.Second
)

// patient retries accepting while the machine is out of descriptors or memory. Without it the error would end the server and
// the process.
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

// passes says whether the error is temporary.
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

// connections returns the limit of concurrent connections for a number of descriptors (0: unknown). The remaining descriptors
// are for the database, Redis, WeChat and files.
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
