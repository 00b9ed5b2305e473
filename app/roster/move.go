package roster

import (
	"context"

	"linli/app/area"
)

// Seats are the areas at or above an area by which records are found. 0: there is none of this kind.
type Seats struct{ Building, Grid, Community, Street int64 }

// Move is an area with another parent after an import.
type Move struct {
	Area     int64
	From, To Seats
}

// carry moves what belongs to moved areas: reports, calls and homes go to the postings that are above the area now.
func (l *loader) carry(ctx context.Context) error {
	now := map[int64]area.Area{}
	for _, n := range l.areas {
		now[n.ID] = n.Area
	}
	for _, a := range l.records.areas {
		m := Move{Area: a.ID, From: seatsOf(l.before, a.ID), To: seatsOf(now, a.ID)}
		if m.From == m.To {
			continue
		}
		if err := l.tx.CarryArea(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// seatsOf returns the seats of an area in a tree.
func seatsOf(tree map[int64]area.Area, id int64) (s Seats) {
	for a, ok := tree[id]; ok; a, ok = tree[a.Parent] {
		switch a.Kind {
		case area.Building:
			s.Building = a.ID
		case area.Grid:
			s.Grid = a.ID
		case area.Community:
			s.Community = a.ID
		case area.Street:
			s.Street = a.ID
		}
	}
	return s
}
