package stories

import (
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// proxy stands between the program and a server and can simulate that it hangs or is down.
type proxy struct {
	ln     net.Listener
	target string
	mu     sync.Mutex
	turn   *sync.Cond
	mode   string // "", "hang" or "down"
	conns  map[net.Conn]bool
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{ln: ln, target: target, conns: map[net.Conn]bool{}}
	p.turn = sync.NewCond(&p.mu)
	go p.accept()
	t.Cleanup(func() { ln.Close(); p.set("down") })
	return p
}

func (p *proxy) address() string { return p.ln.Addr().String() }

// set changes the mode; "down" cuts open connections.
func (p *proxy) set(mode string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mode = mode
	if mode == "down" {
		for c := range p.conns {
			c.Close()
		}
		clear(p.conns)
	}
	p.turn.Broadcast()
}

func (p *proxy) accept() {
	for {
		in, err := p.ln.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		down := p.mode == "down"
		p.mu.Unlock()
		if down {
			in.Close()
			continue
		}
		out, err := net.Dial("tcp", p.target)
		if err != nil {
			in.Close()
			continue
		}
		p.mu.Lock()
		p.conns[in], p.conns[out] = true, true
		p.mu.Unlock()
		go p.copy(in, out)
		go p.copy(out, in)
	}
}

func (p *proxy) copy(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		p.mu.Lock()
		for p.mode == "hang" {
			p.turn.Wait()
		}
		p.mu.Unlock()
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// behindProxies returns the environment with the database and Redis behind proxies.
func behindProxies(t *testing.T, env []string) (db, redis *proxy, _ []string) {
	t.Helper()
	changed := make([]string, len(env))
	for i, e := range env {
		name, value, _ := strings.Cut(e, "=")
		switch name {
		case "LINLI_MYSQL_DSN":
			cfg, err := mysql.ParseDSN(value)
			if err != nil {
				t.Fatal(err)
			}
			db = newProxy(t, cfg.Addr)
			cfg.Addr = db.address()
			value = cfg.FormatDSN()
		case "LINLI_REDIS_URL":
			u, err := url.Parse(value)
			if err != nil {
				t.Fatal(err)
			}
			redis = newProxy(t, u.Host)
			u.Host = redis.address()
			value = u.String()
		}
		changed[i] = name + "=" + value
	}
	return db, redis, changed
}
