package system

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Shared returns an error if the role needs other processes, but the settings give each process its own database or Redis.
func (c Config) Shared(t Tongue, role string) error {
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
	return t.Err("config.role", role, strings.Join(missing, ", "))
}

// Serve runs until ctx ends.
func (s *System) Serve(ctx context.Context, role string) error {
	if s.clock != nil {
		s.compare(ctx)
	}
	running, err := s.Start(ctx, role)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	if s.clock != nil {
		var comparing sync.WaitGroup
		comparing.Go(func() { every(ctx, clockEvery, s.compare) })
		defer comparing.Wait()
	}
	debug.FreeOSMemory() // half of what the start used is words, patterns and templates as they were read
	select {
	case err = <-running.Failed:
		err = fmt.Errorf("listen: %w", err)
	case <-ctx.Done():
		s.Log.Info("stopping")
	}
	return errors.Join(err, running.Stop(), s.Close())
}

// Running is a started service.
type Running struct {
	Address string // where the API listens; "" for a worker
	Failed  chan error
	Queue   *Worker
	admin   *http.Server
	app     *fiber.App
	release func() // answers requests that wait
}

// Start starts the API and the workers in the background.
func (s *System) Start(ctx context.Context, role string) (_ *Running, err error) {
	r := &Running{Failed: make(chan error, 2), Queue: s.NewQueue(ctx), release: func() { s.News.Close(); s.desks.Close() }}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Stop())
		}
	}()
	if role != "web" {
		if err := r.Queue.work(ctx); err != nil {
			return nil, err
		}
	}
	adminListener, err := net.Listen("tcp", s.Config.AdminListen)
	if err != nil {
		return nil, fmt.Errorf("LINLI_ADMIN_LISTEN: %w", err)
	}
	r.admin = &http.Server{Handler: s.Metrics.Admin(), ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := r.admin.Serve(adminListener); !errors.Is(err, http.ErrServerClosed) {
			r.Failed <- err
		}
	}()
	if role != "worker" {
		ln, err := net.Listen("tcp", s.Config.Listen)
		if err != nil {
			return nil, fmt.Errorf("LINLI_LISTEN: %w", err)
		}
		r.Address, r.app = ln.Addr().String(), s.Server().App()
		go func() {
			if err := r.app.Listener(newPatient(ln, s.Log)); err != nil {
				r.Failed <- err
			}
		}()
	}
	files := fileLimit()
	s.Log.Info("started", "role", role, "files", files, "connections", connections(files), "listen", r.Address, "admin", adminListener.Addr().String(), "database", s.DB.Engine())
	return r, nil
}

// Stop stops the API, then the workers.
func (r *Running) Stop() error {
	var errs []error
	r.release()
	if r.app != nil {
		// An idle connection is closed at the timeout; that is no failure.
		if err := r.app.ShutdownWithTimeout(20 * time.Second); !errors.Is(err, context.DeadlineExceeded) {
			errs = append(errs, err)
		}
	}
	errs = append(errs, r.Queue.Stop())
	if r.admin != nil {
		errs = append(errs, r.admin.Close())
	}
	return errors.Join(errs...)
}
