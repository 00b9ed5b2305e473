package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

type demoCommand struct {
	Listen string `help:"Where the demo listens." default:"127.0.0.1:8080"`
	Data   string `help:"Folder for the demo's data; a temporary one when left out." type:"path"`
}

// Run serves a small county on a simulated WeChat until it is told to stop.
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
	sim := newPlatform(simOptions(p.now))
	defer sim.stop()
	env, err := sim.env(dir, c.Listen)
	if err != nil {
		return err
	}
	cfg, err := loadConfig(env)
	if err != nil {
		return err
	}
	s, err := wire(p, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.importDemo(p.ctx, io.Discard); err != nil {
		return err
	}
	r, err := s.start(p.ctx, "all")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.stop()) }()
	sim.callTo(r.address)
	fmt.Fprintf(p.out, "Linli demo: http://%s/demo\n", r.address)
	select {
	case err := <-r.failed:
		return err
	case <-p.ctx.Done():
		return nil
	}
}

// importDemo loads the demo county.
func (s *system) importDemo(ctx context.Context, out io.Writer) error {
	return s.importSheets(ctx, out, demoCounty())
}
