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
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/when"
	"linli/store"
	"linli/wxmsg"
)

type serveCommand struct {
	Role string `help:"What this process does." enum:"all,web,worker" default:"all"`
}

// Run serves until the process is told to stop.
func (c serveCommand) Run(p process) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	s, err := wire(p, cfg)
	if err != nil {
		return err
	}
	return s.serve(p.ctx, c.Role)
}

// serve runs until ctx ends.
func (s *system) serve(ctx context.Context, role string) error {
	running, err := s.start(ctx, role)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	select {
	case err = <-running.failed:
		err = fmt.Errorf("listen: %w", err)
	case <-ctx.Done():
		s.log.Info("stopping")
	}
	return errors.Join(err, running.stop(), s.Close())
}

// running is a started system.
type running struct {
	address string // where the API listens; "" for a worker
	failed  chan error
	queue   *worker
	admin   *http.Server
	app     *fiber.App
}

// start runs web and workers in the background.
func (s *system) start(ctx context.Context, role string) (_ *running, err error) {
	r := &running{failed: make(chan error, 2), queue: s.newQueue(ctx)}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.stop())
		}
	}()
	if role != "web" {
		if err := r.queue.work(ctx); err != nil {
			return nil, err
		}
	}
	adminListener, err := net.Listen("tcp", s.config.AdminListen)
	if err != nil {
		return nil, fmt.Errorf("LINLI_ADMIN_LISTEN: %w", err)
	}
	r.admin = &http.Server{Handler: s.metrics.admin(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := r.admin.Serve(adminListener); !errors.Is(err, http.ErrServerClosed) {
			r.failed <- err
		}
	}()
	if role != "worker" {
		ln, err := net.Listen("tcp", s.config.Listen)
		if err != nil {
			return nil, fmt.Errorf("LINLI_LISTEN: %w", err)
		}
		r.address, r.app = ln.Addr().String(), s.server().App()
		go func() {
			if err := r.app.Listener(ln); err != nil {
				r.failed <- err
			}
		}()
	}
	s.log.Info("started", "role", role, "listen", r.address, "admin", adminListener.Addr().String(), "database", s.db.Engine())
	return r, nil
}

// stop ends what start began, in order: no new requests, then no new jobs.
func (r *running) stop() error {
	var errs []error
	if r.app != nil {
		// Who has opened a connection and says nothing is hung up on in the end; that is no failure.
		if err := r.app.ShutdownWithTimeout(20 * time.Second); !errors.Is(err, context.DeadlineExceeded) {
			errs = append(errs, err)
		}
	}
	errs = append(errs, r.queue.stop())
	if r.admin != nil {
		errs = append(errs, r.admin.Close())
	}
	return errors.Join(errs...)
}

type migrateCommand struct{}

// Run brings the tables up to date.
func (migrateCommand) Run(p process) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	db, err := openDB(p, cfg)
	if err != nil {
		return err
	}
	defer db.Close()
	v, err := db.Version(p.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "database %s is at version %d\n", db.Engine(), v)
	return nil
}

type placesCommand struct{}

// Help is what linli places --help adds.
func (placesCommand) Help() string {
	return "May be asked while people book. Names each period of which places = taken + held + kept + free is not true, or whose\n" +
		"bookings are not as many, and ends with 1."
}

// Run prints what does not add up, as one statement sees it.
func (placesCommand) Run(p process) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	db, err := openDB(p, cfg)
	if err != nil {
		return err
	}
	defer db.Close()
	wrong, err := store.NewBookings(db).Unbalanced(p.ctx)
	if err != nil {
		return err
	}
	for _, w := range wrong {
		fmt.Fprintf(p.out, "session %d, period %d: places %d, taken %d (%d bookings), held %d (%d offers), kept %d, free %d\n",
			w.Session, w.Period, w.Places, w.Taken, w.Seats, w.Held, w.Offers, w.Kept, w.Free)
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%d periods do not add up", len(wrong))
	}
	fmt.Fprintln(p.out, "the places of every session add up")
	return nil
}

type menuCommand struct {
	File string `arg:"" optional:"" help:"JSON file as the platform documents it; our own menu when left out." type:"existingfile"`
}

