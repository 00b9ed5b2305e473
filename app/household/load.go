package household

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/person"
	"linli/app/when"
)

// DwellingRow is one row of 房屋.
type DwellingRow struct {
	Dwelling
	Row int // in the workbook
}

// ResidentRow is one row of 住户.
type ResidentRow struct {
	Row      int
	Place    Dwelling // area and room; the rest of where it lies
	Name     string
	Phone    person.Phone // "" keeps the known number
	Born     int
	Relation Relation
	Stay     Stay
	From     when.Date
	Size     int   // persons of the household, as told; 0: those of the rows
	Known    int64 // a person of the roster; 0: found by room and name, or by number and name
}

// Tenant is a residence with its person.
type Tenant struct {
	Residence
	Who person.Person
}

// LoadTx is what an import of many dwellings and residents needs: it reads and writes many rows at once.
type LoadTx interface {
	leaving
	// RoomsOf returns the dwellings of these areas with these rooms.
	RoomsOf(ctx context.Context, areas []int64, rooms []string) ([]Dwelling, error)
	AddDwellings(ctx context.Context, all []Dwelling) error
	// HouseholdsOf returns the open households of dwellings.
	HouseholdsOf(ctx context.Context, dwellings []int64) ([]Household, error)
	AddHouseholds(ctx context.Context, all []Household) error
	// TenantsOf returns the open residences of households with their persons.
	TenantsOf(ctx context.Context, households []int64) ([]Tenant, error)
	// PersonsWith returns persons with these numbers.
	PersonsWith(ctx context.Context, phones []person.Phone) ([]person.Person, error)
	// PersonsOf returns the persons of the ids.
	PersonsOf(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	// AddPersons saves new persons and sets their IDs; mark tells this import from others.
	AddPersons(ctx context.Context, all []*person.Person, mark string) error
	AddResidences(ctx context.Context, all []Residence) error
}

// leaving is what is needed to end the residences of one person.
type leaving interface {
	LockDwelling(ctx context.Context, id int64) (Dwelling, error)
	SaveDwelling(ctx context.Context, d Dwelling) error
	FindHousehold(ctx context.Context, id int64) (Household, error)
	SaveHousehold(ctx context.Context, h Household) error
	MembersOf(ctx context.Context, household int64) ([]Residence, error)
	OpenResidences(ctx context.Context, who int64) ([]Residence, error)
	SaveResidence(ctx context.Context, r Residence) error
	SavePerson(ctx context.Context, p person.Person) error
}

// Load applies rows of a workbook in one transaction. Rows that say what is known change nothing.
type Load struct {
	tx   LoadTx
	now  time.Time
	mark string

	batches int

	Dwellings, Residents Tally
	Homeless             []int // rows of residents whose room is not known
}

// Tally counts rows.
type Tally struct{ Added, Changed, Same int }

// NewLoad returns a load; mark tells it from every other one.
func NewLoad(tx LoadTx, mark string, now time.Time) *Load { return &Load{tx: tx, now: now, mark: mark} }

// door is the key of a dwelling.
type door struct {
	area int64
	room string
}

func doorOf(d Dwelling) door { return door{d.Area, d.Room} }

// rooms returns the known dwellings of these doors.
func (l *Load) rooms(ctx context.Context, doors []door) (map[door]Dwelling, error) {
	areas, rooms := map[int64]bool{}, map[string]bool{}
	for _, d := range doors {
		areas[d.area], rooms[d.room] = true, true
	}
	found, err := l.tx.RoomsOf(ctx, keysOf(areas), keysOf(rooms))
	known := make(map[door]Dwelling, len(found))
	for _, d := range found {
		known[doorOf(d)] = d
	}
	return known, err
}

func keysOf[K cmp.Ordered](set map[K]bool) []K {
	all := make([]K, 0, len(set))
	for k := range set {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// AddRooms applies a batch of rows of 房屋, each with another door.
func (l *Load) AddRooms(ctx context.Context, rows []DwellingRow) error {
	doors := make([]door, len(rows))
	for i, r := range rows {
		doors[i] = doorOf(r.Dwelling)
	}
	known, err := l.rooms(ctx, doors)
	if err != nil {
		return err
	}
	var fresh []Dwelling
	for _, r := range rows {
		old, exists := known[doorOf(r.Dwelling)]
		if !exists {
			fresh = append(fresh, r.Dwelling)
			continue
		}
		d := old
		d.Floor, d.Use = r.Floor, r.Use
		if r.Tenure != Unknown { // what somebody found out on the stairs is not forgotten
			d.Tenure = r.Tenure
		}
		if r.CheckedAt.After(old.CheckedAt) {
			d.CheckedAt, d.CheckedBy = r.CheckedAt, 0
		}
		if d == old {
			l.Dwellings.Same++
			continue
		}
		l.Dwellings.Changed++
		if err := l.tx.SaveDwelling(ctx, d); err != nil {
			return err
		}
	}
	l.Dwellings.Added += len(fresh)
	return l.tx.AddDwellings(ctx, fresh)
}

// batch is one batch of residents with what is known about their rooms.
type batch struct {
	rows       []ResidentRow
	rooms      map[door]Dwelling
	households map[int64]Household // by dwelling: the confirmed one, else the reported one
	tenants    map[int64][]Tenant  // by household
	phones     map[person.Phone][]person.Person
	roster     map[int64]person.Person
}

// AddResidents applies a batch of rows of 住户. A person is recognised in the room by the name, elsewhere by number and name.
func (l *Load) AddResidents(ctx context.Context, rows []ResidentRow) error {
	b, err := l.look(ctx, rows)
	if err != nil {
		return err
	}
	moved, err := l.recognise(ctx, b) // rows of b whose person moves in
	if err != nil {
		return err
	}
	people := make([]person.Person, len(moved))
	var added []*person.Person
	for n, i := range moved {
		r := b.rows[i]
		p, known := b.person(r)
		if people[n] = p; known {
			continue
		}
		people[n] = person.Person{
			Community: r.Place.Community, Home: r.Place.Area, Name: r.Name, Phone: r.Phone, Born: r.Born, CreatedAt: l.now,
		}
		added = append(added, &people[n])
	}
	l.batches++
	if err := l.tx.AddPersons(ctx, added, fmt.Sprintf("%s-%d", l.mark, l.batches)); err != nil {
		return err
	}
	contacts := map[int64]int64{}
	for n, i := range moved {
		if b.rows[i].Relation == Contact {
			contacts[b.home(b.rows[i]).ID] = people[n].ID
		}
	}
	if err := l.host(ctx, b, contacts); err != nil {
		return err
	}
	return l.moveIn(ctx, b, moved, people)
}

func (b *batch) home(r ResidentRow) Dwelling { return b.rooms[door{r.Place.Area, r.Place.Room}] }

// look reads everything that a batch needs, with a statement for each kind.
func (l *Load) look(ctx context.Context, rows []ResidentRow) (*batch, error) {
	b := &batch{households: map[int64]Household{}, tenants: map[int64][]Tenant{}, phones: map[person.Phone][]person.Person{}}
	doors := make([]door, len(rows))
	for i, r := range rows {
		doors[i] = door{r.Place.Area, r.Place.Room}
	}
	var err error
	if b.rooms, err = l.rooms(ctx, doors); err != nil {
		return nil, err
	}
	var phones []person.Phone
	var dwellings, roster []int64
	for i, r := range rows {
		home, known := b.rooms[doors[i]]
		if !known {
			l.Homeless = append(l.Homeless, r.Row)
			continue
		}
		b.rows, dwellings = append(b.rows, r), append(dwellings, home.ID)
		if r.Phone != "" {
			phones = append(phones, r.Phone)
		}
		if r.Known != 0 {
			roster = append(roster, r.Known)
		}
	}
	slices.Sort(dwellings)
	if err := l.lookAtHouseholds(ctx, b, slices.Compact(dwellings)); err != nil {
		return nil, err
	}
	with, err := l.tx.PersonsWith(ctx, phones)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(with, func(a, b person.Person) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range with {
		b.phones[p.Phone] = append(b.phones[p.Phone], p)
	}
	b.roster, err = l.tx.PersonsOf(ctx, roster)
	return b, err
}

func (l *Load) lookAtHouseholds(ctx context.Context, b *batch, dwellings []int64) error {
	open, err := l.tx.HouseholdsOf(ctx, dwellings)
	if err != nil {
		return err
	}
	var households []int64
	for _, h := range open {
		if b.households[h.Dwelling].State != Confirmed {
			b.households[h.Dwelling] = h
		}
		households = append(households, h.ID)
	}
	tenants, err := l.tx.TenantsOf(ctx, households)
	for _, t := range tenants {
		b.tenants[t.Household] = append(b.tenants[t.Household], t)
	}
	return err
}

// host adds the households that are not known, and corrects size and contact person of the others.
func (l *Load) host(ctx context.Context, b *batch, contacts map[int64]int64) error {
	told, lines, since := map[int64]int{}, map[int64]int{}, map[int64]when.Date{}
	for _, r := range b.rows {
		id := b.home(r).ID
		told[id], lines[id] = max(told[id], r.Size), lines[id]+1
		if since[id] == 0 || r.From < since[id] {
			since[id] = r.From
		}
	}
	var fresh []Household
	var dwellings []int64
	for _, r := range b.rows {
		home := b.home(r)
		h, known := b.households[home.ID]
		if known {
			if err := l.correct(ctx, b, h, told[home.ID], contacts[home.ID]); err != nil {
				return err
			}
			continue
		}
		h = Household{
			Dwelling: home.ID, Community: home.Community, Grid: home.Grid, Contact: contacts[home.ID], Size: cmp.Or(told[home.ID], lines[home.ID]),
			Since: since[home.ID], State: Confirmed, Source: ByWorkbook, ReportedAt: l.now, DecidedAt: l.now,
		}
		b.households[home.ID] = h
		fresh, dwellings = append(fresh, h), append(dwellings, home.ID)
	}
	if len(fresh) == 0 {
		return nil
	}
	if err := l.tx.AddHouseholds(ctx, fresh); err != nil {
		return err
	}
	for _, id := range dwellings {
		delete(b.households, id)
	}
	return l.lookAtHouseholds(ctx, b, dwellings)
}

// correct changes a known household to what its rows say.
func (l *Load) correct(ctx context.Context, b *batch, h Household, told int, contact int64) error {
	was := h
	if told != 0 {
		h.Size = told
	}
	if h.Contact == 0 {
		h.Contact = contact
	}
	if h == was || h.ID == 0 {
		return nil
	}
	b.households[h.Dwelling] = h
	return l.tx.SaveHousehold(ctx, h)
}

// recognise corrects those who live there, and returns the rows of the others. A row means the tenant with its name and year of
// birth, else the only one left with its name.
func (l *Load) recognise(ctx context.Context, b *batch) (moved []int, err error) {
	found, taken := make([]int64, len(b.rows)), map[int64]bool{}
	for _, exact := range []bool{true, false} {
		for i, r := range b.rows {
			if found[i] != 0 {
				continue
			}
			found[i] = b.tenant(r, exact, taken)
			taken[found[i]] = found[i] != 0
		}
	}
	for i, r := range b.rows {
		if found[i] == 0 {
			moved = append(moved, i)
			continue
		}
		h := b.households[b.home(r).ID]
		for _, t := range b.tenants[h.ID] {
			if t.ID != found[i] {
				continue
			}
			if err := l.same(ctx, h, t, r); err != nil {
				return nil, err
			}
		}
	}
	return moved, nil
}

// tenant returns the residence that a row means and no other row has taken, or 0.
func (b *batch) tenant(r ResidentRow, exact bool, taken map[int64]bool) (found int64) {
	for _, t := range b.tenants[b.households[b.home(r).ID].ID] {
		switch {
		case taken[t.ID], r.Known != 0 && r.Known != t.Person, r.Known == 0 && t.Who.Name != r.Name:
		case r.Known != 0, r.Born == 0, t.Who.Born == 0, t.Who.Born == r.Born:
			return t.ID
		case !exact && found != 0:
			return 0
		case !exact:
			found = t.ID
		}
	}
	return found
}

// person returns the known person whom a row means.
func (b *batch) person(r ResidentRow) (person.Person, bool) {
	if p, ok := b.roster[r.Known]; ok && r.Known != 0 {
		return p, true
	}
	for _, p := range b.phones[r.Phone] {
		if r.Phone != "" && p.Name == r.Name && (p.Community == r.Place.Community || p.Community == 0) {
			return p, true
		}
	}
	return person.Person{}, false
}

// same corrects what a row says about somebody who lives there.
func (l *Load) same(ctx context.Context, h Household, t Tenant, r ResidentRow) error {
	was, p := t.Residence, t.Who
	if r.Relation != Unsaid {
		t.Relation = r.Relation
	}
	t.Stay = r.Stay
	if r.Phone != "" && r.Known == 0 {
		p.Phone = r.Phone
	}
	if r.Born != 0 {
		p.Born = r.Born
	}
	if t.Residence == was && p == t.Who {
		l.Residents.Same++
		return nil
	}
	l.Residents.Changed++
	if t.Residence != was {
		if err := l.tx.SaveResidence(ctx, t.Residence); err != nil {
			return fmt.Errorf("row %d of household %d: %w", r.Row, h.ID, err)
		}
	}
	if p == t.Who {
		return nil
	}
	return l.tx.SavePerson(ctx, p)
}

// moveIn adds the residences of the batch. A known person's older permanent residence ends.
func (l *Load) moveIn(ctx context.Context, b *batch, moved []int, people []person.Person) error {
	var all []Residence
	for n, i := range moved {
		r, p := b.rows[i], people[n]
		home := b.home(r)
		h := b.households[home.ID]
		if _, known := b.person(r); known && r.Stay == Permanent {
			if err := l.moveOut(ctx, p, home); err != nil {
				return err
			}
		}
		all = append(all, Residence{
			Household: h.ID, Person: p.ID, Stay: r.Stay, Relation: r.Relation, From: r.From, Source: ByWorkbook, State: Confirmed, MadeAt: l.now,
		})
	}
	l.Residents.Added += len(all)
	return l.tx.AddResidences(ctx, all)
}

func (l *Load) moveOut(ctx context.Context, p person.Person, home Dwelling) error {
	open, err := l.tx.OpenResidences(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, r := range open {
		if r.Stay != Permanent {
			continue
		}
		if err := leave(ctx, l.tx, r, deedBy{at: l.now}); err != nil {
			return err
		}
	}
	if p.Home == home.Area {
		return nil
	}
	home.movedInto(&p)
	return l.tx.SavePerson(ctx, p)
}
