package household

import (
	"context"

	"linli/app/person"
)

// Doors finds the door of somebody.
type Doors interface {
	ResidencesOf(ctx context.Context, who int64) ([]Residence, error)
	HouseholdsByID(ctx context.Context, ids []int64) (map[int64]Household, error)
	DwellingsByID(ctx context.Context, ids []int64) (map[int64]Dwelling, error)
}

// DoorOf returns where somebody lives: the dwelling of their residence, else their home without a room.
func DoorOf(ctx context.Context, doors Doors, whose person.Person) (at int64, room string, err error) {
	open, err := doors.ResidencesOf(ctx, whose.ID)
	if err != nil || len(open) == 0 {
		return whose.Home, "", err
	}
	households, err := doors.HouseholdsByID(ctx, []int64{open[0].Household})
	if err != nil {
		return 0, "", err
	}
	of := households[open[0].Household].Dwelling
	dwellings, err := doors.DwellingsByID(ctx, []int64{of})
	if d, ok := dwellings[of]; ok && err == nil {
		return d.Area, d.Room, nil
	}
	return whose.Home, "", err
}
