package main

import (
	"errors"

	"linli/app/internal/system"
	"linli/store"
)

// withDatabase runs a command that needs the database and nothing else.
func withDatabase(p system.Process, do func(*store.DB) error) error {
	cfg, err := system.LoadConfig(p.Env)
	if err != nil {
		return err
	}
	db, err := system.OpenDB(p, cfg)
	if err != nil {
		return err
	}
	return errors.Join(do(db), db.Close())
}