// ownMenu is the menu of the chat: the keys the chat understands, and the web pages of the resident client when this
// program has them. The platform shows three buttons at most.
func ownMenu(base string) string {
	pages := ""
	if len(clientPages()) > 0 {
		pages = `{"type":"view","name":"更多服务","url":"` + base + `/h5/"},`
	}
	return `{"button":[{"type":"click","name":"随手拍","key":"report"},{"type":"click","name":"预约","key":"book"},` +
		`{"name":"我的","sub_button":[{"type":"click","name":"查进展","key":"progress"},{"type":"click","name":"我的预约","key":"bookings"},` +
		pages + `{"type":"click","name":"怎么用","key":"help"}]}]}`
}

// Run publishes the menu.
func (c menuCommand) Run(p process) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	menu := []byte(ownMenu(cfg.PublicURL))
	if c.File != "" {
		if menu, err = os.ReadFile(c.File); err != nil {
			return err
		}
	}
	s, err := wire(p, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.wechat.PublishMenu(p.ctx, menu); err != nil {
		return fmt.Errorf("publish menu: %w", err)
	}
	fmt.Fprintln(p.out, "menu published; followers see it within five minutes, or at once after following again")
	return nil
}

type keysCommand struct{}

// Run adds a key.
func (keysCommand) Run(p process) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	if err := store.RotateVault(cfg.Keyset); err != nil {
		return err
	}
	fmt.Fprintln(p.out, "a new key encrypts from the next start; copy the folder to every machine and into the backup")
	return nil
}

type doctorCommand struct{}

// Run checks everything and fails when something is wrong.
func (doctorCommand) Run(p process) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	s, err := wire(p, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	bad := 0
	tell := func(what string, err error) {
		if err != nil {
			bad++
			fmt.Fprintf(p.out, "FAIL  %s: %v\n", what, err)
			return
		}
		fmt.Fprintf(p.out, "ok    %s\n", what)
	}
	tell("database "+s.db.Engine(), s.db.Ping(p.ctx))
	tell("redis", s.redis.Ping(p.ctx))
	tell("picture store", store.ProbeBlobs(p.ctx, s.blobs))
	tree, err := s.areas.Tree(p.ctx)
	if err == nil {
		_, err = tree.Root()
	}
	tell("areas imported", err)
	tell("calendar", s.calendarMissing(p.ctx))
	configured := map[auth.Account]bool{}
	for _, a := range cfg.accounts() {
		configured[a.Name] = true
		tell("wechat account "+string(a.Name), s.wechat.Probe(p.ctx, a.Name))
	}
	for _, name := range auth.Accounts {
		if !configured[name] {
			fmt.Fprintf(p.out, "--    wechat account %s is not configured\n", name)
		}
	}
	for _, err := range s.wechat.CheckTemplates(p.ctx) {
		tell("templates", err)
	}
	s.tellRefusals(p, tell)
	if bad > 0 {
		return fmt.Errorf("%d checks failed", bad)
	}
	return nil
}

// tellRefusals tells what the running service heard from the platform in the last day; what is older than an hour may be
// mended and fails nothing.
func (s *system) tellRefusals(p process, tell func(what string, err error)) {
	now := p.now()
	heard, err := s.troubles.Since(p.ctx, now.Add(-24*time.Hour))
	if err != nil || len(heard) == 0 {
		tell("nothing refused by wechat in the last day", err)
	}
	for _, t := range heard {
		if now.Sub(t.At) < troubled {
			tell("refused at "+when.Full(t.At), errors.New(wxmsg.Trouble(t).String()))
			continue
		}
		fmt.Fprintf(p.out, "--    refused at %s: %s\n", when.Full(t.At), wxmsg.Trouble(t))
	}
}

type importCommand struct {
	File     string `arg:"" optional:"" help:"Workbook to load." type:"existingfile"`
	Demo     bool   `help:"Load the demo county into an empty database."`
	Template string `help:"Write an empty workbook with explanations to this file and stop." placeholder:"FILE"`
}

// Run loads a workbook, all of it or nothing.
func (c importCommand) Run(p process) error {
	switch {
	case c.Template != "":
		return writeFile(c.Template, writeTemplate)
	case c.File == "" && !c.Demo:
		return errors.New("give a workbook, --demo or --template FILE")
	}
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	if c.Demo {
		return importDemo(p, cfg, demoReports)
	}
	s, err := wire(p, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	sheets, err := readWorkbook(c.File)
	if err != nil {
		return err
	}
	return s.importSheets(p.ctx, p.out, sheets)
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(filepath.Clean(path))
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
