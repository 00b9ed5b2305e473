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
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/roster"
	"linli/store"
)

type serveCommand struct {
	Role string `help:"${role} ${enum}" enum:"all,web,worker" default:"all"`
}

// Run serves until the process is told to stop.
func (c serveCommand) Run(p process) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	if err := cfg.shared(p.tongue(), c.Role); err != nil {
		return err
	}
	s, err := wire(p, cfg)
	if err != nil {
		return err
	}
	if len(cfg.accounts()) == 0 {
		s.log.Warn(p.tongue().say("config.no_account"))
	}
	return s.serve(p.ctx, c.Role)
}

// shared returns an error for a role that other processes share with this one while the settings give each process its own
// database or Redis.
func (c config) shared(t tongue, role string) error {
	var missing []string
	if c.MySQL == "" {
		missing = append(missing, "LINLI_MYSQL_DSN")
	}
	if c.Redis == "" {
		missing = append(missing, "LINLI_REDIS_URL")
	}
	if role == "all" || len(missing) == 0 {
		return nil
	}
	return t.err("config.role", role, strings.Join(missing, ", "))
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
			if err := r.app.Listener(newPatient(ln, s.log)); err != nil {
				r.failed <- err
			}
		}()
	}
	files := fileLimit()
	s.log.Info("started", "role", role, "files", files, "connections", connections(files), "listen", r.address, "admin", adminListener.Addr().String(), "database", s.db.Engine())
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
	p.say("migrated", db.Engine(), v)
	return nil
}

type placesCommand struct{}

// Help is what linli places --help adds.
func (placesCommand) Help() string { return tongueOf(os.Environ()).say("places.more") }

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
		p.say("places.wrong", w.Session, w.Period, w.Places, w.Taken, w.Seats, w.Held, w.Offers, w.Kept, w.Free)
	}
	if len(wrong) > 0 {
		return p.tongue().err("places.bad", len(wrong))
	}
	p.say("places.good")
	return nil
}

type menuCommand struct {
	File string `arg:"" optional:"" help:"${menu_file}" type:"existingfile"`
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
		return fmt.Errorf(wording["menu.failed"][p.tongue()], err)
	}
	p.say("menu.done")
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
	p.say("keys.done")
	return nil
}

type importCommand struct {
	File     string `arg:"" optional:"" help:"${import_file}" type:"existingfile"`
	Demo     bool   `help:"${import_demo}"`
	Template string `help:"${import_template}" placeholder:"FILE"`
}

// Run loads a workbook, all of it or nothing.
func (c importCommand) Run(p process) error {
	switch {
	case c.Template != "":
		return p.writeNew(c.Template, writeTemplate)
	case c.File == "" && !c.Demo:
		return p.tongue().err("import.what")
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
	if examples := roster.ExampleRows(sheets); len(examples) > 0 {
		for i := range examples {
			examples[i].Reason = p.tongue().say("import.example")
		}
		return s.wrongRows(p.out, examples)
	}
	return s.importSheets(p.ctx, p.out, sheets)
}

// writeNew writes a file that does not exist yet: what somebody has filled in is never overwritten.
func (p process) writeNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(filepath.Clean(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return p.tongue().err("import.exists", path)
	}
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
