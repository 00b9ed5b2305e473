package main

import "linli/app/internal/system"

type serveCommand struct {
	Role string `help:"${role} ${enum}" enum:"all,web,worker" default:"all"`
}

// Run serves until the process is told to stop.
func (c serveCommand) Run(p system.Process) error {
	cfg, err := system.LoadConfig(p.Env)
	if err != nil {
		return err
	}
	if err := cfg.Shared(p.Tongue(), c.Role); err != nil {
		return err
	}
	if cfg.Redis != "" { // other processes may share the database
		p.Clock = system.NewClock(p.Now)
		p.Now = p.Clock.Now
	}
	s, err := system.Wire(p, cfg)
	if err != nil {
		return err
	}
	if len(cfg.Accounts()) == 0 {
		s.Log.Warn(p.Tongue().Say("config.no_account"))
	}
	return s.Serve(p.Ctx, c.Role)
}
