package main

import (
	"linli/app/internal/system"
	"linli/store"
)

type keysCommand struct{}

// Run adds a key.
func (keysCommand) Run(p system.Process) error {
	cfg, err := system.LoadConfig(p.Env)
	if err != nil {
		return err
	}
	if err := store.RotateVault(cfg.Keyset); err != nil {
		return err
	}
	p.Say("keys.done")
	return nil
}
