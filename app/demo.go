package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"linli/app/report"
	"linli/store"
)

type demoCommand struct {
	Listen string `help:"${demo_listen}" default:"127.0.0.1:8080"`
	Data   string `help:"${demo_data}" type:"path"`
}

// Run serves the demo county on a simulated WeChat until it is told to stop.
func (c demoCommand) Run(p process) (err error) {
	dir := c.Data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "linli-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("%w; another address: --listen 127.0.0.1:8081", err)
	}
	defer listener.Close()
	d, err := newDemo(p, dir, listener.Addr().String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	d.greet(p.out, listener.Addr().String(), c.Data != "") // who comes already waits in line
	served := make(chan error, 1)
	go func() { served <- d.front.server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve the demo: %w", err)
	case err := <-d.running.failed:
		return err
	case <-p.ctx.Done():
		fmt.Fprintln(p.out, "\n正在停止… / Stopping…")
		return nil
	}
}

// demo is a running demo.
type demo struct {
	clock   *demoClock
	log     *os.File
	sim     *platform
	system  *system
	running *running
	front   *demoFront
	cancel  context.CancelFunc
	group   sync.WaitGroup
	unwatch func()
}

// newDemo starts everything but the front's own listener. What was started is stopped again when something fails.
func newDemo(p process, dir, address string) (d *demo, err error) {
	d = &demo{clock: &demoClock{real: p.now, file: filepath.Join(dir, "demo-clock")}}
	ctx, cancel := context.WithCancel(p.ctx)
	d.cancel = cancel
	defer func() {
		if err != nil {
			err = errors.Join(err, d.stop())
		}
	}()
	if d.log, err = os.OpenFile(filepath.Join(dir, "linli.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600); err != nil {
		return d, err
	}
	p.log, p.ctx = d.log, ctx
	cfg, err := d.platform(p, dir, address)
	if err != nil {
		return d, err
	}
	if err := d.past(p, cfg); err != nil {
		return d, err
	}
	if err := d.clock.start(); err != nil {
		return d, err
	}
	p.now = d.clock.Now
	if d.system, err = wire(p, cfg); err != nil {
		return d, err
	}
	if d.running, err = d.system.start(ctx, "all"); err != nil {
		return d, err
	}
	d.sim.callTo(d.running.address)
	people := newCast(d.sim)
	d.front = newFront(ctx, d.system, d.sim, d.clock, people, d.running)
	d.unwatch = d.front.watch()
	if err := d.system.wechat.PublishMenu(ctx, []byte(ownMenu(cfg.PublicURL))); err != nil {
		return d, err
	}
	if err := people.lead(ctx, d.front.api); err != nil {
		return d, err
	}
	d.settle() // until their WeChat and their number are known to be one person
	d.group.Go(func() {
		failed := func(err error) {
			if err != nil && ctx.Err() == nil {
				d.system.log.Error("demo", "err", err)
			}
		}
		people.follow(ctx, d.front.api, failed)
		failed(d.system.stewards.CheckReach(ctx)) // the first check was made when hardly anybody had come
	})
	return d, nil
}

// platform starts the simulated WeChat and returns the configuration of a service that lives on it.
func (d *demo) platform(p process, dir, address string) (config, error) {
	o := simOptions(d.clock.Now)
	o.FirstID = 24_100_000_000_000_001 + 2*p.now().UnixMilli() // what an earlier start used stays used
	d.sim = newPlatform(o)
	env, err := d.sim.env(dir, "127.0.0.1:0")
	if err != nil {
		return config{}, err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return config{}, err
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	cfg, err := loadConfig(append(env, "LINLI_PUBLIC_URL=http://"+net.JoinHostPort(host, port), "LINLI_TRUSTED_PROXIES=127.0.0.1"))
	cfg.Demo = true
	return cfg, err
}

// past loads the county and its reports, unless an earlier start did.
func (d *demo) past(p process, cfg config) error {
	p.now = d.clock.Now
	s, err := wire(p, cfg)
	if err != nil {
		return err
	}
	n, err := store.NewReports(s.db).Count(p.ctx, report.Filter{View: report.All, Scope: report.Scope{Everywhere: true}})
	if err == nil && n < len(demoReports) { // the last thing to be played is a report's beginning
		past := &past{s: s, clock: d.clock, now: daytime(p.now()), plays: demoReports}
		err = past.load(p.ctx, io.Discard)
	}
	return errors.Join(err, s.Close())
}

// stop ends everything in reverse order.
func (d *demo) stop() error {
	var errs []error
	d.cancel()
	if d.front != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := d.front.server.Shutdown(ctx); !errors.Is(err, http.ErrServerClosed) {
			errs = append(errs, err)
		}
		d.unwatch()
	}
	d.group.Wait()
	d.settle()
	// Open connections would hold up the service's own end: first everybody hangs up.
	if d.sim != nil {
		d.sim.stop()
	}
	if d.front != nil {
		d.front.cast.line.CloseIdleConnections()
	}
	if d.running != nil {
		errs = append(errs, d.running.stop())
	}
	if d.system != nil {
		errs = append(errs, d.system.Close(), d.clock.save())
	}
	if d.log != nil {
		errs = append(errs, d.log.Close())
	}
	return errors.Join(errs...)
}

// settle gives what is on its way two seconds to arrive.
func (d *demo) settle() {
	if d.running == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if due, _, err := d.system.jobs.Backlog(ctx); err != nil || due == 0 && d.sim.Settled(ctx) == nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// greet says what to open, in the words of both kinds of reader.
func (d *demo) greet(out io.Writer, address string, kept bool) {
	at := "http://" + strings.NewReplacer("0.0.0.0", "127.0.0.1", "[::]", "127.0.0.1").Replace(address)
	fmt.Fprintf(out, "邻里演示已就绪，请用浏览器打开：%s/demo\n", at)
	fmt.Fprintf(out, "The demo is ready; open this page:  %s/demo\n", at)
	fmt.Fprintf(out, "  接口 API (/api/v1/…):   %s/openapi.json\n  指标 metrics:           %s/metrics\n", at, at)
	if len(clientPages()) == 2 {
		fmt.Fprintf(out, "  居民端 resident client: %s/h5/?as=wang\n  工作端 staff client:    %s/staff/?as=YG-02\n", at, at)
	} else {
		fmt.Fprintln(out, "  没有网页版小程序：装好 Node.js 20 后重新运行 scripts/demo.sh / Without the clients: they need Node.js 20.")
	}
	if said := d.clock.say(); said != "" {
		fmt.Fprintf(out, "  %s / The demo's clock is moved to working hours in Beijing.\n", said)
	}
	if kept {
		fmt.Fprintln(out, "  数据保留在该文件夹；聊天窗口里的旧消息不保留 / Data stays in the folder; the chats begin anew.")
	}
	fmt.Fprintln(out, "  按 Ctrl-C 停止 / Ctrl-C stops it.")
}
