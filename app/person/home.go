package person

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/fault"
)

// The limit of moves. Without it a resident could read the boards of all buildings by moving into one after the other.
const (
	MaxMoves    = 3
	MovesWithin = 90 * 24 * time.Hour
)

// ErrMoves is returned when a person changes their home too often.
var ErrMoves = fault.New(fault.Often, "person.moves", "三个月内最多更改三次住址，确需更改请联系社区")

// Home is where a person lives.
type Home struct {
	Community int64
	Building  int64 // the building itself, or of the unit; 0 unknown
	Area      int64 // building or unit
}

// Homes are the homes of a person and of those they act for.
type Homes []Home

// In says whether one of them is in this community.
func (h Homes) In(community int64) bool {
	return community != 0 && slices.ContainsFunc(h, func(one Home) bool { return one.Community == community })
}

// At says whether one of them is in this building.
func (h Homes) At(building int64, path func(area int64) string) bool {
	return slices.ContainsFunc(h, func(one Home) bool { return lies(path(one.Area), building) })
}

// lies says whether the area with this path is the given one or lies in it.
func lies(path string, in int64) bool {
	return in != 0 && strings.Contains(path, fmt.Sprintf("/%d/", in))
}

// Mover keeps the limit of moves, and the residences in step with a home.
type Mover interface {
	// MovesOf counts how often the person changed their home since then, with any of their accounts.
	MovesOf(ctx context.Context, person int64, since time.Time) (int, error)
	AddMove(ctx context.Context, person int64, now time.Time) error
	// EndResidences ends the permanent residence of a person that is not in this building or unit.
	EndResidences(ctx context.Context, person, home int64, now time.Time) error
}

// Settle notes where p lives, inside the caller's transaction. The first home and each other building is a move. Faults:
// ErrMoves.
func Settle(ctx context.Context, tx Mover, p *Person, h Home, path func(area int64) string, now time.Time) error {
	if !lies(path(p.Home), h.Building) {
		n, err := tx.MovesOf(ctx, p.ID, now.Add(-MovesWithin))
		if err != nil {
			return err
		}
		if n >= MaxMoves {
			return ErrMoves
		}
		if err := tx.AddMove(ctx, p.ID, now); err != nil {
			return err
		}
	}
	if err := tx.EndResidences(ctx, p.ID, h.Area, now); err != nil {
		return err
	}
	p.Home = h.Area
	if p.Code == "" { // a roster person works where the roster says
		p.Community = h.Community
	}
	return nil
}
