package ledger

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/estate"
)

// Settlement is one estate of today with the names that belong to it.
type Settlement struct {
	estate.Estate
	Community, Holder string // Holder answers for it: the org that manages it, else the community
	Blocks            string // names of its buildings
	Contracts         any    // how many; nothing for others than the keepers of its community
	Table             string // who sits at its table; "" likewise
}

// EstateColumns lists the columns of the ledger of estates.
var EstateColumns = []Column[Settlement]{
	{"小区", 20, func(e Settlement) any { return e.Name }},
	{"社区", 16, func(e Settlement) any { return e.Community }},
	{"类型", 10, func(e Settlement) any { return e.Housing.Name() }},
	{"建成年份", 10, func(e Settlement) any { return known(e.Built) }},
	{"管理方式", 14, func(e Settlement) any { return e.Management.Name() }},
	{"谁来管", 24, func(e Settlement) any { return e.Holder }},
	{"业委会", 10, func(e Settlement) any { return e.Committee.Name() }},
	{"业委会任期到", 14, func(e Settlement) any { return dayOf(e.Until) }},
	{"楼栋数", 8, func(e Settlement) any { return len(e.Buildings) }},
	{"楼栋", 40, func(e Settlement) any { return e.Blocks }},
	{"封闭管理", 10, func(e Settlement) any { return yes(e.Closed) }},
	{"车位", 8, func(e Settlement) any { return known(e.Parking) }},
	{"智能门禁", 10, func(e Settlement) any { return yes(e.Gates) }},
	{"快递柜", 8, func(e Settlement) any { return yes(e.Parcels) }},
	{"便民联系电话", 16, func(e Settlement) any { return e.Phones.Contact }},
	{"监督电话", 16, func(e Settlement) any { return e.Phones.Supervision }},
	{"服务合同", 10, func(e Settlement) any { return e.Contracts }},
	{"协商成员", 50, func(e Settlement) any { return e.Table }},
}

// known returns a number, or an empty cell for 0.
func known(n int) any {
	if n == 0 {
		return ""
	}
	return n
}

// Cells returns the row; its texts cannot act as formulas.
func (e Settlement) Cells() []any { return cells(EstateColumns, e) }

// estates returns the functions for the estates of a part as they are today. Contracts and the table are for the keepers of the
// community, as on the page of an estate.
func (s *Service) estates(who auth.Actor) written {
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			found, err := s.store.ReadEstates(ctx, p)
			return len(found), err
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (int, error) {
			found, err := s.store.ReadEstates(ctx, p)
			if err != nil {
				return 0, err
			}
			for _, e := range found {
				row, err := s.settlement(ctx, t, who, e, reveal)
				if err != nil {
					return 0, err
				}
				if err := book.Row(row.Cells()); err != nil {
					return 0, fmt.Errorf("write ledger: %w", err)
				}
			}
			return len(found), nil
		},
	}
}

func (s *Service) settlement(ctx context.Context, t *area.Tree, who auth.Actor, e estate.Estate, reveal bool) (Settlement, error) {
	community := nameOf(t, e.Community)
	row := Settlement{Estate: e, Community: community, Holder: cmp.Or(t.OrgName(e.Property), community), Contracts: ""}
	blocks := make([]string, len(e.Buildings))
	for i, b := range e.Buildings {
		blocks[i] = nameOf(t, b)
	}
	row.Blocks = strings.Join(blocks, "、")
	if !estate.Knows(t, who, e) {
		return row, nil
	}
	contracts, err := s.store.Contracts(ctx, e.ID)
	if err != nil {
		return row, err
	}
	row.Contracts = len(contracts)
	seats, err := s.store.TableSeats(ctx, e.ID)
	if err != nil {
		return row, err
	}
	ids := make([]int64, len(seats))
	for i, seat := range seats {
		ids[i] = seat.Person
	}
	people, err := s.names.Persons(ctx, ids)
	row.Table = sayTable(seats, func(id int64) string {
		return strings.TrimSpace(people[id].Name + " " + phone(people[id].Phone, reveal))
	})
	return row, err
}

// sayTable says who sits for which side: "社区 何书记、物业 丁师傅".
func sayTable(seats []estate.Seat, say func(person int64) string) string {
	var said []string
	for _, side := range estate.Parties {
		for _, seat := range seats {
			if seat.Party == side {
				said = append(said, side.Name()+" "+say(seat.Person))
			}
		}
	}
	return strings.Join(said, "、")
}
