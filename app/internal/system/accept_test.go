package system

import (
	"errors"
	"log/slog"
	"net"
	"os"
	"syscall"
	"testing"
	"time"
)

// failing returns a given number of errors before it accepts connections.
type failing struct {
	net.Listener
	errs []error
}

func (f *failing) Accept() (net.Conn, error) {
	if len(f.errs) > 0 {
		err := f.errs[0]
		f.errs = f.errs[1:]
		return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", err)}
	}
	return f.Listener.Accept()
}

func TestAcceptingGoesOnWithoutDescriptors(t *testing.T) {
	t.Parallel()
	var lc net.ListenConfig
	inner, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := newPatient(&failing{inner, []error{syscall.EMFILE, syscall.EMFILE, syscall.ENFILE, syscall.ECONNABORTED}}, slog.New(slog.DiscardHandler))
	got := make(chan error, 2)
	go func() {
		for {
			c, err := p.Accept()
			got <- err
			if err != nil {
				return
			}
			c.Close()
		}
	}()
	var d net.Dialer
	c, err := d.DialContext(t.Context(), "tcp", inner.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if err := <-got; err != nil {
		t.Fatalf("accept: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-got; !errors.Is(err, net.ErrClosed) {
		t.Fatalf("after the end: %v", err)
	}
}

func TestAcceptingEndsWhileItRests(t *testing.T) {
	t.Parallel()
	var lc net.ListenConfig
	inner, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	full := make([]error, 1000)
	for i := range full {
		full[i] = syscall.EMFILE
	}
	p := newPatient(&failing{inner, full}, slog.New(slog.DiscardHandler))
	got := make(chan error, 1)
	go func() { _, err := p.Accept(); got <- err }()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-got:
		if !errors.Is(err, net.ErrClosed) {
			t.Fatal(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it rests for ever")
	}
}

func TestConnectionsStayBelowTheFiles(t *testing.T) {
	t.Parallel()
	for files, want := range map[uint64]int{0: 65536, 1 << 40: 65536, 65792: 65536, 65536: 65280, 4096: 3840, 1024: 768, 256: 192, 10: 16} {
		if got := connections(files); got != want {
			t.Errorf("%d files: %d connections, want %d", files, got, want)
		}
	}
	if fileLimit() == 0 {
		t.Error("the limit of files is unknown")
	}
}
