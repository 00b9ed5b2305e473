// Package demo runs a small county on a simulated WeChat, with its people, a web page and a movable clock.
package demo

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

	"linli/app/internal/system"

	"linli/app/report"
	"linli/store"
)

// Command is linli demo: a small county with a simulated WeChat.
type Command struct {
	Listen string `help:"${demo_listen}" default:"127.0.0.1:8080"`
	Data   string `help:"${demo_data}" type:"path"`
}

// Run serves the demo county on a simulated WeChat until it is told to stop.
func (c Command) Run(p system.Process) (err error) {
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
	d.greet(p.Out, listener.Addr().String(), c.Data != "") // a first visitor waits in the listener's queue
	served := make(chan error, 1)
	go func() { served <- d.front.server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve the demo: %w", err)
	case err := <-d.running.Failed:
		return err
	case <-p.Ctx.Done():
		fmt.Fprintln(p.Out, "\n正在停止… / Stopping…")
		return nil
	}
}

// demo is a running demo.
type demo struct {
	clock   *demoClock
	log     *os.File
	sim     *Platform
	tel     *demoTelephone
	system  *system.System
	running *system.Running
	people  *cast
	front   *demoFront
	cancel  context.CancelFunc
	group   sync.WaitGroup
	unwatch func()
}

// newDemo starts everything but the front's own listener. On an error it stops what it has started.
func newDemo(p system.Process, dir, address string) (d *demo, err error) {
	d = &demo{clock: &demoClock{real: p.Now, file: filepath.Join(dir, "demo-clock")}}
	ctx, cancel := context.WithCancel(p.Ctx)
	d.cancel = cancel
	defer func() {
		if err != nil {
			err = errors.Join(err, d.stop())
		}
	}()
	if d.log, err = os.OpenFile(filepath.Join(dir, "linli.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600); err != nil {
		return d, err
	}
	p.Log, p.Ctx = d.log, ctx
	cfg, err := d.platform(p, dir, address)
	if err != nil {
		return d, err
	}
	d.people = newCast(d.sim) // before the first message: it says which numbers are in use
	if err := d.past(p, cfg); err != nil {
		return d, err
	}
	if err := d.clock.start(); err != nil {
		return d, err
	}
	p.Now = d.clock.Now
	if d.system, err = system.Wire(p, cfg); err != nil {
		return d, err
	}
	if d.running, err = d.system.Start(ctx, "all"); err != nil {
		return d, err
	}
	d.sim.CallTo(d.running.Address)
	d.connect()
	d.front = newFront(ctx, d.system, d.sim, d.clock, d.people, d.running)
	d.front.tel = d.tel
	d.unwatch = d.front.watch()
	if err := d.system.Wechat.PublishMenu(ctx, []byte(system.OwnMenu(cfg.PublicURL))); err != nil {
		return d, err
	}
	if err := d.people.lead(ctx, d.front.api); err != nil {
		return d, err
	}
	d.settle() // until each WeChat identity is linked to the person of its number
	d.group.Go(func() {
		failed := func(err error) {
			if err != nil && ctx.Err() == nil {
				d.system.Log.Error("demo", "err", err)
			}
		}
		d.people.follow(ctx, d.front.api, failed)
		failed(d.system.Stewards.CheckReach(ctx)) // the first check ran before most people had entered
	})
	return d, nil
}

// platform starts the simulated WeChat and returns the configuration of a service that uses it.
func (d *demo) platform(p system.Process, dir, address string) (system.Config, error) {
	o := simOptions(d.clock.Now)
	o.FirstID = 24_100_000_000_000_001 + 2*p.Now().UnixMilli() // ids of an earlier start are not used again
	d.sim = NewPlatform(o)
	d.tel = d.newTelephone()
	env, err := d.sim.Env(dir, "127.0.0.1:0")
	if err != nil {
		return system.Config{}, err
	}
	lines, err := d.tel.env(dir)
	if err != nil {
		return system.Config{}, err
	}
	env = append(env, lines...)
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return system.Config{}, err
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	cfg, err := system.LoadConfig(append(env, "LINLI_PUBLIC_URL=http://"+net.JoinHostPort(host, port), "LINLI_TRUSTED_PROXIES=127.0.0.1"))
	cfg.Demo = true
	return cfg, err
}

// past loads the county and its reports, unless an earlier start has done so.
func (d *demo) past(p system.Process, cfg system.Config) error {
	p.Now, p.Text = d.clock.Now, unchecked{}
	s, err := system.Wire(p, cfg)
	if err != nil {
		return err
	}
	n, err := store.NewReports(s.DB).Counts(p.Ctx, report.Filter{View: report.All, Scope: report.Scope{Everywhere: true}})
	if err == nil && n[0] < len(Reports) { // the beginnings of the reports are played last
		past := &past{s: s, clock: d.clock, now: daytime(p.Now()), plays: Reports}
		err = past.load(p.Ctx, io.Discard)
	}
	return errors.Join(err, s.Close())
}

// stop stops everything in reverse order.
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
	// Open connections would delay the service's shutdown: close them first.
	if d.sim != nil {
		d.sim.Stop()
		d.tel.stop()
	}
	if d.front != nil {
		d.front.cast.line.CloseIdleConnections()
	}
	if d.running != nil {
		errs = append(errs, d.running.Stop())
	}
	if d.system != nil {
		errs = append(errs, d.system.Close(), d.clock.save())
	}
	if d.log != nil {
		errs = append(errs, d.log.Close())
	}
	return errors.Join(errs...)
}

// settle waits up to two seconds for messages that are under way.
func (d *demo) settle() {
	if d.running == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if due, _, err := d.system.Jobs.Backlog(ctx); err != nil || due == 0 && d.sim.Settled(ctx) == nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// greet prints the address to open, in Chinese and English.
func (d *demo) greet(out io.Writer, address string, kept bool) {
	at := "http://" + strings.NewReplacer("0.0.0.0", "127.0.0.1", "[::]", "127.0.0.1").Replace(address)
	fmt.Fprintf(out, "邻里演示已就绪，请用浏览器打开：%s/demo\n", at)
	fmt.Fprintf(out, "The demo is ready; open this page:  %s/demo\n", at)
	fmt.Fprintf(out, "  接口 API (/api/v1/…):   %s/openapi.json\n  指标 metrics:           %s/metrics\n", at, at)
	if len(system.ClientPages()) > 0 {
		fmt.Fprintf(out, "  居民端 resident client: %s/h5/?as=wang\n  工作端 staff client:    %s/staff/?as=YG-02\n", at, at)
		fmt.Fprintf(out, "  办公端 desk on a PC:    %s/office/?as=YG-01\n", at)
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
