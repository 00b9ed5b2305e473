package main

import (
	"time"

	"linli/app/internal/system"
	"linli/store"
)

type misreadsCommand struct{}

// mostMisreads is how many reports the command prints; keepMisreads is how far back it looks.
const (
	mostMisreads = 1000
	keepMisreads = 366 * 24 * time.Hour
)

// Run prints the words of the reports whose danger staff corrected, in the form of the corpus of danger.
func (misreadsCommand) Run(p system.Process) error {
	return withDatabase(p, func(db *store.DB) error {
		found, err := store.NewReports(db).Misreads(p.Ctx, p.Now().Add(-keepMisreads), mostMisreads)
		if err != nil {
			return err
		}
		for _, m := range found {
			p.Say("misreads.one", m.Line())
		}
		return nil
	})
}
