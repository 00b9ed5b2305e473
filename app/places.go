package main

import (
	"os"

	"linli/app/internal/system"
	"linli/store"
)

type placesCommand struct{}

// Help returns the additional text of linli places --help.
func (placesCommand) Help() string { return system.TongueOf(os.Environ()).Say("places.more") }

// Run prints the periods whose counters are wrong, found in one statement.
func (placesCommand) Run(p system.Process) error {
	return withDatabase(p, func(db *store.DB) error {
		wrong, err := store.NewBookings(db).Unbalanced(p.Ctx)
		if err != nil {
			return err
		}
		for _, w := range wrong {
			p.Say("places.wrong", w.Session, w.Period, w.Places, w.Taken, w.Seats, w.Held, w.Offers, w.Kept, w.Free)
		}
		if len(wrong) > 0 {
			return p.Tongue().Err("places.bad", len(wrong))
		}
		p.Say("places.good")
		return nil
	})
}
