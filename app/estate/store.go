package estate

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/person"
)

// Store is what estates need from the database.
type Store interface {
	// Estates returns those of these communities, by name.
	Estates(ctx context.Context, communities []int64) ([]Estate, error)
	EstatesByID(ctx context.Context, ids []int64) (map[int64]Estate, error)
	// Estate returns one, or ErrMissing.
	Estate(ctx context.Context, id int64) (Estate, error)
	// Buildings returns what is known of buildings, in the order of the ids; those of which nothing is known are bare.
	Buildings(ctx context.Context, ids []int64) ([]Building, error)
	// Shares counts the residents and elders with their home in each building or its units.
	Shares(ctx context.Context, buildings []int64, now time.Time) (map[int64]Share, error)
	// Contracts returns the contracts of an estate, the last entered first.
	Contracts(ctx context.Context, estate int64) ([]Contract, error)
	// ContractsOf returns those that one of the orgs pays or serves.
	ContractsOf(ctx context.Context, orgs []int64) ([]Contract, error)
	// Workforces counts who holds a post in the org that serves each contract, besides its contacts, by id of the contract.
	Workforces(ctx context.Context, contracts []Contract, now time.Time) (map[int64]Workforce, error)
	// ContractMinutes adds up how long workers of the org that serves each contract were at doors of its estate in its days, by id of the
	// contract: visits that are done, each worker counted.
	ContractMinutes(ctx context.Context, contracts []Contract) (map[int64]int, error)
	// Contract returns one, or ErrContract.
	Contract(ctx context.Context, id int64) (Contract, error)
	// TableSeats returns the seats at the table of an estate, in order of id.
	TableSeats(ctx context.Context, estate int64) ([]Seat, error)
	// TableSeat returns one, or ErrSeat.
	TableSeat(ctx context.Context, id int64) (Seat, error)
	// GridCodes returns the codes of a grid.
	GridCodes(ctx context.Context, grid int64) (area.Codes, error)
	// BranchArea returns where a Party branch works, 0 when there is none.
	BranchArea(ctx context.Context, id int64) (int64, error)
	// Persons returns persons by id.
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together.
type Tx interface {
	audit.Log
	// LockCommunity makes changes of the estates of a community wait for one another.
	LockCommunity(ctx context.Context, id int64) error
	// Estate returns one as it is now, or ErrMissing.
	Estate(ctx context.Context, id int64) (Estate, error)
	// AddEstate saves a new one and sets its ID; SaveEstate writes all facts. Buildings of another estate change to this one.
	// Fault: ErrTwice.
	AddEstate(ctx context.Context, e *Estate) error
	SaveEstate(ctx context.Context, e Estate) error
	// DeleteEstate deletes one with its table; its buildings are in no estate then.
	DeleteEstate(ctx context.Context, id int64) error
	// HasContracts says whether it has any.
	HasContracts(ctx context.Context, estate int64) (bool, error)
	// Building returns what is known of a building.
	Building(ctx context.Context, id int64) (Building, error)
	// SaveFeatures writes the features of a building; its estate stays.
	SaveFeatures(ctx context.Context, b Building) error
	// AddContract saves a new one and sets its ID.
	AddContract(ctx context.Context, c *Contract) error
	// LockContract returns one for update, or ErrContract.
	LockContract(ctx context.Context, id int64) (Contract, error)
	SaveContract(ctx context.Context, c Contract) error
	// SeatAtTable saves a new seat and sets its ID. Fault: ErrSeated.
	SeatAtTable(ctx context.Context, s *Seat) error
	GridCodes(ctx context.Context, grid int64) (area.Codes, error)
	// SaveGridCodes replaces the codes of a grid. Fault: ErrCodeTaken.
	SaveGridCodes(ctx context.Context, grid int64, codes area.Codes) error
	DeleteTableSeat(ctx context.Context, id int64) error
}
