package estate

import (
	"context"

	"linli/app/auth"
)

// Party is a side of the table of an estate (M30).
type Party string

// The sides.
const (
	OfCommunity Party = "community" // 社区
	OfProperty  Party = "property"  // 物业
	OfSocial    Party = "social"    // 社工
	OfOwners    Party = "owners"    // 业主代表
)

// Parties lists them in the order in which they are shown.
var Parties = []Party{OfCommunity, OfProperty, OfSocial, OfOwners}

var partyNames = map[Party]string{OfCommunity: "社区", OfProperty: "物业", OfSocial: "社工", OfOwners: "业主代表"}

// Name returns the side in Chinese, "" for any other text.
func (p Party) Name() string { return partyNames[p] }

// Seat is the seat of a person of the roster at the table of an estate.
type Seat struct {
	ID     int64
	Estate int64
	Party  Party
	Person int64
}

// AddSeat seats a person. A person has one seat at a table. Faults: ErrMissing, ErrParty, ErrPerson, ErrSeated.
func (s *Service) AddSeat(ctx context.Context, who auth.Actor, seat Seat) (Seat, error) {
	e, t, err := s.kept(ctx, who, seat.Estate)
	if err != nil {
		return Seat{}, err
	}
	if seat.Party.Name() == "" {
		return Seat{}, ErrParty
	}
	known, err := s.store.Persons(ctx, []int64{seat.Person})
	if err != nil {
		return Seat{}, err
	}
	p := known[seat.Person]
	if p.Code == "" || !t.Related(p.Community, e.Community) {
		return Seat{}, ErrPerson
	}
	err = s.change(ctx, who, e, "estate.seat", func(tx Tx) error { return tx.SeatAtTable(ctx, &seat) })
	return seat, err
}

// EndSeat takes a person from the table. Fault: ErrSeat.
func (s *Service) EndSeat(ctx context.Context, who auth.Actor, id int64) error {
	seat, err := s.store.TableSeat(ctx, id)
	if err != nil {
		return err
	}
	e, _, err := s.kept(ctx, who, seat.Estate)
	if err != nil {
		return ErrSeat.Because(err)
	}
	return s.change(ctx, who, e, "estate.end_seat", func(tx Tx) error { return tx.DeleteTableSeat(ctx, id) })
}
