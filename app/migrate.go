package main

import "linli/app/internal/system"

type migrateCommand struct{}

// Run brings the tables up to date.
func (migrateCommand) Run(p system.Process) error {
	cfg, err := system.LoadConfig(p.Env)
	if err != nil {
		return err
	}
	db, err := system.OpenDB(p, cfg)
	if err != nil {
		return err
	}
	defer db.Close()
	v, err := db.Version(p.Ctx)
	if err != nil {
		return err
	}
	p.Say("migrated", db.Engine(), v)
	return nil
}
