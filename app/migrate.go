package main

import (
	"linli/app/internal/system"
	"linli/store"
)

type migrateCommand struct{}

// Run brings the tables up to date.
func (migrateCommand) Run(p system.Process) error {
	return withDatabase(p, func(db *store.DB) error {
		v, err := db.Version(p.Ctx)
		if err != nil {
			return err
		}
		p.Say("migrated", db.Engine(), v)
		return nil
	})
}
